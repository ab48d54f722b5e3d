"""Plan files: strict YAML, every error with code, place, value and accepted form."""

import json
import os
import time
import unicodedata

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import kh2025
from kh2025.errors import PlanError
from kh2025.plan.files import load_plan
from kh2025.plan.model import Plan

MIB = 1024 * 1024


def refused(path):
    """The problems of a refused file; each can be shown in both languages with its accepted form."""
    with pytest.raises(PlanError) as caught:
        load_plan(path)
    for problem in caught.value.problems:
        for lang in ("vi", "en"):
            line = problem.render(lang)
            place = (c if c.isprintable() else f"\\u{ord(c):04x}" for c in problem.place)
            assert line.startswith("".join(place))
            assert problem.accepted(lang) in line
            assert line.endswith(f"[{problem.code}]")
            assert "\n" not in line
            assert "{" not in problem.accepted(lang)
    return caught.value.problems


def kind_of(code):
    """A code without the type that was wanted: all ``plan-type-…`` say that a value is of another type."""
    return "plan-type" if code.startswith("plan-type") else code


def test_smallest_plan_is_read(write, smallest):
    """A file with the required keys only is a plan; what it does not say has its stated default."""
    plan = load_plan(write(smallest))
    assert (plan.id, plan.title) == ("ke-hoach", "Kế hoạch")
    assert (plan.in_force_from.isoformat(), str(plan.covers)) == ("2025-05-05", "2025-01-01/2025-12-31")
    assert (plan.tasks, plan.agencies, plan.invented) == ((), (), None)
    assert plan.settings.before_includes_day is True
    assert plan.settings.due_soon_days == 15
    assert plan.settings.mark == "assumption"


def test_path_may_be_a_text(write, smallest):
    """A path is accepted as text too, and the public function is the same."""
    assert kh2025.load_plan(str(write(smallest))).id == "ke-hoach"


def test_byte_order_mark_is_ignored(write, smallest):
    """Editors on Windows put a byte order mark in front."""
    assert load_plan(write(b"\xef\xbb\xbf" + smallest.encode())).id == "ke-hoach"


def test_windows_line_ends(write, smallest):
    """Line ends of Windows change neither the plan nor the lines in errors."""
    assert load_plan(write(smallest.replace("\n", "\r\n").encode())).title == "Kế hoạch"
    (problem,) = refused(write((smallest + "colour: red\n").replace("\n", "\r\n").encode()))
    assert ":13 " in problem.place


def test_comments_anchors_and_block_texts(write, smallest):
    """Comments and folded texts are read; an anchor that nothing uses does no harm."""
    plan = load_plan(
        write(smallest + "# lời\npurposes:\n  - &a >-\n    một\n    hai\n  - |-\n    ba\n    bốn\n")
    )
    assert plan.purposes == ("một hai", "ba\nbốn")


