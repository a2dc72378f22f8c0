"""The items of a measure: numbers, ranges and direction, never the wording."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from pydantic import Field, model_validator

from evalkit.definitions.measure_facts import Conditional, Identifier, Piece

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Item:
    """One question of a measure.

    Attributes
    ----------
    id : str
        The name of its column, such as ``phq9_01``.
    number : int
        Its place in the measure, from 1.
    name : str
        A second name that its column may have, after ``<measure>_``; empty if there is none.
    minimum, maximum : float
        Lowest and highest possible answer.
    step : float
        Distance between possible answers; 0 if any value in the range is.
    reversed : bool
        Whether the answer is turned round (minimum + maximum - answer) before it is added up.
    optional : bool
        Whether the column may be left out.
    not_applicable : tuple of float
        Answers that mean "does not apply to me": possible, but never a score.
    recode : dict of float to float
        What each answer counts as; empty if it counts as itself.
    """

    id: str
    number: int
    name: str
    minimum: float
    maximum: float
    step: float
    reversed: bool
    optional: bool
    not_applicable: tuple[float, ...]
    recode: dict[float, float]

    @property
    def counts_from(self) -> float:
        """The lowest value that the item adds to a score."""
        return min(self.recode.values()) if self.recode else self.minimum

    @property
    def counts_to(self) -> float:
        """The highest value that the item adds to a score."""
        return max(self.recode.values()) if self.recode else self.maximum


class ItemVariant(Conditional):
    """What is different about a block of items under certain switches."""

    minimum: float | None = None
    maximum: float | None = None
    count: int | None = Field(default=None, ge=1)
    recode: dict[float, float] | None = None


class ItemBlock(Piece):
    """Consecutive items that share a range; blocks are numbered through."""

    count: int = Field(ge=1, le=999, description="How many items.")
    minimum: float = Field(description="Lowest possible answer.")
    maximum: float = Field(description="Highest possible answer.")
    step: float = Field(
        default=1.0, ge=0, description="Distance between answers; 0 if any value is possible."
    )
    reversed: tuple[int, ...] = Field(
        default=(),
        description="Numbers (in the measure) of the items that are turned round before adding up.",
    )
    names: tuple[Identifier, ...] = Field(
        default=(), description="One name per item, as a second name of its column: <measure>_<name>."
    )
    prefix: Identifier | None = Field(
        default=None, description="In place of names: second names <measure>_<prefix>_01 and so on."
    )
    optional: bool = Field(default=False, description="Whether the columns may be left out.")
    not_applicable: tuple[float, ...] = Field(
        default=(), description='Codes that mean "does not apply": possible, never a score.'
    )
    recode: dict[float, float] = Field(default_factory=dict, description="Answer: what it counts as.")
    variants: tuple[ItemVariant, ...] = Field(default=(), description="What certain switches change.")

    @model_validator(mode="after")
    def _makes_sense(self) -> Self:
        if self.maximum <= self.minimum:
            message = "the highest answer must be above the lowest"
            raise ValueError(message)
        if self.names and len(self.names) != self.count:
            message = f"{self.count} items need {self.count} names, not {len(self.names)}"
            raise ValueError(message)
        return self

    def switched(self, settings: Mapping[str, str]) -> ItemBlock:
        """Return the block as it is under ``settings``."""
        changes: dict[str, object] = {"variants": ()}
        for variant in self.variants:
            if variant.holds(settings):
                changes |= {key: getattr(variant, key) for key in variant.model_fields_set - {"when"}}
        return self.model_copy(update=changes)

    def expand(self, measure_id: str, first: int) -> tuple[Item, ...]:
        """Return the items, numbered from ``first``."""
        return tuple(
            Item(
                id=f"{measure_id}_{first + place:02d}",
                number=first + place,
                name=self._name(place),
                minimum=self.minimum,
                maximum=self.maximum,
                step=self.step,
                reversed=first + place in self.reversed,
                optional=self.optional,
                not_applicable=self.not_applicable,
                recode=self.recode,
            )
            for place in range(self.count)
        )

    def _name(self, place: int) -> str:
        if self.prefix is not None:
            return f"{self.prefix}_{place + 1:02d}"
        return self.names[place] if self.names else ""
