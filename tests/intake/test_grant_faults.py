"""A register with planted faults: one run lists them all, and says what each takes out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from evalkit.intake.double_encoding import repair_double_encoding
from evalkit.intake.grants import read_grants
from grant_registers import INDIVIDUAL, flat_workbook, flatten, grant, to_individual, write_package

if TYPE_CHECKING:
    from pathlib import Path

ORGANISATION = [{"id": "GB-CHC-1", "name": "Leeds Choir"}]
DEI = {"mission": {"response": {"taxonomyCodes": ["DEI999999", "DEI050100"]}}}
PLANTED: list[tuple[dict[str, Any], str, str, str]] = [
    (grant(id=None), "id", "", "the grant's identifier is missing"),
    (grant(1), "id", "360G-test-1", "this identifier stands at an earlier grant already"),
    (grant(4, amountAwarded=None), "amountAwarded", "", "the amount is missing"),
    (
        *(grant(5, amountAwarded="1,000"), "amountAwarded", "1,000"),
        "wrong type: text, where the standard wants a number",
    ),
    (grant(6, amountAwarded=-5), "amountAwarded", "-5", "the amount is negative"),
    (grant(7, currency="GBR"), "currency", "GBR", "unknown currency"),
    (grant(8, awardDate="2024-02-30"), "awardDate", "2024-02-30", "this isn't a date"),
    (
        *(grant(9, awardDate="2025-06-01"), "awardDate", "2025-06-01"),
        "the award is dated after the file itself (2025-05-31)",
    ),
    (
        *(grant(10, recipientOrganization=None), "recipientOrganization", ""),
        "neither an organisation nor an individual is named",
    ),
    (
        *(grant(11, recipientIndividual=INDIVIDUAL), "recipientOrganization", ""),
        "both an organisation and an individual are named as recipient",
    ),
    (
        *(grant(12, recipientOrganization=[{"id": "GB-CHC-1"}]), "recipientOrganization/0/name", ""),
        "the recipient's name is missing",
    ),
    (
        *(grant(13, fundingOrganization=[{"id": "GB-CHC-2"}]), "fundingOrganization/0/name", ""),
        "the funder's name is missing",
    ),
]
FIELDS: list[tuple[dict[str, Any], str, str, str]] = [
    (
        grant(
            14,
            plannedDates=[{"startDate": "2024-06-01", "endDate": "2024-05-31"}],
        ),
        *("plannedDates/0/endDate", "2024-05-31", "the end lies before the start"),
    ),
    (
        *(grant(15, deiDetails=DEI), "deiDetails/mission/response/taxonomyCodes/0", "DEI999999"),
        "unknown population code: did you mean 'DEI019999'?",
    ),
    (
        *(grant(16, description="Â£5 of £10"), "description", "Â£"),
        "text seems to be encoded twice, but what was meant isn't certain: it stays as it is",
    ),
    (grant(17, title=None), "title", "", "the title is missing"),
    (
        *(grant(18, plannedDates=[{"duration": -1}]), "plannedDates/0/duration", "-1"),
        "a duration can't be negative",
    ),
]


def test_one_run_lists_all_twelve(tmp_path: Path) -> None:
    path = write_package(tmp_path, grant(1), *(made for made, *_ in PLANTED), issued="2025-05-31")
    register = read_grants(path)

    found = [(fault.row, fault.column, fault.value, fault.rule) for fault in register.faults]
    assert found == [(number, *expected) for number, (_, *expected) in enumerate(PLANTED, 2)]
    assert len(found) == 12
    assert all(fault.file == "register.json" and fault.remedy.endswith(".") for fault in register.faults)
    assert register.grants["id"].tolist() == ["360G-test-1"]


def test_the_same_faults_in_a_workbook_name_row_and_heading(tmp_path: Path) -> None:
    path = tmp_path / "flat.xlsx"
    made = [grant(1), *(each for each, *_ in PLANTED)]
    path.write_bytes(flat_workbook(made, titles=True))
    faults = read_grants(path).faults

    # Nothing says when a bare sheet was issued, so no award lies after it.
    assert [fault.row for fault in faults] == [3, 4, 5, 6, 7, 8, 9, 11, 12, 13, 14]
    assert faults[3].sentence() == (
        'flat.xlsx, sheet grants, row 6 (360G-test-5), Amount Awarded: "1,000": this isn\'t an amount. '
        "Digits and a point only: no letters, no comma, no currency sign."
    )
    assert faults[-1].column == "funding org:name"


def test_a_fault_of_an_optional_field_leaves_the_grant(tmp_path: Path) -> None:
    register = read_grants(write_package(tmp_path, *(made for made, *_ in FIELDS)))

    found = [(fault.row, fault.column, fault.value, fault.rule) for fault in register.faults]
    assert found == [(number, *expected) for number, (_, *expected) in enumerate(FIELDS, 1)]
    grants = register.grants
    assert len(grants) == 5
    assert grants.loc[0, ["planned_start", "planned_end"]].isna().all()
    assert grants.loc[1, "dei_mission"] == "DEI050100"
    assert grants.loc[2, "description"] == "Â£5 of £10"


@pytest.mark.parametrize(
    ("changes", "column", "rule"),
    [
        ({"recipientOrganization": {"name": "A"}}, "recipientOrganization", "object, where the standard wants a list"),
        ({"recipientOrganization": ["Choir"]}, "recipientOrganization/0", "text, where the standard wants an object"),
        ({"fundingOrganization": "Fund"}, "fundingOrganization", "text, where the standard wants a list"),
        ({"id": 5}, "id", "a number, where the standard wants text"),
        ({"amountAwarded": True}, "amountAwarded", "true or false, where the standard wants a number"),
        ({"awardDate": 20240501}, "awardDate", "a number, where the standard wants a date as text"),
        ({"currency": ["GBP"]}, "currency", "nothing"),
    ],
)  # fmt: skip
def test_a_wrong_type_takes_the_grant_out(
    tmp_path: Path, changes: dict[str, Any], column: str, rule: str
) -> None:
    if column == "currency":
        rule = "the currency is missing"
    register = read_grants(write_package(tmp_path, grant(1), grant(2) | changes))

    assert [(fault.row, fault.column) for fault in register.faults] == [(2, column)]
    assert register.faults[0].rule.endswith(rule)
    assert register.grants["id"].tolist() == ["360G-test-1"]


@pytest.mark.parametrize(
    ("amount", "rule"),
    [(0.001, "the amount has fractions of a penny"), (1e15, "the amount is too large to be right")],
)
def test_amounts_that_cant_be_right(tmp_path: Path, amount: float, rule: str) -> None:
    register = read_grants(write_package(tmp_path, grant(1), grant(2, amountAwarded=amount)))
    assert [fault.rule for fault in register.faults] == [rule]


def test_several_recipients_or_periods(tmp_path: Path) -> None:
    periods = [{"startDate": "2024-06-01"}, {"startDate": "2025-06-01"}]
    two = grant(2, recipientOrganization=ORGANISATION * 2)
    register = read_grants(write_package(tmp_path, grant(1, plannedDates=periods), two))

    assert [(fault.row, fault.column) for fault in register.faults] == [
        (1, "plannedDates/1/startDate"),
        (2, "recipientOrganization/1"),
    ]
    assert len(register.grants) == 1


def test_days_are_taken_as_written(tmp_path: Path) -> None:
    made = [grant(1, awardDate="2020-04-28T23:30:00+01:00"), grant(2, awardDate="28/04/2020")]
    register = read_grants(write_package(tmp_path, *made, grant(3, awardDate="2020-04-28T25:00:00Z")))

    assert [str(day.date()) for day in register.grants["award_date"]] == ["2020-04-28"] * 2
    assert [fault.rule for fault in register.faults] == ["this isn't a date and time"]


def test_an_individual_needs_the_fields_of_money_only(tmp_path: Path) -> None:
    register = read_grants(
        write_package(tmp_path, to_individual(1), to_individual(2, fundingOrganization=None))
    )

    assert [(fault.row, fault.rule) for fault in register.faults] == [
        (2, "the funder's name is missing"),
        (2, "the funder's identifier is missing"),
    ]
    assert "Jane Doe" in str(flatten(to_individual()))


@pytest.mark.parametrize(
    ("sent", "meant", "certain"),
    [
        ("cafÃ© for Â£5", "café for £5", True),
        ("NETâ€™s â€œappealâ€\x9d", "NET’s “appeal”", True),
        ("twice: Ã\u201aÂ£5", "twice: £5", True),
        ("£5 and ’quoted’ in Zürich", "£5 and ’quoted’ in Zürich", None),
        ("Â£5 of £10", "Â£5 of £10", False),
        ("CAFÃ‰", "CAFÃ‰", False),
        ("pipe Ø½", "pipe Ø½", False),
        ("plain", "plain", None),
    ],
)
def test_text_is_repaired_only_where_certain(sent: str, meant: str, *, certain: bool | None) -> None:
    found = repair_double_encoding(sent)

    assert found.text == meant
    assert bool(found.pairs) is (certain is not None)
    assert found.certain is bool(certain)
