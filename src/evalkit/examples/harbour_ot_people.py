"""The invented people of harbour-ot: who was referred, who began, how long they came, when they trusted."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

    from evalkit.examples.draws import Draws, Option

FIRST_DAY: Final = dt.date(2023, 4, 3)
WEEKS: Final = (0, 4, 8, 12, 16, 24)
"""Weeks of the check-ins, counted from the first session."""
LAST_WEEK: Final = WEEKS[-1]

COMPLETED: Final = "Came to the planned end"
REASONS: Final = {"Stopped coming": 14, "Referred on": 6, "Moved away": 3}
GENDERS: Final = {"Woman": 37, "Man": 22, "Non-binary": 3, None: 2}
AGES: Final = {"18 to 34": 19, "35 to 54": 28, "55 and over": 17}
NEVER_STARTED: Final = {"Woman": 7, "Man": 6, None: 1}

TRUST_OF_COMPLETERS: Final = {0: 3, 4: 6, 8: 13, 12: 10, 16: 4, 24: 2, None: 3}
"""Check-in at which the therapist first noted trust: people who came to the planned end."""
LAST_WEEK_OF_LEAVERS: Final = {0: 5, 4: 6, 8: 5, 12: 4, 16: 3}
FORMS_MISSED: Final = {0: 2, 4: 5, 8: 4, 12: 4, 16: 5, 24: 3}
"""People who were still coming but handed in no check-in, by week."""

_LATEST_START: Final = 50
_TRUST_OF_LEAVERS: Final = 8


@dataclass(frozen=True, slots=True)
class Person:
    """One invented person.

    Attributes
    ----------
    started : datetime.date or None
        First session; None if they were referred and never began.
    reason : str or None
        Why it ended.
    last_week : int
        Last check-in before they stopped; 24 for those who came to the planned end.
    trust_week : int or None
        Check-in at which trust was first noted; None if never.
    answered : tuple of int
        Weeks whose check-in they handed in.
    """

    id: str
    gender: str | None
    age: str
    referred: dt.date
    started: dt.date | None
    reason: str | None = None
    last_week: int = LAST_WEEK
    trust_week: int | None = None
    answered: tuple[int, ...] = ()

    @property
    def completed(self) -> bool:
        """Whether they came to the planned end."""
        return self.reason == COMPLETED

    def day(self, week: int) -> dt.date:
        """Return the day of a week of theirs, counted from the first session."""
        if self.started is None:
            message = f"{self.id} never began"
            raise ValueError(message)
        return self.started + dt.timedelta(weeks=week)

    def trusts(self, week: int) -> bool:
        """Whether trust had been noted by this week."""
        return self.trust_week is not None and week >= self.trust_week


def draw_people(draws: Draws) -> list[Person]:
    """Return everybody who was referred, in the order of referral; ids follow that order."""
    people = [*_with_forms(draws, _starters(draws)), *_never_started(draws)]
    people.sort(key=lambda person: person.referred)
    return [replace(person, id=f"H-{number:03d}") for number, person in enumerate(people, 1)]


def _starters(draws: Draws) -> list[Person]:
    last_weeks = _spread(LAST_WEEK_OF_LEAVERS)
    courses: list[tuple[str, int, int | None]] = [
        (COMPLETED, LAST_WEEK, trust) for trust in _spread(TRUST_OF_COMPLETERS)
    ]
    for reason, last in zip(draws.shuffled(_spread(REASONS)), last_weeks, strict=True):
        trusted = last >= _TRUST_OF_LEAVERS and draws.chance(0.5)
        courses.append((reason, last, _TRUST_OF_LEAVERS if trusted else None))
    genders, ages = draws.shuffled(_spread(GENDERS)), draws.shuffled(_spread(AGES))
    people = []
    for (reason, last, trust), gender, age in zip(courses, genders, ages, strict=True):
        started = FIRST_DAY + dt.timedelta(weeks=draws.whole(0, _LATEST_START), days=draws.whole(0, 4))
        referred = started - dt.timedelta(days=draws.whole(5, 60))
        people.append(Person("", gender, age, referred, started, reason, last, trust))
    return people


def _never_started(draws: Draws) -> list[Person]:
    ages = list(AGES)
    return [
        Person(
            "",
            gender,
            ages[draws.whole(0, len(ages) - 1)],
            referred=FIRST_DAY + dt.timedelta(days=draws.whole(0, 7 * _LATEST_START)),
            started=None,
        )
        for gender in _spread(NEVER_STARTED)
    ]


def _with_forms(draws: Draws, people: list[Person]) -> list[Person]:
    """Give each person their check-ins.

    The one at which trust was first noted is always there, and so is a leaver's last one; those
    without a first form are leavers.
    """
    missed: set[tuple[int, int]] = set()
    for week, count in FORMS_MISSED.items():
        able = [
            place
            for place, person in enumerate(people)
            if person.trust_week != week and _may_miss(person, week)
        ]
        missed |= {(place, week) for place in draws.sample(able, count)}
    return [
        replace(
            person,
            answered=tuple(
                week for week in WEEKS if week <= person.last_week and (place, week) not in missed
            ),
        )
        for place, person in enumerate(people)
    ]


def _may_miss(person: Person, week: int) -> bool:
    if week == 0:
        return 0 < person.last_week < LAST_WEEK
    if week == LAST_WEEK:
        return person.completed and person.trust_week is not None and person.trust_week > 0
    return person.last_week > week


def _spread(counts: Mapping[Option, int]) -> list[Option]:
    return [option for option, count in counts.items() for _ in range(count)]