# Text after the smallest plan ("+…") or a whole file → code, line (0: the file only), value.
STRUCTURE = {
    "alias": ("+purposes: &a [x]\nassumptions: *a\n", "yaml-alias", 13, None),
    "alias-to-itself": ("a: &a\n  b: *a\n", "yaml-alias", 1, None),
    "alias-bomb": (
        "a: &a [x, x]\n" + "".join(f"{c}: &{c} [*{p}, *{p}]\n" for p, c in zip("abcdefgh", "bcdefghi")),  # noqa: B905
        "yaml-alias",
        None,
        None,
    ),
    "merge-of-an-alias": ("+settings: &a {due_soon_days: 3}\n<<: *a\n", "yaml-alias", 13, None),
    "duplicate-key": ("+id: khac\n", "yaml-duplicate-key", 13, "id"),
    "duplicate-key-quoted": ('+"id": khac\n', "yaml-duplicate-key", 13, "id"),
    "duplicate-key-inside": (
        "+settings:\n  due_soon_days: 1\n  due_soon_days: 2\n",
        "yaml-duplicate-key",
        15,
        "due_soon_days",
    ),
    "duplicate-key-in-a-list": (
        "+sections:\n  - {id: muc-1, number: a, title: x, title: y}\n",
        "yaml-duplicate-key",
        14,
        "title",
    ),
    "duplicate-unknown-key": ("a: 1\na: 2\n", "yaml-duplicate-key", 2, "a"),
    "python-tag": (
        "+purposes: !!python/object/apply:os.system ['true']\n",
        "yaml-tag",
        13,
        "tag:yaml.org,2002:python/object/apply:os.system",
    ),
    "python-name-tag": ("+title2: !!python/name:os.system x\n", "yaml-tag", 13, None),
    "text-tag": ("+purposes: [!!str 123]\n", "yaml-tag", 13, None),
    "list-tag": ("+purposes: !!seq [a]\n", "yaml-tag", 13, None),
    "tag-on-a-key": ("+!!str purposes: [a]\n", "yaml-tag", 13, None),
    "own-tag": ("+purposes: [!secret abc]\n", "yaml-tag", 13, "!secret"),
    "integer-tag": ("+purposes: [!!int 3]\n", "yaml-tag", 13, None),
    "binary-tag": ("+purposes: [!!binary aGk=]\n", "yaml-tag", 13, None),
    "set-tag": ("+purposes: !!set {a, b}\n", "yaml-tag", 13, None),
    "deep-flow-lists": ("purposes: " + "[" * 10_000 + "]" * 10_000, "yaml-deep", 1, None),
    "deep-flow-lists-unclosed": ("[" * 10_000, "yaml-deep", 1, None),
    "deep-flow-mappings": ("{a: " * 10_000 + "1" + "}" * 10_000, "yaml-deep", 1, None),
    "deep-block-lists": ("- " * 10_000 + "x\n", "yaml-deep", 1, None),
    "deep-block-lines": ("".join(" " * n + "-\n" for n in range(200)), "yaml-deep", 50, None),
    "deep-keys": ("? " * 10_000 + "x\n", "yaml-deep", 1, None),
    "deep-mapping-lines": ("".join(" " * n + "a:\n" for n in range(200)), "yaml-deep", 50, None),
    "unclosed-list": ("+purposes: [a, b\n", "yaml-text", 14, None),
    "unclosed-quote": ('+purposes: ["a\n', "yaml-text", None, None),
    "tab-indent": ("decision:\n\tnumber: x\n", "yaml-text", 2, None),
    "two-documents": ("a: 1\n---\nb: 2\n", "yaml-text", 2, None),
    "unknown-alias": ("purposes: [*nowhere]\n", "yaml-text", 1, None),
    "list-as-key": ("? [a, b]\n: c\n", "yaml-text", 1, None),
    "list-on-top": ("- a\n- b\n", "yaml-text", 1, None),
    "text-on-top": ("chỉ là chữ\n", "yaml-text", 1, "chỉ là chữ"),
    "number-on-top": ("2025\n", "yaml-text", 1, "2025"),
    "empty-file": ("", "yaml-text", 1, None),
    "comments-only": ("# chưa có gì\n", "yaml-text", 1, None),
    "document-marks-only": ("---\n...\n", "yaml-text", 1, None),
    "nul-byte": (b"id: a\0b\n", "yaml-text", 0, None),
    "nul-bytes-only": (b"\0" * 100, "yaml-text", 0, None),
    "control-character": (b"id: a\x1bb\n", "yaml-text", 0, None),
    "utf-16-without-mark": ("title: Kế hoạch\n".encode("utf-16-le"), "file-encoding", 0, None),
    "utf-16-of-ascii": ("title: x\n".encode("utf-16-le"), "yaml-text", 0, None),
    "not-utf-8": (b"title: \xff\xfe\n", "file-encoding", 0, b"\xff\xfe\n"),
    "utf-8-cut-off": ("title: ế".encode()[:-1], "file-encoding", 0, None),
    "utf-16": ("title: x\n".encode("utf-16"), "file-encoding", 0, None),
    "windows-1258": ("title: Đ\n".encode("cp1258"), "file-encoding", 0, b"\xd0\n"),
    "a-workbook": (b"PK\x03\x04\x14\x00\x00\x00\x08\x00\xff\xff", "file-encoding", 0, None),
}


