from __future__ import annotations

import csv
import io
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest
from ruamel.yaml import YAML

from evalkit.definitions.programme import INDICATOR_HEADINGS, load_programme
from evalkit.errors import StructuralFaults
from evalkit.intake.programme import ProgrammeIntake, take_in_programme

if TYPE_CHECKING:
    from pathlib import Path

Row = dict[str, object]
TakeIn = Callable[..., ProgrammeIntake]

KEYS: dict[str, Any] = {
    "title": "City",
    "organisation": "Example",
    "prepared_for": "Readers",
    "version": "1.0",
    "data_date": "2024-03-31",
    "synthetic": True,
    "source": "made up for a test",
    "indicators": {"file": "indicators.csv"},
}
GOOD: Row = {
    "id": "recovery",
    "title": "People who recovered",
    "unit": "%",
    "direction": "higher",
    "baseline": 40,
    "target": 60,
}


def row(period: str, **changes: object) -> Row:
    """Return one row of the indicator ``recovery``."""
    return {**GOOD, "period": period, "numerator": 30, "denominator": 60, **changes}


def text_of(headings: tuple[str, ...], rows: list[Row]) -> str:
    """Return a CSV file."""
    stream = io.StringIO()
    writer = csv.DictWriter(stream, headings, restval="")
    writer.writeheader()
    writer.writerows(rows)
    return stream.getvalue()


@pytest.fixture
def take(tmp_path: Path) -> TakeIn:
    """Return what takes in indicator rows and further files of a programme."""

    def run(rows: list[Row], files: dict[str, str] | None = None, **keys: Any) -> ProgrammeIntake:
        with (tmp_path / "programme.yml").open("w", encoding="utf-8") as stream:
            YAML().dump({**KEYS, **keys}, stream)
        for name, text in {"indicators.csv": text_of(INDICATOR_HEADINGS, rows), **(files or {})}.items():
            (tmp_path / name).write_text(text, "utf-8")
        return take_in_programme(load_programme(tmp_path / "programme.yml"), tmp_path)

    return run


def told(intake: ProgrammeIntake) -> list[tuple[int | None, str, str]]:
    """Return row, column and rule of each fault."""
    return [(fault.row, fault.column, fault.rule) for fault in intake.faults]


def test_good_rows_become_points_in_order_of_time(take: TakeIn) -> None:
    intake = take(
        [
            row("2023-06"),
            row("2023-01", title="", unit="", direction="", baseline="", target=""),
            row("2023-03"),
        ]
    )
    assert told(intake) == []
    assert intake.points[["period", "position"]].values.tolist() == [
        ["2023-01", 1],
        ["2023-03", 3],
        ["2023-06", 6],
    ]
    assert intake.points["value"].unique().tolist() == [50.0]
    assert intake.points["people"].all()
    assert intake.indicators.iloc[0][["title", "baseline", "target"]].tolist() == [
        "People who recovered",
        40.0,
        60.0,
    ]


@pytest.mark.parametrize(
    ("changes", "column", "rule"),
    [
        ({"numerator": 61}, "numerator", "the numerator is greater than the denominator: 60"),
        ({"numerator": -1}, "numerator", "this is below 0"),
        ({"denominator": 0}, "denominator", "there must be somebody in the denominator"),
        ({"denominator": ""}, "denominator", "numerator and denominator go together"),
        ({"numerator": ""}, "numerator", "numerator and denominator go together"),
        ({"value": "50.1"}, "value", "numerator and denominator give another value: 50.00"),
        ({"value": "1,200"}, "value", "this isn't a number"),
        ({"numerator": "thirty"}, "numerator", "this isn't a number"),
        ({"period": "2023-13"}, "period", "this is no period"),
        ({"period": ""}, "period", "the period is missing"),
        (
            {"period": "2023-Q1"},
            "period",
            "another kind of period than on the other rows of this indicator: a month",
        ),
        ({"period": "2023-01"}, "period", "this indicator has this period a second time"),
        ({"baseline": 41}, "baseline", "other rows of this indicator say otherwise: '40'"),
        ({"target": 61}, "target", "other rows of this indicator say otherwise: '60'"),
        ({"unit": "per 1,000"}, "unit", "other rows of this indicator say otherwise: '%'"),
        ({"direction": "lower"}, "direction", "other rows of this indicator say otherwise: 'higher'"),
        ({"id": ""}, "id", "the id is missing"),
    ],
)
def test_a_row_with_a_fault_is_left_out_and_the_others_stay(
    take: TakeIn, changes: Row, column: str, rule: str
) -> None:
    intake = take([row("2023-01"), row("2023-02"), {**row("2023-03"), **changes}])
    assert told(intake) == [(4, column, rule)]
    assert intake.points["period"].tolist() == ["2023-01", "2023-02"]
    assert all(fault.remedy for fault in intake.faults)


