"""Files into the store: whole or not at all, once, traced to their cells, the later receipt holding."""

import csv
import io
from datetime import UTC, date, datetime, timedelta

import hostile_forms
import openpyxl
import pytest
from hostile_forms import AGENCY, PERIOD, at, filled, free_table, put

from kh2025.ledger.collect.head import Given
from kh2025.ledger.collect.receipts import Receipt, Receipts
from kh2025.ledger.forms.layout import COVER, FIRST_ROW, HIDDEN_SHEET, REMARKS, TASKS, shown

RECEIVED = datetime(2025, 6, 16, 2, tzinfo=UTC)
NOW = datetime(2025, 6, 20, 3, tzinfo=UTC)


def codes(faults):
    return [fault.problem.code for fault in faults]


def save(path, content):
    path.write_bytes(content)
    return path


def cover(book, key, value):
    """Write a value on the form's cover."""
    sheet = book[COVER.title]
    row = next(cells[0].row for cells in sheet.iter_rows(min_row=FIRST_ROW) if cells[1].value == key)
    sheet.cell(row, COVER.place("value")).value = value


def as_csv(rows, sign=",", encoding="utf-8"):
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=sign).writerows(rows)
    return out.getvalue().encode(encoding)


TABLE = [
    ["Cơ quan báo cáo", "Sở Y tế"],
    ["Kỳ báo cáo", "Quý II/2025"],
    [],
    ["Mã nhiệm vụ", "Tình trạng kỳ này", "Mức độ hoàn thành (%)", "Ghi chú"],
    ["nv-07", "Đang thực hiện", "62,5", "Đã trình; chờ ý kiến, sẽ xong"],
]


# What comes in.
def test_a_form_becomes_records(tmp_path, collect, store):
    """State, day and product of a task, a reading, and the receipt of the report that the form is."""
    (result,) = collect(save(tmp_path / "a.xlsx", filled()))
    assert (result.status, result.records) == ("accepted", {"progress": 1, "submissions": 1, "readings": 1})
    facts = store.facts()
    task, reading, receipt = (facts[name].iloc[0] for name in ("progress", "readings", "submissions"))
    assert (task["agency_id"], task["state"], task["evidence"]) == (AGENCY, "done", "12/BC-SKHCN")
    assert (task["done_on"].date(), task["effective_on"].date()) == (date(2025, 5, 12), date(2025, 6, 14))
    assert (reading["value"], reading["period"]) == (66.4, PERIOD)
    assert (receipt["obligation_id"], receipt["period"]) == ("bao-cao-tong-hop", PERIOD)
    assert receipt["received_at"].to_pydatetime() == RECEIVED
    assert receipt["recorded_at"].to_pydatetime() == NOW


def test_every_record_is_traced(tmp_path, collect, store):
    """The source names the file by its SHA-256, under which the store holds it, and the cell of each value."""
    content = filled(lambda book: cover(book, "document_number", "45/BC-SKHCN"))
    (result,) = collect(save(tmp_path / "a.xlsx", content))
    assert store.file(result.sha256) == content
    book = openpyxl.load_workbook(io.BytesIO(content))
    facts = store.facts()
    task, reading, receipt = (
        traced(book, result.sha256, facts[name]["source"].iloc[0])
        for name in ("progress", "readings", "submissions")
    )
    head = {"agency_id": book[COVER.title]["D5"].value, "effective_on": datetime(2025, 6, 14)}  # noqa: DTZ001
    said = {"state": shown("state", "done"), "done_on": datetime(2025, 5, 12), "evidence": "12/BC-SKHCN"}  # noqa: DTZ001
    assert task == head | said | {"task_id": facts["progress"]["task_id"].iloc[0]}
    assert (reading["value"], reading["period"], "effective_on" in reading) == (66.4, PERIOD, False)
    assert (receipt["document_number"], "received_at" in receipt) == ("45/BC-SKHCN", False)


def traced(book, sha256, source):
    """What stands in the cells that a source names, by field."""
    file, *sheets = source.split("/")
    assert file == f"sha256:{sha256}"
    parts = [sheet.rpartition("!")[::2] for sheet in sheets]
    cells = [(sheet, one.partition("=")[::2]) for sheet, told in parts for one in told.split(",")]
    return {field: book[sheet][cell].value for sheet, (field, cell) in cells}


