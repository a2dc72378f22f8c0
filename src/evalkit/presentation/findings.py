"""Which few findings open the report: harm and limits always among them, never the prettiest."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from evalkit.presentation.changes import Verdict
from evalkit.presentation.goal_sentences import goals_evidence, goals_in_short
from evalkit.presentation.markdown import div
from evalkit.presentation.missing_sentences import LOSS_IN_SHORT, find_greatest_loss, loss_evidence
from evalkit.presentation.sentences import (
    give_evidence,
    give_group_evidence,
    say_groups_in_short,
    say_in_short,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from evalkit.presentation.changes import Change, Headline
    from evalkit.presentation.counts import Counts
    from evalkit.presentation.facts import StudyFacts
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


def choose_findings(
    study: StudyFacts,
    headlines: Sequence[Headline],
    changes: Iterable[Change],
    counts: Counts,
    goals: Iterable[Goals],
    *,
    maximum: int,
) -> tuple[Finding, ...]:
    """Choose the findings that open the report.

    One place is kept for the greatest limit.  Of the rest, every change for the worse comes in
    first, then the first score of each component, then subgroups and people's own goals, then the other scores.
    They are printed in the order of the components, the limit last.

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

    Returns
    -------
    tuple of Finding
        At most ``maximum``.
    """
    limit = find_limit(study, headlines, counts)
    outcomes = [present_outcome(study, headline, counts) for headline in headlines]
    groups = present_groups(study, headlines, changes)
    own = [
        Finding("neutral", goals_in_short(study, each), goals_evidence(each))
        for each in goals
        if each.is_told
    ]
    told = [*outcomes, *groups, *own]
    worse = [place for place, finding in enumerate(outcomes) if finding.kind == "worse"]
    firsts = _first_of_each_component(headlines)
    beside = range(len(outcomes), len(told))
    free = maximum - 1 if limit and not (worse and maximum == 1) else maximum
    chosen = list(dict.fromkeys([*worse, *firsts, *beside, *range(len(outcomes))]))[:free]
    findings = tuple(told[place] for place in sorted(chosen))
    return (*findings, limit) if limit and len(findings) < maximum else findings


def present_outcome(study: StudyFacts, headline: Headline, counts: Counts) -> Finding:
    """Turn a comparison into a finding."""
    change = headline.change
    kinds: dict[bool | None, Kind] = {True: "better", False: "worse", None: "neutral"}
    kind = kinds[change.is_better]
    if change.verdict in {Verdict.HIDDEN, Verdict.COUNTED, Verdict.NOBODY}:
        kind = "limit"
    evidence = give_evidence(study, headline, counts.started(change.component))
    return Finding(kind, say_in_short(study, change), evidence)


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


def _first_of_each_component(headlines: Sequence[Headline]) -> list[int]:
    """Return the place of the first comparison of each component."""
    firsts: dict[str, int] = {}
    for place, headline in enumerate(headlines):
        firsts.setdefault(headline.change.component, place)
    return list(firsts.values())
