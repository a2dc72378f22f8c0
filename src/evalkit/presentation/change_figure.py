"""The figure of change: a dot and an interval for each comparison, right is better."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from matplotlib.ticker import FuncFormatter, MaxNLocator

from evalkit import names
from evalkit.presentation.canvas import (
    GREY,
    HAIRLINE,
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
from evalkit.presentation.changes import Verdict
from evalkit.presentation.counts import HIDDEN_WORD
from evalkit.presentation.markdown import words
from evalkit.presentation.numbers import count, estimate, hidden, percentage_level, plainly
from evalkit.presentation.wording import people

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure as Drawing

    from evalkit.presentation.canvas import Format
    from evalkit.presentation.changes import Change

LABEL_SHARE: Final = 0.34
VALUE_SHARE: Final = 0.24
PADDING: Final = 10.0
UNDER: Final = 16.0
"""Room for an interval that stands under its label."""
FOOT: Final = 4.6
"""Height of the axis and its words, in letters' heights."""
DECIMALS: Final = 2
LABEL_PAD: Final = 9.0
ROOM_FOR_A_WORD: Final = 0.2
_SAID: Final = {
    "better": ("shows a change for the better", "show a change for the better"),
    "worse": ("shows a change for the worse", "show a change for the worse"),
    "unclear": ("shows no clear change", "show no clear change"),
    "nothing": ("has no result that can be shown", "have no result that can be shown"),
}
"""What one comparison shows, and what several do."""


@dataclass(frozen=True, slots=True)
class Row:
    """One comparison, turned so that right is better.

    Attributes
    ----------
    label, note : str
        Bold and muted line of the row label; the note holds the number of people.
    change : Change
        The comparison.
    """

    label: str
    note: str
    change: Change

    @property
    def points(self) -> tuple[float, float, float] | None:
        """Effect size, low and high end, turned so that better is positive; None without a result."""
        effect = self.change.effect
        if self.change.verdict is Verdict.HIDDEN or effect is None or not effect.has_interval:
            return None
        if self.change.about.better_is == names.LOWER:
            return -effect.value, -effect.high, -effect.low
        return effect.value, effect.low, effect.high

    @property
    def is_clear(self) -> bool:
        """Whether the interval stays on one side of zero."""
        points = self.points
        return points is not None and (points[1] > 0 or points[2] < 0)

    @property
    def way(self) -> str:
        """What the row shows: better, worse, unclear or nothing."""
        points = self.points
        if points is None:
            return "nothing"
        if not self.is_clear:
            return "unclear"
        return "better" if points[0] > 0 else "worse"

    def value(self, threshold: int) -> str:
        """Return what stands at the data: the effect size with its interval, or why there is none."""
        points = self.points
        if points is not None:
            return estimate(*points, DECIMALS)
        if self.change.verdict is Verdict.HIDDEN:
            return f"{hidden(threshold)} people" if self.change.is_small else HIDDEN_WORD
        return "counted only" if self.change.verdict is Verdict.COUNTED else "no result"


def make_row(label: str, score: str, change: Change) -> Row:
    """Make a row: what is compared, by which score, of how many people."""
    who = "" if change.verdict is Verdict.HIDDEN else f"{count(change.pairs)} {people(change.pairs)}"
    return Row(label, ", ".join(part for part in (score, who) if part), change)


def draw_changes(form: Format, rows: Sequence[Row], threshold: int) -> Drawing:
    """Draw the comparisons under each other on one scale.

    Parameters
    ----------
    form : Format
        Wide or narrow; on a phone each label stands above its interval.
    rows : sequence of Row
        From top to bottom.
    threshold : int
        The count below which people are hidden.
    """
    label_width = form.width - 4 if form.narrow else LABEL_SHARE * form.width - PADDING
    labels = [form.wrap(row.label, label_width, bold=True) for row in rows]
    notes = [form.wrap(_note(form, row, threshold), label_width) for row in rows]
    line = LINE * form.font
    text_heights = [(len(a) + len(b)) * line for a, b in zip(labels, notes, strict=True)]
    heights = [tall + (UNDER if form.narrow else 0.0) + PADDING for tall in text_heights]
    drawing = new_drawing(form, sum(heights) + FOOT * form.font)
    left = 8.0 if form.narrow else LABEL_SHARE * form.width
    right = form.width - 8 if form.narrow else (1 - VALUE_SHARE) * form.width
    panel = add_panel(drawing, (left, 0.0, right - left, sum(heights)))
    _set_up(panel, rows, sum(heights))
    _name_sides(form, panel, rows)
    top = 0.0
    for row, label, note, text, height in zip(rows, labels, notes, text_heights, heights, strict=True):
        middle = top + (text + UNDER / 2 if form.narrow else height / 2)
        _write_label(form, panel, (label, note), (top, middle, left))
        _draw_row(form, panel, row, middle, threshold)
        top += height
    return drawing


def _note(form: Format, row: Row, threshold: int) -> str:
    """Return the muted line; on a phone it also holds the value."""
    parts = [row.note, row.value(threshold).replace(" ", "\N{NO-BREAK SPACE}")] if form.narrow else [row.note]
    return ": ".join(part for part in parts if part)


