"""People who were referred and never came, what became of goals, and amounts that are added up."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd
import pytest

from builders import csv_text, study_keys, write_grantee
from evalkit.definitions import load_study
from evalkit.definitions.table_schemas import SCHEMAS
from evalkit.intake import Intake, take_in

if TYPE_CHECKING:
    from pathlib import Path

EPISODES = {"started": "Started", "referred": "Referred"}
HEAD = ("id", "Referred", "Started")


def entry(file: str, **content: Any) -> dict[str, Any]:
    return {"file": file, "respondent_id": "id", "component": "group", **content}


def taken(root: Path, tables: list[dict[str, Any]], files: dict[str, str | bytes]) -> Intake:
    project = write_grantee(root, study_keys(tables=tables), files)
    folder = project.raw / "example"
    return take_in(load_study(folder / "grantee.yml"), folder)


def people_taken(root: Path, *rows: tuple[Any, ...], **more: Any) -> Intake:
    """Take in episodes beside the BDI scores of P1 and, as told, further tables."""
    scores = more.pop("scores", [("P1", 20, 10)])
    tables = [entry("people.csv", episodes=more.pop("episodes", EPISODES)), *study_keys()["tables"]]
    files: dict[str, str | bytes] = {
        "people.csv": csv_text(HEAD, *rows),
        "scores.csv": csv_text(("id", "pre", "post"), *scores),
    }
    for name, (content, text) in more.items():
        tables.append(entry(f"{name}.csv", **content))
        files[f"{name}.csv"] = text
    return taken(root, tables, files)


def referrals(intake: Intake) -> list[tuple[str, str, bool]]:
    table = intake.tables["referrals"]
    days = table["referred"].dt.strftime("%Y-%m-%d").fillna("")
    return list(zip(table["respondent_id"], days, table["started"], strict=True))


def told(intake: Intake) -> list[tuple[str, int | None, str, str]]:
    return [(fault.file, fault.row, fault.column, fault.rule) for fault in intake.faults]


def test_every_table_is_there_even_if_nothing_fills_it(tmp_path: Path) -> None:
    intake = taken(
        tmp_path, study_keys()["tables"], {"scores.csv": csv_text(("id", "pre", "post"), ("P1", 1, 2))}
    )
    assert list(intake.tables) == list(SCHEMAS)
    assert {name for name, table in intake.tables.items() if len(table)} == {"scores"}
    assert {"answer_dates", "trust_flags", "trust_dates", "referrals", "sums", "norm_tables"} < set(
        intake.tables
    )


def test_who_never_came_is_a_referral_and_nothing_else(tmp_path: Path) -> None:
    register = {"session": "no", "status": "here", "attended": ["yes"], "missed": ["no"]}
    intake = people_taken(
        tmp_path,
        ("P1", "2024-01-02", "2024-01-09"),
        ("P2", "2024-01-03", None),
        ("P3", None, "2024-01-10"),
        sessions=(
            {"attendance": register},
            csv_text(("id", "no", "here"), ("P1", 1, "yes"), ("P2", 1, "no")),
        ),
        facts=({"attributes": {"gender": "g"}}, csv_text(("id", "g"), ("P1", "woman"), ("P2", "man"))),
    )
    assert intake.faults == ()
    assert intake.people["respondent_id"].tolist() == ["P1", "P3"]
    assert intake.tables["episodes"]["respondent_id"].tolist() == ["P1", "P3"]
    assert intake.tables["attendance"]["respondent_id"].tolist() == ["P1"]
    assert referrals(intake) == [("P1", "2024-01-02", True), ("P2", "2024-01-03", False)]


@pytest.mark.parametrize(
    ("table", "rule"),
    [
        (
            (
                {"attendance": {"session": "no", "status": "here", "attended": ["yes"], "missed": ["no"]}},
                csv_text(("id", "no", "here"), ("P2", 1, "yes")),
            ),
            "this person came to a session but has no first day",
        ),
        (
            (
                {"goals": {"goal": "goal", "date": "day", "rating": "rating"}},
                csv_text(("id", "goal", "day", "rating"), ("P2", 1, "2024-01-09", 3)),
            ),
            "this person has answers but no first day",
        ),
        (
            (
                {"sums": [{"column": "n", "title": "Courses", "unit": "courses"}]},
                csv_text(("id", "n"), ("P2", 3)),
            ),
            "this person has an amount but no first day",
        ),
    ],
    ids=["attended", "rated a goal", "gave an amount"],
)
def test_who_came_without_a_first_day_is_a_fault_and_stays(tmp_path: Path, table: Any, rule: str) -> None:
    rows = [("P1", "2024-01-02", "2024-01-09"), ("P2", "2024-01-03", None)]
    intake = people_taken(tmp_path, *rows, further=table)
    assert told(intake) == [("people.csv", 3, "Started", rule)]
    assert intake.people["respondent_id"].tolist() == ["P1", "P2"]
    assert intake.tables["episodes"]["respondent_id"].tolist() == ["P1"]
    assert referrals(intake) == [("P1", "2024-01-02", True), ("P2", "2024-01-03", True)]


def test_answers_without_a_first_day_are_one_fault_per_person(tmp_path: Path) -> None:
    intake = people_taken(tmp_path, ("P1", "2024-01-03", None), scores=[("P1", 20, 10)])
    assert told(intake) == [("people.csv", 2, "Started", "this person has answers but no first day")]
    assert intake.faults[0].remedy == "Fill in the first day, or remove what stands elsewhere by mistake."
    assert len(intake.tables["scores"]) == 2


def test_an_impossible_answer_is_no_sign_of_having_come(tmp_path: Path) -> None:
    intake = people_taken(tmp_path, ("P1", "2024-01-03", "2024-01-09"), ("P2", "2024-01-03", None),
                          scores=[("P1", 20, 10), ("P2", 99, None)])  # fmt: skip
    assert [rule for *_, rule in told(intake)] == ["this measure goes from 0 to 63"]
    assert intake.people["respondent_id"].tolist() == ["P1"]


def test_somebody_may_be_referred_twice_and_come_once(tmp_path: Path) -> None:
    intake = people_taken(
        tmp_path,
        ("P1", "2023-01-02", None),
        ("P1", "2024-01-02", "2024-01-09"),
        ("P4", "2024-01-02", None),
        ("P4", "2024-02-02", None),
    )
    assert told(intake) == [("people.csv", 5, "Referred", "this person's referral stands here a second time")]
    assert referrals(intake) == [("P1", "2024-01-02", True), ("P4", "2024-01-02", False)]
    assert intake.people["respondent_id"].tolist() == ["P1"]


def test_without_a_column_of_referrals_a_blank_first_day_is_a_fault(tmp_path: Path) -> None:
    rows = [("P1", "2024-01-02", "2024-01-09"), ("P2", "2024-01-03", None)]
    intake = people_taken(tmp_path, *rows, episodes={"started": "Started"})
    assert told(intake) == [("people.csv", 3, "Started", "the first day is missing")]
    assert intake.people["respondent_id"].tolist() == ["P1", "P2"]
    assert intake.tables["referrals"].empty


def test_neither_referred_nor_started_is_a_fault(tmp_path: Path) -> None:
    intake = people_taken(tmp_path, ("P1", "2024-01-02", "2024-01-09"), ("P2", None, None))
    assert told(intake) == [("people.csv", 3, "Started", "the first day and the day of referral are missing")]
    assert intake.people["respondent_id"].tolist() == ["P1", "P2"]


def test_days_that_can_not_be_lose_nobody_who_came(tmp_path: Path) -> None:
    intake = people_taken(
        tmp_path,
        ("P1", "2024-01-02", "soon"),
        ("P2", "never", None),
        ("P3", "2024-05-01", None),
    )
    assert told(intake) == [
        ("people.csv", 3, "Referred", "this isn't a date"),
        ("people.csv", 2, "Started", "this isn't a date"),
        ("people.csv", 4, "Referred", "2024-05-01 is after the date of the data, 2024-03-31"),
    ]
    assert referrals(intake) == [("P1", "2024-01-02", True), ("P2", "", False)]
    assert intake.people["respondent_id"].tolist() == ["P1"]


def test_what_became_of_a_goal_stands_on_all_its_rows(tmp_path: Path) -> None:
    goals = {"goal": "goal", "date": "day", "rating": "rating", "status": "status",
             "abandoned": ["Given up"], "changed": ["replaced"]}  # fmt: skip
    rows = [
        ("P1", "a", "2024-01-09", 2, None),
        ("P1", "a", "2024-02-09", None, "given up"),  # no rating any more, yet it says what happened
        ("P1", "b", "2024-01-09", 3, "Given up"),
        ("P1", "b", "2024-02-09", 4, "open again"),
        ("P2", "a", "2024-02-09", 5, "Replaced"),  # the rows' order doesn't matter, the days do
        ("P2", "a", "2024-01-09", 4, "open"),
        ("P2", "b", "2024-01-09", 4, None),
    ]
    files: dict[str, str | bytes] = {"goals.csv": csv_text(("id", "goal", "day", "rating", "status"), *rows)}
    intake = taken(tmp_path, [entry("goals.csv", goals=goals)], files)
    table = intake.tables["goals"]
    status = table["status"].fillna("").tolist()
    assert list(zip(table["respondent_id"], table["goal"], status, strict=True)) == [
        ("P1", "a", "abandoned"),
        ("P1", "b", ""),
        ("P1", "b", ""),
        ("P2", "a", "changed"),
        ("P2", "a", "changed"),
        ("P2", "b", ""),
    ]
    assert intake.faults == ()


def test_goals_without_a_status_have_none(tmp_path: Path) -> None:
    goals = {"goal": "goal", "date": "day", "rating": "rating"}
    text = csv_text(("id", "goal", "day", "rating"), ("P1", "a", "2024-01-09", 2))
    intake = taken(tmp_path, [entry("goals.csv", goals=goals)], {"goals.csv": text})
    assert intake.tables["goals"]["status"].isna().all()


def test_amounts_are_taken_in_and_checked(tmp_path: Path) -> None:
    sums = [
        {"column": "Courses", "title": "Courses given", "unit": "courses"},
        {"column": "Hours", "title": "Hours given", "unit": "hours"},
    ]
    rows = [("P1", 3, 4.5), ("P2", 0, None), ("P3", -1, "lots"), ("P1", 2, None)]
    intake = taken(
        tmp_path, [entry("more.csv", sums=sums)], {"more.csv": csv_text(("id", "Courses", "Hours"), *rows)}
    )
    assert told(intake) == [
        ("more.csv", 4, "Hours", "this isn't a number"),
        ("more.csv", 4, "Courses", "an amount can't be below 0"),
        ("more.csv", 5, "Courses", "this person's amount stands here a second time"),
    ]
    columns = ["respondent_id", "title", "unit", "amount"]
    assert intake.tables["sums"][columns].to_numpy().tolist() == [
        ["P1", "Courses given", "courses", 3.0],
        ["P2", "Courses given", "courses", 0.0],
        ["P1", "Hours given", "hours", 4.5],
    ]
    assert intake.tables["sums"]["component"].unique().tolist() == ["group"]
    assert pd.api.types.is_float_dtype(intake.tables["sums"]["amount"])
