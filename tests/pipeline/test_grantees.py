"""The two grantees that ship, from raw files to released tables and pages."""

from __future__ import annotations

import csv
import math
import re
import shutil
from typing import TYPE_CHECKING

import pytest

from evalkit import names, pipeline, store
from evalkit.store import Project
from pipeline_project import ROOT, add_shared_files

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pandas as pd

REFERENCE = ROOT / "tests" / "reference" / "btheb_expected.csv"
EXACT, ITERATED = 1e-8, 1e-6
"""Relative error against R: closed forms, and the noncentral t interval, which is found by iteration."""
RESAMPLED = 0.05
"""Error of a bootstrap's ends against R's 100,000 resamples, as a share of the interval's width."""


@pytest.fixture(scope="module", params=["beat-the-blues", "growing-minds"])
def built(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Project]:
    root = tmp_path_factory.mktemp(request.param)
    add_shared_files(root)
    shutil.copytree(ROOT / "data" / "raw" / request.param, root / "data" / "raw" / request.param)
    project = Project(root)
    pipeline.make_report(project, request.param, renderer="embedded")
    yield project
    shutil.rmtree(root)


def grantee(project: Project) -> str:
    (name,) = project.grantees()
    return name


def outcomes(project: Project) -> pd.DataFrame:
    return store.read_released_table(project.reports / grantee(project) / "tables", "outcomes")


def test_the_outcome_table_keeps_its_interface(built: Project) -> None:
    table = outcomes(built)
    assert tuple(table.columns) == names.OUTCOME_COLUMNS
    assert not table.duplicated(list(names.OUTCOME_COLUMNS[:9])).any()
    assert set(table["suppressed"].astype(str).str.lower()) <= {"true", "false"}
    assert {"all"} == set(table.loc[table["subgroup_variable"] == "all", "subgroup"])
    expected = {
        *("n_from", "n_to", "n_pairs", "mean_from", "sd_from", "mean_to", "sd_to", "mean_change"),
        *("hedges_g_av", "cohens_dz", "rank_biserial", "p_value_wilcoxon", "p_value_t"),
    }
    assert expected <= set(table["statistic"])


def test_every_number_for_beat_the_blues_equals_r(built: Project) -> None:
    if grantee(built) != "beat-the-blues":
        pytest.skip("another grantee")
    key = ["subgroup_variable", "subgroup", "timepoint_from", "timepoint_to", "statistic"]
    ours = {tuple(row[name] for name in key): row for row in outcomes(built).to_dict("records")}
    with REFERENCE.open(newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert len(rows) == len(ours) == 4 * 3 * 13
    for row in rows:
        own = ours[tuple(row[name] for name in key)]
        for column in ("estimate", "ci_low", "ci_high"):
            where = f"{row['subgroup']} {row['timepoint_to']} {row['statistic']} {column}"
            if row[column] in {"", "NA"}:
                assert math.isnan(own[column]), where
                continue
            expected = float(row[column])
            if row["statistic"] == "hedges_g_av" and column != "estimate":
                width = float(row["ci_high"]) - float(row["ci_low"])
                assert own[column] == pytest.approx(expected, abs=RESAMPLED * width), where
            else:
                tolerance = ITERATED if row["statistic"] == "cohens_dz" else EXACT
                assert own[column] == pytest.approx(expected, rel=tolerance, abs=1e-12), where


def test_ninety_seven_pairs_at_two_months(built: Project) -> None:
    if grantee(built) != "beat-the-blues":
        pytest.skip("another grantee")
    table = outcomes(built)
    row = table[
        (table["subgroup"] == "all") & (table["timepoint_to"] == "2m") & (table["statistic"] == "n_pairs")
    ]
    assert row["estimate"].tolist() == [97]


def test_the_raw_files_are_as_they_were(built: Project) -> None:
    name = grantee(built)
    assert store.hash_files(built.raw / name) == store.hash_files(ROOT / "data" / "raw" / name)


def test_synthetic_data_say_so_on_the_page(built: Project) -> None:
    html = (built.reports / grantee(built) / "report.html").read_text(encoding="utf-8")
    assert ("people in this report do not exist" in html) == (grantee(built) == "growing-minds")


def test_no_respondent_is_named_anywhere(built: Project) -> None:
    name = grantee(built)
    people = set(store.read_parquet(built.processed / name, "people")["respondent_id"])
    for folder in (built.reports / name, built.processed / name / "released"):
        for path in sorted(folder.rglob("*")):
            if path.is_file() and path.suffix != ".pdf":
                text = path.read_text(encoding="utf-8")
                assert not [person for person in people if person in text], path.name


def test_nothing_is_loaded_from_the_network(built: Project) -> None:
    html = (built.reports / grantee(built) / "report.html").read_text(encoding="utf-8")
    assert not re.findall(r"""(?:src=["']|srcset=["']|url\(["']?)(?:https?:)?//[^"')]+""", html)
    assert "<link" not in html
