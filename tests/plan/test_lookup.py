"""Names of agencies: found by id, name, normal form, alias; else asked, never guessed."""

import unicodedata
from datetime import date

import pytest

from kh2025.plan.lookup import Names

AGENCIES = [
    {"id": "so-khcn", "name": "Sở Khoa học và Công nghệ", "short_name": "Sở KH&CN", "aliases": ["Sở KHCN"]},
    {"id": "so-tc", "name": "Sở Tài chính"},
    {"id": "xa-tien", "name": "UBND xã Hòa Tiến"},
    {"id": "so-cu", "name": "Sở Nội vụ", "valid_to": "2025-02-28", "successors": ["so-moi"]},
    {"id": "so-moi", "name": "Sở Nội vụ", "valid_from": "2025-03-01"},
    {"id": "so-yt", "name": "so-tc"},
]
FOUND = {
    "id": ("so-khcn", "so-khcn", "id"),
    "id-before-a-name": ("so-tc", "so-tc", "id"),
    "name": ("Sở Tài chính", "so-tc", "name"),
    "short-name": ("Sở KH&CN", "so-khcn", "name"),
    "case-and-spaces": ("SỞ  TÀI CHÍNH ", "so-tc", "normal_form"),
    "tone-placement": ("UBND xã Hoà Tiến", "xa-tien", "normal_form"),
    "nfd": (unicodedata.normalize("NFD", "Sở Tài chính"), "so-tc", "normal_form"),
    "alias": ("sở khcn", "so-khcn", "alias"),
    "group": ("Các sở", "cac-so", "name"),
}
ASKED = {
    "hazard-17-other-tone": ("UBND xã Hòa Tiên", "UBND xã Hòa Tiến"),
    "without-marks": ("So Tai chinh", "Sở Tài chính"),
    "typing-error": ("Sở Tài chínhh", "Sở Tài chính"),
}


@pytest.fixture
def names(make):
    """The names of a plan with a department that was founded anew under its old name."""
    groups = [{"id": "cac-so", "name": "Các sở", "members": ["so-khcn", "so-tc"]}]
    return Names(make(agencies=AGENCIES, groups=groups))


@pytest.mark.parametrize(("text", "id_", "by"), FOUND.values(), ids=FOUND)
def test_found(names, text, id_, by):
    """A name is found by the first step that knows it."""
    found = names.find(text)
    assert (found.id, found.by) == (id_, by)


@pytest.mark.parametrize(("text", "suggestion"), ASKED.values(), ids=ASKED)
def test_asked(names, text, suggestion):
    """What only looks alike is suggested and not taken."""
    found = names.find(text)
    assert (found.id, found.by, found.candidates[0]) == (None, None, suggestion)


@pytest.mark.parametrize("text", ["Sở Thông tin và Truyền thông", "", "***"])
def test_unlike_anything(names, text):
    """Nothing is suggested for what resembles no name: not Sở Tài chính for Sở Thông tin và Truyền thông."""
    assert names.find(text).candidates == ()


DAYS = {"last-of-the-old": ("2025-02-28", "so-cu"), "first-of-the-new": ("2025-03-01", "so-moi")}


@pytest.mark.parametrize(("day", "id_"), DAYS.values(), ids=DAYS)
def test_one_of_two_with_one_name(names, day, id_):
    """Of two agencies with one name the day tells which; without a day the name is ambiguous."""
    assert names.find("Sở Nội vụ", date.fromisoformat(day)).id == id_
    assert names.find("Sở Nội vụ").id is None
    assert names.find("Sở Nội vụ").candidates == ("so-cu", "so-moi")
