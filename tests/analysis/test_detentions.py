from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from evalkit import names
from evalkit.analysis import crude_rate, rate_ratio, standardised_rate
from evalkit.analysis.detentions import calculate_detention_rates, standardised_rate_ratio

REFERENCE = Path(__file__).parents[1] / "reference"
EXPECTED = pd.read_csv(REFERENCE / "standardised_ratio_expected.csv").set_index("case")
STANDARD = [5500, 6000, 7000, 4000]
CASES = {
    "common": (
        ([20, 35, 18, 9], [4000, 5200, 3100, 900]),
        ([90, 140, 120, 80], [60000, 72000, 80000, 41000]),
    ),
    "alike": (([10, 12, 14, 8], [1000, 1200, 1400, 800]), ([20, 24, 28, 16], [2000, 2400, 2800, 1600])),
}
NOTHING = math.nan


class Result(dict[str, Any]):
    """One row of results."""

    def lacks(self, *columns: str) -> bool:
        """Return whether all of these are empty."""
        return all(math.isnan(self[column]) for column in columns)


def row(group: str, year: str = "2022-23", **changes: Any) -> dict[str, Any]:
    """Return one row as the gate leaves it; give either rate, or count and population."""
    base = {"year": year, "ethnic_group": group, "part_of": "", "age_group": "", "census_base": "2021"}
    numbers = {"rate": NOTHING, "count": NOTHING, "population": NOTHING}
    return {**base, **numbers, "source": "made up", "suppressed": False, "hidden_because": "", **changes}


def rates(*rows: dict[str, Any], standard: dict[str, float] | None = None) -> dict[tuple[str, str], Result]:
    """Return the result rows by year and group."""
    table = calculate_detention_rates(pd.DataFrame(rows), standard or {}, reference="White")
    assert tuple(table.columns) == names.DETENTION_COLUMNS
    found = [Result({str(key): value for key, value in one.items()}) for one in table.to_dict("records")]
    return {(one["year"], one["ethnic_group"]): one for one in found}


@pytest.mark.parametrize("case", list(CASES))
def test_ratio_of_standardised_rates_is_that_of_r(case: str) -> None:
    (x1, n1), (x0, n0) = CASES[case]
    got = standardised_rate_ratio(
        x1, n1, reference_count=x0, reference_population=n0, standard_population=STANDARD
    )
    expected = EXPECTED.loc[case]
    assert (got.estimate, got.ci_low, got.ci_high) == pytest.approx(
        (expected["ratio"], expected["low"], expected["high"]), rel=1e-8
    )
    assert got.p_value == pytest.approx(expected["p"], rel=1e-6, abs=1e-12)


def test_published_rates_give_a_ratio_without_interval() -> None:
    table = rates(row("Black", rate=228.0), row("White", rate=64.0))
    black = table[("2022-23", "Black")]
    assert black["basis"] == "published"
    assert black["ratio"] == pytest.approx(3.5625)
    assert black.lacks("ci_low", "ci_high", "ratio_low", "ratio_high")
    assert math.isnan(table[("2022-23", "White")]["ratio"])


def test_counts_give_crude_rates_and_exact_ratios() -> None:
    table = rates(row("Black", count=40, population=20_000), row("White", count=6, population=90_000))
    black, white = table[("2022-23", "Black")], table[("2022-23", "White")]
    expected = rate_ratio(40, 20_000, 6, 90_000)
    assert (black["ratio"], black["ratio_low"], black["ratio_high"]) == pytest.approx(
        (expected.estimate, expected.ci_low, expected.ci_high)
    )
    assert black["rate"] == pytest.approx(200)
    assert black["method"].startswith("Byar; exact")
    assert white["method"] == "exact Poisson"
    assert white["ci_high"] == pytest.approx(crude_rate(6, 90_000).ci_high)


def test_rows_by_age_with_a_standard_population_are_standardised() -> None:
    (x1, n1), (x0, n0) = CASES["common"]
    ages = ["0-19", "20-39", "40-64", "65+"]
    rows = [
        row(group, age_group=age, count=x, population=n)
        for group, xs, ns in (("Black", x1, n1), ("White", list(reversed(x0)), list(reversed(n0))))
        for age, x, n in zip(ages if group == "Black" else reversed(ages), xs, ns, strict=True)
    ]
    table = rates(*rows, standard=dict(zip(ages, map(float, STANDARD), strict=True)))
    black = table[("2022-23", "Black")]
    assert black["basis"] == "standardised"
    assert black["rate"] == pytest.approx(standardised_rate(x1, n1, STANDARD).estimate)
    assert black["ratio"] == pytest.approx(EXPECTED.loc["common", "ratio"])
    assert len(table) == 2


def test_a_new_census_breaks_each_series_once() -> None:
    table = rates(
        *(
            row(group, year, rate=1.0, census_base="2011")
            for year in ("2020-21", "2021-22")
            for group in ("Black", "White")
        ),
        *(row(group, "2022-23", rate=1.0) for group in ("Black", "White", "Chinese")),
        row("Black", "2023-24", rate=1.0),
    )
    broken = [key for key, one in table.items() if one["break_before"]]
    assert broken == [("2022-23", "Black"), ("2022-23", "White")]


@pytest.mark.parametrize(
    ("group", "part_of", "shares"),
    [("White Irish", "White", True), ("All", "", True), ("Irish", "", False)],
)
def test_groups_that_share_people_get_no_interval(group: str, part_of: str, *, shares: bool) -> None:
    table = rates(
        row(group, part_of=part_of, count=50, population=9_000), row("White", count=40, population=9_000)
    )
    found = table[("2022-23", group)]
    assert found["ratio"] == pytest.approx(1.25)
    assert math.isnan(found["ratio_low"]) is shares
    assert ("share people" in found["method"]) is shares


def test_a_hidden_row_or_reference_tells_nothing() -> None:
    hidden: dict[str, Any] = {"suppressed": True, "hidden_because": names.SMALL}
    table = rates(
        row("Black", count=40, population=20_000),
        row("White", **hidden),
        row("Asian", "2021-22", **hidden),
        row("White", "2021-22", count=30, population=5_000),
    )
    black, asian = table[("2022-23", "Black")], table[("2021-22", "Asian")]
    assert black["rate"] == pytest.approx(200)
    assert math.isnan(black["ratio"])
    assert asian.lacks("rate", "ci_low", "ci_high", "ratio")
    assert asian["method"] == "not calculated: hidden"


def test_a_published_rate_is_not_compared_with_a_crude_one() -> None:
    table = rates(row("Black", rate=228.0), row("White", count=40, population=20_000))
    assert math.isnan(table[("2022-23", "Black")]["ratio"])


def test_a_reference_without_detentions_gives_no_ratio() -> None:
    table = rates(row("Black", rate=228.0), row("White", rate=0.0))
    assert math.isnan(table[("2022-23", "Black")]["ratio"])


def test_too_few_events_for_a_standardised_ratio() -> None:
    few = standardised_rate_ratio(
        [1, 2],
        [100, 100],
        reference_count=[30, 30],
        reference_population=[900, 900],
        standard_population=[1, 1],
    )
    assert math.isnan(few.estimate)
    assert few.method == "not calculated: fewer than 10 events"


def test_without_rows_there_is_an_empty_table() -> None:
    empty = pd.DataFrame(columns=list(row("x")))
    assert calculate_detention_rates(empty, {}, reference="White").empty
