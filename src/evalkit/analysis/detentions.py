"""Detentions under the Mental Health Act by ethnic group: rates, ratios to a reference group, breaks."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from evalkit import names
from evalkit.analysis.comparisons import Comparison, rate_ratio
from evalkit.analysis.intervals import normal_quantile
from evalkit.analysis.rates import Rate, crude_rate, standardised_rate
from evalkit.definitions.ethnic_groups import is_everybody

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import ArrayLike

PUBLISHED: Final = "published"
CRUDE: Final = "crude"
STANDARDISED: Final = "standardised"
BASES: Final = (PUBLISHED, CRUDE, STANDARDISED)

PER: Final = 100_000
_KEY: Final = ["year", "census_base", "ethnic_group"]


@dataclass(frozen=True, slots=True)
class _Group:
    """One ethnic group of one year: its rows by age (one row without), and its rate."""

    rows: pd.DataFrame
    basis: str
    rate: Rate

    @property
    def name(self) -> str:
        """Name of the group."""
        return str(self.rows.iloc[0]["ethnic_group"])

    @property
    def part_of(self) -> str:
        """Name of the wider group."""
        return str(self.rows.iloc[0]["part_of"])


def standardised_rate_ratio(
    count: ArrayLike,
    population: ArrayLike,
    *,
    reference_count: ArrayLike,
    reference_population: ArrayLike,
    standard_population: ArrayLike,
    confidence_level: float = 0.95,
) -> Comparison:
    """Ratio of two directly standardised rates.

    Formula: ln ratio ± z·√(v₁/r₁² + v₀/r₀²), r = Σwᵢxᵢ/nᵢ and v = Σwᵢ²xᵢ/nᵢ², wᵢ the standard's share of
    the age group; p from the same z.

    Source: Breslow & Day 1987, Statistical Methods in Cancer Research II, section 2.3. R: base R by
    the formula, in ``tests/reference/programme.R``.

    Parameters
    ----------
    count, population : array_like, shape (bands,)
        Events and people of the group of interest.
    reference_count, reference_population : array_like, shape (bands,)
        The same of the reference group.
    standard_population : array_like, shape (bands,)
        The standard's people.
    confidence_level : float
        Between 0 and 1.

    Returns
    -------
    Comparison
        NaN where either rate can't be standardised (fewer than 10 events).

    Examples
    --------
    >>> reference = {"reference_count": [30, 60], "reference_population": [4000, 5000]}
    >>> ratio = standardised_rate_ratio([20, 30], [1000, 1500], **reference, standard_population=[600, 400])
    >>> round(ratio.estimate, 4), round(ratio.ci_low, 4), round(ratio.ci_high, 4)
    (2.1505, 1.4859, 3.1124)
    """
    z = normal_quantile(confidence_level)
    first = standardised_rate(count, population, standard_population)
    reference = standardised_rate(reference_count, reference_population, standard_population)
    if math.isnan(first.estimate) or math.isnan(reference.estimate):
        why = next(rate.method for rate in (first, reference) if math.isnan(rate.estimate))
        return Comparison(math.nan, math.nan, math.nan, math.nan, why)
    weights = np.asarray(standard_population, dtype=np.float64)
    weights = weights / weights.sum()
    variance = 0.0
    for events, people, rate in (
        (count, population, first),
        (reference_count, reference_population, reference),
    ):
        counts, sizes = np.asarray(events, dtype=np.float64), np.asarray(people, dtype=np.float64)
        variance += float((weights**2 * counts / sizes**2).sum()) / (rate.estimate / PER) ** 2
    ratio, error = first.estimate / reference.estimate, math.sqrt(variance)
    low, high = ratio * math.exp(-z * error), ratio * math.exp(z * error)
    p_value = math.erfc(abs(math.log(ratio)) / error / math.sqrt(2))
    return Comparison(ratio, low, high, p_value, "log interval of two standardised rates")


def calculate_detention_rates(
    detentions: pd.DataFrame, standard: Mapping[str, float], *, reference: str
) -> pd.DataFrame:
    """Work out rates and ratios from what the gate shows.

    Published rates give a ratio without interval. Counts give a crude rate (Byar from 10 detentions,
    exact below) and an exact ratio; by age, with a standard population, a directly standardised rate
    (Dobson) and a ratio of such rates, where no group of the year has too few for it. A group that is
    part of the reference, or holds it, gets a ratio without interval: the two share people.

    Parameters
    ----------
    detentions : pandas.DataFrame
        Columns year, ethnic_group, part_of, age_group, rate, count, population, census_base, source,
        suppressed, hidden_because, as `evalkit.disclosure` leaves them.
    standard : mapping of str to float
        People per age group of the standard population; empty without one.
    reference : str
        The group that the others are compared with.

    Returns
    -------
    pandas.DataFrame
        Columns :data:`evalkit.names.DETENTION_COLUMNS`; rates per 100,000 people, ratio 1 means alike,
        empty for the reference itself. ``break_before`` marks the first year of a group whose
        population rests on another census than the year before: no trend crosses it.
    """
    groups = {
        tuple(map(str, key)): _group(rows, standard) for key, rows in detentions.groupby(_KEY, sort=False)
    }
    rows = []
    bases: dict[str, str] = {}
    for key in sorted(groups, key=lambda key: key[:2]):
        year, census, name = key
        ratio = _ratio(groups[key], groups.get((year, census, reference)), standard, reference)
        rows.append(_row(groups[key], ratio, reference, broken=bases.get(name, census) != census))
        bases[name] = census
    return pd.DataFrame(rows, columns=list(names.DETENTION_COLUMNS))


def _group(rows: pd.DataFrame, standard: Mapping[str, float]) -> _Group:
    first = rows.iloc[0]
    if rows["count"].isna().any():
        rate = Rate(float(first["rate"]), math.nan, math.nan, "published rate: no interval without counts")
        return _Group(rows, PUBLISHED, rate)
    if len(rows) > 1 and standard:
        weights = [standard[age] for age in rows["age_group"]]
        rate = standardised_rate(rows["count"], rows["population"], weights)
        return _Group(rows, STANDARDISED, rate)
    return _Group(rows, CRUDE, crude_rate(float(rows["count"].sum()), float(rows["population"].sum())))


def _ratio(
    group: _Group, reference: _Group | None, standard: Mapping[str, float], name: str
) -> Comparison | None:
    """Return the ratio to the reference group; None for the reference itself and where one is hidden."""
    if reference is None or group.name == name or group.basis != reference.basis:
        return None
    if math.isnan(group.rate.estimate) or not reference.rate.estimate > 0:
        return None
    shared = name == group.part_of or is_everybody(group.name) or reference.part_of == group.name
    if group.basis == PUBLISHED or shared:
        method = "no interval: the two groups share people" if shared else "no interval without counts"
        ratio = group.rate.estimate / reference.rate.estimate
        return Comparison(ratio, math.nan, math.nan, math.nan, f"ratio, {method}")
    if group.basis == CRUDE:
        (x1, t1), (x0, t0) = (
            (int(one.rows["count"].sum()), float(one.rows["population"].sum())) for one in (group, reference)
        )
        return rate_ratio(x1, t1, x0, t0)
    ages = reference.rows.set_index("age_group").loc[list(group.rows["age_group"])]
    return standardised_rate_ratio(
        group.rows["count"],
        group.rows["population"],
        reference_count=ages["count"],
        reference_population=ages["population"],
        standard_population=[standard[age] for age in group.rows["age_group"]],
    )


def _row(group: _Group, ratio: Comparison | None, reference: str, *, broken: bool) -> dict[str, object]:
    first = group.rows.iloc[0]
    hidden = bool(first[names.SUPPRESSED])
    found = ratio or Comparison(math.nan, math.nan, math.nan, math.nan, "")
    methods = [method for method in (group.rate.method, found.method) if method]
    return {
        **{name: first[name] for name in ("year", "ethnic_group", "census_base", "source")},
        "basis": CRUDE if hidden else group.basis,
        "rate": group.rate.estimate,
        names.CI_LOW: group.rate.ci_low,
        names.CI_HIGH: group.rate.ci_high,
        "ratio": found.estimate,
        "ratio_low": found.ci_low,
        "ratio_high": found.ci_high,
        "reference": reference,
        "break_before": broken,
        names.METHOD: "not calculated: hidden" if hidden else "; ".join(methods),
        names.SUPPRESSED: hidden,
        names.HIDDEN_BECAUSE: first[names.HIDDEN_BECAUSE],
    }
