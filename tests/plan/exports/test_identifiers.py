"""Identifiers for the outside."""

from kh2025.plan.exports.identifiers import identifier


def test_identifiers_never_change(demo, literal):
    """Whoever imported a plan years ago finds its parts again: these values are fixed for good."""
    assert str(identifier(demo)) == "d1abd64b-c3ff-597c-9467-6ce92585be23"
    assert str(identifier(demo, "task", "nv-01")) == "9d044c4e-0245-54fe-b464-cbab11ba4748"
    assert identifier(demo) == identifier(literal)


def test_different_things_have_different_identifiers(demo, make):
    """Another part, another kind of part, another plan: another identifier."""
    other = make(id="khac")
    parts = [(), ("task", "a1"), ("task", "a2"), ("section", "a1"), ("task", "a1", "2025-06-30")]
    made = [identifier(plan, *part) for plan in (demo, other) for part in parts]
    assert len(set(made)) == len(made)
    assert {one.version for one in made} == {5}
