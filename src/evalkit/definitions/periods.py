"""Months, quarters, financial years and years: as tables write them, and the one in which a day lies."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable

MONTH: Final = "month"
QUARTER: Final = "quarter"
FINANCIAL_YEAR: Final = "financial year"
YEAR: Final = "year"

_MONTH: Final = re.compile(r"^((?:19|20)\d\d)-(0[1-9]|1[0-2])$")
_QUARTER: Final = re.compile(r"^((?:19|20)\d\d)-Q([1-4])$")
_FINANCIAL_YEAR: Final = re.compile(r"^((?:19|20)\d\d)-(\d\d)$")
_YEAR: Final = re.compile(r"^((?:19|20)\d\d)$")
_APRIL: Final = 4
_MONTHS: Final = {MONTH: (1, 0), QUARTER: (3, 0), FINANCIAL_YEAR: (12, _APRIL - 1), YEAR: (12, 0)}
"""How many months a period has, and how many after January the first of its kind begins."""


@dataclass(frozen=True, slots=True)
class Period:
    """One stretch of time.

    Attributes
    ----------
    kind : str
        ``month``, ``quarter``, ``financial year`` or ``year``.
    number : int
        Its place in the count of such stretches: the next one has the next number.
    """

    kind: str
    number: int


def read_period(text: str) -> tuple[Period, ...]:
    """Return what a period can mean; nothing if it can mean nothing.

    ``2009-10`` can be October 2009 and the financial year that ended in 2010: the other periods of
    the same indicator say which. Months stand first.

    Examples
    --------
    >>> read_period("2023-Q2")
    (Period(kind='quarter', number=8093),)
    >>> [period.kind for period in read_period("2009-10")]
    ['month', 'financial year']
    >>> read_period("2023-25")
    ()
    """
    found = []
    if match := _MONTH.match(text):
        found.append(Period(MONTH, int(match[1]) * 12 + int(match[2]) - 1))
    if match := _QUARTER.match(text):
        found.append(Period(QUARTER, int(match[1]) * 4 + int(match[2]) - 1))
    if (match := _FINANCIAL_YEAR.match(text)) and (int(match[1]) + 1) % 100 == int(match[2]):
        found.append(Period(FINANCIAL_YEAR, int(match[1])))
    if match := _YEAR.match(text):
        found.append(Period(YEAR, int(match[1])))
    return tuple(found)


def choose_kind(texts: Iterable[str]) -> str | None:
    """Return the kind that most of the periods can be, months before financial years; None without any.

    Examples
    --------
    >>> choose_kind(["2009-10", "2010-11", "2012-13"])
    'financial year'
    >>> choose_kind(["2009-10", "2009-11", "2012-13"])
    'month'
    """
    kinds = Counter(period.kind for text in texts for period in read_period(text))
    order = (MONTH, QUARTER, FINANCIAL_YEAR, YEAR)
    return max(order, key=lambda kind: kinds[kind]) if kinds else None


def period_of(day: dt.date, kind: str) -> Period:
    """Return the period of a kind in which a day lies; a financial year begins on 1 April.

    Examples
    --------
    >>> import datetime
    >>> spring = datetime.date(2024, 3, 31)
    >>> [write_period(period_of(spring, kind)) for kind in (MONTH, QUARTER, FINANCIAL_YEAR, YEAR)]
    ['2024-03', '2024-Q1', '2023-24', '2024']
    """
    if kind == MONTH:
        return Period(MONTH, day.year * 12 + day.month - 1)
    if kind == QUARTER:
        return Period(QUARTER, day.year * 4 + (day.month - 1) // 3)
    before_april = kind == FINANCIAL_YEAR and day.month < _APRIL
    return Period(kind, day.year - before_april)


def write_period(period: Period) -> str:
    """Return a period as a table writes it; :func:`read_period` reads it again.

    Examples
    --------
    >>> write_period(Period(QUARTER, 8093)), write_period(Period(FINANCIAL_YEAR, 1999))
    ('2023-Q2', '1999-00')
    """
    if period.kind == MONTH:
        return f"{period.number // 12}-{period.number % 12 + 1:02d}"
    if period.kind == QUARTER:
        return f"{period.number // 4}-Q{period.number % 4 + 1}"
    if period.kind == FINANCIAL_YEAR:
        return f"{period.number}-{(period.number + 1) % 100:02d}"
    return str(period.number)


def read_as(text: str, kind: str) -> Period | None:
    """Return the period of this kind that a text can mean; None if it can't mean any.

    Examples
    --------
    >>> read_as("2009-10", FINANCIAL_YEAR)
    Period(kind='financial year', number=2009)
    >>> read_as("2023-Q2", MONTH) is None
    True
    """
    return next((period for period in read_period(text) if period.kind == kind), None)


def list_periods(first: Period, last: Period) -> list[Period]:
    """Return all periods of one kind from the first to the last, both included.

    Examples
    --------
    >>> [write_period(each) for each in list_periods(Period(MONTH, 24287), Period(MONTH, 24289))]
    ['2023-12', '2024-01', '2024-02']
    """
    return [Period(first.kind, number) for number in range(first.number, last.number + 1)]


def lies_in(part: Period, whole: Period) -> bool:
    """Return whether a period begins within another.

    Examples
    --------
    >>> [lies_in(read_as(month, MONTH), read_as("2023-Q2", QUARTER)) for month in ("2023-03", "2023-04")]
    [False, True]
    """
    months, first = _MONTHS[whole.kind]
    start = whole.number * months + first
    own, own_first = _MONTHS[part.kind]
    return start <= part.number * own + own_first < start + months
