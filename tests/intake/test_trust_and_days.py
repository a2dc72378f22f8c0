"""Days of answers and marks of trust, as charities write them down."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from builders import csv_text, study_keys, write_grantee
from evalkit.definitions import load_study
from evalkit.intake import Intake, take_in

if TYPE_CHECKING:
    from pathlib import Path

WHEN = {"column": "When", "values": {"Start": "before", "End": "after"}}
MOOD = [{"column": "BDI", "measure": "bdi", "timepoint": WHEN, "date": "Day"}]


def taken(root: Path, text: str, *, more: tuple[dict[str, Any], str] | None = None, **content: Any) -> Intake:
    tables = [{"file": "a.csv", "respondent_id": "id", "component": "group", **content}]
    files: dict[str, str | bytes] = {"a.csv": text}
    if more is not None:
        tables.append({"file": "b.csv", "respondent_id": "id", "component": "group", **more[0]})
        files["b.csv"] = more[1]
    project = write_grantee(root, study_keys(tables=tables), files)
    return take_in(load_study(project.raw / "example" / "grantee.yml"), project.raw / "example")


def days(intake: Intake, name: str = "answer_dates") -> list[tuple[str, ...]]:
    table = intake.tables[name]
    columns = [table["respondent_id"], *([table["timepoint"]] if "timepoint" in table else [])]
    return [tuple(row) for row in zip(*columns, table["date"].dt.strftime("%d %b"), strict=True)]


def rules(intake: Intake) -> list[tuple[int | None, str, str]]:
    return [(fault.row, fault.column, fault.rule) for fault in intake.faults]


def test_days_of_a_long_table(tmp_path: Path) -> None:
    rows = [("P1", "Start", 20, "09/01/2024"), ("P1", "End", 12, "2024-03-09"), ("P2", "Start", 20, None)]
    intake = taken(tmp_path, csv_text(("id", "When", "BDI", "Day"), *rows), scores=MOOD)
    assert days(intake) == [("P1", "before", "09 Jan"), ("P1", "after", "09 Mar")]
    assert intake.faults == ()


def test_days_of_a_wide_table_that_two_scores_share(tmp_path: Path) -> None:
    pairs = [("bdi", "pre", "before"), ("bdi", "post", "after"), ("phq9", "phq pre", "before")]
    scores = [
        {"column": column, "measure": measure, "timepoint": timepoint, "date": f"{timepoint} day"}
        for measure, column, timepoint in pairs
    ]
    head = ("id", "pre", "post", "phq pre", "before day", "after day")
    intake = taken(tmp_path, csv_text(head, ("P1", 20, 10, 9, "2024-01-09", "2024-03-09")), scores=scores)
    assert days(intake) == [("P1", "before", "09 Jan"), ("P1", "after", "09 Mar")]


def test_items_have_days_and_of_two_days_for_one_timepoint_the_earlier_counts(tmp_path: Path) -> None:
    items = {"measure": "who5", "timepoint": WHEN, "columns": {"who5_01": "Q1"}, "date": "Filled in"}
    first = csv_text(
        ("id", "When", "BDI", "Day"), ("P1", "Start", 20, "2024-01-11"), ("P2", "Start", 1, "2024-01-01")
    )
    second = csv_text(("id", "When", "Q1", "Filled in"), ("P1", "Start", 3, "2024-01-09"))
    intake = taken(tmp_path, first, scores=MOOD, more=({"items": items}, second))
    assert sorted(days(intake)) == [("P1", "before", "09 Jan"), ("P2", "before", "01 Jan")]
    assert intake.faults == ()


def test_days_that_can_not_be_are_left_out_and_the_answers_stay(tmp_path: Path) -> None:
    rows = [("P1", "Start", 20, "soon"), ("P1", "End", 12, "2024-04-01"), ("P2", "Start", 9, "2024-03-31")]
    intake = taken(tmp_path, csv_text(("id", "When", "BDI", "Day"), *rows), scores=MOOD)
    assert rules(intake) == [
        (2, "Day", "this isn't a date"),
        (3, "Day", "2024-04-01 is after the date of the data, 2024-03-31"),
    ]
    assert days(intake) == [("P2", "before", "31 Mar")]
    assert len(intake.tables["scores"]) == 3


def test_marks_of_trust(tmp_path: Path) -> None:
    marks = {"flag": "Trust", "yes": ["y", "Yes"], "no": ["n"], "timepoint": WHEN}
    rows = [
        ("P1", "Start", 20, None, "N"),
        ("P1", "End", 12, None, "yes"),
        ("P2", "Start", 20, None, "maybe"),
        ("P3", "Start", 20, None, None),  # nothing was noted: no row, and not trusted
        ("P1", "End", None, None, "n"),  # says the opposite of row 3
        ("P1", "End", None, None, "y"),  # says it again
    ]
    intake = taken(tmp_path, csv_text(("id", "When", "BDI", "Day", "Trust"), *rows), scores=MOOD, trust=marks)
    flags = intake.tables["trust_flags"]
    assert flags[["respondent_id", "timepoint", "trusted"]].to_numpy().tolist() == [
        ["P1", "before", False],
        ["P1", "after", True],
    ]
    assert rules(intake) == [
        (4, "Trust", "unknown mark: known are: Yes, n, y"),
        (6, "Trust", "another mark of trust for this person and timepoint stands here a second time"),
    ]


def test_a_day_of_trust_may_stand_on_each_row_of_a_person(tmp_path: Path) -> None:
    head = ("id", "When", "BDI", "Day", "Since")
    rows = [
        ("P1", "Start", 20, None, "2024-01-09"),
        ("P1", "End", 12, None, "09/01/2024"),
        ("P2", "Start", 20, None, "2024-01-09"),
        ("P2", "End", 20, None, "2024-01-10"),
        ("P3", "End", 20, None, "2025-01-10"),
        ("P4", "End", 20, None, None),
    ]
    intake = taken(tmp_path, csv_text(head, *rows), scores=MOOD, trust={"date": "Since"})
    assert days(intake, "trust_dates") == [("P1", "09 Jan"), ("P2", "09 Jan")]
    assert rules(intake) == [
        (5, "Since", "another row gives another day for this person's trust"),
        (6, "Since", "2025-01-10 is after the date of the data, 2024-03-31"),
    ]


def test_people_who_never_came_leave_no_days_behind(tmp_path: Path) -> None:
    people = (
        {"episodes": {"started": "S", "referred": "R"}},
        csv_text(("id", "S", "R"), ("P2", None, "2024-01-01")),
    )
    rows = [
        ("P1", "Start", 20, "2024-01-09", "2024-01-09"),
        ("P2", "Start", None, "2024-01-09", "2024-01-09"),
    ]
    text = csv_text(("id", "When", "BDI", "Day", "Since"), *rows)
    intake = taken(tmp_path, text, scores=MOOD, trust={"date": "Since"}, more=people)
    assert intake.faults == ()
    assert days(intake) == [("P1", "before", "09 Jan")]
    assert days(intake, "trust_dates") == [("P1", "09 Jan")]
    assert intake.people["respondent_id"].tolist() == ["P1"]
