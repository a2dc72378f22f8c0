"""Synthetic answers of harbour-ot: short check-ins at six times, the two long forms at three of them."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Final

from evalkit.examples.answers import draw_answers, leave_blank
from evalkit.examples.files import Rows, csv_bytes, xlsx_bytes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from evalkit.examples.answers import Answer
    from evalkit.examples.draws import Draws
    from evalkit.examples.harbour_ot_paths import Path

CHECK_INS: Final = "harbour-check-ins.csv"
WORKBOOK: Final = "harbour-questionnaires.xlsx"
SAVED: Final = dt.date(2024, 9, 27)
WHEN: Final = {0: "Start", 4: "Week 4", 8: "Week 8", 12: "Week 12", 16: "Week 16", 24: "Final review"}
NOT_ASKED: Final = "not asked"
LONG_FORMS_MISSED: Final = {0: 2, 12: 2, 24: 2}
"""People who handed in a check-in but not the long forms, by week."""
MOSTLY_BLANK: Final = 2
"""Long forms with so many blanks that no domain can be scored."""

_RATING: Final = 10
_WHOQOL_ITEMS: Final = 26
_WHOQOL_REVERSED: Final = (3, 4, 26)
_WHOQOL_DOMAINS: Final = {
    "physical": (2, 3, 4, 10, 15, 16, 17, 18),
    "psychological": (1, 5, 6, 7, 11, 19, 26),
    "social": (20, 21, 22),
    "environment": (8, 9, 12, 13, 14, 23, 24, 25),
}
_OSA_ITEMS: Final = 21
_TOO_MANY_BLANKS: Final = 6


def make_check_ins(draws: Draws, paths: list[Path]) -> dict[str, bytes]:
    """Return the check-ins: date, trust as noted, two ratings and four ONS questions (0 to 10).

    Until there is trust, its mark is now and then left blank.
    """
    rows: Rows = []
    for path in paths:
        for week in path.person.answered:
            well = path.well_said(week)
            said = [well, path.day_said(week), well + 0.4, well + 0.2, well, 10.0 - well]
            ratings = draw_answers(draws, said, noise=0.9, low=0, high=_RATING)
            asked = [_not_always(draws, answer) for answer in ratings[2:]]
            unsure = None if draws.chance(0.1) else "no"
            trust = "yes" if path.person.trusts(week) else unsure
            when = (path.person.id, WHEN[week], path.person.day(week), trust)
            rows.append((*when, *ratings[:2], *asked))
    headings = ["ID", "When", "Date", "Trust", "How well I feel", "How I manage my day"]
    ons4 = ["Life satisfaction", "Worthwhile", "Happy yesterday", "Anxious yesterday"]
    return {CHECK_INS: csv_bytes([*headings, *ons4], rows)}


def make_long_forms(draws: Draws, paths: list[Path]) -> dict[str, bytes]:
    """Return the workbook with the sheets WHOQOL-BREF (26 answers, 1 to 5) and OSA (42, 1 to 4)."""
    offsets = {path.person.id: [draws.normal(0, 0.3) for _ in range(5)] for path in paths}
    forms = list(_forms(draws, paths))
    mostly_blank = set(draws.sample(range(len(forms)), MOSTLY_BLANK))
    whoqol: Rows = []
    osa: Rows = []
    for place, (path, week) in enumerate(forms):
        row = (path.person.id, WHEN[week], path.person.day(week))
        own = offsets[path.person.id]
        blanks = _TOO_MANY_BLANKS if place in mostly_blank else int(draws.chance(0.1))
        whoqol.append((*row, *leave_blank(draws, _whoqol(draws, path, week, own), blanks)))
        osa.append((*row, *leave_blank(draws, _osa(draws, path, week, own), int(draws.chance(0.05)))))
    places = range(1, _OSA_ITEMS + 1)
    columns = [*(f"Competence {place}" for place in places), *(f"Importance {place}" for place in places)]
    start = ["ID", "When", "Date"]
    sheets = {
        "WHOQOL-BREF": ([*start, *(f"Q{place}" for place in range(1, _WHOQOL_ITEMS + 1))], whoqol),
        "OSA": ([*start, *columns], osa),
    }
    return {WORKBOOK: xlsx_bytes(sheets, saved=SAVED)}


def _forms(draws: Draws, paths: list[Path]) -> Iterator[tuple[Path, int]]:
    missed: set[tuple[str, int]] = set()
    for week, count in LONG_FORMS_MISSED.items():
        able = [path.person.id for path in paths if week in path.person.answered]
        missed |= {(person, week) for person in draws.sample(able, count)}
    for path in paths:
        for week in path.person.answered:
            if week in LONG_FORMS_MISSED and (path.person.id, week) not in missed:
                yield path, week


def _whoqol(draws: Draws, path: Path, week: int, own: list[float]) -> tuple[Answer, ...]:
    """Environment doesn't move; to questions put the other way round the answer is turned."""
    well = path.well_said(week, hidden=0.3)
    levels = {
        "physical": 2.3 + 0.14 * well + own[0],
        "psychological": 1.3 + 0.36 * well + own[1],
        "social": 2.0 + 0.2 * well + own[2],
        "environment": 3.3 + own[3],
    }
    expected = {item: levels[domain] for domain, items in _WHOQOL_DOMAINS.items() for item in items}
    turned = [
        6 - expected[item] if item in _WHOQOL_REVERSED else expected[item]
        for item in range(1, _WHOQOL_ITEMS + 1)
    ]
    return draw_answers(draws, turned, noise=0.7, low=1, high=5)


def _osa(draws: Draws, path: Path, week: int, own: list[float]) -> tuple[Answer, ...]:
    competence = 1.2 + 0.24 * path.day_said(week) + 0.5 * own[4]
    importance = 3.1 + own[3]
    levels = [competence] * _OSA_ITEMS + [importance] * _OSA_ITEMS
    return draw_answers(draws, levels, noise=0.6, low=1, high=4)


def _not_always(draws: Draws, answer: Answer) -> str | int | None:
    """Now and then a question was left out by the therapist, or left blank by the person."""
    luck = draws.uniform()
    return NOT_ASKED if luck < 0.01 else None if luck < 0.02 else answer  # noqa: PLR2004 - shares of answers
