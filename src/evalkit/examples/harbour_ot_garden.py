"""Synthetic wellbeing garden of harbour-ot: an open group with people of its own."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Final

from evalkit.examples.answers import draw_answers
from evalkit.examples.files import Rows, csv_bytes

if TYPE_CHECKING:
    from evalkit.examples.draws import Draws

PEOPLE: Final = 19
ANSWERED: Final = {"Start": 19, "Week 8": 15, "Week 16": 13}
MEETINGS: Final = 20
FIRST_MEETING: Final = dt.date(2024, 3, 6)

_WAYS: Final = ("Connect", "Be active", "Take notice", "Keep learning", "Give")
_LEVELS: Final = (4.6, 3.9, 4.8, 4.2, 3.6)
_STEPS: Final = (1.3, 1.6, 1.1, 0.0, 0.5)
_WEEK: Final = {"Start": 0, "Week 8": 8, "Week 16": 16}
_HIGHEST: Final = 10


def garden_ids() -> list[str]:
    """Return the ids of everybody in the garden."""
    return [f"H-{number}" for number in range(101, 101 + PEOPLE)]


def make_garden(draws: Draws) -> dict[str, bytes]:
    """Return the garden's three CSV files: Five Ways ratings (0 to 10), register, hours given.

    Chosen for the example: four of the five ways rise, ``Keep learning`` does not.
    """
    ids = garden_ids()
    answers = _answers(draws, ids)
    register: Rows = []
    hours: Rows = []
    for person in ids:
        likely = 0.5 + 0.45 * draws.uniform()
        came = [meeting == 1 or draws.chance(likely) for meeting in range(1, MEETINGS + 1)]
        for number, here in enumerate(came, 1):
            day = FIRST_MEETING + dt.timedelta(weeks=number - 1)
            register.append((person, number, f"{day:%d/%m/%Y}", "yes" if here else "no"))
        hours.append((person, f"{sum(draws.whole(2, 6) / 2 for here in came if here):.1f}"))
    return {
        "garden-five-ways.csv": csv_bytes(["ID", "When", *_WAYS], answers),
        "garden-register.csv": csv_bytes(["ID", "Meeting", "Date", "Here"], register),
        "garden-hours.csv": csv_bytes(["ID", "Hours given"], hours),
    }


def _answers(draws: Draws, ids: list[str]) -> Rows:
    answered = {when: set(draws.sample(ids, count)) for when, count in ANSWERED.items()}
    rows: Rows = []
    for person in ids:
        own = draws.normal(0, 1.2)
        for when, week in _WEEK.items():
            levels = [
                level + own + step * week / _WEEK["Week 16"]
                for level, step in zip(_LEVELS, _STEPS, strict=True)
            ]
            answers = draw_answers(draws, levels, noise=0.9, low=0, high=_HIGHEST)
            if person in answered[when]:
                rows.append((person, when, *answers))
    return rows
