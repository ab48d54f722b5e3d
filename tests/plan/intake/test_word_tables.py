"""What only Word has: nested tables, text boxes, content controls, tracked changes, automatic numbers."""

import copy

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn

import kh2025
from kh2025.office_files import open_office
from kh2025.plan.intake.word_tables import read_tables

HEADER = ["STT", "Nội dung nhiệm vụ", "Cơ quan chủ trì", "Thời gian"]
ROW = ["1", "Xây dựng kế hoạch", "Sở Y tế", "Quý II/2025"]


def table(holder, rows):
    made = holder.add_table(rows=len(rows), cols=len(rows[0]))
    for row, texts in enumerate(rows):
        for column, text in enumerate(texts):
            made.cell(row, column).text = text
    return made


def saved(document, tmp_path):
    path = tmp_path / "van-ban.docx"
    document.save(str(path))
    return path


def names(path):
    return [task["name"] for task in kh2025.import_appendix(path, year=2025).plan["tasks"]]


def grids(path):
    return read_tables(open_office(path))


def test_merged_cells_are_one_cell(word):
    """A cell stands at every place that it covers, downwards and across."""
    (grid,) = grids(word([["a", "<", "b"], ["^", "<", "c"]]))
    assert grid.rows[0][0] is grid.rows[0][1]
    assert grid.rows[1][0] is grid.rows[0][0]
    assert grid.rows[0][0].columns == 2
    assert [cell.text for cell in grid.rows[1]] == ["a", "a", "c"]


def test_task_table_inside_a_layout_table(tmp_path):
    """A task table in the cell of another table is read; the frame around it is skipped."""
    document = docx.Document()
    frame = document.add_table(rows=1, cols=1)
    table(frame.cell(0, 0), [HEADER, ROW])
    draft = kh2025.import_appendix(saved(document, tmp_path), year=2025)
    assert [task["name"] for task in draft.plan["tasks"]] == ["Xây dựng kế hoạch"]
    assert [one.table for one in draft.doubts if one.code == "import-table-skipped"] == ["1"]


def test_nested_table_is_not_the_text_of_its_cell(tmp_path):
    """What stands in a table within a cell is listed with that table, not put into the task."""
    document = docx.Document()
    outer = table(document, [HEADER, ROW])
    table(outer.cell(1, 1), [["ghi thêm", "x"]])
    draft = kh2025.import_appendix(saved(document, tmp_path), year=2025)
    assert draft.plan["tasks"][0]["name"] == "Xây dựng kế hoạch"
    assert [one.text for one in draft.doubts if one.code == "import-table-skipped"] == ["ghi thêm | x"]


def test_content_controls(tmp_path):
    """Tables, rows, cells and runs inside content controls are seen."""
    document = docx.Document()
    made = table(document, [HEADER, ROW, ["2", "Việc hai", "Sở Nội vụ", ""]])
    last = made.rows[2]._tr  # noqa: SLF001
    cell = last.tc_lst[1]
    for element in (cell, last, made._tbl):  # noqa: SLF001
        control = parse_xml(f"<w:sdt {nsdecls('w')}><w:sdtContent/></w:sdt>")
        element.addprevious(control)
        control[0].append(element)
    assert names(saved(document, tmp_path)) == ["Xây dựng kế hoạch", "Việc hai"]


TEXT_BOX = """
<w:p {ns}><w:r><mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">
<mc:Choice Requires="wps"><w:drawing><w:txbxContent/></w:drawing></mc:Choice>
<mc:Fallback><w:pict><w:txbxContent/></w:pict></mc:Fallback>
</mc:AlternateContent></w:r></w:p>
"""


def test_table_in_a_text_box_is_read_once(tmp_path):
    """A text box stands twice in the file, for new and for old programs; its table is read once."""
    document = docx.Document()
    made = table(document, [HEADER, ROW])._tbl  # noqa: SLF001
    box = parse_xml(TEXT_BOX.format(ns=nsdecls("w")))
    made.addprevious(box)
    for place in list(box.iter(qn("w:txbxContent"))):
        place.append(copy.deepcopy(made))
    made.getparent().remove(made)
    assert names(saved(document, tmp_path)) == ["Xây dựng kế hoạch"]