@pytest.mark.parametrize(("content", "code", "line", "value"), STRUCTURE.values(), ids=STRUCTURE)
def test_structure_refused(write, content, code, line, value):
    """What is no plain YAML mapping is refused at once, with the line where there is one."""
    path = write(content)
    started = time.perf_counter()
    (problem,) = refused(path)
    assert time.perf_counter() - started < 5
    assert problem.code == code
    if line:
        assert problem.place == f"{path}:{line}"
    assert problem.place.startswith(str(path))
    assert value is None or problem.value == value


# Replaced text of the smallest plan, or added text → code, line, key path, value.
CONTENT = {
    "unknown-key": ("+colour: red\n", "plan-unknown-key", 13, "colour", "colour"),
    "misspelt-key": (
        "+settings: {due_son_days: 3}\n",
        "plan-unknown-key",
        13,
        "settings.due_son_days",
        "due_son_days",
    ),
    "unknown-key-in-a-list": (
        "+sections:\n  - id: muc-1\n    number: a\n    title: x\n    colour: red\n",
        "plan-unknown-key",
        17,
        "sections.0.colour",
        "colour",
    ),
    "merge-key": ("+<<: {a: b}\n", "plan-unknown-key", 13, "<<", "<<"),
    "empty-key": ("+'': x\n", "plan-unknown-key", 13, "", ""),
    "missing-key": (("title: Kế hoạch\n", ""), "plan-missing-key", 1, "title", None),
    "missing-key-inside": (
        ("  kind: Quyết định\n", ""),
        "plan-missing-key",
        4,
        "decision.kind",
        None,
    ),
    "bad-day": (
        ("from: 2025-05-05\ncov", "from: 2025-02-30\ncov"),
        "plan-date",
        6,
        "in_force_from",
        "2025-02-30",
    ),
    "vietnamese-day": (
        ("from: 2025-05-05\ncov", "from: 05/05/2025\ncov"),
        "plan-date",
        6,
        "in_force_from",
        "05/05/2025",
    ),
    "time-instead-of-day": (
        ("from: 2025-05-05\ncov", "from: 2025-05-05T00:00:00\ncov"),
        "plan-date",
        6,
        "in_force_from",
        "2025-05-05T00:00:00",
    ),
    "number-instead-of-day": (
        ("from: 2025-05-05\ncov", "from: 20250505\ncov"),
        "plan-date",
        6,
        "in_force_from",
        20250505,
    ),
    "day-before-the-supported-years": (
        ("from: 2025-05-05\ncov", "from: 1925-05-05\ncov"),
        "plan-date-year",
        6,
        "in_force_from",
        "1925-05-05",
    ),
    "span-before-the-supported-years": (
        ("covers: 2025-01-01/", "covers: 0001-01-01/"),
        "plan-date-year",
        7,
        "covers.first",
        "0001-01-01",
    ),
    "lost-letters": (
        ("title: Kế hoạch", "title: K\ufffd ho\ufffdch"),
        "text-replacement",
        2,
        "title",
        "K\ufffd ho\ufffdch",
    ),
    "empty-day": (("from: 2025-05-05\ncov", "from:\ncov"), "plan-date", 6, "in_force_from", None),
    "no-span": (("2025-01-01/2025-12-31", "năm 2025"), "plan-span", 7, "covers", "năm 2025"),
    "half-a-span": (("2025-01-01/2025-12-31", "2025-01-01"), "plan-span", 7, "covers", "2025-01-01"),
    "three-days": (
        ("2025-01-01/2025-12-31", "2025-01-01/2025-06-30/2025-12-31"),
        "plan-span",
        7,
        "covers",
        "2025-01-01/2025-06-30/2025-12-31",
    ),
    "span-of-no-day": (
        ("2025-01-01/2025-12-31", "2025-01-01/2025-13-31"),
        "plan-span",
        7,
        "covers",
        "2025-01-01/2025-13-31",
    ),
    "span-backwards": (
        ("2025-01-01/2025-12-31", "2025-12-31/2025-01-01"),
        "plan-span-order",
        7,
        "covers",
        "2025-12-31/2025-01-01",
    ),
    "document-number": (("76/QĐ-SKHCN", "số 76"), "document-number", 4, "decision.number", "số 76"),
    "document-kind": (
        ("76/QĐ-SKHCN", "Kế hoạch 76/QĐ-SKHCN"),
        "document-kind",
        4,
        "decision.number",
        "Kế hoạch 76/QĐ-SKHCN",
    ),
    "mark": (
        ("kind: Quyết định", "kind: Quyết định\n  mark: guess"),
        "plan-choice",
        6,
        "decision.mark",
        "guess",
    ),
    "empty-text": (("title: Kế hoạch", "title: ''"), "plan-empty-text", 2, "title", ""),
    "blank-text": (
        ("title: Kế hoạch", 'title: " \\u200b\\u00a0 "'),
        "plan-empty-text",
        2,
        "title",
        " \u200b\u00a0 ",
    ),
    "long-text": (("title: Kế hoạch", "title: " + "x" * 4001), "plan-too-long", 2, "title", "x" * 4001),
    "null-text": (("title: Kế hoạch", "title: null"), "plan-type", 2, "title", None),
    "number-as-text": (("title: Kế hoạch", "title: 2025"), "plan-type", 2, "title", 2025),
    "true-as-text": (("title: Kế hoạch", "title: true"), "plan-type", 2, "title", True),
    "list-as-text": (("title: Kế hoạch", "title: [a]"), "plan-type", 2, "title", ["a"]),
    "mapping-as-text": (("title: Kế hoạch", "title: {a: b}"), "plan-type", 2, "title", {"a": "b"}),
    "text-as-list": ("+purposes: một\n", "plan-type", 13, "purposes", "một"),
    "mapping-as-list": ("+purposes: {a: b}\n", "plan-type", 13, "purposes", {"a": "b"}),
    "text-as-section": ("+sections: [muc-1]\n", "plan-type", 13, "sections.0", "muc-1"),
    "list-as-settings": ("+settings: [1]\n", "plan-type", 13, "settings", [1]),
    "empty-list": (
        "+groups: [{id: nhom, name: x, members: []}]\n",
        "plan-empty-list",
        13,
        "groups.0.members",
        [],
    ),
    "one-bad-item-is-no-empty-list": (
        ("    place: Thái Bình\n", ""),
        "plan-missing-key",
        9,
        "letterheads.0.place",
        None,
    ),
    "too-small": ("+settings: {due_soon_days: -1}\n", "plan-too-small", 13, "settings.due_soon_days", -1),
    "too-large": ("+settings: {due_soon_days: 367}\n", "plan-too-large", 13, "settings.due_soon_days", 367),
    "id": (("id: ke-hoach", "id: Kế hoạch"), "plan-id", 1, "id", "Kế hoạch"),
}


