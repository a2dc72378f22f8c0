"""Random-effects pooling of the same effect from several grantees or components."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

import numpy as np
from scipy.optimize import brentq
from scipy.stats import t as student_t

from evalkit.analysis.intervals import normal_quantile

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    FloatArray = NDArray[np.float64]

_GRID: Final = 400
"""Values of tau2 at which the restricted likelihood is compared."""


@dataclass(frozen=True, slots=True)
class Pooled:
    """The average effect and how much effects differ.

    Attributes
    ----------
    estimate, std_error, ci_low, ci_high : float
        Average effect over the distribution of effects.
    tau2 : float
        Variance between the effects themselves.
    q : float
        Cochran's Q with inverse-variance weights.
    i2 : float
        Share of the variation that is not sampling error, in per cent.
    k : int
        Estimates pooled.
    method : str
        How tau2 and the interval were found.
    """

    estimate: float
    std_error: float
    ci_low: float
    ci_high: float
    tau2: float
    q: float
    i2: float
    k: int
    method: str


def pool_random_effects(
    estimates: ArrayLike,
    variances: ArrayLike,
    tau2: Literal["reml", "paule-mandel"] = "reml",
    adjustment: Literal["hartung-knapp", "none"] = "hartung-knapp",
    confidence_level: float = 0.95,
) -> Pooled:
    """Average effect under random effects.

    Weights 1/(v + τ²). REML maximises the restricted likelihood; Paule–Mandel solves
    Σw(y − μ)² = k − 1. Hartung–Knapp: standard error times √(Σw(y − μ)²/(k − 1)), t with k − 1
    degrees of freedom; else normal. I² = τ²/(τ² + typical variance).

    Sources: Viechtbauer 2005, Journal of Educational and Behavioral Statistics 30:261–293; Paule &
    Mandel 1982; Knapp & Hartung 2003, Statistics in Medicine 22:2693–2710.
    R: ``metafor::rma(estimates, variances, method = "REML", test = "knha")``; metafor stops its search
    for tau2 at 1e-5, this one goes on to the root.

    Parameters
    ----------
    estimates, variances : array_like, shape (k,)
        Effects on one scale, and their sampling variances (above 0).
    tau2 : {"reml", "paule-mandel"}
        Estimator of the variance between effects.
    adjustment : {"hartung-knapp", "none"}
        Interval.
    confidence_level : float
        Between 0 and 1.

    Returns
    -------
    Pooled
        A single estimate comes back as it is, with a normal interval, as in metafor.

    Raises
    ------
    ValueError
        If nothing is given, lengths differ, an entry is not finite, a variance is not positive, or a
        keyword is another word.

    Examples
    --------
    >>> pooled = pool_random_effects([0.2, 0.5, 0.9], [0.04, 0.05, 0.03])
    >>> round(pooled.estimate, 4), round(pooled.tau2, 4), round(pooled.i2, 1)
    (0.5439, 0.0938, 70.5)
    """
    y, v = np.asarray(estimates, dtype=np.float64), np.asarray(variances, dtype=np.float64)
    _check(y, v, tau2, adjustment)
    z = normal_quantile(confidence_level)
    k, df = y.size, y.size - 1
    fixed = 1 / v
    q = _weighted_squares(y, v, 0.0)
    between = 0.0
    if df:
        between = _reml(y, v) if tau2 == "reml" else _paule_mandel(y, v)
    weights = 1 / (v + between)
    estimate = float((weights * y).sum() / weights.sum())
    std_error = 1 / math.sqrt(weights.sum())
    reach, interval = z, "normal interval"
    if adjustment == "hartung-knapp" and df:
        std_error *= math.sqrt(_weighted_squares(y, v, between) / df)
        reach = float(student_t.isf((1 - confidence_level) / 2, df))
        interval = "Hartung-Knapp interval"
    typical = df * fixed.sum() / (fixed.sum() ** 2 - (fixed**2).sum()) if df else math.inf
    return Pooled(
        estimate=estimate,
        std_error=std_error,
        ci_low=estimate - reach * std_error,
        ci_high=estimate + reach * std_error,
        tau2=between,
        q=q,
        i2=float(100 * between / (between + typical)),
        k=k,
        method=f"random effects, {tau2.upper() if tau2 == 'reml' else 'Paule-Mandel'}, {interval}",
    )


def _check(y: FloatArray, v: FloatArray, tau2: str, adjustment: str) -> None:
    if y.ndim != 1 or y.shape != v.shape or not y.size:
        raise ValueError(f"estimates and variances must have one entry each; shapes {y.shape}, {v.shape}")
    if not (np.isfinite(y).all() and np.isfinite(v).all() and (v > 0).all()):
        raise ValueError("estimates must be finite numbers and variances finite numbers above 0")
    if tau2 not in {"reml", "paule-mandel"}:
        raise ValueError(f'tau2 must be "reml" or "paule-mandel", not "{tau2}"')
    if adjustment not in {"hartung-knapp", "none"}:
        raise ValueError(f'adjustment must be "hartung-knapp" or "none", not "{adjustment}"')


def _weighted_squares(y: FloatArray, v: FloatArray, between: float) -> float:
    weights = 1 / (v + between)
    mean = (weights * y).sum() / weights.sum()
    return float((weights * (y - mean) ** 2).sum())


def _paule_mandel(y: FloatArray, v: FloatArray) -> float:
    def excess(between: float) -> float:
        return _weighted_squares(y, v, between) - (y.size - 1)

    if excess(0.0) <= 0:
        return 0.0
    # With τ² the squared range, the sum is at most k/4, below k − 1: the root lies before it.
    return float(brentq(excess, 0.0, float(np.ptp(y)) ** 2, xtol=1e-14, rtol=1e-14))


def _reml(y: FloatArray, v: FloatArray) -> float:
    """Look for the highest of possibly several peaks on a grid, then for the root of the slope there.

    Each (y − μ)² is at most range² · (1 − w/Σw), so the slope is never positive beyond the squared range.
    """

    def slope(between: float) -> float:
        weights = 1 / (v + between)
        total = weights.sum()
        mean = (weights * y).sum() / total
        return float((weights**2 * (y - mean) ** 2).sum() - total + (weights**2).sum() / total)

    top = float(np.ptp(y)) ** 2
    if not top:
        return 0.0
    grid = np.append(0.0, np.geomspace(top * 1e-9, top, _GRID))
    weights = 1 / (v + grid[:, None])
    total = weights.sum(axis=1)
    mean = (weights * y).sum(axis=1) / total
    squares = (weights * (y - mean[:, None]) ** 2).sum(axis=1)
    best = int(np.argmax(np.log(weights).sum(axis=1) - np.log(total) - squares))
    if best == 0 and slope(0.0) <= 0:
        return 0.0
    return float(brentq(slope, grid[max(best - 1, 0)], grid[min(best + 1, _GRID)], xtol=1e-14, rtol=1e-14))
