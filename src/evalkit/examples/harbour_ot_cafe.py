"""Synthetic drop-in café of harbour-ot, and the returns that its organisation sends each month."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from typing import TYPE_CHECKING, Final

from evalkit.examples.files import Rows, csv_bytes

if TYPE_CHECKING:
    from evalkit.examples.draws import Draws

PEOPLE: Final = 120
FIRST_OPENING: Final = dt.date(2023, 10, 3)
WEEKS: Final = 52
CLOSED: Final = 8
"""Month in which the café is shut."""
ACTIVITIES: Final = {"Open café": 0.6, "Craft table": 0.25, "Cooking together": 0.15}

FIRST_RETURN: Final = (2023, 4)
RETURNS: Final = 18
FORGOTTEN: Final = (2023, 8)
"""Month for which no return was sent."""
_EVENTS: Final = {"Open day": (6, 14, 5.5), "Talk in a school": (3, 9, 11.0)}
_FIRST_REGULARS: Final = 9


def make_cafe(draws: Draws) -> dict[str, bytes]:
    """Return the café's CSV file and that of the monthly returns."""
    contacts = _contacts(draws)
    return {
        "cafe-contacts.csv": csv_bytes(["Day", "ID", "Activity"], contacts),
        "harbour-returns.csv": _returns(draws, contacts),
    }


def _contacts(draws: Draws) -> Rows:
    """Return one row per person, day and activity; nobody books, so nobody misses.

    Chosen for the example: nine people in the first month, then about ten new ones in each, none in August.
    """
    rows: Rows = []
    for number in range(PEOPLE):
        person = f"H-{201 + number}"
        later = (number - _FIRST_REGULARS) * (WEEKS - 6) // (PEOPLE - _FIRST_REGULARS)
        first = 0 if number < _FIRST_REGULARS else 4 + later + draws.whole(0, 1)
        likes = list(ACTIVITIES) if draws.chance(0.85) else list(ACTIVITIES)[1:]
        loyalty = 0.15 + 0.6 * draws.uniform()
        for week in range(first, WEEKS):
            came = week == first or draws.chance(loyalty)
            chosen = [name for name in likes if draws.chance(ACTIVITIES[name])]
            day = FIRST_OPENING + dt.timedelta(weeks=week)
            if came and day.month != CLOSED:
                rows += [(day, person, activity) for activity in chosen or likes[:1]]
            if draws.chance(0.06):
                break
    return sorted(rows, key=lambda row: (str(row[0]), str(row[1])))


def _returns(draws: Draws, contacts: Rows) -> bytes:
    """Return counts by month: events by kind, and the café as a whole, which somebody counted by hand.

    A month has an open day always and a talk in a school outside the holidays; one return was forgotten.
    """
    visits = Counter((day.year, day.month) for day, *_ in contacts if isinstance(day, dt.date))
    rows: Rows = []
    for place in range(RETURNS):
        later, month = divmod(FIRST_RETURN[1] - 1 + place, 12)
        year, month = FIRST_RETURN[0] + later, month + 1
        label = f"{dt.date(year, month, 1):%B %Y}"
        for kind, (low, high, times) in _EVENTS.items():
            direct = draws.whole(low, high)
            engaged = direct + int(direct * times * (0.6 + 0.8 * draws.uniform()))
            came = engaged + draws.whole(0, engaged // 4)
            if (year, month) != FORGOTTEN and not (kind != "Open day" and month == CLOSED):
                rows.append((label, "Events", kind, direct, engaged, came))
        if visits[year, month]:
            rows.append((label, "Café", None, None, None, visits[year, month] + draws.whole(-3, 5)))
    return csv_bytes(["Month", "Part", "Kind", "Took part directly", "People engaged", "Contacts"], rows)
