"""Characters in people's words that nobody sees, and that change what is read."""

from __future__ import annotations

import re
from typing import Final

REORDERING_RULE: Final = "the words hold invisible characters that change the reading order"
CONTROL_RULE: Final = "the words hold invisible control characters"
INVISIBLE_REMEDY: Final = "They were left out; compare the words with the source."

_LINE_ENDS: Final = re.compile("\r\n|[\r\v\f\x85\u2028\u2029]")
_REORDERING: Final = re.compile("[\u202a-\u202e\u2066-\u2069]")
_CONTROL: Final = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufff9-\ufffb\ufffe\uffff\ud800-\udfff]")
_LAYOUT: Final = re.compile("[\u00ad\u200b\u2060\ufeff]")
_TAGS: Final = re.compile("(\U0001f3f4[\U000e0020-\U000e007e]{1,16}\U000e007f)|[\U000e0000-\U000e007f]")
"""Invisible letters; a flag such as Scotland's is a black flag with some of them, and stays."""


def find_invisible(text: str) -> str | None:
    r"""Return the rule that a text breaks, or None.

    Marks that writing from right to left and joined emoji need (U+200C to U+200F) are sound.

    Examples
    --------
    >>> find_invisible("abc\u202edef")
    'the words hold invisible characters that change the reading order'
    >>> find_invisible("two\nlines") is None
    True
    """
    if _REORDERING.search(text):
        return REORDERING_RULE
    hidden_letters = any(match.group(1) is None for match in _TAGS.finditer(text))
    return CONTROL_RULE if _CONTROL.search(text) or hidden_letters else None


def normalise_line_ends(text: str) -> str:
    r"""Return a text in which each end of a line or paragraph is ``\n``.

    Examples
    --------
    >>> normalise_line_ends("a\r\nb\u2029c")
    'a\nb\nc'
    """
    return _LINE_ENDS.sub("\n", text)


def remove_invisible(text: str) -> str:
    r"""Return a text without characters that nobody sees; each end of a line is ``\n``.

    Soft hyphens and spaces without width go too: they are layout, and they would hide a name from a search.

    Examples
    --------
    >>> remove_invisible("a\u202eb\x00c\u2029d")
    'abc\nd'
    """
    text = normalise_line_ends(text)
    for pattern in (_REORDERING, _CONTROL, _LAYOUT):
        text = pattern.sub("", text)
    return _TAGS.sub(lambda match: match.group(1) or "", text)
