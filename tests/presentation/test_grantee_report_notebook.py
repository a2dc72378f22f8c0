"""The notebook: it opens, goes through the released door only, and runs."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import TYPE_CHECKING

import nbformat
import pytest
from nbclient import NotebookClient

if TYPE_CHECKING:
    from nbformat import NotebookNode

NOTEBOOK = Path(__file__).parents[2] / "notebooks" / "grantee_report.ipynb"
ORDER = [
    *("banner", "in_short", "limits", "introduction", "reach", "outcomes", "goals", "stories"),
    *("who_is_missing", "learning", "recommendations", "method", "glossary", "about"),
]


@pytest.fixture
def notebook() -> NotebookNode:
    content: NotebookNode = nbformat.read(NOTEBOOK, as_version=4)
    return content


def code(notebook: NotebookNode) -> str:
    """Return all code of a notebook."""
    return "\n".join(cell.source for cell in notebook.cells if cell.cell_type == "code")


def test_it_is_valid_stripped_and_has_named_cells(notebook: NotebookNode) -> None:
    nbformat.validate(notebook)
    assert notebook.metadata.kernelspec.name == "python3"
    assert notebook.cells[0].cell_type == "raw"
    assert all(
        cell.outputs == [] and cell.execution_count is None for cell in notebook.cells if "outputs" in cell
    )
    ids = [cell.id for cell in notebook.cells]
    assert len(ids) == len(set(ids))
    assert ids[:3] == ["front-matter", "parameters", "open-report"]


def test_it_holds_no_logic_and_imports_presentation_only(notebook: NotebookNode) -> None:
    nodes = list(ast.walk(ast.parse(code(notebook))))
    forbidden = (ast.FunctionDef, ast.Lambda, ast.BinOp, ast.For, ast.If, ast.ListComp, ast.Import)
    assert not [node for node in nodes if isinstance(node, forbidden)]
    assert [node.module for node in nodes if isinstance(node, ast.ImportFrom)] == ["evalkit.presentation"]


def test_sections_follow_the_design(notebook: NotebookNode) -> None:
    printed = [
        node.func.attr
        for node in ast.walk(ast.parse(code(notebook)))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
    ]
    assert printed == ORDER


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
