"""``evalkit indicators`` from files to page, built once; and what stops it."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING

import pandas as pd
import pytest

from evalkit import names
from evalkit.analysis.grant_costs import COST_COLUMNS
from evalkit.analysis.grant_further import FURTHER_COLUMNS
from evalkit.analysis.grant_groups import RECIPIENT_COLUMNS
from evalkit.analysis.grants import SUMMARY_COLUMNS
from evalkit.cli import main
from evalkit.errors import BuildError
from evalkit.pipeline_programme import find_programme_faults, make_indicators
from evalkit.store import Project
from pipeline_project import ROOT, add_shared_files

if TYPE_CHECKING:
    from pathlib import Path

GRANT_TABLES = ("grants", "grant_recipients", "grant_further", "grant_costs")
SHIPPED = ROOT / "data" / "raw" / "_programme"


def copy_programme(root: Path) -> Project:
    """Make a project that holds the shipped programme and nothing else."""
    add_shared_files(root)
    shutil.copytree(SHIPPED, root / "data" / "raw" / "_programme")
    return Project(root)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """Build the shipped programme's page once."""
    project = copy_programme(tmp_path_factory.mktemp("programme"))
    make_indicators(project, renderer="embedded")
    return project


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """Give a project whose page isn't built yet."""
    return copy_programme(tmp_path)


def test_the_page_its_tables_and_its_manifest_are_there(built: Project) -> None:
    folder = built.reports / "_programme"
    page = (folder / "report.html").read_text("utf-8")
    assert "Mental health across the city" in page
    assert "People who recovered by the end of talking therapy" in page
    assert (folder / "report.pdf").read_bytes().startswith(b"%PDF-")
    tables = {path.stem for path in (folder / "tables").iterdir()}
    assert tables == {"indicators", "points", "detentions", "pledges", "published", *GRANT_TABLES}
    manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
    assert manifest["faults"] == 0
    assert "indicators.csv" in manifest["inputs"]
    assert "report.html" in manifest["outputs"]


@pytest.mark.parametrize(
    ("table", "columns"),
    [
        ("indicators", names.INDICATOR_COLUMNS),
        ("points", names.POINT_COLUMNS),
        ("detentions", names.DETENTION_COLUMNS),
        ("pledges", ("number", "commitment", "status", "evidence", "date", "owner")),
        ("published", ("measure", "value", "unit", "qualifier", "period", "source", "programme")),
        ("grants", SUMMARY_COLUMNS),
        ("grant_recipients", RECIPIENT_COLUMNS),
        ("grant_further", FURTHER_COLUMNS),
        ("grant_costs", COST_COLUMNS),
    ],
)
def test_released_tables_have_their_columns(built: Project, table: str, columns: tuple[str, ...]) -> None:
    released = built.processed / "_programme" / "released" / f"{table}.csv"
    assert tuple(pd.read_csv(released).columns) == columns
    assert released.read_bytes() == (built.reports / "_programme" / "tables" / f"{table}.csv").read_bytes()


def test_no_hidden_number_leaves_the_gate(built: Project) -> None:
    points = pd.read_csv(built.processed / "_programme" / "released" / "points.csv")
    hidden = points[points["suppressed"]]
    raw = pd.read_csv(SHIPPED / "indicators.csv").merge(hidden[["id", "period"]], on=["id", "period"])
    assert len(raw) == 3
    assert (raw["numerator"] < 5).all()
    assert hidden[["value", "numerator", "denominator", "centre"]].isna().all(axis=None)


def test_grants_are_told_and_costs_only_where_a_count_is_known(built: Project) -> None:
    page = (built.reports / "_programme" / "report.html").read_text("utf-8")
    assert "What the money did" in page
    costs = pd.read_csv(built.processed / "_programme" / "released" / "grant_costs.csv")
    # No grantee's report is built here: the counts are those of programme.yml.
    assert costs[["grantee", "counted", "n", "origin"]].astype(object).fillna("").to_numpy().tolist() == [
        ["growing-minds", "people", "", ""],
        ["harbour-ot", "people", 52, "declared"],
        ["harbour-ot", "contacts", 610, "declared"],
    ]
    told = costs["caveat"].dropna()
    assert len(told) == 2
    # The engine may break lines and set typographic quotes.
    spaced = " ".join(page.split()).replace("\u2019", "'")
    assert all(caveat in spaced for caveat in told)


