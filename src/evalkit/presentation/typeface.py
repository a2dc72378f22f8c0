"""The one typeface of report, PDF and figures: Atkinson Hyperlegible, vendored in ``fonts/``."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from matplotlib import font_manager

FAMILY: Final = "Atkinson Hyperlegible"
"""Family name, as matplotlib, CSS and Typst know it."""

FONT_FOLDER: Final = Path(__file__).parent / "fonts"
"""Folder with the four static TrueType files and their licence (``OFL.txt``)."""


def font_files() -> tuple[Path, ...]:
    """Return the four font files (regular, bold, italic, bold italic), sorted by name.

    Examples
    --------
    >>> [file.stem.removeprefix("AtkinsonHyperlegible-") for file in font_files()]
    ['Bold', 'BoldItalic', 'Italic', 'Regular']
    """
    return tuple(sorted(FONT_FOLDER.glob("*.ttf")))


def register_fonts() -> str:
    """Make the typeface known to matplotlib, once per process, and return its family name.

    Examples
    --------
    >>> register_fonts()
    'Atkinson Hyperlegible'
    >>> sum(entry.name == FAMILY for entry in font_manager.fontManager.ttflist) >= 4
    True
    """
    known = {Path(entry.fname) for entry in font_manager.fontManager.ttflist}
    for file in font_files():
        if file not in known:
            font_manager.fontManager.addfont(file)
    return FAMILY
