"""What may be said about an indicator: where it stands, how it moved, and how sure that is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from evalkit import names
from evalkit.presentation.indicator_periods import kind_of, say_period, several
from evalkit.presentation.indicator_rows import AWAY, HIDDEN, MET, TOO_FEW, TOWARDS, UNCLEAR
from evalkit.presentation.indicator_values import is_score, say_interval, say_point, say_target, say_value
from evalkit.presentation.markdown import plain, sentences, upper_first, words
from evalkit.presentation.numbers import count, hidden, is_known

if TYPE_CHECKING:
    from evalkit.presentation.indicator_rows import Indicator, Shift

MOST_NAMED: Final = 4
"""More periods than this are counted, not named."""

STATUS: Final = {
    MET: "●\N{NO-BREAK SPACE}target met",
    TOWARDS: "▲\N{NO-BREAK SPACE}better",
    UNCLEAR: "○\N{NO-BREAK SPACE}no clear change",
    AWAY: "▼\N{NO-BREAK SPACE}worse",
    TOO_FEW: "□\N{NO-BREAK SPACE}not enough data",
}
"""Status in a table: a shape and words, never a colour."""

TREND: Final = {
    "rising": "↑\N{NO-BREAK SPACE}rising",
    "falling": "↓\N{NO-BREAK SPACE}falling",
    "steady": "→\N{NO-BREAK SPACE}steady",
    "not enough data": "not enough data",
}
"""Trend in a table."""

SHAPES: Final = (
    f"{STATUS[MET]}: the last value is at the target or beyond it.",
    (
        f"{STATUS[TOWARDS]}, {STATUS[AWAY]}: than the [baseline](#glossary-baseline), by more than chance alone would "
        "explain."
    ),
    f"{STATUS[UNCLEAR]}: no further from the baseline than chance alone would explain.",
    f"{STATUS[TOO_FEW]}: too few values to say.",
)
"""What the shapes mean."""


def say_hidden(hidden_because: str, threshold: int) -> str:
    """Say that a number can't be shown: it is small, or it would give a small one away."""
    few = hidden(threshold)
    if hidden_because == names.PROTECTS:
        return f"no result can be shown: it would give away a group of {few} people"
    return f"{few} people: no result can be shown"


def say_status(indicator: Indicator, threshold: int) -> str:
    """Say in one sentence where an indicator stands."""
    title, aim = plain(indicator.title), is_known(indicator.target)
    if indicator.is_hidden:
        return f"{title} – {say_hidden(indicator.hidden_because, threshold)}."
    told = {
        MET: "the target is met",
        TOWARDS: "a move towards the target" if aim else "a change for the better since the baseline",
        AWAY: "a move away from the target" if aim else "a change for the worse since the baseline",
        UNCLEAR: "no clear change from the baseline",
    }
    return f"{title}: {told.get(indicator.status, 'not enough data to say whether it changed')}."


def give_evidence(indicator: Indicator) -> str:
    """Give the last value, what it is held against, which way is better, and lasting shifts."""
    if indicator.is_hidden:
        return f"Owner: {plain(indicator.owner)}." if indicator.owner else "Its numbers are hidden."
    return sentences(say_where(indicator), say_better(indicator), say_shifts(indicator, "It"))


def say_last_hidden(indicator: Indicator, threshold: int) -> str:
    """Say that the last value is hidden, and give the last one that can be shown."""
    few = hidden(threshold)
    reason = (
        f"it would give away a group of {few} people"
        if indicator.hidden_because == names.PROTECTS
        else "it would tell of a small number of people"
    )
    return sentences(f"**The last value is hidden: {reason}.**", f"Before that, {_tell_where(indicator)}")


def say_where(indicator: Indicator) -> str:
    """Give the last value beside baseline and target."""
    return upper_first(_tell_where(indicator))


def _tell_where(indicator: Indicator) -> str:
    """Give the last value beside baseline and target, as after the beginning of a sentence."""
    last = indicator.last
    if last is None:
        return "no value was given."
    compared = []
    if is_known(indicator.baseline):
        compared.append(f"{say_value(indicator, indicator.baseline)} at the baseline")
    if is_known(indicator.target):
        compared.append(f"a target of {say_target(indicator)}")
    spread = say_interval(indicator, last)
    value = f"{say_point(indicator, last)}{f', interval {spread}' if spread else ''}"
    against = f", against {words(compared)}" if compared else ""
    return f"{say_period(last.period)}: {value}{against}."


def say_better(indicator: Indicator) -> str:
    """Say which way is better, and on which scale where the numbers don't tell."""
    scale = f" ({plain(indicator.unit)})" if is_score(indicator.unit) else ""
    return f"{indicator.direction.capitalize()} is better{scale}." if indicator.direction else ""


