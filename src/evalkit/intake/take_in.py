"""All of a grantee's tables, read and checked in one pass."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from evalkit import names
from evalkit.definitions.table_schemas import SCHEMAS
from evalkit.errors import Fault, StructuralFaults
from evalkit.intake.activity import (
    read_attendance,
    read_goals,
    read_institutions,
    read_published,
    read_sum,
)
from evalkit.intake.cells import Source, concat
from evalkit.intake.checking import check_frame
from evalkit.intake.contacts import read_contacts
from evalkit.intake.episodes import read_arrivals, read_episodes, set_apart_never_started, settle_referrals
from evalkit.intake.equity import find_faults_in_groups, read_equity_files
from evalkit.intake.norms import find_faults_in_sex_and_age, read_norm_table
from evalkit.intake.outcomes import read_items, read_score
from evalkit.intake.people import merge_people, read_people
from evalkit.intake.raw import read_raw_table
from evalkit.intake.returns import find_counted_twice, read_returns
from evalkit.intake.trust import (
    earliest_days,
    read_answer_dates,
    read_trust_dates,
    read_trust_flags,
    without_repeats,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    import pandas as pd

    from evalkit.definitions.study import Study
    from evalkit.definitions.tables import Table

_WHO: Final = (names.RESPONDENT_ID, names.COMPONENT)
_BESIDE: Final = ("norm_tables", "population", "deprivation")
"""Tables that say nothing about the grantee's own people."""
_SAID_ON_EACH_ROW: Final = {"answer_dates": "date", "trust_flags": "trusted", "trust_dates": "date"}


@dataclass(frozen=True, slots=True)
class Intake:
    """What a grantee sent, checked.

    Attributes
    ----------
    people : pandas.DataFrame
        One row per respondent and component, with the declared attributes; those who were referred
        and never came are in the table ``referrals`` only.
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
    for name, frame, found in _read_beside(study, folder):
        faults += found
        missing = missing or frame is None
        parsed[name] += [] if frame is None else [frame]
    who, conflicts = merge_people(people, study)
    for source, _ in sources:
        faults += source.faults
    tables, found = _checked(parsed)
    faults += found
    who, tables, found = set_apart_never_started(who, tables, parsed["referrals"][0])
    faults += [*found, *conflicts]
    for entry in study.norm_tables:
        faults += find_faults_in_sex_and_age(people, entry, tables["norm_tables"], tables["responses"])
    faults += find_faults_in_groups(people, study.equity, tables["deprivation"])
    faults = list(dict.fromkeys(faults))  # a column that two scores share is read twice
    twice = find_counted_twice(tables, study)
    if missing or twice:
        raise StructuralFaults([*twice, *faults])
    if not any(len(table) for name, table in {**tables, "people": who}.items() if name not in _BESIDE):
        rule, remedy = "nothing usable is left in any file", "Correct the faults listed here, then run again."
        raise StructuralFaults([*faults, Fault(names.STUDY_FILE, "", None, "tables", "", rule, remedy)])
    return Intake(who, tables, tuple(faults))


def _read_beside(study: Study, folder: Path) -> Iterator[tuple[str, pd.DataFrame | None, list[Fault]]]:
    """Yield each of the tables :data:`_BESIDE` as read; None where the file can't be used."""
    for entry in study.norm_tables:
        norms, structural, found = read_norm_table(folder, entry, study)
        yield "norm_tables", norms, [*structural, *found]
    for name, (frame, faults) in read_equity_files(folder, study.equity):
        yield name, frame, faults


def _checked(parsed: dict[str, list[pd.DataFrame]]) -> tuple[dict[str, pd.DataFrame], list[Fault]]:
    """Return the tables without the rows that break a rule, and a fault for each of those."""
    parsed["referrals"] = [settle_referrals(concat(parsed["referrals"], _WHO))]
    tables, faults = {}, []
    for name, schema in SCHEMAS.items():
        frame = concat(parsed[name], list(schema.columns))
        if name in _SAID_ON_EACH_ROW:
            frame = without_repeats(frame, _SAID_ON_EACH_ROW[name])
        tables[name], found = check_frame(name, frame)
        faults += found
    tables["answer_dates"] = earliest_days(tables["answer_dates"])
    return tables, faults


def _parse(
    study: Study, sources: list[tuple[Source, Table]]
) -> tuple[list[tuple[Source, Table, pd.DataFrame]], dict[str, list[pd.DataFrame]]]:
    people: list[tuple[Source, Table, pd.DataFrame]] = []
    parsed: dict[str, list[pd.DataFrame]] = defaultdict(list)
    for source, table in sources:
        if table.is_person_level:
            who = read_people(source, table, study)
            people.append((source, table, who))
            for name, frame in _facts_about_people(source, who, table, study):
                parsed[name].append(frame)
        if table.institutions is not None:
            parsed["institutions"].append(read_institutions(source, table, table.institutions, study))
        if table.returns is not None:
            parsed["returns"].append(read_returns(source, table, table.returns, study))
        if table.published is not None:
            parsed["published"].append(read_published(source, table.published))
    return people, parsed


def _facts_about_people(
    source: Source, who: pd.DataFrame, table: Table, study: Study
) -> Iterator[tuple[str, pd.DataFrame]]:
    for score in table.scores:
        yield "scores", read_score(source, who, score, study)
    if table.items is not None:
        yield "responses", read_items(source, who, table.items, study)
    yield from _what_people_did(source, who, table, study)
    if table.episodes is not None:
        yield "episodes", read_episodes(source, who, table.episodes, study)
        yield "referrals", read_arrivals(source, who, table.episodes, study)
    for dates in read_answer_dates(source, who, table, study):
        yield "answer_dates", dates
    if table.trust is not None and table.trust.flag is not None:
        yield "trust_flags", read_trust_flags(source, who, table.trust, study)
    if table.trust is not None and table.trust.date is not None:
        yield "trust_dates", read_trust_dates(source, who, table.trust, study)
    for entry in table.sums:
        yield "sums", read_sum(source, who, entry)


def _what_people_did(
    source: Source, who: pd.DataFrame, table: Table, study: Study
) -> Iterator[tuple[str, pd.DataFrame]]:
    if table.goals is not None:
        yield "goals", read_goals(source, who, table.goals, study)
    if table.attendance is not None:
        yield "attendance", read_attendance(source, who, table.attendance, study)
    if table.contacts is not None:
        yield "contacts", read_contacts(source, who, table.contacts, study)
