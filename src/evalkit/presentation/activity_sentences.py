"""Sentences about reach over time: people and contacts, new and returning, sessions, missed and came again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from evalkit import names
from evalkit.presentation.activity_rows import NO_DATE, REGISTER, RETURNS, TARGETS, shown
from evalkit.presentation.activity_targets import HIDDEN, MOST_NAMED, say_target
from evalkit.presentation.indicator_periods import NOUNS, say_period, several
from evalkit.presentation.markdown import sentences, words
from evalkit.presentation.missing_sentences import TO_PROTECT
from evalkit.presentation.numbers import count
from evalkit.presentation.wording import people

if TYPE_CHECKING:
    from collections.abc import Sequence

    from evalkit.presentation.activity_rows import Activity
    from evalkit.presentation.counts import Count

_CHOSEN: Final = {
    REGISTER: "Only the register is counted here, as declared; returns are left out.",
    RETURNS: "Only returns are counted here, as declared; the register is left out.",
}
NOT_NOBODY: Final = "hidden does not mean nobody"
_TOOK_PART: Final = {"engaged": ("was engaged", "were engaged"), "direct": ("took part directly",) * 2}
_SESSIONS: Final = ("offered", "booked", "attended", "missed")


def say_rules(found: Sequence[Activity]) -> str:
    """Say how people are told apart: in registers by name, in returns not at all."""
    register = next((each for each in found if each.basis == REGISTER), None)
    returned = next((each for each in found if each.basis == RETURNS), None)
    told = []
    if register is not None:
        once = f"once in a {NOUNS[register.kind][0]} and once" if register.periods else "once"
        told.append(
            "A [register](#glossary-register) tells people apart, so each person counts "
            f"{once} in the component, however many contacts or activities they came to."
        )
        if register.periods:
            told.append("A person is new in the period of their first contact with the component.")
    if returned is not None:
        told.append(
            "A [return](#glossary-return) gives numbers without names: the same person may be in the numbers "
            "of several periods. So people from returns are never added up over periods, and never to people "
            "from a register."
        )
    return sentences(*told)


def say_activity(activity: Activity, *, is_chosen: bool = False) -> list[str]:
    """Return what there is to say of one component, a sentence or two each.

    Parameters
    ----------
    activity : Activity
        Its released counts.
    is_chosen : bool
        Whether somebody had to say which of a register and returns counts.
    """
    own = _say_register if activity.basis == REGISTER else _say_returns
    told = [*own(activity), *(say_target(activity, what) for what in TARGETS)]
    told.append(_CHOSEN[activity.basis] if is_chosen else "")
    return [line for line in told if line]


def say_presence(activity: Activity) -> str:
    """Say how many people came, and how often: unique people against contacts."""
    behind, contacts = activity.count("people"), activity.count("contacts")
    if behind is None:
        return ""
    if shown(behind) == 0:
        return "Nobody came."
    if not behind.is_shown:
        return f"How many people came, and how often, {TO_PROTECT}"
    often = shown(contacts)
    if often is None:
        return f"{behind.text} {people(behind.n)} came."
    return (
        f"{behind.text} {people(behind.n)} came, {count(often)} {'time' if often == 1 else 'times'} in all."
    )


def _say_register(activity: Activity) -> list[str]:
    undated = activity.count("contacts", NO_DATE)
    without = f"is {HIDDEN}" if undated is None or not undated.is_shown else f"is {undated.text}"
    return [
        say_presence(activity),
        _say_new(activity),
        _say_hidden(activity, "people"),
        "" if undated is None else f"The number of contacts without a date {without}; they are in no period.",
        _say_sessions(activity),
        say_missed(activity),
    ]


def _say_new(activity: Activity) -> str:
    """Set the new against the returning people of the last period in which all is shown."""
    for period in reversed(activity.periods):
        everybody, new, returning = (
            shown(activity.count(what, period)) for what in ("people", "new", "returning")
        )
        if everybody is None or new is None or returning is None:
            continue
        last = period == activity.periods[-1]
        noun = NOUNS[activity.kind][0]
        when = say_period(period) if last else f"{say_period(period)}, the last {noun} of which all is shown"
        if everybody == 0:
            return f"In {when}, nobody came."
        came = f"In {when}, {count(everybody)} {people(everybody)} came"
        return f"{came}: {count(new)} for the first time, {count(returning)} had come before."
    return ""


def _say_hidden(activity: Activity, statistic: str) -> str:
    """Say in how many periods a count is hidden: it is no nought there."""
    found = [activity.count(statistic, period) for period in activity.periods]
    hidden = sum(each is not None and not each.is_shown for each in found)
    if not hidden:
        return ""
    if hidden == len(found):
        return f"The number of people is {HIDDEN} in every {NOUNS[activity.kind][0]}; {NOT_NOBODY}."
    of = several(activity.periods[0], len(found))
    return f"The number of people is {HIDDEN} in {hidden} of {len(found)} {of}; {NOT_NOBODY}."


def _say_sessions(activity: Activity) -> str:
    """Say how many sessions were offered, booked, attended and missed."""
    found = session_counts(activity)
    if activity.count("booked") is None and activity.count("offered") is None:
        return ""
    told = [f"{each.text} {what}" if each.is_shown else f"{what} {HIDDEN}" for what, each in found]
    return f"Sessions: {', '.join(told)}."


def session_counts(activity: Activity) -> list[tuple[str, Count]]:
    """Return sessions offered, booked, attended and missed, as far as they were counted."""
    attended = "contacts" if activity.basis == REGISTER else "attended"
    found = [(what, activity.count(attended if what == "attended" else what)) for what in _SESSIONS]
    return [(what, each) for what, each in found if each is not None]


def say_missed(activity: Activity) -> str:
    """Say how many of the people who missed a session came again afterwards."""
    missed, again = activity.count("people_missed"), activity.count("people_returned")
    if missed is None or again is None:
        return ""
    if not missed.is_shown:
        return f"How many people missed a session, and how many of them came again, {TO_PROTECT}"
    if not again.is_shown:
        return f"{missed.text} {people(missed.n)} missed a session; how many of them came again {TO_PROTECT}"
    return "Nobody missed a session." if missed.n == 0 else _say_came_again(missed, again)


def _say_came_again(missed: Count, again: Count) -> str:
    """Say how many came again, where some missed a session and both numbers are shown."""
    who = f"{missed.text} {people(missed.n)} who missed a session"
    if missed.n == 1:
        return (
            f"The one person who missed a session {'came' if again.n else 'did not come'} again afterwards."
        )
    if again.n == 0:
        return f"None of the {who} came again afterwards."
    if again.n == missed.n:
        return f"All {who} came again afterwards."
    return f"Of the {who}, {again.text} came again afterwards."


def _say_returns(activity: Activity) -> list[str]:
    added = [("contacts", "contacts"), ("new", "people who came for the first time")]
    sums = [f"{count(n)} {noun}" for what, noun in added if (n := shown(activity.count(what))) is not None]
    return [
        _say_coverage(activity),
        *(say_span(activity, what) for what in _TOOK_PART),
        _say_direct_and_engaged(activity),
        _say_added_activities(activity),
        f"Over all returns: {' and '.join(sums)}." if sums else "",
        _say_sessions(activity),
    ]


def _say_coverage(activity: Activity) -> str:
    """Say for which periods there is a return; one that is missing is not nought."""
    absent = [period for period in activity.periods if not activity.is_reported(period)]
    number, noun = len(activity.periods), several(activity.periods[0], len(activity.periods))
    if not absent:
        return f"Counted from returns, for {number} {noun} without a gap."
    gaps = words([say_period(period) for period in absent]) if len(absent) <= MOST_NAMED else ""
    none = f"there is none for {gaps}" if gaps else f"for {len(absent)} there is none"
    return f"Counted from returns, for {number - len(absent)} of {number} {noun}; {none}."


def say_span(activity: Activity, what: str) -> str:
    """Say between which numbers a count of people lay; "" if the returns don't hold it.

    People of several periods can't be added up.
    """
    if not activity.has(what):
        return ""
    found = {period: activity.count(what, period) for period in activity.periods}
    known = {period: n for period, each in found.items() if (n := shown(each)) is not None}
    hidden = sum(each is not None and not each.is_shown for each in found.values())
    noun, (one, many) = NOUNS[activity.kind][0], _TOOK_PART[what]
    if not known:
        return f"The number of people who {many} is {HIDDEN} in every {noun}; {NOT_NOBODY}."
    low, high = min(known.values()), max(known.values())
    who = f"{people(high)} {one if high == 1 else many}"
    if len(known) == 1:
        said = f"{count(high)} {who} in {say_period(next(iter(known)))}"
    else:
        span = count(high) if low == high else f"{count(low)} to {count(high)}"
        said = f"{span} {who} in {'each' if low == high else 'a'} {noun}"
    return f"{said}; the number is {HIDDEN} in {hidden} more; {NOT_NOBODY}." if hidden else f"{said}."


def _say_direct_and_engaged(activity: Activity) -> str:
    """Set direct beneficiaries against people engaged, in the last period that shows both."""
    for period in reversed(activity.periods):
        direct, engaged = (shown(activity.count(what, period)) for what in ("direct", "engaged"))
        if direct is not None and engaged is not None:
            verb = "was" if engaged == 1 else "were"
            took = f"{count(direct)} {people(direct)} took part directly"
            return f"In {say_period(period)}, {took} and {count(engaged)} {verb} engaged."
    return ""


def _say_added_activities(activity: Activity) -> str:
    """Say that people of two activities are counted twice, where the released numbers add up to the total."""
    for what in _TOOK_PART:
        for period in activity.periods:
            parts = [activity.count(what, period, name) for name in activity.activities]
            given = [part for part in parts if part is not None]
            known = [n for part in given if (n := shown(part)) is not None]
            if len(given) == len(known) > 1 and sum(known) == shown(activity.count(what, period)):
                noun = NOUNS[activity.kind][0]
                return f"The number of a {noun} adds up its activities: whoever came to two is in it twice."
    return ""


def say_overlap(activity: Activity) -> str:
    """Say that people of several activities count once, where the released numbers show that there are some."""
    total = shown(activity.count("people"))
    parts = [shown(activity.count("people", names.ALL, name)) for name in activity.activities]
    known = [part for part in parts if part is not None]
    if total is None or sum(known) <= total:
        return ""
    return (
        f"The activities add up to more than the {count(total)} {people(total)} of the component, because "
        "somebody who came to several is counted in each, and once in all."
    )
