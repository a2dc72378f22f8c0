"""The part "Drop-out and recovery, by group": counts, ratios to a named group, and what they don't say."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from evalkit.presentation.group_outcome_rows import DROPPED_OUT, gather_outcomes_by_group
from evalkit.presentation.group_outcome_sentences import (
    CAUTION,
    say_everybody,
    say_variables,
    title_outcome,
)
from evalkit.presentation.markdown import (
    bullets,
    lower_first,
    paragraphs,
    plain,
    sentences,
    table,
    upper_first,
)
from evalkit.presentation.numbers import (
    estimate,
    is_known,
    percentage,
    percentage_level,
)
from evalkit.presentation.ratio_figure import KEY, RatioRow, Scale, make_ratio, place_ratios
from evalkit.presentation.shares import (
    is_above,
    is_below,
    is_enough,
    list_titles,
    write_percentages,
    write_ratio,
    write_share,
)
from evalkit.presentation.tables import NO_BREAK, NOTHING, count_cell, data_table
from evalkit.presentation.wording import in_component, slug

if TYPE_CHECKING:
    from collections.abc import Sequence

    from evalkit.presentation.group_outcome_rows import GroupResult, Outcome, Variable
    from evalkit.presentation.material import Material

SCALE: Final = Scale("Ratio to the group compared with", ("less often", "more often"))
TOO_FEW: Final = "too few to compare"
REFERENCE: Final = "the group compared with"


def write_outcomes_by_group(material: Material) -> str:
    """Write outcomes by group, with the heading; "" where no groups were compared.

    Parameters
    ----------
    material : Material
        Released rows.
    """
    outcomes = gather_outcomes_by_group(material.released)
    if not outcomes:
        return ""
    return paragraphs(
        "### Drop-out and recovery, by group", CAUTION, *(_write_outcome(material, each) for each in outcomes)
    )


def _write_outcome(material: Material, outcome: Outcome) -> str:
    """Write one outcome of one component: sentences, figure, table."""
    title = title_outcome(material.study, outcome)
    parts = (outcome.component, outcome.kind, outcome.measure, outcome.subscale, outcome.timepoint_to)
    name = f"groups-{slug(*(part for part in parts if part))}"
    drawn = [variable for variable in outcome.variables if any(map(variable.is_told, variable.others))]
    is_any_shown = any(group.is_shown for variable in outcome.variables for group in variable.groups)
    blocks = [_make_rows(outcome.kind, variable) for variable in drawn]
    lead = in_component(material.study, outcome.component, title)
    return paragraphs(
        sentences(f"**{lead}.**", say_everybody(material.study, outcome)),
        bullets(say_variables(outcome.variables)),
        *place_ratios(material, name, blocks, SCALE, _caption),
        data_table(name, f"{lead}, by group.", _tabulate(outcome)) if is_any_shown else "",
    )


def _make_rows(kind: str, variable: Variable) -> list[RatioRow]:
    """Make the rows of one attribute: its title, then its groups as declared."""
    rows = [RatioRow(upper_first(variable.title))]
    for group in variable.groups:
        label, note = upper_first(group.title), write_share(group.people, group.of)
        if group.title == variable.reference:
            rows.append(RatioRow(label, note, REFERENCE))
        elif not group.is_shown:
            rows.append(RatioRow(label, "", group.people.text, is_hidden=True))
        elif not variable.is_told(group):
            rows.append(RatioRow(label, note, TOO_FEW))
        else:
            about = f"{label} ({lower_first(variable.title)})"
            worse = is_above(group.ratio) if kind == DROPPED_OUT else is_below(group.ratio)
            rows.append(make_ratio(label, note, group.ratio, about=about, is_warning=worse))
    return rows


def _caption(rows: Sequence[RatioRow]) -> str:
    """Say the figure's message: which groups differ clearly from the one they are compared with."""
    clear = [
        plain(row.full_label)
        for row in rows
        if row.ratio is not None and (is_above(row.ratio) or is_below(row.ratio))
    ]
    if not clear:
        return sentences("None of these groups differs clearly from the one it is compared with.", KEY)
    verb = "differs" if len(clear) == 1 else "differ"
    return sentences(f"{list_titles(clear)} {verb} clearly from the group compared with.", KEY)


def _tabulate(outcome: Outcome) -> str:
    """Build the table of one outcome: groups down; people, share, ratio and difference across."""
    every = [group for variable in outcome.variables for group in variable.groups]
    level = next((group.share.level for group in every if group.share.has_interval), math.nan)
    interval = f" ({percentage_level(level)} interval)" if is_known(level) else ""
    head = ["Group", "People", "Of", *(f"{word}{interval}" for word in ("Share", "Ratio", "Difference"))]
    rows = [_cells("Everybody", outcome.everybody, [NOTHING, NOTHING])] if outcome.everybody else []
    for variable in outcome.variables:
        for group in variable.groups:
            label = f"{upper_first(plain(variable.title))}: {plain(group.title)}"
            rows.append(_cells(label, group, _compare(variable, group)))
    return table(head, "l" + "r" * (len(head) - 1), rows)


def _cells(label: str, group: GroupResult, compared: list[str]) -> list[str]:
    """Return one row of the table; no share of fewer than 20 people."""
    share = NOTHING
    if group.is_shown and is_enough(group.of) and group.share.has_interval:
        limits = write_percentages(group.share).replace(" ", NO_BREAK)
        share = f"{percentage(group.people.n, group.of.n)} ({limits})"
    return [label, count_cell(group.people), count_cell(group.of), share, *compared]


def _compare(variable: Variable, group: GroupResult) -> list[str]:
    """Write ratio and difference in percentage points; a ratio has its interval however few the people."""
    if group.title == variable.reference:
        return [REFERENCE, NOTHING]
    ratio = _break_once(write_ratio(group.ratio)) if group.ratio.has_interval else NOTHING
    if not (variable.is_told(group) and group.difference.has_interval):
        return [ratio, NOTHING]
    found = group.difference
    points = estimate(100 * found.value, 100 * found.low, 100 * found.high, 0)
    return [ratio, f"{_break_once(points)}{NO_BREAK}points"]


def _break_once(text: str) -> str:
    """Let a cell break before its bracket only."""
    value, _, limits = text.partition(" ")
    return f"{value} {limits.replace(' ', NO_BREAK)}"
