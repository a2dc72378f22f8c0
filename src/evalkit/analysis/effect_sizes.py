"""Parts of standardised mean changes: Hedges' correction and the interval of d_z."""

from __future__ import annotations

import math
from typing import Final

from scipy.optimize import brentq
from scipy.special import gammaln, nctdtr

from evalkit.analysis.intervals import Interval, normal_quantile

_T_LIMIT: Final = 10_000


def hedges_correction(df: float) -> float:
    r"""Return the factor that takes the small-sample bias out of a standardised mean.

    Formula: J(df) = Γ(df/2) / (√(df/2) · Γ((df − 1)/2)), exact; the usual 1 − 3/(4·df − 1) is only
    close. The expectation that it corrects does not exist for ``df`` ≤ 1, so NaN is returned there
    (the formula itself, and R, would give 0).

    Source: Hedges 1981, Journal of Educational Statistics 6:107–128.
    R: ``exp(lgamma(df/2) - log(sqrt(df/2)) - lgamma((df - 1)/2))``, as in effectsize and metafor.

    Examples
    --------
    >>> round(hedges_correction(9), 10)
    0.9138748918
    """
    if not df > 1:
        return math.nan
    return math.exp(float(gammaln(df / 2) - gammaln((df - 1) / 2)) - 0.5 * math.log(df / 2))


def d_z_interval(t: float, n: int, confidence_level: float = 0.95) -> Interval:
    """Interval of d_z = mean change / SD of the changes, from the noncentral t distribution.

    The limits are the two noncentrality parameters under which the observed ``t`` sits at the tail
    probabilities, divided by √n. R: ``uniroot(function(ncp) pt(t, n - 1, ncp) - p, ...)``, and
    ``effectsize::cohens_d(change)`` to about seven digits (it searches with ``optim``).

    Parameters
    ----------
    t : float
        Paired t statistic; NaN gives NaN limits.
    n : int
        Pairs.
    confidence_level : float
        Between 0 and 1.

    Returns
    -------
    Interval
        NaN limits beyond ±10,000: there the changes hardly differ, and SciPy loses the distribution.

    Examples
    --------
    >>> interval = d_z_interval(4.0621, 10)
    >>> round(interval.ci_low, 3), round(interval.ci_high, 3)
    (0.415, 2.118)
    """
    z = normal_quantile(confidence_level)
    if n < 2 or not abs(t) <= _T_LIMIT:  # noqa: PLR2004 - a variance needs two
        return Interval(math.nan, math.nan)
    tail = (1 - confidence_level) / 2
    # The mirror image of a negative t: SciPy's tail is sound where t and noncentrality are positive.
    low = _noncentrality(abs(t), n - 1, 1 - tail, z) / math.sqrt(n)
    high = _noncentrality(abs(t), n - 1, tail, z) / math.sqrt(n)
    return Interval(low, high) if t >= 0 else Interval(-high, -low)


def _noncentrality(t: float, df: int, probability: float, z: float) -> float:
    """Return the noncentrality at which P(T ≤ t) is ``probability``."""

    def excess(noncentrality: float) -> float:
        below = float(nctdtr(df, noncentrality, t))
        if math.isnan(below) and noncentrality < 0:
            below = 1.0  # 1 − P(T ≤ t) < Φ(noncentrality), and SciPy gives up only far out
        return below - probability

    # The root is a quantile of t·χ/√df + Z (χ with df degrees of freedom, Z normal), a function of normal
    # draws with slope at most √(1 + t²/df); such a function stays this near to its mean, which is about t.
    reach = (z + 2) * math.sqrt(1 + t * t / df)
    return float(brentq(excess, t - reach, t + reach, xtol=1e-13, rtol=1e-14))
