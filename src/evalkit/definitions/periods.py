"""Months, quarters, financial years and years, as an indicator table writes them."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

MONTH: Final = "month"
QUARTER: Final = "quarter"
FINANCIAL_YEAR: Final = "financial year"
YEAR: Final = "year"

_MONTH: Final = re.compile(r"^((?:19|20)\d\d)-(0[1-9]|1[0-2])$")
_QUARTER: Final = re.compile(r"^((?:19|20)\d\d)-Q([1-4])$")
_FINANCIAL_YEAR: Final = re.compile(r"^((?:19|20)\d\d)-(\d\d)$")
_YEAR: Final = re.compile(r"^((?:19|20)\d\d)$")


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
