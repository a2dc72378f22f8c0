"""When people answered, and from when on their answers can be relied on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from evalkit import names
from evalkit.intake.cells import Source, parse_date, parse_word
from evalkit.intake.people import join_facts, read_timepoint

if TYPE_CHECKING:
    from collections.abc import Iterator

    from evalkit.definitions.study import Study
    from evalkit.definitions.tables import FromColumn, Items, Score, Table, TrustMarks

_WHO = [names.RESPONDENT_ID, names.COMPONENT]


def read_answer_dates(
    source: Source, people: pd.DataFrame, table: Table, study: Study
) -> Iterator[pd.DataFrame]:
    """Yield, for each column of days that the table maps, rows of the table ``answer_dates``."""
    mapped: dict[tuple[str, str], str | FromColumn] = {}
    entries: list[Score | Items] = [*table.scores, *([table.items] if table.items else [])]
    for entry in entries:
        if entry.date is not None:  # two scores may share their column of days
            mapped.setdefault((entry.date, repr(entry.timepoint)), entry.timepoint)
    for (column, _), timepoint in mapped.items():
        facts = {
            names.TIMEPOINT: read_timepoint(source, timepoint, study),
            "date": source.parse(column, parse_date),
            "latest": pd.Timestamp(study.data_date),
        }
        frame = join_facts(source, people, facts, column).dropna(subset=[names.TIMEPOINT, "date"])
        yield frame.astype({"date": "datetime64[ns]"})


def read_trust_flags(source: Source, people: pd.DataFrame, marks: TrustMarks, study: Study) -> pd.DataFrame:
    """Return marks of trust as rows of the table ``trust_flags``.

    A blank cell says nothing; without a mark nobody's answers are relied on.
    """
    words = dict.fromkeys(marks.yes, "yes") | dict.fromkeys(marks.no, "no")
    column = str(marks.flag)
    facts = {
        names.TIMEPOINT: read_timepoint(source, marks.timepoint or "", study),
        "trusted": source.parse(column, parse_word("mark", words)).map({"yes": True, "no": False}),
    }
    frame = join_facts(source, people, facts, column).dropna(subset=[names.TIMEPOINT, "trusted"])
    return frame.astype({"trusted": bool})


def read_trust_dates(source: Source, people: pd.DataFrame, marks: TrustMarks, study: Study) -> pd.DataFrame:
    """Return days of trust as rows of the table ``trust_dates``."""
    column = str(marks.date)
    facts = {"date": source.parse(column, parse_date), "latest": pd.Timestamp(study.data_date)}
    frame = join_facts(source, people, facts, column).dropna(subset=["date"])
    return frame.astype({"date": "datetime64[ns]"})


def without_repeats(frame: pd.DataFrame, value: str) -> pd.DataFrame:
    """Drop rows that only say again what a row above says of the same person.

    A day or mark of a person stands on each of the person's rows; only a different one is a fault.
    """
    keys = [name for name in (*_WHO, names.TIMEPOINT) if name in frame]
    return frame.drop_duplicates([*keys, value]).reset_index(drop=True)


def earliest_days(answer_dates: pd.DataFrame) -> pd.DataFrame:
    """Return one day per person and timepoint: two questionnaires need not be filled in on one day."""
    keys = [*_WHO, names.TIMEPOINT]
    return answer_dates.sort_values("date", kind="stable").drop_duplicates(keys).sort_index(ignore_index=True)
