"""Reporting periods: what is understood, what is refused, and what always holds."""

import copy
import operator
import pickle
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from kh2025.errors import InputError, PeriodError
from kh2025.law.citation import Mark
from kh2025.law.kinds import Regime, default_regime, kinds, regimes
from kh2025.law.periods import Period

FIRST, LAST = date(1977, 1, 1), date(2098, 12, 14)  # days whose periods have supported neighbours
TILING = ("month", "quarter", "half", "year")
ALL_KINDS = (*TILING, "nine_months")
REGIMES = ("decree-09", "calendar")

days = st.dates(FIRST, LAST)
tiling = st.sampled_from(TILING)
regime_names = st.sampled_from(REGIMES)


@st.composite
def periods(draw, names=ALL_KINDS, first=1976, last=2099):
    kind = draw(st.sampled_from(names))
    index = draw(st.integers(1, kinds()[kind].per_year))
    return Period.of(kind, draw(st.integers(first, last)), index, draw(regime_names))


# Text → canonical text, first day, last day.
GOOD = {
    # canonical, SDMX letters
    "canonical-month": ("2025-M05", "2025-M05", "2025-04-15", "2025-05-14"),
    "canonical-month-no-zero": ("2025-M5", "2025-M05", "2025-04-15", "2025-05-14"),
    "canonical-january": ("2025-M01", "2025-M01", "2024-12-15", "2025-01-14"),
    "canonical-december": ("2025-M12", "2025-M12", "2025-11-15", "2025-12-14"),
    "canonical-march": ("2025-M03", "2025-M03", "2025-02-15", "2025-03-14"),
    "canonical-quarter": ("2025-Q2", "2025-Q2", "2025-03-15", "2025-06-14"),
    "canonical-first-quarter": ("2025-Q1", "2025-Q1", "2024-12-15", "2025-03-14"),
    "canonical-first-half": ("2025-S1", "2025-S1", "2024-12-15", "2025-06-14"),
    "canonical-second-half": ("2025-S2", "2025-S2", "2025-06-15", "2025-12-14"),
    "canonical-nine-months": ("2025-9M", "2025-9M", "2024-12-15", "2025-09-14"),
    "canonical-year": ("2025-A1", "2025-A1", "2024-12-15", "2025-12-14"),
    "canonical-lower-case": ("2025-q2", "2025-Q2", "2025-03-15", "2025-06-14"),
    "canonical-spaces": ("  2025-Q2 ", "2025-Q2", "2025-03-15", "2025-06-14"),
    # regimes
    "default-regime-named": ("2025-Q2@decree-09", "2025-Q2", "2025-03-15", "2025-06-14"),
    "calendar-quarter": ("2025-Q2@calendar", "2025-Q2@calendar", "2025-04-01", "2025-06-30"),
    "calendar-upper-case": ("2025-Q2@CALENDAR", "2025-Q2@calendar", "2025-04-01", "2025-06-30"),
    "calendar-february": ("2025-M02@calendar", "2025-M02@calendar", "2025-02-01", "2025-02-28"),
    "calendar-leap-february": ("2024-M02@calendar", "2024-M02@calendar", "2024-02-01", "2024-02-29"),
    "calendar-nine-months": ("2025-9M@calendar", "2025-9M@calendar", "2025-01-01", "2025-09-30"),
    "calendar-year": ("2025-A1@calendar", "2025-A1@calendar", "2025-01-01", "2025-12-31"),
    "vietnamese-in-calendar": ("Quý II/2025@calendar", "2025-Q2@calendar", "2025-04-01", "2025-06-30"),
    # Vietnamese
    "quarter-roman": ("Quý II/2025", "2025-Q2", "2025-03-15", "2025-06-14"),
    "quarter-one": ("Quý I/2025", "2025-Q1", "2024-12-15", "2025-03-14"),
    "quarter-four": ("Quý IV/2025", "2025-Q4", "2025-09-15", "2025-12-14"),
    "quarter-words": ("quý ii năm 2025", "2025-Q2", "2025-03-15", "2025-06-14"),
    "quarter-hyphen": ("Quý II-2025", "2025-Q2", "2025-03-15", "2025-06-14"),
    "quarter-i": ("Quí 2/2025", "2025-Q2", "2025-03-15", "2025-06-14"),
    "quarter-number": ("quý 3 năm 2025", "2025-Q3", "2025-06-15", "2025-09-14"),
    "quarter-capitals": ("QUÝ III NĂM 2025", "2025-Q3", "2025-06-15", "2025-09-14"),
    "quarter-space": ("Quý II 2025", "2025-Q2", "2025-03-15", "2025-06-14"),
    "quarter-nfd": ("Quy\u0301 II/2025", "2025-Q2", "2025-03-15", "2025-06-14"),
    "quarter-nbsp": ("Quý\u00a0II/2025", "2025-Q2", "2025-03-15", "2025-06-14"),
    "quarter-zero-width": ("Quý II/\u200b2025", "2025-Q2", "2025-03-15", "2025-06-14"),
    "month-slash": ("tháng 5/2025", "2025-M05", "2025-04-15", "2025-05-14"),
    "month-zero": ("Tháng 05/2025", "2025-M05", "2025-04-15", "2025-05-14"),
    "month-words": ("Tháng 12 năm 2025", "2025-M12", "2025-11-15", "2025-12-14"),
    "month-nfd": ("tha\u0301ng 5/2025", "2025-M05", "2025-04-15", "2025-05-14"),
    "first-half": ("6 tháng đầu năm 2025", "2025-S1", "2024-12-15", "2025-06-14"),
    "first-half-in-words": ("Sáu tháng đầu năm 2025", "2025-S1", "2024-12-15", "2025-06-14"),
    "second-half": ("6 tháng cuối năm 2025", "2025-S2", "2025-06-15", "2025-12-14"),
    "nine-months": ("9 tháng năm 2025", "2025-9M", "2024-12-15", "2025-09-14"),
    "nine-months-first": ("9 tháng đầu năm 2025", "2025-9M", "2024-12-15", "2025-09-14"),
    "nine-months-in-words": ("Chín tháng năm 2025", "2025-9M", "2024-12-15", "2025-09-14"),
    "nine-months-slash": ("9 tháng/2025", "2025-9M", "2024-12-15", "2025-09-14"),
    "year-word": ("Năm 2025", "2025-A1", "2024-12-15", "2025-12-14"),
    "whole-year": ("cả năm 2025", "2025-A1", "2024-12-15", "2025-12-14"),
    # DHIS2
    "quarter-in-words": ("quý hai năm 2025", "2025-Q2", "2025-03-15", "2025-06-14"),
    "quarter-comma": ("Quý II, năm 2025", "2025-Q2", "2025-03-15", "2025-06-14"),
    "quarter-of-the-year": ("quý II của năm 2025", "2025-Q2", "2025-03-15", "2025-06-14"),
    "quarter-dot": ("Quý II.2025", "2025-Q2", "2025-03-15", "2025-06-14"),
    "quarter-letter": ("Q.II/2025", "2025-Q2", "2025-03-15", "2025-06-14"),
    "quarter-letter-number": ("Q2-2025", "2025-Q2", "2025-03-15", "2025-06-14"),
    "quarter-report": ("Báo cáo quý II năm 2025", "2025-Q2", "2025-03-15", "2025-06-14"),
    "quarter-as-three-months": ("3 tháng đầu năm 2025", "2025-Q1", "2024-12-15", "2025-03-14"),
    "quarter-as-last-three-months": ("03 tháng cuối năm 2025", "2025-Q4", "2025-09-15", "2025-12-14"),
    "month-five-in-words": ("tháng năm năm 2025", "2025-M05", "2025-04-15", "2025-05-14"),
    "month-twelve-in-words": ("tháng mười hai năm 2025", "2025-M12", "2025-11-15", "2025-12-14"),
    "month-letter": ("T5/2025", "2025-M05", "2025-04-15", "2025-05-14"),
    "month-hyphen-and-year": ("Tháng 5 - năm 2025", "2025-M05", "2025-04-15", "2025-05-14"),
    "half-with-zero": ("06 tháng đầu năm 2025", "2025-S1", "2024-12-15", "2025-06-14"),
    "half-of-the-year": ("nửa cuối năm 2025", "2025-S2", "2025-06-15", "2025-12-14"),
    "nine-months-with-zero": ("09 tháng đầu năm 2025", "2025-9M", "2024-12-15", "2025-09-14"),
    "twelve-months": ("12 tháng năm 2025", "2025-A1", "2024-12-15", "2025-12-14"),
    "en-dash": ("2025\u2013Q2", "2025-Q2", "2025-03-15", "2025-06-14"),
    "label-of-a-regime": ("Quý II/2025 (kỳ thống kê)", "2025-Q2@calendar", "2025-04-01", "2025-06-30"),
    "own-cutoff": ("2025-Q2@cutoff-20", "2025-Q2@cutoff-20", "2025-03-21", "2025-06-20"),
    "dhis2-month": ("202505", "2025-M05", "2025-04-15", "2025-05-14"),
    "dhis2-quarter": ("2025Q2", "2025-Q2", "2025-03-15", "2025-06-14"),
    "dhis2-half": ("2025S1", "2025-S1", "2024-12-15", "2025-06-14"),
    "dhis2-year": ("2025", "2025-A1", "2024-12-15", "2025-12-14"),
    # ISO 8601 intervals name their calendar by their first day
    "iso-month": ("2025-04-15/P1M", "2025-M05", "2025-04-15", "2025-05-14"),
    "iso-quarter": ("2024-12-15/P3M", "2025-Q1", "2024-12-15", "2025-03-14"),
    "iso-nine-months": ("2024-12-15/P9M", "2025-9M", "2024-12-15", "2025-09-14"),
    "iso-year-in-months": ("2024-12-15/P12M", "2025-A1", "2024-12-15", "2025-12-14"),
    "iso-year": ("2024-12-15/P1Y", "2025-A1", "2024-12-15", "2025-12-14"),
    "iso-lower-case": ("2025-03-15/p3m", "2025-Q2", "2025-03-15", "2025-06-14"),
    "iso-two-days": ("2025-03-15/2025-06-14", "2025-Q2", "2025-03-15", "2025-06-14"),
    "iso-two-days-half": ("2024-12-15/2025-06-14", "2025-S1", "2024-12-15", "2025-06-14"),
    "iso-calendar": ("2025-04-01/P3M", "2025-Q2@calendar", "2025-04-01", "2025-06-30"),
    "iso-calendar-days": ("2024-02-01/2024-02-29", "2024-M02@calendar", "2024-02-01", "2024-02-29"),
    # ends of what is supported
    "first-year": ("1976-M12", "1976-M12", "1976-11-15", "1976-12-14"),
    "last-year": ("2099-A1", "2099-A1", "2098-12-15", "2099-12-14"),
}

