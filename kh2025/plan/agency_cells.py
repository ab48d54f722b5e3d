"""Cells that name agencies, in both directions: one text ⇄ the names in it.

Line breaks and semicolons part names; a comma does so only before a word that begins an agency's name, since
"Sở Văn hóa, Thể thao và Du lịch" is one. "Các sở: Tài chính, Nội vụ" names two.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from itertools import pairwise

from kh2025.text.normal import normal_form

_HEADS = (
    "sở|ban(?= quản| chỉ| dân| nội| tổ| tuyên| chấp| kinh| thường| tôn| đề)|bộ|ubnd|hđnd|ubmttq|ủy ban|hội đồng|công an|văn phòng|vp|thanh tra|trường"
    "|đại học|học viện|viện|trung tâm|tt|đài|báo|cổng|chi cục|cục|tổng cục|vụ|hội|liên đoàn|liên hiệp|liên minh|hiệp hội|tỉnh đoàn|thành đoàn"
    "|đoàn|mặt trận|mttq|ngân hàng|bưu điện|bưu chính|bảo hiểm|bhxh|kho bạc|hải quan|thuế|tòa án|tand|vksnd|viện kiểm sát"
    "|tỉnh ủy|thành ủy|huyện ủy|đảng ủy|quân|bql|bch|bchqs|bộ chỉ huy|phòng|tập đoàn|tổng công ty|công ty|doanh nghiệp|quỹ|bệnh viện|tổ|tiểu ban"
    "|điện lực|thống kê|các|những|lãnh đạo|thành viên"
)
_COMPANIES = "vnpt|viettel|mobifone|vietnamobile|fpt|vnpost"
_HEAD = re.compile(rf"(?:{_HEADS})\s+(?=\S)|(?:{_COMPANIES})\b", re.IGNORECASE)
# Without a space behind it a comma parts only what begins as a name: "Sở VH,TT&DL" is one.
_COMMA = re.compile(rf",\s+|,(?=(?:{_HEADS})\s|(?:{_COMPANIES})\b)|,$", re.IGNORECASE)
_AND = re.compile(
    r"\s+(?:và|&|cùng)\s+(?=(?:sở|bộ|ubnd|ủy ban nhân dân|công an|thanh tra|văn phòng|ngân hàng|các (?:sở|ban|bộ|cơ quan|đơn vị|địa phương|huyện|xã|doanh nghiệp|tổ chức))\b)",
    re.IGNORECASE,
)
_BULLET = re.compile(r"^\s*(?:[-–—+•*●▪]|\d{1,2}[.)])\s*")
_ALL = re.compile(
    r"các\s+(?:cơ quan|đơn vị|sở|ban|ngành|địa phương|tổ chức)(?:,\s*(?:cơ quan|đơn vị|sở|ban|ngành|địa phương|tổ chức))*\s*:\s*(?=(?:sở|bộ|ubnd|công an|ban |văn phòng|thanh tra)\b)",
    re.IGNORECASE,
)
_EACH = re.compile(
    r"các\s+(sở|bộ|ban|hội|cục|chi cục)\s*(?::|(?=\s(?!,|ban\b|ngành\b)))\s*(?=\S)", re.IGNORECASE
)
_TITLED = re.compile(r"(?:sở|bộ|ban|hội|cục|chi cục)\b\s*:?\s*", re.IGNORECASE)
_LABEL = re.compile(
    r"(?:(?:cơ quan|đơn vị|sở|ban)\s+)?(?P<what>chủ trì|phối hợp)(?:\s+(?:thực hiện|với))?\s*:\s*",
    re.IGNORECASE,
)
# "UBND các huyện, thành phố", "các đơn vị liên quan", "sở, ban, ngành": who they are, only a list of members says.
_GROUP = re.compile(
    r"(?:các|những|toàn thể|tất cả)\b.*|(?:ubnd|ủy ban nhân dân|công an|phòng|đảng ủy|bí thư|chủ tịch ubnd)\s+(?:các|cấp)\b.*"
    r"|sở,? ban,? (?:và )?ngành.*|.*\b(?:liên quan|trên địa bàn(?: tỉnh)?)|(?:doanh nghiệp|cơ quan|đơn vị|địa phương|sở|ban|ngành|huyện|xã)"
)
_PLACES = re.compile(
    r"(?:huyện|thành phố|tp|thị xã|thị trấn|xã|phường|quận|đặc khu|ban|ngành|đoàn thể|tổ chức|địa phương|đơn vị|cơ quan|doanh nghiệp)\b",
    re.IGNORECASE,
)
# A line that ends in a title has its name on the next one.
_TITLE_ALONE = re.compile(
    r"(?:^|[,\s])(?:sở|bộ|ubnd|ban|cục|chi cục|hội|trường|viện|trung tâm)$", re.IGNORECASE
)
# Parts of one name between commas; "Sở Văn hóa, Thể thao và Du lịch" has two.
_MOST_PARTS = 8
#: What one name is continued by although it follows a comma.
_ONE_WITH_FORMER = {"văn hóa": "thể thao"}

Known = Callable[[str], bool]


def join_names(names: Iterable[str]) -> str:
    """Names as one cell; :func:`split_names` gives them back.

    >>> split_names(join_names(["Sở Y tế", "Sở Văn hóa, Thể thao và Du lịch"]), lambda name: False)
    ['Sở Y tế', 'Sở Văn hóa, Thể thao và Du lịch']
    """
    return ";\n".join(names)


def split_names(text: str, is_known: Known) -> list[str]:
    """The names in a cell, in their order, each once.

    Args:
        text: the cell.
        is_known: whether a text is the name of a known agency or group; known names are taken first and longest.
    """
    found: list[str] = []
    for line in _lines(text, is_known):
        found += [line] if is_known(line) else _in_line(line, is_known)
    first: dict[str, str] = {}
    for name in map(_bare, found):
        first.setdefault(normal_form(name), name)
    return [name for name in first.values() if name]


def labelled(text: str) -> dict[str, str] | None:
    """The parts of a cell that holds "Chủ trì: …" and "Phối hợp: …"; null where it has no such label.

    >>> labelled("Chủ trì: Sở Y tế; Phối hợp: Sở Tài chính")
    {'chủ trì': 'Sở Y tế', 'phối hợp': 'Sở Tài chính'}
    """
    marks = list(_LABEL.finditer(text))
    if not marks or text[: marks[0].start()].strip(" -–+•\n"):
        return None
    ends = [mark.start() for mark in marks[1:]] + [len(text)]
    return {
        mark["what"].lower(): text[mark.end() : end].strip(" ;,.-\n")
        for mark, end in zip(marks, ends, strict=True)
    }


def begins_as_agency(name: str) -> bool:
    """Whether a name begins as names of agencies do.

    >>> begins_as_agency("Sở Y tế"), begins_as_agency("Môi trường")
    (True, False)
    """
    return bool(_HEAD.match(name))


def has_odd_comma(name: str) -> bool:
    """Whether a name holds a comma that may part two names.

    >>> has_odd_comma("Sở Tài chính, Nội vụ"), has_odd_comma("Sở Văn hóa, Thể thao và Du lịch")
    (True, False)
    """
    parts = name.split(", ")
    return any(not _belongs(first, second) for first, second in pairwise(parts))


def is_group(name: str) -> bool:
    """Whether a name stands for several agencies without naming them.

    >>> is_group("UBND các huyện, thành phố"), is_group("Các đơn vị liên quan"), is_group("Sở Y tế")
    (True, True, False)
    """
    return bool(_GROUP.fullmatch(normal_form(name).strip(" .")))


def _lines(text: str, is_known: Known) -> Iterator[str]:
    """What semicolons and line breaks part; a line that begins no name goes on the line before."""
    for part in text.split(";"):
        waiting = ""
        for line in filter(str.strip, part.split("\n")):
            if waiting and _goes_on(waiting, line, is_known):
                waiting = f"{waiting} {line.strip()}"
                continue
            yield from filter(None, (_bare(waiting),))
            waiting = _BULLET.sub("", line).strip()
        yield from filter(None, (_bare(waiting),))


def _goes_on(before: str, line: str, is_known: Known) -> bool:
    bare = _bare(line)
    if (
        _BULLET.match(line)
        or _HEAD.match(bare)
        or is_known(bare)
        or is_known(_bare(before))
        or is_group(bare)
    ):
        return False
    return bare[:1].islower() or before.endswith((",", " và", "-", "&")) or bool(_TITLE_ALONE.search(before))


def _in_line(line: str, is_known: Known) -> list[str]:
    line = _ALL.sub("", line)
    each = _EACH.match(line)
    listed = _parts(line[each.end() :]) if each else []
    if each and not _PLACES.match(listed[0]):
        return _titled(each[1][0].upper() + each[1][1:].lower(), listed, is_known)
    return _untitled([one for part in _parts(line) for one in _AND.split(part)], is_known)


def _parts(line: str) -> list[str]:
    return [part.strip() for part in _COMMA.split(line) if part.strip(" ,")] or [line]


def _titled(title: str, parts: list[str], is_known: Known) -> list[str]:
    """Names of one kind after "Các sở:"; another kind may follow."""
    names: list[str] = []
    parts = [part for one in parts for part in _last_of_list(one, title, is_known)]
    for part in parts:
        if names and _belongs(names[-1], part):
            names[-1] = f"{names[-1]}, {part}"
        elif _HEAD.match(part) or is_group(part) or _PLACES.match(part):
            names.append(part)
        else:
            names.append(f"{title} {part}")
    return names


def _last_of_list(part: str, title: str, is_known: Known) -> list[str]:
    """What "Nội vụ và Tư pháp" names: two agencies only when both are known."""
    if " và " not in part or is_known(f"{title} {part}"):
        return _AND.split(part)
    first, _, last = part.rpartition(" và ")
    both = is_known(f"{title} {first}") and is_known(f"{title} {last}")
    return [first, last] if both else _AND.split(part)


def _untitled(parts: list[str], is_known: Known) -> list[str]:
    names: list[str] = []
    at = 0
    while at < len(parts):
        last = min(len(parts), at + _MOST_PARTS)
        known = next((end for end in range(last, at, -1) if is_known(", ".join(parts[at:end]))), 0)
        if known:
            names.append(", ".join(parts[at:known]))
            at = known
            continue
        part = parts[at]
        headed = _titled_like(names[-1], part, is_known) if names else ""
        if not names or _begins(part, names[-1]):
            names.append(part)
        elif headed:
            names.append(headed)
        else:
            names[-1] = f"{names[-1]}, {part}"
        at += 1
    return names


def _begins(part: str, before: str) -> bool:
    if _PLACES.match(part) and is_group(before):
        return False  # "UBND các huyện, thành phố"
    return bool(_HEAD.match(part)) and not _belongs(before, part)


def _titled_like(before: str, part: str, is_known: Known) -> str:
    """In "Sở Tài chính, Nội vụ" the title of the name before, if that makes a known name."""
    title = _TITLED.match(before)
    headed = f"{title[0].strip(' :')} {part}" if title else ""
    return headed if headed and is_known(headed) else ""


def _belongs(before: str, part: str) -> bool:
    return any(
        normal_form(before).endswith(first) and normal_form(part).startswith(second)
        for first, second in _ONE_WITH_FORMER.items()
    )


def _bare(text: str) -> str:
    return " ".join(text.split()).strip(" .;,:–-+")