def changed(smallest, change):
    """The smallest plan with a text replaced or added."""
    if isinstance(change, str):
        return smallest + change.removeprefix("+")
    assert smallest.count(change[0]) == 1
    return smallest.replace(*change)


@pytest.mark.parametrize(("change", "code", "line", "key", "value"), CONTENT.values(), ids=CONTENT)
def test_content_refused(write, smallest, change, code, line, key, value):
    """A flaw in the content names code, file, line, key path and the value found."""
    path = write(changed(smallest, change))
    (problem,) = refused(path)
    assert (kind_of(problem.code), problem.place) == (code, f"{path}:{line} {key}".rstrip())
    assert problem.value == value


def test_a_weight_of_nothing(write, smallest):
    """A number that must be above another is answered with that other, not with the name of a type."""
    path = write(f"{smallest}tasks:\n  - id: nv-1\n    weight: 0\n")
    (problem,) = (one for one in refused(path) if one.place.endswith("tasks.0.weight"))
    assert (problem.code, problem.value, problem.details["gt"]) == ("plan-not-above", 0, "0.0")


def test_all_flaws_are_listed_at_once(write, smallest):
    """A file with several flaws names all of them, each at its line."""
    path = write(
        smallest
        + "colour: red\nsections:\n  - id: A\n    number: 1\n    title: ''\ntasks:\n  - id: nv-1\n    deadline: x\n"
    )
    found = {problem.place.removeprefix(f"{path}:"): kind_of(problem.code) for problem in refused(path)}
    assert found == {
        "13 colour": "plan-unknown-key",
        "15 sections.0.id": "plan-id",
        "16 sections.0.number": "plan-type",
        "17 sections.0.title": "plan-empty-text",
        "19 tasks.0.section": "plan-missing-key",
        "19 tasks.0.name": "plan-missing-key",
    }


