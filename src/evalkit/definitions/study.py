"""grantee.yml as frozen objects: what a study is, where its data lies, what was declared beforehand.

The pydantic models here are the one description of grantee.yml: the loader validates with
them, the JSON Schema for editors is generated from them, and ``docs/`` quotes them.
"""

from __future__ import annotations

import datetime as dt  # noqa: TC003 - pydantic reads it when the class is made
from typing import Annotated, Literal, Self

from pydantic import Field, StringConstraints, model_validator

from evalkit.definitions.activity_parts import ReachRules, Target
from evalkit.definitions.equity_parts import Equity  # noqa: TC001 - pydantic reads it when the class is made
from evalkit.definitions.measure import Measure, load_measure
from evalkit.definitions.stories import Stories  # noqa: TC001 - as above
from evalkit.definitions.study_parts import (
    Identifier,
    NormTable,
    Part,
    SuppliedNorm,
    Text,
    Trust,
    has_t_scores,
)
from evalkit.definitions.tables import Table  # noqa: TC001 - as above

GranteeId = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]*$", max_length=60)]


class Period(Part):
    """The time that the report covers."""

    from_: dt.date = Field(alias="from", description="First day.")
    to: dt.date = Field(description="Last day.")

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.to < self.from_:
            message = "the period ends before it begins"
            raise ValueError(message)
        return self


class Disclosure(Part):
    """How small numbers are protected."""

    policy: Literal["none", "counts", "nhs"] = Field(
        default="counts",
        description="counts: small counts are hidden; nhs: the rest is rounded to 5 as well; none: nothing is.",
    )
    threshold: int = Field(default=5, ge=3, description="A count of people below this number is hidden.")
    reason: Text | None = Field(
        default=None,
        description="Why nothing needs hiding; required for the policy none, printed in the report.",
    )

    @model_validator(mode="after")
    def _none_needs_a_reason(self) -> Self:
        if self.policy == "none" and self.reason is None:
            message = "the policy none needs a reason, which is printed in the report"
            raise ValueError(message)
        return self


class Component(Part):
    """One activity of the programme, with people of its own."""

    id: Identifier
    title: Text
    sessions: int | None = Field(default=None, ge=1, description="Sessions offered to each person.")
    note: Text | None = Field(default=None, description="A fact about the component that the report prints.")
    cluster: Text | None = Field(
        default=None, description="The attribute whose values are clusters of people, such as schools."
    )
    outcome_rule: Literal["cyp", "talking_therapies"] | None = Field(
        default=None,
        description="NHS England's rule for one outcome per person across the measures: cyp for children and "
        "young people; talking_therapies for PHQ-9 with GAD-7.",
    )


class Timepoint(Part):
    """A moment at which people are asked; the order of the list is the order in time."""

    id: Identifier
    title: Text


class Primary(Part):
    """An outcome named before the data were seen."""

    measure: Identifier
    subscale: Identifier = "total"
    component: Identifier | None = Field(default=None, description="Only in this component; else in each.")
    from_: Identifier = Field(alias="from")
    to: Identifier
    declared: dt.date = Field(description="The day on which it was declared.")
    baseline: Literal["first", "trusted"] = Field(
        default="first",
        description="Change since the first answers, or since the first that the trust rule relies on.",
    )


class Study(Part):
    """One grantee's study, as grantee.yml declares it."""

    grantee: GranteeId = Field(description="The name of the folder.")
    title: Text
    organisation: Text
    prepared_for: Text
    version: Text
    period: Period | None = None
    data_date: dt.date = Field(description="The date of the data; the date of every stamp in the outputs.")
    synthetic: bool = Field(description="true if the people in the files do not exist.")
    source: Text = Field(description="Where the data come from; printed in the report.")
    disclosure: Disclosure = Disclosure()
    components: tuple[Component, ...] = Field(min_length=1)
    timepoints: tuple[Timepoint, ...] = Field(min_length=1)
    subgroups: tuple[Text, ...] = Field(
        default=(), description="Names of attributes by which results are shown beside everybody's."
    )
    tables: tuple[Table, ...] = Field(min_length=1)
    primary: tuple[Primary, ...] = Field(
        default=(), description="Outcomes declared before the data; leave out if there were none."
    )
    asked: dict[Identifier, tuple[Identifier, ...]] = Field(
        default_factory=dict,
        description="Per measure: the timepoints at which it was asked, where that isn't at all of them.",
    )
    minimum_pairs: int = Field(
        default=10,
        ge=2,
        description="Fewer people who answered twice are counted, without intervals or tests.",
    )
    trust: tuple[Trust, ...] = Field(
        default=(), description="From when on a person's answers are relied on: one rule per component."
    )
    targets: tuple[Target, ...] = ()
    reach: ReachRules = ReachRules()
    equity: Equity | None = Field(default=None, description="What people were asked about themselves.")
    measures: tuple[Measure, ...] = Field(default=(), description="The grantee's own rating scales.")
    switches: dict[Identifier, dict[Identifier, str | int | float | bool]] = Field(
        default_factory=dict, description="Per measure: which of the disputed scoring rules to use."
    )
    norms: tuple[SuppliedNorm, ...] = Field(
        default=(),
        description="Norms from a source of your own, for cut-offs between clinical and usual scores.",
    )
    norm_tables: tuple[NormTable, ...] = Field(
        default=(), description="Files of norms by sex and age, for T-scores."
    )
    stories: Stories | None = Field(
        default=None, description="Coded stories: material, codebook, consent, case studies."
    )
    notes: tuple[Text, ...] = Field(default=(), description="Facts about the data that the report prints.")

    @property
    def own_measures(self) -> dict[str, Measure]:
        """The grantee's own measures by id."""
        return {measure.id: measure for measure in self.measures}

    def measure(self, measure_id: str) -> Measure:
        """Return a measure as this study uses it: own or shipped, its switches set.

        A measure with a norm table gives T-scores unless its switches say otherwise.

        Raises
        ------
        UsageError
            If there is no such measure, or a switch of it isn't known or is missing.
        """
        measure = load_measure(measure_id, self.own_measures)
        switches = self.switches.get(measure_id, {})
        if has_t_scores(measure) and any(table.measure == measure_id for table in self.norm_tables):
            switches = {"transform": "t", **switches}
        return measure.switched(**switches)

    @property
    def timepoint_ids(self) -> tuple[str, ...]:
        """Ids of the timepoints, in order of time."""
        return tuple(timepoint.id for timepoint in self.timepoints)

    @property
    def component_ids(self) -> tuple[str, ...]:
        """Ids of the components, as listed."""
        return tuple(component.id for component in self.components)

    @property
    def attributes(self) -> tuple[str, ...]:
        """Names of all attributes that any table declares, sorted."""
        return tuple(sorted({name for table in self.tables for name in table.attributes}))