# Text → code of the refusal.
BAD = {
    "fifth-quarter": ("quý V/2025", "period-index"),
    "fifth-quarter-number": ("Quý 5/2025", "period-index"),
    "no-roman-number": ("Quý IIII/2025", "period-index"),
    "roman-nonsense": ("Quý VX/2025", "period-index"),
    "quarter-zero": ("Quý 0/2025", "period-index"),
    "canonical-fifth-quarter": ("2025-Q5", "period-index"),
    "canonical-quarter-zero": ("2025-Q0", "period-index"),
    "canonical-month-13": ("2025-M13", "period-index"),
    "canonical-month-zero": ("2025-M00", "period-index"),
    "canonical-third-half": ("2025-S3", "period-index"),
    "canonical-second-year": ("2025-A2", "period-index"),
    "vietnamese-month-13": ("tháng 13/2025", "period-index"),
    "dhis2-month-13": ("202513", "period-index"),
    "dhis2-quarter-5": ("2025Q5", "period-index"),
    "month-or-quarter": ("2/2025", "period-ambiguous"),
    "month-or-quarter-zero": ("02/2025", "period-ambiguous"),
    "month-or-quarter-hyphen": ("2-2025", "period-ambiguous"),
    "reporting-or-calendar-month": ("2025-05", "period-ambiguous"),
    "unknown-regime": ("2025-Q2@lunar", "period-regime"),
    "empty-regime": ("2025-Q2@", "period-regime"),
    "two-regimes": ("2025-Q2@calendar@calendar", "period-regime"),
    "year-too-early": ("1975-Q2", "period-year"),
    "year-too-late": ("2100-Q1", "period-year"),
    "year-zero": ("0000-Q1", "period-year"),
    "year-too-late-in-words": ("Năm 2100", "period-year"),
    "year-too-early-iso": ("1900-01-01/P1M", "period-year"),
    "no-year": ("Quý II", "period-no-year"),
    "two-digit-year": ("Quý II/25", "period-short-year"),
    "five-digit-year": ("Quý II/20255", "period-text"),
    "empty": ("", "period-text"),
    "spaces": ("   ", "period-text"),
    "at-alone": ("@", "period-text"),
    "month-or-a-number-left-out": ("tháng năm 2025", "period-ambiguous"),
    "five-months": ("5 tháng năm 2025", "period-text"),
    "month-or-quarter-dot": ("2.2025", "period-ambiguous"),
    "month-without-year": ("tháng 5", "period-no-year"),
    "half-without-year": ("6 tháng đầu năm", "period-no-year"),
    "month-two-digit-year": ("tháng 5 năm 25", "period-short-year"),
    "unknown-label": ("Quý II/2025 (kỳ lạ)", "period-text"),
    "own-cutoff-that-has-a-name": ("2025-Q2@cutoff-14", "period-regime"),
    "before-the-first": ("2025-M04@decree-09-from-2025-05-05", "period-before-first"),
    "word": ("hôm qua", "period-text"),
    "half-without-side": ("6 tháng năm 2025", "period-ambiguous"),
    "no-tone-mark": ("quy II/2025", "period-text"),
    "year-without-index": ("2025-A", "period-text"),
    "sdmx-third": ("2025-T1", "period-other-kind"),
    "week": ("2025-W10", "period-other-kind"),
    "month-glued-to-year": ("tháng 52025", "period-text"),
    "two-lines": ("2025-Q2\n2025-Q3", "period-text"),
    "trailing-word": ("2025-Q2 x", "period-text"),
    "arabic-digits-in-an-interval": ("2024-12-15/P٩M", "period-text"),
    "arabic-digits-of-a-month": ("٢/٢٠٢٥", "period-text"),
    "arabic-digits": ("٢٠٢٥-Q2", "period-text"),
    "superscript": ("2025-Q²", "period-text"),
    "iso-no-such-day": ("2025-02-30/P3M", "period-text"),
    "iso-wrong-start": ("2024-12-16/P3M", "period-interval"),
    "iso-no-such-length": ("2024-12-15/P4M", "period-interval"),
    "iso-no-length": ("2024-12-15/P", "period-interval"),
    "iso-wrong-end": ("2024-12-15/2025-03-13", "period-interval"),
    "iso-backwards": ("2025-06-14/2025-03-15", "period-interval"),
    "number": (2025, "period-text"),
    "bytes": (b"2025-Q2", "period-text"),
    "none": (None, "period-text"),
}

