"""Figures: the same bytes twice, numbers in the alternative text, readable on a phone."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING

from evalkit.presentation import open_report, read_released
from evalkit.presentation.bars import Bar, draw_bars
from evalkit.presentation.canvas import GREY, NARROW, POINTS, TEAL, WIDE, Studio
from evalkit.presentation.change_figure import caption_changes, make_row
from evalkit.presentation.changes import gather_changes
from evalkit.presentation.counts import Count

if TYPE_CHECKING:
    from pathlib import Path

PHONE = 320
"""Width in CSS pixels at which a narrow figure must be readable."""
SMALLEST_TYPE = 11.0
"""CSS pixels."""


def test_the_same_numbers_give_the_same_bytes(beat_the_blues: Path, tmp_path: Path) -> None:
    for place in ("a", "b"):
        report = open_report(beat_the_blues, tmp_path / place / "figures", engine="none")
        report.outcomes()
        report.who_is_missing()
    first = sorted((tmp_path / "a" / "figures").glob("*.svg"))
    assert len(first) == 12
    for path in first:
        assert path.read_bytes() == (tmp_path / "b" / "figures" / path.name).read_bytes(), path.name


def test_stamps_come_from_the_data_and_letters_are_paths(beat_the_blues: Path, tmp_path: Path) -> None:
    open_report(beat_the_blues, tmp_path / "figures", engine="none").outcomes()
    svg = (tmp_path / "figures" / "change-therapy-bdi-total.svg").read_text(encoding="utf-8")
    assert "<dc:date>2003-02-01</dc:date>" in svg
    assert "<text" not in svg
    assert "AtkinsonHyperlegible" in svg


def test_alternative_text_holds_the_numbers(beat_the_blues: Path, tmp_path: Path) -> None:
    report = open_report(beat_the_blues, tmp_path / "figures", engine="none")
    alts = dict(re.findall(r'\{#(fig-[^\s]+) fig-alt="([^"]+)"', report.outcomes() + report.who_is_missing()))
    assert (
        "From before to 8 months (everybody, 52 people): 1.24 (0.87 to 1.60)"
        in alts["fig-change-therapy-bdi-total"]
    )
    assert "8 months 10.5 (3 to 15.3), 52 people" in alts["fig-paths-therapy-bdi-total"]
    assert "Started: 100; Answered BDI, before: 100; … and again, 2 months: 97" in alts["fig-flow-therapy"]
    assert "TAU; Started: 48" in alts["fig-flow-by-group-therapy"]


def test_type_is_large_enough_on_a_phone() -> None:
    assert NARROW.small * PHONE / NARROW.width >= SMALLEST_TYPE
    assert WIDE.width == 6.6 * POINTS


def test_right_is_better_and_only_a_clear_interval_is_filled(
    awkward: dict[str, Path], beat_the_blues: Path
) -> None:
    better = make_row("", "", gather_changes(read_released(beat_the_blues))[0])
    worse = make_row("", "", gather_changes(read_released(awkward["worse"]))[0])
    null = make_row("", "", gather_changes(read_released(awkward["null"]))[0])
    hidden = make_row("", "", gather_changes(read_released(awkward["four"]))[0])
    assert better.points is not None
    assert better.points[0] > 0
    assert worse.points is not None
    assert worse.points[0] < 0
    assert [row.way for row in (better, worse, null, hidden)] == ["better", "worse", "unclear", "nothing"]
    assert null.value(5) == "0.00 (−0.20 to 0.20)"
    assert hidden.value(5) == "fewer than 5 people"
    assert caption_changes([better, worse, null, hidden]).startswith(
        "Of 4 comparisons, 1 shows a change for the better, 1 shows a change for the worse, 1 shows no clear "
        "change and 1 has no result that can be shown."
    )


def test_a_hidden_bar_is_hatched_whatever_it_hides() -> None:
    shown, hidden = (
        Count(40, suppressed=False, threshold=5),
        Count(float("nan"), suppressed=True, threshold=5),
    )
    drawing = draw_bars(NARROW, [Bar("Started", shown, "40"), Bar("Answered", hidden, hidden.text)])
    patches = drawing.axes[0].patches
    assert [patch.get_hatch() for patch in patches] == [None, "////"]
    assert drawing.get_size_inches()[0] == 3.3


def test_a_count_says_fewer_only_where_that_is_true() -> None:
    small = Count(float("nan"), suppressed=True, threshold=5, is_small=True)
    large = Count(float("nan"), suppressed=True, threshold=5)
    assert small.text == "fewer than 5"
    assert large.text == "hidden"


def test_the_studio_saves_both_forms(tmp_path: Path) -> None:
    bars = [Bar("Started", Count(40, suppressed=False, threshold=5), "40")]
    Studio(tmp_path / "new", dt.date(2024, 3, 31)).save("x", lambda form: draw_bars(form, bars))
    assert sorted(path.name for path in (tmp_path / "new").iterdir()) == ["x-narrow.svg", "x.svg"]


def contrast(colour: str) -> float:
    """Return the contrast of a colour with white, after WCAG 2.2."""
    parts = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 1.05 / (0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2] + 0.05)


def test_shapes_stand_out_from_paper() -> None:
    assert contrast(TEAL) > 4.5
    assert contrast(GREY) > 3
