"""The register, further money and counts of people of the programme page are read, and faults are said."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from evalkit.definitions.programme import PROGRAMME_FILE, Programme
from evalkit.definitions.programme_grants import Grants
from evalkit.errors import StructuralFaults
from evalkit.intake.programme import take_in_programme
from evalkit.intake.programme_grants import take_in_grants
from evalkit.intake.programme_reach import read_grantees_reach
from grant_registers import flat_workbook, grant, to_individual, write_package

if TYPE_CHECKING:
    from pathlib import Path

    from evalkit.intake.programme_grants import GrantsIntake

HEADINGS = "recipient,amount,funder,period,source,exact\n"


def declare(**changes: Any) -> Grants:
    """Return what programme.yml says of grants."""
    return Grants.model_validate({"file": "register.json", **changes})


def take_further(folder: Path, *rows: str, headings: str = HEADINGS) -> GrantsIntake:
    """Take in a register of one grant with these rows of further money."""
    write_package(folder, grant(1))
    (folder / "further.csv").write_text(headings + "\n".join(rows), "utf-8")
    return take_in_grants(declare(further={"file": "further.csv"}), folder)


def release(folder: Path, *, n: str = "60", suppressed: str = "false", period: Any = None) -> None:
    """Write what a grantee's report released."""
    (folder / "choir" / "released").mkdir(parents=True)
    text = (
        f"component,statistic,estimate,suppressed,hidden_because\nchoir,people,9,false,\nall,people,{n},"
        f"{suppressed},\n"
    )
    (folder / "choir" / "released" / "reach.csv").write_text(text, "utf-8")
    study = {"period": period, "version": "2.1", "synthetic": False}
    (folder / "choir" / "released" / "study.json").write_text(json.dumps(study), "utf-8")


COUNTED = {"grantee": "choir", "people": 40, "contacts": 300, "period": "2023-24", "source": "A return"}


def test_a_register_and_further_money_are_read(tmp_path: Path) -> None:
    taken = take_further(
        tmp_path, "ALL,113000,,2020,Board paper,yes", "leeds  choir,9.50,Trust,2023-24,Letter,More than"
    )
    assert taken.faults == ()
    assert taken.further["recipient"].tolist() == ["all", "Leeds Choir"]
    assert taken.further["amount"].tolist() == [Decimal("113000.00"), Decimal("9.50")]
    assert taken.further["qualifier"].tolist() == ["", "more than"]
    assert taken.further["last_day"].astype(str).tolist() == ["2020-12-31", "2024-03-31"]
    assert taken.further["funder"].tolist() == ["", "Trust"]


def test_the_column_of_funders_may_be_missing(tmp_path: Path) -> None:
    taken = take_further(
        tmp_path, "GB-CHC-1,5,2023,Letter,yes", headings="recipient,amount,period,source,exact\n"
    )
    assert taken.further[["recipient", "funder"]].to_numpy().tolist() == [["Leeds Choir", ""]]


@pytest.mark.parametrize(
    ("row", "column", "rule"),
    [
        ("Leeds Coir,5,,2023,Letter,yes", "recipient", "did you mean 'Leeds Choir'?"),
        ("all,£5,,2023,Letter,yes", "amount", "this isn't a number"),
        ("all,-5,,2023,Letter,yes", "amount", "the amount is negative"),
        ("all,5.001,,2023,Letter,yes", "amount", "the amount has fractions of a penny"),
        ("all,1e300,,2023,Letter,yes", "amount", "the amount is too large to be right"),
        ("all,5,,first year,Letter,yes", "period", "this isn't a period"),
        ("all,5,,2023,,yes", "source", "the source is missing"),
        ("all,5,,2023,Letter,", "exact", "whether the amount is exact is missing"),
        ("all,5,,2023,Letter,moer than", "exact", "unknown word: did you mean 'more than'?"),
    ],
)
def test_a_faulty_row_is_left_out_and_told(tmp_path: Path, row: str, column: str, rule: str) -> None:
    taken = take_further(tmp_path, row, "all,7,,2023,Letter,yes")
    assert taken.further["amount"].tolist() == [Decimal("7.00")]
    (fault,) = taken.faults
    assert (fault.file, fault.row, fault.column) == ("further.csv", 2, column)
    assert rule in fault.rule


def test_further_money_needs_one_currency(tmp_path: Path) -> None:
    write_package(tmp_path, grant(1), grant(2, currency="EUR"))
    (tmp_path / "further.csv").write_text(HEADINGS + "all,5,,2023,Letter,yes", "utf-8")
    taken = take_in_grants(declare(further={"file": "further.csv"}), tmp_path)
    assert taken.further.empty
    assert "several currencies" in taken.faults[0].rule