def test_remarks_are_the_agencys_words(tmp_path, collect, store):
    """What is written on the sheet of remarks becomes a remark for the report on the agency."""
    book = openpyxl.load_workbook(io.BytesIO(filled()))
    book[REMARKS.title].cell(FIRST_ROW + 1, REMARKS.place("text")).value = "Thiếu số liệu của cấp xã."
    book.save(tmp_path / "a.xlsx")
    collect(tmp_path / "a.xlsx")
    (remark,) = store.facts()["remarks"].to_dict("records")
    assert (remark["section"], remark["agency_id"], remark["period"]) == ("causes", AGENCY, PERIOD)
    assert remark["text"] == "Thiếu số liệu của cấp xã."


def test_number_and_date_come_from_the_cover(tmp_path, collect, store):
    """The document's number is the submission's; its date is told."""

    def change(book):
        cover(book, "document_number", "125/BC-SKHCN")
        cover(book, "document_date", "16/6/2025")

    (result,) = collect(save(tmp_path / "a.xlsx", filled(change)))
    assert set(store.facts()["submissions"]["document_number"]) == {"125/BC-SKHCN"}
    assert result.head.document_date == date(2025, 6, 16)


def test_answer_no_is_no_submission(tmp_path, collect, store):
    """A form that says it is not the report makes no receipt, and that is noticed."""

    def change(book):
        for row in book[COVER.title].iter_rows(min_row=FIRST_ROW):
            if str(row[1].value).startswith("sends:"):
                row[COVER.place("value") - 1].value = "Không"

    (result,) = collect(save(tmp_path / "a.xlsx", filled(change)))
    assert "collect-no-report" in codes(result.noticed)
    assert len(store.facts()["submissions"]) == 0
    assert len(store.facts()["progress"]) == 1


# Once, and corrected.
def test_same_file_again_adds_nothing(tmp_path, collect, store):
    """Under another name too; the result says so."""
    collect(save(tmp_path / "a.xlsx", content := filled()))
    before = {name: len(frame) for name, frame in store.facts().tables.items()}
    (again,) = collect(save(tmp_path / "b.xlsx", content), now=NOW + timedelta(days=1))
    assert (again.status, again.stored.commit) == ("unchanged", 1)
    assert {name: len(frame) for name, frame in store.facts().tables.items()} == before


def test_corrected_file_supersedes(tmp_path, collect, store):
    """Both statements are kept, about one subject; the later one comes last, the earlier still holds as of then."""
    collect(save(tmp_path / "a.xlsx", filled()))
    later = filled(lambda book: put(book, "evidence", "13/BC-SKHCN"))
    (result,) = collect(save(tmp_path / "a.xlsx", later), now=NOW + timedelta(days=1))
    assert result.status == "accepted"
    progress = store.facts()["progress"]
    assert list(progress["evidence"]) == ["12/BC-SKHCN", "13/BC-SKHCN"]
    assert progress["effective_on"].nunique() == 1
    assert list(store.facts().as_of(NOW)["progress"]["evidence"]) == ["12/BC-SKHCN"]


def test_later_receipt_is_recorded_last(tmp_path, collect, store):
    """Files are taken in the order of their receipt, whatever order they are named in."""
    old = save(tmp_path / "old.xlsx", filled(lambda book: put(book, "evidence", "1/BC")))
    new = save(tmp_path / "new.xlsx", filled(lambda book: put(book, "evidence", "2/BC")))
    listed = {"old.xlsx": Receipt(RECEIVED), "new.xlsx": Receipt(RECEIVED + timedelta(hours=1))}
    results = collect(new, old, receipts=Receipts(listed))
    assert [one.path.name for one in results] == ["old.xlsx", "new.xlsx"]
    assert list(store.facts()["progress"]["evidence"]) == ["1/BC", "2/BC"]


def test_one_wrong_cell_keeps_the_whole_file_out(tmp_path, collect, store):
    """All or nothing: no record and no file of it is stored."""
    (result,) = collect(save(tmp_path / "a.xlsx", filled(lambda book: put(book, "percent", 101))))
    assert result.status == "rejected"
    assert not store.address.path.exists()


