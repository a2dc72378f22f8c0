"""Coded text, whatever program it was coded in: documents, codes, coders, segments and cases."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

Value = str | int | float | bool | None


@dataclass(frozen=True, slots=True)
class Code:
    """One code of a codebook.

    Attributes
    ----------
    id : str
        Unique in its codebook.
    name : str
        What people call it.
    parent : str or None
        Id of the code above it.
    description : str
        Definition or memo; "" if there is none.
    colour : str
        ``#RRGGBB``, or "".
    is_codable : bool
        False for a category that only holds other codes.
    include, exclude : str
        When to use it and when not; "" if nobody wrote it down.
    """

    id: str
    name: str
    parent: str | None = None
    description: str = ""
    colour: str = ""
    is_codable: bool = True
    include: str = ""
    exclude: str = ""


@dataclass(frozen=True, slots=True)
class CodeSet:
    """Codes somebody put together; a code may be in several sets."""

    id: str
    name: str
    codes: tuple[str, ...] = ()
    description: str = ""


@dataclass(frozen=True, slots=True)
class Coder:
    """Somebody who coded."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Document:
    """A text that was coded.

    Attributes
    ----------
    id, name : str
        Unique id; title.
    text : str or None
        All of it, with line feeds between lines, no byte-order mark; None where the export holds excerpts only.
    description : str
        Memo.
    values : mapping of str to value
        Variables of the document.
    """

    id: str
    name: str
    text: str | None = None
    description: str = ""
    values: Mapping[str, Value] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Segment:
    """A passage with one code by one coder; a passage with two codes is two segments of one ``passage``.

    Attributes
    ----------
    id : str
        Unique.
    document, code : str
        Ids; code None for a passage that was marked without a code.
    coder : str or None
        Id; None where the program keeps none.
    text : str
        The passage as exported.
    start, end : int or None
        Unicode code points from 0, end exclusive; None where the export has no place.
    passage : str
        The same for segments of one marked passage (Taguette's highlight, QDPX's selection).
    description : str
        Memo.
    """

    id: str
    document: str
    code: str | None
    coder: str | None
    text: str
    start: int | None = None
    end: int | None = None
    passage: str = ""
    description: str = ""


@dataclass(frozen=True, slots=True)
class Case:
    """A person or other unit to which documents, or passages of documents, belong.

    Attributes
    ----------
    id, name : str
        Unique id; what people call it, often the respondent_id.
    documents : tuple of str
        Ids of its documents.
    values : mapping of str to value
        Its variables.
    description : str
        Memo.
    passages : tuple of str
        What of other documents is its own, as in a focus group: values of ``passage`` of segments.
    """

    id: str
    name: str
    documents: tuple[str, ...] = ()
    values: Mapping[str, Value] = field(default_factory=dict)
    description: str = ""
    passages: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Note:
    """A note of the project that belongs to no single code, document or segment."""

    id: str
    name: str
    text: str


@dataclass(frozen=True, slots=True)
class CodedProject:
    """All that one export holds.

    Attributes
    ----------
    name, origin, description : str
        Title of the project, program that wrote it, memo.
    codes, sets, coders, documents, segments, cases, notes : tuple
        In the order of the export.
    """

    name: str = ""
    origin: str = ""
    description: str = ""
    codes: tuple[Code, ...] = ()
    sets: tuple[CodeSet, ...] = ()
    coders: tuple[Coder, ...] = ()
    documents: tuple[Document, ...] = ()
    segments: tuple[Segment, ...] = ()
    cases: tuple[Case, ...] = ()
    notes: tuple[Note, ...] = ()
