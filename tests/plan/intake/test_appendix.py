"""Task tables in the shapes that plans have, as Word and as Excel, imported and compared field by field."""

import unicodedata

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import kh2025
from kh2025.errors import PlanError
from kh2025.plan.agency_cells import join_names
from kh2025.plan.headings import WRITTEN, Column
from kh2025.plan.product_cells import join_products

LEFT, UP = "<", "^"
HEADER = [
    "STT",
    "Nội dung nhiệm vụ",
    "Cơ quan chủ trì",
    "Cơ quan phối hợp",
    "Thời gian hoàn thành",
    "Sản phẩm",
]
PLAIN = ["1", "Xây dựng kế hoạch", "Sở Y tế", "Sở Nội vụ", "Quý II/2025", "Kế hoạch"]


def imported(path, **options):
    """The draft of a file and the plan that its YAML loads as."""
    draft = kh2025.import_appendix(path, **{"year": 2025, **options})
    file = path.with_name("draft.yaml")
    file.write_text(draft.yaml(), "utf-8")
    return draft, kh2025.load_plan(file)


def fields(plan, *names):
    """The named fields of each task, agencies by name."""
    shown = {agency.id: agency.name for agency in plan.agencies}

    def value(task, name):
        found = getattr(task, name)
        if name == "lead":
            return shown.get(found)
        return tuple(shown.get(id_, id_) for id_ in found) if name == "coordinating" else found

    return [tuple(value(task, name) for name in names) for task in plan.tasks]


def codes(draft):
    return [doubt.code for doubt in draft.doubts if doubt.code != "import-fill"]


def test_plain_table(made):
    """A table in the usual form gives its tasks with every field, and nothing to doubt."""
    draft, plan = imported(made([HEADER, PLAIN]))
    assert fields(plan, "id", "name", "lead", "coordinating", "deadline", "products") == [
        ("nv-1", "Xây dựng kế hoạch", "Sở Y tế", ("Sở Nội vụ",), "Quý II/2025", ("Kế hoạch",))
    ]
    assert codes(draft) == []


def test_draft_says_what_it_is(made):
    """The draft names the file it comes from, and marks what is to be filled in."""
    path = made([HEADER, PLAIN])
    draft, plan = imported(path)
    assert path.name in plan.notes[0].text
    assert "[CẦN ĐIỀN]" in plan.title
    assert plan.letterheads[0].mark == "assumption"
    assert plan.assumptions
    assert "import-fill" in [doubt.code for doubt in draft.doubts]


def test_columns_in_any_order_and_wording(made):
    """Columns are known by their headings, wherever they stand."""
    table = [
        ["TT", "Thời hạn", "Kết quả đầu ra", "Đơn vị phối hợp", "Công việc", "Đơn vị\nthực hiện", "Lãnh đạo phụ trách", "Cấp thẩm quyền", "Ghi chú"],
        ["1.", "Tháng 6/2025", "Báo cáo", "Công an tỉnh", "Rà soát dữ liệu", "Sở Tài chính", "Ông A", "UBND tỉnh", "Gấp"],
    ]  # fmt: skip
    _, plan = imported(made(table))
    assert fields(
        plan, "name", "lead", "coordinating", "deadline", "products", "responsible", "authority", "note"
    ) == [
        (
            "Rà soát dữ liệu",
            "Sở Tài chính",
            ("Công an tỉnh",),
            "Tháng 6/2025",
            ("Báo cáo",),
            "Ông A",
            "UBND tỉnh",
            "Gấp",
        )
    ]


def test_header_in_two_rows(made):
    """A heading that spans two columns is divided by the row under it; the column numbers below are no task."""
    table = [
        ["STT", "Nhiệm vụ", "Cơ quan thực hiện", LEFT, "Thời gian", LEFT],
        [UP, UP, "Chủ trì", "Phối hợp", "Bắt đầu", "Hoàn thành"],
        ["(1)", "(2)", "(3)", "(4)", "(5)", "(6)"],
        ["1", "Xây dựng kế hoạch", "Sở Y tế", "Sở Nội vụ", "15/01/2025", "30/6/2025"],
    ]
    _, plan = imported(made(table))
    assert fields(plan, "lead", "coordinating", "deadline") == [("Sở Y tế", ("Sở Nội vụ",), "30/6/2025")]
    assert plan.tasks[0].starts_on.isoformat() == "2025-01-15"


