"""evalkit: from a community organisation's files to an evaluation report.

Useful on their own: :func:`load_measure` and :func:`score` for measures, the packages
``evalkit.analysis`` for statistics and ``evalkit.disclosure`` for small numbers. They are
imported when first used, so that the command line starts at once.

Examples
--------
>>> import evalkit
>>> evalkit.load_measure("phq9").subscale("total").better_is
'lower'
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from evalkit import analysis, disclosure
    from evalkit.definitions import list_measures, load_measure
    from evalkit.scoring import score

__all__ = ["analysis", "disclosure", "list_measures", "load_measure", "score"]

_HOMES = {
    "list_measures": "evalkit.definitions",
    "load_measure": "evalkit.definitions",
    "score": "evalkit.scoring",
}


def __getattr__(name: str) -> object:
    """Import a public name when it is first asked for."""
    if name not in __all__:
        message = f"module 'evalkit' has no attribute {name!r}"
        raise AttributeError(message)
    if name in _HOMES:
        return getattr(import_module(_HOMES[name]), name)
    return import_module(f"evalkit.{name}")