SPELLINGS = {
    "month-or-quarter": ("2/2025", "2025-M02, 2025-M02@calendar, 2025-Q2, 2025-S2"),
    "no-such-quarter": ("4-2025", "2025-M04, 2025-M04@calendar, 2025-Q4"),
    "month-only": ("11/2025", "2025-M11, 2025-M11@calendar"),
    "iso": ("2025-05", "2025-M05, 2025-M05@calendar"),
}


@pytest.mark.parametrize(("text", "canonical", "start", "end"), GOOD.values(), ids=GOOD)
def test_understood(text, canonical, start, end):
    """Every accepted spelling gives its canonical text and its first and last day."""
    period = Period.parse(text)
    assert (str(period), period.start.isoformat(), period.end.isoformat()) == (canonical, start, end)


@pytest.mark.parametrize(("text", "code"), BAD.values(), ids=BAD)
def test_refused(text, code):
    """What is no period is refused with its code, the text or the part of it that is wrong, and an accepted form in both languages."""
    with pytest.raises(PeriodError) as caught:
        Period.parse(text)
    (problem,) = caught.value.problems
    assert problem.code == code
    assert problem.value == text or str(problem.value) in str(text)
    for lang in ("vi", "en"):
        assert problem.accepted(lang) in problem.render(lang)
        assert "{" not in problem.render(lang)


