"""Bootstrap intervals: of Hedges' g_av, which has no closed form, and of the mean change beside its t interval."""

from __future__ import annotations

import math
import warnings
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from scipy import stats

from evalkit.analysis.effect_sizes import hedges_correction
from evalkit.analysis.intervals import Interval
from evalkit.analysis.pairs import check_confidence_level, complete_pairs

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import ArrayLike, NDArray

RESAMPLES: Final = 10_000
_FEWEST: Final = 3
_NUMBERS_HELD: Final = 2_000_000
"""Resampled numbers held in memory at once (16 MB for each sample)."""


def bca_hedges_g_av(
    pre: ArrayLike,
    post: ArrayLike,
    *,
    confidence_level: float = 0.95,
    resamples: int = RESAMPLES,
    seed: int,
) -> Interval:
    """Bias-corrected and accelerated interval of hedges_g_av, resampling people.

    Source: Efron 1987, Journal of the American Statistical Association 82:171–185.
    R: ``boot::boot(cbind(pre, post), g_av, R)``, then ``boot.ci(type = "bca", L = empinf(..., type =
    "jack"))``; equal up to Monte-Carlo error.

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
        NaN limits, without a warning, where the bootstrap has nothing to go on: fewer than three
        pairs, the same g in every resample, or a resample without any spread (which tiny groups draw).

    Raises
    ------
    ValueError
        If the arrays differ in length or hold an infinite score, or the level is not a share.

    Examples
    --------
    >>> pre, post = [10, 12, 9, 14, 11, 13, 8, 15, 12, 10], [8, 9, 10, 10, 6, 9, 9, 12, 11, 7]
    >>> limits = bca_hedges_g_av(pre, post, seed=1)
    >>> limits.ci_low < -1.1 < limits.ci_high < 0
    True
    """
    check_confidence_level(confidence_level)
    earlier, later = complete_pairs(pre, post)
    correction = hedges_correction(earlier.size - 1)
    if math.isnan(correction) or (np.ptp(earlier) == 0 and np.ptp(later) == 0):
        return Interval(math.nan, math.nan)

    def hedges_g_av(
        first: NDArray[np.float64], second: NDArray[np.float64], axis: int = -1
    ) -> NDArray[np.float64]:
        spread = (first.std(axis=axis, ddof=1) + second.std(axis=axis, ddof=1)) / 2
        g: NDArray[np.float64] = correction * (second.mean(axis=axis) - first.mean(axis=axis)) / spread
        return g

    return bca_interval(
        (earlier, later), hedges_g_av, confidence_level=confidence_level, resamples=resamples, seed=seed
    )


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
    return bca_interval((change,), np.mean, confidence_level=confidence_level, resamples=resamples, seed=seed)


def bca_interval(
    samples: tuple[NDArray[np.float64], ...],
    statistic: Callable[..., Any],
    *,
    confidence_level: float,
    resamples: int,
    seed: int,
) -> Interval:
    """Bias-corrected and accelerated interval of any statistic, resampling units (people, clusters).

    Parameters
    ----------
    samples : tuple of arrays, each of shape (units,)
        Numbers of the same units, drawn together.
    statistic : callable
        Takes the samples and ``axis``, vectorised.
    confidence_level, resamples, seed
        As for :func:`bca_hedges_g_av`.

    Returns
    -------
    Interval
        NaN limits, without a warning, where every resample gives the same, or one gives nothing.
    """
    with warnings.catch_warnings(), np.errstate(divide="ignore", invalid="ignore"):
        warnings.simplefilter("ignore", stats.DegenerateDataWarning)
        limits = stats.bootstrap(
            samples,
            statistic,
            n_resamples=resamples,
            batch=max(1, _NUMBERS_HELD // samples[0].size),
            vectorized=True,
            paired=True,
            confidence_level=confidence_level,
            method="BCa",
            rng=np.random.default_rng(seed),
        ).confidence_interval
    return Interval(float(limits.low), float(limits.high))