@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        ({"direction": "up"}, "unknown direction: known are: higher, lower"),
        ({"direction": "Higer"}, "unknown direction: did you mean 'higher'?"),
        ({"direction": ""}, "the direction is missing"),
        ({"unit": ""}, "the unit is missing"),
        ({"title": ""}, "the title is missing"),
    ],
)
def test_an_indicator_that_cannot_be_judged_is_left_out_once(take: TakeIn, changes: Row, rule: str) -> None:
    rows = [{**row(f"2023-0{month}"), **changes} for month in (1, 2, 3)]
    intake = take([*rows, {**row("2023-01"), "id": "other"}])
    assert told(intake) == [(2, next(iter(changes)), rule)]
    assert intake.indicators["id"].tolist() == ["other"]


def test_a_baseline_that_is_no_number_is_told_once_and_left_out(take: TakeIn) -> None:
    intake = take([row(f"2023-0{month}", baseline="about 40") for month in (1, 2)])
    assert told(intake) == [(2, "baseline", "this isn't a number")]
    assert intake.indicators["baseline"].isna().all()
    assert len(intake.points) == 2


def test_all_faults_come_at_once(take: TakeIn) -> None:
    bad: list[Row] = [{"numerator": 99}, {"period": "May"}, {"value": "x"}, {"baseline": 39}]
    intake = take(
        [row("2023-01"), row("2023-02"), *({**row(f"2023-0{k + 3}"), **one} for k, one in enumerate(bad))]
    )
    assert [fault.row for fault in intake.faults] == [7, 5, 4, 6]


def test_a_row_without_a_figure_is_a_gap_and_no_fault(take: TakeIn) -> None:
    intake = take([row("2023-01"), row("2023-02", numerator="", denominator=""), row("2023-03")])
    assert told(intake) == []
    assert intake.points["position"].tolist() == [1, 3]


@pytest.mark.parametrize(
    ("value", "numerator", "denominator", "good"),
    [
        ("33.3", 1, 3, True),
        ("33.33", 1, 3, True),
        ("33.4", 1, 3, False),
        ("33", 1, 3, True),
        ("34", 1, 3, False),
    ],
)
def test_a_value_may_be_rounded(
    take: TakeIn, value: str, numerator: int, denominator: int, *, good: bool
) -> None:
    intake = take([row("2023-01", value=value, numerator=numerator, denominator=denominator), row("2023-02")])
    assert (told(intake) == []) is good


def test_people_as_values_are_whole_numbers_and_count_as_people(take: TakeIn) -> None:
    people = {"unit": "people", "numerator": "", "denominator": ""}
    intake = take([row("2023-01", **people, value=12), row("2023-02", **people, value="12.5")])
    assert told(intake) == [(3, "value", "people are counted in whole numbers from 0")]
    point = intake.points.iloc[0]
    assert (point["numerator"], point["people"]) == (12.0, True)


def test_counts_need_a_unit_that_says_what_they_make(take: TakeIn) -> None:
    intake = take([row("2023-01", unit="days"), row("2023-01", id="b")])
    assert told(intake) == [
        (2, "numerator", "with this unit a numerator and denominator have no meaning: days")
    ]


