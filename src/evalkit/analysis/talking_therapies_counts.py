"""People of a component by the outcome rules of NHS Talking Therapies, from PHQ-9 and GAD-7."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from evalkit import names
from evalkit.analysis.answered_span import answered_span, widest
from evalkit.analysis.category_rows import category_rows, count_true
from evalkit.analysis.main_comparisons import is_declared
from evalkit.analysis.nhs_rules import (
    GAD7_CASE,
    GAD7_RELIABLE,
    PHQ9_CASE,
    PHQ9_RELIABLE,
    TalkingTherapiesOutcome,
    talking_therapies_outcome,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pandas as pd

    from evalkit.analysis.wide_scores import WideScore
    from evalkit.definitions.study import Study

_METHOD: Final = (
    f"NHS Talking Therapies: reliable from {PHQ9_RELIABLE} points on PHQ-9 and {GAD7_RELIABLE} on GAD-7, "
    f"a case from {PHQ9_CASE} on PHQ-9 or {GAD7_CASE} on GAD-7"
)


def count_talking_therapies(scores: Iterable[WideScore], study: Study) -> list[dict[str, Any]]:
    """Return rows ``talking_therapies_change`` and ``talking_therapies_recovery`` of one component.

    Counted are people with PHQ-9 and GAD-7 at both timepoints: those of the comparison declared for
    PHQ-9, else for GAD-7, else the first and the last at which somebody answered both. Whether
    treatment was completed (two contacts) is not looked at.

    Source: NHS England, Talking Therapies dashboards (code, 2025) and manual.

    Parameters
    ----------
    scores : iterable of WideScore
        All scores of the component; no rows without both measures.
    study : Study
        Its declared comparisons.
    """
    judged = judge_talking_therapies(scores, study)
    if judged is None:
        return []
    component, outcome, span = judged.component, judged.outcome, judged.span
    change = {
        "improvement": count_true(outcome.reliable_improvement),
        "no_change": count_true(outcome.no_reliable_change),
        "deterioration": count_true(outcome.reliable_deterioration),
    }
    cases, recovered = count_true(outcome.caseness_start), count_true(outcome.recovery)
    reliably = count_true(outcome.reliable_recovery)
    recovery = {
        "recovered_reliably": reliably,
        "recovered": recovered - reliably,
        "not_recovered": cases - recovered,
        "not_a_case_before": sum(change.values()) - cases,
    }
    label = (component, names.ALL, names.TOTAL, *span)
    return [
        *category_rows(study.grantee, label, "talking_therapies_change", change, method=_METHOD),
        *category_rows(study.grantee, label, "talking_therapies_recovery", recovery, method=_METHOD),
    ]


@dataclass(frozen=True, slots=True)
class JudgedPeople:
    """The outcome of each person of one component, and the two timepoints it was judged by."""

    component: str
    people: pd.Index[str]
    outcome: TalkingTherapiesOutcome
    span: tuple[str, str]


def judge_talking_therapies(scores: Iterable[WideScore], study: Study) -> JudgedPeople | None:
    """Return each person's outcome by both measures; None where the component lacks one, or a second timepoint."""
    totals = {score.comparisons[0].score_key[1:]: score for score in scores}
    phq9, gad7 = totals.get(("phq9", names.TOTAL)), totals.get(("gad7", names.TOTAL))
    if phq9 is None or gad7 is None:
        return None
    span = _joint_span(phq9, gad7, study)
    if span is None:
        return None
    both = phq9.table.index.intersection(gad7.table.index)
    outcome = talking_therapies_outcome(
        *(score.table.reindex(index=both, columns=list(span)).to_numpy(float) for score in (phq9, gad7))
    )
    return JudgedPeople(phq9.comparisons[0].component, both, outcome, span)


def _joint_span(phq9: WideScore, gad7: WideScore, study: Study) -> tuple[str, str] | None:
    for score in (phq9, gad7):
        if any(is_declared(comparison, study.primary) for comparison in score.comparisons):
            return answered_span(score, study.primary)
    shared = [timepoint for timepoint in study.timepoint_ids if timepoint in phq9.table]
    both = phq9.table[shared].notna() & gad7.table.reindex(columns=shared).notna()
    return widest(both)
