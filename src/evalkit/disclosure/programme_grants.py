"""The gate of the programme's grants: counts of people first, then what is divided by them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from evalkit import names
from evalkit.analysis.grant_costs import calculate_costs
from evalkit.analysis.grant_further import calculate_further
from evalkit.analysis.grant_groups import count_areas_and_populations, summarise_recipients
from evalkit.analysis.grant_recipients import MATCH_COLUMNS, match_recipients
from evalkit.disclosure.grants import release_grant_summary
from evalkit.disclosure.policy import DisclosureError

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping

    from evalkit.disclosure.policy import Policy


def protect_reach(counts: pd.DataFrame, policy: Policy) -> pd.DataFrame:
    """Hide small counts of people and of contacts, and the contacts of people who are hidden.

    A cost shows the count that it was divided by, so a cost may rest on a count that is shown and on
    no other. A grantee's report may have been released under a milder rule than the programme's: the
    programme's is applied to its count as well.

    Parameters
    ----------
    counts : pandas.DataFrame
        grantee, counted ("people" or "contacts"), n, suppressed, hidden_because and further columns.
    policy : Policy
        The rule.

    Returns
    -------
    pandas.DataFrame
        The same rows; a hidden one has no n, a shown one is rounded where the policy rounds.
    """
    shown = [_protect(row, policy) for row in counts.to_dict("records")]
    few = {row["grantee"]: row for row in shown if row["counted"] == "people" and row[names.SUPPRESSED]}
    rows = [
        {**row, "n": None, names.SUPPRESSED: True, names.HIDDEN_BECAUSE: names.PROTECTS}
        if row["grantee"] in few and not row[names.SUPPRESSED]
        else row
        for row in shown
    ]
    return pd.DataFrame(rows, columns=list(counts.columns), dtype=object)


def _protect(row: Mapping[Hashable, Any], policy: Policy) -> dict[Hashable, Any]:
    if row[names.SUPPRESSED] or pd.isna(row["n"]):
        return {**row, "n": None}
    if policy.is_small(int(row["n"])):
        return {**row, "n": None, names.SUPPRESSED: True, names.HIDDEN_BECAUSE: names.SMALL}
    return {**row, "n": policy.round_count(int(row["n"]))}


def release_programme_grants(
    grants: pd.DataFrame,
    further: pd.DataFrame,
    counts: pd.DataFrame,
    grantees: Mapping[str, str],
    policy: Policy,
) -> dict[str, pd.DataFrame]:
    """Return the tables on grants as they may be published.

    Parameters
    ----------
    grants, further : pandas.DataFrame
        The register and the further money, as taken in.
    counts : pandas.DataFrame
        Counts of people and contacts by grantee, before the gate.
    grantees : mapping of str to str
        Grantee's id → name or identifier of the recipient.
    policy : Policy
        The rule.

    Returns
    -------
    dict of str to pandas.DataFrame
        ``grants`` (the summary of `release_grant_summary`, then areas and populations of organisations'
        grants), ``grant_recipients`` (organisations only), ``grant_further`` and ``grant_costs``.

    Raises
    ------
    DisclosureError
        If a person would show: in a list of recipients, or as a small or hidden count.
    """
    known = pd.DataFrame(
        [(grantee, word, word) for grantee, word in grantees.items()], columns=list(MATCH_COLUMNS)
    )
    matched = match_recipients(grants, known)
    summary = [release_grant_summary(grants, policy), count_areas_and_populations(grants)]
    tables = {
        "grants": pd.concat([part.astype(object) for part in summary if len(part)], ignore_index=True),
        "grant_recipients": summarise_recipients(matched),
        "grant_further": calculate_further(grants, further),
        "grant_costs": calculate_costs(matched, protect_reach(counts, policy)),
    }
    check_grants_released(tables, policy)
    return tables


def check_grants_released(tables: Mapping[str, pd.DataFrame], policy: Policy) -> None:
    """Stop the run if a table on grants shows a person, a small count, or a number beside a hidden one.

    Raises
    ------
    DisclosureError
        Says which table does.
    """
    if (tables["grant_recipients"]["recipient"].fillna("") == "").any():
        raise DisclosureError("grant_recipients has a row that isn't an organisation's")
    costs, summary = tables["grant_costs"], tables["grants"]
    people = summary[(summary["recipient_kind"] == "individual") & summary["recipients"].notna()]
    for name, shown in (("grant_costs", costs["n"].dropna()), ("grants", people["recipients"])):
        # Nobody at all among the recipients of the whole register is no small number of people.
        if any(policy.is_small(int(n)) for n in shown if n or name == "grant_costs"):
            message = f"{name} shows a count of people below {policy.threshold}"
            raise DisclosureError(message)
    for name, table, columns in (
        ("grant_costs", costs, ["n", "amount", names.ESTIMATE]),
        ("grants", summary, ["grants", "recipients", "amount"]),
    ):
        hidden = table[table[names.SUPPRESSED].astype(bool)]
        if hidden[columns].notna().any(axis=None):
            message = f"{name} has a hidden row that still shows a number"
            raise DisclosureError(message)
