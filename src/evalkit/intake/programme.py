"""The files of the city-wide programme → checked tables, and every fault at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import pandas as pd

from evalkit.definitions.programme import PROGRAMME_FILE
from evalkit.errors import Fault, StructuralFaults
from evalkit.intake.cells import Source
from evalkit.intake.programme_detentions import (
    DETENTION_COLUMNS,
    STANDARD_COLUMNS,
    find_faults_in_detentions,
    read_detentions,
    read_standard_population,
)
from evalkit.intake.programme_grants import GrantsIntake, take_in_grants
from evalkit.intake.programme_indicators import read_indicators
from evalkit.intake.programme_lists import (
    PLEDGE_COLUMNS,
    PUBLISHED_COLUMNS,
    read_pledges,
    read_published_figures,
)
from evalkit.intake.programme_words import in_programme_words
from evalkit.intake.raw import read_raw_table

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from evalkit.definitions.programme import Programme
    from evalkit.intake.raw import Entry

_EMPTY: Final = {
    "detentions": DETENTION_COLUMNS,
    "standard_population": STANDARD_COLUMNS,
    "pledges": PLEDGE_COLUMNS,
    "published": PUBLISHED_COLUMNS,
}


@dataclass(frozen=True, slots=True)
class ProgrammeIntake:
    """What the programme's files hold, checked; true numbers, before the gate.

    Attributes
    ----------
    indicators : pandas.DataFrame
        One row per indicator: id, title, priority, owner, unit, direction, baseline, target.
    points : pandas.DataFrame
        One row per indicator and period: id, period, position (1 for the first; a missing period
        leaves its place empty), value, numerator, denominator (NaN where not given), people (whether
        they are counts of people).
    detentions : pandas.DataFrame
        year, ethnic_group, part_of, age_group ("" without), rate, count, population, census_base, source.
    standard_population : pandas.DataFrame
        age_group, population.
    pledges, published : pandas.DataFrame
        As they are released.
    grants : GrantsIntake
        The register of grants and further money; its faults are among the others.
    faults : tuple of Fault
        Everything that was left out, and why.
    """

    indicators: pd.DataFrame
    points: pd.DataFrame
    detentions: pd.DataFrame
    standard_population: pd.DataFrame
    pledges: pd.DataFrame
    published: pd.DataFrame
    grants: GrantsIntake
    faults: tuple[Fault, ...]


def take_in_programme(programme: Programme, folder: Path) -> ProgrammeIntake:
    """Read all files of the programme and find every fault at once.

    Parameters
    ----------
    programme : Programme
        What programme.yml declares.
    folder : Path
        ``data/raw/_programme``; it is only read.

    Raises
    ------
    StructuralFaults
        If a file, sheet or column is missing, or no indicator is usable. Carries every fault.
    """
    faults: list[Fault] = []
    sources: dict[str, Source] = {}
    complete = True
    for name, entry in _entries(programme):
        raw, found = read_raw_table(folder, entry)
        faults += [in_programme_words(fault) for fault in found]
        complete = complete and raw is not None
        if raw is not None:
            sources[name] = Source(raw)
    tables = _parse(programme, sources)
    for source in sources.values():
        faults += source.faults
    if programme.detentions is not None and "detentions" in sources:
        faults += find_faults_in_detentions(tables["detentions"], programme.detentions.reference)
    grants = take_in_grants(programme.grants, folder)
    faults += grants.faults
    if not (complete and grants.complete):
        raise StructuralFaults(faults)
    if tables["points"].empty:
        rule, remedy = "no indicator has a usable row", "Correct the faults listed here, then run again."
        raise StructuralFaults([*faults, Fault(PROGRAMME_FILE, "", None, "indicators", "", rule, remedy)])
    return ProgrammeIntake(**tables, grants=grants, faults=tuple(dict.fromkeys(faults)))


def _entries(programme: Programme) -> Iterator[tuple[str, Entry]]:
    yield "indicators", programme.indicators
    for name, entry in (
        ("standard_population", programme.standard_population),
        ("detentions", programme.detentions),
        ("pledges", programme.pledge),
        ("published", programme.published),
    ):
        if entry is not None:
            yield name, entry


def _parse(programme: Programme, sources: dict[str, Source]) -> dict[str, pd.DataFrame]:
    tables = {name: pd.DataFrame(columns=list(columns), dtype=object) for name, columns in _EMPTY.items()}
    tables["indicators"] = tables["points"] = pd.DataFrame()
    if "indicators" in sources:
        tables["indicators"], tables["points"] = read_indicators(sources["indicators"])
    if "standard_population" in sources:
        tables["standard_population"] = read_standard_population(sources["standard_population"])
    if "detentions" in sources:
        ages = list(tables["standard_population"]["age_group"])
        tables["detentions"] = read_detentions(sources["detentions"], ages)
    if "pledges" in sources:
        tables["pledges"] = read_pledges(sources["pledges"])
    if "published" in sources and programme.published is not None:
        tables["published"] = read_published_figures(sources["published"], programme.published.only)
    return tables
