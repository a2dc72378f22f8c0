"""What a position in an exported text may count, and which character it then means.

REFI-QDA counts Unicode code points from 0 and leaves the end out. Programs count what their text
widgets count: UTF-16 units, bytes, line breaks as one or two, the byte-order mark, the end included.
"""

from __future__ import annotations

import codecs
import itertools
import re
from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

if TYPE_CHECKING:
    from collections.abc import Iterator

Unit = Literal["code points", "UTF-16 units", "UTF-8 bytes"]
Breaks = Literal["one", "two", "as sent"]

_LINE_BREAK: Final = re.compile(r"\r\n?|\n")
_MARK: Final = "\ufeff"
_WIDER: Final[dict[Unit, re.Pattern[str] | None]] = {
    "code points": None,
    "UTF-16 units": re.compile("[\U00010000-\U0010ffff]"),
    "UTF-8 bytes": re.compile("[^\x00-\x7f]"),
}
_MARK_WIDTH: Final[dict[Unit, int]] = {"code points": 1, "UTF-16 units": 1, "UTF-8 bytes": 3}


@dataclass(frozen=True, slots=True)
class SentText:
    r"""A text and what of its bytes doesn't show in it.

    Attributes
    ----------
    text : str
        With ``\n`` between lines, without byte-order mark.
    wide_breaks : tuple of int
        Which characters of ``text`` were sent as carriage return and line feed.
    has_mark : bool
        Whether a byte-order mark stood before it.
    """

    text: str
    wide_breaks: tuple[int, ...] = ()
    has_mark: bool = False


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to count positions.

    Attributes
    ----------
    unit : str
        What is counted.
    breaks : str
        Whether a line break counts as one, as two, or as the file has it.
    counts_mark : bool
        Whether the byte-order mark counts.
    end_included : bool
        Whether the end is the last character rather than the one after it.
    """

    unit: Unit = "code points"
    breaks: Breaks = "one"
    counts_mark: bool = False
    end_included: bool = False


STANDARD: Final = Reading()
"""The reading of the REFI-QDA standard."""

READINGS: Final = tuple(
    Reading(unit, breaks, counts_mark, end_included)
    for end_included, counts_mark in itertools.product((False, True), repeat=2)
    for unit in _WIDER
    for breaks in ("one", "as sent", "two")
)
"""All that are tried, the standard's first."""

LIKELY: Final = (
    STANDARD,
    Reading("code points", "as sent"),
    Reading("UTF-16 units"),
    Reading("UTF-16 units", "as sent"),
)
"""Those to reckon with where no stored words tell."""

_PROGRAMS: Final = {
    "nvivo": Reading("UTF-16 units", "as sent"),
    "maxqda": Reading("UTF-16 units", "as sent"),
    "atlas": Reading("UTF-16 units"),
    "qualcoder": Reading("UTF-16 units"),
}


def reading_of(origin: str) -> Reading | None:
    """Return how a program is known to count, or None.

    Parameters
    ----------
    origin : str
        The project's own word for the program that wrote it.

    Examples
    --------
    >>> reading_of("NVivo for Windows 12.6").breaks
    'as sent'
    >>> reading_of("some program") is None
    True
    """
    return next((known for word, known in _PROGRAMS.items() if word in origin.casefold()), None)


def sent_text(raw: str) -> SentText:
    r"""Return a text with ``\n`` between its lines.

    Examples
    --------
    >>> sent_text("\ufeffa\r\nb")
    SentText(text='a\nb', wide_breaks=(1,), has_mark=True)
    """
    has_mark = raw.startswith(_MARK)
    raw = raw.removeprefix(_MARK)
    if "\r" not in raw:
        return SentText(raw, (), has_mark)
    wide = [match.start() for match in _LINE_BREAK.finditer(raw) if match.end() - match.start() > 1]
    places = tuple(place - before for before, place in enumerate(wide))
    return SentText(_LINE_BREAK.sub("\n", raw), places, has_mark)


def decode_text(content: bytes) -> SentText:
    """Return the text of a plain-text file.

    Parameters
    ----------
    content : bytes
        UTF-8, or UTF-16 with a byte-order mark.

    Raises
    ------
    UnicodeDecodeError
        The bytes are neither.
    """
    is_wide = content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    if is_wide:
        return sent_text(_MARK + content.decode("utf-16"))
    return sent_text(content.decode("utf-8"))


def mark_width(sent: SentText, reading: Reading) -> int:
    """Return by how much a byte-order mark moves every position."""
    return _MARK_WIDTH[reading.unit] if reading.counts_mark and sent.has_mark else 0


class Ruler:
    """Positions of one text under one unit and one way to count line breaks.

    Parameters
    ----------
    sent : SentText
        The text.
    unit, breaks : str
        As in :class:`Reading`.
    """

    def __init__(self, sent: SentText, unit: Unit, breaks: Breaks) -> None:
        self._characters: list[int] = []
        self._starts: list[int] = []
        self._widths: list[int] = []
        extra = 0
        for character, width in sorted(_wide_characters(sent, unit, breaks)):
            self._characters.append(character)
            self._starts.append(character + extra)
            self._widths.append(width)
            extra += width - 1
        self._length = len(sent.text)

    def character_at(self, position: int) -> int | None:
        """Return which character begins at a position, None outside the text or within a character."""
        if position < 0:
            return None
        nearest = bisect_right(self._starts, position) - 1
        character = position
        if nearest >= 0:
            within = position - self._starts[nearest]
            width = self._widths[nearest]
            if 0 < within < width:
                return None
            character = self._characters[nearest] + (within - width + 1 if within else 0)
        return character if character <= self._length else None


def _wide_characters(sent: SentText, unit: Unit, breaks: Breaks) -> Iterator[tuple[int, int]]:
    pattern = _WIDER[unit]
    if pattern is not None:
        for match in pattern.finditer(sent.text):
            width = 2 if unit == "UTF-16 units" else len(match[0].encode("utf-8", "surrogatepass"))
            yield match.start(), width
    if breaks == "as sent":
        yield from ((place, 2) for place in sent.wide_breaks)
    elif breaks == "two":
        yield from ((match.start(), 2) for match in re.finditer("\n", sent.text))
