"""What a file is, by its first bytes: an ending can say anything."""

import re
from enum import Enum

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_TEXT_LOOKED_AT = 4096


class Format(Enum):
    """Formats that are told apart; the value is what people call them."""

    EMPTY = ""
    ZIP = "zip"
    ENCRYPTED = "OLE, EncryptedPackage"
    DOC = "Word 97–2003 (.doc)"
    XLS = "Excel 97–2003 (.xls)"
    OLE = "OLE"
    HTML = "HTML"
    RTF = "RTF"
    PDF = "PDF"
    XML = "XML"
    CSV = "CSV"
    TEXT = "TXT"
    BINARY = "?"


# Names of streams in a compound file, in UTF-16.
_STREAMS = (
    ("EncryptedPackage", Format.ENCRYPTED),
    ("EncryptionInfo", Format.ENCRYPTED),
    ("WordDocument", Format.DOC),
    ("Workbook", Format.XLS),
    ("Book", Format.XLS),
)
_STARTS = (
    (re.compile(rb"\s*\{\\rtf"), Format.RTF),
    (re.compile(rb"%PDF"), Format.PDF),
    (
        re.compile(
            rb"\s*(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|table|meta|style)\b",
            re.IGNORECASE | re.DOTALL,
        ),
        Format.HTML,
    ),
    (re.compile(rb"\s*<(?:\?xml|\w+[\s>])"), Format.XML),
)


def format_of(content: bytes) -> Format:
    r"""The format of a file's bytes.

    >>> format_of(b"STT,Nhiem vu\n1,A\n"), format_of(b"<html><table>")
    (<Format.CSV: 'CSV'>, <Format.HTML: 'HTML'>)
    """
    if not content.strip():
        return Format.EMPTY
    if content.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")):
        return Format.ZIP
    if content.startswith(_OLE):
        return _compound(content)
    text = _text(content[:_TEXT_LOOKED_AT])
    if text is None:
        return Format.BINARY if not content.startswith(b"%PDF") else Format.PDF
    for pattern, found in _STARTS:
        if pattern.match(text):
            return found
    first = text.lstrip().split(b"\n", 1)[0]
    return Format.CSV if any(sign in first for sign in (b",", b";", b"\t")) else Format.TEXT


def _compound(content: bytes) -> Format:
    found = (kind for name, kind in _STREAMS if name.encode("utf-16-le") in content)
    return next(found, Format.OLE)


def _text(head: bytes) -> bytes | None:
    """The beginning of a text in UTF-8, whatever it was in; none when it is no text."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return head.decode("utf-16", "replace").encode()
    head = head.removeprefix(b"\xef\xbb\xbf")
    return None if re.search(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]", head) else head
