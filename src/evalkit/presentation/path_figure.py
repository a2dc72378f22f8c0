"""The figure of people's paths: where most scores lie at each timepoint."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import seaborn as sns
from matplotlib.ticker import MaxNLocator

from evalkit.presentation.canvas import GREY, HATCH, INK, MUTED, TEAL, add_panel, new_drawing
from evalkit.presentation.numbers import briefly, count, hidden, is_known

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure as Drawing

    from evalkit.presentation.canvas import Format

PANEL_HEIGHT: Final = 150.0
HEAD: Final = 30.0
LINE_SPACING: Final = 1.2
TICKS: Final = 6
KEY_WIDTH: Final = 62.0
AXIS_WIDTH: Final = 26.0
GAP: Final = 16.0
FEWEST_STOPS: Final = 2


DASH: Final = "–"
"""Stands under a timepoint for a hidden number of people; the word itself wouldn't fit six timepoints."""


@dataclass(frozen=True, slots=True)
class Stop:
    """Where the scores of a group lie at one timepoint.

    Attributes
    ----------
    title : str
        The timepoint.
    n : float
        How many people answered; NaN if hidden.
    suppressed : bool
        Whether the gate hid it.
    quantiles : dict of str to float
        Score by quantile name; without those that were not released.
    """

    title: str
    n: float
    suppressed: bool
    quantiles: dict[str, float]

    @property
    def has_number(self) -> bool:
        """Whether the number of people can be shown."""
        return not self.suppressed and is_known(self.n)

    @property
    def is_shown(self) -> bool:
        """Whether there is at least a median to show."""
        return not self.suppressed and is_known(self.quantiles.get("median"))


@dataclass(frozen=True, slots=True)
class Panel:
    """The paths of one group.

    Attributes
    ----------
    title : str
        The group.
    stops : tuple of Stop
        In order of time.
    lines : pandas.DataFrame
        Single paths (line, place in time, score) where the policy allows them; else no rows.
    """

    title: str
    stops: tuple[Stop, ...]
    lines: pd.DataFrame

    @property
    def can_be_drawn(self) -> bool:
        """Whether at least two timepoints can be shown."""
        return sum(stop.is_shown for stop in self.stops) >= FEWEST_STOPS


def draw_paths(form: Format, panels: Sequence[Panel], axis: tuple[str, float, float]) -> Drawing:
    """Draw quantile bands, one panel for each group, all on one scale.

    Parameters
    ----------
    form : Format
        Wide: panels side by side; narrow: under each other.
    panels : sequence of Panel
        One or more groups.
    axis : tuple
        Words above the axis, and the lowest and highest score that are drawn.
    """
    foot = _foot(form, panels)
    words = form.wrap(axis[0], form.width)
    head = (HEAD if len(panels) > 1 else HEAD / 2) + (len(words) - 1) * form.font * LINE_SPACING
    tall = head + PANEL_HEIGHT + foot
    drawing = new_drawing(form, tall * (len(panels) if form.narrow else 1))
    across = 1 if form.narrow else len(panels)
    wide = (form.width - AXIS_WIDTH - KEY_WIDTH - GAP * (across - 1)) / across
    for place, panel in enumerate(panels):
        column, row = (0, place) if form.narrow else (place, 0)
        axes = add_panel(drawing, (AXIS_WIDTH + column * (wide + GAP), row * tall + head, wide, PANEL_HEIGHT))
        _draw_panel(form, axes, panel, axis, wide)
        if len(panels) > 1:
            axes.text(0, 1.02, panel.title, transform=axes.transAxes, fontweight="bold", va="bottom")
        if column:
            axes.tick_params(labelleft=False)
        else:
            _head(axes, "\n".join(words), head)
        if column == across - 1:
            _write_key(axes, panel)
    return drawing


def _tick_labels(form: Format, panel: Panel, room: float) -> list[str]:
    """Return timepoint and number of people, broken to fit the room of one tick."""
    labels = []
    for stop in panel.stops:
        labels.append(
            "\n".join([*form.wrap(stop.title, room), f"n {count(stop.n) if stop.has_number else DASH}"])
        )
    return labels


def _foot(form: Format, panels: Sequence[Panel]) -> float:
    """Return the height of the tick labels in points."""
    stops = max(len(panel.stops) for panel in panels)
    across = 1 if form.narrow else len(panels)
    room = (form.width - AXIS_WIDTH - KEY_WIDTH) / across / max(stops, 1)
    lines = max(label.count("\n") for panel in panels for label in _tick_labels(form, panel, room)) + 1
    return lines * form.font * LINE_SPACING + 10


