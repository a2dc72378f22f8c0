from __future__ import annotations

import itertools
import math
from typing import Any

import numpy as np
import pandas as pd
import pytest

from attacker import Attacker
from evalkit import names
from evalkit.analysis.programme_results import analyse_programme
from evalkit.disclosure import Policy
from evalkit.disclosure.policy import DisclosureError
from evalkit.disclosure.programme_gate import check_programme_released, protect_detentions, protect_points

NOTHING = math.nan
UNITS = {"share": "%", "rate": "per 1,000", "people": "people", "score": "score"}
INDICATORS = pd.DataFrame(
    [
        {
            **dict.fromkeys(("title", "priority", "owner"), ""),
            "id": name,
            "unit": unit,
            "direction": "higher",
            "baseline": NOTHING,
            "target": NOTHING,
        }
        for name, unit in UNITS.items()
    ]
)


def points_of(name: str, *counts: tuple[float, float]) -> pd.DataFrame:
    """Return one indicator's points as intake gives them."""
    per = {"share": 100, "rate": 1000}.get(name, 1)
    rows: list[dict[str, Any]] = []
    for place, (above, below) in enumerate(counts, start=1):
        value = above if math.isnan(below) else per * above / below
        rows.append(
            {
                "id": name,
                "period": f"2023-{place:02}",
                "position": place,
                "value": value,
                "numerator": above if name != "score" else NOTHING,
                "denominator": below,
                "people": name != "score",
            }
        )
    return pd.DataFrame(rows)


@pytest.mark.parametrize(
    ("name", "above", "below", "hidden"),
    [
        ("share", 4, 60, True),
        ("share", 0, 60, True),
        ("share", 5, 60, False),
        ("share", 55, 60, False),
        ("share", 56, 60, True),
        ("share", 60, 60, True),
        ("share", 3, 4, True),
        ("rate", 4, 90_000, True),
        ("rate", 5, 90_000, False),
        ("people", 4, NOTHING, True),
        ("people", 5, NOTHING, False),
        ("score", 2, NOTHING, False),
    ],
)
def test_small_numbers_and_their_complements_are_hidden(
    name: str, above: float, below: float, *, hidden: bool
) -> None:
    for policy in (Policy("counts"), Policy("nhs")):
        shown = protect_points(points_of(name, (above, below)), INDICATORS, policy).iloc[0]
        assert shown["suppressed"] is np.True_ if hidden else not shown["suppressed"]
        assert (shown["hidden_because"] == names.SMALL) is hidden
        assert math.isnan(shown["value"]) is hidden
        if hidden:
            assert shown[["numerator", "denominator"]].isna().all()
    assert not protect_points(points_of(name, (above, below)), INDICATORS, Policy("none"))["suppressed"].any()


def test_nhs_works_the_value_out_from_rounded_counts() -> None:
    shown = protect_points(points_of("share", (38, 61)), INDICATORS, Policy("nhs")).iloc[0]
    assert (shown["numerator"], shown["denominator"]) == (40, 60)
    assert shown["value"] == pytest.approx(100 * 40 / 60)
    assert protect_points(points_of("people", (38, NOTHING)), INDICATORS, Policy("nhs"))[
        "value"
    ].tolist() == [40]


def test_counts_shows_what_it_shows_as_it_is() -> None:
    points = points_of("share", (38.0, 61.0), (7.0, 40.0))
    shown = protect_points(points, INDICATORS, Policy("counts"))
    pd.testing.assert_frame_equal(shown[points.columns], points)


@pytest.mark.parametrize("policy", ["counts", "nhs"])
def test_nothing_released_depends_on_a_hidden_figure(policy: str) -> None:
    """Whatever a hidden count is, the release is the same to the last digit: so nobody can tell which it was."""
    base = [(30.0 + place % 3, 60.0) for place in range(13)]
    released = []
    for hidden in (0.0, 1.0, 4.0):
        counts = [*base[:6], (hidden, 60.0), *base[6:]]
        shown = protect_points(points_of("share", *counts), INDICATORS, Policy(policy))
        results = analyse_programme(INDICATORS.iloc[:1], shown, detentions(), standard={}, reference="White")
        check_programme_released(results.tables(), Policy(policy))
        released.append({name: table.to_csv() for name, table in results.tables().items()})
    assert released[0] == released[1] == released[2]
    assert "small number of people" in released[0]["points"]


def detentions(*rows: tuple[str, str, str, float]) -> pd.DataFrame:
    """Return rows of group, wider group, age and count, as intake gives them; 10,000 people each."""
    columns = [
        "year",
        "ethnic_group",
        "part_of",
        "age_group",
        "rate",
        "count",
        "population",
        "census_base",
        "source",
    ]
    return pd.DataFrame(
        [
            ("2022-23", group, whole, age, NOTHING, count, 10_000.0, "2021", "x")
            for group, whole, age, count in rows
        ],
        columns=columns,
    )


def hidden_groups(table: pd.DataFrame) -> dict[str, str]:
    """Return group → why it is hidden."""
    gone = table[table["suppressed"]]
    assert gone[["rate", "count", "population"]].isna().all(axis=None)
    return dict(zip(gone["ethnic_group"], gone["hidden_because"], strict=True))


