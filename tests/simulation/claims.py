"""How often a report would claim something of a group although nothing is there but chance."""

from __future__ import annotations

import math
from functools import partial
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from evalkit.analysis import dose_response, holm, icc_oneway, paired_change, standardised_differences
from evalkit.presentation.changes import Change, Verdict
from evalkit.presentation.estimates import Estimate
from evalkit.presentation.facts import Subscale
from evalkit.presentation.lost_table import SMALL_DIFFERENCE
from simulation.cells import Cell, Tally
from simulation.made_up import SHAPES, draw_pairs, noise

if TYPE_CHECKING:
    from collections.abc import Iterator

    from evalkit.analysis import PairedChange
    from simulation.made_up import FloatArray

SIZES = (5, 10, 20, 50)
SETS = 4_000
TABLE = "claims"
OUTCOMES = 3
LEVEL = 0.05

ABOUT = Subscale(id="total", title="Score", minimum=0, maximum=40, better_is="lower", noun="score")


def verdict_of(change: PairedChange) -> Verdict:
    """Return what a report would say of a change, by its own rule.

    Examples
    --------
    >>> verdict_of(paired_change([10, 12, 9, 14], [8, 9, 7, 10]))
    <Verdict.FELL: 'fell'>
    """

    def estimate(value: float, low: float = math.nan, high: float = math.nan) -> Estimate:
        return Estimate(value=value, low=low, high=high, level=0.95, method="", suppressed=False)

    return Change(
        component="group",
        measure="score",
        subscale="total",
        subgroup_variable="all",
        subgroup="all",
        timepoint_from="before",
        timepoint_to="after",
        about=ABOUT,
        statistics={
            "n_pairs": estimate(change.n),
            "mean_change": estimate(change.mean_change, change.ci_low, change.ci_high),
        },
    ).verdict


def claim_change(generator: np.random.Generator, sets: int, *, shape: str, n: int) -> dict[str, Tally]:
    """Count the reports that say an average rose or fell, and the slopes on sessions, when nothing changed."""
    rose = fell = sloped = 0
    for _ in range(sets):
        first, last = draw_pairs(shape, n, generator, moved=False)
        verdict = verdict_of(paired_change(first, last))
        rose += verdict is Verdict.ROSE
        fell += verdict is Verdict.FELL
        dose = dose_response(last - first, generator.integers(1, 17, n))
        sloped += dose.slope_ci_low > 0 or dose.slope_ci_high < 0
    return {
        "the average rose": Tally(rose, sets),
        "the average fell": Tally(fell, sets),
        "more sessions, more (or less) change": Tally(sloped, sets),
    }


def claim_any_of_three(generator: np.random.Generator, sets: int, *, shape: str, n: int) -> dict[str, Tally]:
    """Count the reports with at least one claim among three outcomes that go together, when nothing changed."""
    alone = corrected = 0
    for _ in range(sets):
        shared = draw_pairs(shape, n, generator, moved=False)
        changes = [_mix(shared, draw_pairs(shape, n, generator, moved=False)) for _ in range(OUTCOMES)]
        results = [paired_change(first, last) for first, last in changes]
        alone += any(verdict_of(result) in {Verdict.ROSE, Verdict.FELL} for result in results)
        corrected += bool((holm([result.p_value for result in results]) < LEVEL).any())
    return {
        "at least one of three outcomes changed, nothing declared": Tally(alone, sets),
        "at least one of three declared outcomes changed, by Holm": Tally(corrected, sets),
    }


def _mix(
    one: tuple[FloatArray, FloatArray], other: tuple[FloatArray, FloatArray]
) -> tuple[FloatArray, FloatArray]:
    """Return scores that are half the one and half the other: outcomes of the same people."""
    return (one[0] + other[0]) / 2, (one[1] + other[1]) / 2


def claim_lost_differ(generator: np.random.Generator, sets: int, *, shape: str, n: int) -> dict[str, Tally]:
    """Count how often people lost by chance alone seem to have differed at the start; a third are lost."""
    found = told = 0
    stayed = np.arange(n) >= max(2, round(n / 3))
    for _ in range(sets):
        first, _ = draw_pairs(shape, n, generator, moved=False)
        estimate = standardised_differences(pd.DataFrame({"score": first}), stayed)[0].estimate
        told += not math.isnan(estimate)
        found += abs(estimate) >= SMALL_DIFFERENCE
    return {"people lost differed at the start (0.2 or more)": Tally(found, told)}


def claim_alike(generator: np.random.Generator, sets: int, *, shape: str, n: int) -> dict[str, Tally]:
    """Count how often pupils of one school seem to change alike although schools don't matter; n schools."""
    found = 0
    for _ in range(sets):
        school = np.repeat(np.arange(n), generator.integers(4, 16, n))
        found += icc_oneway(noise(shape, school.size, generator), school).ci_low > 0
    return {"people of one cluster changed more alike (n clusters)": Tally(found, sets)}


def claim_cells() -> Iterator[Cell]:
    """Give a cell for every claim, shape and size."""
    kinds = {
        "change": claim_change,
        "any of three": claim_any_of_three,
        "lost": claim_lost_differ,
        "alike": claim_alike,
    }
    for kind, work in kinds.items():
        for shape in SHAPES if kind != "alike" else SHAPES[:2]:
            for n in SIZES:
                sets = SETS if work is not claim_any_of_three else SETS // 2
                yield Cell(f"{TABLE}: {kind}", shape, n, sets, partial(work, shape=shape, n=n))
