"""A notebook's front matter: the YAML in its first raw cell, where both engines look for it."""

from __future__ import annotations

import datetime as dt
from io import StringIO
from typing import TYPE_CHECKING, Any, Final

import nbformat
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from evalkit.errors import BuildError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

NOTEBOOK_VERSION: Final = 4
FENCE: Final = "---"


def read_notebook(path: Path) -> nbformat.NotebookNode:
    """Read a notebook, in notebook format 4.

    Parameters
    ----------
    path : Path
        An ``.ipynb`` file.

    Raises
    ------
    BuildError
        When the file is no notebook.
    """
    try:
        notebook: nbformat.NotebookNode = nbformat.read(path, as_version=NOTEBOOK_VERSION)
    except (OSError, ValueError) as error:
        raise BuildError(f"{path.name} can't be read as a notebook: {error}") from error
    return notebook


def is_front_matter(cell: nbformat.NotebookNode) -> bool:
    r"""Tell whether a cell is a raw cell fenced by ``---``.

    Examples
    --------
    >>> from nbformat.v4 import new_raw_cell
    >>> is_front_matter(new_raw_cell("---\ntitle: A\n---"))
    True
    >>> is_front_matter(new_raw_cell("title: A"))
    False
    """
    text = str(cell.source).strip()
    return cell.cell_type == "raw" and text.startswith(FENCE) and text.endswith(FENCE)


def front_matter(notebook: nbformat.NotebookNode) -> dict[str, Any]:
    """Return what the first cell says: title, subtitle, date, lang and ``evalkit``.

    Dates come back as ISO text.

    Raises
    ------
    BuildError
        When the first cell is no front matter, or no YAML mapping.
    """
    if not notebook.cells or not is_front_matter(notebook.cells[0]):
        raise BuildError("cell 1 is no front matter: it has to be a raw cell between two lines of ---")
    text = str(notebook.cells[0].source).strip().strip("-")
    try:
        content = YAML(typ="safe").load(text)
    except YAMLError as error:
        raise BuildError(f"cell 1: the front matter is no YAML: {error}") from error
    if not isinstance(content, dict):
        raise BuildError("cell 1: the front matter is no list of keys and values")
    return {
        str(key): value.isoformat() if isinstance(value, dt.date) else value for key, value in content.items()
    }


def set_front_matter(path: Path, values: Mapping[str, Any]) -> None:
    """Write front matter into a notebook's first cell, in place of what it said before.

    Parameters
    ----------
    path : Path
        The notebook; it is changed in place.
    values : mapping
        ``title``, ``subtitle``, ``date``, ``lang`` and ``evalkit`` with ``kicker``, ``byline`` and
        ``synthetic``; dates may be dates.

    Raises
    ------
    BuildError
        When the file is no notebook.
    """
    notebook = read_notebook(path)
    plain = {key: value.isoformat() if isinstance(value, dt.date) else value for key, value in values.items()}
    stream = StringIO()
    yaml = YAML(typ="safe", pure=True)
    yaml.default_flow_style = False
    yaml.width = 10_000
    yaml.allow_unicode = True
    yaml.dump(plain, stream)
    text = f"{FENCE}\n{stream.getvalue()}{FENCE}"
    if notebook.cells and is_front_matter(notebook.cells[0]):
        notebook.cells[0].source = text
    else:
        cell = nbformat.v4.new_raw_cell(text)
        cell.id = "front-matter"
        notebook.cells.insert(0, cell)
    nbformat.write(notebook, path)
