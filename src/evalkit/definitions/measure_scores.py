"""The scores of a measure: which items, which arithmetic, which range, which direction."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal, Self

from pydantic import BeforeValidator, Field, model_validator

from evalkit.definitions.measure_facts import (
    BandSet,
    Conditional,
    Confidence,
    Cutoff,
    Fact,
    Identifier,
    MissingRule,
    Norm,
    Piece,
    Reliability,
    ReliableChange,
    Text,
)
from evalkit.definitions.measure_files import read_table

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

Formula = Literal["sum", "mean", "count", "sum_of_parts", "difference", "gas_t"]
"""How answers become a score, before any transform:

``sum`` and ``mean`` of the items; ``count`` of items above their lowest answer; ``sum_of_parts``
of other subscales; ``difference`` of two subscales (first - second); ``gas_t`` Goal Attainment
Scaling's T."""

ConversionTable = Annotated[
    dict[float, float], BeforeValidator(read_table, json_schema_input_type=str | dict[str, float])
]


class Step(Piece):
    """One step from a raw score to the reported one: a table, a T-score, or multiply, add, round."""

    multiply: float = 1.0
    add: float = 0.0
    round: bool = Field(default=False, description="Round to a whole number, halves up: floor(x + 0.5).")
    table: ConversionTable = Field(
        default_factory=dict,
        description="Raw score: reported score. Or the name of a CSV file beside the measure.",
    )
    t_score: bool = Field(
        default=False, description="50 + 10 (score - mean) / sd, with the norm table that the user supplies."
    )


class SubscaleVariant(Conditional):
    """What is different about a subscale under certain switches."""

    items: tuple[int, ...] | Literal["all"] | None = None
    formula: Formula | None = None
    parts: tuple[Identifier, ...] | None = None
    transform: tuple[Step, ...] | None = None
    minimum: float | None = None
    maximum: float | None = None
    step: float | None = None


class Subscale(Conditional):
    """One score of a measure; a measure with a single score calls it ``total``."""

    id: Identifier
    title: Text
    noun: Text = Field(
        description='What is measured, in plain words that fit "less …": depression, confidence.'
    )
    items: tuple[int, ...] | Literal["all"] = Field(
        default="all", description="Numbers of the items, or all; unused if the score is made of parts."
    )
    weights: tuple[int, ...] = Field(
        default=(), description="Numbers of the items that hold weights, for gas_t."
    )
    formula: Formula = "sum"
    parts: tuple[Identifier, ...] = Field(default=(), description="Subscales it is made of.")
    transform: tuple[Step, ...] = ()
    minimum: float = Field(description="Lowest possible score.")
    maximum: float = Field(description="Highest possible score.")
    step: float = Field(default=0.0, ge=0, description="Distance between possible scores; 0 if any value is.")
    better_is: Literal["higher", "lower", "neither"]
    missing: tuple[MissingRule, ...] = Field(
        default=(),
        description="The first that holds under the switches counts; without one, all must be answered.",
    )
    bands: tuple[BandSet, ...] = ()
    cutoffs: tuple[Cutoff, ...] = ()
    reliability: tuple[Reliability, ...] = ()
    norms: tuple[Norm, ...] = ()
    reliable_change: tuple[ReliableChange, ...] = ()
    confidence: Confidence = Field(default="A", description="Of the items and the formula.")
    variants: tuple[SubscaleVariant, ...] = Field(default=(), description="What certain switches change.")

    @model_validator(mode="after")
    def _makes_sense(self) -> Self:
        if self.maximum <= self.minimum:
            message = f"the highest score of '{self.id}' must be above the lowest"
            raise ValueError(message)
        of_parts = self.formula in {"sum_of_parts", "difference"}
        if of_parts and not self.parts:
            message = f"'{self.id}' is made of other subscales: name them as parts"
            raise ValueError(message)
        if self.formula == "sum" and any(rule.fill == "left_out" for rule in self.missing):
            message = f"'{self.id}' is a sum: an answer left out would count as 0, use fill: person_mean"
            raise ValueError(message)
        return self

    def switched(self, settings: Mapping[str, str]) -> Subscale:
        """Return the subscale as it is under ``settings``: only the facts that apply are left."""
        changes: dict[str, object] = {"variants": ()}
        for variant in self.variants:
            if variant.holds(settings):
                changes |= {key: getattr(variant, key) for key in variant.model_fields_set - {"when"}}
        facts: dict[str, Sequence[Fact]] = {
            "missing": self.missing,
            "bands": self.bands,
            "cutoffs": self.cutoffs,
            "reliability": self.reliability,
            "norms": self.norms,
            "reliable_change": self.reliable_change,
        }
        for name, known in facts.items():
            changes[name] = tuple(fact for fact in known if fact.applies(settings))
        return self.model_copy(update=changes)

    @property
    def is_t_score(self) -> bool:
        """Whether the score is set against a norm table that the user supplies."""
        return any(step.t_score for step in self.transform)

    def facts(self) -> tuple[Fact, ...]:
        """Return all facts with a source: bands, cut-offs, reliability, norms, thresholds, missing rules."""
        groups: tuple[Sequence[Fact], ...] = (
            self.missing,
            self.bands,
            self.cutoffs,
            self.reliability,
            self.norms,
            self.reliable_change,
        )
        return tuple(fact for group in groups for fact in group)

    def cutoff(self, cutoff_id: str) -> Cutoff:
        """Return a cut-off by id.

        Raises
        ------
        KeyError
            If the subscale has none of that id (under the switches it was asked with).
        """
        for known in self.cutoffs:
            if known.id == cutoff_id:
                return known
        raise KeyError(cutoff_id)
