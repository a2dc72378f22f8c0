"""Registers of people counted by period: who came, who was new, who missed and came again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from evalkit import names
from evalkit.definitions.periods import list_periods, period_of, read_as, write_period

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from evalkit.definitions import Study

NO_DATE: Final = "no date"
"""The period of contacts whose day is not known; it stands after all others."""
SESSIONS_HELD: Final = "sessions"
"""A column that the gate reads and leaves behind: the numbered sessions whose people a row's contacts are."""
PEOPLE, CONTACTS, SESSIONS = "people", "contacts", "sessions"

_COLUMNS: Final = (names.RESPONDENT_ID, names.COMPONENT, "date", "activity", "session", "attended", "booked")

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Register:
    """All that is known of one component's contacts.

    Attributes
    ----------
    component : str
        Its id.
    rows : pandas.DataFrame
        One row per person and contact: ``respondent_id``, ``date``, ``activity``, ``session`` (NaN for
        an open offer), ``attended``, ``booked`` (whether it would have been noted if the person had missed).
    kind : str
        The periods to count by.
    sessions : int or None
        Sessions offered to each person.
    started : int
        People of the component.
    """

    component: str
    rows: pd.DataFrame
    kind: str
    sessions: int | None
    started: int

    @property
    def came(self) -> pd.DataFrame:
        """The rows of those who were there."""
        return self.rows[self.rows["attended"].astype(bool)]


def read_registers(
    people: pd.DataFrame, tables: Mapping[str, pd.DataFrame], study: Study
) -> dict[str, Register]:
    """Put sessions and contacts of each component into one register.

    Parameters
    ----------
    people : pandas.DataFrame
        One row per respondent and component.
    tables : mapping of str to pandas.DataFrame
        Processed tables ``attendance`` and ``contacts``.
    study : Study
        What grantee.yml declares.
    """
    attendance = tables["attendance"].assign(activity=None, booked=True)
    contacts = tables["contacts"].assign(session=float("nan"))
    noted = {name: _notes_missed(study, name) for name in study.component_ids}
    contacts["booked"] = [noted[str(name)] for name in contacts[names.COMPONENT]]
    frames = [frame[list(_COLUMNS)] for frame in (attendance, contacts) if len(frame)]
    if not frames:
        return {}
    rows = pd.concat(frames, ignore_index=True).astype({"booked": bool})
    return {
        part.id: Register(
            part.id,
            rows[rows[names.COMPONENT] == part.id],
            study.reach.by,
            part.sessions,
            int((people[names.COMPONENT] == part.id).sum()),
        )
        for part in study.components
        if (rows[names.COMPONENT] == part.id).any()
    }


def _notes_missed(study: Study, component: str) -> bool:
    """Return whether the contacts of a component say who was expected and did not come."""
    return any(
        table.contacts is not None
        and bool(table.contacts.missed)
        and (table.component == component or not isinstance(table.component, str))
        for table in study.tables
    )


def list_register_periods(register: Register, targeted: Iterable[str] = ()) -> list[str]:
    """Return every period from the first dated contact to the last, those without any included.

    Periods that have a target of their own are listed too: nobody came in them if nobody was noted.
    """
    days = register.rows["date"].dropna()
    if days.empty:
        return []
    found = [period_of(pd.Timestamp(day).date(), register.kind) for day in (days.min(), days.max())]
    found += [period for text in targeted if (period := read_as(text, register.kind)) is not None]
    found.sort(key=lambda period: period.number)
    return [write_period(period) for period in list_periods(found[0], found[-1])]


def count_register(register: Register, periods: list[str]) -> Iterator[Row]:
    """Yield the counts of one register: in all, by each of the periods, by activity.

    A person counts once in a period and once in the component, however many contacts or activities;
    ``new`` is the period of the first contact the person came to. Nobody can return in the first period.
    """
    yield from _count_all(register)
    if periods:
        yield from _count_periods(register, periods)
    yield from _count_activities(register)


