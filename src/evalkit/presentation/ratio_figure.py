"""A figure of ratios: dots with intervals on a scale where half and twice lie as far from 1."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Final

from matplotlib.ticker import FixedFormatter, FixedLocator, NullLocator

from evalkit.presentation.canvas import GREY, HATCH, LINE, MUTED, ORANGE, TEAL, write_lines
from evalkit.presentation.dot_rows import PADDING, UNDER, draw_dot, label_room, lay_out, write_value_beside
from evalkit.presentation.numbers import is_known, percentage_level, plainly
from evalkit.presentation.shares import EVEN, is_above, is_below, write_ratio

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure as Drawing

    from evalkit.presentation.canvas import Format
    from evalkit.presentation.estimates import Estimate
    from evalkit.presentation.material import Material

VALUE_SHARE: Final = 0.26
TICKS: Final = (0.125, 0.25, 0.5, 1.0, 2.0, 4.0, 8.0)
"""Numbers on the scale; what lies beyond the ends is drawn at the end, with an arrow."""
ROOM: Final = 1.12
"""Room on either side of the scale's outermost number, as a ratio."""
MOST_ROWS: Final = 14
"""As many as fit on a page with their caption."""
KEY: Final = "Filled mark: the interval stays on one side of 1. Hollow mark: it does not."
"""Ends the caption of a figure of ratios."""


@dataclass(frozen=True, slots=True)
class RatioRow:
    """One row: a heading, a ratio, the group that others are compared with, or nothing that can be shown.

    Attributes
    ----------
    label, note : str
        First and muted line of the row label; the note holds the number of people.
    value : str
        What stands at the data, or why there is nothing; "" makes the row a heading.
    ratio : Estimate or None
        With its interval.
    is_hidden : bool
        Whether the gate hid it: drawn as hatching.
    is_warning : bool
        Whether the ratio, if it is clear, is drawn as a warning.
    full_label : str
        The label with what the group is about, for a caption.
    """

    label: str
    note: str = ""
    value: str = ""
    ratio: Estimate | None = None
    is_hidden: bool = False
    is_warning: bool = False
    full_label: str = ""

    @property
    def spoken(self) -> str:
        """The row in words."""
        return f"{self.label}, {self.note}: {self.value}" if self.note else f"{self.label}: {self.value}"


@dataclass(frozen=True, slots=True)
class Scale:
    """What the scale of a figure of ratios says.

    Attributes
    ----------
    words : str
        What is divided by what.
    sides : tuple of str
        What lies below 1 and above.
    """

    words: str
    sides: tuple[str, str]


def draw_ratios(form: Format, rows: Sequence[RatioRow], scale: Scale, ends: tuple[float, float]) -> Drawing:
    """Draw ratios under each other on one scale.

    Parameters
    ----------
    form : Format
        Wide or narrow; on a phone each label stands above its interval.
    rows : sequence of RatioRow
        From top to bottom.
    scale : Scale
        What it says under the scale.
    ends : tuple of float
        First and last number on the scale.
    """
    room = label_room(form)
    texts = [(form.wrap(row.label, room), form.wrap(_note(form, row), room)) for row in rows]
    drawing, panel, heights, left = lay_out(form, texts, VALUE_SHARE)
    _set_up(panel, sum(heights), ends)
    _name_sides(form, panel, scale.sides)
    levels = [row.ratio.level for row in rows if row.ratio is not None]
    level = f", {percentage_level(levels[0])} interval" if levels else ""
    panel.set_xlabel(f"{scale.words}{level}", labelpad=15.0)
    top = 0.0
    for row, lines, height in zip(rows, texts, heights, strict=True):
        middle = _write_label(form, panel, row, lines, (top, height, left))
        _draw_row(panel, row, middle)
        if not form.narrow and row.value:
            write_value_beside(panel, middle, row.value, is_result=row.ratio is not None)
        top += height
    return drawing


def _note(form: Format, row: RatioRow) -> str:
    """Return the muted line; on a phone it also holds the value, which breaks before its bracket only."""
    value = row.value.replace(" ", "\N{NO-BREAK SPACE}") if row.ratio is not None else row.value
    return ": ".join(part for part in (row.note, value if form.narrow else "") if part)


def find_ends(rows: Iterable[RatioRow]) -> tuple[float, float]:
    """Return the first and the last number that the scale of some rows needs; a half and twice at least.

    Examples
    --------
    >>> from evalkit.presentation.estimates import Estimate
    >>> find_ends([RatioRow("a", "", "", Estimate(0.9, 0.3, 2.7, 0.95, "", suppressed=False))])
    (0.25, 4.0)
    """
    found = [row.ratio for row in rows if row.ratio is not None]
    drawn = [end for each in found for end in (each.low, each.value, each.high) if is_known(end)]
    low = max((tick for tick in TICKS if tick <= min([*drawn, 0.5])), default=TICKS[0])
    return low, min((tick for tick in TICKS if tick >= max([*drawn, 2.0])), default=TICKS[-1])


