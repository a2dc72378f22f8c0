"""Synthetic NVR parenting groups: 12 weeks, two tranches, one workbook with two sheets."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Final

from evalkit.examples.answers import Answer, draw_answers, leave_blank
from evalkit.examples.draws import Draws
from evalkit.examples.files import Rows, xlsx_bytes

WEEKS: Final = 12
SAVED: Final = dt.date(2022, 1, 31)

_QUESTIONS: Final = 5
_LOW: Final = 1
_HIGH: Final = 5


@dataclass(frozen=True, slots=True)
class Tranche:
    """One run of the groups.

    Attributes
    ----------
    parents : int
        Parents and carers who came.
    lost : int
        Of them, those without a second score; one of these left a question blank.
    weeks : tuple of datetime.date
        The dates of the twelve meetings; holidays are left out.
    step : float
        Average movement of an answer from before to after.
    """

    name: str
    parents: int
    lost: int
    weeks: tuple[dt.date, ...]
    step: float


def _dates(first: dt.date, *, holidays: tuple[int, ...]) -> tuple[dt.date, ...]:
    """Return twelve weekly dates; ``holidays`` counts weeks from the first, 0 being the first."""
    weeks = [week for week in range(WEEKS + len(holidays)) if week not in holidays]
    return tuple(first + dt.timedelta(weeks=week) for week in weeks)


TRANCHES: Final = (
    Tranche("Tranche 1", 18, 7, _dates(dt.date(2021, 1, 5), holidays=(6,)), step=0.7),
    Tranche("Tranche 2", 17, 7, _dates(dt.date(2021, 10, 12), holidays=(2, 10, 11)), step=0.3),
)


def make_nvr(seed: int) -> dict[str, bytes]:
    """Return the workbook of the NVR parenting groups.

    Parameters
    ----------
    seed : int
        Seed of the random draws.

    Returns
    -------
    dict of str to bytes
        ``nvr-parenting.xlsx`` with the sheets Questionnaires (five questions, 1 to 5, before
        and after) and Attendance (one row per parent and week).
    """
    draws = Draws(seed, "nvr")
    questionnaires: Rows = []
    attendance: Rows = []
    number = 0
    for tranche in TRANCHES:
        registers = []
        for _ in range(tranche.parents):
            number += 1
            registers.append((f"GM-N-{number:02d}", _register(draws)))
        for parent, present in registers:
            rows = zip(range(1, WEEKS + 1), tranche.weeks, present, strict=True)
            attendance += [(parent, tranche.name, week, date, mark) for week, date, mark in rows]
        questionnaires += _questionnaires(draws, tranche, registers)
    questions = [f"Question {place}" for place in range(1, _QUESTIONS + 1)]
    sheets = {
        "Questionnaires": (["ID", "Tranche", "When", *questions], questionnaires),
        "Attendance": (["ID", "Tranche", "Week", "Date", "Present"], attendance),
    }
    return {"nvr-parenting.xlsx": xlsx_bytes(sheets, saved=SAVED)}


def _register(draws: Draws) -> list[str]:
    """Everybody came to the first meeting; some stopped coming somewhere in between."""
    last = draws.whole(2, WEEKS - 3) if draws.chance(0.3) else WEEKS
    came = [week == 1 or (week <= last and draws.chance(0.87)) for week in range(1, WEEKS + 1)]
    return ["Yes" if present else "No" for present in came]


def _questionnaires(draws: Draws, tranche: Tranche, registers: list[tuple[str, list[str]]]) -> Rows:
    """Those who came least have no second score, and began a little lower."""
    by_attendance = sorted(registers, key=lambda register: register[1].count("Yes"))
    lost = [parent for parent, _ in by_attendance[: tranche.lost]]
    half_filled = lost[-1]
    rows: Rows = []
    for parent, _ in registers:
        level = draws.normal(2.9 if parent in lost else 3.1, 0.6)
        later = level + draws.normal(tranche.step, 0.4)
        rows.append((parent, tranche.name, "Before", *_form(draws, level)))
        answers = _form(draws, later)
        if parent == half_filled:
            answers = leave_blank(draws, answers, 1)
        if parent not in lost or parent == half_filled:
            rows.append((parent, tranche.name, "After", *answers))
    return rows


def _form(draws: Draws, level: float) -> tuple[Answer, ...]:
    return draw_answers(draws, [level] * _QUESTIONS, noise=0.55, low=_LOW, high=_HIGH)
