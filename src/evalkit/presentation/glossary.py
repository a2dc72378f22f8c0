"""The glossary: only the terms that the report links to, in the order of the alphabet."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

TERMS: Final = {
    "average": (
        "Average",
        "The sum of all scores divided by the number of people (the mean).",
    ),
    "change": (
        "Clear change",
        "The whole interval of the average change lies on one side of zero. It says nothing about the cause.",
    ),
    "declared-beforehand": (
        "Declared beforehand",
        "Chosen before anybody saw the data. A comparison chosen afterwards can look better than it is.",
    ),
    "effect-size": (
        "Size of change (Hedges g)",
        (
            "The average change divided by how much people's scores differ anyway, so that different measures can "
            "stand on one scale. Zero is no change."
        ),
    ),
    "hidden": (
        "Hidden",
        (
            "Left out so that nobody can be recognised: a small number of people, what rests on it, and any number "
            "from which it could be worked out."
        ),
    ),
    "interval": (
        "Interval",
        (
            "The numbers in brackets. If the study were repeated many times, about 95 of 100 such intervals would "
            "contain the true value. A wide interval means that little is known."
        ),
    ),
    "median": (
        "Middle score",
        "Half of the people scored this or less, half scored this or more (the median).",
    ),
    "answered-twice": (
        "Answered both times",
        "People with a score at the first and at the later timepoint. Change can be worked out for them only.",
    ),
}
"""Terms by the end of their anchor: the word and what it means."""

_LINK: Final = re.compile(r"\(#glossary-([a-z-]+)\)")


def find_terms(texts: Iterable[str]) -> list[str]:
    """Return the terms that some Markdown links to, sorted by their word.

    Parameters
    ----------
    texts : iterable of str
        Markdown of the sections.

    Raises
    ------
    KeyError
        If a text links to a term that the glossary does not have.

    Examples
    --------
    >>> find_terms(["see [the middle](#glossary-median)", "[x](#glossary-average)"])
    ['average', 'median']
    """
    linked = {term for text in texts for term in _LINK.findall(text)}
    return sorted(linked, key=lambda term: TERMS[term][0])


def write_glossary(texts: Iterable[str]) -> str:
    """Write the glossary of some sections as a definition list.

    Examples
    --------
    >>> print(write_glossary(["[x](#glossary-average)"]))
    [Average]{#glossary-average}
    :   The sum of all scores divided by the number of people (the mean).
    """
    entries = []
    for term in find_terms(texts):
        word, meaning = TERMS[term]
        entries.append(f"[{word}]{{#glossary-{term}}}\n:   {meaning}")
    return "\n\n".join(entries)
