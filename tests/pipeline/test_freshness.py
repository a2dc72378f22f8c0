"""Which reports are out of date, and why."""

from __future__ import annotations

import os
import re
import shutil
from typing import TYPE_CHECKING

import pytest

from evalkit import store
from evalkit.freshness import Freshness
from freshness_project import edit_manifest, reasons
from pipeline_project import scores_csv

if TYPE_CHECKING:
    from collections.abc import Callable

    from evalkit.store import Project


def test_a_report_that_was_just_built_is_up_to_date(steady: Project) -> None:
    found = Freshness(steady).state_of("example")
    assert (found.is_built, found.reasons, found.withdrawal) == (True, (), "")
    assert found.in_words() == "up to date"
    assert (found.renderer, found.parameters) == ("embedded", {})


def test_a_file_that_was_only_saved_again_changes_nothing(steady: Project) -> None:
    for path in (steady.raw / "example" / "scores.csv", steady.notebooks / "grantee_report.ipynb"):
        path.write_bytes(path.read_bytes())
        os.utime(path, (1, 1))
    assert reasons(steady) == ()


def test_without_a_report_there_is_nothing_to_be_out_of_date(project: Project) -> None:
    assert Freshness(project).state_of("example").in_words() == "no report yet"
    assert not project.processed.exists()


CHANGES: dict[str, tuple[str, Callable[[Project], object]]] = {
    "changed": (
        "scores.csv changed",
        lambda project: (project.raw / "example/scores.csv").write_text(scores_csv(40, shift=-3, lost=8)),
    ),
    "new": (
        "narrative/learning.md is new",
        lambda project: store.write_text(project.raw / "example/narrative/learning.md", "We learned."),
    ),
    "gone": ("scores.csv is gone", lambda project: (project.raw / "example/scores.csv").unlink()),
    "decided": (
        "decisions in the review files changed",
        lambda project: store.write_text(project.processed / "example/review/excerpts.csv", "keep"),
    ),
    "notebook": (
        "the notebook changed",
        lambda project: (project.notebooks / "grantee_report.ipynb").write_text("{}"),
    ),
    "settings": ("_quarto.yml changed", lambda project: (project.root / "_quarto.yml").write_text("x: 1")),
    "damaged": (
        "the report's report.html changed",
        lambda project: (project.reports / "example/report.html").write_text("half a page"),
    ),
    "lost": (
        "the report's report.pdf is gone",
        lambda project: (project.reports / "example/report.pdf").unlink(),
    ),
    "manifest": (
        "its manifest.json can't be read",
        lambda project: (project.reports / "example/manifest.json").write_text("{"),
    ),
    "processed": (
        "its tables in data/processed are gone",
        lambda project: shutil.rmtree(project.processed / "example"),
    ),
    "made by an older evalkit": (
        "evalkit itself changed",
        lambda project: edit_manifest(project, made_with={}, decisions={}),
    ),
}


@pytest.mark.parametrize(("reason", "change"), CHANGES.values(), ids=CHANGES.keys())
def test_what_changed_is_told(steady: Project, reason: str, change: Callable[[Project], object]) -> None:
    change(steady)
    assert reasons(steady) == (reason,)


def test_another_version_of_a_package_or_of_python_is_told(steady: Project) -> None:
    edit_manifest(steady, versions={"python": "2.7.18", "numpy": "0.1", "no-such-package": "1.0"})
    found = reasons(steady)
    assert re.fullmatch(r"python is 3[\d.]+ instead of 2\.7\.18", found[0])
    assert re.fullmatch(r"numpy is [\d.]+ instead of 0\.1", found[1])
    assert found[2:] == ("no-such-package is not installed",)


def test_another_evalkit_is_told(steady: Project) -> None:
    (steady.root / "package" / "code.py").write_text("x = 2\n", "utf-8")
    assert reasons(steady) == ("evalkit itself changed",)


def test_of_many_files_the_first_are_named(steady: Project) -> None:
    for name in "abcdef":
        store.write_text(steady.raw / "example" / f"{name}.csv", name)
    assert reasons(steady) == ("a.csv is new", "b.csv is new", "c.csv is new", "3 more files differ")
