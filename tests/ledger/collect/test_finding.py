"""Which files are meant: named ones as they are, in folders what looks like a report."""

import pytest

from kh2025.errors import InputError
from kh2025.ledger.collect.finding import find_files


def made(folder, *names):
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"x")


def test_folder_is_searched(tmp_path):
    """Workbooks and CSV files in order, subfolders too; also .xls, so that it is refused and not overlooked."""
    made(tmp_path, "b.xlsx", "a.XLSM", "sub/c.csv", "d.xls", "e.docx", "f.txt")
    found = find_files([tmp_path])
    assert [path.relative_to(tmp_path).as_posix() for path in found] == [
        "a.XLSM",
        "b.xlsx",
        "d.xls",
        "sub/c.csv",
    ]


def test_what_is_no_report_is_left_out(tmp_path):
    """Excel's own files, hidden ones, links, the list of receipts, the folder of rejects and lists of errors."""
    made(tmp_path, "a.xlsx", "~$a.xlsx", ".a.xlsx", "cover.csv", "rejects/a.xlsx", "b.csv.errors.csv")
    (tmp_path / "link.xlsx").symlink_to(tmp_path / "a.xlsx")
    found = find_files([tmp_path], [tmp_path / "cover.csv", tmp_path / "rejects"])
    assert [path.name for path in found] == ["a.xlsx"]


def test_named_file_is_taken_as_it_is(tmp_path):
    """Once, however it is named, also when its folder is named too, and when there is none: the reader says so."""
    made(tmp_path, "a.xlsx", "b/b.csv")
    assert find_files([tmp_path / "a.xlsx", tmp_path / "b" / ".." / "a.xlsx"]) == [tmp_path / "a.xlsx"]
    (tmp_path / "b" / "b.csv").unlink()
    assert find_files([tmp_path / "a.xlsx", tmp_path]) == [tmp_path / "a.xlsx"]
    assert find_files([tmp_path / "none.xlsx"]) == [tmp_path / "none.xlsx"]


def test_folder_with_nothing(tmp_path):
    """A folder without a report is most likely the wrong one."""
    with pytest.raises(InputError, match="collect-nothing"):
        find_files([tmp_path])
