"""The synthetic grantee ``harbour-ot``: occupational therapy, a garden, a café and events, nobody in it exists."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from evalkit.examples.draws import Draws
from evalkit.examples.files import Rows, csv_bytes
from evalkit.examples.harbour_ot_answers import make_check_ins, make_long_forms
from evalkit.examples.harbour_ot_cafe import make_cafe
from evalkit.examples.harbour_ot_garden import make_garden
from evalkit.examples.harbour_ot_goals import make_goals
from evalkit.examples.harbour_ot_paths import draw_paths
from evalkit.examples.harbour_ot_people import LAST_WEEK, draw_people
from evalkit.examples.harbour_ot_register import draw_registers, last_appointment, session_number
from evalkit.examples.harbour_ot_stories import make_stories

if TYPE_CHECKING:
    import datetime as dt

    from evalkit.examples.harbour_ot_people import Person
    from evalkit.examples.harbour_ot_register import Register

SEED: Final = 20240930


def make_harbour_ot(seed: int = SEED) -> dict[str, bytes]:
    """Return the synthetic files of ``data/raw/harbour-ot``.

    The organisation is invented, and so are all sizes; they do not depend on the seed. 78
    people were referred, 64 began and 41 came to the planned end; 38 answered at the start and at
    the final review, of whom 33 had trusted before it. Their rating of how well they feel falls
    from the start and rises from the first trusted answer: that was chosen, it is no finding.

    Parameters
    ----------
    seed : int
        Seed of the random draws, 0 or more; the committed files come from the default.

    Returns
    -------
    dict of str to bytes
        File name: content. Nothing is written; grantee.yml and the narrative beside these files
        are written by hand.

    Examples
    --------
    >>> files = make_harbour_ot()
    >>> files["harbour-people.csv"].splitlines()[0].decode()
    'ID,Gender,Age,Referred,Started,Ended,Why it ended'
    >>> files == make_harbour_ot(seed=1)
    False
    """
    people = draw_people(Draws(seed, "harbour people"))
    registers = draw_registers(Draws(seed, "harbour register"), people)
    paths = draw_paths(Draws(seed, "harbour paths"), people)
    return {
        "harbour-people.csv": _people(people, registers),
        "harbour-sessions.csv": _sessions(people, registers),
        **make_check_ins(Draws(seed, "harbour check-ins"), paths),
        **make_long_forms(Draws(seed, "harbour long forms"), paths),
        **make_goals(Draws(seed, "harbour goals"), people, registers),
        **make_garden(Draws(seed, "harbour garden")),
        **make_cafe(Draws(seed, "harbour cafe")),
        **make_stories(Draws(seed, "harbour stories"), people),
    }


def _people(people: list[Person], registers: dict[str, Register]) -> bytes:
    rows: Rows = []
    for person in people:
        who = (person.id, person.gender, person.age, _day_first(person.referred))
        if person.started is None:
            rows.append((*who, None, None, None))
            continue
        last = LAST_WEEK if person.completed else last_appointment(registers[person.id])
        rows.append((*who, _day_first(person.started), _day_first(person.day(last)), person.reason))
    headings = ["ID", "Gender", "Age", "Referred", "Started", "Ended", "Why it ended"]
    return csv_bytes(headings, rows)


def _sessions(people: list[Person], registers: dict[str, Register]) -> bytes:
    rows: Rows = [
        (person.id, session_number(week), _day_first(person.day(week)), status)
        for person in people
        if person.id in registers
        for week, status in registers[person.id].items()
    ]
    return csv_bytes(["ID", "Session", "Date", "Status"], rows)


def _day_first(day: dt.date) -> str:
    """Return a date as it is written in the UK."""
    return f"{day:%d/%m/%Y}"
