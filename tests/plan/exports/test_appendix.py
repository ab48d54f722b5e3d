"""The appendix as data: headings, groups, numbers, and what is said above the table."""

from kh2025.plan.exports.appendix import COLUMNS, MARGINS, GroupRow, TaskRow, appendix
from kh2025.text.xml_text import xml_text


def test_columns_fill_the_page():
    """The columns are as wide as an A4 page on its side is between its margins."""
    _, right, _, left = MARGINS
    assert sum(COLUMNS.values()) == 297 - left - right


def test_headings(demo):
    """The headings of the appendices that offices write, in their order."""
    assert appendix(demo).headings == (
        "STT",
        "Nội dung nhiệm vụ",
        "Cơ quan chủ trì",
        "Cơ quan phối hợp",
        "Thời gian hoàn thành",
        "Sản phẩm",
        "Lãnh đạo phụ trách",
        "Cấp có thẩm quyền",
        "Căn cứ",
        "Ghi chú",
    )


def test_rows(demo):
    """Each section is a group row in Roman numerals, followed by its tasks, numbered through."""
    rows = appendix(demo).rows
    groups = [row.text for row in rows if isinstance(row, GroupRow)]
    assert groups == [f"{n}. {one.title}" for n, one in zip(("I", "II", "III"), demo.sections, strict=True)]
    numbers = [row.number for row in rows if isinstance(row, TaskRow)]
    assert numbers == list(range(1, len(demo.tasks) + 1))
    assert rows[0] == GroupRow("I. Chỉ đạo, tổ chức thực hiện nhiệm vụ")
    assert [row.cells[0] for row in rows if isinstance(row, TaskRow)] == [task.name for task in demo.tasks]


def test_tasks_stand_under_their_section(make):
    """The order of the sections comes first, then that of the tasks."""
    sections = [{"id": id_, "number": "1", "title": id_} for id_ in ("ma", "mb")]
    tasks = [
        {"id": f"nv-{n}", "section": id_, "name": f"{id_}{n}"} for n, id_ in enumerate(["mb", "ma", "mb"])
    ]
    rows = appendix(make(sections=sections, tasks=tasks)).rows
    shown = [row.text if isinstance(row, GroupRow) else (row.number, row.cells[0]) for row in rows]
    assert shown == ["I. ma", (1, "ma1"), "II. mb", (2, "mb0"), (3, "mb2")]


def test_cells(demo):
    """Short names on lines of their own, products behind dashes, the deadline as written."""
    row = appendix(demo).rows[1]
    assert row.cells == (
        "Xây dựng bộ chỉ tiêu theo dõi, đánh giá chuyển đổi số của các sở, ban, ngành",
        "Sở KH&CN",
        "Sở Nội vụ;\nVP UBND tỉnh",
        "Ngày 15/5/2025",
        "- Bộ chỉ tiêu\n- Hướng dẫn cách tính",
        "Giám đốc Sở Khoa học và Công nghệ",
        demo.tasks[0].authority,
        "; ".join(demo.tasks[0].legal_basis),
        "",
    )


def test_an_appendix_belongs_to_its_decision(literal):
    """Below the title stands the document that it is attached to."""
    assert appendix(literal).remark == (
        "(Kèm theo Quyết định số 76/QĐ-SKHCN ngày 05/5/2025 của Sở Khoa học và Công nghệ tỉnh Thái Bình)"
    )


def test_an_invented_appendix_belongs_to_none(demo):
    """What is invented is said in place of the decision, to which no such appendix is attached."""
    assert appendix(demo).remark == f"Số liệu giả định, không có thật: {demo.invented}"


def test_a_plan_without_tasks_says_so(literal, empty):
    """The sections stand, then a row that says that there is no task."""
    assert [row.text for row in appendix(literal).rows][-1] == "Kế hoạch không có nhiệm vụ nào."
    assert len(appendix(literal).rows) == 4
    assert appendix(empty).rows == (GroupRow("Kế hoạch không có nhiệm vụ nào."),)


def test_texts_are_such_as_xml_carries(hostile):
    """Nothing in the appendix is beyond XML, and nothing else is lost."""
    content = appendix(hostile)
    cells = [cell for row in content.rows if isinstance(row, TaskRow) for cell in row.cells]
    for text in (*content.title, content.remark, *cells):
        assert text == xml_text(text)
    assert cells[::9] == [xml_text(task.name) for task in hostile.tasks]
