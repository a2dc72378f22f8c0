"""Single findings → names of several words: *Grace Okafor*, *St Mary's Church*, *Gipton Wood Road*."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from evalkit.analysis import gazetteers, identity_words
from evalkit.analysis.gazetteers import is_english, is_everyday
from evalkit.analysis.identity_tokens import Word, is_safe, span_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from evalkit.analysis.identity_patterns import Span

BESIDE: Final = 0.6
"""How sure it is that a word belongs to the name beside it; a capital alone says as much."""


def add_companions(
    words: Sequence[Word], found: Sequence[tuple[Word, Span]], text: str
) -> list[tuple[Word, Span]]:
    """Return what was found and the neighbours that belong to it but tell nothing alone."""
    spans = dict(found)
    for one, other in pairwise(words):
        if text[one.end : other.start] != " ":
            continue
        if one in spans and other not in spans and _is_surname(other):
            spans[other] = span_of(other, spans[one].kind, "word beside a name", BESIDE)
    for one, other in pairwise(words):
        starts_title = one.folded in identity_words.PART_OF_A_TITLE and one.text[0].isupper()
        if starts_title and other in spans and other.text[0].isupper() and text[one.end : other.start] == " ":
            spans[one] = span_of(one, spans[other].kind, "word beside a name", BESIDE)
    return sorted(spans.items())


def _is_surname(word: Word) -> bool:
    if is_safe(word) or is_everyday(word.folded):
        return False
    return word.folded in gazetteers.load_last_names() or not is_english(word.folded)


def join_neighbours(found: Sequence[tuple[Word, Span]], text: str) -> Iterator[Span]:
    """Yield one finding per run of neighbours: *Grace Okafor*, *St Mary's Church*, *Gipton Wood Road*."""
    run: list[tuple[Word, Span]] = []
    for word, span in found:
        if run and not _are_neighbours(text[run[-1][0].end : word.start]):
            yield from _finish(run)
            run = []
        run.append((word, span))
    if run:
        yield from _finish(run)


def _are_neighbours(between: str) -> bool:
    return (
        re.fullmatch(r"['’]?s? ?(?:\. ?)?(?:(?<=[ ])(?:of|and the|&) )?", between) is not None
        and " " in between
    )


def _finish(run: Sequence[tuple[Word, Span]]) -> Iterator[Span]:
    best = max((span for _, span in run), key=lambda span: span.score)
    yield best._replace(start=run[0][0].start, end=run[-1][0].end, kind=_kind_of_run(run, best))


def _kind_of_run(run: Sequence[tuple[Word, Span]], best: Span) -> str:
    """Return what several words name together; everyday words with capitals are most often a title."""
    words = [word for word, _ in run]
    if len(run) == 1 or not words[-1].text[0].isupper():
        return best.kind
    if words[-1].folded in identity_words.STREETS:
        return "place"
    if any(word.folded in identity_words.ORGANISATIONS for word in words):
        return "organisation"
    return "organisation" if best.kind == "name" and best.score <= BESIDE else best.kind
