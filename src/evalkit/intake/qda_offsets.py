"""Where passages stand: positions checked against the words that were stored with them.

A position alone can't be trusted, since programs count differently; the words of the passage can.
So each way to count is tried. What one of them explains is put right; what none explains, or
several explain with different places, is named, and never cut out of the text blindly.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from evalkit.intake.qda_readings import (
    LIKELY,
    READINGS,
    STANDARD,
    Reading,
    Ruler,
    SentText,
    mark_width,
    reading_of,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

Place = tuple[int, int]

NOWHERE: Final = "the stored words don't stand at these positions, however they are counted"
SEVERAL: Final = "the positions mean different passages, depending on how they are counted"
OUTSIDE: Final = "the positions lie outside the document"

_NUMBERS: Final = range(len(READINGS))
_EXACT, _SPACED, _CUT_OFF = 3, 2, 1
_SHORTEST_CUT, _SHORTEST_UNMARKED_CUT = 4, 20
_MARGIN: Final = 1_000
"""How many spaces more than the stored words a passage may have."""

_SPACE: Final = re.compile(r"[\s\u2028\u2029\ufeff\ufffc]+")
_ENDS_CUT: Final = re.compile(r"\s*(?:…|\.\.\.)$")
_ALIKE: Final = str.maketrans(
    {
        "\u2028": "\n",
        "\u2029": "\n",
        "\x85": "\n",
        **{chr(code): "\ufffd" for code in (*range(9), 11, 12, *range(14, 32), 0xFFFE, 0xFFFF)},
    }
)


@dataclass(frozen=True, slots=True)
class Mark:
    """A passage as the program stored it.

    Attributes
    ----------
    start, end : int
        Positions in whatever the program counts.
    words : str
        The passage's own words as stored with it; may be cut off, or be a label instead.
    is_label : bool
        The words are known to be no words of the text.
    """

    start: int
    end: int
    words: str = ""
    is_label: bool = False


@dataclass(frozen=True, slots=True)
class _Fit:
    """How well each reading, by its number, explains one mark: its place, and how well the words fit there."""

    claim: str
    places: Mapping[int, Place]
    levels: Mapping[int, int]

    @property
    def best(self) -> int:
        return max(self.levels.values(), default=0)


def find_places(
    documents: Sequence[tuple[SentText, Sequence[Mark]]], origin: str = ""
) -> list[list[Place | str]]:
    r"""Return where each passage of a project stands.

    Parameters
    ----------
    documents : sequence of (SentText, sequence of Mark)
        Every text of one project with its passages.
    origin : str
        The program that wrote the project; how it counts matters only where no words are stored.

    Returns
    -------
    list of list
        For each document and mark: (start, end) in code points from 0, end exclusive; or
        :data:`NOWHERE`, :data:`SEVERAL` or :data:`OUTSIDE`.

    Examples
    --------
    >>> find_places([(SentText("\N{SEEDLING} kept my chair"), [Mark(3, 7, "kept")])])
    [[(2, 6)]]
    """
    fits = [_fits(sent, marks) for sent, marks in documents]
    whole = _weights(fit for fitting in fits for fit in fitting)
    placed = []
    for (sent, _), fitting in zip(documents, fits, strict=True):
        readings = _readings_of(fitting, whole)
        placed.append([_place(fit, readings, origin, sent.text if not whole else None) for fit in fitting])
    return placed


def _fits(sent: SentText, marks: Sequence[Mark]) -> list[_Fit]:
    if not marks:
        return []
    counts = {(one.unit, one.breaks) for one in READINGS}
    rulers = {count: Ruler(sent, *count) for count in counts}
    ways = [(rulers[one.unit, one.breaks], mark_width(sent, one), one.end_included) for one in READINGS]
    alike = sent.text.translate(_ALIKE)
    return [_fit(sent, alike, mark, ways) for mark in marks]


def _fit(sent: SentText, alike: str, mark: Mark, ways: Sequence[tuple[Ruler, int, bool]]) -> _Fit:
    places: dict[int, Place] = {}
    known: dict[tuple[int, int], int | None] = {}
    for number, (ruler, shift, end_included) in enumerate(ways):
        ends = []
        for position in (mark.start - shift, mark.end - shift + end_included):
            key = (id(ruler), position)
            if key not in known:
                known[key] = ruler.character_at(position)
            ends.append(known[key])
        start, end = ends
        if start is not None and end is not None and start <= end:
            places[number] = (start, end)
    claim = "" if mark.is_label else mark.words
    of_place = _levels(claim, sent.text, alike, set(places.values())) if claim else {}
    levels = {number: of_place[place] for number, place in places.items() if place in of_place}
    return _Fit(claim, places, levels)


def _levels(words: str, text: str, alike: str, places: set[Place]) -> dict[Place, int]:
    """Return how well words fit each place where they do: only the exact ones, if there are any."""
    same = words.translate(_ALIKE)
    exact = {
        place: _EXACT
        for place in places
        if place[1] - place[0] == len(words) and alike.startswith(same, place[0])
    }
    if exact:
        return exact
    spaced = _spaced(words)
    loose = {place: _loose_level(spaced, text, place) for place in places} if spaced else {}
    return {place: level for place, level in loose.items() if level}


def _loose_level(spaced: str, text: str, place: Place) -> int:
    start, end = place
    reach = start + 2 * len(spaced) + _MARGIN
    passage = _spaced(text[start : min(end, reach)])
    if end <= reach and spaced == passage:
        return _SPACED
    cut = _ENDS_CUT.sub("", spaced)
    shortest = _SHORTEST_UNMARKED_CUT if cut == spaced else _SHORTEST_CUT
    return _CUT_OFF if len(cut) >= shortest and passage.startswith(cut) else 0


def _spaced(words: str) -> str:
    return _SPACE.sub(" ", unicodedata.normalize("NFC", words)).strip()


@lru_cache(maxsize=1)
def _spaced_text(text: str) -> str:
    return _spaced(text)


def _weights(fitting: Iterable[_Fit]) -> Counter[int]:
    """Add up how well each reading explains the passages."""
    weights: Counter[int] = Counter()
    for fit in fitting:
        weights.update(fit.levels)
    return weights


def _readings_of(fitting: Sequence[_Fit], whole: Counter[int]) -> list[int]:
    """Return the readings that explain a document best; several where nothing tells them apart."""
    told = [fit for fit in fitting if fit.best]
    weights = _weights(told)
    all_of_it = [number for number in _NUMBERS if all(number in fit.levels for fit in told)]
    candidates = all_of_it or _NUMBERS
    most = max((weights[number], whole[number]) for number in candidates)
    return [number for number in candidates if (weights[number], whole[number]) == most]


def _place(fit: _Fit, readings: Sequence[int], origin: str, untold: str | None) -> Place | str:
    """Return the place of one passage; ``untold`` is the text where no words of the project are told."""
    if not fit.places:
        return OUTSIDE
    if fit.best:
        good = [number for number in readings if number in fit.levels]
        if good:
            return _settle(fit, good, STANDARD)
        return _settle(fit, [number for number in _NUMBERS if fit.levels.get(number) == fit.best], None)
    if fit.claim and (untold is None or _spaced(fit.claim) in _spaced_text(untold)):
        return NOWHERE
    likely = [number for number in readings if READINGS[number] in LIKELY] or readings
    return _settle(fit, [number for number in likely if number in fit.places], reading_of(origin))


def _settle(fit: _Fit, readings: Sequence[int], preferred: Reading | None) -> Place | str:
    places = {fit.places[number] for number in readings}
    if len(places) == 1:
        return places.pop()
    for number in readings:
        if READINGS[number] == preferred:
            return fit.places[number]
    return SEVERAL if places else OUTSIDE
