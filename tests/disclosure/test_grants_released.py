"""Nothing about a person passes with the grants: no name, no small count, no cost that gives one away."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pandas as pd
import pytest

from evalkit import names
from evalkit.definitions.programme_grants import Grants
from evalkit.disclosure import Policy
from evalkit.disclosure.policy import DisclosureError
from evalkit.disclosure.programme_grants import (
    check_grants_released,
    protect_reach,
    release_programme_grants,
)
from evalkit.intake.programme_grants import take_in_grants
from grant_registers import INDIVIDUAL, grant, to_individual, write_package

if TYPE_CHECKING:
    from pathlib import Path

RULE = Policy("counts")


def counts(*rows: tuple[str, str, int | None], suppressed: bool = False) -> pd.DataFrame:
    """Return counts of a year that the sound grant covers."""
    told = {"first_day": "2024-06-01", "last_day": "2025-05-31", "origin": "declared", "source": "A return"}
    made = [
        {
            "grantee": grantee,
            "counted": counted,
            "n": n,
            **told,
            "suppressed": suppressed,
            "hidden_because": "",
        }
        for grantee, counted, n in rows
    ]
    return pd.DataFrame(made, dtype=object)


def release(
    folder: Path, found: pd.DataFrame, *grants: Any, policy: Policy = RULE
) -> dict[str, pd.DataFrame]:
    """Release a register with these counts of the choir."""
    write_package(folder, *grants)
    taken = take_in_grants(Grants(file="register.json", grantees={"choir": "GB-CHC-1"}), folder)
    return release_programme_grants(taken.grants, taken.further, found, {"choir": "GB-CHC-1"}, policy)


def text_of(tables: dict[str, pd.DataFrame]) -> str:
    """Return everything that would be written."""
    return " ".join(table.to_csv() for table in tables.values())


def test_the_tables_of_a_sound_register(tmp_path: Path) -> None:
    tables = release(tmp_path, counts(("choir", "people", 20)), grant(1), grant(2, awardDate="2023-05-01"))
    assert set(tables) == {"grants", "grant_recipients", "grant_further", "grant_costs"}
    row = tables["grant_costs"].iloc[0]
    assert row["amount"] == Decimal("2001.00")
    assert row["estimate"] == pytest.approx(2001 / 20)


@pytest.mark.parametrize(("people", "shown"), [(4, False), (5, True), (0, False)])
def test_a_small_count_takes_its_cost_with_it(tmp_path: Path, people: int, *, shown: bool) -> None:
    found = counts(("choir", "people", people), ("choir", "contacts", 300))
    costs = release(tmp_path, found, grant(1))["grant_costs"]
    assert costs[["n", "amount", "estimate"]].notna().all(axis=None) == shown
    assert costs[["n", "amount", "estimate"]].notna().any(axis=None) == shown
    reasons = ["the count is hidden"] * 2
    assert costs["reason"].tolist() == ([""] * 2 if shown else reasons)


def test_a_count_that_the_grantee_hid_stays_hidden_under_every_policy() -> None:
    found = counts(("choir", "people", None), suppressed=True)
    for policy in ("none", "counts", "nhs"):
        shown = protect_reach(found, Policy(policy))
        assert shown[names.SUPPRESSED].tolist() == [True]
        assert shown["n"].tolist() == [None]


def test_the_rule_of_the_programme_holds_for_counts_released_under_a_milder_one() -> None:
    shown = protect_reach(counts(("choir", "people", 3), ("band", "people", 38)), Policy("nhs"))
    assert shown["n"].tolist() == [None, 40]
    assert shown[names.HIDDEN_BECAUSE].tolist() == [names.SMALL, ""]


def test_people_are_counted_and_never_named(tmp_path: Path) -> None:
    persons = [
        to_individual(number) | {"recipientIndividual": {**INDIVIDUAL, "id": f"360G-test-person-{number}"}}
        for number in range(2, 9)
    ]
    tables = release(tmp_path, counts(("choir", "people", 20)), grant(1), *persons)
    everything = text_of(tables)
    assert "Jane" not in everything
    assert "360G-test-person" not in everything
    assert tables["grant_recipients"]["recipient"].tolist() == ["Leeds Choir"]
    summary = tables["grants"]
    own = summary[(summary["recipient_kind"] == "individual") & (summary["grouping"] == "all")]
    assert own["recipients"].tolist() == [7]


def test_few_people_show_neither_their_number_nor_the_total(tmp_path: Path) -> None:
    summary = release(tmp_path, counts(("choir", "people", 20)), grant(1), to_individual(2))["grants"]
    hidden = summary[summary["suppressed"].astype(bool)]
    assert hidden["recipient_kind"].tolist() == ["individual", "all"]
    assert hidden[["grants", "recipients", "amount"]].isna().all(axis=None)


@pytest.mark.parametrize(
    ("table", "column", "value", "told"),
    [
        ("grant_recipients", "recipient", "", "isn't an organisation's"),
        ("grant_costs", "n", 3, "count of people below 5"),
        ("grant_costs", "suppressed", True, "hidden row"),
        ("grants", "suppressed", True, "hidden row"),
    ],
)
def test_the_last_check_can_fail(tmp_path: Path, table: str, column: str, value: Any, told: str) -> None:
    tables = release(tmp_path, counts(("choir", "people", 20)), grant(1))
    check_grants_released(tables, RULE)
    tables[table].loc[0, column] = value
    with pytest.raises(DisclosureError, match=told):
        check_grants_released(tables, RULE)
