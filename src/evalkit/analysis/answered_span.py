"""The two timepoints by which a score is judged where one outcome per person is counted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from evalkit.analysis.main_comparisons import is_declared

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pandas as pd

    from evalkit.analysis.wide_scores import Comparison, WideScore
    from evalkit.definitions.study import Primary


def answered_span(score: WideScore, primary: Iterable[Primary]) -> tuple[str, str] | None:
    """Return the declared comparison of a score, else its first and last timepoint with any answer.

    Of several declared ones the latest, as for the headlines. A timepoint that nobody has reached yet
    is no last one: everybody would drop out of the count.

    Parameters
    ----------
    score : WideScore
        One score of one component.
    primary : iterable of Primary
        What was declared beforehand.

    Returns
    -------
    (str, str) or None
        None if only one timepoint was ever answered.
    """
    order = list(score.table.columns)
    known = tuple(primary)
    declared = [comparison for comparison in score.comparisons if is_declared(comparison, known)]
    if declared:
        return max(
            (_span(comparison) for comparison in declared), key=lambda span: tuple(map(order.index, span))
        )
    return widest(score.table.notna())


def widest(answered: pd.DataFrame) -> tuple[str, str] | None:
    """Return the first and the last column in which anything is true; None if there are not two.

    Examples
    --------
    >>> import pandas as pd
    >>> widest(pd.DataFrame({"before": [True, True], "middle": [False, True], "after": [False, False]}))
    ('before', 'middle')
    """
    found = [str(timepoint) for timepoint in answered.columns if answered[timepoint].any()]
    return (found[0], found[-1]) if len(found) > 1 else None


def _span(comparison: Comparison) -> tuple[str, str]:
    return comparison.timepoint_from, comparison.timepoint_to
