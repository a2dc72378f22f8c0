"""Single values as the text of a CSV cell."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pandas as pd

if TYPE_CHECKING:
    from collections.abc import Iterable

_WHOLE: Final = 1e15
"""Beyond it floats skip integers, so one that looks whole may not be."""


def format_cells(row: Iterable[object]) -> list[str]:
    """Return the values of a row as text: numbers unrounded, what doesn't apply as an empty cell.

    Examples
    --------
    >>> format_cells([True, 2.0, 0.1, None, float("nan"), "x"])
    ['true', '2', '0.1', '', '', 'x']
    """
    return [_cell(value) for value in row]


def _cell(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if value is None or value is pd.NA or value is pd.NaT or (isinstance(value, float) and value != value):  # noqa: PLR0124 - NaN is the one value that differs from itself
        return ""
    if isinstance(value, float):
        return repr(int(value)) if value.is_integer() and abs(value) < _WHOLE else repr(float(value))
    return str(value)
