"""The counts that a printed share, or a printed difference of two shares, was made of."""

from __future__ import annotations

import math
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy.stats import norm

if TYPE_CHECKING:
    from collections.abc import Sequence

_Z2 = norm.ppf(0.975) ** 2
_MOST = 400


@cache
def _tried() -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Return every share of up to so many people, with Wilson's limits."""
    n, of = (side.ravel() for side in np.meshgrid(np.arange(_MOST + 1), np.arange(1, _MOST + 1)))
    n, of = n[n <= of], of[n <= of]
    share = n / of
    middle = (share + _Z2 / (2 * of)) / (1 + _Z2 / of)
    half = np.sqrt(_Z2 * share * (1 - share) / of + _Z2**2 / (4 * of**2)) / (1 + _Z2 / of)
    return n, of, share, middle - half, middle + half


def people_behind(
    share: float | None, low: float | None, high: float | None, *, close: float = 1e-9
) -> tuple[int, int] | None:
    """Return the people with and all people, as Wilson's interval gives them; None without such an interval.

    Examples
    --------
    >>> people_behind(0.25, 0.18106899, 0.33442757, close=1e-4)
    (30, 120)
    >>> people_behind(0.25, None, None) is None
    True
    """
    if share is None or low is None or high is None:
        return None
    n, of, shares, lows, highs = _tried()
    off = np.abs(shares - share) + np.abs(lows - low) + np.abs(highs - high)
    best = int(np.argmin(off))
    return (int(n[best]), int(of[best])) if off[best] < close else None


def people_behind_difference(
    cells: Sequence[float | None], reference: tuple[int, int] | None
) -> tuple[Any, ...]:
    """Return the counts of a group whose share was compared with that of a reference group by Newcombe's method."""
    difference, low, high = cells
    if reference is None or difference is None or low is None or high is None:
        return None, None
    n, of, shares, lows, highs = _tried()
    own = int(np.flatnonzero((n == reference[0]) & (of == reference[1]))[0])
    share = difference + shares[own]
    # The distances to the limits are those of the two groups, squared and added.
    below = math.sqrt(max((difference - low) ** 2 - (highs[own] - shares[own]) ** 2, 0))
    above = math.sqrt(max((high - difference) ** 2 - (shares[own] - lows[own]) ** 2, 0))
    found = people_behind(share, share - below, share + above, close=1e-6)  # after square roots
    return found or (None, None)
