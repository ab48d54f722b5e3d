"""No text makes the deadline and period grammars fail but with an error of ours; what they write, they read."""

from dataclasses import replace

YEAR = 2025
SEEDS = (
    "Trước ngày 30/6/2025",
    "trước ngày 20.7.2020",
    "Quý II/2025",
    "quí 2 năm 2025",
    "Chậm nhất ngày 15 hằng tháng",
    "Hằng tháng, hạn ngày 25",
    "Hằng tuần, hạn Thứ Sáu",
    "6 tháng đầu năm 2025",
    "cuối tháng 6/2025",
    "Từ ngày 01/3/2025 đến ngày 30/6/2025",
    "giai đoạn 2025-2030",
    "Thường xuyên trong năm 2025",
    "Trình UBND tỉnh trước ngày 15/6/2025",
    "Hằng quý, trước ngày 05 tháng đầu quý sau",
    "6 tháng/lần",
    "Quý II, III/2025",
    "Hằng năm, hạn ngày 05 tháng sau",
    "05/2025 - 12/2025",
    "2025-Q2@calendar",
    "2024-12-15/P9M",
    "202505",
)
WORDS = (
    "trước ", "ngày ", "tháng ", "quý ", "quí ", "năm ", "hằng ", "hàng ", "tuần", "thứ ", "chủ nhật", "hạn ",
    "đầu ", "giữa ", "cuối ", "từ ", "đến ", "hết ", "trong ", "hoàn thành ", "trình ", "6 tháng", "lần", "mỗi ", "một ", "định kỳ ", "của ", "sau", "kế tiếp", "báo cáo", "và ", "thường xuyên", "chậm nhất ", "I", "II",
    "IV", "2025", "2030", "/", "-", "–", ".", "@calendar", "@decree-09", "-Q", "-M", "-S", "-A", "P3M",
)  # fmt: skip


def check(text):
    """Both grammars on one text."""
    check_schedule(text)
    check_period(text)


def check_schedule(text):
    """A deadline that is read writes itself in a way that is read as the same deadline."""
    from kh2025.errors import ScheduleError
    from kh2025.plan.deadline import parse_schedule

    for inclusive in (True, False):
        try:
            found = parse_schedule(text, YEAR, before_includes_day=inclusive)
        except ScheduleError as error:
            assert error.render("vi")
            assert error.render("en")
            check_spellings(error)
            continue
        # What was put in for a missing year is written out, so it is no assumption any more.
        written = replace(found, year_assumed=False) if "year_assumed" in type(found).__slots__ else found
        assert parse_schedule(str(found), YEAR, before_includes_day=inclusive) == written


def check_spellings(error):
    """What a refusal offers instead is read as itself."""
    from kh2025.plan.deadline import parse_schedule

    for one in dict(error.problems[0].details).get("spellings", "").split("”")[:-1]:
        spelling = one.partition("“")[2]
        assert str(parse_schedule(spelling, YEAR)) == spelling


def check_period(text):
    """A period that is read, and its label where the regime is the default, are read as the same period."""
    from kh2025.errors import PeriodError
    from kh2025.law.periods import Period

    try:
        found = Period.parse(text)
    except PeriodError as error:
        assert error.render("vi")
        assert error.render("en")
        return
    assert Period.parse(str(found)) == found
    assert "@" in str(found) or Period.parse(found.label("vi")) == found


if __name__ == "__main__":
    from engine import fuzz

    fuzz(check, SEEDS, WORDS)
