"""How the invented people of harbour-ot are, and what they say of it before and after they trust."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from evalkit.examples.draws import Draws
    from evalkit.examples.harbour_ot_people import Person

_SHARE_OF_GAIN: Final = {0: 0.0, 4: 0.1, 8: 0.3, 12: 0.5, 16: 0.75, 24: 1.0}


@dataclass(frozen=True, slots=True)
class Path:
    """One person's path, all on a scale from 0 to 10.

    Attributes
    ----------
    well, day : float
        How well they are, and how they manage their day, at the start.
    well_gain, day_gain : float
        By how much both have risen at the end.
    brave_face : float
        How much better than they are they say they are, as long as there is no trust.
    """

    person: Person
    well: float
    well_gain: float
    day: float
    day_gain: float
    brave_face: float

    def well_said(self, week: int, *, hidden: float = 1.0) -> float:
        """Return how well they say they are; ``hidden`` is the share of the brave face that shows."""
        return self.well + self.well_gain * _SHARE_OF_GAIN[week] + hidden * self._face(week)

    def day_said(self, week: int, *, hidden: float = 0.3) -> float:
        """Return how they say they manage their day: easier to say, so less is hidden."""
        return self.day + self.day_gain * _SHARE_OF_GAIN[week] + hidden * self._face(week)

    def _face(self, week: int) -> float:
        return 0.0 if self.person.trusts(week) else self.brave_face


def draw_paths(draws: Draws, people: list[Person]) -> list[Path]:
    """Return the path of everybody who began.

    Chosen for the example: those who come to the end rise by about two points; those who leave
    begin about one point lower and rise by less; and everybody says about three points more than
    is true until they trust.
    """
    return [_path(draws, person) for person in people if person.started is not None]


def _path(draws: Draws, person: Person) -> Path:
    gain = 1.9 if person.completed else 0.4
    well = draws.normal(3.6 if person.completed else 2.4, 1.0)
    return Path(
        person=person,
        well=well,
        well_gain=draws.normal(gain, 0.8),
        day=draws.normal(0.4 * well + 2.0, 1.0),
        day_gain=draws.normal(gain, 0.9),
        brave_face=max(0.5, draws.normal(3.2, 0.6)),
    )
