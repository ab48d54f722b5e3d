"""The listed documents: what a row says, what it leaves open, and that whatever is cited is listed."""

import re
from dataclasses import fields, replace
from datetime import date
from pathlib import Path

import pytest
import yaml

import kh2025
from kh2025.errors import InputError
from kh2025.evaluation.rules import all_rules
from kh2025.law import data
from kh2025.law.citation import Citation, DocumentNumber, Mark
from kh2025.law.documents import Document, documents, find_document
from kh2025.law.kinds import kinds, regimes
from kh2025.share import folder

ROWS = data.load("documents")["documents"]
# What we were told of, from top to bottom: number → day of issue, first day in force, mark.
TOLD = {
    "76/QĐ-SKHCN": ("2025-05-05", "2025-05-05", "verified"),
    "41-CTR/TU": ("2025-02-12", None, "verified"),
    "26/KH-UBND": ("2025-02-13", None, "verified"),
    "376-KH/TU": ("2025-04-26", None, "verified"),
    "86/KH-UBND": ("2025-05-19", None, "verified"),
    "57-NQ/TW": ("2024-12-22", None, "verified"),
    "71/NQ-CP": ("2025-04-01", None, "verified"),
    "03/NQ-CP": ("2025-01-09", None, "verified"),
    "202/2025/QH15": ("2025-06-12", None, "verified"),
    "1666/NQ-UBTVQH15": (None, None, "verified"),
    "09/2019/NĐ-CP": (None, "2019-03-12", "verified"),
    "01/2023/QĐ-UBND": (None, None, "secondary"),
    "02/2023/TT-BTTTT": (None, None, "verified"),
    "91/2015/QH13": ("2015-11-24", "2017-01-01", "assumption"),
    "45/2019/QH14": ("2019-11-20", "2021-01-01", "assumption"),
    "28/2026/QH16": (None, "2026-07-01", "secondary"),
    "5015/TB-LĐTBXH": (None, None, "verified"),
    "2450/VPCP-KGVX": (None, None, "verified"),
    "6150/TB-BLĐTBXH": (None, None, "verified"),
    "8726/VPCP-KGVX": (None, None, "verified"),
    "12729/VPCP-KGVX": ("2025-12-25", None, "verified"),
    "9441/TB-BNV": (None, None, "secondary"),
    "3383/BNV-CVL": (None, None, "secondary"),
    "1270/BC-TCTTTg": (None, None, "verified"),
    "42/2014/QĐ-TTg": (None, None, "verified"),
    "23/2018/QĐ-TTg": (None, None, "verified"),
    "335/2025/NĐ-CP": (None, "2026-01-01", "verified"),
    "30/2020/NĐ-CP": ("2020-03-05", "2020-03-05", "secondary"),
}
# Looks like a number in a running text; our own examples of form are no documents.
WRITTEN = re.compile(r"(?<![\w/.-])[0-9]+(?:/(?:[0-9]{4}/)?|-)[A-ZĐ][\w&]*(?:[-/][A-ZĐ][\w&]*)*")
PACKAGE = Path(kh2025.__file__).parent
TEXTS = {
    path.name: path
    for path in (
        *sorted(p for p in (PACKAGE / "law" / "data").glob("*.yaml")),
        *sorted((PACKAGE / "evaluation" / "rules").glob("*.py")),
        PACKAGE / "plan" / "checks.py",
        folder("examples") / "thai_binh_2025" / "plan.yaml",
    )
}
EXAMPLES_OF_FORM = {DocumentNumber.parse(text) for text in ("12/UBND-NC", "59/2020/QH14")}


def day(text):
    return date.fromisoformat(text) if text else None


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["number"])
def test_document_row(row):
    """A listed document has a number that reads, a subject, a source, a known mark and no unknown field."""
    assert str(DocumentNumber.parse(row["number"])) == row["number"]
    assert row["subject"].strip()
    assert row["source"].strip()
    assert row["mark"] in set(Mark)
    assert set(row) <= {one.name for one in fields(Document)} - {"title_en"} | {"kind"}
    assert None not in row.values()


@pytest.mark.parametrize("document", documents(), ids=lambda one: str(one.number))
def test_document(document):
    """The days of a document are in order, and the documents that it names are listed."""
    days = [document.issued_on, document.in_force_from, document.in_force_to]
    known = [one for one in days if one]
    assert known == sorted(known)
    for number in (*document.amended_by, *filter(None, [document.replaced_by])):
        assert find_document(number) is not None


def test_documents_are_listed_once():
    """No two rows speak of one document."""
    assert len({one.number for one in documents()}) == len(documents()) == len(ROWS)


@pytest.mark.parametrize("number", TOLD, ids=TOLD)
def test_document_we_were_told_of(number):
    """Every document that the domain names is listed, with the days that are known and no other."""
    issued_on, in_force_from, mark = TOLD[number]
    found = find_document(number)
    assert (found.issued_on, found.in_force_from) == (day(issued_on), day(in_force_from))
    assert found.in_force_to is found.replaced_by is None
    assert found.mark == mark


def test_amendments():
    """What amends a document is known by its number."""
    assert find_document("42/2014/QĐ-TTg").amended_by == (DocumentNumber.parse("23/2018/QĐ-TTg"),)
    assert find_document("03/NQ-CP").amended_by == (DocumentNumber.parse("71/NQ-CP"),)
    assert find_document("23/2018/QĐ-TTg").amended_by == ()


