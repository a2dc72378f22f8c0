"""Tables with one excerpt a row, and workbooks that mean harm."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING, Any

import pytest
from openpyxl import Workbook
from openpyxl.worksheet.formula import ArrayFormula

from builders import csv_text, workbook_bytes
from evalkit.definitions.stories import ExcerptColumns
from evalkit.intake import workbooks
from evalkit.intake.plain_excerpts import read_plain_excerpts
from evalkit.intake.workbooks import WorkbookError, read_sheets

if TYPE_CHECKING:
    from pathlib import Path

    from evalkit.definitions.coded_project import CodedProject

COLUMNS = ExcerptColumns(
    **{
        name: name
        for name in ("excerpt", "code", "respondent", "document", "coder", "start", "end", "timepoint")
    }
)
HEADINGS = tuple(COLUMNS.model_dump())
FEW = ExcerptColumns(excerpt="Quote", code="Theme")


def read(
    path: Path, columns: ExcerptColumns = COLUMNS, **options: Any
) -> tuple[CodedProject, list[tuple[object, ...]]]:
    project, faults = read_plain_excerpts(path, columns, **options)
    assert project is not None, faults
    return project, [(fault.row, fault.column, fault.rule) for fault in faults]


def refused(path: Path, columns: ExcerptColumns = FEW) -> list[tuple[object, ...]]:
    project, faults = read_plain_excerpts(path, columns)
    assert project is None
    return [(fault.row, fault.column, fault.rule) for fault in faults]


def row(**cells: object) -> tuple[object, ...]:
    usual: dict[str, object] = {"excerpt": "words", "code": "trust", "respondent": "R1", "document": "D"}
    return tuple({**usual, **cells}.get(name) for name in HEADINGS)


def rezipped(book: bytes, member: str, change: dict[bytes, bytes]) -> bytes:
    """Return a workbook with a member changed."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            content = old.read(info)
            if info.filename == member:
                for before, after in change.items():
                    content = content.replace(before, after)
            new.writestr(info.filename, content)
    return stream.getvalue()


def test_rows_become_segments_and_rows_of_one_passage_share_it(tmp_path: Path) -> None:
    path = tmp_path / "e.csv"
    rows = [
        row(start=0, end=5, coder="A"),
        row(start=0, end=5, coder="B", code="peers.kind"),
        row(start=0, end=5, respondent="R2"),
    ]
    path.write_text(csv_text(HEADINGS, *rows), encoding="utf-8")
    project, faults = read(path)
    assert faults == []
    assert [(one.code, one.coder, one.start, one.end) for one in project.segments] == [
        ("trust", "A", 0, 5),
        ("peers.kind", "B", 0, 5),
        ("trust", None, 0, 5),
    ]
    first, second, other = project.segments
    assert first.passage == second.passage != other.passage
    assert [document.name for document in project.documents] == ["D", "D"]
    assert [document.values["respondent"] for document in project.documents] == ["R1", "R2"]
    assert [(code.id, code.parent) for code in project.codes] == [
        ("trust", None),
        ("peers.kind", "peers"),
        ("peers", None),
    ]


def test_without_a_document_the_person_or_the_file_names_it(tmp_path: Path) -> None:
    (tmp_path / "e.csv").write_text(csv_text(("Quote", "Theme"), ("words", "trust")))
    project, _ = read(tmp_path / "e.csv", FEW)
    assert [document.name for document in project.documents] == ["e"]
    with_person = ExcerptColumns(excerpt="Quote", code="Theme", respondent="Who")
    (tmp_path / "f.csv").write_text(csv_text(("Quote", "Theme", "Who"), ("words", "trust", "R1")))
    project, _ = read(tmp_path / "f.csv", with_person)
    assert [document.name for document in project.documents] == ["R1"]


def test_what_a_row_lacks_or_gets_wrong_is_told_in_its_place(tmp_path: Path) -> None:
    rows = [
        row(excerpt=" "),
        row(code=None),
        row(start="five", end=9),
        row(start=3, end=None),
        row(start=9, end=3),
        row(start="²", end=3),
        row(),
    ]
    path = tmp_path / "e.csv"
    path.write_text(csv_text(HEADINGS, *rows), encoding="utf-8")
    project, faults = read(path)
    assert len(project.segments) == 1
    whole, order = (
        "a place in the document is a whole number from 0",
        "the end of an excerpt comes after its start",
    )
    assert faults == [
        (2, "excerpt", "the excerpt is missing"),
        (3, "code", "the code is missing"),
        (4, "start", whole),
        (5, "end", order),
        (6, "end", order),
        (7, "start", whole),
    ]


def test_a_missing_and_a_doubled_heading_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "e.csv"
    path.write_text("Quote,Quote,Them\nw,w,trust\n", encoding="utf-8")
    assert refused(path) == [
        (1, "Quote", "this heading stands more than once"),
        (1, "Theme", "this column is missing: did you mean 'Them'?"),
    ]


