"""QualCoder's coding reports: ragged rows, formula cells, categories above categories."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from builders import csv_text, study_keys, workbook_bytes, write_grantee
from evalkit.definitions import load_study
from evalkit.intake import take_in
from evalkit.intake.qualcoder_report import read_qualcoder_report
from qda_expected import QUALCODER, expected

if TYPE_CHECKING:
    from pathlib import Path

    from evalkit.definitions.coded_project import CodedProject

BY_FILE = ("gold-dust-a_coded_text_by_file.csv", "gold-dust-a_coded_text_by_file.xlsx")
BY_CASE = ("gold-dust-a_coded_text_by_case.csv", "gold-dust-a_coded_text_by_case.xlsx")
FIXED = ("File", "Coder", "Coded", "Id", "Codename", "Coded_Memo")


def read(path: Path) -> CodedProject:
    project, faults = read_qualcoder_report(path)
    assert faults == []
    assert project is not None
    return project


def read_rows(tmp_path: Path, *rows: tuple[object, ...]) -> tuple[CodedProject, list[tuple[int | None, str]]]:
    path = tmp_path / "report.csv"
    path.write_text(csv_text(*rows), encoding="utf-8")
    project, faults = read_qualcoder_report(path)
    assert project is not None
    return project, [(fault.row, fault.rule) for fault in faults]


@pytest.mark.parametrize("name", [*BY_FILE, *BY_CASE])
def test_every_segment_is_found_with_coder_document_code_and_words(name: str) -> None:
    wanted = expected("qualcoder")
    project = read(QUALCODER / name)
    found = sorted((one.coder, one.document, one.code, one.text) for one in project.segments)
    assert found == sorted(
        (one["coder"], one["document"], one["code"], one["text"]) for one in wanted["segments"]
    )
    assert len(found) == 111
    assert sorted(coder.name for coder in project.coders) == wanted["coders"]
    assert {document.name for document in project.documents} == set(wanted["documents"])
    assert all(document.text is None for document in project.documents)


@pytest.mark.parametrize("name", [*BY_FILE, *BY_CASE])
def test_codes_stand_below_their_categories(name: str) -> None:
    wanted = expected("qualcoder")
    codes = {code.name: code for code in read(QUALCODER / name).codes}
    for one in wanted["codes"]:
        if one["name"] != "Waiting lists":  # nothing is coded with it, so no report can know it
            assert codes[one["name"]].parent == one["category"]
    assert {name for name, code in codes.items() if not code.is_codable} == {
        one["name"] for one in wanted["categories"]
    }


@pytest.mark.parametrize("name", [*BY_FILE, *BY_CASE])
def test_variables_belong_to_their_document_though_a_row_has_a_cell_fewer(name: str) -> None:
    documents = {document.name: document for document in read(QUALCODER / name).documents}
    assert dict(documents["synthetic-note.txt"].values) == {
        "respondent_id": "R005",
        "source_type": "synthetic",
    }
    assert documents["Trust_Leeds.txt"].values["respondent_id"] == "R002"


@pytest.mark.parametrize("name", BY_CASE)
def test_cases_have_their_attributes_and_documents(name: str) -> None:
    cases = {case.name: case for case in read(QUALCODER / name).cases}
    wanted = {one["name"]: one for one in expected("qualcoder")["cases"] if one["documents"]}
    assert set(cases) == set(wanted)
    for name_of_case, case in cases.items():
        attributes = {key: value or None for key, value in wanted[name_of_case]["attributes"].items()}
        assert dict(case.values) == attributes
        assert len(case.documents) == 1


@pytest.mark.parametrize("name", BY_FILE)
def test_two_coders_mark_one_passage(name: str) -> None:
    project = read(QUALCODER / name)
    first, second = (one for one in project.segments if one.text.startswith("=1+1"))
    assert first.passage == second.passage
    assert {first.coder, second.coder} == {"coder_A", "coder_B"}


def test_missing_cells_are_missing_categories_whatever_their_number(tmp_path: Path) -> None:
    project, faults = read_rows(
        tmp_path,
        (*FIXED, "Category", "Category", "Category", "FileVar_who"),
        ("a.txt", "A", "one", "ctid:1", "Trust", "", "Near", "Middle", "Top", "R1"),
        ("a.txt", "A", "two", "ctid:2", "Peers", "", "Middle", "Top", "R1"),
        ("a.txt", "A", "three", "ctid:3", "Loose", "", "R1"),
    )
    assert faults == []
    parents = {code.id: code.parent for code in project.codes}
    assert parents == {
        "Trust": "Near",
        "Peers": "Middle",
        "Loose": None,
        "Near": "Middle",
        "Middle": "Top",
        "Top": None,
    }
    assert [dict(document.values) for document in project.documents] == [{"who": "R1"}]


def test_a_code_above_a_code_is_that_code_and_a_category_of_its_name_is_not(tmp_path: Path) -> None:
    project, faults = read_rows(
        tmp_path,
        (*FIXED, "Category", "Category"),
        ("a.txt", "A", "one", "ctid:1", "Child", "", "Parent", "Theme"),
        ("a.txt", "A", "two", "ctid:2", "Parent", "", "Theme"),
        ("a.txt", "A", "three", "ctid:3", "Same", "", "Same"),
    )
    assert faults == []
    codes = {code.id: code for code in project.codes}
    assert (codes["Child"].parent, codes["Parent"].parent, codes["Parent"].is_codable) == (
        "Parent",
        "Theme",
        True,
    )
    assert codes["Same"].parent == "category: Same"
    assert codes["category: Same"].name == "Same"


def test_a_shift_that_somebody_saved_is_a_fault(tmp_path: Path) -> None:
    rows = [("a.txt", "A", f"words {n}", f"ctid:{n}", "Trust", "", "Theme", "R1", "web") for n in range(2)]
    shifted = ("a.txt", "A", "more", "ctid:9", "Loose", "", "R1", "web", "")
    project, faults = read_rows(
        tmp_path, (*FIXED, "Category", "FileVar_who", "FileVar_source"), *rows, shifted
    )
    assert len(project.segments) == 2
    rule = "the variables of this row don't stand under their headings"
    assert faults == [(4, f'{rule}: other rows say something else of the file "a.txt"')]


def test_too_few_cells_too_many_and_pictures_are_told(tmp_path: Path) -> None:
    project, faults = read_rows(
        tmp_path,
        (*FIXED, "Category", "FileVar_who"),
        ("a.txt", "A", "one", "ctid:1", "Trust", "", "Theme", "R1"),
        ("a.txt", "A", "one", "ctid:2"),
        ("a.txt", "A", "one", "ctid:3", "Trust", "", "Theme", "R1", "R2"),
        ("a.png", "A", "image", "imid:4", "Trust", "", "Theme", "R1"),
        ("a.txt", "A", " ", "ctid:5", "Trust", "", "Theme", "R1"),
    )
    assert len(project.segments) == 1
    assert faults == [
        (3, "this row has 4 cells, the headings make 8"),
        (4, "this row has 9 cells, the headings make 8"),
        (5, "this is coded in a picture or recording, which has no words to read"),
        (6, "the cell under Coded is blank"),
    ]


def test_a_passage_of_two_cases_counts_once(tmp_path: Path) -> None:
    project, faults = read_rows(
        tmp_path,
        ("Case", "Filename", *FIXED[1:]),
        ("R1", "a.txt", "A", "we", "ctid:1", "Trust", ""),
        ("R2", "a.txt", "A", "we", "ctid:1", "Trust", ""),
    )
    assert faults == []
    assert len(project.segments) == 1
    assert [(case.name, case.documents) for case in project.cases] == [("R1", ("a.txt",)), ("R2", ("a.txt",))]


def test_an_older_report_without_memos_or_categories_is_read(tmp_path: Path) -> None:
    project, faults = read_rows(tmp_path, FIXED[:5], ("a.txt", "A", "words", "1", "Trust"))
    assert faults == []
    assert [(one.code, one.text) for one in project.segments] == [("Trust", "words")]


def test_blank_cells_at_the_end_of_a_workbook_s_row_shift_nothing(tmp_path: Path) -> None:
    path = tmp_path / "report.xlsx"
    rows = [(*FIXED, "Category", "FileVar_who"), ("a.txt", "A", "w", "ctid:1", "Loose", None, None, None)]
    path.write_bytes(workbook_bytes({"Sheet": rows}))
    project = read(path)
    assert [code.parent for code in project.codes] == [None]
    assert [dict(document.values) for document in project.documents] == [{"who": None}]


def test_a_table_without_the_columns_of_a_report_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "report.csv"
    path.write_text("File,Coder,Code\n", encoding="utf-8")
    project, faults = read_qualcoder_report(path)
    assert project is None
    assert [fault.column for fault in faults] == ["Coded", "Codename"]


def test_the_table_of_case_attributes_is_read_as_a_table_of_people(tmp_path: Path) -> None:
    headings = {name: name for name in ("age_band", "ethnicity_group", "sessions_attended")}
    headings["activity"] = "component"
    table = {
        "file": "cases.xlsx",
        "respondent_id": "Name",
        "component": "group",
        "attributes": headings,
    }
    content = (QUALCODER / "gold-dust-a_case_attributes.xlsx").read_bytes()
    project = write_grantee(tmp_path, study_keys(tables=[table]), {"cases.xlsx": content})
    folder = project.raw / "example"
    taken = take_in(load_study(folder / "grantee.yml"), folder)
    assert taken.faults == ()
    people = taken.people.astype(object).where(taken.people.notna(), "").to_dict("records")
    assert {row["respondent_id"]: {name: row[name] for name in headings} for row in people} == {
        one["name"]: {name: one["attributes"].get(heading) or "" for name, heading in headings.items()}
        for one in expected("qualcoder")["cases"]
    }
