"""Which comparisons there are: one score of one component, a row per person, a column per timepoint."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from evalkit import names

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import pandas as pd
    from numpy.typing import NDArray

    from evalkit.analysis.outcomes import Design


@dataclass(frozen=True, slots=True)
class Comparison:
    """A score of a component at two timepoints.

    Attributes
    ----------
    component, measure, subscale : str
        Whose, and which score.
    timepoint_from, timepoint_to : str
        Earlier and later timepoint.
    """

    component: str
    measure: str
    subscale: str
    timepoint_from: str
    timepoint_to: str

    @property
    def label(self) -> tuple[str, ...]:
        """Values of :data:`evalkit.names.OUTCOME_GROUP` for everybody.

        Examples
        --------
        >>> Comparison("group", "bdi", "total", "before", "after").label
        ('group', 'bdi', 'total', 'all', 'all', 'before', 'after')
        """
        return (*self.score_key, names.ALL, names.ALL, self.timepoint_from, self.timepoint_to)

    @property
    def score_key(self) -> tuple[str, str, str]:
        """Component, measure and subscale."""
        return self.component, self.measure, self.subscale


@dataclass(frozen=True, slots=True, eq=False)
class WideScore:
    """One score of one component.

    Attributes
    ----------
    table : pandas.DataFrame, shape (people, timepoints)
        Indexed by respondent_id, who are all people of the component; a column for each timepoint
        from the first that anybody answered; NaN where there is no score.
    members : pandas.DataFrame
        Rows of ``people`` of the component.
    comparisons : tuple of Comparison
        The first timepoint with each later one, then what was declared beside.
    """

    table: pd.DataFrame
    members: pd.DataFrame
    comparisons: tuple[Comparison, ...]

    def pair(self, comparison: Comparison) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Return everybody's earlier and later scores, in the order of ``table``."""
        start, end = comparison.timepoint_from, comparison.timepoint_to
        return self.table[start].to_numpy(float), self.table[end].to_numpy(float)

    def n_missing(self, comparison: Comparison) -> int:
        """Return how many people have the earlier score and no later one."""
        pre, post = self.pair(comparison)
        return int((~np.isnan(pre) & np.isnan(post)).sum())

    def attribute(self, name: str) -> pd.Series[str]:
        """Return an attribute of the people of ``table``, in the same order; missing where not recorded."""
        known = self.members.drop_duplicates(names.RESPONDENT_ID).set_index(names.RESPONDENT_ID)
        column = known.reindex(columns=[name])[name]
        return column.reindex(self.table.index).astype("string")


def spread_scores(scores: pd.DataFrame, people: pd.DataFrame, design: Design) -> Iterator[WideScore]:
    """Yield each score of each component that can be compared at all, in the order of ``scores``.

    Parameters
    ----------
    scores : pandas.DataFrame
        Scored table: component, respondent_id, timepoint, measure, subscale, score.
    people : pandas.DataFrame
        One row per respondent and component, with the attributes.
    design : Design
        Order of the timepoints, and comparisons declared beside those with the first.

    Yields
    ------
    WideScore
        People of the component who have no score at all are rows of NaN.
    """
    answered = scores.dropna(subset=[names.SCORE])
    keys = [names.COMPONENT, names.MEASURE, names.SUBSCALE]
    for key, part in answered.groupby(keys, sort=False):
        component, measure, subscale = map(str, key)
        wide = part.pivot(index=names.RESPONDENT_ID, columns=names.TIMEPOINT, values=names.SCORE)
        asked = design.asked_at(measure)
        present = [timepoint for timepoint in asked if timepoint in wide.columns]
        times = asked[asked.index(present[0]) :] if present else ()
        spans = [*((times[0], later) for later in times[1:]), *_declared(design, measure, subscale, times)]
        if not spans:
            continue
        members = people[people[names.COMPONENT] == component]
        index = members[names.RESPONDENT_ID].drop_duplicates()
        table = wide.reindex(index=index, columns=list(times)).astype(float)
        yield WideScore(
            table, members, tuple(Comparison(component, measure, subscale, *span) for span in spans)
        )


def _declared(
    design: Design, measure: str, subscale: str, times: tuple[str, ...]
) -> Iterable[tuple[str, str]]:
    """Return the declared spans of a score that don't begin at its first timepoint, each once."""
    own = ((start, end) for *score, start, end in design.declared if score == [measure, subscale])
    return dict.fromkeys(
        (start, end)
        for start, end in own
        if {start, end} <= set(times[1:]) and times.index(start) < times.index(end)
    )
