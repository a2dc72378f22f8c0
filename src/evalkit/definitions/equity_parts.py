"""The part ``equity`` of grantee.yml: who people are, as asked, and what they are compared with."""

from __future__ import annotations

from typing import Final, Self

from pydantic import Field, model_validator

from evalkit import names
from evalkit.definitions.equity_groups import EquityAttribute  # noqa: TC001 - pydantic reads it when the class is made
from evalkit.definitions.equity_words import EXPECTED, Kind
from evalkit.definitions.study_parts import Part, Text

IMD_DECILE: Final = "imd_decile"
IMD_MOST_DEPRIVED: Final = "imd_most_deprived"
DECILE_TITLES: Final = {
    IMD_DECILE: "Deprivation decile of the home area",
    IMD_MOST_DEPRIVED: "Home in the most deprived areas",
}
DECILES: Final = tuple(str(decile) for decile in range(1, 11))
_TAKEN: Final = frozenset({*DECILE_TITLES, names.RESPONDENT_ID, names.COMPONENT, names.ALL})


class PopulationFile(Part):
    """A file that says how many people of each group live in the area."""

    file: Text = Field(description="File in the grantee's folder: .csv or .xlsx.")
    sheet: str | None = Field(default=None, description="Sheet of a workbook.")
    variable: Text = Field(description="Column with the attribute, as it is called under equity.")
    group: Text = Field(description="Column with the group's title.")
    people: Text = Field(description="Column with the number of people.")
    source: Text = Field(description="Where the numbers come from; printed in the report.")
    area: Text = Field(description="Where those people live; printed in the report.")

    @property
    def missing_codes(self) -> tuple[str, ...]:
        """Words for a blank cell: none, this is no form that somebody filled in."""
        return ()

    def columns_needed(self) -> tuple[str, ...]:
        """Return the headings that the file must have."""
        return self.variable, self.group, self.people


class Deprivation(Part):
    """A file that says how deprived each small area is, and the attribute that holds people's areas."""

    attribute: Text = Field(description="The attribute with the code of the person's area (LSOA).")
    file: Text = Field(description="File in the grantee's folder: .csv or .xlsx.")
    sheet: str | None = Field(default=None, description="Sheet of a workbook.")
    area: Text = Field(description="Column with the area's code.")
    decile: Text | None = Field(
        default=None, description="Column with the published decile: 1 is the most deprived tenth."
    )
    rank: Text | None = Field(
        default=None, description="Column with the rank, 1 the most deprived; goes with n_areas."
    )
    n_areas: int | None = Field(
        default=None, ge=10, description="Areas ranked in the whole country: 33,755 in England in 2025."
    )
    source: Text = Field(description="Where the ranks or deciles come from; printed in the report.")

    @model_validator(mode="after")
    def _rank_or_decile(self) -> Self:
        if (self.rank is None) == (self.decile is None):
            message = "give either decile or rank"
            raise ValueError(message)
        if (self.rank is None) != (self.n_areas is None):
            message = "rank and n_areas (how many areas are ranked) go together"
            raise ValueError(message)
        return self

    @property
    def missing_codes(self) -> tuple[str, ...]:
        """Words for a blank cell: none, this is no form that somebody filled in."""
        return ()

    @property
    def value(self) -> str:
        """The column that says how deprived an area is."""
        return self.decile or str(self.rank)

    def columns_needed(self) -> tuple[str, ...]:
        """Return the headings that the file must have."""
        return self.area, self.value


class Equity(Part):
    """Who the people are, by what they were asked; what the report then compares."""

    attributes: tuple[EquityAttribute, ...] = Field(
        default=(), description="What people were asked about themselves, in the order shown."
    )
    population: PopulationFile | None = Field(
        default=None, description="How many people of each group live in the area."
    )
    deprivation: Deprivation | None = Field(
        default=None, description="How deprived the areas are in which people live."
    )
    expected: tuple[Kind, ...] = Field(
        default=EXPECTED,
        description="Fields that a commissioner expects; the report says which nobody asked.",
    )

    @model_validator(mode="after")
    def _each_once(self) -> Self:
        seen: set[str] = set(_TAKEN)
        for entry in self.attributes:
            if entry.attribute in seen:
                why = "has a meaning of its own" if entry.attribute in _TAKEN else "stands here twice"
                message = f"the attribute '{entry.attribute}' {why}"
                raise ValueError(message)
            seen.add(entry.attribute)
        return self

    @property
    def grouped(self) -> tuple[EquityAttribute, ...]:
        """The attributes whose answers belong to groups."""
        return tuple(entry for entry in self.attributes if entry.is_grouped)

    def groups_with_population(self) -> dict[str, tuple[str, ...]]:
        """Return the known groups of each variable that a population file can speak of."""
        known = {entry.attribute: entry.titles for entry in self.grouped}
        return known | ({IMD_DECILE: DECILES} if self.deprivation else {})
