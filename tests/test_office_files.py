"""The guard before Word and Excel files: what is refused, by which code, and what is only noticed."""

import io
import time
import zipfile

import pytest
from hostile_files import NOTICED, OLE, REFUSED, SHEET, changed, document, in_sheet, workbook

from kh2025.errors import InputError
from kh2025.office_files import open_office
from kh2025.office_formats import Format, format_of


@pytest.mark.parametrize("hostile", REFUSED.values(), ids=REFUSED)
def test_refused(tmp_path, hostile):
    """The file is refused with its reason and its path in under a second, whatever its name says."""
    path = hostile.write(tmp_path)
    begun = time.process_time()
    with pytest.raises(InputError) as refused:
        open_office(path)
    assert time.process_time() - begun < 1
    (problem,) = refused.value.problems
    assert problem.code == hostile.code
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


@pytest.mark.parametrize("hostile", NOTICED.values(), ids=NOTICED)
def test_noticed(tmp_path, hostile):
    """Macros, links and embedded objects are noticed; the data is read all the same."""
    assert [notice.code for notice in open_office(hostile.write(tmp_path)).notices] == [hostile.code]


def test_hazards_are_covered():
    """Each hazard of a whole file has its files."""
    assert {1, 2, 3, 4, 5} <= {hostile.hazard for hostile in REFUSED.values()}
    assert {hostile.hazard for hostile in NOTICED.values()} == {6}


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