def test_unknown_key_names_the_known_ones(write, smallest):
    """The accepted form of an unknown key lists the keys of that place, not those of another."""
    (top,) = refused(write(smallest + "colour: red\n"))
    assert "in_force_from" in top.accepted("en")
    (inner,) = refused(write(smallest + "settings: {colour: red}\n"))
    assert inner.accepted("en") == "before_includes_day, fixed_day_roll, recurring_day, due_soon_days, mark"
    (listed,) = refused(write(smallest + "agencies: [{id: so-a, name: A, colour: red}]\n"))
    assert "successors" in listed.accepted("en")
    assert "in_force_from" not in listed.accepted("en")


def test_value_of_a_file_on_top_is_what_stands_there(write):
    """A list on top is shown without objects of the YAML library."""
    (problem,) = refused(write("- a\n- b\n"))
    assert "Node" not in problem.render("en")


@pytest.mark.parametrize(
    "text", ["sections: [muc-1]", "sections: muc-1", "settings: [1]", "purposes: {a: b}"]
)
def test_wanted_type_is_said_in_words(write, smallest, text):
    """The accepted form is said for the reader, not as a type of Python."""
    for problem in refused(write(smallest + text + "\n")):
        for lang in ("vi", "en"):
            assert not {"tuple", "model", "dict"} & set(problem.accepted(lang).split())


def test_hidden_characters_are_removed_from_texts(write, smallest):
    """Direction overrides, NUL and zero-width characters do not reach a name (HAZARDS 19)."""
    plan = load_plan(write(smallest.replace("Kế hoạch", '"Kế\\u202e hoạch\\0\\u200b"')))
    assert plan.title == "Kế hoạch"


def test_markup_stays_text(write, smallest):
    """A text that some format reads as markup is kept as it is written (HAZARDS 20, 21)."""
    texts = ["=HYPERLINK(1)", "<script>x</script>", "{{7*7}}", '#import "x"', "${HOME}", "{known}", "%s"]
    plan = load_plan(write(smallest + f"purposes: {json.dumps(texts)}\n"))
    assert plan.purposes == tuple(texts)


@pytest.mark.parametrize("text", ["{known}", "{0}", "{", "}", "%(x)s", "{self.__class__}"])
def test_value_is_never_read_as_a_template(write, smallest, text):
    """A value with braces is shown in an error as it is."""
    (problem,) = refused(write(smallest + f"settings: {{before_includes_day: {json.dumps(text)}}}\n"))
    assert repr(text) in problem.render("en")


def test_long_value_is_cut_in_the_message(write, smallest):
    """An error line stays readable whatever the value's length."""
    (problem,) = refused(write(smallest.replace("title: Kế hoạch", "title: " + "x" * 5000)))
    assert len(problem.render("vi")) < 500


# Size.
def test_file_of_50_mb_is_refused_before_it_is_read(write):
    """A file over 4 MiB is refused by its size, in no time."""
    path = write("")
    os.truncate(path, 50 * MIB)
    started = time.perf_counter()
    (problem,) = refused(path)
    assert time.perf_counter() - started < 2
    assert (problem.code, problem.place, problem.value) == ("yaml-size", str(path), 50 * MIB)
    assert str(4 * MIB) in problem.accepted("en")


def test_limit_of_size(write, smallest):
    """4 MiB are read, one byte more is not."""
    head = (smallest + "#").encode()
    full = head + b"x" * (4 * MIB - len(head))
    assert load_plan(write(full)).id == "ke-hoach"
    assert [one.code for one in refused(write(full + b"x"))] == ["yaml-size"]


def test_limit_of_depth(write, smallest):
    """Fifty levels are composed (and then refused by their content), fifty-one are not."""
    at_limit = smallest + "zzz: " + "[" * 48 + "x" + "]" * 48 + "\n"
    assert [one.code for one in refused(write(at_limit))] == ["plan-unknown-key"]
    beyond = smallest + "zzz: " + "[" * 49 + "x" + "]" * 49 + "\n"
    assert [one.code for one in refused(write(beyond))] == ["yaml-deep"]


