"""Agencies of a draft: found in the stated order, new ones with safe ids."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kh2025.plan.intake.agency_book import AgencyBook, Ids
from kh2025.text.ids import is_id


@pytest.fixture
def plan(make):
    """Two agencies of one name (one by an alias), one whose name is the other's id, a group."""
    return make(
        agencies=[
            {"id": "so-a", "name": "Sở Hoà Bình", "short_name": "SHB", "aliases": ["Sở Cũ"]},
            {"id": "so-b", "name": "Sở Mới", "aliases": ["Sở Hòa Bình", "so-a", "Riêng"]},
        ],
        groups=[{"id": "nhom", "name": "Các sở", "members": ["so-a", "so-b"]}],
    )


FOUND = {
    "so-a": "so-a",
    "Sở Hoà Bình": "so-a",
    "sở hòa  bình": "so-a",
    "shb": "so-a",
    "Sở cũ": "so-a",
    "riêng": "so-b",
    "các sở": "nhom",
}


@pytest.mark.parametrize(("name", "id_"), FOUND.items(), ids=FOUND)
def test_known_names(plan, name, id_):
    """Id before name, name before normal form, normal form before alias; groups too."""
    assert AgencyBook(plan).id_of(name) == id_


@pytest.mark.parametrize("name", ["Sở Hoa Binh", "Sở Mơi", "Sở Mới "[:-2], "So Moi"])
def test_nothing_is_matched_by_likeness(plan, name):
    """Without tone marks or by similarity nothing is found: a new agency is made."""
    book = AgencyBook(plan)
    assert book.find(name) is None
    assert book.id_of(name) not in {"so-a", "so-b"}


def test_several_bearers(make):
    """All agencies of one name are told; a name goes before another's alias and leaves no doubt."""
    plan = make(
        agencies=[
            {"id": "so-a", "name": "Sở Hoà Bình"},
            {"id": "so-b", "name": "Sở Hòa Bình"},
            {"id": "so-c", "name": "Sở Mới", "aliases": ["SỞ HÒA BÌNH"]},
        ]
    )
    book = AgencyBook(plan)
    assert book.bearers("SỞ HÒA BÌNH") == ["so-a", "so-b"]
    assert book.bearers("Sở Hòa Bình") == ["so-b"]


def test_suggestions():
    """Abbreviations, missing marks and slips are suggested, different departments are not."""
    book = AgencyBook()
    for name in (
        "Sở Khoa học và Công nghệ",
        "Sở KH&CN",
        "Sở Y tế",
        "Sở Y tê",
        "Sở Tài chính",
        "Sở Thông tin và Truyền thông",
    ):
        book.id_of(name)
    assert dict(book.alike()) == {"Sở Khoa học và Công nghệ": ["Sở KH&CN"], "Sở Y tế": ["Sở Y tê"]}


@settings(deadline=None)
@given(
    st.lists(
        st.text(max_size=60) | st.sampled_from(["con", "null", "../../x", "-rf", "a/b", "Đ" * 300]),
        max_size=20,
    )
)
def test_ids_are_safe_and_unique(names):
    """Whatever an agency is called, its id is one, and no other's."""
    making = Ids()
    ids = [making.make(name) for name in names]
    assert all(map(is_id, ids))
    assert len(set(ids)) == len(ids)
