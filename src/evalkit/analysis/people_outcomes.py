"""What became of people, each outcome as something that counts itself in any group of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from evalkit import names
from evalkit.analysis.change_counts import categories_by, rules_of
from evalkit.analysis.cyp_counts import judge_cyp
from evalkit.analysis.group_outcomes import DROPPED_OUT, IMPROVED, RECOVERED
from evalkit.analysis.main_comparisons import is_declared
from evalkit.analysis.talking_therapies_counts import judge_talking_therapies
from evalkit.definitions.tables import FromColumn

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from evalkit.analysis.nhs_rules import Flag, Flags
    from evalkit.analysis.outcomes import Design
    from evalkit.analysis.wide_scores import Comparison, WideScore
    from evalkit.definitions.study import Study

    People = frozenset[str]


@dataclass(frozen=True, slots=True)
class PeopleOutcome:
    """One outcome of the people of a component.

    Attributes
    ----------
    outcome : str
        ``dropped_out``, ``improved`` or ``recovered``.
    measure, subscale, timepoint_from, timepoint_to : str or None
        What it was judged by; None where it rests on no score.
    count : callable
        Given people's ids: how many of them it holds for, and of how many it could.
    """

    outcome: str
    measure: str | None
    subscale: str | None
    timepoint_from: str | None
    timepoint_to: str | None
    count: Callable[[People], tuple[int, int]]


def dropped_out(component: str, episodes: pd.DataFrame, study: Study) -> Iterator[PeopleOutcome]:
    """Yield who left before the end, of those whose time in the component is over.

    Over is a time with a last day or a reason for ending. Where grantee.yml doesn't say which reasons
    mean "completed", nothing is yielded.
    """
    told = [table.component for table in study.tables if table.episodes and table.episodes.completed]
    if not any(place == component or isinstance(place, FromColumn) for place in told):
        return
    own = episodes[episodes[names.COMPONENT] == component]
    over = own[own["ended"].notna() | own["reason"].notna()]
    ended = frozenset(over[names.RESPONDENT_ID])
    left = frozenset(over.loc[~over["completed"].astype(bool), names.RESPONDENT_ID])
    if ended:
        yield PeopleOutcome(DROPPED_OUT, None, None, None, None, _counter(left, ended))


def by_score(
    scores: Sequence[WideScore],
    main: Iterable[Comparison],
    responses: pd.DataFrame,
    study: Study,
    design: Design,
) -> Iterator[PeopleOutcome]:
    """Yield who improved reliably, and of those in the clinical range who recovered reliably.

    By the comparisons that were declared as primary; without any, by the first score that has a rule of
    reliable change, in the order of grantee.yml: no result decides which.

    Parameters
    ----------
    scores : sequence of WideScore
        All scores of the component.
    main : iterable of Comparison
        The comparison that stands for each score.
    responses : pandas.DataFrame
        Processed table, for a rule that rests on the grantee's own answers.
    study, design
        Rules, norms, declared comparisons, minimum.
    """
    wanted = set(main)
    pairs = [(score, one) for score in scores for one in score.comparisons if one in wanted]
    declared = [pair for pair in pairs if is_declared(pair[1], study.primary)]
    for score, comparison in declared or pairs:
        found = list(_judged_by(score, comparison, responses, study, design))
        yield from found
        if found and not declared:
            return


def _judged_by(
    score: WideScore, comparison: Comparison, responses: pd.DataFrame, study: Study, design: Design
) -> Iterator[PeopleOutcome]:
    subscale, rule, border = rules_of(score, responses, study, design)
    if rule is None:
        return
    pre, post = score.pair(comparison)

    def improved(ids: People) -> tuple[int, int]:
        inside = score.table.index.isin(ids)
        found = categories_by(rule, None, subscale, pre[inside], post[inside])
        return (found.reliably_improved.count, found.n) if found else (0, 0)

    def recovered(ids: People) -> tuple[int, int]:
        inside = score.table.index.isin(ids)
        found = categories_by(rule, border, subscale, pre[inside], post[inside])
        share = found.recovered if found else None
        return (share.count, share.of) if share else (0, 0)

    label = (*comparison.score_key[1:], comparison.timepoint_from, comparison.timepoint_to)
    yield PeopleOutcome(IMPROVED, *label, improved)
    if border is not None:
        yield PeopleOutcome(RECOVERED, *label, recovered)


def by_rule(component: str, scores: Sequence[WideScore], study: Study) -> Iterator[PeopleOutcome]:
    """Yield what the component's rule over several measures says of each person; measure ``all``.

    NHS Talking Therapies: who recovered reliably, of the people who were a case before. Children and young
    people: who improved, of those measured twice; not where a single score makes the whole rule.
    """
    rule = next(part.outcome_rule for part in study.components if part.id == component)
    if rule == "talking_therapies" and (judged := judge_talking_therapies(scores, study)) is not None:
        outcome, label = judged.outcome, (names.ALL, names.TOTAL, *judged.span)
        cases = _people_with(judged.people, outcome.caseness_start)
        recovered = _people_with(judged.people, outcome.reliable_recovery)
        yield PeopleOutcome(RECOVERED, *label, _counter(recovered, cases))
    if rule == "cyp":
        for part in judge_cyp(scores, study):
            if part.n_scores > 1:
                label = (names.ALL, part.subscale, *part.span)
                better = _people_with(part.people, part.outcome.improvement)
                others = (part.outcome.no_change, part.outcome.deterioration)
                measured = better.union(*(_people_with(part.people, flags) for flags in others))
                yield PeopleOutcome(IMPROVED, *label, _counter(better, measured))


def _people_with(people: pd.Index[str], flags: Flag | Flags) -> People:
    """Return the people of whom a flag holds; it doesn't of those to whom it does not apply."""
    told = pd.Series(np.asarray(flags, dtype=object), index=people, dtype="boolean")
    return frozenset(told.index[told.fillna(value=False)])


def _counter(holds: People, among: People) -> Callable[[People], tuple[int, int]]:
    return lambda ids: (len(holds & ids), len(among & ids))
