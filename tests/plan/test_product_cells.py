"""Cells that list products."""

import pytest

from kh2025.plan.product_cells import join_products, split_products

CELLS = {
    "one": ("Kế hoạch của UBND tỉnh", ["Kế hoạch của UBND tỉnh"]),
    "wrapped": ("Kế hoạch của\nUBND tỉnh", ["Kế hoạch của UBND tỉnh"]),
    "wrapped-small": ("Kế hoạch\ncủa tỉnh", ["Kế hoạch của tỉnh"]),
    "lines": ("Kế hoạch\nBáo cáo", ["Kế hoạch", "Báo cáo"]),
    "semicolons": ("Kế hoạch; báo cáo;", ["Kế hoạch", "báo cáo"]),
    "dashes": ("- Kế hoạch;\n+ báo cáo", ["Kế hoạch", "báo cáo"]),
    "dash-goes-on": ("- Kế hoạch\nnăm 2025\n- Báo cáo", ["Kế hoạch năm 2025", "Báo cáo"]),
    "numbered": ("1. Kế hoạch\n2. Báo cáo", ["Kế hoạch", "Báo cáo"]),
    "empty": ("", []),
}


@pytest.mark.parametrize(("cell", "products"), CELLS.values(), ids=CELLS)
def test_products_in_a_cell(cell, products):
    """What dashes, numbers, semicolons or lines part are products."""
    assert split_products(cell) == products


@pytest.mark.parametrize("products", [[], ["báo cáo"], ["Kế hoạch; bản 1", "- báo cáo", "Sổ 2)"]])
def test_written_products_are_read(products):
    """Products put into one cell come back, those with a dash or semicolon of their own too."""
    assert split_products(join_products(products)) == products
