"""Tables of people's words → headings and rows of text, cells as they are, whatever wrote the file."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from evalkit.errors import Fault, did_you_mean
from evalkit.intake.workbooks import WorkbookError, read_sheets

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

MOST_FILE_BYTES: Final = 100_000_000
LONGEST_CSV_CELL: Final = 1_000_000
"""Characters of one cell: more than any interview has."""
WORKBOOKS: Final = (".xlsx", ".xlsm")
_DELIMITERS: Final = (",", ";", "\t", "|")
_UTF16: Final = (b"\xff\xfe", b"\xfe\xff")
_SAVE_AGAIN: Final = "Export it again from the program that it was coded in."
_BINARY: Final = {
    b"SQLite format 3\x00": (
        "this is a Taguette project, no export",
        "In Taguette, open the project and choose Export, then all highlights as CSV.",
    ),
    b"%PDF": ("this is a PDF", "Export the table as CSV or XLSX instead."),
    b"\xd0\xcf\x11\xe0": ("this is an old .xls workbook", "Save it as .xlsx."),
}


@dataclass(frozen=True, slots=True)
class TextTable:
    """A table as it stands in the file.

    Attributes
    ----------
    file, sheet : str
        Where it comes from; ``sheet`` is empty for CSV.
    headings : tuple of str
        The first row, without spaces around.
    rows : tuple of (int, tuple of str)
        Row number as a spreadsheet program shows it, and the cells: as many as the row has.
    is_workbook : bool
        Whether it is a sheet of a workbook.
    """

    file: str
    sheet: str
    headings: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]
    is_workbook: bool = False

    def column(self, *names: str) -> int | None:
        """Return the place of the first heading that is one of ``names``, whatever its capitals."""
        wanted = {name.casefold() for name in names}
        return next((place for place, text in enumerate(self.headings) if text.casefold() in wanted), None)

    def fault(self, row: int | None, column: str, value: str, rule: str, remedy: str) -> Fault:
        """Return a fault of this table."""
        return Fault(self.file, self.sheet, row, column, value, rule, remedy)


def read_text_table(
    path: Path, *, known: Iterable[str], sheet: str | None = None
) -> tuple[TextTable | None, list[Fault]]:
    """Read a CSV file or a sheet of a workbook.

    The delimiter, and the sheet where none is named, are those with which most of the known headings are found.

    Parameters
    ----------
    path : Path
        The file.
    known : iterable of str
        Headings that such a table can have.
    sheet : str, optional
        Sheet of a workbook.

    Returns
    -------
    TextTable or None
        None if the file can't be used at all.
    list of Fault
        Why not.
    """
    words = {word.casefold() for word in known}
    problem = _unusable(path)
    if problem is not None:
        return None, [problem]
    if path.suffix.lower() in WORKBOOKS:
        return _from_workbook(path, words, sheet)
    return _from_csv(path, words)


def read_text(path: Path) -> str | Fault:
    """Return the text of a file: UTF-8, or UTF-16 with a byte-order mark."""
    problem = _unusable(path)
    if problem is not None:
        return problem
    content = path.read_bytes()
    try:
        return content.decode("utf-16" if content.startswith(_UTF16) else "utf-8-sig")
    except UnicodeDecodeError:
        return _whole(
            path.name, "the file isn't UTF-8 text", "Save it again as 'CSV UTF-8 (comma delimited)'."
        )


def _unusable(path: Path) -> Fault | None:
    if not path.is_file():
        return _whole(path.name, "this file is missing", "Put it in the folder, or correct its name.")
    if path.stat().st_size > MOST_FILE_BYTES:
        rule = f"the file is larger than {MOST_FILE_BYTES // 1_000_000} MB"
        return _whole(path.name, rule, "Export fewer documents at a time.")
    with path.open("rb") as stream:
        start = stream.read(16)
    for magic, (rule, remedy) in _BINARY.items():
        if start.startswith(magic):
            return _whole(path.name, rule, remedy)
    is_archive = start.startswith(b"PK")
    if is_archive and path.suffix.lower() not in WORKBOOKS:
        return _whole(path.name, f"this is an archive, not a {path.suffix} file", _SAVE_AGAIN)
    return None


def _from_csv(path: Path, known: set[str]) -> tuple[TextTable | None, list[Fault]]:
    text = read_text(path)
    if isinstance(text, Fault):
        return None, [text]
    first = text.split("\n", 1)[0]
    delimiter = max(
        _DELIMITERS, key=lambda sign: _count_known(next(csv.reader([first], delimiter=sign), ()), known)
    )
    limit = csv.field_size_limit(LONGEST_CSV_CELL)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except csv.Error as error:
        rule = f"the file can't be read as CSV ({error})"
        return None, [_whole(path.name, rule, _SAVE_AGAIN)]
    finally:
        csv.field_size_limit(limit)
    return _table(path.name, "", rows, is_workbook=False)


def _from_workbook(path: Path, known: set[str], sheet: str | None) -> tuple[TextTable | None, list[Fault]]:
    try:
        sheets = read_sheets(path)
    except WorkbookError as error:
        return None, [_whole(path.name, str(error), _SAVE_AGAIN)]
    names = list(sheets)
    if sheet is not None and sheet not in names:
        rule = f"this sheet is missing: {did_you_mean(sheet, names)}"
        return None, [Fault(path.name, sheet, None, "", "", rule, "Correct 'sheet:' in grantee.yml.")]
    chosen = sheet or max(
        names, key=lambda name: _count_known(sheets[name][0] if sheets[name] else (), known)
    )
    return _table(path.name, chosen if sheet or len(names) > 1 else "", sheets[chosen], is_workbook=True)


def _table(
    file: str, sheet: str, rows: Sequence[Sequence[str]], *, is_workbook: bool
) -> tuple[TextTable | None, list[Fault]]:
    headings = tuple(cell.strip() for cell in rows[0]) if rows else ()
    if not any(headings):
        rule, remedy = "there are no headings", "Put the headings in the first row."
        return None, [Fault(file, sheet, 1, "", "", rule, remedy)]
    filled = tuple((number, tuple(row)) for number, row in enumerate(rows[1:], 2) if any(map(str.strip, row)))
    return TextTable(file, sheet, headings, filled, is_workbook), []


def _count_known(row: Iterable[str], known: set[str]) -> int:
    return sum(cell.strip().casefold() in known for cell in row)


def _whole(file: str, rule: str, remedy: str) -> Fault:
    return Fault(file, "", None, "", "", rule, remedy)