def test_start_without_a_year_is_said(made):
    """The plan's year is put in for a first day too, and that is listed at its cell."""
    table = [
        ["STT", "Nhiệm vụ", "Chủ trì", "Ngày bắt đầu", "Thời hạn"],
        ["1", "Xây dựng kế hoạch", "Sở Y tế", "15/01", "30/6/2025"],
    ]
    draft, plan = imported(made(table))
    assert plan.tasks[0].starts_on.isoformat() == "2025-01-15"
    assert [(one.code, one.text) for one in draft.doubts if "year" in one.code] == [
        ("import-date-year", "15/01")
    ]


def test_header_of_two_rows_without_merges_downwards(made):
    """Empty cells under the other headings do not hide that the second row divides a heading."""
    table = [
        ["STT", "Nhiệm vụ", "Cơ quan thực hiện", LEFT, "Thời gian"],
        ["", "", "Chủ trì", "Phối hợp", ""],
        ["1", "Xây dựng kế hoạch", "Sở Y tế", "Sở Nội vụ", "30/6/2025"],
    ]
    _, plan = imported(made(table))
    assert fields(plan, "lead", "coordinating") == [("Sở Y tế", ("Sở Nội vụ",))]


GROUP_ROWS = {
    "merged-over-all": ["I. Thể chế", LEFT, LEFT, LEFT, LEFT, LEFT],
    "merged-beside-number": ["I", "Thể chế", LEFT, LEFT, LEFT, LEFT],
    "not-merged": ["I", "Thể chế", "", "", "", ""],
    "in-the-name": ["", "I. Thể chế", "", "", "", ""],
    "worded": ["Phần I: Thể chế", LEFT, LEFT, LEFT, LEFT, LEFT],
}


@pytest.mark.parametrize("row", GROUP_ROWS.values(), ids=GROUP_ROWS)
def test_group_rows_are_sections(made, row):
    """A row in Roman numerals, merged or not, is the section of the tasks below it."""
    _, plan = imported(made([HEADER, row, PLAIN]))
    assert [(one.id, one.number, one.title) for one in plan.sections] == [("muc-i", "I", "Thể chế")]
    assert fields(plan, "section", "name") == [("muc-i", "Xây dựng kế hoạch")]


def test_groups_within_groups(made):
    """A Roman group under a capital one carries both numbers; C after B is a letter."""
    rows = [["A", "Một", *[""] * 4], ["I", "Hai", *[""] * 4], PLAIN, ["B", "Ba", *[""] * 4], PLAIN]
    _, plan = imported(made([HEADER, *rows, ["C", "Bốn", *[""] * 4], PLAIN]))
    assert [one.number for one in plan.sections] == ["A", "A.I", "B", "C"]
    assert [task.section for task in plan.tasks] == ["muc-a-i", "muc-b", "muc-c"]
    assert [task.id for task in plan.tasks] == ["nv-a-i-1", "nv-b-1", "nv-c-1"]


def test_group_without_number(made):
    """A row across all columns without a number is a section too, and is listed."""
    draft, plan = imported(made([HEADER, ["Nhiệm vụ trọng tâm", *[LEFT] * 5], PLAIN]))
    assert [(one.number, one.title) for one in plan.sections] == [("1", "Nhiệm vụ trọng tâm")]
    assert "import-section-number" in codes(draft)


def test_title_rows_above_the_header(made):
    """Rows above the header are the table's title, and name its section when no group row does."""
    title = ["DANH MỤC NHIỆM VỤ NĂM 2026", *[LEFT] * 5]
    _, plan = imported(made([title, HEADER, [*PLAIN[:4], "Quý II", "Kế hoạch"]]), year=None)
    assert plan.covers.first.year == 2026
    assert [one.title for one in plan.sections] == ["DANH MỤC NHIỆM VỤ NĂM 2026"]


