"""Synthetic register of harbour-ot: one appointment every fortnight, kept, cancelled or missed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from evalkit.examples.harbour_ot_people import LAST_WEEK, WEEKS

if TYPE_CHECKING:
    from evalkit.examples.draws import Draws
    from evalkit.examples.harbour_ot_people import Person

SESSIONS: Final = 12
WEEKS_BETWEEN: Final = 2
CAME: Final = "Came"
CANCELLED: Final = "Cancelled"
AWAY: Final = "Did not come"

Register = dict[int, str]
"""Week of the appointment: what became of it."""


def draw_registers(draws: Draws, people: list[Person]) -> dict[str, Register]:
    """Return the appointments of everybody who began, by id.

    A check-in is filled in at an appointment, so whoever handed one in was there; whoever left
    missed the last appointment that was made for them.
    """
    return {person.id: _register(draws, person) for person in people if person.started is not None}


def last_appointment(register: Register) -> int:
    """Return the week of the last appointment."""
    return max(register)


def session_number(week: int) -> int:
    """Return which appointment lies in this week, from 1.

    Examples
    --------
    >>> session_number(0), session_number(22)
    (1, 12)
    """
    return week // WEEKS_BETWEEN + 1


def _register(draws: Draws, person: Person) -> Register:
    last = LAST_WEEK - WEEKS_BETWEEN if person.completed else person.last_week + WEEKS_BETWEEN
    register: Register = {}
    for week in range(0, last + 1, WEEKS_BETWEEN):
        luck = draws.uniform()
        excuse = CANCELLED if draws.chance(0.5) else AWAY
        if week in (0, *person.answered):
            register[week] = CAME
        elif week in WEEKS:
            register[week] = excuse
        else:
            register[week] = CAME if luck < (0.86 if person.completed else 0.7) else excuse
    register[last] = CAME if person.completed else AWAY
    return register
