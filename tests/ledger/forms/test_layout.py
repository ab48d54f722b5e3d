"""The form's description: every cell that an agency fills in becomes one field of a record, and labels map back."""

import pytest

from kh2025 import messages
from kh2025.ledger.forms.identity import Identity, fingerprint
from kh2025.ledger.forms.layout import (
    PERCENT_FORMAT,
    REMARKS,
    SHEETS,
    TASKS,
    YES_NO,
    Role,
    code_of,
    shown,
)
from kh2025.ledger.forms.validation import MESSAGE_LENGTH, TITLE_LENGTH
from kh2025.ledger.records import RECORD_TYPES, STATES

RECORDS = {role: sheet for role, sheet in SHEETS.items() if sheet.record}
#: Fields of a record that no cell of its row gives: they come from the form as a whole.
OF_THE_FORM = {"agency_id", "effective_on", "recorded_at", "source"}


@pytest.mark.parametrize("sheet", RECORDS.values(), ids=RECORDS)
def test_a_row_is_a_record(sheet):
    """The ids and the cells to fill in are fields of the sheet's record, each once, and no field it needs is missing."""
    fields = {field.name: field for field in RECORD_TYPES[sheet.record].fields}
    filling = [column for column in sheet.columns if column.fills]
    assert [column.fills for column in filling] == [fields[column.key] for column in filling]
    given = {column.key for column in filling} | OF_THE_FORM | ({"period"} if sheet is REMARKS else set())
    assert set(fields) <= given
    assert all(column.is_editable or column.is_hidden for column in filling)


@pytest.mark.parametrize("sheet", SHEETS.values(), ids=SHEETS)
def test_columns(sheet):
    """Keys and headings are different in every sheet, ids stand first, and a place finds its column."""
    keys = [column.key for column in sheet.columns]
    assert len(set(keys)) == len(keys)
    assert len({sheet.heading(column) for column in sheet.columns}) == len(keys)
    assert tuple(keys[: len(sheet.ids)]) == sheet.ids
    assert [sheet.place(key) for key in keys] == list(range(2, len(keys) + 2))


def test_titles_are_sheet_names():
    """Excel takes the titles as names of sheets: short, different, without its forbidden signs."""
    titles = [sheet.title for sheet in SHEETS.values()]
    assert len({title.casefold() for title in titles}) == len(titles)
    assert all(len(title) <= 31 and not set(title) & set("[]:*?/\\'") for title in titles)


CHOICES = {f"{labels}-{code}": (labels, code) for labels, codes in (
    ("state", STATES), (YES_NO, ("yes", "no")), ("remark", REMARKS.columns[0].choices)
) for code in codes}  # fmt: skip


@pytest.mark.parametrize(("labels", "code"), CHOICES.values(), ids=CHOICES)
def test_choice_comes_back(labels, code):
    """The word that a choice is shown by means that choice, in any case."""
    assert code_of(labels, shown(labels, code)) == code
    assert code_of(labels, f"  {shown(labels, code).upper()} ") == code


@pytest.mark.parametrize("word", ["", "xong", "da hoan thanh", "đã hoàn thành 100%", "done "])
def test_other_words_mean_nothing(word):
    """A word that is no label means no choice: nothing is matched by likeness or without tone marks."""
    assert code_of("state", word) is None


def test_drop_down_fits_into_excel():
    """Excel takes 255 characters of choices, parted by commas."""
    words = [shown("state", state) for state in STATES]
    assert len(",".join(words)) <= 255
    assert not any("," in word for word in words)


@pytest.mark.parametrize("lang", messages.LANGUAGES)
def test_hints_fit_into_excel(lang):
    """Hints and refusals are no longer than Excel shows, with the longest days put in."""
    inputs = messages.load("forms", lang)["inputs"]
    said = [one for sheet in inputs.values() for one in sheet.values()]
    said += [
        one.format(first="30/12/2025", last="30/12/2025")
        for one in messages.table("forms", "refusals", lang).values()
    ]
    assert all(len(one) <= MESSAGE_LENGTH for one in said)
    assert len(messages.text("forms", "refused", lang)) <= TITLE_LENGTH


def test_every_filled_cell_has_its_hint():
    """No hint is missing, and none is left over."""
    inputs = messages.load("forms", "vi")["inputs"]
    for role, sheet in RECORDS.items():
        assert set(inputs[role]) == {column.key for column in sheet.columns if column.is_editable}


def test_share_is_no_percentage_of_excel():
    """A share is the number from 0 to 100: Excel does not multiply what stands in the cell."""
    column = TASKS.columns[TASKS.place("percent") - 2]
    assert column.number_format == PERCENT_FORMAT
    assert "%" not in PERCENT_FORMAT


LOST = ["form_version", "plan_id", "plan_fingerprint", "agency_id", "period", "title:tasks"]


@pytest.mark.parametrize("key", LOST)
def test_identity_without_a_key(forms, key):
    """A hidden sheet that lacks a value is no identity."""
    pairs = dict(forms.of("so-khcn").identity.pairs())
    del pairs[key]
    with pytest.raises(KeyError):
        Identity.of(pairs)


def test_identity_comes_back(forms):
    """Keys and values of the hidden sheet give the identity back, for every form."""
    for form in forms.forms.values():
        assert Identity.of(dict(form.identity.pairs())) == form.identity
        assert form.identity.rows[Role.COVER] == len(form.rows[Role.COVER])


def test_fingerprint_is_of_the_plan_as_written(plan):
    """The fingerprint is that of the file, on whatever day the plan is looked at, and another for another plan."""
    assert fingerprint(plan.as_of(plan.covers.last)) == fingerprint(plan)
    other = plan.model_copy(update={"title": f"{plan.title}."})
    assert fingerprint(other) != fingerprint(plan)
