"""Keys of grantee.yml about reach over time: what they hold, and what they need of others."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from builders import study_keys, write_grantee
from evalkit.definitions import load_study
from evalkit.errors import StructuralFaults

if TYPE_CHECKING:
    from pathlib import Path

    from evalkit.definitions import Study

CONTACTS = {"file": "c.csv", "respondent_id": "id", "component": "group", "contacts": {"date": "day"}}
RETURNS = {"file": "r.csv", "component": "group", "returns": {"period": "month", "engaged": "people"}}
BOTH_COUNTS = "component 'group' has both a register and returns"


def load(root: Path, *tables: dict[str, Any], **changes: Any) -> Study:
    keys = study_keys(tables=[*study_keys()["tables"], *tables], **changes)
    project = write_grantee(root, keys, {})
    return load_study(project.raw / "example" / "grantee.yml")


def refused(root: Path, *tables: dict[str, Any], **changes: Any) -> list[tuple[str, str]]:
    with pytest.raises(StructuralFaults) as caught:
        load(root, *tables, **changes)
    assert all(fault.row is not None and fault.remedy.endswith(".") for fault in caught.value.faults)
    return [(fault.column, fault.rule.removeprefix("Value error, ")) for fault in caught.value.faults]


def target(count: str, **changes: Any) -> dict[str, Any]:
    return {"component": "group", "count": count, "value": 20, **changes}


def test_months_are_the_default_and_nothing_has_to_be_chosen(tmp_path: Path) -> None:
    study = load(tmp_path, CONTACTS)
    assert (study.reach.by, study.reach.count) == ("month", {})
    assert study.tables[1].is_register
    assert study.tables[1].columns_needed() == ("id", "day")


def test_returns_need_no_person_and_name_their_columns(tmp_path: Path) -> None:
    table = {
        **RETURNS,
        "returns": {"period": "month", "activity": "what", "direct": "took part", "engaged": "x"},
    }
    study = load(tmp_path, table)
    assert not study.tables[1].is_person_level
    assert study.tables[1].columns_needed() == ("month", "what", "took part", "x")


def test_a_register_and_returns_in_one_component_need_a_word(tmp_path: Path) -> None:
    assert refused(tmp_path, CONTACTS, RETURNS) == [("tables.2.returns", BOTH_COUNTS)]


def test_a_register_of_sessions_counts_as_one_too(tmp_path: Path) -> None:
    sessions = {"session": "no", "status": "here", "attended": ["yes"], "missed": ["no"]}
    register = {"file": "s.csv", "respondent_id": "id", "component": "group", "attendance": sessions}
    assert refused(tmp_path, register, RETURNS) == [("tables.2.returns", BOTH_COUNTS)]


@pytest.mark.parametrize("basis", ["register", "returns"])
def test_either_can_be_chosen(tmp_path: Path, basis: str) -> None:
    study = load(tmp_path, CONTACTS, RETURNS, reach={"count": {"group": basis}})
    assert study.reach.count == {"group": basis}


@pytest.mark.parametrize(
    ("reach", "told"),
    [
        ({"count": {"group": "returns"}}, ("reach.count.group", "component 'group' has no returns to count")),
        ({"count": {"grup": "register"}}, ("reach.count.grup", "unknown component: ")),
        ({"by": "week"}, ("reach.by", "")),
        ({"buy": "month"}, ("reach.buy", "")),
    ],
)
def test_reach_refuses_what_it_cannot_do(
    tmp_path: Path, reach: dict[str, Any], told: tuple[str, str]
) -> None:
    [(column, rule)] = refused(tmp_path, CONTACTS, reach=reach)
    assert column == told[0]
    assert told[1] in rule


@pytest.mark.parametrize(
    ("contacts", "rule"),
    [
        ({"status": "s"}, "status (the column) goes with the words"),
        ({"attended": ["yes"]}, "status (the column) goes with the words"),
        (
            {"status": "s", "attended": ["yes"], "missed": ["Yes "]},
            "'yes' can't mean both attended and missed",
        ),
    ],
)
def test_words_of_contacts_go_with_their_column(tmp_path: Path, contacts: dict[str, Any], rule: str) -> None:
    [(_, told)] = refused(tmp_path, {**CONTACTS, "contacts": {"date": "day", **contacts}})
    assert rule in told


def test_returns_that_count_nothing_are_refused(tmp_path: Path) -> None:
    [(_, told)] = refused(tmp_path, {**RETURNS, "returns": {"period": "month"}})
    assert "name at least one column of counts: direct, engaged" in told


def test_a_table_of_returns_holds_nothing_about_single_people(tmp_path: Path) -> None:
    [(_, told)] = refused(tmp_path, {**RETURNS, "respondent_id": "id", "attributes": {"age": "age"}})
    assert "counts without names" in told


def test_targets_over_time_load_with_their_period(tmp_path: Path) -> None:
    targets = [
        target("contacts", period="each"),
        target("contacts", period="2023-04"),
        target("people"),
        target("started"),
    ]
    study = load(tmp_path, CONTACTS, targets=targets)
    assert [entry.period for entry in study.targets] == ["each", "2023-04", None, None]


def test_a_bare_year_is_a_period(tmp_path: Path) -> None:
    study = load(tmp_path, CONTACTS, targets=[target("people", period=2023)], reach={"by": "year"})
    assert study.targets[0].period == "2023"


@pytest.mark.parametrize(
    ("entry", "place", "rule"),
    [
        (target("engaged"), "targets.0.count", "nothing counts engaged in component 'group'"),
        (
            target("people", period="2023-Q2"),
            "targets.0.period",
            "the report counts by month, and this is no month",
        ),
        (target("people", period="spring"), "targets.0", "'spring' is no period: write 2023-04"),
        (target("started", period="2023-04"), "targets.0", "a target for people started has no period"),
        (target("visits"), "targets.0.count", ""),
    ],
)
def test_targets_that_cannot_be_met_are_refused(
    tmp_path: Path, entry: dict[str, Any], place: str, rule: str
) -> None:
    [(column, told)] = refused(tmp_path, CONTACTS, targets=[entry])
    assert column == place
    assert rule in told


def test_people_of_returns_are_those_who_took_part_directly(tmp_path: Path) -> None:
    returns = {"period": "month", "direct": "x"}
    assert load(tmp_path, {**RETURNS, "returns": returns}, targets=[target("people")]).targets
