"""A register of grants in the 360Giving Data Standard → a checked table, every fault and every repair."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from evalkit.errors import Fault, StructuralFaults
from evalkit.intake.cells import CellError
from evalkit.intake.grant_fields import GrantReader, parse_day
from evalkit.intake.grant_files import INDIVIDUAL, ORGANISATION, WrongShape, read_sent_grants

if TYPE_CHECKING:
    from pathlib import Path

    from evalkit.intake.grant_faults import Repair
    from evalkit.intake.grant_files import SentGrant

ORGANISATION_KIND: Final = "organisation"
INDIVIDUAL_KIND: Final = "individual"
GRANT_COLUMNS: Final = (
    *("id", "title", "description", "currency", "amount", "award_date"),
    *("planned_start", "planned_end", "planned_months"),
    *("recipient_kind", "recipient_id", "recipient_name", "charity_number", "company_number", "postcode"),
    *("individual", "funder_id", "funder", "programme", "area", "area_code"),
    *("dei_leadership", "dei_mission", "dei_project"),
)
"""Columns of the register, in order."""

DAYS: Final = ("award_date", "planned_start", "planned_end")
"""Its columns of days."""
_FUNDER: Final = "fundingOrganization"


@dataclass(frozen=True, slots=True)
class GrantRegister:
    """A register that was read.

    Attributes
    ----------
    grants : DataFrame
        One row per sound grant, `GRANT_COLUMNS`. `amount` is a Decimal to the penny; dates are days.
        A grant to an individual holds only currency, amount, award date, funder and programme; in
        `individual` stands a running number, so that people can be counted and nothing else.
    faults : tuple of Fault
        Everything that is wrong, in the file's order.
    repaired : tuple of Repair
        Texts that were encoded twice and could be put right for certain.
    """

    grants: pd.DataFrame
    faults: tuple[Fault, ...]
    repaired: tuple[Repair, ...]


def read_grants(path: Path) -> GrantRegister:
    """Read a register of grants: a JSON package, or a flat table in CSV or XLSX.

    A fault takes out its grant, or only its field where grant, money and recipient stand without it.

    Parameters
    ----------
    path : Path
        ``.json``, ``.csv`` or ``.xlsx``; of several sheets the one called "grants" is read.

    Returns
    -------
    GrantRegister

    Raises
    ------
    StructuralFaults
        If the file can't be used: missing, not JSON, no grants, unknown headings, or no sound grant left.

    References
    ----------
    360Giving Data Standard 1.4, technical reference; columns of flat files as flatten-tool writes them.
    """
    sent = read_sent_grants(path)
    faults: list[Fault] = list(sent.faults)
    newest = _newest_day(sent.newest, path.name, faults)
    repaired: list[Repair] = []
    rows: list[dict[str, Any]] = []
    seen: set[str] = set()
    people: dict[str, int] = {}
    for grant in sent.grants:
        reader = GrantReader(grant)
        row = _read_grant(reader, newest, seen)
        faults += reader.faults
        if reader.usable:
            repaired += reader.repairs
            if grant.is_to_individual:
                row["individual"] = people.setdefault(_person(grant), len(people) + 1)
            rows.append(row)
    if not rows:
        rule, remedy = "no grant is left", "Correct the faults above."
        raise StructuralFaults([*faults, Fault(path.name, "", None, "", "", rule, remedy)])
    return GrantRegister(_as_table(rows), tuple(faults), tuple(repaired))


def _newest_day(text: str, file: str, faults: list[Fault]) -> pd.Timestamp | None:
    if not text:
        return None
    try:
        return parse_day(text)
    except CellError as error:
        faults.append(Fault(file, "", None, "issued or modified", text, error.rule, error.remedy))
        return None


def _read_grant(reader: GrantReader, newest: pd.Timestamp | None, seen: set[str]) -> dict[str, Any]:
    reader.check_shapes()
    if "" in reader.sent.values:
        return {}
    identifier = _read_id(reader, seen)
    row: dict[str, Any] = {
        "amount": reader.amount("amountAwarded"),
        "currency": reader.currency("currency"),
        "award_date": _award_date(reader, newest),
    }
    kind = _recipient_kind(reader)
    row |= {"recipient_kind": kind, **_funder(reader), "programme": _programme(reader)}
    for name in ("title", "description"):
        reader.require(name, f"the {name}", fatal=False)
    if kind == ORGANISATION_KIND and not reader.sent.is_to_individual:
        row |= {"id": identifier, **_of_organisation(reader)}
    return row


def _read_id(reader: GrantReader, seen: set[str]) -> str:
    """Return the grant's id; of two grants with one id the first counts."""
    if not reader.require("id", "the grant's identifier", fatal=True):
        return ""
    identifier = reader.text("id", fatal=True)
    if identifier and identifier in seen:
        remedy = "Give each grant an identifier of its own, or remove the repeat."
        reader.fault("id", "this identifier stands at an earlier grant already", remedy, fatal=True)
    seen.add(identifier)
    return identifier


def _award_date(reader: GrantReader, newest: pd.Timestamp | None) -> pd.Timestamp | None:
    if not reader.require("awardDate", "the award date", fatal=True):
        return None
    day = reader.date("awardDate", fatal=True)
    if day is not None and newest is not None and day > newest:
        rule = f"the award is dated after the file itself ({newest.date().isoformat()})"
        reader.fault("awardDate", rule, "Correct the date.", fatal=True)
    return day


