"""Proportions of people in each band of a measure, before and after."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from evalkit.analysis.categories import Share, share_of
from evalkit.analysis.pairs import check_confidence_level

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True)
class BandProportions:
    """One band.

    Attributes
    ----------
    band : str
    before, after : Share
        Of the people with a band at both timepoints, with Wilson's interval.
    """

    band: str
    before: Share
    after: Share


def band_proportions(
    before: Sequence[str | None],
    after: Sequence[str | None],
    bands: Sequence[str],
    confidence_level: float = 0.95,
) -> tuple[BandProportions, ...]:
    """Count the people of each band at two timepoints, the same people at both.

    The two intervals belong to the same people: that they overlap does not show that nothing changed.

    Source: Wilson 1927, Journal of the American Statistical Association 22:209–212.
    R: ``prop.test(x, n, correct = FALSE)$conf.int``.

    Parameters
    ----------
    before, after : sequence of str, length people
        Band of the same people in the same order; people with a blank (None, NaN) in either are left out.
    bands : sequence of str
        All bands in their order; bands nobody is in are kept.
    confidence_level : float
        Between 0 and 1.

    Raises
    ------
    ValueError
        If lengths differ or a band is none of ``bands``.

    Examples
    --------
    >>> rows = band_proportions(["low", "low", "high"], ["low", "high", "high"], ["low", "medium", "high"])
    >>> [(row.band, row.before.count, row.after.count) for row in rows]
    [('low', 2, 1), ('medium', 0, 0), ('high', 1, 2)]
    """
    check_confidence_level(confidence_level)
    if len(before) != len(after):
        raise ValueError(
            f"before and after must be of equal length; they have {len(before)} and {len(after)}"
        )
    table = pd.DataFrame({"before": list(before), "after": list(after)}, dtype=object)
    unknown = sorted(
        {str(band) for band in [*table["before"].dropna(), *table["after"].dropna()]} - set(bands)
    )
    if unknown:
        raise ValueError(f"{', '.join(unknown)}: no band of this measure ({', '.join(bands)})")
    pairs = table.dropna()
    return tuple(
        BandProportions(
            band,
            share_of(int((pairs["before"] == band).sum()), len(pairs), confidence_level),
            share_of(int((pairs["after"] == band).sum()), len(pairs), confidence_level),
        )
        for band in bands
    )
