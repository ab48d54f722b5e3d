"""The mark of a draft behind the text of a Word page: a shape of letters in the header, as Word makes it itself."""

from xml.sax.saxutils import quoteattr

from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.text.paragraph import Paragraph as Line

from kh2025.text.xml_text import xml_text

_NAMESPACES = 'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
_NAME = "PowerPlusWaterMarkObject"  # by which Word and LibreOffice know a watermark
_GREY = "#e8e8e8"  # texts before it stay readable in print
_PLACE = (
    "position:absolute;width:150mm;height:42mm;rotation:315;z-index:-251658752;"
    "mso-position-horizontal:center;mso-position-horizontal-relative:margin;"
    "mso-position-vertical:center;mso-position-vertical-relative:margin"
)
#: The type that Word calls "WordArt, plain text".
_TYPE = (
    '<v:shapetype id="_x0000_t136" coordsize="21600,21600" o:spt="136" adj="10800"'
    ' path="m@7,l@8,m@5,21600l@6,21600e"><v:formulas><v:f eqn="sum #0 0 10800"/><v:f eqn="prod #0 2 1"/>'
    '<v:f eqn="sum 21600 0 @1"/><v:f eqn="sum 0 0 @2"/><v:f eqn="sum 21600 0 @3"/><v:f eqn="if @0 @3 0"/>'
    '<v:f eqn="if @0 21600 @1"/><v:f eqn="if @0 0 @2"/><v:f eqn="if @0 @4 21600"/></v:formulas>'
    '<v:path textpathok="t" o:connecttype="rect"/><v:textpath on="t" fitshape="t"/></v:shapetype>'
)


def mark(line: Line, text: str, number: int) -> None:
    """Put a text behind the page that a header's line belongs to; ``number`` tells the marks of a file apart."""
    said = quoteattr(xml_text(text))
    font = "font-family:&quot;Times New Roman&quot;;font-weight:bold;font-size:1pt"
    shape = (
        f'<v:shape id="{_NAME}{number}" o:spid="_x0000_s{2048 + number}" type="#_x0000_t136" alt={said}'
        f' style="{_PLACE}" o:allowincell="f" fillcolor="{_GREY}" stroked="f">'
        f'<v:textpath style="{font}" string={said}/></v:shape>'
    )
    made = parse_xml(f"<w:r {nsdecls('w')} {_NAMESPACES}><w:rPr/><w:pict>{_TYPE}{shape}</w:pict></w:r>")
    line._p.append(made)  # type: ignore[arg-type] # noqa: SLF001 - the stubs know its own kinds only