def _count_all(register: Register) -> Iterator[Row]:
    came, booked = register.came, register.rows[register.rows["booked"]]
    yield from _presence(names.ALL, came, _sessions_of(came, came))
    if register.sessions is not None:
        offered = register.sessions * register.started
        yield _row(names.ALL, "offered", offered, SESSIONS, register.started)
    if len(booked):
        yield from _bookings(names.ALL, booked)
        missed = set(booked.loc[~booked["attended"].astype(bool), names.RESPONDENT_ID])
        again = _came_again(register.rows) & missed
        yield _row(names.ALL, "people_missed", len(missed), PEOPLE, len(missed))
        yield _row(names.ALL, "people_returned", len(again), PEOPLE, len(again), of=len(missed))


def _count_periods(register: Register, periods: list[str]) -> Iterator[Row]:
    labels = [
        NO_DATE if pd.isna(day) else write_period(period_of(pd.Timestamp(day).date(), register.kind))
        for day in register.rows["date"]
    ]
    rows = register.rows.assign(period=labels)
    order = {period: place for place, period in enumerate([*periods, NO_DATE])}
    came = rows[rows["attended"].astype(bool)]
    first = came["period"].map(order).groupby(came[names.RESPONDENT_ID]).min()
    for period in [*periods, *([NO_DATE] if NO_DATE in labels else [])]:
        present = came[came["period"] == period]
        yield from _presence(period, present, _sessions_of(present, came))
        everybody = present[names.RESPONDENT_ID].nunique()
        new = int((first == order[period]).sum())
        yield _row(period, "new", new, PEOPLE, new, of=everybody)
        if period != periods[0]:
            yield _row(period, "returning", everybody - new, PEOPLE, everybody - new, of=everybody)
        if rows["booked"].any():
            yield from _bookings(period, rows[rows["booked"] & (rows["period"] == period)])


def _count_activities(register: Register) -> Iterator[Row]:
    """Count by activity, where any is named; in the order of their names, which tells nothing of sizes."""
    came = register.came
    if came["activity"].isna().all():
        return
    activities = came["activity"].where(came["activity"].notna(), names.NOT_RECORDED).astype(str)
    for activity in sorted(activities.unique(), key=lambda name: (name == names.NOT_RECORDED, name)):
        for row in _presence(names.ALL, came[activities == activity]):
            yield {**row, "activity": activity}


def _presence(period: str, came: pd.DataFrame, held: tuple[str, ...] | None = None) -> Iterator[Row]:
    """Count the people who came, and how often they did."""
    behind = came[names.RESPONDENT_ID].nunique()
    yield _row(period, "people", behind, PEOPLE, behind)
    yield {**_row(period, "contacts", len(came), CONTACTS, behind), SESSIONS_HELD: held}


def _sessions_of(present: pd.DataFrame, came: pd.DataFrame) -> tuple[str, ...] | None:
    """Return the numbered sessions that these contacts make up; None where they aren't whole sessions."""
    own = present["session"].dropna().unique()
    whole = present["session"].notna().all() and came["session"].isin(own).sum() == len(present)
    return tuple(f"{session:g}" for session in sorted(own)) if len(own) and whole else None


def _bookings(period: str, booked: pd.DataFrame) -> Iterator[Row]:
    """Count what was booked, and what of it was missed."""
    missed = booked[~booked["attended"].astype(bool)]
    yield _row(period, "booked", len(booked), SESSIONS, booked[names.RESPONDENT_ID].nunique())
    yield _row(period, "missed", len(missed), SESSIONS, missed[names.RESPONDENT_ID].nunique())


def _came_again(rows: pd.DataFrame) -> set[object]:
    """Return the people who came to a later session, or on a later day, than the first that they missed."""
    there = rows["attended"].astype(bool)
    again: set[object] = set()
    for order in ("session", "date"):
        first_missed = rows[~there].groupby(names.RESPONDENT_ID)[order].min()
        last_there = rows[there].groupby(names.RESPONDENT_ID)[order].max()
        later = last_there > first_missed.reindex(last_there.index)
        again |= set(later.index[later])
    return again


def _row(period: str, statistic: str, value: int, unit: str, behind: int, *, of: int | None = None) -> Row:
    return {
        "basis": "register",
        "activity": names.ALL,
        "period": period,
        names.STATISTIC: statistic,
        names.ESTIMATE: value,
        "unit": unit,
        names.N: behind,
        "of": of,
    }
