"""The grantee's own lists for the identity check: people, places and organisations around it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from evalkit.intake.raw import read_raw_table

if TYPE_CHECKING:
    from pathlib import Path

    from evalkit.definitions.stories import Identity
    from evalkit.errors import Fault

WORD_LISTS: Final = ("names", "places", "organisations")


def read_word_lists(folder: Path, identity: Identity | None) -> tuple[dict[str, frozenset[str]], list[Fault]]:
    """Read the lists that the identity check goes by.

    Parameters
    ----------
    folder : Path
        The grantee's folder.
    identity : Identity or None
        What grantee.yml says of them.

    Returns
    -------
    dict of str to frozenset of str
        ``names``, ``places``, ``organisations`` and ``keep``, as written; what isn't listed is empty.
    list of Fault
        Structural: a list that was promised and can't be read would let names through.
    """
    words = {kind: frozenset[str]() for kind in (*WORD_LISTS, "keep")}
    faults: list[Fault] = []
    if identity is None:
        return words, faults
    words["keep"] = frozenset(identity.keep)
    for kind in WORD_LISTS:
        entry = getattr(identity, kind)
        if entry is not None:
            raw, found = read_raw_table(folder, entry)
            faults += found
            if raw is not None:
                words[kind] = frozenset(raw.cells[entry.column].dropna())
    return words, faults
