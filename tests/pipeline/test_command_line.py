"""The command line as a person meets it: what it prints, and the exit code."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from builders import csv_text, study_keys, write_grantee
from evalkit.cli import main

if TYPE_CHECKING:
    from pathlib import Path

    from evalkit.store import Project


def run(*arguments: str) -> int:
    with pytest.raises(SystemExit) as stop:
        main(arguments)
    return int(stop.value.code or 0)


@pytest.mark.parametrize("name", ["../../etc", "nobody", "example/../example", "$(touch pwned)"])
def test_an_unlisted_grantee_is_refused_and_nothing_is_made(
    project: Project, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    before = sorted(project.root.rglob("*"))
    assert run("report", "--root", str(project.root), "--", name) == 2
    assert f"there is no grantee {name!r}" in capsys.readouterr().err
    assert sorted(project.root.rglob("*")) == before


def test_without_a_grantee_the_list_and_how_to_add_one(
    project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("report", "--root", str(project.root)) == 2
    shown = capsys.readouterr()
    assert "  example\n" in shown.out
    assert "docs/add-a-grantee.md" in shown.out
    assert "say which" in shown.err


def test_check_prints_all_faults_and_exits_1(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = csv_text(("id", "pre", "post"), ("P1", 99, 3), ("P2", "x", 4))
    project = write_grantee(tmp_path, study_keys(), {"scores.csv": text})
    assert run("check", "example", "--root", str(tmp_path)) == 1
    shown = capsys.readouterr().err
    assert 'scores.csv, row 2, column pre: "99": this measure goes from 0 to 63.' in shown
    assert 'scores.csv, row 3, column pre: "x": this isn\'t a number.' in shown
    quarantine = (project.processed / "example" / "quarantine.csv").read_text().splitlines()
    assert quarantine[0] == "file,sheet,row,column,value,rule,remedy"
    assert len(quarantine) == 3


def test_check_without_faults_exits_0(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("check", "example", "--root", str(project.root)) == 0
    assert "no faults found" in capsys.readouterr().out


def test_a_missing_file_column_and_sheet_are_structural(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    keys = study_keys()
    keys["tables"].append({**keys["tables"][0], "file": "gone.csv"})
    write_grantee(tmp_path, keys, {"scores.csv": csv_text(("id", "per", "post"), ("P1", 20, 3))})
    assert run("check", "example", "--root", str(tmp_path)) == 2
    shown = capsys.readouterr().err
    assert "this column is missing: did you mean 'per'?" in shown
    assert "gone.csv: this file is missing" in shown
    assert (tmp_path / "data" / "processed" / "example" / "quarantine.csv").is_file()


def test_a_misspelt_key_is_told_with_its_line(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    study = project.raw / "example" / "grantee.yml"
    study.write_text(study.read_text().replace("organisation:", "organization:"))
    assert run("report", "example", "--root", str(project.root)) == 2
    assert "unknown key 'organization': did you mean 'organisation'?" in capsys.readouterr().err


def test_an_unknown_parameter_says_what_was_meant(
    project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    code = run(
        "report", "example", "-p", "maximum_finding=3", "--root", str(project.root), "--renderer", "embedded"
    )
    assert code == 2
    assert "did you mean 'maximum_findings'?" in capsys.readouterr().err
    assert not (project.reports / "example").exists()


def test_an_unknown_command_or_renderer_exits_2(project: Project) -> None:
    assert run("reprot") == 2
    assert run("report", "example", "--root", str(project.root), "--renderer", "word") == 2


def test_outside_a_project_it_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("list", "--root", str(tmp_path)) == 2
    assert "is no evalkit project" in capsys.readouterr().err


def test_doctor_says_which_engine_is_used(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("doctor", "--root", str(project.root)) == 0
    shown = capsys.readouterr().out
    assert "embedded     works" in shown
    assert "in use" in shown


def test_it_runs_as_a_module(project: Project) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "evalkit", "list", "--root", str(project.root)],
        capture_output=True,
        text=True,
        check=True,
    )
    assert "example" in done.stdout
