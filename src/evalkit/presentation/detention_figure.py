"""The figures of detentions by ethnic group: rates and ratios over time, broken where the census base changes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from evalkit.presentation.canvas import GREY, INK, MUTED, TEAL, add_panel, new_drawing
from evalkit.presentation.numbers import fixed, is_known
from evalkit.presentation.series_figure import (
    LINE_SPACING,
    set_up_axes,
    split_where,
    write_head,
    write_labels,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure as Drawing

    from evalkit.presentation.canvas import Format
    from evalkit.presentation.detention_rows import Rate, Rates

PANEL_HEIGHT: Final = 150.0
AXIS_WIDTH: Final = 30.0
FOOT: Final = 20.0
LETTER: Final = 0.56
"""Width of a letter of a label, in ems."""
HEADROOM: Final = 1.12
ROOM: Final = 0.35
BLUE: Final = "#1F5FA8"
"""For a third line; teal, ink and grey are taken."""
LOOKS: Final = (
    (TEAL, "o", True),
    (INK, "s", True),
    (BLUE, "^", True),
    (TEAL, "D", False),
    (INK, "v", False),
    (BLUE, "P", False),
)
"""Colour, mark and whether the mark is filled, by place; the mark alone tells two lines apart."""
REFERENCE_LOOK: Final = (GREY, "o", False)
MOST_WRITTEN: Final = 2
"""With more lines than this, numbers at the points would cover each other."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """What a figure draws of each rate.

    Attributes
    ----------
    words : str
        Above the scale.
    is_ratio : bool
        Ratios, with a line where both are detained as often; else rates.
    groups : tuple of str
        One line each.
    """

    words: str
    is_ratio: bool
    groups: tuple[str, ...]

    def numbers(self, row: Rate) -> tuple[float, float, float]:
        """Return the value of a row and the ends of its interval."""
        if self.is_ratio:
            return row.ratio, row.ratio_low, row.ratio_high
        return row.rate, row.ci_low, row.ci_high


def draw_detentions(form: Format, rates: Rates, drawn: Drawn) -> Drawing:
    """Draw rates or ratios by year, one line for each group.

    Parameters
    ----------
    form : Format
        Wide or narrow.
    rates : Rates
        Rates that were worked out in one way.
    drawn : Drawn
        Which of their numbers, and of which groups; at least one with a value.
    """
    key = LETTER * form.small * max(len(group) for group in drawn.groups) + 12
    words = form.wrap(drawn.words, form.width)
    line = LINE_SPACING * form.font
    head = (len(words) + len(rates.new_bases)) * line + 8
    drawing = new_drawing(form, head + PANEL_HEIGHT + FOOT)
    axes = add_panel(drawing, (AXIS_WIDTH, head, form.width - AXIS_WIDTH - key, PANEL_HEIGHT))
    years = rates.years
    set_up_axes(axes, (0.0, HEADROOM * _top(rates, drawn)), (-ROOM, len(years) - 1 + ROOM))
    write_head(axes, words, AXIS_WIDTH, head)
    if drawn.is_ratio:
        axes.axhline(1, color=MUTED, linewidth=1.0, dashes=(3, 3), zorder=1)
    labels = []
    for group in drawn.groups:
        look = _look(rates, group)
        last = _draw_group(axes, rates.of_group(group), years, drawn, look)
        labels.append((last, group, look[0] if look[0] != GREY else MUTED, "bold"))
    for row, (year, base) in enumerate(rates.new_bases):
        _mark_break(axes, years.index(year) - 0.5, f"census of {base} from {year}", row * line + 4)
    write_labels(axes, labels, PANEL_HEIGHT, form.small)
    axes.set_xticks(range(len(years)), _tick_labels(form, years))
    return drawing


def _look(rates: Rates, group: str) -> tuple[str, str, bool]:
    """Return colour and mark of a group, the same in every figure of these rates."""
    reference = rates.rows[0].reference
    if group == reference:
        return REFERENCE_LOOK
    return LOOKS[[each for each in rates.groups if each != reference].index(group) % len(LOOKS)]


def _top(rates: Rates, drawn: Drawn) -> float:
    """Return the highest number that is drawn."""
    every = [each for group in drawn.groups for row in rates.of_group(group) for each in drawn.numbers(row)]
    known = [each for each in every if is_known(each)]
    return max([*known, 1.0])


def _tick_labels(form: Format, years: tuple[str, ...]) -> list[str]:
    """Write the years; on a phone with many, every other one."""
    step = 2 if form.narrow and len(years) > 4 else 1  # noqa: PLR2004 - so many fit beside each other
    return [year if (len(years) - 1 - place) % step == 0 else "" for place, year in enumerate(years)]


def _draw_group(
    axes: Axes, rows: tuple[Rate, ...], years: tuple[str, ...], drawn: Drawn, look: tuple[str, str, bool]
) -> float:
    """Draw one group's line, never across a new census base, and return the height of its last point."""
    known = [row for row in rows if is_known(drawn.numbers(row)[0])]
    places = [years.index(row.year) for row in known]
    values = [drawn.numbers(row)[0] for row in known]
    breaks = [
        place > 0 and (row.break_before or places[place] - places[place - 1] > 1)
        for place, row in enumerate(known)
    ]
    colour, mark, filled = look
    for run in split_where(values, breaks):
        axes.plot(
            [places[place] for place in run],
            [values[place] for place in run],
            color=colour,
            linewidth=1.6,
            marker=mark,
            markersize=6,
            markerfacecolor=colour if filled else "white",
            zorder=2,
        )
    for place, row in zip(places, known, strict=True):
        _, low, high = drawn.numbers(row)
        if is_known(low) and is_known(high):
            axes.plot([place, place], [low, high], color=colour, linewidth=1.2)
    if len(drawn.groups) <= MOST_WRITTEN:
        _write_numbers(axes, list(zip(places, values, strict=True)), 1 if drawn.is_ratio else 0)
    return values[-1]


def _write_numbers(axes: Axes, points: list[tuple[int, float]], decimals: int) -> None:
    """Write each number above its point."""
    for place, value in points:
        axes.annotate(
            fixed(value, decimals),
            xy=(place, value),
            xytext=(0, 6),
            textcoords="offset points",
            ha="center",
            va="bottom",
            fontsize="small",
            bbox={"facecolor": "white", "edgecolor": "none", "pad": 0.2},
            zorder=1.6,
        )


def _mark_break(axes: Axes, place: float, words: str, above: float) -> None:
    """Mark where the census base changes, in words above the chart."""
    left, right = axes.get_xlim()
    axes.axvline(place, color=INK, linewidth=1.0, dashes=(1, 2), zorder=1.5)
    axes.annotate(
        words,
        xy=(place, 1),
        xycoords=("data", "axes fraction"),
        xytext=(0, above),
        textcoords="offset points",
        ha="right" if place > (left + right) / 2 else "left",
        va="bottom",
        fontsize="small",
        fontweight="bold",
    )
