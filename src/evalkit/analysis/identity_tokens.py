"""The words of an excerpt, each with what stands around it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from evalkit.analysis import identity_words
from evalkit.analysis.gazetteers import fold
from evalkit.analysis.identity_patterns import Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_TOKEN: Final = re.compile(r"(?<![\w])[^\W\d_]+(?:['’\-&][^\W\d_]+)*(?!\w)")
_ENDING: Final = re.compile(r"['’](?:s|m|ve|re|ll|d|t)$", re.IGNORECASE)
_BETWEEN: Final = " \t\r\n\u2028\u2029\xa0\"'()[]*-–—" + "\u2018\u2019\u201c\u201d"
_NEW_LINES: Final = frozenset("\n\r\u2028\u2029")
_LOOKS_BACK: Final = 12
_MOST_WORDS: Final = 6


class Word(NamedTuple):
    """One word of a text: where it stands, how it is written, and the folded words around it."""

    start: int
    end: int
    text: str
    folded: str
    before: str
    after: str
    starts: bool
    capital_after: bool


def read_words(text: str) -> list[Word]:
    """Return the words of a text; a possessive ending and what a verb left behind belong to no name.

    Examples
    --------
    >>> [(word.text, word.starts) for word in read_words("Ask Zoë's mum. She knows.")]
    [('Ask', True), ('Zoë', False), ('mum', False), ('She', True), ('knows', False)]
    """
    found = [(match.start(), _ENDING.sub("", match[0])) for match in _TOKEN.finditer(text)]
    folded = [fold(word) for _, word in found]
    words = []
    for place, (start, word) in enumerate(found):
        before = folded[place - 1] if place else ""
        after = folded[place + 1] if place + 1 < len(found) else ""
        starts = before not in identity_words.TITLES and _starts_sentence(text, start)
        capital = bool(after) and found[place + 1][1][0].isupper()
        words.append(Word(start, start + len(word), word, folded[place], before, after, starts, capital))
    return words


def _starts_sentence(text: str, start: int) -> bool:
    """Say whether a sentence starts here; after a dash or an opening quote in mid-sentence none does."""
    before = text[max(0, start - _LOOKS_BACK) : start]
    last = before.rstrip(_BETWEEN)
    gap = before[len(last) :]
    if not last or _NEW_LINES & set(gap):
        return True
    return last[-1] in ".!?…:•" or (last[-1] == "," and gap.strip() != "")


def read_phrases(words: Sequence[Word]) -> Iterator[Sequence[Word]]:
    """Yield all phrases of up to six words, the longest first."""
    for size in range(_MOST_WORDS, 0, -1):
        for place in range(len(words) - size + 1):
            yield words[place : place + size]


def join_folded(phrase: Sequence[Word]) -> str:
    """Return a phrase as the lists have it."""
    return " ".join(word.folded for word in phrase)


def is_safe(word: Word) -> bool:
    """Say whether a word gives nobody away wherever it stands alone."""
    single = word.folded.removesuffix("s")  # Mondays
    return bool({word.folded, single} & identity_words.SAFE) and word.folded not in identity_words.ALSO_NAMES


def span_of(word: Word, kind: str, detector: str, score: float) -> Span:
    """Return the place of one word as a finding."""
    return Span(word.start, word.end, kind, detector, score)
