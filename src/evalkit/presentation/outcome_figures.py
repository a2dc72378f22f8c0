"""Which figures of change and of paths a report has, with captions and alt texts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from evalkit import names
from evalkit.presentation.change_figure import alt_changes, caption_changes, draw_changes, make_row
from evalkit.presentation.markdown import lower_first, paragraphs, plain, sentences, upper_first, words
from evalkit.presentation.numbers import briefly, count, is_known
from evalkit.presentation.path_figure import DASH, Panel, Stop, alt_paths, draw_paths
from evalkit.presentation.sentences import NO_TEST_OF_GROUPS
from evalkit.presentation.starting_points import find_different_starts
from evalkit.presentation.wording import from_to, in_component, people, put_at, score_name, slug

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from evalkit.presentation.changes import Change, Headline
    from evalkit.presentation.material import Material

UNEVEN = "Each point stands for all who answered then, not only for those who answered twice."
FROM_FIRST = ", from the first answer"
"""Marks a row that another starting point tells otherwise, or whose declared baseline is another.

Sizes of change are released from the first answer only.
"""
FEWEST_ROWS = 2
MOST_ROWS = 12
"""More rows than these don't fit a printed page: then each component has a figure of its own."""
FEWEST_PANELS = 2
MOST_PANELS = 3


def draw_overview(material: Material) -> str:
    """Draw the headline comparisons of all scores on one scale; "" for a single score.

    Sizes are turned so that right is better; a score without a better side has no place beside them.
    """
    if len(material.headlines) < FEWEST_ROWS:
        return ""
    if len(material.headlines) <= MOST_ROWS:
        return _draw_overview(material, material.headlines, "change-overview")
    drawn = []
    for component in dict.fromkeys(headline.change.component for headline in material.headlines):
        own = [headline for headline in material.headlines if headline.change.component == component]
        for number, start in enumerate(range(0, len(own), MOST_ROWS), 1):
            name = f"change-overview-{slug(component)}-{number}"
            drawn.append(_draw_overview(material, own[start : start + MOST_ROWS], name))
    return paragraphs(*drawn)


def _draw_overview(material: Material, headlines: Sequence[Headline], name: str) -> str:
    """Draw the headline comparisons of these scores; "" where none of them has a result to show."""
    study = material.study
    rows, left_out = [], []
    sided = any(headline.change.about.better_is for headline in headlines)
    for headline in headlines:
        change = headline.change
        if sided and not change.about.better_is:
            left_out.append(plain(change.about.noun))
            continue
        noun, marked = change.about.noun, headline.trusted or find_different_starts(change) is not None
        title = f"{study.component_title(change.component)}: {noun}"
        label = title if material.has_components else upper_first(noun)
        score = study.measure(change.measure).short_title + (FROM_FIRST if marked else "")
        rows.append(make_row(label, score, change))
    if not any(row.points for row in rows):
        return ""
    missing = f"Not drawn, as neither side is better: {words(left_out)}." if left_out else ""
    starts = "All are counted from the first answer." if any(FROM_FIRST in row.note for row in rows) else ""
    caption = sentences(caption_changes(rows), starts, missing)
    alt = alt_changes(rows, material.threshold)
    return material.place(name, lambda form: draw_changes(form, rows, material.threshold), caption, alt)


def draw_score_changes(material: Material, changes: Sequence[Change]) -> str:
    """Draw all comparisons of one score; "" where the overview already shows the only one."""
    if len(changes) < FEWEST_ROWS and len(material.headlines) >= FEWEST_ROWS:
        return ""
    rows = []
    spans = len({(change.timepoint_from, change.timepoint_to) for change in changes})
    for change in changes:
        span = upper_first(from_to(material.study, change)).replace("\\", "")
        label = span if change.is_everybody else f"{change.subgroup_variable}: {change.subgroup}"
        then = material.study.timepoint_title(change.timepoint_to) if spans > 1 else ""
        note = "everybody" if change.is_everybody else then
        rows.append(make_row(label, note, change))
    if not any(row.points for row in rows):
        return ""
    first = changes[0]
    name = f"change-{slug(first.component, first.measure, first.subscale)}"
    caption = in_component(material.study, first.component, _about(material, first, caption_changes(rows)))
    alt = alt_changes(rows, material.threshold)
    return material.place(name, lambda form: draw_changes(form, rows, material.threshold), caption, alt)


def _about(material: Material, change: Change, caption: str) -> str:
    """Begin a caption with the score it is about."""
    return f"{plain(score_name(material.study, change.measure, change.subscale))}. {caption}"


