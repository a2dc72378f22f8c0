"""Sentences that set people and contacts against what was agreed beforehand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from evalkit.presentation.activity_rows import shown
from evalkit.presentation.indicator_periods import say_period, several
from evalkit.presentation.markdown import sentences, words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from evalkit.presentation.activity_rows import Activity

HIDDEN: Final = "[hidden](#glossary-hidden)"
MOST_NAMED: Final = 3
"""More periods than this are counted and not named."""
_AIMS: Final = {"people": "people", "contacts": "contacts", "engaged": "people engaged"}


def say_target(activity: Activity, what: str) -> str:
    """Set a count against its target: over the whole time, and period by period."""
    whole, noun = activity.target(what), _AIMS[what]
    told = []
    if whole is not None:
        found = activity.against(what)
        if found is None or not found.is_shown:
            state = f"the number is {HIDDEN}" if found is not None else "no number over all periods is known"
            told.append(f"The target was {whole.text} {noun}; {state}.")
        else:
            met = "was reached" if found.n >= whole.n else "was not reached"
            told.append(f"The target of {whole.text} {noun} {met}, with {found.text}.")
    return sentences(*told, _say_targets_by_period(activity, what))


def _say_targets_by_period(activity: Activity, what: str) -> str:
    """Say in how many of the periods that have a target it was reached, and where nobody can say."""
    agreed = {p: target for p in activity.periods if (target := activity.target(what, p)) is not None}
    if not agreed:
        return ""
    found = {period: activity.against(what, period) for period in agreed}
    known = {period: n for period, each in found.items() if (n := shown(each)) is not None}
    hidden = sum(each is not None and not each.is_shown for each in found.values())
    absent = sum(each is None for each in found.values())
    number, noun = len(agreed), several(next(iter(agreed)), len(agreed))
    values = {target.text for target in agreed.values()}
    aim = f" ({min(values)} each)" if len(values) == 1 and number > 1 else ""
    subject = f"The target for {_AIMS[what]}{aim}"
    if not known:
        rest = f"the numbers are {HIDDEN}" if hidden else "no number is known"
        return f"{subject} stood for {number} {noun}; {rest}."
    short = [period for period, n in known.items() if n < agreed[period].n]
    said = f"{subject} was reached in {len(known) - len(short)} of {number} {noun}"
    said += f", not in {_name(short)}" if short else ""
    said += f"; the number is {HIDDEN} in {hidden}" if hidden else ""
    said += f"; none is known for {absent}" if absent else ""
    return f"{said}."


def _name(periods: Sequence[str]) -> str:
    """Name a few periods; count many."""
    if len(periods) > MOST_NAMED:
        return f"{len(periods)}"
    return words([say_period(period) for period in periods])
