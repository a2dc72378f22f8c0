"""The notebook of the programme page: it opens, goes through the released door only, and runs."""

from __future__ import annotations

import ast
import json
from pathlib import Path
from typing import TYPE_CHECKING

import nbformat
import pytest
from nbclient import NotebookClient

from evalkit.presentation.programme_released import COLUMNS, FACTS
from programme_rows_made import whole_programme

if TYPE_CHECKING:
    from nbformat import NotebookNode

NOTEBOOK = Path(__file__).parents[2] / "notebooks" / "population_indicators.ipynb"
ORDER = [
    *("banner", "in_short", "dashboard", "charts", "detentions", "published_reach"),
    *("commitments", "method", "glossary", "about"),
]


@pytest.fixture
def notebook() -> NotebookNode:
    content: NotebookNode = nbformat.read(NOTEBOOK, as_version=4)
    return content


@pytest.fixture
def released_folder(tmp_path: Path) -> Path:
    """Write the released folder of the programme made by hand, as the pipeline does."""
    released, folder = whole_programme(), tmp_path / "released"
    folder.mkdir()
    (folder / FACTS).write_text(released.facts.model_dump_json(), encoding="utf-8")
    for name in COLUMNS:
        table = getattr(released, name)
        lowered = {column: table[column].map(json.dumps) for column in table.select_dtypes("bool")}
        table.assign(**lowered).to_csv(folder / f"{name}.csv", index=False)
    return folder


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
    assert ids[:3] == ["front-matter", "parameters", "open-page"]


def test_it_holds_no_logic_and_imports_presentation_only(notebook: NotebookNode) -> None:
    nodes = list(ast.walk(ast.parse(code(notebook))))
    forbidden = (ast.FunctionDef, ast.Lambda, ast.BinOp, ast.For, ast.If, ast.ListComp, ast.Import)
    assert not [node for node in nodes if isinstance(node, forbidden)]
    assert [node.module for node in nodes if isinstance(node, ast.ImportFrom)] == ["evalkit.presentation"]


def test_sections_follow_the_page_order(notebook: NotebookNode) -> None:
    printed = [
        node.func.attr
        for node in ast.walk(ast.parse(code(notebook)))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
    ]
    assert printed == ORDER


@pytest.mark.slow
@pytest.mark.filterwarnings("default")
def test_it_runs_and_prints_every_section(
    notebook: NotebookNode, released_folder: Path, tmp_path: Path
) -> None:
    parameters = next(cell for cell in notebook.cells if cell.id == "parameters")
    parameters.source += f"\nreleased = {str(released_folder)!r}"
    NotebookClient(notebook, resources={"metadata": {"path": str(tmp_path)}}, timeout=120).execute()
    texts = {
        cell.id: "".join(output.get("text", "") for output in cell.outputs)
        for cell in notebook.cells
        if cell.cell_type == "code"
    }
    assert texts["banner"].strip() == ""
    assert "**Waited under 28 days: a move away from the target.**" in texts["in-short"]
    assert "#fig-indicator-up" in texts["charts"]
    assert "more than 1,200 people" in texts["published-reach"]
    assert len(list((tmp_path / "figures").glob("*.svg"))) == 12