def test_checking_stores_nothing(tmp_path, collect):
    """Without a store a sound file is valid."""
    (result,) = collect(save(tmp_path / "a.xlsx", filled()), store=None)
    assert (result.status, result.stored) == ("valid", None)


# When it was received.
def test_nobody_said_when_it_was_received(tmp_path, collect):
    """A file is refused rather than received now."""
    (result,) = collect(save(tmp_path / "a.xlsx", filled()), receipts=Receipts())
    assert codes(result.refused) == ["collect-no-receipt"]
    told = result.refused[0].problem.accepted()
    assert "--received-at" in told
    assert "--cover" in told


def test_received_in_the_future(tmp_path, collect):
    """Nothing can have been received after now."""
    receipts = Receipts(otherwise=Receipt(NOW + timedelta(seconds=1)))
    (result,) = collect(save(tmp_path / "a.xlsx", filled()), receipts=receipts)
    assert codes(result.refused) == ["collect-received-later"]


def test_two_files_of_a_listed_name(tmp_path, collect):
    """The list of receipts cannot tell them apart: both are refused."""
    paths = [tmp_path / name / "a.xlsx" for name in ("x", "y")]
    for path in paths:
        path.parent.mkdir()
        save(path, filled())
    results = collect(*paths, receipts=Receipts({"a.xlsx": Receipt(RECEIVED)}))
    assert [codes(one.refused) for one in results] == [["collect-name-twice"]] * 2


# Our forms, tampered with.
def hidden(key, value):
    """Change a value of the hidden sheet."""

    def change(book):
        row = next(cells for cells in book[HIDDEN_SHEET].iter_rows() if cells[0].value == key)
        row[1].value = value

    return change


def without_row(book):
    book[TASKS.title].delete_rows(FIRST_ROW + 1)


def with_row(book):
    sheet = book[TASKS.title]
    row = sheet.max_row + 1
    sheet.cell(row, TASKS.place("task_id")).value = "nv-22"
    sheet.cell(row, TASKS.place("state")).value = shown("state", "done")


def with_copy(book):
    book.copy_worksheet(book[TASKS.title])


def without_hidden(book):
    del book[HIDDEN_SHEET]


def without_sheet(book):
    del book[TASKS.title]


def without_keys(book):
    book[TASKS.title].cell(1, TASKS.place("state")).value = None


def typed_below(book):
    sheet = book[TASKS.title]
    sheet.cell(sheet.max_row + 1, TASKS.place("state")).value = shown("state", "done")


TAMPERED = {
    "plan": (hidden("plan_id", "ke-hoach-khac"), "collect-other-plan"),
    "version": (hidden("form_version", "0"), "collect-version"),
    "agency": (hidden("agency_id", "so-la"), "collect-agency"),
    "period": (hidden("period", "2025-Q9"), "cell-period"),
    "year": (hidden("period", "2031-Q2"), "period-outside"),
    "agency-only-there": (hidden("agency_id", "so-yt"), "collect-cover-differs"),
    "period-only-there": (hidden("period", "2025-M06"), "collect-cover-differs"),
    "rows": (hidden("rows:tasks", "x"), "collect-identity"),
    "row-lost": (without_row, "collect-form-rows"),
    "row-of-another-form": (with_row, "collect-form-rows"),
    "hidden-sheet-lost": (without_hidden, "collect-form-sheet"),
    "sheet-twice": (with_copy, "collect-form-sheet-twice"),
    "sheet-lost": (without_sheet, "collect-form-sheet"),
    "keys-lost": (without_keys, "collect-form-column"),
    "row-added": (typed_below, "collect-row"),
    "task": (lambda book: put(book, "task_id", "nv-99"), "collect-task"),
    "anothers-task": (lambda book: put(book, "task_id", "nv-22"), "collect-task-name"),
    "occurrence": (lambda book: put(book, "occurrence", "2025-05-05"), "collect-occurrence"),
    "after-the-cut-off": (lambda book: cover(book, "effective_on", date(2025, 6, 15)), "collect-effective-on"),
    "without-a-day": (lambda book: cover(book, "effective_on", None), "cell-empty"),
}  # fmt: skip


