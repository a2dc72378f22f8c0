"""Horizontal bars of people: the flow, reach against target, attendance, goals."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from evalkit.presentation.canvas import (
    GREY,
    HAIRLINE,
    HATCH,
    INK,
    LINE,
    MUTED,
    TEAL,
    add_panel,
    new_drawing,
    write_lines,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure as Drawing

    from evalkit.presentation.canvas import Format
    from evalkit.presentation.counts import Count

LABEL_SHARE: Final = 0.36
VALUE_SHARE: Final = 0.24
GAP: Final = 8.0
THICKNESS: Final = 12.0
HIDDEN_LENGTH: Final = 0.12
HEADING_GAP: Final = 10.0
HATCHED: Final = "Hatched: [hidden](#glossary-hidden)."
"""Ends the caption of a figure with hatched bars."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One row: a label and a count of people, drawn as a bar.

    Attributes
    ----------
    label : str
        What is counted.
    count : Count or None
        None makes the row a heading.
    value : str
        What stands at the end of the bar; may have several lines.
    inside : Count or None
        A part of the count, drawn darker inside the bar.
    whole : Count or None
        What the count is a part of, drawn as an outline behind the bar.
    target : Count or None
        A number agreed beforehand, drawn as an upright line.
    is_main : bool
        Whether the bar takes the main colour.
    """

    label: str
    count: Count | None
    value: str = ""
    inside: Count | None = None
    whole: Count | None = None
    target: Count | None = None
    is_main: bool = True

    @property
    def longest(self) -> float:
        """The largest number that the row draws."""
        counts = (self.count, self.inside, self.whole, self.target)
        return max((each.n for each in counts if each is not None and each.is_shown), default=0.0)


def draw_bars(form: Format, bars: Sequence[Bar]) -> Drawing:
    """Draw rows of bars: label at the left (above, on a phone), count at the right.

    Parameters
    ----------
    form : Format
        Wide or narrow.
    bars : sequence of Bar
        Rows from top to bottom; all share one scale that begins at zero.
    """
    label_width = form.width if form.narrow else LABEL_SHARE * form.width - GAP
    labels = [form.wrap(bar.label, label_width, bold=bar.count is None) for bar in bars]
    value_width = _value_width(form, bars)
    values = [
        [line for part in bar.value.split("\n") for line in form.wrap(part, value_width)] for bar in bars
    ]
    line = LINE * form.font
    heights = [_height(form, label, value, line) for label, value in zip(labels, values, strict=True)]
    drawing = new_drawing(form, sum(heights))
    left = 0.0 if form.narrow else LABEL_SHARE * form.width
    across = form.width - left - value_width - GAP
    panel = add_panel(drawing, (left, 0.0, across, sum(heights)))
    panel.set(xlim=(0, max((bar.longest for bar in bars), default=1.0) or 1.0), ylim=(sum(heights), 0))
    panel.axis("off")
    top = 0.0
    for bar, label, value, height in zip(bars, labels, values, heights, strict=True):
        _draw_row(form, panel, bar, (label, value), (top, height, left, across))
        top += height
    return drawing


def _value_width(form: Format, bars: Sequence[Bar]) -> float:
    """Return the width of the column of numbers: as wide as its longest text, within a limit."""
    limit = form.width * (0.42 if form.narrow else VALUE_SHARE)
    return min(limit, 0.54 * form.font * max(len(part) for bar in bars for part in bar.value.split("\n")) + 4)


def _height(form: Format, label: Sequence[str], value: Sequence[str], line: float) -> float:
    """Return the height of a row in points; a heading, which has no value, keeps a distance above."""
    if not value:
        return len(label) * line + HEADING_GAP
    if form.narrow:
        return len(label) * line + max(THICKNESS + 4, len(value) * line) + 6
    return max(len(label), len(value)) * line + 7


def _draw_row(
    form: Format,
    panel: Axes,
    bar: Bar,
    texts: tuple[Sequence[str], Sequence[str]],
    place: tuple[float, float, float, float],
) -> None:
    """Draw one row into the panel."""
    label, value = texts
    top, height, left, across = place
    line = LINE * form.font
    side = 0.0 if form.narrow else -left
    if bar.count is None:
        write_lines(panel, label, (side, top + height - len(label) * line), line, {"fontweight": "bold"})
        return
    above = len(label) * line if form.narrow else 0.0
    middle = top + above + (height - above - (4 if form.narrow else 0)) / 2
    start = top if form.narrow else middle - len(label) * line / 2
    write_lines(panel, label, (side, start), line)
    _draw_bar(panel, bar, middle)
    colour = {"color": INK if bar.count.is_shown else MUTED}
    write_lines(panel, value, (across + GAP, middle - len(value) * line / 2), line, colour)


def _draw_bar(panel: Axes, bar: Bar, middle: float) -> None:
    """Draw the bar itself, with outline, inner part and target."""
    if bar.count is None:
        return
    if bar.whole is not None and bar.whole.is_shown:
        panel.barh(middle, bar.whole.n, THICKNESS, facecolor="none", edgecolor=GREY, linewidth=0.7)
    if not bar.count.is_shown:
        length = HIDDEN_LENGTH * panel.get_xlim()[1]
        panel.barh(middle, length, THICKNESS, facecolor="white", edgecolor=GREY, hatch=HATCH, linewidth=0.7)
        return
    has_part = bar.inside is not None and bar.inside.is_shown
    colour = TEAL if bar.is_main and not has_part else GREY
    panel.barh(
        middle,
        bar.count.n,
        THICKNESS,
        facecolor=HAIRLINE if has_part else colour,
        edgecolor=GREY if has_part else colour,
        linewidth=0.7,
    )
    if bar.inside is not None and has_part:
        panel.barh(middle, bar.inside.n, THICKNESS * 0.55, color=TEAL, linewidth=0)
    if bar.target is not None and bar.target.is_shown:
        ends = (middle - 0.8 * THICKNESS, middle + 0.8 * THICKNESS)
        panel.plot([bar.target.n] * 2, ends, color=INK, linewidth=2.2, clip_on=False)
