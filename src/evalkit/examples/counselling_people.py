"""The invented people of the counselling service and their sessions."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from evalkit.examples.draws import Draws
    from evalkit.examples.files import Rows

FIRST_DAY: Final = dt.date(2020, 2, 3)
LAST_DAY: Final = dt.date(2022, 2, 25)
MOST_SESSIONS: Final = 16

COMPLETED: Final = "Completed as planned"
LEFT: Final = "Left without saying"
REASONS: Final = {COMPLETED: 123, LEFT: 21, "Referred on": 11, "Moved away": 10, "Not known": 3}
GENDERS: Final = {"Young woman": 90, "Young man": 62, "Non-binary": 4, None: 12}
NEVER_STARTED: Final = {"Young woman": 12, "Young man": 13, None: 2}
"""People who were referred and never came, by gender."""

ATTENDED: Final = "Attended"
CANCELLED: Final = "Cancelled"
AWAY: Final = "Did not attend"

_LATEST_REFERRAL: Final = 56
"""Days before the end after which nobody new was referred."""


@dataclass(frozen=True, slots=True)
class Session:
    """One appointment."""

    number: int
    date: dt.date
    status: str


@dataclass(frozen=True, slots=True)
class Client:
    """One invented person; ``distress`` is the level of their answers at the start (0 to 4)."""

    id: str
    gender: str | None
    reason: str
    distress: float
    referred: dt.date
    sessions: tuple[Session, ...]

    @property
    def completed(self) -> bool:
        """Whether they came to the planned end."""
        return self.reason == COMPLETED

    @property
    def started(self) -> dt.date:
        """Day of the first session."""
        return self.sessions[0].date

    @property
    def ended(self) -> dt.date:
        """Day of the last appointment."""
        return self.sessions[-1].date


def draw_clients(draws: Draws) -> list[Client]:
    """Return everybody who started, in the order in which they did; ids follow that order."""
    genders = draws.shuffled([gender for gender, count in GENDERS.items() for _ in range(count)])
    reasons = draws.shuffled([reason for reason, count in REASONS.items() for _ in range(count)])
    clients = [_client(draws, gender, reason) for gender, reason in zip(genders, reasons, strict=True)]
    clients.sort(key=lambda client: client.started)
    return [replace(client, id=f"GM-C-{number:03d}") for number, client in enumerate(clients, 1)]


def draw_never_started(draws: Draws, *, first_number: int) -> Rows:
    """Return the rows of those who were referred and never came: without dates of their own, or a reason."""
    days = (LAST_DAY - FIRST_DAY).days - _LATEST_REFERRAL
    genders = [gender for gender, count in NEVER_STARTED.items() for _ in range(count)]
    referrals = sorted((draws.whole(0, days), place) for place in range(len(genders)))
    return [
        (f"GM-C-{number:03d}", genders[place], FIRST_DAY + dt.timedelta(days=day), None, None, None)
        for number, (day, place) in enumerate(referrals, first_number)
    ]


def _client(draws: Draws, gender: str | None, reason: str) -> Client:
    completed = reason == COMPLETED
    weeks = [0]
    for _ in range(draws.whole(9, MOST_SESSIONS - 1) if completed else draws.whole(1, 8)):
        weeks.append(weeks[-1] + (2 if draws.chance(0.12) else 1))
    spare_weeks = (LAST_DAY - FIRST_DAY).days // 7 - weeks[-1]
    first = FIRST_DAY + dt.timedelta(weeks=draws.whole(0, spare_weeks), days=draws.whole(0, 4))
    dates = [first + dt.timedelta(weeks=week) for week in weeks]
    return Client(
        id="",
        gender=gender,
        reason=reason,
        distress=draws.normal(1.85 if completed else 2.05, 0.68),
        referred=first - dt.timedelta(days=draws.whole(7, 56)),
        sessions=_sessions(draws, dates, reason),
    )


def _sessions(draws: Draws, dates: list[dt.date], reason: str) -> tuple[Session, ...]:
    """Everybody came to the first session; those who completed came to the last."""
    statuses = [ATTENDED]
    for _ in dates[1:]:
        luck = draws.uniform()
        likely = 0.87 if reason == COMPLETED else 0.7
        statuses.append(ATTENDED if luck < likely else CANCELLED if luck < (1 + likely) / 2 else AWAY)
    if reason == COMPLETED:
        statuses[-1] = ATTENDED
    elif reason == LEFT:
        statuses[-1] = AWAY
    numbered = enumerate(zip(dates, statuses, strict=True), 1)
    return tuple(Session(number, date, status) for number, (date, status) in numbered)