def test_a_small_count_beside_a_total_is_protected_by_another() -> None:
    rows = [("All", "", "", 103.0), ("White", "", "", 60.0), ("Black", "", "", 40.0), ("Other", "", "", 3.0)]
    shown = protect_detentions(detentions(*rows), Policy("counts"), age_groups=())
    found = hidden_groups(shown)
    assert found["Other"] == names.SMALL
    assert sorted(found) == ["Black", "Other"]
    assert found["Black"] == names.PROTECTS


def test_without_a_total_only_the_small_count_is_hidden() -> None:
    rows = [("White", "", "", 60.0), ("Black", "", "", 40.0), ("Other", "", "", 3.0)]
    shown = protect_detentions(detentions(*rows), Policy("counts"), age_groups=())
    assert hidden_groups(shown) == {"Other": names.SMALL}
    assert hidden_groups(protect_detentions(detentions(*rows), Policy("none"), age_groups=())) == {}


def test_published_rates_pass() -> None:
    rates = detentions(("White", "", "", NOTHING)).assign(rate=64.0, population=NOTHING)
    shown = protect_detentions(rates, Policy("nhs"), age_groups=())
    assert shown["rate"].tolist() == [64.0]
    assert not shown["suppressed"].any()


def test_a_group_that_is_nearly_all_detained_is_hidden_too() -> None:
    table = detentions(("White", "", "", 60.0), ("Black", "", "", 9_997.0))
    assert hidden_groups(protect_detentions(table, Policy("counts"), age_groups=())) == {"Black": names.SMALL}


def test_ages_stay_apart_only_where_no_count_of_the_year_is_small() -> None:
    rows = [(group, "", age, 12.0) for group in ("White", "Black") for age in ("young", "old")]
    ages = ("young", "old")
    assert len(protect_detentions(detentions(*rows), Policy("counts"), age_groups=ages)) == 4
    rows[3] = ("Black", "", "old", 2.0)
    added = protect_detentions(detentions(*rows), Policy("counts"), age_groups=ages)
    assert added["count"].tolist() == [24, 14]
    assert added["population"].tolist() == [20_000, 20_000]
    assert set(added["age_group"]) == {""}
    assert len(protect_detentions(detentions(*rows), Policy("none"), age_groups=ages)) == 4
    assert len(protect_detentions(detentions(*rows[:3]), Policy("none"), age_groups=ages)) == 2


def test_nhs_rounds_detentions_before_any_rate_is_worked_out() -> None:
    shown = protect_detentions(detentions(("White", "", "", 63.0)), Policy("nhs"), age_groups=())
    assert shown["count"].tolist() == [65]


def test_the_same_group_is_hidden_on_both_bases_of_a_year() -> None:
    rows = [("All", "", "", 103.0), ("White", "", "", 60.0), ("Black", "", "", 40.0), ("Other", "", "", 3.0)]
    both = pd.concat([detentions(*rows), detentions(*rows[1:]).assign(census_base="2011")])
    shown = protect_detentions(both, Policy("counts"), age_groups=())
    assert shown[shown["suppressed"]].groupby("census_base").size().to_dict() == {"2011": 2, "2021": 2}


@pytest.mark.parametrize("seed", range(12))
def test_attack_on_detentions_by_group(seed: int) -> None:
    """No hidden count of a nested table can be narrowed to fewer than three numbers."""
    rng = np.random.default_rng(seed)
    parts = {"White": ["British", "Irish", "Roma"], "Black": ["African", "Caribbean"], "Asian": []}
    counts = {
        name: int(rng.choice([0, 1, 3, 4, 6, 9, 17, 40]))
        for name in (*parts, *itertools.chain(*parts.values()))
    }
    for whole, inside in parts.items():
        counts[whole] = (
            sum(counts[name] for name in inside) + int(rng.integers(0, 4)) if inside else counts[whole]
        )
    counts["All"] = sum(counts[whole] for whole in parts) + int(rng.integers(0, 6))
    wider = {name: whole for whole, inside in parts.items() for name in inside}
    rows = [(name, wider.get(name, ""), "", float(count)) for name, count in counts.items()]
    shown = protect_detentions(detentions(*rows), Policy("counts"), age_groups=())
    printed = dict(zip(shown["ethnic_group"], shown["count"], strict=True))

    attacker = Attacker()
    for name, count in counts.items():
        attacker.see(name, count, shown=float(printed[name]))
    for whole, inside in {**parts, "All": list(parts)}.items():
        if inside:
            rest, left = f"{whole}, not listed", counts[whole] - sum(counts[name] for name in inside)
            attacker.value[rest], attacker.hidden[rest] = left, left > 0  # nobody left: everybody is listed
            attacker.adds_up(whole, [*inside, rest])
    assert attacker.exposed() == {}


def test_a_release_that_shows_a_hidden_number_is_stopped() -> None:
    shown = protect_points(points_of("share", (38, 61), (3, 61)), INDICATORS, Policy("counts"))
    results = analyse_programme(INDICATORS.iloc[:1], shown, detentions(), standard={}, reference="White")
    tables = results.tables()
    check_programme_released(tables, Policy("counts"))
    broken = {**tables, "points": tables["points"].assign(centre=5.0)}
    with pytest.raises(DisclosureError, match="points has a hidden row that still shows a number"):
        check_programme_released(broken, Policy("counts"))
    small = {**tables, "points": tables["points"].assign(numerator=[60.0, NOTHING])}
    with pytest.raises(DisclosureError, match="points shows a count of people below 5"):
        check_programme_released(small, Policy("counts"))
    check_programme_released(broken, Policy("none"))
