"""The tree of errors, and a problem as people read it."""

import ast
import pickle
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import kh2025
from kh2025 import errors
from kh2025.errors import InputError, Kh2025Error, PlanError, Problem, RunError

LINE = re.compile(r"(?P<indent>[\s│]*)(?:├── |└── )?(?P<name>[A-Z]\w+(?:Error))\b")
PACKAGE = Path(errors.__file__).parent


def drawn():
    """Name of an error → name of its base, as the module's docstring draws them."""
    found, path = {}, []
    for line in errors.__doc__.splitlines():
        if not (match := LINE.match(line)):
            continue
        depth = match.start("name") // 4
        path = [*path[: depth - 1], match["name"]]
        found[match["name"]] = path[-2] if len(path) > 1 else "Exception"
    return found


def classes():
    """Name of an error → name of its base, as they are."""
    return {
        name: made.__base__.__name__
        for name, made in vars(errors).items()
        if isinstance(made, type) and issubclass(made, Exception)
    }


def test_drawn_tree_is_the_tree():
    """The docstring shows every class under its base, and no other."""
    assert drawn() == classes()
    assert drawn()["PeriodError"] == "InputError"
    assert len(drawn()) >= 8


@pytest.mark.parametrize("name", classes())
def test_errors_are_public_and_say_what_they_are(name):
    """Every error can be caught by its name in kh2025, and has a docstring of its own."""
    assert name in kh2025.__all__
    assert getattr(kh2025, name) is getattr(errors, name)
    assert getattr(errors, name).__doc__


def test_no_other_error_is_raised_to_users():
    """Exceptions of our own outside the tree never leave their room: each says so."""
    outside = []
    for path in PACKAGE.rglob("*.py"):
        tree = ast.parse(path.read_text("utf-8"))
        outside += [
            node.name
            for node in ast.walk(tree)
            if isinstance(node, ast.ClassDef)
            and any(
                getattr(base, "id", "") in {"Exception", "ValueError", "RuntimeError"} for base in node.bases
            )
            and "never leaves"
            not in (ast.get_docstring(node) or "") + path.read_text("utf-8").splitlines()[node.lineno - 1]
        ]
    assert outside == ["Kh2025Error"]


RENDERED = {
    "place-value-accepted": (
        Problem("agency", "a.yaml:3", "so-x", {"known": "so-a"}),
        "a.yaml:3: kế hoạch không có cơ quan này: 'so-x'. Chấp nhận: so-a [agency]",
        "a.yaml:3: the plan has no such agency: 'so-x'. Accepted: so-a [agency]",
    ),
    "no-place": (
        Problem("date-text", value="76"),
        "không phải ngày: '76'. Chấp nhận: ngày trước, tháng sau, năm đủ bốn chữ số, ví dụ 30/6/2025, 30-6-2025, “ngày 30 tháng 6 năm 2025”, 2025-06-30 [date-text]",
        "not a date: '76'. Accepted: day before month and a year of four digits, such as 30/6/2025, 30-6-2025, “ngày 30 tháng 6 năm 2025”, 2025-06-30 [date-text]",
    ),
    "no-value": (
        Problem("plan-missing-key", "a.yaml:1 id"),
        "a.yaml:1 id: thiếu khóa bắt buộc. Chấp nhận: thêm khóa này [plan-missing-key]",
        "a.yaml:1 id: a required key is missing. Accepted: add this key [plan-missing-key]",
    ),
}


@pytest.mark.parametrize(("problem", "vi", "en"), RENDERED.values(), ids=RENDERED)
def test_rendered(problem, vi, en):
    """One line: place, what is wrong, the value as written, the accepted form, the code; Vietnamese by default."""
    assert problem.render() == problem.render("vi") == vi
    assert problem.render("en") == en


@pytest.mark.parametrize("value", ["", 0, False, [], b"\xff"], ids=repr)
def test_empty_values_are_shown(value):
    """Only null stands for no value: an empty text, zero and false are shown."""
    assert f": {value!r}." in Problem("cell-day", value=value).render("en")


def test_long_value_is_cut():
    """A value of any length takes at most 120 characters."""
    line = Problem("cell-day", value="x" * 10_000).render("en")
    assert "…" in line
    assert len(line) < 250
    assert "x" * 100 in line


HOSTILE = {
    "line-break": "a\nb",
    "terminal": "\x1b[31mred",
    "nul": "a\0b",
    "surrogate": "\ud800",
    "template": "{known} {0} %s",
}


@pytest.mark.parametrize("value", HOSTILE.values(), ids=HOSTILE)
def test_value_stays_on_its_line(value):
    """A value is shown by its repr: no control character reaches the terminal and no brace is read."""
    line = Problem("cell-day", "here", value).render("vi")
    assert line.isprintable()
    assert repr(value) in line


def test_error_lists_its_problems():
    """An error of several problems shows one line each, in order; its text is the Vietnamese one."""
    error = PlanError([Problem("cell-day", f"p{n}", n) for n in range(3)])
    assert [line.partition(":")[0] for line in error.render("en").splitlines()] == ["p0", "p1", "p2"]
    assert str(error) == error.render("vi")


@pytest.mark.parametrize(
    ("count", "lines", "last"), [(1, 1, ""), (20, 20, ""), (21, 21, "1"), (500, 21, "480")]
)
def test_error_of_many_problems(count, lines, last):
    """Twenty problems are shown; of more only their number."""
    error = InputError([Problem("cell-day", str(n)) for n in range(count)])
    for lang in ("vi", "en"):
        shown = error.render(lang).splitlines()
        assert len(shown) == lines
        assert last in shown[-1]
    assert len(error.problems) == count


def test_one_problem_or_several():
    """An error is made of one problem or of any iterable of them."""
    one = Problem("cell-day", "x", 1)
    assert RunError(one).problems == RunError([one]).problems == RunError(iter([one])).problems == (one,)


def test_details_missing_is_a_bug():
    """A problem without the values that its sentences name cannot be shown half."""
    with pytest.raises(KeyError):
        Problem("period-outside", details={"other": 1}).render()


def test_problem_is_data():
    """A problem is frozen and equal by its parts."""
    one = Problem("cell-day", "x", 1)
    assert one == Problem("cell-day", "x", 1)
    assert one != Problem("cell-day", "x", 2)
    with pytest.raises(AttributeError):
        one.code = "x"


@pytest.mark.parametrize("kind", [getattr(errors, name) for name in classes()], ids=classes())
def test_error_survives_another_process(kind):
    """An error comes back from a worker process with its type and problems."""
    error = kind([Problem("agency", "a", "b", {"known": "c"}), Problem("cell-day")])
    again = pickle.loads(pickle.dumps(error))  # noqa: S301 - our own bytes
    assert type(again) is kind
    assert again.problems == error.problems
    assert again.render("en") == error.render("en")


def test_base_catches_all():
    """One except clause is enough."""
    for name in classes():
        assert issubclass(getattr(errors, name), Kh2025Error)


@given(st.text(), st.text())
@settings(deadline=None)
def test_any_value_can_be_shown(value, known):
    """Whatever the value and the details, the line names both as they are."""
    line = Problem("agency", value=value, details={"known": known}).render("vi")
    assert line.endswith(f"Chấp nhận: {known} [agency]")
