"""Notebooks hold markdown and calls: they go through the released door only, and work nothing out."""

from __future__ import annotations

import ast
import io
import tokenize
from pathlib import Path

import nbformat
import pytest

FOLDER = Path(__file__).parents[2] / "notebooks"
NOTEBOOKS = sorted(FOLDER.rglob("*.ipynb"))
ALLOWED_IMPORTS = ("evalkit.presentation", "__future__")
DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)
READING_CALLS = {"open", "load", "loads", "fromfile", "genfromtxt", "exec", "eval", "__import__"}


def find_trespasses(source: str) -> list[str]:
    """Return what a code cell does that is not a notebook's to do."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, DEFINITIONS):
            found.append("definition")
        elif isinstance(node, (ast.BinOp, ast.AugAssign)):
            found.append(f"formula: {ast.unparse(node)}")
        elif isinstance(node, ast.Import):
            found += [f"import of {alias.name}" for alias in node.names if not is_allowed(alias.name)]
        elif isinstance(node, ast.ImportFrom) and not is_allowed(node.module or "."):
            found += [
                f"import of {node.module}.{alias.name}"
                for alias in node.names
                if not is_allowed(f"{node.module}.{alias.name}")
            ]
        elif isinstance(node, ast.Call):
            name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
            if name in READING_CALLS or name.startswith("read_"):
                found.append(f"reading: {name}")
    return found


def is_allowed(module: str) -> bool:
    """Say whether a notebook may import a module."""
    return any(module == allowed or module.startswith(f"{allowed}.") for allowed in ALLOWED_IMPORTS)


def find_parameter_faults(cells: list[nbformat.NotebookNode]) -> list[str]:
    """Return what is missing from a notebook's cell of parameters: one tagged cell, types, a comment for each."""
    tagged = [cell for cell in cells if "parameters" in cell.metadata.get("tags", [])]
    if len(tagged) != 1 or tagged[0].cell_type != "code":
        return [f"{len(tagged)} code cells are tagged parameters, one is needed"]
    source = tagged[0].source
    comments = {
        token.start[0]
        for token in tokenize.generate_tokens(io.StringIO(source).readline)
        if token.type == tokenize.COMMENT
    }
    statements = ast.parse(source).body
    faults = [] if statements else ["no parameter"]
    for statement in statements:
        text = ast.unparse(statement)
        if not isinstance(statement, ast.AnnAssign) or statement.value is None:
            faults.append(f"no type or no value: {text}")
        elif not comments & {statement.lineno - 1, statement.end_lineno}:
            faults.append(f"no comment: {text}")
    return faults


def read(path: Path) -> nbformat.NotebookNode:
    """Return a notebook, checked against the format."""
    notebook: nbformat.NotebookNode = nbformat.read(path, as_version=4)
    nbformat.validate(notebook)
    return notebook


def test_the_report_is_a_notebook() -> None:
    assert "grantee_report.ipynb" in [path.name for path in NOTEBOOKS]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_outputs_are_stripped(path: Path) -> None:
    for cell in read(path).cells:
        if cell.cell_type == "code":
            assert cell.outputs == []
            assert cell.execution_count is None
            assert not {"execution", "papermill", "ExecuteTime"} & set(cell.metadata)


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_cells_call_presentation_and_nothing_else(path: Path) -> None:
    code = [cell.source for cell in read(path).cells if cell.cell_type == "code"]

    assert code
    assert [trespass for source in code for trespass in find_trespasses(source)] == []


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_parameters_are_tagged_typed_and_described(path: Path) -> None:
    assert find_parameter_faults(read(path).cells) == []


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_cells_have_unchanging_and_different_names(path: Path) -> None:
    names = [cell.id for cell in read(path).cells]

    assert len(set(names)) == len(names)


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("def f(): pass", ["definition"]),
        ("f = lambda x: x", ["definition"]),
        ("class A: pass", ["definition"]),
        ("change = after - before", ["formula: after - before"]),
        ("n += 1", ["formula: n += 1"]),
        ("import pandas as pd", ["import of pandas"]),
        ("from evalkit.analysis import change", ["import of evalkit.analysis.change"]),
        ("from evalkit import store", ["import of evalkit.store"]),
        ("import evalkit.presentational", ["import of evalkit.presentational"]),
        ("pd.read_csv('x')", ["reading: read_csv"]),
        ("open('x')", ["reading: open"]),
        ("Path('x').read_text()", ["reading: read_text"]),
        ("json.loads('1')", ["reading: loads"]),
        ("from evalkit.presentation import blocks\nblocks.show(-1, 'a')", []),
        ("from evalkit import presentation", []),
    ],
)
def test_a_planted_trespass_is_found(source: str, found: list[str]) -> None:
    assert find_trespasses(source) == found


@pytest.mark.parametrize(
    ("source", "tags", "fault"),
    [
        ("grantee: str = 'x'  # the folder's name", ["parameters"], ""),
        ("# the folder's name\ngrantee: str = 'x'", ["parameters"], ""),
        ("grantee: str = 'x'", ["parameters"], "no comment: grantee: str = 'x'"),
        ("grantee = 'x'  # name", ["parameters"], "no type or no value: grantee = 'x'"),
        ("grantee: str  # name", ["parameters"], "no type or no value: grantee: str"),
        ("# nothing", ["parameters"], "no parameter"),
        (
            "grantee: str = 'x'  # name",
            [],
            "0 code cells are tagged parameters, one is needed",
        ),
    ],
)
def test_a_faulty_cell_of_parameters_is_found(source: str, tags: list[str], fault: str) -> None:
    cell = nbformat.v4.new_code_cell(source, metadata={"tags": tags})

    assert find_parameter_faults([cell]) == ([fault] if fault else [])
