"""The synthetic register of grants of ``data/raw/_programme``, in the 360Giving Data Standard."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from evalkit.examples.draws import Draws

ISSUED: Final = "2024-03-31"
_STEP: Final = 250
_LEAST: Final = 8
"""Every grant is at least so many steps of £250."""


@dataclass(frozen=True, slots=True)
class _Recipient:
    """An organisation: its name, where it works, and the population code that it named."""

    name: str
    area: str
    population: str = ""


@dataclass(frozen=True, slots=True)
class _Round:
    """One year's grants: what is divided, when, for which programme, among which recipients."""

    awarded: str
    start: str
    end: str
    total: int
    programme: str
    places: tuple[int, ...]


_GROWING_MINDS: Final = 0
_RECIPIENTS: Final = (
    _Recipient("Growing Minds partnership (synthetic example)", "Example East", "DEI010100"),
    _Recipient("Harbour OT (invented)", "Example South"),
    _Recipient("Example Allotment Friends", "Example East"),
    _Recipient("Example Barbershop Talks", "Example North", "DEI010100"),
    _Recipient("Example Boxing and Belonging", "Example South", "DEI010100"),
    _Recipient("Example Carers' Kitchen", "Example East", "DEI010300"),
    _Recipient("Example Choir of Many Tongues", "Example Centre", "DEI050100"),
    _Recipient("Example Deaf Club", "Example Centre", "DEI020130"),
    _Recipient("Example Drumming Circle", "Example North", "DEI010100"),
    _Recipient("Example Fathers' Walks", "Example South", "DEI010300"),
    _Recipient("Example New Arrivals House", "Example North", "DEI050100"),
    _Recipient("Example Quilters", "Example Centre"),
    _Recipient("Example Rainbow Youth", "Example Centre", "DEI040000"),
    _Recipient("Example Sewing Sisters", "Example East", "DEI010300"),
    _Recipient("Example Travellers' Voice", "Example North", "DEI019930"),
)
_ALL: Final = tuple(range(len(_RECIPIENTS)))
_COMMUNITY: Final = "All-age community grants"
_YOUNG: Final = "Transitions and young adults"
_ROUNDS: Final = (
    _Round("2020-01-20", "2020-02-01", "2021-01-31", 100_000, _COMMUNITY, _ALL),
    _Round("2021-01-18", "2021-02-01", "2022-01-31", 100_000, _COMMUNITY, _ALL),
    _Round("2022-03-14", "2022-04-01", "2023-03-31", 50_000, _YOUNG, (2, 3, 4, 6, 8, 10, 12, 14)),
    _Round("2023-03-13", "2023-04-01", "2024-03-31", 50_000, _YOUNG, (1, 3, 6, 8, 10, 12, 13)),
)
_LONGER: Final = "2022-07-31"
"""To when the second grant of Growing Minds was extended."""


def make_register(draws: Draws) -> bytes:
    """Return the register as a JSON package.

    The sizes follow what was published: 15 organisations, £100,000 a year for two years, then £50,000
    a year. Names, areas, populations and single amounts are invented.

    Parameters
    ----------
    draws : Draws
        They divide each year's money.

    Examples
    --------
    >>> from evalkit.examples.draws import Draws
    >>> grants = json.loads(make_register(Draws(1, "grants")))["grants"]
    >>> len(grants), sum(grant["amountAwarded"] for grant in grants)
    (45, 300000)
    """
    grants = [
        _grant(each, place, amount)
        for each in _ROUNDS
        for place, amount in zip(each.places, _divide(draws, each), strict=True)
    ]
    package = {
        "title": "Invented register of grants, for an example of evalkit",
        "issued": ISSUED,
        "grants": grants,
    }
    return (json.dumps(package, indent=2, ensure_ascii=False) + "\n").encode()


def _divide(draws: Draws, each: _Round) -> list[int]:
    """Divide a round's money: the least for everybody, then step by step by lot."""
    steps = [_LEAST] * len(each.places)
    for _ in range(each.total // _STEP - sum(steps)):
        steps[draws.whole(0, len(steps) - 1)] += 1
    return [_STEP * number for number in steps]


def _grant(each: _Round, place: int, amount: int) -> dict[str, Any]:
    recipient = _RECIPIENTS[place]
    year = each.awarded[:4]
    extended = place == _GROWING_MINDS and year == "2021"
    made: dict[str, Any] = {
        "id": f"360G-evalkitexample-{year}-{place + 1:02}",
        "title": f"{each.programme}, {year}",
        "description": "An invented grant.",
        "currency": "GBP",
        "amountAwarded": amount,
        "awardDate": each.awarded,
        "plannedDates": [{"startDate": each.start, "endDate": _LONGER if extended else each.end}],
        "recipientOrganization": [{"id": f"example-recipient-{place + 1:02}", "name": recipient.name}],
        "fundingOrganization": [{"id": "example-funder-01", "name": "Example City Grants Partnership"}],
        "grantProgramme": [{"title": each.programme}],
        "beneficiaryLocation": [{"name": recipient.area}],
    }
    if recipient.population:
        made["deiDetails"] = {"project": {"response": {"taxonomyCodes": [recipient.population]}}}
    return made
