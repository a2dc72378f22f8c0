"""Synthetic Tree of Life groups: students in schools, before and after in one row."""

from __future__ import annotations

import datetime as dt
from typing import Final

from evalkit.examples.answers import draw_answers, leave_blank
from evalkit.examples.draws import Draws
from evalkit.examples.files import Rows, csv_bytes

STUDENTS_BY_SCHOOL: Final = {
    "School A": 6,
    "School B": 5,
    "School C": 4,
    "School E": 7,
    "School F": 5,
    "School G": 5,
    "School I": 4,
    "School J": 6,
    "School L": 5,
    "School N": 5,
}
DECLINED: Final = ("School D", "School H", "School K", "School M")
NO_SECOND_SCORE: Final = 7

_QUESTIONS: Final = 4
_LOW: Final = 1
_HIGH: Final = 5
_FIRST_LETTER: Final = dt.date(2021, 6, 7)


def make_tree_of_life(seed: int) -> dict[str, bytes]:
    """Return the two CSV files of the Tree of Life groups.

    Parameters
    ----------
    seed : int
        Seed of the random draws.

    Returns
    -------
    dict of str to bytes
        One row per student with four answers (1 to 5) before and four after, and one row per
        school that was approached. Students of one school share part of their level and part
        of their change.
    """
    draws = Draws(seed, "tree of life")
    places = range(1, _QUESTIONS + 1)
    headings = ["ID", "School", *(f"Pre {place}" for place in places), *(f"Post {place}" for place in places)]
    return {
        "tree-of-life-questionnaires.csv": csv_bytes(headings, _students(draws)),
        "tree-of-life-schools.csv": csv_bytes(["School", "Approached", "Took part"], _schools(draws)),
    }


def _students(draws: Draws) -> Rows:
    schools = [school for school, count in STUDENTS_BY_SCHOOL.items() for _ in range(count)]
    numbers = range(1, len(schools) + 1)
    half_filled = set(draws.sample(numbers, NO_SECOND_SCORE))
    levels = {school: draws.normal(3.1, 0.25) for school in STUDENTS_BY_SCHOOL}
    steps = {school: draws.normal(0.35, 0.2) for school in STUDENTS_BY_SCHOOL}
    rows: Rows = []
    for number, school in zip(numbers, schools, strict=True):
        level = draws.normal(levels[school], 0.55)
        later = level + draws.normal(steps[school], 0.4)
        before = draw_answers(draws, [level] * _QUESTIONS, noise=0.65, low=_LOW, high=_HIGH)
        after = draw_answers(draws, [later] * _QUESTIONS, noise=0.65, low=_LOW, high=_HIGH)
        before = leave_blank(draws, before, int(draws.chance(0.06)))
        after = leave_blank(draws, after, 2 if number in half_filled else 0)
        rows.append((f"GM-T-{number:02d}", school, *before, *after))
    return rows


def _schools(draws: Draws) -> Rows:
    rows: Rows = []
    for school in sorted((*STUDENTS_BY_SCHOOL, *DECLINED)):
        approached = _FIRST_LETTER + dt.timedelta(days=draws.whole(0, 18))
        rows.append((school, approached, "Yes" if school in STUDENTS_BY_SCHOOL else "No"))
    return rows
