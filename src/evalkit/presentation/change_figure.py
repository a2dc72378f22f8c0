"""The figure of change: a dot and an interval for each comparison, right is better."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from matplotlib.ticker import FuncFormatter, MaxNLocator

from evalkit import names
from evalkit.presentation.canvas import HAIRLINE, HATCH
from evalkit.presentation.changes import Verdict
from evalkit.presentation.counts import HIDDEN_WORD
from evalkit.presentation.dot_rows import (
    KEY,
    draw_dot,
    draw_ground,
    label_room,
    lay_out,
    name_sides,
    write_labels,
    write_value_beside,
)
from evalkit.presentation.markdown import words
from evalkit.presentation.numbers import count, estimate, hidden, percentage_level, plainly
from evalkit.presentation.wording import people

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure as Drawing

    from evalkit.presentation.canvas import Format
    from evalkit.presentation.changes import Change

VALUE_SHARE: Final = 0.24
DECIMALS: Final = 2
LABEL_PAD: Final = 9.0
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
    room = label_room(form)
    texts = [
        (form.wrap(row.label, room, bold=True), form.wrap(_note(form, row, threshold), room)) for row in rows
    ]
    drawing, panel, heights, left = lay_out(form, texts, VALUE_SHARE)
    _set_up(panel, rows, sum(heights))
    name_sides(form, panel, has_better_side=all(row.change.about.better_is for row in rows))
    for row, middle in zip(rows, write_labels(form, panel, texts, heights, left), strict=True):
        _draw_row(panel, row, middle)
        if not form.narrow:
            write_value_beside(panel, middle, row.value(threshold), is_result=row.points is not None)
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
    draw_ground(panel)
    level = next((row.change.effect.level for row in rows if row.change.effect and row.points), 0.95)
    panel.set_xlabel(
        f"Size of change (Hedges g), {percentage_level(level)} interval", labelpad=1.7 * LABEL_PAD
    )


def _draw_row(panel: Axes, row: Row, middle: float) -> None:
    """Draw dot and interval, or hatching where the result is hidden."""
    points = row.points
    if points is not None:
        draw_dot(panel, middle, points, is_clear=row.is_clear, is_better=points[0] > 0)
    elif row.change.verdict is Verdict.HIDDEN:
        low, high = panel.get_xlim()
        panel.barh(middle, high - low, 9, left=low, facecolor="white", edgecolor=HAIRLINE, hatch=HATCH)


def caption_changes(rows: Sequence[Row]) -> str:
    """Say the figure's message: how many comparisons moved which way by their intervals."""
    if not all(row.change.about.better_is for row in rows):
        return f"How far scores moved. {KEY}"
    ways = [row.way for row in rows]
    if len(set(ways)) == 1:
        return f"{'This' if len(rows) == 1 else 'Every'} comparison {_SAID[ways[0]][0]}. {KEY}"
    told = [
        f"{count(ways.count(way))} {said[ways.count(way) > 1]}" for way, said in _SAID.items() if way in ways
    ]
    return f"Of {count(len(rows))} comparisons, {words(told)}. {KEY}"


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
