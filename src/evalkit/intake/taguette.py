"""Highlights as Taguette exports them: CSV, XLSX and HTML.

CSV and XLSX have one row per highlight and tag, so that the id of a highlight with two tags stands
there twice. Places in the document and coders are in no export.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from evalkit.definitions.coded_project import CodedProject, Document, Segment
from evalkit.errors import Fault, did_you_mean
from evalkit.intake.coded_rows import codes_of_paths, row_id
from evalkit.intake.taguette_html import read_taguette_page
from evalkit.intake.text_tables import read_text, read_text_table
from evalkit.intake.workbooks import LONGEST_CELL

if TYPE_CHECKING:
    from pathlib import Path

    from evalkit.intake.text_tables import TextTable

HEADINGS: Final = ("id", "document", "tag", "content")
_PAGES: Final = (".html", ".htm", ".xhtml")
_EXPORT_AGAIN: Final = "In Taguette, choose Highlights, then export all of them again, as CSV."


def read_taguette(path: Path, *, sheet: str | None = None) -> tuple[CodedProject | None, list[Fault]]:
    """Read exported highlights, or one exported document with its highlights marked.

    Parameters
    ----------
    path : Path
        A .csv, .xlsx or .html file.
    sheet : str, optional
        Sheet of a workbook.

    Returns
    -------
    CodedProject or None
        Tags are codes, dots in them a hierarchy; a highlight is a passage, each of its tags a segment.
        None if the file can't be used at all.
    list of Fault
        Rows left out, and why.
    """
    if path.suffix.lower() in _PAGES:
        text = read_text(path)
        return (None, [text]) if isinstance(text, Fault) else read_taguette_page(path.name, text)
    table, faults = read_text_table(path, known=HEADINGS, sheet=sheet)
    if table is None:
        return None, faults
    places = {name: place for name in HEADINGS if (place := table.column(name)) is not None}
    for name in HEADINGS:
        if name not in places:
            headings = [text for text in table.headings if text]
            rule = f"this column is missing: {did_you_mean(name, headings)}"
            faults.append(table.fault(1, name, "", rule, _EXPORT_AGAIN))
    if faults:
        return None, faults
    return _project(table, places)


def _project(table: TextTable, places: dict[str, int]) -> tuple[CodedProject, list[Fault]]:
    segments: list[Segment] = []
    faults: list[Fault] = []
    first: dict[str, Segment] = {}
    for number, cells in table.rows:
        row = {name: cells[place] if place < len(cells) else "" for name, place in places.items()}
        highlight, document, tag = (row[name].strip() for name in ("id", "document", "tag"))
        segment = Segment(row_id(number), document, tag or None, None, row["content"], passage=highlight)
        fault = _fault(table, number, cells, segment, first.get(highlight))
        if fault is not None:
            faults.append(fault)
            continue
        first.setdefault(highlight, segment)
        segments.append(segment)
        if table.is_workbook and len(row["content"]) >= LONGEST_CELL:
            rule = f"this excerpt fills the {LONGEST_CELL} characters of a cell, so its end may be missing"
            faults.append(table.fault(number, "content", "", rule, "Export the highlights as CSV."))
    return project_of("", segments), faults


def project_of(name: str, segments: list[Segment]) -> CodedProject:
    """Return the project of highlights; a highlight's second mention of a tag is left out."""
    once = {(segment.passage, segment.code): segment for segment in reversed(segments)}
    kept = tuple(segment for segment in segments if once[segment.passage, segment.code] is segment)
    documents = dict.fromkeys(segment.document for segment in kept)
    return CodedProject(
        name=name,
        origin="Taguette",
        codes=codes_of_paths(segment.code for segment in kept if segment.code is not None),
        documents=tuple(Document(document, document) for document in documents),
        segments=kept,
    )


def _fault(
    table: TextTable, number: int, cells: tuple[str, ...], segment: Segment, first: Segment | None
) -> Fault | None:
    """Return what makes a row of highlights unusable."""
    beyond = [cell for cell in cells[len(table.headings) :] if cell.strip()]
    if beyond:
        rule = "this row has more cells than there are headings"
        return table.fault(number, "", ", ".join(beyond), rule, _EXPORT_AGAIN)
    for column, text in (("id", segment.passage), ("document", segment.document), ("content", segment.text)):
        if not text.strip():
            return table.fault(number, column, "", f"the {column} is missing", _EXPORT_AGAIN)
    if first is not None and (first.document, first.text) != (segment.document, segment.text):
        rule = f"highlight {segment.passage} stands above with another document or other words"
        return table.fault(number, "id", segment.passage, rule, _EXPORT_AGAIN)
    return None
