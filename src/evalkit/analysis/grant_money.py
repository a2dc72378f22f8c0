"""What grants cost for each person or contact, and what further money came in beside them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

if TYPE_CHECKING:
    from decimal import Decimal

Counted = Literal["people", "contacts"]
_CAVEATS: Final[dict[Counted, str]] = {
    "people": "This is the money granted divided by the people reached, however much or little each of them "
    "received: it isn't what the work is worth, and it can't be compared with a service that counts "
    "people, costs or other income in another way.",
    "contacts": "This is the money granted divided by the contacts counted, and one person may be counted "
    "many times: it isn't what the work is worth, and it can't be compared with a service that counts "
    "contacts, costs or other income in another way.",
}


BESIDE: Final = (
    "Further money came in beside the grant, not because of it: nobody knows what would have come anyway."
)
"""The sentence that must stand beside further money for each pound granted."""


@dataclass(frozen=True, slots=True)
class Ratio:
    """An amount of money for each unit.

    Attributes
    ----------
    amount : Decimal
        The money divided.
    n : int or Decimal
        What it was divided by.
    estimate : Decimal
        ``amount / n``, not rounded beyond 28 digits.
    """

    amount: Decimal
    n: int | Decimal
    estimate: Decimal


def calculate_unit_cost(amount: Decimal, n: int) -> Ratio:
    """Return the money granted for each person or each contact: amount / n.

    Parameters
    ----------
    amount : Decimal
        Money granted, 0 or more.
    n : int
        People reached, or contacts, above 0; for the same period and the same work as the money.

    Raises
    ------
    ValueError
        If nobody was reached, or an amount is negative.

    Examples
    --------
    >>> from decimal import Decimal
    >>> calculate_unit_cost(Decimal("50000"), 1200).estimate.quantize(Decimal("0.01"))
    Decimal('41.67')
    """
    if n <= 0:
        raise ValueError("a cost for each person or contact needs at least one of them")
    _check_amounts(amount)
    return Ratio(amount, n, amount / n)


def describe_cost_caveat(counted: Counted) -> str:
    """Return the sentence that must stand beside a cost per person or per contact.

    Examples
    --------
    >>> describe_cost_caveat("contacts").split(":")[0]
    'This is the money granted divided by the contacts counted, and one person may be counted many times'
    """
    return _CAVEATS[counted]


def calculate_leverage(awarded: Decimal, further: Decimal) -> Ratio:
    """Return the further money won for each pound granted: further / awarded.

    It says what came in beside the grant, not that the grant brought it.

    Parameters
    ----------
    awarded : Decimal
        Money granted, above 0.
    further : Decimal
        Money that the same recipients won from others, 0 or more. "More than £113,000" gives
        "more than" for the ratio too: keep the word.

    Raises
    ------
    ValueError
        If nothing was granted, or an amount is negative.

    Examples
    --------
    >>> from decimal import Decimal
    >>> calculate_leverage(Decimal("100000"), Decimal("113000")).estimate
    Decimal('1.13')
    """
    _check_amounts(awarded, further)
    if awarded == 0:
        raise ValueError("further money for each pound granted needs a grant above 0")
    return Ratio(further, awarded, further / awarded)


def _check_amounts(*amounts: Decimal) -> None:
    if any(amount < 0 for amount in amounts):
        raise ValueError("an amount of money can't be negative here")
