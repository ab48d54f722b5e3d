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
from xml.etree.ElementTree import Element, ParseError, fromstring, iterparse

from kh2025.errors import InputError, Problem
from kh2025.office_formats import Format, format_of

_LARGEST_FILE = 64 * 1024 * 1024  # bytes
_LARGEST_UNPACKED = 256 * 1024 * 1024  # bytes, all parts together
_LARGEST_XML = 64 * 1024 * 1024  # bytes, all XML parts together
_STEEPEST = 200  # times smaller when packed; text of a real sheet gets to about 50
_STEEP_FROM = 4 * 1024 * 1024  # bytes; a small part may be as repetitive as it likes
_MOST_PARTS = 4096
_MOST_CELLS = 400_000
_WIDEST_AREA = 1_000_000  # rows times columns up to the last cell
_ENCRYPTED_ENTRY = 1  # bit of a zip entry's flags
_METHODS = frozenset((zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED))
_UTF_16_OR_32 = (b"\xff\xfe", b"\xfe\xff", b"\x00", b"<\x00")
_DECLARED = re.compile(rb"<\?xml[^>]*?\bencoding\s*=\s*[\"']([^\"']*)[\"']")
_ENCODINGS = frozenset((b"utf-8", b"utf8", b"us-ascii", b"ascii"))
_ENTITIES = re.compile(rb"<!(?:DOCTYPE|ENTITY)")
_PICTURE = re.compile(r"(?:^|/)media/[^/]+\.svg$", re.IGNORECASE)
_REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_TYPES, _ROOT_LINKS = "[Content_Types].xml", "_rels/.rels"
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
    content = _read(path)
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
        if kind == "xlsx" and b"worksheet" in part:
            _refuse_wide_sheets(f"{path}/{name}", part)
    return OfficeFile(path, kind, content, parts, main, tuple(_carried(path, names, parts)))


def _read(path: Path) -> bytes:
    try:
        if path.exists() and not path.is_file():
            raise InputError(Problem("file-missing", str(path)))
        size = path.stat().st_size
        if size > _LARGEST_FILE:
            raise InputError(Problem("office-size", str(path), size, {"bytes": _LARGEST_FILE}))
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
    """Every part that a parser may be given, whatever it is called; pictures that are XML are never parsed."""
    total = 0
    for entry in archive.infolist():
        if _PICTURE.search(entry.filename):
            continue
        with archive.open(entry) as stream:
            head = stream.read(64).lstrip(b"\xef\xbb\xbf \t\r\n")
        if not head.startswith((b"<", *_UTF_16_OR_32)) and not entry.filename.endswith((".xml", ".rels")):
            continue
        total += entry.file_size
        if total > _LARGEST_XML:
            raise InputError(Problem("office-bomb", f"{path}/{entry.filename}", total))
        if not head.startswith(b"<") and not entry.filename.endswith((".xml", ".rels")):
            continue  # a picture or a font whose first byte is 0
        part = archive.read(entry)
        _refuse_entities(f"{path}/{entry.filename}", part)
        yield entry.filename, part


def _refuse_entities(place: str, part: bytes) -> None:
    declared = _DECLARED.search(part[:256])
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


def parsed(place: str, part: bytes) -> Element:
    """The XML of a part that :func:`open_office` has let through.

    The standard library's parser will do: a part with a document type, and so with entities, never gets here.

    Raises:
        InputError: ``office-broken``, no XML.
    """
    try:
        return fromstring(part)  # noqa: S314 - see above
    except (ParseError, ValueError) as error:
        raise InputError(Problem("office-broken", place, str(error))) from None


def _refuse_wide_sheets(place: str, part: bytes) -> None:
    """A sheet whose last cell or whose merged ranges would make a reader fill millions of empty cells."""
    rows = columns = cells = merged = 0
    for reference in _references(place, part):
        if ":" in reference:
            merged += _area(reference)
        elif found := _REFERENCE.fullmatch(reference):
            cells += 1
            rows, columns = max(rows, int(found[2])), max(columns, column_number(found[1]))
        if cells > _MOST_CELLS or rows * columns > _WIDEST_AREA or merged > _WIDEST_AREA:
            raise InputError(Problem("office-area", place, reference, {"cells": _WIDEST_AREA}))


def _references(place: str, part: bytes) -> Iterator[str]:
    """The addresses of cells and merged ranges, in the order of the part; each element is let go at once."""
    try:
        for _, element in iterparse(io.BytesIO(part)):  # noqa: S314 - as above
            name = element.tag.rpartition("}")[2]
            if name == "c":
                yield element.get("r", "A1")
            elif name == "mergeCell":
                yield (
                    f"{element.get('ref', 'A1')}:"
                    if ":" not in element.get("ref", "")
                    else element.get("ref", "")
                )
            if name in {"row", "mergeCell"}:
                element.clear()
    except (ParseError, ValueError) as error:
        raise InputError(Problem("office-broken", place, str(error))) from None


def _area(reference: str) -> int:
    first, _, last = reference.partition(":")
    corners = [_REFERENCE.fullmatch(corner) for corner in (first, last or first)]
    if not all(corners):
        return _WIDEST_AREA + 1  # whole rows or columns, or no range at all
    (left, top), (right, bottom) = (
        (column_number(corner[1]), int(corner[2])) for corner in corners if corner
    )
    return (abs(right - left) + 1) * (abs(bottom - top) + 1)


def column_number(letters: str) -> int:
    """The number of a column from its letters.

    >>> column_number("A"), column_number("XFD")
    (1, 16384)
    """
    number = 0
    for letter in letters:
        number = 26 * number + ord(letter) - ord("A") + 1
    return number


def _carried(path: Path, names: list[str], parts: Mapping[str, bytes]) -> Iterator[Problem]:
    linked = " ".join(
        part.decode("utf-8", "replace") for name, part in parts.items() if name.endswith(".rels")
    )
    told = " ".join(f"/{name}" for name in names) + " " + linked
    for pattern, code in _CARRIED:
        if pattern.search(told):
            yield _notice(code, str(path))


def _notice(code: str, place: str) -> Problem:
    return Problem(code, place)