def test_tracked_changes(tmp_path):
    """Inserted text counts, deleted text and deleted rows do not."""
    document = docx.Document()
    made = table(document, [HEADER, ROW, ["2", "Việc bỏ", "Sở Y tế", ""]])
    run = made.cell(1, 1).paragraphs[0]._p.r_lst[0]  # noqa: SLF001
    inserted = parse_xml(f"<w:ins {nsdecls('w')}><w:r><w:t xml:space='preserve'> số</w:t></w:r></w:ins>")
    deleted = parse_xml(f"<w:del {nsdecls('w')}><w:r><w:delText> cũ</w:delText></w:r></w:del>")
    run.addnext(inserted)
    inserted.addnext(deleted)
    gone = made.rows[2]._tr  # noqa: SLF001
    gone.get_or_add_trPr().append(parse_xml(f"<w:del {nsdecls('w')}/>"))
    assert names(saved(document, tmp_path)) == ["Xây dựng kế hoạch số"]


def numbered(cell, style):
    cell.paragraphs[0].style = style


def test_automatic_numbers(tmp_path):
    """A number column that is nothing but a list gives its rows their numbers."""
    document = docx.Document()
    rows = [
        HEADER,
        ["", "Việc một", "Sở Y tế", ""],
        ["", "và phần tiếp", "", ""],
        ["", "Việc hai", "Sở Nội vụ", ""],
    ]
    made = table(document, rows)
    for row in (1, 3):
        numbered(made.cell(row, 0), "List Number")
    draft = kh2025.import_appendix(saved(document, tmp_path), year=2025)
    assert [(one["id"], one["name"]) for one in draft.plan["tasks"]] == [
        ("nv-1", "Việc một và phần tiếp"),
        ("nv-2", "Việc hai"),
    ]


def test_bullets_part_products(tmp_path):
    """Automatic bullets in a cell part what they list."""
    document = docx.Document()
    made = table(document, [[*HEADER, "Sản phẩm"], [*ROW, ""]])
    cell = made.cell(1, 4)
    cell.paragraphs[0].add_run("kế hoạch")
    cell.add_paragraph("báo cáo", style="List Bullet")
    numbered(cell, "List Bullet")
    draft = kh2025.import_appendix(saved(document, tmp_path), year=2025)
    assert draft.plan["tasks"][0]["products"] == ["kế hoạch", "báo cáo"]


LEVELS = {
    "roman": ("upperRoman", "%1.", ["I.", "II.", "III."]),
    "letters": ("lowerLetter", "%1)", ["a)", "b)", "c)"]),
    "zeros": ("decimalZero", "%1", ["01", "02", "03"]),
    "from-four": ("decimal", "%1.", ["4.", "5.", "6."]),
}


@pytest.mark.parametrize(("form", "template", "expected"), LEVELS.values(), ids=LEVELS)
def test_number_forms(tmp_path, form, template, expected):
    """Each form of automatic number is written as it is seen on paper."""
    document = docx.Document()
    numbering = document.part.numbering_part.element
    start = 4 if expected[0] == "4." else 1
    numbering.insert(
        0,
        parse_xml(
            f"<w:abstractNum {nsdecls('w')} w:abstractNumId='90'><w:lvl w:ilvl='0'><w:start w:val='{start}'/>"
            f"<w:numFmt w:val='{form}'/><w:lvlText w:val='{template}'/></w:lvl></w:abstractNum>"
        ),
    )
    numbering.append(parse_xml(f"<w:num {nsdecls('w')} w:numId='90'><w:abstractNumId w:val='90'/></w:num>"))
    made = table(document, [[""]] * 3)
    for row in range(3):
        properties = made.cell(row, 0).paragraphs[0]._p.get_or_add_pPr()  # noqa: SLF001
        properties.append(
            parse_xml(f"<w:numPr {nsdecls('w')}><w:ilvl w:val='0'/><w:numId w:val='90'/></w:numPr>")
        )
    (grid,) = grids(saved(document, tmp_path))
    assert [row[0].text for row in grid.rows] == expected


def test_table_parted_by_a_page(tmp_path):
    """A table without header, as wide as the one before and right behind it, goes on it, and is listed."""
    document = docx.Document()
    table(document, [HEADER, ["I", "Thể chế", "", ""], ROW])
    document.add_paragraph("")
    table(document, [["", "chuyển đổi số", "", ""], ["2", "Việc hai", "Sở Nội vụ", ""]])
    draft = kh2025.import_appendix(saved(document, tmp_path), year=2025)
    assert [(one["section"], one["name"]) for one in draft.plan["tasks"]] == [
        ("muc-i", "Xây dựng kế hoạch chuyển đổi số"),
        ("muc-i", "Việc hai"),
    ]
    assert "import-table-continued" in [one.code for one in draft.doubts]


