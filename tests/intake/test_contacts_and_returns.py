"""Contacts of an open offer and returns without names: what is read, and what is a fault."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from builders import csv_text, study_keys, write_grantee
from evalkit.definitions import load_study
from evalkit.errors import StructuralFaults
from evalkit.intake import Intake, take_in

if TYPE_CHECKING:
    from pathlib import Path

WHO = {"respondent_id": "id", "component": "group"}
COMPONENTS = [{"id": "group", "title": "Weekly group"}, {"id": "events", "title": "Events"}]
COUNTS = {"period": "month", "activity": "what", "engaged": "people", "contacts": "visits"}


def taken(root: Path, tables: dict[str, tuple[dict[str, Any], str]], **changes: Any) -> Intake:
    keys = study_keys(
        components=COMPONENTS,
        tables=[{"file": f"{name}.csv", **content} for name, (content, _) in tables.items()],
        **changes,
    )
    project = write_grantee(root, keys, {f"{name}.csv": text for name, (_, text) in tables.items()})
    return take_in(load_study(project.raw / "example" / "grantee.yml"), project.raw / "example")


def contacts(root: Path, *rows: tuple[Any, ...], **mapping: Any) -> Intake:
    content = {**WHO, "contacts": {"date": "day", "activity": "what", **mapping}}
    return taken(root, {"c": (content, csv_text(("id", "day", "what", "here"), *rows))})


def returns(root: Path, *rows: tuple[Any, ...], **changes: Any) -> Intake:
    content = {"component": "events", "returns": COUNTS}
    person = ({**WHO, "contacts": {"date": "day"}}, csv_text(("id", "day"), ("A", "2024-01-02")))
    text = csv_text(("month", "what", "people", "visits"), *rows)
    return taken(root, {"c": person, "r": (content, text)}, **changes)


def sent(intake: Intake) -> list[tuple[Any, ...]]:
    table = intake.tables["returns"]
    table = table.assign(activity=table["activity"].where(table["activity"].notna(), None))
    return list(table[["period", "activity", "statistic", "value"]].itertuples(index=False, name=None))


def told(intake: Intake) -> list[tuple[int | None, str, str, str]]:
    return [(fault.row, fault.column, fault.value, fault.rule) for fault in intake.faults]


def test_without_a_status_every_row_means_came(tmp_path: Path) -> None:
    intake = contacts(tmp_path, ("A", "2024-01-02", "Craft", ""), ("A", "02/01/2024", None, ""))
    table = intake.tables["contacts"]
    assert table["attended"].tolist() == [True, True]
    assert table["activity"].isna().tolist() == [False, True]
    assert (intake.faults, len(intake.people)) == ((), 1)


def test_a_status_says_who_missed_and_every_fault_is_found_at_once(tmp_path: Path) -> None:
    intake = contacts(
        tmp_path,
        ("A", "2024-01-02", "Craft", "came"),
        ("A", "2024-01-09", "Craft", "missed"),
        ("A", "2024-01-16", "Craft", "ill"),
        ("B", "soon", "Craft", "came"),
        ("B", "2024-12-01", "Craft", "came"),
        ("C", None, "Craft", "came"),
        ("A", "2024-01-02", "Craft", "came"),
        (None, "2024-01-02", "Craft", "came"),
        status="here",
        attended=["came"],
        missed=["missed"],
    )
    assert intake.tables["contacts"]["attended"].tolist() == [True, False]
    assert sorted((row, rule.split(":")[0]) for row, _, _, rule in told(intake)) == [
        (4, "unknown status"),
        (5, "this isn't a date"),
        (6, "2024-12-01 is after the date of the data, 2024-03-31"),
        (7, "the day is missing"),
        (8, "this person's contact on this day stands here a second time"),
        (9, "the person's id is missing"),
    ]
    assert sorted(intake.people["respondent_id"]) == ["A", "B", "C"]


def test_two_activities_on_one_day_are_two_contacts(tmp_path: Path) -> None:
    intake = contacts(tmp_path, ("A", "2024-01-02", "Craft", ""), ("A", "2024-01-02", "Lunch", ""))
    assert len(intake.tables["contacts"]) == 2
    assert intake.faults == ()


def test_returns_are_one_row_per_count_and_a_blank_cell_is_none(tmp_path: Path) -> None:
    intake = returns(tmp_path, ("2024-01", None, 40, 55), ("2024-02", "Talk", None, 0))
    assert sorted(sent(intake), key=str) == [
        ("2024-01", None, "contacts", 55.0),
        ("2024-01", None, "engaged", 40.0),
        ("2024-02", "Talk", "contacts", 0.0),
    ]
    assert intake.faults == ()


@pytest.mark.parametrize(
    ("by", "written", "read"),
    [
        ("month", "April 2023", "2023-04"),
        ("month", "Sept 2023", "2023-09"),
        ("month", "2023-04-01", "2023-04"),
        ("month", "01/04/2023", "2023-04"),
        ("quarter", "2023-Q2", "2023-Q2"),
        ("quarter", "2023-05-17", "2023-Q2"),
        ("financial year", "2022-23", "2022-23"),
        ("year", "2023", "2023"),
    ],
)
def test_periods_are_read_as_they_come(tmp_path: Path, by: str, written: str, read: str) -> None:
    intake = returns(tmp_path, (written, None, 40, None), reach={"by": by})
    assert sent(intake) == [(read, None, "engaged", 40.0)]


def test_faulty_returns_are_told_with_their_cell_and_the_rest_stays(tmp_path: Path) -> None:
    intake = returns(
        tmp_path,
        ("2024-01", None, -4, 10),
        ("2024-02", None, 3.5, 10),
        ("2023-Q4", None, 4, 4),
        ("2024-05", None, 4, 4),
        (None, None, 4, 4),
        ("2024-01", None, 7, None),
        ("2024-03", None, "many", 10),
    )
    assert sorted(told(intake), key=str) == [
        (2, "people", "-4", "a count can't be below 0"),
        (3, "people", "3.5", "a count is a whole number"),
        (4, "month", "2023-Q4", "this isn't a month, and the report counts by month"),
        (5, "month", "2024-05", "this month is after the date of the data, 2024-03-31"),
        (6, "month", "", "the period is missing"),
        (7, "people", "7", "the return for 2024-01 stands here a second time"),
        (8, "people", "many", "this isn't a number"),
    ]
    assert {row[2:] for row in sent(intake)} == {("contacts", 10.0)}


def test_a_column_may_name_a_component_that_has_a_register(tmp_path: Path) -> None:
    register: dict[str, Any] = {**WHO, "contacts": {"date": "day"}}
    sheet: dict[str, Any] = {
        "component": {"column": "part"},
        "returns": {"period": "month", "engaged": "n"},
    }
    rows = csv_text(("part", "month", "n"), ("group", "2024-01", 5), ("events", "2024-01", 9))
    tables = {"c": (register, csv_text(("id", "day"), ("A", "2024-01-02"))), "r": (sheet, rows)}
    with pytest.raises(StructuralFaults) as caught:
        taken(tmp_path / "unsaid", tables)
    assert [(fault.value, fault.rule) for fault in caught.value.faults] == [
        ("group", "component 'group' has both a register and returns")
    ]
    said = taken(tmp_path / "said", tables, reach={"count": {"group": "register"}})
    assert len(said.tables["returns"]) == 2


def test_somebody_who_came_without_a_first_day_did_come(tmp_path: Path) -> None:
    episodes = {**WHO, "episodes": {"started": "first", "referred": "asked"}}
    tables = {
        "e": (episodes, csv_text(("id", "asked", "first"), ("A", "2024-01-01", None))),
        "c": ({**WHO, "contacts": {"date": "day"}}, csv_text(("id", "day"), ("A", "2024-01-02"))),
    }
    intake = taken(tmp_path, tables)
    assert [fault.rule for fault in intake.faults] == ["this person came but has no first day"]
    assert intake.people["respondent_id"].tolist() == ["A"]
