"""An executed notebook as Markdown, cell by cell; code stays hidden, what a cell prints is shown."""

from __future__ import annotations

import base64
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from ruamel.yaml import YAML

from evalkit.errors import BuildError
from evalkit.publishing.notebook import is_front_matter

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    import nbformat

MARKDOWN: Final = "text/markdown"
IMAGES: Final[Mapping[str, str]] = {"image/svg+xml": "svg", "image/png": "png"}
OPTION: Final = re.compile(r"^#\|\s?(.*)$")


@dataclass(frozen=True, slots=True)
class Cell:
    """What one cell shows.

    Attributes
    ----------
    number : int
        Position in the notebook, from 1.
    name : str
        ``cell 7``, or ``cell 7 (outcomes)`` where the cell has a label.
    markdown : str
        The Markdown it shows; may be empty.
    """

    number: int
    name: str
    markdown: str


def cell_options(source: str) -> dict[str, Any]:
    r"""Return a code cell's options: the YAML of the ``#|`` lines it begins with.

    Examples
    --------
    >>> cell_options("#| label: reach\n#| output: asis\nprint(1)\n#| no: option")
    {'label': 'reach', 'output': 'asis'}
    >>> cell_options("print(1)")
    {}
    """
    lines = []
    for line in source.splitlines():
        found = OPTION.match(line)
        if not found:
            break
        lines.append(found[1])
    content = YAML(typ="safe").load("\n".join(lines)) if lines else {}
    return content if isinstance(content, dict) else {}


def cell_name(number: int, source: str) -> str:
    """Return how messages name a cell.

    Examples
    --------
    >>> cell_name(7, "#| label: outcomes")
    'cell 7 (outcomes)'
    >>> cell_name(2, "")
    'cell 2'
    """
    label = cell_options(source).get("label")
    return f"cell {number} ({label})" if label else f"cell {number}"


def read_cells(notebook: nbformat.NotebookNode, folder: Path) -> list[Cell]:
    """Return what each cell shows, without the front matter.

    Parameters
    ----------
    notebook : NotebookNode
        An executed notebook.
    folder : Path
        Where images that cells gave as outputs are written, under ``figures/``.

    Raises
    ------
    BuildError
        When a cell's output is outside the Markdown subset; it names cell and construct.
    """
    cells = []
    for number, cell in enumerate(notebook.cells, start=1):
        if number == 1 and is_front_matter(cell):
            continue
        source = str(cell.source)
        name = cell_name(number, source) if cell.cell_type == "code" else f"cell {number}"
        if cell.cell_type == "markdown":
            cells.append(Cell(number, name, source))
        elif cell.cell_type == "raw":
            raise BuildError(f"{name}: a raw cell other than the front matter is outside the Markdown subset")
        else:
            cells.append(Cell(number, name, _shown(cell, number, name, folder)))
    return cells


def _shown(cell: nbformat.NotebookNode, number: int, name: str, folder: Path) -> str:
    options = cell_options(str(cell.source))
    if options.get("output") is False or options.get("include") is False:
        return ""
    parts = [
        _stream(output, options, name)
        if output.output_type == "stream"
        else _result(output, options, f"cell-{number}-output-{position}", name, folder)
        for position, output in enumerate(cell.outputs, start=1)
    ]
    return "\n\n".join(parts)


def _stream(output: nbformat.NotebookNode, options: dict[str, Any], name: str) -> str:
    text = str(output.text)
    if output.name != "stdout":
        last = text.strip().splitlines()[-1] if text.strip() else ""
        raise BuildError(f"{name}: text on {output.name} is outside the Markdown subset: {last}")
    if options.get("output") != "asis":
        raise BuildError(f"{name}: printed text without '#| output: asis' is outside the Markdown subset")
    return text


def _result(
    output: nbformat.NotebookNode, options: dict[str, Any], stem: str, name: str, folder: Path
) -> str:
    if output.output_type == "error":
        raise BuildError(f"{name}: {output.ename}: {output.evalue}")
    data = output.data
    if "text/html" in data:
        raise BuildError(
            f"{name}: an output of type text/html is outside the Markdown subset: give Markdown instead"
        )
    if MARKDOWN in data:
        return str(data[MARKDOWN])
    for kind, suffix in IMAGES.items():
        if kind in data:
            return _figure(data[kind], options, f"figures/{stem}.{suffix}", name, folder)
    kinds = ", ".join(sorted(data)) or "nothing"
    raise BuildError(
        f"{name}: a bare result ({kinds}) is outside the Markdown subset: "
        "end the line with a semicolon or show Markdown"
    )


def _figure(content: str, options: dict[str, Any], target: str, name: str, folder: Path) -> str:
    missing = [key for key in ("label", "fig-cap", "fig-alt") if not options.get(key)]
    if missing:
        raise BuildError(f"{name}: an image output needs the cell options {', '.join(missing)}")
    path = folder / target
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if target.endswith(".svg") else base64.b64decode(content))
    alt = str(options["fig-alt"]).replace('"', '\\"')
    return f'![{options["fig-cap"]}]({target}){{#{options["label"]} fig-alt="{alt}"}}'
