"""Change of a group of people between two timepoints: means, t test, standardised changes."""

from __future__ import annotations

import math
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy import stats

from evalkit.analysis.effect_sizes import d_z_interval, hedges_correction
from evalkit.analysis.pairs import check_confidence_level, complete_pairs

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

NAN = math.nan


@dataclass(frozen=True, slots=True)
class PairedChange:
    """Change = later − earlier (raw sign) of the people who have both scores.

    Attributes
    ----------
    n : int
        Pairs.
    mean_change, sd_change : float
        Mean and standard deviation (n − 1) of the changes, in points of the score.
    ci_low, ci_high : float
        t interval of the mean change.
    p_value : float
        Paired t test, two-sided.
    r : float
        Pearson correlation of the two scores.
    d_z : float
        mean_change / sd_change.
    d_av, d_av_rms : float
        mean_change / ((sd_from + sd_to)/2), and / √((sd_from² + sd_to²)/2).
    d_rm : float
        d_z · √(2(1 − r)).
    hedges_g_av, hedges_g_z : float
        d_av and d_z times Hedges' exact correction with n − 1 degrees of freedom.
    mean_from, sd_from, mean_to, sd_to : float
        Of the pairs.
    std_error, t, df : float
        Of the paired t test.
    d_z_ci_low, d_z_ci_high : float
        Noncentral t interval of d_z.
    """

    n: int
    mean_change: float
    sd_change: float
    ci_low: float
    ci_high: float
    p_value: float
    r: float
    d_z: float
    d_av: float
    d_av_rms: float
    d_rm: float
    hedges_g_av: float
    hedges_g_z: float
    mean_from: float
    sd_from: float
    mean_to: float
    sd_to: float
    std_error: float
    t: float
    df: float
    d_z_ci_low: float
    d_z_ci_high: float


def paired_change(pre: ArrayLike, post: ArrayLike, confidence_level: float = 0.95) -> PairedChange:
    """Compare the later scores of a group of people with their earlier ones.

    Sources: Student 1908; Lakens 2013, Frontiers in Psychology 4:863 (d_z, d_av, d_rm); Cumming 2012
    (d_av_rms); Hedges 1981 (correction). R: ``t.test(post, pre, paired = TRUE)``; each d by its
    formula; ``effectsize::hedges_g(post - pre)`` for hedges_g_z.

    Parameters
    ----------
    pre, post : array_like, shape (people,)
        Earlier and later score of the same people in the same order. People with NaN in either
        are left out.
    confidence_level : float
        Between 0 and 1.

    Returns
    -------
    PairedChange
        What can't be calculated is NaN, without a warning: with fewer than two pairs, all but
        the means; with changes that are all the same (R: "data are essentially constant"),
        interval, test, d_z, d_rm and hedges_g_z; with scores that are all the same at both
        timepoints, d_av, d_av_rms and hedges_g_av too. With two pairs no Hedges' g exists.

    Raises
    ------
    ValueError
        If the arrays differ in length or hold an infinite score, or the level is not a share.

    Examples
    --------
    >>> result = paired_change([10, 12, 9, 14], [8, 9, 9, 10])
    >>> result.n, result.mean_change, round(result.p_value, 4), round(result.hedges_g_av, 4)
    (4, -2.25, 0.078, -1.0733)
    """
    check_confidence_level(confidence_level)
    earlier, later = complete_pairs(pre, post)
    change = later - earlier
    n = change.size
    sd_from, sd_to, sd_change = _sd(earlier), _sd(later), _sd(change)
    mean_change = _mean(change)
    std_error = sd_change / math.sqrt(n) if n else NAN
    # R's own rule for "data are essentially constant": differences of rounding alone are no spread.
    varies = std_error > 10 * sys.float_info.epsilon * abs(mean_change)
    t, p_value, ci_low, ci_high = _t_test(change, confidence_level) if varies else (NAN,) * 4
    d_z, d_av_rms = _pingouin_effect_sizes(earlier, later, varies=varies, scores_vary=sd_from + sd_to > 0)
    d_av = mean_change / ((sd_from + sd_to) / 2) if sd_from + sd_to > 0 else NAN
    r = float(np.corrcoef(earlier, later)[0, 1]) if sd_from > 0 and sd_to > 0 else NAN
    correction = hedges_correction(n - 1)
    d_z_limits = d_z_interval(t, n, confidence_level)
    return PairedChange(
        n=n,
        mean_change=mean_change,
        sd_change=sd_change,
        ci_low=ci_low,
        ci_high=ci_high,
        p_value=p_value,
        r=r,
        d_z=d_z,
        d_av=d_av,
        d_av_rms=d_av_rms,
        d_rm=d_z * math.sqrt(2 * (1 - r)),
        hedges_g_av=correction * d_av,
        hedges_g_z=correction * d_z,
        mean_from=_mean(earlier),
        sd_from=sd_from,
        mean_to=_mean(later),
        sd_to=sd_to,
        std_error=std_error,
        t=t,
        df=float(n - 1) if n > 1 else NAN,
        d_z_ci_low=d_z_limits.ci_low,
        d_z_ci_high=d_z_limits.ci_high,
    )


def _mean(values: NDArray[np.float64]) -> float:
    return float(values.mean()) if values.size else NAN


def _sd(values: NDArray[np.float64]) -> float:
    """Return the sample SD; exactly 0 for equal values, where rounding would leave a trace."""
    if values.size < 2:  # noqa: PLR2004 - a variance needs two
        return NAN
    return float(values.std(ddof=1)) if np.ptp(values) > 0 else 0.0


def _t_test(change: NDArray[np.float64], confidence_level: float) -> tuple[float, float, float, float]:
    test = stats.ttest_1samp(change, 0.0)
    interval = test.confidence_interval(confidence_level)
    return float(test.statistic), float(test.pvalue), float(interval.low), float(interval.high)


def _pingouin_effect_sizes(
    earlier: NDArray[np.float64], later: NDArray[np.float64], *, varies: bool, scores_vary: bool
) -> tuple[float, float]:
    """Return d_z and d_av_rms; pingouin subtracts its second argument, so the later scores go first."""
    from pingouin import compute_effsize  # noqa: PLC0415 - costs a second, paid only by who compares

    d_z = float(compute_effsize(later, earlier, paired=True, eftype="cohen_dz")) if varies else NAN
    d_av_rms = float(compute_effsize(later, earlier, paired=True, eftype="cohen")) if scores_vary else NAN
    return d_z, d_av_rms
