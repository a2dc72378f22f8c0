"""Sentences about how complete the records are: the emptiest field, trends, and what nobody asked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from evalkit.presentation.completeness_rows import NO_DATE
from evalkit.presentation.indicator_periods import kind_of, say_period
from evalkit.presentation.markdown import lower_first, plain, upper_first, words
from evalkit.presentation.missing_sentences import TO_PROTECT
from evalkit.presentation.numbers import count, is_known
from evalkit.presentation.shares import write_share
from evalkit.presentation.wording import people

if TYPE_CHECKING:
    from collections.abc import Sequence

    from evalkit.presentation.completeness_rows import Field, Records

COUNTED: Final = (
    "A field is complete where it holds an answer other than unknown or prefer not to say. Each person counts "
    "once, in the period in which they first took part."
)
TREND_RULE: Final = (
    "The first and the last period are called different only where their [intervals](#glossary-interval) do "
    "not overlap."
)
_MOVED: Final = {
    "rose": "more complete at the end",
    "fell": "less complete at the end",
    "unclear": "no clear trend",
}


def name_field(field: Field) -> str:
    """Name a field in the middle of a sentence."""
    return plain(lower_first(field.title))


def name_period(period: str) -> str:
    """Write a period: records are never counted by month, so 2011-12 is a financial year.

    Examples
    --------
    >>> name_period("2023-Q1"), name_period("2011-12")
    ('quarter 1 of 2023', '2011-12')
    """
    return say_period(period) if kind_of(period) == "quarter" else plain(period)


def say_never_asked(titles: Sequence[str]) -> str:
    """Say which fields that a commissioner expects nobody asked about; "" if there are none.

    Examples
    --------
    >>> say_never_asked(["Religion or belief", "Housing"])
    'Nobody asked about religion or belief and housing: the records have no such fields.'
    """
    if not titles:
        return ""
    fields = "fields" if len(titles) > 1 else "field"
    named = words([plain(lower_first(title)) for title in titles])
    return f"Nobody asked about {named}: the records have no such {fields}."


def say_least_complete(fields: Sequence[Field]) -> str:
    """Say which field is complete for the smallest share of people; of some it may be hidden.

    Parameters
    ----------
    fields : sequence of Field
        At least one.
    """
    told = [field for field in fields if field.overall.is_told and is_known(field.overall.share.value)]
    if not told:
        return f"How many records are complete {TO_PROTECT}"
    least = min(told, key=lambda field: field.overall.share.value)
    said = f"{upper_first(name_field(least))} is complete for {say_complete(least.overall)}"
    if len(fields) == 1:
        return f"{said}."
    if len(told) < len(fields):
        lowest = f"the lowest of {count(len(told))}" if len(told) > 1 else "the one field"
        return f"{said}, {lowest} for which this can be shown."
    if all(field.overall.share.value == least.overall.share.value for field in told):
        return f"{said}, and so are the other fields."
    return f"{said}, the lowest of {count(len(told))} fields."


def say_complete(records: Records) -> str:
    """Write how many records of a period are complete, of how many people."""
    if records.complete is None or records.of is None:
        return ""
    return write_share(records.complete, records.of, people(records.of.n))


def say_trend(field: Field) -> str:
    """Say how complete a field was in its first and its last period; "" with fewer than two periods."""
    periods = [each for each in field.periods if each.period != NO_DATE]
    if len(periods) < 2:  # noqa: PLR2004 - a trend has two ends
        return ""
    title = upper_first(name_field(field))
    if not field.trend:
        return f"{title}: the trend {TO_PROTECT}"
    first, last = field.dated[0], field.dated[-1]
    ends = [f"{say_complete(each)} in {name_period(each.period)}" for each in (first, last)]
    return f"{title}: {_MOVED[field.trend]}, complete for {ends[0]}; then for {ends[1]}."
