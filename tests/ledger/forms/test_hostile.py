"""The generator of bad forms makes what it says: sound workbooks that pass the guard, each bad in one place."""

import pytest
from hostile_forms import FORMS, TABLES

from kh2025.office_files import open_office


@pytest.mark.parametrize("hostile", [*FORMS.values(), *TABLES.values()], ids=[*FORMS, *TABLES])
def test_passes_the_guard(tmp_path, hostile):
    """A bad cell is no bad file: the guard lets it through, so that the cell can be named."""
    assert open_office(hostile.write(tmp_path)).notices == ()


def test_hazards_are_covered():
    """Every hazard of a cell has its forms; 11 is the plan's, which no form repeats."""
    hazards = {hostile.hazard for hostile in (*FORMS.values(), *TABLES.values())}
    assert {7, 8, 9, 10, 12, 13, 14, 15, 16, 17, 18, 19, 20} <= hazards
