"""The 360Giving sample, its flat forms, and the people in it who are never named."""

from __future__ import annotations

import csv
import json
from decimal import Decimal
from typing import TYPE_CHECKING

import pandas as pd
import pytest

from evalkit.analysis.grants import add_up
from evalkit.cli import main
from evalkit.errors import StructuralFaults
from evalkit.intake.grant_headings import path_of
from evalkit.intake.grants import GRANT_COLUMNS, read_grants
from grant_registers import SAMPLE, TITLES, flat_workbook, flatten, grant, to_individual, write_package

if TYPE_CHECKING:
    from pathlib import Path


def run(*arguments: str) -> int:
    with pytest.raises(SystemExit) as stop:
        main(arguments)
    return int(stop.value.code or 0)


def test_the_sample_is_read_to_the_penny() -> None:
    register = read_grants(SAMPLE)
    grants = register.grants
    organisations = grants[grants["recipient_kind"] == "organisation"]

    assert len(grants) == 154
    assert add_up(grants["amount"]) == Decimal("16589361.49")
    assert (len(organisations), organisations["recipient_name"].nunique()) == (55, 46)
    assert (grants["recipient_kind"] == "individual").sum() == 99
    assert register.faults == ()
    assert tuple(grants.columns) == GRANT_COLUMNS


def test_twice_encoded_texts_of_the_sample_are_repaired_and_told() -> None:
    register = read_grants(SAMPLE)

    assert [repair.row for repair in register.repaired] == [1, 8, 11, 12, 13, 14, 15, 115, 120, 121, 139, 145]
    assert register.grants["description"].str.contains("restricted grant of £100,000").sum() == 1
    assert not register.grants["description"].str.contains("Â£|â€™").any()
    assert register.repaired[1].sentence() == (
        "sample.json, grant 8 (360G-citybridgetrust-16192), description: text encoded twice: "
        '"Â£" was read as "£", "â€™" was read as "’".'
    )


@pytest.mark.parametrize("titles", [True, False])
def test_a_flat_workbook_gives_the_same_register(tmp_path: Path, *, titles: bool) -> None:
    path = tmp_path / "flat.xlsx"
    path.write_bytes(flat_workbook(json.loads(SAMPLE.read_text("utf-8"))["grants"], titles=titles))
    flat, package = read_grants(path), read_grants(SAMPLE)

    pd.testing.assert_frame_equal(flat.grants, package.grants)
    assert flat.faults == ()
    assert [repair.pairs for repair in flat.repaired] == [repair.pairs for repair in package.repaired]


def test_a_csv_gives_the_same_as_the_package(tmp_path: Path) -> None:
    codes = {"project": {"response": {"taxonomyCodes": ["DEI050100", "DEI050200"]}}}
    places = [{"name": "Leeds", "geoCode": "E08000035"}]
    grants = [grant(1, deiDetails=codes, beneficiaryLocation=places), grant(2, plannedDates=None)]
    rows = [flatten(each) for each in grants]
    path = tmp_path / "register.csv"
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.DictWriter(stream, list(rows[0]))
        writer.writerow({name: TITLES[name] for name in rows[0]})
        writer.writerows(rows)
    flat = read_grants(path).grants

    pd.testing.assert_frame_equal(flat, read_grants(write_package(tmp_path, *grants)).grants)
    first = flat.to_dict("records")[0]
    assert (first["dei_project"], first["area"], first["area_code"]) == (
        *("DEI050100;DEI050200", "Leeds", "E08000035"),
    )
    assert first["planned_months"] == 12


