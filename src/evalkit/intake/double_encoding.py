"""Text that was encoded twice ("Â£" for "£"): found always, repaired only where certain.

UTF-8 bytes that a program took for Windows-1252 show as two to four characters, the first of them
usually Â, Ã or â. The way back is known: the same bytes, read as UTF-8.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Final


def _characters() -> dict[int, str]:
    """Return the character of each byte above 127 in Windows-1252; bytes it leaves open stand for themselves."""
    return {byte: bytes([byte]).decode("cp1252", errors="ignore") or chr(byte) for byte in range(0x80, 0x100)}


_CHARACTERS: Final = _characters()
_BYTES: Final = {character: byte for byte, character in _CHARACTERS.items()}


def _class(first: int, last: int) -> str:
    return f"[{re.escape(''.join(_CHARACTERS[byte] for byte in range(first, last + 1)))}]"


_NEXT: Final = _class(0x80, 0xBF)
_BROKEN: Final = re.compile(
    f"{_class(0xC2, 0xDF)}{_NEXT}|{_class(0xE0, 0xEF)}{_NEXT}{{2}}|{_class(0xF0, 0xF4)}{_NEXT}{{3}}"
)
_LATIN: Final = range(0x80, 0x180)
"""Letters and signs of western languages; what would become another script may be a chance pair ("Ø½")."""
_PUNCTUATION: Final = range(0x2000, 0x2300)
_NEVER_MEANT: Final = {"Cc", "Cn", "Co", "Cs"}


@dataclass(frozen=True, slots=True)
class DoubleEncoding:
    """What was found in a text.

    Attributes
    ----------
    text : str
        The text: repaired if `certain`, else as it was.
    pairs : tuple of (str, str)
        Each broken sequence once, with what it stands for; empty if the text is sound.
    certain : bool
        Whether the text was repaired.
    """

    text: str
    pairs: tuple[tuple[str, str], ...]
    certain: bool


def repair_double_encoding(text: str) -> DoubleEncoding:
    """Repair a text that was encoded twice, if that is certain.

    It is certain if the whole text goes the way back: every character beyond ASCII belongs to a
    sequence that is valid UTF-8 once its characters are bytes of Windows-1252 again, each stands for
    a letter or sign of western languages, and none of two characters follows a capital letter (it may
    be the end of a word in capitals and a sign).

    Parameters
    ----------
    text : str
        Any text.

    Examples
    --------
    >>> repair_double_encoding("a grant of Â£500").text
    'a grant of £500'
    >>> both = repair_double_encoding("Â£500 of £1,000")
    >>> both.text, both.pairs, both.certain
    ('Â£500 of £1,000', (('Â£', '£'),), False)
    """
    found = [(match, _meant(match.group())) for match in _BROKEN.finditer(text)]
    known = [(match, meant) for match, meant in found if meant is not None]
    pairs = tuple(dict.fromkeys((match.group(), meant) for match, meant in known))
    if not pairs:
        return DoubleEncoding(text, (), certain=False)
    repaired = _BROKEN.sub(lambda match: _meant(match.group()) or match.group(), text)
    rest = _BROKEN.sub(lambda match: "" if _meant(match.group()) else match.group(), text)
    certain = rest.isascii() and all(_is_certain(text, match, meant) for match, meant in known)
    if not certain:
        return DoubleEncoding(text, pairs, certain=False)
    again = repair_double_encoding(repaired)
    return DoubleEncoding(again.text, (*pairs, *again.pairs), certain=True)


def _meant(sequence: str) -> str | None:
    try:
        meant = bytes(_BYTES[character] for character in sequence).decode("utf-8")
    except UnicodeDecodeError:
        return None
    return None if unicodedata.category(meant) in _NEVER_MEANT else meant


def _is_certain(text: str, match: re.Match[str], meant: str) -> bool:
    if ord(meant) in _PUNCTUATION:
        return True
    before = text[: match.start()][-1:]
    return ord(meant) in _LATIN and not before.isupper()
