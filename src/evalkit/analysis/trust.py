"""Change from the first answers that can be relied on, beside the raw change of the same people.

Early answers are often too good until trust is there. Which answers count is a rule that the study
declares; nothing here picks between the two changes, for they answer different questions.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from evalkit import names
from evalkit.analysis.outcome_rows import outcome_row
from evalkit.analysis.paired import paired_change
from evalkit.analysis.wide_scores import spread_scores
from evalkit.definitions.study_parts import trust_for

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from evalkit.analysis.outcomes import Design
    from evalkit.analysis.wide_scores import Comparison, WideScore
    from evalkit.definitions.study_parts import Trust

BASELINE_COLUMNS: Final = (names.RESPONDENT_ID, names.COMPONENT, names.TIMEPOINT)
_PERSON: Final = [names.RESPONDENT_ID, names.COMPONENT]
_ORDER: Final = "_order"
_COUNT: Final = "count of people"
_TOO_FEW: Final = "not calculated: fewer than {} pairs"
_ESTIMATED: Final = (
    "mean_from_trusted",
    "mean_change_trusted",
    "p_value_t_trusted",
    "mean_change_same_people",
)


@dataclass(frozen=True, slots=True)
class _Result:
    statistic: str
    method: str
    estimate: float = math.nan
    interval: tuple[float, float] | None = None
    std_error: float = math.nan


def find_trusted_baselines(
    trust: Sequence[Trust],
    scores: pd.DataFrame,
    tables: Mapping[str, pd.DataFrame],
    timepoints: Sequence[str],
) -> pd.DataFrame:
    """Find the first timepoint of each person at which the answers can be relied on.

    Parameters
    ----------
    trust : sequence of Trust
        The rules that the study declares.
    scores : pandas.DataFrame
        Scored table. A timepoint counts as answered in a component if it has any score there.
    tables : mapping of str to pandas.DataFrame
        Processed tables ``attendance``, ``answer_dates``, ``trust_flags`` and ``trust_dates``.
    timepoints : sequence of str
        Ids in order of time.

    Returns
    -------
    pandas.DataFrame
        Columns :data:`BASELINE_COLUMNS`, one row per person and component. Who was never trusted,
        and everybody in a component without a rule, has none.
    """
    trusted = find_trusted_answers(trust, scores, tables, timepoints)
    return trusted.drop_duplicates(_PERSON).reset_index(drop=True)


def find_trusted_answers(
    trust: Sequence[Trust],
    scores: pd.DataFrame,
    tables: Mapping[str, pd.DataFrame],
    timepoints: Sequence[str],
) -> pd.DataFrame:
    """Find all timepoints of each person at which the answers can be relied on, in order of time.

    Where a rule goes by days, answers without a day are not relied on, and sessions without a day
    are not counted. Where it goes by marks, only what carries the mark is relied on.

    Parameters
    ----------
    trust, scores, tables, timepoints
        See :func:`find_trusted_baselines`.

    Returns
    -------
    pandas.DataFrame
        Columns :data:`BASELINE_COLUMNS`.
    """
    columns = list(BASELINE_COLUMNS)
    answered = scores.dropna(subset=[names.SCORE])[columns].drop_duplicates()
    place = {timepoint: number for number, timepoint in enumerate(timepoints)}
    answered[_ORDER] = answered[names.TIMEPOINT].map(place)
    answered = answered.sort_values([*_PERSON, _ORDER], kind="stable")
    found = [answered.iloc[:0]]
    for component, part in answered.groupby(names.COMPONENT, sort=False):
        rule = trust_for(trust, str(component))
        if rule is not None:
            found.append(part[_is_trusted(part, rule, tables)])
    return pd.concat(found, ignore_index=True)[columns]


def _is_trusted(answered: pd.DataFrame, rule: Trust, tables: Mapping[str, pd.DataFrame]) -> pd.Series[bool]:
    if rule.from_answer is not None:
        return answered.groupby(_PERSON).cumcount() >= rule.from_answer - 1
    if rule.flagged:
        marks = tables["trust_flags"].set_index(list(BASELINE_COLUMNS))["trusted"]
        return _looked_up(answered, marks).eq(other=True)
    if rule.from_contact is not None:
        since = _days_of_contact(tables["attendance"], rule.from_contact)
    else:
        since = tables["trust_dates"].set_index(_PERSON)["date"]
    when = _looked_up(answered, tables["answer_dates"].set_index(list(BASELINE_COLUMNS))["date"])
    # A comparison with a day that is not known is false: such answers are not relied on.
    return pd.to_datetime(when) >= pd.to_datetime(_looked_up(answered, since))


def _days_of_contact(attendance: pd.DataFrame, number: int) -> pd.Series[Any]:
    """Return the day of each person's n-th attended session, by the days of the register."""
    came = attendance[attendance["attended"].astype(bool)].dropna(subset=["date"])
    came = came.sort_values([*_PERSON, "date"], kind="stable")
    return came[came.groupby(_PERSON).cumcount() == number - 1].set_index(_PERSON)["date"]


