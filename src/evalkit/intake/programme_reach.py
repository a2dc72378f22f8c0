"""How many people the grantees reached: from what their own reports released, else as programme.yml says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from evalkit import names, store

if TYPE_CHECKING:
    from pathlib import Path

    from evalkit.definitions.programme_grants import GrantReach, Grants

RELEASED: Final = "released"
DECLARED: Final = "declared"
PEOPLE: Final = "people"
CONTACTS: Final = "contacts"
REACH_COLUMNS: Final = (
    *("grantee", "counted", "n", "first_day", "last_day", "origin", "source"),
    *(names.SUPPRESSED, names.HIDDEN_BECAUSE),
)
"""Columns of counts; ``n`` is missing where it was hidden, or where nobody gave one (then no day either)."""


@dataclass(frozen=True, slots=True)
class GrantedReach:
    """Counts of people and contacts by grantee.

    Attributes
    ----------
    counts : pandas.DataFrame
        Columns :data:`REACH_COLUMNS`, one row per grantee and what is counted.
    inputs : dict of str to str
        Released file that was read → sha256.
    """

    counts: pd.DataFrame
    inputs: dict[str, str]


def read_grantees_reach(declared: Grants | None, processed: Path) -> GrantedReach:
    """Read how many people each grantee reached.

    Where a grantee's own report has released a count of people, that count alone is taken, hidden or
    not: a count in programme.yml may not bring to light what the grantee's gate hid. Contacts aren't
    released by reports, and come from programme.yml.

    Parameters
    ----------
    declared : Grants or None
        What programme.yml says of grants.
    processed : Path
        ``data/processed``; only ``released`` folders are looked into.
    """
    rows: list[dict[str, Any]] = []
    inputs: dict[str, str] = {}
    for grantee in declared.grantees if declared else ():
        given = next((each for each in declared.reach if each.grantee == grantee), None) if declared else None
        folder = processed / grantee / "released"
        found = _read_released(grantee, folder)
        inputs |= {f"{grantee}/{name}": digest for name, digest in _hash_released(folder).items()}
        rows.append(found or _as_declared(grantee, PEOPLE, given))
        if given is not None and given.contacts is not None:
            rows.append(_as_declared(grantee, CONTACTS, given))
    return GrantedReach(pd.DataFrame(rows, columns=list(REACH_COLUMNS), dtype=object), inputs)


def _hash_released(folder: Path) -> dict[str, str]:
    """Return what was looked at, even if it held no count: once it does, the page must be built anew."""
    paths = [folder / name for name in names.REACH_FILES]
    return {path.name: store.hash_file(path) for path in paths if path.is_file()}


def _read_released(grantee: str, folder: Path) -> dict[str, Any] | None:
    """Return the released count of all people of a grantee; None if its report has released none."""
    if not all((folder / name).is_file() for name in names.REACH_FILES):
        return None
    reach = store.read_released_table(folder, "reach")
    chosen = (reach[names.STATISTIC] == PEOPLE) & (reach[names.COMPONENT] == names.ALL)
    if not chosen.any():
        return None
    row = reach[chosen].iloc[0]
    study = store.read_json(folder / "study.json")
    period = study["period"]
    ends = (period["from"], period["to"]) if isinstance(period, dict) else ("", "")
    hidden = str(row[names.SUPPRESSED]).lower() == "true"
    made_up = ", which is synthetic" if study["synthetic"] else ""
    return {
        "grantee": grantee,
        "counted": PEOPLE,
        "n": None if hidden else int(row[names.ESTIMATE]),
        "first_day": ends[0],
        "last_day": ends[1],
        "origin": RELEASED,
        "source": f"the grantee's own report, version {study['version']}{made_up}",
        names.SUPPRESSED: hidden,
        names.HIDDEN_BECAUSE: str(row.get(names.HIDDEN_BECAUSE) or names.SMALL) if hidden else "",
    }


def _as_declared(grantee: str, counted: str, given: GrantReach | None) -> dict[str, Any]:
    row = {"grantee": grantee, "counted": counted, names.SUPPRESSED: False, names.HIDDEN_BECAUSE: ""}
    nothing = {**row, "n": None, "first_day": "", "last_day": "", "origin": "", "source": ""}
    n = None if given is None else given.people if counted == PEOPLE else given.contacts
    if given is None or n is None:
        return nothing
    first, last = given.ends
    told = {"first_day": first.isoformat(), "last_day": last.isoformat(), "source": given.source}
    return {**nothing, **told, "n": n, "origin": DECLARED}
