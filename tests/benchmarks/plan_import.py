"""A Word table of 200 rows as a draft plan, against python-docx reading the same cells: ``make bench``.

The figure is the median over five pairs in one process, the two of a pair one after the other. The table is
invented; its leads and deadlines repeat as they do in plans, its names and products do not.
"""

import statistics
import sys
import tempfile
import time
from pathlib import Path

import docx

import kh2025

ROWS, PAIRS, LIMIT = 200, 5, 2.0
_HEADER = (
    "STT",
    "Nội dung nhiệm vụ",
    "Cơ quan chủ trì",
    "Cơ quan phối hợp",
    "Thời gian hoàn thành",
    "Sản phẩm",
    "Ghi chú",
)
_AGENCIES = (
    "Sở Khoa học và Công nghệ",
    "Sở Văn hóa, Thể thao và Du lịch",
    "Sở Nội vụ",
    "Sở Tài chính",
    "Công an tỉnh",
)
_TIMES = ("Quý II/2025", "Trước ngày 30/6/2025", "Hằng tháng, hạn ngày 25", "Thường xuyên", "Tháng 9/2025")
_WORDS = [
    "xây",
    "dựng",
    "triển",
    "khai",
    "hoàn",
    "thiện",
    "hệ",
    "thống",
    "nền",
    "tảng",
    "dữ",
    "liệu",
    "dùng",
    "chung",
    "của",
    "tỉnh",
    "phục",
    "vụ",
    "chỉ",
    "đạo",
    "điều",
    "hành",
    "cải",
    "cách",
    "hành",
    "chính",
    "nâng",
    "cao",
    "chất",
    "lượng",
    "dịch",
    "vụ",
    "công",
    "trực",
    "tuyến",
    "đào",
    "tạo",
    "bồi",
    "dưỡng",
    "kỹ",
    "năng",
    "số",
    "cho",
    "cán",
    "bộ",
    "công",
    "chức",
    "viên",
    "chức",
]


def table(path: Path) -> None:
    """Write the table: one group row in ten, names of about fifteen words."""
    document = docx.Document()
    made = document.add_table(rows=ROWS + 1, cols=len(_HEADER))
    cells = made._cells  # noqa: SLF001
    for row in range(ROWS + 1):
        for column, text in enumerate(_texts(row)):
            cells[row * len(_HEADER) + column].text = text
    document.save(str(path))


def _texts(row: int) -> tuple[str, ...]:
    if row == 0:
        return _HEADER
    if row % 20 == 1:
        return ("I" * (row // 20 % 3 + 1), f"Nhóm nhiệm vụ {row}", "", "", "", "", "")
    words = [_WORDS[(row * step) % len(_WORDS)] for step in range(1, 16)]
    name = " ".join(words).capitalize()
    lead, other = _AGENCIES[row % 5], f"{_AGENCIES[(row + 1) % 5]}; {_AGENCIES[(row + 2) % 5]}"
    return (str(row), name, lead, other, _TIMES[row % 5], f"Kế hoạch {' '.join(words[:6])}", "")


def seconds_by_cells(path: Path) -> float:
    """python-docx: every cell's text through one list of cells."""
    begun = time.perf_counter()
    texts = [cell.text for one in docx.Document(str(path)).tables for cell in one._cells]  # noqa: SLF001
    took = time.perf_counter() - begun
    assert len(texts) == (ROWS + 1) * len(_HEADER)
    return took


def seconds_imported(path: Path) -> float:
    """The file as a draft plan, checked against the schema."""
    begun = time.perf_counter()
    draft = kh2025.import_appendix(path, year=2025)
    took = time.perf_counter() - begun
    assert len(draft.plan["tasks"]) == ROWS - ROWS // 20
    return took


def main() -> int:
    """Print the ratio; 1 when it is over the limit."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "phu-luc.docx"
        table(path)
        seconds_by_cells(path), seconds_imported(path)
        pairs = [(seconds_by_cells(path), seconds_imported(path)) for _ in range(PAIRS)]
    ratio = statistics.median(ours / theirs for theirs, ours in pairs)
    took = 1000 * statistics.median(ours for _, ours in pairs)
    print(
        f"plan import, {ROWS} rows {ratio:6.2f} x python-docx reading the cells (limit {LIMIT:g}); {took:.0f} ms here"
    )
    return int(ratio > LIMIT)


if __name__ == "__main__":
    sys.exit(main())
