"""programme.yml as frozen objects: what the city-wide page is about, and which files it reads."""

from __future__ import annotations

import datetime as dt  # noqa: TC003 - pydantic reads it when the class is made
from typing import TYPE_CHECKING, Final

from pydantic import Field

from evalkit.definitions.programme_file import ProgrammeFile
from evalkit.definitions.programme_grants import Grants  # noqa: TC001 - pydantic reads it when the class is made
from evalkit.definitions.study import Disclosure
from evalkit.definitions.study_parts import Part, Text
from evalkit.definitions.yaml_files import load_yaml

if TYPE_CHECKING:
    from pathlib import Path

PROGRAMME_FILE: Final = "programme.yml"
GUIDE: Final = "docs/indicators.md"

INDICATOR_HEADINGS: Final = (
    *("id", "title", "priority", "owner", "unit", "direction", "baseline", "target"),
    *("period", "value", "numerator", "denominator", "note"),
)
DETENTION_HEADINGS: Final = ("year", "ethnic_group", "census_base", "source")
DETENTION_NUMBERS: Final = ("rate_per_100000", "count", "population")
STANDARD_HEADINGS: Final = ("age_group", "population")
PLEDGE_HEADINGS: Final = ("number", "commitment", "status", "evidence", "date", "owner")
PUBLISHED_HEADINGS: Final = ("programme", "measure", "value", "unit", "period", "source")

COMMITMENTS: Final = 7
"""How many commitments the National Synergi Pledge has."""

PLEDGE_STATUSES: Final = ("not started", "begun", "done")


class IndicatorFile(ProgrammeFile):
    """Indicators: one row per indicator and period."""

    def columns_needed(self) -> tuple[str, ...]:
        """Return the headings that the file must have."""
        return INDICATOR_HEADINGS


class DetentionFile(ProgrammeFile):
    """Detentions under the Mental Health Act by ethnic group: published rates, or counts and people."""

    reference: Text = Field(default="White", description="The group that the others are compared with.")

    def columns_needed(self) -> tuple[str, ...]:
        """Return the headings that the file must have; of the numbers it has what it has."""
        return DETENTION_HEADINGS


class StandardFile(ProgrammeFile):
    """The standard population: people per age group."""

    def columns_needed(self) -> tuple[str, ...]:
        """Return the headings that the file must have."""
        return STANDARD_HEADINGS


class PledgeFile(ProgrammeFile):
    """The seven commitments of the National Synergi Pledge: one row each."""

    def columns_needed(self) -> tuple[str, ...]:
        """Return the headings that the file must have."""
        return PLEDGE_HEADINGS


class PublishedFile(ProgrammeFile):
    """Figures that were published elsewhere: one row each."""

    only: tuple[Text, ...] = Field(default=(), description="Programmes to take; all if left out.")

    def columns_needed(self) -> tuple[str, ...]:
        """Return the headings that the file must have."""
        return PUBLISHED_HEADINGS


class Programme(Part):
    """The city-wide programme, as programme.yml declares it."""

    title: Text
    organisation: Text
    prepared_for: Text
    version: Text
    data_date: dt.date = Field(description="The date of the data; the date of every stamp in the outputs.")
    synthetic: bool = Field(description="true if any of the figures are invented.")
    source: Text = Field(description="Where the data come from; printed in the report.")
    disclosure: Disclosure = Disclosure()
    notes: tuple[Text, ...] = Field(default=(), description="Facts about the data that the report prints.")
    indicators: IndicatorFile
    detentions: DetentionFile | None = None
    standard_population: StandardFile | None = None
    pledge: PledgeFile | None = None
    published: PublishedFile | None = None
    grants: Grants | None = None


def load_programme(path: Path) -> Programme:
    """Read and check one programme.yml.

    Parameters
    ----------
    path : Path
        The file ``data/raw/_programme/programme.yml``.

    Raises
    ------
    StructuralFaults
        If the file is missing, is no YAML, or has unknown, missing or impossible keys. Carries all
        faults, each with its line.
    """
    return load_yaml(path, Programme, guide=GUIDE).content
