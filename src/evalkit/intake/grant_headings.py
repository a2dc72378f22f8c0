"""Headings of the flat 360Giving templates → paths of the standard's JSON.

A heading is a row of titles ("Recipient Org:0:Name") or of the JSON's own names
("recipientOrganization/0/name"). As flatten-tool has it, capitals and spaces don't matter, and
where a list has one member its number may be left out.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from evalkit.errors import Fault, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence


@dataclass(frozen=True, slots=True)
class _Node:
    """One property of the standard: its name in JSON, what is below it, and whether it is a list."""

    name: str
    children: Mapping[str, _Node] = field(default_factory=dict)
    is_list: bool = False


def _leaves(**titles: str) -> dict[str, _Node]:
    return {title: _Node(name) for name, title in titles.items()}


_LOCATION: Final = _leaves(
    id="Identifier",
    name="Name",
    countryCode="Country Code",
    latitude="Latitude",
    longitude="Longitude",
    description="Description",
    geoCode="Geographic Code",
    geoCodeType="Geographic Code Type",
    dateModified="Last Modified",
)
_ORGANISATION: Final = {
    **_leaves(
        id="Identifier",
        name="Name",
        department="Department",
        contactName="Contact Name",
        charityNumber="Charity Number",
        companyNumber="Company Number",
        streetAddress="Street Address",
        addressLocality="City",
        addressRegion="County",
        addressCountry="Country",
        postalCode="Postal Code",
        telephone="Phone Number",
        alternateName="Alternate Name",
        email="Email",
        description="Description",
        organisationType="Organisation Type",
        url="Web Address",
        dateModified="Last Modified",
    ),
    "Location": _Node("location", _LOCATION, is_list=True),
}
_EVENT: Final = _leaves(
    title="Title",
    startDate="Start Date",
    endDate="End Date",
    duration="Duration (months)",
    description="Description",
    dateModified="Last Modified",
)
_CLASSIFICATION: Final = _leaves(
    vocabulary="Vocabulary",
    code="Code",
    title="Title",
    description="Description",
    url="URL",
    dateModified="Last Modified",
)
_TRANSACTION: Final = _leaves(
    id="Identifier",
    transactionDate="Transaction Date",
    currency="Currency",
    value="Value",
    valueDate="Value Date",
    description="Description",
    provider="Provider",
    recipient="Recipient",
    dateModified="Last Modified",
)
_RESPONSE: Final = _leaves(
    taxonomyCodes="Taxonomy Codes", livedExperience="Lived Experience", geography="Geography"
)
_AREA: Final = {
    **_leaves(
        askedStatus="Asked Status",
        replyStatus="Reply Status",
        availableOptions="Available Options",
        additionalDetails="Additional Details",
        purposes="Purposes",
    ),
    "DEI Response": _Node("response", _RESPONSE),
}
_DEI: Final = {
    **_leaves(deiVersion="DEI Data Standard Version", purposes="Purposes"),
    **{name.title(): _Node(name, _AREA) for name in ("leadership", "mission", "project")},
}
_INDIVIDUALS: Final = _leaves(
    primaryGrantReason="Primary Grant Reason",
    secondaryGrantReason="Secondary Grant Reason",
    grantPurpose="Grant Purpose",
)
_GRANT: Final = {
    **_leaves(
        id="Identifier",
        title="Title",
        description="Description",
        currency="Currency",
        amountAppliedFor="Amount Applied For",
        amountAwarded="Amount Awarded",
        amountDisbursed="Amount Disbursed",
        awardDate="Award Date",
        url="URL",
        fromOpenCall="From An Open Call?",
        relatedActivity="Related Activity",
        dateModified="Last Modified",
        dataSource="Data Source",
        regrantType="For Regrant Type",
        locationScope="Location Scope",
    ),
    "Planned Dates": _Node("plannedDates", _EVENT, is_list=True),
    "Actual Dates": _Node("actualDates", _EVENT, is_list=True),
    "Recipient Ind": _Node("recipientIndividual", _leaves(id="Identifier", name="Name")),
    "To Individuals Details": _Node("toIndividualsDetails", _INDIVIDUALS),
    "Recipient Org": _Node("recipientOrganization", _ORGANISATION, is_list=True),
    "Funding Org": _Node("fundingOrganization", _ORGANISATION, is_list=True),
    "Beneficiary Location": _Node("beneficiaryLocation", _LOCATION, is_list=True),
    "Grant Programme": _Node("grantProgramme", _CLASSIFICATION, is_list=True),
    "Funding Type": _Node("fundingType", _CLASSIFICATION, is_list=True),
    "Classifications": _Node("classifications", _CLASSIFICATION, is_list=True),
    "Related Document": _Node(
        "relatedDocument",
        _leaves(
            id="Identifier",
            title="Title",
            url="Web Address",
            description="Description",
            documentType="Document Type",
            dateModified="Last Modified",
        ),
        is_list=True,
    ),
    **{
        name: _Node(name, _TRANSACTION, is_list=True)
        for name in ("applicationTransaction", "commitmentTransaction", "disbursementTransaction")
    },
    "DEI Details": _Node("deiDetails", _DEI),
}
_NEEDED: Final = {
    "id": "Identifier",
    "currency": "Currency",
    "amountAwarded": "Amount Awarded",
    "awardDate": "Award Date",
    "fundingOrganization/0/name": "Funding Org:Name",
}


def path_of(heading: str) -> str | None:
    """Return the path in the standard's JSON that a heading stands for, None if there is none.

    Examples
    --------
    >>> path_of("Beneficiary Location:0:Name"), path_of("Recipient Org:Name")
    ('beneficiaryLocation/0/name', 'recipientOrganization/0/name')
    >>> path_of("recipientOrganization/1/name"), path_of("Recipient Org:Nome")
    ('recipientOrganization/1/name', None)
    """
    parts = heading.split(":") if ":" in heading else heading.split("/")
    path: list[str] = []
    below: Mapping[str, _Node] = _GRANT
    while parts:
        node = _find(parts.pop(0), below)
        if node is None:
            return None
        path.append(node.name)
        below = node.children
        if node.is_list:
            numbered = bool(parts) and parts[0].strip().isdecimal()
            path.append(str(int(parts.pop(0))) if numbered else "0")
    return None if below else "/".join(path)


def _find(word: str, below: Mapping[str, _Node]) -> _Node | None:
    folded = _fold(word)
    for title, node in below.items():
        if folded in {_fold(title), _fold(node.name)}:
            return node
    return None


def _fold(word: str) -> str:
    return "".join(word.split()).casefold()


def _titles(below: Mapping[str, _Node] = _GRANT, before: str = "") -> Iterable[str]:
    for title, node in below.items():
        if node.children:
            yield from _titles(node.children, f"{before}{title}:")
        else:
            yield f"{before}{title}"


def find_faults_in_headings(headings: Sequence[str], file: str, sheet: str) -> list[Fault]:
    """Return what is wrong with the headings of a flat register; any of it makes the file unusable."""
    faults = []
    paths = {heading: path_of(heading) for heading in headings if heading}
    for heading, path in paths.items():
        if path is None:
            rule = f"the 360Giving Data Standard has no such heading: {_suggestion(heading)}"
            remedy = "Correct it, or take the column out of the copy that evalkit reads."
            faults.append(Fault(file, sheet, 1, heading, "", rule, remedy))
    for path, times in Counter(path_of(heading) for heading in headings if heading).items():
        if path is not None and times > 1:
            same = [heading for heading in headings if heading and path_of(heading) == path]
            rule = f"these headings mean the same column: {', '.join(same)}"
            faults.append(Fault(file, sheet, 1, same[0], "", rule, "Keep one of them."))
    for path, title in _NEEDED.items():
        if path not in paths.values():
            faults.append(Fault(file, sheet, 1, title, "", "this column is missing", "Add it to the file."))
    return faults


def _suggestion(heading: str) -> str:
    titles = list(_titles())
    near = did_you_mean(heading, titles)
    return near if near.startswith("did you mean") else "its titles are in the 360Giving template"
