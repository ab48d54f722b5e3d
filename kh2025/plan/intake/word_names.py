"""Names of elements and attributes in a Word document's XML (ECMA-376)."""

from xml.etree.ElementTree import Element

_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
#: Several drawings of one thing, of which a program shows the first that it knows.
ALTERNATIVE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent"


def w(name: str) -> str:
    """The full name of an element of the main namespace.

    >>> w("p")
    '{http://schemas.openxmlformats.org/wordprocessingml/2006/main}p'
    """
    return _WORD + name


_VAL = w("val")


def val(element: Element) -> str | None:
    """The attribute ``w:val``."""
    return element.get(_VAL)
