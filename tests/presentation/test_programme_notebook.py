"""The notebook of the programme page runs and prints every section."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from nbclient import NotebookClient

from evalkit.presentation.programme_released import COLUMNS, FACTS
from notebook_files import read_notebook
from programme_rows_made import whole_programme

if TYPE_CHECKING:
    from pathlib import Path

    from nbformat import NotebookNode


@pytest.fixture
def notebook() -> NotebookNode:
    return read_notebook("population_indicators")


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
