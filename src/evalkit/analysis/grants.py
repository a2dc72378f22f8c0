"""What a register of grants adds up to: by programme, year and kind of recipient, exact to the penny."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from evalkit.names import ALL

if TYPE_CHECKING:
    from collections.abc import Iterator

ORGANISATION: Final = "organisation"
INDIVIDUAL: Final = "individual"
SUMMARY_COLUMNS: Final = (
    *("grouping", "group", "currency", "recipient_kind"),
    *("grants", "recipients", "amount", "suppressed"),
)
"""Columns of the summary, in order; the first four are a unique key."""


def add_up(amounts: pd.Series[Any]) -> Decimal:
    """Return the exact sum of amounts.

    Examples
    --------
    >>> str(add_up(pd.Series([Decimal("0.10")] * 3)))
    '0.30'
    """
    return sum(amounts, Decimal("0.00"))


def summarise_grants(grants: pd.DataFrame) -> pd.DataFrame:
    """Count and add up grants: all, by programme, and by calendar year of the award.

    Grants to organisations and to individuals stand in rows of their own. The two are added up only
    for the whole register: in a single programme the sum would give the number of individuals away.
    Currencies are never added to one another.

    Parameters
    ----------
    grants : DataFrame
        ``currency``, ``amount`` (Decimal), ``award_date``, ``programme`` (empty: none was named),
        ``recipient_kind``, ``recipient_name`` and ``individual`` (running number of a person), as
        `evalkit.intake.grants.read_grants` gives them.

    Returns
    -------
    DataFrame
        `SUMMARY_COLUMNS`. ``grouping`` is "all", "programme" or "year". ``recipients`` counts distinct
        names of organisations, or distinct people; missing where both are added up. ``suppressed`` is
        False throughout: counts of individuals are counts of people, and nothing here may be
        published before the gate.

    Examples
    --------
    >>> day = pd.Timestamp("2024-05-01")
    >>> row = {"currency": "GBP", "amount": Decimal("10.50"), "award_date": day, "programme": "Roots",
    ...        "recipient_kind": "organisation", "recipient_name": "Leeds Choir", "individual": pd.NA}
    >>> summary = summarise_grants(pd.DataFrame([row, row]))
    >>> summary[["grouping", "group", "grants", "recipients", "amount"]].values.tolist()[0]
    ['all', 'all', 2, 1, Decimal('21.00')]
    """
    rows = [
        {"grouping": grouping, "group": group, **row}
        for grouping, groups in group_grants(grants).items()
        for group, part in grants.groupby(groups, sort=True)
        for row in _rows_of(part, both=grouping == ALL)
    ]
    return pd.DataFrame(rows, columns=list(SUMMARY_COLUMNS)).astype(
        {"grants": "int64", "recipients": "Int64"}
    )


def group_grants(grants: pd.DataFrame) -> dict[str, pd.Series[str]]:
    """Return what grants are grouped by: the name of the grouping → the group of each grant."""
    return {
        ALL: pd.Series(ALL, index=grants.index, dtype="str"),
        "programme": grants["programme"].replace("", "no programme named"),
        "year": grants["award_date"].dt.year.astype("str"),
    }


def _rows_of(part: pd.DataFrame, *, both: bool) -> Iterator[dict[str, Any]]:
    """Yield a row per currency and kind of recipient; a kind without grants is there with zeros."""
    for currency, same in part.groupby("currency", sort=True):
        counted = {ORGANISATION: "recipient_name", INDIVIDUAL: "individual"}
        for kind, column in counted.items():
            chosen = same[same["recipient_kind"] == kind]
            yield _row(str(currency), kind, chosen, int(chosen[column].nunique()))
        if both:
            yield _row(str(currency), ALL, same, None)


def _row(currency: str, kind: str, chosen: pd.DataFrame, recipients: int | None) -> dict[str, Any]:
    return {
        "currency": currency,
        "recipient_kind": kind,
        "grants": len(chosen),
        "recipients": recipients,
        "amount": add_up(chosen["amount"]),
        "suppressed": False,
    }
