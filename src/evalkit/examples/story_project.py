"""Invented stories and their marks → a coded project, as a program for coding text would keep it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from evalkit.definitions.coded_project import Case, Code, CodedProject, Coder, Document, Segment
from evalkit.examples.files import csv_bytes
from evalkit.examples.marked_words import codes_used
from evalkit.examples.second_coder import code_again

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from evalkit.examples.draws import Draws
    from evalkit.examples.files import Rows
    from evalkit.examples.marked_words import MarkedText, Passage

FIRST: Final = "coder 1"
SECOND: Final = "coder 2"
_HEADINGS: Final = (
    *("code", "name", "parent", "definition", "include", "exclude"),
    *("theme_in_words", "expects", "domain", "contrary_to"),
)


@dataclass(frozen=True, slots=True)
class StoryCode:
    """One line of an invented codebook, under the headings of the file; a theme has no ``parent``."""

    code: str
    name: str
    parent: str = ""
    definition: str = ""
    include: str = ""
    exclude: str = ""
    theme_in_words: str = ""
    expects: str = ""
    domain: str = ""
    contrary_to: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """One document.

    Attributes
    ----------
    name : str
        Its title.
    words : MarkedText
        What was said, with what the first coder marked.
    person : str or None
        Respondent's id; None where a group spoke.
    values : mapping of str to str
        Variables of the document.
    coded_twice : bool
        Whether the second coder read it as well.
    """

    name: str
    words: MarkedText
    person: str | None = None
    values: Mapping[str, str] = field(default_factory=dict)
    coded_twice: bool = False


def build_project(draws: Draws, name: str, codes: Sequence[StoryCode], told: Sequence[Told]) -> CodedProject:
    """Return the coded project; a person's documents are joined in a case with the person's id as its name.

    A code that the first coder never used isn't used by the second one either.
    """
    people = dict.fromkeys(document.person for document in told if document.person)
    used = codes_used(document.words for document in told)
    siblings = siblings_of([code for code in codes if code.code in used])
    return CodedProject(
        name=name,
        origin="evalkit, invented",
        codes=tuple(
            Code(code.code, code.name, code.parent or None, code.definition, is_codable=bool(code.parent))
            for code in codes
        ),
        coders=(Coder(FIRST, FIRST), Coder(SECOND, SECOND)),
        documents=tuple(
            Document(document.name, document.name, document.words.text, values=document.values)
            for document in told
        ),
        segments=tuple(segment for document in told for segment in _segments(draws, document, siblings)),
        cases=tuple(
            Case(person, person, tuple(document.name for document in told if document.person == person))
            for person in people
        ),
    )


def siblings_of(codes: Sequence[StoryCode]) -> dict[str, list[str]]:
    """Return for each code of a theme the theme's other codes."""
    return {
        code.code: [other.code for other in codes if other.parent == code.parent and other != code]
        for code in codes
        if code.parent
    }


def codebook_bytes(codes: Sequence[StoryCode]) -> bytes:
    """Return the codebook as CSV."""
    rows: Rows = [tuple(getattr(code, heading) for heading in _HEADINGS) for code in codes]
    return csv_bytes(_HEADINGS, rows)


def _segments(draws: Draws, told: Told, siblings: Mapping[str, Sequence[str]]) -> Iterator[Segment]:
    yield from _marked_by(FIRST, told, told.words.passages)
    if told.coded_twice:
        yield from _marked_by(SECOND, told, code_again(draws, told.words, siblings))


def _marked_by(coder: str, told: Told, passages: Sequence[Passage]) -> Iterator[Segment]:
    for passage in passages:
        place = f"{told.name}/{coder}/{passage.start}-{passage.end}"
        words = told.words.text[passage.start : passage.end]
        for code in dict.fromkeys(passage.codes):
            yield Segment(
                f"{place}/{code}", told.name, code, coder, words, passage.start, passage.end, passage=place
            )
