"""Single cells → values, each failure a fault with its place.

A parsed frame carries where each row of it came from in the columns of :data:`PLACE`, so
that a later check can still say in which cell the trouble lies.
"""

from __future__ import annotations

import datetime as dt
import math
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from evalkit.errors import Fault, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from evalkit.intake.raw import RawTable

PLACE: Final = ("_file", "_sheet", "_row", "_column", "_value")
_UK_DATE: Final = re.compile(r"^(\d{1,2})[/.](\d{1,2})[/.](\d{4})$")
_FIRST_YEAR: Final = 1900
_LAST_YEAR: Final = 2100
_DATE_REMEDY: Final = "Write dates as 2024-03-31 or 31/03/2024 (day first)."


@dataclass(slots=True)
class Source:
    """One raw table and the faults found in it so far."""

    raw: RawTable
    faults: list[Fault] = field(default_factory=list)

    def fault(self, row: int, column: str, value: str, rule: str, remedy: str) -> None:
        """Note one fault of this table."""
        self.faults.append(Fault(self.raw.file, self.raw.sheet, row, column, value, rule, remedy))

    def column(self, name: str) -> pd.Series[str]:
        """Return one column as sent: stripped text, NA where blank."""
        return self.raw.cells[name]

    def place(self, column: str) -> pd.DataFrame:
        """Return where each cell of a column lies, in the columns of :data:`PLACE`."""
        rows = self.raw.cells.index
        place = {"_file": self.raw.file, "_sheet": self.raw.sheet, "_row": rows, "_column": column}
        return pd.DataFrame({**place, "_value": self.column(column).to_numpy()}, index=rows)

    def parse(self, column: str, parser: Callable[[str], object]) -> pd.Series[Any]:
        """Apply ``parser`` to each filled cell; a ``ValueError`` of it becomes a fault.

        The error's first argument is the rule, the second the remedy.
        """
        values: dict[int, object] = {}
        for row, text in self.column(column).dropna().items():
            try:
                values[int(str(row))] = parser(text)
            except CellError as error:
                self.fault(int(str(row)), column, text, error.rule, error.remedy)
        return pd.Series(values, dtype=object).reindex(self.raw.cells.index)

    def optional_text(self, column: str | None) -> pd.Series[Any]:
        """Return a column that need not be mapped: text, None where blank or not mapped."""
        if column is None:
            return pd.Series(None, index=self.raw.cells.index, dtype=object)
        return self.column(column).astype(object).where(self.column(column).notna(), None)

    def optional_date(self, column: str | None) -> pd.Series[Any]:
        """Return a column that need not be mapped: days, NaT where blank or not mapped."""
        if column is None:
            return pd.Series(pd.NaT, index=self.raw.cells.index)
        return self.parse(column, parse_date)


class CellError(ValueError):
    """A cell that can't be read: the rule it breaks and what to do."""

    def __init__(self, rule: str, remedy: str) -> None:
        super().__init__(rule)
        self.rule = rule
        self.remedy = remedy


def parse_number(text: str) -> float:
    """Return the number that ``text`` holds.

    Raises
    ------
    CellError
        If it holds none; infinity and "nan" are none.

    Examples
    --------
    >>> parse_number("12.5")
    12.5
    """
    try:
        number = float(text)
    except ValueError:
        number = math.nan
    if not math.isfinite(number) or "_" in text:
        raise CellError(
            "this isn't a number", "Write digits only, or leave the cell blank if there is no answer."
        )
    return number


def parse_date(text: str) -> pd.Timestamp:
    """Return the day that ``text`` holds: ISO, or day first as written in the UK.

    Examples
    --------
    >>> parse_date("31/03/2024").date().isoformat()
    '2024-03-31'
    """
    match = _UK_DATE.match(text)
    try:
        day = (
            dt.date(int(match[3]), int(match[2]), int(match[1]))
            if match
            else dt.date.fromisoformat(text[:10])
        )
    except ValueError:
        raise CellError("this isn't a date", _DATE_REMEDY) from None
    if not match and len(text) > 10 and text[10] not in "T ":  # noqa: PLR2004 - length of 2024-03-31
        raise CellError("this isn't a date", _DATE_REMEDY)
    if not _FIRST_YEAR <= day.year <= _LAST_YEAR:
        raise CellError(f"the year {day.year} can't be right", _DATE_REMEDY)
    return pd.Timestamp(day)


def parse_word(kind: str, words: Mapping[str, str]) -> Callable[[str], str]:
    """Return a parser for a closed list of words; capitals and spaces around don't matter.

    Parameters
    ----------
    kind : str
        What the word names, for the message.
    words : mapping
        The word as written: what it stands for.
    """
    folded = {word.strip().casefold(): meant for word, meant in words.items()}

    def parse(text: str) -> str:
        meant = folded.get(text.casefold())
        if meant is None:
            rule = f"unknown {kind}: {did_you_mean(text, list(words))}"
            raise CellError(rule, f"Use one of the words that grantee.yml gives for the {kind}.")
        return meant

    return parse


def require(source: Source, column: str, what: str) -> None:
    """Note a fault for each row whose cell in ``column`` is blank but must not be."""
    for row in source.raw.cells.index[source.column(column).isna()]:
        source.fault(int(row), column, "", f"{what} is missing", "Fill it in, or remove the row.")


def concat(frames: Sequence[pd.DataFrame], columns: Sequence[str]) -> pd.DataFrame:
    """Stack frames; without any, return an empty one that has the columns."""
    filled = [frame for frame in frames if len(frame)]
    if not filled:
        return pd.DataFrame({name: pd.Series(dtype=object) for name in (*columns, *PLACE)})
    return pd.concat(filled, ignore_index=True)
