"""What a manifest says of how its report was made, and how that differs from what is there now."""

from __future__ import annotations

import platform
import sys
from dataclasses import dataclass, field
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING, Final

from evalkit import store

if TYPE_CHECKING:
    from collections.abc import Mapping

MANIFEST: Final = "manifest.json"
REVIEW: Final = "review"
"""Folder below ``data/processed/<grantee>`` in which people decide."""
USED: Final = "used.json"
"""File beside it: the people and documents whose words the report uses."""
_PYTHON: Final = "python"
_MOST_FILES: Final = 3
"""So many changed files are named; the rest is counted."""


@dataclass(frozen=True, slots=True)
class Made:
    """What a manifest says; all empty if there is none that can be read.

    Attributes
    ----------
    inputs, outputs, decisions : mapping of str to str
        File → sha256: what was sent, what was made, what people had decided in the review files.
    made_with : mapping of str to str
        Notebook, settings and evalkit itself → sha256.
    versions, parameters : mapping of str to str
        Packages; parameters of the notebook that were asked for.
    renderer : str
        The engine that was asked for.
    reach_of : tuple of str
        Grantees whose released counts the page uses; of the programme only.
    """

    inputs: Mapping[str, str] = field(default_factory=dict)
    outputs: Mapping[str, str] = field(default_factory=dict)
    decisions: Mapping[str, str] = field(default_factory=dict)
    made_with: Mapping[str, str] = field(default_factory=dict)
    versions: Mapping[str, str] = field(default_factory=dict)
    parameters: Mapping[str, str] = field(default_factory=dict)
    renderer: str = "auto"
    reach_of: tuple[str, ...] = ()


def read_made(folder: Path) -> Made:
    """Read the manifest of a report's folder."""
    try:
        content = store.read_json(folder / MANIFEST)
    except (OSError, ValueError, TypeError):
        return Made()
    grantees = content.get("reach_of")
    return Made(
        inputs=_texts(content, "inputs"),
        outputs=_texts(content, "outputs"),
        decisions=_texts(content, "decisions"),
        made_with=_texts(content, "made_with"),
        versions=_texts(content, "versions"),
        parameters=_texts(content, "parameters"),
        renderer=str(content.get("renderer", "auto")),
        reach_of=tuple(map(str, grantees)) if isinstance(grantees, list) else (),
    )


def list_changes(before: Mapping[str, str], now: Mapping[str, str]) -> dict[str, str]:
    """Return what happened to each file that isn't as it was.

    Examples
    --------
    >>> list_changes({"a.csv": "1", "b.csv": "2"}, {"b.csv": "3", "c.csv": "4"})
    {'a.csv': 'is gone', 'b.csv': 'changed', 'c.csv': 'is new'}
    """
    told = {}
    for name in sorted({*before, *now}):
        if name not in now:
            told[name] = "is gone"
        elif name not in before:
            told[name] = "is new"
        elif before[name] != now[name]:
            told[name] = "changed"
    return told


def say_changes(changes: Mapping[str, str]) -> list[str]:
    """Return changes as clauses, the first few by name.

    Examples
    --------
    >>> say_changes({f"{name}.csv": "changed" for name in "abcde"})
    ['a.csv changed', 'b.csv changed', 'c.csv changed', '2 more files differ']
    """
    told = [f"{name} {what}" for name, what in changes.items()]
    more = len(told) - _MOST_FILES
    return told if more <= 1 else [*told[:_MOST_FILES], f"{more} more files differ"]


def find_other_versions(versions: Mapping[str, str]) -> list[str]:
    """Return a clause for each package that isn't in the version that the manifest names.

    Examples
    --------
    >>> find_other_versions({"numpy": "0.1"})
    ['numpy is ... instead of 0.1']
    """
    found = []
    for name, told in versions.items():
        now = _version_of(name, told)
        if now != told:
            found.append(f"{name} is {now} instead of {told}" if now else f"{name} is not installed")
    return found


def _version_of(name: str, likely: str) -> str:
    """Return the installed version; the folder's name tells the likely one without reading a file."""
    if name == _PYTHON:
        return platform.python_version()
    if any((Path(place) / f"{name}-{likely}.dist-info").is_dir() for place in sys.path):
        return likely
    try:
        return version(name)
    except PackageNotFoundError:
        return ""


def _texts(content: Mapping[str, object], key: str) -> dict[str, str]:
    held = content.get(key)
    return {str(name): str(value) for name, value in held.items()} if isinstance(held, dict) else {}