def _looked_up(answered: pd.DataFrame, values: pd.Series[Any]) -> pd.Series[Any]:
    """Return the value of each row's person, or person and timepoint; missing where there is none."""
    keys = pd.MultiIndex.from_frame(answered[list(values.index.names)])
    return pd.Series(values.reindex(keys).to_numpy(), index=answered.index)


def calculate_trusted(
    scores: pd.DataFrame,
    tables: Mapping[str, pd.DataFrame],
    trust: Sequence[Trust],
    design: Design,
) -> pd.DataFrame:
    """Calculate the change from each person's trusted baseline, in the components with a rule of trust.

    For each comparison of ``calculate_outcomes``, the people analysed have the earlier score, the
    later score, and a trusted score that is not before the first and before the second. From the
    first such score their change is ``mean_change_trusted``; from the earlier timepoint it is
    ``mean_change_same_people``. Both are later - earlier, in raw sign, with a paired t interval.

    Parameters
    ----------
    scores, tables
        See :func:`find_trusted_baselines`.
    trust : sequence of Trust
        The rules that the study declares.
    design : Design
        Order of the timepoints, minimum.

    Returns
    -------
    pandas.DataFrame
        Columns :data:`evalkit.names.OUTCOME_COLUMNS`, everybody only: ``n_trusted``,
        ``mean_from_trusted``, ``mean_change_trusted``, ``p_value_t_trusted`` and
        ``mean_change_same_people``. With fewer people than the minimum only ``n_trusted`` has an estimate.
    """
    rows: list[dict[str, Any]] = []
    trusted = find_trusted_answers(trust, scores, tables, design.timepoints)
    people = scores[_PERSON].drop_duplicates()
    for score in spread_scores(scores, people, design):
        component = score.comparisons[0].component
        if trust_for(trust, component) is None:
            continue
        since = _trusted_scores(score, trusted[trusted[names.COMPONENT] == component])
        for comparison in score.comparisons:
            rows += _rows(score, comparison, since, design)
    return pd.DataFrame(rows, columns=list(names.OUTCOME_COLUMNS))


def _trusted_scores(score: WideScore, trusted: pd.DataFrame) -> pd.DataFrame:
    """Return the score's table with only the trusted scores in it."""
    marks = pd.crosstab(trusted[names.RESPONDENT_ID], trusted[names.TIMEPOINT]) > 0
    marks = marks.reindex(index=score.table.index, columns=score.table.columns, fill_value=False)
    return score.table.where(marks.astype(bool))


def _rows(
    score: WideScore, comparison: Comparison, trusted: pd.DataFrame, design: Design
) -> Iterator[dict[str, Any]]:
    times = list(score.table.columns)
    start, end = times.index(comparison.timepoint_from), times.index(comparison.timepoint_to)
    earlier, later = score.table.iloc[:, start], score.table.iloc[:, end]
    baseline = trusted.iloc[:, start:end].bfill(axis="columns").iloc[:, 0]
    analysed = earlier.notna() & later.notna() & baseline.notna()
    n = int(analysed.sum())
    if n < design.minimum_pairs:
        found = [_Result(name, _TOO_FEW.format(design.minimum_pairs)) for name in _ESTIMATED]
    else:
        found = _compare(earlier[analysed], baseline[analysed], later[analysed])
    for result in (_Result("n_trusted", _COUNT, n), *found):
        yield outcome_row(
            design.grantee,
            comparison.label,
            result.statistic,
            result.estimate,
            n=n,
            n_missing=int((earlier.notna() & later.isna()).sum()),
            method=result.method,
            interval=result.interval,
            std_error=result.std_error,
        )


def _compare(earlier: pd.Series[float], baseline: pd.Series[float], later: pd.Series[float]) -> list[_Result]:
    trusted, raw = paired_change(baseline, later), paired_change(earlier, later)
    return [
        _Result("mean_from_trusted", "mean of the pairs at the trusted baseline", trusted.mean_from),
        _Result(
            "mean_change_trusted",
            "from the trusted baseline; paired t interval",
            trusted.mean_change,
            (trusted.ci_low, trusted.ci_high),
            trusted.std_error,
        ),
        _Result("p_value_t_trusted", "from the trusted baseline; paired t test, two-sided", trusted.p_value),
        _Result(
            "mean_change_same_people",
            "the same people, from the first answers; paired t interval",
            raw.mean_change,
            (raw.ci_low, raw.ci_high),
            raw.std_error,
        ),
    ]
