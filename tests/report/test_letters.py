"""Reminders: who gets a letter, what it says, and what it looks like as a công văn."""

from datetime import date

import pytest

import kh2025
from kh2025.errors import ParameterError
from kh2025.ledger.facts import Facts
from kh2025.ledger.records import RECORD_TYPES
from kh2025.plan.model import Plan
from kh2025.report import letters
from kh2025.report.document import Note, Paragraph, Table
from kh2025.report.html import render
from kh2025.report.issue import Issue
from kh2025.report.save import FORMATS

AS_OF = "2025-06-25T17:00:00+07:00"
LATER = "2025-07-01T00:00:00+07:00"
RIGHT_TO_LEFT = "Sở עברית العربية"


@pytest.fixture(scope="module")
def plan():
    return kh2025.load_plan("example:thai_binh_2025/demo.yaml")


@pytest.fixture(scope="module")
def facts():
    return kh2025.open_facts("example:thai_binh_2025/facts")


@pytest.fixture(scope="module")
def found(plan, facts):
    """What there is to remind of in June."""
    return letters.remind(plan, facts, AS_OF)


def tables(doc):
    """Captions and rows of a document's tables."""
    blocks = [block for section in doc.sections for block in section.blocks]
    return {block.caption: block.rows for block in blocks if isinstance(block, Table)}


def small(name="Sở A", task="Một", **task_fields):
    """A plan of two agencies and one task of the first."""
    given = {"id": "nv-1", "section": "muc-1", "name": task, "lead": "so-a", "deadline": "Ngày 10/6/2025"}
    return Plan.model_validate(
        {
            "id": "ke-hoach",
            "title": "Kế hoạch",
            "decision": {"number": "1/QĐ-UBND", "kind": "Quyết định"},
            "in_force_from": date(2025, 1, 1),
            "covers": "2025-01-01/2025-12-31",
            "letterheads": (
                {"valid_from": date(2025, 1, 1), "body": "SỞ CŨ", "place": "Nơi cũ", "code": "CU"},
                {"valid_from": date(2025, 7, 1), "body": "SỞ MỚI", "place": "Nơi mới", "code": "MOI"},
            ),
            "sections": ({"id": "muc-1", "number": "1", "title": "Mục 1"},),
            "agencies": ({"id": "so-a", "name": name}, {"id": "so-b", "name": "Sở B"}),
            "tasks": (given | task_fields,),
        }
    )


def nothing_reported():
    """Facts without a record."""
    return Facts({name: kind.table.frame([]) for name, kind in RECORD_TYPES.items()}, "made up")


def test_an_agency_with_nothing_gets_no_letter(plan, found):
    """Agencies with letters have at least one row; the others are not among them, and asking for one is a KeyError."""
    assert found.agencies
    assert all(any(found.rows[one].values()) for one in found.agencies)
    without = next(agency.id for agency in plan.agencies if agency.id not in found.agencies)
    with pytest.raises(KeyError):
        letters.letter(found, without)


def test_letters_hold_what_the_evaluation_holds(found):
    """Every overdue duty and every missing report is in exactly one letter, or under nobody's name."""
    overdue = [row["task_id"] for rows in found.rows.values() for row in rows["overdue"]]
    assert sorted(overdue) == sorted(found.ev.duties[found.ev.duties["part"] == "open_overdue"]["task_id"])
    missing = sum(len(rows["missing"]) for rows in found.rows.values())
    assert missing == (found.ev.timeliness["timeliness"] == "missing").sum() > 0


def test_the_heir_gets_the_letter(plan, facts):
    """After a merger the letter goes to who answers now, also for a report that the old agency owed."""
    later = letters.remind(plan, facts, LATER)
    assert "thanh-tra" not in later.agencies
    (report,) = later.rows["hy-thanh-tra"]["missing"]
    assert report["agency_id"] == "thanh-tra"


@pytest.mark.parametrize(("within", "expected"), [(4, 0), (5, 1), (6, 1)], ids=str)
def test_soon_includes_the_last_day(within, expected):
    """A task due in five days is due soon within five days, not within four."""
    plan = small(deadline="Ngày 30/6/2025")
    found = letters.remind(plan, nothing_reported(), AS_OF, within)
    assert sum(len(rows["due_soon"]) for rows in found.rows.values()) == expected


@pytest.mark.parametrize(
    ("deadline", "matter"), [("Ngày 24/6/2025", "overdue"), ("Ngày 25/6/2025", "due_soon")]
)
def test_due_today_is_not_overdue(deadline, matter):
    """A task is overdue from the day after its deadline."""
    found = letters.remind(small(deadline=deadline), nothing_reported(), AS_OF, 0)
    assert [name for name, rows in found.rows["so-a"].items() if rows] == [matter]


def test_a_letter_has_no_name_of_kind(found):
    """The subject stands under the number, "Kính gửi" opens the text, the last recipient line is the archive's."""
    doc = letters.letter(found, found.agencies[0])
    assert doc.title.kind == ""
    assert doc.title.subject.startswith("V/v đôn đốc")
    page = render(doc)
    assert page.index("Số: ") < page.index("V/v đôn đốc", page.index("Số: ")) < page.index("Kính gửi: ")
    assert "Như trên" in page
    assert doc.is_draft


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_the_summary_counts_the_letters(found, lang):
    """One row per letter with its counts; the sentence names how many there are."""
    doc = letters.summary(found, lang)
    (rows,) = tables(doc).values()
    named = [row for row in rows if row[2:6] != (0, 0, 0, 0)]
    assert len(named) == len(found.rows)
    for one, row in zip(found.reminded, rows, strict=False):
        assert row[2:6] == tuple(len(found.rows[one][matter]) for matter in letters.MATTERS)
    assert str(len(found.agencies)) in render(doc)


