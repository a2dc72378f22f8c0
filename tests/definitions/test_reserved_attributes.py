"""Names that no attribute can have, since the tables of people need them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from builders import csv_text, study_keys, write_grantee
from evalkit.definitions import load_study
from evalkit.errors import StructuralFaults
from evalkit.intake.take_in import take_in

if TYPE_CHECKING:
    from pathlib import Path

    from evalkit.definitions.study import Study


def loaded(root: Path, attribute: str) -> tuple[Study, Path]:
    keys = study_keys()
    keys["tables"][0]["attributes"] = {attribute: "g"}
    rows = csv_text(("id", "pre", "post", "g"), ("P1", 20, 10, "x"))
    folder = write_grantee(root, keys, {"scores.csv": rows}).raw / "example"
    return load_study(folder / "grantee.yml"), folder


@pytest.mark.parametrize(
    ("name", "rule"),
    [
        ("component", "no attribute can be called component: that is the table's own key"),
        ("respondent_id", "no attribute can be called respondent_id: that is the table's own key"),
        ("_row", "the name of an attribute begins with a letter"),
    ],
)
def test_a_name_that_the_tables_need_is_refused(tmp_path: Path, name: str, rule: str) -> None:
    with pytest.raises(StructuralFaults) as caught:
        loaded(tmp_path, name)

    (fault,) = caught.value.faults
    assert (fault.file, fault.column, fault.rule) == ("grantee.yml", f"tables.0.attributes.{name}", rule)
    assert fault.row is not None
    assert fault.remedy == "Give the attribute another name; the column's heading can stay as it is."


@pytest.mark.parametrize("name", ["Component", "timepoint", "score", "measure", "all"])
def test_other_names_do_no_harm(tmp_path: Path, name: str) -> None:
    assert take_in(*loaded(tmp_path, name)).people[name].tolist() == ["x"]
