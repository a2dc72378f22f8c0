"""Pages that Taguette exports: all highlights one below the other, or a document with its highlights marked.

Taguette writes its pages in the language of whoever exports, so they are read by their structure.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Final

from evalkit.definitions.coded_project import CodedProject, Document, Segment
from evalkit.errors import Fault
from evalkit.intake.coded_rows import codes_of_paths

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

MOST_CHARACTERS: Final = 10_000_000
_BLOCKS: Final = frozenset(
    {"p", "h1", "h2", "h3", "h4", "h5", "h6", "li", "br", "hr", "div", "tr", "td", "th"}
)
_UNSEEN: Final = frozenset({"head", "script", "style", "title", "template"})
_COMMA: Final = re.compile(r",[ \t]*\r?\n\s*")
_TAG: Final = re.compile(r"</?[a-zA-Z][a-zA-Z0-9]*(?:\s[^<>]{0,4000})?/?>|<!doctype html>", re.IGNORECASE)
_REMEDY: Final = "In Taguette, choose Highlights, then export all of them again."


@dataclass(slots=True)
class Piece:
    """A run of text on a page.

    Attributes
    ----------
    text : str
        As written.
    block : int
        Number of the paragraph (or other block) that it stands in.
    tag : str
        The block's element.
    strong : int
        Number of the ``<strong>`` before or around it in its block; 0 if there is none yet.
    is_strong : bool
        Whether it stands in one.
    mark : str
        Class of the innermost ``<span>`` around it.
    section : int
        How many ``<hr>`` came before.
    css : str
        Class of the block.
    """

    text: str
    block: int
    tag: str
    strong: int
    is_strong: bool
    mark: str
    section: int
    css: str


@dataclass(slots=True)
class _Open:
    spans: list[str] = field(default_factory=list)
    unseen: Counter[str] = field(default_factory=Counter)
    is_strong: bool = False


class PageReader(HTMLParser):
    """The text of a page, in pieces; nothing of it is run or loaded."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[Piece] = []
        self._open = _Open()
        self._block, self._tag, self._css, self._strong, self._section = 0, "", "", 0, 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what begins."""
        if tag in _UNSEEN:
            self._open.unseen[tag] += 1
        elif tag in _BLOCKS:
            self._new_block(tag, dict(attrs).get("class") or "")
            self._section += tag == "hr"
        elif tag == "span":
            self._open.spans.append(dict(attrs).get("class") or "")
        elif tag == "strong":
            self._strong += 1
            self._open.is_strong = True

    def handle_endtag(self, tag: str) -> None:
        """Note what ends."""
        if tag in _UNSEEN:
            self._open.unseen -= Counter([tag])
        elif tag in _BLOCKS:
            self._new_block("")
        elif tag == "span" and self._open.spans:
            self._open.spans.pop()
        elif tag == "strong":
            self._open.is_strong = False

    def handle_data(self, data: str) -> None:
        """Note a run of text."""
        if not self._open.unseen:
            mark = self._open.spans[-1] if self._open.spans else ""
            here = (self._block, self._tag, self._strong, self._open.is_strong)
            self.pieces.append(Piece(data, *here, mark, self._section, self._css))

    def _new_block(self, tag: str, css: str = "") -> None:
        self._block += 1
        self._css = css
        self._tag, self._strong, self._open.is_strong = tag, 0, False


def is_plain_markup(page: str) -> bool:
    """Return whether every ``<`` of a page begins a whole tag, as in all that Taguette writes.

    The standard library's parser takes hours over a page of comments or tags that never end.

    Examples
    --------
    >>> is_plain_markup("<p>2 &lt; 3</p>"), is_plain_markup("<!--" * 3), is_plain_markup("<a href='")
    (True, False, False)
    """
    return page.count("<") == sum(1 for _ in _TAG.finditer(page))


def find_unsafe_page(file: str, page: str) -> Fault | None:
    """Return why a page can't be one of Taguette's, or must not be parsed; None if it may be."""
    if len(page) > MOST_CHARACTERS:
        rule = f"the page is longer than {MOST_CHARACTERS // 1_000_000} million characters"
        return Fault(file, "", None, "", "", rule, "Export it as CSV instead.")
    if not is_plain_markup(page):
        rule = "this page has markup that Taguette doesn't write"
        return Fault(file, "", None, "", "", rule, "Export it again, and don't open it in another program.")
    return None


def read_pieces(page: str) -> list[Piece]:
    """Return the text of a page in pieces."""
    reader = PageReader()
    reader.feed(page)
    reader.close()
    return reader.pieces


def text_of(pieces: Sequence[Piece]) -> str:
    """Return the text of pieces: blocks parted by one space, as Taguette's tables have it."""
    blocks: dict[int, list[str]] = {}
    for piece in pieces:
        blocks.setdefault(piece.block, []).append(piece.text)
    texts = (" ".join("".join(block).split()) for block in blocks.values())
    return " ".join(text for text in texts if text)


