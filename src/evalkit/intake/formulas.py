"""Cells that a spreadsheet program would take for a formula."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import pandas as pd

_STARTS: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")  # noqa: RUF001 - wide signs count too


def escape_formula(cell: object) -> object:
    """Return a cell that a spreadsheet program shows as text: an apostrophe before what begins a formula.

    Numbers that are numbers stay as they are.

    References
    ----------
    OWASP, "CSV Injection".

    Examples
    --------
    >>> escape_formula("=1+1"), escape_formula("a=1"), escape_formula(-5)
    ("'=1+1", 'a=1', -5)
    """
    starts = isinstance(cell, str) and (cell.startswith(_STARTS) or cell.lstrip().startswith(_STARTS))
    return f"'{cell}" if starts else cell


def escape_formulas(table: pd.DataFrame) -> pd.DataFrame:
    """Return a table whose text cells are all safe to open in a spreadsheet program."""
    return table.astype(object).map(escape_formula)
