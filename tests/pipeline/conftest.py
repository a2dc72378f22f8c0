"""A project in a temporary folder with the real notebook and a small grantee."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from builders import study_keys, write_grantee
from pipeline_project import add_shared_files, scores_csv

if TYPE_CHECKING:
    from pathlib import Path

    from evalkit.store import Project


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """Give a project with the grantee ``example``: 40 people, 8 of them lost, scores fall."""
    add_shared_files(tmp_path)
    return write_grantee(tmp_path, study_keys(), {"scores.csv": scores_csv(40, shift=-8, lost=8)})