SUB_ROWS = {
    "letters": ("a)", "b)", "nv-1-a", "nv-1-b"),
    "dotted": ("1.1", "1.2", "nv-1-1", "nv-1-2"),
    "dashes": ("-", "-", "nv-1-1", "nv-1-2"),
}


@pytest.mark.parametrize(("first", "second", "id_1", "id_2"), SUB_ROWS.values(), ids=SUB_ROWS)
def test_sub_rows_with_their_own_lead(made, first, second, id_1, id_2):
    """Each sub-row with a lead is a task named with the row above, which is none itself."""
    table = [
        HEADER,
        ["1", "Triển khai các nền tảng:", "", "", "", ""],
        [first, "Nền tảng dữ liệu", "Sở Y tế", "", "Quý II/2025", ""],
        [second, "Nền tảng họp", "Sở Nội vụ", "", "Quý III/2025", ""],
    ]
    _, plan = imported(made(table))
    assert fields(plan, "id", "name", "lead", "deadline") == [
        (id_1, "Triển khai các nền tảng: Nền tảng dữ liệu", "Sở Y tế", "Quý II/2025"),
        (id_2, "Triển khai các nền tảng: Nền tảng họp", "Sở Nội vụ", "Quý III/2025"),
    ]


def test_number_before_the_name(made):
    """Where the number's cell is empty, the number is read from before the name."""
    table = [HEADER, PLAIN, ["", "a) Nền tảng", "Sở Nội vụ", "", "", ""]]
    _, plan = imported(made(table))
    assert fields(plan, "id", "name")[1] == ("nv-1-a", "Xây dựng kế hoạch: Nền tảng")


def test_sub_rows_without_duties_belong_to_the_task(made):
    """Sub-rows without lead and deadline are part of the task above, with their products."""
    table = [HEADER, PLAIN, ["a", "Rà soát", "", "", "", "Báo cáo"], ["b", "Trình duyệt", "", "", "", ""]]
    _, plan = imported(made(table))
    assert fields(plan, "name", "products") == [
        ("Xây dựng kế hoạch a) Rà soát b) Trình duyệt", ("Kế hoạch", "Báo cáo"))
    ]


def test_parent_with_its_own_duty_is_a_task_too(made):
    """A row with a lead stays a task; a sub-row takes what it does not say from it, and is listed."""
    draft, plan = imported(made([HEADER, PLAIN, ["a", "Rà soát", "Sở Nội vụ", "", "", ""]]))
    assert fields(plan, "id", "lead", "deadline") == [
        ("nv-1", "Sở Y tế", "Quý II/2025"),
        ("nv-1-a", "Sở Nội vụ", "Quý II/2025"),
    ]
    assert "import-inherited" in codes(draft)


def test_lead_merged_over_several_rows(made):
    """A cell merged downwards counts for every row that it covers."""
    table = [
        HEADER,
        ["1", "Việc một", "Sở Y tế", "", "Quý I/2025", ""],
        ["2", "Việc hai", UP, "", "Quý II/2025", ""],
        ["3", "Việc ba", UP, "", UP, ""],
    ]
    _, plan = imported(made(table))
    assert fields(plan, "name", "lead", "deadline") == [
        ("Việc một", "Sở Y tế", "Quý I/2025"),
        ("Việc hai", "Sở Y tế", "Quý II/2025"),
        ("Việc ba", "Sở Y tế", "Quý II/2025"),
    ]


def test_name_merged_over_several_products(made):
    """Rows that share number and name are one task with all their products."""
    table = [HEADER, PLAIN, [UP, UP, UP, UP, UP, "Báo cáo"]]
    _, plan = imported(made(table))
    assert fields(plan, "name", "products") == [("Xây dựng kế hoạch", ("Kế hoạch", "Báo cáo"))]


def test_name_merged_over_several_leads(made):
    """A row that shares its name but has a lead of its own is a task of its own, and is listed."""
    draft, plan = imported(made([HEADER, PLAIN, [UP, UP, "Sở Nội vụ", "", "Quý III/2025", ""]]))
    assert fields(plan, "name", "lead") == [
        ("Xây dựng kế hoạch", "Sở Y tế"),
        ("Xây dựng kế hoạch", "Sở Nội vụ"),
    ]
    assert "import-shared-name" in codes(draft)


