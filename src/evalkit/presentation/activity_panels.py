"""What the figure of reach over time shows, and the same in words for those who can't see it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from evalkit.presentation.activity_figure import Panel
from evalkit.presentation.activity_rows import shown
from evalkit.presentation.indicator_periods import say_period, several
from evalkit.presentation.numbers import count, is_known

if TYPE_CHECKING:
    from collections.abc import Callable

    from evalkit.presentation.activity_rows import Activity
    from evalkit.presentation.counts import Count

FEWEST_TOTALS: Final = 2
"""A running total of fewer periods is no line."""
_BARS: Final = {
    "people": "People who came",
    "engaged": "People engaged",
    "direct": "People who took part directly",
    "contacts": "Contacts",
}


def list_panels(activity: Activity) -> list[Panel]:
    """Return what is drawn over time: bars of people and contacts, then the running total of new people."""
    periods = activity.periods
    panels = []
    for what, noun in _BARS.items():
        if not activity.has(what):
            continue
        split = what == "people" and activity.has("new")
        aim = "people" if what == "direct" else what
        targets = _series(activity.target, aim, periods)
        title = f"{noun}; dark: for the first time" if split else noun
        title += "; line: the target" if any(targets) else ""
        panels.append(
            Panel(
                title=title,
                counts=_series(activity.count, what, periods),
                inside=_series(activity.count, "new", periods) if split else (),
                targets=targets,
            )
        )
    totals = tuple(activity.cumulative("new", period) for period in periods)
    if sum(is_known(total) for total in totals) >= FEWEST_TOTALS:
        ends = "" if is_known(totals[-1]) else "; ends where a number is hidden or not known"
        panels.append(Panel(title=f"People so far, each counted once{ends}", totals=totals))
    return panels


def _series(
    look_up: Callable[[str, str], Count | None], what: str, periods: tuple[str, ...]
) -> tuple[Count | None, ...]:
    return tuple(look_up(what, period) for period in periods)


def describe_panel(activity: Activity, panel: Panel) -> str:
    """Describe a panel for those who can't see it: first, highest and last number, and what is hidden."""
    values: tuple[float | None, ...] = panel.totals or tuple(shown(each) for each in panel.counts)
    known = [
        (period, n)
        for period, n in zip(activity.periods, values, strict=True)
        if n is not None and is_known(n)
    ]
    hidden = sum(each is not None and not each.is_shown for each in panel.counts)
    rest = f"; hidden in {hidden} {several(activity.periods[0], hidden)}" if hidden else ""
    kind = "Line" if panel.totals else "Bars"
    if not known:
        return f"{kind}, {panel.title}{rest}."
    (first, some), (last, others) = known[0], known[-1]
    peak, most = max(known, key=lambda pair: pair[1])
    course = f"{count(some)} in {say_period(first)}, {count(others)} in {say_period(last)}"
    high = "" if panel.totals else f", most {count(most)} in {say_period(peak)}"
    return f"{kind}, {panel.title}: {course}{high}{rest}."
