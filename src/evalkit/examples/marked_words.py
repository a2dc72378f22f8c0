"""Invented texts with the coder's marks in them: ``{code|words}`` → the text, and where each passage stands."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

_MARK: Final = re.compile(r"\{(?P<codes>[a-z_+]+)\|(?P<words>[^{}]+)\}")
_SENTENCE: Final = re.compile(r"\S.*?[.?!](?=\s|\Z)")
_LINE: Final = "– "
"""What each line of a group begins with: nobody wrote down who spoke."""


@dataclass(frozen=True, slots=True)
class Passage:
    """Words from ``start`` to ``end`` (code points from 0, end exclusive), and the codes given to them."""

    start: int
    end: int
    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MarkedText:
    """A text without its marks, and the passages in order."""

    text: str
    passages: tuple[Passage, ...]

    def unmarked_sentences(self) -> list[tuple[int, int]]:
        """Return start and end of each sentence that no passage touches.

        Examples
        --------
        >>> read_marked("First came rain. {sun|Then sun.}").unmarked_sentences()
        [(0, 16)]
        """
        found = []
        for line in re.finditer(r"[^\n]+", self.text):
            skipped = len(_LINE) if line[0].startswith(_LINE) else 0
            for sentence in _SENTENCE.finditer(self.text, line.start() + skipped, line.end()):
                start, end = sentence.span()
                if all(passage.end <= start or passage.start >= end for passage in self.passages):
                    found.append((start, end))
        return found

    def sentences_of(self, passage: Passage) -> list[tuple[int, int]]:
        """Return start and end of the sentences of one passage."""
        return [found.span() for found in _SENTENCE.finditer(self.text, passage.start, passage.end)]


def read_marked(words: str) -> MarkedText:
    r"""Return a text and its marked passages.

    Parameters
    ----------
    words : str
        ``{code|words}``, or ``{one+other|words}`` for two codes; a blank line parts paragraphs, other
        line ends are blanks.

    Examples
    --------
    >>> marked = read_marked("It was {peers|good\n  to meet} them.")
    >>> marked.text, marked.passages
    ('It was good to meet them.', (Passage(start=7, end=19, codes=('peers',)),))
    """
    text, end = "", 0
    passages: list[Passage] = []
    written = _unfold(words)
    for mark in _MARK.finditer(written):
        text += written[end : mark.start()]
        start = len(text)
        text += mark["words"]
        passages.append(Passage(start, len(text), tuple(mark["codes"].split("+"))))
        end = mark.end()
    return MarkedText(text + written[end:], tuple(passages))


def codes_used(texts: Iterable[MarkedText]) -> set[str]:
    """Return the codes of all passages."""
    return {code for text in texts for passage in text.passages for code in passage.codes}


def _unfold(words: str) -> str:
    paragraphs = re.split(r"\n\s*\n", words.strip())
    return "\n\n".join(" ".join(paragraph.split()) for paragraph in paragraphs)
