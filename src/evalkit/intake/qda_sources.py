"""Sources of a REFI-QDA project: documents, and the passages marked in them as the program stored them."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Final

from evalkit.definitions.coded_project import Document
from evalkit.intake.qda_codes import join_texts, key_of
from evalkit.intake.qda_offsets import Mark
from evalkit.intake.qda_texts import Texts, targets_of
from evalkit.intake.qda_values import read_values

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from evalkit.definitions.coded_project import Value
    from evalkit.intake.qda_readings import SentText
    from evalkit.intake.safe_xml import Node

_KINDS: Final = ("TextSource", "PictureSource", "PDFSource", "AudioSource", "VideoSource")
_WRITTEN_OUT: Final = ("Representation", "TextDescription", "Transcript")
"""Texts that stand for something that is no text."""

_PATHS: Final = ("plainTextPath", "richTextPath", "path")
_NO_NUMBER: Final = (-1, -1)


@dataclass(frozen=True, slots=True)
class Coding:
    """One code that somebody gave a passage: its id, GUIDs of code and coder, and its own notes."""

    id: str
    code: str
    coder: str
    notes: str = ""


@dataclass(frozen=True, slots=True)
class Passage:
    """Something marked in a source.

    Attributes
    ----------
    id : str
        GUID of the selection; "" if it has none.
    mark : Mark or None
        Its positions; None where it has none that count characters.
    words : str
        The words, or the label, that the program stored.
    coder : str
        GUID of who marked it.
    description : str
        Its memo.
    codings : tuple of Coding
        Its codes.
    is_whole_source : bool
        Whether the codes were given to the source as a whole, not to a selection.
    """

    id: str
    mark: Mark | None
    words: str
    coder: str
    description: str
    codings: tuple[Coding, ...]
    is_whole_source: bool = False


@dataclass(slots=True)
class Source:
    """One document and what is marked in it.

    Attributes
    ----------
    document : Document
        Without text.
    sent : SentText or None
        Its text.
    passages : list of Passage
        In the order of the file.
    guids : set of str
        All that references to this document may say.
    keeps_positions : bool
        Whether positions stay as they are although there is no text to check them against.
    """

    document: Document
    sent: SentText | None
    passages: list[Passage] = field(default_factory=list)
    guids: set[str] = field(default_factory=set)
    keeps_positions: bool = False


def read_sources(project: Node, texts: Texts, variables: Mapping[str, str]) -> list[Source]:
    """Return every document of a project.

    Parameters
    ----------
    project : Node
        The root element.
    texts : Texts
        Where texts are found.
    variables : mapping of str to str
        Names of the variables by GUID.
    """
    return [
        source
        for group in project.each("Sources")
        for node in group.each(*_KINDS)
        for source in _sources(node, texts, read_values(node, variables, texts.found))
    ]


def _sources(node: Node, texts: Texts, values: dict[str, Value]) -> Iterator[Source]:
    """Iterate over the documents of one source: itself with its first text, then each further transcript."""
    guid = node.attributes.get("guid", "")
    written_out = list(node.each(*_WRITTEN_OUT))
    memo = join_texts(node.text_of("Description"), *texts.notes_of(node))
    document = Document(guid, _name(node), None, memo, values)
    is_text = node.name == "TextSource"
    bare = is_text and not any(node.attributes.get(path) for path in _PATHS)
    holder = node if is_text else next(iter(written_out), None)
    sent = texts.text_of(holder) if holder else None
    first = Source(document, sent, _passages(node, texts), {key_of(guid)}, bare and sent is None)
    if holder is not None and holder is not node:
        first.passages += _passages(holder, texts)
        first.guids.add(key_of(holder.attributes.get("guid", "")))
    yield first
    for other in written_out[1:]:
        own = Document(
            other.attributes.get("guid", ""),
            other.attributes.get("name") or document.name,
            None,
            memo,
            values,
        )
        # A case that has the recording has all its transcripts.
        guids = {key_of(own.id), key_of(guid)}
        yield Source(own, texts.text_of(other), passages=_passages(other, texts), guids=guids)


def _name(node: Node) -> str:
    """Return a source's name; ATLAS.ti leaves that of a recording to its transcript."""
    named = (node, *node.each(*_WRITTEN_OUT))
    names = (each.attributes.get("name", "") for each in named)
    paths = (node.attributes.get(path, "") for path in _PATHS)
    files = (PurePosixPath(path.replace("\\", "/")).name for path in paths)
    return next((name for name in (*names, *files, node.attributes.get("guid", "")) if name), "")


def _passages(node: Node, texts: Texts) -> list[Passage]:
    points = {
        key_of(child.attributes.get("guid", "")): child.attributes.get("position", "")
        for child in node.each("SyncPoint")
    }
    passages = [
        _passage(child, _positions(child, points), node, texts)
        for child in node.children
        if child.name.endswith("Selection")
    ]
    whole = _codings(node, "", texts)
    return [*passages, Passage("", None, "", "", "", whole, is_whole_source=True)] if whole else passages


def _positions(node: Node, points: Mapping[str, str]) -> tuple[str, str] | None:
    """Return the two positions of a selection as written, None for one that isn't of characters."""
    attributes = node.attributes
    if node.name == "PlainTextSelection":
        return attributes.get("startPosition", ""), attributes.get("endPosition", "")
    start, end = (points.get(key_of(attributes.get(key, "")), "") for key in ("fromSyncPoint", "toSyncPoint"))
    return (start, end) if start and end else None


def _passage(node: Node, positions: tuple[str, str] | None, holder: Node, texts: Texts) -> Passage:
    attributes = node.attributes
    coder = key_of(attributes.get("creatingUser", ""))
    picture = node.first("Representation")
    shown = texts.text_of(picture) if picture else None
    words = shown.text if shown else attributes.get("name", "")
    # QualCoder names passages of a transcript like the recording
    is_label = words == holder.attributes.get("name")
    return Passage(
        attributes.get("guid", ""),
        None if positions is None else _mark(positions, words, is_label=is_label),
        words,
        coder,
        join_texts(node.text_of("Description"), *texts.notes_of(node)),
        _codings(node, coder, texts),
    )


def _mark(positions: tuple[str, str], words: str, *, is_label: bool) -> Mark | None:
    """Return the positions as numbers; None for words at 0 to 0, which says that they have no place."""
    try:
        start, end = (int(position) for position in positions)
    except ValueError:
        start, end = _NO_NUMBER
    return Mark(start, end, words, is_label) if start or end or not words else None


def _codings(node: Node, coder: str, texts: Texts) -> tuple[Coding, ...]:
    """Return the codes of a passage; some programs leave out the element around the reference."""
    codings = [Coding("", target, coder) for target in targets_of(node, "CodeRef")]
    for child in node.each("Coding"):
        own = key_of(child.attributes.get("creatingUser", "")) or coder
        notes = join_texts(child.text_of("Description"), *texts.notes_of(child))
        for target in targets_of(child, "CodeRef") or [""]:
            codings.append(Coding(child.attributes.get("guid", ""), target, own, notes))
    return tuple(codings)