def test_no_individual_of_the_sample_leaves(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    sent = [one for one in json.loads(SAMPLE.read_text("utf-8"))["grants"] if "recipientIndividual" in one]
    secret = {text for one in sent for text in one["recipientIndividual"].values()}
    secret |= {one["id"] for one in sent}
    assert len(sent) == 99
    register = read_grants(SAMPLE)
    assert run("grants", str(SAMPLE), "--out", str(tmp_path)) == 0
    printed = capsys.readouterr()
    held = register.grants.to_csv() + repr(register)
    written = "".join(path.read_text("utf-8") for path in tmp_path.iterdir())

    lines = (tmp_path / "register.csv").read_text("utf-8").splitlines(keepends=True)
    assert len(list(csv.reader(lines))) == 56
    for told in (held, printed.out + printed.err, written):
        assert not [text for text in secret if text in told]
    people = register.grants[register.grants["recipient_kind"] == "individual"]
    kept = {
        "currency",
        "amount",
        "award_date",
        "recipient_kind",
        "individual",
        "funder_id",
        "funder",
        "programme",
    }
    assert all(
        people[name].isin(["", None]).all() or people[name].isna().all() for name in set(GRANT_COLUMNS) - kept
    )


@pytest.mark.parametrize(
    "changes",
    [
        {"amountAwarded": "Jane Doe"},
        {"awardDate": "Jane Doe"},
        {"currency": "Jane Doe"},
        {"recipientIndividual": ["Jane Doe"]},
        {"recipientIndividual": "Jane Doe"},
        {"recipientOrganization": [{"name": "Jane Doe"}], "recipientIndividual": {"name": "Jane Doe"}},
        {"id": 7, "title": "Jane Doe", "description": "Jane Doe â€™ £"},
    ],
)
def test_no_fault_names_a_person(tmp_path: Path, changes: dict[str, object]) -> None:
    path = write_package(tmp_path, grant(1), to_individual(2) | changes)
    register = read_grants(path)

    assert register.faults
    assert "Jane" not in repr(register.faults) + register.grants.to_csv()
    assert "360G-test-2" not in repr(register.faults)


def test_a_cell_beyond_the_headings_isnt_shown(tmp_path: Path) -> None:
    rows = [flatten(to_individual())]
    path = tmp_path / "register.csv"
    path.write_text(
        f"{','.join(rows[0])}\n{','.join(str(cell) for cell in rows[0].values())},Jane Doe of Leeds\n",
        "utf-8",
    )
    faults = read_grants(path).faults

    assert [fault.rule for fault in faults] == ["this row has more cells than there are headings"]
    assert "Jane" not in repr(faults)


def test_people_are_counted_once(tmp_path: Path) -> None:
    other = to_individual(3) | {"recipientIndividual": {"id": "360G-test-person-8", "name": "Jo"}}
    path = write_package(tmp_path, to_individual(1), to_individual(2), other)

    assert read_grants(path).grants["individual"].tolist() == [1, 1, 2]


def test_only_the_sheet_of_grants_is_read(tmp_path: Path) -> None:
    from builders import workbook_bytes  # noqa: PLC0415 - used here only

    row = flatten(grant())
    sheets = {
        "Meta": [["Title", "A file"], ["Issued", "2024-04-30"]],
        "Grants": [
            list(row),
            list(row.values()),
            list((row | {"id": "b", "awardDate": "2024-04-01"}).values()),
        ],
        "Locations": [["Identifier"], ["360G-test-1"]],
    }
    path = tmp_path / "book.xlsx"
    path.write_bytes(workbook_bytes(sheets))
    register = read_grants(path)

    assert register.grants["id"].tolist() == ["b"]
    assert [(fault.sheet, fault.row, fault.rule) for fault in register.faults] == [
        ("Locations", None, "this sheet has rows, and evalkit reads the sheet of grants only"),
        ("Grants", 2, "the award is dated after the file itself (2024-04-30)"),
    ]


def test_titles_and_paths_mean_the_same() -> None:
    assert {path_of(title): path_of(path) for path, title in TITLES.items()} == {
        path: path for path in TITLES
    }


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("{", "the file isn't JSON"),
        ("[" * 100_000, "the file isn't JSON"),
        ('{"grants": [{"id": "a", "id": "b"}]}', "a key stands twice"),
        ('{"grants": [{"amountAwarded": NaN}]}', "NaN is no number"),
        ("[]", "there is no list 'grants' at the top"),
        ('{"id": "a"}', "there is no list 'grants' at the top"),
        ('{"grants": []}', "the list 'grants' is empty"),
        ('{"grants": ["a", 1, null]}', "no grant is left"),
    ],
)
def test_what_cant_be_used_is_said(
    tmp_path: Path, content: str, told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "register.json"
    path.write_text(content, "utf-8")

    with pytest.raises(StructuralFaults, match=told):
        read_grants(path)
    assert run("grants", str(path)) == 2
    assert told in capsys.readouterr().err


def test_unknown_headings_are_all_named(tmp_path: Path) -> None:
    path = tmp_path / "register.csv"
    path.write_text(
        "Identifier,Amount Awardd,Colour,Recipient Org:Name,Recipient Org:0:Name\na,1,b,c,d\n", "utf-8"
    )

    with pytest.raises(StructuralFaults) as stop:
        read_grants(path)
    assert [(fault.column, fault.rule) for fault in stop.value.faults] == [
        ("Amount Awardd", "the 360Giving Data Standard has no such heading: did you mean 'Amount Awarded'?"),
        (
            "Colour",
            "the 360Giving Data Standard has no such heading: its titles are in the 360Giving template",
        ),
        (
            "Recipient Org:Name",
            "these headings mean the same column: Recipient Org:Name, Recipient Org:0:Name",
        ),
        *(
            (title, "this column is missing")
            for title in ("Currency", "Amount Awarded", "Award Date", "Funding Org:Name")
        ),
    ]


@pytest.mark.parametrize(
    ("name", "told"), [("none.json", "this file is missing"), ("a.ods", ".ods can't be read")]
)
def test_a_file_of_no_use(tmp_path: Path, name: str, told: str) -> None:
    (tmp_path / "a.ods").touch()
    with pytest.raises(StructuralFaults, match=told):
        read_grants(tmp_path / name)


def test_the_dei_example_gives_its_population_codes(tmp_path: Path) -> None:
    example = json.loads((SAMPLE.parent / "dei_example_simple.json").read_text("utf-8"))
    register = read_grants(write_package(tmp_path, example))

    row = register.grants.to_dict("records")[0]
    assert (row["dei_leadership"], row["dei_mission"], row["dei_project"]) == (
        *("DEI020330", "DEI020000", "DEI020000"),
    )
    assert register.faults == ()
