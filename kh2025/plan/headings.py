"""The column headings of a plan's task table: what each may be called, and how it is written out.

Plans share no form, only a vocabulary. A heading is read from its beginning ("Thời gian báo cáo kết quả" is a
time, not a result) and by its whole wording where that decides ("Cơ quan chủ trì, phối hợp" is both).
"""

import re
from collections.abc import Sequence
from enum import StrEnum

from kh2025.text.normal import normal_form


class Column(StrEnum):
    """What a column of a task table holds; the values are keys of a task where there is one."""

    NUMBER = "number"
    NAME = "name"
    LEAD = "lead"
    COORDINATING = "coordinating"
    LEAD_AND_COORDINATING = "lead_and_coordinating"
    RESPONSIBLE = "responsible"
    AUTHORITY = "authority"
    STARTS_ON = "starts_on"
    DEADLINE = "deadline"
    PRODUCTS = "products"
    LEGAL_BASIS = "legal_basis"
    NOTE = "note"


#: How a table that is written out heads its columns.
WRITTEN: dict[Column, str] = {
    Column.NUMBER: "STT",
    Column.NAME: "Nội dung nhiệm vụ",
    Column.LEAD: "Cơ quan chủ trì",
    Column.COORDINATING: "Cơ quan phối hợp",
    Column.RESPONSIBLE: "Lãnh đạo phụ trách",
    Column.AUTHORITY: "Cấp có thẩm quyền",
    Column.STARTS_ON: "Ngày bắt đầu",
    Column.DEADLINE: "Thời gian hoàn thành",
    Column.PRODUCTS: "Sản phẩm",
    Column.LEGAL_BASIS: "Căn cứ",
    Column.NOTE: "Ghi chú",
}

_BODY = r"(?:các )?(?:cơ quan|đơn vị|sở|ban|ngành|tổ chức|địa phương|phòng|bộ phận)(?:(?:,|/| và| -)? ?(?:cơ quan|đơn vị|sở|ban|ngành|tổ chức|địa phương|cá nhân))*"
_PERSON = r"(?:đồng chí |họ tên )?(?:lãnh đạo(?: (?:ubnd tỉnh|sở|ban|đơn vị|cơ quan))?|người(?: đứng đầu)?|cán bộ|chuyên viên|thành viên)"
_TIME = r"(?:thời gian|thời hạn|thời điểm|mốc thời gian|ngày|hạn)"
# The first that matches from the beginning wins.
_READ: tuple[tuple[Column, str], ...] = (
    (Column.NUMBER, r"(?:stt|tt|số tt|số thứ tự|s\.t\.t|mã số|mã nhiệm vụ|no)$"),
    (Column.NOTE, r"(?:ghi chú|chú thích|lưu ý)\b"),
    (Column.LEAD_AND_COORDINATING, rf"(?:{_BODY} ?)?\(?chủ trì(?:(?:,|;|/| và| -) ?| )(?:{_BODY} ?)?phối hợp"),
    (Column.RESPONSIBLE, rf"{_PERSON}.*\b(?:phụ trách|chỉ đạo|chịu trách nhiệm|theo dõi|trách nhiệm|thực hiện)\b"),
    (Column.RESPONSIBLE, rf"(?:{_PERSON}$|chịu trách nhiệm|trách nhiệm(?: chính| người đứng đầu|$)|chỉ đạo$|phụ trách$)"),
    (Column.AUTHORITY, r"(?:cấp|cơ quan|người|đơn vị)(?: có)? (?:thẩm quyền|trình|phê duyệt|ban hành|quyết định|ký)\b|thẩm quyền\b|cấp trình"),
    (Column.COORDINATING, rf"(?:{_BODY} )?(?:cùng )?(?:phối hợp|phối, kết hợp|tham gia)\b"),
    (Column.LEAD, rf"(?:{_BODY} )?(?:chủ trì|đầu mối|chịu trách nhiệm|được (?:giao|phân công)|phụ trách|thực hiện|triển khai|tham mưu|thường trực)\b"),
    (Column.LEAD, rf"{_BODY}$|phân công(?: thực hiện| nhiệm vụ)?$"),
    (Column.STARTS_ON, rf"(?:{_TIME} )?(?:bắt đầu|khởi công|khởi đầu)\b|từ ngày$"),
    (Column.DEADLINE, rf"{_TIME}\b|tiến độ\b|lộ trình\b|hoàn thành\b|kết thúc\b|đến ngày$|kỳ hạn\b"),
    (Column.PRODUCTS, r"(?:dự kiến )?(?:sản phẩm|kết quả|đầu ra|yêu cầu sản phẩm|hình thức văn bản|tên sản phẩm|loại văn bản)\b"),
    (Column.LEGAL_BASIS, r"(?:căn cứ|cơ sở pháp lý|văn bản (?:giao|chỉ đạo|căn cứ)|số văn bản|nguồn giao)\b"),
    (Column.NAME, r"(?:tên |các |danh mục |danh sách )*(?:nội dung|nhiệm vụ|công việc|đầu việc|hoạt động|giải pháp|việc|chương trình|đề án)\b"),
)  # fmt: skip
_PATTERNS = tuple((column, re.compile(pattern)) for column, pattern in _READ)
_CAPTION = re.compile(
    r"(?:phụ lục|biểu|bảng|danh mục|kế hoạch|nhiệm vụ|chương trình|nội dung|phần|[ivx]+\.)(?!\w)",
    re.IGNORECASE,
)
_LONGEST_SIGN = 20  # characters
_DITTO = re.compile(r"[-–—\"'“”/(]*\s*(?:n\.?t\.?|như trên|\"|''|”|″|//)\s*[-–—\"'“”/.)]*")
_TOTAL = re.compile(r"(?:tổng cộng|tổng số|tổng|cộng)(?: \([ivx+ ]+\))?\s*[:.]*")
_ASIDE = re.compile(r"\([^()]*\)")
#: A heading is a phrase; a longer text is a task or a paragraph.
_LONGEST = 90
_INDEX = re.compile(r"\(?\s*(?:[0-9]{1,2}|[A-ZĐ])\s*(?:=.*)?\)?")