@pytest.mark.parametrize(("text", "spellings"), SPELLINGS.values(), ids=SPELLINGS)
def test_ambiguous_text_names_the_spellings(text, spellings):
    """An ambiguous text is refused with all unambiguous spellings, and each of them is understood."""
    with pytest.raises(PeriodError) as caught:
        Period.parse(text)
    assert caught.value.problems[0].details["spellings"] == spellings
    assert [str(Period.parse(one)) for one in spellings.split(", ")] == spellings.split(", ")


def test_regime_of_the_caller():
    """A regime given beside the text holds only where the text names none."""
    assert str(Period.parse("Quý II/2025", "calendar")) == "2025-Q2@calendar"
    assert str(Period.parse("2025-Q2@decree-09", "calendar")) == "2025-Q2"
    assert str(Period.parse("2025-04-01/P3M", "calendar")) == "2025-Q2@calendar"
    with pytest.raises(PeriodError, match="period-regime"):
        Period.parse("2025-Q2", "lunar")
    with pytest.raises(PeriodError, match="period-interval"):
        Period.parse("2024-12-15/P3M", "calendar")


PARTS = {
    "kind": (("week", 2025, 1, None), "period-kind"),
    "regime": (("month", 2025, 1, "lunar"), "period-regime"),
    "year-early": (("month", 1975, 12, None), "period-year"),
    "year-late": (("month", 2100, 1, None), "period-year"),
    "index-zero": (("quarter", 2025, 0, None), "period-index"),
    "index-after-last": (("quarter", 2025, 5, None), "period-index"),
    "index-negative": (("month", 2025, -1, None), "period-index"),
    "second-year": (("year", 2025, 2, None), "period-index"),
}


@pytest.mark.parametrize(("parts", "code"), PARTS.values(), ids=PARTS)
def test_parts_refused(parts, code):
    """A period is not made of a kind, regime, year or index that does not exist."""
    with pytest.raises(PeriodError) as caught:
        Period.of(*parts)
    assert caught.value.problems[0].code == code
    assert caught.value.problems[0].render("en")


def test_period_error_is_an_input_error():
    """Whoever catches InputError catches a refused period."""
    assert issubclass(PeriodError, InputError)


def test_regimes_and_kinds_as_data():
    """The default regime is decree-09 and is not written; every kind and regime names a marked source."""
    assert default_regime() == "decree-09"
    assert tuple(kinds()) == ("month", "quarter", "half", "nine_months", "year")
    assert [kind.months for kind in kinds().values()] == sorted(kind.months for kind in kinds().values())
    for one in (*kinds().values(), *regimes().values()):
        assert one.source.document
        assert one.source.mark in {Mark.VERIFIED, Mark.SECONDARY}
    assert kinds()["nine_months"].source.mark is Mark.SECONDARY


