"""Codebooks in the REFI-QDA format (``.qdc``)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from evalkit.intake.qda_xml import DECLARATION, QdaWriter
from evalkit.store import write_bytes

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from evalkit.definitions.coded_project import Code, CodeSet

_NAMESPACE: Final = "urn:QDA-XML:codebook:1.0"


def write_qdc(codes: Sequence[Code], sets: Sequence[CodeSet], path: Path) -> None:
    """Write a codebook that other programs read.

    Parameters
    ----------
    codes : sequence of Code
        At least one: the format has no empty codebook.
    sets : sequence of CodeSet
        Kept as processing instructions, since the schema's codebook has codes only; other programs
        pass over them.
    path : Path
        The file. The same codes give the same bytes.

    Raises
    ------
    StructuralFaults
        Something can't be written: no codes, control characters, ids that lead nowhere.
    """
    writer = QdaWriter(path.name)
    if not codes:
        raise writer.refuse("", "a codebook without codes can't be written", "Add a code.")
    guids = writer.guids("code", (code.id for code in codes))
    writer.guids("set", (kept.id for kept in sets))
    kept_sets = "".join(writer.instruction(kept, guids) for kept in sets)
    book = writer.element("CodeBook", {"xmlns": _NAMESPACE}, writer.book(codes, guids), kept_sets)
    write_bytes(path, (DECLARATION + book).encode())
