"""Who each row is about: respondent, component, attributes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from evalkit import names
from evalkit.definitions.tables import FromColumn
from evalkit.errors import Fault
from evalkit.intake.cells import PLACE, Source, concat, parse_word, require

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping, Sequence

    from evalkit.definitions.study import Study
    from evalkit.definitions.tables import Table


def read_component(source: Source, table: Table, study: Study) -> pd.Series[str]:
    """Return each row's component id; NA where the row doesn't say a known one."""
    if not isinstance(table.component, FromColumn):
        return pd.Series(table.component, index=source.raw.cells.index, dtype=object)
    words = {part.id: part.id for part in study.components}
    words |= {part.title: part.id for part in study.components} | table.component.values
    column = table.component.column
    component = source.parse(column, parse_word("component", words))
    require(source, column, "the component")
    return component


def read_timepoint(source: Source, timepoint: str | FromColumn, study: Study) -> pd.Series[str]:
    """Return each row's timepoint id; NA where the row doesn't say a known one."""
    if not isinstance(timepoint, FromColumn):
        return pd.Series(timepoint, index=source.raw.cells.index, dtype=object)
    words = {part.id: part.id for part in study.timepoints}
    words |= {part.title: part.id for part in study.timepoints} | timepoint.values
    values = source.parse(timepoint.column, parse_word("timepoint", words))
    require(source, timepoint.column, "the timepoint")
    return values


def read_people(source: Source, table: Table, study: Study) -> pd.DataFrame:
    """Return respondent, component and attributes of each row that says whom it is about.

    The index is the row number, so that the facts of a row can be joined to its person.
    """
    who = pd.DataFrame(
        {
            names.RESPONDENT_ID: source.column(str(table.respondent_id)).astype(object),
            names.COMPONENT: read_component(source, table, study),
        },
        index=source.raw.cells.index,
    )
    require(source, str(table.respondent_id), "the person's id")
    for attribute, column in table.attributes.items():
        who[attribute] = source.column(column).astype(object)
    return who.dropna(subset=[names.RESPONDENT_ID, names.COMPONENT])


def join_facts(
    source: Source, people: pd.DataFrame, facts: Mapping[str, object], column: str
) -> pd.DataFrame:
    """Return what the rows say, joined to whom they say it of, and where it stands.

    Parameters
    ----------
    source : Source
        The table.
    people : pandas.DataFrame
        From :func:`read_people`: rows that don't say whom they are about are left out.
    facts : mapping of str to object
        Columns: one value per row, or one for all rows.
    column : str
        Heading of the cell that a later fault points at.
    """
    frame = pd.DataFrame(dict(facts), index=source.raw.cells.index).join(source.place(column))
    who = people[[names.RESPONDENT_ID, names.COMPONENT]]
    return who.join(frame, how="inner").reset_index(drop=True)


def merge_people(
    frames: Sequence[tuple[Source, Table, pd.DataFrame]], study: Study
) -> tuple[pd.DataFrame, list[Fault]]:
    """Join what the tables say of each person: one row per respondent and component.

    An attribute that two rows state differently keeps the first value; each later one is a fault.
    """
    key = [names.RESPONDENT_ID, names.COMPONENT]
    faults: list[Fault] = []
    people = concat([frame[key] for _, _, frame in frames], key)[key].drop_duplicates(ignore_index=True)
    for attribute in study.attributes:
        stated = [
            pd.concat(
                [frame[[*key, attribute]], source.place(table.attributes[attribute]).loc[frame.index]], axis=1
            )
            for source, table, frame in frames
            if attribute in table.attributes
        ]
        values = concat(stated, [*key, attribute]).dropna(subset=[attribute])
        first = values.drop_duplicates(key)
        people = people.merge(first[[*key, attribute]], on=key, how="left")
        later = values.merge(first, on=key, suffixes=("", "_first"))
        later = later[later[attribute] != later[f"{attribute}_first"]]
        faults += [_conflict(row) for row in later.to_dict("records")]
    return people, faults


def _conflict(row: dict[Hashable, Any]) -> Fault:
    file, sheet, number, column, value = (row[name] for name in PLACE)
    rule = f'row {row["_row_first"]} of {row["_file_first"]} says "{row["_value_first"]}" for this person'
    remedy = "Correct one of the two; until then the first one counts."
    return Fault(str(file), str(sheet), int(str(number)), str(column), str(value), rule, remedy)