def test_many_siblings_are_not_deep(write, smallest):
    """Depth counts levels, not nodes: thousands of items are read."""
    plan = load_plan(write(smallest + "purposes:\n" + "  - x\n" * 5000))
    assert len(plan.purposes) == 5000


# Files that are not there.
def test_path_that_no_system_takes():
    """A NUL byte in a path is refused like a missing file."""
    assert refused("a\0b")[0].code == "file-missing"


def test_missing_file(tmp_path):
    """A file that does not exist is named."""
    (problem,) = refused(tmp_path / "none.yaml")
    assert (problem.code, problem.place) == ("file-missing", str(tmp_path / "none.yaml"))


def test_folder_instead_of_a_file(tmp_path):
    """A folder is no plan file."""
    (problem,) = refused(tmp_path)
    assert problem.code == "file-missing"


def test_name_too_long(tmp_path):
    """A name that no file system takes is refused like a missing file."""
    assert refused(tmp_path / ("x" * 300))[0].code == "file-missing"


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root reads every file")
def test_unreadable_file(write, smallest):
    """A file without permission to read is refused like a missing file."""
    path = write(smallest)
    path.chmod(0)
    assert refused(path)[0].code == "file-missing"


# The grammar of plain scalars.
SCALARS = {
    "no": ("no", "no"),
    "off": ("off", "off"),
    "on": ("on", "on"),
    "yes": ("yes", "yes"),
    "capital-true": ("True", "True"),
    "capital-null": ("NULL", "NULL"),
    "tilde": ("~", "~"),
    "octal": ("010", "010"),
    "octal-o": ("0o17", "0o17"),
    "hexadecimal": ("0x10", "0x10"),
    "binary": ("0b1", "0b1"),
    "exponent": ("1e3", "1e3"),
    "infinity": (".inf", ".inf"),
    "negative-infinity": ("-.inf", "-.inf"),
    "not-a-number": (".nan", ".nan"),
    "underscore": ("1_000", "1_000"),
    "plus": ("+1", "+1"),
    "sexagesimal": ("1:30", "1:30"),
    "date": ("2025-05-05", "2025-05-05"),
    "time": ("2025-05-05T10:00:00Z", "2025-05-05T10:00:00Z"),
    "two-points": ("3.a", "3.a"),
    "thousands": ("1.234.567", "1.234.567"),
    "comma": ("1,5", "1,5"),
    "point-at-the-end": ("1.", "1."),
    "point-first": (".5", ".5"),
    "twenty-digits": ("12345678901234567890", "12345678901234567890"),
    "arabic-digit": ("٣", "٣"),
    "superscript": ("²", "²"),
    "quoted-number": ("'15'", "15"),
    "quoted-true": ('"true"', "true"),
    "quoted-empty": ("'x'", "x"),
    "block-number": ("|-\n    15", "15"),
}


@pytest.mark.parametrize(("written", "text"), SCALARS.values(), ids=SCALARS)
def test_scalar_stays_text(write, smallest, written, text):
    """Outside the small grammar a plain scalar is text; quoted scalars are text always."""
    assert load_plan(write(smallest + f"purposes:\n  - {written}\n")).purposes == (text,)


NOT_INTEGERS = [
    "no",
    "off",
    "yes",
    "true",
    "false",
    "010",
    "0x10",
    "1e3",
    ".inf",
    ".nan",
    "15.0",
    "'15'",
    "+15",
    "1_000",
    "null",
    "~",
    "1:30",
    "12345678901234567890123",
    "0.5",
    "[15]",
    "{a:1}",
    "fifteen",
    "-0.0",
]


@pytest.mark.parametrize("written", NOT_INTEGERS)
def test_strict_integer(write, smallest, written):
    """An integer is written as one: no octal, no exponent, no float, no truth value, no quotes."""
    (problem,) = refused(write(smallest + f"settings:\n  due_soon_days: {written}\n"))
    assert kind_of(problem.code) == "plan-type"
    assert problem.place.endswith(":14 settings.due_soon_days")


@pytest.mark.parametrize(("written", "value"), [("0", 0), ("15", 15), ("366", 366), ("-0", 0)])
def test_integer(write, smallest, written, value):
    """A plain decimal integer within its bounds is read."""
    assert (
        load_plan(write(smallest + f"settings: {{due_soon_days: {written}}}\n")).settings.due_soon_days
        == value
    )


