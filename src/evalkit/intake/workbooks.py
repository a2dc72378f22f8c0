"""Workbooks whose cells are people's words: a formula cell is text, and a bomb is refused."""

from __future__ import annotations

import datetime as dt
import re
import warnings
import zipfile
import zlib
from typing import TYPE_CHECKING, Final
from xml.etree.ElementTree import ParseError

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet.formula import ArrayFormula
from python_calamine import CalamineError, CalamineWorkbook

if TYPE_CHECKING:
    from pathlib import Path

MOST_BYTES: Final = 200_000_000
"""What a workbook may unpack to."""
LONGEST_CELL: Final = 32_767
"""Characters that a cell of XLSX can hold; some programs cut longer text without a word."""

_CHUNK: Final = 1 << 20
_SHEET: Final = re.compile(r"xl/worksheets/[^/]+\.xml", re.IGNORECASE)
_DOCTYPE: Final = re.compile(rb"<!\s*(doctype|entity)", re.IGNORECASE)
_FORMULA: Final = re.compile(rb"<(\w+:)?f[ >/]")
_UNREADABLE: Final = (
    *(CalamineError, InvalidFileException, zipfile.BadZipFile, zlib.error, OSError, ParseError),
    *(
        KeyError,
        ValueError,
        TypeError,
        IndexError,
        AttributeError,
        EOFError,
        NotImplementedError,
        RuntimeError,
    ),
)
"""What the two readers raise on a file that only looks like a workbook."""


class WorkbookError(ValueError):
    """A workbook that can't be read, or must not be: the rule it breaks."""


def read_sheets(path: Path) -> dict[str, list[list[str]]]:
    """Read all sheets of a workbook as text.

    A cell that begins with ``=`` is often somebody's words, which a program wrote as a formula that
    it isn't. Such a cell gives its text; one with a worked-out value gives that value.

    Parameters
    ----------
    path : Path
        An XLSX file.

    Returns
    -------
    dict of str to list of list of str
        Rows from the first one of each sheet, by the sheet's name; a blank cell is "".

    Raises
    ------
    WorkbookError
        If it is none, unpacks to more than :data:`MOST_BYTES`, or declares entities.
    """
    try:
        has_formulas = _check_archive(path)
        workbook = CalamineWorkbook.from_path(path)
        sheets = {
            name: [
                [_as_text(cell) for cell in row]
                for row in workbook.get_sheet_by_name(name).to_python(skip_empty_area=False)
            ]
            for name in workbook.sheet_names
        }
        if has_formulas:
            _fill_in_formulas(path, sheets)
    except WorkbookError:
        raise
    except _UNREADABLE as error:
        message = f"the workbook can't be read ({str(error).splitlines()[0] if str(error) else 'unreadable'})"
        raise WorkbookError(message) from None
    return sheets


def _check_archive(path: Path) -> bool:
    """Refuse what no spreadsheet program writes; return whether any cell is a formula.

    Each member is really unpacked, in pieces: the sizes that an archive states may be lies, and
    the reader of archives stops where a member goes beyond its own.
    """
    total, has_formulas = 0, False
    with zipfile.ZipFile(path) as archive:
        for member in archive.infolist():
            start, tail = True, b""
            with archive.open(member) as stream:
                while piece := stream.read(_CHUNK):
                    total += len(piece)
                    if total > MOST_BYTES:
                        message = f"the workbook unpacks to more than {MOST_BYTES // 1_000_000} MB"
                        raise WorkbookError(message)
                    if start and _DOCTYPE.search(piece[:4096]):
                        message = "the workbook declares entities, which no spreadsheet program does"
                        raise WorkbookError(message)
                    start = False
                    if not has_formulas and _SHEET.fullmatch(member.filename):
                        has_formulas = bool(_FORMULA.search(tail + piece))
                        tail = piece[-16:]
    return has_formulas


def _fill_in_formulas(path: Path, sheets: dict[str, list[list[str]]]) -> None:
    """Put the text of each formula cell into its place, unless a value was worked out."""
    with warnings.catch_warnings(), path.open("rb") as stream:
        warnings.simplefilter("ignore")  # of styles and extensions that are not read here
        book = openpyxl.load_workbook(stream, read_only=True, data_only=False, keep_links=False)
        for sheet in book.worksheets:
            rows = sheets.get(sheet.title, [])
            for cells in sheet.iter_rows():
                for cell in cells:
                    if cell.data_type == "f":
                        _fill_in(rows, cell.row - 1, cell.column - 1, _formula_text(cell.value))


def _fill_in(rows: list[list[str]], row: int, column: int, text: str) -> None:
    while len(rows) <= row:
        rows.append([])
    rows[row] += [""] * (column + 1 - len(rows[row]))
    if _is_no_result(rows[row][column]):
        rows[row][column] = text


def _is_no_result(shown: str) -> bool:
    """Return whether a formula cell has no value of its own: none, the 0 of a writer, or an error."""
    return shown.strip() in {"", "0"} or shown.startswith(("#", "Err:"))


def _formula_text(value: object) -> str:
    text = str(value.text or "") if isinstance(value, ArrayFormula) else str(value)
    return text if text.startswith("=") else f"={text}"


def _as_text(cell: object) -> str:
    """Return a cell as the text that a person sees in it; text keeps its spaces."""
    if isinstance(cell, dt.datetime) and cell.time() == dt.time():
        return cell.date().isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)
