"""Columns of tables about activity: single contacts of people, and returns that count without names."""

from __future__ import annotations

from typing import Final, Self

from pydantic import Field, model_validator

from evalkit.definitions.study_parts import Part

RETURNED: Final = (
    *("direct", "engaged", "contacts", "new", "returning"),
    *("offered", "booked", "attended", "missed"),
)
"""What a return can count, each in a column of its own."""


class Contacts(Part):
    """Contacts of an open offer, such as a drop-in: one row per person and contact."""

    date: str = Field(description="Column with the day of the contact.")
    activity: str | None = Field(
        default=None, description="Column with the activity that the person came to."
    )
    status: str | None = Field(
        default=None,
        description="Column that says whether the person came; without it every row means: came.",
    )
    attended: tuple[str, ...] = Field(default=(), description="Words of it that mean: was there.")
    missed: tuple[str, ...] = Field(default=(), description="Words of it that mean: was not.")

    @model_validator(mode="after")
    def _words_and_column(self) -> Self:
        if (self.status is None) != (not self.attended) or (self.missed and not self.attended):
            message = "status (the column) goes with the words that mean attended, and those that mean missed"
            raise ValueError(message)
        refuse_shared_words(self.attended, self.missed, "attended", "missed")
        return self

    def columns_needed(self) -> tuple[str | None, ...]:
        """Return the headings of the columns, None for those that aren't mapped."""
        return (self.date, self.activity, self.status)


class Returns(Part):
    """Counts without names, as an organisation sends them: one row per period, or per period and activity."""

    period: str = Field(description="Column with the period, such as 2023-04.")
    activity: str | None = Field(default=None, description="Column with the activity; blank: all of them.")
    direct: str | None = Field(default=None, description="People who took part directly.")
    engaged: str | None = Field(
        default=None, description="People engaged, such as those who came to an event."
    )
    contacts: str | None = Field(default=None, description="Contacts: a person who came twice counts twice.")
    new: str | None = Field(default=None, description="People who came for the first time.")
    returning: str | None = Field(default=None, description="People who had come before.")
    offered: str | None = Field(default=None, description="Sessions offered.")
    booked: str | None = Field(default=None, description="Sessions booked.")
    attended: str | None = Field(default=None, description="Sessions attended.")
    missed: str | None = Field(default=None, description="Sessions booked and missed.")

    @property
    def counts(self) -> dict[str, str]:
        """What is counted, in the order of :data:`RETURNED`: heading of its column."""
        columns = {name: getattr(self, name) for name in RETURNED}
        return {name: column for name, column in columns.items() if column is not None}

    @model_validator(mode="after")
    def _counts_something(self) -> Self:
        if not self.counts:
            message = f"name at least one column of counts: {', '.join(RETURNED[:-1])} or {RETURNED[-1]}"
            raise ValueError(message)
        return self

    def columns_needed(self) -> tuple[str | None, ...]:
        """Return the headings of the columns, None for those that aren't mapped."""
        return (self.period, self.activity, *self.counts.values())


def refuse_shared_words(first: tuple[str, ...], second: tuple[str, ...], one: str, other: str) -> None:
    """Refuse a word that is said to mean two things.

    Raises
    ------
    ValueError
        If a word is on both lists, capitals and spaces around it apart.

    Examples
    --------
    >>> refuse_shared_words(("Came",), ("came ",), "attended", "missed")
    Traceback (most recent call last):
    ...
    ValueError: 'came' can't mean both attended and missed
    """
    shared = {word.strip().casefold() for word in first} & {word.strip().casefold() for word in second}
    if shared:
        message = f"'{min(shared)}' can't mean both {one} and {other}"
        raise ValueError(message)