def test_table_on_each_page_with_its_header(tmp_path):
    """A table of the same header right behind goes on with the sections of the one before."""
    document = docx.Document()
    table(document, [HEADER, ["I", "Thể chế", "", ""], ROW])
    document.add_paragraph("")
    table(document, [HEADER, ["2", "Việc hai", "Sở Nội vụ", ""]])
    draft = kh2025.import_appendix(saved(document, tmp_path), year=2025)
    assert [one["section"] for one in draft.plan["tasks"]] == ["muc-i", "muc-i"]


def test_no_table_at_all(tmp_path):
    """A letter without tables is refused as holding no tasks."""
    document = docx.Document()
    document.add_paragraph("Kính gửi")
    with pytest.raises(kh2025.PlanError, match="import-nothing"):
        kh2025.import_appendix(saved(document, tmp_path), year=2025)


def test_nested_beyond_reason(tmp_path):
    """Content controls within each other without end are refused, not followed."""
    document = docx.Document()
    inner = document.element.body
    for _ in range(90):
        control = parse_xml(f"<w:sdt {nsdecls('w')}><w:sdtContent/></w:sdt>")
        inner.append(control)
        inner = control[0]
    with pytest.raises(kh2025.InputError, match="office-broken"):
        kh2025.import_appendix(saved(document, tmp_path), year=2025)


def test_inner_lists_begin_anew(tmp_path):
    """A list within a list counts anew under each number of the outer one."""
    document = docx.Document()
    numbering = document.part.numbering_part.element
    levels = "".join(
        f"<w:lvl w:ilvl='{depth}'><w:start w:val='1'/><w:numFmt w:val='decimal'/><w:lvlText w:val='{text}'/></w:lvl>"
        for depth, text in enumerate(["%1", "%1.%2"])
    )
    numbering.insert(
        0, parse_xml(f"<w:abstractNum {nsdecls('w')} w:abstractNumId='91'>{levels}</w:abstractNum>")
    )
    numbering.append(parse_xml(f"<w:num {nsdecls('w')} w:numId='91'><w:abstractNumId w:val='91'/></w:num>"))
    depths = [0, 1, 1, 0, 1]
    made = table(document, [[""] for _ in depths])
    for row, depth in enumerate(depths):
        properties = made.cell(row, 0).paragraphs[0]._p.get_or_add_pPr()  # noqa: SLF001
        properties.append(
            parse_xml(f"<w:numPr {nsdecls('w')}><w:ilvl w:val='{depth}'/><w:numId w:val='91'/></w:numPr>")
        )
    (grid,) = grids(saved(document, tmp_path))
    assert [row[0].text for row in grid.rows] == ["1", "1.1", "1.2", "2", "2.1"]


def test_columns_that_do_not_fit_the_header_exactly(tmp_path):
    """Where grids were put together, a cell counts for the column that it covers most of."""

    def row(*cells):
        made = "".join(
            f"<w:tc><w:tcPr><w:gridSpan w:val='{columns}'/></w:tcPr><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>"
            for columns, text in cells
        )
        return f"<w:tr>{made}</w:tr>"

    rows = row((1, "STT"), (3, "Nhiệm vụ"), (2, "Chủ trì")) + row((1, "1"), (2, "Việc một"), (3, "Sở Y tế"))
    document = docx.Document()
    document.element.body.insert(0, parse_xml(f"<w:tbl {nsdecls('w')}>{rows}</w:tbl>"))
    (task,) = kh2025.import_appendix(saved(document, tmp_path), year=2025).plan["tasks"]
    assert (task["name"], task["lead"]) == ("Việc một", "so-y-te")


WIDE = {"one-row": (1, 90), "many-rows": (1500, 1)}


@pytest.mark.parametrize(("rows", "cells"), WIDE.values(), ids=WIDE)
def test_table_of_millions_of_places(tmp_path, rows, cells):
    """Cells that claim to cover hundreds of columns are refused before the grid fills the memory."""
    row = "<w:tr>" + "<w:tc><w:tcPr><w:gridSpan w:val='999'/></w:tcPr><w:p/></w:tc>" * cells + "</w:tr>"
    document = docx.Document()
    document.element.body.insert(0, parse_xml(f"<w:tbl {nsdecls('w')}>{row * rows}</w:tbl>"))
    with pytest.raises(kh2025.InputError, match="office-area"):
        kh2025.import_appendix(saved(document, tmp_path), year=2025)
