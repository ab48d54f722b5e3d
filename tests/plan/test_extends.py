"""``extends``: a plan file laid over another of the same folder."""

import contextlib

import pytest

from kh2025.errors import PlanError
from kh2025.plan.files import load_plan

BASE = """\
sections:
  - id: muc-1
    number: "1"
    title: Một
  - id: muc-2
    number: "2"
    title: Hai
agencies:
  - {id: so-a, name: A, aliases: [a, aa]}
  - {id: so-b, name: B}
purposes:
  - ghi chú của tệp gốc
settings:
  due_soon_days: 7
  before_includes_day: false
"""


@pytest.fixture
def base(write, smallest):
    """A base file with sections, agencies, purposes and settings."""
    return write(smallest + BASE, "base.yaml")


def refused(path):
    with pytest.raises(PlanError) as caught:
        load_plan(path)
    for lang in ("vi", "en"):
        assert caught.value.render(lang)
    return caught.value.problems


@pytest.mark.usefixtures("base")
def test_values_are_replaced_and_the_rest_stays(write):
    """A key that the extending file holds wins; every other key is the base's."""
    plan = load_plan(write("extends: base.yaml\ntitle: Khác\ninvented: Tự đặt ra\n"))
    assert (plan.title, plan.invented, plan.id) == ("Khác", "Tự đặt ra", "ke-hoach")
    assert plan.settings.due_soon_days == 7


@pytest.mark.usefixtures("base")
def test_mappings_are_merged(write):
    """Inside a mapping too, only the keys that are written change."""
    plan = load_plan(write("extends: base.yaml\nsettings: {due_soon_days: 3}\n"))
    assert (plan.settings.due_soon_days, plan.settings.before_includes_day) == (3, False)


@pytest.mark.usefixtures("base")
def test_items_are_merged_by_id(write):
    """An item with a known id changes that item in its place; a new id is added at the end."""
    text = "extends: base.yaml\nsections:\n  - {id: muc-3, number: '3', title: Ba}\n  - {id: muc-2, title: Hai mới}\n"
    plan = load_plan(write(text))
    assert [(one.id, one.number, one.title) for one in plan.sections] == [
        ("muc-1", "1", "Một"),
        ("muc-2", "2", "Hai mới"),
        ("muc-3", "3", "Ba"),
    ]


@pytest.mark.usefixtures("base")
def test_lists_without_ids_are_replaced(write):
    """A list of texts is not mixed with the base's, at the top or inside an item."""
    text = "extends: base.yaml\npurposes: [mới]\nagencies:\n  - {id: so-a, aliases: [x]}\n"
    plan = load_plan(write(text))
    assert plan.purposes == ("mới",)
    assert plan.agencies[0].aliases == ("x",)
    assert plan.agencies[0].name == "A"


@pytest.mark.usefixtures("base")
def test_list_of_texts_can_be_emptied(write):
    """An empty list of texts replaces the base's."""
    plan = load_plan(write("extends: base.yaml\nagencies:\n  - {id: so-a, aliases: []}\n"))
    assert plan.agencies[0].aliases == ()


@pytest.mark.usefixtures("base")
def test_list_of_items_can_be_emptied(write):
    """An empty list replaces a list of items too: what the base has can be taken away."""
    assert load_plan(write("extends: base.yaml\nsections: []\n")).sections == ()


def test_items_are_added_to_an_empty_list(write, smallest):
    """Items laid over an empty list are the list."""
    write(smallest + "sections: []\n", "base.yaml")
    plan = load_plan(write("extends: base.yaml\nsections: [{id: muc-1, number: '1', title: Một}]\n"))
    assert [one.id for one in plan.sections] == ["muc-1"]