def test_row_continued_after_a_page_break(made):
    """A row without number and lead goes on the row above, column by column; the repeated header is no task."""
    table = [
        HEADER,
        ["1", "Xây dựng kế hoạch", "Sở Y tế", "Sở Nội vụ, Sở", "Quý II/2025", "Kế hoạch"],
        HEADER,
        ["", "chuyển đổi số", "", "Tài chính", "", "của tỉnh"],
        ["2", "Việc hai", "Sở Y tế", "", "", ""],
    ]
    draft, plan = imported(made(table))
    assert fields(plan, "name", "coordinating", "products") == [
        ("Xây dựng kế hoạch chuyển đổi số", ("Sở Nội vụ", "Sở Tài chính"), ("Kế hoạch của tỉnh",)),
        ("Việc hai", (), ()),
    ]
    assert "import-continued" in codes(draft)


def test_table_without_number_column(made):
    """Rows without numbers are tasks; one that begins in small letters goes on the one above."""
    table = [
        ["Nhiệm vụ", "Chủ trì", "Thời hạn"],
        ["Việc một", "Sở Y tế", "Quý I/2025"],
        ["và phần còn lại", "", ""],
        ["Việc hai", "Sở Nội vụ", ""],
    ]
    _, plan = imported(made(table))
    assert fields(plan, "id", "name") == [("nv-1", "Việc một và phần còn lại"), ("nv-2", "Việc hai")]


def test_group_in_capitals_that_nobody_merged(made):
    """A row with nothing but a name in capitals heads those below it."""
    _, plan = imported(made([HEADER, ["", "XÂY DỰNG THỂ CHẾ", "", "", "", ""], PLAIN]))
    assert [one.title for one in plan.sections] == ["XÂY DỰNG THỂ CHẾ"]


def test_number_of_an_own_kind(made):
    """A code in the number's column is a number: its row is a task of the first level."""
    _, plan = imported(made([HEADER, ["NV01", *PLAIN[1:]], ["NV02", *PLAIN[1:]]]))
    assert [task.id for task in plan.tasks] == ["nv-nv01", "nv-nv02"]
    assert [task.name for task in plan.tasks] == ["Xây dựng kế hoạch"] * 2


def test_rows_without_a_name_are_listed(made):
    """A lead or a time without a name makes no task of its own; its text stands in the list."""
    draft, plan = imported(made([HEADER, PLAIN, ["", "", "TM. ỦY BAN NHÂN DÂN", "", "CHỦ TỊCH", ""]]))
    assert len(plan.tasks) == 1
    assert [(one.code, one.row) for one in draft.doubts if one.table] == [("import-no-name", 3)]


def test_remark_behind_the_last_task(made):
    """A text across all columns at the end is no section, and is listed."""
    draft, plan = imported(made([HEADER, PLAIN, ["Ghi chú: số liệu đến 30/4", *[LEFT] * 5]]))
    assert [one.id for one in plan.sections] == ["bang-1"]
    assert codes(draft) == ["import-no-name"]


def test_text_under_a_sheet(excel):
    """What stands apart under a sheet's table does not go on its last task."""
    draft, plan = imported(excel([HEADER, PLAIN, [""] * 6, ["", "Nơi nhận: như trên", "", "", "", ""]]))
    assert [task.name for task in plan.tasks] == ["Xây dựng kế hoạch"]
    assert codes(draft) == ["import-no-name"]


@pytest.mark.parametrize("sign", ["-nt-", "nt", "Như trên", '"', "//"])
def test_signs_for_as_above(made, sign):
    """A sign for "as above" takes the text above it, and is listed."""
    draft, plan = imported(made([HEADER, PLAIN, ["2", "Việc hai", sign, "", "Quý III/2025", ""]]))
    assert fields(plan, "lead") == [("Sở Y tế",), ("Sở Y tế",)]
    assert codes(draft) == ["import-ditto"]


def test_sums_are_no_tasks(made):
    """A row that adds up is listed, not joined to the task above."""
    draft, plan = imported(made([HEADER, PLAIN, ["", "Tổng cộng", "", "", "", ""]]))
    assert fields(plan, "name") == [("Xây dựng kế hoạch",)]
    assert codes(draft) == ["import-no-name"]


