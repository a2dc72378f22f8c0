"""Cost for each person and contact, where money and count are of one period; else why there is none."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from evalkit import names
from evalkit.analysis.grant_money import calculate_unit_cost, describe_cost_caveat
from evalkit.analysis.grants import add_up

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping

    from evalkit.analysis.grant_money import Counted

COST_COLUMNS: Final = (
    *("grantee", "recipient", "counted", "n", "grants", "amount", "currency", names.ESTIMATE),
    *("first_day", "last_day", "origin", "source", "reason", "caveat"),
    *(names.SUPPRESSED, names.HIDDEN_BECAUSE),
)
"""Columns of costs; where ``reason`` is filled, amount and estimate are empty."""

HIDDEN_COUNT: Final = "the count is hidden"
NO_GRANT: Final = "no grant is matched to it"
NO_COUNT: Final = "no count was given"
NO_PERIOD: Final = "nothing says when they were counted"
NO_DATES: Final = "a grant has no planned dates"
OTHER_PERIOD: Final = "the grants and the count are not of the same period"
NOBODY: Final = "nobody was counted"
CURRENCIES: Final = "the grants are in several currencies"

COST_RULE: Final = (
    "A cost is worked out only where the planned periods of the recipient's grants cover each month of the period "
    "in which people were counted, and no grant runs partly outside it; grants of other times are left out."
)


def calculate_costs(matched: pd.DataFrame, counts: pd.DataFrame) -> pd.DataFrame:
    """Divide each grantee's grants by the people it reached, and by its contacts.

    Parameters
    ----------
    matched : pandas.DataFrame
        Grants with the grantee that each went to.
    counts : pandas.DataFrame
        Counts as the gate leaves them: grantee, counted ("people" or "contacts"), n, first_day,
        last_day (ISO dates, "" where not known), origin, source, suppressed, hidden_because.

    Returns
    -------
    pandas.DataFrame
        Columns :data:`COST_COLUMNS`, a row per row of ``counts``: an estimate by :data:`COST_RULE` with
        its caveat, or the reason why there is none.
    """
    rows = [_cost(row, matched[matched["grantee"] == row["grantee"]]) for row in counts.to_dict("records")]
    return pd.DataFrame(rows, columns=list(COST_COLUMNS), dtype=object)


def _cost(row: Mapping[Hashable, Any], own: pd.DataFrame) -> dict[str, Any]:
    kept = ("grantee", "counted", "n", "first_day", "last_day", "origin", "source")
    told = {name: row[name] for name in (*kept, names.SUPPRESSED, names.HIDDEN_BECAUSE)}
    told |= {"recipient": "; ".join(dict.fromkeys(own["recipient_name"])), "reason": "", "caveat": ""}
    reason = _reason_without_money(row, own)
    if reason:
        return {**told, "reason": reason}
    months = _months(pd.Timestamp(row["first_day"]), pd.Timestamp(row["last_day"]))
    spans = [_planned_months(grant) for grant in own.to_dict("records")]
    inside = own[[span <= months for span in spans]]
    covered = frozenset[int]().union(*(span for span in spans if span <= months))
    if covered != months or any(span & months and not span <= months for span in spans):
        return {**told, "reason": OTHER_PERIOD}
    if len(set(inside["currency"])) > 1:
        return {**told, "reason": CURRENCIES}
    counted: Counted = "people" if row["counted"] == "people" else "contacts"
    cost = calculate_unit_cost(add_up(inside["amount"]), int(row["n"]))
    return {
        **told,
        "grants": len(inside),
        "amount": cost.amount,
        "currency": inside["currency"].iloc[0],
        names.ESTIMATE: float(cost.estimate),
        "caveat": describe_cost_caveat(counted),
    }


def _reason_without_money(row: Mapping[Hashable, Any], own: pd.DataFrame) -> str:
    """Return why no cost can be worked out whatever the money; "" if it may be."""
    dated = own["planned_start"].notna() & (own["planned_end"].notna() | own["planned_months"].notna())
    checks = (
        (bool(row[names.SUPPRESSED]), HIDDEN_COUNT),
        (bool(pd.isna(row["n"])), NO_COUNT),
        (own.empty, NO_GRANT),
        (row["n"] == 0, NOBODY),
        (not row["first_day"], NO_PERIOD),
        (not dated.all(), NO_DATES),
    )
    return next((reason for found, reason in checks if found), "")


def _planned_months(grant: Mapping[Hashable, Any]) -> frozenset[int]:
    """Return the months that a grant is planned for; its duration counts where no end is given."""
    start, end = grant["planned_start"], grant["planned_end"]
    if pd.isna(end):
        end = start + pd.DateOffset(days=-1, months=max(1, round(grant["planned_months"])))
    return _months(start, end)


def _months(first: pd.Timestamp, last: pd.Timestamp) -> frozenset[int]:
    """Return the months between two days, both included, counted from the year 0."""
    return frozenset(range(12 * first.year + first.month, 12 * last.year + last.month + 1))
