"""Number, day and signer: read as offices write them, refused otherwise."""

from datetime import date, timedelta

import pytest

import kh2025
from kh2025.errors import ParameterError
from kh2025.report.display import show
from kh2025.report.document import Signature
from kh2025.report.issue import Issue

GOOD = {
    "post-and-name": ("GIÁM ĐỐC; Nguyễn Văn A", Signature("GIÁM ĐỐC", "Nguyễn Văn A")),
    "deputy": (
        "KT. GIÁM ĐỐC;PHÓ GIÁM ĐỐC ; Nguyễn Văn A",
        Signature("PHÓ GIÁM ĐỐC", "Nguyễn Văn A", ("KT. GIÁM ĐỐC",)),
    ),
    "collective": (
        "TM. ỦY BAN NHÂN DÂN; KT. CHỦ TỊCH; PHÓ CHỦ TỊCH; Trần Thị B",
        Signature("PHÓ CHỦ TỊCH", "Trần Thị B", ("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH")),
    ),
}
BAD = {
    "name-only": "Nguyễn Văn A",
    "no-name": "GIÁM ĐỐC;",
    "no-post": "; Nguyễn Văn A",
    "authority-unknown": "THAY MẶT; GIÁM ĐỐC; Nguyễn Văn A",
    "blank": " ",
}


@pytest.mark.parametrize(("text", "signature"), GOOD.values(), ids=GOOD)
def test_signer_is_read(text, signature):
    """Lines parted by semicolons: on whose behalf, the post, the name."""
    assert Issue.of(None, None, text).signature == signature


@pytest.mark.parametrize("text", BAD.values(), ids=BAD)
def test_other_signers_are_refused(text):
    """Whatever has no post and name, or an unknown form of authority, is refused with its value."""
    with pytest.raises(ParameterError) as refused:
        Issue.of(None, None, text)
    (problem,) = refused.value.problems
    assert (problem.code, problem.place, problem.value) == ("issue-signed-by", "signed_by", text)


NUMBERS = {
    "plain": ("76", "76", None),
    "letter": ("76a", "76a", None),
    "symbol": ("76/BC-SKHCN", "76", "BC-SKHCN"),
}


@pytest.mark.parametrize(("text", "number", "symbol"), NUMBERS.values(), ids=NUMBERS)
def test_number_is_read(text, number, symbol):
    """A running number, with or without its symbol."""
    issue = Issue.of(text, None, None)
    assert (issue.number, issue.symbol) == (number, symbol)


@pytest.mark.parametrize("text", ["x", "76/", "/BC", "76/BC/SKHCN", "-1", "123456", "0", "00/BC-SKHCN"])
def test_other_numbers_are_refused(text):
    """What is no number of a document is refused."""
    with pytest.raises(ParameterError, match="issue-number"):
        Issue.of(text, None, None)


def test_all_problems_at_once():
    """Three wrong values are three problems of one error."""
    with pytest.raises(ParameterError) as refused:
        Issue.of("x", "31/02/2025", "y")
    assert [problem.place for problem in refused.value.problems] == ["number", "dated", "signed_by"]


def test_nothing_given_is_a_draft():
    """Empty texts, as a notebook or a command line gives them, stand for nothing."""
    assert Issue.of("", None, "") == Issue()


@pytest.fixture(scope="module")
def evaluation():
    """The example two months later, under another letterhead."""
    plan = kh2025.load_plan("example:thai_binh_2025/demo.yaml")
    facts = kh2025.open_facts("example:thai_binh_2025/facts")
    return kh2025.evaluate(plan, facts, "2025-Q2", as_of="2025-06-25T17:00:00+07:00")


LETTERHEADS = {
    "last-day": ("30/6/2025", "UBND TỈNH THÁI BÌNH"),
    "first-day": ("01/7/2025", "UBND TỈNH HƯNG YÊN"),
}


@pytest.mark.parametrize(("day", "superior"), LETTERHEADS.values(), ids=LETTERHEADS)
def test_letterhead_is_that_of_the_documents_day(evaluation, day, superior):
    """The day that the document bears decides who issues it, not the day of its data."""
    document = kh2025.period_report(evaluation, issue=Issue.of("76/BC-SKHCN", day, "GIÁM ĐỐC; Nguyễn Văn A"))
    assert document.title.superior == superior
    assert not document.is_draft


def test_foreign_symbol_is_refused(evaluation):
    """A number whose symbol is another body's is refused with the right one."""
    with pytest.raises(ParameterError) as refused:
        kh2025.period_report(evaluation, issue=Issue.of("76/BC-STC", None, None))
    (problem,) = refused.value.problems
    assert (problem.code, problem.details) == ("issue-symbol", {"symbol": "BC-SKHCN"})


@pytest.mark.parametrize("make", [kh2025.period_report, kh2025.session_brief])
def test_a_day_before_that_of_the_data_is_told(evaluation, make):
    """A document that rests on what was recorded after its day says so on top; on the day of the newest record it need not."""
    known = date.fromisoformat(evaluation.summary["known_through"][:10])
    warnings = []
    for day in (known, known - timedelta(days=1)):
        made = make(evaluation, issue=Issue(dated=day))
        assert made.title.dated == day
        notes = next(section.blocks for section in made.sections if section.name == "notes")
        warnings.append([one.text for one in notes if one.kind == "warning"])
    assert warnings[0] == []
    assert show(known, "day", "vi") in warnings[1][0]


def test_recipients_come_from_the_plan(evaluation):
    """The whole report goes to whom the plan's reports go in the end, an agency's to the agency."""
    assert kh2025.period_report(evaluation).recipients == ("2 Tiểu Ban",)
    one = kh2025.period_report(evaluation.for_agency("so-yt"))
    assert one.recipients == ("Sở Y tế",)


def test_file_date(evaluation):
    """Files carry the document's day, a draft's the day of its data."""
    draft = kh2025.period_report(evaluation)
    dated = kh2025.period_report(evaluation, issue=Issue.of(None, "02/7/2025", None))
    assert (draft.stamped_on, dated.stamped_on) == (date(2025, 6, 25), date(2025, 7, 2))
