"""The programme's register of grants, further money and counts of people → checked tables."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from evalkit.definitions.date_ranges import RANGE_REMEDY, read_range
from evalkit.definitions.programme import PROGRAMME_FILE
from evalkit.definitions.programme_grants import EXACT, FUNDER, QUALIFIERS, fold
from evalkit.errors import Fault, StructuralFaults, did_you_mean
from evalkit.intake.cells import CellError, Source, parse_number, require
from evalkit.intake.grants import GRANT_COLUMNS, ORGANISATION_KIND, read_grants
from evalkit.intake.programme_words import in_programme_words
from evalkit.intake.raw import read_raw_table
from evalkit.names import ALL

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator
    from pathlib import Path

    from evalkit.definitions.programme_grants import FurtherFile, Grants

FURTHER_COLUMNS: Final = (
    *("recipient", "amount", "qualifier", "funder", "period", "first_day", "last_day", "source"),
)
"""Columns of further money; ``recipient`` is a name of the register, or "all"."""

_PENCE: Final = Decimal("0.01")
_MOST: Final = Decimal(10) ** 12


@dataclass(frozen=True, slots=True)
class GrantsIntake:
    """What the programme's files on grants hold.

    Attributes
    ----------
    grants : pandas.DataFrame
        One row per sound grant, as `evalkit.intake.grants.read_grants` gives them.
    further : pandas.DataFrame
        Columns :data:`FURTHER_COLUMNS`: amount as Decimal, qualifier "" where it is exact, days as
        datetime.date.
    repaired : int
        How many texts of the register were encoded twice and could be put right.
    faults : tuple of Fault
    complete : bool
        False if a file can't be used at all.
    """

    grants: pd.DataFrame
    further: pd.DataFrame
    repaired: int = 0
    faults: tuple[Fault, ...] = ()
    complete: bool = True

    @classmethod
    def empty(cls, *faults: Fault, complete: bool = True) -> GrantsIntake:
        """Return what a programme without grants, or with an unusable register, holds."""
        none = pd.DataFrame(columns=list(GRANT_COLUMNS), dtype=object)
        further = pd.DataFrame(columns=list(FURTHER_COLUMNS), dtype=object)
        return cls(none, further, faults=faults, complete=complete)


def take_in_grants(declared: Grants | None, folder: Path) -> GrantsIntake:
    """Read the register and the further money, and find every fault.

    Parameters
    ----------
    declared : Grants or None
        What programme.yml says of grants; None gives empty tables.
    folder : Path
        ``data/raw/_programme``; both files must lie inside it.
    """
    if declared is None:
        return GrantsIntake.empty()
    path = folder / declared.file
    if not path.resolve().is_relative_to(folder.resolve()):
        rule = "the file must lie in the programme's own folder"
        return GrantsIntake.empty(
            Fault(declared.file, "", None, "", "", rule, "Copy it there."), complete=False
        )
    try:
        register = read_grants(path)
    except StructuralFaults as error:
        return GrantsIntake.empty(*error.faults, complete=False)
    grants = register.grants
    faults = [*register.faults, *_find_unknown_recipients(declared, grants)]
    further, found, complete = _read_further(declared.further, folder, grants)
    return GrantsIntake(
        grants=grants,
        further=further,
        repaired=len(register.repaired),
        faults=(*faults, *found),
        complete=complete,
    )


def _recipients(grants: pd.DataFrame) -> dict[str, str]:
    """Return each name and identifier of an organisation, folded → its name."""
    organisations = grants[grants["recipient_kind"] == ORGANISATION_KIND]
    pairs = organisations[["recipient_id", "recipient_name"]].itertuples(index=False, name=None)
    return {fold(word): str(name) for identifier, name in pairs for word in (identifier, name) if word}


def _find_unknown_recipients(declared: Grants, grants: pd.DataFrame) -> Iterator[Fault]:
    known = _recipients(grants)
    for grantee, recipient in declared.grantees.items():
        if fold(recipient) not in known:
            rule = f"no recipient of the register is called so: {_near(recipient, known)}"
            remedy = "Write the name or the identifier as it stands in the register, or remove the line."
            column = f"grants.grantees.{grantee}"
            yield Fault(PROGRAMME_FILE, "", None, column, recipient, rule, remedy)


def _near(recipient: str, known: dict[str, str]) -> str:
    return did_you_mean(recipient, list(dict.fromkeys(known.values())))


def _read_further(
    entry: FurtherFile | None, folder: Path, grants: pd.DataFrame
) -> tuple[pd.DataFrame, list[Fault], bool]:
    """Return further money, the faults of its file, and whether that could be used."""
    nothing = pd.DataFrame(columns=list(FURTHER_COLUMNS), dtype=object)
    if entry is None:
        return nothing, [], True
    raw, sent = read_raw_table(folder, entry)
    found = [in_programme_words(fault) for fault in sent]
    if raw is None:
        return nothing, found, False
    if len(set(grants["currency"])) > 1:
        rule = "the register has several currencies, so nobody can say in which these amounts are"
        remedy = "Give a register of one currency, or leave this file out."
        return nothing, [*found, Fault(raw.file, raw.sheet, None, "amount", "", rule, remedy)], True
    source = Source(raw)
    table = _parse_further(source, _recipients(grants))
    return table, [*found, *source.faults], True


def _parse_further(source: Source, known: dict[str, str]) -> pd.DataFrame:
    def recipient(text: str) -> str:
        if fold(text) == ALL:
            return ALL
        if fold(text) not in known:
            rule = f"no recipient of the register is called so: {_near(text, known)}"
            raise CellError(rule, f"Write a recipient as it stands in the register, or '{ALL}'.")
        return known[fold(text)]

    parsed: dict[str, Any] = {
        "recipient": source.parse("recipient", recipient),
        "amount": source.parse("amount", _parse_amount),
        "qualifier": source.parse("exact", _parse_exact),
    }
    ends = source.parse("period", _parse_period)
    for column in ("recipient", "amount", "period", "source", "exact"):
        require(source, column, f"the {column}" if column != "exact" else "whether the amount is exact")
    cells = source.raw.cells
    table = pd.DataFrame(parsed, index=cells.index).assign(
        funder=cells[FUNDER] if FUNDER in cells.columns else "",
        period=cells["period"],
        first_day=ends.map(lambda pair: pair[0], na_action="ignore"),
        last_day=ends.map(lambda pair: pair[1], na_action="ignore"),
        source=cells["source"],
    )
    needed = ["recipient", "amount", "qualifier", "first_day", "source"]
    table = table.astype(object).dropna(subset=needed)
    return table.where(table.notna(), "")[list(FURTHER_COLUMNS)].reset_index(drop=True)


def _parse_amount(text: str) -> Decimal:
    parse_number(text)
    amount = Decimal(text)
    if amount > _MOST:
        raise CellError("the amount is too large to be right", "Correct it.")
    if amount < 0:
        raise CellError("the amount is negative", "Correct it; money paid back belongs elsewhere.")
    if amount != amount.quantize(_PENCE):
        raise CellError("the amount has fractions of a penny", "Correct it: digits, a point, and pence.")
    return amount.quantize(_PENCE)


def _parse_exact(text: str) -> str:
    word = fold(text)
    if word == EXACT:
        return ""
    if word not in QUALIFIERS:
        rule = f"unknown word: {did_you_mean(text, [EXACT, *QUALIFIERS])}"
        raise CellError(rule, f"Write '{EXACT}' for an exact amount, else {', '.join(QUALIFIERS)}.")
    return word


def _parse_period(text: str) -> tuple[dt.date, dt.date]:
    try:
        return read_range(text)
    except ValueError as error:
        raise CellError(str(error), RANGE_REMEDY) from None
