"""Cost per person and contact, further money for each pound, areas and populations."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pandas as pd
import pytest

from evalkit.analysis.grant_costs import (
    HIDDEN_COUNT,
    NO_COUNT,
    NO_DATES,
    NO_GRANT,
    NO_PERIOD,
    NOBODY,
    OTHER_PERIOD,
    calculate_costs,
)
from evalkit.analysis.grant_further import NOT_GRANTED, calculate_further
from evalkit.analysis.grant_groups import count_areas_and_populations, summarise_recipients
from evalkit.analysis.grant_money import BESIDE, describe_cost_caveat


def granted(amount: str, start: str | None, end: str | None, **changes: Any) -> dict[str, Any]:
    """Return a grant to the choir, awarded when it starts."""
    return {
        "recipient_kind": "organisation",
        "recipient_name": "Leeds Choir",
        "recipient_id": "GB-CHC-1",
        "grantee": "choir",
        "matched_by": "name",
        "currency": "GBP",
        "amount": Decimal(amount),
        "award_date": pd.Timestamp(start or "2023-04-01"),
        "planned_start": pd.Timestamp(start) if start else pd.NaT,
        "planned_end": pd.Timestamp(end) if end else pd.NaT,
        "planned_months": float("nan"),
        "area": "",
        **dict.fromkeys(("dei_leadership", "dei_mission", "dei_project"), ""),
        **changes,
    }


def counted(n: int | None = 80, **changes: Any) -> dict[str, Any]:
    """Return a count of people in the financial year 2023-24."""
    return {
        "grantee": "choir",
        "counted": "people",
        "n": n,
        "first_day": "2023-04-01",
        "last_day": "2024-03-31",
        "origin": "declared",
        "source": "A return",
        "suppressed": False,
        "hidden_because": "",
        **changes,
    }


def cost(grants: list[dict[str, Any]], count: dict[str, Any]) -> dict[Any, Any]:
    """Return the one row of costs."""
    table = calculate_costs(
        pd.DataFrame(grants, columns=list(granted("1", None, None))), pd.DataFrame([count])
    )
    (row,) = table.to_dict("records")
    return row


YEAR = granted("4000", "2023-04-01", "2024-03-31")
HALVES = [granted("1000", "2023-04-03", "2023-09-30"), granted("3000.50", "2023-10-01", "2024-03-29")]


@pytest.mark.parametrize(
    ("grants", "amount"),
    [
        ([YEAR], "4000"),
        (HALVES, "4000.50"),
        ([YEAR, granted("999", "2022-04-01", "2023-03-31")], "4000"),
        ([granted("4000", "2023-04-01", None, planned_months=12.0)], "4000"),
    ],
)
def test_money_of_the_same_months_is_divided_by_the_people(grants: list[dict[str, Any]], amount: str) -> None:
    row = cost(grants, counted())
    assert row["reason"] == ""
    assert row["amount"] == Decimal(amount)
    assert row["estimate"] == pytest.approx(float(amount) / 80)
    assert row["caveat"] == describe_cost_caveat("people")


def test_contacts_have_their_own_caveat() -> None:
    row = cost([YEAR], counted(400, counted="contacts"))
    assert row["estimate"] == 10
    assert row["caveat"] == describe_cost_caveat("contacts")


@pytest.mark.parametrize(
    ("grants", "count", "reason"),
    [
        ([YEAR], counted(None, suppressed=True), HIDDEN_COUNT),
        ([YEAR], counted(None), NO_COUNT),
        ([], counted(), NO_GRANT),
        ([YEAR], counted(0), NOBODY),
        ([YEAR], counted(first_day="", last_day=""), NO_PERIOD),
        ([granted("1", None, None)], counted(), NO_DATES),
        ([granted("1", "2023-04-01", "2024-02-29")], counted(), OTHER_PERIOD),
        ([granted("1", "2023-05-01", "2024-03-31")], counted(), OTHER_PERIOD),
        ([granted("1", "2023-04-01", "2024-04-30")], counted(), OTHER_PERIOD),
        ([YEAR, granted("1", "2024-03-01", "2025-02-28")], counted(), OTHER_PERIOD),
        ([HALVES[0], granted("1", "2023-11-01", "2024-03-31")], counted(), OTHER_PERIOD),
        ([YEAR, granted("1", "2023-04-01", "2024-03-31", currency="EUR")], counted(), "several currencies"),
    ],
)
def test_where_there_is_no_cost_the_reason_is_there(
    grants: list[dict[str, Any]], count: dict[str, Any], reason: str
) -> None:
    row = cost(grants, count)
    assert reason in row["reason"]
    assert pd.isna(row["estimate"])
    assert pd.isna(row["amount"])
    assert row["caveat"] == ""


def further(recipient: str, amount: str, qualifier: str, year: int) -> dict[str, Any]:
    """Return further money had in one year."""
    ends = {"first_day": dt.date(year, 1, 1), "last_day": dt.date(year, 12, 31)}
    told = {"funder": "", "period": str(year), "source": "Board paper"}
    return {"recipient": recipient, "amount": Decimal(amount), "qualifier": qualifier, **told, **ends}


def test_further_money_keeps_its_words_and_stands_for_itself() -> None:
    grants = [
        granted("60000", "2020-01-01", None),
        granted("40000", "2020-12-31", None, recipient_name="Leeds Band"),
        granted("50000", "2021-01-01", None),
        granted("7", "2020-05-01", None, recipient_kind="individual", recipient_name=""),
    ]
    rows = [further("all", "113000", "", 2020), further("Leeds Choir", "15000", "more than", 2020)]
    table = calculate_further(pd.DataFrame(grants), pd.DataFrame(rows))
    assert table[["recipient", "qualifier", "grants", "granted", "estimate"]].to_numpy().tolist() == [
        ["all", "", 2, Decimal("100000.00"), 1.13],
        ["Leeds Choir", "more than", 1, Decimal("60000.00"), 0.25],
    ]
    assert set(table["caveat"]) == {BESIDE}
    assert "not because of it" in BESIDE


def test_without_a_grant_in_the_period_nothing_is_divided() -> None:
    table = calculate_further(pd.DataFrame([YEAR]), pd.DataFrame([further("all", "5", "", 2020)]))
    assert table["reason"].tolist() == [NOT_GRANTED]
    assert pd.isna(table["estimate"][0])


def test_a_grant_for_several_areas_counts_whole_in_each() -> None:
    grants = [
        granted("10", None, None, area="East; West", dei_project="DEI010100;DEI050100"),
        granted("5", None, None, area="East; East", recipient_name="Leeds Band"),
        granted("2", None, None),
        granted("99", None, None, area="North", recipient_kind="individual", recipient_name=""),
    ]
    table = count_areas_and_populations(pd.DataFrame(grants))
    areas = table[table["grouping"] == "area"]
    assert areas[["group", "grants", "recipients", "amount"]].to_numpy().tolist() == [
        ["East", 2, 2, Decimal(15)],
        ["West", 1, 1, Decimal(10)],
        ["none named", 1, 1, Decimal(2)],
    ]
    assert set(table["grouping"]) == {"area", "dei_project"}


def test_recipients_are_added_up() -> None:
    table = summarise_recipients(pd.DataFrame(HALVES))
    assert table.to_dict("records") == [
        {
            "recipient": "Leeds Choir",
            "recipient_id": "GB-CHC-1",
            "currency": "GBP",
            "grants": 2,
            "amount": Decimal("4000.50"),
            "first_award": "2023-04-03",
            "last_award": "2023-10-01",
            "grantee": "choir",
            "matched_by": "name",
        }
    ]
