"""How often intervals of proportions and counts hold the truth: every possible result, by its probability."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from scipy.stats import binom, poisson

from evalkit.analysis import crude_rate, risk_difference, risk_ratio, wilson_interval

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from simulation.cells import Limits

SIZES = (5, 10, 20, 50)
SHARES = (0.1, 0.3, 0.5)
COMPARED = (0.4, 0.2)


class Exact(NamedTuple):
    """A coverage without chance in it."""

    what: str
    data: str
    n: int
    rate: float


def add_up(results: Iterable[tuple[Limits, float]], truth: float) -> float:
    """Return the probability of the results whose interval holds the truth.

    Examples
    --------
    >>> add_up([(wilson_interval(0, 1), 0.5), (wilson_interval(1, 1), 0.5)], 0.5)
    1.0
    """
    return float(sum(chance for limits, chance in results if limits.ci_low <= truth <= limits.ci_high))


def exact_coverage() -> Iterator[Exact]:
    """Give the coverage of each interval, at each true value and size."""
    for share, n in product(SHARES, SIZES):
        results = [(wilson_interval(x, n), float(binom.pmf(x, n, share))) for x in range(n + 1)]
        yield Exact("Wilson interval", f"{share:.0%} of people", n, add_up(results, share))
    for n in SIZES:
        p1, p0 = COMPARED
        counts = range(n + 1)
        chances = np.outer(binom.pmf(counts, n, p1), binom.pmf(counts, n, p0))
        data = f"{p1:.0%} against {p0:.0%}, n people each"
        for what, function, truth in (
            ("risk ratio", risk_ratio, p1 / p0),
            ("risk difference", risk_difference, p1 - p0),
        ):
            pairs = [(function(a, n, c, n), float(chances[a, c])) for a, c in product(counts, counts)]
            yield Exact(what, data, n, add_up(pairs, truth))
    for n in SIZES:
        events = range(n * 4 + 40)
        rates = [(crude_rate(x, 1.0, per=1.0), float(poisson.pmf(x, n))) for x in events]
        yield Exact("rate (exact below 10 events, Byar's from 10)", "n events expected", n, add_up(rates, n))
