"""People of a component by NHS England's rule for children and young people, over all its measures."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from evalkit import names
from evalkit.analysis.answered_span import answered_span
from evalkit.analysis.category_rows import category_rows, count_true
from evalkit.analysis.nhs_rules import CypOutcome, cyp_outcome

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from evalkit.analysis.wide_scores import WideScore
    from evalkit.definitions.measure import Measure, Subscale
    from evalkit.definitions.study import Study

_RULE: Final = (
    "NHS England's rule for children and young people: improvement if any score is reliably better and none "
    "worse, deterioration if any is reliably worse; each score's first and last"
)


@dataclass(frozen=True, slots=True)
class _Judged:
    """A score with a published threshold, and the two timepoints it is judged by."""

    score: WideScore
    measure: Measure
    subscale: Subscale
    threshold: float
    span: tuple[str, str]

    @property
    def rater(self) -> str:
        return self.measure.settings.get("rater", "self")

    def in_words(self) -> str:
        part = "" if self.subscale.id == names.TOTAL else f", {self.subscale.title.lower()}"
        return f"{self.measure.short_title}{part} ({self.threshold:g} points)"


def count_cyp_outcomes(scores: Iterable[WideScore], study: Study) -> list[dict[str, Any]]:
    """Return rows ``cyp_outcome``: people of one component by NHS England's rule over its measures.

    Counted are scores with a published threshold of confidence A or B; not a score that is made of
    other counted ones, since one change would then count twice. People measured twice on any of
    them are counted. The rule is per rater: where the measures were filled in by several, each has
    rows of its own, with the rater as subscale; otherwise the subscale is ``total``.

    Source: NHS England, Mental Health Services Monthly Statistics (code, 2025).

    Parameters
    ----------
    scores : iterable of WideScore
        All scores of the component.
    study : Study
        Its measures, timepoints and declared comparisons.
    """
    rows: list[dict[str, Any]] = []
    for judged in judge_cyp(scores, study):
        outcome = judged.outcome
        flags = {
            "improvement": outcome.improvement,
            "no_change": outcome.no_change,
            "deterioration": outcome.deterioration,
        }
        counts = {category: count_true(flag) for category, flag in flags.items()}
        label = (judged.component, names.ALL, judged.subscale, *judged.span)
        rows += category_rows(study.grantee, label, "cyp_outcome", counts, method=judged.method)
    return rows


@dataclass(frozen=True, slots=True)
class CypPeople:
    """The outcome of each person of one component by one rater's scores."""

    component: str
    subscale: str
    people: pd.Index[str]
    outcome: CypOutcome
    span: tuple[str, str]
    method: str
    n_scores: int


def judge_cyp(scores: Iterable[WideScore], study: Study) -> Iterator[CypPeople]:
    """Yield each person's outcome, rater by rater; the scores are those of :func:`count_cyp_outcomes`."""
    judged = list(_without_sums(list(_with_thresholds(scores, study))))
    raters = sorted({one.rater for one in judged})
    for rater in raters:
        part = [one for one in judged if one.rater == rater]
        yield _judge(part, study, names.TOTAL if len(raters) == 1 else rater)


def _with_thresholds(scores: Iterable[WideScore], study: Study) -> Iterator[_Judged]:
    for score in scores:
        _, measure_id, subscale_id = score.comparisons[0].score_key
        measure = study.measure(measure_id)
        subscale = measure.subscale(subscale_id)
        checked = [fact for fact in subscale.reliable_change if not fact.is_provisional]
        span = answered_span(score, study.primary)
        if checked and span and subscale.better_is != "neither":
            yield _Judged(score, measure, subscale, checked[0].threshold, span)


def _without_sums(judged: Sequence[_Judged]) -> Iterator[_Judged]:
    for one in judged:
        others = [other for other in judged if other is not one and other.measure.id == one.measure.id]
        if not any(_contains(one, other) for other in others):
            yield one


def _contains(whole: _Judged, part: _Judged) -> bool:
    if part.subscale.id in whole.subscale.parts:
        return True
    all_items, some = (
        {item.number for item in one.measure.items_of(one.subscale.id)} for one in (whole, part)
    )
    return bool(some) and some < all_items


def _judge(judged: Sequence[_Judged], study: Study, subscale: str) -> CypPeople:
    first, last = (
        pd.concat([one.score.table[one.span[end]] for one in judged], axis=1).to_numpy(float)
        for end in (0, 1)
    )
    outcome = cyp_outcome(
        first, last, [one.threshold for one in judged], [one.subscale.better_is for one in judged]
    )
    order = study.timepoint_ids
    span = (
        min((one.span[0] for one in judged), key=order.index),
        max((one.span[1] for one in judged), key=order.index),
    )
    component, people = judged[0].score.comparisons[0].component, judged[0].score.table.index
    method = f"{_RULE}: {', '.join(one.in_words() for one in judged)}"
    return CypPeople(component, subscale, people, outcome, span, method, len(judged))
