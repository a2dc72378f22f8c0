"""Money, bounds, periods and populations in words."""

from __future__ import annotations

import datetime as dt
import re
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import Final

from evalkit.definitions.code_lists import load_dei_codes
from evalkit.presentation.indicator_periods import say_period
from evalkit.presentation.indicator_values import with_unit
from evalkit.presentation.markdown import plain
from evalkit.presentation.numbers import count, day, decimals_that_show, fixed, in_words, months

PENCE: Final = 2
LOWER_BOUNDS: Final = ("more than", "over", "at least")
UPPER_BOUNDS: Final = ("up to", "fewer than", "less than", "under")
_WHOLE_GROUP: Final = "0000"
_OTHER: Final = re.compile(r"DEI\d{4}99|DEI\d{2}9900")
_GROUP_DIGITS: Final = 5
_BETWEEN: Final = " to "


def money(amount: float, currency: str) -> str:
    """Write an amount of money: pence only where there are any.

    Examples
    --------
    >>> money(113000.0, "GBP"), money(49.815, "GBP"), money(12.0, "EUR")
    ('£113,000', '£49.82', '12 EUR')
    """
    return with_unit(fixed(amount, 0 if float(amount).is_integer() else PENCE), currency)


def per_unit(amount: float, currency: str, qualifier: str) -> str:
    """Write an amount for each pound; a bound is rounded so that it stays true.

    Examples
    --------
    >>> per_unit(1.2987, "GBP", "more than"), per_unit(1.2911, "GBP", "up to"), per_unit(1.2987, "GBP", "")
    ('more than £1.29', 'up to £1.30', '£1.30')
    """
    decimals = decimals_that_show((amount,), PENCE)
    step = Decimal(1).scaleb(-decimals)
    ways = dict.fromkeys(LOWER_BOUNDS, ROUND_FLOOR) | dict.fromkeys(UPPER_BOUNDS, ROUND_CEILING)
    if qualifier in ways:
        amount = float(Decimal(repr(amount)).quantize(step, rounding=ways[qualifier]))
    return f"{qualifier} {with_unit(fixed(amount, decimals), currency)}".strip()


def grants(number: float) -> str:
    """Write a number of grants.

    Examples
    --------
    >>> grants(1), grants(12)
    ('one grant', '12 grants')
    """
    return f"{in_words(int(number))} {'grant' if number == 1 else 'grants'}"


def organisations(number: float) -> str:
    """Write a number of organisations.

    Examples
    --------
    >>> organisations(1), organisations(15)
    ('one organisation', '15 organisations')
    """
    return f"{in_words(int(number))} {'organisation' if number == 1 else 'organisations'}"


def individuals(number: float) -> str:
    """Write a number of people who had a grant themselves.

    Examples
    --------
    >>> individuals(1), individuals(99)
    ('1 individual', '99 individuals')
    """
    return f"{count(number)} {'individual' if number == 1 else 'individuals'}"


def say_range(text: str) -> str:
    """Write a stretch of time.

    Examples
    --------
    >>> say_range("2023-24"), say_range("2023-04 to 2024-09")
    ('2023-24', 'April 2023 to September 2024')
    """
    return _BETWEEN.join(_say_one(part.strip()) for part in text.split(_BETWEEN))


def _say_one(text: str) -> str:
    try:
        return day(dt.date.fromisoformat(text))
    except ValueError:
        return say_period(text)


def say_days(first: str, last: str) -> str:
    """Write the months from one ISO date to another.

    Examples
    --------
    >>> say_days("2020-02-01", "2022-07-31")
    'February 2020 to July 2022'
    """
    return months(dt.date.fromisoformat(first), dt.date.fromisoformat(last))


def say_population(code: str) -> str:
    """Write a population of the DEI extension; "other" ones after the wider group that they belong to.

    Examples
    --------
    >>> say_population("DEI050100"), say_population("DEI029900"), say_population("none named")
    ('Asylum seekers', 'Disabled people: Other', 'none named')
    """
    titles = load_dei_codes()
    title, whole = titles.get(code, code), titles.get(code[:_GROUP_DIGITS] + _WHOLE_GROUP, "")
    needs_group = _OTHER.fullmatch(code) is not None and whole != ""
    return plain(f"{whole}: {title}" if needs_group else title)
