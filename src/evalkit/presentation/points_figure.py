"""A figure of several answers to one question: dots with intervals in points of one score, right is better."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from matplotlib.ticker import FuncFormatter, MaxNLocator

from evalkit import names
from evalkit.presentation.canvas import (
    GREY,
    HATCH,
    INK,
    LINE,
    MUTED,
    ORANGE,
    TEAL,
    add_panel,
    new_drawing,
    write_lines,
)
from evalkit.presentation.numbers import MINUS, interval, percentage_level, plainly, signed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure as Drawing

    from evalkit.presentation.canvas import Format
    from evalkit.presentation.estimates import Estimate

LABEL_SHARE: Final = 0.34
VALUE_SHARE: Final = 0.25
PADDING: Final = 10.0
UNDER: Final = 16.0
"""Room for an interval that stands under its label."""
FOOT: Final = 4.6
"""Height of the axis and its words, in letters' heights."""
MARGIN: Final = 0.06
TICKS: Final = 6
ROOM_FOR_A_WORD: Final = 0.2
CAP: Final = 5.0
"""Half the height of the upright ends of a pair of bounds, in points."""
KEY: Final = "Filled mark: the interval stays on one side of zero. Hollow mark: it does not."
"""Ends the caption of a figure with dots."""


@dataclass(frozen=True, slots=True)
class Row:
    """One answer: an estimate with its interval, a pair of bounds, or nothing that can be shown.

    Attributes
    ----------
    label, note : str
        Bold and muted line of the row label; the note holds the number of people.
    value : str
        What stands at the data.
    found : Estimate or None
        Estimate and interval, raw sign; None where there is no result.
    is_bounds : bool
        Whether low and high end are bounds, not an interval around an estimate.
    is_hidden : bool
        Whether the gate hid it: drawn as hatching.
    """

    label: str
    note: str
    value: str
    found: Estimate | None = None
    is_bounds: bool = False
    is_hidden: bool = False

    @property
    def ends(self) -> tuple[float, float] | None:
        """Low and high end; None where there is nothing to draw."""
        return (self.found.low, self.found.high) if self.found is not None else None

    @property
    def spoken(self) -> str:
        """The row in words."""
        return f"{self.label} ({self.note}): {self.value}" if self.note else f"{self.label}: {self.value}"


def write_value(found: Estimate, decimals: int) -> str:
    """Write an estimate with its sign and its interval: "−3.1 (−5.0 to −1.2)"."""
    return f"{signed(found.value, decimals)} {interval(found.low, found.high, decimals)}"


def draw_points(form: Format, rows: Sequence[Row], better_is: str | None) -> Drawing:
    """Draw the answers under each other on one scale.

    The scale keeps the raw sign (later minus earlier) and is turned where a lower score is better,
    so that right is better and the numbers are those of the tables.

    Parameters
    ----------
    form : Format
        Wide or narrow; on a phone each label stands above its interval.
    rows : sequence of Row
        From top to bottom; at least one with something to draw.
    better_is : str or None
        ``higher``, ``lower``, or None for a score without a better side.
    """
    label_width = form.width - 4 if form.narrow else LABEL_SHARE * form.width - PADDING
    labels = [form.wrap(row.label, label_width, bold=True) for row in rows]
    notes = [_wrap_note(form, row, label_width) for row in rows]
    line = LINE * form.font
    texts = [(len(label) + len(note)) * line for label, note in zip(labels, notes, strict=True)]
    heights = [tall + (UNDER if form.narrow else 0.0) + PADDING for tall in texts]
    drawing = new_drawing(form, sum(heights) + FOOT * form.font)
    left = 8.0 if form.narrow else LABEL_SHARE * form.width
    right = form.width - 8 if form.narrow else (1 - VALUE_SHARE) * form.width
    panel = add_panel(drawing, (left, 0.0, right - left, sum(heights)))
    _set_up(panel, rows, sum(heights), better_is)
    _name_sides(form, panel, better_is)
    top = 0.0
    for row, label, note, tall, height in zip(rows, labels, notes, texts, heights, strict=True):
        middle = top + (tall + UNDER / 2 if form.narrow else height / 2)
        start = top if form.narrow else middle - tall / 2
        write_lines(panel, label, (-left, start), line, {"fontweight": "bold"})
        write_lines(panel, note, (-left, start + len(label) * line), line, {"color": MUTED})
        _draw_row(panel, row, middle, better_is)
        if not form.narrow:
            _write_value(panel, row, middle)
        top += height
    return drawing


