"""Sentences about change: pure functions from released rows to words (rules: docs/words.md)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from evalkit.presentation.changes import Verdict
from evalkit.presentation.markdown import plain, sentences, upper_first, words
from evalkit.presentation.numbers import count, fixed, hidden, is_known, share, signed
from evalkit.presentation.wording import (
    from_to,
    in_component,
    people,
    score_decimals,
    score_name,
    size,
    span_of_changes,
    when,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from evalkit.presentation.changes import Change, Headline
    from evalkit.presentation.counts import Count
    from evalkit.presentation.facts import StudyFacts

NOT_DECLARED: Final = "This comparison was [not declared beforehand](#glossary-declared-beforehand)."
_IN_A_WORD: Final = {
    Verdict.FELL: "fell",
    Verdict.ROSE: "rose",
    Verdict.UNCLEAR: "shows no clear change",
    Verdict.SAME: "stayed the same",
    Verdict.COUNTED: "has too few people to say",
    Verdict.NOBODY: "has nobody who answered twice",
}
NO_TEST_OF_GROUPS: Final = "This report sets the groups side by side and does not test whether they differ."
SINCE_TRUST: Final = "since trust was there"
DISAGREE: Final = (
    "The interval of the effect size and that of the mean change disagree about zero: read this with care."
)
FEW_CARRY_IT: Final = (
    "Ranked by person, the changes point the other way: a few large changes carry the average."
)


def hidden_group(threshold: int, *, is_small: bool) -> str:
    """Return what is said about a hidden group, in words that are true of it.

    Examples
    --------
    >>> hidden_group(5, is_small=True)
    'fewer than 5 people: no result can be shown'
    >>> hidden_group(5, is_small=False)
    'no result can be shown: it would give away a group of fewer than 5 people'
    """
    if is_small:
        return f"{hidden(threshold)} people: no result can be shown"
    return f"no result can be shown: it would give away a group of {hidden(threshold)} people"


def hidden_change(study: StudyFacts, change: Change) -> str:
    """Return what is said about a change that the gate hid."""
    return hidden_group(study.disclosure.threshold, is_small=change.is_small)


def judge(change: Change) -> str:
    """Return ", a change for the better", "… for the worse", or nothing where neither can be said."""
    if change.is_better is None:
        return ""
    return f", a change for the {'better' if change.is_better else 'worse'}"


def say_in_short(study: StudyFacts, change: Change) -> str:
    """Say in one sentence that a neighbour would understand how a score moved.

    Parameters
    ----------
    study : StudyFacts
        For titles and the threshold.
    change : Change
        Everybody's change.

    Returns
    -------
    str
        One sentence, with the component's title in front where there is more than one.
    """
    noun, since = plain(change.about.noun), f" {SINCE_TRUST}" if change.is_trusted else ""
    said = {
        Verdict.FELL: f"{noun} fell on average{since}{judge(change)}.",
        Verdict.ROSE: f"{noun} rose on average{since}{judge(change)}.",
        Verdict.UNCLEAR: f"no clear change in {noun}{since}.",
        Verdict.SAME: f"no change in {noun} on average{since}.",
        Verdict.COUNTED: f"too few people answered twice to say whether {noun} changed.",
        Verdict.NOBODY: f"nobody answered twice, so no change in {noun} can be worked out.",
        Verdict.HIDDEN: f"{noun} – {hidden_change(study, change)}.",
    }[change.verdict]
    if change.verdict is Verdict.COUNTED and change.pairs >= study.minimum_pairs:
        said = f"how sure the change in {noun} is could not be worked out."
    elif change.is_trusted and change.verdict in {Verdict.COUNTED, Verdict.NOBODY}:
        said = f"too few people answered once trust was there and again to say whether {noun} changed."
    return upper_first(in_component(study, change.component, said))


def give_evidence(study: StudyFacts, headline: Headline, started: Count | None, reliable: str = "") -> str:
    """Give the evidence for a finding: size, interval, denominator, and whether it was declared.

    Parameters
    ----------
    study : StudyFacts
        For titles.
    headline : Headline
        The comparison.
    started : Count or None
        How many people the component had.
    reliable : str
        How many people changed by more than chance alone would explain, in one clause.
    """
    change = headline.told
    if change.verdict is Verdict.HIDDEN:
        return f"This is about {_score(study, change)} {span(study, change)}."
    return sentences(
        describe_size(study, change),
        say_which_way_is_better(change),
        say_who_answered(study, change, started),
        reliable,
        *cautions(change),
        "" if headline.declared or change.mean_change is None else NOT_DECLARED,
    )


def describe_size(study: StudyFacts, change: Change) -> str:
    """Say how far a score moved, between which timepoints.

    An interval across zero says both ends: a fall and a rise that the data fit equally.
    """
    score, moments, mean = _score(study, change), span(study, change), change.mean_change
    if change.verdict in {Verdict.FELL, Verdict.ROSE} and mean is not None:
        return f"{score} {change.verdict.value} by {size(change.about, mean)} {moments}."
    if change.verdict is Verdict.UNCLEAR and mean is not None:
        return f"{score} {moments}: the data fit {span_of_changes(change.about, mean)}."
    if change.verdict is Verdict.SAME:
        return f"{score} was the same on average {moments}."
    if change.verdict is Verdict.COUNTED and change.pairs < study.minimum_pairs:
        needed = f"at least {count(study.minimum_pairs)} people who {_answered(change)}"
        return f"{score} {moments}: a change needs {needed}."
    return f"{score} {moments}: {_moved(study, change)}."


def span(study: StudyFacts, change: Change) -> str:
    """Write from when to when a change goes: its timepoints, or since trust was there."""
    if change.is_trusted:
        return (
            f"since [trust was there](#glossary-trusted-baseline), up to {when(study, change.timepoint_to)}"
        )
    return from_to(study, change)


def _answered(change: Change) -> str:
    """Say when the people of a change answered."""
    return "answered both times, and once trust was there" if change.is_trusted else "answered both times"


def say_which_way_is_better(change: Change) -> str:
    """Say which way is better, where a score moved."""
    if change.is_better is None or change.about.better_is is None:
        return ""
    return f"A {change.about.better_is} score is better."


def say_who_answered(study: StudyFacts, change: Change, started: Count | None = None) -> str:
    """Say how many people the result rests on, of how many who started.

    "All" is said of exact counts only: two counts that were rounded alike need not be the same.
    """
    answered = _answered(change)
    if not is_known(change.pairs):
        return ""
    if change.pairs == 0:
        return f"Nobody {answered}."
    if started is None or not started.is_shown or started.n < change.pairs:
        return f"{count(change.pairs)} {people(change.pairs)} {answered}."
    if started.n == change.pairs and study.disclosure.policy != "nhs":
        return f"All {count(started.n)} {people(started.n)} who started {answered}."
    return f"{share(change.pairs, started.n, f'{people(started.n)} who started')} {answered}."


def cautions(change: Change) -> tuple[str, ...]:
    """Return what speaks against reading a clear change as it stands."""
    said = [DISAGREE] if change.intervals_disagree else []
    if change.is_trusted:
        return tuple(said)
    ranks, mean = change.value("rank_biserial"), change.mean_change
    if change.verdict in {Verdict.FELL, Verdict.ROSE} and mean and is_known(ranks) and ranks * mean.value < 0:
        said.append(FEW_CARRY_IT)
    return tuple(said)


def describe_change(study: StudyFacts, change: Change) -> str:
    """Describe one change in full, as a list item under its score.

    Parameters
    ----------
    study : StudyFacts
        For titles.
    change : Change
        Everybody's or a subgroup's.

    Returns
    -------
    str
        Begins with the timepoints for everybody, with the subgroup's name for a subgroup.
    """
    lead = upper_first(from_to(study, change)) if change.is_everybody else plain(change.subgroup)
    if change.verdict is Verdict.HIDDEN:
        return f"{lead} – {hidden_change(study, change)}."
    return sentences(f"{lead} – {_moved(study, change)}.", say_who_answered(study, change), *cautions(change))


def _moved(study: StudyFacts, change: Change) -> str:
    """Say how far a score moved, without naming it."""
    mean = change.mean_change
    if change.verdict in {Verdict.FELL, Verdict.ROSE} and mean is not None:
        return f"{change.verdict.value} by {size(change.about, mean)}{judge(change)}"
    if change.verdict is Verdict.UNCLEAR and mean is not None:
        return f"no clear change: the data fit {span_of_changes(change.about, mean)}"
    if change.verdict is Verdict.SAME:
        return "the same on average"
    if change.verdict is Verdict.COUNTED and change.pairs < study.minimum_pairs:
        return f"too few to work out a change, which needs {count(study.minimum_pairs)} people"
    if mean is not None and is_known(mean.value):
        decimals = score_decimals(change.about, mean)
        return f"a change of {signed(mean.value, decimals)} points on average, without an interval"
    return "a change could not be worked out"


def describe_before_and_after(study: StudyFacts, change: Change) -> str:
    """Say the average at both timepoints, of the people who answered both times."""
    mean = change.mean_change
    if change.verdict not in {Verdict.FELL, Verdict.ROSE, Verdict.UNCLEAR} or mean is None:
        return ""
    decimals = score_decimals(change.about, mean)
    start, end = change.value("mean_from"), change.value("mean_to")
    if not (is_known(start) and is_known(end)):
        return ""
    ends = f"{fixed(start, decimals)} to {fixed(end, decimals)}"
    moments = from_to(study, change)
    return f"The [average](#glossary-average) of those who answered both times went from {ends} ({moments})."


def say_groups_in_short(changes: Sequence[Change]) -> str:
    """Say how a score moved in each subgroup, without comparing them.

    Parameters
    ----------
    changes : sequence of Change
        Of the subgroups of one attribute, at the same timepoints.
    """
    first = changes[0]
    noun, variable = upper_first(plain(first.about.noun)), plain(first.subgroup_variable)
    groups = words([plain(change.subgroup) for change in changes])
    verdicts = {change.verdict for change in changes}
    if len(verdicts) == 1 and first.verdict in {Verdict.FELL, Verdict.ROSE}:
        return f"{noun} {first.verdict.value} on average in each group by {variable}: {groups}."
    if verdicts == {Verdict.UNCLEAR}:
        return f"No clear change in {plain(first.about.noun)} in any group by {variable}: {groups}."
    told = [f"{plain(change.subgroup)} {_IN_A_WORD[change.verdict]}" for change in changes]
    return f"{noun} by {variable}: {'; '.join(told)}."


def give_group_evidence(study: StudyFacts, changes: Sequence[Change]) -> str:
    """Give each subgroup's change with its interval and people, and say that they were not compared."""
    told = [f"{plain(change.subgroup)}: {_moved(study, change)} ({_how_many(change)})" for change in changes]
    return sentences(f"{upper_first(from_to(study, changes[0]))}, {'; '.join(told)}.", NO_TEST_OF_GROUPS)


def _how_many(change: Change) -> str:
    """Say how many people answered both times, briefly."""
    return f"{count(change.pairs)} {people(change.pairs)}"


def say_if_measures_disagree(changes: Iterable[Change]) -> str:
    """Say that scores of one component point different ways, naming both sides."""
    judged = [(change.is_better, plain(change.about.noun)) for change in changes]
    better = [noun for good, noun in judged if good is True]
    worse = [noun for good, noun in judged if good is False]
    if not (better and worse):
        return ""
    return f"The measures do not agree: {words(better)} changed for the better, {words(worse)} for the worse."


def _score(study: StudyFacts, change: Change) -> str:
    """Name the score of a change."""
    return plain(score_name(study, change.measure, change.subscale))
