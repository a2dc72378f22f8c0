"""A project in a temporary folder with the real notebook and a small grantee."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from builders import study_keys, write_grantee
from evalkit import pipeline
from evalkit.store import Project
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
