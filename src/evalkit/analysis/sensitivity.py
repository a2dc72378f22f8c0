"""What the mean change might be with the people who were lost: imputed, and at its worst and best."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from evalkit.analysis.bounds import best_worst_bounds
from evalkit.analysis.imputation import IMPUTATIONS, MINIMUM_PAIRS, impute_change
from evalkit.analysis.main_comparisons import main_comparisons
from evalkit.analysis.outcome_rows import CONFIDENCE_LEVEL, outcome_row
from evalkit.analysis.wide_scores import spread_scores

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pandas as pd

    from evalkit.analysis.outcomes import Design
    from evalkit.analysis.wide_scores import Comparison, WideScore
    from evalkit.definitions.measure_scores import Subscale
    from evalkit.definitions.study import Study

IMPUTATION_SEED: Final = 20_261_123
"""Seed of every imputation; the manifest states it."""

_MOST_GROUPS: Final = 8
_FEWEST_IN_GROUP: Final = 2


def calculate_sensitivity(
    scores: pd.DataFrame, people: pd.DataFrame, study: Study, outcomes: pd.DataFrame, design: Design
) -> list[dict[str, Any]]:
    """Ask of each score's main comparison what the people lost could do to it.

    ``mean_change_mi`` imputes their later scores (:func:`~evalkit.analysis.imputation.impute_change`);
    ``mean_change_worst`` and ``mean_change_best`` put them all at the one or the other end of the scale
    (:func:`~evalkit.analysis.bounds.best_worst_bounds`). All three are of everybody with the earlier
    score, and have to be read beside the paired ``mean_change``.

    Parameters
    ----------
    scores, people : pandas.DataFrame
        As for :func:`~evalkit.analysis.outcomes.calculate_outcomes`.
    study : Study
        Declared primary outcomes, and the ends and direction of each score.
    outcomes : pandas.DataFrame
        Rows of outcomes.csv, from which the main comparisons are chosen.
    design : Design
        Order of the timepoints, subgroups, minimum. The first subgroup helps to impute if it is
        recorded for everybody with the earlier score, in 2 to 8 groups of two pairs or more.

    Returns
    -------
    list of dict
        Rows of outcomes.csv; ``n`` is the number of people with the earlier score. No bounds for a score
        of which neither end is better. With fewer people than the minimum nothing is calculated, and
        nothing imputed with fewer pairs than the minimum or 20.
    """
    rows: list[dict[str, Any]] = []
    main = set(main_comparisons(outcomes, study.primary, design.timepoints))
    for score in spread_scores(scores, people, design):
        for comparison in score.comparisons:
            if comparison in main:
                subscale = study.measure(comparison.measure).subscale(comparison.subscale)
                rows += _rows(score, comparison, subscale, design)
    return rows


def _rows(
    score: WideScore, comparison: Comparison, subscale: Subscale, design: Design
) -> Iterator[dict[str, Any]]:
    pre, post = score.pair(comparison)
    n = int(np.count_nonzero(~np.isnan(pre)))

    def row(
        statistic: str,
        estimate: float,
        method: str,
        interval: tuple[float, float] | None = None,
        std_error: float = math.nan,
    ) -> dict[str, Any]:
        return outcome_row(
            design.grantee,
            comparison.label,
            statistic,
            estimate,
            n=n,
            n_missing=score.n_missing(comparison),
            method=method,
            interval=interval,
            std_error=std_error,
        )

    few = f"not calculated: fewer than {design.minimum_pairs} people" if n < design.minimum_pairs else ""
    yield row("mean_change_mi", *((math.nan, few) if few else _impute(score, comparison, design)))
    if subscale.better_is == "neither":
        return
    # Scores that were calculated may lie a rounding error beyond the end of their scale.
    low, high = float(subscale.minimum), float(subscale.maximum)
    bounds = best_worst_bounds(
        np.clip(pre, low, high),
        np.clip(post, low, high),
        minimum=low,
        maximum=high,
        better_is=subscale.better_is,
    )
    for which, estimate in (("worst", bounds.worst), ("best", bounds.best)):
        words = (
            f"mean change if everybody lost had ended at the {which} score of the scale; a limit, no interval"
        )
        yield row(f"mean_change_{which}", *((math.nan, few) if few else (estimate, words)))


def _impute(
    score: WideScore, comparison: Comparison, design: Design
) -> tuple[float, str] | tuple[float, str, tuple[float, float], float]:
    """Return estimate and method, and interval and standard error where there are any."""
    pre, post = score.pair(comparison)
    change = (post - pre)[~np.isnan(post - pre)]
    fewest = max(MINIMUM_PAIRS, design.minimum_pairs)
    if change.size < fewest:
        return math.nan, f"not calculated: fewer than {fewest} pairs"
    if np.ptp(change) == 0:
        return math.nan, "not calculated: everybody changed by the same amount"
    result = impute_change(
        score.table,
        comparison.timepoint_from,
        comparison.timepoint_to,
        arm=_arm(score, comparison, design),
        seed=IMPUTATION_SEED,
        confidence_level=CONFIDENCE_LEVEL,
    )
    pooled = result.pooled
    if math.isnan(pooled.ci_low):
        return math.nan, result.method if math.isnan(pooled.estimate) else "not calculated: no spread"
    return pooled.estimate, _method(score, design), (pooled.ci_low, pooled.ci_high), pooled.std_error


def _arm(score: WideScore, comparison: Comparison, design: Design) -> pd.Series[str] | None:
    """Return the first subgroup's attribute if a regression can use it."""
    if not design.subgroups:
        return None
    pre, post = score.pair(comparison)
    values = score.attribute(design.subgroups[0])
    began = ~np.isnan(pre)
    groups = values[began].unique()
    if values[began].isna().any() or not _FEWEST_IN_GROUP <= len(groups) <= _MOST_GROUPS:
        return None
    paired = values[began & ~np.isnan(post)].value_counts()
    return None if any(paired.get(group, 0) < _FEWEST_IN_GROUP for group in groups) else values


def _method(score: WideScore, design: Design) -> str:
    """Say by which rule predictors were taken; which ones were would tell of groups that are hidden."""
    predictors = ["the earlier score"]
    if len(score.table.columns) > 2:  # noqa: PLR2004 - earlier and later
        predictors.append(f"other timepoints with {MINIMUM_PAIRS} answers or more")
    if design.subgroups and score.attribute(design.subgroups[0]).notna().any():
        predictors.append(f"{design.subgroups[0]} where everybody's is known, in 2 to {_MOST_GROUPS} groups")
    return (
        f"missing later scores drawn {IMPUTATIONS} times by Bayesian regression on {', '.join(predictors)}; "
        "pooled by Rubin's rules"
    )
