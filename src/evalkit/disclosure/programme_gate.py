"""The gate of the city-wide programme: figures are hidden or rounded first, and only then analysed.

Whatever is worked out afterwards (rates, intervals, ratios, centres and limits of charts, statuses)
rests on what is shown, so it can't tell more than that.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from evalkit import names
from evalkit.definitions.ethnic_groups import list_parts
from evalkit.definitions.units import multiplier
from evalkit.disclosure.policy import DisclosureError
from evalkit.disclosure.protect import protect_counts
from evalkit.disclosure.system import Sum

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from evalkit.disclosure.policy import Policy

_FIGURES = ("value", "numerator", "denominator")
_GROUP = ["census_base", "ethnic_group"]
_NUMBERS: Final = {
    "indicators": ("value",),
    "points": (*_FIGURES, names.CI_LOW, names.CI_HIGH, "centre", "lower", "upper", "phase"),
    "detentions": ("rate", names.CI_LOW, names.CI_HIGH, "ratio", "ratio_low", "ratio_high"),
}
"""Columns that a hidden row has empty."""


def protect_points(points: pd.DataFrame, indicators: pd.DataFrame, policy: Policy) -> pd.DataFrame:
    """Hide each figure that tells of few people; round the others where the policy rounds.

    A figure of people is hidden whole, value with numerator and denominator, where fewer than the
    threshold are in the numerator, or in the denominator without being in the numerator. Under ``nhs``
    both are rounded and the value is worked out again from what is shown. Values that come without
    counts of people pass.

    Parameters
    ----------
    points : pandas.DataFrame
        Columns id, period, position, value, numerator, denominator, people (bool).
    indicators : pandas.DataFrame
        Columns id and unit.
    policy : Policy
        The rule.

    Returns
    -------
    pandas.DataFrame
        The same rows and columns, with suppressed and hidden_because; a hidden row's figures are NaN.
    """
    shares = {row.id: multiplier(str(row.unit)) for row in indicators.itertuples()}
    rows = [
        _protect_point({str(key): value for key, value in row.items()}, shares[row["id"]], policy)
        for row in points.to_dict("records")
    ]
    return pd.DataFrame(rows, columns=[*points.columns, names.SUPPRESSED, names.HIDDEN_BECAUSE])


def _protect_point(row: Mapping[str, Any], share: float | None, policy: Policy) -> dict[str, Any]:
    shown = {**row, names.SUPPRESSED: False, names.HIDDEN_BECAUSE: ""}
    if not row["people"]:
        return shown
    above, below = float(row["numerator"]), float(row["denominator"])
    counts = [int(above)] if math.isnan(below) else [int(above), int(below - above)]
    if any(policy.is_small(count) for count in counts):
        hidden = dict.fromkeys(_FIGURES, float("nan"))
        return {**shown, **hidden, names.SUPPRESSED: True, names.HIDDEN_BECAUSE: names.SMALL}
    above = float(policy.round_count(int(above)))
    if math.isnan(below) or share is None:
        return {**shown, "value": above, "numerator": above}
    below = float(policy.round_count(int(below)))
    return {**shown, "value": share * above / below, "numerator": above, "denominator": below}


def protect_detentions(
    detentions: pd.DataFrame, policy: Policy, *, age_groups: Collection[str]
) -> pd.DataFrame:
    """Hide small counts of people detained, and what would give them away through a wider group.

    Age groups stay apart, so that rates can be standardised, in a year in which every count of every
    group reaches the threshold; else they are added up first. Then the counts of a year are protected as
    a table whose groups add up, with whoever is in no listed part as a part that isn't printed. Rates
    that were published without counts pass.

    Parameters
    ----------
    detentions : pandas.DataFrame
        Columns year, ethnic_group, part_of, age_group, rate, count, population, census_base, source.
    policy : Policy
        The rule.
    age_groups : collection of str
        Those of the standard population; empty without one.

    Returns
    -------
    pandas.DataFrame
        The same columns with suppressed and hidden_because: a hidden row has no rate, count or
        population, and a hidden group has no row by age.
    """
    years = [
        _protect_year(rows, policy, frozenset(age_groups))
        for _, rows in detentions.groupby("year", sort=False)
    ]
    if not years:
        return detentions.assign(suppressed=False, hidden_because="")
    return pd.concat(years, ignore_index=True)


def _protect_year(rows: pd.DataFrame, policy: Policy, age_groups: frozenset[str]) -> pd.DataFrame:
    rows = rows.assign(suppressed=False, hidden_because="")
    if not _ages_can_be_shown(rows, policy, age_groups):
        rows = _add_ages_up(rows)
    hidden = _hidden_groups(rows.dropna(subset=["count"]), policy)
    if not hidden:
        return _rounded(rows, policy)
    rows = _add_ages_up(rows, only=hidden)
    gone = rows["ethnic_group"].isin(hidden) & rows["count"].notna()
    rows.loc[gone, ["rate", "count", "population"]] = float("nan")
    rows.loc[gone, names.SUPPRESSED] = True
    rows.loc[gone, names.HIDDEN_BECAUSE] = rows.loc[gone, "ethnic_group"].map(hidden)
    return _rounded(rows, policy)


def _ages_can_be_shown(rows: pd.DataFrame, policy: Policy, age_groups: frozenset[str]) -> bool:
    """Return whether each group counted has all age groups, and none of them is small."""
    counted = rows.dropna(subset=["count"])
    if counted.empty or not age_groups or any(policy.is_small(int(count)) for count in counted["count"]):
        return False
    ages = counted.groupby(_GROUP)["age_group"].agg(frozenset)
    return all(found == age_groups for found in ages)


def _add_ages_up(rows: pd.DataFrame, *, only: Collection[str] | None = None) -> pd.DataFrame:
    """Return one row per group in place of its rows by age; of all groups, or of those named."""
    by_age = (rows["age_group"] != "") & (
        rows["ethnic_group"].isin(rows["ethnic_group"] if only is None else only)
    )
    if not by_age.any():
        return rows
    sums = rows[by_age].groupby(_GROUP, sort=False)[["count", "population"]].transform("sum")
    whole = rows[by_age].assign(count=sums["count"], population=sums["population"], age_group="")
    whole = whole.drop_duplicates(_GROUP)
    return pd.concat([rows[~by_age], whole]).sort_index(kind="stable")


def _hidden_groups(counted: pd.DataFrame, policy: Policy) -> dict[str, str]:
    """Return the groups of one year to hide, each with why; in all of the year's bases alike."""
    hidden: dict[str, str] = {}
    for _, rows in counted.groupby("census_base", sort=False):
        table = _table_of(rows)
        small = {group for group, *counts in _complements(rows) if any(map(policy.is_small, counts))}
        chosen = protect_counts(
            table.counts,
            table.sums,
            policy,
            unpublished=table.rests,
            also_hide={name for name, group in table.groups.items() if group in small},
        )
        for group in sorted({table.groups[name] for name in chosen}):
            hidden[group] = names.SMALL if group in small else hidden.get(group, names.PROTECTS)
    return hidden


