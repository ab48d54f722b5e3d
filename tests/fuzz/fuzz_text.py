"""No text makes the readers of kh2025.text fail but with an error of ours; what they read, they read again."""

SEEDS = (
    "Së Khoa häc",
    "Sôû Khoa hoïc",
    "T\u00ad ph¸p, 76/Q§-UBND",
    "Sở Y tế\u200b",
    "1.234.567,89",
    "-12,5 %",
    "1,234.56",
    "30/6/2025",
    "ngày 05 tháng 5 năm 2025",
    "2025-05-05T00:00:00",
    "30.6.25",
    "45782",
)
WORDS = (
    "ngày ",
    " tháng ",
    " năm ",
    "2025",
    "-",
    "/",
    ".",
    ",",
    "%",
    "\u2212",
    "\u00a0",
    "T00:00",
    "¸",
    "\u00ad",
    "ôû",
)
NEAR_YEARS = 10
LONGEST = 40
SMALLEST_WRITTEN_YEAR = 1000


def check(text):
    """Every reader of kh2025.text on one text."""
    check_encodings(text)
    check_normal(text)
    check_numbers(text)
    check_dates(text)


def check_encodings(text):
    """Decoded once is decoded for good; what is not decoded is not changed; every notice can be shown."""
    from kh2025.errors import TextError
    from kh2025.text.border import admit
    from kh2025.text.encodings import decode

    try:
        found, admitted = decode(text), admit(text)
    except TextError as error:
        assert "\ufffd" in text
        assert error.render()
        return
    assert found.encoding or found.text == text
    assert not found.encoding or not decode(found.text).encoding
    for notice in (found.notice("B7"), *admitted.notices):
        assert notice is None or (notice.render("vi") and notice.render("en"))


def check_normal(text):
    """Clean is clean, and the normal form is its own normal form."""
    from kh2025.text.normal import clean, cleaned, normal_form, without_marks

    found = cleaned(text)
    assert cleaned(found.text).text == found.text == clean(text)
    assert not cleaned(found.text).removed
    assert normal_form(normal_form(text)) == normal_form(text)
    assert without_marks(normal_form(text)) == without_marks(text)


def check_numbers(text):
    """A number that is read is finite, and reads the same with a decimal comma; each named spelling is read."""
    from kh2025.errors import TextError
    from kh2025.text.numbers import parse_decimal, parse_percent

    for parse in (parse_decimal, parse_percent):
        try:
            number = parse(text)
        except TextError as error:
            problem = error.problems[0]
            assert problem.render("vi")
            assert problem.render("en")
            for spelling in problem.details.get("spellings", "0").split("; "):
                again = parse_decimal if problem.code == "number-ambiguous" else parse
                assert again(spelling).is_finite()
            continue
        written = f"{number:f}".replace(".", ",")
        # Four decimals more are never mistaken for a group.
        again = f"{written}0000" if "," in written else f"{written},0000"
        assert len(again) > LONGEST or parse_decimal(again) == number


def check_dates(text):
    """A date that is read is near the plan's year, and reads the same as offices and as ISO 8601 write it."""
    from kh2025.errors import TextError
    from kh2025.text.dates import parse_date, read_date, show_date

    for year in (None, 2025):
        try:
            day = parse_date(text, year=year)
        except TextError as error:
            assert error.render("vi")
            assert error.render("en")
            continue
        assert read_date(text, year=year) == parse_date(day.isoformat()) == day
        assert year is None or abs(day.year - year) <= NEAR_YEARS
        assert day.year < SMALLEST_WRITTEN_YEAR or parse_date(show_date(day)) == day


if __name__ == "__main__":
    from engine import fuzz

    fuzz(check, SEEDS, WORDS)
