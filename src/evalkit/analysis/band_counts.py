"""People by band before and after: the same people at both timepoints."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from evalkit.analysis.category_rows import category_rows
from evalkit.analysis.change_rules import checked_first, quote
from evalkit.analysis.pairs import complete_pairs

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import ArrayLike

    from evalkit.definitions.measure import Subscale

NO_BAND: Final = "no_band"


def count_bands(
    grantee: str, label: Sequence[str], subscale: Subscale, pre: ArrayLike, post: ArrayLike
) -> list[dict[str, Any]]:
    """Return rows ``band_from`` and ``band_to``: people in each band; none if the score has no bands.

    Bands are worked out here from the score, because a score that arrives finished has none. The
    category ``no_band`` stands last, in both, if some score lies in a gap between two bands. The
    column ``threshold`` holds the lowest score of the band.

    Parameters
    ----------
    grantee : str
        First column.
    label : sequence of str
        Component, measure, subscale, timepoint_from, timepoint_to.
    subscale : Subscale
        Of a measure with its switches set.
    pre, post : array_like, shape (people,)
        Scores of the same people; only those with both count.
    """
    bands = checked_first(subscale.bands)
    if bands is None:
        return []
    codes = [bands.codes(scores) for scores in complete_pairs(pre, post)]
    ids = [band.id for band in bands.bands]
    starts = {band.id: band.from_ for band in bands.bands}
    places = list(range(len(ids)))
    if any((found < 0).any() for found in codes):
        ids, places = [*ids, NO_BAND], [*places, -1]
    rows: list[dict[str, Any]] = []
    for statistic, found in zip(("band_from", "band_to"), codes, strict=True):
        counts = {
            band: int(np.count_nonzero(found == place)) for band, place in zip(ids, places, strict=True)
        }
        own = category_rows(grantee, label, statistic, counts, method=f"bands as published: {quote(bands)}")
        rows += [{**row, "threshold": starts.get(row["category"], math.nan)} for row in own]
    return rows
