"""Parsed frames against their schemas: all faults at once, the good rows kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
from pandera.errors import SchemaErrors

from evalkit.definitions.table_schemas import SCHEMAS
from evalkit.errors import Fault
from evalkit.intake.cells import PLACE

if TYPE_CHECKING:
    import pandera.pandas as pa


def check_frame(name: str, frame: pd.DataFrame) -> tuple[pd.DataFrame, list[Fault]]:
    """Check one parsed table; take out the rows that break a rule.

    Parameters
    ----------
    name : str
        Key of :data:`evalkit.definitions.table_schemas.SCHEMAS`.
    frame : pandas.DataFrame
        The schema's columns and those of :data:`evalkit.intake.cells.PLACE`, unique index.

    Returns
    -------
    pandas.DataFrame
        The rows that keep all rules, the columns of the schema only.
    list of Fault
        One per row of the source and rule.
    """
    schema = SCHEMAS[name]
    columns = list(schema.columns)
    if frame.empty:
        return frame.reindex(columns=columns), []
    try:
        return schema.validate(frame, lazy=True)[columns].reset_index(drop=True), []
    except SchemaErrors as errors:
        broken = errors.failure_cases
    faults = _faults(schema, frame, broken)
    good = frame.drop(index=broken["index"].dropna().unique())
    return schema.validate(good)[columns].reset_index(drop=True), faults


def _faults(schema: pa.DataFrameSchema, frame: pd.DataFrame, broken: pd.DataFrame) -> list[Fault]:
    remedies = {check.error: check.description for check in schema.checks}
    unknown = sorted(set(broken["check"]) - set(remedies))
    if unknown:  # a parser let something through that isn't even of the column's type
        message = f"{schema.description}: {', '.join(unknown)}"
        raise TypeError(message)
    cases = broken[["index", "check"]].drop_duplicates().sort_values(["index"], kind="stable")
    faults: dict[tuple[object, ...], Fault] = {}
    for index, check in cases.itertuples(index=False, name=None):
        row = frame.loc[index]
        file, sheet, number, column, value = (row[key] for key in PLACE)
        rule = str(check).format(**row)
        text = "" if pd.isna(value) else str(value)
        fault = Fault(str(file), str(sheet), int(number), str(column), text, rule, str(remedies[check]))
        # A questionnaire that was copied twice is one fault, not one per question.
        key = (file, sheet, number, check) if "second time" in rule else (file, sheet, number, column, check)
        faults.setdefault(key, fault)
    return list(faults.values())
