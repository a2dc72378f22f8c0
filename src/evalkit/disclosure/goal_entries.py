"""The counts of goals.csv in the ledger."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from evalkit import names
from evalkit.disclosure.ledger import goal_name, stage_name
from evalkit.disclosure.system import Sum

if TYPE_CHECKING:
    from evalkit.disclosure.ledger import Ledger, Row

_PARTS: Final = {
    "people_rated_twice": (
        ("people_up", "people_same", "people_down"),
        ("people_any_moved", "people_any_not_moved", "people_any_moved_back"),
        ("people_mean_moved", "people_mean_not_moved", "people_mean_moved_back"),
    ),
    "goals_rated_twice": (
        ("goals_up", "goals_same", "goals_down"),
        ("goals_moved", "goals_not_moved", "goals_moved_back"),
    ),
}
_WITHIN: Final = (
    ("people_with_goals", "people_rated_twice"),
    ("goals", "goals_rated_twice"),
    ("goals_up", "goals_moved"),
    ("goals_down", "goals_moved_back"),
    ("people_up", "people_mean_moved"),
    ("people_down", "people_mean_moved_back"),
)
"""Of each two, the first holds the second: the difference is a count too."""
_ENDED: Final = ("goals_abandoned", "goals_changed")
_SINGLE: Final = (
    "people_with_goals",
    "goals",
    *_PARTS,
    *(name for splits in _PARTS.values() for parts in splits for name in parts),
    *_ENDED,
)
BY_CATEGORY: Final = ("theme_goals", "theme_people", "n_rated")
COUNTS: Final = (*_SINGLE, *BY_CATEGORY)
"""Statistics of goals.csv that count people or goals."""


def enter_goals(ledger: Ledger, rows: list[Row]) -> None:
    """Enter the counts of goals.csv and the sums between them."""
    components: dict[str, list[Row]] = {}
    for row in rows:
        if row[names.STATISTIC] in COUNTS:
            components.setdefault(str(row[names.COMPONENT]), []).append(row)
    for component, own in components.items():
        for row in own:
            ledger.add(goal_name(component, row[names.STATISTIC], row["category"]), row[names.ESTIMATE])
        ledger.exact.add(goal_name(component, "people_rated_twice"))
        _enter_parts(ledger, component)
        _enter_themes(ledger, component, own)
        _enter_occasions(ledger, component, own)
        with_goals = goal_name(component, "people_with_goals")
        ledger.complement(stage_name("started", component), with_goals, "without goals")


def _enter_parts(ledger: Ledger, component: str) -> None:
    def known(*statistics: str) -> bool:
        return all(goal_name(component, name) in ledger.counts for name in statistics)

    def name(statistic: str) -> str:
        return goal_name(component, statistic)

    for total, splits in _PARTS.items():
        ledger.sums += [Sum(name(total), tuple(map(name, parts))) for parts in splits if known(total, *parts)]
    for total, part in _WITHIN:
        if known(total, part):
            ledger.complement(name(total), name(part), "rest")
    if known("goals", *_ENDED):
        ended = [name(part) for part in _ENDED]
        rest = ledger.counts[name("goals")] - sum(ledger.counts[part] for part in ended)
        ledger.add(name("goals neither given up nor changed"), rest, published=False)
        ledger.sums.append(Sum(name("goals"), (*ended, name("goals neither given up nor changed"))))


def _enter_themes(ledger: Ledger, component: str, rows: list[Row]) -> None:
    themes = [str(row["category"]) for row in rows if row[names.STATISTIC] == "theme_goals"]
    if themes:
        parts = tuple(goal_name(component, "theme_goals", theme) for theme in themes)
        ledger.sums.append(Sum(goal_name(component, "goals"), parts))
    for row in rows:
        if row[names.STATISTIC] == "theme_people":
            people = goal_name(component, "theme_people", row["category"])
            goals = goal_name(component, "theme_goals", row["category"])
            if goals in ledger.counts:
                ledger.people_behind[goals] = ledger.counts[people]
            ledger.complement(goal_name(component, "people_with_goals"), people, "without the theme")


def _enter_occasions(ledger: Ledger, component: str, rows: list[Row]) -> None:
    """Tie the people who rated three times, four times … to those who rated one time fewer."""
    before = goal_name(component, "people_rated_twice")
    for row in rows:
        here = goal_name(component, "n_rated", row["category"])
        if row[names.STATISTIC] == "n_rated" and row["category"] not in {"1", "2"}:
            ledger.exact.add(here)
            ledger.complement(before, here, "stopped rating")
            before = here
