"""What people did and when: goals, registers, episodes; and aggregates about organisations."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pandas as pd

from evalkit import names
from evalkit.intake.cells import Source, parse_date, parse_number, parse_word, require
from evalkit.intake.people import read_component

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from evalkit.definitions.study import Study
    from evalkit.definitions.tables import Attendance, Episodes, Goals, Institutions, Published, Table

_GOAL_RANGE: Final = {"minimum": 0.0, "maximum": 10.0, "step": 0.0}
_SESSION_RANGE: Final = {"minimum": 1.0, "step": 1.0}
_MOST_SESSIONS: Final = 1000.0


def read_goals(source: Source, people: pd.DataFrame, goals: Goals, study: Study) -> pd.DataFrame:
    """Return ratings of goals as rows of the table ``goals``; the goals' own words stay behind."""
    facts = {
        "goal": source.column(goals.goal).astype(object),
        "date": source.parse(goals.date, parse_date),
        "rating": source.parse(goals.rating, parse_number),
        "theme": _optional(source, goals.theme),
        **_GOAL_RANGE,
        "latest": pd.Timestamp(study.data_date),
    }
    for column, what in ((goals.goal, "the goal"), (goals.date, "the date")):
        require(source, column, what)
    frame = _rows(source, people, facts, goals.rating).dropna(subset=["goal", "date", "rating"])
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
    frame = _rows(source, people, facts, register.session).dropna(subset=["session", "attended"])
    frame["maximum"] = [float(offered[part] or _MOST_SESSIONS) for part in frame[names.COMPONENT]]
    return frame.astype({"session": float, "date": "datetime64[ns]"})


def read_episodes(source: Source, people: pd.DataFrame, episodes: Episodes, study: Study) -> pd.DataFrame:
    """Return beginnings and ends as rows of the table ``episodes``."""
    reason = _optional(source, episodes.reason)
    done = {word.casefold() for word in episodes.completed}
    facts = {
        "referred": _optional_date(source, episodes.referred),
        "started": source.parse(episodes.started, parse_date),
        "ended": _optional_date(source, episodes.ended),
        "reason": reason,
        "completed": [str(word).casefold() in done for word in reason],
        "latest": pd.Timestamp(study.data_date),
    }
    require(source, episodes.started, "the first day")
    frame = _rows(source, people, facts, episodes.ended or episodes.started).dropna(subset=["started"])
    return frame.astype(dict.fromkeys(("referred", "started", "ended"), "datetime64[ns]"))


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


def _optional(source: Source, column: str | None) -> pd.Series[str]:
    if column is None:
        return pd.Series(None, index=source.raw.cells.index, dtype=object)
    return source.column(column).astype(object).where(source.column(column).notna(), None)


def _optional_date(source: Source, column: str | None) -> pd.Series[float]:
    if column is None:
        return pd.Series(pd.NaT, index=source.raw.cells.index)
    return source.parse(column, parse_date)


def _rows(
    source: Source, people: pd.DataFrame, facts: Mapping[str, object | Sequence[object]], column: str
) -> pd.DataFrame:
    frame = pd.DataFrame(dict(facts), index=source.raw.cells.index).join(source.place(column))
    who = people[[names.RESPONDENT_ID, names.COMPONENT]]
    return who.join(frame, how="inner").reset_index(drop=True)
