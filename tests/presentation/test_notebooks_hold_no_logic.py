"""Each notebook: valid, without logic, through the released door only, its sections in the page's order."""

from __future__ import annotations

import ast

import nbformat
import pytest

from notebook_files import NOTEBOOKS, code_of, read_notebook

OPENED_BY = {"grantee_report": "open-report", "population_indicators": "open-page"}
SECTIONS = {
    "grantee_report": [
        *("banner", "in_short", "limits", "introduction", "reach", "reach_over_time", "equity"),
        *("outcomes", "goals", "stories", "numbers_and_stories"),
        *("who_is_missing", "completeness", "outcomes_by_group"),
        *("learning", "recommendations", "method", "glossary", "about"),
    ],
    "population_indicators": [
        *("banner", "in_short", "dashboard", "charts", "detentions", "published_reach"),
        *("money", "commitments", "method", "glossary", "about"),
    ],
}


def test_every_notebook_is_looked_at() -> None:
    assert {path.stem for path in NOTEBOOKS.glob("*.ipynb")} == set(SECTIONS)


@pytest.mark.parametrize("name", SECTIONS)
def test_it_is_valid_stripped_and_has_named_cells(name: str) -> None:
    notebook = read_notebook(name)
    nbformat.validate(notebook)
    assert notebook.metadata.kernelspec.name == "python3"
    assert notebook.cells[0].cell_type == "raw"
    assert all(
        cell.outputs == [] and cell.execution_count is None for cell in notebook.cells if "outputs" in cell
    )
    ids = [cell.id for cell in notebook.cells]
    assert len(ids) == len(set(ids))
    assert ids[:3] == ["front-matter", "parameters", OPENED_BY[name]]


@pytest.mark.parametrize("name", SECTIONS)
def test_it_holds_no_logic_and_imports_presentation_only(name: str) -> None:
    nodes = list(ast.walk(ast.parse(code_of(read_notebook(name)))))
    forbidden = (ast.FunctionDef, ast.Lambda, ast.BinOp, ast.For, ast.If, ast.ListComp, ast.Import)
    assert not [node for node in nodes if isinstance(node, forbidden)]
    assert [node.module for node in nodes if isinstance(node, ast.ImportFrom)] == ["evalkit.presentation"]


@pytest.mark.parametrize("name", SECTIONS)
def test_sections_follow_the_order_of_the_page(name: str) -> None:
    printed = [
        node.func.attr
        for node in ast.walk(ast.parse(code_of(read_notebook(name))))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
    ]
    assert printed == SECTIONS[name]
