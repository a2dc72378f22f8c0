"""The review file of excerpts: written for people to decide on, and what they decided read back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import pandas as pd

from evalkit import names, store
from evalkit.errors import Fault, StructuralFaults
from evalkit.intake.cells import CellError, Source, parse_date, parse_number, parse_word
from evalkit.intake.formulas import escape_formula, escape_formulas
from evalkit.intake.raw import read_raw_table

if TYPE_CHECKING:
    from pathlib import Path

REVIEW_FILE: Final = "excerpts.csv"
_BYTE_ORDER_MARK: Final = "\ufeff"
"""Without it a spreadsheet program takes é for two letters, and saves it so."""


@dataclass(frozen=True, slots=True)
class _File:
    file: str
    sheet: str | None = None
    missing_codes: tuple[str, ...] = ()

    def columns_needed(self) -> tuple[str, ...]:
        return names.REVIEW_COLUMNS


def write_review(path: Path, review: pd.DataFrame) -> None:
    """Write the review file whole, every cell safe to open in a spreadsheet program.

    Parameters
    ----------
    path : Path
        ``data/processed/<grantee>/review/excerpts.csv``.
    review : pandas.DataFrame
        Columns :data:`evalkit.names.REVIEW_COLUMNS`, as of
        :func:`evalkit.analysis.safe_excerpts.build_review`.
    """
    table = escape_formulas(review[list(names.REVIEW_COLUMNS)])
    store.write_text(path, _BYTE_ORDER_MARK + store.format_csv(table))


def read_review(path: Path) -> tuple[pd.DataFrame, list[Fault]]:
    """Read what people decided.

    Parameters
    ----------
    path : Path
        The review file; it need not exist yet.

    Returns
    -------
    pandas.DataFrame
        Columns :data:`evalkit.names.REVIEW_COLUMNS` as they were typed, ``start`` and ``end`` as whole numbers
        or missing, blank cells as "", and ``usable``: whether the row holds a decision that can be followed.
    list of Fault
        Decisions that can't be followed; their findings stay undecided.

    Raises
    ------
    StructuralFaults
        If the file is there but can't be read: writing a new one over it would lose people's decisions.
    """
    if not path.exists():
        return _typed(pd.DataFrame(columns=[*names.REVIEW_COLUMNS, "usable"])), []
    raw, faults = read_raw_table(path.parent, _File(path.name))
    if raw is None:
        raise StructuralFaults(faults)
    source = Source(raw)
    rows = raw.cells[list(names.REVIEW_COLUMNS)].astype(object)
    usable = _find_usable(source, rows)
    for column in ("start", "end"):
        rows[column] = rows[column].map(_whole_number, na_action="ignore")
    rows = rows.map(_as_it_was).assign(usable=usable)
    return _typed(rows), [*faults, *source.faults]


def _find_usable(source: Source, rows: pd.DataFrame) -> pd.Series[bool]:
    """Say which rows hold a decision with a name and a day, and note what is wrong with the others."""
    decision = source.parse(
        "decision", parse_word("decision", {word: word for word in names.REVIEW_DECISIONS})
    )
    day = source.parse("when", parse_date)
    usable = decision.notna() & rows["who"].notna() & day.notna()
    for row in rows.index[decision.notna()]:
        for column, what in (("who", "who decided"), ("when", "on which day")):
            if pd.isna(rows.loc[row, column]):
                rule = f"the decision doesn't say {what}, so it doesn't count"
                source.fault(int(row), column, "", rule, "Fill it in.")
        given_away = decision[row] == "redact" and _repeats(
            rows.loc[row, "replacement"], rows.loc[row, "finding"]
        )
        if given_away:
            rule = "the replacement says again what it should replace"
            remedy = "Write another word, or leave the cell blank."
            source.fault(int(row), "replacement", str(rows.loc[row, "replacement"]), rule, remedy)
        usable[row] &= not given_away
    return usable


def _repeats(replacement: object, finding: object) -> bool:
    if not isinstance(replacement, str) or not isinstance(finding, str):
        return False
    return finding.casefold() in replacement.casefold()


def _whole_number(text: str) -> int | None:
    try:
        return int(parse_number(text))
    except CellError:  # the row then speaks of the words in its column finding, wherever they stand
        return None


def _as_it_was(cell: object) -> object:
    """Take away the apostrophe that made a cell safe."""
    if isinstance(cell, str) and cell.startswith("'") and escape_formula(cell[1:]) == cell:
        return cell[1:]
    return cell


def _typed(rows: pd.DataFrame) -> pd.DataFrame:
    text = [column for column in names.REVIEW_COLUMNS if column not in {"start", "end"}]
    rows = rows.assign(**{column: rows[column].astype(object).fillna("").astype(str) for column in text})
    return rows.astype({"start": "Int64", "end": "Int64", "usable": bool}).reset_index(drop=True)
