"""The grantees that ship, from raw files to released tables and pages."""

from __future__ import annotations

import csv
import math
import os
import re
import shutil
from collections import Counter
from typing import TYPE_CHECKING

import pytest

from evalkit import names, pipeline, store
from evalkit.store import Project
from pipeline_project import ROOT, add_shared_files

if TYPE_CHECKING:
    import pandas as pd

REFERENCE = ROOT / "tests" / "reference" / "btheb_expected.csv"
EXACT, ITERATED = 1e-8, 1e-6
"""Relative error against R: closed forms, and the noncentral t interval, which is found by iteration."""
RESAMPLED = 0.05
"""Error of a bootstrap's ends against R's 100,000 resamples, as a share of the interval's width."""


GRANTEES = ("beat-the-blues", "growing-minds", "harbour-ot")


@pytest.fixture(scope="module")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """Build the reports of all grantees in a copy of the project."""
    root = tmp_path_factory.mktemp("shipped")
    add_shared_files(root)
    shutil.copytree(ROOT / "data" / "raw", root / "data" / "raw")
    for name in GRANTEES:
        pipeline.make_report(Project(root), name, renderer="embedded")
    return Project(root)


def outcomes(project: Project, name: str) -> pd.DataFrame:
    return store.read_released_table(project.reports / name / "tables", "outcomes")


def page(project: Project, name: str) -> str:
    return (project.reports / name / "report.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", GRANTEES)
def test_the_outcome_table_keeps_its_interface(shipped: Project, name: str) -> None:
    table = outcomes(shipped, name)
    assert tuple(table.columns) == names.OUTCOME_COLUMNS
    assert not table.duplicated(list(names.OUTCOME_COLUMNS[:9])).any()
    assert set(table["suppressed"].astype(str).str.lower()) <= {"true", "false"}
    assert {"all"} == set(table.loc[table["subgroup_variable"] == "all", "subgroup"])
    expected = {
        *("n_from", "n_to", "n_pairs", "mean_from", "sd_from", "mean_to", "sd_to", "mean_change"),
        *("hedges_g_av", "cohens_dz", "rank_biserial", "p_value_wilcoxon", "p_value_t"),
    }
    assert expected <= set(table["statistic"])


def test_every_paired_number_for_beat_the_blues_equals_r(shipped: Project) -> None:
    key = ["subgroup_variable", "subgroup", "timepoint_from", "timepoint_to", "statistic"]
    ours = {
        tuple(row[name] for name in key): row
        for row in outcomes(shipped, "beat-the-blues").to_dict("records")
    }
    with REFERENCE.open(newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert len(rows) == 4 * 3 * 13
    checked = {tuple(row[name] for name in key) for row in rows}
    assert Counter(statistic for *_, statistic in ours.keys() - checked) == {
        "mean_change_bca": 12,
        **dict.fromkeys(("mean_from_model", "mean_to_model", "mean_change_model"), 4),
        **dict.fromkeys(("mean_change_mi", "mean_change_worst", "mean_change_best"), 1),
    }
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


def test_ninety_seven_pairs_at_two_months(shipped: Project) -> None:
    table = outcomes(shipped, "beat-the-blues")
    row = table[
        (table["subgroup"] == "all") & (table["timepoint_to"] == "2m") & (table["statistic"] == "n_pairs")
    ]
    assert row["estimate"].tolist() == [97]


@pytest.mark.parametrize("name", GRANTEES)
def test_the_raw_files_are_as_they_were(shipped: Project, name: str) -> None:
    assert store.hash_files(shipped.raw / name) == store.hash_files(ROOT / "data" / "raw" / name)


@pytest.mark.parametrize("name", GRANTEES)
def test_synthetic_data_say_so_on_the_page(shipped: Project, name: str) -> None:
    html = page(shipped, name)
    assert ("people in this report do not exist" in html) == (name != "beat-the-blues")


@pytest.mark.parametrize("name", GRANTEES)
def test_no_respondent_is_named_anywhere(shipped: Project, name: str) -> None:
    people = set(store.read_parquet(shipped.processed / name, "people")["respondent_id"])
    for folder in (shipped.reports / name, shipped.processed / name / "released"):
        for path in sorted(folder.rglob("*")):
            if path.is_file() and path.suffix != ".pdf":
                text = path.read_text(encoding="utf-8")
                assert not [person for person in people if person in text], path.name


@pytest.mark.parametrize("name", GRANTEES)
def test_nothing_is_loaded_from_the_network(shipped: Project, name: str) -> None:
    html = page(shipped, name)
    assert not re.findall(r"""(?:src=["']|srcset=["']|url\(["']?)(?:https?:)?//[^"')]+""", html)
    assert "<link" not in html


def words(html: str, section: str) -> str:
    """Return what a section of the page says, one line per paragraph, item or cell."""
    match = re.search(rf'<section id="{section}".*?</section>', html, re.DOTALL)
    assert match is not None
    text = re.sub(r"</(p|li|h2|h3|td|th|tr)>", "\n", match[0])
    lines = (" ".join(line.split()) for line in re.sub(r"<[^>]+>", "", text).splitlines())
    return "\n".join(line for line in lines if line) + "\n"


@pytest.mark.parametrize("name", GRANTEES)
def test_the_first_screen_says_what_it_said_before(shipped: Project, name: str) -> None:
    """To accept new words: EVALKIT_UPDATE_GOLDEN=1 make test TESTS=tests/pipeline/test_grantees.py."""
    golden = ROOT / "tests" / "golden" / f"{name}.txt"
    html = page(shipped, name)
    said = words(html, "in-short") + words(html, "who-is-missing")
    if os.environ.get("EVALKIT_UPDATE_GOLDEN") == "1":
        golden.write_text(said, encoding="utf-8")
    assert said == golden.read_text(encoding="utf-8")
