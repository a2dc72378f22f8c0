"""Wilcoxon's signed-rank test of paired scores with its effect size, the rank-biserial correlation."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
from scipy.stats import rankdata

from evalkit.analysis.intervals import Interval, normal_quantile
from evalkit.analysis.pairs import complete_pairs

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

EXACT_BELOW: Final = 50
"""R's limit: from 50 changes on, and with any tie or zero, the normal approximation is used."""

_EXACT: Final = "Wilcoxon signed-rank test, exact"
_NORMAL: Final = "Wilcoxon signed-rank test, normal approximation with continuity correction"
_NO_PAIRS: Final = "not calculated: no pairs"
_NO_CHANGE: Final = "not calculated: every change is zero"


@dataclass(frozen=True, slots=True)
class WilcoxonResult:
    """Signed ranks of the changes (later − earlier), zero changes left out.

    Attributes
    ----------
    statistic : float
        W₊, the sum of the ranks of the positive changes: V of
        ``wilcox.test(post, pre, paired = TRUE)`` in R.
    p_value : float
        Two-sided.
    rank_biserial : float
        (W₊ − W₋)/(W₊ + W₋), from −1 to 1; positive when later scores are higher.
    rank_biserial_ci_low, rank_biserial_ci_high : float
        Fisher z interval.
    n, n_zero : int
        Pairs, and how many of them did not change.
    method : str
        Exact or approximate test, or why there is none.
    """

    statistic: float
    p_value: float
    rank_biserial: float
    rank_biserial_ci_low: float
    rank_biserial_ci_high: float
    n: int
    n_zero: int
    method: str


def wilcoxon_paired(pre: ArrayLike, post: ArrayLike, confidence_level: float = 0.95) -> WilcoxonResult:
    """Test whether later scores tend to be higher or lower than earlier ones, by ranks.

    R's defaults decide how the p-value is found: exact with fewer than 50 pairs if no change is
    zero and no two are equal in size; else normal with tie correction and continuity correction.

    Sources: Wilcoxon 1945, Biometrics Bulletin 1:80–83; Kerby 2014, Comprehensive Psychology 3:11.IT.3.1.
    R: ``wilcox.test(post, pre, paired = TRUE)``; ``effectsize::rank_biserial(post - pre)``.

    Parameters
    ----------
    pre, post : array_like, shape (people,)
        Earlier and later score of the same people in the same order. People with NaN in either
        are left out.
    confidence_level : float
        Of the interval of rank_biserial, between 0 and 1.

    Returns
    -------
    WilcoxonResult
        Without any pair, all but the counts are NaN. When no score changed, statistic and
        rank_biserial are 0 (neither direction outweighs the other) and there is no p-value, as
        in R. When all changes go one way, rank_biserial is −1 or 1 and has no interval: the
        transformation is infinite there.

    Raises
    ------
    ValueError
        If the arrays differ in length or hold an infinite score, or the level is not a share.

    Examples
    --------
    >>> result = wilcoxon_paired([10, 12, 9, 14, 11], [8, 9, 10, 10, 6])
    >>> result.statistic, result.p_value, round(result.rank_biserial, 4)
    (1.0, 0.125, -0.8667)
    """
    z = normal_quantile(confidence_level)
    earlier, later = complete_pairs(pre, post)
    changes = later - earlier
    n = changes.size
    changes = changes[changes != 0]
    n_zero = n - changes.size
    if not changes.size:
        none = 0.0 if n else math.nan
        why = _NO_CHANGE if n else _NO_PAIRS
        return WilcoxonResult(none, math.nan, none, math.nan, math.nan, n, n_zero, why)

    from pingouin import wilcoxon  # noqa: PLC0415 - costs a second, paid only by who compares

    ranks = rankdata(np.abs(changes))
    tied = np.unique(ranks).size < ranks.size
    exact = n < EXACT_BELOW and not tied and not n_zero
    # The changes alone: given two samples, pingouin also builds a people × people matrix.
    test = wilcoxon(changes, method="exact" if exact else "asymptotic", correction=True).iloc[0]
    rank_biserial = float(test["RBC"])
    limits = _fisher_interval(rank_biserial, changes.size, z)
    return WilcoxonResult(
        statistic=float(ranks[changes > 0].sum()),
        p_value=float(test["p_val"]),
        rank_biserial=rank_biserial,
        rank_biserial_ci_low=limits.ci_low,
        rank_biserial_ci_high=limits.ci_high,
        n=n,
        n_zero=n_zero,
        method=_EXACT if exact else _NORMAL,
    )


def _fisher_interval(rank_biserial: float, n: int, z: float) -> Interval:
    """tanh(atanh(r) ∓ z·SE), SE that of the signed-rank sum over its maximum, as effectsize has it."""
    if abs(rank_biserial) >= 1:
        return Interval(math.nan, math.nan)
    std_error = math.sqrt((2 * n**3 + 3 * n**2 + n) / 6) / (n * (n + 1) / 2)
    centre = math.atanh(rank_biserial)
    return Interval(math.tanh(centre - z * std_error), math.tanh(centre + z * std_error))
