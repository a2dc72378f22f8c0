"""Released people as parts of a whole: counts, shares with intervals and ratios, read from a row and written."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from evalkit import names
from evalkit.presentation.counts import Count
from evalkit.presentation.estimates import Estimate
from evalkit.presentation.markdown import words
from evalkit.presentation.numbers import (
    SMALLEST_BASE_OF_A_PERCENTAGE,
    estimate,
    fixed,
    is_known,
    percentage,
    share,
)

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Mapping, Sequence

    Row = Mapping[Hashable, Any]

PROPORTION: Final = (names.ESTIMATE, names.CI_LOW, names.CI_HIGH)
"""Columns of a share of people with its interval."""
EVEN: Final = 1.0
"""A ratio of two shares that are the same."""
_DECIMALS: Final = 2
_MOST_DECIMALS: Final = 5


def read_count(row: Row, column: str, threshold: int) -> Count:
    """Return the people in one cell of a released row.

    A cell that is empty in a row that is not hidden is hidden all the same: it can't be shown.

    Parameters
    ----------
    row : mapping
        A row of a released table.
    column : str
        Which cell.
    threshold : int
        The count below which people are hidden.
    """
    number = float(row[column])
    small = column == names.N and row[names.HIDDEN_BECAUSE] == names.SMALL
    return Count(number, not is_known(number), threshold, small)


def first_shown(counts: Iterable[Count]) -> Count | None:
    """Return the first of several cells that say the same number and can be shown; else the first; else None."""
    found = list(counts)
    return next((each for each in found if each.is_shown), found[0] if found else None)


def read_estimate(row: Row, columns: tuple[str, str, str] = PROPORTION) -> Estimate:
    """Return the estimate and interval in three cells of a released row; NaN where they are empty.

    Examples
    --------
    >>> cells = {"estimate": 0.5, "ci_low": 0.4, "ci_high": 0.6, "confidence_level": 0.95, "suppressed": False}
    >>> read_estimate(cells | {"hidden_because": ""}).has_interval
    True
    """
    value, low, high = (float(row[column]) for column in columns)
    return Estimate(
        value=value,
        low=low,
        high=high,
        level=float(row[names.CONFIDENCE_LEVEL]),
        method="",
        suppressed=bool(row[names.SUPPRESSED]),
        is_small=row[names.HIDDEN_BECAUSE] == names.SMALL,
    )


def is_below(found: Estimate) -> bool:
    """Whether the whole interval of a ratio lies below 1."""
    return found.has_interval and found.high < EVEN


def is_above(found: Estimate) -> bool:
    """Whether the whole interval of a ratio lies above 1."""
    return found.has_interval and found.low > EVEN


def write_ratio(found: Estimate) -> str:
    """Write a ratio with its interval; an end that is not 1 is not printed as 1.

    Examples
    --------
    >>> write_ratio(Estimate(0.62, 0.414, 0.93, 0.95, "", suppressed=False))
    '0.62 (0.41 to 0.93)'
    >>> write_ratio(Estimate(0.9, 0.81, 0.998, 0.95, "", suppressed=False))
    '0.900 (0.810 to 0.998)'
    """
    numbers = (found.value, found.low, found.high)
    decimals = next(
        (
            enough
            for enough in range(_DECIMALS, _MOST_DECIMALS)
            if all(each == EVEN or fixed(each, enough) != fixed(EVEN, enough) for each in numbers)
        ),
        _MOST_DECIMALS,
    )
    return estimate(*numbers, decimals)


def say_includes_one(groups: int) -> str:
    """Say of one or several groups that a ratio of 1 is not ruled out.

    Examples
    --------
    >>> say_includes_one(1), say_includes_one(2)
    ('its interval includes 1', 'each interval includes 1')
    """
    return f"{'its' if groups == 1 else 'each'} interval includes 1"


def list_titles(titles: Sequence[str]) -> str:
    """Join titles of groups as in a sentence; with semicolons where a title has a comma of its own.

    Examples
    --------
    >>> list_titles(["White", "Other"]), list_titles(["Black, Black British", "Other"])
    ('White and Other', 'Black, Black British; Other')
    """
    return "; ".join(titles) if any("," in title for title in titles) else words(titles)


def write_percentages(found: Estimate) -> str:
    """Write the interval of a share in per cent.

    Examples
    --------
    >>> write_percentages(Estimate(0.5, 0.414, 0.6, 0.95, "", suppressed=False))
    '41% to 60%'
    """
    return f"{fixed(100 * found.low, 0)}% to {fixed(100 * found.high, 0)}%"


def is_enough(whole: Count | None) -> bool:
    """Whether so many people are known to stand behind a number that a percentage may be written."""
    return whole is not None and whole.is_shown and whole.n >= SMALLEST_BASE_OF_A_PERCENTAGE


def write_share(part: Count, whole: Count, who: str = "") -> str:
    """Write a count of a whole with its percentage, or what may be said where one of them is hidden.

    Examples
    --------
    >>> write_share(Count(12, False, 5), Count(48, False, 5))
    '12 of 48 (25%)'
    >>> write_share(Count(float("nan"), True, 5, is_small=True), Count(48, False, 5), "people who ended")
    'fewer than 5 of the 48 people who ended'
    """
    if part.is_shown and whole.is_shown:
        return share(part.n, whole.n, who)
    if not whole.is_shown:
        return part.text
    return f"{part.text} of the {whole.text} {who}" if who else f"{part.text} of {whole.text}"


def write_share_with_interval(part: Count, whole: Count, found: Estimate) -> str:
    """Write a count of a whole with percentage and interval; of fewer than 20 people the counts alone.

    Examples
    --------
    >>> found = Estimate(0.25, 0.149, 0.388, 0.95, "", suppressed=False)
    >>> write_share_with_interval(Count(12, False, 5), Count(48, False, 5), found)
    '12 of 48 (25%; 15% to 39%)'
    """
    if not (part.is_shown and is_enough(whole) and found.has_interval):
        return write_share(part, whole)
    in_brackets = f"{percentage(part.n, whole.n)}; {write_percentages(found)}"
    return f"{part.text} of {whole.text} ({in_brackets})"
