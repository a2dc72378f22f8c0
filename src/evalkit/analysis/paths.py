"""The whole path of scores over time, as quantile bands per timepoint."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from evalkit import names
from evalkit.analysis.groups import groups_of

if TYPE_CHECKING:
    from evalkit.analysis.outcomes import Design

_GROUP: Final = (
    names.COMPONENT,
    names.MEASURE,
    names.SUBSCALE,
    names.SUBGROUP_VARIABLE,
    names.SUBGROUP,
)
PATH_COLUMNS: Final = (
    names.GRANTEE,
    *_GROUP,
    names.TIMEPOINT,
    names.STATISTIC,
    names.ESTIMATE,
    names.N,
    names.SUPPRESSED,
    names.HIDDEN_BECAUSE,
)
LINE_COLUMNS: Final = (names.GRANTEE, *_GROUP, "line", names.TIMEPOINT, names.SCORE)
QUANTILES: Final = {"q10": 0.10, "q25": 0.25, "median": 0.50, "q75": 0.75, "q90": 0.90}


def calculate_paths(scores: pd.DataFrame, people: pd.DataFrame, design: Design) -> pd.DataFrame:
    """Return quantiles of the scores at each timepoint, for everybody and each subgroup.

    Quantiles interpolate linearly (type 7, R's default). All people with a score at the
    timepoint count, whether or not they answered at another.

    Returns
    -------
    pandas.DataFrame
        Columns :data:`PATH_COLUMNS`.
    """
    rows: list[dict[str, Any]] = []
    for label, part in _parts(scores, people, design):
        for timepoint in design.asked_at(label[names.MEASURE]):
            values = part.loc[part[names.TIMEPOINT] == timepoint, names.SCORE]
            for statistic, quantile in QUANTILES.items():
                if len(values):
                    estimate = float(values.quantile(quantile))
                    row = {names.TIMEPOINT: timepoint, names.STATISTIC: statistic, names.ESTIMATE: estimate}
                    rows.append({**label, **row, names.N: len(values)})
    frame = pd.DataFrame(rows, columns=list(PATH_COLUMNS))
    frame[names.GRANTEE], frame[names.SUPPRESSED] = design.grantee, False
    return frame


def list_lines(scores: pd.DataFrame, people: pd.DataFrame, design: Design) -> pd.DataFrame:
    """Return single people's paths, numbered without their ids; only for data already published.

    Returns
    -------
    pandas.DataFrame
        Columns :data:`LINE_COLUMNS`: everybody only, one row per line and timepoint.
    """
    rows: list[dict[str, Any]] = []
    for label, part in _parts(scores, people, design):
        if label[names.SUBGROUP] != names.ALL:
            continue
        numbers = {
            person: number for number, person in enumerate(sorted(part[names.RESPONDENT_ID].unique()), 1)
        }
        for row in part.to_dict("records"):
            line = {"line": numbers[row[names.RESPONDENT_ID]], names.TIMEPOINT: row[names.TIMEPOINT]}
            rows.append({**label, **line, names.SCORE: row[names.SCORE]})
    frame = pd.DataFrame(rows, columns=list(LINE_COLUMNS))
    frame[names.GRANTEE] = design.grantee
    order = {timepoint: position for position, timepoint in enumerate(design.timepoints)}
    place = frame[names.TIMEPOINT].map(order).rename("place")
    keys = [frame[name] for name in (*_GROUP, "line")] + [place]
    return frame.iloc[pd.concat(keys, axis=1).sort_values([*_GROUP, "line", "place"]).index]


def _parts(
    scores: pd.DataFrame, people: pd.DataFrame, design: Design
) -> list[tuple[dict[str, Any], pd.DataFrame]]:
    parts = []
    answered = scores.dropna(subset=[names.SCORE])
    keys = [names.COMPONENT, names.MEASURE, names.SUBSCALE]
    for (component, measure, subscale), group in answered.groupby(keys, sort=False):
        members = groups_of(people[people[names.COMPONENT] == component], design.subgroups)
        for variable, subgroup, respondents in members:
            label = dict(zip(_GROUP, (component, measure, subscale, variable, subgroup), strict=True))
            parts.append((label, group[group[names.RESPONDENT_ID].isin(respondents)]))
    return parts
