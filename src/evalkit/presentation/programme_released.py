"""Open the released door of a programme: what the gate let through of indicators, rates and commitments."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pandas as pd

from evalkit import names, store
from evalkit.errors import BuildError
from evalkit.presentation.programme_facts import ProgrammeFacts

if TYPE_CHECKING:
    from collections.abc import Mapping

FACTS: Final = "programme.json"
HIDING: Final = (names.SUPPRESSED, names.HIDDEN_BECAUSE)

COLUMNS: Final[Mapping[str, tuple[str, ...]]] = {
    "indicators": (
        *("id", "title", "priority", "owner", "unit", "direction", "baseline", "target", "first_period"),
        *("last_period", "n_periods", "value", "status", "trend", "signals", "method", *HIDING),
    ),
    "points": (
        *("id", "period", "position", "value", "numerator", "denominator", "ci_low", "ci_high", "centre"),
        *("lower", "upper", "phase", "signal", *HIDING),
    ),
    "detentions": (
        *("year", "ethnic_group", "basis", "rate", "ci_low", "ci_high", "ratio", "ratio_low", "ratio_high"),
        *("reference", "census_base", "break_before", "source", "method", *HIDING),
    ),
    "pledges": ("number", "commitment", "status", "evidence", "date", "owner"),
    "published": ("measure", "value", "unit", "qualifier", "period", "source", "programme"),
    "grants": (
        *("grouping", "group", "currency", "recipient_kind", "grants", "recipients", "amount"),
        names.SUPPRESSED,
    ),
    "grant_recipients": ("recipient", "currency", "grants", "amount", "grantee", "matched_by"),
    "grant_further": (
        *("recipient", "amount", "currency", "qualifier", "funder", "period", "source"),
        *("grants", "granted", "estimate", "reason", "caveat"),
    ),
    "grant_costs": (
        *("grantee", "recipient", "counted", "n", "grants", "amount", "currency", "estimate", "first_day"),
        *("last_day", "origin", "source", "reason", "caveat", *HIDING),
    ),
}
"""Tables that may lie behind the door, and the columns that presentation reads."""

NUMBERS: Final = frozenset(
    (
        *("baseline", "target", "n_periods", "value", "position", "numerator", "denominator", "ci_low"),
        *("ci_high", "centre", "lower", "upper", "phase", "rate", "ratio", "ratio_low", "ratio_high"),
        *("number", "grants", "recipients", "amount", "granted", "n", "estimate"),
    )
)
"""Columns that hold numbers; an empty cell is NaN."""

TRUTHS: Final = frozenset((names.SUPPRESSED, "break_before"))
"""Columns that hold "true" or "false"."""


@dataclass(frozen=True, slots=True)
class ProgrammeReleased:
    """Everything that a programme page may use.

    Attributes
    ----------
    facts : ProgrammeFacts
        Public facts of the programme.
    indicators, points, detentions, pledges, published : pandas.DataFrame
    grants, grant_recipients, grant_further, grant_costs : pandas.DataFrame
        Released rows; without rows where nothing was released. Numbers are floats with NaN where a
        cell is empty, ``suppressed`` and ``break_before`` are boolean, the rest is text.
    """

    facts: ProgrammeFacts
    indicators: pd.DataFrame
    points: pd.DataFrame
    detentions: pd.DataFrame
    pledges: pd.DataFrame
    published: pd.DataFrame
    grants: pd.DataFrame
    grant_recipients: pd.DataFrame
    grant_further: pd.DataFrame
    grant_costs: pd.DataFrame


def read_programme(folder: str | Path) -> ProgrammeReleased:
    """Read a programme's released folder.

    Parameters
    ----------
    folder : str or Path
        ``data/processed/_programme/released``.

    Returns
    -------
    ProgrammeReleased
        Public facts and tables.

    Raises
    ------
    BuildError
        If the folder has no programme.json, or a table lacks a column.
    """
    folder = Path(folder)
    if not (folder / FACTS).is_file():
        raise BuildError(f"{folder} holds no {FACTS}: `make indicators` writes it before the notebook is run")
    facts = ProgrammeFacts.model_validate(store.read_json(folder / FACTS))
    return ProgrammeReleased(facts=facts, **{name: _read_table(folder, name) for name in COLUMNS})


def _read_table(folder: Path, name: str) -> pd.DataFrame:
    """Read one released table; a table that was not released has no rows."""
    columns = COLUMNS[name]
    if not (folder / f"{name}.csv").is_file():
        return type_columns(pd.DataFrame(columns=list(columns), dtype=object))
    table = store.read_released_table(folder, name)
    missing = [column for column in columns if column not in table.columns]
    if missing:
        raise BuildError(f"{folder / name}.csv lacks the column {missing[0]}")
    return type_columns(table)


def type_columns(table: pd.DataFrame) -> pd.DataFrame:
    """Give each column its one type: number, yes or no, or text ("" where empty).

    Examples
    --------
    >>> table = type_columns(pd.DataFrame({"value": ["", "2"], "suppressed": ["true", "false"]}))
    >>> table["value"].tolist(), table["suppressed"].tolist()
    ([nan, 2.0], [True, False])
    """
    return table.assign(**{column: _typed(str(column), table[column]) for column in table.columns})


def _typed(name: str, cells: pd.Series) -> pd.Series:
    """Return the cells of one column in the type that its name asks for."""
    if name in NUMBERS:
        return pd.to_numeric(cells, errors="coerce").astype("float64")
    if name in TRUTHS:
        return cells.map(lambda cell: str(cell).lower() == "true").astype("bool")
    return cells.where(cells.notna(), "").astype("str")
