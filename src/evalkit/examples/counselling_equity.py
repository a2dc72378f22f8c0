"""What the invented people of the counselling service said of themselves, and an invented area to live in."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Final

from evalkit.examples.files import Rows, csv_bytes

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from evalkit.examples.draws import Draws

HEADINGS: Final = ("Age", "Ethnicity", "Disability", "Sexuality", "Religion", "Area")
RANKED_AREAS: Final = 33_755
AREAS: Final = 48
FORM_CHANGED: Final = dt.date(2021, 3, 1)
"""From this referral on the form asks for everything on its first page, and fewer fields stay blank."""

_YOUNG_PEOPLE_IN_AN_AREA: Final = 550
_BLANK_BEFORE: Final = 0.24
_BLANK_SINCE: Final = 0.06
_MOSTLY_DEPRIVED: Final = 0.8
_SAID: Final[tuple[dict[str, int], ...]] = (
    {"11": 8, "12": 10, "13": 12, "14": 16, "15": 18, "16": 16, "17": 12, "18": 5, "19": 3},
    {"Black African": 26, "African": 8, "Nigerian": 6, "Black Caribbean": 20, "Caribbean": 6}
    | {"black british": 12, "Mixed White & Black Caribbean": 10, "White and Black African": 5, "mixed": 4}
    | {"White British": 12, "White other": 5, "Bangladeshi": 6, "Indian": 4, "Arab": 7}
    | {"prefer not to say": 8, "not known": 8},
    {"No": 68, "None": 8, "Yes": 16, "yes": 4, "prefer not to say": 7, "not known": 6},
    {"Heterosexual": 48, "straight": 14, "Gay or lesbian": 8, "Bisexual": 9, "Other": 7}
    | {"prefer not to say": 26, "not known": 6},
    {"Christian": 48, "Pentecostal": 8, "Muslim": 18, "Rastafari": 8, "No religion": 18, "none": 6}
    | {"prefer not to say": 9, "not known": 8},
)
"""What was written under each heading but the last: how often in a hundred or so forms."""

_POPULATION: Final[Rows] = [
    ("ethnicity", "Asian, Asian British or Asian Welsh", 2_750),
    ("ethnicity", "Black, Black British, Black Welsh, Caribbean or African", 6_900),
    ("ethnicity", "Mixed or Multiple ethnic groups", 2_650),
    ("ethnicity", "White", 11_900),
    ("ethnicity", "Other ethnic group", 2_200),
    ("age", "11 to 13", 9_400),
    ("age", "14 to 16", 8_700),
    ("age", "17 to 19", 8_300),
    ("disability", "Yes", 3_200),
    ("disability", "No", 23_200),
]


def draw_descriptions(draws: Draws, referred: Sequence[dt.date], areas: Sequence[str]) -> Rows:
    """Return a row of :data:`HEADINGS` for each person, in the words that different workers use.

    Parameters
    ----------
    draws : Draws
        A stream of its own: nothing else about the people changes.
    referred : sequence of datetime.date
        Day of each person's referral: fields stay blank more often before :data:`FORM_CHANGED`.
    areas : sequence of str
        Codes of the areas in which they live.
    """
    return [_description(draws, day, areas) for day in referred]


def draw_areas(draws: Draws) -> Rows:
    """Return areas with invented codes (X01…) and a rank each, most of them among the more deprived."""
    rows: Rows = []
    for number in range(1, AREAS + 1):
        most = RANKED_AREAS // 3 if draws.chance(_MOSTLY_DEPRIVED) else RANKED_AREAS
        rows.append((f"X01{number:06d}", draws.whole(1, most)))
    return rows


def area_files(areas: Rows) -> dict[str, bytes]:
    """Return the lookup of the areas, and how many young people of each group live in them all."""
    deciles = [-(-10 * int(str(rank)) // RANKED_AREAS) for _, rank in areas]
    population = list(_POPULATION)
    population += [
        ("imd_decile", str(decile), deciles.count(decile) * _YOUNG_PEOPLE_IN_AN_AREA)
        for decile in range(1, 11)
    ]
    return {
        "areas.csv": csv_bytes(["Area", "Rank"], areas),
        "population.csv": csv_bytes(["Attribute", "Group", "People"], population),
    }


def _description(draws: Draws, referred: dt.date, areas: Sequence[str]) -> tuple[str | None, ...]:
    blank = _BLANK_BEFORE if referred < FORM_CHANGED else _BLANK_SINCE
    said = [_pick(draws, weights) for weights in _SAID]
    said.append(areas[draws.whole(0, len(areas) - 1)])
    return tuple(None if draws.chance(blank) else answer for answer in said)


def _pick(draws: Draws, weights: Mapping[str, int]) -> str:
    place = draws.whole(1, sum(weights.values()))
    for option, weight in weights.items():
        place -= weight
        if place <= 0:
            return option
    raise ValueError("the weights leave a gap")
