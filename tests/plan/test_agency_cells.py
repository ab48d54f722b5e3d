"""Cells that name agencies: what parts names, what belongs to one, what is a group."""

import pytest

from kh2025.plan.agency_cells import has_odd_comma, is_group, join_names, labelled, split_names

KNOWN = {"sở tài chính", "sở nội vụ", "sở tư pháp", "ban chỉ đạo, tổ giúp việc", "hai tiểu ban"}


def nothing(name):
    del name
    return False


def known(name):
    return name.lower() in KNOWN


UNKNOWN_NAMES = {
    "one": ("Sở Y tế", ["Sở Y tế"]),
    "wrapped-after-and": ("Sở Giáo dục và\nĐào tạo", ["Sở Giáo dục và Đào tạo"]),
    "wrapped-after-title": ("Sở Nội vụ, Sở\nTài chính", ["Sở Nội vụ", "Sở Tài chính"]),
    "wrapped-comma": ("Sở Văn hóa,\nThể thao và\nDu lịch", ["Sở Văn hóa, Thể thao và Du lịch"]),
    "comma-name-in-list": (
        "Các sở: Tài chính, Văn hóa, Thể thao và Du lịch, Y tế",
        ["Sở Tài chính", "Sở Văn hóa, Thể thao và Du lịch", "Sở Y tế"],
    ),
    "and-inside": ("Văn phòng Đoàn ĐBQH và HĐND tỉnh", ["Văn phòng Đoàn ĐBQH và HĐND tỉnh"]),
    "and-inside-many": (
        "Ban Quản lý Khu kinh tế và các khu công nghiệp, Công an tỉnh",
        ["Ban Quản lý Khu kinh tế và các khu công nghiệp", "Công an tỉnh"],
    ),
    "group-among-them": (
        "Các sở, ban, ngành, UBND các huyện, thành phố",
        ["Các sở, ban, ngành", "UBND các huyện, thành phố"],
    ),
    "all-of-a-kind": ("Các cơ quan: Sở Y tế, Sở Nội vụ", ["Sở Y tế", "Sở Nội vụ"]),
    "comma-without-space": ("Sở VH,TT&DL,Sở Y tế", ["Sở VH,TT&DL", "Sở Y tế"]),
    "companies": ("VNPT, Viettel Thái Bình, Mobifone", ["VNPT", "Viettel Thái Bình", "Mobifone"]),
    "twice": ("Sở Y tế; SỞ Y TẾ", ["Sở Y tế"]),
    "small-after-semicolon": ("Sở Y tế; các đơn vị liên quan", ["Sở Y tế", "các đơn vị liên quan"]),
    "without-title": ("Sở Tài chính, Nội vụ", ["Sở Tài chính, Nội vụ"]),
    "empty": (" ;\n, ", []),
}


@pytest.mark.parametrize(("cell", "names"), UNKNOWN_NAMES.values(), ids=UNKNOWN_NAMES)
def test_names_without_a_list(cell, names):
    """Without known names a cell is parted by its own signs."""
    assert split_names(cell, nothing) == names


KNOWN_NAMES = {
    "title-once": ("Sở Tài chính, Nội vụ", ["Sở Tài chính", "Sở Nội vụ"]),
    "and-in-list": ("Các sở: Tài chính, Nội vụ và Tư pháp", ["Sở Tài chính", "Sở Nội vụ", "Sở Tư pháp"]),
    "name-with-comma": ("Ban Chỉ đạo, Tổ giúp việc, Sở Nội vụ", ["Ban Chỉ đạo, Tổ giúp việc", "Sở Nội vụ"]),
    "small-letters-on-a-line": ("Sở Nội vụ\nhai Tiểu Ban", ["Sở Nội vụ", "hai Tiểu Ban"]),
}


@pytest.mark.parametrize(("cell", "names"), KNOWN_NAMES.values(), ids=KNOWN_NAMES)
def test_names_with_a_list(cell, names):
    """Known names are taken whole, and a title said once counts where that makes a known name."""
    assert split_names(cell, known) == names


@pytest.mark.parametrize(
    "name",
    [
        "Các sở, ban, ngành",
        "UBND các xã, phường",
        "các đơn vị có liên quan",
        "UBND cấp huyện",
        "Sở, ban, ngành",
    ],
)
def test_groups(name):
    """Names that stand for many are groups."""
    assert is_group(name)


@pytest.mark.parametrize("name", ["Sở Y tế", "UBND tỉnh", "Ban Chỉ đạo", "Văn phòng UBND tỉnh"])
def test_no_groups(name):
    """Names of one agency are none."""
    assert not is_group(name)


def test_labels():
    """Labels give each agency its part; a text before them is not lost to a guess."""
    assert labelled("Cơ quan chủ trì: Sở Y tế\nPhối hợp: Sở Nội vụ") == {
        "chủ trì": "Sở Y tế",
        "phối hợp": "Sở Nội vụ",
    }
    assert labelled("Sở Y tế chủ trì: việc một") is None
    assert labelled("Sở Y tế") is None


def test_odd_commas():
    """A comma is odd unless it belongs to a name that has one."""
    assert has_odd_comma("Sở Tài chính, Nội vụ")
    assert not has_odd_comma("Sở Văn hóa, Thể thao và Du lịch")


def test_written_names_are_read():
    """Names put into one cell come back, groups and commas included."""
    names = ["Sở Văn hóa, Thể thao và Du lịch", "các đơn vị liên quan", "hai Tiểu Ban"]
    assert split_names(join_names(names), nothing) == names


def test_a_cell_of_many_commas():
    """What is asked of the known names grows with the parts of a cell, not with their cube."""
    asked = []
    parts = ", ".join(f"phần {number}" for number in range(300))
    split_names(parts, lambda name: bool(asked.append(name)))
    assert sum(map(len, asked)) < 100 * len(parts)
