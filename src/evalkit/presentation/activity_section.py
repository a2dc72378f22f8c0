"""The section "Reach over time": people and contacts by period, sessions, activities, targets."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from evalkit import names
from evalkit.presentation.activity_figure import draw_activity
from evalkit.presentation.activity_panels import describe_panel, list_panels
from evalkit.presentation.activity_rows import REGISTER, gather_activity, shown
from evalkit.presentation.activity_sentences import (
    say_activity,
    say_overlap,
    say_presence,
    say_rules,
    say_span,
    session_counts,
)
from evalkit.presentation.activity_tables import build_table_of_activities, build_table_of_periods
from evalkit.presentation.bars import HATCHED, Bar, draw_bars
from evalkit.presentation.indicator_periods import NOUNS, say_period
from evalkit.presentation.markdown import bullets, paragraphs, plain, sentences, table, upper_first
from evalkit.presentation.reach_section import FEWEST_BARS
from evalkit.presentation.tables import count_cell, data_table
from evalkit.presentation.wording import in_component, slug

if TYPE_CHECKING:
    from evalkit.presentation.activity_rows import Activity
    from evalkit.presentation.material import Material

HEADING: Final = "## Reach over time"
FEWEST_PERIODS: Final = 2
"""A figure over one period shows no course."""


def write_activity(material: Material) -> str:
    """Write the section on reach over time; "" if nothing was counted over time."""
    found = gather_activity(material.study, material.released.activity)
    if not found:
        return ""
    parts = [_write_component(material, activity) for activity in found]
    return paragraphs(HEADING, say_rules(found), *parts)


def _write_component(material: Material, activity: Activity) -> str:
    """Write what is known of one component, under its title where there are several."""
    study, name = material.study, slug("over-time", activity.component)
    title = plain(study.component_title(activity.component))
    told = say_activity(activity, is_chosen=activity.component in study.reach.count)
    noun = NOUNS[activity.kind][0] if activity.periods else ""
    grid = build_table_of_periods(activity)
    return paragraphs(
        f"### {title}" if material.has_components else "",
        bullets(told),
        _draw_periods(material, activity, name),
        _draw_sessions(material, activity),
        data_table(name, f"{title}: by {noun}.", grid) if grid else "",
        _write_activities(material, activity),
    )


def _draw_periods(material: Material, activity: Activity, name: str) -> str:
    """Draw the counts by period."""
    panels = list_panels(activity)
    counts = [each for panel in panels for each in panel.counts]
    if len(activity.periods) < FEWEST_PERIODS or all(shown(each) is None for each in counts):
        return ""
    drawn = [*counts, *(each for panel in panels for each in panel.inside)]
    key = [
        HATCHED if any(each is not None and not each.is_shown for each in drawn) else "",
        "Dash: no number is known." if any(each is None for each in counts) else "",
    ]
    lead = say_presence(activity) or say_span(activity, "engaged") or say_span(activity, "direct")
    lead = lead or _say_time(activity)
    caption = sentences(in_component(material.study, activity.component, lead), *key)
    alt = sentences(*(describe_panel(activity, panel) for panel in panels))
    return material.place(name, lambda form: draw_activity(form, activity.periods, panels), caption, alt)


def _say_time(activity: Activity) -> str:
    """Say which time the returns cover."""
    first, last = activity.periods[0], activity.periods[-1]
    return f"As the returns have it, {say_period(first)} to {say_period(last)}."


def _draw_sessions(material: Material, activity: Activity) -> str:
    """Draw sessions offered, booked, attended and missed as bars of one scale."""
    found = session_counts(activity)
    drawn = [each for _, each in found if each.is_shown]
    if len(found) < FEWEST_BARS or activity.count("booked") is None or not drawn:
        return ""
    bars = [Bar(f"Sessions {what}", each, each.text, is_main=what == "attended") for what, each in found]
    alt = f"Bars of sessions. {'; '.join(f'{bar.label}: {bar.value}' for bar in bars)}."
    hatched = HATCHED if any(not each.is_shown for _, each in found) else ""
    lead = f"Sessions: {', '.join(f'{each.text} {what}' for what, each in found if each.is_shown)}."
    caption = sentences(in_component(material.study, activity.component, lead), hatched)
    return material.place(
        slug("sessions", activity.component), lambda form: draw_bars(form, bars), caption, alt
    )


def _write_activities(material: Material, activity: Activity) -> str:
    """Write what is known by activity: bars and a table for a register, a table for returns."""
    if not activity.activities:
        return ""
    name = slug("activities", activity.component)
    title = plain(material.study.component_title(activity.component))
    if activity.basis != REGISTER:
        grid = build_table_of_activities(activity)
        return data_table(name, f"{title}: by activity, as the returns have it.", grid)
    rows = [
        (each, [activity.count(what, names.ALL, each) for what in ("people", "contacts")])
        for each in activity.activities
    ]
    cells = [[plain(upper_first(each)), *map(count_cell, counts)] for each, counts in rows]
    grid = table(["Activity", "People", "Contacts"], "lrr", cells)
    bars = [Bar(upper_first(each), people, people.text) for each, (people, _) in rows if people is not None]
    alt = f"Bars of people by activity. {'; '.join(f'{bar.label}: {bar.value}' for bar in bars)}."
    hatched = HATCHED if any(bar.count is not None and not bar.count.is_shown for bar in bars) else ""
    lead = in_component(material.study, activity.component, "people by activity.")
    figure = ""
    if len(bars) >= FEWEST_BARS and any(bar.count is not None and bar.count.is_shown for bar in bars):
        figure = material.place(
            name, lambda form: draw_bars(form, bars), sentences(upper_first(lead), hatched), alt
        )
    return paragraphs(say_overlap(activity), figure, data_table(name, f"{title}: by activity.", grid))