AGENCIES = {
    "one-with-comma": ("Sở Văn hóa, Thể thao và Du lịch", ["Sở Văn hóa, Thể thao và Du lịch"]),
    "commas": (
        "Sở Y tế, Sở Văn hóa, Thể thao và Du lịch, Công an tỉnh",
        ["Sở Y tế", "Sở Văn hóa, Thể thao và Du lịch", "Công an tỉnh"],
    ),
    "semicolons": ("Sở Y tế; Sở Nội vụ;", ["Sở Y tế", "Sở Nội vụ"]),
    "lines": ("Sở Y tế\nSở Nội vụ", ["Sở Y tế", "Sở Nội vụ"]),
    "dashes": ("- Sở Y tế\n- Sở Nội vụ.", ["Sở Y tế", "Sở Nội vụ"]),
    "wrapped": ("Sở Khoa học và\nCông nghệ", ["Sở Khoa học và Công nghệ"]),
    "each": ("Các sở: Tài chính, Nội vụ", ["Sở Tài chính", "Sở Nội vụ"]),
    "and": ("Sở Y tế và Sở Nội vụ", ["Sở Y tế", "Sở Nội vụ"]),
}


@pytest.mark.parametrize(("cell", "names"), AGENCIES.values(), ids=AGENCIES)
def test_agencies_in_a_cell(made, cell, names):
    """What parts agencies and what belongs to a name is told apart."""
    _, plan = imported(made([HEADER, ["1", "Việc", "Thanh tra tỉnh", cell, "", ""]]))
    assert fields(plan, "coordinating") == [(tuple(names),)]


GROUPS = ["các đơn vị liên quan", "Các sở, ban, ngành", "UBND các huyện, thành phố"]


@pytest.mark.parametrize("name", GROUPS)
def test_groups_nobody_has_named_stay_in_the_note(made, name):
    """A group without known members is no agency: it stays in the note and is listed."""
    draft, plan = imported(made([HEADER, ["1", "Việc", "Sở Y tế", f"Sở Nội vụ; {name}", "", ""]]))
    assert fields(plan, "coordinating", "note") == [(("Sở Nội vụ",), f"Phối hợp: {name}")]
    assert codes(draft) == ["import-group"]


def test_several_leads(made):
    """The first agency leads, the others coordinate, and the cell is listed."""
    draft, plan = imported(made([HEADER, ["1", "Việc", "Sở Y tế; Sở Nội vụ", "", "", ""]]))
    assert fields(plan, "lead", "coordinating") == [("Sở Y tế", ("Sở Nội vụ",))]
    assert codes(draft) == ["import-leads"]


def test_lead_and_coordinating_in_one_column(made):
    """Labels in one cell say who leads."""
    table = [
        ["STT", "Nhiệm vụ", "Cơ quan chủ trì, phối hợp"],
        ["1", "Việc", "- Chủ trì: Sở Y tế;\n- Phối hợp: Sở Nội vụ"],
    ]
    _, plan = imported(made(table))
    assert fields(plan, "lead", "coordinating") == [("Sở Y tế", ("Sở Nội vụ",))]


def test_known_agencies(made):
    """Agencies and groups of a plan are found by id, name, normal form and alias, with what they carry."""
    known = kh2025.load_plan("example:thai_binh_2025/plan.yaml")
    table = [
        HEADER,
        ["1", "Việc một", "Sở KH&CN", "so-tc; Các sở, ban, ngành", "", ""],
        ["2", "Việc hai", "sở khoa học và công nghệ", "Sở Y tế", "", ""],
    ]
    _, plan = imported(made(table), agencies=known)
    ids = {task.id: (task.lead, task.coordinating) for task in plan.tasks}
    assert ids["nv-1"][1][0] == "so-tc"
    assert ids["nv-1"][0] == ids["nv-2"][0] == "so-khcn"
    assert plan.agencies == known.agencies
    assert plan.groups == known.groups


def test_near_names_are_only_suggested(made):
    """Names that differ by a tone mark stay two agencies; the list says that they are close."""
    table = [HEADER, ["1", "Việc", "UBND xã Hòa Tiên", "UBND xã Hòa Tiến", "", ""]]
    draft, plan = imported(made(table))
    assert len(plan.agencies) == 2
    assert codes(draft) == ["import-agency-near"]


