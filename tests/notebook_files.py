"""The project's notebooks, read as tests need them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import nbformat

if TYPE_CHECKING:
    from nbformat import NotebookNode

NOTEBOOKS = Path(__file__).parents[1] / "notebooks"


def read_notebook(name: str) -> NotebookNode:
    """Return a notebook of the project by the stem of its file."""
    content: NotebookNode = nbformat.read(NOTEBOOKS / f"{name}.ipynb", as_version=4)
    return content


def code_of(notebook: NotebookNode) -> str:
    """Return all code of a notebook."""
    return "\n".join(cell.source for cell in notebook.cells if cell.cell_type == "code")
