"""Registers of grants for tests: the sample, a sound grant to change, and the flat form of a package."""

from __future__ import annotations

import json
from copy import deepcopy
from pathlib import Path
from typing import Any

from builders import workbook_bytes

SAMPLE = Path(__file__).parent / "data" / "360giving" / "sample.json"
SOUND: dict[str, Any] = {
    "id": "360G-test-1",
    "title": "Roots",
    "description": "A garden",
    "currency": "GBP",
    "amountAwarded": 1000.5,
    "awardDate": "2024-05-01",
    "plannedDates": [{"startDate": "2024-06-01", "endDate": "2025-05-31", "duration": 12}],
    "recipientOrganization": [{"id": "GB-CHC-1", "name": "Leeds Choir"}],
    "fundingOrganization": [{"id": "GB-CHC-2", "name": "Fund"}],
    "grantProgramme": [{"title": "Health"}],
}
INDIVIDUAL = {"id": "360G-test-person-7", "name": "Jane Doe"}
TITLES = {
    "id": "Identifier",
    "title": "Title",
    "description": "Description",
    "currency": "Currency",
    "amountAwarded": "Amount Awarded",
    "awardDate": "Award Date",
    "plannedDates/0/startDate": "Planned Dates:0:Start Date",
    "plannedDates/0/endDate": "Planned Dates:End Date",
    "plannedDates/0/duration": "Planned Dates:0:Duration (months)",
    "recipientOrganization/0/id": "Recipient Org:0:Identifier",
    "recipientOrganization/0/name": "Recipient Org:Name",
    "recipientIndividual/id": "Recipient Ind:Identifier",
    "recipientIndividual/name": "Recipient Ind:Name",
    "fundingOrganization/0/id": "Funding Org:Identifier",
    "fundingOrganization/0/name": "funding org:name",
    "grantProgramme/0/code": "Grant Programme:Code",
    "grantProgramme/0/title": "Grant Programme:0:Title",
    "beneficiaryLocation/0/name": "Beneficiary Location:0:Name",
    "beneficiaryLocation/0/geoCode": "Beneficiary Location:0:Geographic Code",
    "deiDetails/project/response/taxonomyCodes": "DEI Details:Project:DEI Response:Taxonomy Codes",
}


def grant(number: int = 1, **changes: Any) -> dict[str, Any]:
    """Return the sound grant with another number and other fields; None takes a field away."""
    made = deepcopy(SOUND) | {"id": f"360G-test-{number}"} | changes
    return {name: value for name, value in made.items() if value is not None}


def to_individual(number: int = 1, **changes: Any) -> dict[str, Any]:
    """Return a grant to a person."""
    return grant(number, recipientOrganization=None, recipientIndividual=dict(INDIVIDUAL), **changes)


def write_package(folder: Path, *grants: Any, **metadata: Any) -> Path:
    """Write a JSON package."""
    path = folder / "register.json"
    path.write_text(json.dumps({**metadata, "grants": list(grants)}), encoding="utf-8")
    return path


def flatten(value: Any, path: str = "") -> dict[str, Any]:
    """Return every leaf below a value by its path; lists of text joined as flatten-tool joins them."""
    if isinstance(value, dict):
        parts = [(f"{path}/{name}".lstrip("/"), part) for name, part in value.items()]
    elif isinstance(value, list) and not all(isinstance(part, str) for part in value):
        parts = [(f"{path}/{number}", part) for number, part in enumerate(value)]
    else:
        return {path: ";".join(value) if isinstance(value, list) else value}
    leaves: dict[str, Any] = {}
    for name, part in parts:
        leaves |= flatten(part, name)
    return leaves


def flat_workbook(grants: list[dict[str, Any]], *, titles: bool) -> bytes:
    """Return a workbook with one row a grant, under the standard's titles where asked for, else paths."""
    rows = [flatten(each) for each in grants]
    paths = list(dict.fromkeys(path for row in rows for path in row))
    headings = [TITLES.get(path, path) if titles else path for path in paths]
    return workbook_bytes({"grants": [headings, *([row.get(path) for path in paths] for row in rows)]})
