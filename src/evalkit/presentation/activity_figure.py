"""The figure of reach over time: bars by period under each other, running totals as panels of their own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from matplotlib.patheffects import withStroke
from matplotlib.ticker import MaxNLocator

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
)
from evalkit.presentation.indicator_figure import STEPS, TICKS, TICKS_ON_A_PHONE
from evalkit.presentation.indicator_periods import kind_of, shorten_period
from evalkit.presentation.numbers import count, is_known
from evalkit.presentation.series_figure import set_up_axes, write_head

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure as Drawing

    from evalkit.presentation.canvas import Format
    from evalkit.presentation.counts import Count

BAR_HEIGHT: Final = 82.0
LINE_HEIGHT: Final = 52.0
AXIS_WIDTH: Final = 34.0
RIGHT_MARGIN: Final = 12.0
FOOT: Final = 20.0
GAP: Final = 10.0
BAR_WIDTH: Final = 0.72
HIDDEN_HEIGHT: Final = 0.14
HEADROOM: Final = 1.16
MOST_SCALE_STEPS: Final = 3
_LETTER: Final = 0.62
"""Room that a digit takes of its type's size, with some air."""


@dataclass(frozen=True, slots=True)
class Panel:
    """One series over the periods, drawn by itself.

    Attributes
    ----------
    title : str
        What is counted.
    counts : tuple of (Count or None)
        A bar each; None where nothing is known. Empty for a running total.
    inside : tuple of (Count or None)
        The dark part of each bar; empty if there is none.
    targets : tuple of (Count or None)
        What was agreed for each period; empty if nothing was.
    totals : tuple of float
        A running total, drawn as a line that ends where it is NaN; empty for bars.
    """

    title: str
    counts: tuple[Count | None, ...] = ()
    inside: tuple[Count | None, ...] = ()
    targets: tuple[Count | None, ...] = ()
    totals: tuple[float, ...] = ()

    @property
    def largest(self) -> float:
        """The largest number that the panel draws; 1 if it draws none."""
        drawn = [each.n for each in (*self.counts, *self.targets) if each is not None and each.is_shown]
        return max([*drawn, *(total for total in self.totals if is_known(total))], default=0.0) or 1.0

    @property
    def height(self) -> float:
        """Height in points without its title."""
        return LINE_HEIGHT if self.totals else BAR_HEIGHT


def draw_activity(form: Format, periods: tuple[str, ...], panels: list[Panel]) -> Drawing:
    """Draw panels under each other over one axis of periods.

    Parameters
    ----------
    form : Format
        Wide or narrow.
    periods : tuple of str
        Without a gap.
    panels : list of Panel
        From top to bottom, each with a scale of its own that begins at nought.
    """
    titles = [form.wrap(panel.title, form.width) for panel in panels]
    heads = [LINE * form.font * len(title) + 5 for title in titles]
    total = sum(heads) + sum(panel.height + GAP for panel in panels) - GAP + FOOT
    drawing = new_drawing(form, total)
    top = 0.0
    for panel, title, head in zip(panels, titles, heads, strict=True):
        box = (AXIS_WIDTH, top + head, form.width - AXIS_WIDTH - RIGHT_MARGIN, panel.height)
        axes = add_panel(drawing, box)
        set_up_axes(axes, (0.0, HEADROOM * panel.largest), (-0.6, len(periods) - 0.4))
        axes.yaxis.set_major_locator(_whole_numbers())
        write_head(axes, title, AXIS_WIDTH, head)
        _draw_bars(axes, panel, box[2] / len(periods), form.small)
        _draw_totals(axes, panel, form.small)
        is_last = panel is panels[-1]
        _name_periods(axes, periods if is_last else (), form)
        top += head + panel.height + GAP
    return drawing


def _whole_numbers() -> MaxNLocator:
    """Return marks of a scale of counts: few, and no half people."""
    return MaxNLocator(MOST_SCALE_STEPS, steps=[1, 2, 5, 10], integer=True)


def _draw_bars(axes: Axes, panel: Panel, slot: float, font: float) -> None:
    """Draw a bar for each count, its number above where there is room, and the targets across."""
    longest = max((len(each.text) for each in panel.counts if each and each.is_shown), default=1)
    for place, found in enumerate(panel.counts):
        if found is None or not found.is_shown:
            _draw_unknown(axes, place, found, font)
            continue
        _draw_bar(axes, place, found, panel.inside[place] if panel.inside else None)
        if slot > _LETTER * font * longest:
            axes.annotate(
                found.text,
                (place, found.n),
                xytext=(0, 2),
                textcoords="offset points",
                ha="center",
                fontsize=font,
                zorder=3,
                path_effects=[withStroke(linewidth=2.2, foreground="white")],
            )
    for place, target in enumerate(panel.targets):
        if target is not None and target.is_shown:
            axes.plot((place - 0.5, place + 0.5), [target.n] * 2, color=INK, linewidth=1.8)


def _draw_bar(axes: Axes, place: int, found: Count, part: Count | None) -> None:
    """Draw one bar; light with a dark part, and hatched where that part is hidden."""
    fill, edge = (TEAL, TEAL) if part is None else (HAIRLINE, GREY)
    hatch = HATCH if part is not None and not part.is_shown else None
    axes.bar(place, found.n, BAR_WIDTH, facecolor=fill, edgecolor=edge, hatch=hatch, linewidth=0.7)
    if part is not None and part.is_shown:
        axes.bar(place, part.n, BAR_WIDTH, color=TEAL, linewidth=0)


def _draw_unknown(axes: Axes, place: int, found: Count | None, font: float) -> None:
    """Draw a hidden count as a hatched bar of one height for all, a missing one as a dash."""
    ceiling = axes.get_ylim()[1]
    if found is None:
        axes.text(place, 0.02 * ceiling, "–", ha="center", va="bottom", color=MUTED, fontsize=font)
        return
    low = HIDDEN_HEIGHT * ceiling
    axes.bar(place, low, BAR_WIDTH, facecolor="white", edgecolor=GREY, hatch=HATCH, linewidth=0.7)


def _draw_totals(axes: Axes, panel: Panel, font: float) -> None:
    """Draw a running total as a line, with its last number at its end."""
    known = [place for place, total in enumerate(panel.totals) if is_known(total)]
    if not known:
        return
    axes.plot(known, [panel.totals[place] for place in known], color=TEAL, linewidth=1.6)
    last = known[-1]
    axes.plot([last], [panel.totals[last]], "o", color=TEAL, markersize=4)
    axes.annotate(
        count(panel.totals[last]),
        (last, panel.totals[last]),
        xytext=(0, 5),
        textcoords="offset points",
        ha="right",
        fontsize=font,
        color=TEAL,
        fontweight="bold",
    )


def _name_periods(axes: Axes, periods: tuple[str, ...], form: Format) -> None:
    """Name some of the periods under the lowest panel, as many as have room."""
    if not periods:
        axes.set_xticks([])
        return
    most = TICKS_ON_A_PHONE if form.narrow else TICKS
    steps = STEPS[kind_of(periods[0])]
    step = next((step for step in steps if (len(periods) - 1) // step < most), steps[-1])
    places = range(0, len(periods), step)
    axes.set_xticks(list(places), [shorten_period(periods[place]) for place in places])
    if places[-1] == len(periods) - 1 and len(places) > 1:
        axes.get_xticklabels()[-1].set_horizontalalignment("right")  # else it leaves the drawing
