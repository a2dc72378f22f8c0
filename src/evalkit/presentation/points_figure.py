"""A figure of several answers to one question: dots with intervals in points of one score, right is better."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from matplotlib.ticker import FuncFormatter, MaxNLocator

from evalkit import names
from evalkit.presentation.canvas import GREY, HATCH, INK
from evalkit.presentation.dot_rows import (
    draw_dot,
    draw_ground,
    label_room,
    lay_out,
    name_sides,
    write_labels,
    write_value_beside,
)
from evalkit.presentation.numbers import MINUS, interval, percentage_level, plainly, signed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure as Drawing

    from evalkit.presentation.canvas import Format
    from evalkit.presentation.estimates import Estimate

VALUE_SHARE: Final = 0.25
MARGIN: Final = 0.06
TICKS: Final = 6
CAP: Final = 5.0
"""Half the height of the upright ends of a pair of bounds, in points."""


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
    room = label_room(form)
    texts = [(form.wrap(row.label, room, bold=True), _wrap_note(form, row, room)) for row in rows]
    drawing, panel, heights, left = lay_out(form, texts, VALUE_SHARE)
    _set_up(panel, rows, sum(heights), better_is)
    name_sides(form, panel, has_better_side=better_is is not None)
    for row, middle in zip(rows, write_labels(form, panel, texts, heights, left), strict=True):
        _draw_row(panel, row, middle, better_is)
        if not form.narrow:
            write_value_beside(panel, middle, row.value, is_result=row.found is not None)
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
    draw_ground(panel)
    levels = [row.found.level for row in rows if row.found and not row.is_bounds]
    level = f", {percentage_level(levels[0])} interval" if levels else ""
    panel.set_xlabel(f"Change in points{level}", labelpad=15.0)


def _tick(value: float) -> str:
    """Write a number of the scale with its sign."""
    text = plainly(round(value, 6))
    return text if text == "0" or text.startswith(MINUS) else f"+{text}"


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
    draw_dot(
        panel,
        middle,
        (row.found.value, row.found.low, row.found.high),
        is_clear=row.found.excludes_zero,
        is_better=is_better or better_is is None,
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
