"""Invented stories of harbour-ot: who told which, coded by two people, and what they agreed to."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Final

from evalkit.examples.files import Rows, csv_bytes
from evalkit.examples.harbour_ot_codes import CODES
from evalkit.examples.harbour_ot_garden import garden_ids
from evalkit.examples.harbour_ot_more_words import EARLY_STORIES, GARDEN_STORIES
from evalkit.examples.harbour_ot_words import FINAL_STORIES
from evalkit.examples.marked_words import codes_used, read_marked
from evalkit.examples.qdpx import qdpx_bytes
from evalkit.examples.story_consents import CONSENT_HEADINGS, Answers, consent_rows
from evalkit.examples.story_project import Told, build_project, codebook_bytes

if TYPE_CHECKING:
    from evalkit.examples.draws import Draws
    from evalkit.examples.harbour_ot_people import Person

FOLDER: Final = "stories"
EARLY_WEEK: Final = 8
_LAST_WEEK: Final = 24
_TRUSTED_FROM: Final = 8
_ASKED: Final = dt.date(2024, 9, 2)
_WITHDRAWN: Final = dt.date(2024, 9, 23)

ANSWERS: Final = {
    "sing": Answers(named=True, media=True),
    "shed": Answers(named=True),
    "bench": Answers(named=True, media=True),
    "rent": Answers(quoted=False),
    "night": Answers(quoted=False, research=False),
    "tea": Answers(quoted=False),
    "paint": Answers(withdrawn=_WITHDRAWN),
}
"""What the tellers of some stories agreed to; all others to everything but their name and recordings."""


def make_stories(draws: Draws, people: list[Person]) -> dict[str, bytes]:
    """Return the coded project, its codebook and the consents.

    Who tells of coming to trust is somebody in whom trust was noted in week 8 or later, so that their own
    rating tends to fall while their story tells of trust; who told twice did not trust in week 8.

    Parameters
    ----------
    draws : Draws
        Stream of random draws.
    people : list of Person
        Everybody who was referred.
    """
    tellers = _tellers(draws, people)
    garden = dict(zip(GARDEN_STORIES, draws.sample(garden_ids(), len(GARDEN_STORIES)), strict=True))
    told = [
        *(_told(draws, key, words, tellers[key], "Week 8") for key, words in EARLY_STORIES.items()),
        *(_told(draws, key, words, tellers[key], "Final review") for key, words in FINAL_STORIES.items()),
        *(
            _told(draws, key, words, garden[key], "Week 16", garden=True)
            for key, words in GARDEN_STORIES.items()
        ),
    ]
    told.sort(key=lambda document: document.name)
    consents: Rows = []
    for key, person in sorted((tellers | garden).items(), key=lambda teller: teller[1]):
        asked = _ASKED + dt.timedelta(days=draws.whole(0, 18))
        consents += consent_rows(person, ANSWERS.get(key, Answers()), asked)
    project = build_project(draws, "Harbour OT stories", CODES, told)
    return {
        f"{FOLDER}/stories.qdpx": qdpx_bytes(project),
        f"{FOLDER}/codebook.csv": codebook_bytes(CODES),
        f"{FOLDER}/consent.csv": csv_bytes(CONSENT_HEADINGS, consents),
    }


def _tellers(draws: Draws, people: list[Person]) -> dict[str, str]:
    """Return who told each story of occupational therapy: the hardest to place are placed first."""
    late = {key for key, words in FINAL_STORIES.items() if "first_truth" in codes_used([read_marked(words)])}
    free = [person for person in people if {0, _LAST_WEEK} <= set(person.answered)]
    tellers = {}
    for key in sorted(FINAL_STORIES, key=lambda key: (key not in EARLY_STORIES, key not in late)):
        able = [person for person in free if key not in late or _trusts_from(person, _TRUSTED_FROM)]
        if key in EARLY_STORIES:
            able = [
                person
                for person in able
                if EARLY_WEEK in person.answered and _trusts_from(person, EARLY_WEEK + 1)
            ]
        chosen = draws.sample(able, 1)[0]
        free.remove(chosen)
        tellers[key] = chosen.id
    return tellers


def _trusts_from(person: Person, week: int) -> bool:
    return person.trust_week is not None and person.trust_week >= week


def _told(draws: Draws, key: str, words: str, person: str, when: str, *, garden: bool = False) -> Told:
    part = "Garden" if garden else "Therapy"
    return Told(
        name=f"{person} {when}",
        words=read_marked(words),
        person=person,
        values={"Part": part, "When": when},
        coded_twice=key in ANSWERS or draws.chance(0.5),
    )
