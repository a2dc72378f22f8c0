"""REFI-QDA projects (``.qdpx``): what QualCoder, NVivo, MAXQDA, ATLAS.ti and others exchange."""

from __future__ import annotations

from dataclasses import replace
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Final

from evalkit.definitions.coded_project import Code, CodedProject, Coder, Note
from evalkit.errors import Fault, StructuralFaults
from evalkit.intake.qda_cases import codes_of_cases, read_cases, read_document_values
from evalkit.intake.qda_codes import Found, join_texts, key_of, read_codes, read_sets
from evalkit.intake.qda_segments import build_segments, unnamed_coder
from evalkit.intake.qda_sources import read_sources
from evalkit.intake.qda_texts import Texts, targets_of
from evalkit.intake.qda_values import read_variables
from evalkit.intake.safe_xml import parse_xml
from evalkit.intake.safe_zip import SafeArchive

if TYPE_CHECKING:
    from collections.abc import Container, Iterable
    from pathlib import Path

    from evalkit.intake.safe_xml import Node

_ROOT: Final = "Project"
_PROJECT_FILE: Final = "project.qde"
_SUFFIX: Final = ".qde"
_NOT_READ: Final = {"Links/Link": "links", "Graphs/Graph": "diagrams"}


def read_qdpx(path: Path) -> tuple[CodedProject | None, list[Fault]]:
    """Read a project.

    Parameters
    ----------
    path : Path
        The file.

    Returns
    -------
    CodedProject or None
        Texts with true positions: Unicode code points from 0, end exclusive. Positions that a
        program counted otherwise are put right by the words stored with them. Memos stand in the
        descriptions of what they belong to, other notes in ``notes``. None if the file can't be used.
    list of Fault
        Why not, or what was left out.
    """
    found = Found(path.name)
    try:
        with SafeArchive(path, path.name) as archive:
            name = _project_file(archive.names, path.name)
            root = parse_xml(archive.read(name), path.name)
            if root.name != _ROOT:
                rule = f"this is no REFI-QDA project: its outermost element is {root.name}, not {_ROOT}"
                raise _refusal(path.name, rule)
            return _project(
                root, Texts(archive, path.parent, name[: name.rfind("/") + 1], found)
            ), found.faults
    except StructuralFaults as problem:
        return None, [*found.faults, *problem.faults]


def _project_file(names: Iterable[str], file: str) -> str:
    """Return which entry describes the project: at the top, or in the folder that somebody zipped."""
    candidates = [
        name for name in names if name.casefold().endswith(_SUFFIX) and not name.startswith("__MACOSX/")
    ]
    usual = [name for name in candidates if PurePosixPath(name).name.casefold() == _PROJECT_FILE]
    chosen = usual or candidates
    if len(chosen) != 1:
        number = len(chosen) or "no"
        raise _refusal(
            file, f"the archive should describe one project ({_PROJECT_FILE}); it describes {number}"
        )
    return chosen[0]


def _project(root: Node, texts: Texts) -> CodedProject:
    found = texts.found
    texts.read_notes(root)
    codes = read_codes(root.first("CodeBook"), texts.notes_of, found)
    cases = codes_of_cases(root, codes)
    codes = _themes(codes, cases)
    variables = read_variables(root)
    sources = read_sources(root, texts, variables)
    read_document_values(root, sources, variables, found)
    origin = root.attributes.get("origin", "")
    coded = build_segments(
        sources, origin=origin, codes=codes, coders=_coders(root), cases=cases, found=found
    )
    for path, word in _NOT_READ.items():
        number = sum(1 for _ in root.below(path))
        if number:
            found.add("", f"{word} of the project aren't read: {number}", "Nothing needs to be done.")
    return CodedProject(
        _project_name(root, origin),
        origin,
        join_texts(root.text_of("Description"), *texts.notes_of(root)),
        codes,
        read_sets(root, codes, found),
        coded.coders,
        coded.documents,
        coded.segments,
        read_cases(root, sources, coded, variables, texts),
        _notes(root, texts),
    )


def _themes(codes: tuple[Code, ...], cases: Container[str]) -> tuple[Code, ...]:
    """Leave out the codes that stand for a case: they are people."""
    people = {code.id: code.parent for code in codes if key_of(code.id) in cases}
    kept = []
    for code in codes:
        if code.id in people:
            continue
        parent = code.parent
        while parent in people:
            parent = people[parent]
        kept.append(replace(code, parent=parent))
    return tuple(kept)


def _coders(root: Node) -> list[Coder]:
    coders: list[Coder] = []
    for node in root.below("Users/User"):
        names = (node.attributes.get(key, "") for key in ("name", "id"))
        name = next((name for name in names if name.strip()), None) or unnamed_coder(coders)
        coders.append(Coder(node.attributes.get("guid", ""), name))
    return coders


def _notes(root: Node, texts: Texts) -> tuple[Note, ...]:
    """Return the notes that belong to nothing, and remarks on a passage."""
    used: set[str] = set()
    waiting = [root]
    while waiting:
        node = waiting.pop()
        used.update(targets_of(node, "NoteRef"))
        waiting += node.children
    return tuple(
        Note(guid, node.attributes.get("name", ""), texts.notes[key_of(guid)])
        for node in root.below("Notes/Note")
        for guid in [node.attributes.get("guid", "")]
        if key_of(guid) in texts.remarks or key_of(guid) not in used
    )


def _project_name(root: Node, origin: str) -> str:
    """Return the project's title; QualCoder writes the name of its folder."""
    name = root.attributes.get("name", "")
    return name.removesuffix(".qda") if origin.startswith("QualCoder") else name


def _refusal(file: str, rule: str) -> StructuralFaults:
    remedy = "Export the project in the REFI-QDA format (.qdpx)."
    return StructuralFaults([Fault(file, "", None, "", "", rule, remedy)])
