"""From files to groups: the population, the deprivation lookup, and answers that no group covers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from builders import csv_text, study_keys, write_grantee
from evalkit.analysis.people_groups import group_people
from evalkit.definitions import load_study
from evalkit.errors import StructuralFaults
from evalkit.intake import Intake, take_in

if TYPE_CHECKING:
    from pathlib import Path

    from evalkit.definitions import Study

PEOPLE = (
    ("id", "pre", "post", "Sex", "Age", "LSOA"),
    ("p1", 10, 5, "f", 30, "x01000001"),
    ("p2", 12, 6, "m", "unknown", "X01000002"),
    ("p3", 14, 7, "w", 17, "X01000009"),
    ("p4", 16, 8, None, "thirty", None),
)
AREAS = (("Code", "Rank"), ("X01000001", 10), ("X01000002", 11))
POPULATION = (("Attribute", "Group", "People"), ("sex", "Women", 510), ("sex", "Men", "490"))


def equity(**changes: Any) -> dict[str, Any]:
    return {
        "attributes": [
            {"attribute": "sex", "title": "Sex", "groups": {"Women": ["f"], "Men": ["m"]}},
            {"attribute": "age", "title": "Age", "bands": [[18, 64], [65, None]]},
        ],
        "population": {
            "file": "population.csv",
            "variable": "Attribute",
            "group": "Group",
            "people": "People",
            "source": "a census",
            "area": "the city",
        },
        "deprivation": {
            "attribute": "lsoa",
            "file": "areas.csv",
            "area": "Code",
            "rank": "Rank",
            "n_areas": 100,
            "source": "a ranking",
        },
        **changes,
    }


def taken(root: Path, *, keys: Any = None, **files: Any) -> tuple[Study, Intake]:
    table = study_keys()["tables"][0] | {"attributes": {"sex": "Sex", "age": "Age", "lsoa": "LSOA"}}
    rows = {"scores": PEOPLE, "areas": AREAS, "population": POPULATION, **files}
    contents = {f"{name}.csv": csv_text(*content) for name, content in rows.items() if content}
    project = write_grantee(root, study_keys(tables=[table], equity=keys or equity()), contents)
    study = load_study(project.raw / "example" / "grantee.yml")
    return study, take_in(study, project.raw / "example")


def faults_in(intake: Intake, file: str) -> list[tuple[Any, ...]]:
    return [
        (fault.row, fault.column, fault.value, fault.rule) for fault in intake.faults if fault.file == file
    ]


def test_nobody_vanishes_and_every_odd_word_is_told(tmp_path: Path) -> None:
    study, intake = taken(tmp_path)
    assert study.equity is not None
    bands = "no band of age covers this: known are: 18 to 64, 65 or over, Prefer not to say, Unknown, not recorded"
    groups = "no group of sex covers this: known are: Men, Prefer not to say, Unknown, Women, not recorded"
    assert faults_in(intake, "scores.csv") == [
        (4, "Sex", "w", groups),
        (4, "Age", "17", bands),
        (5, "Age", "thirty", bands),
        (4, "LSOA", "X01000009", "areas.csv has no such area"),
    ]
    assert all('until then the person counts as "Unknown".' in fault.remedy for fault in intake.faults)
    found = group_people(intake.people, study.equity, intake.tables["deprivation"])
    assert found.drop(columns=["component"]).to_numpy().tolist() == [
        ["p1", "Women", "18 to 64", "1"],
        ["p2", "Men", "Unknown", "2"],
        ["p3", "Unknown", "Unknown", "Unknown"],
        ["p4", "not recorded", "Unknown", "Unknown"],
    ]


def test_a_near_miss_is_told(tmp_path: Path) -> None:
    people = (PEOPLE[0], ("p1", 10, 5, "Womn", 30, None))
    _, intake = taken(tmp_path, scores=people)
    assert [fault.rule for fault in intake.faults] == ["no group of sex covers this: did you mean 'Women'?"]
    assert intake.faults[0].remedy.startswith("Correct it, or add it under equity in grantee.yml; ")


def test_the_scores_of_somebody_with_an_odd_word_stay(tmp_path: Path) -> None:
    _, intake = taken(tmp_path)
    assert len(intake.tables["scores"]) == 8
    assert len(intake.people) == 4


def test_faults_of_the_population_file(tmp_path: Path) -> None:
    rows = (
        POPULATION[0],
        ("sex", "women", 500),
        ("sex", "Men", -3),
        ("sex", "Women", 510),
        ("sex", "Everybody", 1000),
        ("sexx", "Women", 5),
        ("age", "18 to 64", "many"),
        ("age", None, 7),
    )
    _, intake = taken(tmp_path, population=rows)
    assert faults_in(intake, "population.csv") == [
        (8, "Group", "", "the group is missing"),
        (6, "Attribute", "sexx", "unknown attribute: did you mean 'sex'?"),
        (5, "Group", "Everybody", "unknown group: known are: Men, Women"),
        (7, "People", "many", "this isn't a number"),
        (None, "Group", "", "the population of age has no row for: 65 or over"),
        (3, "People", "-3", "a number of people can't be below 0"),
        (4, "People", "510", "this group of the population stands here a second time"),
    ]
    remedies = {fault.row: fault.remedy for fault in intake.faults if fault.file == "population.csv"}
    assert remedies[5] == "Use the titles that grantee.yml gives the groups of sex."
    assert remedies[None].endswith("until then age is not compared with the population.")
    assert intake.tables["population"].to_numpy().tolist() == [["sex", "Women", 500.0]]


def test_faults_of_the_deprivation_lookup(tmp_path: Path) -> None:
    rows = (*AREAS, ("X01000001", 12), ("X01000003", 101), ("X01000004", 1.5), ("X01000005", None), (None, 3))
    _, intake = taken(tmp_path, areas=rows)
    assert faults_in(intake, "areas.csv") == [
        (8, "Code", "", "the area's code is missing"),
        (7, "Rank", "", "the rank is missing"),
        (5, "Rank", "101", "a rank is a whole number from 1 to 100"),
        (6, "Rank", "1.5", "a rank is a whole number from 1 to 100"),
        (4, "Code", "X01000001", "this area stands here a second time"),
    ]
    wrong = next(fault for fault in intake.faults if fault.value == "101")
    assert wrong.remedy == "Correct it, or n_areas in grantee.yml: how many areas the whole country has."
    assert intake.tables["deprivation"]["rank"].tolist() == [10.0, 11.0]


def test_a_published_decile_is_taken_as_it_is(tmp_path: Path) -> None:
    lookup = {"attribute": "lsoa", "file": "areas.csv", "area": "Code", "decile": "Rank", "source": "IoD"}
    rows = (AREAS[0], ("X01000001", 10), ("X01000002", 11))
    study, intake = taken(tmp_path, keys=equity(deprivation=lookup), areas=rows)
    assert (3, "Rank", "11", "a decile is a whole number from 1 to 10") in faults_in(intake, "areas.csv")
    assert study.equity is not None
    groups = group_people(intake.people, study.equity, intake.tables["deprivation"])
    assert groups["imd_decile"].tolist() == ["10", "Unknown", "Unknown", "Unknown"]


@pytest.mark.parametrize(
    ("files", "file", "rule"),
    [
        ({"population": ()}, "population.csv", "this file is missing"),
        ({"areas": ()}, "areas.csv", "this file is missing"),
        (
            {"areas": (("Kode", "Rank"), ("X01000001", 1))},
            "areas.csv",
            "this column is missing: did you mean 'Kode'?",
        ),
    ],
)
def test_a_missing_file_or_column_stops_the_run(tmp_path: Path, files: Any, file: str, rule: str) -> None:
    with pytest.raises(StructuralFaults) as caught:
        taken(tmp_path, **files)
    assert any(fault.file == file and fault.rule.startswith(rule) for fault in caught.value.faults)


def test_population_and_lookup_alone_are_nothing_to_report(tmp_path: Path) -> None:
    with pytest.raises(StructuralFaults, match="nothing usable is left in any file"):
        taken(tmp_path, scores=PEOPLE[:1])
