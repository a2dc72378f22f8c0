"""The few Markdown constructs that reports are made of: divs, figures, tables, links, plain text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from evalkit.intake.invisible import remove_invisible
from evalkit.presentation.unusual_letters import mark_unusual

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_SPECIAL: Final = re.compile(r"([\\`*_{}\[\]<>|$^~#@])")
_PUNCTUATION: Final = re.compile(r"([!#$%&()*+,\-./:;<=>?@\[\\\]^_`{|}~])")
"""All of ASCII but quotation marks, which only ever become curly."""
_MARKS: Final = re.compile(r"\{[^}]*\}|[\[\]\\`]")
FEWEST_DASHES: Final = 3
MOST_DASHES: Final = 48
"""A longer cell is broken rather than given more room."""
_HEADING: Final = re.compile(r"^(#{1,6})(?=\s)", re.MULTILINE)
_QUOTES: Final = str.maketrans({'"': "\N{RIGHT DOUBLE QUOTATION MARK}"})


def plain(text: str) -> str:
    r"""Escape text that someone else wrote, so that it is printed as it is and on one line.

    Examples
    --------
    >>> plain("5 * 3 | [x]")
    '5 \\* 3 \\| \\[x\\]'
    """
    return mark_unusual(_SPECIAL.sub(r"\\\1", " ".join(text.split())))


def verbatim(text: str) -> str:
    r"""Escape people's own words so that no reader of Markdown, HTML, Typst or Lua takes them for anything else.

    Every mark is escaped, since what begins a list, a heading, a footnote or a link depends on where it stands;
    what reorders or hides letters is left out. The words stay on one line.

    Examples
    --------
    >>> verbatim("1. see <b>[^1]</b>")
    '1\\. see \\<b\\>\\[\\^1\\]\\<\\/b\\>'
    """
    return mark_unusual(_PUNCTUATION.sub(r"\\\1", " ".join(remove_invisible(text).split())))


def paragraphs(*parts: str) -> str:
    r"""Join blocks with blank lines, leaving out empty ones.

    Examples
    --------
    >>> paragraphs("a", "", "b")
    'a\n\nb'
    """
    return "\n\n".join(part for part in parts if part)


def sentences(*parts: str) -> str:
    """Join sentences into a paragraph, leaving out empty ones."""
    return " ".join(part for part in parts if part)


def bullets(items: Iterable[str]) -> str:
    """Write a list, one item a line."""
    return "\n".join(f"- {item}" for item in items)


def listed(items: Sequence[str]) -> str:
    r"""Write several items as a list, a single one as a paragraph.

    Examples
    --------
    >>> listed(["a"]), listed(["a", "b"])
    ('a', '- a\n- b')
    """
    return bullets(items) if len(items) > 1 else "".join(items)


def div(classes: str, *parts: str, colons: int = 3) -> str:
    """Wrap blocks in a div; an outer div takes more colons than an inner one.

    Examples
    --------
    >>> print(div(".notice", "Read this."))
    ::: {.notice}
    Read this.
    :::
    """
    fence = ":" * colons
    return f"{fence} {{{classes}}}\n{paragraphs(*parts)}\n{fence}"


def table(head: Sequence[str], align: str, rows: Iterable[Sequence[str]]) -> str:
    """Write a pipe table; its columns are as wide as their longest cell is long.

    Parameters
    ----------
    head : sequence of str
        Headings.
    align : str
        One letter a column: ``l`` left, ``r`` right (numbers).
    rows : iterable of sequence of str
        Cells, already text and escaped.

    Examples
    --------
    >>> print(table(["Group", "n"], "lr", [["A", "12"]]))
    | Group | n |
    |:-----|---:|
    | A | 12 |
    """
    lines = [head, *rows]
    longest = [max(len(_seen(row[place])) for row in lines) for place in range(len(head))]
    dashes = ["-" * min(max(width, FEWEST_DASHES), MOST_DASHES) for width in longest]
    rules = [f":{rule}" if side == "l" else f"{rule}:" for rule, side in zip(dashes, align, strict=True)]
    written = ["| " + " | ".join(row) + " |" for row in lines]
    return "\n".join([written[0], "|" + "|".join(rules) + "|", *written[1:]])


def _seen(cell: str) -> str:
    """Return what a reader sees of a cell: without the marks of spans and escapes."""
    return _MARKS.sub("", cell)


def attribute(text: str) -> str:
    """Return text that may stand between double quotes in an attribute."""
    return " ".join(remove_invisible(text).split()).replace("\\", "").translate(_QUOTES)


def words(items: Sequence[str]) -> str:
    """Join items as in a sentence.

    Examples
    --------
    >>> words(["a", "b", "c"]), words(["a"])
    ('a, b and c', 'a')
    """
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} and {items[-1]}"


def lower_first(text: str) -> str:
    """Put a title into the middle of a sentence; names and abbreviations keep their capitals.

    Only a first word that is ordinary (a capital, then small letters) loses its capital, and only
    if no later word has one.

    Examples
    --------
    >>> lower_first("Before"), lower_first("NVR parenting"), lower_first("Tree of Life"), lower_first("2 months")
    ('before', 'NVR parenting', 'Tree of Life', '2 months')
    """
    first, _, rest = text.partition(" ")
    ordinary = first[:1].isupper() and first[1:].islower()
    return text[:1].lower() + text[1:] if ordinary and rest == rest.lower() else text


def upper_first(text: str) -> str:
    """Begin a sentence with the text."""
    return text[:1].upper() + text[1:]


def within_section(prose: str) -> str:
    r"""Fit an evaluator's own Markdown into a section: its headings become third-level ones.

    Examples
    --------
    >>> within_section("# Reach\n\nWe met many.\n\n#### Schools")
    '### Reach\n\nWe met many.\n\n### Schools'
    """
    return mark_unusual(_HEADING.sub("###", prose.strip()))
