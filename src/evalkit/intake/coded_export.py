"""A grantee's codebook and coded material, put together for programs that code text."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, TypeVar

from evalkit.definitions.coded_project import (
    Case,
    Code,
    CodedProject,
    Coder,
    CodeSet,
    Document,
    Note,
    Segment,
)
from evalkit.errors import StructuralFaults, UsageError
from evalkit.intake.codebook import names_down_to, read_codebook
from evalkit.intake.coded_material import find_unusable, read_coded_material
from evalkit.intake.qda_xml import is_guid
from evalkit.intake.qdc import read_qdc

if TYPE_CHECKING:
    from pathlib import Path

    from evalkit.definitions.codebook import Codebook
    from evalkit.definitions.stories import Stories
    from evalkit.definitions.study import Study
    from evalkit.errors import Fault


Entry = TypeVar("Entry", Code, CodeSet, Coder, Document, Segment, Case, Note)


def read_codes_to_export(
    study: Study, folder: Path
) -> tuple[tuple[Code, ...], tuple[CodeSet, ...], list[Fault]]:
    """Read a grantee's codebook as codes; a REFI-QDA codebook keeps its ids, colours and sets.

    Parameters
    ----------
    study : Study
        What grantee.yml declares.
    folder : Path
        The grantee's folder.

    Raises
    ------
    UsageError
        If the study has no stories.
    StructuralFaults
        If the codebook can't be used at all.
    """
    stories = _stories_of(study)
    codebook, faults = _open_codebook(stories, folder)
    if stories.codebook.file.lower().endswith(".qdc"):
        codes, sets, _ = read_qdc(folder / stories.codebook.file)
        return codes, sets, faults
    return tuple(_codes_of(codebook).values()), (), faults


def read_project_to_export(study: Study, folder: Path) -> tuple[CodedProject, list[Fault]]:
    """Read all coded material of a grantee as one project, under the codes of its codebook.

    Codes that the codebook lacks are kept. Ids stay as they are where the exports don't use the same one
    for different things; a coder of the same name is the same one.

    Parameters
    ----------
    study : Study
        What grantee.yml declares.
    folder : Path
        The grantee's folder.

    Raises
    ------
    UsageError
        If the study has no stories.
    StructuralFaults
        If the codebook or an export can't be used at all.
    """
    stories = _stories_of(study)
    codebook, faults = _open_codebook(stories, folder)
    whole = _Whole(codebook, _codes_of(codebook))
    unusable: list[Fault] = []
    for material in stories.material:
        project, found = read_coded_material(folder, material)
        if project is None:
            unusable += found
        else:
            faults += found
            whole.add(material.file, project)
    if unusable:
        raise StructuralFaults(unusable)
    return whole.project(study.title), faults


def _stories_of(study: Study) -> Stories:
    if study.stories is None:
        message = f"{study.grantee} has no coded stories: its grantee.yml has no key 'stories'"
        raise UsageError(message)
    return study.stories


def _open_codebook(stories: Stories, folder: Path) -> tuple[Codebook, list[Fault]]:
    problem = find_unusable(folder, stories.codebook.file)
    if problem is not None:
        raise StructuralFaults([problem])
    codebook, faults = read_codebook(folder / stories.codebook.file, sheet=stories.codebook.sheet)
    if codebook is None:
        raise StructuralFaults(faults)
    # Which measures there are doesn't matter here: no format of codes keeps them.
    return codebook, [fault for fault in faults if fault.column != "domain"]


def _codes_of(codebook: Codebook) -> dict[str, Code]:
    return {
        entry.code: Code(
            id=entry.code,
            name=entry.name,
            parent=entry.parent,
            description=entry.definition,
            is_codable=entry.is_codable,
            include=entry.include,
            exclude=entry.exclude,
        )
        for entry in codebook.entries
    }


@dataclass(slots=True)
class _Whole:
    """The material read so far.

    Attributes
    ----------
    codebook : Codebook
        To find the codes of each export in.
    codes : dict of str to Code
        By the codebook's id, then those that the codebook lacks.
    ids : dict of str to str
        Own ids that other programs know, by the key in ``codes``.
    """

    codebook: Codebook
    codes: dict[str, Code]
    ids: dict[str, str] = field(default_factory=dict)
    coders: dict[str, Coder] = field(default_factory=dict)
    sets: dict[str, CodeSet] = field(default_factory=dict)
    documents: dict[str, Document] = field(default_factory=dict)
    segments: dict[str, Segment] = field(default_factory=dict)
    cases: dict[str, Case] = field(default_factory=dict)
    notes: dict[str, Note] = field(default_factory=dict)
    passages: dict[str, str] = field(default_factory=dict)

    def add(self, file: str, project: CodedProject) -> None:
        """Add one export."""
        codes = self._add_codes(file, project)
        # Within one export two coders of one name are two people; between exports they are one.
        by_name = {coder.name: coder.id for coder in self.coders.values()}
        coders = {
            coder.id: by_name.get(coder.name) or _put(self.coders, file, coder) for coder in project.coders
        }
        documents = {each.id: _put(self.documents, file, each) for each in project.documents}
        for segment in project.segments:
            moved = replace(
                segment,
                document=documents[segment.document],
                code=None if segment.code is None else codes[segment.code],
                coder=None if segment.coder is None else coders[segment.coder],
                passage=self._passage(file, segment.passage),
            )
            _put(self.segments, file, moved)
        for case in project.cases:
            _put(self.cases, file, replace(case, documents=tuple(documents[own] for own in case.documents)))
        for kept in project.sets:
            _put(self.sets, file, replace(kept, codes=tuple(codes[own] for own in kept.codes)))
        for note in project.notes:
            _put(self.notes, file, note)

    def project(self, name: str) -> CodedProject:
        """Return all of it; codes under the ids by which other programs know them."""
        final = {key: self.ids.get(key, key) for key in self.codes}
        codes = [
            replace(code, id=final[key], parent=final.get(code.parent or ""))
            for key, code in self.codes.items()
        ]
        segments = [
            segment if segment.code is None else replace(segment, code=final[segment.code])
            for segment in self.segments.values()
        ]
        sets = [replace(kept, codes=tuple(final[code] for code in kept.codes)) for kept in self.sets.values()]
        return CodedProject(
            name=name,
            origin="evalkit",
            codes=tuple(codes),
            sets=tuple(sets),
            coders=tuple(self.coders.values()),
            documents=tuple(self.documents.values()),
            segments=tuple(segments),
            cases=tuple(self.cases.values()),
            notes=tuple(self.notes.values()),
        )

    def _add_codes(self, file: str, project: CodedProject) -> dict[str, str]:
        """Return the key in ``codes`` of each code of an export."""
        by_id = {code.id: code for code in project.codes}
        keys: dict[str, str] = {}
        for code in project.codes:
            key = self.codebook.find(code.id, code.name, names_down_to(code, by_id))
            if key is None:
                parent = None if code.parent is None else keys.get(code.parent)
                key = _put(self.codes, file, replace(code, parent=parent))
            else:
                known = self.codes[key]
                self.codes[key] = replace(
                    known,
                    colour=known.colour or code.colour,
                    description=known.description or code.description,
                )
            if is_guid(code.id):
                self.ids.setdefault(key, code.id)
            keys[code.id] = key
        return keys

    def _passage(self, file: str, passage: str) -> str:
        """Return the name of a passage, told apart from one of the same name in another export."""
        if not passage or self.passages.setdefault(passage, file) == file:
            return passage
        return f"{file}/{passage}"


def _put(held: dict[str, Entry], file: str, entry: Entry) -> str:
    """Add an entry and return its id: a new one if something else has its own."""
    if held.setdefault(entry.id, entry) == entry:
        return entry.id
    own = f"{file}/{entry.id}"
    held[own] = replace(entry, id=own)
    return own
