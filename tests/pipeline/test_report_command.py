"""``evalkit report`` without a name: what is touched is built anew, and nothing else."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING, Any

from evalkit import store
from evalkit.errors import BuildError, Fault, StructuralFaults
from freshness_project import edit_manifest, run
from pipeline_project import scores_csv

if TYPE_CHECKING:
    import pytest

    from evalkit.store import Project


def add_copy(project: Project, name: str) -> None:
    """Give a second grantee a report, made from the files of the first."""
    for folder in (project.raw, project.processed, project.reports):
        shutil.copytree(folder / "example", folder / name)


def test_report_without_a_name_builds_what_is_touched_and_nothing_else(
    steady: Project, builds: list[dict[str, Any]], capsys: pytest.CaptureFixture[str]
) -> None:
    add_copy(steady, "touched")
    shutil.copytree(steady.raw / "example", steady.raw / "unbuilt")
    store.write_text(steady.raw / "touched" / "narrative" / "learning.md", "We learned.")
    edit_manifest(steady, "touched", parameters={"maximum_findings": "3"})

    assert run(steady, "report") == 0

    assert builds == [{"name": "touched", "renderer": "embedded", "parameters": {"maximum_findings": "3"}}]
    assert capsys.readouterr().out.splitlines() == [
        "example: up to date",
        "touched: out of date: narrative/learning.md is new",
        "unbuilt: no report yet (make report GRANTEE=unbuilt)",
    ]
    assert run(steady, "report", "--renderer", "quarto", "-p", "x=1") == 0
    assert builds[1] == {"name": "touched", "renderer": "quarto", "parameters": {"x": "1"}}


def test_report_with_a_name_always_builds(steady: Project, builds: list[dict[str, Any]]) -> None:
    assert run(steady, "report", "example") == 0
    assert builds == [{"name": "example", "renderer": "auto", "parameters": {}}]


def test_one_that_fails_does_not_stop_the_others(
    steady: Project,
    builds: list[dict[str, Any]],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    for name in ("another", "third"):
        add_copy(steady, name)
        store.write_text(steady.raw / name / "new.csv", "x")
    (steady.raw / "example" / "scores.csv").unlink()
    gone = Fault("scores.csv", "", None, "", "", "this file is missing", "Put it there.")
    failures = {"another": BuildError("planted"), "example": StructuralFaults([gone])}

    def fail(_: Project, name: str, **__: Any) -> None:
        if name in failures:
            raise failures[name]
        builds.append({"name": name})

    monkeypatch.setattr("evalkit.pipeline.make_report", fail)
    assert run(steady, "report") == 2
    assert builds == [{"name": "third"}]
    told = capsys.readouterr().err
    assert "evalkit: planted" in told
    assert "scores.csv: this file is missing. Put it there." in told
    assert "example: not built; the report that is there is out of date." in told


def test_the_page_of_indicators_follows_the_counts_that_grantees_released(
    steady: Project, builds: list[dict[str, Any]], capsys: pytest.CaptureFixture[str]
) -> None:
    store.write_text(steady.raw / "_programme" / "programme.yml", "programme: x\n")
    store.write_text(steady.processed / "_programme" / "released" / "programme.json", "{}")
    reach = steady.processed / "example" / "released" / "reach.csv"
    manifest = {
        **json.loads((steady.reports / "example" / "manifest.json").read_text("utf-8")),
        "inputs": {
            **store.hash_files(steady.raw / "_programme"),
            "example/reach.csv": store.hash_file(reach),
            "example/study.json": store.hash_file(reach.with_name("study.json")),
        },
        "outputs": {},
        "reach_of": ["example", "nobody"],
    }
    store.write_json(steady.reports / "_programme" / "manifest.json", manifest)

    assert run(steady, "report") == 0
    assert capsys.readouterr().out.splitlines() == ["example: up to date", "City-wide indicators: up to date"]
    assert builds == []

    reach.write_text(reach.read_text("utf-8") + "\n", "utf-8")
    (steady.raw / "_programme" / "pledge.csv").write_text("x", "utf-8")
    assert run(steady, "report") == 0
    words = "City-wide indicators: out of date: pledge.csv is new, the report of example changed"
    assert capsys.readouterr().out.splitlines() == ["example: up to date", words]
    assert [build["name"] for build in builds] == ["_programme"]
    assert run(steady, "list") == 0
    assert words in capsys.readouterr().out


def test_what_was_built_anew_is_up_to_date_and_the_rest_was_not_written(
    steady: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    (steady.raw / "example" / "scores.csv").write_text(scores_csv(40, shift=-3, lost=8), "utf-8")
    folder = steady.reports / "example"
    (folder / "OUT-OF-DATE.txt").write_text("OUT OF DATE", "utf-8")
    shutil.copytree(folder, steady.reports / "kept")
    before = {path: path.stat().st_mtime_ns for path in (steady.reports / "kept").rglob("*")}

    assert run(steady, "report") == 0
    assert (
        "example: out of date: scores.csv changed, it is marked as out of date\n" in capsys.readouterr().out
    )
    assert not (folder / "OUT-OF-DATE.txt").exists()

    stamps = {path: path.stat().st_mtime_ns for path in folder.rglob("*")}
    assert run(steady, "report") == 0
    assert capsys.readouterr().out == "example: up to date\n"
    assert {path: path.stat().st_mtime_ns for path in folder.rglob("*")} == stamps
    assert {path: path.stat().st_mtime_ns for path in (steady.reports / "kept").rglob("*")} == before
