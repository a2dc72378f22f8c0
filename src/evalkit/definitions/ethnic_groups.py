"""Which ethnic groups of a table are parts of which."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import pandas as pd

_EVERYBODY: Final = frozenset({"all", "all groups", "all ethnic groups"})


def is_everybody(group: str) -> bool:
    """Return whether a group's name means: all people.

    Examples
    --------
    >>> is_everybody("All groups"), is_everybody("All other")
    (True, False)
    """
    return group.casefold() in _EVERYBODY


def list_parts(table: pd.DataFrame) -> dict[str, list[str]]:
    """Return the groups of one year that have parts in it, each with the names of those.

    Parameters
    ----------
    table : pandas.DataFrame
        Columns ``ethnic_group`` and ``part_of`` ("" for the widest groups, which are parts of all).

    Examples
    --------
    >>> import pandas as pd
    >>> rows = [("All", ""), ("White", ""), ("White Irish", "White"), ("Black", "")]
    >>> list_parts(pd.DataFrame(rows, columns=["ethnic_group", "part_of"]))
    {'All': ['White', 'Black'], 'White': ['White Irish']}
    """
    wider = dict(zip(table["ethnic_group"], table["part_of"], strict=True))
    everybody = next((group for group in wider if is_everybody(group)), "")
    parts: dict[str, list[str]] = {}
    for group, part_of in wider.items():
        whole = part_of or everybody
        if whole in wider and whole != group:
            parts.setdefault(whole, []).append(group)
    return {whole: parts[whole] for whole in wider if whole in parts}
