"""Where grants were for, whom for, and who had them: organisations' grants only, individuals' tell neither."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from evalkit import names
from evalkit.analysis.grants import ORGANISATION, SUMMARY_COLUMNS, add_up

if TYPE_CHECKING:
    from collections.abc import Iterator

AREA: Final = "area"
DEI: Final = ("dei_leadership", "dei_mission", "dei_project")
NONE_NAMED: Final = "none named"
RECIPIENT_COLUMNS: Final = (
    *("recipient", "recipient_id", "currency", "grants", "amount"),
    *("first_award", "last_award", "grantee", "matched_by"),
)
"""Columns of the recipients; the first three are a unique key."""


def count_areas_and_populations(grants: pd.DataFrame) -> pd.DataFrame:
    """Count and add up organisations' grants by beneficiary area and by population of the DEI extension.

    A grant for several areas or populations counts whole in each, so groups add up to more than the
    total. Nothing is returned for a grouping that no grant fills in.

    Parameters
    ----------
    grants : pandas.DataFrame
        As `evalkit.intake.grants.read_grants` gives them: several areas are joined by ";".

    Returns
    -------
    pandas.DataFrame
        Columns `evalkit.analysis.grants.SUMMARY_COLUMNS`; ``grouping`` is "area" or an area of the DEI
        extension, ``group`` an area, a population's code, or "none named".
    """
    chosen = grants[grants["recipient_kind"] == ORGANISATION]
    rows = [row for grouping in (AREA, *DEI) for row in _rows_of(chosen, grouping)]
    return pd.DataFrame(rows, columns=list(SUMMARY_COLUMNS), dtype=object)


def _rows_of(chosen: pd.DataFrame, grouping: str) -> Iterator[dict[str, Any]]:
    if not (chosen[grouping] != "").any():
        return
    parts = chosen[grouping].str.split(";").map(_distinct)
    spread = chosen.assign(**{grouping: parts}).explode(grouping)
    groups = spread.groupby([grouping, "currency"], sort=True)
    for (group, currency), part in sorted(groups, key=lambda pair: pair[0][0] == NONE_NAMED):
        yield {
            "grouping": grouping,
            "group": group,
            "currency": currency,
            "recipient_kind": ORGANISATION,
            "grants": len(part),
            "recipients": part["recipient_name"].nunique(),
            "amount": add_up(part["amount"]),
            names.SUPPRESSED: False,
        }


def _distinct(parts: list[str]) -> list[str]:
    return list(dict.fromkeys(part.strip() for part in parts if part.strip())) or [NONE_NAMED]


def summarise_recipients(matched: pd.DataFrame) -> pd.DataFrame:
    """Add up the grants of each organisation, with the grantee that it is.

    Parameters
    ----------
    matched : pandas.DataFrame
        As `evalkit.analysis.grant_recipients.match_recipients` returns them.

    Returns
    -------
    pandas.DataFrame
        Columns :data:`RECIPIENT_COLUMNS`, in the order of the alphabet; awards as ISO dates.
    """
    keys = ["recipient_name", "recipient_id", "currency"]
    rows = [
        {
            "recipient": name,
            "recipient_id": identifier,
            "currency": currency,
            "grants": len(part),
            "amount": add_up(part["amount"]),
            "first_award": part["award_date"].min().date().isoformat(),
            "last_award": part["award_date"].max().date().isoformat(),
            "grantee": part["grantee"].iloc[0],
            "matched_by": part["matched_by"].iloc[0],
        }
        for (name, identifier, currency), part in matched.groupby(keys, sort=True)
    ]
    return pd.DataFrame(rows, columns=list(RECIPIENT_COLUMNS), dtype=object)
