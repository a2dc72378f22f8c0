"""Small projects for tests: a grantee's folder written from Python values."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Any

from openpyxl import Workbook
from ruamel.yaml import YAML

from evalkit.store import Project

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path


def study_keys(grantee: str = "example", **changes: Any) -> dict[str, Any]:
    """Return the keys of a small complete grantee.yml: one component, two timepoints, BDI totals."""
    keys: dict[str, Any] = {
        "grantee": grantee,
        "title": "Example",
        "organisation": "Example organisation",
        "prepared_for": "Readers of the tests",
        "version": "1.0",
        "data_date": "2024-03-31",
        "synthetic": True,
        "source": "made up for a test",
        "components": [{"id": "group", "title": "Weekly group"}],
        "timepoints": [{"id": "before", "title": "Before"}, {"id": "after", "title": "After"}],
        "tables": [
            {
                "file": "scores.csv",
                "respondent_id": "id",
                "component": "group",
                "scores": [
                    {"column": "pre", "measure": "bdi", "timepoint": "before"},
                    {"column": "post", "measure": "bdi", "timepoint": "after"},
                ],
            }
        ],
    }
    return {**keys, **changes}


def write_grantee(root: Path, keys: Mapping[str, Any], files: Mapping[str, str | bytes]) -> Project:
    """Write a grantee's folder below ``root`` and return the project."""
    folder = root / "data" / "raw" / str(keys["grantee"])
    folder.mkdir(parents=True, exist_ok=True)
    stream = io.StringIO()
    YAML().dump(dict(keys), stream)
    (folder / "grantee.yml").write_text(stream.getvalue(), encoding="utf-8")
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    return Project(root)


def csv_text(*rows: Sequence[object]) -> str:
    """Return rows as CSV text; None is a blank cell."""
    stream = io.StringIO()
    csv.writer(stream, lineterminator="\n").writerows(
        [["" if cell is None else cell for cell in row] for row in rows]
    )
    return stream.getvalue()


def workbook_bytes(sheets: Mapping[str, Sequence[Any]]) -> bytes:
    """Return an XLSX workbook with the given sheets."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()
