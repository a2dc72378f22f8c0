"""Files as sent → text cells with the row number that a spreadsheet program shows."""

from __future__ import annotations

import csv
import datetime as dt
import zipfile
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Protocol

import pandas as pd
from python_calamine import CalamineError, CalamineWorkbook

from evalkit.errors import Fault, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

_HEADER_ROW: Final = 1


class Entry(Protocol):
    """What grantee.yml says of one file: its name, its sheet and the headings that it must have."""

    @property
    def file(self) -> str:
        """File in the grantee's folder."""

    @property
    def sheet(self) -> str | None:
        """Sheet of a workbook."""

    @property
    def missing_codes(self) -> tuple[str, ...]:
        """Words that stand for a blank cell."""

    def columns_needed(self) -> tuple[str, ...]:
        """Return the headings that the file must have."""


@dataclass(frozen=True, slots=True)
class RawTable:
    """One file or sheet, every cell as stripped text.

    Attributes
    ----------
    file, sheet : str
        Where it comes from; ``sheet`` is empty for CSV.
    cells : pandas.DataFrame
        One column per heading, index = row number (the header is row 1); blank cells are NA.
    """

    file: str
    sheet: str
    cells: pd.DataFrame


def read_raw_table(folder: Path, table: Entry) -> tuple[RawTable | None, list[Fault]]:
    """Read the file of one table and check that it has the columns that grantee.yml names.

    Parameters
    ----------
    folder : Path
        The grantee's folder; the file must lie inside it.
    table : Entry
        What grantee.yml says of it.

    Returns
    -------
    RawTable or None
        None if the file can't be used at all.
    list of Fault
        Structural faults and rows with more cells than headings.
    """
    path = folder / table.file
    sheet = table.sheet or ""
    if not path.resolve().is_relative_to(folder.resolve()):
        rule = "the file must lie in the grantee's own folder"
        return None, [Fault(table.file, sheet, None, "", "", rule, "Copy it there.")]
    if not path.is_file():
        files = [entry.name for entry in folder.iterdir() if entry.suffix.lower() in {".csv", ".xlsx"}]
        rule = f"this file is missing: {did_you_mean(table.file, files)}" if files else "this file is missing"
        return None, [
            Fault(table.file, sheet, None, "", "", rule, "Put it in the folder, or correct its name.")
        ]
    rows = _read_xlsx(path, table) if path.suffix.lower() == ".xlsx" else _read_csv(path, table)
    if isinstance(rows, Fault):
        return None, [rows]
    return _with_headings(rows, table)


def _read_csv(path: Path, table: Entry) -> list[list[str]] | Fault:
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            return [[cell.strip() for cell in row] for row in csv.reader(stream, strict=True)]
    except UnicodeDecodeError:
        remedy = "Save it again as 'CSV UTF-8 (comma delimited)'."
        return Fault(table.file, "", None, "", "", "the file isn't UTF-8 text", remedy)
    except csv.Error as error:
        remedy = "Open it in a spreadsheet program and save it again as CSV."
        return Fault(table.file, "", None, "", "", f"the file can't be read as CSV ({error})", remedy)


def _read_xlsx(path: Path, table: Entry) -> list[list[str]] | Fault:
    try:
        workbook = CalamineWorkbook.from_path(path)
        names = list(workbook.sheet_names)
        if table.sheet is None and len(names) > 1:
            rule = f"the workbook has several sheets ({', '.join(names)})"
            return Fault(table.file, "", None, "", "", rule, "Say which with 'sheet:' in grantee.yml.")
        sheet = table.sheet or names[0]
        if sheet not in names:
            rule = f"this sheet is missing: {did_you_mean(sheet, names)}"
            return Fault(table.file, sheet, None, "", "", rule, "Correct 'sheet:' in grantee.yml.")
        content = workbook.get_sheet_by_name(sheet).to_python(skip_empty_area=False)
    except (CalamineError, zipfile.BadZipFile, OSError) as error:
        remedy = "Open it in a spreadsheet program and save it again as .xlsx."
        return Fault(
            table.file, table.sheet or "", None, "", "", f"the workbook can't be read ({error})", remedy
        )
    return [[_as_text(cell) for cell in row] for row in content]


def _as_text(cell: object) -> str:
    """Return a workbook's cell as the text that a person sees in it."""
    if isinstance(cell, dt.datetime) and cell.time() == dt.time():
        return cell.date().isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()


def _with_headings(rows: Sequence[Sequence[str]], table: Entry) -> tuple[RawTable | None, list[Fault]]:
    sheet = table.sheet or ""
    if not rows or not any(rows[0]):
        remedy = "Put the headings in the first row."
        return None, [Fault(table.file, sheet, _HEADER_ROW, "", "", "there are no headings", remedy)]
    headings = list(rows[0])
    faults = _faults_in_headings(headings, table)
    if faults:
        return None, faults
    numbered = [(number, row) for number, row in enumerate(rows[1:], _HEADER_ROW + 1) if any(row)]
    for number, row in numbered:
        if any(row[len(headings) :]):
            rule = "this row has more cells than there are headings"
            value = ", ".join(cell for cell in row[len(headings) :] if cell)
            remedy = "Put text that holds a comma in quotes, or move the cell under its heading."
            faults.append(Fault(table.file, sheet, number, "", value, rule, remedy))
    width = len(headings)
    padded = [list(row[:width]) + [""] * (width - len(row)) for _, row in numbered]
    index = pd.Index([number for number, _ in numbered], name="row", dtype="int64")
    cells = pd.DataFrame(padded, index=index, columns=headings, dtype="str")
    blank = {"", *table.missing_codes}
    return RawTable(table.file, sheet, cells.mask(cells.isin(blank))), faults


def _faults_in_headings(headings: Sequence[str], table: Entry) -> list[Fault]:
    faults = []
    for name in table.columns_needed():
        found = headings.count(name)
        if found == 1:
            continue
        if found:
            rule, remedy = "this heading stands more than once", "Give each column a heading of its own."
        else:
            rule = f"this column is missing: {did_you_mean(name, [text for text in headings if text])}"
            remedy = "Correct the heading, or its name in grantee.yml."
        faults.append(Fault(table.file, table.sheet or "", _HEADER_ROW, name, "", rule, remedy))
    return faults
