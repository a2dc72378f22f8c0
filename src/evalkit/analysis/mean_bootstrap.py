"""Bootstrap interval of the mean change, beside the t interval for changes that are far from normal."""

from __future__ import annotations

import math
import warnings
from typing import TYPE_CHECKING, Final

import numpy as np
from scipy import stats

from evalkit.analysis.bootstrap import RESAMPLES
from evalkit.analysis.intervals import Interval
from evalkit.analysis.pairs import check_confidence_level, complete_pairs

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

_FEWEST: Final = 3
_NUMBERS_HELD: Final = 2_000_000
"""Resampled changes held in memory at once (16 MB)."""


def bca_mean_change(
    pre: ArrayLike,
    post: ArrayLike,
    *,
    confidence_level: float = 0.95,
    resamples: int = RESAMPLES,
    seed: int,
) -> Interval:
    """Bias-corrected and accelerated interval of the mean change (later − earlier), resampling people.

    Source: Efron 1987, Journal of the American Statistical Association 82:171–185.
    R: ``boot::boot(post - pre, function(d, i) mean(d[i]), R)``, then ``boot.ci(type = "bca", L =
    empinf(..., type = "jack"))``; equal up to Monte-Carlo error.

    Parameters
    ----------
    pre, post : array_like, shape (people,)
        Earlier and later score of the same people in the same order. People with NaN in either
        are left out.
    confidence_level : float
        Between 0 and 1.
    resamples : int
        Resamples drawn; 10,000 unless told.
    seed : int
        Of the generator: same seed, same interval.

    Returns
    -------
    Interval
        In points of the score; NaN limits, without a warning, with fewer than three pairs or when
        everybody changed by the same amount.

    Raises
    ------
    ValueError
        If the arrays differ in length or hold an infinite score, or the level is not a share.

    Examples
    --------
    >>> limits = bca_mean_change([10, 12, 9, 14, 11, 13], [8, 9, 10, 10, 6, 9], seed=1)
    >>> limits.ci_low < -2.83 < limits.ci_high < 0
    True
    """
    check_confidence_level(confidence_level)
    earlier, later = complete_pairs(pre, post)
    change = later - earlier
    if change.size < _FEWEST or np.ptp(change) == 0:
        return Interval(math.nan, math.nan)
    with warnings.catch_warnings(), np.errstate(divide="ignore", invalid="ignore"):
        warnings.simplefilter("ignore", stats.DegenerateDataWarning)
        limits = stats.bootstrap(
            (change,),
            np.mean,
            n_resamples=resamples,
            batch=max(1, _NUMBERS_HELD // change.size),
            vectorized=True,
            confidence_level=confidence_level,
            method="BCa",
            rng=np.random.default_rng(seed),
        ).confidence_interval
    return Interval(float(limits.low), float(limits.high))
