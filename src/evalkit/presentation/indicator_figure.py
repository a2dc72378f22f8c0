"""The chart of one indicator: its values over time, centre and limits by phase, shifts named in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from evalkit.presentation.canvas import GREY, HATCH, INK, MUTED, ORANGE, TEAL, add_panel, new_drawing
from evalkit.presentation.indicator_periods import kind_of, shorten_period
from evalkit.presentation.indicator_values import decimals_of
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
    from evalkit.presentation.indicator_rows import Indicator, Point
    from evalkit.presentation.series_figure import Label

PANEL_HEIGHT: Final = 135.0
AXIS_WIDTH: Final = 34.0
KEY_WIDTH: Final = 68.0
FOOT: Final = 20.0
MARGIN: Final = 0.08
TICKS: Final = 6
TICKS_ON_A_PHONE: Final = 3
MIDDLE: Final = 0.5
STEPS: Final = {
    "month": (1, 2, 3, 6, 12, 24, 48),
    "quarter": (1, 2, 4, 8, 16),
    "financial year": (1, 2, 5, 10),
    "year": (1, 2, 5, 10),
}
"""How many periods may lie from one named period to the next."""
MOST_NAMED: Final = 3
"""With more points outside their limits, names would cover the line."""


def draw_indicator(form: Format, indicator: Indicator) -> Drawing:
    """Draw an indicator's values with all that was released about them.

    Parameters
    ----------
    form : Format
        Wide or narrow.
    indicator : Indicator
        With at least one value.
    """
    shifts = [point for point in indicator.points if point.begins_shift]
    what = f"{indicator.title}, {indicator.unit}" if indicator.unit else indicator.title
    words = form.wrap(what, form.width)
    line = LINE_SPACING * form.font
    head = (len(words) + len(shifts)) * line + 8
    drawing = new_drawing(form, head + PANEL_HEIGHT + FOOT)
    box = (AXIS_WIDTH, head, form.width - AXIS_WIDTH - KEY_WIDTH, PANEL_HEIGHT)
    axes = add_panel(drawing, box)
    places = [point.position for point in indicator.points]
    room = 0.6 + 0.02 * len(places)
    set_up_axes(axes, _limits(indicator), (min(places) - room, max(places) + room), _unit(indicator))
    write_head(axes, words, AXIS_WIDTH, head)
    _draw_phases(axes, indicator)
    _draw_values(axes, indicator)
    _mark_points(axes, indicator)
    for row, point in enumerate(shifts):
        _name_shift(axes, point, row * line + 4)
    if is_known(indicator.target):
        axes.axhline(indicator.target, color=INK, linewidth=1.1, dashes=(5, 3), zorder=1.4)
    write_labels(axes, _labels(indicator), PANEL_HEIGHT, form.small)
    ticked = _ticked(indicator, TICKS_ON_A_PHONE if form.narrow else TICKS)
    axes.set_xticks([point.position for point in ticked], [shorten_period(point.period) for point in ticked])
    return drawing


def _unit(indicator: Indicator) -> str:
    """Return what stands beside the numbers of the scale."""
    return {"%": "%", "GBP": "£"}.get(indicator.unit, "")


def _limits(indicator: Indicator) -> tuple[float, float]:
    """Return the ends of the scale: everything drawn, with a margin; a percentage stays within 0 and 100."""
    drawn = [indicator.target]
    for point in indicator.points:
        drawn += [point.value, point.centre, point.lower, point.upper]
        drawn += [] if indicator.has_limits else [point.ci_low, point.ci_high]
    known = [each for each in drawn if is_known(each)]
    low, high = min(known), max(known)
    margin = MARGIN * ((high - low) or abs(high) or 1.0)
    return (max(0.0, low - margin) if low >= 0 else low - margin), high + margin


def _ticked(indicator: Indicator, most: int) -> list[Point]:
    """Return the points whose periods stand under the axis: one every so many months, from the first on."""
    first, last = indicator.points[0], indicator.points[-1]
    steps = STEPS[kind_of(first.period)]
    span = last.position - first.position
    step = next((step for step in steps if span // step < most), steps[-1])
    return [point for point in indicator.points if (point.position - first.position) % step == 0]


def _draw_phases(axes: Axes, indicator: Indicator) -> None:
    """Draw centre and limits of each phase."""
    for points in indicator.phases:
        ends = (points[0].position - MIDDLE, points[-1].position + MIDDLE)
        first = points[0]
        axes.fill_between(ends, first.lower, first.upper, color=GREY, alpha=0.14, linewidth=0)
        axes.plot(ends, [first.centre] * 2, color=MUTED, linewidth=1.4, solid_capstyle="butt")
        for limit in (first.lower, first.upper):
            axes.plot(ends, [limit] * 2, color=GREY, linewidth=0.9, dashes=(2, 2))


def _draw_values(axes: Axes, indicator: Indicator) -> None:
    """Draw values as dots; lines join neighbours in time only, and gaps stay gaps."""
    points = indicator.points
    gaps = [
        place > 0 and point.position - points[place - 1].position > 1 for place, point in enumerate(points)
    ]
    small = 3.2 if indicator.has_limits else 5.0
    for run in split_where([point.value for point in points], gaps):
        across, up = (
            [points[place].position for place in run],
            [points[place].value for place in run],
        )
        axes.plot(across, up, color=TEAL, linewidth=1.5, marker="o", markersize=small, zorder=2)
    if not indicator.has_limits:
        for point in points:
            if is_known(point.value) and is_known(point.ci_low) and is_known(point.ci_high):
                axes.plot([point.position] * 2, [point.ci_low, point.ci_high], color=TEAL, linewidth=1.1)
    for point in points:
        if point.suppressed:
            ends = (point.position - MIDDLE, point.position + MIDDLE)
            axes.axvspan(*ends, facecolor="white", edgecolor=GREY, hatch=HATCH, linewidth=0)


def _mark_points(axes: Axes, indicator: Indicator) -> None:
    """Put a larger mark of another shape on points outside their limits."""
    outside = [point for point in indicator.outside if is_known(point.value)]
    axes.plot(
        [point.position for point in outside],
        [point.value for point in outside],
        linestyle="none",
        marker="D",
        markersize=6.5,
        markerfacecolor="white",
        markeredgecolor=ORANGE,
        markeredgewidth=1.6,
        zorder=3,
    )
    for point in outside if len(outside) <= MOST_NAMED else ():
        _name_point(axes, point)


def _name_point(axes: Axes, point: Point) -> None:
    """Write the period of a point beside it, towards the middle of the chart."""
    left, right = axes.get_xlim()
    is_late = point.position > (left + right) / 2
    axes.annotate(
        shorten_period(point.period),
        xy=(point.position, point.value),
        xytext=(-8 if is_late else 8, 0),
        textcoords="offset points",
        ha="right" if is_late else "left",
        va="center",
        color=ORANGE,
        fontsize="small",
        bbox={"facecolor": "white", "edgecolor": "none", "pad": 0.4},
        zorder=2.5,
    )


def _name_shift(axes: Axes, point: Point, above: float) -> None:
    """Mark where a shift begins, and name its month above the chart."""
    place = point.position - MIDDLE
    left, right = axes.get_xlim()
    is_late = place > (left + right) / 2
    axes.axvline(place, color=INK, linewidth=1.0, dashes=(1, 2), zorder=1.5)
    axes.annotate(
        f"shift from {shorten_period(point.period)}",
        xy=(place, 1),
        xycoords=("data", "axes fraction"),
        xytext=(0, above),
        textcoords="offset points",
        ha="right" if is_late else "left",
        va="bottom",
        fontsize="small",
        fontweight="bold",
    )


def _labels(indicator: Indicator) -> list[Label]:
    """Name target, centre and limits at the right end; without limits the last value."""
    decimals, unit = decimals_of(indicator), _unit(indicator)
    wanted = [(indicator.target, "target", INK, "bold")] if is_known(indicator.target) else []
    last = indicator.points[-1]
    if is_known(last.centre):
        wanted += [(last.centre, "centre", MUTED, "normal")]
        wanted += [(limit, "limit", MUTED, "normal") for limit in (last.lower, last.upper)]
    elif indicator.last:
        wanted.append((indicator.last.value, "last", TEAL, "bold"))
    before, after = ("£", "") if unit == "£" else ("", unit)
    return [
        (value, f"{word} {before}{fixed(value, decimals)}{after}", colour, weight)
        for value, word, colour, weight in wanted
        if is_known(value)
    ]
