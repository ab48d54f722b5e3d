"""What goes back: wrong cells filled and commented, errors listed with links, and the corrected copy is collected."""

import csv
import io

import hostile_files
import openpyxl
import pytest
from hostile_forms import at, filled, free_table, put
from openpyxl.styles import PatternFill

from kh2025.ledger.collect.finding import ERRORS_ENDING
from kh2025.ledger.collect.returning import returned
from kh2025.ledger.forms.layout import HIDDEN_SHEET, TASKS

SHEET = "Lỗi cần sửa"
WRONG = "FFFFC7CE"


def codes(faults):
    return [fault.problem.code for fault in faults]


def save(path, content):
    path.write_bytes(content)
    return path


def two_wrong(book):
    put(book, "percent", 101)
    put(book, "done_on", "31/02/2025")


def back(check, path, content):
    """The workbook that goes back for a refused one."""
    result = check(save(path, content))
    assert result.status == "rejected"
    name, made = returned(result, "vi")
    assert name == f"{path.stem}.xlsx"
    return openpyxl.load_workbook(io.BytesIO(made))


@pytest.fixture
def marked(tmp_path, check):
    """What goes back for a form with two wrong cells."""
    return back(check, tmp_path / "a.xlsx", filled(two_wrong))


def test_wrong_cells_are_filled_and_commented(marked):
    """Each wrong cell is red and says what is wrong and what is accepted; the value stays."""
    for key, code, value in (("percent", "percent-range", 101), ("done_on", "date-day", "31/02/2025")):
        cell = at(marked, key)
        assert cell.value == value
        assert cell.fill.fgColor.rgb == WRONG
        assert code in cell.comment.text
    assert at(marked, "note").comment is None
    assert at(marked, "note").fill.fgColor.rgb != WRONG


def test_summary_sheet_links_to_the_cells(marked):
    """The first sheet lists every error once, with a link to its cell; only it is selected."""
    sheet = marked.worksheets[0]
    assert sheet.title == SHEET
    links = [cell.hyperlink.location for cell in sheet["C"] if cell.hyperlink]
    assert links == [f"'{TASKS.title}'!{at(marked, key).coordinate}" for key in ("percent", "done_on")]
    assert [one.title for one in marked if one.sheet_view.tabSelected] == [SHEET]


def test_the_form_stays_a_form(marked):
    """Validation, protection, hidden sheet, hidden row and columns are as they were sent out."""
    before = openpyxl.load_workbook(io.BytesIO(filled()))
    assert marked[HIDDEN_SHEET].sheet_state == before[HIDDEN_SHEET].sheet_state == "veryHidden"
    assert [one.title for one in marked][1:] == [one.title for one in before]
    now, then = marked[TASKS.title], before[TASKS.title]
    assert now.protection.sheet
    assert len(now.data_validations.dataValidation) == len(then.data_validations.dataValidation) > 0
    assert {k: v.hidden for k, v in now.column_dimensions.items()} == {
        k: v.hidden for k, v in then.column_dimensions.items()
    }
    assert now.row_dimensions[1].hidden
    assert at(marked, "percent").protection.locked is False


def corrected(book):
    put(book, "percent", 100)
    put(book, "done_on", "12/5/2025")
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_corrected_copy_is_collected(tmp_path, collect, store, marked):
    """The agency corrects the copy and sends it again: its sheet of errors and comments disturb nobody."""
    (result,) = collect(save(tmp_path / "b.xlsx", corrected(marked)))
    assert (result.status, codes(result.refused)) == ("accepted", [])
    assert store.facts()["progress"]["percent"].tolist() == [100.0]


