"""The public facts of a programme page (``released/programme.json``), as frozen objects."""

from __future__ import annotations

import datetime as dt  # noqa: TC003 - pydantic reads the annotation when the class is made

from pydantic import Field

from evalkit.presentation.facts import Disclosure, Fact, Faults


class GrantFacts(Fact):
    """What is public about how the register of grants was read."""

    repaired: int = 0


class ProgrammeFacts(Fact):
    """Everything public about a programme that is not a result."""

    title: str
    organisation: str
    prepared_for: str
    version: str
    data_date: dt.date
    synthetic: bool
    source: str
    disclosure: Disclosure = Disclosure()
    notes: tuple[str, ...] = ()
    inputs: dict[str, str] = Field(default_factory=dict)
    faults: Faults = Faults()
    reference: str = "White"
    grants: GrantFacts | None = None
