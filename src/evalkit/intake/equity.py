"""The population file and the deprivation lookup; and answers about people that no group covers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from evalkit.definitions.equity_words import UNKNOWN_GROUP
from evalkit.errors import Fault, did_you_mean
from evalkit.intake.cells import CellError, Source, parse_number, parse_word, require
from evalkit.intake.raw import read_raw_table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    from evalkit.definitions.equity_parts import Deprivation, Equity, PopulationFile
    from evalkit.definitions.tables import Table

    Read = tuple[pd.DataFrame | None, list[Fault]]
    Frames = Sequence[tuple[Source, Table, pd.DataFrame]]

_UNTIL_THEN = f'until then the person counts as "{UNKNOWN_GROUP}"'
_MOST_DECILE = 10


def read_equity_files(folder: Path, equity: Equity | None) -> Iterator[tuple[str, Read]]:
    """Yield the population file and the deprivation lookup, where grantee.yml names one.

    Parameters
    ----------
    folder : Path
        The grantee's folder.
    equity : Equity or None
        What grantee.yml says.

    Yields
    ------
    name : str
        ``population`` or ``deprivation``, the processed table.
    frame : pandas.DataFrame or None
        Its rows with their places, not yet checked against the schema; None if the file can't be used.
    faults : list of Fault
        Rows that were left out, or why the file can't be used.
    """
    if equity is not None and equity.population is not None:
        yield "population", _read_population(folder, equity.population, equity.groups_with_population())
    if equity is not None and equity.deprivation is not None:
        yield "deprivation", _read_deprivation(folder, equity.deprivation)


def _read_population(folder: Path, entry: PopulationFile, groups: Mapping[str, tuple[str, ...]]) -> Read:
    raw, faults = read_raw_table(folder, entry)
    if raw is None:
        return None, faults
    source = Source(raw)
    for column, what in ((entry.variable, "the attribute"), (entry.group, "the group")):
        require(source, column, what)
    require(source, entry.people, "the number of people")
    variables = source.parse(entry.variable, parse_word("attribute", {name: name for name in groups}))
    facts = {
        "variable": variables,
        "group": pd.Series(_groups(source, entry, variables, groups), dtype=object),
        "people": source.parse(entry.people, parse_number),
    }
    frame = pd.DataFrame(facts, index=raw.cells.index).join(source.place(entry.people))
    usable = frame.dropna(subset=list(facts)).astype({"people": float}).reset_index(drop=True)
    missing = _missing_groups(frame.dropna(subset=["variable", "group"]), entry, groups)
    return usable, [*faults, *source.faults, *missing]


def _groups(
    source: Source, entry: PopulationFile, variables: pd.Series[str], groups: Mapping[str, tuple[str, ...]]
) -> dict[int, str]:
    """Return the group's title of each row; a title that the attribute hasn't is a fault."""
    found: dict[int, str] = {}
    for row, text in source.column(entry.group).dropna().items():
        number = int(str(row))
        variable = variables.get(number)
        if variable is None or pd.isna(variable):
            continue
        try:
            found[number] = parse_word("group", {title: title for title in groups[variable]})(text)
        except CellError as error:
            remedy = f"Use the titles that grantee.yml gives the groups of {variable}."
            source.fault(number, entry.group, text, error.rule, remedy)
    return found


def _missing_groups(
    frame: pd.DataFrame, entry: PopulationFile, groups: Mapping[str, tuple[str, ...]]
) -> Iterator[Fault]:
    for variable, rows in frame.groupby("variable", sort=False):
        lacking = [title for title in groups[str(variable)] if title not in set(rows["group"])]
        if lacking:
            rule = f"the population of {variable} has no row for: {'; '.join(lacking)}"
            remedy = f"Add a row for each group; until then {variable} is not compared with the population."
            yield Fault(entry.file, entry.sheet or "", None, entry.group, "", rule, remedy)


def _read_deprivation(folder: Path, entry: Deprivation) -> Read:
    raw, faults = read_raw_table(folder, entry)
    if raw is None:
        return None, faults
    source = Source(raw)
    require(source, entry.area, "the area's code")
    require(source, entry.value, "the rank" if entry.rank else "the decile")
    what, most = ("rank", entry.n_areas or 0) if entry.rank else ("decile", _MOST_DECILE)
    facts: dict[str, object] = {
        "area": source.column(entry.area).str.upper().astype(object),
        "rank": None,
        "decile": None,
        what: source.parse(entry.value, _whole_number(what, most)),
    }
    frame = pd.DataFrame(facts, index=raw.cells.index).join(source.place(entry.area))
    usable = frame.dropna(subset=["area", what]).astype({"rank": float, "decile": float})
    return usable.reset_index(drop=True), [*faults, *source.faults]


def _whole_number(what: str, most: int) -> Callable[[str], float]:
    def parse(text: str) -> float:
        number = parse_number(text)
        if number != round(number) or not 1 <= number <= most:
            remedy = "Correct it by the source."
            if what == "rank":
                remedy = "Correct it, or n_areas in grantee.yml: how many areas the whole country has."
            raise CellError(f"a {what} is a whole number from 1 to {most}", remedy)
        return number

    return parse


def find_faults_in_groups(frames: Frames, equity: Equity | None, lookup: pd.DataFrame) -> Iterator[Fault]:
    """Yield a fault for each answer that no group covers and each area that the lookup doesn't have.

    Nobody is left out for it: such an answer counts as unknown.

    Parameters
    ----------
    frames : sequence of (Source, Table, pandas.DataFrame)
        The tables about people, as read.
    equity : Equity or None
        What grantee.yml says.
    lookup : pandas.DataFrame
        Processed table ``deprivation``.
    """
    if equity is None:
        return
    for entry in equity.attributes:
        for source, column, row, text in _cells(frames, entry.attribute):
            if entry.group_of(text) is None:
                what = "band" if entry.bands else "group"
                rule = f"no {what} of {entry.attribute} covers this: {did_you_mean(text, entry.all_titles)}"
                remedy = f"Correct it, or add it under equity in grantee.yml; {_UNTIL_THEN}."
                yield Fault(source.raw.file, source.raw.sheet, row, column, text, rule, remedy)
    if equity.deprivation is not None and not lookup.empty:
        known = set(lookup["area"])
        for source, column, row, text in _cells(frames, equity.deprivation.attribute):
            if text.upper() not in known:
                rule = f"{equity.deprivation.file} has no such area"
                remedy = f"Correct the code, or complete that file; {_UNTIL_THEN}."
                yield Fault(source.raw.file, source.raw.sheet, row, column, text, rule, remedy)


def _cells(frames: Frames, attribute: str) -> Iterator[tuple[Source, str, int, str]]:
    """Yield the filled cells of an attribute, of rows that say whom they are about."""
    for source, table, who in frames:
        column = table.attributes.get(attribute)
        if column is not None:
            for row, text in source.column(column).loc[who.index].dropna().items():
                yield source, column, int(str(row)), text
