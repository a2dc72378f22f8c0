from __future__ import annotations

import datetime as dt
import io
import zipfile
from xml.etree.ElementTree import canonicalize

from python_calamine import CalamineWorkbook

from evalkit.examples.files import Rows, csv_bytes, xlsx_bytes

SAVED = dt.date(2022, 1, 31)
SHEETS: dict[str, tuple[list[str], Rows]] = {
    "One": (["ID", "Date", "Answer"], [("A", dt.date(2021, 3, 2), 4), ("B", dt.date(2021, 3, 9), None)]),
    "Two": (["ID"], [("A",)]),
}


def test_csv_has_plain_lines_iso_dates_and_blanks() -> None:
    content = csv_bytes(["ID", "Note", "Q1"], [("A", "late, twice", 0), ("B", dt.date(2021, 3, 2), None)])
    assert content == b'ID,Note,Q1\nA,"late, twice",0\nB,2021-03-02,\n'


def test_workbook_opens_with_its_sheets_dates_and_blanks() -> None:
    workbook = CalamineWorkbook.from_filelike(io.BytesIO(xlsx_bytes(SHEETS, saved=SAVED)))
    assert workbook.sheet_names == ["One", "Two"]
    assert workbook.get_sheet_by_name("One").to_python() == [
        ["ID", "Date", "Answer"],
        ["A", dt.date(2021, 3, 2), 4.0],
        ["B", dt.date(2021, 3, 9), ""],
    ]


def test_workbook_does_not_tell_when_it_was_made() -> None:
    content = xlsx_bytes(SHEETS, saved=SAVED)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert {entry.compress_type for entry in archive.infolist()} == {zipfile.ZIP_STORED}
        properties = archive.read("docProps/core.xml").decode()
    assert properties.count("2022-01-31T00:00:00Z") == 2
    assert str(dt.datetime.now(tz=dt.UTC).year) not in properties


def test_every_part_of_a_workbook_is_canonical_xml() -> None:
    with zipfile.ZipFile(io.BytesIO(xlsx_bytes(SHEETS, saved=SAVED))) as archive:
        parts = {name: archive.read(name).decode() for name in archive.namelist()}
    assert "xl/worksheets/sheet2.xml" in parts
    assert {name for name, text in parts.items() if canonicalize(text) != text} == set()
