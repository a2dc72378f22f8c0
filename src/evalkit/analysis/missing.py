"""missing.csv: those who answered twice beside those lost, as they were at the start."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import pandas as pd

from evalkit import names
from evalkit.analysis.attrition import standardised_differences
from evalkit.analysis.wide_scores import spread_scores

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from evalkit.analysis.outcomes import Design
    from evalkit.analysis.wide_scores import Comparison, WideScore


def compare_lost(
    scores: pd.DataFrame, people: pd.DataFrame, comparisons: Iterable[Comparison], design: Design
) -> pd.DataFrame:
    """Compare people with both scores against those with the earlier one alone.

    Standardised differences as in :func:`~evalkit.analysis.attrition.standardised_differences`: of the
    earlier score (variable ``score``: means), and of each category of each subgroup attribute that is
    recorded at all (shares).

    Parameters
    ----------
    scores, people : pandas.DataFrame
        As for :func:`~evalkit.analysis.outcomes.calculate_outcomes`.
    comparisons : iterable of Comparison
        Those to look at: see :func:`~evalkit.analysis.main_comparisons.main_comparisons`.
    design : Design
        Order of the timepoints, subgroups, minimum.

    Returns
    -------
    pandas.DataFrame
        Columns :data:`evalkit.names.MISSING_COLUMNS`; ``suppressed`` is False throughout. No row where
        nobody was lost or nobody completed; with fewer completers than the minimum, the differences
        are left empty.
    """
    wanted = set(comparisons)
    rows = [
        row
        for score in spread_scores(scores, people, design)
        for comparison in score.comparisons
        if comparison in wanted
        for row in _rows(score, comparison, design)
    ]
    return pd.DataFrame(rows, columns=list(names.MISSING_COLUMNS))


def _rows(score: WideScore, comparison: Comparison, design: Design) -> Iterator[dict[str, Any]]:
    began = score.table[comparison.timepoint_from].notna()
    stayed = score.table[comparison.timepoint_to].notna()[began].to_numpy()
    if stayed.all() or not stayed.any():
        return
    recorded = [name for name in design.subgroups if score.attribute(name).notna().any()]
    known = {name: score.attribute(name)[began] for name in recorded}
    baseline = pd.DataFrame(known).assign(**{names.SCORE: score.table.loc[began, comparison.timepoint_from]})
    enough = stayed.sum() >= design.minimum_pairs
    for found in standardised_differences(baseline[[names.SCORE, *recorded]], stayed):
        yield {
            names.GRANTEE: design.grantee,
            names.COMPONENT: comparison.component,
            names.MEASURE: comparison.measure,
            names.SUBSCALE: comparison.subscale,
            names.TIMEPOINT_FROM: comparison.timepoint_from,
            names.TIMEPOINT_TO: comparison.timepoint_to,
            "variable": found.variable,
            "category": found.category,
            "completers": found.completers,
            "lost": found.lost,
            names.ESTIMATE: found.estimate if enough else math.nan,
            "n_completers": found.n_completers,
            "n_lost": found.n_lost,
            names.SUPPRESSED: False,
        }
