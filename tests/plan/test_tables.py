"""Tasks as columns: what a rule or a report sees of the plan."""

from datetime import date

import pandas as pd
import pytest

from kh2025.law.rule import Verdict
from kh2025.plan.checks import SIX_CLEAR, task_not_six_clear
from kh2025.plan.tables import TASKS, agency_names, task_table

AGENCIES = [{"id": "so-a", "name": "Sở A", "short_name": "A"}, {"id": "so-b", "name": "Sở B"}]
TASK = {
    "id": "nv-1",
    "section": "muc-1",
    "name": "Việc",
    "lead": "so-a",
    "responsible": "Giám đốc",
    "authority": "UBND tỉnh",
    "deadline": "Trước ngày 30/6",
    "products": ["Tờ trình", "Báo cáo"],
}


def test_full_task(make):
    """Every part of a task has its column; products are joined, the kind of deadline and its year are said."""
    (row,) = TASKS.check(task_table(make(agencies=AGENCIES, tasks=[TASK]), date(2025, 6, 14))).to_dict(
        "records"
    )
    assert pd.isna(row.pop("amended_by"))
    assert row == {
        "task_id": "nv-1",
        "section_id": "muc-1",
        "name": "Việc",
        "lead_id": "so-a",
        "responsible": "Giám đốc",
        "authority": "UBND tỉnh",
        "deadline": "Trước ngày 30/6",
        "original_deadline": "Trước ngày 30/6",
        "products": "Tờ trình; Báo cáo",
        "schedule": "on_date",
        "year_assumed": True,
        "weight": 1.0,
    }


def test_bare_task_is_null_where_it_says_nothing(make):
    """What a task does not say is null, never an empty text."""
    table = task_table(make(tasks=[{"id": "nv-1", "section": "muc-1", "name": "Việc"}]), date(2025, 6, 14))
    empty = [
        "lead_id",
        "responsible",
        "authority",
        "deadline",
        "original_deadline",
        "amended_by",
        "products",
        "schedule",
    ]
    assert table[empty].isna().all(axis=None)
    assert table["year_assumed"].tolist() == [False]


KINDS = {
    "on_date": "Ngày 15/5/2025",
    "in_period": "Quý II/2025",
    "recurring": "Hằng tháng",
    "range": "2025–2030",
    "continuous": "Thường xuyên",
}


@pytest.mark.parametrize(("kind", "deadline"), KINDS.items(), ids=KINDS)
def test_kind_of_deadline(make, kind, deadline):
    """The column names the five kinds of deadline."""
    table = task_table(
        make(tasks=[{"id": "nv-1", "section": "muc-1", "name": "x", "deadline": deadline}]), date(2025, 6, 1)
    )
    assert table["schedule"].tolist() == [kind]
    assert table["deadline"].tolist() == [deadline]


def test_table_is_as_of_a_day(make):
    """A task that is assigned later is not in the table before."""
    plan = make(tasks=[{"id": "nv-1", "section": "muc-1", "name": "x", "assigned_on": "2025-08-15"}])
    assert TASKS.check(task_table(plan, date(2025, 8, 14))).empty
    assert len(task_table(plan, date(2025, 8, 15))) == 1


def test_names_of_agencies_and_groups(make):
    """Agencies go by their short name, groups by their name."""
    plan = make(agencies=AGENCIES, groups=[{"id": "nhom", "name": "Các sở", "members": ["so-a"]}])
    assert agency_names(plan) == {"so-a": "A", "so-b": "Sở B", "nhom": "Các sở"}


@pytest.mark.parametrize("column", SIX_CLEAR.values(), ids=SIX_CLEAR)
def test_each_of_the_six_is_asked(make, column):
    """A task that lacks just one of the six clear points is a breach; one that has all passes."""
    table = task_table(make(agencies=AGENCIES, tasks=[TASK]), date(2025, 6, 14))
    assert task_not_six_clear(table, {}).tolist() == [Verdict.PASS]
    lacking = table.assign(**{column: pd.Series([None], dtype="str")})
    assert task_not_six_clear(lacking, {}).tolist() == [Verdict.BREACH]
