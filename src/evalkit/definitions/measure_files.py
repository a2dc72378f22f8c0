"""The measure files that come with evalkit: ``measures/*.yml`` and their conversion tables."""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from ruamel.yaml import YAML

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable


def measure_folder() -> Traversable:
    """Return the folder with the shipped measures."""
    return files("evalkit.definitions").joinpath("measures")


@cache
def list_measures() -> tuple[str, ...]:
    """Return the ids of all measures that come with evalkit, in alphabetical order.

    Examples
    --------
    >>> "phq9" in list_measures()
    True
    """
    entries = (entry.name for entry in measure_folder().iterdir())
    return tuple(sorted(name.removesuffix(".yml") for name in entries if name.endswith(".yml")))


def read_measure_file(measure_id: str) -> object:
    """Return the content of a shipped measure's YAML file, not yet checked."""
    text = measure_folder().joinpath(f"{measure_id}.yml").read_text(encoding="utf-8")
    content: object = YAML(typ="safe").load(text)
    return content


def read_table(value: object) -> object:
    """Return a conversion table: a mapping as it is, a file name as that file's content.

    Parameters
    ----------
    value : object
        A mapping of raw to reported score, or the name of a CSV file beside the shipped
        measures with these two columns and a header.

    Raises
    ------
    ValueError
        If there is no such file.
    """
    if not isinstance(value, str):
        return value
    known = sorted(entry.name for entry in measure_folder().iterdir() if entry.name.endswith(".csv"))
    if value not in known:
        message = f"no conversion table '{value}' comes with evalkit: write the table out as raw score: score"
        raise ValueError(message)
    rows = list(csv.reader(measure_folder().joinpath(value).read_text(encoding="utf-8").splitlines()))
    return {float(raw): float(score) for raw, score in rows[1:]}