def test_decimals_are_no_counts_of_people(take: TakeIn) -> None:
    intake = take([row("2023-01", numerator="2.5", denominator=10)])
    assert intake.points[["value", "people"]].values.tolist() == [[25.0, False]]


def test_two_kinds_of_years_are_told_apart(take: TakeIn) -> None:
    intake = take([row("2009-10"), row("2010-11"), row("2012-13")])
    assert told(intake) == []
    assert intake.points["position"].tolist() == [1, 2, 4]


def test_nothing_usable_stops(take: TakeIn) -> None:
    with pytest.raises(StructuralFaults) as caught:
        take([row("May")])
    assert [fault.rule for fault in caught.value.faults] == [
        "this is no period",
        "no indicator has a usable row",
    ]


def test_missing_files_and_headings_stop_together(take: TakeIn) -> None:
    with pytest.raises(StructuralFaults) as caught:
        take(
            [row("2023-01")],
            {"pledge.csv": "nr,commitment\n"},
            pledge={"file": "pledge.csv"},
            detentions={"file": "x.csv"},
        )
    rules = [(fault.file, fault.column, fault.rule) for fault in caught.value.faults]
    assert rules[0] == ("x.csv", "", "this file is missing: known are: indicators.csv, pledge.csv")
    assert ("pledge.csv", "number", "this column is missing: known are: commitment, nr") in rules
    assert "docs/indicators.md" in caught.value.faults[1].remedy


def test_unknown_keys_are_told_with_line_and_guess(take: TakeIn) -> None:
    with pytest.raises(StructuralFaults) as caught:
        take([row("2023-01")], indicater={"file": "x.csv"}, data_date="soon")
    found = {fault.column: fault for fault in caught.value.faults}
    assert found["indicater"].rule == "unknown key 'indicater': did you mean 'indicators'?"
    assert found["indicater"].row == 10
    assert found["indicater"].file == "programme.yml"
    assert found["data_date"].remedy == "Write dates as 2024-03-31."


DETENTIONS = "year,ethnic_group,rate_per_100000,count,population,age_group,part_of,census_base,source"


def detentions(*lines: str) -> dict[str, str]:
    """Return the file of detentions with a good reference row first."""
    return {"d.csv": "\n".join([DETENTIONS, "2022-23,White,64,,,,,2021,x", *lines]) + "\n"}


@pytest.mark.parametrize(
    ("line", "column", "rule"),
    [
        ("22-23,Black,228,,,,,2021,x", "year", "this is no year"),
        ("2022-23,Black,228,,,,,recent,x", "census_base", "this is no year of a census"),
        ("2022-23,Black,,,,,,2021,x", "rate_per_100000", "there is neither a rate nor a count"),
        ("2022-23,Black,-1,,,,,2021,x", "rate_per_100000", "a rate can't be below 0"),
        ("2022-23,Black,,12,,,,2021,x", "population", "count and population go together"),
        ("2022-23,Black,,,500,,,2021,x", "count", "count and population go together"),
        ("2022-23,Black,,1.5,500,,,2021,x", "count", "detentions are counted in whole numbers from 0"),
        ("2022-23,Black,,600,500,,,2021,x", "count", "there are more detentions than people: 500"),
        ("2022-23,Black,,5,0,,,2021,x", "population", "people are counted in whole numbers from 1"),
        (
            "2022-23,Black,99,5,1000,,,2021,x",
            "rate_per_100000",
            "count and population give another rate: 500.0",
        ),
        ("2022-23,Black,many,,,,,2021,x", "rate_per_100000", "this isn't a number"),
        ("2022-23,Black,5,,,0-19,,2021,x", "count", "an age group needs a count and a population"),
        ("2022-23,White,64,,,,,2021,x", "ethnic_group", "this group of this year stands here a second time"),
        ("2022-23,,64,,,,,2021,x", "ethnic_group", "the ethnic group is missing"),
        ("2022-23,Black,64,,,,,2021,", "source", "the source is missing"),
    ],
)
def test_faults_in_detentions(take: TakeIn, line: str, column: str, rule: str) -> None:
    intake = take([row("2023-01")], detentions(line), detentions={"file": "d.csv"})
    assert told(intake) == [(3, column, rule)]
    assert intake.detentions["ethnic_group"].tolist() == ["White"]


