"""The section on the goals that people set themselves; only where they set some."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from evalkit.presentation.goal_figures import (
    PERSON_WAYS,
    RULES,
    draw_goal_moves,
    draw_goal_paths,
    draw_goal_themes,
    draw_people_moves,
    list_themes,
    ordinal,
)
from evalkit.presentation.goal_sentences import (
    describe_far_moves,
    describe_first_movement,
    describe_goals,
    describe_people_by_both_rules,
    describe_statuses,
)
from evalkit.presentation.markdown import paragraphs, plain, sentences, table, upper_first
from evalkit.presentation.numbers import briefly, is_known
from evalkit.presentation.tables import NOTHING, count_cell, data_table, hidden_cell
from evalkit.presentation.wording import in_component, slug

if TYPE_CHECKING:
    from evalkit.presentation.goals import Goals
    from evalkit.presentation.material import Material

HEADING: Final = "## Goals people set themselves"
COUNTS: Final = (
    ("people_with_goals", "People with goals"),
    ("goals", "Goals"),
    ("goals_rated_twice", "Goals rated at least twice"),
    ("people_rated_twice", "People who rated a goal at least twice"),
    ("goals_up", "Goals that moved closer"),
    ("goals_same", "Goals that stayed"),
    ("goals_down", "Goals that moved further away"),
    ("goals_moved", "Goals that moved closer by three points or more"),
    ("goals_not_moved", "Goals that moved by less than three points"),
    ("goals_moved_back", "Goals that moved back by three points or more"),
    ("goals_abandoned", "Goals given up"),
    ("goals_changed", "Goals changed"),
)
QUARTERS: Final = ("rating_q25", "rating_median", "rating_q75")


def write_goals(material: Material) -> str:
    """Write the section with its heading; "" where nobody set a goal."""
    if not material.goals:
        return ""
    several = len(material.goals) > 1
    parts = [HEADING]
    for goals in material.goals:
        title = plain(material.study.component_title(goals.component))
        told = describe_goals(goals)
        lead = [f"### {title}", told] if several else [in_component(material.study, goals.component, told)]
        parts += [*lead, *_write_component(material, goals)]
    return paragraphs(*parts)


def _write_component(material: Material, goals: Goals) -> list[str]:
    """Write what follows the first paragraph: moves, people, the path over time, themes."""
    who = goals.counted("people_with_goals")
    if who is None or not who.is_shown:
        return []
    return [
        sentences(describe_far_moves(goals), describe_statuses(goals)),
        draw_goal_moves(material, goals),
        _table_of_counts(material, goals),
        describe_people_by_both_rules(goals),
        draw_people_moves(material, goals),
        _table_of_people(material, goals),
        describe_first_movement(goals),
        draw_goal_paths(material, goals),
        _table_of_ratings(material, goals),
        draw_goal_themes(material, goals),
        _table_of_themes(material, goals),
    ]


def _table_of_counts(material: Material, goals: Goals) -> str:
    """Tabulate the counts of goals and people."""
    rows = [
        [label, count_cell(found)] for name, label in COUNTS if (found := goals.counted(name)) is not None
    ]
    return _data_table(material, goals, "goals", "goals", table(["What", "Number"], "lr", rows))


def _table_of_people(material: Material, goals: Goals) -> str:
    """Tabulate people by the two rules; "" where they were not counted."""
    rows = [
        [label, *(count_cell(goals.counted(f"people_{rule}_{way}")) for rule, _ in RULES)]
        for way, label in PERSON_WAYS
        if goals.counted(f"people_any_{way}") is not None
    ]
    head = ["People who", *(title for _, title in RULES)]
    return (
        _data_table(material, goals, "goal-people", "people by both rules", table(head, "lrr", rows))
        if rows
        else ""
    )


def _table_of_ratings(material: Material, goals: Goals) -> str:
    """Tabulate the ratings at each occasion; "" where they were not released."""
    rows = [
        [
            ordinal(int(occasion)),
            count_cell(goals.counted("n_rated", occasion)),
            *(_quarter_cell(goals, statistic, occasion) for statistic in QUARTERS),
        ]
        for occasion in goals.occasions
    ]
    head = ["Rating", "People", "A quarter at or below", "Half at or below", "Three quarters at or below"]
    what = "ratings of goals over time"
    return _data_table(material, goals, "goal-ratings", what, table(head, "lrrrr", rows)) if rows else ""


def _quarter_cell(goals: Goals, statistic: str, occasion: str) -> str:
    """Return a quantile, the mark of a hidden one, or a dash."""
    found = goals.by_category[occasion].get(statistic)
    if found is None or (not found.suppressed and not is_known(found.value)):
        return NOTHING
    return hidden_cell(goals.threshold, is_small=found.is_small) if found.suppressed else briefly(found.value)


def _table_of_themes(material: Material, goals: Goals) -> str:
    """Tabulate people and goals by theme; "" where no theme was recorded."""
    rows = [
        [
            upper_first(plain(row.label)),
            count_cell(row.people),
            count_cell(goals.counted("theme_goals", row.label)),
        ]
        for row in list_themes(goals)
    ]
    grid = table(["Theme", "People", "Goals"], "lrr", rows)
    return _data_table(material, goals, "goal-themes", "themes of goals", grid) if rows else ""


def _data_table(material: Material, goals: Goals, name: str, what: str, grid: str) -> str:
    """Fold a table of one component away under its figure."""
    title = plain(material.study.component_title(goals.component))
    return data_table(f"{name}-{slug(goals.component)}", f"{title}: {what}.", grid)
