"""REFI-QDA codebooks (``.qdc``)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from evalkit.errors import Fault, StructuralFaults
from evalkit.intake.qda_codes import Found, read_codes, read_sets
from evalkit.intake.safe_xml import XML_BYTES, Node, parse_xml

if TYPE_CHECKING:
    from pathlib import Path

    from evalkit.definitions.coded_project import Code, CodeSet

_ROOT: Final = "CodeBook"


def read_qdc(path: Path) -> tuple[tuple[Code, ...], tuple[CodeSet, ...], list[Fault]]:
    """Read a codebook.

    Parameters
    ----------
    path : Path
        The file; with or without byte-order mark, in the namespace of codebooks or of projects.

    Returns
    -------
    tuple of Code
        Each after the one above it.
    tuple of CodeSet
        A code may be in several.
    list of Fault
        What was left out; with no codes, why the file can't be used.
    """
    found = Found(path.name)
    try:
        book = _book(read_bytes(path, path.name), path.name)
    except StructuralFaults as problem:
        return (), (), list(problem.faults)
    codes = read_codes(book, _no_notes, found)
    return codes, read_sets(book, codes, found), found.faults


def read_bytes(path: Path, file: str) -> bytes:
    """Return the content of a file of bounded size.

    Parameters
    ----------
    path : Path
        The file.
    file : str
        Its name in faults.

    Raises
    ------
    StructuralFaults
        It can't be read, or is larger than :data:`~evalkit.intake.safe_xml.XML_BYTES`.
    """
    try:
        with path.open("rb") as stream:
            content = stream.read(XML_BYTES + 1)
    except OSError as error:
        rule = f"the file can't be read ({error.strerror})"
        raise StructuralFaults([Fault(file, "", None, "", "", rule, "Put it in the folder.")]) from None
    if len(content) > XML_BYTES:
        rule = f"the file is larger than {XML_BYTES // 2**20} MB, the most that is read"
        raise StructuralFaults([Fault(file, "", None, "", "", rule, "Split it into smaller ones.")])
    return content


def _book(content: bytes, file: str) -> Node:
    root = parse_xml(content, file)
    book = root if root.name == _ROOT else root.first(_ROOT)
    if book is None:
        rule = f"this is no REFI-QDA codebook: its outermost element is {root.name}, not {_ROOT}"
        remedy = "Export the codebook in the REFI-QDA format (.qdc)."
        raise StructuralFaults([Fault(file, "", None, "", "", rule, remedy)])
    return book


def _no_notes(_: Node) -> list[str]:
    """Return no notes: a codebook file has none."""
    return []
