"""One export of coded material as rows: documents, excerpts, codings, and what must never be shown."""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final

from evalkit import names
from evalkit.errors import Fault
from evalkit.intake.codebook import names_down_to
from evalkit.intake.coded_rows import row_of
from evalkit.intake.invisible import INVISIBLE_REMEDY, find_invisible, remove_invisible
from evalkit.intake.story_links import folded_name, link_documents
from evalkit.intake.story_voices import find_voices, is_only_a_voice

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from evalkit.definitions.codebook import Codebook
    from evalkit.definitions.coded_project import CodedProject, Coder, Document, Segment
    from evalkit.definitions.stories import Material
    from evalkit.definitions.study import Study
    from evalkit.intake.story_links import Link
    from evalkit.intake.story_voices import Voices

_ID_LENGTH: Final = 12
_SHOWN: Final = 60
"""Characters of an excerpt that a fault shows."""

_TABLES: Final = ("documents", "excerpts", "codings", "marks")


@dataclass(frozen=True, slots=True)
class _Export:
    """One export, and what its parts are called in the tables."""

    file: str
    documents: Mapping[str, Document]
    ids: Mapping[str, str]
    links: Mapping[str, Link]
    codes: Mapping[str, str]
    coders: Mapping[str, str]
    voices: Voices


@dataclass(slots=True)
class StoryRows:
    """What the exports gave so far.

    Attributes
    ----------
    codebook : Codebook
        All codes, those that mark what must not be shown included.
    redact : frozenset of str
        Ids of those.
    rows : dict of str to list
        Rows of the tables documents, excerpts, codings and marks.
    faults : list of Fault
        What was left out, and why.
    """

    codebook: Codebook
    redact: frozenset[str] = frozenset()
    rows: dict[str, list[dict[str, Any]]] = field(default_factory=lambda: {name: [] for name in _TABLES})
    faults: list[Fault] = field(default_factory=list)
    _taken: set[str] = field(default_factory=set)

    def add(self, project: CodedProject, material: Material, study: Study) -> None:
        """Add what one export holds.

        Parameters
        ----------
        project : CodedProject
            Its content.
        material : Material
            What grantee.yml says of it.
        study : Study
            Components and timepoints.
        """
        links, faults = link_documents(project, material, study)
        self.faults += faults
        documents = {document.id: document for document in project.documents if document.id in links}
        export = _Export(
            material.file,
            documents,
            {key: _short_hash(material.file, key) for key in documents},
            links,
            self._codes_in_codebook(project, material),
            names_of_coders(project.coders),
            find_voices(project, material),
        )
        for key, document in documents.items():
            self.rows["documents"].append(
                {
                    "document": export.ids[key],
                    "name": document.name,
                    **_where(links[key]),
                    "kind": material.kind,
                    "text": document.text,
                }
            )
        speaking = frozenset(passage for case in project.cases for passage in case.passages)
        passages: dict[tuple[object, ...], list[Segment]] = {}
        for segment in project.segments:
            if segment.document in documents and not is_only_a_voice(segment, speaking):
                passages.setdefault(_passage(segment), []).append(segment)
        for segments in passages.values():
            self._add_passage(export, segments)

    def spread_marks(self) -> None:
        """Let what is marked in one export hold in the others that have the same document.

        By place where the whole text is the same, else, for documents of the same name, by the words.
        """
        documents = {row["document"]: row for row in self.rows["documents"]}
        by_text: dict[object, list[str]] = {}
        by_name: dict[object, list[str]] = {}
        for key, row in documents.items():
            by_text.setdefault(row["text"], []).append(key)
            by_name.setdefault(folded_name(row["name"]), []).append(key)
        spread: dict[tuple[object, ...], dict[str, Any]] = {}
        for mark in self.rows["marks"]:
            own = documents[mark["document"]]
            alike = by_text[own["text"]] if own["text"] is not None else [mark["document"]]
            named = set(by_name[folded_name(own["name"])]) - set(alike)
            copies = [{**mark, "document": other} for other in alike]
            copies += [{**mark, "document": other, "start": None, "end": None} for other in sorted(named)]
            spread |= {tuple(copy.values()): copy for copy in copies}
        self.rows["marks"] = list(spread.values())

    def _add_passage(self, export: _Export, segments: Sequence[Segment]) -> None:
        """Add one passage: as what must not be shown, as an excerpt, or as both."""
        first = segments[0]
        rule = find_invisible(first.text)
        if rule is not None:
            shown = remove_invisible(first.text)[:_SHOWN]
            self.faults.append(Fault(export.file, "", row_of(first), "", shown, rule, INVISIBLE_REMEDY))
        place = {"start": first.start, "end": first.end}
        given = dict.fromkeys(
            (export.codes[segment.code], export.coders.get(segment.coder or "", segment.coder))
            for segment in segments
            if segment.code is not None and segment.code in export.codes
        )
        marks = [(code, coder) for code, coder in given if code in self.redact]
        document = export.ids[first.document]
        self.rows["marks"] += [
            {
                "document": document,
                "code": code,
                "coder": coder,
                **place,
                "text": remove_invisible(first.text),
            }
            for code, coder in marks
        ]
        if len(marks) < len(given) or not marks:
            codings = [(code, coder) for code, coder in given if code not in self.redact]
            self._add_excerpt(export, segments, document, codings)

    def _add_excerpt(
        self,
        export: _Export,
        segments: Sequence[Segment],
        document: str,
        codings: Sequence[tuple[str, str | None]],
    ) -> None:
        """Add one passage with all codes that anybody gave it."""
        first = segments[0]
        link = export.links[first.document]
        person = export.voices.person(segments, link.respondent_id)
        if isinstance(person, Fault):
            self.faults.append(person)
            return
        excerpt = self._excerpt_id(export.documents[first.document].name, first)
        place = {"start": first.start, "end": first.end}
        self.rows["excerpts"].append(
            {
                "excerpt_id": excerpt,
                "document": document,
                **_where(replace(link, respondent_id=person)),
                **place,
                "text": remove_invisible(first.text),
                "n_codes": len({code for code, _ in codings}),
            }
        )
        self.rows["codings"] += [
            {"excerpt_id": excerpt, "document": document, "code": code, "coder": coder, **place}
            for code, coder in codings
        ]

    def _excerpt_id(self, document: str, segment: Segment) -> str:
        """Return a stable id; the same words marked twice without a place are numbered."""
        place = "" if segment.start is None else str(segment.start)
        excerpt = _short_hash(document, place, segment.text)
        number = 1
        while excerpt in self._taken:
            number += 1
            excerpt = _short_hash(document, place, segment.text, str(number))
        self._taken.add(excerpt)
        return excerpt

    def _codes_in_codebook(self, project: CodedProject, material: Material) -> dict[str, str]:
        """Return the codebook's id of each code that was used; one it lacks is a fault."""
        by_id = {code.id: code for code in project.codes}
        used = Counter(segment.code for segment in project.segments if segment.code is not None)
        first = {segment.code: segment for segment in reversed(project.segments)}
        known: dict[str, str] = {}
        for code, passages in used.items():
            own = by_id.get(code)
            name = own.name if own else code
            entry = self.codebook.find(code, name, names_down_to(own, by_id) if own is not None else [])
            if entry is not None:
                known[code] = entry
                continue
            times = "one passage has it" if passages == 1 else f"{passages} passages have it"
            rule = f"the codebook lacks this code ({times}): {self.codebook.suggestion(name)}"
            remedy = (
                "Add it to the codebook, or correct it in the coded material; until then it isn't counted."
            )
            self.faults.append(Fault(material.file, "", row_of(first[code]), "code", name, rule, remedy))
        return known