def column_of(heading: str, above: str = "") -> Column | None:
    r"""What a column is, from its heading; null when the heading is not understood.

    Args:
        heading: the cell's text.
        above: the heading that spans this one and others, in a header of two rows.

    >>> column_of("Cơ quan,\nđơn vị chủ trì"), column_of("Hoàn thành", above="Thời gian")
    (<Column.LEAD: 'lead'>, <Column.DEADLINE: 'deadline'>)
    """
    if found := _read(heading):
        return found
    return _read(f"{above} {heading}") if above and heading.strip() else None


def is_index_row(texts: Sequence[str]) -> bool:
    """Whether a row only numbers the columns: (1), (2), (3) or A, B, 1, 2.

    >>> is_index_row(["(1)", "(2)", "(3)"]), is_index_row(["1", "Xây dựng kế hoạch", "Sở Y tế"])
    (True, False)
    """
    filled = [text.strip() for text in texts if text.strip()]
    return len(filled) > 2 and all(_INDEX.fullmatch(text) for text in filled)  # noqa: PLR2004 - two may be chance


def is_ditto(text: str) -> bool:
    """Whether a cell says "as above".

    >>> is_ditto("-nt-"), is_ditto("Như trên"), is_ditto("-")
    (True, True, False)
    """
    return bool(text) and len(text) <= _LONGEST_SIGN and bool(_DITTO.fullmatch(normal_form(text)))


def is_total(text: str) -> bool:
    """Whether a row is a sum and no task.

    >>> is_total("Tổng cộng:"), is_total("Tổng kết năm")
    (True, False)
    """
    return bool(text) and len(text) <= _LONGEST_SIGN and bool(_TOTAL.fullmatch(normal_form(text)))


def is_caption(line: str) -> bool:
    """Whether a paragraph above a table may be its title: in capitals, or beginning as titles do.

    >>> (
    ...     is_caption("Phụ lục II"),
    ...     is_caption("DANH MỤC"),
    ...     is_caption("Căn cứ Luật Tổ chức chính quyền địa phương;"),
    ... )
    (True, True, False)
    """
    return line.isupper() or bool(_CAPTION.match(line))


def _read(heading: str) -> Column | None:
    if len(heading) > _LONGEST:
        return None
    folded = normal_form(heading)
    without_aside = " ".join(_ASIDE.sub(" ", folded).split()) or folded
    for text in dict.fromkeys((folded.strip(" .:;*"), without_aside.strip(" .:;*"))):
        for column, pattern in _PATTERNS:
            if pattern.match(text):
                return column
    return None
