"""Rows of released tables beside the true ones, and names for what they count."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from shares_read_back import people_behind

if TYPE_CHECKING:
    from attacker import Attacker

Row = dict[str, Any]
Pairs = list[tuple[Row, Row]]


def pairs_of(true: pd.DataFrame, shown: pd.DataFrame) -> Pairs:
    """Return each true row beside what is shown of it."""
    plain = [
        [{str(key): value for key, value in row.items()} for row in table.to_dict("records")]
        for table in (true, shown)
    ]
    return list(zip(*plain, strict=True))


def number(value: Any) -> float | None:
    """Return a printed number; None for an empty cell."""
    return None if pd.isna(value) else float(value)


def written(value: object) -> str:
    """Return a cell's text; nothing for an empty one."""
    return value if isinstance(value, str) else ""


def named(*parts: object) -> str:
    """Name a count by what it is, where, when and of whom; what is empty is left out."""
    return " ".join(filter(None, map(written, parts)))


def read_share(reader: Attacker, part: str, whole: str, seen: Row) -> None:
    """Read a share and its interval back into the two counts that it was made of."""
    found = people_behind(*(number(seen[key]) for key in ("estimate", "ci_low", "ci_high")))
    if found is not None:
        reader.see(part, reader.value[part], shown=found[0])
        reader.see(whole, reader.value[whole], shown=found[1])
