"""The grantee's notebook: its parameters are explained, and it runs."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

import pytest
from nbclient import NotebookClient

from notebook_files import read_notebook

if TYPE_CHECKING:
    from pathlib import Path

    from nbformat import NotebookNode


@pytest.fixture
def notebook() -> NotebookNode:
    return read_notebook("grantee_report")


def test_parameters_are_typed_and_explained(notebook: NotebookNode) -> None:
    cell = next(cell for cell in notebook.cells if "parameters" in cell.metadata.get("tags", []))
    declared = [node for node in ast.parse(cell.source).body if isinstance(node, ast.AnnAssign)]
    assert [ast.unparse(node.target) for node in declared] == [
        *("grantee", "released", "figures", "engine", "maximum_findings")
    ]
    lines = [line for line in cell.source.splitlines() if ": " in line and not line.startswith("#")]
    assert all("  # " in line for line in lines)


@pytest.mark.slow
@pytest.mark.filterwarnings("default")
def test_it_runs_and_prints_every_section(
    notebook: NotebookNode, beat_the_blues: Path, tmp_path: Path
) -> None:
    parameters = next(cell for cell in notebook.cells if cell.id == "parameters")
    parameters.source += f"\nreleased = {str(beat_the_blues)!r}"
    NotebookClient(notebook, resources={"metadata": {"path": str(tmp_path)}}, timeout=120).execute()
    texts = {
        cell.id: "".join(output.get("text", "") for output in cell.outputs)
        for cell in notebook.cells
        if cell.cell_type == "code"
    }
    assert "**Depression fell on average, a change for the better.**" in texts["in-short"]
    assert "#fig-flow-therapy" in texts["who-is-missing"]
    assert texts["banner"].strip() == ""
    assert len(list((tmp_path / "figures").glob("*.svg"))) == 12
