"""A project in a temporary folder with the real notebook and a small grantee."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, Any

import pytest

from builders import study_keys, write_grantee
from evalkit import pipeline
from evalkit.freshness import Freshness, state
from evalkit.store import Project
from freshness_project import edit_manifest
from pipeline_project import add_shared_files, scores_csv

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """Give a project with the grantee ``example``: 40 people, 8 of them lost, scores fall."""
    add_shared_files(tmp_path)
    return write_grantee(tmp_path, study_keys(), {"scores.csv": scores_csv(40, shift=-8, lost=8)})


@pytest.fixture(scope="session")
def built_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the report of ``example`` once; tests work on copies."""
    root = tmp_path_factory.mktemp("built")
    add_shared_files(root)
    project = write_grantee(root, study_keys(), {"scores.csv": scores_csv(40, shift=-8, lost=8)})
    pipeline.make_report(project, "example", renderer="embedded")
    return root


@pytest.fixture
def built(built_once: Path, tmp_path: Path) -> Project:
    """Give a project whose grantee ``example`` has a finished report."""
    shutil.copytree(built_once, tmp_path, dirs_exist_ok=True)
    return Project(tmp_path)


@pytest.fixture
def steady(built: Project, monkeypatch: pytest.MonkeyPatch) -> Project:
    """Give a project with a finished report, and an evalkit that stays as it is while somebody works on it."""
    package = built.root / "package"
    package.mkdir()
    (package / "code.py").write_text("x = 1\n", "utf-8")
    monkeypatch.setattr(state, "_PACKAGE", package)
    recorded: dict[str, Any] = Freshness(built).record_making(built.notebooks / pipeline.NOTEBOOK, "embedded")
    edit_manifest(built, **recorded)
    return built


@pytest.fixture
def builds(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """Note each build instead of carrying it out."""
    noted: list[dict[str, Any]] = []

    def note(_: Project, name: str = "_programme", **asked: Any) -> None:
        noted.append({"name": name, "renderer": asked["renderer"], "parameters": dict(asked["parameters"])})

    monkeypatch.setattr("evalkit.pipeline.make_report", note)
    monkeypatch.setattr("evalkit.pipeline_programme.make_indicators", note)
    monkeypatch.setattr("evalkit.cli_report.print_outcome", lambda *_, **__: None)
    return noted