def _recipient_kind(reader: GrantReader) -> str:
    """Return whether an organisation or an individual receives the grant; exactly one must."""
    organisation = bool(reader.sent.below(ORGANISATION))
    individual = reader.sent.is_to_individual
    remedy = "Name the organisation that received the grant, or say that it went to an individual."
    if organisation and individual:
        rule = "both an organisation and an individual are named as recipient"
        reader.fault(ORGANISATION, rule, "Keep the one that received the grant.", fatal=True)
    elif not organisation and not individual:
        reader.fault(ORGANISATION, "neither an organisation nor an individual is named", remedy, fatal=True)
    elif organisation and len(reader.sent.members(ORGANISATION)) > 1:
        rule = "several recipients are named, and nothing says how the amount is divided"
        reader.fault(f"{ORGANISATION}/1", rule, "Write one grant for each recipient.", fatal=True)
    return INDIVIDUAL_KIND if individual else ORGANISATION_KIND


def _funder(reader: GrantReader) -> dict[str, str]:
    if isinstance(reader.sent.values.get(_FUNDER), WrongShape):
        return {}
    members = reader.sent.members(_FUNDER) or [0]
    found = {"funder_id": "id", "funder": "name"}
    row = {
        column: "; ".join(filter(None, (reader.text(f"{_FUNDER}/{number}/{name}") for number in members)))
        for column, name in found.items()
    }
    if not row["funder"]:
        reader.require(f"{_FUNDER}/{members[0]}/name", "the funder's name", fatal=True)
        reader.usable = False
    if not row["funder_id"]:
        reader.require(f"{_FUNDER}/{members[0]}/id", "the funder's identifier", fatal=False)
    return row


def _programme(reader: GrantReader) -> str:
    """Return the programme's title, or its code where it has none; several joined by ";"."""
    path = "grantProgramme"
    named = (
        reader.text(f"{path}/{number}/title") or reader.text(f"{path}/{number}/code")
        for number in reader.sent.members(path)
    )
    return "; ".join(filter(None, named))


def _of_organisation(reader: GrantReader) -> dict[str, Any]:
    """Return what is taken in of a grant to an organisation beyond money, date and programme."""
    recipient = f"{ORGANISATION}/0"
    if reader.sent.members(ORGANISATION) and not isinstance(reader.sent.values.get(recipient), WrongShape):
        reader.require(f"{recipient}/name", "the recipient's name", fatal=True)
        reader.require(f"{recipient}/id", "the recipient's identifier", fatal=False)
    places = reader.sent.members("beneficiaryLocation")
    return {
        "title": reader.text("title"),
        "description": reader.text("description"),
        **_planned(reader),
        "recipient_id": reader.text(f"{recipient}/id"),
        "recipient_name": reader.text(f"{recipient}/name", fatal=True),
        "charity_number": reader.text(f"{recipient}/charityNumber"),
        "company_number": reader.text(f"{recipient}/companyNumber"),
        "postcode": reader.text(f"{recipient}/postalCode"),
        "area": _joined(reader, places, "name"),
        "area_code": _joined(reader, places, "geoCode"),
        **{f"dei_{area}": reader.dei_codes(area) for area in ("leadership", "mission", "project")},
    }


def _joined(reader: GrantReader, places: list[int], name: str) -> str:
    return "; ".join(filter(None, (reader.text(f"beneficiaryLocation/{place}/{name}") for place in places)))


def _planned(reader: GrantReader) -> dict[str, Any]:
    """Return the planned period; of several none is taken, and dates that contradict each other are left out."""
    path = "plannedDates"
    if len(reader.sent.members(path)) > 1:
        rule = "several planned periods are given, and none says that it is the whole"
        reader.fault(f"{path}/1/startDate", rule, "Give one period for the whole grant.", fatal=False)
        return {}
    start, end = reader.date(f"{path}/0/startDate"), reader.date(f"{path}/0/endDate")
    if start is not None and end is not None and end < start:
        reader.fault(f"{path}/0/endDate", "the end lies before the start", "Correct the dates.", fatal=False)
        start = end = None
    return {
        "planned_start": start,
        "planned_end": end,
        "planned_months": reader.months(f"{path}/0/duration"),
    }


def _person(grant: SentGrant) -> str:
    """Return what tells one person of the file from another; it stays in this module."""
    named = grant.values.get(f"{INDIVIDUAL}/id") or f"only grant {grant.row}"
    return str(named).strip()


def _as_table(rows: list[dict[str, Any]]) -> pd.DataFrame:
    table = pd.DataFrame(rows, columns=list(GRANT_COLUMNS))
    for column in DAYS:
        table[column] = pd.to_datetime(table[column]).astype("datetime64[s]")
    table["planned_months"] = table["planned_months"].astype("Float64").astype("float64")
    table["individual"] = table["individual"].astype("Int64")
    text = [
        name
        for name in GRANT_COLUMNS
        if name
        not in {"amount", "award_date", "planned_start", "planned_end", "planned_months", "individual"}
    ]
    table[text] = table[text].astype(object).where(table[text].notna(), "").astype("str")
    return table