def _draw_panel(form: Format, axes: Axes, panel: Panel, axis: tuple[str, float, float], width: float) -> None:
    """Draw one group: single lines first, then the bands and the median over them."""
    if not panel.lines.empty:
        sns.lineplot(
            data=panel.lines,
            x="place",
            y="score",
            units="line",
            estimator=None,
            ax=axes,
            color=GREY,
            linewidth=0.5,
            alpha=0.55,
            legend=False,
        )
    _draw_bands(axes, panel)
    stops = len(panel.stops)
    axes.set(xlim=(-0.35, stops - 0.65), ylim=axis[1:], xlabel="", ylabel="")
    axes.set_xticks(range(stops), _tick_labels(form, panel, width / max(stops, 1)))
    axes.yaxis.set_major_locator(
        MaxNLocator(nbins=TICKS, steps=[1, 2, 5, 10], integer=axis[2] - axis[1] >= TICKS)
    )
    axes.grid(axis="y")
    sns.despine(ax=axes, left=True)
    axes.tick_params(length=0, pad=4)


def _draw_bands(axes: Axes, panel: Panel) -> None:
    """Draw the bands between quantiles, the median, and hatching where a timepoint is hidden."""
    for low, high, alpha in (("q10", "q90", 0.16), ("q25", "q75", 0.30)):
        known = [
            (place, stop.quantiles[low], stop.quantiles[high])
            for place, stop in enumerate(panel.stops)
            if stop.is_shown and low in stop.quantiles and high in stop.quantiles
        ]
        if known:
            places, lows, highs = zip(*known, strict=True)
            axes.fill_between(places, lows, highs, color=TEAL, alpha=alpha, linewidth=0)
    medians = [(place, stop.quantiles["median"]) for place, stop in enumerate(panel.stops) if stop.is_shown]
    if medians:
        places, middle = zip(*medians, strict=True)
        axes.plot(places, middle, color=TEAL, linewidth=2.2, marker="o", markersize=5.5)
    for place, stop in enumerate(panel.stops):
        if stop.suppressed:
            axes.axvspan(
                place - 0.25, place + 0.25, facecolor="white", edgecolor=GREY, hatch=HATCH, linewidth=0
            )


def _head(axes: Axes, words: str, head: float) -> None:
    """Write what the axis measures, above it, where it need not be turned."""
    axes.annotate(
        words,
        xy=(0, 1),
        xycoords="axes fraction",
        xytext=(-AXIS_WIDTH, head - 1),
        textcoords="offset points",
        va="top",
        color=MUTED,
        fontsize="small",
    )


def _write_key(axes: Axes, panel: Panel) -> None:
    """Name the bands at their right end, each beside what it names, kept apart."""
    shown = [stop for stop in panel.stops if stop.is_shown]
    if not shown:
        return
    last = shown[-1].quantiles
    bottom, top = axes.get_ylim()
    apart = 0.085 * (top - bottom)
    wanted = [(last["median"], "median", INK, "bold")]
    if "q75" in last:
        wanted.append(((last["q75"] + last["median"]) / 2, "middle half", INK, "normal"))
    if "q90" in last and "q75" in last:
        wanted.append(((last["q90"] + last["q75"]) / 2, "middle 80%", MUTED, "normal"))
    lowest = bottom + apart / 2
    for height, words, colour, weight in wanted:
        place = max(height, lowest)
        axes.annotate(
            words,
            xy=(1, place),
            xycoords=("axes fraction", "data"),
            xytext=(3, 0),
            textcoords="offset points",
            va="center",
            color=colour,
            fontweight=weight,
            fontsize="small",
        )
        lowest = place + apart


def alt_paths(panels: Sequence[Panel], score: str, threshold: int) -> str:
    """Say the median and the middle half at each timepoint of each group."""
    told = [f"{panel.title}: {', '.join(_tell(stop, threshold) for stop in panel.stops)}" for panel in panels]
    return f"Bands of {score} by timepoint, median first, then the middle half. {'; '.join(told)}."


def _tell(stop: Stop, threshold: int) -> str:
    """Say where the scores lie at one timepoint."""
    if not stop.is_shown:
        return f"{stop.title} {hidden(threshold)} people"
    quantiles = stop.quantiles
    half = (
        f" ({briefly(quantiles['q25'])} to {briefly(quantiles['q75'])})"
        if {"q25", "q75"} <= set(quantiles)
        else ""
    )
    people = f", {count(stop.n)} people" if is_known(stop.n) else ""
    return f"{stop.title} {briefly(quantiles['median'])}{half}{people}"