@pytest.mark.parametrize(("change", "code"), TAMPERED.values(), ids=TAMPERED)
def test_form_that_was_changed_by_hand(tmp_path, check, change, code):
    """What is not as it was sent out is refused with its code."""
    result = check(save(tmp_path / "a.xlsx", filled(change)))
    assert result.status == "rejected"
    assert code in codes(result.refused)


def test_renamed_and_moved_sheets_are_known(tmp_path, check):
    """Sheets are known by their marks, columns by their keys, rows by their ids."""

    def change(book):
        book[TASKS.title].title = "Trang 2"
        book.move_sheet("Trang 2", -1)
        book["Trang 2"].delete_cols(TASKS.place("known_on"))

    result = check(save(tmp_path / "a.xlsx", filled(change)))
    assert codes(result.refused) == ["collect-form-column"]
    result = check(save(tmp_path / "b.xlsx", filled(lambda b: setattr(b[TASKS.title], "title", "Trang 2"))))
    assert result.status == "valid"


def test_changed_plan_is_noticed(tmp_path, check):
    """A form made from an earlier state of the plan's file is read against the plan as it is."""
    result = check(save(tmp_path / "a.xlsx", filled(hidden("plan_fingerprint", "0" * 64))))
    assert (result.status, codes(result.noticed)) == ("valid", ["collect-plan-changed"])


def test_blank_form_says_nothing_but_that_it_was_sent(tmp_path, collect):
    """A form without a single filled row is still the report that it is."""
    (result,) = collect(save(tmp_path / "a.xlsx", hostile_forms.form()))
    assert result.status == "accepted"
    assert set(result.records) == {"submissions"}


def test_state_is_asked_for_where_anything_is_said(tmp_path, check):
    """A row with a note and no state is refused at the empty cell."""
    result = check(save(tmp_path / "a.xlsx", filled(lambda book: put(book, "state", None))))
    assert codes(result.refused) == ["cell-empty"]
    assert result.refused[0].cell == at(openpyxl.load_workbook(io.BytesIO(filled())), "state").coordinate


# Tables that are none of our forms.
CSVS = {
    "comma": (",", "utf-8"),
    "semicolon": (";", "utf-8"),
    "tab": ("\t", "utf-8"),
    "with-mark": (";", "utf-8-sig"),
}


@pytest.mark.parametrize(("sign", "encoding"), CSVS.values(), ids=CSVS)
def test_csv(tmp_path, collect, store, sign, encoding):
    """A CSV table is read whatever parts its cells; lines above the headings say whose it is."""
    (result,) = collect(save(tmp_path / "a.csv", as_csv(TABLE, sign, encoding)))
    assert (result.status, codes(result.noticed)) == ("accepted", ["collect-cutoff"])
    task = store.facts()["progress"].iloc[0]
    assert (task["task_id"], task["agency_id"], task["percent"]) == ("nv-07", "so-yt", 62.5)
    assert task["note"] == "Đã trình; chờ ý kiến, sẽ xong"
    told = "task_id=A5,state=B5,percent=C5,note=D5,agency_id=B1"
    assert task["source"] == f"sha256:{result.sha256}/a!{told}"


def test_agency_and_period_as_given(tmp_path, check):
    """A bare table is for whom and when whoever collects it says."""
    path = save(tmp_path / "a.csv", as_csv(TABLE[3:]))
    assert codes(check(path).refused) == ["collect-no-period"]
    assert codes(check(path, given=Given(period=PERIOD)).refused) == ["collect-no-agency"]
    result = check(path, given=Given("Sở Y tế", "Quý II/2025"))
    assert (result.head.agency_id, str(result.head.period)) == ("so-yt", PERIOD)


def test_agency_that_differs_is_refused(tmp_path, check):
    """Where the table and whoever collects it name different agencies, neither is taken."""
    result = check(save(tmp_path / "a.csv", as_csv(TABLE)), given=Given(agency="so-tc"))
    assert codes(result.refused) == ["collect-differs"]


