"""Front matter: written into the first raw cell, read back as it was."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import nbformat
import pytest

from evalkit.errors import BuildError
from evalkit.publishing.notebook import front_matter, read_notebook, set_front_matter

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

VALUES = {
    "title": "Growing Minds: “February” to 'July' — 100%",
    "date": dt.date(2022, 7, 31),
    "lang": "en-GB",
    "evalkit": {"kicker": "A · B", "byline": "For # nobody", "synthetic": True},
}


@pytest.mark.parametrize("front", ["---\ntitle: old\n---", ""], ids=["replaced", "added"])
def test_what_was_written_is_read_back(front: str, make_notebook: Callable[..., Path]) -> None:
    path = make_notebook("## One", front=front)
    set_front_matter(path, VALUES)
    notebook = read_notebook(path)
    assert front_matter(notebook) == {**VALUES, "date": "2022-07-31"}
    assert [cell.cell_type for cell in notebook.cells] == ["raw", "markdown"]


def test_writing_twice_gives_the_same_bytes(make_notebook: Callable[..., Path]) -> None:
    path = make_notebook("## One", front="")
    set_front_matter(path, VALUES)
    once = path.read_bytes()
    set_front_matter(path, VALUES)
    assert path.read_bytes() == once


@pytest.mark.parametrize(
    ("front", "words"),
    [
        ("", "cell 1 is no front matter"),
        ("---\n- a\n---", "no list of keys and values"),
        ("---\na: [\n---", "the front matter is no YAML"),
    ],
)
def test_front_matter_that_cannot_be_used(front: str, words: str, make_notebook: Callable[..., Path]) -> None:
    notebook = nbformat.read(make_notebook("## One", front=front), as_version=4)
    with pytest.raises(BuildError, match=words):
        front_matter(notebook)
