"""Sentences about the goals that people set themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from evalkit.presentation.markdown import bullets, paragraphs, plain, sentences, upper_first, words
from evalkit.presentation.numbers import (
    SMALLEST_BASE_OF_A_PERCENTAGE,
    count,
    decimals_that_show,
    fixed,
    is_known,
    plainly,
    share,
)
from evalkit.presentation.sentences import hidden_group
from evalkit.presentation.wording import in_component, people

if TYPE_CHECKING:
    from collections.abc import Sequence

    from evalkit.presentation.counts import Count
    from evalkit.presentation.estimates import Estimate
    from evalkit.presentation.facts import StudyFacts
    from evalkit.presentation.goals import Goals

WHY_TWO_RULES: Final = (
    "The two differ because one goal that moved far is enough for the first, while the second sets it "
    "against the person's other goals."
)
THE_STEP: Final = "the step that NHS England takes as [clear movement of one goal](#glossary-goal-step)"
SMALL_STEPS: Final = "A smaller step is still a step: it counts among the goals that moved closer."
FIRST_MOVED: Final = "[first moved closer](#glossary-first-movement)"
_NOT_CALCULATED: Final = "not calculated: "
_SOME_HIDDEN: Final = "The other numbers are [hidden](#glossary-hidden)."


def goals_in_short(study: StudyFacts, goals: Goals) -> str:
    """Say how many goals moved up, of how many that were rated twice."""
    up, twice = goals.counted("goals_up"), goals.counted("goals_rated_twice")
    if up is None or twice is None:
        return ""
    said = f"{up.text} of {twice.text} goals that people set themselves moved closer."
    return upper_first(in_component(study, goals.component, said))


def goals_evidence(goals: Goals) -> str:
    """Give how many moved far, the mean change with its interval, and how many people stand behind it."""
    who, moved = goals.counted("people_rated_twice"), goals.counted("goals_moved")
    rated = f"{who.text} {people(who.n)} rated a goal at least twice, from 0 to 10." if who else ""
    far = f"{upper_first(_goals(moved))} moved by three points or more." if moved and moved.is_shown else ""
    return sentences(rated, far, describe_goal_change(goals))


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
    set_them = f"{who.text} {people(who.n)} set {_goals(total)}." if total and total.is_shown else ""
    rated = f"{twice.text} of these were rated at least twice." if twice and twice.is_shown else ""
    up = goals.counted("goals_up")
    moved = ""
    if up and up.is_shown and twice and twice.is_shown:
        others = [("goals_same", "stayed the same"), ("goals_down", "moved further away")]
        told, hidden = _tell_counts(goals, others)
        first = f"{_share_of_goals(goals, up, twice)} moved closer"
        moved = sentences(f"{words([first, *told])}.", hidden)
    return sentences(set_them, rated, moved, describe_goal_change(goals))


def _tell_counts(goals: Goals, ways: Sequence[tuple[str, str]]) -> tuple[list[str], str]:
    """Say how many went each way, and that some numbers are hidden where they protect others."""
    found = [(count, verb) for name, verb in ways if (count := goals.counted(name)) is not None]
    told = [
        f"{each.text if each.n else 'none'} {verb}" for each, verb in found if each.is_shown or each.is_small
    ]
    return told, _SOME_HIDDEN if len(told) < len(found) else ""


def describe_far_moves(goals: Goals) -> str:
    """Say how many goals moved by three points or more, and that smaller steps count too."""
    moved, less, back, twice = (
        goals.counted(name)
        for name in ("goals_moved", "goals_not_moved", "goals_moved_back", "goals_rated_twice")
    )
    if moved is None or twice is None or not twice.is_shown:
        return ""
    what = "goals rated at least twice"
    if moved.is_shown:
        far = (
            f"{_share_of_goals(goals, moved, twice, what)} moved closer by three points or more, {THE_STEP}."
        )
        return sentences(far, _moved_back(back, "as far"), SMALL_STEPS if moved.n < twice.n else "")
    if less is None or not less.is_shown:
        return ""
    near = f"{_share_of_goals(goals, less, twice, what)} moved by less than three points, {THE_STEP}."
    return sentences(near, _moved_back(back, "as far"), _SOME_HIDDEN, SMALL_STEPS)


def describe_people_by_both_rules(goals: Goals) -> str:
    """Say how many people moved by single goals and by the average of their goals, and why they differ."""
    twice = goals.counted("people_rated_twice")
    mean = goals.statistics.get("people_mean_moved")
    if twice is None or not twice.is_shown or twice.n == 0 or mean is None:
        return ""
    averaged = plain(mean.method.removeprefix("count of people: "))
    averaged = averaged.replace("provisional", "[provisional](#glossary-provisional)")
    single = "at least one goal moved closer by three points or more, and none moved back as far"
    told = [
        _tell_rule(goals, "any", f"By single goals – {single}", twice),
        _tell_rule(goals, "mean", f"By all goals together – {averaged}", twice),
    ]
    if not all(told):
        return ""
    return paragraphs("Two rules say whether a person moved.", bullets(told), WHY_TWO_RULES)


def _tell_rule(goals: Goals, rule: str, lead: str, twice: Count) -> str:
    """Say how many people one rule counts as moved, not moved and moved back; "" if not counted."""
    first = goals.counted(f"people_{rule}_moved")
    if first is None:
        return ""
    others = [
        (f"people_{rule}_not_moved", "did not move so far"),
        (f"people_{rule}_moved_back", "moved back"),
    ]
    told, hidden = _tell_counts(goals, others)
    if first.is_shown:
        told.insert(0, f"{share(first.n, twice.n, people(twice.n))} moved closer")
    elif first.is_small:
        told.insert(0, f"{first.text} of {twice.text} {people(twice.n)} moved closer")
    else:
        hidden = _SOME_HIDDEN
    return sentences(f"{lead}: {words(told)}." if told else f"{lead}.", hidden)


def describe_statuses(goals: Goals) -> str:
    """Say plainly how many goals were given up or changed; "" where that was not recorded."""
    given_up, changed = goals.counted("goals_abandoned"), goals.counted("goals_changed")
    told = [
        f"{_goals(found) if found.n else 'no goal'} {'was' if found.n in (0, 1) else 'were'} {verb}"
        for found, verb in ((given_up, "given up"), (changed, "changed"))
        if found and (found.is_shown or found.is_small)
    ]
    if not told:
        return ""
    return sentences(
        f"{upper_first(words(told))}.",
        "Letting go of a goal can be a step too. Their ratings until then are counted here.",
    )


def describe_first_movement(goals: Goals) -> str:
    """Say by when a half and a quarter of the goals had moved closer for the first time."""
    half, quarter = (goals.statistics.get(f"first_movement_days_{name}") for name in ("median", "q25"))
    if half is None or half.suppressed:
        return ""
    if half.method.startswith(_NOT_CALCULATED):
        least = half.method.removeprefix(f"{_NOT_CALCULATED}fewer than ")
        return f"How soon goals moved is not worked out: that needs at least {least} who rated a goal twice."
    told = [
        f"{lead} within {_days(found)}{after}"
        for lead, found, after in (
            (f"A quarter of the goals had {FIRST_MOVED}", quarter, " of their first rating"),
            ("half of them", half, ""),
        )
        if found is not None and not found.suppressed and is_known(found.value)
    ]
    too_few = "" if is_known(half.value) else "Too few goals moved closer to say when half of them had."
    caution = "A goal may have moved some time before it was next rated."
    return sentences(f"{', '.join(told)}." if told else "", too_few, caution if told else "")


def _days(found: Estimate) -> str:
    """Write a number of days with its interval, which may have no upper end."""
    value = plainly(found.value)
    unit = "day" if found.value == 1 else "days"
    if is_known(found.low) and is_known(found.high):
        return f"{value} {unit} ({plainly(found.low)} to {plainly(found.high)})"
    if is_known(found.low):
        return f"{value} {unit} (from {plainly(found.low)} on; the upper end was not reached)"
    return f"{value} {unit}"


def _goals(found: Count) -> str:
    """Write a count of goals with its noun."""
    return f"{found.text} goal" if found.n == 1 else f"{found.text} goals"


def _moved_back(found: Count | None, how: str) -> str:
    """Say how many goals moved back; nothing where that number protects another."""
    if found is None or not (found.is_shown or found.is_small):
        return ""
    return f"{upper_first(found.text if found.n else 'none')} moved back {how}."


def _share_of_goals(goals: Goals, part: Count, whole: Count, what: str = "") -> str:
    """Write a count of goals, its percentage only where enough people stand behind it."""
    who = goals.counted("people_rated_twice")
    if who is not None and who.is_shown and who.n >= SMALLEST_BASE_OF_A_PERCENTAGE:
        return share(part.n, whole.n, what)
    return (
        f"{count(part.n)} of the {count(whole.n)} {what}" if what else f"{count(part.n)} of {count(whole.n)}"
    )