def test_unknown_field_is_refused():
    """A row with a field that there is not is a fault of the data, not silently dropped."""
    with pytest.raises(TypeError, match="page"):
        Document.from_data({**ROWS[0], "page": 3})


FOUND = {
    "as-listed": ("09/2019/NĐ-CP", None),
    "zero-dropped": ("9/2019/NĐ-CP", None),
    "case": ("41-ctr/tu", None),
    "in-words": ("Nghị định số 09/2019/NĐ-CP", None),
    "value": (DocumentNumber.parse("09/2019/NĐ-CP"), None),
    "day-of-issue": ("26/KH-UBND", date(2025, 2, 13)),
    "day-of-issue-not-known": ("09/2019/NĐ-CP", date(2019, 1, 24)),
}
NOT_FOUND = {
    "not-listed": ("10/2019/NĐ-CP", None),
    "of-another-year": ("09/2020/NĐ-CP", None),
    "of-another-day": ("26/KH-UBND", date(2024, 2, 13)),
}


@pytest.mark.parametrize(("number", "issued_on"), FOUND.values(), ids=FOUND)
def test_document_found(number, issued_on):
    """A document is found by any spelling of its number, and by the day of issue where it is known."""
    assert find_document(number, issued_on=issued_on) in documents()


@pytest.mark.parametrize(("number", "issued_on"), NOT_FOUND.values(), ids=NOT_FOUND)
def test_document_not_found(number, issued_on):
    """Another number, or the same number of another day, is not listed: null, not a guess."""
    assert find_document(number, issued_on=issued_on) is None


def test_no_number_is_no_document():
    """A text that is no number is refused, not "not listed"."""
    with pytest.raises(InputError, match="document-number"):
        find_document("Nghị định")


FIRST, LAST = date(2020, 1, 2), date(2021, 3, 4)
OTHER = DocumentNumber.parse("1/2021/NĐ-CP")
# Known fields → answers on the day before the first, the first, the last, the day after the last.
IN_FORCE = {
    "nothing": ({}, (None, None, None, None)),
    "first": ({"in_force_from": FIRST}, (False, True, True, True)),
    "last": ({"in_force_to": LAST}, (None, None, None, False)),
    "both": ({"in_force_from": FIRST, "in_force_to": LAST}, (False, True, True, False)),
    "replaced": ({"in_force_from": FIRST, "replaced_by": OTHER}, (False, None, None, None)),
    "replaced-on-a-day": (
        {"in_force_from": FIRST, "in_force_to": LAST, "replaced_by": OTHER},
        (False, True, True, False),
    ),
    "issued": ({"issued_on": FIRST}, (None, None, None, None)),
}


@pytest.mark.parametrize(("known", "answers"), IN_FORCE.values(), ids=IN_FORCE)
def test_in_force(known, answers):
    """In force from the first to the last day, both included; what the row does not tell is null."""
    bare = Document(number=OTHER, subject="thử", source="thử", mark=Mark.ASSUMPTION)
    days = (date(2020, 1, 1), FIRST, LAST, date(2021, 3, 5))
    assert tuple(replace(bare, **known).in_force_on(one) for one in days) == answers


def test_names():
    """A code is cited by its title and year; another document has no name of its own."""
    code = find_document("45/2019/QH14")
    assert (code.name(), code.name("en"), code.kind) == (
        "Bộ luật Lao động 2019",
        "Labour Code 2019",
        "Bộ luật",
    )
    assert find_document("09/2019/NĐ-CP").name() is None
    assert find_document("202/2025/QH15").kind == "NQ"


def test_every_cited_document_is_listed():
    """Whatever kinds, regimes and rules cite stands in documents.yaml; so nothing rests on an unnamed source."""
    cited = [one.source for one in (*kinds().values(), *regimes().values())]
    cited += [rule.citation for rule in all_rules().values()]
    assert [one for one in cited if one.document and one.document_row is None] == []


def citations(tree):
    """Every mapping with a mark and a document, or a principle, anywhere in a data file."""
    if isinstance(tree, dict):
        if "mark" in tree and tree.keys() & {"document", "principle"}:
            yield Citation.from_data(tree)
        tree = tree.values()
    if not isinstance(tree, str) and hasattr(tree, "__iter__"):
        for one in tree:
            yield from citations(one)


@pytest.mark.parametrize("name", [name for name in TEXTS if name.endswith(".yaml") and name != "plan.yaml"])
def test_citations_of_a_data_file(name):
    """The citations of every data file of law read, and their documents are listed."""
    tree = yaml.safe_load(TEXTS[name].read_text("utf-8"))
    assert [one for one in citations(tree) if one.document and one.document_row is None] == []


@pytest.mark.parametrize("name", TEXTS)
def test_document_that_is_mentioned_is_listed(name):
    """Every number in the data of law, the rules and the plan of the example is that of a listed document."""
    mentioned = {DocumentNumber.parse(text) for text in WRITTEN.findall(TEXTS[name].read_text("utf-8"))}
    assert {one for one in mentioned - EXAMPLES_OF_FORM if find_document(one) is None} == set()


def test_mentions_are_seen():
    """The search for numbers finds those that it must find."""
    text = "Theo 76/QĐ-SKHCN, 41-CTR/TU; ngày 30/6/2025, 2/2025, Nghị định số 09/2019/NĐ-CP, 202/2025/QH15."
    assert WRITTEN.findall(text) == ["76/QĐ-SKHCN", "41-CTR/TU", "09/2019/NĐ-CP", "202/2025/QH15"]
    assert sum(len(WRITTEN.findall(path.read_text("utf-8"))) for path in TEXTS.values()) > 40
