"""Which recipient of a register is which grantee: by a table that somebody wrote, never by likeness."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from evalkit.definitions.programme_grants import fold

if TYPE_CHECKING:
    import pandas as pd

MATCHING_RULE: Final = (
    "A recipient is a grantee if its identifier stands in the table of grantees, or else if its name does, "
    "capitals and spaces aside; nothing is matched by likeness, and where identifier and name point to "
    "different grantees neither is taken."
)
MATCH_COLUMNS: Final = ("grantee", "recipient_id", "recipient_name")
"""Columns of the table of grantees; one row per identifier or name, either may be blank."""


def match_recipients(grants: pd.DataFrame, grantees: pd.DataFrame) -> pd.DataFrame:
    """Return the grants to organisations with the grantee that each went to, by `MATCHING_RULE`.

    Parameters
    ----------
    grants : DataFrame
        ``recipient_kind``, ``recipient_id``, ``recipient_name`` and whatever else.
    grantees : DataFrame
        `MATCH_COLUMNS`.

    Returns
    -------
    DataFrame
        The rows of organisations, with ``grantee`` (empty: not matched) and ``matched_by``: "identifier",
        "name", "nothing", or "identifier and name disagree".

    Raises
    ------
    ValueError
        If one identifier or name belongs to two grantees.

    Examples
    --------
    >>> import pandas as pd
    >>> grants = pd.DataFrame({"recipient_kind": ["organisation"], "recipient_id": ["GB-CHC-1"],
    ...                        "recipient_name": ["LEEDS  CHOIR"]})
    >>> table = pd.DataFrame([("choir", "", "Leeds Choir")], columns=list(MATCH_COLUMNS))
    >>> match_recipients(grants, table)[["grantee", "matched_by"]].values.tolist()
    [['choir', 'name']]
    """
    by_id = _keys(grantees, "recipient_id")
    by_name = _keys(grantees, "recipient_name")
    chosen = grants[grants["recipient_kind"] == "organisation"].copy()
    pairs = [
        _match(by_id.get(fold(identifier)), by_name.get(fold(name)))
        for identifier, name in zip(chosen["recipient_id"], chosen["recipient_name"], strict=True)
    ]
    chosen["grantee"] = [grantee for grantee, _ in pairs]
    chosen["matched_by"] = [how for _, how in pairs]
    return chosen


def _match(by_id: str | None, by_name: str | None) -> tuple[str, str]:
    if by_id and by_name and by_id != by_name:
        return "", "identifier and name disagree"
    if by_id:
        return by_id, "identifier"
    return (by_name, "name") if by_name else ("", "nothing")


def _keys(grantees: pd.DataFrame, column: str) -> dict[str, str]:
    keys: dict[str, str] = {}
    for word, grantee in zip(grantees[column].fillna(""), grantees["grantee"], strict=True):
        key = fold(word)
        if key and keys.setdefault(key, str(grantee)) != str(grantee):
            message = f"{word!r} belongs to two grantees, {keys[key]} and {grantee}: keep it with one"
            raise ValueError(message)
    return keys
