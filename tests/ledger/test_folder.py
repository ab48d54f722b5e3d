"""A folder of CSV files becomes facts, or every place that is wrong is named."""

import csv
import io
import os
import unicodedata
from datetime import UTC, datetime

import pandas as pd
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from kh2025.errors import FactsError
from kh2025.ledger.folder import open_facts
from kh2025.ledger.records import RECORD_TYPES
from kh2025.text.border import admit

# One acceptable row of each type, in required columns alone.
ROWS = {
    "progress": {
        "task_id": "nv-01",
        "agency_id": "so-yt",
        "state": "done",
        "effective_on": "2025-06-14",
        "recorded_at": "2025-06-16T08:00:00+07:00",
    },
    "submissions": {
        "obligation_id": "bao-cao",
        "agency_id": "so-yt",
        "period": "2025-Q2",
        "received_at": "2025-06-18T23:59:59+07:00",
        "recorded_at": "2025-06-19T08:00:00+07:00",
    },
    "readings": {
        "indicator_id": "ho-so",
        "agency_id": "so-yt",
        "period": "2025-Q2@calendar",
        "value": "57.4",
        "recorded_at": "2025-07-08T08:00:00+07:00",
    },
    "events": {
        "activity_id": "phien-hop",
        "held_on": "2025-07-23",
        "recorded_at": "2025-07-25T08:00:00+07:00",
    },
    "extensions": {
        "new_due_on": "2025-06-30",
        "granted_on": "2025-06-10",
        "recorded_at": "2025-06-11T08:00:00+07:00",
    },
    "remarks": {
        "period": "2025-Q2",
        "section": "causes",
        "text": "Chậm do chờ số liệu.",
        "recorded_at": "2025-06-24T08:00:00+07:00",
    },
}


