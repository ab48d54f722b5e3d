"""The list of what came in: a line a file, typed; what is wrong refuses the whole call before any file is read."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from kh2025.errors import InputError
from kh2025.ledger.collect.receipts import Receipt, read_receipts

AGENCIES = {"so-khcn": None, "hai-tieu-ban": None}
LINE = "a.xlsx,2025-06-16T09:00:00+07:00"
MOMENT = datetime(2025, 6, 16, 2, tzinfo=UTC)


def listed(tmp_path, text):
    path = tmp_path / "cover.csv"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return read_receipts(None, path, AGENCIES)


def test_all_columns(tmp_path):
    """Moment, way and number of a file; empty cells say nothing."""
    head = "file,received_at,obligation_id,sent_to,via,channel,result,document_number"
    found = listed(tmp_path, f"{head}\n{LINE},,hai-tieu-ban,so-khcn,electronic,accepted,125/BC-SYT\n\n")
    assert found.of(Path("x/a.xlsx")) == Receipt(
        MOMENT, None, "hai-tieu-ban", "so-khcn", "electronic", "accepted", "125/BC-SYT"
    )
    assert found.of(Path("b.xlsx")) is None


SOUND = {
    "semicolon": f"file;received_at\n{LINE.replace(',', ';')}\n",
    "mark": f"\ufefffile,received_at\n{LINE}\n",
    "folder": f"file,received_at\nthang-6/{LINE}\n",
    "windows": f"file,received_at\r\nC:\\bao-cao\\{LINE}\r\n",
    "other-order": "received_at,file\n2025-06-16T09:00:00+07:00,a.xlsx\n",
}


@pytest.mark.parametrize("text", SOUND.values(), ids=SOUND)
def test_forms_of_the_list(tmp_path, text):
    """Excel's ways of writing CSV, and paths before the name, do not matter."""
    assert listed(tmp_path, text).of(Path("a.xlsx")) == Receipt(MOMENT)


WRONG = {
    "naive": ("file,received_at\na.xlsx,2025-06-16T09:00:00\n", ["cell-moment"]),
    "day-only": ("file,received_at\na.xlsx,16/6/2025\n", ["cell-moment"]),
    "no-moment": ("file,received_at\na.xlsx,\n", ["cell-empty"]),
    "no-file": (f"file,received_at\n{LINE.replace('a.xlsx', '')}\n", ["cell-empty"]),
    "twice": (f"file,received_at\n{LINE}\n{LINE}\n", ["collect-cover-twice"]),
    "agency": (f"file,received_at,via\n{LINE},so-la\n", ["agency"]),
    "channel": (f"file,received_at,channel\n{LINE},fax\n", ["cell-choice"]),
    "column": (f"file,received_at,sender\n{LINE},x\n", ["facts-column"]),
    "column-twice": (f"file,received_at,file\n{LINE},x\n", ["facts-column-twice"]),
    "column-missing": ("file\na.xlsx\n", ["facts-column-missing"]),
    "short-line": ("file,received_at\na.xlsx\n", ["facts-row"]),
    "empty": ("", ["facts-column-missing"] * 2),
    "quotes": ('file,received_at\n"a"x,1\n', ["collect-csv"]),
    "utf-16": ("file,received_at\n".encode("utf-16"), ["file-encoding"]),
}


@pytest.mark.parametrize(("text", "codes"), WRONG.values(), ids=WRONG)
def test_wrong_lists_are_refused(tmp_path, text, codes):
    """Every wrong cell is named with its line."""
    with pytest.raises(InputError) as caught:
        listed(tmp_path, text)
    assert [problem.code for problem in caught.value.problems] == codes
    assert all(str(tmp_path) in problem.place for problem in caught.value.problems)


def test_missing_list(tmp_path):
    """A list that is not there is refused."""
    with pytest.raises(InputError, match="file-missing"):
        read_receipts(None, tmp_path / "cover.csv", AGENCIES)


def test_moment_for_the_others(tmp_path):
    """A line of the list counts before the moment for all; a moment has an offset."""
    path = tmp_path / "cover.csv"
    path.write_text(f"file,received_at\n{LINE}\n", "utf-8")
    found = read_receipts("2025-06-17T09:00:00+07:00", path, AGENCIES)
    assert found.of(Path("a.xlsx")).received_at == MOMENT
    assert found.of(Path("b.xlsx")).received_at.day == 17
    assert found.unused([Path("b.xlsx")]) == ["a.xlsx"]
    with pytest.raises(InputError, match="moment"):
        read_receipts("2025-06-17T09:00:00", None, AGENCIES)
