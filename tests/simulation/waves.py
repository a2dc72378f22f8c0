"""How often intervals hold the truth when people were lost for a reason that known scores show."""

from __future__ import annotations

from functools import lru_cache, partial
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from evalkit.analysis import Interval, estimated_means, impute_change, paired_change
from simulation.cells import Cell, Tally, count_held, seeded
from simulation.made_up import BUILDING_UP, CEILINGED, NORMAL, SKEWED, draw_waves, lose

if TYPE_CHECKING:
    from collections.abc import Iterator

SIZES = (5, 10, 20, 50, 100)
SETS = 1_000
LARGE = 2_000_000
TABLE = "waves"
WAVES = ["first", "middle", "last"]
KINDS = (NORMAL, SKEWED, CEILINGED, BUILDING_UP)


@lru_cache
def true_change(shape: str, people: int = LARGE) -> float:
    """Return the mean change from first to last wave if nobody were lost."""
    waves = draw_waves(shape, people, seeded(f"truth of waves/{shape}"))
    return float((waves[:, 2] - waves[:, 0]).mean())


def cover_waves(
    generator: np.random.Generator, sets: int, *, shape: str, n: int, people: int = LARGE
) -> dict[str, Tally]:
    """Count the intervals that hold the change of everybody: of the pairs alone, the model, imputation."""
    order, person = np.tile(WAVES, n), np.repeat(np.arange(n), len(WAVES)).astype(str)
    found: dict[str, list[Interval]] = {"pairs alone": [], "mean_change_model": [], "mean_change_mi": []}
    for _ in range(sets):
        kept = lose(shape, draw_waves(shape, n, generator), generator)
        pairs = paired_change(kept[:, 0], kept[:, 2])
        model = estimated_means(kept.ravel(), person, order, order=WAVES).means[-1]
        table = pd.DataFrame(kept, columns=WAVES)
        pooled = impute_change(table, "first", "last", seed=int(generator.integers(2**31))).pooled
        found["pairs alone"].append(Interval(pairs.ci_low, pairs.ci_high))
        found["mean_change_model"].append(Interval(model.change_ci_low, model.change_ci_high))
        found["mean_change_mi"].append(Interval(pooled.ci_low, pooled.ci_high))
    truth = true_change(shape, people)
    return {what: count_held(limits, truth) for what, limits in found.items()}


def wave_cells(*, people: int = LARGE) -> Iterator[Cell]:
    """Give a cell for every kind of data and size."""
    for shape in KINDS:
        for n in SIZES:
            yield Cell(TABLE, shape, n, SETS, partial(cover_waves, shape=shape, n=n, people=people))


@lru_cache
def share_lost(shape: str, people: int = LARGE) -> float:
    """Return the share of people without a last score."""
    generator = seeded(f"lost/{shape}")
    return float(np.isnan(lose(shape, draw_waves(shape, people, generator), generator)[:, 2]).mean())
