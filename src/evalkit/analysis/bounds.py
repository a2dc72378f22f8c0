"""How far the missing people could move the mean change: worst and best case."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from evalkit import names

if TYPE_CHECKING:
    from numpy.typing import ArrayLike


@dataclass(frozen=True, slots=True)
class Bounds:
    """Mean change (later − earlier, raw sign) of everybody with an earlier score.

    Attributes
    ----------
    n, n_missing : int
        People with an earlier score; how many of them have no later one.
    observed : float
        Mean change of the pairs alone.
    worst, best : float
        Mean change if each missing person had ended at the worst, or the best, score of the scale.
    """

    n: int
    n_missing: int
    observed: float
    worst: float
    best: float


def best_worst_bounds(
    pre: ArrayLike,
    post: ArrayLike,
    *,
    minimum: float,
    maximum: float,
    better_is: Literal["higher", "lower"],
) -> Bounds:
    """Bound the mean change by what the people lost could have scored at most and at least.

    The bounds hold whatever the reason for missing, so they are wide; they are limits, no interval.

    Source: Horowitz & Manski 2000, Journal of the American Statistical Association 95:77–84.
    R: ``mean(ifelse(is.na(post), worst_score, post) - pre)``.

    Parameters
    ----------
    pre, post : array_like, shape (people,)
        Earlier and later scores; NaN where missing. People without an earlier score are left out.
    minimum, maximum : float
        Ends of the scale.
    better_is : {"higher", "lower"}
        Direction of the measure.

    Returns
    -------
    Bounds
        NaN where nobody has an earlier score; ``observed`` also where there are no pairs.

    Raises
    ------
    ValueError
        If lengths differ, a score lies outside the scale, or ``better_is`` is another word.

    Examples
    --------
    >>> best_worst_bounds([8, 6, 9], [5, 6, float("nan")], minimum=0, maximum=10, better_is="lower")
    Bounds(n=3, n_missing=1, observed=-1.5, worst=-0.6666666666666666, best=-4.0)
    """
    if better_is not in {names.HIGHER, names.LOWER}:
        raise ValueError(f'better_is must be "higher" or "lower", not "{better_is}"')
    earlier, later = np.asarray(pre, dtype=np.float64), np.asarray(post, dtype=np.float64)
    if earlier.ndim != 1 or earlier.shape != later.shape:
        raise ValueError(
            f"pre and post must be rows of equal length; they have {earlier.size} and {later.size}"
        )
    scores = np.append(earlier, later)
    if ((scores < minimum) | (scores > maximum)).any():
        raise ValueError(f"a score lies outside the scale, {minimum} to {maximum}")
    began = ~np.isnan(earlier)
    earlier, later = earlier[began], later[began]
    missing = np.isnan(later)

    def mean_change(filled: float) -> float:
        return float((np.where(missing, filled, later) - earlier).mean()) if earlier.size else math.nan

    low, high = mean_change(minimum), mean_change(maximum)
    return Bounds(
        n=earlier.size,
        n_missing=int(missing.sum()),
        observed=float((later - earlier)[~missing].mean()) if not missing.all() else math.nan,
        worst=low if better_is == names.HIGHER else high,
        best=high if better_is == names.HIGHER else low,
    )
