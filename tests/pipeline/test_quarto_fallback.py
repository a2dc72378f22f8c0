"""A Quarto that is found but fails: auto prints all the same, and says so; quarto stops."""

from __future__ import annotations

import json
import os
import shutil
import stat
import sys
from typing import TYPE_CHECKING

import pytest

from evalkit import pipeline
from evalkit.errors import BuildError
from pipeline_project import ROOT

if TYPE_CHECKING:
    from pathlib import Path

    from evalkit.store import Project

FAILS = """#!{python}
import sys
if sys.argv[1:] == ["--version"]:
    print("1.9.38")
else:
    print("ERROR: the typst file could not be made", file=sys.stderr)
    sys.exit(1)
"""


@pytest.fixture
def failing_quarto(project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    """Give a project on whose PATH a Quarto fails to render."""
    program = tmp_path / "bin" / "quarto"
    program.parent.mkdir()
    program.write_text(FAILS.format(python=sys.executable))
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", f"{program.parent}{os.pathsep}{os.environ['PATH']}")
    for part in ("publishing/assets", "presentation/fonts"):
        shutil.copytree(ROOT / "src" / "evalkit" / part, project.root / "src" / "evalkit" / part)
    return project


def test_auto_prints_with_the_embedded_engine_and_says_why(failing_quarto: Project) -> None:
    outcome = pipeline.make_report(failing_quarto, "example", renderer="auto")
    assert outcome.published.engine.startswith("embedded")
    assert "the typst file could not be made" in outcome.published.remark
    manifest = json.loads((outcome.folder / "manifest.json").read_text())
    assert manifest["remark"] == outcome.published.remark
    page = " ".join((outcome.folder / "report.html").read_text("utf-8").split())
    assert "Printed by: embedded" in page


def test_quarto_asked_for_by_name_is_not_replaced(failing_quarto: Project) -> None:
    with pytest.raises(BuildError, match="the typst file could not be made"):
        pipeline.make_report(failing_quarto, "example", renderer="quarto")
    assert not (failing_quarto.reports / "example").exists()


@pytest.mark.parametrize("renderer", ["auto", "quarto"])
def test_prose_outside_the_subset_never_reaches_quarto(failing_quarto: Project, renderer: str) -> None:
    prose = failing_quarto.raw / "example" / "narrative" / "learning.md"
    prose.parent.mkdir(exist_ok=True)
    prose.write_text("We learned this. <script>alert(1)</script>\n", encoding="utf-8")
    with pytest.raises(BuildError, match=r"report\.ipynb: cell \d+ .*raw HTML"):
        pipeline.make_report(failing_quarto, "example", renderer=renderer)
    assert not (failing_quarto.reports / "example").exists()