@pytest.mark.parametrize("kind", ALL_KINDS)
def test_kind_has_a_label_in_both_languages(kind):
    """A kind is named in Vietnamese and in English, differently."""
    assert kinds()[kind].label("vi") != kinds()[kind].label("en")


LABELS = {
    "2025-M05": ("Tháng 5/2025", "vi"),
    "2025-Q2": ("Quý II/2025", "vi"),
    "2025-Q4": ("Quý IV/2025", "vi"),
    "2025-S1": ("6 tháng đầu năm 2025", "vi"),
    "2025-S2": ("6 tháng cuối năm 2025", "vi"),
    "2025-9M": ("9 tháng năm 2025", "vi"),
    "2025-A1": ("Năm 2025", "vi"),
    "2025-Q2@calendar": ("Quý II/2025 (kỳ thống kê)", "vi"),
}


@pytest.mark.parametrize(("text", "label", "lang"), [(k, *v) for k, v in LABELS.items()], ids=LABELS)
def test_label(text, label, lang):
    """A period's label is how an office writes it; a regime other than the default is said."""
    assert Period.parse(text).label(lang) == label


@pytest.mark.parametrize("text", LABELS)
def test_english_label_names_year_and_regime(text):
    """The English label holds the year, and says the regime when it is not the default."""
    period = Period.parse(text)
    assert str(period.year) in period.label("en")
    assert ("(" in period.label("en")) == (period.regime != "decree-09")


def test_described_as_json():
    """A description names period, window, label and neighbours; at the ends of time a neighbour is null."""
    assert Period.parse("2025-Q1").to_dict() == {
        "period": "2025-Q1",
        "regime": "decree-09",
        "kind": "quarter",
        "year": 2025,
        "index": 1,
        "start": "2024-12-15",
        "end": "2025-03-14",
        "label": "Quý I/2025",
        "iso_interval": "2024-12-15/P3M",
        "next": "2025-Q2",
        "previous": "2024-Q4",
    }
    assert Period.parse("2099-M12").to_dict()["next"] is None
    assert Period.parse("1976-M01").to_dict()["previous"] is None


def test_ends_of_supported_years():
    """Beyond the first and last supported year there is no period: the shift is refused, not wrapped."""
    with pytest.raises(PeriodError, match="period-year"):
        Period.parse("2099-M12").next()
    with pytest.raises(PeriodError, match="period-year"):
        Period.parse("1976-Q1").previous()
    with pytest.raises(PeriodError, match="period-year"):
        Period.parse("1976-Q3").year_ago()


UNSUPPORTED_DAYS = {
    "month": ("1800-11-20", "month", None),
    "left-out-by-nine-months": ("1975-12-14", "nine_months", None),
    "after-the-last-nine-months": ("2099-12-15", "nine_months", None),
    "before-the-first-day-of-a-regime": ("1800-11-20", "month", "decree-09-from-2025-05-05"),
    "end-of-python": ("9999-12-31", "year", "calendar"),
}


@pytest.mark.parametrize(("day", "kind", "regime"), UNSUPPORTED_DAYS.values(), ids=UNSUPPORTED_DAYS)
def test_day_outside_the_supported_years_names_the_limits(day, kind, regime):
    """A day outside the supported years is refused by every kind and regime, not taken for one that they leave out."""
    with pytest.raises(PeriodError, match="period-year") as caught:
        Period.containing(date.fromisoformat(day), kind, regime)
    (problem,) = caught.value.problems
    assert (problem.value, problem.details) == (day, {"first": 1976, "last": 2099})


DEADLINES = {
    "quarter": ("2025-Q2", 18, "2025-06-18"),
    "january": ("2025-M01", 18, "2025-01-18"),
    "last-day-of-february": ("2025-M02", 31, "2025-02-28"),
    "last-day-of-leap-february": ("2024-M02", 30, "2024-02-29"),
    "year": ("2025-A1", 18, "2025-12-18"),
    "nine-months": ("2025-9M", 20, "2025-09-20"),
    "calendar": ("2025-Q2@calendar", 31, "2025-06-30"),
}


@pytest.mark.parametrize(("text", "day", "due"), DEADLINES.values(), ids=DEADLINES)
def test_day_of_month(text, day, due):
    """A due day counts in the month of the cut-off; a day the month lacks is its last."""
    assert Period.parse(text).day_of_month(day).isoformat() == due


CALENDAR = {
    "2025-Q2": ("2025-04-01", "2025-06-30"),
    "2025-Q1": ("2025-01-01", "2025-03-31"),
    "2025-M02": ("2025-02-01", "2025-02-28"),
    "2024-M02": ("2024-02-01", "2024-02-29"),
    "2025-S2": ("2025-07-01", "2025-12-31"),
    "2025-9M": ("2025-01-01", "2025-09-30"),
    "2025-A1": ("2025-01-01", "2025-12-31"),
}