def read_taguette_page(file: str, page: str) -> tuple[CodedProject | None, list[Fault]]:
    """Read one page of highlights, or one document with its highlights marked.

    Parameters
    ----------
    file : str
        Name of the file, for faults.
    page : str
        Its text.

    Returns
    -------
    CodedProject or None
        Highlights without a tag are there, with no code. None if the page is neither.
    list of Fault
        What can't be read.
    """
    problem = find_unsafe_page(file, page)
    if problem is not None:
        return None, [problem]
    pieces = read_pieces(page)
    if any(piece.mark == "taglist" for piece in pieces):
        return _marked_document(pieces), []
    return _list_of_highlights(file, pieces)


def _list_of_highlights(file: str, pieces: Sequence[Piece]) -> tuple[CodedProject | None, list[Fault]]:
    title = {piece.block for piece in pieces if piece.tag == "h1"}
    first = min(title, default=-1)
    sections: dict[int, list[Piece]] = {}
    for piece in pieces:
        if piece.block > first:
            sections.setdefault(piece.section, []).append(piece)
    segments: list[Segment] = []
    faults: list[Fault] = []
    number = 0
    for section in sections.values():
        if not text_of(section):
            continue
        number += 1
        found = _highlight(section)
        if found is None:
            rule = f"highlight {number} of this page doesn't say its document and tags"
            faults.append(Fault(file, "", None, "", text_of(section)[:80], rule, _REMEDY))
            continue
        text, document, tags = found
        segments += [
            Segment(f"{number}-{place}", document, tag, None, text, passage=str(number))
            for place, tag in enumerate(tags or (None,))
        ]
    if not segments and faults:
        rule = "this isn't a page of highlights that Taguette exported"
        return None, [Fault(file, "", None, "", "", rule, _REMEDY)]
    return _project(segments), faults


def _highlight(section: Sequence[Piece]) -> tuple[str, str, tuple[str, ...]] | None:
    """Return words, document and tags of a section: its last paragraph names both after a word in bold."""
    last = max((piece.block for piece in section if piece.strong), default=-1)
    details = [piece for piece in section if piece.block == last]
    text = text_of([piece for piece in section if piece.block < last])
    document = _after_strong(details, 1).strip()
    if max((piece.strong for piece in details), default=0) != 2 or not document or not text:  # noqa: PLR2004 - document and tags
        return None
    tags = (" ".join(tag.split()) for tag in _COMMA.split(_after_strong(details, 2)))
    return text, document, tuple(tag for tag in tags if tag)


def _after_strong(pieces: Sequence[Piece], number: int) -> str:
    return "".join(piece.text for piece in pieces if piece.strong == number and not piece.is_strong)


def _marked_document(pieces: Sequence[Piece]) -> CodedProject:
    """Return a document whose highlights are followed by their tags in brackets."""
    title = next((piece.block for piece in pieces if piece.tag == "h1"), -1)
    name = text_of([piece for piece in pieces if piece.block == title])
    text, open_at, block = "", None, None
    segments: list[Segment] = []
    for piece in _of_document(pieces, title):
        if piece.mark == "taglist":
            number = len({segment.passage for segment in segments}) + 1
            start = open_at if open_at is not None else len(text)
            tags = [tag.strip() for tag in piece.text.strip().removeprefix("[").removesuffix("]").split(",")]
            segments += [
                Segment(f"{number}-{place}", name, tag, None, text[start:], start, len(text), str(number))
                for place, tag in enumerate(filter(None, tags) if any(tags) else (None,))
            ]
            open_at = None
            continue
        text += "\n" if text and block not in {None, piece.block} else ""
        block = piece.block
        if piece.mark == "highlight" and open_at is None:
            open_at = len(text)
        text += piece.text
    return _project(segments, Document(name, name, text))


def _of_document(pieces: Sequence[Piece], title: int) -> Iterator[Piece]:
    """Yield the pieces below the title; line ends between blocks are layout of the page."""
    for piece in pieces:
        if piece.block > title and (piece.tag or piece.text.strip()):
            yield piece


def _project(segments: Sequence[Segment], document: Document | None = None) -> CodedProject:
    named = dict.fromkeys(segment.document for segment in segments)
    return CodedProject(
        origin="Taguette",
        codes=codes_of_paths(segment.code for segment in segments if segment.code is not None),
        documents=(document,) if document else tuple(Document(name, name) for name in named),
        segments=tuple(segments),
    )
