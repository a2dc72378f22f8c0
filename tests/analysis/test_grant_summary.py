"""What registers add up to, what of it may be published, and what the command writes."""

from __future__ import annotations

import csv
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pandas as pd
import pytest

from evalkit.analysis.grant_money import calculate_leverage, calculate_unit_cost, describe_cost_caveat
from evalkit.analysis.grant_recipients import MATCH_COLUMNS, MATCHING_RULE, match_recipients
from evalkit.analysis.grants import add_up, summarise_grants
from evalkit.cli import main
from evalkit.disclosure.grants import OTHERS, release_grant_summary
from evalkit.intake.grants import read_grants
from grant_registers import SAMPLE, grant, to_individual, write_package

if TYPE_CHECKING:
    from pathlib import Path


def register(*rows: tuple[str, int, str, int, int]) -> pd.DataFrame:
    """Return a register: kind, recipient's number, programme, year, pounds."""
    made = [
        {
            "currency": "GBP",
            "amount": Decimal(pounds),
            "award_date": pd.Timestamp(year, 6, 1),
            "programme": programme,
            "recipient_kind": kind,
            "recipient_name": f"Choir {number}" if kind == "organisation" else "",
            "individual": number if kind == "individual" else None,
        }
        for kind, number, programme, year, pounds in rows
    ]
    return pd.DataFrame(made).astype({"individual": "Int64"})


def people(
    count: int, programme: str, year: int = 2024, first: int = 1
) -> list[tuple[str, int, str, int, int]]:
    return [("individual", first + place, programme, year, 100) for place in range(count)]


def shown(summary: pd.DataFrame, grouping: str, kind: str) -> dict[str, Any]:
    chosen = summary[(summary["grouping"] == grouping) & (summary["recipient_kind"] == kind)]
    return dict(zip(chosen["group"], chosen["grants"], strict=True))


def run(*arguments: str) -> int:
    with pytest.raises(SystemExit) as stop:
        main(arguments)
    return int(stop.value.code or 0)


def test_the_sample_adds_up_exactly() -> None:
    summary = summarise_grants(read_grants(SAMPLE).grants)
    whole = summary[summary["grouping"] == "all"].set_index("recipient_kind")

    assert whole.loc["all", "amount"] == Decimal("16589361.49")
    assert whole["grants"].to_dict() == {"organisation": 55, "individual": 99, "all": 154}
    assert whole.loc["organisation", "recipients"] == 46
    for grouping in ("programme", "year"):
        part = summary[summary["grouping"] == grouping]
        assert add_up(part["amount"]) == Decimal("16589361.49")
        assert part["grants"].sum() == 154


def test_pence_that_floats_lose_are_kept() -> None:
    assert str(add_up(pd.Series([Decimal("0.10")] * 1_000_003))) == "100000.30"
    assert add_up(pd.Series([], dtype=object)) == 0


def test_currencies_are_never_added_up() -> None:
    table = register(("organisation", 1, "A", 2024, 5), ("organisation", 2, "A", 2024, 7))
    table.loc[1, "currency"] = "EUR"
    whole = summarise_grants(table).query("grouping == 'all' and recipient_kind == 'all'")
    assert dict(zip(whole["currency"], whole["amount"], strict=True)) == {"EUR": 7, "GBP": 5}


def test_small_programmes_of_individuals_are_told_together() -> None:
    table = register(*people(2, "A"), *people(3, "B", first=3), *people(20, "C", first=6))
    released = release_grant_summary(table)

    assert shown(released, "programme", "individual") == {"C": 20, OTHERS: 5}
    assert not released["group"].isin(["A", "B"]).any()


def test_the_row_of_the_others_holds_enough_people() -> None:
    table = register(
        *people(1, "A"), *people(1, "B", first=2), *people(6, "C", first=3), *people(9, "D", first=9)
    )
    released = release_grant_summary(table)

    rows = released[(released["grouping"] == "programme")].set_index("group")
    assert rows["grants"].to_dict() == {"D": 9, OTHERS: 8}
    assert rows.loc[OTHERS, "amount"] == 800


def test_many_grants_to_few_people_are_a_small_number() -> None:
    table = register(*(people(2, "A") * 5), *people(20, "B", first=3), *people(30, "C", first=30))
    released = release_grant_summary(table)
    assert "A" not in shown(released, "programme", "individual")


def test_a_register_with_few_individuals_gives_no_total() -> None:
    table = register(*people(4, "A"), ("organisation", 1, "A", 2024, 50))
    released = release_grant_summary(table)

    hidden = released[released["suppressed"]]
    assert hidden["recipient_kind"].tolist() == ["individual", "all"]
    assert hidden[["grants", "recipients", "amount"]].isna().all(axis=None)
    assert shown(released, "programme", "individual") == {}
    assert shown(released, "programme", "organisation") == {"A": 1}


def test_a_register_of_organisations_hides_nothing() -> None:
    released = release_grant_summary(register(("organisation", 1, "A", 2024, 50)))
    assert not released["suppressed"].any()
    assert shown(released, "all", "all") == {"all": 1}


