"""Change between timepoints: one result row per group of people, pair of timepoints and statistic."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from evalkit import names
from evalkit.analysis.bootstrap import bca_hedges_g_av, bca_mean_change
from evalkit.analysis.groups import groups_of
from evalkit.analysis.outcome_rows import CONFIDENCE_LEVEL
from evalkit.analysis.paired import paired_change
from evalkit.analysis.wide_scores import spread_scores
from evalkit.analysis.wilcoxon import wilcoxon_paired

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from evalkit.analysis.paired import PairedChange

BOOTSTRAP_RESAMPLES: Final = 10_000
BOOTSTRAP_SEED: Final = 20_261_122
"""Seed of every bootstrap; the manifest states it."""

_COUNT: Final = "count of people"
_NO_SPREAD: Final = "interval not calculated: fewer than three pairs, or everybody changed alike"
_INFERENTIAL: Final = (
    "cohens_dz",
    "hedges_g_av",
    "rank_biserial",
    "p_value_t",
    "p_value_wilcoxon",
    "mean_change_bca",
)


@dataclass(frozen=True, slots=True)
class Design:
    """What the analysis needs to know of a study.

    Attributes
    ----------
    grantee : str
        Goes into the first column.
    timepoints : tuple of str
        Ids in order of time.
    subgroups : tuple of str
        Attributes by which results are shown beside everybody's.
    minimum_pairs : int
        With fewer pairs no interval, test or effect size is calculated.
    declared : tuple of (measure, subscale, from, to)
        Comparisons declared beforehand. Those that begin later than at the score's first timepoint
        are made beside the others; one whose earlier timepoint nobody had reached is left out.
    asked : mapping of str to tuple of str
        Per measure: the timepoints at which it was asked, where that isn't at all of them.
    """

    grantee: str
    timepoints: tuple[str, ...]
    subgroups: tuple[str, ...]
    minimum_pairs: int
    declared: tuple[tuple[str, str, str, str], ...] = ()
    asked: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def asked_at(self, measure: str) -> tuple[str, ...]:
        """Return the timepoints at which a measure was asked, in order of time.

        Examples
        --------
        >>> design = Design("example", ("t1", "t2", "t3"), (), 10, asked={"who5": ("t3", "t1")})
        >>> design.asked_at("who5"), design.asked_at("phq9")
        (('t1', 't3'), ('t1', 't2', 't3'))
        """
        only = self.asked.get(measure, self.timepoints)
        return tuple(timepoint for timepoint in self.timepoints if timepoint in only)


def calculate_outcomes(scores: pd.DataFrame, people: pd.DataFrame, design: Design) -> pd.DataFrame:
    """Compare each measure's first timepoint with each later one, for everybody and each subgroup.

    Comparisons declared beforehand that begin later are made as well.

    Parameters
    ----------
    scores : pandas.DataFrame
        Scored table: component, respondent_id, timepoint, measure, subscale, score.
    people : pandas.DataFrame
        One row per respondent and component, with the attributes.
    design : Design
        Order of the timepoints, subgroups, minimum, declared comparisons.

    Returns
    -------
    pandas.DataFrame
        Columns :data:`evalkit.names.OUTCOME_COLUMNS`; ``suppressed`` is False throughout, since
        only the gate hides.
    """
    rows: list[dict[str, Any]] = []
    for score in spread_scores(scores, people, design):
        for variable, subgroup, respondents in groups_of(score.members, design.subgroups):
            group = score.table[score.table.index.isin(respondents)]
            for comparison in score.comparisons:
                start, end = comparison.timepoint_from, comparison.timepoint_to
                label = (*comparison.score_key, variable, subgroup, start, end)
                rows += _rows(design, label, group[start].to_numpy(float), group[end].to_numpy(float))
    return pd.DataFrame(rows, columns=list(names.OUTCOME_COLUMNS))


def _rows(
    design: Design, label: Sequence[object], pre: NDArray[np.float64], post: NDArray[np.float64]
) -> Iterator[dict[str, Any]]:
    both = ~(pd.isna(pre) | pd.isna(post))
    n_from, n_to, n_pairs = int((~pd.isna(pre)).sum()), int((~pd.isna(post)).sum()), int(both.sum())
    base = {
        **dict(zip(names.OUTCOME_GROUP, label, strict=True)),
        names.GRANTEE: design.grantee,
        names.N: n_pairs,
        names.N_MISSING: n_from - n_pairs,
        names.SUPPRESSED: False,
    }
    counts = {"n_from": n_from, "n_to": n_to, "n_pairs": n_pairs}
    for statistic, value in counts.items():
        yield {
            **base,
            names.STATISTIC: statistic,
            names.ESTIMATE: value,
            names.N: value,
            names.METHOD: _COUNT,
        }
    change = paired_change(pre[both], post[both], confidence_level=CONFIDENCE_LEVEL)
    enough = n_pairs >= design.minimum_pairs
    tested = _inference(pre[both], post[both], change) if enough else _counted(change, design.minimum_pairs)
    for result in (*_means(change), *tested):
        yield {**base, **result}


def _means(change: PairedChange) -> Iterator[dict[str, Any]]:
    described = {
        "mean_from": (change.mean_from, "mean of the pairs"),
        "sd_from": (change.sd_from, "standard deviation of the pairs (n - 1)"),
        "mean_to": (change.mean_to, "mean of the pairs"),
        "sd_to": (change.sd_to, "standard deviation of the pairs (n - 1)"),
    }
    for statistic, (value, method) in described.items():
        yield {names.STATISTIC: statistic, names.ESTIMATE: value, names.METHOD: method}


def _counted(change: PairedChange, minimum: int) -> Iterator[dict[str, Any]]:
    """Say of each statistic that there were too few pairs; the mean change alone is described."""
    reason = f"not calculated: fewer than {minimum} pairs"
    note = f"mean of the differences; interval {reason}"
    yield {names.STATISTIC: "mean_change", names.ESTIMATE: change.mean_change, names.METHOD: note}
    for statistic in _INFERENTIAL:
        yield {names.STATISTIC: statistic, names.METHOD: reason}


def _inference(
    pre: NDArray[np.float64], post: NDArray[np.float64], change: PairedChange
) -> Iterator[dict[str, Any]]:
    ranks = wilcoxon_paired(pre, post)
    low, high = bca_hedges_g_av(
        pre, post, confidence_level=CONFIDENCE_LEVEL, resamples=BOOTSTRAP_RESAMPLES, seed=BOOTSTRAP_SEED
    )
    bca_low, bca_high = bca_mean_change(
        pre, post, confidence_level=CONFIDENCE_LEVEL, resamples=BOOTSTRAP_RESAMPLES, seed=BOOTSTRAP_SEED
    )
    bca = f"BCa bootstrap, {BOOTSTRAP_RESAMPLES} resamples"
    nan = math.nan
    table: list[tuple[str, float, float, float, str, float]] = [
        (
            "mean_change",
            change.mean_change,
            change.ci_low,
            change.ci_high,
            "paired t interval",
            change.std_error,
        ),
        ("cohens_dz", change.d_z, change.d_z_ci_low, change.d_z_ci_high, "noncentral t interval", nan),
        (
            "hedges_g_av",
            change.hedges_g_av,
            low,
            high,
            bca,
            nan,
        ),
        (
            "rank_biserial",
            ranks.rank_biserial,
            ranks.rank_biserial_ci_low,
            ranks.rank_biserial_ci_high,
            "matched pairs, zeros dropped; Fisher z interval",
            nan,
        ),
        ("p_value_t", change.p_value, nan, nan, "paired t test, two-sided", nan),
        ("p_value_wilcoxon", ranks.p_value, nan, nan, ranks.method, nan),
        (
            "mean_change_bca",
            change.mean_change,
            bca_low,
            bca_high,
            f"mean of the differences; {bca if bca_low < bca_high else _NO_SPREAD}",
            nan,
        ),
    ]
    for statistic, estimate, ci_low, ci_high, method, std_error in table:
        yield {
            names.STATISTIC: statistic,
            names.ESTIMATE: estimate,
            names.CI_LOW: ci_low,
            names.CI_HIGH: ci_high,
            names.CONFIDENCE_LEVEL: CONFIDENCE_LEVEL if not math.isnan(ci_low) else nan,
            names.METHOD: method,
            names.STD_ERROR: std_error,
        }
