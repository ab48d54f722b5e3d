"""The first sheet of a form: how it is filled in, in the words of an office."""

from collections.abc import Iterator

from xlsxwriter.worksheet import Worksheet

from kh2025.ledger.forms.content import Form
from kh2025.ledger.forms.layout import SHEETS, Role, shown
from kh2025.ledger.forms.looks import Looks, set_page, write_line, write_title
from kh2025.ledger.records import STATES
from kh2025.messages import table, text
from kh2025.text.xml_text import xml_text

_WIDTH = 96  # characters: one column, so that the lines read as a page


def write_guide(sheet: Worksheet, looks: Looks, form: Form) -> None:
    """Write the sheet; nothing in it can be changed."""
    set_page(sheet, pages_high=1)
    sheet.set_column(0, 0, _WIDTH)
    body, bold = looks.text(), looks.text(bold=True)
    write_title(sheet, 0, text("forms", "guide_title").upper(), looks.title(), [_WIDTH], 0)
    for row, (line, is_bold) in enumerate(_lines(form), 1):
        write_line(sheet, row, xml_text(line), bold if is_bold else body, [_WIDTH], 0)


def _lines(form: Form) -> Iterator[tuple[str, bool]]:
    """The lines of the guide, and whether each is a heading."""
    agency = form.plan.agency[form.agency_id].name
    yield text("forms", "subject", agency=agency, period=form.period.label(), plan=form.plan.title), True
    yield from ((line, False) for line in form.invented)
    yield text("forms", "guide.steps_title"), True
    for number, key in enumerate(table("forms", "guide.steps"), 1):
        yield f"{number}. {text('forms', f'guide.steps.{key}')}", False
    yield text("forms", "guide.sheets_title"), True
    for role in form.rows:
        yield f"– {SHEETS[role].title}: {text('forms', f'guide.sheets.{role}')}", False
    if Role.TASKS in form.rows:
        yield text("forms", "guide.states_title"), True
        for state in STATES:
            yield f"– {shown('state', state)}: {text('forms', f'guide.states.{state}')}", False
    if form.settled:
        yield text("forms", "guide.settled", count=form.settled), False