def test_the_nhs_policy_rounds_people_and_not_organisations() -> None:
    table = register(*people(12, "A"), *(("organisation", number, "A", 2024, 1) for number in range(3)))
    released = release_grant_summary(table, "nhs")
    whole = released[released["grouping"] == "all"].set_index("recipient_kind")["grants"]
    assert whole.to_dict() == {"organisation": 3, "individual": 10, "all": 15}


def test_no_released_row_of_the_sample_is_small() -> None:
    released = release_grant_summary(read_grants(SAMPLE).grants)
    rows = released[released["recipient_kind"] == "individual"]
    assert (rows["recipients"].astype(int) >= 5).all()
    assert add_up(rows.loc[rows["grouping"] == "year", "amount"]) == Decimal("78559.23")


def test_recipients_are_matched_by_identifier_then_by_name() -> None:
    names = [("1", "Leeds Choir"), ("2", " leeds  CHOIR"), ("3", "Leeds Choirs"), ("4", "Leeds Choir")]
    grants = pd.DataFrame(names, columns=["recipient_id", "recipient_name"]).assign(
        recipient_kind="organisation"
    )
    table = pd.DataFrame([("choir", "1", "Leeds Choir"), ("garden", "4", None)], columns=list(MATCH_COLUMNS))
    matched = match_recipients(grants, table)

    assert matched["grantee"].tolist() == ["choir", "choir", "", ""]
    assert matched["matched_by"].tolist() == ["identifier", "name", "nothing", "identifier and name disagree"]


def test_a_name_of_two_grantees_is_refused() -> None:
    table = pd.DataFrame([("a", "", "Choir"), ("b", "", "choir")], columns=list(MATCH_COLUMNS))
    with pytest.raises(ValueError, match="'choir' belongs to two grantees, a and b"):
        match_recipients(pd.DataFrame(columns=["recipient_kind", "recipient_id", "recipient_name"]), table)


def test_costs_and_further_money() -> None:
    assert calculate_unit_cost(Decimal(100), 8).estimate == Decimal("12.5")
    assert calculate_leverage(Decimal(100000), Decimal(113000)).estimate == Decimal("1.13")
    assert "can't be compared" in describe_cost_caveat("people")
    with pytest.raises(ValueError, match="at least one"):
        calculate_unit_cost(Decimal(100), 0)
    with pytest.raises(ValueError, match="above 0"):
        calculate_leverage(Decimal(0), Decimal(1))
    with pytest.raises(ValueError, match="negative"):
        calculate_leverage(Decimal(1), Decimal(-1))


def test_the_command_prints_and_writes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    known = tmp_path / "known.csv"
    known.write_text("grantee,recipient_id,recipient_name\ncrisis,GB-CHC-1082947,\n", "utf-8")
    more = ("--people", "1200", "--contacts", "6000", "--further", "113000", "--grantees", str(known))
    assert run("grants", str(SAMPLE), "--out", str(tmp_path / "out"), *more) == 0
    printed = capsys.readouterr().out

    assert printed.startswith(
        "154 grants, £16,589,361.49\n55 to organisations (46 names)\n99 to individuals, who are never named\n"
    )
    assert f"£13,824.47 per person. {describe_cost_caveat('people')}" in printed
    assert f"£2,764.89 per contact. {describe_cost_caveat('contacts')}" in printed
    assert MATCHING_RULE in printed
    assert "  identifier: " in printed
    with (tmp_path / "out" / "register.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert len(rows) == 55
    assert {row["grantee"] for row in rows} == {"", "crisis"}
    assert rows[0]["award_date"] == "2020-04-28"


@pytest.mark.parametrize("start", ["=", "+", "-", "@", " =", "\t="])
def test_no_cell_becomes_a_formula(tmp_path: Path, start: str) -> None:
    made = grant(
        1,
        title=f'{start}HYPERLINK("http://example.org")',
        recipientOrganization=[{"id": f"{start}1", "name": f"{start}cmd"}],
        grantProgramme=[{"title": f"{start}1+1"}],
    )
    assert run("grants", str(write_package(tmp_path, made)), "--out", str(tmp_path / "out")) == 0

    for name in ("register", "summary"):
        with (tmp_path / "out" / f"{name}.csv").open(encoding="utf-8", newline="") as stream:
            cells = [cell for row in csv.reader(stream) for cell in row]
        assert not [cell for cell in cells if cell.lstrip().startswith(("=", "+", "-", "@"))]
        assert any(cell.startswith("'") for cell in cells)


def test_faults_make_the_command_exit_with_one(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = write_package(tmp_path, grant(1), grant(2, currency="pounds"), to_individual(3))
    assert run("grants", str(path)) == 1
    printed = capsys.readouterr()
    assert 'register.json, grant 2 (360G-test-2), currency: "pounds": unknown currency.' in printed.err
    assert "1 fault(s)" in printed.err
    assert printed.out.startswith("2 grants, £2,001.00\n")


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("--further", "a lot"), "isn't an amount"),
        (("--people", "0"), "at least one"),
        (("--grantees", "none.csv"), "there is no file"),
    ],
)
def test_a_call_that_cant_be_carried_out(
    tmp_path: Path, arguments: tuple[str, ...], told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("grants", str(write_package(tmp_path, grant())), *arguments) == 2
    assert told in capsys.readouterr().err
