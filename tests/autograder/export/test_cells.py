"""Cells: what a spreadsheet would run is text, and numbers stay numbers."""

import pytest

from autograder.export.cells import harmless, number, number_text


@pytest.mark.parametrize(
    "cell",
    [
        "=1+1",
        "+cmd|' /C calc'!A0",
        "-2+3",
        "@SUM(A1)",
        "\t=1",
        "\rx",
        "\n=1",
        "  =1",
        "\ufeff=1",
        "＝1+1",
        "--1",
    ],
)
def test_a_formula_becomes_text(cell):
    """An apostrophe stands before it, and nothing else is changed; a second time changes nothing."""
    assert harmless(cell) == f"'{cell}"
    assert harmless(harmless(cell)) == f"'{cell}"


@pytest.mark.parametrize(
    "cell",
    [
        "",
        "Ada",
        "O'Neil",
        "ليلى محمود",
        "山田 花子",
        "نور\u200cالدین",
        "Ⅷ",
        "-",
        "-3",
        "+4.5",
        "12,5",
        "50%",
        "a=b",
    ],
)
def test_anything_else_stays(cell):
    """Names in any script, numbers with a sign, and a lone dash are left as they are."""
    assert harmless(cell) == cell


@pytest.mark.parametrize(
    ("value", "text"),
    [(0.0, "0"), (-0.0, "0"), (7.0, "7"), (7.25, "7.25"), (1 / 3, "0.33"), (100000.5, "100000.5")],
)
def test_numbers_are_short_and_exact(value, text):
    """At most two decimals, with a point, without needless zeros."""
    assert number_text(value) == text


@pytest.mark.parametrize(
    ("cell", "value"), [("10", 10.0), ("10,50", 10.5), (" 20.00 ", 20.0), ("", None), ("A", None)]
)
def test_numbers_are_read_with_point_or_comma(cell, value):
    """What is no number is none."""
    assert number(cell) == value