@pytest.mark.parametrize(
    "written", ["no", "off", "yes", "on", "True", "TRUE", "1", "0", "'true'", "null", "y"]
)
def test_strict_truth_value(write, smallest, written):
    """A truth value is ``true`` or ``false``, nothing else."""
    (problem,) = refused(write(smallest + f"settings: {{before_includes_day: {written}}}\n"))
    assert kind_of(problem.code) == "plan-type"


@pytest.mark.parametrize(("written", "value"), [("true", True), ("false", False)])
def test_truth_value(write, smallest, written, value):
    """``true`` and ``false`` are read."""
    plan = load_plan(write(smallest + f"settings: {{before_includes_day: {written}}}\n"))
    assert plan.settings.before_includes_day is value


INDICATOR = """\
agencies: [{{id: so-a, name: A}}]
indicators:
  - id: chi-tieu
    name: x
    unit: y
    agency: so-a
    target: {}
    target_on: 2025-12-31
    direction: up
"""


@pytest.mark.parametrize(
    "written", [".inf", "-.inf", ".nan", "1e3", "true", "'80'", "80%", "1,5", "1.234.567", "null"]
)
def test_strict_number(write, smallest, written):
    """A number is finite and written with digits and at most one point."""
    (problem,) = refused(write(smallest + INDICATOR.format(written)))
    assert (kind_of(problem.code), problem.place.rpartition(" ")[2]) == ("plan-type", "indicators.0.target")


@pytest.mark.parametrize(("written", "value"), [("80", 80), ("3.5", 3.5), ("-0.25", -0.25), ("0", 0)])
def test_number(write, smallest, written, value):
    """Integers and decimals are numbers."""
    assert load_plan(write(smallest + INDICATOR.format(written))).indicators[0].target == value


@given(st.binary(max_size=200) | st.text("abc:-[]{}&*!?|>'\"#%@`, \n\t\0ếđ", max_size=80).map(str.encode))
@settings(deadline=None, max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_bytes_are_refused_cleanly(write, content):
    """Whatever a file holds, it is refused with problems that can be shown."""
    assert refused(write(content))


@given(st.data())
@settings(deadline=None, max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_damaged_plan_is_read_or_refused(write, smallest, data):
    """A plan file with a piece cut out, doubled or replaced is a plan, or refused with its problems."""
    raw = smallest.encode()
    start = data.draw(st.integers(0, len(raw)))
    stop = data.draw(st.integers(start, min(len(raw), start + 30)))
    piece = data.draw(st.binary(max_size=10) | st.just(raw[start:stop] * 2))
    path = write(raw[:start] + piece + raw[stop:])
    try:
        plan = load_plan(path)
    except PlanError:
        assert refused(path)
        return
    assert isinstance(plan, Plan)


HIDDEN = {
    "bidi": ("Sở \u202eY tế", "Sở Y tế", "text-cleaned"),
    "zero-width": ("Sở\u200b Y tế", "Sở Y tế", "text-cleaned"),
    "eth": ("Ðông Hưng", "Đông Hưng", "text-look-alike"),
    "nfd": (unicodedata.normalize("NFD", "Sở Y tế"), "Sở Y tế", "text-composed"),
    "no-break-space": ("Sở\u00a0Y tế", "Sở Y tế", "text-composed"),
}


@pytest.mark.parametrize(("name", "read", "code"), HIDDEN.values(), ids=HIDDEN)
def test_what_is_cleaned_is_noticed(write, name, read, code):
    """A text with what nobody sees is cleaned, and the plan tells file, line and value, as it reads on any day."""
    path = write(f'+agencies:\n  - id: so-yt\n    name: "{name}"\n')
    plan = load_plan(path)
    assert plan.agency["so-yt"].name == read
    (notice,) = plan.as_of(plan.covers.last).notices
    assert (notice.code, notice.place, notice.value) == (code, f"{path}:15", name)


def test_a_clean_plan_has_no_notices(write, smallest):
    """Nothing is noticed in a plan of plain texts."""
    assert load_plan(write(smallest)).notices == ()
