"""Synthetic goals of harbour-ot: up to three at a time, rated on many days, some given up or changed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from evalkit.examples.answers import whole_within
from evalkit.examples.files import Rows, csv_bytes
from evalkit.examples.harbour_ot_register import CAME

if TYPE_CHECKING:
    from evalkit.examples.draws import Draws
    from evalkit.examples.harbour_ot_people import Person
    from evalkit.examples.harbour_ot_register import Register

PEOPLE_WITH_GOALS: Final = 57
GIVEN_UP: Final = 8
CHANGED: Final = 7
GOALS_AT_A_TIME: Final = 3
THEMES: Final = {
    "Cooking and eating": ("Cook a meal twice a week", "Eat breakfast most days"),
    "Daily routine": ("Open the curtains every day", "Be up before ten"),
    "Getting out": ("Walk to the shop on my own", "Take the bus one stop"),
    "Looking after my home": ("Clear one drawer a week", "Answer my post"),
    "Making things": ("Finish the blanket", "Play the guitar again"),
    "People in my life": ("Ring my sister on Sundays", "Say hello to a neighbour"),
    "Work and volunteering": ("Go to the open morning", "Ask about helping out"),
}
_HIGHEST: Final = 10
_DAYS_NEEDED_TO_STOP: Final = 5


@dataclass(frozen=True, slots=True)
class Goal:
    """One goal and the weeks in which it was rated; ``end`` is the status at its last rating."""

    person: Person
    label: str
    theme: str
    words: str
    weeks: tuple[int, ...]
    end: str = "Going on"


def make_goals(draws: Draws, people: list[Person], registers: dict[str, Register]) -> dict[str, bytes]:
    """Return one row per goal and day: number, own words, theme, date, rating from 0 to 10, status.

    Goals are set at the second session attended and rated at most sessions after it.
    """
    came = {id_: [week for week in sorted(r) if r[week] == CAME][1:] for id_, r in registers.items()}
    chosen = set(draws.sample([id_ for id_, weeks in came.items() if weeks], PEOPLE_WITH_GOALS))
    goals = [
        goal for person in people if person.id in chosen for goal in _goals_of(draws, person, came[person.id])
    ]
    rows: Rows = []
    for goal in _some_stopped(draws, goals):
        rows += _ratings(draws, goal)
    headings = ["ID", "Goal", "In own words", "Theme", "Date", "Rating", "Status"]
    return {"harbour-goals.csv": csv_bytes(headings, rows)}


def _goals_of(draws: Draws, person: Person, weeks: list[int]) -> list[Goal]:
    themes = draws.sample(list(THEMES), draws.whole(1, GOALS_AT_A_TIME))
    goals = []
    for number, theme in enumerate(themes, 1):
        rated = (weeks[0], *(week for week in weeks[1:] if draws.chance(0.8)))
        goals.append(Goal(person, str(number), theme, THEMES[theme][draws.whole(0, 1)], rated))
    return goals


def _some_stopped(draws: Draws, goals: list[Goal]) -> list[Goal]:
    """Stop some goals half way, at most one a person; a changed one goes on as another goal."""
    able = {goal.person.id: goal for goal in goals if len(goal.weeks) >= _DAYS_NEEDED_TO_STOP}
    picked = [(able[id_].person.id, able[id_].label) for id_ in draws.sample(list(able), GIVEN_UP + CHANGED)]
    result = []
    for goal in goals:
        key, half = (goal.person.id, goal.label), len(goal.weeks) // 2
        if key not in picked:
            result.append(goal)
        elif key in picked[:GIVEN_UP]:
            result.append(replace(goal, weeks=goal.weeks[:half], end="Given up"))
        else:
            theme = draws.sample([theme for theme in THEMES if theme != goal.theme], 1)[0]
            result.append(replace(goal, weeks=goal.weeks[:half], end="Changed"))
            new = Goal(goal.person, f"{goal.label}b", theme, THEMES[theme][0], goal.weeks[half:])
            result.append(new)
    return result


def _ratings(draws: Draws, goal: Goal) -> Rows:
    """Three in four goals rise, faster for those who come to the planned end."""
    step = draws.normal(0.65 if goal.person.completed else 0.35, 0.3) if draws.chance(0.75) else 0.0
    level = draws.normal(2.2, 1.3)
    rows: Rows = []
    for week in goal.weeks:
        rating = whole_within(draws.normal(level, 0.7), 0, _HIGHEST)
        status = goal.end if week == goal.weeks[-1] else "Going on"
        date = goal.person.day(week)
        rows.append((goal.person.id, goal.label, goal.words, goal.theme, date, rating, status))
        level += step
    return rows
