"""The counts of outcomes.csv and categories.csv that flow.csv doesn't have, in the ledger."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from evalkit import names
from evalkit.disclosure.ledger import (
    category_name,
    category_total,
    outcome_name,
    score_of,
    stage_name,
)
from evalkit.disclosure.system import Sum

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping
    from typing import Any

    from evalkit.disclosure.ledger import Ledger, Row

FAMILIES: Final[Mapping[str, str]] = {
    **dict.fromkeys(
        (
            *("n_trusted", "mean_from_trusted", "mean_change_trusted", "p_value_t_trusted"),
            "mean_change_same_people",
        ),
        "trusted",
    ),
    **dict.fromkeys(("mean_from_model", "mean_to_model", "mean_change_model"), "modelled"),
    **dict.fromkeys(("mean_change_cluster", "icc", "n_clusters"), "clustered"),
    **dict.fromkeys(("dose_slope", "dose_spearman"), "in the register"),
}
"""Statistic → the people it rests on, where these aren't simply the pairs."""

BOUNDS: Final = ("mean_change_worst", "mean_change_best")
"""From these two and the number of pairs, the number lost can be read exactly."""

HOLM: Final = "p_value_t_holm"
"""Corrected together: each of these p-values tells something of the others."""

_RESTS_ON: Final[Mapping[str, str]] = {
    "clinically_significant_change": "reliable_change",
    "talking_therapies_recovery": "talking_therapies_change",
}
"""The first category of the one is part of the first category of the other."""


def family_name(row: Mapping[Hashable, Any]) -> str | None:
    """Return the name of the people that a row of outcomes.csv rests on; None if these are the pairs."""
    family = FAMILIES.get(row[names.STATISTIC])
    if family is None:
        return None
    return outcome_name(row, family, "" if family == "modelled" else _span(row))


def trusted_name(row: Mapping[Hashable, Any]) -> str:
    """Return the name of the pairs with a trusted baseline, whether the comparison has any or not."""
    return outcome_name(row, "trusted", _span(row))


def _span(row: Mapping[Hashable, Any]) -> str:
    return f"{row[names.TIMEPOINT_FROM]} to {row[names.TIMEPOINT_TO]}"


def enter_outcomes(ledger: Ledger, rows: list[Row]) -> None:
    """Enter the pairs of comparisons that don't begin at the first timepoint, and people of other statistics."""
    for row in rows:
        if row[names.STATISTIC] == "n_pairs":
            _enter_pairs(ledger, row)
    for row in rows:
        name, pairs = family_name(row), ledger.pairs(row)
        if name is not None and name not in ledger.counts:
            ledger.add(name, row[names.N])
            if name.startswith("modelled|"):
                ledger.complement(stage_name("started", row[names.COMPONENT]), name, "never answered")
                ledger.complement(
                    name, outcome_name(row, "answered", row[names.TIMEPOINT_FROM]), "only later"
                )
            else:
                ledger.complement(pairs, name, "not among")
            ledger.exact.add(name)
        if row[names.STATISTIC] == HOLM:
            ledger.corrected.add(pairs)
        if row[names.STATISTIC] in BOUNDS:
            ledger.exact.add(ledger.lost(row))


def left_out(ledger: Ledger, row: Mapping[Hashable, Any]) -> str:
    """Return the name of the pairs that a statistic with people of its own leaves out."""
    return f"not among|{ledger.pairs(row)}|{family_name(row)}"


def _enter_pairs(ledger: Ledger, row: Row) -> None:
    pairs = ledger.pairs(row)
    if pairs in ledger.counts:
        return
    ledger.add(pairs, row[names.ESTIMATE])
    ledger.exact.add(pairs)
    ledger.complement(ledger.answered(row, row[names.TIMEPOINT_FROM]), pairs, "lost later")
    ledger.complement(ledger.answered(row, row[names.TIMEPOINT_TO]), pairs, "later only")
    if row[names.SUBGROUP_VARIABLE] != names.ALL:
        return
    ledger.cost[pairs] *= 10.0


def enter_categories(ledger: Ledger, rows: list[Row]) -> None:
    """Enter the people of each category; those of one statistic add up to the people it divides up."""
    parts: dict[tuple[str, ...], dict[str, list[Row]]] = {}
    for row in rows:
        total = category_total(ledger, row)
        if total not in ledger.counts:
            ledger.add(total, row["of"])
            ledger.complement(stage_name("started", row[names.COMPONENT]), total, "not twice")
        ledger.add(category_name(row), row[names.N])
        comparison = (*score_of(row), row[names.TIMEPOINT_FROM], row[names.TIMEPOINT_TO])
        parts.setdefault(comparison, {}).setdefault(row[names.STATISTIC], []).append(row)
    reliable = [found["reliable_change"] for found in parts.values() if "reliable_change" in found]
    for found in parts.values():
        for statistic, own in found.items():
            ledger.add_up(category_total(ledger, own[0]), map(category_name, own))
            changed = found.get(_RESTS_ON.get(statistic, ""))
            if changed is not None:
                ledger.complement(category_name(changed[0]), category_name(own[0]), "improved only")
            if own[0][names.MEASURE] == names.ALL:
                _tie_measures(ledger, own, reliable)
            if statistic == "clinically_significant_change":
                _tie_bands(ledger, own[-1], found.get("band_from", []))


def _tie_measures(ledger: Ledger, own: list[Row], measures: list[list[Row]]) -> None:
    """Where one measure alone decides a rule over all measures, the two count the same people."""
    counts = [ledger.counts[category_name(row)] for row in own]
    for group in measures:
        same_place = group[0][names.COMPONENT] == own[0][names.COMPONENT]
        if same_place and [ledger.counts[category_name(row)] for row in group] == counts:
            pairs = zip(own, group, strict=True)
            ledger.sums += [Sum(category_name(row), (category_name(other),)) for row, other in pairs]


def _tie_bands(ledger: Ledger, usual: Row, bands: list[Row]) -> None:
    """Where the cut-off is a border of bands, those in the usual range are the bands on its one side together.

    A sum that merely happens to hold makes the attacker stronger, never weaker, so it isn't asked why it holds.
    """
    for including in (False, True):
        low: list[str] = []
        high: list[str] = []
        for row in bands:
            below = (
                row["threshold"] <= usual["threshold"] if including else row["threshold"] < usual["threshold"]
            )
            (low if below else high).append(category_name(row))
        for side in (low, high):
            count = sum(ledger.counts[name] for name in side)
            if low and high and count == ledger.counts[category_name(usual)]:
                ledger.sums.append(Sum(category_name(usual), tuple(side)))
