"""Coded passages of a table: how the row is kept, and how dotted names become codes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from evalkit.definitions.coded_project import Code

if TYPE_CHECKING:
    from collections.abc import Iterable

    from evalkit.definitions.coded_project import Segment

_ROW: Final = "row-"


def row_id(row: int) -> str:
    """Return the id of the segment that a row of a table holds.

    Examples
    --------
    >>> row_id(7)
    'row-7'
    """
    return f"{_ROW}{row}"


def row_of(segment: Segment) -> int | None:
    """Return the row of the table that a segment was read from; None if it comes from no table."""
    number = segment.id.removeprefix(_ROW)
    return int(number) if segment.id.startswith(_ROW) and number.isdecimal() else None


def codes_of_paths(paths: Iterable[str]) -> tuple[Code, ...]:
    """Return the codes of Taguette's dotted names, in order; what only stands above others is a category.

    A dot beside a space, or at either end, parts nothing.

    Examples
    --------
    >>> [(code.id, code.parent, code.is_codable) for code in codes_of_paths(["access.trust", "e.g. this"])]
    [('access.trust', 'access', True), ('e.g. this', None, True), ('access', None, False)]
    """
    named = list(dict.fromkeys(paths))
    codes = {path: Code(path, path, parent_of(path)) for path in named}
    for path in named:
        above = parent_of(path)
        while above is not None and above not in codes:
            codes[above] = Code(above, above, parent_of(above), is_codable=False)
            above = parent_of(above)
    return tuple(codes.values())


def parent_of(path: str) -> str | None:
    """Return what stands before the last dot of a dotted name, or None.

    Examples
    --------
    >>> parent_of("a.b.c"), parent_of("a"), parent_of("vs. them")
    ('a.b', None, None)
    """
    parts = path.split(".")
    if len(parts) == 1 or any(part != part.strip() or not part for part in parts):
        return None
    return ".".join(parts[:-1])