def test_an_agency_that_the_known_plan_lacks_is_said(made):
    """Beside a plan whose agencies are known, a name of nobody there is listed, whatever it looks like."""
    known = kh2025.load_plan("example:thai_binh_2025/plan.yaml")
    table = [HEADER, ["1", "Việc", "Sở Y tế", "Viện Hải dương học", "", ""]]
    draft, plan = imported(made(table), agencies=known)
    assert codes(draft) == ["import-agency-new"]
    assert [one.name for one in plan.agencies[len(known.agencies) :]] == ["Viện Hải dương học"]


def test_one_name_in_two_writings_is_one_agency(made):
    """Case, spaces and the place of the tone mark do not make two agencies of one."""
    table = [
        HEADER,
        ["1", "Việc", "Sở Y  tế", "UBND tỉnh Hoà Bình", "", ""],
        ["2", "Việc khác", "SỞ Y TẾ", "UBND tỉnh Hòa Bình", "", ""],
    ]
    _, plan = imported(made(table))
    assert len(plan.agencies) == 2


UNREAD = {
    "depends": "Theo kế hoạch của UBND tỉnh",
    "no-such-quarter": "Quý V/2025",
    "short-year": "30/6/25",
    "words": "sớm nhất có thể",
}


@pytest.mark.parametrize("text", UNREAD.values(), ids=UNREAD)
def test_deadline_that_cannot_be_read(made, text):
    """The task keeps it in its note, has no deadline, and the list says why, with the place."""
    draft, plan = imported(made([HEADER, [*PLAIN[:4], text, ""]]))
    assert plan.tasks[0].deadline is None
    assert plan.tasks[0].note == f"Thời hạn: {text}"
    doubt = next(one for one in draft.doubts if one.code.startswith("schedule-"))
    assert (doubt.table, doubt.row, doubt.text) == ("1", 2, text)
    assert doubt.column in {"5", "E"}


def test_deadline_without_year_is_said_once(made):
    """The plan's year is put in, and each such wording is listed once."""
    rows = [[str(n), f"Việc {n}", "Sở Y tế", "", "Quý II", ""] for n in (1, 2, 3)]
    draft, plan = imported(made([HEADER, *rows]))
    assert [task.deadline for task in plan.tasks] == ["Quý II"] * 3
    assert codes(draft) == ["import-date-year"]


def test_unknown_column_goes_to_the_note(made):
    """A heading that is not understood loses nothing: heading and text stand in the note."""
    draft, plan = imported(made([[*HEADER, "Kinh phí"], [*PLAIN, "100 triệu"]]))
    assert plan.tasks[0].note == "Kinh phí: 100 triệu"
    assert codes(draft) == ["import-column"]


def test_legal_basis(made):
    """Numbers of documents become the legal basis; words without a number stay in the note."""
    header = [*HEADER, "Căn cứ"]
    rows = [[*PLAIN, "Kế hoạch số 26/KH-UBND; 76/QĐ-SKHCN"], ["2", *PLAIN[1:], "Chỉ đạo của Tỉnh ủy"]]
    draft, plan = imported(made([header, *rows]))
    assert plan.tasks[0].legal_basis == ("26/KH-UBND", "76/QĐ-SKHCN")
    assert plan.tasks[1].note == "Căn cứ: Chỉ đạo của Tỉnh ủy"
    assert codes(draft) == ["import-basis"]


def test_tables_that_are_none_are_listed(made):
    """A signature block is skipped and listed; a second task table is read."""
    signature = [["Nơi nhận:\n- Như trên", "TM. ỦY BAN NHÂN DÂN"]]
    draft, plan = imported(made([HEADER, PLAIN], signature, [HEADER, ["1", "Việc khác", *PLAIN[2:]]]))
    assert [task.name for task in plan.tasks] == ["Xây dựng kế hoạch", "Việc khác"]
    assert len({task.id for task in plan.tasks}) == 2
    assert [(one.code, one.table) for one in draft.doubts if one.table == "2"] == [
        ("import-table-skipped", "2")
    ]


