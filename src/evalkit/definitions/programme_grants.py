"""The part of programme.yml on grants: the register, who is whom, further money, and people reached."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Final, Self

from pydantic import AfterValidator, Field, model_validator

from evalkit.definitions.date_ranges import RANGE_REMEDY, read_range
from evalkit.definitions.programme_file import ProgrammeFile
from evalkit.definitions.study_parts import Identifier, Part, Text
from evalkit.errors import did_you_mean

if TYPE_CHECKING:
    import datetime as dt

FURTHER_HEADINGS: Final = ("recipient", "amount", "period", "source", "exact")
FUNDER: Final = "funder"
"""A further heading that the file may have."""

EXACT: Final = "yes"
QUALIFIERS: Final = ("more than", "over", "at least", "about", "up to", "fewer than", "less than", "under")
"""Words in the column ``exact`` that make an amount a bound, never an exact number."""


def fold(word: object) -> str:
    """Return a name or identifier as names are compared: capitals and spaces don't matter.

    Examples
    --------
    >>> fold(" LEEDS  Choir")
    'leeds choir'
    """
    return " ".join(str(word).split()).casefold()


def _check_period(text: str) -> str:
    try:
        read_range(text)
    except ValueError as error:
        message = f"{error}. {RANGE_REMEDY}"
        raise ValueError(message) from None
    return text


class FurtherFile(ProgrammeFile):
    """Further money that recipients had from others: one row per recipient and period."""

    def columns_needed(self) -> tuple[str, ...]:
        """Return the headings that the file must have."""
        return FURTHER_HEADINGS


class GrantReach(Part):
    """People a grantee reached, or contacts with them, in one period.

    Examples
    --------
    >>> reach = GrantReach(grantee="choir", people=120, period="2023-24", source="Their return")
    >>> reach.ends[1].isoformat()
    '2024-03-31'
    """

    grantee: Identifier
    people: int | None = Field(default=None, ge=0, description="Different people reached.")
    contacts: int | None = Field(default=None, ge=0, description="Contacts; one person may have had many.")
    period: Annotated[Text, AfterValidator(_check_period)] = Field(description="When they were counted.")
    source: Text = Field(description="Who counted them; printed on the page.")

    @model_validator(mode="after")
    def _counts_something(self) -> Self:
        if self.people is None and self.contacts is None:
            raise ValueError("give people, contacts or both")
        return self

    @property
    def ends(self) -> tuple[dt.date, dt.date]:
        """The first and the last day of the period."""
        return read_range(self.period)


class Grants(Part):
    """A register in the 360Giving Data Standard and what it is held against."""

    file: Text = Field(description="Register in the programme's folder: .json, .csv or .xlsx.")
    grantees: dict[Identifier, Text] = Field(
        default={}, description="Grantee's id: the recipient's name or identifier in the register."
    )
    further: FurtherFile | None = None
    reach: tuple[GrantReach, ...] = ()

    @model_validator(mode="after")
    def _each_recipient_is_one_grantee(self) -> Self:
        owners: dict[str, str] = {}
        for grantee, recipient in self.grantees.items():
            other = owners.setdefault(fold(recipient), grantee)
            if other != grantee:
                message = f"{recipient!r} stands at two grantees, {other} and {grantee}: keep it with one"
                raise ValueError(message)
        return self

    @model_validator(mode="after")
    def _reach_is_of_grantees(self) -> Self:
        names = [each.grantee for each in self.reach]
        for name in names:
            if name not in self.grantees:
                message = f"reach names the grantee '{name}': {did_you_mean(name, list(self.grantees))}"
                raise ValueError(message)
        if twice := {name for name in names if names.count(name) > 1}:
            message = f"reach names {', '.join(sorted(twice))} more than once: keep one period for each"
            raise ValueError(message)
        return self
