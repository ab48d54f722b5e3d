"""Word and Excel files from outside, looked at before anything parses them.

A file is named by its first bytes, never by its ending. What unpacks to more than a plan or a form can hold, has
parts that define entities, is encrypted, cut off or spans more cells than a person fills in is refused with the reason; macros,
links to other files and embedded objects are noticed and never followed. Everything is checked and read from
one copy of the bytes, so the file cannot change in between.
"""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from kh2025.errors import InputError, Problem
from kh2025.office_formats import Format, format_of
from kh2025.office_xml import parsed, refuse_wide_sheets

_LARGEST_FILE = 64 * 1024 * 1024  # bytes
_LARGEST_UNPACKED = 256 * 1024 * 1024  # bytes, all parts together
_LARGEST_XML = 64 * 1024 * 1024  # bytes, all XML parts together
_STEEPEST = 200  # times smaller when packed; text of a real sheet gets to about 50
_STEEP_FROM = 4 * 1024 * 1024  # bytes; a small part may be as repetitive as it likes
_MOST_PARTS = 4096
_ENCRYPTED_ENTRY = 1  # bit of a zip entry's flags
_HEAD = 256  # bytes
_METHODS = frozenset((zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED))
_UTF_16_OR_32 = (b"\xff\xfe", b"\xfe\xff", b"\x00", b"<\x00")
_DECLARED = re.compile(rb"<\?xml[^>]*?\bencoding\s*=\s*[\"']([^\"']*)[\"']")
_ENCODINGS = frozenset((b"utf-8", b"utf8", b"us-ascii", b"ascii"))
_ENTITIES = re.compile(rb"<!(?:DOCTYPE|ENTITY)")
_PICTURE = re.compile(r"(?:^|/)media/[^/]+\.svg$", re.IGNORECASE)
_TYPES = "[Content_Types].xml"
_MAIN = {
    "wordprocessingml.document.main+xml": "docx",
    "wordprocessingml.template.main+xml": "docx",
    "ms-word.document.macroEnabled.main+xml": "docx",
    "ms-word.template.macroEnabledTemplate.main+xml": "docx",
    "spreadsheetml.sheet.main+xml": "xlsx",
    "spreadsheetml.template.main+xml": "xlsx",
    "ms-excel.sheet.macroEnabled.main+xml": "xlsx",
    "ms-excel.template.macroEnabled.main+xml": "xlsx",
}
# What a file may carry beside its data, by the names of its parts and links.
_CARRIED = (
    (re.compile(r"vbaProject|/macrosheets/", re.IGNORECASE), "office-macro"),
    (re.compile(r"/externalLinks/|attachedTemplate|/connections\.xml$", re.IGNORECASE), "office-external"),
    (re.compile(r"/embeddings/|/activeX/|oleObject", re.IGNORECASE), "office-embedded"),
)

Kind = Literal["docx", "xlsx"]


@dataclass(frozen=True, slots=True)
class OfficeFile:
    """A Word or Excel file that may be parsed.

    Attributes:
        path: where it was read.
        kind: ``docx`` or ``xlsx``, templates and files with macros included.
        content: the file's bytes, as checked.
        parts: name → bytes of every XML part, as checked.
        main: name of the document's or workbook's own part.
        notices: macros, links and embedded objects that are left alone.
    """

    path: Path
    kind: Kind
    content: bytes
    parts: Mapping[str, bytes]
    main: str
    notices: tuple[Problem, ...]


def open_office(path: Path) -> OfficeFile:
    """Read a Word or Excel file, or refuse it before anything is parsed.

    Args:
        path: a regular file.

    Raises:
        InputError: ``file-missing`` no such file, ``office-size`` too large, ``office-empty``,
            ``office-encrypted``, ``office-format`` something else (named by its first bytes), ``office-broken``
            cut off or damaged, ``office-bomb`` unpacks to too much, ``office-entities`` a part defines
            entities or is not UTF-8, ``office-area`` more cells than a table can have.
    """
    content = read_bounded(path, _LARGEST_FILE)
    _refuse_other_formats(path, content)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _refuse_bombs(path, archive)
            parts = dict(_xml_parts(path, archive))
            names = archive.namelist()
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, UnicodeDecodeError) as error:
        raise InputError(Problem("office-broken", str(path), str(error))) from None
    kind, main = _main_part(path, parts, names)
    for name, part in parts.items():
        if kind == "xlsx" and (b"worksheet" in part or b"comment" in part):
            refuse_wide_sheets(f"{path}/{name}", part)
    return OfficeFile(path, kind, content, parts, main, tuple(_carried(path, names, parts)))


