"""The evaluators' own prose: Markdown files that lie beside the data and survive every rerun."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from evalkit.errors import Fault, did_you_mean

if TYPE_CHECKING:
    from pathlib import Path

NARRATIVES: Final = ("introduction", "reach", "outcomes", "stories", "learning", "recommendations")
"""Names of the files (with ``.md``) that the report has a place for; all are optional."""

CASE_STUDIES: Final = "stories"
"""Folder beside them for case studies, which grantee.yml names one by one."""


def read_narrative(folder: Path) -> tuple[dict[str, str], list[Fault]]:
    """Read ``narrative/*.md`` of a grantee.

    Parameters
    ----------
    folder : Path
        The grantee's folder below ``data/raw``.

    Returns
    -------
    dict of str to str
        Name without ``.md`` → text; blank files are left out.
    list of Fault
        Files that the report has no place for, and files that aren't UTF-8.
    """
    texts: dict[str, str] = {}
    faults: list[Fault] = []
    for path in sorted((folder / "narrative").glob("*")):
        if path.is_dir() and path.name == CASE_STUDIES:
            continue
        name = f"narrative/{path.name}"
        if path.suffix != ".md" or path.stem not in NARRATIVES:
            rule = f"the report has no place for this file: {did_you_mean(path.stem, NARRATIVES)}"
            faults.append(
                Fault(name, "", None, "", "", rule, "Rename it, or move its text into another one.")
            )
            continue
        try:
            text = path.read_text(encoding="utf-8-sig").strip()
        except UnicodeDecodeError:
            faults.append(Fault(name, "", None, "", "", "the file isn't UTF-8 text", "Save it as UTF-8."))
            continue
        if text:
            texts[path.stem] = text
    return texts, faults
