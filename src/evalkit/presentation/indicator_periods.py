"""Periods of indicators in words: months, quarters, financial years and years."""

from __future__ import annotations

import datetime as dt
import re
from typing import Final

from evalkit.presentation.markdown import plain
from evalkit.presentation.numbers import month

_MONTH: Final = re.compile(r"(\d{4})-(0[1-9]|1[0-2])")
_QUARTER: Final = re.compile(r"(\d{4})-Q([1-4])")
_FINANCIAL_YEAR: Final = re.compile(r"\d{4}-\d{2}")
SHORT_NAME: Final = 3
"""Letters of a month's name where there is little room."""

NOUNS: Final = {
    "month": ("month", "months"),
    "quarter": ("quarter", "quarters"),
    "financial year": ("financial year", "financial years"),
    "year": ("year", "years"),
}
"""One and several of each kind of period."""


def kind_of(period: str) -> str:
    """Return the kind of a period: ``month``, ``quarter``, ``financial year`` or ``year``.

    A year and two digits from 01 to 12 are a month.

    Examples
    --------
    >>> [kind_of(period) for period in ("2023-04", "2023-Q1", "2023-24", "2023")]
    ['month', 'quarter', 'financial year', 'year']
    """
    if _MONTH.fullmatch(period):
        return "month"
    if _QUARTER.fullmatch(period):
        return "quarter"
    return "financial year" if _FINANCIAL_YEAR.fullmatch(period) else "year"


def several(period: str, number: int) -> str:
    """Return the noun that suits a number of periods like this one.

    Examples
    --------
    >>> several("2023-04", 1), several("2023-Q1", 8)
    ('month', 'quarters')
    """
    return NOUNS[kind_of(period)][number != 1]


def say_period(period: str) -> str:
    """Write a period as in a sentence.

    Examples
    --------
    >>> say_period("2023-04"), say_period("2023-Q1"), say_period("2023-24")
    ('April 2023', 'quarter 1 of 2023', '2023-24')
    """
    if found := _MONTH.fullmatch(period):
        return month(dt.date(int(found[1]), int(found[2]), 1))
    if found := _QUARTER.fullmatch(period):
        return f"quarter {found[2]} of {found[1]}"
    return plain(period)


def shorten_period(period: str) -> str:
    """Write a period where there is little room.

    Examples
    --------
    >>> shorten_period("2023-04"), shorten_period("2023-Q1"), shorten_period("2023-24")
    ('Apr 2023', 'Q1 2023', '2023-24')
    """
    if _MONTH.fullmatch(period):
        name, year = say_period(period).split(" ")
        return f"{name[:SHORT_NAME]} {year}"
    found = _QUARTER.fullmatch(period)
    return f"Q{found[2]} {found[1]}" if found else period


def year_and_part(period: str) -> tuple[str, str]:
    """Return the year of a period and, for months and quarters, its part of the year.

    Examples
    --------
    >>> year_and_part("2023-04"), year_and_part("2023-Q1"), year_and_part("2023-24")
    (('2023', 'Apr'), ('2023', 'Q1'), ('2023-24', ''))
    """
    if kind_of(period) not in {"month", "quarter"}:
        return period, ""
    part, year = shorten_period(period).split(" ")
    return year, part
