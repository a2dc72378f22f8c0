"""All coded stories of a grantee as tables: ids, people, components, timepoints, faults."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from builders import csv_text, study_keys, write_grantee
from evalkit.definitions import load_study
from evalkit.definitions.story_schemas import STORY_SCHEMAS
from evalkit.intake.stories import StoriesIntake, read_stories
from qda_expected import QUALCODER, TAGUETTE
from story_projects import COLUMNS, HEADINGS, PLAIN, rows, rules, stories_keys, story_study, taken_stories

if TYPE_CHECKING:
    from pathlib import Path

REPORT = "gold-dust-a_coded_text_by_case.csv"
GOLD_CODES = csv_text(
    ("code", "parent"),
    ("Trust and relationships", None),
    *[(name, "Trust and relationships") for name in ("Building trust", "Peer connection", "Safe boundaries")],
    ("Access and barriers", None),
    *[
        (name, "Access and barriers")
        for name in ("Barriers to access", "Adjustments and choice", "Bridging into support", "Waiting lists")
    ],
    ("Evaluation as help or harm", None),
    *[
        (name, "Evaluation as help or harm")
        for name in ("Evaluation as harm", "Evaluation as help", "Story as evidence")
    ],
    ("Growth and agency", None),
    *[
        (name, "Growth and agency")
        for name in ("Confidence", "Lived-experience leadership", "Agency and independence")
    ],
    ("Personal data to redact", None),
)
GROUPS = dict.fromkeys(
    ("group programme", "self-reliant group", "arts course", "mindfulness course", "café group"), "group"
)


def qualcoder(root: Path, **changes: Any) -> StoriesIntake:
    material = {
        "file": REPORT,
        "format": "qualcoder-report",
        "component": {"variable": "component", "values": GROUPS},
        "respondent": {"case": True},
        **changes,
    }
    files: dict[str, str | bytes] = {REPORT: (QUALCODER / REPORT).read_bytes(), "codebook.csv": GOLD_CODES}
    return read_stories(*story_study(root, stories_keys(material=[material]), files))


def test_an_excerpt_stands_once_whatever_its_codes_and_coders(tmp_path: Path) -> None:
    taken = taken_stories(tmp_path)
    assert taken.faults == ()
    assert taken.is_usable
    excerpts = rows(taken, "excerpts", "respondent_id", "component", "text", "n_codes")
    assert excerpts == [("P1", "group", "I came back", 2), ("P2", "group", "The door was open", 1)]
    assert rows(taken, "codings", "code", "coder") == [
        ("trust", "A"),
        ("peers", "A"),
        ("trust", "B"),
        ("access", "A"),
    ]
    assert rows(taken, "documents", "name", "respondent_id", "timepoint", "kind", "text") == [
        ("One", "P1", None, "story", None),
        ("Two", "P2", None, "story", None),
    ]


def test_the_codebook_names_theme_domain_and_plain_words(tmp_path: Path) -> None:
    taken = taken_stories(tmp_path)
    assert rows(taken, "codebook", "code", "parent", "theme", "domain", "in_words") == [
        ("trust", None, "trust", "bdi", "People came to trust"),
        ("peers", "trust", "trust", None, "Peers"),
        ("access", None, "access", None, "Access"),
    ]


def test_ids_stay_when_rows_come_and_go(tmp_path: Path) -> None:
    usual = rows(taken_stories(tmp_path / "a"), "excerpts", "excerpt_id", "text")
    more = [("A new one", "trust", "P3", "Three", "A"), ("I came back", "access", "P1", "One", "A")]
    other = dict(rows(taken_stories(tmp_path / "b", more), "excerpts", "text", "excerpt_id"))
    assert other["I came back"] == usual[0][0]
    assert all(len(key) == 12 and int(key, 16) >= 0 for key, _ in usual)
    assert len(set(other.values())) == 2


def test_the_same_words_marked_twice_are_two_excerpts(tmp_path: Path) -> None:
    text = csv_text(("id", "document", "tag", "content"), (1, "A", "trust", "yes"), (2, "A", "access", "yes"))
    material = [{"file": "h.csv", "format": "taguette", "component": "group"}]
    taken = taken_stories(tmp_path, files={"h.csv": text}, material=material)
    assert taken.faults == ()
    assert len({key for (key,) in rows(taken, "excerpts", "excerpt_id")}) == 2


def test_a_code_that_the_codebook_lacks_is_told_with_its_row(tmp_path: Path) -> None:
    told = [
        ("one", "trust", "P1", "One", "A"),
        ("two", "trst", "P1", "One", "A"),
        ("three", "trst", "P1", "One", "A"),
        ("four", "hope", "P1", "One", "A"),
    ]
    taken = taken_stories(tmp_path, told)
    assert rules(taken) == [
        (
            *("excerpts.csv", 3, "code", "trst"),
            "the codebook lacks this code (2 passages have it): did you mean 'trust'?",
        ),
        (
            *("excerpts.csv", 5, "code", "hope"),
            "the codebook lacks this code (one passage has it): known are: Access, Peers, Trust, access, peers, trust",
        ),
    ]
    assert rows(taken, "excerpts", "text", "n_codes") == [("one", 1), ("two", 0), ("three", 0), ("four", 0)]


def test_a_report_by_case_says_whose_words_and_which_component(tmp_path: Path) -> None:
    taken = qualcoder(tmp_path)
    assert taken.faults == ()
    people = dict(rows(taken, "documents", "name", "respondent_id"))
    assert people["synthetic-note.txt"] == "R005"
    assert {part for (part,) in rows(taken, "documents", "component")} == {"group"}
    assert len(taken.tables["codings"]) == 111
    assert len(taken.tables["excerpts"]) < 111
    assert dict(rows(taken, "codebook", "code", "theme"))["Confidence"] == "Growth and agency"


def test_a_project_and_its_own_codebook_go_together(tmp_path: Path) -> None:
    project, book = "gold-dust-a.qdpx", "Codebook-gold-dust-a.qdc"
    files = {name: (QUALCODER / name).read_bytes() for name in (project, book)}
    material = {
        "file": project,
        "format": "refi-qda",
        "component": "group",
        "respondent": {"variable": "respondent_id"},
        "timepoint": "after",
        "kind": "interview",
    }
    taken = taken_stories(tmp_path, files=files, material=[material], codebook={"file": book})
    assert taken.faults == ()
    assert len(taken.tables["codings"]) == 111
    texts = dict(rows(taken, "documents", "document", "text"))
    for document, start, end, text in rows(taken, "excerpts", "document", "start", "end", "text"):
        assert texts[document][start:end] == text
    assert set(rows(taken, "documents", "timepoint", "kind")) == {("after", "interview")}
    assert {who for (who,) in rows(taken, "excerpts", "respondent_id")} == {
        "R001",
        "R002",
        "R003",
        "R004",
        "R005",
    }
    assert len(taken.tables["codebook"]) == 18


def test_a_variable_or_a_list_says_whose_words_they_are(tmp_path: Path) -> None:
    by_variable = qualcoder(tmp_path / "a", respondent={"variable": "respondent_id"})
    listed = qualcoder(
        tmp_path / "b", respondent={"document": {"Shore Up CIC": "R001", "synthetic-note": "R5"}}
    )
    assert dict(rows(by_variable, "documents", "name", "respondent_id"))["Trust_Leeds.txt"] == "R002"
    people = dict(rows(listed, "documents", "name", "respondent_id"))
    assert people["Shore_Up_CIC.txt"] == "R001"
    assert people["synthetic-note.txt"] == "R5"
    assert people["Humans_Being.txt"] is None


def test_links_that_lead_nowhere_are_told(tmp_path: Path) -> None:
    variable = qualcoder(tmp_path / "a", respondent={"variable": "respondent"})
    listed = qualcoder(tmp_path / "b", respondent={"document": {"Shore Up CI.txt": "R001"}})
    assert [(fault.column, fault.rule) for fault in variable.faults] == [
        ("respondent", "no document or case has this variable: did you mean 'respondent_id'?")
    ]
    assert listed.faults[0].rule == "no document has this name: did you mean 'Shore_Up_CIC.txt'?"
    fewer = {key: value for key, value in GROUPS.items() if key != "arts course"}
    unknown = qualcoder(tmp_path / "d", component={"variable": "component", "values": fewer})
    assert [(fault.value, fault.rule[:51]) for fault in unknown.faults] == [
        ("arts course", 'unknown component of the document "Humans_Being.txt')
    ]
    assert "Humans_Being.txt" not in {name for (name,) in rows(unknown, "documents", "name")}
    assert "R003" not in {person for (person,) in rows(unknown, "excerpts", "respondent_id")}


def test_a_document_of_two_cases_names_nobody(tmp_path: Path) -> None:
    text = csv_text(
        ("Case", "Filename", "Coder", "Coded", "Id", "Codename", "Coded_Memo"),
        ("R1", "a.txt", "A", "we", "ctid:1", "trust", ""),
        ("R2", "a.txt", "A", "us", "ctid:2", "trust", ""),
    )
    material = {
        "file": "r.csv",
        "format": "qualcoder-report",
        "component": "group",
        "respondent": {"case": True},
    }
    taken = taken_stories(tmp_path, files={"r.csv": text}, material=[material])
    (fault,) = taken.faults
    assert fault.rule == 'the document "a.txt" belongs to several cases (R1, R2)'
    assert taken.tables["excerpts"].empty


def test_a_column_gives_each_excerpt_its_timepoint(tmp_path: Path) -> None:
    text = csv_text(
        (*HEADINGS, "when"),
        ("a", "trust", "P1", "One", "A", "Before"),
        ("b", "trust", "P1", "One", "A", None),
        ("c", "trust", "P1", "One", "A", "Aftr"),
    )
    material = {**PLAIN, "columns": {**COLUMNS, "timepoint": "when"}, "kind": "feedback"}
    taken = taken_stories(tmp_path, files={"excerpts.csv": text}, material=[material])
    assert rows(taken, "excerpts", "text", "timepoint") == [("a", "before"), ("b", None)]
    assert [(fault.value, fault.rule) for fault in taken.faults] == [
        ("Aftr", "unknown timepoint of the document \"One\": did you mean 'After'?")
    ]
    assert {kind for (kind,) in rows(taken, "documents", "kind")} == {"feedback"}


def test_somebody_who_filled_in_no_form_is_kept_and_can_be_counted(tmp_path: Path) -> None:
    taken = taken_stories(tmp_path)
    assert taken.people_without_data(["P1"]) == ("P2",)
    assert taken.people_without_data(["P1", "P2", "P3"]) == ()


def test_characters_that_nobody_sees_are_told_and_taken_out(tmp_path: Path) -> None:
    flag = "\U0001f3f4\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f"
    flag_and_words = f"\u0645\u06cc\u200c\u062f\u0648\u0646\u0645 👩\u200d🦱 {flag}"
    told = [
        ("safe \u202etxet\u202c", "trust", "P1", "One", "A"),
        ("nul\x00byte", "trust", "P1", "One", "A"),
        ("soft\u00adhyphen", "trust", "P1", "One", "A"),
        (flag_and_words, "trust", "P1", "One", "A"),
    ]
    taken = taken_stories(tmp_path, told)
    assert [(row, rule) for _, row, _, _, rule in rules(taken)] == [
        (2, "the words hold invisible characters that change the reading order"),
        (3, "the words hold invisible control characters"),
    ]
    texts = [text for (text,) in rows(taken, "excerpts", "text")]
    assert texts == ["safe txet", "nulbyte", "softhyphen", told[3][0]]


def test_markup_and_formulas_stay_the_words_they_are(tmp_path: Path) -> None:
    words = "<script>alert(1)</script> =cmd|'/c calc'!A0"
    taken = taken_stories(tmp_path, [(words, "trust", "P1", "One", "A")])
    assert taken.faults == ()
    assert rows(taken, "excerpts", "text") == [(words,)]


@pytest.mark.parametrize(
    ("material", "rule"),
    [
        ({**PLAIN, "file": "excerpt.csv"}, "this file is missing: did you mean 'excerpts.csv'?"),
        ({**PLAIN, "file": "../other/excerpts.csv"}, "the file must lie in the grantee's own folder"),
        (
            {"file": "h.csv", "format": "qualcoder-report", "component": "group"},
            "grantee.yml says qualcoder-report, but the file looks like taguette",
        ),
        (
            {"file": "excerpts.csv", "format": "refi-qda", "component": "group"},
            "a file of the format refi-qda ends in .qdpx",
        ),
        (
            {"file": "db.sqlite3", "format": "taguette", "component": "group"},
            "a file of the format taguette ends in .csv or .xlsx or .html or .htm",
        ),
    ],
)
def test_material_that_cannot_be_read_stops_the_run(
    tmp_path: Path, material: dict[str, Any], rule: str
) -> None:
    files: dict[str, str | bytes] = {
        "h.csv": (TAGUETTE / "highlights_all_tags.csv").read_bytes(),
        "db.sqlite3": b"SQLite format 3\x00",
    }
    taken = taken_stories(tmp_path, files=files, material=[material])
    assert not taken.is_usable
    assert [fault.rule for fault in taken.faults] == [rule]


def test_a_missing_codebook_stops_the_run(tmp_path: Path) -> None:
    taken = taken_stories(tmp_path, codebook={"file": "codebok.csv"})
    assert not taken.is_usable
    assert taken.faults[0].rule == "this file is missing: did you mean 'codebook.csv'?"


def test_a_study_without_stories_has_empty_tables(tmp_path: Path) -> None:
    project = write_grantee(tmp_path, study_keys(), {})
    folder = project.raw / "example"
    taken = read_stories(load_study(folder / "grantee.yml"), folder)
    assert taken.is_usable
    assert set(taken.tables) == set(STORY_SCHEMAS)
    assert all(table.empty for table in taken.tables.values())
