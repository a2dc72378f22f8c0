"""Which comparison stands for a score: the one declared beforehand, else the widest."""

from __future__ import annotations

from typing import TYPE_CHECKING

from evalkit import names
from evalkit.analysis.wide_scores import Comparison

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import pandas as pd

    from evalkit.definitions.study import Primary


def main_comparisons(
    outcomes: pd.DataFrame, primary: Iterable[Primary], timepoints: Sequence[str]
) -> tuple[Comparison, ...]:
    """Choose, for each score in each component, the comparison that stands for it.

    The declared primary one if there is one (of several, the latest); else from the earliest timepoint
    to the latest. It is the rule by which the report chooses its headlines, and no result decides it.

    Parameters
    ----------
    outcomes : pandas.DataFrame
        Rows of outcomes.csv.
    primary : iterable of Primary
        What was declared; ``component`` None stands for all.
    timepoints : sequence of str
        Ids in order of time.

    Returns
    -------
    tuple of Comparison
        In the order of the rows.
    """
    declared = tuple(primary)
    chosen: dict[tuple[str, str, str], Comparison] = {}

    def rank(comparison: Comparison) -> tuple[bool, int, int]:
        start = timepoints.index(comparison.timepoint_from)
        end = timepoints.index(comparison.timepoint_to)
        if is_declared(comparison, declared):
            return True, start, end
        return False, -start, end

    for comparison in list_comparisons(outcomes):
        present = chosen.get(comparison.score_key)
        if present is None or rank(comparison) > rank(present):
            chosen[comparison.score_key] = comparison
    return tuple(chosen.values())


def list_comparisons(outcomes: pd.DataFrame) -> tuple[Comparison, ...]:
    """Return the comparisons of outcomes.csv that were made for everybody, in the order of the rows."""
    everybody = outcomes[outcomes[names.SUBGROUP_VARIABLE] == names.ALL]
    keys = [name for name in names.OUTCOME_GROUP if name not in {names.SUBGROUP_VARIABLE, names.SUBGROUP}]
    rows = everybody[keys].drop_duplicates().itertuples(index=False)
    return tuple(Comparison(*map(str, row)) for row in rows)


def is_declared(comparison: Comparison, primary: Iterable[Primary]) -> bool:
    """Tell whether a comparison is one of those declared beforehand."""
    return any(
        (one.measure, one.subscale, one.from_, one.to)
        == (comparison.measure, comparison.subscale, comparison.timepoint_from, comparison.timepoint_to)
        and one.component in {None, comparison.component}
        for one in primary
    )