def _wrap_note(form: Format, row: Row, width: float) -> list[str]:
    """Return the muted lines; on a phone they also hold the value, which breaks before its bracket only."""
    kept = row.value.replace(" ", "\N{NO-BREAK SPACE}") if row.found and not row.is_bounds else row.value
    return form.wrap(": ".join(part for part in (row.note, kept if form.narrow else "") if part), width)


def _set_up(panel: Axes, rows: Sequence[Row], height: float, better_is: str | None) -> None:
    """Set scale, zero line and words of the axis."""
    ends = [end for row in rows if row.ends for end in row.ends]
    low, high = min(0.0, *ends), max(0.0, *ends)
    margin = MARGIN * ((high - low) or 1.0)
    limits = (low - margin, high + margin)
    panel.set(xlim=limits[::-1] if better_is == names.LOWER else limits, ylim=(height, 0), yticks=[])
    panel.xaxis.set_major_locator(MaxNLocator(TICKS, steps=[1, 2, 5, 10]))
    panel.xaxis.set_major_formatter(FuncFormatter(lambda value, _: _tick(value)))
    panel.grid(axis="x")
    panel.spines[:].set_visible(False)
    panel.tick_params(length=0)
    panel.axvline(0, color=MUTED, linewidth=1.0, dashes=(3, 3), zorder=1)
    levels = [row.found.level for row in rows if row.found and not row.is_bounds]
    level = f", {percentage_level(levels[0])} interval" if levels else ""
    panel.set_xlabel(f"Change in points{level}", labelpad=15.0)


def _tick(value: float) -> str:
    """Write a number of the scale with its sign."""
    text = plainly(round(value, 6))
    return text if text == "0" or text.startswith(MINUS) else f"+{text}"


def _name_sides(form: Format, panel: Axes, better_is: str | None) -> None:
    """Name the two sides of zero under it, each where there is room."""
    left, right = ("worse", "better") if better_is else ("fell", "rose")
    start, end = panel.get_xlim()
    zero = (0 - start) / (end - start)
    for words, room, side, shift in (
        (f"\N{LEFTWARDS ARROW} {left}", zero, "right", -3.0),
        (f"{right} \N{RIGHTWARDS ARROW}", 1 - zero, "left", 3.0),
    ):
        if room < ROOM_FOR_A_WORD and (form.narrow or side == "left"):
            continue
        panel.annotate(
            words,
            xy=(0, 0),
            xycoords=("data", "axes fraction"),
            xytext=(shift, -1.6 * form.font),
            textcoords="offset points",
            va="top",
            ha=side,
            color=MUTED,
            fontsize=form.small,
        )


def _draw_row(panel: Axes, row: Row, middle: float, better_is: str | None) -> None:
    """Draw dot and interval, a pair of bounds, or hatching where the result is hidden."""
    if row.is_hidden:
        start, end = panel.get_xlim()
        panel.barh(middle, end - start, 9, left=start, facecolor="white", edgecolor=GREY, hatch=HATCH)
    if row.found is None:
        return
    ends = [row.found.low, row.found.high]
    if row.is_bounds:
        panel.plot(ends, [middle] * 2, color=INK, linewidth=1.2)
        for end in ends:
            panel.plot([end] * 2, [middle - CAP, middle + CAP], color=INK, linewidth=1.6)
        return
    is_better = {names.LOWER: row.found.value < 0}.get(better_is or "", row.found.value > 0)
    clear = row.found.excludes_zero
    colour = GREY if not clear else TEAL if is_better or better_is is None else ORANGE
    panel.plot(ends, [middle] * 2, color=colour, linewidth=2.6, solid_capstyle="butt")
    panel.plot(
        [row.found.value],
        [middle],
        marker="D" if colour == ORANGE else "o",
        markersize=8.5,
        markeredgewidth=2,
        markeredgecolor=colour,
        markerfacecolor=colour if clear else "white",
    )


def _write_value(panel: Axes, row: Row, middle: float) -> None:
    """Write the numbers at the right end of the row."""
    panel.annotate(
        row.value,
        xy=(1, middle),
        xycoords=("axes fraction", "data"),
        xytext=(PADDING, 0),
        textcoords="offset points",
        va="center",
        ha="left",
        color=INK if row.found is not None else MUTED,
    )


def alt_points(rows: Sequence[Row], what: str, better_is: str | None) -> str:
    """Say what is drawn, row by row, with every number.

    Parameters
    ----------
    rows : sequence of Row
        As drawn.
    what : str
        The score.
    better_is : str or None
        Which way is better.
    """
    way = f" Right is better ({better_is} scores)." if better_is else ""
    told = "; ".join(row.spoken for row in rows)
    return f"Dots with intervals of the change in {what}, in points; a fall has a minus.{way} {told}."