@pytest.mark.usefixtures("base")
def test_statements_are_replaced_by_id(write, smallest):
    """A note or assumption that is no longer true is replaced under its id, the others stay."""
    notes = "notes:\n  - {id: mot, text: một}\n  - {id: hai, text: hai}\n"
    write(smallest + notes, "base.yaml")
    plan = load_plan(write("extends: base.yaml\nnotes: [{id: hai, text: hai mới}]\n"))
    assert [(one.id, one.text) for one in plan.notes] == [("mot", "một"), ("hai", "hai mới")]


@pytest.mark.usefixtures("base")
def test_chain(write):
    """A file may extend a file that extends another."""
    write("extends: base.yaml\ntitle: Hai\npurposes: [hai]\n", "second.yaml")
    plan = load_plan(write("extends: second.yaml\ntitle: Ba\n"))
    assert (plan.title, plan.purposes, len(plan.sections)) == ("Ba", ("hai",), 2)


@pytest.mark.usefixtures("base")
def test_file_that_only_extends(write):
    """A file that adds nothing is the base."""
    assert load_plan(write("extends: base.yaml\n")).title == "Kế hoạch"


def test_base_is_not_changed(write, base):
    """Reading an extending file leaves the base as it was, also in memory."""
    before = base.read_bytes()
    load_plan(write("extends: base.yaml\ntitle: Khác\n"))
    assert base.read_bytes() == before
    assert load_plan(base).title == "Kế hoạch"


def test_error_in_the_extending_file_names_it(write, base):
    """A flaw has the place of the file that it stands in, here the extending one."""
    path = write("extends: base.yaml\n\nsections:\n  - id: muc-2\n    number: 2\n")
    (problem,) = refused(path)
    assert problem.code.startswith("plan-type")
    assert problem.place == f"{path}:5 sections.1.number"
    assert str(base) not in problem.place


def test_error_in_the_base_names_the_base(write, smallest):
    """A flaw has the place of the file that it stands in, here the base."""
    base = write(smallest + "colour: red\n", "base.yaml")
    (problem,) = refused(write("extends: base.yaml\ntitle: Khác\n"))
    assert (problem.code, problem.place) == ("plan-unknown-key", f"{base}:13 colour")


def test_broken_base_names_the_base(write):
    """A base that is no YAML is named, not the file that extends it."""
    base = write("a: [\n", "base.yaml")
    (problem,) = refused(write("extends: base.yaml\n"))
    assert problem.code == "yaml-text"
    assert problem.place.startswith(str(base))


@pytest.mark.parametrize("trick", ["a: &a [x]\nb: *a\n", "id: x\nid: y\n", "a: !x b\n"])
def test_tricks_in_the_base_are_refused(write, trick):
    """Aliases, duplicate keys and tags are refused in the base as well."""
    base = write(trick, "base.yaml")
    (problem,) = refused(write("extends: base.yaml\n"))
    assert problem.code in {"yaml-alias", "yaml-duplicate-key", "yaml-tag"}
    assert problem.place.startswith(str(base))


@pytest.mark.usefixtures("base")
def test_id_given_twice_is_not_merged_away(write):
    """Two items of one id in the extending file are a duplicate, not the last one silently."""
    text = (
        "extends: base.yaml\nsections:\n  - {id: muc-2, title: x}\n  - {id: muc-2, number: '9', title: y}\n"
    )
    path = write(text)
    (problem,) = refused(path)
    assert (problem.code, problem.value) == ("plan-duplicate-id", "muc-2")
    assert problem.place == f"{path}:4 sections.2.id"


REFUSED = {
    "parent-folder": "../base.yaml",
    "absolute": "/etc/passwd",
    "sub-folder": "sub/base.yaml",
    "dot-slash": "./base.yaml",
    "dot": ".",
    "itself": "plan.yaml",
    "quoted-empty": "''",
    "nul": '"a\\0b"',
    "list": "[base.yaml]",
    "mapping": "{file: base.yaml}",
}