def draw_score_paths(material: Material, changes: Sequence[Change]) -> str:
    """Draw where most scores lie at each timepoint, for everybody."""
    panel = _panel(material, changes[0], (names.ALL, names.ALL))
    if not panel.can_be_drawn:
        return ""
    score = score_name(material.study, changes[0].measure, changes[0].subscale)
    middle = f"The [middle score](#glossary-median) of {plain(score)} went {_ends(panel)}."
    single = "" if panel.lines.empty else "Thin lines are single people."
    return _place_paths(material, changes[0], "paths", [panel], sentences(middle, UNEVEN, single))


def draw_group_paths(material: Material, changes: Sequence[Change]) -> str:
    """Draw the same for the subgroups that the gate shows, side by side; "" for fewer than two."""
    first = changes[0]
    groups = dict.fromkeys(
        (each.subgroup_variable, each.subgroup) for each in changes if not each.is_everybody
    )
    drawn = []
    for variable in dict.fromkeys(group[0] for group in groups):
        own = [_panel(material, first, group) for group in groups if group[0] == variable]
        panels = [panel for panel in own if panel.can_be_drawn][:MOST_PANELS]
        if len(panels) < FEWEST_PANELS:
            continue
        score = score_name(material.study, first.measure, first.subscale)
        told = "; ".join(f"{plain(panel.title)} {_ends(panel)}" for panel in panels)
        left_out = [plain(panel.title) for panel in own if panel not in panels]
        caption = sentences(
            f"The [middle score](#glossary-median) of {plain(score)} by {plain(variable)}: {told}.",
            f"Not drawn: {words(left_out)}." if left_out else "",
            NO_TEST_OF_GROUPS,
        )
        drawn.append(_place_paths(material, first, f"paths-by-{slug(variable)}", panels, caption))
    return "\n\n".join(drawn)


def _place_paths(material: Material, first: Change, kind: str, panels: Sequence[Panel], caption: str) -> str:
    """Save a figure of paths and return it as Markdown."""
    score = score_name(material.study, first.measure, first.subscale)
    way = f" ({first.about.better_is} is better)" if first.about.better_is else ""
    axis = (f"{score}{way}", first.about.minimum, first.about.maximum)
    name = f"{kind}-{slug(first.component, first.measure, first.subscale)}"
    return material.place(
        name,
        lambda form: draw_paths(form, panels, axis),
        in_component(material.study, first.component, sentences(caption, _dashes(panels))),
        alt_paths(panels, score, material.threshold),
    )


def _dashes(panels: Sequence[Panel]) -> str:
    """Say what a dash stands for, where there is one."""
    numbers = [stop.has_number for panel in panels for stop in panel.stops]
    return "" if all(numbers) else f"n {DASH}: the number of people is [hidden](#glossary-hidden)."


def _of_group(rows: pd.DataFrame, change: Change, group: tuple[str, str]) -> pd.DataFrame:
    """Return the rows of one score in one component and one group."""
    return rows[
        (rows[names.COMPONENT] == change.component)
        & (rows[names.MEASURE] == change.measure)
        & (rows[names.SUBSCALE] == change.subscale)
        & (rows[names.SUBGROUP_VARIABLE] == group[0])
        & (rows[names.SUBGROUP] == group[1])
    ]


def _panel(material: Material, change: Change, group: tuple[str, str]) -> Panel:
    """Gather the stops and the single lines of one group."""
    study = material.study
    own = _of_group(material.released.paths, change, group)
    single = _of_group(material.released.lines, change, group)
    moments = sorted(dict.fromkeys(own[names.TIMEPOINT].astype(str)), key=study.timepoint_order)
    stops = []
    for moment in moments:
        here = own[own[names.TIMEPOINT] == moment]
        values = zip(here[names.STATISTIC].astype(str), here[names.ESTIMATE].astype(float), strict=True)
        quantiles = {name: value for name, value in values if is_known(value)}
        suppressed = bool(here[names.SUPPRESSED].any())
        stops.append(Stop(study.timepoint_title(moment), float(here[names.N].iloc[0]), suppressed, quantiles))
    places = {moment: float(place) for place, moment in enumerate(moments)}
    single = single.assign(place=single[names.TIMEPOINT].map(places)).dropna(subset=["place", names.SCORE])
    title = "Everybody" if group[0] == names.ALL else group[1]
    return Panel(title, tuple(stops), single)


def _ends(panel: Panel) -> str:
    """Say from where to where the middle score of a group went, and of how many people."""
    shown = [stop for stop in panel.stops if stop.is_shown]
    ends = [briefly(stop.quantiles["median"]) + _how_many(stop) for stop in (shown[0], shown[-1])]
    moments = [put_at(plain(lower_first(stop.title))) for stop in (shown[0], shown[-1])]
    return f"from {ends[0]} {moments[0]} to {ends[1]} {moments[1]}"


def _how_many(stop: Stop) -> str:
    """Say in brackets how many people answered; nothing where that is hidden."""
    return f" ({count(stop.n)} {people(stop.n)})" if is_known(stop.n) else ""
