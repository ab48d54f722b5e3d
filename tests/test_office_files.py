"""The guard before Word and Excel files: what is refused, by which code, and what is only noticed."""

import io
import time
import zipfile

import docx
import openpyxl
import pytest

from kh2025.errors import InputError
from kh2025.office_files import open_office
from kh2025.office_formats import Format, format_of

SHEET = "xl/worksheets/sheet1.xml"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def workbook():
    book, content = openpyxl.Workbook(), io.BytesIO()
    book.active["A1"] = "STT"
    book.save(content)
    return content.getvalue()


def document():
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
    return changed(workbook(), SHEET, lambda part: part.replace(before, added + before))


def after_data(added):
    return in_sheet(b"<pageMargins", added)


def bomb():
    return changed(workbook(), "xl/styles.xml", lambda _: b"<styleSheet>" + b"A" * 300_000_000)


REFUSED = {
    "empty": (b"", "office-empty"),
    "blank": (b" \r\n", "office-empty"),
    "encrypted": (OLE + "EncryptedPackage".encode("utf-16-le"), "office-encrypted"),
    "xls": (OLE + "Workbook".encode("utf-16-le"), "office-format"),
    "html": (b"<html><table><tr><td>1</td></tr></table></html>", "office-format"),
    "csv": ("STT,Nhiệm vụ\n1,Việc\n".encode(), "office-format"),
    "other-zip": (changed(b"PK\x05\x06" + b"\0" * 18, "a.txt", lambda _: b"a"), "office-format"),
    "cut-off": (workbook()[:3000], "office-broken"),
    "cut-off-inside": (document()[:-40], "office-broken"),
    "no-xml": (changed(workbook(), SHEET, lambda _: b"<worksheet><c"), "office-broken"),
    "bomb": (bomb(), "office-bomb"),
    "steep": (changed(workbook(), "xl/styles.xml", lambda _: b"<a>" + b" " * 30_000_000), "office-bomb"),
    "doctype": (changed(workbook(), SHEET, lambda part: b"<!DOCTYPE a>" + part), "office-entities"),
    "entity": (
        changed(document(), "word/document.xml", lambda _: b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'),
        "office-entities",
    ),
    "external-entity": (
        changed(workbook(), "xl/x.xml", lambda _: b'<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>'),
        "office-entities",
    ),
    "utf-16": (changed(workbook(), SHEET, lambda part: part.decode().encode("utf-16")), "office-entities"),
    "utf-16-unmarked": (
        changed(workbook(), SHEET, lambda part: part.decode().encode("utf-16-le")),
        "office-entities",
    ),
    "other-encoding": (
        changed(workbook(), SHEET, lambda part: b'<?xml version="1.0" encoding="latin-1"?>' + part),
        "office-entities",
    ),
    "entity-in-a-part-of-another-name": (
        changed(workbook(), "xl/worksheets/a.bin", lambda _: b"<!DOCTYPE a><worksheet/>"),
        "office-entities",
    ),
    "sheet-named-as-a-picture": (
        changed(workbook(), "xl/media/a.svg", lambda _: b"<!DOCTYPE a><worksheet><sheetData/></worksheet>"),
        "office-entities",
    ),
    "far-corner": (
        in_sheet(b"</sheetData>", b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'),
        "office-area",
    ),
    "far-corner-without-address": (
        in_sheet(b"</sheetData>", b'<row r="1048576"><c><v>1</v></c></row><row r="2"><c r="XFD2"/></row>'),
        "office-area",
    ),
    "merged-sheet": (
        after_data(b'<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'),
        "office-area",
    ),
    "linked-sheet": (
        after_data(b'<hyperlinks><hyperlink ref="A1:XFD9999" location="a"/></hyperlinks>'),
        "office-area",
    ),
    "commented-sheet": (
        changed(
            workbook(),
            "xl/comments1.xml",
            lambda _: b'<comments><commentList><comment ref="A1:XFD9999"/></commentList></comments>',
        ),
        "office-area",
    ),
    "whole-columns": (after_data(b'<mergeCells><mergeCell ref="A:XFD"/></mergeCells>'), "office-broken"),
    "twice-the-same-part": (None, "office-broken"),
    "other-packing": (changed(workbook(), "a", lambda _: b"a", method=zipfile.ZIP_BZIP2), "office-broken"),
    "powerpoint": (
        changed(
            workbook(),
            "[Content_Types].xml",
            lambda part: part.replace(b"spreadsheetml.sheet.main", b"presentationml.presentation.main"),
        ),
        "office-format",
    ),
}


def twice():
    made = io.BytesIO(workbook())
    with pytest.warns(UserWarning, match="Duplicate name"), zipfile.ZipFile(made, "a") as archive:
        archive.writestr(SHEET, "<worksheet/>")
    return made.getvalue()


@pytest.mark.parametrize(("content", "code"), REFUSED.values(), ids=REFUSED)
def test_refused(tmp_path, content, code):
    """The file is refused with its reason and its path in under a second, whatever its name says."""
    path = tmp_path / "tep.xlsx"
    path.write_bytes(twice() if content is None else content)
    begun = time.perf_counter()
    with pytest.raises(InputError) as refused:
        open_office(path)
    assert time.perf_counter() - begun < 1
    (problem,) = refused.value.problems
    assert problem.code == code
    assert problem.place.startswith(str(path))


def test_size_that_lies(tmp_path):
    """A part that unpacks to more than it declares is damaged, not unpacked."""
    content = changed(workbook(), SHEET, lambda part: part + b" " * 2_000_000)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        size = archive.getinfo(SHEET).file_size
    path = tmp_path / "tep.xlsx"
    path.write_bytes(content.replace(size.to_bytes(4, "little"), (500).to_bytes(4, "little")))
    with pytest.raises(InputError, match="office-broken"):
        open_office(path)


@pytest.mark.parametrize("name", ["khong-co.docx", "a\0b.docx", ""])
def test_no_file(tmp_path, name):
    """A missing file, an impossible name and a folder are no files."""
    with pytest.raises(InputError, match="file-missing"):
        open_office(tmp_path / name)


ACCEPTED = {
    "workbook": (workbook(), "xlsx", "xl/workbook.xml"),
    "document": (document(), "docx", "word/document.xml"),
    "empty-row-far-away": (in_sheet(b"</sheetData>", b'<row r="1048576"/>'), "xlsx", "xl/workbook.xml"),
    "drawing-with-doctype": (
        changed(document(), "word/media/a.svg", lambda _: b"<!DOCTYPE svg><svg/>"),
        "docx",
        "word/document.xml",
    ),
}


@pytest.mark.parametrize(("content", "kind", "main"), ACCEPTED.values(), ids=ACCEPTED)
def test_accepted(tmp_path, content, kind, main):
    """A sound file is known by its content, whatever its name says."""
    path = tmp_path / "tep.doc"
    path.write_bytes(content)
    found = open_office(path)
    assert (found.kind, found.main, found.notices) == (kind, main, ())
    assert found.content == content


CARRIED = {
    "macro": ("xl/vbaProject.bin", "office-macro"),
    "external": ("xl/externalLinks/externalLink1.xml", "office-external"),
    "embedded": ("xl/embeddings/oleObject1.bin", "office-embedded"),
}


@pytest.mark.parametrize(("name", "code"), CARRIED.values(), ids=CARRIED)
def test_noticed(tmp_path, name, code):
    """Macros, links and embedded objects are noticed; the data is read all the same."""
    path = tmp_path / "tep.xlsx"
    path.write_bytes(changed(workbook(), name, lambda _: b"<a/>"))
    assert [notice.code for notice in open_office(path).notices] == [code]


FORMATS = {
    "doc": (OLE + "WordDocument".encode("utf-16-le"), Format.DOC),
    "ole": (OLE + b"\0" * 512, Format.OLE),
    "rtf": (b"{\\rtf1\\ansi", Format.RTF),
    "pdf": (b"%PDF-1.7\n\x00\x01", Format.PDF),
    "xml": (b'<?xml version="1.0"?><Workbook/>', Format.XML),
    "html-after-comment": (b"<!-- a --><!DOCTYPE html>", Format.HTML),
    "csv-utf-16": ("STT\tViệc\n".encode("utf-16"), Format.CSV),
    "text": (b"xin chao", Format.TEXT),
    "picture": (b"\x89PNG\r\n\x1a\n\x00", Format.BINARY),
    "zip": (b"PK\x03\x04", Format.ZIP),
}


@pytest.mark.parametrize(("content", "found"), FORMATS.values(), ids=FORMATS)
def test_format_by_first_bytes(content, found):
    """A file is what its first bytes say."""
    assert format_of(content) is found
