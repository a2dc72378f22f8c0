"""Parts of grantee.yml that the analysis of change reads: trust, supplied norms, norm tables."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Final, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

if TYPE_CHECKING:
    from collections.abc import Iterable

    from evalkit.definitions.measure import Measure

Identifier = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9_-]*$", max_length=60)]
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]

TRUST_RULES: Final = ("from_contact", "from_answer", "flagged", "dated")
NORM_COLUMNS: Final = ("subscale", "sex", "mean", "sd")
"""Headings of every norm table; it also has ``grade`` or ``age``, and may have ``rater``."""
NORM_YEARS: Final = ("grade", "age")
_TEENS: Final = range(10, 20)


class Part(BaseModel):
    """Common ground of all parts of grantee.yml: frozen, and an unknown key is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Trust(Part):
    """From when on a person's answers can be relied on: exactly one rule.

    Examples
    --------
    >>> Trust(from_contact=3).in_words()
    "answers given on or after the day of the person's 3rd attended session"
    """

    component: Identifier | None = Field(
        default=None, description="Only in this component; else in each that has no rule of its own."
    )
    from_contact: int | None = Field(
        default=None,
        ge=1,
        description="Answers given on or after the day of the person's n-th attended session are trusted.",
    )
    from_answer: int | None = Field(
        default=None, ge=1, description="A person's n-th answered questionnaire and later ones are trusted."
    )
    flagged: Literal[True] | None = Field(
        default=None, description="Questionnaires that carry a mark are trusted; a table's trust maps it."
    )
    dated: Literal[True] | None = Field(
        default=None,
        description="Answers given on or after a day recorded for the person are trusted; a table's trust maps it.",
    )

    @model_validator(mode="after")
    def _one_rule(self) -> Self:
        if sum(getattr(self, rule) is not None for rule in TRUST_RULES) != 1:
            message = f"give exactly one rule: {', '.join(TRUST_RULES[:-1])} or {TRUST_RULES[-1]}"
            raise ValueError(message)
        return self

    @property
    def rule(self) -> str:
        """Which of :data:`TRUST_RULES` this is."""
        return next(rule for rule in TRUST_RULES if getattr(self, rule) is not None)

    @property
    def needs_dates(self) -> bool:
        """Whether the rule rests on the days on which questionnaires were answered."""
        return self.rule in {"from_contact", "dated"}

    def in_words(self) -> str:
        """Return which answers are trusted, as the report says it."""
        if self.from_contact is not None:
            nth = _ordinal(self.from_contact)
            return f"answers given on or after the day of the person's {nth} attended session"
        if self.from_answer is not None:
            return f"answers from the person's {_ordinal(self.from_answer)} answered questionnaire on"
        if self.flagged:
            return "answers that were marked as trusted"
        return "answers given on or after the day recorded for the person"


def trust_for(trust: Iterable[Trust], component: str) -> Trust | None:
    """Return the rule that holds in a component: its own, else the one for all, else None.

    Examples
    --------
    >>> rules = (Trust(from_answer=2), Trust(component="art", flagged=True))
    >>> trust_for(rules, "art").rule, trust_for(rules, "walks").rule
    ('flagged', 'from_answer')
    """
    rules = {entry.component: entry for entry in trust}
    return rules.get(component, rules.get(None))


class SuppliedNorm(Part):
    """Mean and standard deviation of a reference group, supplied by the grantee with a source."""

    measure: Identifier
    subscale: Identifier = "total"
    population: Literal["clinical", "general"] = Field(
        description="clinical: people in care; general: everybody."
    )
    mean: float = Field(allow_inf_nan=False)
    sd: float = Field(gt=0, allow_inf_nan=False)
    n: int | None = Field(default=None, ge=1, description="People in the reference group.")
    source: Text = Field(description="Where it is published; printed in the report.")


class NormTable(Part):
    """A file of norms by sex and grade (or age), from which T-scores are worked out."""

    measure: Identifier = Field(description="A measure with T-scores, such as rcads47.")
    file: Text = Field(
        description="File in the grantee's folder with the headings subscale, sex, grade or age, mean, sd, "
        "and rater if it holds several."
    )
    sheet: str | None = Field(default=None, description="Sheet of a workbook.")
    sex: Text = Field(description="The attribute that says a person's sex, in the words of the file.")
    age: Text = Field(description="The attribute that says a person's age in years.")

    @property
    def missing_codes(self) -> tuple[str, ...]:
        """Words for a blank cell: none, a norm table is no form that somebody filled in."""
        return ()

    def columns_needed(self) -> tuple[str, ...]:
        """Return the headings that the file must have."""
        return NORM_COLUMNS


def has_t_scores(measure: Measure) -> bool:
    """Return whether a measure, its switches still open, can give T-scores."""
    transform = measure.switches.get("transform")
    return transform is not None and transform.allows("t")


def _ordinal(number: int) -> str:
    endings = {1: "st", 2: "nd", 3: "rd"}
    ending = "th" if number % 100 in _TEENS else endings.get(number % 10, "th")
    return f"{number}{ending}"
