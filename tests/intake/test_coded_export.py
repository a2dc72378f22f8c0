"""A grantee's codes and coded material put together for other programs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from builders import csv_text
from evalkit.errors import StructuralFaults, UsageError
from evalkit.intake.coded_export import read_codes_to_export, read_project_to_export
from evalkit.intake.qdc import read_qdc
from evalkit.intake.qdpx import read_qdpx
from evalkit.intake.write_qdpx import write_qdpx
from qdpx_made import DATA
from story_projects import COLUMNS, HEADINGS, PLAIN, USUAL, stories_keys, story_study

if TYPE_CHECKING:
    from pathlib import Path

    from evalkit.definitions.coded_project import CodedProject

QUALCODER = DATA / "qda" / "qualcoder-a"
REFI = {"file": "project.qdpx", "format": "refi-qda", "component": "group"}
SECOND = {**PLAIN, "file": "more.csv"}


def exported(root: Path, material: list[dict[str, Any]], files: dict[str, Any], **keys: Any) -> CodedProject:
    project, faults = read_project_to_export(
        *story_study(root, stories_keys(material=material, **keys), files)
    )
    assert faults == []
    return project


def test_a_codebook_from_a_table_becomes_codes_with_their_rules(tmp_path: Path) -> None:
    table = csv_text(
        ("code", "name", "parent", "definition", "include", "exclude", "domain"),
        ("trust", "Trust", None, "Safe enough", "relying on somebody", "politeness", "no-such-measure"),
        ("peers", "Peers", "trust", None, None, None, None),
    )
    codes, sets, faults = read_codes_to_export(
        *story_study(tmp_path, stories_keys(), {"codebook.csv": table, "excerpts.csv": ""})
    )
    assert [(code.id, code.name, code.parent) for code in codes] == [
        ("trust", "Trust", None),
        ("peers", "Peers", "trust"),
    ]
    told = (codes[0].description, codes[0].include, codes[0].exclude)
    assert told == ("Safe enough", "relying on somebody", "politeness")
    assert (sets, faults) == ((), [])


def test_a_refi_qda_codebook_keeps_its_ids_colours_and_sets(tmp_path: Path) -> None:
    content = (DATA / "qda" / "portableqda" / "codebook.qdc").read_bytes()
    keys = stories_keys(codebook={"file": "codebook.qdc"})
    codes, sets, _ = read_codes_to_export(*story_study(tmp_path, keys, {"codebook.qdc": content}))
    before = read_qdc(DATA / "qda" / "portableqda" / "codebook.qdc")
    assert (codes, sets) == before[:2]
    assert len(sets) == 4


def test_one_refi_qda_project_comes_back_the_same(tmp_path: Path) -> None:
    original, _ = read_qdpx(QUALCODER / "gold-dust-a.qdpx")
    assert original is not None
    files = {
        "project.qdpx": (QUALCODER / "gold-dust-a.qdpx").read_bytes(),
        "codes.qdc": (QUALCODER / "Codebook-gold-dust-a.qdc").read_bytes(),
    }
    folder_files = story_study(tmp_path, stories_keys(material=[REFI], codebook={"file": "codes.qdc"}), files)
    project, _ = read_project_to_export(*folder_files)

    write_qdpx(project, tmp_path / "out.qdpx")
    back, faults = read_qdpx(tmp_path / "out.qdpx")

    assert back is not None
    assert faults == []
    assert back.documents == original.documents
    assert back.segments == original.segments
    assert back.coders == original.coders
    assert back.cases == original.cases
    assert back.notes == original.notes
    ours = {code.id.strip("{}").lower(): (code.name, code.parent, code.colour) for code in back.codes}
    theirs = {code.id.strip("{}").lower(): (code.name, code.parent, code.colour) for code in original.codes}
    assert ours == theirs


def test_two_exports_become_one_project_in_which_the_same_coder_is_one(tmp_path: Path) -> None:
    more = [("We planted beans", "trust", "P3", "Three", "A"), ("A closed door", "access", "P4", "Four", "C")]
    files = {"excerpts.csv": csv_text(HEADINGS, *USUAL), "more.csv": csv_text(HEADINGS, *more)}

    project = exported(tmp_path, [PLAIN, SECOND], files)

    assert project.name == "Example"
    assert [coder.name for coder in project.coders] == ["A", "B", "C"]
    assert [code.id for code in project.codes] == ["trust", "peers", "access"]
    names = {document.id: document.name for document in project.documents}
    assert sorted(names.values()) == ["Four", "One", "Three", "Two"]
    found = {(segment.text, segment.code, names[segment.document]) for segment in project.segments}
    assert found == {(text, code, document) for text, code, _, document, _ in (*USUAL, *more)}
    write_qdpx(project, tmp_path / "out.qdpx")
    back, faults = read_qdpx(tmp_path / "out.qdpx")
    assert back is not None
    assert faults == []
    assert len(back.segments) == len(USUAL) + len(more)


def test_ids_that_two_exports_use_for_different_things_are_told_apart(tmp_path: Path) -> None:
    one, other = ("I came back", "trust", "P1", "One", "A"), ("I stayed away", "access", "P2", "One", "B")
    files = {"excerpts.csv": csv_text(HEADINGS, one), "more.csv": csv_text(HEADINGS, other)}
    project = exported(tmp_path, [PLAIN, SECOND], files)
    assert len({segment.id for segment in project.segments}) == 2
    assert len({segment.passage for segment in project.segments}) == 2
    assert {segment.text for segment in project.segments} == {"I came back", "I stayed away"}


def test_a_code_that_the_codebook_lacks_is_kept(tmp_path: Path) -> None:
    files = {"excerpts.csv": csv_text(HEADINGS, ("I came back", "hope", "P1", "One", "A"))}
    project = exported(tmp_path, [PLAIN], files)
    assert [code.name for code in project.codes] == ["Trust", "Peers", "Access", "hope"]
    assert project.segments[0].code == project.codes[3].id


def test_without_stories_it_says_so(tmp_path: Path) -> None:
    study, folder = story_study(tmp_path, stories_keys(), {"excerpts.csv": csv_text(HEADINGS, *USUAL)})
    bare = study.model_copy(update={"stories": None})
    with pytest.raises(
        UsageError, match=r"example has no coded stories: its grantee\.yml has no key 'stories'"
    ):
        read_codes_to_export(bare, folder)


@pytest.mark.parametrize("gone", ["codebook.csv", "excerpts.csv"])
def test_a_missing_file_is_a_structural_fault(tmp_path: Path, gone: str) -> None:
    study, folder = story_study(tmp_path, stories_keys(), {"excerpts.csv": csv_text(HEADINGS, *USUAL)})
    (folder / gone).unlink()
    with pytest.raises(StructuralFaults, match=f"{gone}: this file is missing"):
        read_project_to_export(study, folder)


def test_a_row_that_cannot_be_used_is_told(tmp_path: Path) -> None:
    assert COLUMNS["excerpt"] == HEADINGS[0]
    rows = (*USUAL, (None, "trust", "P1", "One", "A"))
    project, faults = read_project_to_export(
        *story_study(tmp_path, stories_keys(), {"excerpts.csv": csv_text(HEADINGS, *rows)})
    )
    assert len(project.segments) == len(USUAL)
    assert [fault.row for fault in faults] == [6]