def test_second_round_marks_only_what_is_still_wrong(tmp_path, check, marked):
    """What was corrected is unmarked, with the fill that it had; there is one sheet of errors."""
    for key in ("percent", "done_on"):
        at(marked, key).fill = PatternFill("solid", fgColor=WRONG)
    put(marked, "percent", 100)
    out = io.BytesIO()
    marked.save(out)
    again = back(check, tmp_path / "b.xlsx", out.getvalue())
    assert at(again, "percent").comment is None
    assert (
        at(again, "percent").fill.fgColor.rgb
        == at(openpyxl.load_workbook(io.BytesIO(filled())), "percent").fill.fgColor.rgb
    )
    assert at(again, "done_on").fill.fgColor.rgb == WRONG
    assert at(again, "done_on").comment.text.count("[date-day]") == 1
    assert sum(one.title.startswith(SHEET) for one in again) == 1


def test_fault_in_a_hidden_column_is_seen(tmp_path, check):
    """An id stands in a hidden column: the first cell of the row that a person sees is marked."""
    book = back(check, tmp_path / "a.xlsx", filled(lambda book: put(book, "task_id", "nv-99")))
    assert at(book, "number").comment
    assert not book[TASKS.title].column_dimensions["D"].hidden


def test_values_stay_texts(tmp_path, check):
    """What begins like a formula stands in the list as text."""
    book = back(check, tmp_path / "a.xlsx", filled(lambda book: put(book, "state", "=1+1")))
    cells = [cell for row in book[SHEET].iter_rows() for cell in row if cell.value == "=1+1"]
    assert [cell.data_type for cell in cells] == ["s"]


def test_free_table_comes_back_marked(tmp_path, check):
    """A table of the agency's own is marked like a form, and collected when corrected."""
    book = back(check, tmp_path / "a.xlsx", free_table(percent=0.5))
    cell = book["Sheet"]["C4"]
    assert cell.fill.fgColor.rgb == WRONG
    cell.value = "50%"
    book.save(tmp_path / "b.xlsx")
    assert check(tmp_path / "b.xlsx").status == "valid"


def test_csv_comes_back_as_a_list(tmp_path, check):
    """Sheet, cell, value, what is wrong, what is accepted, code; nothing in it reads as a formula."""
    rows = 'Cơ quan báo cáo,Sở Y tế\nKỳ báo cáo,2025-Q2\nMã nhiệm vụ,Tình trạng\nnv-07,"=cmd|x"\n'
    result = check(save(tmp_path / "a.csv", rows.encode()))
    name, made = returned(result, "en")
    assert name == f"a.csv{ERRORS_ENDING}"
    head, line = csv.reader(io.StringIO(made.decode("utf-8-sig")))
    assert head == ["Sheet", "Cell", "Now", "What is wrong", "What is accepted", "Code"]
    assert line[:3] == ["a", "B4", "'=cmd|x"]
    assert line[-1] == "cell-choice"


def test_what_the_guard_refuses_is_never_copied(tmp_path, check):
    """A bomb comes back as a line that says why."""
    result = check(save(tmp_path / "a.xlsx", hostile_files.REFUSED["far-corner"].make()))
    name, made = returned(result, "vi")
    assert name == f"a.xlsx{ERRORS_ENDING}"
    assert b"office-area" in made


def test_saved_again_by_libreoffice(tmp_path, check, soffice, marked):
    """A form and a corrected copy are collected after LibreOffice has opened and saved them."""
    for name, content in (("form", filled()), ("copy", corrected(marked))):
        path = save(tmp_path / f"{name}.xlsx", content)
        result = check(soffice(path, "xlsx"))
        assert (result.status, codes(result.refused)) == ("valid", [])
        assert result.records == check(path).records


def test_what_cannot_be_written_comes_back_as_a_list(tmp_path, check, monkeypatch):
    """Where the copy cannot be saved the list of errors says so, beside the errors."""

    def fails(*_):
        raise ValueError

    result = check(save(tmp_path / "a.xlsx", filled(two_wrong)))
    monkeypatch.setattr("openpyxl.workbook.workbook.Workbook.save", fails)
    name, made = returned(result, "vi")
    assert name == f"a.xlsx{ERRORS_ENDING}"
    assert [b"percent-range" in made, b"date-day" in made, b"collect-unmarked" in made] == [True] * 3
