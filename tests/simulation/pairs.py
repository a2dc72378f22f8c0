"""How often intervals of a change hold the truth: people who answered twice."""

from __future__ import annotations

from functools import lru_cache, partial
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from scipy.stats import rankdata

from evalkit.analysis import (
    Interval,
    bca_hedges_g_av,
    bca_mean_change,
    dose_response,
    paired_change,
    wilcoxon_paired,
)
from simulation.cells import Cell, Tally, count_held, seeded
from simulation.made_up import AGAINST, CEILINGED, NORMAL, SKEWED, draw_pairs

if TYPE_CHECKING:
    from collections.abc import Iterator

SIZES = (5, 10, 20, 50)
SETS = 2_000
RESAMPLES = 2_000
"""Reports take 10,000; more would move a limit by less than a hundredth of the interval."""
LARGE = 4_000_000
TABLE = "pairs"
KINDS = (NORMAL, SKEWED, AGAINST, CEILINGED)


class Truth(NamedTuple):
    """What the intervals should hold, from very many made-up people; and the error of the mean change."""

    mean_change: float
    error: float
    d_z: float
    d_av: float
    rank_biserial: float
    at_top: float


@lru_cache
def true_values(shape: str, people: int = LARGE) -> Truth:
    """Return the values that the estimates tend to as more and more people are asked."""
    first, last = draw_pairs(shape, people, seeded(f"truth/{shape}"))
    change = last - first
    mean, spread = float(change.mean()), float(change.std())
    moved = change[change != 0]
    ranks = rankdata(np.abs(moved))
    return Truth(
        mean_change=mean,
        error=spread / people**0.5,
        d_z=mean / spread,
        d_av=mean / float((first.std() + last.std()) / 2),
        rank_biserial=float((np.sign(moved) * ranks).sum() / ranks.sum()),
        at_top=float((first == first.max()).mean()),
    )


def cover_pairs(
    generator: np.random.Generator, sets: int, *, shape: str, n: int, people: int = LARGE
) -> dict[str, Tally]:
    """Count the intervals of one shape and size that hold the truth."""
    truth = true_values(shape, people)
    found: dict[str, list[Interval]] = {}
    for _ in range(sets):
        first, last = draw_pairs(shape, n, generator)
        sessions = generator.integers(1, 17, n)
        seed = int(generator.integers(2**31))
        change, ranks = paired_change(first, last), wilcoxon_paired(first, last)
        dose = dose_response(last - first, sessions)
        rows = {
            "mean_change": Interval(change.ci_low, change.ci_high),
            "mean_change_bca": bca_mean_change(first, last, resamples=RESAMPLES, seed=seed),
            "cohens_dz": Interval(change.d_z_ci_low, change.d_z_ci_high),
            "hedges_g_av": bca_hedges_g_av(first, last, resamples=RESAMPLES, seed=seed),
            "rank_biserial": Interval(ranks.rank_biserial_ci_low, ranks.rank_biserial_ci_high),
            "dose_slope": Interval(dose.slope_ci_low, dose.slope_ci_high),
        }
        for what, limits in rows.items():
            found.setdefault(what, []).append(limits)
    truths = {
        "mean_change": truth.mean_change,
        "mean_change_bca": truth.mean_change,
        "cohens_dz": truth.d_z,
        "hedges_g_av": truth.d_av,
        "rank_biserial": truth.rank_biserial,
        "dose_slope": 0.0,
    }
    return {what: count_held(limits, truths[what]) for what, limits in found.items()}


def pair_cells(*, people: int = LARGE) -> Iterator[Cell]:
    """Give a cell for every shape and size."""
    for shape in KINDS:
        for n in SIZES:
            yield Cell(TABLE, shape, n, SETS, partial(cover_pairs, shape=shape, n=n, people=people))
