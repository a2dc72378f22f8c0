"""Sentences about the goals that people set themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from evalkit.presentation.markdown import sentences, upper_first
from evalkit.presentation.numbers import decimals_that_show, fixed, share
from evalkit.presentation.sentences import hidden_group
from evalkit.presentation.wording import in_component, people

if TYPE_CHECKING:
    from evalkit.presentation.facts import StudyFacts
    from evalkit.presentation.goals import Goals


def goals_in_short(study: StudyFacts, goals: Goals) -> str:
    """Say how many goals moved up, of how many that were rated twice."""
    up, twice = goals.counted("goals_up"), goals.counted("goals_rated_twice")
    if up is None or twice is None:
        return ""
    said = f"{up.text} of {twice.text} goals that people set themselves moved closer."
    return upper_first(in_component(study, goals.component, said))


def goals_evidence(goals: Goals) -> str:
    """Give the mean change of the ratings, its interval, and how many people stand behind it."""
    who = goals.counted("people_rated_twice")
    rated = f"{who.text} {people(who.n)} rated a goal at least twice, from 0 to 10." if who else ""
    return sentences(rated, describe_goal_change(goals))


def describe_goal_change(goals: Goals) -> str:
    """Say how far ratings moved on average; an interval across zero is no clear change."""
    change = goals.mean_change
    if change is None or change.suppressed or not change.has_interval:
        return ""
    decimals = decimals_that_show((change.value, change.low, change.high), 1)
    low, high = (fixed(abs(end), decimals) for end in (change.low, change.high))
    if not change.excludes_zero:
        ends = [_end(change.low, low), _end(change.high, high)]
        return f"On average, no clear change: the data fit anything from {ends[0]} to {ends[1]} points."
    verb = "rose" if change.value > 0 else "fell"
    ordered = f"({low} to {high})" if change.value > 0 else f"({high} to {low})"
    return f"Ratings {verb} by {fixed(abs(change.value), decimals)} points on average {ordered}."


def _end(amount: float, written: str) -> str:
    """Write one end of an interval as a fall, a rise or no change."""
    if amount == 0:
        return "no change"
    return f"a {'fall' if amount < 0 else 'rise'} of {written}"


def describe_goals(goals: Goals) -> str:
    """Tell how many people set goals, how many were rated twice, and which way they moved."""
    who, total, twice = (goals.counted(name) for name in ("people_with_goals", "goals", "goals_rated_twice"))
    if who is None or not who.is_shown:
        return f"Goals – {hidden_group(goals.threshold, is_small=who is None or who.is_small)}."
    set_them = f"{who.text} {people(who.n)} set {total.text} goals." if total else ""
    rated = f"{twice.text} of these were rated at least twice." if twice else ""
    up, same, down = (goals.counted(name) for name in ("goals_up", "goals_same", "goals_down"))
    moved = ""
    if up and same and down and twice and all(part.is_shown for part in (up, same, down, twice)):
        moved = (
            f"{share(up.n, twice.n)} moved closer, {same.text} stayed where they were "
            f"and {down.text} moved further away."
        )
    return sentences(set_them, rated, moved, describe_goal_change(goals))
