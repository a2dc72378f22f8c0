"""How long until something happens, where some are seen before it has: the Kaplan-Meier estimate."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
from scipy import stats

from evalkit.analysis.pairs import check_confidence_level

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

_TOLERANCE: Final = math.sqrt(np.finfo(float).eps)
"""A curve this close to the share counts as equal to it, as in R."""


@dataclass(frozen=True, slots=True)
class TimeQuantile:
    """The time by which a share has had the event.

    Attributes
    ----------
    estimate, ci_low, ci_high : float
        In the unit of the times; NaN where the curve or its limit does not come so far.
    n, n_events : int
        How many were followed, and how many had the event.
    """

    estimate: float
    ci_low: float
    ci_high: float
    n: int
    n_events: int


def kaplan_meier_quantile(
    time: ArrayLike, happened: ArrayLike, share: float = 0.5, confidence_level: float = 0.95
) -> TimeQuantile:
    """Estimate when a share has had the event; some were followed without having it yet.

    S(t) = product over event times of (1 - d/n). The estimate is the first time at which S is
    1 - share or less; where S stays exactly there, the middle of that stretch. The interval are the
    times at which the log-log limits of S, S^exp(±z·s/ln S) with Greenwood's s² = Σ d/(n(n - d)), reach 1 - share.

    Source: Kaplan & Meier 1958; Brookmeyer & Crowley 1982, Biometrics 38:29-41. R:
    ``quantile(survival::survfit(Surv(time, happened) ~ 1, conf.type = "log-log"), share)``.

    Parameters
    ----------
    time : array_like, shape (followed,)
        Time to the event or, without one, to the last look; above 0.
    happened : array_like of bool, shape (followed,)
        Whether the time ended with the event.
    share : float
        Between 0 and 1; 0.5 is the median.
    confidence_level : float
        Between 0 and 1.

    Returns
    -------
    TimeQuantile
        All NaN if nobody was followed or no event happened.

    Raises
    ------
    ValueError
        If the arrays differ in length, a time is not above 0, or share or level is not a share.

    Examples
    --------
    >>> found = kaplan_meier_quantile([3, 5, 5, 8, 9, 12, 14], [1, 1, 0, 1, 1, 0, 1])
    >>> found.estimate, found.ci_low, found.ci_high
    (9.0, 3.0, nan)
    """
    times, events = np.asarray(time, float), np.asarray(happened, bool)
    _check(times, events, share)
    check_confidence_level(confidence_level)
    if not events.any():
        return TimeQuantile(math.nan, math.nan, math.nan, times.size, 0)
    at, risen, low, high = _curve(times, events, confidence_level)
    last = float(times.max())
    estimate, first, latest = (_reach(at, curve, share, last) for curve in (risen, high, low))
    return TimeQuantile(estimate, first, latest, times.size, int(events.sum()))


def _check(times: NDArray[np.float64], events: NDArray[np.bool_], share: float) -> None:
    if times.shape != events.shape or times.ndim != 1:
        raise ValueError("time and happened need one value each for everyone followed")
    if not np.all(times > 0) or not np.all(np.isfinite(times)):
        raise ValueError("each time must be a number above 0")
    if not 0 < share < 1:
        raise ValueError(f"the share must lie between 0 and 1, not {share}")


def _curve(times: NDArray[np.float64], events: NDArray[np.bool_], level: float) -> list[NDArray[np.float64]]:
    """Return the event times, the share with the event by each, and its lower and upper limits."""
    from statsmodels.duration.survfunc import SurvfuncRight  # noqa: PLC0415 - slow to import

    fitted = SurvfuncRight(times, events.astype(int))
    survived = np.asarray(fitted.surv_prob, float)
    # No limit exists where everyone has had the event: log S has none.
    left = survived > 0
    log = np.full_like(survived, math.nan)
    log[left] = np.log(survived[left])
    relative = np.full_like(survived, math.nan)
    relative[left] = fitted.surv_prob_se[left] / survived[left]
    z = float(stats.norm.ppf((1 + level) / 2))
    limits = [1 - np.exp(log * np.exp(side * z * relative / log)) for side in (1, -1)]
    return [np.asarray(fitted.surv_times, float), 1 - survived, *limits]


def _reach(at: NDArray[np.float64], risen: NDArray[np.float64], share: float, last: float) -> float:
    """Return when a rising curve first reaches the share; NaN if it never does."""
    there = np.flatnonzero(risen >= share - _TOLERANCE)
    if not there.size:
        return math.nan
    beyond = np.flatnonzero(risen >= share + _TOLERANCE)
    ends = last if np.isfinite(risen[-1]) else math.nan
    return float((at[there[0]] + (at[beyond[0]] if beyond.size else ends)) / 2)
