"""A sample notebook with every construct of the Markdown subset, and small ones built on the spot."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output, new_raw_cell

from evalkit.publishing.embedded import EmbeddedEngine

if TYPE_CHECKING:
    from collections.abc import Callable

FILES = Path(__file__).parent / "files"
FRONT_MATTER = "---\ntitle: A small report\ndate: 2022-07-31\nlang: en-GB\n---"
KERNEL = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}

Output = tuple[str, dict[str, Any]]
NotebookMaker = "Callable[..., Path]"


@pytest.fixture(scope="session")
def sample() -> Path:
    """Return the executed sample notebook; its figures lie beside it."""
    return FILES / "sample.ipynb"


@pytest.fixture(scope="session")
def rendered(sample: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Return the sample's HTML page and PDF from the embedded engine."""
    return EmbeddedEngine().render(sample, tmp_path_factory.mktemp("rendered"))


@pytest.fixture
def make_notebook(tmp_path: Path) -> Callable[..., Path]:
    """Give ``make_notebook(*cells)``: an executed notebook of these cells after a front matter.

    A string is a Markdown cell; a pair is a code cell's source and its outputs.
    """

    def make(*cells: str | tuple[str, list[Output]], name: str = "small", front: str = FRONT_MATTER) -> Path:
        folder = tmp_path / name
        shutil.copytree(FILES / "figures", folder / "figures")
        made = [new_raw_cell(front)] if front else []
        for cell in cells:
            if isinstance(cell, str):
                made.append(new_markdown_cell(cell))
            else:
                source, outputs = cell
                made.append(
                    new_code_cell(source, outputs=[new_output(kind, **data) for kind, data in outputs])
                )
        path = folder / "report.ipynb"
        nbformat.write(new_notebook(cells=made, metadata=KERNEL), path)
        return path

    return make


@pytest.fixture
def make_source(tmp_path: Path) -> Callable[..., Path]:
    """Give ``make_source(parameters, *sources)``: a notebook to be run."""

    def make(parameters: str, *sources: str) -> Path:
        cells = [new_raw_cell(FRONT_MATTER), new_code_cell(parameters, metadata={"tags": ["parameters"]})]
        cells += [new_code_cell(source) for source in sources]
        path = tmp_path / "source.ipynb"
        nbformat.write(new_notebook(cells=cells, metadata=KERNEL), path)
        return path

    return make
