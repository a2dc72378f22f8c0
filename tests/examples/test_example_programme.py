"""The synthetic programme: made again byte for byte, with two planted shifts and no other mark."""

from __future__ import annotations

from pathlib import Path

import pytest

from evalkit.analysis.programme_results import ProgrammeResults, analyse_programme
from evalkit.definitions.programme import load_programme
from evalkit.disclosure import Policy
from evalkit.disclosure.programme_gate import protect_detentions, protect_points
from evalkit.examples import EXAMPLES, make_programme
from evalkit.examples.programme import SHIFTS
from evalkit.intake.programme import ProgrammeIntake, take_in_programme

COMMITTED = Path(__file__).parents[2] / "data" / "raw" / "_programme"
BY_HAND = {
    *("README.md", "programme.yml", "pledge.csv", "further_income.csv"),
    *("mha_detention_rates.csv", "published_reach.csv"),
}


@pytest.fixture(scope="module")
def intake() -> ProgrammeIntake:
    return take_in_programme(load_programme(COMMITTED / "programme.yml"), COMMITTED)


@pytest.fixture(scope="module")
def results(intake: ProgrammeIntake) -> ProgrammeResults:
    policy = Policy("counts")
    return analyse_programme(
        intake.indicators,
        protect_points(intake.points, intake.indicators, policy),
        protect_detentions(intake.detentions, policy, age_groups=()),
        standard={},
        reference="White",
    )


def test_committed_files_are_made_again_byte_for_byte() -> None:
    made = EXAMPLES["_programme"]()
    assert {path.name for path in COMMITTED.iterdir()} - BY_HAND == set(made)
    assert [name for name in made if (COMMITTED / name).read_bytes() != made[name]] == []
    assert make_programme(1) != made


def test_nothing_is_wrong_with_them(intake: ProgrammeIntake) -> None:
    assert intake.faults == ()
    assert intake.pledges["number"].tolist() == [1, 2, 3, 4, 5, 6, 7]
    assert "provide national leadership on this critical issue" in intake.pledges["commitment"][3]


def test_both_planted_shifts_are_marked_and_nothing_else(results: ProgrammeResults) -> None:
    marked = results.points[results.points["signal"] != ""]
    assert marked[["id", "period", "signal"]].to_numpy().tolist() == [
        ["talking-therapy-recovery", month, "shift"] for month in SHIFTS
    ]
    assert results.points.groupby("id").size()["talking-therapy-recovery"] == 36
    first, second, third = (
        results.points[results.points["id"] == "talking-therapy-recovery"].groupby("phase")["centre"].first()
    )
    assert first < second < third


def test_every_status_but_one_way_of_moving_is_shown(results: ProgrammeResults) -> None:
    assert set(results.indicators["status"]) == {
        *("met", "towards", "no clear change", "away", "not enough data", "hidden"),
    }


def test_few_people_are_hidden(results: ProgrammeResults) -> None:
    hidden = results.points[results.points["suppressed"]]
    assert hidden["id"].unique().tolist() == ["young-people-admitted"]
    assert len(hidden) == 3


def test_the_missing_month_stays_a_gap(results: ProgrammeResults) -> None:
    crisis = results.points[results.points["id"] == "crisis-four-hours"]
    assert sorted(set(range(1, 37)) - set(crisis["position"])) == [17]
    assert "2022-08" not in set(crisis["period"])


def test_published_detentions_and_reach_stay_as_published(
    intake: ProgrammeIntake, results: ProgrammeResults
) -> None:
    black = results.detentions[results.detentions["ethnic_group"] == "Black"].set_index("year")
    assert black["ratio"].round(2).to_dict() == {
        "2018-19": 4.21,
        "2019-20": 4.38,
        "2020-21": 4.6,
        "2021-22": 4.72,
        "2022-23": 3.56,
    }
    assert black.index[black["break_before"]].tolist() == ["2022-23"]
    assert black["ratio_low"].isna().all()
    published = intake.published[["measure", "value", "qualifier"]].to_numpy().tolist()
    assert ["people engaging with projects", 6000, "more than"] in published
    assert ["organisations funded in round 1", 15, ""] in published
    assert set(intake.published["source"]) == {"seed 000", "seed 001"}


def test_grants_have_the_published_sizes(intake: ProgrammeIntake) -> None:
    grants = intake.grants.grants
    assert grants["recipient_name"].nunique() == 15
    years = grants.groupby(grants["award_date"].dt.year)["amount"].sum()
    assert {year: str(amount) for year, amount in years.items()} == {
        2020: "100000.00",
        2021: "100000.00",
        2022: "50000.00",
        2023: "50000.00",
    }
    assert set(grants["recipient_kind"]) == {"organisation"}


def test_the_published_further_money_is_taken_as_it_was_published(intake: ProgrammeIntake) -> None:
    published = intake.published.set_index("measure").loc[
        "additional funding secured by first-year grant holders"
    ]
    further = intake.grants.further.iloc[0]
    assert further[["recipient", "qualifier", "source"]].tolist() == [
        *("all", published["qualifier"], published["source"])
    ]
    assert further["amount"] == published["value"] == 113000


def test_both_grantees_of_the_register_ship() -> None:
    declared = load_programme(COMMITTED / "programme.yml").grants
    assert declared is not None
    assert all((COMMITTED.parent / grantee / "grantee.yml").is_file() for grantee in declared.grantees)
