"""Coding reports that QualCoder exports as CSV or XLSX: by file, or by case.

A row has a cell per category above its code, from the nearest to the topmost, and then the variables.
In CSV a code with fewer categories than others has fewer cells, so its variables stand under the wrong
headings; how many cells are missing says how many categories there are.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from evalkit.errors import did_you_mean
from evalkit.intake.qualcoder_rows import RULE_SHIFTED, ReportRow, project_of_report
from evalkit.intake.text_tables import read_text_table

if TYPE_CHECKING:
    from pathlib import Path

    from evalkit.definitions.coded_project import CodedProject
    from evalkit.errors import Fault
    from evalkit.intake.text_tables import TextTable

HEADINGS: Final = ("File", "Case", "Filename", "Coder", "Coded", "Id", "Codename", "Coded_Memo", "Category")
FILE_VARIABLE: Final = "FileVar_"
CASE_VARIABLE: Final = "CaseVar_"
_NEEDED: Final = ("Coder", "Coded", "Codename")
_EXPORT_AGAIN: Final = (
    "In QualCoder, make the coding report again and export it without opening it elsewhere."
)


@dataclass(frozen=True, slots=True)
class _Layout:
    """Where what stands in a report.

    Attributes
    ----------
    fixed : dict of str to int
        Small letters of each heading before the categories: its place.
    first, n_categories, n_variables : int
        Place of the first category; how many categories and variables follow.
    variables : tuple of str
        Headings of the variables.
    """

    fixed: dict[str, int]
    first: int
    n_categories: int
    variables: tuple[str, ...]

    @property
    def width(self) -> int:
        """Cells of a row with all categories."""
        return self.first + self.n_categories + len(self.variables)


def read_qualcoder_report(path: Path, *, sheet: str | None = None) -> tuple[CodedProject | None, list[Fault]]:
    """Read a coding report.

    Parameters
    ----------
    path : Path
        A .csv or .xlsx file.
    sheet : str, optional
        Sheet of a workbook.

    Returns
    -------
    CodedProject or None
        Files are documents without their text, variables their values, each row a segment; a report by
        case has the cases. None if the file can't be used at all.
    list of Fault
        Rows left out, and why.
    """
    table, faults = read_text_table(path, known=HEADINGS, sheet=sheet)
    if table is None:
        return None, faults
    layout = _layout(table)
    needed = [*_NEEDED, "Filename" if "case" in layout.fixed else "File"]
    for name in needed:
        if name.casefold() not in layout.fixed:
            rule = f"this column is missing: {did_you_mean(name, [text for text in table.headings if text])}"
            faults.append(table.fault(1, name, "", rule, _EXPORT_AGAIN))
    if faults:
        return None, faults
    rows: list[ReportRow] = []
    for number, cells in table.rows:
        row = _row(table, layout, number, cells)
        if isinstance(row, ReportRow):
            rows.append(row)
        else:
            faults.append(row)
    project, found = project_of_report(table, rows)
    return project, [*faults, *found]


def _layout(table: TextTable) -> _Layout:
    """Return where what stands; the categories follow the last fixed heading, the variables follow them."""
    prefixes = (FILE_VARIABLE.casefold(), CASE_VARIABLE.casefold())
    headings = list(table.headings)
    while headings and not headings[-1]:
        headings.pop()
    folded = [text.casefold() for text in headings]
    n_variables = 0
    while n_variables < len(folded) and folded[-1 - n_variables].startswith(prefixes):
        n_variables += 1
    rest = len(folded) - n_variables
    n_categories = folded[:rest].count("category")
    first = folded.index("category") if n_categories else rest
    fixed = {text: place for place, text in reversed(list(enumerate(folded[:first])))}
    return _Layout(fixed, first, n_categories, tuple(headings[rest:]))


def _row(table: TextTable, layout: _Layout, number: int, cells: tuple[str, ...]) -> ReportRow | Fault:
    """Return one row with its variables where they belong, or what makes it unusable."""
    cells = _without_blank_end(cells, layout.width)
    n_categories = layout.n_categories - (layout.width - len(cells))
    if table.is_workbook and len(cells) <= layout.width:  # blank cells at its end aren't stored
        cells += ("",) * (layout.width - len(cells))
        n_categories = layout.n_categories
    if not 0 <= n_categories <= layout.n_categories:
        rule = f"this row has {len(cells)} cells, the headings make {layout.width}"
        return table.fault(number, "", "", rule, _EXPORT_AGAIN)
    categories = cells[layout.first : layout.first + n_categories]
    variables = cells[layout.first + n_categories :]
    row = ReportRow(
        number=number,
        fixed={name: cells[place] for name, place in layout.fixed.items()},
        categories=tuple(filter(None, map(str.strip, categories))),
        variables=dict(zip(layout.variables, map(str.strip, variables), strict=True)),
    )
    for name in ("coded", "codename", "filename" if "case" in layout.fixed else "file"):
        if not row.fixed[name].strip():
            heading = table.headings[layout.fixed[name]]
            return table.fault(number, heading, "", f"the cell under {heading} is blank", _EXPORT_AGAIN)
    if "" in map(str.strip, categories[: len(row.categories)]):
        return table.fault(number, "Category", "", RULE_SHIFTED, _EXPORT_AGAIN)
    if row.fixed.get("id", "").startswith(("imid:", "avid:")):
        rule = "this is coded in a picture or recording, which has no words to read"
        return table.fault(number, "Id", row.fixed["id"], rule, "Code its transcript to have it counted.")
    return row


def _without_blank_end(cells: tuple[str, ...], width: int) -> tuple[str, ...]:
    """Return a row without blank cells beyond the headings."""
    while len(cells) > width and not cells[-1].strip():
        cells = cells[:-1]
    return cells
