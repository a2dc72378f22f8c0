"""Rows → the bytes of a CSV file or a workbook, the same bytes on every run."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
import zipfile
from typing import TYPE_CHECKING, Final
from xml.etree.ElementTree import canonicalize

import pandas as pd

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

Cell = str | int | dt.date | None
Rows = list[tuple[Cell, ...]]

_ZIP_DATE: Final = (1980, 1, 1, 0, 0, 0)
_READ_WRITE_FILE: Final = 0o600 << 16
_UNIX: Final = 3
_SAVED_AT: Final = re.compile(r"(<dcterms:(created|modified)[^>]*>)[^<]*(</dcterms:\2>)")
_PROPERTIES: Final = "docProps/core.xml"


def csv_bytes(headings: Sequence[str], rows: Rows) -> bytes:
    r"""Return a CSV file: UTF-8, one ``\n`` per line, ISO dates, blank where there is no answer.

    Examples
    --------
    >>> csv_bytes(["ID", "Q1", "Date"], [("A", None, dt.date(2020, 2, 3))])
    b'ID,Q1,Date\nA,,2020-02-03\n'
    """
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(headings)
    writer.writerows(rows)
    return stream.getvalue().encode()


def xlsx_bytes(sheets: Mapping[str, tuple[Sequence[str], Rows]], *, saved: dt.date) -> bytes:
    """Return a workbook.

    Parameters
    ----------
    sheets : mapping of str to (headings, rows)
        By the name of the sheet, in order. Dates become dates of the spreadsheet program.
    saved : datetime.date
        The date the workbook says it was saved on.

    Returns
    -------
    bytes
        A ``.xlsx`` file without compression: what the library stamps with the time of the run
        (the document's properties, the entries of the archive) is set to fixed dates, and its
        XML is put in canonical form, since it is spelt otherwise where lxml is installed.
    """
    stream = io.BytesIO()
    with pd.ExcelWriter(stream, engine="openpyxl", date_format="YYYY-MM-DD") as writer:
        for name, (headings, rows) in sheets.items():
            table = pd.DataFrame(rows, columns=list(headings), dtype=object)
            table.to_excel(writer, sheet_name=name, index=False)
    return _without_clock(stream.getvalue(), saved)


def _without_clock(workbook: bytes, saved: dt.date) -> bytes:
    stamp = rf"\g<1>{saved.isoformat()}T00:00:00Z\g<3>"
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook)) as old, zipfile.ZipFile(stream, "w") as new:
        for name in sorted(old.namelist()):
            content = canonicalize(old.read(name))
            add_entry(new, name, _SAVED_AT.sub(stamp, content) if name == _PROPERTIES else content)
    return stream.getvalue()


def add_entry(archive: zipfile.ZipFile, name: str, content: str) -> None:
    """Add a file to an archive without the time of the run, and not compressed: versions of zlib differ."""
    entry = zipfile.ZipInfo(name, _ZIP_DATE)
    entry.external_attr = _READ_WRITE_FILE
    entry.create_system = _UNIX
    archive.writestr(entry, content)
