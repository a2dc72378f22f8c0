"""Letters and symbols that no typeface on paper has: kept in the page, named in words on paper."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

_SHOWN: Final = (
    "\u0000-\u04ff\u0531-\u0556\u0559-\u058a\u058d-\u058f\u0591-\u05c7\u05d0-\u05ea\u05ef-\u05f4\u060c\u061b\u061f"
    "\u0621-\u063a\u0640-\u0655\u0660-\u066d\u0679-\u067b\u067e-\u0680\u0686\u0691\u06a9\u06af\u06be\u06cc"
    "\u06f0-\u06f9\u0900-\u097f\u1e00-\u1f15\u2000-\u2040\u2042\u2045-\u2052\u2054-\u205f\u2070-\u2071"
    "\u2074-\u208e\u20a0-\u20c0\u20d0-\u20f0\u2190-\u23ff\u2460-\u2606\u2609-\u262f\u2638-\u268b\u2690-\u269c"
    "\u26a0-\u26a7\u26aa-\u26af\u2701-\u2704\u2706-\u2709\u270c-\u2714\u2717-\u2726\u272a-\u274b\u2756"
    "\u2758-\u275e\u2761-\u277f\ufe0e-\ufe0f"
)
"""What the typeface of the reports and those that Typst brings along can show; a test prints all of it."""
_JOINING: Final = "\u200b-\u200f\ufe0e-\ufe0f\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f"
"""Joiners, variants, skin tones and the letters of flags: they belong to the symbol before them."""
_RUN: Final = re.compile(f"[^{_SHOWN}](?:[^{_SHOWN}]|[{_JOINING} ](?=[^{_SHOWN}])|[{_JOINING}])*")
_REGIONAL: Final = "REGIONAL INDICATOR"
_SEE: Final = "see the web page"


def find_unusual(text: str) -> list[str]:
    """Return the runs of letters and symbols that paper can't show.

    Examples
    --------
    >>> find_unusual("Café, Привет →")
    []
    """
    return _RUN.findall(text)


def mark_unusual(markdown: str) -> str:
    r"""Wrap what paper can't show in a span that says it in words; anything else stays as it is.

    Examples
    --------
    >>> mark_unusual("Great \U0001f600").encode("ascii", "backslashreplace").decode()
    'Great [\\U0001f600]{.symbol words="grinning face"}'
    """
    return markdown if markdown.isascii() else _RUN.sub(_mark, markdown)


def name_unusual(text: str) -> str:
    r"""Return a text for a picture, with what the typeface lacks in words.

    Examples
    --------
    >>> name_unusual("Great \U0001f44d\U0001f3fd")
    'Great [thumbs up sign]'
    """
    return text if text.isascii() else _RUN.sub(lambda run: f"[{_say(run.group())}]", text)


def _mark(run: re.Match[str]) -> str:
    kind = "script" if _has_letters(run.group()) else "symbol"
    return f'[{run.group()}]{{.{kind} words="{_say(run.group())}"}}'


def _has_letters(run: str) -> bool:
    return any(unicodedata.category(letter)[0] in "LM" for letter in re.sub(f"[{_JOINING}]", "", run))


def _say(run: str) -> str:
    """Say in words what stands in a run: the names of its symbols, or the name of its script."""
    signs = [sign for sign in re.sub(f"[{_JOINING} ]", "", run) if unicodedata.category(sign) != "Cn"]
    named = [unicodedata.name(sign, "sign") for sign in signs]
    if _has_letters(run):
        return f"{named[0].split()[0].capitalize() if named else 'other'} letters: {_SEE}"
    words = ["flag" if name.startswith(_REGIONAL) else name.lower() for name in named]
    return ", ".join(dict.fromkeys(words)) or f"a sign: {_SEE}"
