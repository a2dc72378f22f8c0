"""Synthetic mental health first aid instructors: few on purpose, so that limits show."""

from __future__ import annotations

from typing import Final

from evalkit.examples.answers import Answer, draw_answers
from evalkit.examples.draws import Draws
from evalkit.examples.files import Rows, csv_bytes

INSTRUCTORS: Final = 16
ANSWERED_TWICE: Final = 9

_HEADINGS: Final = (
    "ID",
    "Confidence before",
    "Knowledge before",
    "Confidence after",
    "Knowledge after",
    "Courses given since",
    "People trained since",
)
_HIGHEST: Final = 10
_NO_ANSWERS: Final[tuple[Answer, ...]] = (None, None)


def make_mhfa(seed: int) -> dict[str, bytes]:
    """Return the CSV file of the instructor training.

    Parameters
    ----------
    seed : int
        Seed of the random draws.

    Returns
    -------
    dict of str to bytes
        One row per instructor: confidence and knowledge (0 to 10) before and after the
        training, courses they have given since and the people they trained.
    """
    draws = Draws(seed, "mhfa")
    numbers = range(1, INSTRUCTORS + 1)
    twice = set(draws.sample(numbers, ANSWERED_TWICE))
    rows: Rows = []
    for number in numbers:
        level = draws.normal(5.4, 1.3)
        later = level + draws.normal(2.3, 1.1)
        before = draw_answers(draws, [level, level - 0.3], noise=0.7, low=0, high=_HIGHEST)
        after = draw_answers(draws, [later, later + 0.1], noise=0.7, low=0, high=_HIGHEST)
        courses = draws.whole(0, 4)
        trained = sum(draws.whole(7, 14) for _ in range(courses))
        shown = after if number in twice else _NO_ANSWERS
        rows.append((f"GM-M-{number:02d}", *before, *shown, courses, trained))
    return {"mhfa-instructors.csv": csv_bytes(_HEADINGS, rows)}
