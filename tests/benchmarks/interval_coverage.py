"""How often 95 % intervals hold the truth: schools that are alike, and people lost for a reason.

Run ``python tests/benchmarks/interval_coverage.py``; it takes some minutes and isn't part of the tests. It
prints the figures that docs/statistics.md quotes.
"""

from __future__ import annotations

import math
from typing import Final

import numpy as np
import pandas as pd

from evalkit.analysis import cluster_bootstrap_change, impute_change, paired_change, random_intercept_model

SEED_OF_SCHOOLS: Final = 20_261_122
SEED_OF_TRIALS: Final = 5
SCHOOLS: Final = (4, 6, 10, 20, 30)
SETS, TRIALS, PEOPLE = 400, 1_000, 50
TRUE_CHANGE: Final = -2.0


def cover_schools(rng: np.random.Generator, schools: int) -> tuple[float, float, float]:
    """Return the coverage of cluster bootstrap, model and plain t interval; ICC 0.2, true change 0."""
    held = np.zeros(3)
    for number in range(SETS):
        sizes = rng.integers(4, 16, schools)
        school = np.repeat(np.arange(schools), sizes)
        change = rng.normal(0, 2, schools)[school] + rng.normal(0, 4, school.size)
        nothing = np.zeros(school.size)
        resampled = cluster_bootstrap_change(nothing, change, school, seed=number, resamples=2_000)
        design = pd.DataFrame({"(Intercept)": nothing + 1})
        modelled = random_intercept_model(change, school, design).effects[0]
        plain = paired_change(nothing, change)
        ends = (
            (resampled.ci_low, resampled.ci_high),
            (modelled.ci_low, modelled.ci_high),
            (plain.ci_low, plain.ci_high),
        )
        held += [low < 0 < high for low, high in ends]
    return float(held[0] / SETS), float(held[1] / SETS), float(held[2] / SETS)


def cover_imputed() -> tuple[float, float]:
    """Return the coverage of imputation and of the pairs alone when those who felt worse were lost."""
    rng = np.random.default_rng(SEED_OF_TRIALS)
    imputed = paired = told = 0
    for number in range(TRIALS):
        first = rng.normal(20, 5, PEOPLE)
        middle = first + rng.normal(0, 5, PEOPLE)
        last = middle + TRUE_CHANGE + rng.normal(0, 3, PEOPLE)
        risk = 0.8 / (1 + np.exp(-(middle - first) / 2))
        unseen = rng.random(PEOPLE) < 0.1
        middle[unseen] = math.nan
        last[rng.random(PEOPLE) < np.where(unseen, 0.4, risk)] = math.nan
        waves = pd.DataFrame({"first": first, "middle": middle, "last": last})
        result = impute_change(waves, "first", "last", seed=number)
        if result.imputations:
            told += 1
            pairs = paired_change(first, last)
            imputed += result.pooled.ci_low < TRUE_CHANGE < result.pooled.ci_high
            paired += pairs.ci_low < TRUE_CHANGE < pairs.ci_high
    return imputed / told, paired / told


if __name__ == "__main__":
    generator = np.random.default_rng(SEED_OF_SCHOOLS)
    for count in SCHOOLS:
        shares = ", ".join(f"{share:.0%}" for share in cover_schools(generator, count))
        print(f"{count} schools: cluster bootstrap, model, plain t: {shares}")  # noqa: T201 - it is a script
    with_imputation, pairs_alone = cover_imputed()
    print(f"imputation {with_imputation:.0%}, pairs alone {pairs_alone:.0%}")  # noqa: T201 - it is a script