def test_nothing_to_import(made):
    """A file without a task table is refused, and the error names what was skipped."""
    with pytest.raises(PlanError) as refused:
        kh2025.import_appendix(made([["Nơi nhận", "Ký tên"]]), year=2025)
    assert [one.code for one in refused.value.problems] == ["import-nothing", "import-table-skipped"]


def test_header_without_rows_is_nothing(made):
    """A header alone holds no task."""
    with pytest.raises(PlanError):
        kh2025.import_appendix(made([HEADER, [""] * 6]), year=2025)


def test_year_from_the_deadlines(made):
    """Without a year given or named in the title, the one that most deadlines name is taken, and listed."""
    rows = [PLAIN, ["2", *PLAIN[1:]], [*PLAIN[:4], "Quý I/2026", ""]]
    draft, plan = imported(made([HEADER, *rows]), year=None)
    assert plan.covers.first.year == 2025
    assert "import-year" in codes(draft)


def test_no_year_at_all(made):
    """A file that names no year is refused without one, and takes the one that stands in."""
    path = made([HEADER, [*PLAIN[:4], "Quý II", ""]])
    with pytest.raises(PlanError, match="import-no-year"):
        kh2025.import_appendix(path)
    assert kh2025.import_appendix(path, year_if_unknown=2027).plan["covers"].startswith("2027")


DIRTY = {
    "decomposed": (unicodedata.normalize("NFD", "Xây dựng kế hoạch"), "text-composed"),
    "no-break-space": ("Xây dựng\u00a0kế hoạch", "text-composed"),
    "zero-width": ("Xây dựng\u200b kế hoạch", "text-cleaned"),
    "override": ("Xây dựng\u202e kế hoạch", "text-cleaned"),
    "tcvn3": ("X©y dùng kÕ ho¹ch", "text-converted"),
}


@pytest.mark.parametrize(("text", "code"), DIRTY.values(), ids=DIRTY)
def test_texts_cross_the_border(made, text, code):
    """Old encodings and hidden characters are put right, and the list says so with the place."""
    draft, plan = imported(made([HEADER, ["1", text, *PLAIN[2:]]]))
    assert plan.tasks[0].name == "Xây dựng kế hoạch"
    assert [(one.code, one.row) for one in draft.doubts if one.table] == [(code, 2)]


def test_texts_that_together_look_old(made):
    """Two cells that are doubtful alone and certain together are converted before the schema refuses them."""
    table = [HEADER, ["1", "häc", "", "", "", ""], ["a", "mäi", "Sở Y tế", "", "", ""]]
    draft, plan = imported(made(table))
    assert plan.tasks[0].name == "học: mọi"
    assert "import-refused" in codes(draft)


def test_lost_letters(made):
    """A replacement character is no letter: the text is kept readable and listed."""
    draft, _ = imported(made([HEADER, ["1", "Xây d\ufffdng", *PLAIN[2:]]]))
    assert codes(draft) == ["text-replacement"]


TEXTS = st.one_of(
    st.sampled_from(
        [
            "",
            "",
            "1",
            "I",
            "a)",
            "-",
            "A",
            "1.1",
            *HEADER,
            "Sở Y tế",
            "các đơn vị liên quan",
            "Quý II/2025",
            "häc tËp",
            "Theo yêu cầu",
            "null",
        ]
    ),
    st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=12),
)


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.lists(TEXTS, min_size=6, max_size=6), min_size=1, max_size=8))
def test_whatever_stands_in_the_cells_the_draft_loads(excel, rows):
    """Any texts under a header give a plan file that loads, or a refusal of ours."""
    try:
        imported(excel([HEADER, *rows]))
    except PlanError as error:
        assert error.problems[0].code == "import-nothing"


