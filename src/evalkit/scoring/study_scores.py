"""A study's scores: those sent finished and those scored here from answers, in one table."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from evalkit import names
from evalkit.errors import BuildError
from evalkit.scoring.scorer import score_ready

if TYPE_CHECKING:
    from evalkit.definitions import Study

_SLACK = 1e-9


def score_study(
    sent: pd.DataFrame,
    responses: pd.DataFrame,
    study: Study,
    *,
    people: pd.DataFrame | None = None,
    norms: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Score all answers and join them to the scores that came finished.

    Parameters
    ----------
    sent : pandas.DataFrame
        Processed table ``scores`` as taken in.
    responses : pandas.DataFrame
        Processed table ``responses``: one row per respondent, timepoint and item.
    study : Study
        Declares own measures and the switches to use.
    people : pandas.DataFrame, optional
        One row per respondent and component, with the attributes; needed for T-scores.
    norms : pandas.DataFrame, optional
        Processed table ``norm_tables``. Who has no norm, or no sex or age on record, has no T-score.

    Returns
    -------
    pandas.DataFrame
        ``component`` and the columns of :data:`evalkit.names.SCORE_COLUMNS`; a questionnaire with
        too few answers has a row without a score, so that it is counted as handed in.
    """
    frames = [
        sent[
            [
                names.COMPONENT,
                names.RESPONDENT_ID,
                names.TIMEPOINT,
                names.MEASURE,
                names.SUBSCALE,
                names.SCORE,
            ]
        ]
    ]
    keys = [names.RESPONDENT_ID, names.TIMEPOINT]
    for (component, measure_id), group in responses.groupby([names.COMPONENT, names.MEASURE], sort=True):
        measure = study.measure(str(measure_id))
        wide = group.pivot(index=keys, columns=names.ITEM, values=names.RESPONSE)
        wide = wide.reindex(columns=[item.id for item in measure.items]).reset_index()
        wide = _with_sex_and_age(wide, str(component), str(measure_id), study, people)
        table = _norms_of(study, str(measure_id), norms)
        scored = score_ready(wide, measure, norms=table, may_be_nobody=True)
        scored[names.COMPONENT] = str(component)
        frames.append(scored)
    columns = [names.COMPONENT, *names.SCORE_COLUMNS]
    filled = [frame for frame in frames if len(frame)]
    if not filled:
        return pd.DataFrame(columns=columns)
    return pd.concat(filled, ignore_index=True).reindex(columns=columns)


def _norms_of(study: Study, measure_id: str, norms: pd.DataFrame | None) -> pd.DataFrame | None:
    """Return the rows for one measure, with the columns that they fill; None without a norm table."""
    if norms is None or not any(table.measure == measure_id for table in study.norm_tables):
        return None
    return norms[norms[names.MEASURE] == measure_id].dropna(axis="columns", how="all")


def _with_sex_and_age(
    wide: pd.DataFrame, component: str, measure_id: str, study: Study, people: pd.DataFrame | None
) -> pd.DataFrame:
    """Return the answers with ``sex`` and ``age``, if the measure has a norm table."""
    for table in study.norm_tables:
        if table.measure == measure_id and people is not None:
            here = people[people[names.COMPONENT] == component]
            known = here[[names.RESPONDENT_ID]].assign(sex=here[table.sex], age=here[table.age])
            return wide.merge(known, on=names.RESPONDENT_ID, how="left")
    return wide


def check_scores(scores: pd.DataFrame, study: Study) -> None:
    """Stop the run if a score lies outside its subscale's range, or a person has two.

    Raises
    ------
    BuildError
        Names the measure; it would be a mistake of evalkit's own, since intake checked the answers.
    """
    for (measure, subscale), part in scores.groupby([names.MEASURE, names.SUBSCALE]):
        facts = study.measure(str(measure)).subscale(str(subscale))
        answered = part[names.SCORE].dropna().astype(float)
        if not answered.between(float(facts.minimum) - _SLACK, float(facts.maximum) + _SLACK).all():
            raise BuildError(
                f"a score of {measure} ({subscale}) lies outside {facts.minimum:g} to {facts.maximum:g}"
            )
    keys = [names.COMPONENT, names.RESPONDENT_ID, names.TIMEPOINT, names.MEASURE, names.SUBSCALE]
    if scores.duplicated(keys).any():
        raise BuildError("somebody has two scores on one subscale at one timepoint")
