"""Rows of a QualCoder report → codes, documents, cases and segments."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from evalkit.definitions.coded_project import Case, Code, CodedProject, Coder, Document, Segment
from evalkit.intake.coded_rows import row_id
from evalkit.intake.invisible import normalise_line_ends

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from evalkit.errors import Fault
    from evalkit.intake.text_tables import TextTable

RULE_SHIFTED: Final = "the variables of this row don't stand under their headings"
_FILE: Final = "filevar_"
_CASE: Final = "casevar_"
_REMEDY: Final = "Export the report again as XLSX, which has no such rows."


@dataclass(frozen=True, slots=True)
class ReportRow:
    """One row of a report.

    Attributes
    ----------
    number : int
        Row in the file.
    fixed : mapping of str to str
        Cells before the categories, by the small letters of their headings.
    categories : tuple of str
        What stands above the code, the nearest first.
    variables : mapping of str to str
        Variables by heading.
    """

    number: int
    fixed: Mapping[str, str]
    categories: tuple[str, ...]
    variables: Mapping[str, str]

    @property
    def document(self) -> str:
        """Name of the file."""
        return self.fixed["filename" if "case" in self.fixed else "file"].strip()

    @property
    def case(self) -> str | None:
        """Name of the case; None in a report by file."""
        return self.fixed["case"].strip() if "case" in self.fixed else None

    @property
    def code(self) -> str:
        """Name of the code."""
        return self.fixed["codename"].strip()

    def values(self, prefix: str) -> tuple[tuple[str, str | None], ...]:
        """Return the variables of the file or of the case."""
        return tuple(
            (name[len(prefix) :], text or None)
            for name, text in self.variables.items()
            if name.casefold().startswith(prefix)
        )


def project_of_report(table: TextTable, rows: Sequence[ReportRow]) -> tuple[CodedProject, list[Fault]]:
    """Return what the rows say; a row at odds with the others of its file, case or code is a fault.

    A passage that belongs to two cases stands in a report by case twice, and counts once.
    """
    kept, faults = _without_odd_rows(table, rows)
    once = {row.fixed.get("id", "").strip() or row_id(row.number): row for row in reversed(kept)}
    counted = {row.number for row in once.values()}
    coded = [row for row in kept if row.number in counted]
    documents = {row.document: dict(row.values(_FILE)) for row in kept}
    coders = dict.fromkeys(row.fixed["coder"].strip() for row in kept)
    passages: dict[tuple[str, str], str] = {}
    return CodedProject(
        name=table.file.rsplit(".", 1)[0],
        origin="QualCoder",
        codes=_codes(kept),
        coders=tuple(Coder(name, name) for name in coders if name),
        documents=tuple(Document(name, name, values=values) for name, values in documents.items()),
        segments=tuple(_segment(row, passages) for row in coded),
        cases=tuple(_cases(kept)),
    ), faults


def _segment(row: ReportRow, passages: dict[tuple[str, str], str]) -> Segment:
    text = normalise_line_ends(row.fixed["coded"])
    return Segment(
        row_id(row.number),
        row.document,
        row.code,
        row.fixed["coder"].strip() or None,
        text,
        passage=passages.setdefault((row.document, text), row_id(row.number)),
        description=row.fixed.get("coded_memo", "").strip(),
    )


def _without_odd_rows(table: TextTable, rows: Sequence[ReportRow]) -> tuple[list[ReportRow], list[Fault]]:
    """Take out rows that say of a file, case or code what most of its rows don't."""
    usual: dict[tuple[str, str], Counter[object]] = {}
    for row in rows:
        for key, said in _claims(row):
            usual.setdefault(key, Counter())[said] += 1
    kept: list[ReportRow] = []
    faults: list[Fault] = []
    for row in rows:
        odd = [key for key, said in _claims(row) if usual[key].most_common(1)[0][0] != said]
        if not odd:
            kept.append(row)
            continue
        kind, name = odd[0]
        rule = f'{RULE_SHIFTED}: other rows say something else of the {kind} "{name}"'
        faults.append(table.fault(row.number, "", "", rule, _REMEDY))
    return kept, faults


def _claims(row: ReportRow) -> Iterator[tuple[tuple[str, str], object]]:
    yield ("file", row.document), row.values(_FILE)
    yield ("code", row.code), row.categories
    if row.case is not None:
        yield ("case", row.case), row.values(_CASE)


def _cases(rows: Iterable[ReportRow]) -> Iterator[Case]:
    values: dict[str, dict[str, str | None]] = {}
    documents: dict[str, dict[str, None]] = {}
    for row in rows:
        if row.case:
            values[row.case] = dict(row.values(_CASE))
            documents.setdefault(row.case, {})[row.document] = None
    for name, held in documents.items():
        yield Case(name, name, tuple(held), values[name])


def _codes(rows: Sequence[ReportRow]) -> tuple[Code, ...]:
    """Return the codes in order of appearance, then what only stands above them.

    A name above a code is that of a code itself where its own row has the same names above it; a
    category may have the name of a code, and then is told apart by its id.
    """
    above = {row.code: row.categories for row in rows}
    codes: dict[str, Code] = {}
    categories: dict[str, Code] = {}
    for name, line in above.items():
        codes[name] = Code(name, name, _id_above(line, above))
        for place, category in enumerate(line):
            identity = _id_above(line[place:], above)
            if identity is not None and identity not in above:
                parent = _id_above(line[place + 1 :], above)
                categories.setdefault(identity, Code(identity, category, parent, is_codable=False))
    return (*codes.values(), *categories.values())


def _id_above(line: tuple[str, ...], above: Mapping[str, tuple[str, ...]]) -> str | None:
    """Return the id of the first of the names above a code."""
    if not line:
        return None
    if line[0] not in above or above[line[0]] == line[1:]:
        return line[0]
    return f"category: {line[0]}"
