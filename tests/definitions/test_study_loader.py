"""grantee.yml: a good one loads, a bad one lists every slip with its line and what to do."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pytest

from builders import study_keys, write_grantee
from evalkit.definitions import load_study
from evalkit.errors import Fault, StructuralFaults

if TYPE_CHECKING:
    from pathlib import Path


def faults_of(root: Path, text: str, folder: str = "example") -> tuple[Fault, ...]:
    path = root / "data" / "raw" / folder / "grantee.yml"
    path.parent.mkdir(parents=True)
    path.write_text(text, encoding="utf-8")
    with pytest.raises(StructuralFaults) as caught:
        load_study(path)
    assert caught.value.exit_code == 2
    return caught.value.faults


def load(root: Path, **changes: Any) -> Any:
    project = write_grantee(root, study_keys(**changes), {})
    return load_study(project.raw / "example" / "grantee.yml")


def refused(root: Path, **changes: Any) -> list[tuple[str, str, str]]:
    with pytest.raises(StructuralFaults) as caught:
        load(root, **changes)
    return [(fault.column, fault.value, fault.rule) for fault in caught.value.faults]


def test_defaults_are_the_documented_ones(tmp_path: Path) -> None:
    study = load(tmp_path)
    assert study.disclosure.policy == "counts"
    assert study.disclosure.threshold == 5
    assert study.minimum_pairs == 10
    assert study.primary == ()
    assert study.data_date == dt.date(2024, 3, 31)


def test_a_misspelt_key_says_what_was_meant(tmp_path: Path) -> None:
    keys = study_keys()
    keys["prepard_for"] = keys.pop("prepared_for")
    project = write_grantee(tmp_path, keys, {})
    with pytest.raises(StructuralFaults) as caught:
        load_study(project.raw / "example" / "grantee.yml")
    rules = [fault.rule for fault in caught.value.faults]
    assert "unknown key 'prepard_for': did you mean 'prepared_for'?" in rules
    assert "this key is missing" in rules


def test_a_misspelt_key_inside_a_table_says_what_was_meant_and_where(tmp_path: Path) -> None:
    keys = study_keys()
    keys["tables"][0]["scores"][1]["timpoint"] = keys["tables"][0]["scores"][1].pop("timepoint")
    project = write_grantee(tmp_path, keys, {})
    with pytest.raises(StructuralFaults) as caught:
        load_study(project.raw / "example" / "grantee.yml")
    slip = next(fault for fault in caught.value.faults if "unknown key" in fault.rule)
    assert slip.rule == "unknown key 'timpoint': did you mean 'timepoint'?"
    assert slip.column == "tables.0.scores.1.timpoint"
    lines = (project.raw / "example" / "grantee.yml").read_text().splitlines()
    assert slip.row is not None
    assert "timpoint" in lines[slip.row - 1]


def test_all_slips_are_listed_at_once(tmp_path: Path) -> None:
    found = refused(
        tmp_path,
        data_date="sometime",
        synthetic="perhaps",
        components=[],
        disclosure={"policy": "none"},
    )
    assert {column for column, _, _ in found} == {
        "data_date",
        "synthetic",
        "components",
        "disclosure",
    }


def test_names_must_point_at_something(tmp_path: Path) -> None:
    keys = study_keys()
    keys["tables"][0]["component"] = "grup"
    keys["tables"][0]["scores"][0] |= {"measure": "bdii"}
    keys["tables"][0]["scores"][1] |= {"timepoint": "aftr"}
    found = refused(tmp_path, tables=keys["tables"], subgroups=["gender"])
    assert ("tables.0.component", "grup", "unknown component: did you mean 'group'?") in found
    assert ("tables.0.scores.0.measure", "bdii", "unknown measure: did you mean 'bdi'?") in found
    assert ("tables.0.scores.1.timepoint", "aftr", "unknown timepoint: did you mean 'after'?") in found
    assert ("subgroups.0", "gender", "no attribute is declared") in found


def test_the_folder_and_the_name_must_agree(tmp_path: Path) -> None:
    project = write_grantee(tmp_path, study_keys(), {})
    moved = project.raw / "other"
    (project.raw / "example").rename(moved)
    with pytest.raises(StructuralFaults, match="unknown folder name"):
        load_study(moved / "grantee.yml")


def test_a_period_that_ends_before_it_begins_is_refused(tmp_path: Path) -> None:
    found = refused(tmp_path, period={"from": "2024-03-31", "to": "2023-04-01"})
    assert found[0][2] == "the period ends before it begins"


def test_a_threshold_that_protects_nobody_is_refused(tmp_path: Path) -> None:
    found = refused(tmp_path, disclosure={"policy": "counts", "threshold": 2})
    assert found[0][0] == "disclosure.threshold"


def test_what_is_no_yaml_says_where(tmp_path: Path) -> None:
    (fault,) = faults_of(tmp_path, "grantee: example\ntitle: [unclosed\n")
    assert fault.rule.startswith("no valid YAML")
    assert fault.row is not None


def test_a_key_given_twice_is_refused(tmp_path: Path) -> None:
    (fault,) = faults_of(tmp_path, "grantee: example\ngrantee: other\n")
    assert "duplicate key" in fault.rule


def test_a_missing_or_empty_file_says_so(tmp_path: Path) -> None:
    with pytest.raises(StructuralFaults, match="this file is missing"):
        load_study(tmp_path / "example" / "grantee.yml")
    (fault,) = faults_of(tmp_path, "")
    assert fault.rule == "the file has no keys"


def test_words_that_yaml_1_1_reads_as_truth_stay_words(tmp_path: Path) -> None:
    keys = study_keys()
    keys["tables"][0]["missing_codes"] = ["no", "off"]
    assert load(tmp_path, tables=keys["tables"]).tables[0].missing_codes == ("no", "off")
