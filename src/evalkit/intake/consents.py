"""Consents: who agreed to what, on which day, and who took it back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pandas as pd

from evalkit import names
from evalkit.errors import did_you_mean
from evalkit.intake.cells import Source, parse_date, parse_word
from evalkit.intake.raw import read_raw_table

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

    from evalkit.definitions.stories import Consent, ConsentColumns
    from evalkit.errors import Fault

_DAY: Final = "datetime64[ns]"
_FOR_GOOD: Final = pd.Timestamp(2200, 1, 1)
"""The day of a refusal whose own day can't be read: later than anything that could lift it."""


def read_consents(
    folder: Path,
    entry: Consent,
    *,
    latest: pd.Timestamp,
    people: Collection[str] | None = None,
    documents: Collection[str] | None = None,
) -> tuple[pd.DataFrame | None, list[Fault]]:
    """Read the consent file, so that whatever can't be read never turns into a consent.

    Parameters
    ----------
    folder : Path
        The grantee's folder.
    entry : Consent
        What grantee.yml says of the file.
    latest : pandas.Timestamp
        The study's ``data_date``: nobody can have agreed after it. Refusals and withdrawals may be later.
    people, documents : collection of str, optional
        All ids and document names there are: a withdrawal under a mistyped id would take nothing back, so a
        row that names somebody or something else is a fault. None: not checked.

    Returns
    -------
    pandas.DataFrame or None
        Columns :data:`evalkit.names.CONSENT_COLUMNS` in the order of the file, one row per purpose;
        ``respondent_id`` None for the consent of a whole group, ``item`` None for all items. None if the
        file can't be used at all.
    list of Fault
        Structural ones without a frame; else those of rows. A row that can't be read gives no consent, and
        where what it says isn't a plain yes, it counts as a refusal of what it names.
    """
    raw, faults = read_raw_table(folder, entry)
    if raw is None:
        return None, faults
    source = Source(raw)
    rows = _told(source, entry, latest)
    _note_unknown(source, entry.columns.respondent, people, "person")
    _note_unknown(source, entry.columns.item, documents, "document")
    frame = _spread_purposes(rows[rows["usable"]])
    return frame, [*faults, *sorted(source.faults, key=lambda fault: fault.row or 0)]


def _told(source: Source, entry: Consent, latest: pd.Timestamp) -> pd.DataFrame:
    """Return each row as it was meant: a consent only where every cell of it can be read."""
    columns = entry.columns
    meaning = {word: word for word in names.PURPOSES} | dict(entry.purposes)
    answers = dict.fromkeys(entry.yes, "yes") | dict.fromkeys(entry.no, "no")
    rows = pd.DataFrame(
        {
            names.RESPONDENT_ID: source.column(columns.respondent).astype(object),
            names.ITEM: source.optional_text(columns.item),
            "purpose": source.parse(columns.purpose, parse_word("purpose", meaning)),
            "answer": source.parse(columns.given, parse_word("answer", answers)),
            "date": pd.to_datetime(source.parse(columns.date, parse_date)),
            "withdrawn": pd.to_datetime(source.optional_date(columns.withdrawn)),
        }
    )
    taken_back = source.optional_text(columns.withdrawn).notna()
    rows["usable"] = _somebody_or_something(source, rows, columns)
    says_yes = (rows["answer"] == "yes") & ~taken_back
    _note_blanks(source, columns, says_yes | source.column(columns.given).isna() & ~taken_back)
    future = says_yes & (rows["date"] > latest)
    for row in rows.index[future]:
        rule = f"consent can't have been given after {latest.date().isoformat()}, the study's data_date"
        remedy = "Correct the day, or data_date in grantee.yml."
        source.fault(int(row), columns.date, str(source.column(columns.date)[row]), rule, remedy)
    rows["given"] = says_yes & rows["purpose"].notna() & rows["date"].notna() & ~future
    # A yes that lacks its day or purpose gives nothing and takes nothing; all else that isn't a yes refuses.
    rows["usable"] &= rows["given"] | ~says_yes
    rows["withdrawn"] = rows["withdrawn"].where(~taken_back | rows["withdrawn"].notna(), _FOR_GOOD)
    rows["date"] = rows["date"].fillna(rows["withdrawn"]).fillna(_FOR_GOOD)
    return rows


def _somebody_or_something(source: Source, rows: pd.DataFrame, columns: ConsentColumns) -> pd.Series[bool]:
    """Say which rows name a person or a document; without either nobody's consent is told."""
    named = rows[names.RESPONDENT_ID].notna() | rows[names.ITEM].notna()
    for row in rows.index[~named]:
        rule = "this row names neither a person nor a document"
        remedy = "Fill in who agreed, or for a whole group the document's name."
        source.fault(int(row), columns.respondent, "", rule, remedy)
    return named


def _note_blanks(source: Source, columns: ConsentColumns, must_be_whole: pd.Series[bool]) -> None:
    """Note what a row lacks that could be a consent; a withdrawal may leave the rest blank."""
    for column, what in ((columns.purpose, "purpose"), (columns.given, "answer"), (columns.date, "day")):
        for row in source.raw.cells.index[must_be_whole & source.column(column).isna()]:
            rule = f"the {what} is missing, so this row gives no consent"
            source.fault(int(row), column, "", rule, "Fill it in, or remove the row.")


def _note_unknown(source: Source, column: str | None, known: Collection[str] | None, what: str) -> None:
    """Note the rows about a person or document that the data doesn't have; capitals don't matter in titles."""
    if column is None or known is None:
        return
    folded = {name.strip().casefold() for name in known}
    for row, told in source.column(column).dropna().items():
        if told not in known and (what == "person" or told.casefold() not in folded):
            rule = f"the data has no {what} of this name: {did_you_mean(told, sorted(known))}"
            remedy = "Correct it: under a wrong name nothing is agreed to, and nothing is taken back."
            source.fault(int(str(row)), column, told, rule, remedy)


def _spread_purposes(rows: pd.DataFrame) -> pd.DataFrame:
    """Return one row per purpose; a refusal without a purpose that can be read is a refusal of all."""
    purposes = [[told] if isinstance(told, str) else list(names.PURPOSES) for told in rows["purpose"]]
    spread = rows.assign(purpose=pd.Series(purposes, index=rows.index, dtype=object)).explode("purpose")
    text = list(names.CONSENT_COLUMNS[:2])
    spread[text] = spread[text].astype(object).where(spread[text].notna(), None)
    typed = spread.astype({"given": bool, "date": _DAY, "withdrawn": _DAY})
    return typed[list(names.CONSENT_COLUMNS)].reset_index(drop=True)
