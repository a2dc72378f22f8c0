"""Figures of the programme page: words that hold the numbers, lines that break, hidden months hatched."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np

from evalkit.presentation import open_programme
from evalkit.presentation.canvas import HATCH, NARROW, WIDE
from evalkit.presentation.detention_figure import Drawn, draw_detentions
from evalkit.presentation.detention_rows import gather_detentions
from evalkit.presentation.indicator_figure import draw_indicator
from evalkit.presentation.indicator_rows import gather_indicators
from programme_rows_made import (
    hidden_row,
    indicator,
    make_released,
    national_rates,
    points,
    waves,
    whole_programme,
)

if TYPE_CHECKING:
    from pathlib import Path

    from matplotlib.axes import Axes
    from matplotlib.lines import Line2D


def words_of(axes: Axes) -> list[str]:
    """Return everything that is written on an axes."""
    return [text.get_text() for text in axes.texts]


def heights(line: Line2D) -> list[float]:
    """Return where the points of a line stand on the scale."""
    return [float(height) for height in np.asarray(line.get_ydata())]


def test_every_figure_has_caption_alternative_text_and_both_forms(tmp_path: Path) -> None:
    page = open_programme(whole_programme(), tmp_path / "figures", engine="none")
    found = re.findall(
        r'^!\[(.+)\]\((figures/\S+)\)\{#fig-\S+ fig-alt="([^"]+)" narrow="([^"]+)"\}$',
        page.charts() + "\n\n" + page.detentions(),
        re.MULTILINE,
    )
    assert len(found) == 6
    for caption, wide, alt, narrow in found:
        assert (tmp_path / wide).is_file()
        assert (tmp_path / narrow).is_file()
        assert re.search(r"\d", alt)
        assert caption.endswith(".")
        assert "glossary" not in alt


def test_the_caption_of_a_chart_names_its_shift(tmp_path: Path) -> None:
    text = open_programme(whole_programme(), tmp_path / "figures", engine="none").charts()
    assert "![Health checks done rose by a [shift](#glossary-shift) from October 2023" in text
    assert "Lowest 50.3% in August 2022, highest 76.5% in September 2024." in text
    assert "![People in work, by month. 5 months: not enough data for [limits](#glossary-limits).]" in text


def test_a_shift_is_named_above_the_chart_and_limits_are_drawn_by_phase() -> None:
    shifted = gather_indicators(whole_programme())[0]
    for form in (WIDE, NARROW):
        axes = draw_indicator(form, shifted).axes[0]
        told = words_of(axes)
        assert "shift from Oct 2023" in told
        assert "target 70.0%" in told
        assert {"centre 66.6%", "limit 60.6%", "limit 72.6%"} <= set(told)
        assert "Sep 2024" in told
        assert len(axes.collections) == 2


def test_few_points_have_no_limits_but_intervals() -> None:
    few = next(each for each in gather_indicators(whole_programme()) if each.id == "few")
    axes = draw_indicator(NARROW, few).axes[0]
    assert not axes.collections
    assert "last 50.3%" in words_of(axes)
    upright = [line for line in axes.lines if heights(line) == [48.0, 56.0]]
    assert len(upright) == 5


def test_no_line_joins_months_across_a_gap_or_a_hidden_month() -> None:
    rows = points("x", waves(9, 50.0))
    rows[6] |= {"value": None, **hidden_row()}
    del rows[3]
    (made,) = gather_indicators(make_released({"indicators": [indicator("x")], "points": rows}))
    axes = draw_indicator(WIDE, made).axes[0]
    lengths = [len(heights(line)) for line in axes.lines if line.get_marker() == "o"]
    assert lengths == [3, 2, 2]
    assert [patch.get_hatch() for patch in axes.patches] == [HATCH]


def test_no_line_crosses_a_new_census_base() -> None:
    rates = gather_detentions(make_released({"detentions": national_rates()}))[0]
    drawn = Drawn("detentions per 100,000 people", is_ratio=False, groups=rates.with_a_line())
    assert drawn.groups == ("Black", "White")
    axes = draw_detentions(NARROW, rates, drawn).axes[0]
    lengths = [len(heights(line)) for line in axes.lines if line.get_marker() in {"o", "s"}]
    assert lengths == [4, 1, 4, 1]
    assert "census of 2021 from 2022-23" in words_of(axes)


def test_ratios_are_held_against_one() -> None:
    rates = gather_detentions(make_released({"detentions": national_rates()}))[0]
    axes = draw_detentions(WIDE, rates, Drawn("times as often", is_ratio=True, groups=("Black",))).axes[0]
    assert [1.0, 1.0] in [heights(line) for line in axes.lines]
    assert [text for text in words_of(axes) if re.fullmatch(r"\d\.\d", text)] == [
        "4.2",
        "4.4",
        "4.6",
        "4.7",
        "3.6",
    ]


def test_a_hidden_year_is_a_gap_that_the_caption_names(tmp_path: Path) -> None:
    rows = national_rates()
    rows[2] |= {"rate": None, "ratio": None, **hidden_row()}
    text = open_programme(
        make_released({"detentions": rows}), tmp_path / "figures", engine="none"
    ).detentions()
    assert "White people 64. A gap in a line: [hidden](#glossary-hidden). From 2022-23 on" in text
    assert "Black: 2018-19 306.8, 2020-21 343.5" in text
    assert "| 2019-20 | Black | [fewer than 5]{.suppressed} | [fewer than 5]{.suppressed} | 2011 |" in text


def test_the_same_rows_give_the_same_bytes(tmp_path: Path) -> None:
    for place in ("a", "b"):
        open_programme(whole_programme(), tmp_path / place / "figures", engine="none").charts()
    for path in sorted((tmp_path / "a" / "figures").glob("*.svg")):
        assert path.read_bytes() == (tmp_path / "b" / "figures" / path.name).read_bytes(), path.name
