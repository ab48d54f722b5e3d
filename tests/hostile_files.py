"""Hostile Word and Excel files, made when asked for: HAZARDS 1 to 6, each with the code that the guard refuses it by.

``REFUSED`` are refused before anything parses them, ``NOTICED`` are read, and what they carry is told and left alone.
"""

import io
import zipfile
from collections.abc import Callable
from dataclasses import dataclass

import docx
import openpyxl
import pytest

SHEET = "xl/worksheets/sheet1.xml"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MEGABYTE = 1024 * 1024


@dataclass(frozen=True)
class HostileFile:
    """One file: the hazard's number, how it is made, and the code that it is refused or noticed by."""

    hazard: int
    make: Callable[[], bytes]
    code: str

    def write(self, folder, name="tep.xlsx"):
        """The file in a folder; its name says what a sender would have it be."""
        path = folder / name
        path.write_bytes(self.make())
        return path


def workbook():
    """A sound workbook of one cell."""
    book, content = openpyxl.Workbook(), io.BytesIO()
    book.active["A1"] = "STT"
    book.save(content)
    return content.getvalue()


def document():
    """A sound, empty Word document."""
    content = io.BytesIO()
    docx.Document().save(content)
    return content.getvalue()


def changed(content, name, change, *, method=zipfile.ZIP_DEFLATED):
    """The archive with one part changed, or added where it is new."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(made, "w", method) as new:
        for part in old.namelist():
            new.writestr(part, change(old.read(part)) if part == name else old.read(part))
        if name not in old.namelist():
            new.writestr(name, change(b""))
    return made.getvalue()


def in_sheet(before, added):
    """A workbook with something added before a piece of its sheet."""
    return changed(workbook(), SHEET, lambda part: part.replace(before, added + before))


def after_data(added):
    """A workbook with something added after the cells of its sheet."""
    return in_sheet(b"<pageMargins", added)


def part(name, content):
    """A workbook with a part of its own."""
    return changed(workbook(), name, lambda _: content)


def with_types(old, new):
    """A workbook that says it is something else."""
    return changed(workbook(), "[Content_Types].xml", lambda types: types.replace(old, new))


def unpacked(megabytes):
    """A workbook whose texts unpack to so many megabytes of one string, written piece by piece."""
    made = io.BytesIO(workbook())
    with (
        zipfile.ZipFile(made, "a", zipfile.ZIP_DEFLATED, compresslevel=1) as archive,
        archive.open("xl/sharedStrings.xml", "w", force_zip64=True) as stream,
    ):
        stream.write(b"<sst><si><t>")
        for _ in range(megabytes):
            stream.write(b"A" * _MEGABYTE)
        stream.write(b"</t></si></sst>")
    return made.getvalue()


def many_parts():
    """A workbook of more parts than any program writes."""
    made = io.BytesIO(workbook())
    with zipfile.ZipFile(made, "a") as archive:
        for number in range(5000):
            archive.writestr(f"xl/media/{number}", b"")
    return made.getvalue()


def twice():
    """A workbook that has one part two times: which of them counts?"""
    made = io.BytesIO(workbook())
    with pytest.warns(UserWarning, match="Duplicate name"), zipfile.ZipFile(made, "a") as archive:
        archive.writestr(SHEET, "<worksheet/>")
    return made.getvalue()


def locked_entries():
    """A workbook whose zip entries say that they are encrypted."""
    content = bytearray(workbook())
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = content.find(mark)
        while at >= 0:
            content[at + place] |= 1
            at = content.find(mark, at + 4)
    return bytes(content)


def _always(content):
    return lambda: content


_FAR = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
_FAR_UNNAMED = b'<row r="1048576"><c><v>1</v></c></row><row r="2"><c r="XFD2"/></row>'
_ENTITY = b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'
_LAUGHS = b'<!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;">]><a>&c;</a>'
_COMMENTS = b'<comments><commentList><comment ref="A1:XFD9999"/></commentList></comments>'

REFUSED = {
    "bomb": HostileFile(1, lambda: unpacked(300), "office-bomb"),
    "string-of-a-gigabyte": HostileFile(1, lambda: unpacked(1024), "office-bomb"),
    "steep": HostileFile(1, lambda: part("xl/styles.xml", b"<a>" + b" " * 30_000_000), "office-bomb"),
    "many-parts": HostileFile(1, many_parts, "office-bomb"),
    "far-corner": HostileFile(2, lambda: in_sheet(b"</sheetData>", _FAR), "office-area"),
    "far-corner-without-address": HostileFile(
        2, lambda: in_sheet(b"</sheetData>", _FAR_UNNAMED), "office-area"
    ),
    "merged-sheet": HostileFile(
        2,
        lambda: after_data(b'<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'),
        "office-area",
    ),
    "linked-sheet": HostileFile(
        2,
        lambda: after_data(b'<hyperlinks><hyperlink ref="A1:XFD9999" location="a"/></hyperlinks>'),
        "office-area",
    ),
    "commented-sheet": HostileFile(2, lambda: part("xl/comments1.xml", _COMMENTS), "office-area"),
    "whole-columns": HostileFile(
        2, lambda: after_data(b'<mergeCells><mergeCell ref="A:XFD"/></mergeCells>'), "office-broken"
    ),
    "doctype": HostileFile(
        3, lambda: changed(workbook(), SHEET, lambda old: b"<!DOCTYPE a>" + old), "office-entities"
    ),
    "entity": HostileFile(
        3, lambda: changed(document(), "word/document.xml", lambda _: _ENTITY), "office-entities"
    ),
    "billion-laughs": HostileFile(3, lambda: part("xl/sharedStrings.xml", _LAUGHS), "office-entities"),
    "external-entity": HostileFile(
        3, lambda: part("xl/x.xml", b'<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>'), "office-entities"
    ),
    "utf-16": HostileFile(
        3, lambda: changed(workbook(), SHEET, lambda old: old.decode().encode("utf-16")), "office-entities"
    ),
    "utf-16-unmarked": HostileFile(
        3, lambda: changed(workbook(), SHEET, lambda old: old.decode().encode("utf-16-le")), "office-entities"
    ),
    "other-encoding": HostileFile(
        3,
        lambda: changed(workbook(), SHEET, lambda old: b'<?xml version="1.0" encoding="latin-1"?>' + old),
        "office-entities",
    ),
    "entity-in-a-part-of-another-name": HostileFile(
        3, lambda: part("xl/worksheets/a.bin", b"<!DOCTYPE a><worksheet/>"), "office-entities"
    ),
    "sheet-named-as-a-picture": HostileFile(
        3,
        lambda: part("xl/media/a.svg", b"<!DOCTYPE a><worksheet><sheetData/></worksheet>"),
        "office-entities",
    ),
    "encrypted": HostileFile(4, _always(OLE + "EncryptedPackage".encode("utf-16-le")), "office-encrypted"),
    "encrypted-entries": HostileFile(4, locked_entries, "office-encrypted"),
    "empty": HostileFile(5, _always(b""), "office-empty"),
    "blank": HostileFile(5, _always(b" \r\n"), "office-empty"),
    "xls": HostileFile(5, _always(OLE + "Workbook".encode("utf-16-le")), "office-format"),
    "html": HostileFile(5, _always(b"<html><table><tr><td>1</td></tr></table></html>"), "office-format"),
    "csv": HostileFile(5, _always("STT,Nhiệm vụ\n1,Việc\n".encode()), "office-format"),
    "pdf": HostileFile(5, _always(b"%PDF-1.7\n\x00\x01"), "office-format"),
    "other-zip": HostileFile(
        5, lambda: changed(b"PK\x05\x06" + b"\0" * 18, "a.txt", lambda _: b"a"), "office-format"
    ),
    "powerpoint": HostileFile(
        5,
        lambda: with_types(b"spreadsheetml.sheet.main", b"presentationml.presentation.main"),
        "office-format",
    ),
    "cut-off": HostileFile(5, lambda: workbook()[:3000], "office-broken"),
    "cut-off-inside": HostileFile(5, lambda: document()[:-40], "office-broken"),
    "no-xml": HostileFile(5, lambda: changed(workbook(), SHEET, lambda _: b"<worksheet><c"), "office-broken"),
    "null-in-a-sheet": HostileFile(
        19, lambda: in_sheet(b"</sheetData>", b'<row r="2"><c r="A2"><v>&#0;</v></c></row>'), "office-broken"
    ),
    "twice-the-same-part": HostileFile(5, twice, "office-broken"),
    "other-packing": HostileFile(
        5, lambda: changed(workbook(), "a", lambda _: b"a", method=zipfile.ZIP_BZIP2), "office-broken"
    ),
}

NOTICED = {
    "macro": HostileFile(6, lambda: part("xl/vbaProject.bin", b"<a/>"), "office-macro"),
    "external": HostileFile(
        6, lambda: part("xl/externalLinks/externalLink1.xml", b"<a/>"), "office-external"
    ),
    "embedded": HostileFile(6, lambda: part("xl/embeddings/oleObject1.bin", b"<a/>"), "office-embedded"),
}