def read_bounded(path: Path, limit: int) -> bytes:
    """The bytes of a regular file of at most ``limit`` bytes.

    Raises:
        InputError: ``file-missing``, ``office-size``.
    """
    try:
        if path.exists() and not path.is_file():
            raise InputError(Problem("file-missing", str(path)))
        size = path.stat().st_size
        if size > limit:
            raise InputError(Problem("office-size", str(path), size, {"bytes": limit}))
        return path.read_bytes()
    except (OSError, ValueError) as error:  # a NUL byte in a path is a ValueError
        raise InputError(
            Problem("file-missing", str(path), getattr(error, "strerror", None) or str(error))
        ) from None


def _refuse_other_formats(path: Path, content: bytes) -> None:
    found = format_of(content)
    if found is Format.EMPTY:
        raise InputError(Problem("office-empty", str(path)))
    if found is Format.ENCRYPTED:
        raise InputError(Problem("office-encrypted", str(path)))
    if found is not Format.ZIP:
        raise InputError(Problem("office-format", str(path), found.value))


def _refuse_bombs(path: Path, archive: zipfile.ZipFile) -> None:
    """By the sizes that the archive declares: more than it declares is never unpacked (the checksum fails)."""
    entries = archive.infolist()
    names = [entry.filename for entry in entries]
    if len(entries) > _MOST_PARTS:
        raise InputError(Problem("office-bomb", str(path), len(entries)))
    if any(entry.flag_bits & _ENCRYPTED_ENTRY for entry in entries):
        raise InputError(Problem("office-encrypted", str(path)))
    if len(set(names)) < len(names) or any(entry.compress_type not in _METHODS for entry in entries):
        raise InputError(Problem("office-broken", str(path)))
    if sum(entry.file_size for entry in entries) > _LARGEST_UNPACKED:
        raise InputError(Problem("office-bomb", str(path), sum(entry.file_size for entry in entries)))
    for entry in entries:
        if entry.file_size > max(_STEEP_FROM, _STEEPEST * entry.compress_size):
            raise InputError(Problem("office-bomb", f"{path}/{entry.filename}", entry.file_size))


def _xml_parts(path: Path, archive: zipfile.ZipFile) -> Iterator[tuple[str, bytes]]:
    """Every part that a parser may be given, whatever it is called."""
    total = 0
    for entry in archive.infolist():
        place = f"{path}/{entry.filename}"
        with archive.open(entry) as stream:
            head = stream.read(_HEAD)
        if not _may_be_xml(entry, head):
            continue
        total += entry.file_size
        if total > _LARGEST_XML:
            raise InputError(Problem("office-bomb", place, total))
        part = archive.read(entry)
        if _PICTURE.search(entry.filename) and b"sheetData" not in part:
            continue  # drawings of other programs may have a document type; they are never parsed
        _refuse_entities(place, part)
        yield entry.filename, part


def _may_be_xml(entry: zipfile.ZipInfo, head: bytes) -> bool:
    """By its name or its first letter, in any encoding that a parser finds out by itself."""
    begins = head.lstrip(b"\xef\xbb\xbf \t\r\n")
    is_wide = begins.startswith((b"\xff\xfe<", b"\xfe\xff\x00<", b"\x00<"))
    is_blank = not begins and entry.file_size > _HEAD
    return entry.filename.endswith((".xml", ".rels")) or begins.startswith(b"<") or is_wide or is_blank


def _refuse_entities(place: str, part: bytes) -> None:
    declared = _DECLARED.search(part[:_HEAD])
    is_utf_8 = not part.startswith(_UTF_16_OR_32) and (declared is None or declared[1].lower() in _ENCODINGS)
    if not is_utf_8 or _ENTITIES.search(part):
        raise InputError(Problem("office-entities", place))


def _main_part(path: Path, parts: Mapping[str, bytes], names: list[str]) -> tuple[Kind, str]:
    """Which of the two formats it is, and the name of its main part."""
    if _TYPES not in parts:
        found = "OpenDocument" if "mimetype" in names else "zip"
        raise InputError(Problem("office-format", str(path), found))
    root = parsed(f"{path}/{_TYPES}", parts[_TYPES])
    for one in root:
        kind = _MAIN.get(
            one.get("ContentType", "")
            .partition("application/")[2]
            .removeprefix("vnd.openxmlformats-officedocument.")
            .removeprefix("vnd.")
        )
        name = one.get("PartName", "").lstrip("/")
        if kind and name in parts:
            return ("docx" if kind == "docx" else "xlsx"), name
    raise InputError(Problem("office-format", str(path), _unread(parts[_TYPES])))


def _unread(types: bytes) -> str:
    """The name of an office format that is not read."""
    if b"presentationml" in types:
        return "PowerPoint"
    return "Excel .xlsb" if b"sheet.binary" in types else "zip"


def _carried(path: Path, names: list[str], parts: Mapping[str, bytes]) -> Iterator[Problem]:
    linked = " ".join(
        part.decode("utf-8", "replace") for name, part in parts.items() if name.endswith(".rels")
    )
    told = " ".join(f"/{name}" for name in names) + " " + linked
    for pattern, code in _CARRIED:
        if pattern.search(told):
            yield Problem(code, str(path))
