"""Which few findings open the report: harm and limits always among them, never the prettiest."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from evalkit.presentation.categories import RELIABLE, find_categories
from evalkit.presentation.category_sentences import count_in_short
from evalkit.presentation.changes import Verdict
from evalkit.presentation.finding_groups import (
    give_evidence_alike,
    group_headlines,
    say_alike_in_short,
    ways_of,
)
from evalkit.presentation.goal_sentences import goals_evidence, goals_in_short
from evalkit.presentation.markdown import div
from evalkit.presentation.missing_sentences import LOSS_IN_SHORT, find_greatest_loss, loss_evidence
from evalkit.presentation.sentences import (
    give_evidence,
    give_group_evidence,
    say_groups_in_short,
    say_in_short,
)
from evalkit.presentation.starting_points import (
    find_different_starts,
    give_evidence_of_both,
    say_both_in_short,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from evalkit.presentation.categories import Categories
    from evalkit.presentation.changes import Change, Headline
    from evalkit.presentation.counts import Counts
    from evalkit.presentation.facts import StudyFacts
    from evalkit.presentation.finding_groups import Group
    from evalkit.presentation.goals import Goals

MOST_GROUPS: Final = 4
"""More subgroups than this make no sentence that a neighbour would read."""

Kind = Literal["better", "worse", "neutral", "limit"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One bold sentence and its evidence.

    Attributes
    ----------
    kind : {"better", "worse", "neutral", "limit"}
        What the mark beside it says.
    sentence : str
        What a neighbour would understand; Markdown, one line.
    evidence : str
        Size, interval and denominator; Markdown, one line.
    """

    kind: Kind
    sentence: str
    evidence: str

    @property
    def markdown(self) -> str:
        """The finding as a div."""
        return div(f".finding .{self.kind}", f"**{self.sentence}**", self.evidence, colons=3)


@dataclass(frozen=True, slots=True)
class Candidate:
    """Something that could be told.

    Attributes
    ----------
    component : str
        Whose result it is.
    finding : Finding
        Its words.
    declared, is_harm, is_hidden : bool
        Whether it was declared beforehand, is a change for the worse from a starting point, or is hidden.
    """

    component: str
    finding: Finding
    declared: bool = False
    is_harm: bool = False
    is_hidden: bool = False


def choose_findings(
    study: StudyFacts,
    headlines: Sequence[Headline],
    changes: Iterable[Change],
    counts: Counts,
    goals: Iterable[Goals],
    *,
    maximum: int,
    categories: Sequence[Categories] = (),
    stories: Sequence[Candidate] = (),
) -> tuple[Finding, ...]:
    """Choose the findings that open the report.

    One place is kept for the greatest limit.  Of the rest, every declared comparison comes in first,
    then changes for the worse (from either starting point), then one finding of what people told, then the
    first score of each component that can be shown, then subgroups and people's own goals, then the other
    scores.  Scores of one component that were not declared and moved alike are one finding.  Declared ones
    are printed first, the others in the order of the components, then the stories, the limit last.

    Parameters
    ----------
    study : StudyFacts
        For titles.
    headlines : sequence of Headline
        One for each score in each component.
    changes : iterable of Change
        All changes, subgroups included.
    counts : Counts
        Released counts.
    goals : iterable of Goals
        Goals by component, where people set any.
    maximum : int
        How many findings at most, from 1.
    categories : sequence of Categories
        People by reliable change, where they were counted.
    stories : sequence of Candidate
        What people told, the weightiest first.

    Returns
    -------
    tuple of Finding
        At most ``maximum``.
    """
    limit = find_limit(study, headlines, counts)
    outcomes = [_tell(study, group, counts, categories) for group in group_headlines(headlines)]
    beside = [
        Candidate(each.component, Finding("neutral", goals_in_short(study, each), goals_evidence(each)))
        for each in goals
        if each.is_told
    ]
    single = study.components[0].id
    beside = [*(Candidate(single, found) for found in present_groups(study, headlines, changes)), *beside]
    harmed = any(each.finding.kind == "worse" for each in outcomes)
    free = maximum - 1 if limit and not (harmed and maximum == 1) else maximum
    voice = list(stories[:1])
    ordered = _in_order_of_choice(outcomes, beside, voice, harm_first=maximum == 1)
    told = [*outcomes, *beside]
    chosen = [each for each in ordered[:free] if each not in voice]
    chosen.sort(key=lambda each: (not each.declared, study.component_order(each.component), told.index(each)))
    findings = tuple(each.finding for each in (*chosen, *(one for one in voice if one in ordered[:free])))
    return (*findings, limit) if limit and len(findings) < maximum else findings


