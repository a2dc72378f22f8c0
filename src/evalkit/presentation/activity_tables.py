"""Tables of reach over time: every period, hidden cells marked as such."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from evalkit import names
from evalkit.presentation.activity_rows import NO_DATE
from evalkit.presentation.indicator_periods import NOUNS, say_period
from evalkit.presentation.markdown import plain, table, upper_first
from evalkit.presentation.numbers import count, is_known
from evalkit.presentation.tables import NOTHING, count_cell

if TYPE_CHECKING:
    from evalkit.presentation.activity_rows import Activity

_COLUMNS: Final = {
    "people": "People",
    "new": "For the first time",
    "returning": "Had come before",
    "engaged": "Engaged",
    "direct": "Took part directly",
    "contacts": "Contacts",
    "offered": "Offered",
    "booked": "Booked",
    "attended": "Attended",
    "missed": "Missed",
    "target_people": "Target: people",
    "target_engaged": "Target: engaged",
    "target_contacts": "Target: contacts",
}


def build_table_of_periods(activity: Activity) -> str:
    """Build the table of all counts: periods down, then those without a date, then all of the time."""
    if not activity.periods:
        return ""
    used = [what for what in _COLUMNS if activity.has(what) or _is_target_of_all(activity, what)]
    lines = [(upper_first(say_period(period)), period) for period in activity.periods]
    undated = activity.count("contacts", NO_DATE) is not None
    lines += [("Without a date", NO_DATE)] if undated else []
    lines.append(("The whole time", names.ALL))
    so_far = any(_total(activity, period) for period in activity.periods)
    rows = []
    for label, period in lines:
        cells = [count_cell(activity.count(what, period)) for what in used]
        cells += [_total(activity, period) or NOTHING] if so_far else []
        rows.append([label, *cells])
    head = [upper_first(NOUNS[activity.kind][0]), *(_COLUMNS[what] for what in used)]
    head += ["People so far"] if so_far else []
    return table(head, "l" + "r" * (len(head) - 1), rows)


def _is_target_of_all(activity: Activity, what: str) -> bool:
    """Whether something was agreed for the whole time."""
    return what.startswith("target_") and activity.count(what) is not None


def _total(activity: Activity, period: str) -> str:
    """Return the running total of new people as text; "" where it can't be shown."""
    total = activity.cumulative("new", period)
    return count(total) if is_known(total) else ""


def build_table_of_activities(activity: Activity) -> str:
    """Build a table of the first count that the returns give by activity: periods down, activities across."""
    given = [
        what
        for what in _COLUMNS
        if any(
            activity.count(what, period, each) for period in activity.periods for each in activity.activities
        )
    ]
    rows = [
        [
            upper_first(say_period(period)),
            *(count_cell(activity.count(given[0], period, each)) for each in activity.activities),
        ]
        for period in activity.periods
    ]
    head = [
        f"{upper_first(NOUNS[activity.kind][0])}: {_COLUMNS[given[0]].lower()}",
        *(plain(upper_first(each)) for each in activity.activities),
    ]
    return table(head, "l" + "r" * len(activity.activities), rows)
