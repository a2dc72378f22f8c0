"""Two groups compared by a proportion or a rate: ratio or difference, with zero cells handled."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final, Literal

from scipy.special import ndtr
from scipy.stats import binomtest

from evalkit.analysis.intervals import normal_quantile, wilson_interval
from evalkit.analysis.pairs import check_confidence_level

_HALF: Final = 0.5
"""Added to cells when one that the logarithm needs is zero (Haldane–Anscombe)."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """A ratio (1 = alike) or difference (0 = alike) of group 1 against reference group 0.

    Attributes
    ----------
    estimate, ci_low, ci_high : float
        NaN where nothing can be said.
    p_value : float
        Two-sided.
    method : str
        Which interval and test, and whether a zero cell was handled, or why there is none.
    """

    estimate: float
    ci_low: float
    ci_high: float
    p_value: float
    method: str


def risk_ratio(a: float, n1: float, c: float, n0: float, confidence_level: float = 0.95) -> Comparison:
    """Ratio of two proportions, (a/n1)/(c/n0).

    Formula: ln ± z·√(1/a − 1/n1 + 1/c − 1/n0), p from the same z. If ``a`` or ``c`` is 0, or nobody
    in either group is without the property, ½ is added to each of the four cells.

    Source: Katz et al. 1978, Biometrics 34:469–474. R: ``epitools::riskratio.wald``; with a zero
    cell ``metafor::escalc(measure = "RR")``.

    Parameters
    ----------
    a, n1 : float
        People with the property, and all people, in the group of interest.
    c, n0 : float
        The same in the reference group.
    confidence_level : float
        Between 0 and 1.

    Returns
    -------
    Comparison
        NaN when a group has nobody.

    Raises
    ------
    ValueError
        If more people have the property than there are.

    Examples
    --------
    >>> result = risk_ratio(4, 123, 11, 139)
    >>> round(result.estimate, 4), round(result.ci_low, 4), round(result.ci_high, 4)
    (0.4109, 0.1343, 1.2574)
    """
    z = normal_quantile(confidence_level)
    if _is_empty(a, n1, c, n0):
        return _nothing("a group has nobody")
    method = "Katz log interval"
    if 0 in {a, c} or (a == n1 and c == n0):
        a, n1, c, n0 = a + _HALF, n1 + 2 * _HALF, c + _HALF, n0 + 2 * _HALF
        method += ", 0.5 added to each cell"
    return _from_logarithm(math.log(a / n1 / (c / n0)), 1 / a - 1 / n1 + 1 / c - 1 / n0, z, method)


def risk_difference(a: float, n1: float, c: float, n0: float, confidence_level: float = 0.95) -> Comparison:
    """Difference of two proportions, a/n1 − c/n0.

    Newcombe's hybrid score interval (his method 10), which holds with zero cells too:
    low = d − √((p₁ − l₁)² + (u₀ − p₀)²), high = d + √((u₁ − p₁)² + (p₀ − l₀)²), l and u the Wilson
    limits. p from the pooled z test.

    Source: Newcombe 1998, Statistics in Medicine 17:873–890.
    R: ``prop.test(c(a, c), c(n1, n0), correct = FALSE)$p.value``; for the interval
    ``DescTools::BinomDiffCI(method = "score")``.

    Parameters
    ----------
    a, n1 : float
        People with the property, and all people, in the group of interest.
    c, n0 : float
        The same in the reference group.
    confidence_level : float
        Between 0 and 1.

    Returns
    -------
    Comparison
        NaN when a group has nobody; p NaN when everybody or nobody at all has the property.

    Raises
    ------
    ValueError
        If more people have the property than there are.

    Examples
    --------
    >>> result = risk_difference(56, 70, 48, 80)
    >>> round(result.estimate, 4), round(result.ci_low, 4), round(result.ci_high, 4)
    (0.2, 0.0524, 0.3339)
    """
    check_confidence_level(confidence_level)
    if _is_empty(a, n1, c, n0):
        return _nothing("a group has nobody")
    p1, p0 = a / n1, c / n0
    first, reference = wilson_interval(a, n1, confidence_level), wilson_interval(c, n0, confidence_level)
    low = p1 - p0 - math.hypot(p1 - first.ci_low, reference.ci_high - p0)
    high = p1 - p0 + math.hypot(first.ci_high - p1, p0 - reference.ci_low)
    pooled = (a + c) / (n1 + n0)
    variance = pooled * (1 - pooled) * (1 / n1 + 1 / n0)
    p_value = _two_sided((p1 - p0) / math.sqrt(variance)) if variance > 0 else math.nan
    return Comparison(p1 - p0, low, high, p_value, "Newcombe hybrid score interval, pooled z test")


def rate_ratio(
    x1: int,
    t1: float,
    x2: int,
    t2: float,
    method: Literal["exact", "wald"] = "exact",
    *,
    confidence_level: float = 0.95,
) -> Comparison:
    """Ratio of two rates, (x1/t1)/(x2/t2).

    Exact: given all events, x1 is binomial with probability t1/(t1 + t2); its exact limits p give
    p/(1 − p)·t2/t1. Wald: ln ± z·√(1/x1 + 1/x2), ½ added to both counts when one is 0.

    R: ``poisson.test(c(x1, x2), c(t1, t2))``; ``epitools::rateratio.wald``.

    Parameters
    ----------
    x1, x2 : int
        Events in the group of interest and in the reference group.
    t1, t2 : float
        People or person-time; above 0.
    method : {"exact", "wald"}
        See above.
    confidence_level : float
        Between 0 and 1.

    Returns
    -------
    Comparison
        Without any event NaN; exact, with none in the reference group, infinite.

    Raises
    ------
    ValueError
        If a count is negative or no whole number, a time is not positive, or ``method`` another word.

    Examples
    --------
    >>> result = rate_ratio(11, 800, 21, 3011)
    >>> round(result.estimate, 4), round(result.ci_low, 4), round(result.p_value, 4)
    (1.9715, 0.8584, 0.0797)
    """
    z = normal_quantile(confidence_level)
    if x1 < 0 or x2 < 0 or x1 != int(x1) or x2 != int(x2):
        raise ValueError(f"events are counted in whole numbers from 0; got {x1} and {x2}")
    if not (t1 > 0 and t2 > 0):
        raise ValueError(f"people or person-time must be above 0; got {t1} and {t2}")
    if method not in {"exact", "wald"}:
        raise ValueError(f'method must be "exact" or "wald", not "{method}"')
    if x1 + x2 == 0:
        return _nothing("no events")
    if method == "wald":
        added = _HALF if 0 in {x1, x2} else 0.0
        note = ", 0.5 added to each count" if added else ""
        first, second = x1 + added, x2 + added
        log_ratio = math.log(first / t1 / (second / t2))
        return _from_logarithm(log_ratio, 1 / first + 1 / second, z, "Wald log interval" + note)
    test = binomtest(int(x1), int(x1 + x2), t1 / (t1 + t2))
    shares = test.proportion_ci(confidence_level, method="exact")
    low, high = (_odds(share) * t2 / t1 for share in (shares.low, shares.high))
    return Comparison(
        _odds(x1 / (x1 + x2)) * t2 / t1, low, high, float(test.pvalue), "exact conditional binomial"
    )


def _is_empty(a: float, n1: float, c: float, n0: float) -> bool:
    if not (0 <= a <= n1 and 0 <= c <= n0):
        raise ValueError(
            f"some of the people have the property, so 0 <= a <= n1 and 0 <= c <= n0; "
            f"got a = {a}, n1 = {n1}, c = {c}, n0 = {n0}"
        )
    return n1 == 0 or n0 == 0


def _nothing(reason: str) -> Comparison:
    return Comparison(math.nan, math.nan, math.nan, math.nan, f"not calculated: {reason}")


def _odds(share: float) -> float:
    return float(share / (1 - share)) if share < 1 else math.inf


def _two_sided(z: float) -> float:
    return 2 * float(ndtr(-abs(z)))


def _from_logarithm(log_ratio: float, variance: float, z: float, method: str) -> Comparison:
    std_error = math.sqrt(variance)
    low, high = math.exp(log_ratio - z * std_error), math.exp(log_ratio + z * std_error)
    return Comparison(math.exp(log_ratio), low, high, _two_sided(log_ratio / std_error), method)
