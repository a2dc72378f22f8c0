"""Do people who came more often change more: change against sessions attended."""

from __future__ import annotations

import math
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy import stats

from evalkit.analysis.pairs import check_confidence_level, complete_pairs

if TYPE_CHECKING:
    from numpy.typing import ArrayLike


@dataclass(frozen=True, slots=True)
class DoseResponse:
    """Straight line and rank correlation.

    Attributes
    ----------
    n : int
        People with a change and a number of sessions.
    slope, slope_std_error, slope_ci_low, slope_ci_high, slope_p_value : float
        Points of change per further session; t interval and two-sided t test.
    spearman, spearman_p_value : float
        Rank correlation, −1 to 1; p by the t approximation.
    """

    n: int
    slope: float
    slope_std_error: float
    slope_ci_low: float
    slope_ci_high: float
    slope_p_value: float
    spearman: float
    spearman_p_value: float


def dose_response(change: ArrayLike, sessions: ArrayLike, confidence_level: float = 0.95) -> DoseResponse:
    """Regress change (later − earlier, raw sign) on the number of sessions attended.

    People choose how often they come, so a slope does not show that sessions do anything.

    Source: Spearman 1904, American Journal of Psychology 15:72–101, for the ranks.
    R: ``confint(lm(change ~ sessions))``; ``cor.test(change, sessions, method = "spearman", exact = FALSE)``.

    Parameters
    ----------
    change, sessions : array_like, shape (people,)
        NaN in either leaves the person out.
    confidence_level : float
        Between 0 and 1.

    Returns
    -------
    DoseResponse
        All NaN with fewer than three people or when everybody came equally often; when everybody
        changed alike the slope is 0 and the rest NaN; p and interval NaN when all lie on the line.

    Raises
    ------
    ValueError
        If lengths differ, a number is infinite or below 0 sessions, or the level is not a share.

    Examples
    --------
    >>> result = dose_response([-1, -2, -2, -5, -4], [2, 3, 5, 8, 9])
    >>> round(result.slope, 4), round(result.spearman, 4)
    (-0.4946, -0.8721)
    """
    check_confidence_level(confidence_level)
    y, x = complete_pairs(change, sessions)
    if (x < 0).any():
        raise ValueError("sessions counts visits, so it can't be negative")
    nan = math.nan
    if y.size < 3 or np.ptp(x) == 0:  # noqa: PLR2004 - two people always lie on a line
        return DoseResponse(y.size, nan, nan, nan, nan, nan, nan, nan)
    if np.ptp(y) == 0:
        return DoseResponse(y.size, 0.0, nan, nan, nan, nan, nan, nan)
    ranks = stats.pearsonr(stats.rankdata(y), stats.rankdata(x)).statistic
    df = y.size - 2
    deviations = x - x.mean()
    squares = float(deviations @ deviations)
    slope = float(deviations @ y) / squares
    residual = y - y.mean() - slope * deviations
    std_error = math.sqrt(float(residual @ residual) / df / squares)
    if std_error <= 10 * sys.float_info.epsilon * abs(slope):
        return DoseResponse(y.size, slope, nan, nan, nan, nan, float(ranks), _p_of_ranks(float(ranks), df))
    reach = float(stats.t.isf((1 - confidence_level) / 2, df)) * std_error
    p_value = float(2 * stats.t.sf(abs(slope) / std_error, df))
    return DoseResponse(
        y.size,
        slope,
        std_error,
        slope - reach,
        slope + reach,
        p_value,
        float(ranks),
        _p_of_ranks(float(ranks), df),
    )


def _p_of_ranks(rho: float, df: int) -> float:
    """Return p from t = r·√(df/(1 − r²)); none where the ranks agree fully and t is infinite."""
    left = 1 - rho * rho
    if left < 1e-12:  # noqa: PLR2004 - rounding of a correlation of 1
        return math.nan
    return float(2 * stats.t.sf(abs(rho) * math.sqrt(df / left), df))
