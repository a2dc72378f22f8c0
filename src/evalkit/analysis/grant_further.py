"""Further money that recipients had, each amount for itself, for each pound granted in the same period."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from evalkit import names
from evalkit.analysis.grant_money import BESIDE, calculate_leverage
from evalkit.analysis.grants import ORGANISATION, add_up
from evalkit.names import ALL

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping

FURTHER_COLUMNS: Final = (
    *("recipient", "amount", "currency", "qualifier", "funder", "period", "source"),
    *("grants", "granted", names.ESTIMATE, "reason", "caveat"),
)
"""Columns of further money; ``estimate`` is for each unit granted and takes the qualifier with it."""

NOT_GRANTED: Final = "no grant was awarded in that period"
LEVERAGE_RULE: Final = (
    "Further money is set against the grants to the same organisations that were awarded in the period named with it. "
    "Amounts are never added up: one may contain another, and a bound such as “more than” has no exact sum."
)


def calculate_further(grants: pd.DataFrame, further: pd.DataFrame) -> pd.DataFrame:
    """Set each amount of further money against what the same organisations were granted.

    Parameters
    ----------
    grants : pandas.DataFrame
        The register; grants to individuals aren't counted.
    further : pandas.DataFrame
        recipient (a name of the register, or "all"), amount (Decimal), qualifier, funder, period,
        first_day, last_day (datetime.date), source. In the register's one currency.

    Returns
    -------
    pandas.DataFrame
        Columns :data:`FURTHER_COLUMNS`, a row per row of ``further``, by :data:`LEVERAGE_RULE`.
    """
    organisations = grants[grants["recipient_kind"] == ORGANISATION]
    rows = [_further(row, organisations) for row in further.to_dict("records")]
    return pd.DataFrame(rows, columns=list(FURTHER_COLUMNS), dtype=object)


def _further(row: Mapping[Hashable, Any], organisations: pd.DataFrame) -> dict[str, Any]:
    awarded = organisations["award_date"]
    own = awarded.between(pd.Timestamp(row["first_day"]), pd.Timestamp(row["last_day"]))
    if row["recipient"] != ALL:
        own &= organisations["recipient_name"] == row["recipient"]
    chosen = organisations[own]
    kept = ("recipient", "amount", "qualifier", "funder", "period", "source")
    told = {name: row[name] for name in kept} | {"currency": next(iter(organisations["currency"]), "")}
    granted = add_up(chosen["amount"])
    if not granted:
        return {**told, "grants": len(chosen), "reason": NOT_GRANTED, "caveat": ""}
    return {
        **told,
        "grants": len(chosen),
        "granted": granted,
        names.ESTIMATE: float(calculate_leverage(granted, row["amount"]).estimate),
        "reason": "",
        "caveat": BESIDE,
    }