def table(*rows):
    """CSV text of rows with equal columns."""
    out = io.StringIO()
    writer = csv.DictWriter(out, list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def one(name, **cells):
    """CSV text with one row of a type, some cells changed or added."""
    return table(ROWS[name] | cells)


@pytest.fixture
def folder(tmp_path):
    """Writes files into a folder and gives its path."""

    def write(**files):
        for name, content in files.items():
            data = content if isinstance(content, bytes) else content.encode()
            (tmp_path / f"{name}.csv").write_bytes(data)
        return tmp_path

    return write


def problems_of(path):
    """What the folder is refused for."""
    with pytest.raises(FactsError) as caught:
        open_facts(path)
    return caught.value.problems


# --- cells -----------------------------------------------------------------------------------------------

BAD_CELLS = {
    "day-day-first": ("progress", "done_on", "05/05/2025", "cell-day"),
    "day-unreal-day-first": ("progress", "done_on", "31/02/2025", "cell-day"),
    "day-unreal": ("progress", "done_on", "2025-02-31", "cell-day"),
    "day-not-a-leap-year": ("progress", "effective_on", "2025-02-29", "cell-day"),
    "day-two-digit-year": ("progress", "done_on", "30/6/25", "cell-day"),
    "day-serial": ("progress", "done_on", "45782", "cell-day"),
    "day-with-time": ("progress", "done_on", "2025-06-14T00:00:00", "cell-day"),
    "day-basic-form": ("progress", "done_on", "20250614", "cell-day"),
    "day-week-form": ("progress", "done_on", "2025-W24-6", "cell-day"),
    "day-one-digit": ("progress", "done_on", "2025-6-14", "cell-day"),
    "day-before-all-years": ("progress", "done_on", "1975-12-31", "cell-day"),
    "day-after-all-years": ("progress", "done_on", "2100-01-01", "cell-day"),
    "day-other-digits": ("progress", "done_on", "２０２５-06-14", "cell-day"),
    "day-zero": ("events", "held_on", "0000-00-00", "cell-day"),
    "moment-naive": ("progress", "recorded_at", "2025-06-16T08:00:00", "cell-moment"),
    "moment-day-only": ("progress", "recorded_at", "2025-06-16", "cell-moment"),
    "moment-day-first": ("progress", "recorded_at", "16/06/2025 08:00:00+07:00", "cell-moment"),
    "moment-unreal-day": ("progress", "recorded_at", "2025-06-31T08:00:00+07:00", "cell-moment"),
    "moment-unreal-hour": ("submissions", "received_at", "2025-06-18T25:00:00+07:00", "cell-moment"),
    "moment-zone-name": ("submissions", "received_at", "2025-06-18T08:00:00 ICT", "cell-moment"),
    "moment-far": ("submissions", "received_at", "0001-01-01T00:00:00+07:00", "cell-moment"),
    "moment-last": ("submissions", "received_at", "9999-12-31T23:59:59-12:00", "cell-moment"),
    "percent-negative": ("progress", "percent", "-5", "cell-percent"),
    "percent-over": ("progress", "percent", "101", "cell-percent"),
    "percent-just-over": ("progress", "percent", "100.01", "cell-percent"),
    "percent-just-under": ("progress", "percent", "-0.01", "cell-percent"),
    "percent-nan": ("progress", "percent", "NaN", "cell-percent"),
    "percent-inf": ("progress", "percent", "inf", "cell-percent"),
    "percent-exponent": ("progress", "percent", "1e3", "cell-percent"),
    "percent-small-exponent": ("progress", "percent", "5e1", "cell-percent"),
    "percent-true": ("progress", "percent", "True", "cell-percent"),
    "percent-sign": ("progress", "percent", "50%", "cell-percent"),
    "percent-comma": ("progress", "percent", "1,5", "cell-percent"),
    "percent-plus": ("progress", "percent", "+5", "cell-percent"),
    "percent-no-whole": ("progress", "percent", ".5", "cell-percent"),
    "percent-no-fraction": ("progress", "percent", "5.", "cell-percent"),
    "percent-underscore": ("progress", "percent", "1_0", "cell-percent"),
    "percent-other-digits": ("progress", "percent", "٥٠", "cell-percent"),
    "percent-formula": ("progress", "percent", "=50", "cell-percent"),
    "percent-minus-nothing": ("progress", "percent", "-0", "cell-percent"),
    "percent-maybe-thousands": ("progress", "percent", "1.234", "cell-percent"),
    "percent-three-decimals": ("progress", "percent", "62.500", "cell-percent"),
    "percent-error": ("progress", "percent", "#DIV/0!", "cell-percent"),
    "decimal-nan": ("readings", "value", "nan", "cell-decimal"),
    "decimal-inf": ("readings", "value", "-Infinity", "cell-decimal"),
    "decimal-exponent": ("readings", "value", "1e3", "cell-decimal"),
    "decimal-true": ("readings", "value", "True", "cell-decimal"),
    "decimal-comma": ("readings", "value", "1,5", "cell-decimal"),
    "decimal-thousands": ("readings", "value", "1,234.56", "cell-decimal"),
    "decimal-thousands-dot": ("readings", "value", "1.234.567", "cell-decimal"),
    "decimal-space": ("readings", "value", "1 234", "cell-decimal"),
    "decimal-too-long": ("readings", "value", "9" * 19, "cell-decimal"),
    "decimal-reference": ("readings", "value", "#REF!", "cell-decimal"),
    "state-unknown": ("progress", "state", "finished", "cell-choice"),
    "state-capital": ("progress", "state", "Done", "cell-choice"),
    "state-vietnamese": ("progress", "state", "Hoàn thành", "cell-choice"),
    "channel-unknown": ("submissions", "channel", "fax", "cell-choice"),
    "section-unknown": ("remarks", "section", "kết quả", "cell-choice"),
    "period-index": ("submissions", "period", "2025-Q5", "cell-period"),
    "period-month": ("submissions", "period", "2025-M13", "cell-period"),
    "period-roman": ("submissions", "period", "Quý V/2025", "cell-period"),
    "period-ambiguous": ("submissions", "period", "2/2025", "cell-period"),
    "period-iso-month": ("readings", "period", "2025-05", "cell-period"),
    "period-regime": ("readings", "period", "2025-Q2@lunar", "cell-period"),
    "period-words": ("remarks", "period", "quý này", "cell-period"),
    "id-path": ("progress", "task_id", "../../x", "cell-id"),
    "id-slash": ("progress", "agency_id", "a/b", "cell-id"),
    "id-device": ("progress", "agency_id", "CON", "cell-id"),
    "id-device-small": ("progress", "agency_id", "con", "cell-id"),
    "id-device-number": ("progress", "agency_id", "lpt1", "cell-id"),
    "id-yaml-word": ("progress", "agency_id", "yes", "cell-id"),
    "id-option": ("progress", "agency_id", "-rf", "cell-id"),
    "id-long": ("progress", "agency_id", "a" * 300, "cell-id"),
    "id-33": ("progress", "agency_id", "a" * 33, "cell-id"),
    "id-one-letter": ("progress", "agency_id", "a", "cell-id"),
    "id-name": ("progress", "agency_id", "Sở Y tế", "cell-id"),
    "id-underscore": ("progress", "agency_id", "so_yt", "cell-id"),
    "id-last-dash": ("progress", "agency_id", "so-", "cell-id"),
    "id-first-digit": ("progress", "agency_id", "1so", "cell-id"),
    "id-markup": ("progress", "task_id", "<b>nv</b>", "cell-id"),
    "seq-fraction": ("progress", "seq", "1.5", "cell-integer"),
    "seq-negative": ("progress", "seq", "-1", "cell-integer"),
    "seq-word": ("progress", "seq", "first", "cell-integer"),
    "seq-empty": ("progress", "seq", "", "cell-empty"),
}
BAD_CELLS |= {
    "text-damaged": ("progress", "note", "S\ufffd Y t\ufffd", "text-replacement"),
    "id-damaged": ("progress", "agency_id", "so-\ufffdt", "text-replacement"),
    "choice-damaged": ("progress", "state", "\ufffd", "text-replacement"),
}
BAD_CELLS |= {
    f"empty-{name}-{field.name}": (name, field.name, "", "cell-empty")
    for name, kind in RECORD_TYPES.items()
    for field in kind.fields
    if field.required
}


@pytest.mark.parametrize(("name", "column", "cell", "code"), BAD_CELLS.values(), ids=BAD_CELLS)
def test_refuses_a_cell(folder, name, column, cell, code):
    """A cell that is not in the accepted form is refused with code, file, line, column, value and accepted form."""
    path = folder(**{name: one(name, **{column: cell})})
    (problem,) = problems_of(path)
    assert (problem.code, problem.place) == (code, f"{path / name}.csv:2 {column}")
    assert problem.value == cell
    for lang in ("vi", "en"):
        assert problem.accepted(lang).strip()
        said = problem.render(lang)
        assert f"[{code}]" in said
        assert problem.place in said
        assert problem.accepted(lang) in said


GOOD_CELLS = {
    "day": ("progress", "done_on", "2025-06-14", pd.Timestamp("2025-06-14")),
    "day-leap": ("progress", "done_on", "2024-02-29", pd.Timestamp("2024-02-29")),
    "moment-offset": (
        "progress",
        "recorded_at",
        "2025-06-16T08:00:00+07:00",
        datetime(2025, 6, 16, 1, tzinfo=UTC),
    ),
    "moment-utc": ("progress", "recorded_at", "2025-06-16T01:00:00Z", datetime(2025, 6, 16, 1, tzinfo=UTC)),
    "moment-minutes": (
        "progress",
        "recorded_at",
        "2025-06-16T08:00+07:00",
        datetime(2025, 6, 16, 1, tzinfo=UTC),
    ),
    "moment-midnight": (
        "submissions",
        "received_at",
        "2025-06-19T00:00:00+07:00",
        datetime(2025, 6, 18, 17, tzinfo=UTC),
    ),
    "percent-none": ("progress", "percent", "0", 0.0),
    "percent-all": ("progress", "percent", "100", 100.0),
    "percent-all-written-out": ("progress", "percent", "100.00", 100.0),
    "percent-fraction": ("progress", "percent", "62.5", 62.5),
    "decimal-negative": ("readings", "value", "-3.25", -3.25),
    "period-vietnamese": ("submissions", "period", "Quý II/2025", "2025-Q2"),
    "period-month": ("remarks", "period", "tháng 5/2025", "2025-M05"),
    "period-nine-months": ("readings", "period", "9 tháng năm 2025", "2025-9M"),
    "period-calendar": ("readings", "period", "2025-Q2@calendar", "2025-Q2@calendar"),
    "id-longest": ("progress", "agency_id", "a" * 32, "a" * 32),
    "id-shortest": ("progress", "agency_id", "a1", "a1"),
    "spaces-around": ("progress", "agency_id", "  so-yt ", "so-yt"),
    "formula-is-text": ("progress", "note", '=HYPERLINK("http://x","y")', '=HYPERLINK("http://x","y")'),
    "command-is-text": ("progress", "note", "+cmd|' /C calc'!A0", "+cmd|' /C calc'!A0"),
    "function-is-text": ("progress", "evidence", "@SUM(A1:A9)", "@SUM(A1:A9)"),
    "minus-is-text": ("progress", "note", "-2+3", "-2+3"),
    "markup-is-text": ("progress", "note", "<script>alert(1)</script>", "<script>alert(1)</script>"),
    "template-is-text": ("progress", "note", "{{7*7}} $\\frac{$", "{{7*7}} $\\frac{$"),
    "quotes-are-text": ("progress", "note", 'nói "xong", rồi', 'nói "xong", rồi'),
    "null-word-is-text": ("progress", "note", "NULL", "NULL"),
    "nan-word-is-text": ("progress", "note", "nan", "nan"),
    "number-is-text": ("progress", "evidence", "007", "007"),
    "newline-is-text": ("progress", "note", "dòng 1\ndòng 2", "dòng 1\ndòng 2"),
    "tab-is-text": ("progress", "note", "cột 1\tcột 2", "cột 1\tcột 2"),
}


@pytest.mark.parametrize(("name", "column", "cell", "value"), GOOD_CELLS.values(), ids=GOOD_CELLS)
def test_reads_a_cell(folder, name, column, cell, value):
    """A cell in the accepted form becomes its value, and nothing is noticed."""
    facts = open_facts(folder(**{name: one(name, **{column: cell})}))
    assert facts[name][column].tolist() == [value]
    assert facts.notices == ()


@pytest.mark.parametrize("name", ROWS)
def test_optional_cells_may_be_empty(folder, name):
    """Columns that are not required may be empty or absent; both are null."""
    optional = {field.name: "" for field in RECORD_TYPES[name].fields if not field.required}
    filled = open_facts(folder(**{name: one(name, **optional)}))[name]
    absent = open_facts(folder(**{name: one(name)}))[name]
    assert filled[list(optional)].isna().all(axis=None)
    pd.testing.assert_frame_equal(filled, absent)


# --- cleaning -------------------------------------------------------------------------------------------------

CLEANED = {
    "nul": ("note", "chậm\x00 tiến độ", "chậm tiến độ"),
    "bell": ("note", "chậm\x07", "chậm"),
    "escape": ("note", "\x1b[31mđỏ", "[31mđỏ"),
    "bidi-override": ("note", "Sở \u202eết Y", "Sở ết Y"),
    "bidi-isolate": ("note", "Sở \u2067Y tế\u2069", "Sở Y tế"),
    "zero-width": ("note", "Sở\u200b Y tế", "Sở Y tế"),
    "bom-inside": ("note", "Sở\ufeff Y tế", "Sở Y tế"),
    "soft-hyphen": ("note", "tiến\u00ad độ", "tiến độ"),
    "zero-width-in-id": ("agency_id", "so-\u200byt", "so-yt"),
    "only-invisible": ("note", "\u200b\u200b", None),
}
CONVERTED = {
    "no-break-space": ("Sở\u00a0Y tế", "Sở Y tế", "text-composed"),
    "decomposed": (unicodedata.normalize("NFD", "Sở Y tế"), "Sở Y tế", "text-composed"),
    "tcvn3": ("Së Khoa häc", "Sở Khoa học", "text-converted"),
    "vni": ("Sôû Khoa hoïc", "Sở Khoa học", "text-converted"),
}
NOTICED = {name: (*case, "text-cleaned") for name, case in CLEANED.items()} | {
    name: ("note", *case) for name, case in CONVERTED.items()
}


@pytest.mark.parametrize(("column", "cell", "value", "code"), NOTICED.values(), ids=NOTICED)
def test_cleans_and_notices(folder, column, cell, value, code):
    """What no office text may carry is removed or converted, and a notice keeps place and cell as they were."""
    path = folder(progress=one("progress", **{column: cell}))
    facts = open_facts(path)
    read = facts["progress"][column].tolist()[0]
    assert (None if pd.isna(read) else read) == value
    (notice,) = facts.notices
    assert (notice.code, notice.place) == (code, f"{path / 'progress'}.csv:2 {column}")
    assert notice.value == cell
    assert all(notice.render(lang) for lang in ("vi", "en"))


def test_a_required_cell_of_invisible_characters_is_empty(folder):
    """What is nothing after cleaning is an empty cell."""
    (problem,) = problems_of(folder(progress=one("progress", agency_id="\u200b")))
    assert problem.code == "cell-empty"


# --- files ----------------------------------------------------------------------------------------------------

HEADER = ",".join(ROWS["progress"])
LINE = ",".join(ROWS["progress"].values())
BAD_FILES = {
    "empty": ("progress", "", [("facts-header", "progress.csv:1", None)]),
    "only-bom": ("progress", "\ufeff", [("facts-header", "progress.csv:1", None)]),
    "unknown-column": (
        "progress",
        one("progress", percentage="5"),
        [("facts-column", "progress.csv:1", "percentage")],
    ),
    "column-in-capitals": (
        "progress",
        one("progress", Note="x"),
        [("facts-column", "progress.csv:1", "Note")],
    ),
    "column-without-name": ("progress", f"{HEADER},\n{LINE},\n", [("facts-column", "progress.csv:1", "")]),
    "other-separator": (
        "remarks",
        "period;section;text;recorded_at\n",
        [("facts-semicolon", "remarks.csv:1", "period;section;text;recorded_at")],
    ),
    "missing-column": (
        "events",
        "activity_id,recorded_at\nphien-hop,2025-07-25T08:00:00+07:00\n",
        [("facts-column-missing", "events.csv:1", "held_on")],
    ),
    "duplicate-column": (
        "progress",
        f"{HEADER},note,note\n{LINE},a,b\n",
        [("facts-column-twice", "progress.csv:1", "note")],
    ),
    "first-line-blank": (
        "events",
        "\nactivity_id,held_on,recorded_at\n",
        [("facts-column-missing", "events.csv:1", name) for name in ROWS["events"]],
    ),
    "row-too-short": ("progress", f"{HEADER}\n{LINE}\nnv-02,so-yt\n", [("facts-row", "progress.csv:3", 2)]),
    "row-too-long": ("progress", f"{HEADER}\n{LINE},x\n{LINE}\n", [("facts-row", "progress.csv:2", 6)]),
    "two-endings": (
        "progress.csv",
        f"{HEADER}\n{LINE}\n",
        [("facts-file", "progress.csv.csv", "progress.csv.csv")],
    ),
    "unknown-file": ("progres", f"{HEADER}\n{LINE}\n", [("facts-file", "progres.csv", "progres.csv")]),
}


@pytest.mark.parametrize(("name", "content", "expected"), BAD_FILES.values(), ids=BAD_FILES)
def test_refuses_a_file(folder, name, content, expected):
    """A file, header or row that is not as agreed is refused, and every fault is named with its line."""
    path = folder(**{name: content})
    problems = problems_of(path)
    assert [(p.code, p.place, p.value) for p in problems] == [
        (code, f"{path}/{place}", value) for code, place, value in expected
    ]
    assert all(problem.accepted(lang).strip() for problem in problems for lang in ("vi", "en"))


UNREADABLE = {
    "latin-1": ("S\xf4".encode("latin-1"), "file-encoding", ""),
    "utf-16": (f"{HEADER}\n{LINE}\n".encode("utf-16"), "file-encoding", ""),
    "cut-in-a-letter": ("Sở".encode()[:-1], "file-encoding", ""),
    "unclosed-quote": (f'{HEADER}\n{LINE}\n"nv-01,so-yt\n'.encode(), "facts-csv", ":3"),
    "text-after-quote": (f'{HEADER}\n"nv"-01,so-yt,done,2025-06-14,x\n'.encode(), "facts-csv", ":2"),
    "huge-cell": (f"{HEADER},note\n{LINE},{'x' * 200_000}\n".encode(), "facts-csv", ":2"),
}


@pytest.mark.parametrize(("data", "code", "line"), UNREADABLE.values(), ids=UNREADABLE)
def test_refuses_what_is_no_utf8_csv(folder, data, code, line):
    """Another encoding is a fault of the file, broken quoting one of its line."""
    path = folder(progress=data)
    (problem,) = problems_of(path)
    assert (problem.code, problem.place) == (code, f"{path}/progress.csv{line}")
    assert problem.value
    assert all(problem.accepted(lang).strip() for lang in ("vi", "en"))


NO_PLAIN_FILES = {
    "folder": lambda path: path.mkdir(),
    "link": lambda path: path.symlink_to(path.parent / "README.md"),
    "link-to-nothing": lambda path: path.symlink_to(path.parent / "nowhere"),
    "pipe": os.mkfifo,
}


@pytest.mark.parametrize("make", NO_PLAIN_FILES.values(), ids=NO_PLAIN_FILES)
def test_refuses_what_is_no_plain_file(folder, make):
    """A folder, a link or a pipe with a file's name is refused; it is neither followed nor waited for."""
    path = folder()
    (path / "README.md").write_text("x")
    make(path / "progress.csv")
    (problem,) = problems_of(path)
    assert (problem.code, problem.place) == ("facts-plain-file", f"{path}/progress.csv")


def test_a_file_with_its_ending_in_capitals_is_not_overlooked(folder):
    """PROGRESS.CSV is refused as unknown; it is not taken for nothing reported."""
    path = folder()
    (path / "PROGRESS.CSV").write_text(f"{HEADER}\n{LINE}\n")
    (problem,) = problems_of(path)
    assert (problem.code, problem.value) == ("facts-file", "PROGRESS.CSV")


def test_all_faults_of_all_files_at_once(folder):
    """Whoever corrects a folder sees everything in one go: file by file, line by line."""
    rows = [ROWS["progress"] | {"percent": "101"}, ROWS["progress"] | {"percent": "x", "state": "y"}]
    path = folder(progress=table(*rows), events=one("events", held_on="23/7/2025"), zzz="a\n")
    found = [(problem.code, problem.place.removeprefix(f"{path}/")) for problem in problems_of(path)]
    assert found == [
        ("cell-percent", "progress.csv:2 percent"),
        ("cell-choice", "progress.csv:3 state"),
        ("cell-percent", "progress.csv:3 percent"),
        ("cell-day", "events.csv:2 held_on"),
        ("facts-file", "zzz.csv"),
    ]


def test_a_long_list_of_faults_is_cut(folder):
    """The message shows twenty faults and the number of the rest; the problems are all there."""
    path = folder(progress=table(*[ROWS["progress"] | {"percent": "101"}] * 25))
    with pytest.raises(FactsError) as caught:
        open_facts(path)
    assert len(caught.value.problems) == 25
    assert len(str(caught.value).splitlines()) == 21
    assert "5" in caught.value.render("en").splitlines()[-1]


MISSING_FOLDERS = {"missing": "nowhere", "file": "facts/progress.csv"}


@pytest.mark.parametrize("name", MISSING_FOLDERS.values(), ids=MISSING_FOLDERS)
def test_refuses_what_is_no_folder(tmp_path, name):
    """A source that is no folder is refused by its path."""
    (tmp_path / "facts").mkdir()
    (tmp_path / "facts" / "progress.csv").write_text(one("progress"))
    (problem,) = problems_of(tmp_path / name)
    assert (problem.code, problem.value) == ("facts-folder", str(tmp_path / name))


GOOD_FILES = {
    "bom": f"\ufeff{HEADER}\n{LINE}\n",
    "crlf": f"{HEADER}\r\n{LINE}\r\n",
    "cr": f"{HEADER}\r{LINE}\r",
    "no-last-newline": f"{HEADER}\n{LINE}",
    "blank-lines": f"{HEADER}\n\n{LINE}\n\n\n",
    "line-of-commas": f"{HEADER}\n{LINE}\n,,,,\n",
    "spaces-in-header": f"{HEADER.replace(',', ' , ')}\n{LINE}\n",
    "quoted": ",".join(f'"{name}"' for name in ROWS["progress"])
    + "\n"
    + ",".join(f'"{cell}"' for cell in ROWS["progress"].values()),
    "other-order": "recorded_at,state,effective_on,agency_id,task_id\n"
    "2025-06-16T08:00:00+07:00,done,2025-06-14,so-yt,nv-01\n",
}


@pytest.mark.parametrize("content", GOOD_FILES.values(), ids=GOOD_FILES)
def test_reads_a_file(folder, content):
    """However the lines end and the columns stand, the record is the same."""
    facts = open_facts(folder(progress=content))
    read = facts["progress"].drop(columns=["place", "seq"])
    (row,) = read.dropna(axis=1).to_dict("records")
    assert row == {
        "task_id": "nv-01",
        "agency_id": "so-yt",
        "state": "done",
        "effective_on": pd.Timestamp("2025-06-14"),
        "recorded_at": datetime(2025, 6, 16, 1, tzinfo=UTC),
    }
    assert facts.notices == ()


@pytest.mark.parametrize("content", [HEADER, f"{HEADER}\n", f"\ufeff{HEADER}\r\n"], ids=["bare", "lf", "bom"])
def test_header_alone_is_nothing_reported(folder, content):
    """A file with a header and no rows holds no records, in the right types."""
    facts = open_facts(folder(progress=content))
    RECORD_TYPES["progress"].table.check(facts["progress"])
    assert len(facts["progress"]) == 0


def test_missing_files_are_nothing_reported(folder):
    """An empty folder gives six empty tables and no newest record."""
    facts = open_facts(folder())
    assert {name: len(facts[name]) for name in RECORD_TYPES} == dict.fromkeys(RECORD_TYPES, 0)
    assert facts.known_through is None
    for name, kind in RECORD_TYPES.items():
        kind.table.check(facts[name])


def test_files_of_other_kinds_do_not_matter(folder):
    """A README beside the files is no fault."""
    path = folder(progress=one("progress"))
    (path / "README.md").write_text("x")
    assert len(open_facts(path)["progress"]) == 1


@pytest.mark.parametrize("name", ROWS)
def test_tables_keep_their_contract(folder, name):
    """Names, order and dtypes of a table are its contract's."""
    RECORD_TYPES[name].table.check(open_facts(folder(**{name: one(name)}))[name])


INVENTED = {
    "missing": (None, None),
    "text": ("Số liệu minh họa.\n", "Số liệu minh họa."),
    "blank": (" \n", None),
}


@pytest.mark.parametrize(("content", "said"), INVENTED.values(), ids=INVENTED)
def test_says_what_is_invented(folder, content, said):
    """A file ``invented.txt`` says what in the folder is made up; it goes with the facts."""
    path = folder(progress=one("progress"))
    if content is not None:
        (path / "invented.txt").write_text(content, "utf-8")
    assert open_facts(path).invented == said


def test_refuses_an_unreadable_invented(folder):
    """What is invented must be readable: no fact passes as real because of an encoding."""
    path = folder()
    (path / "invented.txt").write_bytes(b"\xff\xfe")
    (problem,) = problems_of(path)
    assert (problem.code, problem.place) == ("file-encoding", f"{path}/invented.txt")


# --- places and order -----------------------------------------------------------------------------------------


def test_quoted_newlines_keep_line_numbers_right(folder):
    """A cell over three lines moves the next record, and its faults, three lines on."""
    rows = [
        ROWS["progress"] | {"note": "một\nhai\nba", "percent": "5"},
        ROWS["progress"] | {"note": "", "percent": "5"},
        ROWS["progress"] | {"note": "", "percent": "101"},
    ]
    path = folder(progress=table(*rows))
    (problem,) = problems_of(path)
    assert problem.place == f"{path}/progress.csv:6 percent"
    facts = open_facts(folder(progress=table(*rows[:2])))
    assert facts["progress"]["place"].tolist() == ["progress.csv:2", "progress.csv:5"]


def test_blank_lines_keep_line_numbers_right(folder):
    """Blank lines are counted as lines, not as records."""
    path = folder(progress=f"{HEADER}\n\n{LINE}\n\n{LINE}\n")
    assert open_facts(path)["progress"]["place"].tolist() == ["progress.csv:3", "progress.csv:5"]


def test_row_order_is_the_order_of_recording(folder):
    """Without a column ``seq`` rows stay as they stand, whatever ``recorded_at`` says."""
    rows = [
        ROWS["progress"] | {"note": "later", "recorded_at": "2025-06-17T08:00:00+07:00"},
        ROWS["progress"] | {"note": "earlier", "recorded_at": "2025-06-16T08:00:00+07:00"},
    ]
    frame = open_facts(folder(progress=table(*rows)))["progress"]
    assert frame["note"].tolist() == ["later", "earlier"]
    assert frame["seq"].is_monotonic_increasing


def test_seq_says_otherwise(folder):
    """A column ``seq`` orders the records as numbers; each keeps its line."""
    rows = [ROWS["progress"] | {"note": text, "seq": text} for text in ("10", "9", "100", "1")]
    frame = open_facts(folder(progress=table(*rows)))["progress"]
    assert frame["note"].tolist() == ["1", "9", "10", "100"]
    assert frame["place"].tolist() == [f"progress.csv:{line}" for line in (5, 3, 2, 4)]


# --- whatever comes -------------------------------------------------------------------------------------------

anything = settings(
    max_examples=40,
    derandomize=True,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
texts = st.text(st.characters(codec="utf-8"), max_size=40)


@given(notes=st.lists(texts, min_size=1, max_size=4))
@example(notes=["=1+1", "\r", "a\r\nb", "\u2028", '"', "\x00"])
@anything
def test_texts_come_through(tmp_path, notes):
    """Any text of a well-formed file is read as written, but for what is decoded or cleaned away at the border."""
    (tmp_path / "progress.csv").write_text(
        table(*[ROWS["progress"] | {"note": note} for note in notes]), "utf-8", newline=""
    )
    read = open_facts(tmp_path)["progress"]["note"].tolist()
    assert [None if pd.isna(text) else text for text in read] == [
        admit(note.strip()).text.strip() or None for note in notes
    ]


@given(
    data=st.binary(max_size=200)
    | st.text(max_size=200).map(lambda text: f"{HEADER}\n{text}".encode(errors="replace"))
)
@anything
def test_never_anything_but_a_facts_error(tmp_path, data):
    """Whatever lies in a file, it is read or refused with its problems; nothing else happens."""
    (tmp_path / "progress.csv").write_bytes(data)
    try:
        facts = open_facts(tmp_path)
    except FactsError as error:
        assert error.problems
        assert all(p.render(lang) for p in error.problems for lang in ("vi", "en"))
    else:
        RECORD_TYPES["progress"].table.check(facts["progress"])


@given(cell=texts, column=st.sampled_from([f.name for f in RECORD_TYPES["progress"].fields]))
@anything
def test_any_cell_is_read_or_refused(tmp_path, cell, column):
    """Any text in any column is a value of the column's type or a problem at that very place."""
    (tmp_path / "progress.csv").write_text(one("progress", **{column: cell}), "utf-8", newline="")
    try:
        facts = open_facts(tmp_path)
    except FactsError as error:
        assert {problem.place for problem in error.problems} == {f"{tmp_path}/progress.csv:2 {column}"}
    else:
        RECORD_TYPES["progress"].table.check(facts["progress"])