def names_of_coders(coders: Iterable[Coder]) -> dict[str, str]:
    """Return the name of each coder by id; of coders who share a name, the later ones are numbered.

    Examples
    --------
    >>> from evalkit.definitions.coded_project import Coder
    >>> names_of_coders([Coder("1", "Ana"), Coder("2", "Ana")])
    {'1': 'Ana', '2': 'Ana (2)'}
    """
    found: dict[str, str] = {}
    for coder in coders:
        name, number = " ".join(coder.name.split()) or coder.id, 1
        while name in found.values():
            number += 1
            name = f"{' '.join(coder.name.split())} ({number})"
        found[coder.id] = name
    return found


def _where(link: Link) -> dict[str, str | None]:
    return {
        names.RESPONDENT_ID: link.respondent_id,
        names.COMPONENT: link.component,
        names.TIMEPOINT: link.timepoint,
    }


def _passage(segment: Segment) -> tuple[object, ...]:
    """Return what is the same for all codes of one passage, whoever coded it."""
    if segment.start is not None:
        return segment.document, segment.start, segment.end, segment.text
    return segment.document, segment.passage or segment.id


def _short_hash(*parts: str) -> str:
    return hashlib.sha256("\x1f".join(parts).encode(errors="surrogatepass")).hexdigest()[:_ID_LENGTH]