@pytest.mark.parametrize(("text", "start", "end"), [(k, *v) for k, v in CALENDAR.items()], ids=CALENDAR)
def test_calendar_window(text, start, end):
    """Deadlines of tasks use the calendar months that a period is named after, in either regime."""
    for period in (Period.parse(text), Period.parse(f"{text}@calendar")):
        assert (period.calendar_start.isoformat(), period.calendar_end.isoformat()) == (start, end)


INSIDE = {
    "quarter-months": ("2025-Q2", "month", ["2025-M04", "2025-M05", "2025-M06"]),
    "half-quarters": ("2025-S2", "quarter", ["2025-Q3", "2025-Q4"]),
    "nine-months-quarters": ("2025-9M", "quarter", ["2025-Q1", "2025-Q2", "2025-Q3"]),
    "nine-months-halves": ("2025-9M", "half", ["2025-S1"]),
    "year-nine-months": ("2025-A1", "nine_months", ["2025-9M"]),
    "itself": ("2025-Q2", "quarter", ["2025-Q2"]),
    "longer": ("2025-Q2", "year", []),
    "longer-that-ends-on-the-same-day": ("2025-Q4", "half", []),
    "year-that-ends-on-the-same-day": ("2025-S2", "year", []),
    "nine-months-of-the-last-supported-year": ("2099-A1", "nine_months", ["2099-9M"]),
    "no-nine-months-in-the-last-quarter": ("2025-Q4", "nine_months", []),
    "calendar": (
        "2025-Q1@calendar",
        "month",
        ["2025-M01@calendar", "2025-M02@calendar", "2025-M03@calendar"],
    ),
    "last-supported-year": ("2099-A1", "half", ["2099-S1", "2099-S2"]),
    "first-supported-year": ("1976-A1", "half", ["1976-S1", "1976-S2"]),
}


@pytest.mark.parametrize(("text", "kind", "inside"), INSIDE.values(), ids=INSIDE)
def test_within(text, kind, inside):
    """The periods of a kind that lie wholly inside another, in order and of its regime."""
    assert [str(period) for period in Period.parse(text).children(kind)] == inside


NOT_COMPARABLE = {
    "kind": ("2025-Q2", "2025-M05"),
    "regime": ("2025-Q2", "2025-Q2@calendar"),
    "both": ("2025-9M", "2025-A1@calendar"),
}


@pytest.mark.parametrize(("one", "other"), NOT_COMPARABLE.values(), ids=NOT_COMPARABLE)
def test_order_across_kinds_and_regimes_is_refused(one, other):
    """Periods of different kind or regime are not ordered: every comparison raises TypeError."""
    left, right = Period.parse(one), Period.parse(other)
    assert left != right
    for compare in (operator.lt, operator.le, operator.gt, operator.ge):
        with pytest.raises(TypeError):
            compare(left, right)


def test_order_with_something_else_is_refused():
    """A period is not ordered with a text or a day."""
    with pytest.raises(TypeError):
        _ = Period.parse("2025-Q2") < "2025-Q3"
    with pytest.raises(TypeError):
        _ = Period.parse("2025-Q2") <= date(2025, 1, 1)


def test_frozen():
    """A period cannot be changed."""
    with pytest.raises(AttributeError):
        Period.parse("2025-Q2").year = 2026


def test_regime_with_another_cutoff():
    """Any cut-off day works: with day 20 a month runs from the 21st to the 20th, with 30 February ends itself."""
    to_20 = Regime("x", 20, kinds()["month"].source)
    assert to_20.month_of(date(2025, 5, 20)) == 2025 * 12 + 4
    assert to_20.month_of(date(2025, 5, 21)) == 2025 * 12 + 5
    assert Regime("x", 30, kinds()["month"].source).last_day(2025 * 12 + 1) == date(2025, 2, 28)


UNKNOWN = {"kind": ("week", None, "period-kind"), "regime": ("month", "lunar", "period-regime")}


@pytest.mark.parametrize(("kind", "regime", "code"), UNKNOWN.values(), ids=UNKNOWN)
def test_containing_refuses_what_does_not_exist(kind, regime, code):
    """A day lies in no period of an unknown kind or regime: a PeriodError names those there are."""
    with pytest.raises(PeriodError, match=code):
        Period.containing(date(2025, 5, 5), kind, regime)


def test_within_refuses_an_unknown_kind():
    """There are no weeks within a quarter: the kind is refused."""
    with pytest.raises(PeriodError, match="period-kind"):
        Period.parse("2025-Q2").children("week")