NAMES = st.sampled_from(
    [
        "Sở Y tế",
        "Sở Văn hóa, Thể thao và Du lịch",
        "Hai Tiểu Ban",
        "Công an tỉnh",
        "Ban Quản lý Khu kinh tế và các khu công nghiệp",
    ]
)
PHRASES = st.lists(
    st.sampled_from(["xây", "dựng", "kế", "hoạch", "số", "2025", "(bản", "hai)", "báo", "cáo;", "Sở"]),
    min_size=1,
    max_size=8,
).map(" ".join)
PRODUCTS = st.lists(PHRASES.map(lambda text: text.strip(" ;")).filter(bool), max_size=3, unique=True)
TASKS = st.tuples(PHRASES.map(lambda text: f"Việc {text}".strip(" ;")), NAMES, st.lists(NAMES, max_size=3, unique=True), st.sampled_from(["", "Quý II/2025", "Trước ngày 30/6/2025", "Hằng tháng, hạn ngày 25", "Thường xuyên"]), PRODUCTS)  # fmt: skip


@pytest.mark.parametrize("kind", ["word", "excel"])
@settings(deadline=None, max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(tasks=st.lists(TASKS, min_size=1, max_size=5))
def test_what_is_written_out_comes_back(request, kind, tasks):
    """A table with our own headings and cells gives back every field."""
    columns = [Column.NUMBER, Column.NAME, Column.LEAD, Column.COORDINATING, Column.DEADLINE, Column.PRODUCTS]
    rows = [
        [str(number), name, lead, join_names(others), deadline, join_products(products)]
        for number, (name, lead, others, deadline, products) in enumerate(tasks, start=1)
    ]
    draft, plan = imported(request.getfixturevalue(kind)([[WRITTEN[one] for one in columns], *rows]))
    assert fields(plan, "name", "lead", "coordinating", "deadline", "products") == [
        (name, lead, tuple(one for one in others if one != lead), deadline or None, tuple(products))
        for name, lead, others, deadline, products in tasks
    ]
    assert not {"import-continued", "import-group", "import-no-lead"} & set(codes(draft))


def written_out(plan):
    """A plan's tasks as a table with our headings, one group row a section."""
    columns = list(WRITTEN)
    rows = [[WRITTEN[column] for column in columns]]
    for section in plan.sections:
        tasks = [task for task in plan.tasks if task.section == section.id]
        if tasks:
            rows.append([section.number, section.title, *[LEFT] * (len(columns) - 2)])
        rows += [
            [_cell(plan, task, column, at) for column in columns] for at, task in enumerate(tasks, start=1)
        ]
    return rows


def _cell(plan, task, column, number):
    if column is Column.NUMBER:
        return str(number)
    value = getattr(task, column)
    if value is None:
        return ""
    if column is Column.LEAD:
        return plan.label(value)
    if column is Column.COORDINATING:
        return join_names([plan.label(id_) for id_ in value])
    if column is Column.STARTS_ON:
        return value.strftime("%d/%m/%Y")
    if column is Column.LEGAL_BASIS:
        return "; ".join(value)
    return join_products(value) if column is Column.PRODUCTS else value


def test_example_comes_back(made):
    """The tasks of the packaged (invented) example, written out and imported with its agencies, are the same."""
    plan = kh2025.load_plan("example:thai_binh_2025/demo.yaml")
    draft, back = imported(made(written_out(plan)), year=None, agencies=plan)
    names = [
        name for name in type(plan.tasks[0]).model_fields if name not in {"id", "section", "assigned_on"}
    ]
    order = {section.id: at for at, section in enumerate(plan.sections)}
    tasks = sorted(plan.tasks, key=lambda task: order[task.section])
    assert [[getattr(task, name) for name in names] for task in back.tasks] == [
        [getattr(task, name) for name in names] for task in tasks
    ]
    sections = {section.id: (section.number, section.title) for section in back.sections}
    numbers = {section.id: (section.number, section.title) for section in plan.sections}
    assert [sections[task.section] for task in back.tasks] == [numbers[task.section] for task in tasks]
    assert set(codes(draft)) <= {"import-year", "import-no-lead", "import-date-year"}


def test_table_without_a_task(made):
    """A task table whose only row is no task makes no draft; the row is listed with the refusal."""
    empty = ["Kế hoạch không có nhiệm vụ nào.", *[LEFT] * 5]
    with pytest.raises(PlanError) as refused:
        kh2025.import_appendix(made([HEADER, empty]), year=2025)
    assert [one.code for one in refused.value.problems] == ["import-nothing", "import-no-name"]
