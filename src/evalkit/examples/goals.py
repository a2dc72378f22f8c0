"""Goals of the invented people: up to three each, rated from 0 to 10 at several dates."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from evalkit.examples.answers import whole_within
from evalkit.examples.counselling_people import ATTENDED, Client

if TYPE_CHECKING:
    import datetime as dt

    from evalkit.examples.draws import Draws
    from evalkit.examples.files import Cell, Rows

PEOPLE_WITH_GOALS: Final = 140
MOST_GOALS: Final = 3
STATUSES: Final = {"Given up": 9, "Changed": 7}
THEMES: Final = (
    "Confidence",
    "Family",
    "Friends",
    "Getting out and about",
    "Handling worry",
    "School or college",
    "Sleep",
    "Speaking up",
)

_HIGHEST: Final = 10
_SESSIONS_BETWEEN_RATINGS: Final = 4


def draw_goals(draws: Draws, clients: list[Client]) -> Rows:
    """Return one row per goal and date: id, number of the goal, theme, date, rating.

    Goals are set at the second session attended and rated again at every fourth after it;
    those who completed rated them at their last session too. The words of a goal are left out.
    """
    able = [client.id for client in clients if len(_attended(client)) > 1]
    chosen = set(draws.sample(able, PEOPLE_WITH_GOALS))
    rows: Rows = []
    for client in clients:
        if client.id not in chosen:
            continue
        themes = draws.sample(THEMES, draws.whole(1, MOST_GOALS))
        for number, theme in enumerate(themes, 1):
            rating = draws.normal(2.8, 1.5)
            for date in _rating_dates(client):
                rows.append((client.id, number, theme, date, whole_within(rating, 0, _HIGHEST)))
                rating += draws.normal(0.9 if client.completed else 0.3, 1.1)
    return rows


def note_statuses(draws: Draws, rows: Rows) -> Rows:
    """Return the rows with a status at the end: blank, but for the last rating of some goals.

    Only goals that were rated more than once are given up or changed, each by another person.
    """
    places: dict[Cell, dict[Cell, list[int]]] = {}
    for place, (person, goal, *_) in enumerate(rows):
        places.setdefault(person, {}).setdefault(goal, []).append(place)
    last = [[rated[-1] for rated in goals.values() if len(rated) > 1] for goals in places.values()]
    able = [ends[draws.whole(0, len(ends) - 1)] for ends in last if ends]
    words = [word for word, count in STATUSES.items() for _ in range(count)]
    status = dict(zip(draws.sample(able, len(words)), words, strict=True))
    return [(*row, status.get(place)) for place, row in enumerate(rows)]


def _attended(client: Client) -> list[dt.date]:
    return [session.date for session in client.sessions if session.status == ATTENDED]


def _rating_dates(client: Client) -> list[dt.date]:
    attended = _attended(client)
    dates = attended[1::_SESSIONS_BETWEEN_RATINGS]
    if client.completed and attended[-1] != dates[-1]:
        dates.append(attended[-1])
    return dates