@given(days, tiling, regime_names)
@example(date(2024, 2, 29), "month", "decree-09")
@example(date(2024, 12, 15), "year", "decree-09")
@settings(deadline=None)
def test_every_day_lies_in_exactly_one_period(day, kind, regime):
    """A tiling kind leaves no day out and counts none twice."""
    period = Period.containing(day, kind, regime)
    assert day in period
    assert period.start <= day <= period.end
    assert day not in period.next()
    assert day not in period.previous()


@given(days, regime_names)
@settings(deadline=None)
def test_nine_months_leave_out_the_last_quarter(day, regime):
    """A day lies in the nine months of its year, or in the fourth quarter."""
    nine, quarter = (Period.containing(day, kind, regime) for kind in ("nine_months", "quarter"))
    assert (nine is None) == (quarter.index == 4)
    assert nine is None or day in nine


@given(periods(TILING, 1977, 2098))
@settings(deadline=None)
def test_windows_abut(period):
    """The day after the last is the first day of the next period."""
    assert period.next().start == period.end + timedelta(days=1)
    assert period.previous().end == period.start - timedelta(days=1)


@given(periods())
@settings(deadline=None)
def test_text_and_parse_are_inverses(period):
    """A period's text, repr, copy and pickle give the period back, equal and with the same hash."""
    rebuilt = [
        Period.parse(str(period)),
        eval(repr(period)),  # noqa: S307 - the repr is a call of parse with a literal
        pickle.loads(pickle.dumps(period)),  # noqa: S301 - our own bytes
        copy.deepcopy(period),
    ]
    assert rebuilt == [period] * 4
    assert {hash(one) for one in rebuilt} == {hash(period)}


@given(periods())
@example(Period.of("quarter", 1976, 1))
@example(Period.of("nine_months", 1976))
@settings(deadline=None)
def test_interval_reads_back(period):
    """The ISO interval of a period is read as the same period, with its regime."""
    assert Period.parse(period.iso_interval) == period
    assert Period.parse(f"{period.start}/{period.end}") == period


@given(periods())
@settings(deadline=None)
def test_vietnamese_label_reads_back(period):
    """The Vietnamese label of a period is understood as that period in its regime."""
    label = period.label("vi").partition(" (")[0]
    assert Period.parse(label, period.regime) == period
    assert Period.parse(label.upper(), period.regime) == period


@given(periods(first=2020, last=2050), st.integers(-20, 20), st.integers(-20, 20))
@settings(deadline=None)
def test_shift_adds_up(period, one, other):
    """Shifting twice is shifting by the sum; shifting back returns; order follows the shift."""
    assert period.shift(0) == period
    assert period.shift(one).shift(-one) == period
    assert period.shift(one).shift(other) == period.shift(one + other)
    assert period.shift(one) == (period.next().shift(one - 1))
    assert (period < period.shift(one)) == (one > 0)
    assert (period <= period.shift(one)) == (one >= 0)
    assert (period > period.shift(one)) == (one < 0)
    assert (period >= period.shift(one)) == (one <= 0)


@given(periods(first=1977))
@settings(deadline=None)
def test_year_ago(period):
    """A year ago is the same kind, number and regime, one year earlier."""
    before = period.year_ago()
    assert (before.kind, before.index, before.regime) == (period.kind, period.index, period.regime)
    assert before.year == period.year - 1


@given(periods(("quarter", "half", "nine_months", "year")), st.sampled_from(("month", "quarter")))
@settings(deadline=None)
def test_within_tiles(period, kind):
    """Months and quarters inside a longer period cover it from its first to its last day, without gap."""
    inside = period.children(kind)
    assert inside[0].start == period.start
    assert inside[-1].end == period.end
    assert all(a.end + timedelta(days=1) == b.start for a, b in pairwise(inside))
    assert len(inside) == kinds()[period.kind].months // kinds()[kind].months


@given(periods(), periods())
@settings(deadline=None)
def test_order_is_of_windows_or_refused(one, other):
    """Two periods of one kind and regime are in the order of their windows; others are not ordered."""
    if (one.kind, one.regime) != (other.kind, other.regime):
        with pytest.raises(TypeError):
            _ = one < other
        assert one != other
        return
    assert (one < other) == (one.start < other.start) == (one.end < other.end)
    assert sorted([one, other]) == sorted([other, one])


_PIECES = st.sampled_from(
    [
        "0",
        "1",
        "2",
        "3",
        "4",
        "5",
        "6",
        "7",
        "8",
        "9",
        "2025",
        "Q",
        "q2",
        "M05",
        "S1",
        "9M",
        "A1",
        "-",
        "/",
        "@",
        "calendar",
        "@decree-09",
        "tháng",
        "quý",
        "QUÝ",
        "quí",
        "năm",
        "đầu",
        "cuối",
        "IV",
        "iiii",
        "P9M",
        "2024-12-15",
        "́",
    ]
) | st.just(" ")