def test_a_comma_without_quotes_is_told(tmp_path: Path) -> None:
    (tmp_path / "e.csv").write_text("Theme,Quote\ntrust,one, two\n", encoding="utf-8")
    project, faults = read(tmp_path / "e.csv", FEW)
    assert project.segments == ()
    assert faults == [(2, "", "this row has more cells than there are headings")]


def test_further_headings_are_kept_as_variables(tmp_path: Path) -> None:
    (tmp_path / "e.csv").write_text("Quote,Theme,Group\nw,trust,Walks\n", encoding="utf-8")
    project, _ = read(tmp_path / "e.csv", FEW, variables=("Group",))
    assert [dict(document.values) for document in project.documents] == [{"Group": "Walks"}]


def test_the_sheet_with_the_headings_is_found_and_a_wrong_one_told(tmp_path: Path) -> None:
    path = tmp_path / "e.xlsx"
    path.write_bytes(workbook_bytes({"Notes": [("x",)], "Coded": [("Quote", "Theme"), ("w", "trust")]}))
    project, _ = read(path, FEW)
    assert [one.text for one in project.segments] == ["w"]
    _, faults = read_plain_excerpts(path, FEW, sheet="Codes")
    assert [fault.rule for fault in faults] == ["this sheet is missing: did you mean 'Coded'?"]


def test_a_formula_cell_is_words_unless_it_has_a_value(tmp_path: Path) -> None:
    book = workbook_bytes({"S": [("Quote", "Theme"), ("=1+1 is what I wrote", "trust"), ("=A9", "=B9")]})
    with_value = rezipped(
        book,
        "xl/worksheets/sheet1.xml",
        {b"<f>A9</f><v />": b"<f>A9</f><v>6</v>", b"<f>A9</f><v></v>": b"<f>A9</f><v>6</v>"},
    )
    path = tmp_path / "e.xlsx"
    path.write_bytes(with_value)
    project, faults = read(path, FEW)
    assert faults == []
    assert [(one.text, one.code) for one in project.segments] == [
        ("=1+1 is what I wrote", "trust"),
        ("6", "=B9"),
    ]


def test_an_array_formula_is_words_too(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.append(("Quote", "Theme"))
    sheet.append((ArrayFormula("A2", "=so it was"), "trust"))
    path = tmp_path / "e.xlsx"
    book.save(path)
    project, _ = read(path, FEW)
    assert [one.text for one in project.segments] == ["=so it was"]


def test_a_bomb_is_refused_before_it_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbooks, "MOST_BYTES", 2_000_000)
    book = workbook_bytes({"S": [("Quote", "Theme"), ("w", "trust")]})
    stream = io.BytesIO(book)
    with zipfile.ZipFile(stream, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/media/zeros.bin", bytes(5_000_000))
    (tmp_path / "e.xlsx").write_bytes(stream.getvalue())
    assert len(stream.getvalue()) < 20_000
    assert refused(tmp_path / "e.xlsx") == [(None, "", "the workbook unpacks to more than 2 MB")]


def test_entities_are_refused(tmp_path: Path) -> None:
    book = workbook_bytes({"S": [("Quote", "Theme"), ("w", "trust")]})
    declared = b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><worksheet'
    path = tmp_path / "e.xlsx"
    path.write_bytes(rezipped(book, "xl/worksheets/sheet1.xml", {b"<worksheet": declared}))
    assert refused(path) == [(None, "", "the workbook declares entities, which no spreadsheet program does")]


@pytest.mark.parametrize("content", [b"PK\x03\x04 no archive", b"", b"id,tag\n"], ids=["cut", "empty", "CSV"])
def test_what_is_no_workbook_says_so(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "e.xlsx"
    path.write_bytes(content)
    with pytest.raises(WorkbookError, match="the workbook can't be read"):
        read_sheets(path)


def test_nul_bytes_and_an_archive_named_csv_do_no_harm(tmp_path: Path) -> None:
    (tmp_path / "e.csv").write_bytes(b"Quote,Theme\n\x00w\x00,trust\n")
    project, _ = read(tmp_path / "e.csv", FEW)
    assert [one.text for one in project.segments] == [
        "\x00w\x00"
    ]  # taken out, and told, where stories are read
    (tmp_path / "f.csv").write_bytes(b"PK\x03\x04")
    assert refused(tmp_path / "f.csv") == [(None, "", "this is an archive, not a .csv file")]


def test_a_file_without_headings_or_without_end_of_a_quote_is_refused(tmp_path: Path) -> None:
    (tmp_path / "e.csv").write_bytes(b"")
    assert refused(tmp_path / "e.csv") == [(1, "", "there are no headings")]
    (tmp_path / "f.csv").write_bytes(b'Quote,Theme\n"never ends,trust\n')
    ((_, _, rule),) = refused(tmp_path / "f.csv")
    assert "can't be read as CSV" in str(rule)