def test_without_grants_the_page_has_neither_the_section_nor_its_tables(project: Project) -> None:
    path = project.raw / "_programme" / "programme.yml"
    path.write_text(path.read_text("utf-8").split("\ngrants:\n")[0] + "\n", "utf-8")

    make_indicators(project, renderer="embedded")

    page = (project.reports / "_programme" / "report.html").read_text("utf-8")
    assert "What the money did" not in page
    released = project.processed / "_programme" / "released"
    assert [name for name in GRANT_TABLES if (released / f"{name}.csv").exists()] == []
    assert "grants" not in json.loads((released / "programme.json").read_text("utf-8"))


def test_a_count_that_a_grantee_released_is_taken_and_hashed(project: Project) -> None:
    folder = project.processed / "growing-minds" / "released"
    folder.mkdir(parents=True)
    row = "component,statistic,estimate,suppressed,hidden_because\nall,people,271,false,\n"
    (folder / "reach.csv").write_text(row, "utf-8")
    study = {
        "period": {"from": "2020-02-01", "to": "2022-07-31"},
        "version": "1.0",
        "synthetic": True,
    }
    (folder / "study.json").write_text(json.dumps(study), "utf-8")

    make_indicators(project, renderer="embedded")

    costs = pd.read_csv(project.processed / "_programme" / "released" / "grant_costs.csv")
    assert costs[["n", "origin", "amount"]].to_numpy().tolist()[0] == [271, "released", 14000]
    manifest = json.loads((project.reports / "_programme" / "manifest.json").read_text("utf-8"))
    assert "growing-minds/reach.csv" in manifest["inputs"]


def test_a_programme_is_no_grantee(built: Project, capsys: pytest.CaptureFixture[str]) -> None:
    assert built.grantees() == ()
    with pytest.raises(SystemExit):
        main(["list", "--root", str(built.root)])
    assert "_programme" not in capsys.readouterr().out


def test_check_lists_faults_and_builds_nothing(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    table = project.raw / "_programme" / "indicators.csv"
    with table.open("a", encoding="utf-8") as stream:
        stream.write("crisis-four-hours,,,,,,,,2024-04,,9,5,\ncrisis-four-hours,,,,,,,,April,,1,5,\n")

    with pytest.raises(SystemExit) as stop:
        main(["indicators", "--check", "--root", str(project.root)])

    assert stop.value.code == 1
    told = capsys.readouterr().err
    assert "the numerator is greater than the denominator: 5. Check whether the two were swapped." in told
    assert "April" in told
    quarantine = pd.read_csv(project.processed / "_programme" / "quarantine.csv")
    assert quarantine["column"].tolist() == ["period", "numerator"]
    assert not (project.reports / "_programme").exists()


def test_check_of_the_shipped_files_is_quiet(project: Project) -> None:
    assert find_programme_faults(project) == ()


def test_unusable_input_stops_with_exit_2_and_is_in_quarantine(
    project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    (project.raw / "_programme" / "pledge.csv").unlink()

    with pytest.raises(SystemExit) as stop:
        main(["indicators", "--root", str(project.root)])

    assert stop.value.code == 2
    assert "pledge.csv: this file is missing" in capsys.readouterr().err
    assert "pledge.csv" in (project.processed / "_programme" / "quarantine.csv").read_text("utf-8")


def test_without_the_folder_it_says_what_to_make(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "data" / "raw").mkdir(parents=True)

    with pytest.raises(SystemExit) as stop:
        main(["indicators", "--root", str(tmp_path)])

    assert stop.value.code == 2
    told = capsys.readouterr().err
    assert "there is no folder _programme" in told
    assert "programme.yml" in told


def test_a_failed_run_leaves_the_last_page_as_it_was(
    project: Project, built: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(built.reports / "_programme", project.reports / "_programme")
    page = project.reports / "_programme" / "report.html"
    before = page.read_bytes()

    def fail(*_: object, **__: object) -> None:
        raise BuildError("planted")

    monkeypatch.setattr("evalkit.pipeline_programme.publish", fail)
    with pytest.raises(BuildError, match="planted"):
        make_indicators(project)

    assert page.read_bytes() == before
    assert [path.name for path in project.reports.iterdir()] == ["_programme"]