def _in_order_of_choice(
    outcomes: Sequence[Candidate],
    beside: Sequence[Candidate],
    voice: Sequence[Candidate],
    *,
    harm_first: bool,
) -> list[Candidate]:
    """Put what could be told in the order in which it gets a place."""
    firsts: dict[str, Candidate] = {}
    for each in outcomes:
        firsts.setdefault(each.component, each)
    declared = [each for each in outcomes if each.declared]
    worse = [each for each in outcomes if each.is_harm]
    shown = [each for each in firsts.values() if not each.is_hidden]
    before = [each for each in outcomes if harm_first and each.finding.kind == "worse"]
    first = [*before, *declared, *worse, *voice]
    return list(dict.fromkeys([*first, *shown, *beside, *firsts.values(), *outcomes]))


def _tell(study: StudyFacts, group: Group, counts: Counts, categories: Sequence[Categories]) -> Candidate:
    """Turn a score, or several that moved alike, into something to tell."""
    first, ways = group[0], ways_of(group[0])
    if len(group) == 1:
        finding = present_outcome(study, first, counts, categories)
    else:
        kinds: dict[tuple[str | None, ...], Kind] = {
            ("better",): "better",
            ("worse",): "worse",
            ("hidden",): "limit",
        }
        kind = kinds.get(ways, "neutral")
        finding = Finding(kind, say_alike_in_short(study, group), give_evidence_alike(study, group))
    return Candidate(
        first.change.component,
        finding,
        declared=first.declared,
        is_harm="worse" in ways,
        is_hidden=first.told.verdict is Verdict.HIDDEN,
    )


def present_outcome(
    study: StudyFacts, headline: Headline, counts: Counts, categories: Sequence[Categories] = ()
) -> Finding:
    """Turn a comparison into a finding; its kind follows from the baseline that was declared.

    Where the first answers and the trusted baseline do not say the same, the sentence says both, and
    without a declared baseline neither makes it better or worse.
    """
    change = headline.told
    kinds: dict[bool | None, Kind] = {True: "better", False: "worse", None: "neutral"}
    kind, points = kinds[change.is_better], find_different_starts(change)
    if change.verdict in {Verdict.HIDDEN, Verdict.COUNTED, Verdict.NOBODY}:
        kind = "limit"
    found = find_categories(categories, headline.change, RELIABLE)
    reliable = count_in_short(found, change) if found else ""
    started = counts.started(change.component)
    if points is None:
        evidence = give_evidence(study, headline, started, reliable)
        return Finding(kind, say_in_short(study, change), evidence)
    evidence = give_evidence_of_both(study, headline, points, started, reliable)
    return Finding(kind if headline.declared else "neutral", say_both_in_short(study, points), evidence)


def present_groups(
    study: StudyFacts, headlines: Sequence[Headline], changes: Iterable[Change]
) -> list[Finding]:
    """Set subgroups side by side where the study has one component, and every one of them can be shown."""
    if len(study.components) > 1 or len(headlines) != 1:
        return []
    main = headlines[0].change
    moments = (main.timepoint_from, main.timepoint_to)
    groups = [
        change
        for change in changes
        if not change.is_everybody and (change.timepoint_from, change.timepoint_to) == moments
    ]
    findings = []
    for variable in dict.fromkeys(change.subgroup_variable for change in groups):
        own = [change for change in groups if change.subgroup_variable == variable]
        if 1 < len(own) <= MOST_GROUPS and all(change.verdict is not Verdict.HIDDEN for change in own):
            evidence = give_group_evidence(study, own)
            findings.append(Finding("neutral", say_groups_in_short(own), evidence))
    return findings


def find_limit(study: StudyFacts, headlines: Sequence[Headline], counts: Counts) -> Finding | None:
    """Return the greatest loss of people as a finding; None if nobody is known to be missing."""
    loss = find_greatest_loss(headlines, counts)
    return Finding("limit", LOSS_IN_SHORT, loss_evidence(study, loss)) if loss is not None else None
