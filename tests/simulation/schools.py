"""How often intervals hold the truth when pupils of one school are alike."""

from __future__ import annotations

from functools import lru_cache, partial
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from evalkit.analysis import (
    Interval,
    cluster_bootstrap_change,
    icc_oneway,
    paired_change,
    random_intercept_model,
)
from simulation.cells import Cell, Tally, count_held, seeded
from simulation.made_up import SHAPES, draw_schools

if TYPE_CHECKING:
    from collections.abc import Iterator

SIZES = (4, 5, 6, 10, 20, 30, 50)
SETS = 1_000
RESAMPLES = 2_000
LARGE = 200_000
TABLE = "schools"


@lru_cache
def true_values(shape: str, schools: int = LARGE) -> tuple[float, float]:
    """Return mean change and ICC from very many schools."""
    first, last, school = draw_schools(shape, schools, seeded(f"truth of schools/{shape}"))
    return float((last - first).mean()), icc_oneway(last - first, school).icc


def cover_schools(
    generator: np.random.Generator, sets: int, *, shape: str, n: int, large: int = LARGE
) -> dict[str, Tally]:
    """Count the intervals of mean change and ICC that hold the truth."""
    truth, true_icc = true_values(shape, large)
    found: dict[str, list[Interval]] = {}
    for _ in range(sets):
        first, last, school = draw_schools(shape, n, generator)
        seed = int(generator.integers(2**31))
        resampled = cluster_bootstrap_change(first, last, school, seed=seed, resamples=RESAMPLES)
        design = pd.DataFrame({"(Intercept)": np.ones(school.size)})
        model = random_intercept_model(last - first, school, design).effects[0]
        plain = paired_change(first, last)
        rows = {
            "mean_change as if there were no schools": (plain.ci_low, plain.ci_high),
            "mean change, model of schools": (model.ci_low, model.ci_high),
            "mean change, schools resampled": (resampled.ci_low, resampled.ci_high),
            "icc": (resampled.icc.ci_low, resampled.icc.ci_high),
        }
        for what, limits in rows.items():
            found.setdefault(what, []).append(Interval(*limits))
    return {what: count_held(limits, true_icc if what == "icc" else truth) for what, limits in found.items()}


def school_cells(*, large: int = LARGE) -> Iterator[Cell]:
    """Give a cell for every shape and number of schools."""
    for shape in SHAPES:
        for n in SIZES:
            yield Cell(TABLE, shape, n, SETS, partial(cover_schools, shape=shape, n=n, large=large))
