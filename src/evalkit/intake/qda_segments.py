"""Passages as a program stored them → coded segments, each at its true place."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from evalkit.definitions.coded_project import Code, Coder, Segment
from evalkit.errors import Fault, StructuralFaults
from evalkit.intake.qda_codes import Found, join_texts, key_of
from evalkit.intake.qda_offsets import Place, find_places

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from evalkit.definitions.coded_project import Document
    from evalkit.intake.qda_sources import Passage, Source

NAMESPACE: Final = uuid.UUID("6f1b7c1e-6d0f-5a0e-9c57-3f1f6c5e2a44")
"""Ids that a file lacks are made from this and their place in the file: the same on every run."""

CHARACTERS: Final = 100_000_000
"""All passages of a project together hold no more; larger ones overlap without end."""

_UNNAMED: Final = "unnamed coder "
_PLACE_REMEDY: Final = "Check the passage in the program and export again; it was left out."


@dataclass(slots=True)
class CaseLinks:
    """What codings with a case for a code make its own, which is how NVivo says whose words they are.

    Attributes
    ----------
    documents : set of str
        Ids of whole documents.
    passages : list of str
        Ids of passages that are part of a document.
    """

    documents: set[str] = field(default_factory=set)
    passages: list[str] = field(default_factory=list)


@dataclass(slots=True)
class _Builder:
    """Segments of one project while they are built."""

    found: Found
    codes: Mapping[str, str]
    cases: Mapping[str, str]
    coders: dict[str, Coder]
    segments: list[Segment] = field(default_factory=list)
    case_links: dict[str, CaseLinks] = field(default_factory=dict)
    passages: dict[str, str] = field(default_factory=dict)
    without_words: int = 0
    taken: set[tuple[str, str]] = field(default_factory=set)
    strings: dict[tuple[str, Place], str] = field(default_factory=dict)
    characters: int = 0


@dataclass(frozen=True, slots=True)
class Coded:
    """What the sources of a project come to.

    Attributes
    ----------
    coders, documents, segments : tuple
        As in a coded project.
    case_links : mapping of str to CaseLinks
        By case.
    passages : mapping of str to str
        Ids of the passages that were kept, by the GUID that other elements refer to them by.
    """

    coders: tuple[Coder, ...]
    documents: tuple[Document, ...]
    segments: tuple[Segment, ...]
    case_links: Mapping[str, CaseLinks]
    passages: Mapping[str, str]


def build_segments(
    sources: Sequence[Source],
    *,
    origin: str,
    codes: Iterable[Code],
    coders: Iterable[Coder],
    cases: Mapping[str, str],
    found: Found,
) -> Coded:
    """Return the documents of a project with their segments.

    Parameters
    ----------
    sources : sequence of Source
        All documents.
    origin : str
        The program that wrote the project.
    codes : iterable of Code
        The code book.
    coders : iterable of Coder
        The users.
    cases : mapping of str to str
        GUIDs of the cases, by the GUID of the code that stands for each.
    found : Found
        Where faults go: passages without a place, codings without a code.
    """
    builder = _Builder(
        found,
        {key_of(code.id): code.id for code in codes},
        cases,
        {key_of(coder.id): coder for coder in coders},
    )
    checked = [source for source in sources if source.sent is not None]
    marked = [(source.sent, [p.mark for p in source.passages if p.mark]) for source in checked if source.sent]
    places = {
        id(source): iter(found_there)
        for source, found_there in zip(checked, find_places(marked, origin), strict=True)
    }
    for source in sources:
        _add_source(builder, source, places.get(id(source)))
    if builder.without_words:
        rule = f"passages that hold no words, since they end where they begin: {builder.without_words}"
        found.add("", rule, "Nothing needs to be done; they were left out.")
    documents = tuple(
        replace(source.document, text=source.sent.text if source.sent else None) for source in sources
    )
    coders = tuple(builder.coders.values())
    return Coded(coders, documents, tuple(builder.segments), builder.case_links, builder.passages)


def _add_source(builder: _Builder, source: Source, places: Iterator[Place | str] | None) -> None:
    for number, passage in enumerate(source.passages):
        place: Place | str | None = None
        if passage.mark and places is not None:
            place = next(places)
        elif passage.mark and source.keeps_positions and passage.mark.end:
            place = passage.mark.start, passage.mark.end
        if _is_without_words(passage, place):
            builder.without_words += 1
            continue
        if isinstance(place, str):
            where = (
                f'positions {passage.mark.start} to {passage.mark.end} of "{source.document.name}"'
                if passage.mark
                else ""
            )
            builder.found.add(passage.words, f"{where}: {place}", _PLACE_REMEDY)
            continue
        _add_passage(builder, source, passage, place, number)


def _is_without_words(passage: Passage, place: Place | str | None) -> bool:
    if isinstance(place, str):
        mark = passage.mark
        return mark is not None and mark.start == mark.end and not mark.words.strip()
    return place is not None and place[0] == place[1]


def _add_passage(
    builder: _Builder, source: Source, passage: Passage, place: Place | None, number: int
) -> None:
    document = source.document
    text = passage.words
    if place is not None and source.sent is not None:
        text = _words_at(builder, document.id, source.sent.text, place)
    is_whole = passage.is_whole_source
    own = "" if is_whole else _own_id(builder, "passage", passage.id, (document.id, number))
    if passage.id:
        builder.passages.setdefault(key_of(passage.id), own)
    start, end = place or (None, None)
    is_whole |= source.sent is not None and text.strip() == source.sent.text.strip()
    is_own = _link_cases(builder, passage, document.id, "" if is_whole else own)
    if not passage.codings or is_own:
        coder = _coder(builder, passage.coder)
        builder.segments.append(
            Segment(own, document.id, None, coder, text, start, end, own, passage.description)
        )
    for position, coding in enumerate(passage.codings):
        if coding.code in builder.cases:
            continue
        if coding.code not in builder.codes:
            rule = f'a passage of "{document.name}" has a code that the code book lacks'
            builder.found.add(passage.words, rule, "Export again with all codes; this coding was left out.")
        else:
            key = _own_id(builder, "coding", coding.id, (own or document.id, number, position))
            memo = join_texts(passage.description, coding.notes)
            builder.segments.append(
                Segment(
                    key,
                    document.id,
                    builder.codes[coding.code],
                    _coder(builder, coding.coder),
                    text,
                    start,
                    end,
                    own or key,
                    memo,
                )
            )


def _link_cases(builder: _Builder, passage: Passage, document: str, own: str) -> bool:
    """Note whose words a passage is by its codings; return whether it is only there to say so.

    ``own`` is the passage's id; "" where it is all of the document.
    """
    people = dict.fromkeys(
        builder.cases[coding.code] for coding in passage.codings if coding.code in builder.cases
    )
    for person in people:
        links = builder.case_links.setdefault(person, CaseLinks())
        if own:
            links.passages.append(own)
        else:
            links.documents.add(document)
    return bool(own and people) and all(coding.code in builder.cases for coding in passage.codings)


def _words_at(builder: _Builder, document: str, text: str, place: Place) -> str:
    """Return a passage's words, one string for all that mark the same place."""
    key = (document, place)
    if key not in builder.strings:
        builder.characters += place[1] - place[0]
        if builder.characters > CHARACTERS:
            rule = f"the passages hold more than {CHARACTERS} characters together"
            fault = Fault(builder.found.file, "", None, "", "", rule, "Split the project into smaller ones.")
            raise StructuralFaults([fault])
        builder.strings[key] = text[slice(*place)]
    return builder.strings[key]


def _own_id(builder: _Builder, kind: str, guid: str, where: tuple[object, ...]) -> str:
    """Return a GUID as it is; one that is missing, or stands there twice, is made from the place."""
    is_free = bool(guid) and (kind, key_of(guid)) not in builder.taken
    own = guid if is_free else str(uuid.uuid5(NAMESPACE, repr((kind, guid, where))))
    builder.taken.add((kind, key_of(own)))
    return own


def _coder(builder: _Builder, guid: str) -> str | None:
    """Return a coder's id; one whom the list of users lacks is kept apart from the others."""
    if not guid:
        return None
    if guid not in builder.coders:
        builder.coders[guid] = Coder(guid, unnamed_coder(builder.coders.values()))
    return builder.coders[guid].id


def unnamed_coder(coders: Iterable[Coder]) -> str:
    """Return a name for a coder who has none, other than those that stand already.

    Examples
    --------
    >>> unnamed_coder([Coder("1", "Ana"), Coder("2", "unnamed coder 1")])
    'unnamed coder 2'
    """
    unnamed = sum(coder.name.startswith(_UNNAMED) for coder in coders)
    return f"{_UNNAMED}{unnamed + 1}"