def test_a_grantee_that_the_register_does_not_know_is_a_fault(tmp_path: Path) -> None:
    write_package(tmp_path, grant(1))
    taken = take_in_grants(declare(grantees={"choir": "Leeds Quire", "band": "gb-chc-1"}), tmp_path)
    (fault,) = taken.faults
    assert (fault.file, fault.column, fault.value) == (
        "programme.yml",
        "grants.grantees.choir",
        "Leeds Quire",
    )
    assert fault.rule == "no recipient of the register is called so: did you mean 'Leeds Choir'?"
    assert "as it stands in the register" in fault.remedy


def test_a_person_is_nowhere_named(tmp_path: Path) -> None:
    write_package(tmp_path, grant(1), to_individual(2), to_individual(3, amountAwarded="5"))
    taken = take_in_grants(declare(), tmp_path)
    assert len(taken.grants) == 2
    assert "Jane" not in taken.grants.to_csv() + " ".join(fault.sentence() for fault in taken.faults)
    assert "360G-test-3" not in " ".join(fault.sentence() for fault in taken.faults)


def test_the_register_may_be_a_workbook(tmp_path: Path) -> None:
    (tmp_path / "register.xlsx").write_bytes(flat_workbook([grant(1), grant(2)], titles=True))
    assert len(take_in_grants(declare(file="register.xlsx"), tmp_path).grants) == 2


def test_faults_stand_among_the_others_of_the_page(tmp_path: Path) -> None:
    write_package(tmp_path, grant(1), grant(2, amountAwarded=-5))
    (tmp_path / "indicators.csv").write_text("id\n", "utf-8")
    declared = {
        **dict.fromkeys(("title", "organisation", "prepared_for", "version", "source"), "Example"),
        "data_date": "2024-03-31",
        "synthetic": True,
        "indicators": {"file": "indicators.csv"},
        "grants": {"file": "register.json", "further": {"file": "further.csv"}},
    }
    with pytest.raises(StructuralFaults) as stop:
        take_in_programme(Programme.model_validate(declared), tmp_path)
    told = " ".join(fault.sentence() for fault in stop.value.faults)
    assert "this column is missing" in told
    assert "the amount is negative" in told
    assert "further.csv: this file is missing" in told
    assert "grantee.yml" not in told


@pytest.mark.parametrize(
    ("file", "rule"),
    [("../register.json", "must lie in the programme's own folder"), ("a.json", "is missing")],
)
def test_a_register_that_is_not_there_is_said(tmp_path: Path, file: str, rule: str) -> None:
    folder = tmp_path / "_programme"
    folder.mkdir()
    write_package(tmp_path, grant(1))
    taken = take_in_grants(declare(file=file), folder)
    assert not taken.complete
    assert rule in taken.faults[0].rule
    assert taken.faults[0].file != PROGRAMME_FILE


def test_a_released_count_goes_before_a_declared_one(tmp_path: Path) -> None:
    release(tmp_path, period={"from": "2023-04-01", "to": "2024-03-31"})
    declared = declare(grantees={"choir": "Leeds Choir"}, reach=[COUNTED])
    found = read_grantees_reach(declared, tmp_path)
    assert found.counts[["counted", "n", "origin"]].to_numpy().tolist() == [
        ["people", 60, "released"],
        ["contacts", 300, "declared"],
    ]
    assert found.counts["source"][0] == "the grantee's own report, version 2.1"
    assert sorted(found.inputs) == ["choir/reach.csv", "choir/study.json"]


def test_a_hidden_count_is_not_brought_to_light_by_a_declared_one(tmp_path: Path) -> None:
    release(tmp_path, n="", suppressed="true")
    found = read_grantees_reach(declare(grantees={"choir": "A"}, reach=[COUNTED]), tmp_path).counts
    people = found[found["counted"] == "people"].iloc[0]
    assert people["n"] is None
    assert people["suppressed"]
    assert 40 not in found["n"].tolist()


def test_without_a_report_the_declared_count_is_taken(tmp_path: Path) -> None:
    declared = declare(grantees={"choir": "A", "band": "B"}, reach=[COUNTED])
    found = read_grantees_reach(declared, tmp_path)
    assert found.inputs == {}
    assert found.counts[["grantee", "counted", "n", "origin"]].to_numpy().tolist() == [
        ["choir", "people", 40, "declared"],
        ["choir", "contacts", 300, "declared"],
        ["band", "people", None, ""],
    ]


def test_a_release_without_a_count_is_noted_because_it_may_hold_one_tomorrow(tmp_path: Path) -> None:
    release(tmp_path)
    (tmp_path / "choir" / "released" / "reach.csv").write_text(
        "component,statistic,estimate,suppressed\n", "utf-8"
    )
    found = read_grantees_reach(declare(grantees={"choir": "GB-CHC-1"}, reach=[COUNTED]), tmp_path)
    assert found.counts["origin"].tolist()[0] == "declared"
    assert sorted(found.inputs) == ["choir/reach.csv", "choir/study.json"]


def test_without_grants_nothing_is_read(tmp_path: Path) -> None:
    assert take_in_grants(None, tmp_path).grants.empty
    assert read_grantees_reach(None, tmp_path).counts.empty
