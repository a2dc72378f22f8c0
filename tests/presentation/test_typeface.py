"""The vendored typeface: four faces, its licence beside it, known to matplotlib."""

from __future__ import annotations

import matplotlib as mpl
from matplotlib import font_manager

from evalkit.presentation.typeface import FAMILY, FONT_FOLDER, font_files, register_fonts


def test_four_faces_and_the_licence_lie_together() -> None:
    assert len(font_files()) == 4
    assert "SIL Open Font License" in (FONT_FOLDER / "OFL.txt").read_text(encoding="utf-8")


def test_matplotlib_finds_the_vendored_faces() -> None:
    assert register_fonts() == FAMILY
    for weight in ("normal", "bold"):
        found = font_manager.findfont(
            font_manager.FontProperties(family=FAMILY, weight=weight), fallback_to_default=False
        )
        assert FONT_FOLDER.name in found


def test_registering_twice_adds_nothing() -> None:
    register_fonts()
    before = len(font_manager.fontManager.ttflist)
    register_fonts()
    assert len(font_manager.fontManager.ttflist) == before
    assert mpl.get_backend().lower() == "agg"
