"""What people did: goals, registers, amounts; and aggregates about organisations."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from evalkit import names
from evalkit.intake.cells import CellError, Source, parse_date, parse_number, parse_word, require
from evalkit.intake.people import join_facts, read_component

if TYPE_CHECKING:
    from evalkit.definitions.study import Study
    from evalkit.definitions.tables import Attendance, Goals, Institutions, Published, Sum, Table

_GOAL_RANGE: Final = {"minimum": 0.0, "maximum": 10.0, "step": 0.0}
_SESSION_RANGE: Final = {"minimum": 1.0, "step": 1.0}
_MOST_SESSIONS: Final = 1000.0


def read_goals(source: Source, people: pd.DataFrame, goals: Goals, study: Study) -> pd.DataFrame:
    """Return ratings of goals as rows of the table ``goals``; the goals' own words stay behind."""
    facts = {
        "goal": source.column(goals.goal).astype(object),
        "date": source.parse(goals.date, parse_date),
        "rating": source.parse(goals.rating, parse_number),
        "theme": source.optional_text(goals.theme),
        "status": _status_of_goals(source, people, goals),
        **_GOAL_RANGE,
        "latest": pd.Timestamp(study.data_date),
    }
    for column, what in ((goals.goal, "the goal"), (goals.date, "the date")):
        require(source, column, what)
    frame = join_facts(source, people, facts, goals.rating).dropna(subset=["goal", "date", "rating"])
    return frame.astype({"rating": float, "date": "datetime64[ns]"})


def read_attendance(source: Source, people: pd.DataFrame, register: Attendance, study: Study) -> pd.DataFrame:
    """Return a register as rows of the table ``attendance``."""
    words = dict.fromkeys(register.attended, "yes") | dict.fromkeys(register.missed, "no")
    offered = {part.id: part.sessions for part in study.components}
    status = source.parse(register.status, parse_word("status", words))
    date = source.parse(register.date, parse_date) if register.date else pd.NaT
    facts = {
        "session": source.parse(register.session, parse_number),
        "date": date,
        "attended": status.map({"yes": True, "no": False}),
        **_SESSION_RANGE,
        "latest": pd.Timestamp(study.data_date),
    }
    require(source, register.session, "the session's number")
    frame = join_facts(source, people, facts, register.session).dropna(subset=["session", "attended"])
    frame["maximum"] = [float(offered[part] or _MOST_SESSIONS) for part in frame[names.COMPONENT]]
    return frame.astype({"session": float, "date": "datetime64[ns]"})


def read_sum(source: Source, people: pd.DataFrame, entry: Sum) -> pd.DataFrame:
    """Return an amount per person as rows of the table ``sums``."""
    facts = {
        "title": entry.title,
        "unit": entry.unit,
        "amount": source.parse(entry.column, parse_number),
    }
    frame = join_facts(source, people, facts, entry.column).dropna(subset=["amount"])
    return frame.astype({"amount": float})


def read_institutions(source: Source, table: Table, institutions: Institutions, study: Study) -> pd.DataFrame:
    """Return the organisations approached as rows of the table ``institutions``."""
    words = dict.fromkeys(institutions.yes, "yes") | dict.fromkeys(institutions.no, "no")
    answer = source.parse(institutions.took_part, parse_word("answer", words))
    require(source, institutions.took_part, "whether it took part")
    require(source, institutions.id, "the organisation")
    facts = {
        names.COMPONENT: read_component(source, table, study),
        "institution": source.column(institutions.id).astype(object),
        "took_part": answer.map({"yes": True, "no": False}),
    }
    frame = pd.DataFrame(facts, index=source.raw.cells.index).join(source.place(institutions.id))
    return frame.dropna(subset=[names.COMPONENT, "institution", "took_part"]).reset_index(drop=True)


def read_published(source: Source, published: Published) -> pd.DataFrame:
    """Return figures published elsewhere as rows of the table ``published``."""
    facts = {
        "measure": source.column(published.measure).astype(object),
        "value": source.parse(published.value, parse_number),
        "unit": source.column(published.unit).astype(object),
        "period": source.column(published.period).astype(object),
        "source": source.column(published.source).astype(object),
    }
    require(source, published.source, "the source")
    frame = pd.DataFrame(facts, index=source.raw.cells.index).join(source.place(published.value))
    if published.programme is not None and published.only:
        frame = frame[source.column(published.programme).isin(published.only)]
    frame = frame.dropna(subset=["measure", "value", "source"])
    return frame.astype({"value": float}).reset_index(drop=True)


def _status_of_goals(source: Source, people: pd.DataFrame, goals: Goals) -> pd.Series[Any]:
    """Return what became of each row's goal: the last that any of its rows says, or None.

    A goal that is given up often has a last row without a rating, and that row counts too.
    """
    status = source.optional_text(goals.status)
    if goals.status is None:
        return status
    meanings = dict.fromkeys(map(_folded, goals.abandoned), "abandoned")
    meanings |= dict.fromkeys(map(_folded, goals.changed), "changed")
    key = [names.RESPONDENT_ID, names.COMPONENT, "goal"]
    rows = people[key[:2]].join(pd.DataFrame({"goal": source.column(goals.goal), "status": status}))
    rows["day"] = pd.to_datetime(source.column(goals.date).map(_day_or_nat, na_action="ignore"))
    said = rows.dropna(subset=["goal", "status"]).sort_values("day", kind="stable", na_position="first")
    last = said.drop_duplicates(key, keep="last").set_index(key)["status"].map(_folded).map(meanings)
    found = rows.join(last.rename("last"), on=key)["last"].reindex(source.raw.cells.index)
    return found.astype(object).where(found.notna(), None)


def _folded(word: str) -> str:
    return word.strip().casefold()


def _day_or_nat(text: str) -> object:
    try:
        return parse_date(text)
    except CellError:  # told where the date itself is read
        return pd.NaT
