"""All of a grantee's tables, read and checked in one pass."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from evalkit import names
from evalkit.definitions.table_schemas import SCHEMAS
from evalkit.errors import Fault, StructuralFaults
from evalkit.intake.activity import (
    read_attendance,
    read_episodes,
    read_goals,
    read_institutions,
    read_published,
)
from evalkit.intake.cells import Source, concat
from evalkit.intake.checking import check_frame
from evalkit.intake.outcomes import read_items, read_score
from evalkit.intake.people import merge_people, read_people
from evalkit.intake.raw import read_raw_table

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    import pandas as pd

    from evalkit.definitions.study import Study
    from evalkit.definitions.tables import Table


@dataclass(frozen=True, slots=True)
class Intake:
    """What a grantee sent, checked.

    Attributes
    ----------
    people : pandas.DataFrame
        One row per respondent and component, with the declared attributes.
    tables : mapping of str to pandas.DataFrame
        The tables of :data:`evalkit.definitions.table_schemas.SCHEMAS`; empty ones included.
    faults : tuple of Fault
        Everything that was left out, and why.
    """

    people: pd.DataFrame
    tables: Mapping[str, pd.DataFrame]
    faults: tuple[Fault, ...]


def take_in(study: Study, folder: Path) -> Intake:
    """Read all tables of a study and find every fault at once.

    Parameters
    ----------
    study : Study
        What grantee.yml declares.
    folder : Path
        The grantee's folder with the files as sent; it is only read.

    Returns
    -------
    Intake
        All that is usable, and all faults.

    Raises
    ------
    StructuralFaults
        If a file, sheet or column is missing, or nothing usable is left. Carries every fault.
    """
    faults: list[Fault] = []
    sources: list[tuple[Source, Table]] = []
    missing = False
    for table in study.tables:
        raw, found = read_raw_table(folder, table)
        faults += found
        missing = missing or raw is None
        if raw is not None:
            sources.append((Source(raw), table))
    people, parsed = _parse(study, sources)
    who, conflicts = merge_people(people, study)
    tables = {}
    for source, _ in sources:
        faults += source.faults
    for name in SCHEMAS:
        tables[name], found = check_frame(name, concat(parsed[name], list(SCHEMAS[name].columns)))
        faults += found
    faults += conflicts
    faults = list(dict.fromkeys(faults))  # a column that two scores share is read twice
    if missing:
        raise StructuralFaults(faults)
    if not any(len(table) for table in (who, *tables.values())):
        rule, remedy = "nothing usable is left in any file", "Correct the faults listed here, then run again."
        raise StructuralFaults([*faults, Fault(names.STUDY_FILE, "", None, "tables", "", rule, remedy)])
    return Intake(who, tables, tuple(faults))


def _parse(
    study: Study, sources: list[tuple[Source, Table]]
) -> tuple[list[tuple[Source, Table, pd.DataFrame]], dict[str, list[pd.DataFrame]]]:
    people: list[tuple[Source, Table, pd.DataFrame]] = []
    parsed: dict[str, list[pd.DataFrame]] = defaultdict(list)
    for source, table in sources:
        if table.is_person_level:
            who = read_people(source, table, study)
            people.append((source, table, who))
            for score in table.scores:
                parsed["scores"].append(read_score(source, who, score, study))
            if table.items is not None:
                parsed["responses"].append(read_items(source, who, table.items, study))
            if table.goals is not None:
                parsed["goals"].append(read_goals(source, who, table.goals, study))
            if table.attendance is not None:
                parsed["attendance"].append(read_attendance(source, who, table.attendance, study))
            if table.episodes is not None:
                parsed["episodes"].append(read_episodes(source, who, table.episodes, study))
        if table.institutions is not None:
            parsed["institutions"].append(read_institutions(source, table, table.institutions, study))
        if table.published is not None:
            parsed["published"].append(read_published(source, table.published))
    return people, parsed
