"""Tables with one coded excerpt a row, under headings that grantee.yml names."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from evalkit.definitions.coded_project import CodedProject, Coder, Document, Segment
from evalkit.errors import did_you_mean
from evalkit.intake.coded_rows import codes_of_paths, row_id
from evalkit.intake.invisible import normalise_line_ends
from evalkit.intake.text_tables import read_text_table

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from evalkit.definitions.stories import ExcerptColumns
    from evalkit.errors import Fault
    from evalkit.intake.text_tables import TextTable

_PLACES: Final = ("start", "end")


@dataclass(frozen=True, slots=True)
class _Row:
    """One row by heading, and what stands beyond the headings."""

    number: int
    cells: Mapping[str, str]
    beyond: str


def read_plain_excerpts(
    path: Path, columns: ExcerptColumns, *, sheet: str | None = None, variables: tuple[str, ...] = ()
) -> tuple[CodedProject | None, list[Fault]]:
    """Read a table of excerpts.

    Parameters
    ----------
    path : Path
        A .csv or .xlsx file.
    columns : ExcerptColumns
        Its headings.
    sheet : str, optional
        Sheet of a workbook.
    variables : tuple of str
        Further headings whose values the documents keep.

    Returns
    -------
    CodedProject or None
        Rows of one document, person and variables share a document; without a column for the document its
        name is the respondent's id, else the file's name. None if the file can't be used at all.
    list of Fault
        Rows left out, and why.
    """
    needed = tuple(dict.fromkeys([*filter(None, columns.model_dump().values()), *variables]))
    table, faults = read_text_table(path, known=needed, sheet=sheet)
    if table is None:
        return None, faults
    for name in needed:
        if table.headings.count(name) != 1:
            known = [text for text in table.headings if text]
            twice = name in table.headings
            rule = (
                "this heading stands more than once"
                if twice
                else f"this column is missing: {did_you_mean(name, known)}"
            )
            faults.append(table.fault(1, name, "", rule, "Correct the heading, or its name in grantee.yml."))
    if faults:
        return None, faults
    segments: list[Segment] = []
    documents: dict[str, Document] = {}
    for number, cells in table.rows:
        width = len(table.headings)
        padded = (*cells, *[""] * width)[:width]
        beyond = ", ".join(filter(None, map(str.strip, cells[width:])))
        row = _Row(number, dict(zip(table.headings, padded, strict=True)), beyond)
        document = _document(table, row, columns, variables)
        found = _segment(table, row, columns, document)
        if isinstance(found, Segment):
            segments.append(found)
            documents.setdefault(document.id, document)
        else:
            faults.append(found)
    coders = dict.fromkeys(segment.coder for segment in segments if segment.coder)
    project = CodedProject(
        name=path.stem,
        codes=codes_of_paths(segment.code for segment in segments if segment.code),
        coders=tuple(Coder(name, name) for name in coders),
        documents=tuple(documents.values()),
        segments=tuple(segments),
    )
    return project, faults


def _document(table: TextTable, row: _Row, columns: ExcerptColumns, variables: tuple[str, ...]) -> Document:
    """Return the document that a row is of; its id tells apart what the table tells apart."""
    respondent = _cell(row, columns.respondent)
    name = _cell(row, columns.document) or respondent or table.file.rsplit(".", 1)[0]
    headings = [columns.respondent, columns.timepoint, *variables]
    values = {heading: _cell(row, heading) or None for heading in headings if heading}
    told_apart = [name, *(value or "" for value in values.values())]
    return Document("\x1f".join(told_apart), name, values=values)


def _segment(table: TextTable, row: _Row, columns: ExcerptColumns, document: Document) -> Segment | Fault:
    text = normalise_line_ends(row.cells[columns.excerpt])
    code = _cell(row, columns.code)
    remedy = "Fill it in, or remove the row."
    if row.beyond:
        rule = "this row has more cells than there are headings"
        return table.fault(row.number, "", row.beyond, rule, "Put text that holds a comma in quotes.")
    if not text.strip():
        return table.fault(row.number, columns.excerpt, "", "the excerpt is missing", remedy)
    if not code:
        return table.fault(row.number, columns.code, "", "the code is missing", remedy)
    places: dict[str, int | None] = dict.fromkeys(_PLACES)
    for name in _PLACES:
        heading = getattr(columns, name)
        written = _cell(row, heading)
        if written and not (written.isascii() and written.isdecimal()):
            rule = "a place in the document is a whole number from 0"
            return table.fault(
                row.number, heading, written, rule, "Correct it, or leave start and end blank."
            )
        places[name] = int(written) if written else None
    start, end = places["start"], places["end"]
    if (start is None) != (end is None) or (start is not None and end is not None and end <= start):
        rule = "the end of an excerpt comes after its start"
        value = _cell(row, columns.end)
        return table.fault(row.number, columns.end or "", value, rule, "Correct both, or leave both blank.")
    passage = f"{document.id}\x1f{'' if start is None else start}\x1f{text}"
    coder = _cell(row, columns.coder) or None
    return Segment(row_id(row.number), document.id, code, coder, text, start, end, passage)


def _cell(row: _Row, heading: str | None) -> str:
    return row.cells[heading].strip() if heading else ""
