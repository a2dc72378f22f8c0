"""Confidence limits of a proportion and of a count."""

from __future__ import annotations

import math
from typing import NamedTuple

from scipy.special import chdtri, ndtri

from evalkit.analysis.pairs import check_confidence_level


class Interval(NamedTuple):
    """Two confidence limits.

    Attributes
    ----------
    ci_low, ci_high : float
        Lower and upper limit; NaN where there is none.
    """

    ci_low: float
    ci_high: float


def normal_quantile(confidence_level: float) -> float:
    """Return z, the exact normal quantile that leaves (1 − level)/2 above it; R: ``qnorm``.

    Examples
    --------
    >>> round(normal_quantile(0.95), 10)
    1.9599639845
    """
    check_confidence_level(confidence_level)
    return -float(ndtri((1 - confidence_level) / 2))


def wilson_interval(x: float, n: float, confidence_level: float = 0.95) -> Interval:
    """Wilson's score interval of a proportion.

    Formula: ((2x + z²) ∓ z·√(z² + 4x(1 − x/n))) / (2(n + z²)), z the exact normal quantile.

    Source: Wilson 1927, Journal of the American Statistical Association 22:209–212.
    R: ``prop.test(x, n, conf.level = 0.95, correct = FALSE)$conf.int``.

    Parameters
    ----------
    x : float
        People with the property, 0 to ``n``.
    n : float
        People asked. 0 gives NaN limits: nobody was asked, nothing is known.
    confidence_level : float
        Between 0 and 1.

    Returns
    -------
    Interval
        Within 0 to 1; exactly 0 below when ``x`` is 0, exactly 1 above when ``x`` is ``n``.

    Raises
    ------
    ValueError
        If ``x`` is negative or greater than ``n``.

    Examples
    --------
    >>> limits = wilson_interval(65, 100)
    >>> round(limits.ci_low, 4), round(limits.ci_high, 4)
    (0.5525, 0.7364)
    """
    z = normal_quantile(confidence_level)
    if math.isnan(x) or math.isnan(n):
        return Interval(math.nan, math.nan)
    if not 0 <= x <= n:
        raise ValueError(f"x counts some of the n people, so 0 <= x <= n; got x = {x}, n = {n}")
    if n == 0:
        return Interval(math.nan, math.nan)
    centre = 2 * x + z * z
    half_width = z * math.sqrt(z * z + 4 * x * (1 - x / n))
    scale = 2 * (n + z * z)
    low = 0.0 if x == 0 else (centre - half_width) / scale
    high = 1.0 if x == n else (centre + half_width) / scale
    return Interval(low, high)


def byar_interval(x: float, confidence_level: float = 0.95) -> Interval:
    """Byar's approximate interval of a Poisson count, good from 10 on.

    Formula: lower x·(1 − 1/(9x) − z/(3√x))³, upper (x + 1)·(1 − 1/(9(x + 1)) + z/(3√(x + 1)))³.

    Source: Breslow & Day 1987, Statistical Methods in Cancer Research II. R: PHEindicatormethods
    uses the same; ``epitools::pois.byar`` is another approximation and differs.

    Parameters
    ----------
    x : float
        Events counted, 0 or more; NaN gives NaN limits.
    confidence_level : float
        Between 0 and 1.

    Raises
    ------
    ValueError
        If ``x`` is negative.

    Examples
    --------
    >>> limits = byar_interval(65)
    >>> round(limits.ci_low, 2), round(limits.ci_high, 2)
    (50.16, 82.85)
    """
    z = normal_quantile(confidence_level)
    _check_count(x)
    if math.isnan(x):
        return Interval(math.nan, math.nan)
    above = x + 1
    low = x * (1 - 1 / (9 * x) - z / (3 * math.sqrt(x))) ** 3 if x > 0 else 0.0
    high = above * (1 - 1 / (9 * above) + z / (3 * math.sqrt(above))) ** 3
    return Interval(max(low, 0.0), high)


def exact_poisson_interval(x: float, confidence_level: float = 0.95) -> Interval:
    """Exact (Garwood) interval of a Poisson count.

    Formula: lower χ²(tail; 2x)/2, upper χ²(1 − tail; 2x + 2)/2, tail = (1 − level)/2.

    Source: Garwood 1936, Biometrika 28:437–442. R: ``poisson.test(x)$conf.int``.

    Parameters
    ----------
    x : float
        Events counted, 0 or more; NaN gives NaN limits.
    confidence_level : float
        Between 0 and 1.

    Raises
    ------
    ValueError
        If ``x`` is negative.

    Examples
    --------
    >>> limits = exact_poisson_interval(3)
    >>> round(limits.ci_low, 4), round(limits.ci_high, 4)
    (0.6187, 8.7673)
    """
    check_confidence_level(confidence_level)
    _check_count(x)
    if math.isnan(x):
        return Interval(math.nan, math.nan)
    tail = (1 - confidence_level) / 2
    low = float(chdtri(2 * x, 1 - tail)) / 2 if x > 0 else 0.0
    return Interval(low, float(chdtri(2 * x + 2, tail)) / 2)


def _check_count(x: float) -> None:
    if x < 0:
        raise ValueError(f"x counts events, so it can't be negative: {x}")
