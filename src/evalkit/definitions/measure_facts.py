"""What is known about a score beside its arithmetic: bands, cut-offs, reliability, norms.

Each fact carries its source and a confidence code, and may hold only under certain switches:

====  ==================================================================================
A     seen in two independent sources, or in one with an exact numerical check
B     seen in one source
C     known from the literature, not seen: off unless switched on, printed as provisional
D     sources disagree: a documented switch
====  ==================================================================================
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Annotated, Literal, Self

import numpy as np
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, model_validator

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import ArrayLike, NDArray

Confidence = Literal["A", "B", "C", "D"]
Identifier = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9_-]*$", max_length=60)]
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]


Plain = str | float | bool
"""What YAML makes of an unquoted word or number."""


def _as_texts(value: object) -> object:
    """Return one value or a list of values as a tuple of texts, so that ``4`` means ``"4"``."""
    values = value if isinstance(value, list | tuple) else [value]
    return tuple(str(single).lower() if isinstance(single, bool) else str(single) for single in values)


When = dict[
    str, Annotated[tuple[str, ...], BeforeValidator(_as_texts, json_schema_input_type=Plain | list[Plain])]
]


class Piece(BaseModel):
    """Common ground of all parts of a measure: frozen, and an unknown key is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Conditional(Piece):
    """Something that holds only under certain switches; without ``when`` it always holds."""

    when: When = Field(default_factory=dict, description="Switch: the value (or values) it holds for.")

    def holds(self, settings: Mapping[str, str]) -> bool:
        """Return whether every switch in ``when`` is set to one of the values named there."""
        return all(settings.get(switch) in values for switch, values in self.when.items())


class Fact(Conditional):
    """A published figure with its source and confidence code."""

    source: Text = Field(description="Where the figure was published.")
    confidence: Confidence = Field(description="A two sources, B one, C not seen, D sources disagree.")
    note: Text | None = None

    @property
    def is_provisional(self) -> bool:
        """Whether the figure may only be printed as provisional."""
        return self.confidence == "C"

    def in_words(self) -> str:
        """Return the figure itself as a phrase, without its source."""
        raise NotImplementedError

    def applies(self, settings: Mapping[str, str]) -> bool:
        """Return whether the switches select the fact; code C needs ``provisional``."""
        allowed = not self.is_provisional or settings.get("provisional") == "true"
        return allowed and self.holds(settings)


class Band(Piece):
    """A named stretch of a score."""

    id: Identifier
    from_: float = Field(alias="from", description="Lowest score in the band.")
    to: float = Field(description="Highest score in the band, as the source prints it.")

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.to < self.from_:
            message = f"the band '{self.id}' ends below its beginning"
            raise ValueError(message)
        return self


class BandSet(Fact):
    """The bands of one score, from low to high.

    A band printed as 6 to 10 beside one from 11 reaches up to, not including, 11: a pro-rated
    10.5 is in it. A gap of more than one point between two bands belongs to neither.
    """

    bands: tuple[Band, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        for lower, upper in pairwise(self.bands):
            if upper.from_ <= lower.to:
                message = f"the bands '{lower.id}' and '{upper.id}' overlap or are not in order"
                raise ValueError(message)
        return self

    def codes(self, scores: ArrayLike) -> NDArray[np.int64]:
        """Return for each score the position of its band in ``bands``; -1 for none.

        Parameters
        ----------
        scores : array_like of float
            Scores; NaN has no band.
        """
        values = np.asarray(scores, dtype=float)
        starts = np.array([band.from_ for band in self.bands])
        last = len(self.bands) - 1
        ends = np.array(
            [
                band.to if number == last else min(self.bands[number + 1].from_, band.to + 1.0)
                for number, band in enumerate(self.bands)
            ]
        )
        found = np.searchsorted(starts, values, side="right") - 1
        inside = values < ends[found]
        inside |= (found == last) & (values <= ends[last])
        return np.where((found >= 0) & inside, found, -1)

    def in_words(self) -> str:
        """Return the bands with their ends."""
        parts = [f"{band.id.replace('_', ' ')} {band.from_:g} to {band.to:g}" for band in self.bands]
        return f"bands: {', '.join(parts)}"


class Cutoff(Fact):
    """A value of the score from which (or below which) the source speaks of something."""

    id: Identifier
    title: Text
    rule: Literal["ge", "gt", "le", "lt"] = Field(
        description="ge: at or above the value; gt: above; le: at or below; lt: below."
    )
    value: float
    group: Text | None = Field(default=None, description="The people it holds for, if not everybody.")

    def met(self, scores: ArrayLike) -> NDArray[np.bool_]:
        """Return for each score whether the cut-off is met; NaN never meets it."""
        values = np.asarray(scores, dtype=float)
        compare = {"ge": np.greater_equal, "gt": np.greater, "le": np.less_equal, "lt": np.less}[self.rule]
        return np.asarray(compare(values, self.value), dtype=bool)

    def in_words(self) -> str:
        """Return the cut-off and whom it holds for."""
        side = {"ge": "at or above", "gt": "above", "le": "at or below", "lt": "below"}[self.rule]
        group = f" ({self.group})" if self.group else ""
        return f"{self.title}{group}: {side} {self.value:g}"


class Reliability(Fact):
    """A published reliability coefficient."""

    kind: Literal["alpha", "retest", "implied_from_sem"]
    value: float = Field(gt=0, lt=1)
    group: Text | None = None

    def in_words(self) -> str:
        """Return the kind of coefficient and its value."""
        kind = {
            "alpha": "Cronbach's alpha",
            "retest": "retest",
            "implied_from_sem": "from the error of measurement",
        }
        group = f", {self.group}" if self.group else ""
        return f"reliability ({kind[self.kind]}{group}) {self.value:g}"


class Norm(Fact):
    """Mean and standard deviation of a published group."""

    population: Literal["general", "clinical"]
    group: Text
    mean: float | None = None
    sd: float | None = Field(default=None, gt=0)
    n: int | None = Field(default=None, ge=1)

    def in_words(self) -> str:
        """Return the group with what is known of it."""
        known = {"mean": self.mean, "SD": self.sd, "n": self.n}
        figures = ", ".join(f"{name} {value:g}" for name, value in known.items() if value is not None)
        return f"norm, {self.group}: {figures}"


class ReliableChange(Fact):
    """The smallest change of one person that is more than the measure's own error."""

    threshold: float = Field(gt=0, description="Points of the score.")

    def in_words(self) -> str:
        """Return the threshold."""
        return f"reliable change from {self.threshold:g} points"


class MissingRule(Fact):
    """How many answers of a subscale may be missing, and what then stands in for them.

    ``person_mean``: the mean of the person's other answers in the subscale; ``left_out``: nothing,
    the score rests on the others alone (means, and goals that were never set).
    """

    max_missing: int = Field(ge=0)
    fill: Literal["person_mean", "left_out"] | None = None
    only: tuple[int, ...] = Field(default=(), description="Numbers of the only items that may be missing.")

    @model_validator(mode="after")
    def _filled(self) -> Self:
        if self.max_missing > 0 and self.fill is None:
            message = "say what stands in for a missing answer, for example fill: person_mean"
            raise ValueError(message)
        return self

    def in_words(self) -> str:
        """Return how many answers may be missing and what happens then."""
        if self.max_missing == 0:
            return "all items must be answered"
        which = f" (item {', '.join(map(str, self.only))} only)" if self.only else ""
        then = "the mean of the others stands in" if self.fill == "person_mean" else "the others count alone"
        return f"at most {self.max_missing} missing{which}: {then}"
