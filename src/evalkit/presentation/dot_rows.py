"""What every figure of dots and intervals has: labelled rows on one scale, its zero line, its sides, its marks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from evalkit.presentation.canvas import (
    GREY,
    INK,
    LINE,
    MUTED,
    ORANGE,
    TEAL,
    add_panel,
    new_drawing,
    write_lines,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure as Drawing

    from evalkit.presentation.canvas import Format

LABEL_SHARE: Final = 0.34
PADDING: Final = 10.0
UNDER: Final = 16.0
"""Room for an interval that stands under its label."""
FOOT: Final = 4.6
"""Height of the axis and its words, in letters' heights."""
ROOM_FOR_A_WORD: Final = 0.2
KEY: Final = "Filled mark: the interval stays on one side of zero. Hollow mark: it does not."
"""Ends the caption of a figure with dots."""


def label_room(form: Format) -> float:
    """Return the width of a row's label in points."""
    return form.width - 4 if form.narrow else LABEL_SHARE * form.width - PADDING


def lay_out(
    form: Format, texts: Sequence[tuple[list[str], list[str]]], value_share: float
) -> tuple[Drawing, Axes, list[float], float]:
    """Make a drawing with room for each row's label, and its panel.

    Parameters
    ----------
    form : Format
        Wide or narrow; on a phone each label stands above its interval.
    texts : sequence of (list of str, list of str)
        Bold and muted lines of each row's label.
    value_share : float
        Share of the width for the numbers beside the rows.

    Returns
    -------
    drawing, panel
        Empty.
    heights : list of float
        Of the rows, in points.
    left : float
        Where the panel begins, in points.
    """
    heights = [
        (len(label) + len(note)) * LINE * form.font + (UNDER if form.narrow else 0.0) + PADDING
        for label, note in texts
    ]
    drawing = new_drawing(form, sum(heights) + FOOT * form.font)
    left = 8.0 if form.narrow else LABEL_SHARE * form.width
    right = form.width - 8 if form.narrow else (1 - value_share) * form.width
    return drawing, add_panel(drawing, (left, 0.0, right - left, sum(heights))), heights, left


def write_labels(
    form: Format,
    panel: Axes,
    texts: Sequence[tuple[list[str], list[str]]],
    heights: Sequence[float],
    left: float,
) -> Iterator[float]:
    """Write each row's label and yield the height in the panel at which its mark stands."""
    line, top = LINE * form.font, 0.0
    for (label, note), height in zip(texts, heights, strict=True):
        tall = (len(label) + len(note)) * line
        middle = top + (tall + UNDER / 2 if form.narrow else height / 2)
        start = top if form.narrow else middle - tall / 2
        write_lines(panel, label, (-left, start), line, {"fontweight": "bold"})
        write_lines(panel, note, (-left, start + len(label) * line), line, {"color": MUTED})
        yield middle
        top += height


def draw_ground(panel: Axes) -> None:
    """Draw grid and zero line; no frame."""
    panel.grid(axis="x")
    panel.spines[:].set_visible(False)
    panel.tick_params(length=0)
    panel.axvline(0, color=MUTED, linewidth=1.0, dashes=(3, 3), zorder=1)


def name_sides(form: Format, panel: Axes, *, has_better_side: bool) -> None:
    """Name the two sides of zero under it, each where there is room."""
    left, right = ("worse", "better") if has_better_side else ("fell", "rose")
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


def draw_dot(
    panel: Axes, middle: float, points: tuple[float, float, float], *, is_clear: bool, is_better: bool
) -> None:
    """Draw value and interval: teal for better, an orange diamond for worse, hollow and grey where unclear."""
    value, low, high = points
    colour = GREY if not is_clear else TEAL if is_better else ORANGE
    panel.plot([low, high], [middle] * 2, color=colour, linewidth=2.6, solid_capstyle="butt")
    panel.plot(
        [value],
        [middle],
        marker="D" if colour == ORANGE else "o",
        markersize=8.5,
        markeredgewidth=2,
        markeredgecolor=colour,
        markerfacecolor=colour if is_clear else "white",
    )


def write_value_beside(panel: Axes, middle: float, text: str, *, is_result: bool) -> None:
    """Write the numbers at the right end of a row, muted where they say why there is no result."""
    panel.annotate(
        text,
        xy=(1, middle),
        xycoords=("axes fraction", "data"),
        xytext=(PADDING, 0),
        textcoords="offset points",
        va="center",
        ha="left",
        color=INK if is_result else MUTED,
    )
