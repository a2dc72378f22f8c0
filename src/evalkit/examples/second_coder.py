"""A second coder who mostly sees what the first one saw."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from evalkit.examples.marked_words import Passage

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from evalkit.examples.draws import Draws
    from evalkit.examples.marked_words import MarkedText

_LEFT_OUT: Final = 0.17
_CUT_SHORT: Final = 0.25
_OTHER_CODE: Final = 0.12
_SEEN_BESIDE: Final = 0.1


def code_again(draws: Draws, text: MarkedText, siblings: Mapping[str, Sequence[str]]) -> list[Passage]:
    """Return the passages that a second coder marks in a text.

    Chosen for the example: about one passage in six is left out, some are a sentence shorter, some get
    another code of the same theme, and now and then a sentence is marked that the first coder passed over.

    Parameters
    ----------
    draws : Draws
        Stream of random draws.
    text : MarkedText
        With what the first coder marked.
    siblings : mapping of str to sequence of str
        For each code the others of its theme.
    """
    seen = [
        Passage(*_place(draws, text, passage), tuple(_code(draws, code, siblings) for code in passage.codes))
        for passage in text.passages
        if not draws.chance(_LEFT_OUT)
    ]
    codes = sorted(siblings)
    seen += [
        Passage(start, end, tuple(draws.sample(codes, 1)))
        for start, end in text.unmarked_sentences()
        if draws.chance(_SEEN_BESIDE)
    ]
    return sorted(seen, key=lambda passage: (passage.start, passage.end))


def _place(draws: Draws, text: MarkedText, passage: Passage) -> tuple[int, int]:
    """Return where the second coder begins and ends: the same, or without the last sentence."""
    sentences = text.sentences_of(passage)
    if len(sentences) > 1 and draws.chance(_CUT_SHORT):
        return passage.start, sentences[-2][1]
    return passage.start, passage.end


def _code(draws: Draws, code: str, siblings: Mapping[str, Sequence[str]]) -> str:
    return draws.sample(siblings[code], 1)[0] if draws.chance(_OTHER_CODE) else code
