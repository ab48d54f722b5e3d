"""The edges of plan/: years no calendar has, odd file names, long chains, tags, control characters, far dates."""

import contextlib
import json
from datetime import date

import pytest

from kh2025.errors import Kh2025Error, PlanError, ScheduleError
from kh2025.law.periods import Period
from kh2025.plan.deadline import parse_schedule
from kh2025.plan.duties import report_duties, task_duties
from kh2025.plan.files import load_plan
from kh2025.plan.model import Plan
from kh2025.plan.schedule import Recurring

SMALLEST = """\
id: ke-hoach
title: Kế hoạch
decision:
  number: 76/QĐ-SKHCN
  kind: Quyết định
in_force_from: 2025-05-05
covers: 2025-01-01/2025-12-31
letterheads:
  - valid_from: 2025-05-05
    body: SỞ KHOA HỌC VÀ CÔNG NGHỆ
    place: Thái Bình
    code: SKHCN
"""
AGENCIES = "agencies: [{id: so-a, name: A}, {id: so-b, name: B}]\n"
OBLIGATION = """\
obligations:
  - id: bao-cao
    title: x
    tier: 1
    reporters: so-a
    to: so-b
    kinds: [month]
    due: {day: 18}
    basis: x
"""


@pytest.fixture
def write(tmp_path):
    def _write(text, name="plan.yaml"):
        path = tmp_path / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    return _write


def problems(path):
    with pytest.raises(PlanError) as caught:
        load_plan(path)
    return caught.value.problems


def make(**parts):
    plan = {
        "id": "ke-hoach",
        "title": "Kế hoạch",
        "decision": {"number": "76/QĐ-SKHCN", "kind": "Quyết định"},
        "in_force_from": "2025-05-05",
        "covers": "2025-01-01/2025-12-31",
        "letterheads": [{"valid_from": "2025-05-05", "body": "SỞ", "place": "Thái Bình", "code": "SKHCN"}],
        "sections": [{"id": "muc-1", "number": "1", "title": "Nhiệm vụ"}],
        "agencies": [{"id": "so-a", "name": "A"}, {"id": "so-b", "name": "B"}],
    }
    return Plan.model_validate_json(json.dumps(plan | parts))


# Schedules.
@pytest.mark.parametrize(
    "text", ["0000–2025", "0000-2025", "Giai đoạn 0000 - 2025", "Giữa năm 0000", "Cuối năm 0000"]
)
def test_year_zero_is_a_schedule_error(text):
    """A year that no calendar has is a ScheduleError like 30/6/0000."""
    with pytest.raises(ScheduleError):
        parse_schedule(text, 2025)


def test_deadline_of_the_year_zero_in_a_plan_file_is_a_plan_error(write):
    """One such deadline in a plan file is a PlanError with its line, not a traceback (HAZARDS 24)."""
    text = "sections: [{id: muc-1, number: a, title: x}]\ntasks:\n  - {id: nv-1, section: muc-1, name: x, deadline: 0000-2025}\n"
    assert problems(write(SMALLEST + text))[0].place.endswith(":15 tasks.0.deadline")


@pytest.mark.parametrize("every", ["month", "quarter", "half", "year"])
def test_day_seven_of_a_month_is_no_sunday(every):
    """The 7th of every month is shown as "hạn ngày 07"."""
    schedule = Recurring(every, 7)
    assert "hạn ngày 07" in str(schedule)
    assert parse_schedule(str(schedule), 2025) == schedule


def test_range_that_ends_before_a_day_follows_the_setting():
    """A range "đến trước ngày 30/6/2025" ends on the 29th where the plan excludes X."""
    text = "Từ ngày 01/3/2025 đến trước ngày 30/6/2025"
    try:
        schedule = parse_schedule(text, 2025, before_includes_day=False)
    except ScheduleError:
        return
    assert schedule.due_on == date(2025, 6, 29)


