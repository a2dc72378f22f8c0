"""Files as charities send them: encodings, spreadsheets' habits, and what can't be used at all."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pytest

from builders import csv_text, study_keys, workbook_bytes, write_grantee
from evalkit.definitions import load_study
from evalkit.errors import Fault, StructuralFaults
from evalkit.intake import Intake, read_narrative, take_in

if TYPE_CHECKING:
    from pathlib import Path

GOOD = csv_text(("id", "pre", "post"), ("P1", 20, 10))


def taken(root: Path, files: dict[str, str | bytes], **changes: Any) -> Intake:
    project = write_grantee(root, study_keys(**changes), files)
    folder = project.raw / "example"
    return take_in(load_study(folder / "grantee.yml"), folder)


def refused(root: Path, files: dict[str, str | bytes], **changes: Any) -> tuple[Fault, ...]:
    with pytest.raises(StructuralFaults) as caught:
        taken(root, files, **changes)
    return caught.value.faults


def table(**changes: Any) -> list[dict[str, Any]]:
    return [{**study_keys()["tables"][0], **changes}]


def scores(intake: Intake) -> list[tuple[str, str, float]]:
    columns = intake.tables["scores"][["respondent_id", "timepoint", "score"]]
    return [tuple(row) for row in columns.to_numpy().tolist()]


def test_a_byte_order_mark_spaces_and_blank_rows_do_no_harm(tmp_path: Path) -> None:
    text = "\ufeffid , pre,post\n P1 , 20 ,10\n,,\nP2,,7\n"
    assert scores(taken(tmp_path, {"scores.csv": text})) == [
        ("P1", "before", 20.0),
        ("P1", "after", 10.0),
        ("P2", "after", 7.0),
    ]


def test_row_numbers_are_those_of_the_spreadsheet(tmp_path: Path) -> None:
    text = 'id,pre,post,note\nP1,20,10,"two\nlines"\n,,,\nP2,99,7,\n'
    (fault,) = taken(tmp_path, {"scores.csv": text}).faults
    assert (fault.row, fault.column, fault.value) == (4, "pre", "99")


def test_text_that_is_not_utf8_says_how_to_save_it(tmp_path: Path) -> None:
    (fault,) = refused(tmp_path, {"scores.csv": "id,pre,post\nZoë,20,10\n".encode("latin-1")})
    assert fault.rule == "the file isn't UTF-8 text"
    assert "CSV UTF-8" in fault.remedy


def test_a_row_with_too_many_cells_is_told_and_its_good_cells_kept(tmp_path: Path) -> None:
    intake = taken(tmp_path, {"scores.csv": "id,pre,post\nP1,20,10,extra\n"})
    assert [fault.rule for fault in intake.faults] == ["this row has more cells than there are headings"]
    assert len(scores(intake)) == 2


def test_missing_codes_are_no_answer_only_where_declared(tmp_path: Path) -> None:
    text = csv_text(("id", "pre", "post"), ("P1", 20, "n/a"))
    assert [fault.value for fault in taken(tmp_path / "a", {"scores.csv": text}).faults] == ["n/a"]
    declared = taken(tmp_path / "b", {"scores.csv": text}, tables=table(missing_codes=["n/a"]))
    assert declared.faults == ()
    assert scores(declared) == [("P1", "before", 20.0)]


@pytest.mark.parametrize("text", ["nan", "inf", "1_0", "twenty", "2O", "12,5"])
def test_what_only_looks_like_a_number_is_none(tmp_path: Path, text: str) -> None:
    intake = taken(tmp_path, {"scores.csv": csv_text(("id", "pre", "post"), ("P1", text, 10))})
    assert [(fault.value, fault.rule) for fault in intake.faults] == [(text, "this isn't a number")]
    assert scores(intake) == [("P1", "after", 10.0)]


def test_a_heading_twice_can_not_be_used(tmp_path: Path) -> None:
    (fault,) = refused(tmp_path, {"scores.csv": "id,pre,pre,post\nP1,1,2,3\n"})
    assert (fault.column, fault.rule) == ("pre", "this heading stands more than once")


def test_a_file_outside_the_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "data" / "raw").mkdir(parents=True)
    (tmp_path / "data" / "raw" / "other.csv").write_text(GOOD)
    (fault,) = refused(tmp_path, {}, tables=table(file="../other.csv"))
    assert fault.rule == "the file must lie in the grantee's own folder"


def test_headings_without_any_row_leave_nothing(tmp_path: Path) -> None:
    faults = refused(tmp_path, {"scores.csv": "id,pre,post\n"})
    assert faults[-1].rule == "nothing usable is left in any file"


def test_an_empty_file_has_no_headings(tmp_path: Path) -> None:
    (fault,) = refused(tmp_path, {"scores.csv": ""})
    assert fault.rule == "there are no headings"


def test_numbers_and_dates_of_a_workbook_read_as_they_look(tmp_path: Path) -> None:
    sheet = [["id", "pre", "post", "from"], [1001, 20.0, 7, dt.datetime(2024, 1, 31, tzinfo=None)]]  # noqa: DTZ001 - a workbook's dates have no zone
    episodes = {"started": "from"}
    intake = taken(
        tmp_path,
        {"book.xlsx": workbook_bytes({"Scores": sheet})},
        tables=table(file="book.xlsx", episodes=episodes),
    )
    assert scores(intake) == [("1001", "before", 20.0), ("1001", "after", 7.0)]
    assert intake.tables["episodes"]["started"].dt.date.tolist() == [dt.date(2024, 1, 31)]


def test_a_workbook_of_several_sheets_must_be_told_which(tmp_path: Path) -> None:
    book = workbook_bytes({"Scores": [["id", "pre", "post"], ["P1", 20, 10]], "Notes": [["x"]]})
    (fault,) = refused(tmp_path / "a", {"book.xlsx": book}, tables=table(file="book.xlsx"))
    assert fault.rule == "the workbook has several sheets (Scores, Notes)"
    (fault,) = refused(tmp_path / "b", {"book.xlsx": book}, tables=table(file="book.xlsx", sheet="Score"))
    assert fault.rule == "this sheet is missing: did you mean 'Scores'?"


def test_what_is_no_workbook_says_so(tmp_path: Path) -> None:
    (fault,) = refused(tmp_path, {"book.xlsx": b"no zip"}, tables=table(file="book.xlsx"))
    assert fault.rule.startswith("the workbook can't be read")


def test_two_rows_that_disagree_about_a_person_keep_the_first(tmp_path: Path) -> None:
    text = csv_text(
        ("id", "gender", "when", "bdi"),
        ("P1", "woman", "Before", 20),
        ("P1", "man", "After", 10),
        ("P2", None, "Before", 9),
    )
    long = table(
        attributes={"gender": "gender"},
        scores=[{"column": "bdi", "measure": "bdi", "timepoint": {"column": "when"}}],
    )
    intake = taken(tmp_path, {"scores.csv": text}, tables=long, subgroups=["gender"])
    assert [(fault.row, fault.value, fault.rule) for fault in intake.faults] == [
        (3, "man", 'row 2 of scores.csv says "woman" for this person')
    ]
    assert intake.people["gender"].fillna("").tolist() == ["woman", ""]
    assert len(scores(intake)) == 3


def test_prose_has_its_places(tmp_path: Path) -> None:
    folder = tmp_path / "narrative"
    folder.mkdir()
    (folder / "learning.md").write_text("We learned.\n")
    (folder / "reach.md").write_text("  \n")
    (folder / "learnings.md").write_text("Lost?")
    (folder / "stories.md").write_bytes(b"\xff")
    texts, faults = read_narrative(tmp_path)
    assert texts == {"learning": "We learned."}
    assert [(fault.file, fault.rule) for fault in faults] == [
        ("narrative/learnings.md", "the report has no place for this file: did you mean 'learning'?"),
        ("narrative/stories.md", "the file isn't UTF-8 text"),
    ]


@pytest.mark.parametrize(
    ("date", "rule"),
    [
        ("2024-04-01", "2024-04-01 is after the date of the data, 2024-03-31"),
        ("0203-04-01", "the year 203 can't be right"),
        ("2203-04-01", "the year 2203 can't be right"),
        ("31/02/2024", "this isn't a date"),
        ("2024-01-31x", "this isn't a date"),
        ("3 May", "this isn't a date"),
    ],
)
def test_dates_that_can_not_be(tmp_path: Path, date: str, rule: str) -> None:
    text = csv_text(("id", "goal", "day", "rating"), ("P1", "a", "31/01/2024", 2), ("P1", "a", date, 5))
    goals = {"goal": "goal", "date": "day", "rating": "rating"}
    tables = [{"file": "goals.csv", "respondent_id": "id", "component": "group", "goals": goals}]
    intake = taken(tmp_path, {"goals.csv": text}, tables=tables)
    assert [(fault.row, fault.rule) for fault in intake.faults] == [(3, rule)]
    assert intake.tables["goals"]["rating"].tolist() == [2.0]
