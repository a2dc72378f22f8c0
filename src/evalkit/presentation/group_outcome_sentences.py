"""Sentences about outcomes by group: counts first, each group beside a named one, never in order of result."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from evalkit import names
from evalkit.presentation.category_sentences import MORE_THAN_CHANCE
from evalkit.presentation.group_outcome_rows import DROPPED_OUT, IMPROVED
from evalkit.presentation.markdown import lower_first, plain, sentences, upper_first, words
from evalkit.presentation.missing_sentences import TO_PROTECT
from evalkit.presentation.shares import (
    list_titles,
    say_includes_one,
    write_ratio,
    write_share,
    write_share_with_interval,
)
from evalkit.presentation.wording import at, people, score_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from evalkit.presentation.facts import StudyFacts
    from evalkit.presentation.group_outcome_rows import GroupResult, Outcome, Variable

CAUTION: Final = (
    "**Read with care.** Groups differ in many ways at once, such as age, need, waiting time or where people live, so "
    "a difference between two groups does not say what it comes from. Small numbers swing by chance; and where many "
    "groups are compared, some intervals miss 1 by chance alone. Groups stand in the order in which they were "
    "declared, not by result: this is no league table."
)
RATIO_TERM: Final = "[times as often](#glossary-risk-ratio)"
CASE: Final = "[case](#glossary-case)"
USUAL_RANGE: Final = "[usual range](#glossary-usual-range)"


ALL_MEASURES: Final = frozenset(("", names.ALL))


def title_outcome(study: StudyFacts, outcome: Outcome) -> str:
    """Name an outcome, such as "Dropped out" or "Improved, by PHQ-9"."""
    word = upper_first(outcome.kind.replace("_", " "))
    if outcome.kind == DROPPED_OUT:
        return word
    if outcome.measure in ALL_MEASURES:
        return f"{word}, by all measures together"
    return f"{word}, by {plain(score_name(study, outcome.measure, outcome.subscale))}"


def say_everybody(study: StudyFacts, outcome: Outcome) -> str:
    """Say what the outcome is, and how many of all people had it."""
    found, (who, did) = outcome.everybody, _say_outcome(study, outcome)
    if found is None:
        return ""
    if not found.is_shown:
        return f"How many people {did} {TO_PROTECT}"
    if not found.of.n:
        return f"Nobody {who}."
    _, _, bracket = write_share_with_interval(found.people, found.of, found.share).partition(" (")
    in_brackets = f" ({bracket}" if bracket else ""
    return f"Of the {found.of.text} {people(found.of.n)} who {who}, {found.people.text}{in_brackets} {did}."


def _say_outcome(study: StudyFacts, outcome: Outcome) -> tuple[str, str]:
    """Say in a relative clause of whom the outcome is known, and in a verb what it is."""
    if outcome.kind == DROPPED_OUT:
        return "finished or left", "dropped out before the end"
    moments = f"{at(study, outcome.timepoint_from)} and {at(study, outcome.timepoint_to)}"
    if outcome.measure in ALL_MEASURES:
        if outcome.kind == IMPROVED:
            return f"answered {moments}", "improved on at least one measure and got worse on none"
        return (
            f"were a {CASE} {at(study, outcome.timepoint_from)}",
            f"reliably improved and were no case {at(study, outcome.timepoint_to)}",
        )
    answered = f"answered {plain(score_name(study, outcome.measure, outcome.subscale))} {moments}"
    if outcome.kind == IMPROVED:
        return answered, f"changed for the better by {MORE_THAN_CHANCE}"
    return f"{answered} and began in the clinical range", f"reliably improved and ended in the {USUAL_RANGE}"


def say_variables(variables: Sequence[Variable]) -> list[str]:
    """Say how the groups of each attribute compare; those whose reference group is hidden share a sentence.

    Parameters
    ----------
    variables : sequence of Variable
        All attributes of one outcome.
    """
    hidden = [variable for variable in variables if variable.is_reference_hidden]
    told = [say_variable(variable) for variable in variables if variable not in hidden]
    if hidden:
        titles = words([plain(lower_first(variable.title)) for variable in hidden])
        told.append(f"By {titles}: the number of the group to compare with {TO_PROTECT}")
    return told


def say_variable(variable: Variable) -> str:
    """Say how the groups of one attribute compare with the reference group: counts first.

    Parameters
    ----------
    variable : Variable
        Its groups.
    """
    base = variable.reference_group
    lead, reference = f"By {plain(lower_first(variable.title))}:", plain(variable.reference)
    if base is None or base.of.n == 0:
        return f"{lead} there is nobody to compare with."
    hidden = [group for group in variable.others if not group.is_shown]
    small = [group for group in variable.others if group.is_shown and not variable.is_told(group)]
    clear = (*variable.more, *variable.less)
    unclear = [group for group in variable.others if variable.is_told(group) and group not in clear]
    return sentences(
        f"{lead} {reference}, the group to compare with, {write_share(base.people, base.of)}.",
        _say_side("More often", variable.more),
        _say_side("Less often", variable.less),
        f"No clear difference for {_list(unclear)}: {say_includes_one(len(unclear))}." if unclear else "",
        f"Too few people to compare: {_list(small)}." if small else "",
        f"{_names(hidden, variable)}: {TO_PROTECT.replace('is ', '', 1)}" if hidden else "",
    )


def _say_side(way: str, groups: Sequence[GroupResult]) -> str:
    """Say of which groups the outcome is clearly more, or less, frequent; counts first."""
    if not groups:
        return ""
    told = [f"{_list([group])}, {_times(group)}" for group in groups]
    return f"{way}: {'; '.join(told)}."


def _times(group: GroupResult) -> str:
    """Write a ratio in words: "2.10 times as often (1.20 to 3.60)"."""
    value, _, limits = write_ratio(group.ratio).partition(" ")
    return f"{value} {RATIO_TERM} {limits}"


def _list(groups: Sequence[GroupResult]) -> str:
    """Name groups with their counts."""
    return "; ".join(f"{plain(group.title)}, {write_share(group.people, group.of)}" for group in groups)


def _names(groups: Sequence[GroupResult], variable: Variable) -> str:
    """Name groups in a sentence; all of them together where they are all but the reference."""
    if len(groups) > 1 and len(groups) == len(variable.others):
        return "All other groups"
    return list_titles([plain(group.title) for group in groups])
