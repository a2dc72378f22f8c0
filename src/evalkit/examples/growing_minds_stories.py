"""Invented focus groups and feedback of growing-minds, coded, and what people agreed to."""

from __future__ import annotations

import csv
import datetime as dt
import io
from typing import TYPE_CHECKING, Final

from evalkit.examples.files import Rows, csv_bytes
from evalkit.examples.growing_minds_codes import CODES
from evalkit.examples.growing_minds_feedback import FEEDBACK
from evalkit.examples.growing_minds_groups import PARENT_GROUPS, STUDENT_GROUPS
from evalkit.examples.marked_words import read_marked
from evalkit.examples.qdpx import qdpx_bytes
from evalkit.examples.story_consents import CONSENT_HEADINGS, Answers, consent_rows
from evalkit.examples.story_project import FIRST, Told, build_project, codebook_bytes

if TYPE_CHECKING:
    from evalkit.examples.draws import Draws

FOLDER: Final = "stories"
_ASKED: Final = dt.date(2022, 3, 7)
_GROUPS_ASKED: Final = dt.date(2022, 5, 16)
_WITHDRAWN: Final = dt.date(2022, 6, 20)

ANSWERS: Final = (
    Answers(named=True, media=True),
    Answers(quoted=False),
    Answers(withdrawn=_WITHDRAWN),
    Answers(quoted=False, research=False),
    Answers(named=True),
)
"""What the first of those who wrote feedback agreed to; all others to everything but their name and recordings."""

GROUP_ANSWERS: Final = {
    "Tree of Life group 4": Answers(quoted=False),
    "NVR parents, tranche 1": Answers(media=True),
}
"""What groups agreed to, likewise."""


def make_stories(draws: Draws, forms: bytes) -> dict[str, bytes]:
    """Return the coded focus groups, the feedback, their codebook and the consents.

    Parameters
    ----------
    draws : Draws
        Stream of random draws.
    forms : bytes
        The counselling questionnaires: feedback comes from people who filled in both.
    """
    groups = {**STUDENT_GROUPS, **PARENT_GROUPS}
    told = [
        Told(
            name,
            read_marked(words),
            values={"Group": "Tree of Life" if name in STUDENT_GROUPS else "NVR"},
            coded_twice=True,
        )
        for name, words in groups.items()
    ]
    writers = sorted(draws.sample(_answered_twice(forms), len(FEEDBACK)))
    pages = draws.shuffled(FEEDBACK)
    answers = dict(zip(draws.shuffled(writers), ANSWERS, strict=False))
    consents: Rows = []
    for name in groups:
        day = _GROUPS_ASKED + dt.timedelta(days=draws.whole(0, 11))
        consents += consent_rows(None, GROUP_ANSWERS.get(name, Answers()), day, item=name)
    for person in writers:
        day = _ASKED + dt.timedelta(days=draws.whole(0, 25))
        consents += consent_rows(person, answers.get(person, Answers()), day)
    project = build_project(draws, "Growing Minds focus groups", CODES, told)
    return {
        f"{FOLDER}/focus-groups.qdpx": qdpx_bytes(project),
        f"{FOLDER}/feedback.csv": _feedback(dict(zip(writers, pages, strict=True))),
        f"{FOLDER}/codebook.csv": codebook_bytes(CODES),
        f"{FOLDER}/consent.csv": csv_bytes(CONSENT_HEADINGS, consents),
    }


def _answered_twice(forms: bytes) -> list[str]:
    """Return the ids of those who filled in a form before and after, sorted."""
    rows = list(csv.DictReader(io.StringIO(forms.decode())))
    before, after = ({row["ID"] for row in rows if row["When"] == when} for when in ("Before", "After"))
    return sorted(before & after)


def _feedback(pages: dict[str, str]) -> bytes:
    """Return one row per passage and code; passages are all that was kept of the forms."""
    names = {code.code: code.name for code in CODES}
    rows: Rows = []
    for person, words in pages.items():
        page = read_marked(words)
        rows += [
            (person, page.text[passage.start : passage.end], names[code], FIRST)
            for passage in page.passages
            for code in passage.codes
        ]
    return csv_bytes(["ID", "What they wrote", "Code", "Coder"], rows)