@given(st.text(max_size=40) | st.lists(_PIECES, max_size=8).map("".join))
@example("\ud800")
@example("0000-Q1")
@example("9999-12-15/P1M")
@example("0001-01-01/P1M")
@example("2099-12-15/P1M")
@settings(deadline=None, max_examples=400)
def test_any_text_is_a_period_or_a_period_error(text):
    """Whatever the text, it is a period whose text reads back, or one PeriodError that can be shown."""
    try:
        period = Period.parse(text)
    except PeriodError as error:
        period, shown = None, [error.render(lang) for lang in ("vi", "en")]
    if period is None:
        assert all(shown)
        return
    assert Period.parse(str(period)) == period


@settings(deadline=None)
@given(periods())
def test_labels_read_back(period):
    """The label of a period, in either language, is one of its spellings."""
    for lang in ("vi", "en"):
        assert Period.parse(period.label(lang)) == period


@settings(deadline=None)
@given(periods())
def test_ordinals_read_back(period):
    """An ordinal gives its period back; the next period has the next ordinal."""
    assert Period.from_ordinal(period.ordinal, period.kind, period.regime) == period
    if period.to_dict()["next"]:
        assert period.next().ordinal == period.ordinal + 1


@settings(deadline=None)
@given(periods())
def test_parents_hold_their_children(period):
    """A period lies in each of its parents and is among their children; nothing shorter is a parent."""
    for longer in period.parents():
        assert period in longer
        assert period in longer.children(period.kind)
        assert longer.window.days > period.window.days
        assert period.intersection(longer) == period.window


@settings(deadline=None)
@given(periods())
def test_year_to_date(period):
    """The year so far begins with the year and ends with the period."""
    year = Period.of("year", period.year, 1, period.regime)
    assert (period.year_to_date.start, period.year_to_date.end) == (year.start, period.end)
    assert period.window in period.year_to_date


def test_periods_between():
    """A range holds both ends; unlike periods and a backward range are refused."""
    first, last = Period.parse("2024-M11"), Period.parse("2025-M02")
    assert [str(one) for one in Period.between(first, last)] == [
        "2024-M11",
        "2024-M12",
        "2025-M01",
        "2025-M02",
    ]
    assert Period.between(first, first) == (first,)
    with pytest.raises(PeriodError, match="window-order"):
        Period.between(last, first)
    with pytest.raises(PeriodError, match="period-unlike"):
        Period.between(first, Period.parse("2025-Q1"))
    with pytest.raises(PeriodError, match="period-unlike"):
        Period.between(first, Period.parse("2025-M02@calendar"))


def test_intersection_with_what_lies_elsewhere():
    """Periods without a common day have no intersection; a reporting and a calendar quarter overlap in part."""
    quarter = Period.parse("2025-Q2")
    assert quarter.intersection(Period.parse("2025-Q4")) is None
    assert str(quarter.intersection(Period.parse("2025-Q2@calendar"))) == "2025-04-01/2025-06-14"


CUMULATIVE = {
    "2025-M05": "tháng 5 và 5 tháng năm 2025",
    "2025-M01": "tháng 1 năm 2025",
    "2025-M06": "tháng 6 và 6 tháng đầu năm 2025",
    "2025-M12": "tháng 12 và cả năm 2025",
    "2025-Q1": "quý I năm 2025",
    "2025-Q3": "quý III và 9 tháng năm 2025",
    "2025-S1": "6 tháng đầu năm 2025",
    "2025-9M": "9 tháng năm 2025",
    "2025-A1": "năm 2025",
}


@pytest.mark.parametrize(("text", "title"), CUMULATIVE.items(), ids=CUMULATIVE)
def test_cumulative_label(text, title):
    """The title of a report on a period and the year so far, as offices write it."""
    assert Period.parse(text).cumulative_label() == title
    assert Period.parse(text).cumulative_label("en") != title


SDMX = {
    "2025-M05": {"TIME_PERIOD": "2025-M05", "REPYEAREND": "--12-14"},
    "2025-A1@calendar": {"TIME_PERIOD": "2025-A1", "REPYEAREND": "--12-31"},
    "2025-S1@cutoff-20": {"TIME_PERIOD": "2025-S1", "REPYEAREND": "--12-20"},
    "2025-9M": {"TIME_PERIOD": "2024-12-15/P9M"},
    "2025-Q2@decree-09-from-2025-05-05": {"TIME_PERIOD": "2025-05-05/P41D"},
}


@pytest.mark.parametrize(("text", "exported"), SDMX.items(), ids=SDMX)
def test_sdmx(text, exported):
    """A period leaves as an SDMX time period with its year's end, or as a time range where SDMX has no code."""
    assert Period.parse(text).sdmx == exported


def test_constructor_refuses_what_parse_refuses():
    """No way of making a period makes one that does not exist."""
    for parts in (("quarter", 2025, 9, "decree-09"), ("quarter", 2025, 1, "x"), ("x", 2025, 1, "calendar")):
        with pytest.raises(PeriodError):
            Period(*parts)
