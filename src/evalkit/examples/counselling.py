"""Synthetic counselling: who came, what they answered, their sessions and their goals."""

from __future__ import annotations

import datetime as dt
from typing import Final

from evalkit.examples.answers import draw_answers, leave_blank
from evalkit.examples.counselling_equity import HEADINGS, area_files, draw_areas, draw_descriptions
from evalkit.examples.counselling_people import Client, draw_clients, draw_never_started
from evalkit.examples.draws import Draws
from evalkit.examples.files import Rows, csv_bytes
from evalkit.examples.goals import draw_goals, note_statuses

COMPLETERS_ASKED_AGAIN: Final = 100
LEAVERS_ASKED_AGAIN: Final = 6
NO_FIRST_SCORE_ASKED_AGAIN: Final = 5
NO_FIRST_SCORE_OTHERS: Final = 4

_QUESTIONS: Final = 10
_POSITIVELY_WORDED: Final = (3, 5, 10)
_HARDER_TO_AGREE_WITH: Final = {4: -1.1}
_HIGHEST: Final = 4
_NOISE: Final = 0.95
_ONE_BLANK: Final = 0.04
_TOO_MANY_BLANKS: Final = 4


def make_counselling(seed: int) -> dict[str, bytes]:
    """Return the four CSV files of the counselling service, and two about the area around it.

    Parameters
    ----------
    seed : int
        Seed of the random draws.

    Returns
    -------
    dict of str to bytes
        People with dates, reasons for ending and what they said of themselves, and those who were
        referred and never came; YP-CORE answers before and after (10 questions, 0 to 4); one row per
        session; one row per goal and date, with a status where a goal was given up or changed; the small
        areas around with their deprivation, and the young people who live there.
    """
    clients = draw_clients(Draws(seed, "counselling people"))
    questions = [f"Q{number}" for number in range(1, _QUESTIONS + 1)]
    people: Rows = [(c.id, c.gender, c.referred, c.started, c.ended, c.reason) for c in clients]
    people += draw_never_started(Draws(seed, "counselling never started"), first_number=len(clients) + 1)
    areas = draw_areas(Draws(seed, "areas"))
    referred = [row[2] for row in people if isinstance(row[2], dt.date)]
    described = draw_descriptions(Draws(seed, "counselling equity"), referred, [str(row[0]) for row in areas])
    people = [(*row, *said) for row, said in zip(people, described, strict=True)]
    goals = note_statuses(Draws(seed, "goal statuses"), draw_goals(Draws(seed, "goals"), clients))
    sessions: Rows = [(c.id, s.number, s.date, s.status) for c in clients for s in c.sessions]
    return {
        "counselling-people.csv": csv_bytes(
            ["ID", "Gender", "Referred", "Started", "Ended", "Reason for ending", *HEADINGS], people
        ),
        "counselling-questionnaires.csv": csv_bytes(
            ["ID", "When", *questions], _questionnaires(Draws(seed, "counselling answers"), clients)
        ),
        "counselling-sessions.csv": csv_bytes(["ID", "Session", "Date", "Status"], sessions),
        "counselling-goals.csv": csv_bytes(["ID", "Goal", "Theme", "Date", "Rating", "Status"], goals),
        **area_files(areas),
    }


def _questionnaires(draws: Draws, clients: list[Client]) -> Rows:
    """Return one row per form handed in; leavers rarely handed in a second one."""
    completers = [client.id for client in clients if client.completed]
    leavers = [client.id for client in clients if not client.completed]
    again = {*draws.sample(completers, COMPLETERS_ASKED_AGAIN), *draws.sample(leavers, LEAVERS_ASKED_AGAIN)}
    others = [client.id for client in clients if client.id not in again]
    asked_again = [client.id for client in clients if client.id in again]
    no_first_score = [
        *draws.sample(asked_again, NO_FIRST_SCORE_ASKED_AGAIN),
        *draws.sample(others, NO_FIRST_SCORE_OTHERS),
    ]
    mostly_blank = set(no_first_score[::3])
    no_form = set(no_first_score) - mostly_blank
    rows: Rows = []
    for client in clients:
        if client.id not in no_form:
            blanks = _TOO_MANY_BLANKS if client.id in mostly_blank else int(draws.chance(_ONE_BLANK))
            answers = leave_blank(draws, _form(draws, client.distress), blanks)
            rows.append((client.id, "Before", *answers))
        if client.id in again:
            later = client.distress + draws.normal(-0.6 if client.completed else -0.1, 0.5)
            answers = leave_blank(draws, _form(draws, later), int(draws.chance(_ONE_BLANK)))
            rows.append((client.id, "After", *answers))
    return rows


def _form(draws: Draws, distress: float) -> tuple[int | None, ...]:
    """Return the ten answers as given: to positively worded questions the other way round."""
    levels = []
    for number in range(1, _QUESTIONS + 1):
        level = distress + _HARDER_TO_AGREE_WITH.get(number, 0.1)
        levels.append(_HIGHEST - level if number in _POSITIVELY_WORDED else level)
    return draw_answers(draws, levels, noise=_NOISE, low=0, high=_HIGHEST)
