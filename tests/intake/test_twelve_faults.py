"""A workbook with twelve planted faults in three sheets: one run lists all twelve."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from builders import study_keys, workbook_bytes, write_grantee
from evalkit.definitions import Study, load_study
from evalkit.intake import Intake, take_in
from faulty_workbook import EXPECTED, SHEETS, TABLES

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def taken_in(tmp_path: Path) -> Intake:
    project = write_grantee(tmp_path, study_keys(tables=TABLES), {"book.xlsx": workbook_bytes(SHEETS)})
    study: Study = load_study(project.raw / "example" / "grantee.yml")
    return take_in(study, project.raw / "example")


def test_one_run_lists_all_twelve(taken_in: Intake) -> None:
    found = {(fault.sheet, fault.row, fault.column, fault.value, fault.rule) for fault in taken_in.faults}
    assert found == EXPECTED
    assert len(taken_in.faults) == 12


def test_each_says_what_to_do(taken_in: Intake) -> None:
    assert all(fault.file == "book.xlsx" and fault.remedy.endswith(".") for fault in taken_in.faults)


def test_the_good_cells_survive(taken_in: Intake) -> None:
    scores = taken_in.tables["scores"].sort_values(["respondent_id", "timepoint"])
    assert scores[["respondent_id", "timepoint", "score"]].to_numpy().tolist() == [
        ["P01", "before", 30.0],
        ["P02", "before", 21.0],
        ["P03", "after", 9.0],
    ]
    goals = taken_in.tables["goals"]
    assert goals[["respondent_id", "rating"]].to_numpy().tolist() == [["P01", 2.0], ["P03", 1.0]]
    assert taken_in.tables["episodes"]["respondent_id"].tolist() == ["P01"]


def test_nobody_is_lost_with_a_bad_cell(taken_in: Intake) -> None:
    assert sorted(taken_in.people["respondent_id"]) == ["P01", "P02", "P03"]
