"""A summary of grants as it may be published: individuals are people, organisations aren't."""

from __future__ import annotations

from typing import Any, Final

import pandas as pd

from evalkit.analysis.grants import (
    INDIVIDUAL,
    ORGANISATION,
    SUMMARY_COLUMNS,
    add_up,
    group_grants,
    summarise_grants,
)
from evalkit.disclosure.policy import DEFAULT_THRESHOLD, Policy, parse_policy
from evalkit.disclosure.tables import suppress_counts
from evalkit.names import ALL, HIDDEN

OTHERS: Final = "the others together"
_COUNTS: Final = ["grants", "recipients", "amount"]


def release_grant_summary(
    grants: pd.DataFrame, policy: str | Policy = "counts", threshold: int = DEFAULT_THRESHOLD
) -> pd.DataFrame:
    """Return the summary of a register in which no small number of individuals shows.

    A programme or year whose grants to individuals would be hidden stands in one row with the others
    like it, "the others together": its name would say that somebody received something there. More
    join until that row holds enough people, so its amount can't belong to a few. Where the whole
    register has too few individuals, their count, their amount and the register's total are hidden.

    Parameters
    ----------
    grants : DataFrame
        As for `evalkit.analysis.grants.summarise_grants`.
    policy : {"none", "counts", "nhs"} or Policy
        The rule, for counts of grants to individuals and of the people themselves.
    threshold : int, default 5
        The smallest count of people that may be shown.

    Returns
    -------
    DataFrame
        `SUMMARY_COLUMNS`. Organisations aren't people: their rows are as they were, without those of 0.
    """
    rule = parse_policy(policy, threshold)
    summary = summarise_grants(grants).astype(dict.fromkeys(_COUNTS, object))
    summary = summary[
        (summary["grouping"] == ALL)
        | ((summary["recipient_kind"] != INDIVIDUAL) & (summary["grants"].astype(int) > 0))
    ].copy()
    rows: list[dict[str, Any]] = []
    for currency, people in grants[grants["recipient_kind"] == INDIVIDUAL].groupby("currency"):
        same = (summary["currency"] == currency) & (summary["grouping"] == ALL)
        if rule.is_small(people["individual"].nunique()):
            hidden = same & summary["recipient_kind"].isin([INDIVIDUAL, ALL])
            summary.loc[hidden, _COUNTS] = None
            summary.loc[hidden, "suppressed"] = True
            continue
        totals = same & (summary["recipient_kind"] != ORGANISATION)
        for column in ("grants", "recipients"):
            summary.loc[totals, column] = summary.loc[totals, column].map(
                rule.round_count, na_action="ignore"
            )
        for grouping, groups in group_grants(people).items():
            if grouping != ALL:
                rows += _rows_of_people(people, str(currency), grouping, groups, rule)
    released = pd.concat([summary, pd.DataFrame(rows, columns=list(SUMMARY_COLUMNS), dtype=object)])
    order = {grouping: place for place, grouping in enumerate(group_grants(grants))}
    return released.sort_values(
        ["grouping", "currency"], key=lambda column: column.map(order).fillna(0), kind="stable"
    ).reset_index(drop=True)


def _rows_of_people(
    people: pd.DataFrame, currency: str, grouping: str, groups: pd.Series[str], rule: Policy
) -> list[dict[str, Any]]:
    """Return the rows of one grouping's individuals: each group that may be shown, and the others together."""
    merged = _groups_to_merge(people, groups, rule)
    labels = groups.where(~groups.isin(merged), OTHERS)
    return [
        {
            "grouping": grouping,
            "group": group,
            "currency": currency,
            "recipient_kind": INDIVIDUAL,
            "grants": rule.round_count(len(part)),
            "recipients": rule.round_count(part["individual"].nunique()),
            "amount": add_up(part["amount"]),
            "suppressed": False,
        }
        for group, part in people.groupby(labels)
    ]


def _groups_to_merge(people: pd.DataFrame, groups: pd.Series[str], rule: Policy) -> set[str]:
    """Return the groups that the gate hides, and those that must join them for enough people."""
    counted = people.groupby(groups)["individual"].agg(["size", "nunique"]).sort_values("size", kind="stable")
    # A group with enough grants but too few people counts as small.
    small = counted["nunique"] < rule.threshold
    values = counted["size"].where(~small, counted[["size", "nunique"]].min(axis=1)).astype(int)
    merged = {str(group) for group in values.index[suppress_counts(values, rule) == HIDDEN]}
    for group in counted.index:
        if not merged or not rule.is_small(people.loc[groups.isin(merged), "individual"].nunique()):
            break
        merged.add(str(group))
    return merged