@pytest.mark.parametrize("number", ["12/KHAC-NC", "12/BC-SKHCN", "12/SKHC-NC"])
def test_a_symbol_of_another_office_is_refused(found, number):
    """A letter's symbol begins with the office's own code."""
    with pytest.raises(ParameterError) as refused:
        letters.letter(found, found.agencies[0], issue=Issue.of(number, None, None))
    assert [problem.code for problem in refused.value.problems] == ["issue-symbol"]


def test_a_letter_is_one_sentence_and_its_table(found):
    """It opens with the decision in full and ends with whom to answer."""
    blocks = letters.letter(found, found.agencies[0]).sections[0].blocks
    texts = ["".join(run.text for run in block.runs) for block in blocks if isinstance(block, Paragraph)]
    assert "Quyết định số 76/QĐ-SKHCN ngày 05 tháng 5 năm 2025 của Sở Khoa học và Công nghệ" in texts[1]
    assert "về Sở Khoa học và Công nghệ để tổng hợp." in texts[-1]


def test_nothing_to_remind_of_is_said():
    """Before anything is due there is no letter, and the summary says so."""
    found = letters.remind(small(deadline="Năm 2025"), nothing_reported(), AS_OF, 3)
    assert found.agencies == ()
    assert "Không có nội dung nào cần đôn đốc." in render(letters.summary(found))


@pytest.mark.parametrize("as_of", ["2026-02-01T00:00:00+07:00", "2025-12-31T12:00:00+07:00"])
def test_after_the_cut_off_of_the_year(as_of):
    """What is overdue stays so after the year's cut-off and after the plan's end."""
    found = letters.remind(small(), nothing_reported(), as_of)
    assert len(found.rows["so-a"]["overdue"]) == 1


def test_the_letterhead_is_that_of_the_day():
    """Of the day of the data in a draft, of its own date once it has one."""
    found = letters.remind(small(), nothing_reported(), AS_OF)
    assert letters.letter(found, "so-a").title.body == "SỞ CŨ"
    issue = Issue.of("12/MOI", "02/7/2025", "GIÁM ĐỐC; Nguyễn Văn A")
    doc = letters.letter(found, "so-a", issue=issue)
    assert (doc.title.body, doc.is_draft) == ("SỞ MỚI", False)


def test_a_foreign_symbol_is_refused():
    """A number with another office's symbol is refused."""
    found = letters.remind(small(), nothing_reported(), AS_OF)
    with pytest.raises(ParameterError):
        letters.letter(found, "so-a", issue=Issue.of("12/BC-MOI", None, None))


@pytest.mark.parametrize("name", [*FORMATS])
def test_equal_inputs_give_equal_bytes(found, name):
    """A letter is the same file twice, in every format."""
    doc = letters.letter(found, found.agencies[0])
    assert FORMATS[name](doc) == FORMATS[name](letters.letter(found, found.agencies[0]))


@pytest.mark.parametrize(
    "text",
    [RIGHT_TO_LEFT, r"$\frac{$", "Xây dựng " * 222, "<script>alert(1)</script>"],
    ids=["rtl", "formula", "long", "script"],
)
def test_hostile_names_are_text_in_every_format(text):
    """A hostile agency or task is drawn literally in HTML and breaks no format."""
    found = letters.remind(small(text.strip(), text.strip()), nothing_reported(), AS_OF)
    doc = letters.letter(found, "so-a")
    assert "<script>alert" not in render(doc)
    assert all(FORMATS[name](doc) for name in ("docx", "pdf", "xlsx"))


def test_two_days_that_know_the_same_say_the_same(plan, facts):
    """A record that comes later is not seen: reminders as of a day stay what they were."""
    assert letters.summary(letters.remind(plan, facts, AS_OF)) == letters.summary(
        letters.remind(plan, facts, AS_OF)
    )


@pytest.mark.parametrize(
    ("as_of", "issuer"), [(AS_OF, "so-khcn"), (LATER, "hy-so-khcn")], ids=["June", "July"]
)
def test_the_issuer_sends_itself_no_letter(plan, facts, as_of, issuer):
    """The office of the day's letterhead is in the summary, which says why it gets none; others get theirs."""
    found = letters.remind(plan, facts, as_of, within=60)
    assert found.issuer == issuer
    assert issuer in found.reminded
    assert issuer not in found.agencies
    assert "chính mình" in render(letters.summary(found))


def test_a_letter_tells_only_what_there_is(found):
    """Matters without any case are not counted out."""
    assert " 0 " not in render(letters.letter(found, "so-nnmt")).split("Kính gửi")[1].split("<table")[0]


@pytest.mark.parametrize(
    ("dated", "warned"), [("24/6/2025", 1), ("25/6/2025", 0)], ids=["before", "same-day"]
)
def test_a_day_before_that_of_the_data_is_told(found, dated, warned):
    """A letter that speaks of a later day than its own says so on top."""
    made = letters.letter(found, found.agencies[0], issue=Issue.of(None, dated, None))
    blocks = made.sections[0].blocks
    warnings = [one for one in blocks if isinstance(one, Note) and one.kind == "warning"]
    assert len(warnings) == warned
    assert warnings == list(blocks[:warned])
