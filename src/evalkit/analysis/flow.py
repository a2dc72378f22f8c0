"""Who is missing: from those who started to those who answered twice, as counts of people."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from evalkit import names
from evalkit.analysis.groups import groups_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from evalkit.analysis.outcomes import Design

FLOW_COLUMNS: Final = (
    names.GRANTEE,
    names.COMPONENT,
    names.MEASURE,
    names.SUBSCALE,
    names.SUBGROUP_VARIABLE,
    names.SUBGROUP,
    names.TIMEPOINT,
    "stage",
    names.N,
    names.SUPPRESSED,
    names.HIDDEN_BECAUSE,
)


def count_flow(
    scores: pd.DataFrame, people: pd.DataFrame, episodes: pd.DataFrame, design: Design
) -> pd.DataFrame:
    """Count people at each stage, for everybody and each subgroup.

    Stages: ``started`` (in the component), ``completed`` (where endings are recorded), then per
    measure and timepoint ``answered``, ``paired`` (also at the first timepoint) and ``lost``
    (at the first timepoint, not at this one).

    Returns
    -------
    pandas.DataFrame
        Columns :data:`FLOW_COLUMNS`, ``suppressed`` False throughout.
    """
    rows: list[dict[str, Any]] = []
    answered = scores.dropna(subset=[names.SCORE])
    for component, members in people.groupby(names.COMPONENT, sort=False):
        ended = episodes[episodes[names.COMPONENT] == component]
        done = frozenset(ended.loc[ended["completed"].astype(bool), names.RESPONDENT_ID])
        for variable, subgroup, respondents in groups_of(members, design.subgroups):
            label = {
                names.COMPONENT: component,
                names.SUBGROUP_VARIABLE: variable,
                names.SUBGROUP: subgroup,
            }
            rows.append({**label, "stage": "started", names.N: len(respondents)})
            if len(ended):
                rows.append({**label, "stage": "completed", names.N: len(respondents & done)})
            part = answered[answered[names.COMPONENT] == component]
            for row in _answers(part, respondents, design):
                rows.append({**label, **row})
    frame = pd.DataFrame(rows, columns=list(FLOW_COLUMNS))
    frame[names.GRANTEE], frame[names.SUPPRESSED] = design.grantee, False
    return frame


def _answers(scores: pd.DataFrame, respondents: frozenset[str], design: Design) -> Iterator[dict[str, Any]]:
    for (measure, subscale), part in scores.groupby([names.MEASURE, names.SUBSCALE], sort=False):
        who = {
            timepoint: respondents & frozenset(group[names.RESPONDENT_ID])
            for timepoint, group in part.groupby(names.TIMEPOINT)
        }
        present = [timepoint for timepoint in design.timepoints if timepoint in who]
        first = present[0]
        for timepoint in design.timepoints[design.timepoints.index(first) :]:
            here = who.get(timepoint, frozenset())
            label = {names.MEASURE: measure, names.SUBSCALE: subscale, names.TIMEPOINT: timepoint}
            yield {**label, "stage": "answered", names.N: len(here)}
            if timepoint != first:
                yield {**label, "stage": "paired", names.N: len(here & who[first])}
                yield {**label, "stage": "lost", names.N: len(who[first] - here)}
