"""The pledge and the published figures → tables as they are released."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from evalkit.definitions.programme import COMMITMENTS, PLEDGE_HEADINGS, PLEDGE_STATUSES
from evalkit.errors import Fault, did_you_mean
from evalkit.intake.cells import CellError, parse_date, parse_number, require

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from evalkit.intake.cells import Source

PLEDGE_COLUMNS: Final = PLEDGE_HEADINGS
PUBLISHED_COLUMNS: Final = ("measure", "value", "unit", "qualifier", "period", "source", "programme")

_QUALIFIERS: Final = ("more than", "at least", "about", "up to", "fewer than", "over", "under")
"""Words in brackets after a unit that make the figure a bound, never an exact number."""


def read_pledges(source: Source) -> pd.DataFrame:
    """Read the seven commitments; a commitment that is missing is a fault of the file.

    Returns
    -------
    pandas.DataFrame
        Columns :data:`PLEDGE_COLUMNS`: number (1 to 7, each once, sorted), status one of the known
        words, date as ISO text; "" where blank.
    """
    numbers = source.parse("number", _parse_commitment)
    statuses = source.parse("status", _parse_status)
    dates = source.parse("date", lambda text: parse_date(text).date().isoformat())
    for column in ("number", "commitment", "status"):
        require(source, column, f"the {column}")
    table = source.raw.cells[list(PLEDGE_COLUMNS)].assign(number=numbers, status=statuses, date=dates)
    table = table.dropna(subset=["number", "commitment", "status"])
    for row in table.index[table.duplicated("number")]:
        rule = "this commitment stands here a second time"
        source.fault(int(row), "number", str(table.loc[row, "number"]), rule, "Keep one row per commitment.")
    table = table.drop_duplicates("number").sort_values("number")
    missing = sorted(set(range(1, COMMITMENTS + 1)) - set(numbers.dropna()))
    if missing:
        rule = f"a commitment of the pledge's {COMMITMENTS} isn't there: {', '.join(map(str, missing))}"
        remedy = "Add a row for it; its status may be 'not started'."
        source.faults.append(Fault(source.raw.file, source.raw.sheet, None, "number", "", rule, remedy))
    return table.astype(object).where(table.notna(), "").reset_index(drop=True)


def read_published_figures(source: Source, only: Sequence[str]) -> pd.DataFrame:
    """Read figures that were published elsewhere; "more than" in the unit becomes the qualifier.

    Parameters
    ----------
    source : Source
        The raw table.
    only : sequence of str
        Programmes to take; all if empty.

    Returns
    -------
    pandas.DataFrame
        Columns :data:`PUBLISHED_COLUMNS`; "" where blank.
    """
    values = source.parse("value", parse_number)
    for column in ("measure", "value", "source"):
        require(source, column, f"the {column}")
    known = list(source.column("programme").dropna().unique())
    for name in only:
        if name not in known:
            rule = f"no row is of the programme '{name}': {did_you_mean(name, known)}"
            remedy = "Correct 'only' in programme.yml."
            source.faults.append(
                Fault(source.raw.file, source.raw.sheet, None, "programme", "", rule, remedy)
            )
    table = source.raw.cells.assign(value=values).dropna(subset=["measure", "value", "source"])
    if only:
        table = table[table["programme"].isin(only)]
    units = [_split_unit(str(unit)) for unit in table["unit"].fillna("")]
    table = table.assign(unit=[unit for unit, _ in units], qualifier=[words for _, words in units])
    table = table[list(PUBLISHED_COLUMNS)].astype({"value": float}).astype(object)
    return table.where(table.notna(), "").reset_index(drop=True)


def _split_unit(text: str) -> tuple[str, str]:
    for words in _QUALIFIERS:
        if f"({words})" in text:
            return text.replace(f"({words})", "").strip(), words
    return text, ""


def _parse_commitment(text: str) -> int:
    number = parse_number(text)
    if number not in range(1, COMMITMENTS + 1):
        raise CellError(f"the pledge's commitments are numbered 1 to {COMMITMENTS}", "Correct the number.")
    return int(number)


def _parse_status(text: str) -> str:
    if text.casefold() not in PLEDGE_STATUSES:
        rule = f"unknown status: {did_you_mean(text, PLEDGE_STATUSES)}"
        raise CellError(rule, f"Write {', '.join(PLEDGE_STATUSES[:-1])} or {PLEDGE_STATUSES[-1]}.")
    return text.casefold()
