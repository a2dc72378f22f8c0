"""One export of coded material, read by what grantee.yml says it is, checked against what it looks like."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from evalkit.definitions.stories import FromVariable
from evalkit.errors import Fault, did_you_mean
from evalkit.intake.plain_excerpts import read_plain_excerpts
from evalkit.intake.qdpx import read_qdpx
from evalkit.intake.qualcoder_report import read_qualcoder_report
from evalkit.intake.taguette import HEADINGS as TAGUETTE_HEADINGS
from evalkit.intake.taguette import read_taguette
from evalkit.intake.text_tables import WORKBOOKS, read_text, read_text_table

if TYPE_CHECKING:
    from pathlib import Path

    from evalkit.definitions.coded_project import CodedProject
    from evalkit.definitions.stories import Material

_SUFFIXES: Final = {
    "refi-qda": (".qdpx",),
    "taguette": (".csv", ".xlsx", ".html", ".htm"),
    "qualcoder-report": (".csv", ".xlsx"),
    "plain": (".csv", ".xlsx"),
}
_REPORT_HEADINGS: Final = ("coder", "coded", "codename")


def read_coded_material(folder: Path, material: Material) -> tuple[CodedProject | None, list[Fault]]:
    """Read one export.

    Parameters
    ----------
    folder : Path
        The grantee's folder; the file must lie inside it.
    material : Material
        What grantee.yml says of it.

    Returns
    -------
    CodedProject or None
        None if the file can't be used at all.
    list of Fault
        Why not, or what was left out.
    """
    path = folder / material.file
    problem = find_unusable(folder, material.file)
    if problem is not None:
        return None, [problem]
    looks = _looks_like(path)
    if looks != material.format and (looks or path.suffix.lower() not in _SUFFIXES[material.format]):
        rule = (
            f"grantee.yml says {material.format}, but the file looks like {looks}"
            if looks
            else f"a file of the format {material.format} ends in {' or '.join(_SUFFIXES[material.format])}"
        )
        if not (material.format == "plain" and looks in {"taguette", "qualcoder-report"}):
            remedy = "Correct format in grantee.yml, or name the right file."
            return None, [Fault(material.file, "", None, "", "", rule, remedy)]
    if material.format == "refi-qda":
        return read_qdpx(path)
    if material.format == "taguette":
        return read_taguette(path, sheet=material.sheet)
    if material.format == "qualcoder-report":
        return read_qualcoder_report(path, sheet=material.sheet)
    if material.columns is None:  # the model asks for them
        raise TypeError(material.format)
    named = (material.component, material.timepoint)
    variables = [link.variable for link in named if isinstance(link, FromVariable)]
    if material.respondent is not None and material.respondent.variable is not None:
        variables.append(material.respondent.variable)
    return read_plain_excerpts(path, material.columns, sheet=material.sheet, variables=tuple(variables))


def find_unusable(folder: Path, file: str) -> Fault | None:
    """Return why a file can't be in the grantee's folder, or None."""
    path = folder / file
    if not path.resolve().is_relative_to(folder.resolve()):
        rule = "the file must lie in the grantee's own folder"
        return Fault(file, "", None, "", "", rule, "Copy it there.")
    if not path.is_file():
        around = path.parent if path.parent.is_dir() else folder
        known = sorted(entry.name for entry in around.iterdir() if entry.is_file())
        rule = f"this file is missing: {did_you_mean(path.name, known)}" if known else "this file is missing"
        return Fault(file, "", None, "", "", rule, "Put it in the folder, or correct its name.")
    return None


def _looks_like(path: Path) -> str | None:
    """Return the format that a file's own content shows, or None."""
    suffix = path.suffix.lower()
    if suffix in {".html", ".htm"}:
        text = read_text(path)
        return "taguette" if isinstance(text, str) and "<strong>" in text.casefold() else None
    if suffix not in {".csv", *WORKBOOKS}:
        with path.open("rb") as stream:
            is_archive = stream.read(2) == b"PK"
        return "refi-qda" if is_archive and suffix == ".qdpx" else None
    table, _ = read_text_table(path, known=(*TAGUETTE_HEADINGS, *_REPORT_HEADINGS))
    if table is None:
        return None
    headings = {text.casefold() for text in table.headings}
    if headings.issuperset(_REPORT_HEADINGS):
        return "qualcoder-report"
    return "taguette" if headings.issuperset(TAGUETTE_HEADINGS) else None