EARLY = {
    "month": (Recurring("month", 1, before=True, includes_day=False), date(2025, 5, 1), date(2025, 5, 31)),
    "week": (Recurring("week", 1, before=True, includes_day=False), date(2025, 5, 5), date(2025, 5, 11)),
}


@pytest.mark.parametrize(("schedule", "first", "last"), EARLY.values(), ids=EARLY)
def test_occurrence_due_just_before_its_span_is_not_lost(schedule, first, last):
    """The exclusive "trước ngày 01 hằng tháng" is due on 31/5 for June: it lies in May and is listed there."""
    assert [one.due_on for one in schedule.occurrences(first, last)] == [last]


def test_deadline_in_the_reporting_regime_reads_back():
    """Deadlines are calendar: "2025-Q2@decree-09" is refused, or becomes a calendar quarter that reads back."""
    try:
        schedule = parse_schedule("2025-Q2@decree-09", 2025)
    except ScheduleError:
        return
    assert parse_schedule(str(schedule), 2025) == schedule


# Plan files.
def test_extends_with_nul_is_refused(write):
    """A NUL byte in ``extends`` is a PlanError with its line."""
    (problem,) = problems(write('extends: "a\\0b"\n'))
    assert problem.code == "plan-extends"


def test_extends_with_a_long_name_is_refused(write):
    """A name of 300 characters is a PlanError with its line, not an OSError."""
    (problem,) = problems(write(f"extends: {'a' * 300}\n"))
    assert problem.code in {"plan-extends", "file-missing"}


def test_path_with_nul_is_refused():
    """A path that no system takes is a PlanError."""
    assert problems("a\0b")[0].code == "file-missing"


def test_long_chain_of_files_is_refused_or_read(write):
    """A chain of 1,200 files that extend each other is no RecursionError."""
    for n in range(1200):
        write(f"extends: c{n + 1}.yaml\n", f"c{n}.yaml")
    first = write(SMALLEST, "c1200.yaml").with_name("c0.yaml")
    with contextlib.suppress(PlanError):
        assert load_plan(first).id == "ke-hoach"


def test_null_extends_nothing(write):
    """``extends: null`` is null by the grammar of scalars, not a file of the name "null"."""
    write("invented: từ tệp null\n", "null")
    with contextlib.suppress(PlanError):
        assert load_plan(write("extends: null\n" + SMALLEST)).invented is None


def test_list_of_one_bad_item_is_not_empty(write):
    """A list whose only item has a flaw is not called empty: the flaw is the one problem."""
    path = write(SMALLEST.replace("    body", "    bdoy"))
    assert [one.code for one in problems(path)] == ["plan-missing-key", "plan-unknown-key"]
    kinds = OBLIGATION.replace("[month]", "[week]")
    assert [one.code for one in problems(write(SMALLEST + AGENCIES + kinds))] == ["plan-choice"]


@pytest.mark.parametrize(
    "tagged",
    [
        "purposes: [!!str 123]",
        "purposes: !!seq [a]",
        "settings: !!map {}",
        "!!str purposes: [a]",
    ],
)
def test_every_tag_is_refused(write, tagged):
    """Tags are refused, those of plain YAML too."""
    (problem,) = problems(write(SMALLEST + tagged + "\n"))
    assert (problem.code, problem.place.rpartition(":")[2]) == ("yaml-tag", "13")


def test_nul_byte_has_its_line(write):
    """A control character is refused with file and line, and the value does not repeat the path."""
    path = write(SMALLEST.encode() + b"purposes: [a\0b]\n")
    (problem,) = problems(path)
    assert problem.place == f"{path}:13"
    assert str(path) not in str(problem.value)


def test_list_on_top_shows_no_parser_objects(write):
    """The value of a refused file is what stands in it, not nodes of the YAML library."""
    (problem,) = problems(write("- a\n- b\n"))
    assert "Node" not in problem.render("en")