def _complements(rows: pd.DataFrame) -> Iterator[tuple[str, int, int]]:
    """Yield group, people detained and people not detained, of each row."""
    for group, count, people in rows[["ethnic_group", "count", "population"]].itertuples(index=False):
        yield str(group), int(count), int(people - count)


@dataclass(frozen=True, slots=True)
class _Table:
    """The counts of one year: by name, the sums between them, which aren't printed, whose they are."""

    counts: dict[str, int]
    sums: list[Sum]
    rests: set[str]
    groups: dict[str, str]


def _table_of(rows: pd.DataFrame) -> _Table:
    """Return the cells of one year, group by age, tied by the groups that others are parts of."""
    table = _Table({}, [], set(), {})
    for group, age, count in rows[["ethnic_group", "age_group", "count"]].itertuples(index=False):
        name = f"{group} | {age}"
        table.counts[name] = int(count)
        table.groups[name] = str(group)
    wholes = list_parts(rows)
    for age in dict.fromkeys(rows["age_group"]):
        for whole, parts in wholes.items():
            total, listed = f"{whole} | {age}", [f"{part} | {age}" for part in parts]
            present = [name for name in listed if name in table.counts]
            if total not in table.counts or not present:
                continue
            # Where the parts make up the whole, a reader takes them for everybody, and can subtract.
            if rest := table.counts[total] - sum(table.counts[name] for name in present):
                table.counts[f"the rest of {total}"] = rest
                table.rests.add(f"the rest of {total}")
                present.append(f"the rest of {total}")
            table.sums.append(Sum(total, tuple(present)))
    return table


def _rounded(rows: pd.DataFrame, policy: Policy) -> pd.DataFrame:
    """Round the counts that are shown where the policy rounds, and drop the rates they came with."""
    shown = rows["count"].notna()
    counts = rows.loc[shown, "count"].map(lambda count: float(policy.round_count(int(count))))
    rows.loc[shown, "count"] = counts.astype(float)
    rows.loc[shown, "rate"] = float("nan")
    return rows


def check_programme_released(tables: Mapping[str, pd.DataFrame], policy: Policy) -> None:
    """Stop the run if anything that is about to be released breaks the gate's rules.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
        ``indicators``, ``points`` and ``detentions`` as released.
    policy : Policy
        The rule.

    Raises
    ------
    DisclosureError
        If a hidden row still has a number, or a small count of people is shown.
    """
    if policy.hides_nothing:
        return
    for name, columns in _NUMBERS.items():
        table = tables[name]
        hidden = table[table[names.SUPPRESSED].astype(bool)]
        if hidden[list(columns)].notna().any(axis=None):
            raise DisclosureError(f"{name} has a hidden row that still shows a number")
    points = tables["points"]
    for part in (points["numerator"], points["denominator"] - points["numerator"]):
        whole = part.dropna()
        if any(policy.is_small(int(count)) for count in whole[whole % 1 == 0]):
            raise DisclosureError(f"points shows a count of people below {policy.threshold}")
