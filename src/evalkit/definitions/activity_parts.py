"""Parts of grantee.yml about activity: how reach is counted over time, and what was agreed beforehand."""

from __future__ import annotations

from typing import Annotated, Final, Literal, Self

from pydantic import BeforeValidator, Field, model_validator

from evalkit.definitions.periods import read_period
from evalkit.definitions.study_parts import Identifier, Part, Text

REGISTER: Final = "register"
RETURNS: Final = "returns"
EACH: Final = "each"
"""The period of a target that holds for every period by itself."""
COUNTED_TWICE: Final = "component '{}' has both a register and returns"
SAY_WHICH_COUNTS: Final = "Say which counts under reach: count: {<component>: register}, or returns."
"""A structural fault, found where grantee.yml is read or where the files name the components."""
OVER_TIME: Final = ("people", "contacts", "engaged")
"""What a target can count that is also counted by period."""


def _year_as_text(value: object) -> object:
    """Take a bare year, which YAML reads as a number, as text."""
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


PeriodText = Annotated[str, BeforeValidator(_year_as_text)]


class ReachRules(Part):
    """How reach is counted over time.

    Examples
    --------
    >>> ReachRules(count={"cafe": "register"}).by
    'month'
    """

    by: Literal["month", "quarter", "financial year", "year"] = Field(
        default="month", description="The periods by which people and contacts are counted."
    )
    count: dict[Identifier, Literal["register", "returns"]] = Field(
        default_factory=dict,
        description="Per component that has both a register and returns: which of the two is counted.",
    )


class Target(Part):
    """A number that was agreed beforehand.

    Examples
    --------
    >>> Target(component="cafe", count="contacts", value=120, period="2023-Q2").period
    '2023-Q2'
    """

    component: Identifier
    count: Literal["started", "completed", "people", "contacts", "engaged"] = Field(
        description="started and completed: people of the component; people, contacts and engaged: as "
        "registers or returns count them."
    )
    value: int = Field(ge=1)
    period: PeriodText | None = Field(
        default=None,
        description="The period that the number is for, such as 2023-04, or each for every period by itself; "
        "the whole time if left out.",
    )
    title: Text | None = None

    @model_validator(mode="after")
    def _period_of_a_count_over_time(self) -> Self:
        if self.period is None:
            return self
        if self.count not in OVER_TIME:
            message = (
                f"a target for people {self.count} has no period; people, contacts and engaged can have one"
            )
            raise ValueError(message)
        if self.period != EACH and not read_period(self.period):
            message = f"'{self.period}' is no period: write 2023-04, 2023-Q2, 2023-24, 2023 or each"
            raise ValueError(message)
        return self