def _set_up(panel: Axes, height: float, ends: tuple[float, float]) -> None:
    """Set the scale and draw the line at 1."""
    low, high = ends
    shown = [tick for tick in TICKS if low <= tick <= high]
    panel.set_xscale("log")
    panel.set(xlim=(low / ROOM, high * ROOM), ylim=(height, 0), yticks=[])
    panel.xaxis.set_major_locator(FixedLocator(shown))
    panel.xaxis.set_minor_locator(NullLocator())
    panel.xaxis.set_major_formatter(FixedFormatter([plainly(tick) for tick in shown]))
    panel.grid(axis="x")
    panel.spines[:].set_visible(False)
    panel.tick_params(length=0)
    panel.axvline(EVEN, color=MUTED, linewidth=1.0, dashes=(3, 3), zorder=1)


def _name_sides(form: Format, panel: Axes, sides: tuple[str, str]) -> None:
    """Name the two sides of 1 under the scale."""
    for words, side, shift in (
        (f"\N{LEFTWARDS ARROW} {sides[0]}", "right", -8.0),
        (f"{sides[1]} \N{RIGHTWARDS ARROW}", "left", 8.0),
    ):
        panel.annotate(
            words,
            xy=(EVEN, 0),
            xycoords=("data", "axes fraction"),
            xytext=(shift, -1.7 * form.font),
            textcoords="offset points",
            va="top",
            ha=side,
            color=MUTED,
            fontsize=form.small,
        )


def _write_label(
    form: Format,
    panel: Axes,
    row: RatioRow,
    lines: tuple[list[str], list[str]],
    place: tuple[float, float, float],
) -> float:
    """Write a row's label, bold for a heading, and return the height at which its mark stands."""
    (label, note), (top, height, left) = lines, place
    line = LINE * form.font
    tall = (len(label) + len(note)) * line
    if not row.value:
        write_lines(panel, label, (-left, top + height - tall - PADDING / 2), line, {"fontweight": "bold"})
        return top
    start = top if form.narrow else top + (height - tall) / 2
    write_lines(panel, label, (-left, start), line)
    write_lines(panel, note, (-left, start + len(label) * line), line, {"color": MUTED})
    return top + tall + UNDER / 2 if form.narrow else top + height / 2


def _draw_row(panel: Axes, row: RatioRow, middle: float) -> None:
    """Draw dot and interval, or hatching where the ratio is hidden."""
    low, high = panel.get_xlim()
    if row.is_hidden:
        panel.barh(
            middle, high - low, 9, left=low, facecolor="white", edgecolor=GREY, hatch=HATCH, linewidth=0.4
        )
    if row.ratio is None:
        return
    clear = is_below(row.ratio) or is_above(row.ratio)
    ends = (row.ratio.value, row.ratio.low, row.ratio.high)
    first, *rest = (min(max(end, low), high) for end in ends)
    draw_dot(panel, middle, (first, rest[0], rest[1]), is_clear=clear, is_better=not row.is_warning)
    colour = GREY if not clear else ORANGE if row.is_warning else TEAL
    for end, arrow in ((low, "<"), (high, ">")):
        if (row.ratio.low < low) if arrow == "<" else (row.ratio.high > high):
            panel.plot([end], [middle], marker=arrow, markersize=6, color=colour, clip_on=False)


def make_ratio(label: str, note: str, ratio: Estimate, *, about: str, is_warning: bool) -> RatioRow:
    """Make the row of a group with its ratio; without one it says so."""
    if not ratio.has_interval:
        return RatioRow(label, note, "no comparison")
    return RatioRow(label, note, write_ratio(ratio), ratio, is_warning=is_warning, full_label=about)


def pack(blocks: Sequence[Sequence[RatioRow]]) -> list[list[RatioRow]]:
    """Put blocks of rows together into figures that fit a page.

    A block is divided only if it is too long for one figure; its heading, the first row, is then repeated.

    Examples
    --------
    >>> [len(rows) for rows in pack([[RatioRow("a")] * 6, [RatioRow("b")] * 8, [RatioRow("c")] * 20])]
    [14, 14, 7]
    """
    figures: list[list[RatioRow]] = []
    for heading, *rows in blocks:
        if figures and len(figures[-1]) + 1 + len(rows) <= MOST_ROWS:
            figures[-1] += [heading, *rows]
            continue
        for place in range(0, len(rows), MOST_ROWS - 1):
            figures.append([heading, *rows[place : place + MOST_ROWS - 1]])
    return figures


def place_ratios(
    material: Material,
    name: str,
    blocks: Sequence[Sequence[RatioRow]],
    scale: Scale,
    say_caption: Callable[[Sequence[RatioRow]], str],
) -> list[str]:
    """Draw blocks of ratios in as many figures as fit a page each, and return their paragraphs.

    Parameters
    ----------
    material : Material
        Saves the figures.
    name : str
        File stem; from the second figure on its number is added.
    blocks : sequence of sequence of RatioRow
        Rows that stay together.
    scale : Scale
        What it says under the scale.
    say_caption : callable
        Says the message of a figure's rows.
    """
    drawn, ends = [], find_ends(row for block in blocks for row in block)
    for place, rows in enumerate(pack(blocks), start=1):
        told = "; ".join(row.spoken for row in rows if row.value)
        alt = f"Dots with intervals. {scale.words}; 1 is the same. {told}."
        draw = partial(draw_ratios, rows=rows, scale=scale, ends=ends)
        drawn.append(material.place(name if place == 1 else f"{name}-{place}", draw, say_caption(rows), alt))
    return drawn