@pytest.mark.parametrize(
    "text", ["sections: [muc-1]", "sections: muc-1", "settings: [1]", "covers2: 1\npurposes: {a: b}"]
)
def test_accepted_form_is_in_words_of_the_reader(write, text):
    """What is accepted is said in words, not as a Python or pydantic type ("type tuple", "type model")."""
    for problem in problems(write(SMALLEST + text + "\n")):
        assert not {"tuple", "model"} & set(problem.accepted("en").split())


def test_first_owed_period_of_another_regime_is_refused(write):
    """The message promises "a period of the same kind and regime"."""
    text = OBLIGATION + "    first_owed: {month: 2025-M05@calendar}\n"
    (problem,) = problems(write(SMALLEST + AGENCIES + text))
    assert problem.code == "plan-first-owed"


@pytest.mark.parametrize(
    "extra", ["    first_owed:\n      month: 2025-Q2\n", "    regime: lunar\n"], ids=["first-owed", "regime"]
)
def test_flaw_of_an_obligation_names_its_key(write, extra):
    """The place is the key that is wrong, and the value what stands there."""
    (problem,) = problems(write(SMALLEST + AGENCIES + OBLIGATION + extra))
    assert "obligations.0." in problem.place
    assert problem.value in {"2025-Q2", "lunar"}


# Duties.
FAR = {
    "to-the-last-supported-year": {"covers": "2025-01-01/2099-12-31"},
    "beyond": {"covers": "2025-01-01/2100-12-31"},
    "for-ever": {"covers": "2025-01-01/9999-12-31"},
    "from-1900": {"covers": "1900-01-01/2025-12-31", "in_force_from": "1900-01-01"},
    "in-force-from-1925": {"in_force_from": "1925-05-05"},
    "in-force-from-2099": {"in_force_from": "2099-12-25"},
}


@pytest.mark.parametrize("deadline", ["Hằng tháng", "Hằng tuần"])
@pytest.mark.parametrize("dates", FAR.values(), ids=FAR)
def test_plan_that_was_read_has_its_duties(dates, deadline):
    """A plan with days beyond the supported years is refused when it is read, or its duties can be listed."""
    due = {
        "id": "bao-cao",
        "title": "x",
        "tier": 1,
        "reporters": "so-a",
        "to": "so-b",
        "kinds": ["month"],
        "basis": "x",
    }
    task = {"id": "nv-1", "section": "muc-1", "name": "x", "lead": "so-a", "deadline": deadline}
    try:
        plan = make(tasks=[task], obligations=[due | {"due": {"day": 18}}], **dates)
    except (Kh2025Error, ValueError):
        return
    task_duties(plan, date(2025, 6, 14))
    report_duties(plan, Period.parse("2025-M06"))


@pytest.mark.parametrize(
    "tagged",
    [
        "purposes: ! [a]",
        "purposes: [!<untagged> a]",
        "purposes: [!<quoted> a]",
    ],
)
def test_verbatim_tags_are_refused(write, tagged):
    """A bare ``!``, and the verbatim tag ``!<untagged>`` that the loader takes for its own mark, are tags too."""
    (problem,) = problems(write(SMALLEST + tagged + "\n"))
    assert problem.code == "yaml-tag"


def test_c1_control_character_has_its_line(write):
    """U+0080 … U+009F (without U+0085) are refused by the reader too: their line is found like that of NUL."""
    path = write(SMALLEST + "purposes: [a\x86]\n")
    (problem,) = problems(path)
    assert problem.place == f"{path}:13"


def test_a_device_is_no_plan():
    """What never ends is not read: a device or a pipe is no file."""
    assert problems("/dev/zero")[0].code == "file-missing"


def test_too_many_items_are_refused(write):
    """A file within the size limit but of a million empty lists is refused before it is built."""
    assert problems(write(SMALLEST + "purposes: [" + "[]," * 600_000 + "]\n"))[0].code == "yaml-many"
