"""The section on the goals that people set themselves; only where they set some."""

from __future__ import annotations

from typing import TYPE_CHECKING

from evalkit.presentation.bars import Bar, draw_bars
from evalkit.presentation.goal_sentences import describe_goals
from evalkit.presentation.markdown import paragraphs, plain, table
from evalkit.presentation.tables import count_cell, data_table
from evalkit.presentation.wording import in_component, slug

if TYPE_CHECKING:
    from evalkit.presentation.goals import Goals
    from evalkit.presentation.material import Material

HEADING = "## Goals people set themselves"
WAYS = (("goals_up", "Moved closer"), ("goals_same", "Stayed"), ("goals_down", "Moved further away"))
COUNTS = (
    ("people_with_goals", "People with goals"),
    ("goals", "Goals"),
    ("goals_rated_twice", "Goals rated at least twice"),
    ("people_rated_twice", "People who rated a goal at least twice"),
    *((name, f"Goals that {label.lower()}") for name, label in WAYS),
)


def write_goals(material: Material) -> str:
    """Write the section with its heading; "" where nobody set a goal."""
    if not material.goals:
        return ""
    parts = [HEADING]
    for goals in material.goals:
        told = in_component(material.study, goals.component, describe_goals(goals))
        parts += [told, _goal_figure(material, goals), _goal_table(material, goals)]
    return paragraphs(*parts)


def _goal_figure(material: Material, goals: Goals) -> str:
    """Draw how many goals moved which way; "" where one of the counts is hidden."""
    found = [(label, goals.counted(name)) for name, label in WAYS]
    bars = [
        Bar(label, each, each.text, is_main=place == 0) for place, (label, each) in enumerate(found) if each
    ]
    if len(bars) < len(WAYS) or not all(bar.count and bar.count.is_shown for bar in bars):
        return ""
    twice = goals.counted("goals_rated_twice")
    whole = f"Of {twice.text} goals rated at least twice, " if twice else ""
    told = f"{bars[0].value} moved closer, {bars[1].value} stayed and {bars[2].value} moved further away"
    caption = in_component(material.study, goals.component, f"{whole}{told}.")
    alt = f"Bars of goals. {'; '.join(f'{bar.label}: {bar.value}' for bar in bars)}."
    name = f"goals-{slug(goals.component)}"
    return material.place(name, lambda form: draw_bars(form, bars), caption, alt)


def _goal_table(material: Material, goals: Goals) -> str:
    """Tabulate the counts of goals and people."""
    rows = [
        [label, count_cell(found)] for name, label in COUNTS if (found := goals.counted(name)) is not None
    ]
    title = plain(material.study.component_title(goals.component))
    return data_table(
        f"goals-{slug(goals.component)}", f"{title}: goals.", table(["What", "Number"], "lr", rows)
    )