def test_parts_that_add_up_to_more_than_the_whole(take: TakeIn) -> None:
    lines = (
        "2021-22,All,,20,1000,,,2021,x",
        "2021-22,White,,15,900,,,2021,x",
        "2021-22,Irish,,9,90,,,2021,x",
    )
    intake = take([row("2023-01")], detentions(*lines), detentions={"file": "d.csv"})
    assert told(intake) == [(3, "count", "its parts add up to more: 24 (White, Irish)")]
    lines = (*lines[:2], "2021-22,Irish,,9,90,,White,2021,x")
    assert told(take([row("2023-01")], detentions(*lines), detentions={"file": "d.csv"})) == []


def test_ages_and_reference_must_be_known(take: TakeIn) -> None:
    lines = (
        "2021-22,Black,,20,1000,0-18,,2021,x",
        "2021-22,Black,,20,1000,20+,,2021,x",
        "2021-22,Black,,20,1000,,,2021,x",
    )
    files = {**detentions(*lines), "s.csv": "age_group,population\n0-19,10\n20+,20\n20+,30\n,5\n"}
    intake = take(
        [row("2023-01")],
        files,
        detentions={"file": "d.csv", "reference": "Whit"},
        standard_population={"file": "s.csv"},
    )
    assert told(intake) == [
        (5, "age_group", "the age group is missing"),
        (4, "age_group", "this age group stands here a second time"),
        (3, "age_group", "the standard population has no such age group: did you mean '0-19'?"),
        (5, "age_group", "this group of this year stands here by age group too"),
        (None, "detentions.reference", "no row is of the group 'Whit': did you mean 'White'?"),
    ]
    assert intake.standard_population["population"].tolist() == [10.0, 20.0]


def test_faults_in_the_pledge(take: TakeIn) -> None:
    text = (
        "number,commitment,status,evidence,date,owner\n"
        "3,Third,Done,,31/01/2024,\n8,Eighth,done,,,\n1,First,started,,,\n2,Second,begun,x,soon,\n3,Again,done,,,\n4,,done,,,\n"
    )
    intake = take([row("2023-01")], {"p.csv": text}, pledge={"file": "p.csv"})
    assert told(intake) == [
        (3, "number", "the pledge's commitments are numbered 1 to 7"),
        (4, "status", "unknown status: did you mean 'not started'?"),
        (5, "date", "this isn't a date"),
        (7, "commitment", "the commitment is missing"),
        (6, "number", "this commitment stands here a second time"),
        (None, "number", "a commitment of the pledge's 7 isn't there: 5, 6, 7"),
    ]
    assert intake.pledges[["number", "status", "date"]].values.tolist() == [
        [2, "begun", ""],
        [3, "done", "2024-01-31"],
    ]


def test_more_than_stays_more_than(take: TakeIn) -> None:
    text = (
        "programme,measure,value,unit,period,source\n"
        "A,reached,1200,people (more than),2022,seed 001\nB,other,5,people,2022,seed 001\nA,bad,many,people,,seed 001\n"
    )
    intake = take([row("2023-01")], {"r.csv": text}, published={"file": "r.csv", "only": ["A", "C"]})
    assert intake.published.values.tolist() == [
        ["reached", 1200.0, "people", "more than", "2022", "seed 001", "A"]
    ]
    assert told(intake) == [
        (4, "value", "this isn't a number"),
        (None, "programme", "no row is of the programme 'C': known are: A, B"),
    ]