def _set_up(panel: Axes, rows: Sequence[Row], height: float) -> None:
    """Set scale, zero line and words of the axis."""
    ends = [end for row in rows if row.points for end in row.points] or [0.0, 0.5]
    margin = 0.06 * (max(0.0, *ends) - min(0.0, *ends))
    panel.set(xlim=(min(0.0, *ends) - margin, max(0.0, *ends) + margin), ylim=(height, 0), yticks=[])
    panel.xaxis.set_major_locator(MaxNLocator(4, steps=[1, 2, 5, 10]))
    panel.xaxis.set_major_formatter(FuncFormatter(lambda value, _: plainly(round(value, 6))))
    panel.grid(axis="x")
    panel.spines[:].set_visible(False)
    panel.tick_params(length=0)
    panel.axvline(0, color=MUTED, linewidth=1.0, dashes=(3, 3), zorder=1)
    level = next((row.change.effect.level for row in rows if row.change.effect and row.points), 0.95)
    panel.set_xlabel(
        f"Size of change (Hedges g), {percentage_level(level)} interval", labelpad=1.7 * LABEL_PAD
    )


def _name_sides(form: Format, panel: Axes, rows: Sequence[Row]) -> None:
    """Name the two sides of zero under it, each where there is room."""
    low, high = panel.get_xlim()
    turned = all(row.change.about.better_is for row in rows)
    left, right = ("worse", "better") if turned else ("fell", "rose")
    for words_here, room, side, shift in (
        (f"\N{LEFTWARDS ARROW} {left}", -low, "right", -3.0),
        (f"{right} \N{RIGHTWARDS ARROW}", high, "left", 3.0),
    ):
        if room < ROOM_FOR_A_WORD * (high - low) and (form.narrow or side == "left"):
            continue
        panel.annotate(
            words_here,
            xy=(0, 0),
            xycoords=("data", "axes fraction"),
            xytext=(shift, -1.6 * form.font),
            textcoords="offset points",
            va="top",
            ha=side,
            color=MUTED,
            fontsize=form.small,
        )


def _write_label(
    form: Format,
    panel: Axes,
    texts: tuple[Sequence[str], Sequence[str]],
    place: tuple[float, float, float],
) -> None:
    """Write the bold and the muted lines of a row."""
    label, note = texts
    top, middle, left = place
    line = LINE * form.font
    start = top if form.narrow else middle - (len(label) + len(note)) * line / 2
    write_lines(panel, label, (-left, start), line, {"fontweight": "bold"})
    write_lines(panel, note, (-left, start + len(label) * line), line, {"color": MUTED})


def _draw_row(form: Format, panel: Axes, row: Row, middle: float, threshold: int) -> None:
    """Draw dot and interval, or hatching where the result is hidden."""
    points = row.points
    if points is not None:
        value, low, high = points
        colour = GREY if not row.is_clear else TEAL if value > 0 else ORANGE
        panel.plot([low, high], [middle] * 2, color=colour, linewidth=2.6, solid_capstyle="butt")
        panel.plot(
            [value],
            [middle],
            marker="o" if not row.is_clear or value > 0 else "D",
            markersize=8.5,
            markeredgewidth=2,
            markeredgecolor=colour,
            markerfacecolor=colour if row.is_clear else "white",
        )
    elif row.change.verdict is Verdict.HIDDEN:
        low, high = panel.get_xlim()
        panel.barh(middle, high - low, 9, left=low, facecolor="white", edgecolor=HAIRLINE, hatch=HATCH)
    if not form.narrow:
        panel.annotate(
            row.value(threshold),
            xy=(1, middle),
            xycoords=("axes fraction", "data"),
            xytext=(PADDING, 0),
            textcoords="offset points",
            va="center",
            ha="left",
            color=INK if points is not None else MUTED,
        )


def caption_changes(rows: Sequence[Row]) -> str:
    """Say the figure's message: how many comparisons moved which way by their intervals."""
    key = "Filled mark: the interval stays on one side of zero. Hollow mark: it does not."
    if not all(row.change.about.better_is for row in rows):
        return f"How far scores moved. {key}"
    ways = [row.way for row in rows]
    if len(set(ways)) == 1:
        return f"{'This' if len(rows) == 1 else 'Every'} comparison {_SAID[ways[0]][0]}. {key}"
    told = [
        f"{count(ways.count(way))} {said[ways.count(way) > 1]}" for way, said in _SAID.items() if way in ways
    ]
    return f"Of {count(len(rows))} comparisons, {words(told)}. {key}"


def alt_changes(rows: Sequence[Row], threshold: int) -> str:
    """Say what is drawn, row by row, with every number."""
    turned = all(row.change.about.better_is for row in rows)
    told = [
        f"{row.label} ({row.note}): {row.value(threshold)}"
        if row.note
        else f"{row.label}: {row.value(threshold)}"
        for row in rows
    ]
    way = "above zero is better" if turned else "above zero is a rise"
    return f"Dots with intervals of the size of change (Hedges g); {way}. {'; '.join(told)}."
