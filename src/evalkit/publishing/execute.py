"""Run a notebook with Papermill, and strip what would differ from run to run."""

from __future__ import annotations

import os
import re
import warnings
from typing import TYPE_CHECKING, Any, Final

import nbformat
import papermill
from papermill.exceptions import PapermillExecutionError

from evalkit.errors import BuildError, UsageError, did_you_mean
from evalkit.publishing.cells import cell_name
from evalkit.publishing.kernel import KERNEL_NAME, own_kernel
from evalkit.publishing.notebook import read_notebook

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

TIMEOUT: Final = 600
COLOURS: Final = re.compile(r"\x1b\[[0-9;]*m")
KEPT_METADATA: Final = ("kernelspec", "language_info")
INJECTED: Final = "injected-parameters"


def execute(
    notebook: Path,
    executed: Path,
    parameters: Mapping[str, Any],
    *,
    folder: Path,
    environment: Mapping[str, str] | None = None,
    seconds_per_cell: int = TIMEOUT,
) -> Path:
    """Run a notebook from the top in a fresh kernel of this interpreter.

    Parameters
    ----------
    notebook : Path
        The source notebook, with a cell tagged ``parameters``.
    executed : Path
        Where the executed notebook goes; written only when every cell ran.
    parameters : mapping
        Values for the parameters cell, by name.
    folder : Path
        The kernel's working folder.
    environment : mapping, optional
        The kernel's whole environment; without it a copy of this process's.
    seconds_per_cell : int
        Longest time a cell may take.

    Returns
    -------
    Path
        ``executed``.

    Raises
    ------
    UsageError
        For a parameter that the notebook does not have.
    BuildError
        When a cell fails; the message names notebook, cell and cause.
    """
    _check_parameters(notebook, parameters)
    try:
        with (
            own_kernel(os.environ if environment is None else environment) as manager_class,
            warnings.catch_warnings(),
        ):
            # Papermill gives the cell it injects no id; ids are set below, for all cells alike.
            warnings.simplefilter("ignore", nbformat.warnings.MissingIDFieldWarning)
            content = papermill.execute_notebook(
                notebook,
                None,
                parameters=dict(parameters),
                kernel_name=KERNEL_NAME,
                language="python",
                progress_bar=False,
                execution_timeout=seconds_per_cell,
                kernel_manager_class=manager_class,
                resources={"metadata": {"path": str(folder)}},
            )
    except PapermillExecutionError as error:
        raise BuildError(_failure(notebook, error)) from error
    except (TimeoutError, RuntimeError) as error:
        raise BuildError(f"{notebook.name}: {_first_line(str(error))}") from error
    executed.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(strip_traces(content), executed)
    return executed


def _check_parameters(notebook: Path, parameters: Mapping[str, Any]) -> None:
    read_notebook(notebook)
    known = sorted(papermill.inspect_notebook(notebook))
    for name in parameters:
        if name not in known:
            raise UsageError(f"{notebook.name} has no parameter '{name}'; {did_you_mean(name, known)}")


def _failure(notebook: Path, error: PapermillExecutionError) -> str:
    """Say in one line what stopped the run; the cell's number is that of the source notebook."""
    source = read_notebook(notebook)
    number = error.cell_index + 1
    if _parameters_were_injected(source, error):
        number -= 1
    place = cell_name(number, str(error.source))
    cause = COLOURS.sub("", f"{error.ename}: {error.evalue}".strip()).splitlines()
    return f"{notebook.name}, {place}: {cause[0] if len(cause) == 1 else f'{cause[0]} … {cause[-1]}'}"


def _parameters_were_injected(source: nbformat.NotebookNode, error: PapermillExecutionError) -> bool:
    """Tell whether the failed cell stands one place lower than in the source notebook."""
    place = error.cell_index
    return not (place < len(source.cells) and source.cells[place].source == error.source)


def _first_line(text: str) -> str:
    return COLOURS.sub("", text).strip().splitlines()[0] if text.strip() else "the kernel stopped"


def strip_traces(notebook: nbformat.NotebookNode) -> nbformat.NotebookNode:
    """Return a notebook without times, paths and random ids; what cells show is kept.

    Parameters
    ----------
    notebook : NotebookNode
        An executed notebook; it is left as it is.

    Returns
    -------
    NotebookNode
        Equal for equal outputs, whenever and wherever it ran.

    Examples
    --------
    >>> from nbformat.v4 import new_markdown_cell, new_notebook
    >>> raw = new_notebook(cells=[new_markdown_cell("A", metadata={"papermill": {"duration": 1.2}})])
    >>> strip_traces(raw).cells[0].metadata, strip_traces(raw).cells[0].id
    ({}, 'cell-1')
    """
    clean: nbformat.NotebookNode = nbformat.from_dict(notebook)
    clean.metadata = nbformat.from_dict(
        {key: clean.metadata[key] for key in KEPT_METADATA if key in clean.metadata}
    )
    for number, cell in enumerate(clean.cells, start=1):
        cell.id = f"cell-{number}"
        tags = cell.metadata.get("tags", [])
        cell.metadata = nbformat.from_dict({"tags": list(tags)} if tags else {})
        if cell.cell_type == "code":
            cell.outputs = _joined(cell.outputs)
    return clean


def _joined(outputs: Sequence[nbformat.NotebookNode]) -> list[nbformat.NotebookNode]:
    """Join what was printed in one go: the kernel sends it in pieces that depend on the moment."""
    joined: list[nbformat.NotebookNode] = []
    for output in outputs:
        last = joined[-1] if joined else None
        if last and output.output_type == "stream" == last.output_type and output.name == last.name:
            last.text += output.text
        else:
            joined.append(nbformat.from_dict(output))
    return joined
