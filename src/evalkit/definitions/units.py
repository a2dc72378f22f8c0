"""What the unit of an indicator says about its numbers."""

from __future__ import annotations

import re
from typing import Final

PERCENT: Final = "%"

_PER: Final = re.compile(r"^per ([1-9]\d{0,2}(?:,\d{3})+|[1-9]\d*)\b")
_PEOPLE: Final = frozenset(
    {
        *("people", "persons", "adults", "children", "students", "pupils", "patients", "clients"),
        *("carers", "parents", "staff", "women", "men", "girls", "boys", "participants", "beneficiaries"),
    }
)


def multiplier(unit: str) -> float | None:
    """Return what numerator / denominator is multiplied by; None where the unit is no share or rate.

    Examples
    --------
    >>> multiplier("%"), multiplier("per 100,000"), multiplier("per 1000 people"), multiplier("days")
    (100.0, 100000.0, 1000.0, None)
    """
    if unit == PERCENT:
        return 100.0
    match = _PER.match(unit)
    return float(match[1].replace(",", "")) if match else None


def counts_people(unit: str) -> bool:
    """Return whether a figure with this unit is itself a number of people, and so has to be protected.

    Examples
    --------
    >>> counts_people("people"), counts_people("young people (16+)"), counts_people("organisations")
    (True, True, False)
    >>> counts_people("per 100,000 people")
    False
    """
    if multiplier(unit) is not None:
        return False
    return bool(_PEOPLE & set(re.findall(r"[a-z]+", unit.casefold())))
