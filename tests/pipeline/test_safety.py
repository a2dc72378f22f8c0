"""Whatever goes wrong, the last good report stays whole."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

from evalkit import pipeline, store
from evalkit.errors import BuildError
from pipeline_project import scores_csv

if TYPE_CHECKING:
    from pathlib import Path

    from evalkit.store import Project


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def start(project: Project) -> subprocess.Popen[str]:
    arguments = ["report", "example", "--renderer", "embedded", "--root", str(project.root)]
    return subprocess.Popen(
        [sys.executable, "-m", "evalkit", *arguments],
        text=True,
        stderr=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )


def wait_for(process: subprocess.Popen[str], stage: str) -> None:
    assert process.stderr is not None
    for line in process.stderr:
        if line.startswith(stage):
            return
    pytest.fail(f"the run ended before the stage {stage!r}")


def test_a_report_is_whole(built: Project) -> None:
    report = contents(built.reports / "example")
    assert {"report.html", "report.pdf", "report.ipynb", "manifest.json", "tables/outcomes.csv"} <= set(
        report
    )
    manifest = json.loads(report["manifest.json"])
    assert manifest["engine"].startswith("embedded")
    assert set(manifest["inputs"]) == {"grantee.yml", "scores.csv"}
    assert manifest["outputs"]["report.pdf"] == store.hash_file(built.reports / "example" / "report.pdf")
    assert [path.name for path in built.reports.iterdir() if path.name.startswith(".")] == []


def test_running_twice_gives_the_same_bytes(built: Project) -> None:
    first = contents(built.reports / "example")
    pipeline.make_report(built, "example", renderer="embedded")
    second = contents(built.reports / "example")
    assert first.pop("manifest.json") != b""
    second.pop("manifest.json")
    assert first == second


def test_a_cell_that_raises_names_itself_and_leaves_the_report(built: Project) -> None:
    before = contents(built.reports / "example")
    notebook = built.notebooks / "grantee_report.ipynb"
    content = json.loads(notebook.read_text())
    code = [cell for cell in content["cells"] if cell["cell_type"] == "code"]
    code[-1]["source"] = ["1 / 0"]
    notebook.write_text(json.dumps(content))
    with pytest.raises(
        BuildError, match=r"grantee_report\.ipynb, cell \d+.*ZeroDivisionError: division by zero"
    ):
        pipeline.make_report(built, "example", renderer="embedded")
    assert contents(built.reports / "example") == before


def test_a_construct_that_can_t_be_printed_leaves_the_report(built: Project) -> None:
    before = contents(built.reports / "example")
    store.write_text(built.raw / "example" / "narrative" / "learning.md", "We <blink>learned</blink> much.")
    with pytest.raises(BuildError, match=r"report\.ipynb"):
        pipeline.make_report(built, "example", renderer="embedded")
    assert contents(built.reports / "example") == before


@pytest.mark.slow
@pytest.mark.parametrize("stage", ["analysing", "running the notebook", "rendering"])
def test_killed_in_the_middle_the_last_good_report_stays(built: Project, stage: str) -> None:
    before = contents(built.reports / "example")
    process = start(built)
    wait_for(process, stage)
    time.sleep(0.05)
    process.send_signal(signal.SIGKILL)
    process.communicate()
    assert process.returncode == -signal.SIGKILL
    assert contents(built.reports / "example") == before
    pipeline.make_report(built, "example", renderer="embedded")
    assert [path.name for path in built.reports.iterdir() if path.name.startswith(".build")] == []
    assert [path.name for path in built.processed.iterdir() if path.name.startswith(".build")] == []


@pytest.mark.slow
def test_ctrl_c_leaves_nothing_half_written(built: Project) -> None:
    before = contents(built.reports / "example")
    process = start(built)
    wait_for(process, "running the notebook")
    time.sleep(0.5)
    process.send_signal(signal.SIGINT)
    _, told = process.communicate(timeout=60)
    assert process.returncode == 130
    assert "The last good report is as it was." in told
    assert contents(built.reports / "example") == before
    assert [path.name for path in built.reports.iterdir() if path.name.startswith(".build")] == []


@pytest.mark.slow
def test_two_runs_at_once_end_with_one_whole_report(built: Project) -> None:
    (built.raw / "example" / "scores.csv").write_text(scores_csv(40, shift=-3, lost=8))
    runs = [start(built), start(built)]
    for run in runs:
        run.communicate(timeout=240)
    assert [run.returncode for run in runs] == [0, 0]
    manifest = json.loads((built.reports / "example" / "manifest.json").read_text())
    for name, digest in manifest["outputs"].items():
        assert store.hash_file(built.reports / "example" / name) == digest
    assert os.listdir(built.reports) == ["example"]  # noqa: PTH208 - hidden names count