@pytest.mark.parametrize("name", REFUSED.values(), ids=REFUSED)
@pytest.mark.usefixtures("base")
def test_other_than_a_file_name_is_refused(write, name):
    """Only the bare name of another file is accepted: nothing leaves the folder."""
    path = write(f"title: x\nextends: {name}\n")
    (problem,) = refused(path)
    assert (problem.code, problem.place) == ("plan-extends", f"{path}:2 extends")


def test_parent_folder_itself_is_refused(write):
    """Two dots are a folder, not a plan file."""
    assert refused(write("extends: ..\n"))[0].code in {"plan-extends", "file-missing"}


def test_name_that_is_too_long_is_refused(write):
    """A name that no file system takes is refused like any file that cannot be had."""
    (problem,) = refused(write(f"extends: {'a' * 300}\n"))
    assert problem.code in {"plan-extends", "file-missing"}


@pytest.mark.parametrize("written", ["", "null"])
def test_null_extends_nothing(write, smallest, written):
    """Null is null here too: no file is looked for, not even one of the name "null"."""
    write("invented: từ tệp null\n", "null")
    plan = load_plan(write(f"extends: {written}\n" + smallest))
    assert plan.invented is None


def test_long_chain_is_read_or_refused(write, smallest):
    """A chain of 1,200 files ends in a plan or in a PlanError."""
    for n in range(1200):
        write(f"extends: c{n + 1}.yaml\n", f"c{n}.yaml")
    first = write(smallest, "c1200.yaml").with_name("c0.yaml")
    with contextlib.suppress(PlanError):
        assert load_plan(first).id == "ke-hoach"


def test_missing_base_is_refused(write, tmp_path):
    """A base that does not exist is named."""
    (problem,) = refused(write("extends: none.yaml\n"))
    assert problem.code == "file-missing"
    assert str(tmp_path / "none.yaml") in problem.place


def test_loop_of_two_is_refused(write):
    """Files that extend each other are refused where the loop closes."""
    other = write("extends: plan.yaml\n", "other.yaml")
    (problem,) = refused(write("extends: other.yaml\n"))
    assert (problem.code, problem.place, problem.value) == ("plan-extends", f"{other}:1 extends", "plan.yaml")


def test_longer_loop_is_refused(write):
    """A loop that does not lead back to the first file is refused as well."""
    write("extends: second.yaml\n", "first.yaml")
    third = write("extends: first.yaml\n", "third.yaml")
    write("extends: third.yaml\n", "second.yaml")
    (problem,) = refused(write("extends: first.yaml\n"))
    assert (problem.code, problem.place) == ("plan-extends", f"{third}:1 extends")


def test_link_is_not_followed(write, base, tmp_path):
    """A symbolic link is no plan file of the folder, wherever it leads."""
    (tmp_path / "link.yaml").symlink_to(base)
    path = write("extends: link.yaml\n")
    (problem,) = refused(path)
    assert (problem.code, problem.place) == ("plan-extends", f"{path}:1 extends")


def test_dangling_link_is_refused(write, tmp_path):
    """A link to nothing is refused like any link."""
    (tmp_path / "link.yaml").symlink_to(tmp_path / "nowhere")
    assert refused(write("extends: link.yaml\n"))[0].code == "plan-extends"


@pytest.mark.usefixtures("base")
def test_folder_of_the_file_counts_not_the_working_folder(write, monkeypatch, tmp_path):
    """The base is looked for beside the extending file, wherever the program runs."""
    path = write("extends: base.yaml\ntitle: Khác\n")
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    assert load_plan(path).title == "Khác"
    monkeypatch.chdir(tmp_path)
    assert load_plan("plan.yaml").title == "Khác"


def test_references_reach_across_files(write, smallest):
    """A task of the extending file may name a section and an agency of the base."""
    write(smallest + BASE, "base.yaml")
    plan = load_plan(
        write("extends: base.yaml\ntasks:\n  - {id: nv-1, section: muc-2, name: x, lead: so-b}\n")
    )
    assert plan.tasks[0].lead == "so-b"
