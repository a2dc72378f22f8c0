"""A stretch of time as somebody writes it → its first and its last day."""

from __future__ import annotations

import calendar
import datetime as dt
from typing import Final

from evalkit.definitions.periods import FINANCIAL_YEAR, MONTH, QUARTER, read_period

RANGE_REMEDY: Final = (
    "Write 2023, 2023-24 (April to March), 2023-Q1, 2023-04, “2023-04 to 2024-09”, or two days in that way."
)
_BETWEEN: Final = " to "
_APRIL: Final = 4
_YEAR: Final = 12


def read_range(text: str) -> tuple[dt.date, dt.date]:
    """Return the first and the last day of a stretch of time.

    ``2009-10`` is October 2009; the financial year is written ``2009-04 to 2010-03``.

    Parameters
    ----------
    text : str
        A year, financial year, quarter or month as `evalkit.definitions.periods.read_period` knows
        them, a day, or two of these with "to" between them.

    Raises
    ------
    ValueError
        If it says no time, or ends before it begins.

    Examples
    --------
    >>> [day.isoformat() for day in read_range("2023-24")]
    ['2023-04-01', '2024-03-31']
    >>> [day.isoformat() for day in read_range("2023-04 to 2024-09")]
    ['2023-04-01', '2024-09-30']
    """
    start, between, end = text.partition(_BETWEEN)
    first, last = _ends(start.strip()), _ends(end.strip() if between else start.strip())
    if last[1] < first[0]:
        raise ValueError("the period ends before it begins")
    return first[0], last[1]


def _ends(text: str) -> tuple[dt.date, dt.date]:
    try:
        day = dt.date.fromisoformat(text)
    except ValueError:
        pass
    else:
        return day, day
    found = read_period(text)
    if not found:
        raise ValueError("this isn't a period")
    kind, number = found[0].kind, found[0].number
    if kind == MONTH:
        return _months(number, 1)
    if kind == QUARTER:
        return _months(3 * number, 3)
    return _months(_YEAR * number + (_APRIL - 1 if kind == FINANCIAL_YEAR else 0), _YEAR)


def _months(first: int, several: int) -> tuple[dt.date, dt.date]:
    """Return the ends of so many months, of which the first is counted from the year 0."""
    year, month = divmod(first, _YEAR)
    end_year, end_month = divmod(first + several - 1, _YEAR)
    last = calendar.monthrange(end_year, end_month + 1)[1]
    return dt.date(year, month + 1, 1), dt.date(end_year, end_month + 1, last)
