"""Values of an indicator in words, with its unit and with as many decimals as tell them apart."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from evalkit import names
from evalkit.presentation.markdown import plain
from evalkit.presentation.numbers import count, fixed, interval, is_known, share

if TYPE_CHECKING:
    from evalkit.presentation.indicator_rows import Indicator, Point

PERCENT: Final = "%"
POUNDS: Final = "GBP"
_LARGE: Final = 200.0
_SMALL: Final = 2.0
_MOST_DECIMALS: Final = 4


def with_unit(text: str, unit: str) -> str:
    """Put a unit to a number that is already text.

    Examples
    --------
    >>> with_unit("62.5", "%"), with_unit("113,000", "GBP"), with_unit("64", "per 100,000")
    ('62.5%', '£113,000', '64 per 100,000')
    >>> with_unit("100,000", "GBP a year"), with_unit("7", ""), with_unit("7.4", "score, 0 to 10")
    ('£100,000 a year', '7', '7.4')
    """
    if unit == PERCENT:
        return f"{text}%"
    if is_score(unit):
        return text
    if unit.split(" ", maxsplit=1)[0] == POUNDS:
        return f"£{text} {plain(unit.removeprefix(POUNDS))}".strip()
    return f"{text} {plain(unit)}".strip()


def is_score(unit: str) -> bool:
    """Return whether a unit describes a scale, which is told once and not after every number.

    Examples
    --------
    >>> is_score("score, 0 to 10"), is_score("people")
    (True, False)
    """
    return unit.startswith("score")


def decimals_of(indicator: Indicator) -> int:
    """Return the decimals of an indicator: none for whole or large numbers, two for small ones, else one.

    More are taken where the last value would be printed like a target or baseline that it does not equal.
    """
    compared = [each for each in (indicator.target, indicator.baseline) if is_known(each)]
    values = [point.value for point in indicator.shown] + compared
    largest = max((abs(value) for value in values), default=0.0)
    decimals = 2 if largest < _SMALL else 1
    if largest >= _LARGE or all(float(value).is_integer() for value in values):
        decimals = 0
    while decimals < _MOST_DECIMALS and any(
        is_known(indicator.value)
        and indicator.value != each
        and fixed(indicator.value, decimals) == fixed(each, decimals)
        for each in compared
    ):
        decimals += 1
    return decimals


def say_value(indicator: Indicator, value: float) -> str:
    """Write one value of an indicator with its unit."""
    return with_unit(fixed(value, decimals_of(indicator)), indicator.unit)


def say_target(indicator: Indicator) -> str:
    """Write the target as a bound: "70% or more"."""
    side = "more" if indicator.direction == names.HIGHER else "less"
    return f"{say_value(indicator, indicator.target)} or {side}"


def say_point(indicator: Indicator, point: Point) -> str:
    """Write the value of a period, counts first where there are any and the unit is a percentage.

    The value keeps its own decimals, so that it never seems to reach a target that it misses.
    """
    value = say_value(indicator, point.value)
    if not (is_known(point.numerator) and is_known(point.denominator)):
        return value
    of = f"{count(point.numerator)} of {count(point.denominator)}"
    if indicator.unit != PERCENT:
        return f"{value} ({of})"
    return f"{of} ({value})" if share(point.numerator, point.denominator) != of else of


def say_interval(indicator: Indicator, point: Point) -> str:
    """Write the interval of a period, "" where it has none."""
    if not (is_known(point.ci_low) and is_known(point.ci_high)):
        return ""
    return interval(point.ci_low, point.ci_high, decimals_of(indicator))
