"""The dashboard: a table of all indicators, then one chart for each with the numbers behind it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from evalkit.presentation.counts import HIDDEN_WORD
from evalkit.presentation.indicator_figure import draw_indicator
from evalkit.presentation.indicator_periods import kind_of, say_period, shorten_period, year_and_part
from evalkit.presentation.indicator_sentences import (
    SHAPES,
    TREND,
    alt_indicator,
    caption_indicator,
    say_better,
    say_hidden,
    say_last_hidden,
    say_status,
    say_where,
    status_cell,
)
from evalkit.presentation.indicator_values import decimals_of, say_interval, say_target, say_value
from evalkit.presentation.markdown import bullets, paragraphs, plain, sentences, table, upper_first
from evalkit.presentation.numbers import fixed, is_known
from evalkit.presentation.tables import HIDDEN_NOTE, NO_BREAK, NOTHING, data_table
from evalkit.presentation.wording import slug

if TYPE_CHECKING:
    from collections.abc import Sequence

    from evalkit.presentation.indicator_rows import Indicator, Point
    from evalkit.presentation.programme_material import ProgrammeMaterial

FEWEST_POINTS: Final = 2
"""Fewer make no line."""

MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
QUARTERS: Final = ("Q1", "Q2", "Q3", "Q4")
HIDDEN_CELL: Final = f"[{HIDDEN_WORD}]{{.suppressed}}"


def write_dashboard(material: ProgrammeMaterial) -> str:
    """Write the table of all indicators with what its shapes mean.

    The status stands beside the name, where a phone still shows it.
    """
    if not material.indicators:
        return "No indicator was released."
    head = ["Indicator", "Status", "Now", "Target", "Baseline", "Trend", "Owner"]
    grid = table(head, "llrrrll", [_cells(indicator) for indicator in material.indicators])
    note = HIDDEN_NOTE if ".suppressed}" in grid else ""
    caption = "Indicators against their baseline and target. “Now” is the last period, named under the value."
    return paragraphs(f"{grid}\n\n: {caption} {{#tbl-dashboard}}", bullets(SHAPES), note)


def _cells(indicator: Indicator) -> list[str]:
    """Return one row of the dashboard."""
    lead = plain(indicator.title)
    baseline = say_value(indicator, indicator.baseline) if is_known(indicator.baseline) else NOTHING
    target = say_target(indicator) if is_known(indicator.target) else NOTHING
    owner = plain(indicator.owner) or NOTHING
    if indicator.is_hidden:
        return [lead, HIDDEN_CELL, HIDDEN_CELL, target, baseline, HIDDEN_CELL, owner]
    last = indicator.last
    now = NOTHING
    if last:
        now = f"{say_value(indicator, last.value)}, {shorten_period(last.period).replace(' ', NO_BREAK)}"
    trend = TREND.get(indicator.trend, NOTHING)
    return [lead, status_cell(indicator), now, target, baseline, trend, owner]


def write_charts(material: ProgrammeMaterial) -> str:
    """Write one part for each indicator: where it stands, its chart and its numbers."""
    parts = [_write_indicator(material, indicator) for indicator in material.indicators]
    return paragraphs(*parts, _table_of_phases(material.indicators))


def _write_indicator(material: ProgrammeMaterial, indicator: Indicator) -> str:
    """Write the part of one indicator."""
    heading, shown = f"### {plain(indicator.title)}", len(indicator.shown)
    if indicator.is_hidden and not shown:
        said = upper_first(say_hidden(indicator.hidden_because, material.threshold))
        return paragraphs(heading, sentences(f"**{said}.**", _say_whose(indicator)))
    lead = sentences(
        _say_standing(indicator, material.threshold), say_better(indicator), _say_whose(indicator)
    )
    if shown < FEWEST_POINTS:
        return paragraphs(heading, lead)
    name = f"indicator-{slug(indicator.id)}"
    figure = material.place(
        name,
        lambda form: draw_indicator(form, indicator),
        caption_indicator(indicator),
        alt_indicator(indicator, material.threshold),
    )
    caption = f"{plain(indicator.title)} by {kind_of(indicator.points[0].period)}{_in_unit(indicator)}."
    return paragraphs(heading, lead, figure, data_table(name, caption, build_table_of_points(indicator)))


def _say_standing(indicator: Indicator, threshold: int) -> str:
    """Say where an indicator stands, under a heading that is its title already."""
    if indicator.is_hidden:
        return say_last_hidden(indicator, threshold)
    status = say_status(indicator, threshold).removeprefix(f"{plain(indicator.title)}: ")
    return sentences(f"**{upper_first(status)}**", say_where(indicator))


def _say_whose(indicator: Indicator) -> str:
    """Say which priority an indicator belongs to, and who answers for it."""
    return sentences(
        f"Priority: {plain(indicator.priority)}." if indicator.priority else "",
        f"Owner: {plain(indicator.owner)}." if indicator.owner else "",
    )


def _in_unit(indicator: Indicator) -> str:
    """Return the unit of a table's caption."""
    return f", {plain(indicator.unit)}" if indicator.unit else ""


def build_table_of_points(indicator: Indicator) -> str:
    """Build the table behind a chart.

    Months and quarters stand side by side, one year a row, so that three years take three rows; where
    there are intervals, and for whole years, one period takes a row.
    """
    kind = kind_of(indicator.points[0].period)
    columns = {"month": MONTHS, "quarter": QUARTERS}.get(kind, ())
    if columns and indicator.has_limits:
        return _by_year(indicator, columns)
    rows = [
        [
            upper_first(say_period(point.period)),
            _cell(indicator, point),
            say_interval(indicator, point) or NOTHING,
        ]
        for point in indicator.points
    ]
    if all(row[2] == NOTHING for row in rows):
        return table(["Period", "Value"], "lr", [row[:2] for row in rows])
    return table(["Period", "Value", "95% interval"], "lrr", rows)


def _by_year(indicator: Indicator, columns: Sequence[str]) -> str:
    """Build the table with one year a row."""
    years: dict[str, dict[str, str]] = {}
    for point in indicator.points:
        year, part = year_and_part(point.period)
        years.setdefault(year, {})[part] = _cell(indicator, point)
    rows = [[year, *(cells.get(part, NOTHING) for part in columns)] for year, cells in years.items()]
    return table(["Year", *columns], "l" + "r" * len(columns), rows)


def _cell(indicator: Indicator, point: Point) -> str:
    """Return the value of a period, the mark of a hidden one, or a dash."""
    if point.suppressed:
        return HIDDEN_CELL
    return fixed(point.value, decimals_of(indicator)) if is_known(point.value) else NOTHING


def _table_of_phases(indicators: Sequence[Indicator]) -> str:
    """Build the table of centres and limits, one phase a row; "" if no indicator has limits."""
    rows = []
    for indicator in indicators:
        for points in indicator.phases:
            first, values = points[0], []
            for value in (first.centre, first.lower, first.upper):
                values.append(say_value(indicator, value) if is_known(value) else NOTHING)
            rows.append([plain(indicator.title), upper_first(say_period(first.period)), *values])
    if not rows:
        return ""
    grid = table(["Indicator", "From", "Centre", "Lower limit", "Upper limit"], "llrrr", rows)
    return data_table("phases", "Centre and limits of each indicator, by phase.", grid)
