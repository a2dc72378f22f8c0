"""The public facts of a study (``released/study.json``), as frozen objects with look-ups."""

from __future__ import annotations

import datetime as dt
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from evalkit import names

EVERYBODY = "Everybody"


class Fact(BaseModel):
    """Common ground: frozen; keys that later releases add are passed over."""

    model_config = ConfigDict(frozen=True, extra="ignore", populate_by_name=True)


class Period(Fact):
    """First and last day that the report covers."""

    from_: dt.date = Field(alias="from")
    to: dt.date


class Disclosure(Fact):
    """How small numbers are protected, and why so."""

    policy: Literal["none", "counts", "nhs"] = "counts"
    threshold: int = 5
    reason: str | None = None


class Component(Fact):
    """One activity of the programme."""

    id: str
    title: str
    sessions: int | None = None
    note: str | None = None
    cluster: str | None = None
    outcome_rule: str | None = None


class Timepoint(Fact):
    """A moment at which people were asked."""

    id: str
    title: str


class Primary(Fact):
    """A comparison that was declared before the data."""

    measure: str
    subscale: str = names.TOTAL
    component: str | None = None
    from_: str = Field(alias="from")
    to: str
    declared: dt.date
    baseline: Literal["first", "trusted"] = "first"


class Trust(Fact):
    """From when on answers are taken as given in trust; in words."""

    component: str | None = None
    rule: str


class Band(Fact):
    """One band of a score, with its ends."""

    id: str
    from_: float | None = Field(default=None, alias="from")
    to: float | None = None


class Subscale(Fact):
    """One score of a measure: its range, which way is better, and what it is about in plain words."""

    id: str
    title: str
    minimum: float
    maximum: float
    better_is: Literal["higher", "lower"] | None = None
    noun: str
    bands: tuple[Band, ...] = ()


class Measure(Fact):
    """A measure that the report uses, with its source and the scoring rules in force."""

    id: str
    title: str
    short_title: str
    licence: str = ""
    source: str = ""
    version: str = ""
    switches: dict[str, str | int | float | bool] = Field(default_factory=dict)
    subscales: tuple[Subscale, ...]


class Population(Fact):
    """Whom the people reached are compared with."""

    source: str
    area: str


class Deprivation(Fact):
    """Where the deprivation of areas is published."""

    source: str


class Equity(Fact):
    """What stands behind the numbers of people by group."""

    population: Population | None = None
    deprivation: Deprivation | None = None


class Reach(Fact):
    """Which of a register and returns counts in the components that have both."""

    count: dict[str, Literal["register", "returns"]] = Field(default_factory=dict)


class Faults(Fact):
    """How many cells of the input could not be used."""

    total: int = 0
    by_rule: dict[str, int] = Field(default_factory=dict)


class StudyFacts(Fact):
    """Everything public about a study that is not a result."""

    grantee: str
    title: str
    organisation: str
    prepared_for: str
    version: str
    period: Period | None = None
    data_date: dt.date
    synthetic: bool
    source: str
    disclosure: Disclosure = Disclosure()
    components: tuple[Component, ...]
    timepoints: tuple[Timepoint, ...] = ()
    subgroups: tuple[str, ...] = ()
    primary: tuple[Primary, ...] = ()
    trust: tuple[Trust, ...] = ()
    minimum_pairs: int = 10
    equity: Equity | None = None
    reach: Reach = Reach()
    notes: tuple[str, ...] = ()
    measures: tuple[Measure, ...] = ()
    inputs: dict[str, str] = Field(default_factory=dict)
    faults: Faults = Faults()

    def component_title(self, component: str) -> str:
        """Return the title of a component; ``all`` is everybody."""
        return next((part.title for part in self.components if part.id == component), EVERYBODY)

    def timepoint_title(self, timepoint: str) -> str:
        """Return the title of a timepoint, or its id if the study does not list it."""
        return next((moment.title for moment in self.timepoints if moment.id == timepoint), timepoint)

    def timepoint_order(self, timepoint: str) -> int:
        """Return the place of a timepoint in time; unknown ones come last."""
        order = [moment.id for moment in self.timepoints]
        return order.index(timepoint) if timepoint in order else len(order)

    def measure(self, measure: str) -> Measure:
        """Return the facts of a measure.

        Raises
        ------
        KeyError
            If the released rows name a measure that study.json does not describe.
        """
        for known in self.measures:
            if known.id == measure:
                return known
        raise KeyError(f"study.json does not describe the measure '{measure}'")

    def subscale(self, measure: str, subscale: str) -> Subscale:
        """Return the facts of one score of a measure.

        Raises
        ------
        KeyError
            If study.json does not describe it.
        """
        for known in self.measure(measure).subscales:
            if known.id == subscale:
                return known
        raise KeyError(f"study.json does not describe '{subscale}' of the measure '{measure}'")

    def component_order(self, component: str) -> int:
        """Return the place of a component as listed; ``all`` and unknown ones come last."""
        order = [part.id for part in self.components]
        return order.index(component) if component in order else len(order)

    def measure_order(self, measure: str, subscale: str) -> int:
        """Return the place of a score among all scores of all measures, as listed."""
        order = [(known.id, part.id) for known in self.measures for part in known.subscales]
        return order.index((measure, subscale)) if (measure, subscale) in order else len(order)