def say_shifts(indicator: Indicator, subject: str) -> str:
    """Say how an indicator moved: each lasting shift with its month, and points outside their limits.

    Without limits the number of periods is told instead, as the reason why nothing is said.
    """
    if not indicator.has_limits:
        return say_too_few(indicator)
    told = [_tell_shift(indicator, shift) for shift in indicator.shifts]
    if not told and not indicator.outside:
        return f"{subject} varied within its [limits](#glossary-limits), without a [shift](#glossary-shift)."
    moved = f"{subject} {words(told)}." if told else f"{subject} had no lasting [shift](#glossary-shift)."
    return sentences(moved, _say_outside(indicator))


def _tell_shift(indicator: Indicator, shift: Shift) -> str:
    """Tell one shift: "rose by a shift from March 2024 (centre 52% before, 60% since), a change for …"."""
    way = "rose" if shift.rose else "fell"
    before = say_value(indicator, shift.before)
    since = f", {say_value(indicator, shift.since)} since" if is_known(shift.since) else ""
    value = "better" if indicator.is_better(shift) else "worse"
    return (
        f"{way} by a [shift](#glossary-shift) from {say_period(shift.period)} (centre {before} before{since}), "
        f"a change for the {value}"
    )


def _say_outside(indicator: Indicator) -> str:
    """Name the periods outside their limits, or count them."""
    outside = indicator.outside
    if not outside:
        return ""
    noun, verb = several(outside[0].period, len(outside)), "lies" if len(outside) == 1 else "lie"
    if len(outside) > MOST_NAMED:
        return f"{count(len(outside))} {noun} {verb} outside the [limits](#glossary-limits)."
    named = words([say_period(point.period) for point in outside])
    return f"Outside the [limits](#glossary-limits): {named}."


def say_too_few(indicator: Indicator) -> str:
    """Say how many periods there are, and that they are too few for limits."""
    number = len(indicator.shown)
    if not number:
        return ""
    noun = several(indicator.points[0].period, number)
    return f"{count(number)} {noun}: not enough data for [limits](#glossary-limits)."


def caption_indicator(indicator: Indicator) -> str:
    """Write the caption of an indicator's chart: its message in words."""
    hatched = "Hatched: hidden." if any(point.suppressed for point in indicator.points) else ""
    if indicator.has_limits:
        return sentences(say_shifts(indicator, plain(indicator.title)), hatched)
    kind = kind_of(indicator.points[0].period)
    return sentences(f"{plain(indicator.title)}, by {kind}.", say_too_few(indicator), hatched)


def alt_indicator(indicator: Indicator, threshold: int) -> str:
    """Say what an indicator's chart shows, with its numbers, for those who can't see it."""
    shown = indicator.shown
    ends = [
        f"{say_period(point.period)} {say_value(indicator, point.value)}" for point in (shown[0], shown[-1])
    ]
    low, high = min(shown, key=lambda point: point.value), max(shown, key=lambda point: point.value)
    extremes = [f"{say_value(indicator, each.value)} in {say_period(each.period)}" for each in (low, high)]
    concealed = sum(point.suppressed for point in indicator.points)
    noun = several(shown[0].period, len(shown))
    return sentences(
        f"Line of {plain(indicator.title)}, {count(len(shown))} {noun}: {' to '.join(ends)}.",
        f"Lowest {extremes[0]}, highest {extremes[1]}.",
        *(_tell_phase(indicator, place) for place in range(len(indicator.phases))),
        _unlink(say_shifts(indicator, "It")),
        f"Target: {say_target(indicator)}." if is_known(indicator.target) else "",
        f"Hidden {several(shown[0].period, concealed)}: {count(concealed)}, to protect groups of "
        f"{hidden(threshold)} people."
        if concealed
        else "",
    )


def _tell_phase(indicator: Indicator, place: int) -> str:
    """Tell centre and limits of a phase."""
    first = indicator.phases[place][0]
    centre, lower, upper = (say_value(indicator, each) for each in (first.centre, first.lower, first.upper))
    return f"From {say_period(first.period)}: centre {centre}, limits {lower} to {upper}."


def _unlink(text: str) -> str:
    """Take the links to the glossary out of a sentence, for plain text."""
    for term in ("limits", "shift"):
        text = text.replace(f"[{term}](#glossary-{term})", term)
    return text


def status_cell(indicator: Indicator) -> str:
    """Write the status for a table: shape and words, or the mark of a hidden one."""
    return (
        f"[{HIDDEN}]{{.suppressed}}" if indicator.is_hidden else STATUS.get(indicator.status, STATUS[TOO_FEW])
    )
