"""Column headings as plans word them, and as we write them."""

import pytest

from kh2025.plan.headings import WRITTEN, Column, column_of, is_caption, is_index_row

KNOWN = {
    Column.NUMBER: ["STT", "TT", "Số TT", "Số thứ tự"],
    Column.NAME: ["Nội dung", "NHIỆM VỤ", "Tên nhiệm vụ", "Nội dung công việc", "Các nhiệm vụ, giải pháp", "Danh mục nhiệm vụ"],
    Column.LEAD: ["Cơ quan chủ trì", "Đơn vị\nchủ trì", "Chủ trì", "Cơ quan thực hiện", "Cơ quan, đơn vị chủ trì", "Đơn vị", "Phân công thực hiện", "Cơ quan chịu trách nhiệm"],
    Column.COORDINATING: ["Phối hợp", "Cơ quan phối hợp", "Cơ quan/đơn vị phối hợp", "Các cơ quan phối hợp thực hiện"],
    Column.LEAD_AND_COORDINATING: ["Cơ quan chủ trì, phối hợp", "Đơn vị chủ trì/phối hợp", "Cơ quan chủ trì và cơ quan phối hợp"],
    Column.RESPONSIBLE: ["Lãnh đạo phụ trách", "Người chịu trách nhiệm", "Lãnh đạo UBND tỉnh chỉ đạo", "Trách nhiệm"],
    Column.AUTHORITY: ["Cấp có thẩm quyền", "Cấp thẩm quyền", "Cấp trình", "Cơ quan ban hành", "Thẩm quyền quyết định"],
    Column.STARTS_ON: ["Ngày bắt đầu", "Thời gian bắt đầu", "Bắt đầu"],
    Column.DEADLINE: ["Thời gian", "Thời hạn", "Thời gian hoàn thành", "Hạn hoàn thành", "Tiến độ", "Thời gian báo cáo kết quả", "Thời gian hoàn thành (tháng/năm)", "Kết thúc"],
    Column.PRODUCTS: ["Sản phẩm", "Kết quả", "Sản phẩm/kết quả", "Kết quả đầu ra", "Dự kiến sản phẩm"],
    Column.LEGAL_BASIS: ["Căn cứ", "Cơ sở pháp lý", "Văn bản giao nhiệm vụ"],
    Column.NOTE: ["Ghi chú"],
}  # fmt: skip
CASES = [(heading, column) for column, headings in KNOWN.items() for heading in headings]


@pytest.mark.parametrize(("heading", "column"), CASES, ids=[heading for heading, _ in CASES])
def test_known_headings(heading, column):
    """A heading is understood in every case and spelling that offices use."""
    assert column_of(heading) is column
    assert column_of(heading.upper()) is column


@pytest.mark.parametrize(
    "heading", ["", "Kinh phí", "Mục tiêu", "Đơn vị tính", "Sở Y tế", "Chỉ tiêu", "Nội dung " * 20]
)
def test_unknown_headings(heading):
    """What is no heading of a task table is not taken for one."""
    assert column_of(heading) is None


def test_written_headings_are_read():
    """Each heading that we write is read as its column, and no two are the same."""
    assert all(column_of(heading) is column for column, heading in WRITTEN.items())
    assert len(set(WRITTEN.values())) == len(WRITTEN)
    assert set(WRITTEN) == set(Column) - {Column.LEAD_AND_COORDINATING}


def test_heading_under_a_wider_one():
    """A word that says little alone is read with the heading above it."""
    assert column_of("Năm 2025", above="Thời gian") is Column.DEADLINE
    assert column_of("", above="Thời gian") is None


INDEX_ROWS = {
    "brackets": ["(1)", "(2)", "(3)"],
    "letters": ["A", "B", "1", "2"],
    "formula": ["1", "2", "3=1+2"],
}


@pytest.mark.parametrize("row", INDEX_ROWS.values(), ids=INDEX_ROWS)
def test_index_rows(row):
    """A row that only numbers the columns is known."""
    assert is_index_row(row)


@pytest.mark.parametrize("row", [["1", "2"], ["1", "Việc", "3"], []])
def test_no_index_rows(row):
    """Two numbers may be chance; a text is a task."""
    assert not is_index_row(row)


@pytest.mark.parametrize(
    ("line", "is_one"), [("PHỤ LỤC", True), ("Biểu 01", True), ("Kính gửi: Sở Y tế", False)]
)
def test_captions(line, is_one):
    """Lines that may head a table are told from the text of a document."""
    assert is_caption(line) is is_one
