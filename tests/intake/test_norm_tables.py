"""From files to scores: answers that mean "does not apply", and norm tables that give T-scores."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import pytest

from builders import csv_text, study_keys, workbook_bytes, write_grantee
from evalkit.definitions import load_study
from evalkit.errors import Fault, StructuralFaults
from evalkit.intake import Intake, take_in
from evalkit.scoring.study_scores import check_scores, score_study

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd

    from evalkit.definitions import Study

HEAD = ("id", "Sex", "Age", *(f"Q{number}" for number in range(1, 26)))
NORM_HEAD = ("subscale", "sex", "grade", "mean", "sd")
# Invented norms of grade 3 (age 8) and 4 (age 9).
NORMS = [("depression", sex, grade, 6.0 + grade, 4.0) for sex in ("Boy", "Girl") for grade in (3, 4)]


def child(name: str, sex: str | None, age: object, answer: int = 2) -> tuple[Any, ...]:
    """Return a questionnaire with the same answer everywhere: the depression score is 10 times that."""
    return (name, sex, age, *[answer] * 25)


def rcads(**changes: Any) -> dict[str, Any]:
    items = {f"rcads25_{number:02d}": f"Q{number}" for number in range(1, 26)}
    table = {
        "file": "rcads.csv",
        "respondent_id": "id",
        "component": "group",
        "attributes": {"sex": "Sex", "years": "Age"},
        "items": {"measure": "rcads25", "timepoint": "before", "columns": items},
    }
    norms = {"measure": "rcads25", "file": "norms.csv", "sex": "sex", "age": "years"}
    return {"tables": [table], "norm_tables": [norms], **changes}


def taken(root: Path, files: dict[str, str | bytes], **changes: Any) -> tuple[Study, Intake]:
    project = write_grantee(root, study_keys(**changes), files)
    study = load_study(project.raw / "example" / "grantee.yml")
    return study, take_in(study, project.raw / "example")


def scored(study: Study, intake: Intake) -> pd.DataFrame:
    tables = intake.tables
    scores = score_study(
        tables["scores"], tables["responses"], study, people=intake.people, norms=tables["norm_tables"]
    )
    check_scores(scores, study)
    return scores


def t_scores(root: Path, *children: tuple[Any, ...], norms: Any = NORMS) -> tuple[dict[str, float], Intake]:
    files: dict[str, str | bytes] = {
        "rcads.csv": csv_text(HEAD, *children),
        "norms.csv": csv_text(NORM_HEAD, *norms),
    }
    study, intake = taken(root, files, **rcads())
    scores = scored(study, intake)
    assert set(scores["subscale"]) == {"depression"}  # a subscale without norms has no T-score
    return dict(zip(scores["respondent_id"], scores["score"], strict=True)), intake


def refused(root: Path, norms: str, **changes: Any) -> tuple[Fault, ...]:
    files: dict[str, str | bytes] = {"rcads.csv": csv_text(HEAD, child("P1", "boy", 8)), "norms.csv": norms}
    with pytest.raises(StructuralFaults) as caught:
        taken(root, files, **rcads(**changes))
    return caught.value.faults


def told(faults: tuple[Fault, ...]) -> list[tuple[str, int | None, str, str, str]]:
    assert all(fault.remedy.endswith(".") for fault in faults)
    return [(fault.file, fault.row, fault.column, fault.value, fault.rule) for fault in faults]


def test_does_not_apply_is_an_answer_and_never_a_score(tmp_path: Path) -> None:
    asked = {f"dialog_{number:02d}": f"D{number}" for number in range(1, 12)}
    table = {
        "file": "dialog.csv",
        "respondent_id": "id",
        "component": "group",
        "items": {"measure": "dialog", "timepoint": "before", "columns": asked},
    }
    rows = [("P1", 8, 4, 4, 4, 4, 4, 4, 5, 8, 8, 6), ("P2", 9, *[7] * 10), ("P3", *[8] * 8, 1, 2, 3)]
    changes = {"tables": [table], "switches": {"dialog": {"provisional": True}}}
    study, intake = taken(tmp_path, {"dialog.csv": csv_text(("id", *asked.values()), *rows)}, **changes)
    assert told(intake.faults) == [("dialog.csv", 3, "D1", "9", "this measure goes from 1 to 7")]
    responses = intake.tables["responses"]
    assert responses["not_applicable"].sum() == 3 + 8
    assert set(responses.loc[responses["not_applicable"], "response"]) == {8.0}
    columns = ["respondent_id", "subscale", "score", "n_answered", "n_missing"]
    scores = {(row[0], row[1]): row[2:] for row in scored(study, intake)[columns].to_numpy().tolist()}
    assert scores["P1", "quality_of_life"] == [pytest.approx((6 * 4 + 5) / 7), 7, 1]
    assert scores["P1", "treatment_satisfaction"] == [6, 1, 2]
    assert scores["P2", "quality_of_life"] == [7, 7, 1]
    assert scores["P3", "quality_of_life"] == [pytest.approx(math.nan, nan_ok=True), 0, 8]


def test_the_code_of_one_measure_is_out_of_range_in_another(tmp_path: Path) -> None:
    items = {"measure": "who5", "timepoint": "before", "columns": {"who5_01": "Q1"}}
    table = {"file": "w.csv", "respondent_id": "id", "component": "group", "items": items}
    _, intake = taken(tmp_path, {"w.csv": csv_text(("id", "Q1"), ("P1", 8), ("P2", 5))}, tables=[table])
    assert [fault.value for fault in intake.faults] == ["8"]


def test_a_norm_table_gives_t_scores_by_sex_and_age(tmp_path: Path) -> None:
    found, intake = t_scores(tmp_path, child("P1", "boy", 8), child("P2", "GIRL", 9.7, answer=1))
    assert intake.faults == ()
    assert found == {"P1": 50 + 10 * (20 - 9) / 4, "P2": 50 + 10 * (10 - 10) / 4}


def test_who_has_no_sex_or_age_or_norm_has_no_t_score(tmp_path: Path) -> None:
    found, intake = t_scores(
        tmp_path,
        child("P1", "boy", 8),
        child("P2", None, 8),
        child("P3", "girl", None),
        child("P4", "girl", 17),
    )
    assert intake.faults == ()
    assert [name for name, score in found.items() if math.isnan(score)] == ["P2", "P3", "P4"]


def test_nobody_with_a_norm_is_no_crash(tmp_path: Path) -> None:
    found, _ = t_scores(tmp_path, child("P1", None, None), child("P2", "girl", 17))
    assert list(found) == ["P1", "P2"]
    assert all(math.isnan(score) for score in found.values())


def test_words_that_the_norm_table_does_not_have_are_faults(tmp_path: Path) -> None:
    found, intake = t_scores(
        tmp_path, child("P1", "male", 8), child("P2", "girl", "nine"), child("P3", "girl", 8)
    )
    assert told(intake.faults) == [
        ("rcads.csv", 2, "Sex", "male", "unknown sex: known are: boy, girl"),
        ("rcads.csv", 3, "Age", "nine", "this isn't a number"),
    ]
    assert math.isnan(found["P1"])
    assert math.isnan(found["P2"])
    assert found["P3"] == 50 + 10 * (20 - 9) / 4


def test_bad_rows_of_a_norm_table_are_told_all_at_once(tmp_path: Path) -> None:
    bad = [
        ("depresion", "boy", 3, 9, 4),
        ("depression", None, 3, 9, 4),
        ("depression", "boy", 5, "many", 4),
        ("depression", "boy", 6, 9, 0),
        ("depression", "BOY", 3, 1, 1),
    ]
    found, intake = t_scores(tmp_path, child("P1", "boy", 8), norms=[*NORMS, *bad])
    assert found == {"P1": 50 + 10 * (20 - 9) / 4}
    assert sorted(told(intake.faults), key=lambda fault: fault[1] or 0) == [
        ("norms.csv", 6, "subscale", "depresion", "unknown subscale: did you mean 'depression'?"),
        ("norms.csv", 7, "sex", "", "the sex is missing"),
        ("norms.csv", 8, "mean", "many", "this isn't a number"),
        ("norms.csv", 9, "sd", "0", "a standard deviation is above 0"),
        ("norms.csv", 10, "sd", "1", "this norm stands here a second time"),
    ]


def test_norms_by_age_from_a_workbook_with_several_raters(tmp_path: Path) -> None:
    head = ("subscale", "sex", "age", "mean", "sd", "rater")
    sheet = [head, ("depression", "boy", 8, 10, 5, "Self"), ("depression", "boy", 8, 8, 5, "Parent")]
    files: dict[str, str | bytes] = {
        "rcads.csv": csv_text(HEAD, child("P1", "boy", 8)),
        "norms.xlsx": workbook_bytes({"Notes": [["x"]], "Norms": sheet}),
    }
    norms = {"measure": "rcads25", "file": "norms.xlsx", "sheet": "Norms", "sex": "sex", "age": "years"}
    changes = rcads(norm_tables=[norms], switches={"rcads25": {"rater": "parent"}})
    study, intake = taken(tmp_path, files, **changes)
    assert intake.tables["norm_tables"]["rater"].tolist() == ["parent"]
    assert scored(study, intake)["score"].tolist() == [50 + 10 * (20 - 8) / 5]


@pytest.mark.parametrize(
    ("norms", "rules"),
    [
        ("subscale,sex,mean\n", ["this column is missing: known are: mean, sex, subscale"]),
        ("subscale,sex,mean,sd\n", ["a norm table has either a column grade or a column age"]),
        ("subscale,sex,mean,sd,age,grade\n", ["a norm table has either a column grade or a column age"]),
        (csv_text(NORM_HEAD), ["no row of this norm table can be used"]),
        (
            csv_text((*NORM_HEAD, "rater"), ("depression", "boy", 3, 9, 4, "self")),
            ["this norm table holds several raters, and grantee.yml doesn't say who filled in the form"],
        ),
    ],
    ids=["no sd", "no years", "two kinds of years", "no rows", "which rater"],
)
def test_norm_tables_that_can_not_be_used(tmp_path: Path, norms: str, rules: list[str]) -> None:
    assert [fault.rule for fault in refused(tmp_path, norms)] == rules


def test_a_missing_norm_table_is_told_with_the_other_faults(tmp_path: Path) -> None:
    with pytest.raises(StructuralFaults) as caught:
        taken(tmp_path, {"rcads.csv": csv_text(HEAD, child("P1", "boy", 8, answer=7))}, **rcads())
    rules = {fault.rule for fault in caught.value.faults}
    assert any(rule.startswith("this file is missing") for rule in rules)
    assert "this measure goes from 0 to 3" in rules


def test_a_norm_table_alone_is_nothing_usable(tmp_path: Path) -> None:
    with pytest.raises(StructuralFaults) as caught:
        t_scores(tmp_path)
    assert caught.value.faults[-1].rule == "nothing usable is left in any file"


def test_raw_scores_can_be_kept_beside_a_norm_table(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "rcads.csv": csv_text(HEAD, child("P1", "boy", 8)),
        "norms.csv": csv_text(NORM_HEAD, *NORMS),
    }
    study, intake = taken(tmp_path, files, **rcads(switches={"rcads25": {"transform": "raw"}}))
    scores = scored(study, intake).set_index("subscale")["score"]
    assert scores["depression"] == 20
    assert len(scores) > 1
