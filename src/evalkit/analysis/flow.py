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
WHO: Final = "who"


def count_flow(
    scores: pd.DataFrame,
    people: pd.DataFrame,
    episodes: pd.DataFrame,
    design: Design,
    *,
    referrals: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Count people at each stage, for everybody and each subgroup.

    Stages: ``referred`` (everybody only, where it is recorded who was referred and never started),
    ``started`` (in the component), ``completed`` (where endings are recorded), then per measure and
    timepoint ``answered``, ``paired`` (also at the first timepoint) and ``lost`` (at the first
    timepoint, not at this one).

    Parameters
    ----------
    scores, people, episodes : pandas.DataFrame
        Processed tables.
    design : Design
        Order of the timepoints, subgroups.
    referrals : pandas.DataFrame, optional
        Processed table ``referrals``. Somebody who came without a referral counts as referred too,
        so that the stages lie within one another.

    Returns
    -------
    pandas.DataFrame
        Columns :data:`FLOW_COLUMNS`, ``suppressed`` False throughout, and ``who``: the ids that an
        answer stage counts. The gate needs them to tell which scores count the very same people, and
        never lets them through.
    """
    rows: list[dict[str, Any]] = []
    answered = scores.dropna(subset=[names.SCORE])
    for component, members in people.groupby(names.COMPONENT, sort=False):
        ended = episodes[episodes[names.COMPONENT] == component]
        never = _never_started(referrals, str(component), members)
        done = frozenset(ended.loc[ended["completed"].astype(bool), names.RESPONDENT_ID])
        for variable, subgroup, respondents in groups_of(members, design.subgroups):
            label = {
                names.COMPONENT: component,
                names.SUBGROUP_VARIABLE: variable,
                names.SUBGROUP: subgroup,
            }
            if never is not None and variable == names.ALL:
                rows.append({**label, "stage": "referred", names.N: len(respondents) + never})
            rows.append({**label, "stage": "started", names.N: len(respondents)})
            if len(ended):
                rows.append({**label, "stage": "completed", names.N: len(respondents & done)})
            part = answered[answered[names.COMPONENT] == component]
            for row in _answers(part, respondents, design):
                rows.append({**label, **row})
    frame = pd.DataFrame(rows, columns=[*FLOW_COLUMNS, WHO])
    frame[names.GRANTEE], frame[names.SUPPRESSED] = design.grantee, False
    return frame


def _never_started(referrals: pd.DataFrame | None, component: str, members: pd.DataFrame) -> int | None:
    """Return how many were referred and never started; None where no referral is recorded."""
    if referrals is None or not (referrals[names.COMPONENT] == component).any():
        return None
    referred = referrals.loc[referrals[names.COMPONENT] == component, names.RESPONDENT_ID]
    return int((~referred.isin(members[names.RESPONDENT_ID])).sum())


def _answers(scores: pd.DataFrame, respondents: frozenset[str], design: Design) -> Iterator[dict[str, Any]]:
    for (measure, subscale), part in scores.groupby([names.MEASURE, names.SUBSCALE], sort=False):
        who = {
            timepoint: respondents & frozenset(group[names.RESPONDENT_ID])
            for timepoint, group in part.groupby(names.TIMEPOINT)
        }
        asked = design.asked_at(str(measure))
        first = next((timepoint for timepoint in asked if timepoint in who), None)
        if first is None:
            continue
        for timepoint in asked[asked.index(first) :]:
            here = who.get(timepoint, frozenset())
            label = {names.MEASURE: measure, names.SUBSCALE: subscale, names.TIMEPOINT: timepoint}
            yield {**label, "stage": "answered", names.N: len(here), WHO: here}
            if timepoint != first:
                paired, lost = here & who[first], who[first] - here
                yield {**label, "stage": "paired", names.N: len(paired), WHO: paired}
                yield {**label, "stage": "lost", names.N: len(lost), WHO: lost}
