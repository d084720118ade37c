"""Cells of a CSV file that a spreadsheet takes for what they are: text for text, numbers for numbers."""

from __future__ import annotations

import re

__all__ = ["harmless", "number", "number_text"]

_NUMBER = re.compile(r"[+-]?\d+(?:[.,]\d+)?%?")
_FORMULA = tuple("=+-@＝＋－＠")  # the wide forms start a formula, too, where people type Chinese or Japanese
_SKIPPED = " \t\r\n\v\f\0\u00a0\u3000\u200b\ufeff"  # what a spreadsheet may drop before it looks


def harmless(cell: str) -> str:
    """The cell, with an apostrophe before what a spreadsheet would run as a formula.

    Source: OWASP, CSV Injection.
    """
    shown = cell.strip(_SKIPPED)
    formula = shown.startswith(_FORMULA) and shown != "-" and not _NUMBER.fullmatch(shown)
    return f"'{cell}" if formula or cell.startswith(("\t", "\r", "\n")) else cell


def number_text(value: float) -> str:
    """A number with at most two decimals, which is all that an LMS shows, and a decimal point."""
    return f"{round(value, 2) + 0.0:.2f}".rstrip("0").rstrip(".")


def number(cell: str) -> float | None:
    """The number in a cell of an LMS, with a decimal point or comma; None where there is none."""
    try:
        return float(cell.strip().replace(",", "."))
    except ValueError:
        return None