def test_table_by_name_of_task(tmp_path, check, plan):
    """Without an id a task is known by its whole name."""
    name = next(task.name for task in plan.tasks if task.id == "nv-07")
    rows = [*TABLE[:3], ["Nội dung nhiệm vụ", "Tình trạng"], [name.upper(), "Hoàn thành"]]
    result = check(save(tmp_path / "a.csv", as_csv(rows)))
    assert (result.status, codes(result.refused)) == ("valid", [])
    rows[-1][0] = name[:-2]
    assert codes(check(save(tmp_path / "b.csv", as_csv(rows))).refused) == ["collect-task"]


def test_id_and_name_of_two_tasks(tmp_path, check, plan):
    """An id beside the name of another task is refused: one of the two is wrong."""
    name = next(task.name for task in plan.tasks if task.id == "nv-08")
    head = ["Mã nhiệm vụ", "Nội dung nhiệm vụ", "Tình trạng"]
    rows = [*TABLE[:3], head, ["nv-07", name, "Hoàn thành"]]
    assert codes(check(save(tmp_path / "a.csv", as_csv(rows))).refused) == ["collect-task-name"]


def test_merged_cells_count_for_every_row(tmp_path, check):
    """A state merged over two tasks is the state of both."""
    book = openpyxl.load_workbook(io.BytesIO(free_table()))
    sheet = book.active
    sheet["A5"] = "nv-02"
    sheet["F5"] = "Như trên"
    sheet.merge_cells("B4:B5")
    book.save(tmp_path / "a.xlsx")
    result = check(tmp_path / "a.xlsx")
    assert (result.status, result.records["progress"]) == ("valid", 2)


def test_merged_cell_is_traced_to_its_first(tmp_path, collect, store):
    """The value of two rows stands in one cell, and both name that one."""
    book = openpyxl.load_workbook(io.BytesIO(free_table()))
    book.active["A5"] = "nv-02"
    book.active.merge_cells("B4:B5")
    book.save(tmp_path / "a.xlsx")
    collect(tmp_path / "a.xlsx")
    first, second = store.facts()["progress"]["source"]
    assert ("state=B4" in first, "state=B4" in second, "task_id=A5" in second) == (True, True, True)


NO_TABLES = {
    "text": (b"A,B\n1,2\n", "collect-no-table"),
    "legacy": ("Mã nhiệm vụ;Tình trạng\n".encode("utf-16"), "file-encoding"),
    "windows": (b"M\xe3 nhi\xeam;T\xecnh\n", "file-encoding"),
    "workbook": (b"PK\x03\x04abc", "collect-csv-format"),
    "html": (b"<html><table><tr><td>a", "collect-csv-format"),
    "empty": (b"  \n", "collect-csv-empty"),
    "quotes": ('"Mã nhiệm vụ"x,"Tình trạng\n'.encode(), "collect-csv"),
}


@pytest.mark.parametrize(("content", "code"), NO_TABLES.values(), ids=NO_TABLES)
def test_csv_that_is_none(tmp_path, check, content, code):
    """What is no table in UTF-8 is named and refused."""
    assert codes(check(save(tmp_path / "a.csv", content)).refused) == [code]


def test_no_such_file(tmp_path, check):
    """A missing file is refused like any other bad one."""
    assert codes(check(tmp_path / "a.xlsx").refused) == ["file-missing"]
    assert codes(check(tmp_path / "a.csv").refused) == ["file-missing"]


def test_figures_ahead_of_the_receipt_are_noticed(tmp_path, check):
    """A form that speaks of the cut-off before it has come is taken, and a person is told."""
    early = Receipt(datetime.fromisoformat("2025-06-10T08:00:00+07:00"))
    result = check(save(tmp_path / "a.xlsx", filled()), receipt=early)
    assert (result.status, codes(result.noticed)) == ("valid", ["collect-effective-ahead"])


@pytest.mark.parametrize(("day", "noticed"), [("16/6/2025", []), ("17/6/2025", ["collect-document-ahead"])])
def test_document_dated_after_its_receipt_is_noticed(tmp_path, check, day, noticed):
    """A document may bear the day of its receipt, and no later one: a person is told."""
    form = filled(lambda book: cover(book, "document_date", day))
    result = check(save(tmp_path / "a.xlsx", form))
    assert (result.status, codes(result.noticed)) == ("valid", noticed)
