"""``evalkit codes``: what it writes, what it says, and what it refuses."""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING

import pytest

from builders import csv_text, study_keys, write_grantee
from evalkit.cli import main
from evalkit.intake.qdc import read_qdc
from evalkit.intake.qdpx import read_qdpx
from qdpx_made import schema_errors
from story_projects import CODEBOOK, HEADINGS, USUAL, stories_keys

if TYPE_CHECKING:
    from pathlib import Path

    from evalkit.store import Project


@pytest.fixture
def storied(tmp_path: Path) -> Project:
    """Give a project whose grantee ``example`` has a codebook and four coded passages."""
    files = {"codebook.csv": CODEBOOK, "excerpts.csv": csv_text(HEADINGS, *USUAL)}
    return write_grantee(tmp_path / "project", study_keys(stories=stories_keys()), files)


def run(project: Project, *words: str, grantee: str = "example") -> int:
    with pytest.raises(SystemExit) as stop:
        main(["codes", grantee, *words, "--root", str(project.root)])
    return int(stop.value.code or 0)


def test_the_codebook_is_written_and_valid(
    storied: Project, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "codes.qdc"
    assert run(storied, "--out", str(target)) == 0
    assert capsys.readouterr().out == f"wrote {target}: 3 codes\n"
    assert schema_errors(target.read_bytes()) == []
    codes, _, faults = read_qdc(target)
    assert faults == []
    assert [(code.name, code.description) for code in codes] == [
        ("Trust", "Safe enough to rely on"),
        ("Peers", "Others like me"),
        ("Access", "Getting in"),
    ]
    assert codes[1].parent == codes[0].id


def test_peoples_words_need_a_flag(
    storied: Project, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "words.qdpx"
    assert run(storied, "--out", str(target)) == 2
    told = capsys.readouterr().err
    assert "a .qdpx holds people's words as they were said" in told
    assert "add --with-words if that is what you want" in told
    assert not target.exists()


def test_the_project_is_written_valid_and_comes_with_a_warning(
    storied: Project, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "words.qdpx"
    assert run(storied, "--out", str(target), "--with-words") == 0
    told = capsys.readouterr()
    assert told.out == f"wrote {target}: 2 documents, 4 coded passages, 3 codes\n"
    assert told.err.startswith("words.qdpx holds people's words as they were said; consent and the identity")
    with zipfile.ZipFile(target) as archive:
        assert schema_errors(archive.read("project.qde")) == []
    project, faults = read_qdpx(target)
    assert project is not None
    assert faults == []
    assert sorted(segment.text for segment in project.segments) == sorted(str(row[0]) for row in USUAL)


@pytest.mark.parametrize("place", ["data/raw/example", "data/processed/example/released", "reports/example"])
def test_it_writes_nowhere_in_the_folders_that_evalkit_keeps(
    storied: Project, place: str, capsys: pytest.CaptureFixture[str]
) -> None:
    target = storied.root / place / "words.qdpx"
    assert run(storied, "--out", str(target), "--with-words") == 2
    assert "which evalkit keeps: write it elsewhere" in capsys.readouterr().err
    assert not target.exists()


def test_another_ending_an_unknown_grantee_and_no_stories_are_told(
    storied: Project, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(storied, "--out", str(tmp_path / "codes.xml")) == 2
    assert "codes.xml: the name must end in .qdc (the codebook) or .qdpx" in capsys.readouterr().err
    assert run(storied, "--out", str(tmp_path / "codes.qdc"), grantee="exampel") == 2
    assert "there is no grantee 'exampel': did you mean 'example'?" in capsys.readouterr().err
    write_grantee(storied.root, study_keys("plain"), {})
    assert run(storied, "--out", str(tmp_path / "codes.qdc"), grantee="plain") == 2
    assert "plain has no coded stories" in capsys.readouterr().err


def test_a_place_that_cannot_be_written_is_told(
    storied: Project, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").touch()
    assert run(storied, "--out", str(tmp_path / "file" / "codes.qdc")) == 2
    assert "can't be written" in capsys.readouterr().err


def test_what_was_left_out_is_told(
    storied: Project, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = (*USUAL, (None, "trust", "P1", "One", "A"))
    (storied.raw / "example" / "excerpts.csv").write_text(csv_text(HEADINGS, *rows), "utf-8")
    assert run(storied, "--out", str(tmp_path / "words.qdpx"), "--with-words") == 0
    told = capsys.readouterr()
    assert "1 fault(s) were left out." in told.out
    assert "excerpts.csv, row 6, column quote" in told.err
