"""The one place where a number becomes text."""

from __future__ import annotations

import math
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import datetime as dt

MINUS: Final = "\N{MINUS SIGN}"
SMALLEST_BASE_OF_A_PERCENTAGE: Final = 20
"""No percentage of fewer people than this in sentences and figures."""

_WORDS: Final = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_MONTHS: Final = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)
_NARROW_RANGE: Final = 5.0
_WIDE_RANGE: Final = 200.0
_MOST_DECIMALS: Final = 6


def fixed(value: float, decimals: int = 1) -> str:
    """Write a number with so many decimals: half is rounded away from zero, the minus is a real one.

    Parameters
    ----------
    value : float
        Any finite number.
    decimals : int
        Digits after the point, 0 or more.

    Examples
    --------
    >>> fixed(-2.25), fixed(0.04), fixed(-0.04), fixed(1234.5, 0)
    ('−2.3', '0.0', '0.0', '1,235')
    """
    rounded = Decimal(repr(float(value))).quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
    text = f"{abs(rounded):,}"
    return f"{MINUS}{text}" if rounded < 0 else text


def signed(value: float, decimals: int = 1) -> str:
    """Write a change with its sign, so that a rise is as plain as a fall.

    Examples
    --------
    >>> signed(2.25), signed(-1), signed(0)
    ('+2.3', '−1.0', '0.0')
    """
    text = fixed(value, decimals)
    return text if text.startswith(MINUS) or not text.strip("0.,") else f"+{text}"


def decimals_for(minimum: float, maximum: float) -> int:
    """Return how many decimals suit a score between two bounds.

    Two for a range below 5 (such as 1 to 5), none above 200, else one.

    Examples
    --------
    >>> decimals_for(0, 63), decimals_for(1, 5), decimals_for(0, 400)
    (1, 2, 0)
    """
    width = maximum - minimum
    if width < _NARROW_RANGE:
        return 2
    return 0 if width > _WIDE_RANGE else 1


def decimals_that_show(values: tuple[float, ...], decimals: int) -> int:
    """Return enough decimals that no value other than zero is printed as zero.

    An interval from 0.02 to 1.3 must not read "0.0 to 1.3" beside a sentence that says it
    stays above zero.

    Examples
    --------
    >>> decimals_that_show((0.02, 1.3), 1), decimals_that_show((0.0, 1.3), 1)
    (2, 1)
    """
    for enough in range(decimals, _MOST_DECIMALS):
        if all(value == 0 or fixed(value, enough).strip("0.,−") for value in values):
            return enough
    return _MOST_DECIMALS


def interval(low: float, high: float, decimals: int = 1) -> str:
    """Write an interval as "(3.9 to 6.3)".

    Examples
    --------
    >>> interval(-0.04, 0.481, 2)
    '(−0.04 to 0.48)'
    """
    return f"({fixed(low, decimals)} to {fixed(high, decimals)})"


def estimate(value: float, low: float, high: float, decimals: int = 1) -> str:
    """Write an estimate with its interval.

    Examples
    --------
    >>> estimate(5.1, 3.88, 6.31)
    '5.1 (3.9 to 6.3)'
    """
    return f"{fixed(value, decimals)} {interval(low, high, decimals)}"


def count(value: float) -> str:
    """Write a count of people, goals or sessions in figures.

    Examples
    --------
    >>> count(1200.0)
    '1,200'
    """
    return fixed(value, 0)


def plainly(value: float) -> str:
    """Write a number as it is: no decimals for a whole one, else as few as say it.

    Examples
    --------
    >>> plainly(63.0), plainly(7.5), plainly(113000)
    ('63', '7.5', '113,000')
    """
    if float(value).is_integer():
        return fixed(value, 0)
    return fixed(value, max(0, -int(Decimal(repr(float(value))).normalize().as_tuple().exponent)))


def briefly(value: float) -> str:
    """Write a quantile or a median: one decimal at most, none for a whole number.

    Examples
    --------
    >>> briefly(23.0), briefly(7.25)
    ('23', '7.3')
    """
    return fixed(value, 0 if float(value).is_integer() else 1)


def in_words(number: int) -> str:
    """Write a small whole number as a word, from ten on in figures.

    Examples
    --------
    >>> in_words(4), in_words(12)
    ('four', '12')
    """
    return _WORDS[number] if 0 <= number < len(_WORDS) else count(number)


def percentage(part: float, whole: float) -> str:
    """Write a percentage; nothing where the whole is smaller than 20 people.

    Examples
    --------
    >>> percentage(58, 96), percentage(7, 12)
    ('60%', '')
    """
    return "" if whole < SMALLEST_BASE_OF_A_PERCENTAGE else f"{fixed(100 * part / whole, 0)}%"


def share(part: float, whole: float, who: str = "") -> str:
    """Write a count of a whole, before its percentage: "58 of 96 (60%)".

    Examples
    --------
    >>> share(58, 96), share(7, 12)
    ('58 of 96 (60%)', '7 of 12')
    >>> share(52, 100, "people who started")
    '52 of the 100 people who started (52%)'
    """
    in_brackets = percentage(part, whole)
    text = f"{count(part)} of the {count(whole)} {who}" if who else f"{count(part)} of {count(whole)}"
    return f"{text} ({in_brackets})" if in_brackets else text


def hidden(threshold: int) -> str:
    """Write what stands in a hidden cell.

    Examples
    --------
    >>> hidden(5)
    'fewer than 5'
    """
    return f"fewer than {threshold}"


def percentage_level(level: float) -> str:
    """Write a confidence level as "95%".

    Examples
    --------
    >>> percentage_level(0.95)
    '95%'
    """
    return f"{plainly(round(100 * level, 6))}%"


def day(date: dt.date) -> str:
    """Write a day as "31 July 2022".

    Examples
    --------
    >>> import datetime
    >>> day(datetime.date(2022, 7, 31))
    '31 July 2022'
    """
    return f"{date.day} {month(date)}"


def month(date: dt.date) -> str:
    """Write a month as "July 2022"."""
    return f"{_MONTHS[date.month - 1]} {date.year}"


def months(first: dt.date, last: dt.date) -> str:
    """Write a period by its months.

    Examples
    --------
    >>> import datetime
    >>> months(datetime.date(2020, 2, 1), datetime.date(2022, 7, 31))
    'February 2020 to July 2022'
    """
    start, end = month(first), month(last)
    return start if start == end else f"{start} to {end}"


def is_known(value: float | None) -> bool:
    """Return whether a released cell holds a number.

    Examples
    --------
    >>> is_known(0.0), is_known(float("nan")), is_known(None)
    (True, False, False)
    """
    return value is not None and math.isfinite(value)
