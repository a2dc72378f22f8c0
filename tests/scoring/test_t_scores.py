"""T-scores against a norm table that the user supplies."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

from evalkit import names
from evalkit.errors import UsageError
from evalkit.scoring.scorer import score


def frame(measure: str, *rows: dict[int, object], count: int) -> pd.DataFrame:
    """Return answers; each row names the items that differ from blank."""
    return pd.DataFrame(
        [
            {names.RESPONDENT_ID: f"p{place}", names.TIMEPOINT: "end"}
            | {f"{measure}_{number:02d}": row.get(number, np.nan) for number in range(1, count + 1)}
            for place, row in enumerate(rows, 1)
        ]
    )


def same(measure: str, value: float, count: int, **changes: object) -> Any:
    """Return one person with the same answer everywhere, but for ``changes`` (item_3=None)."""
    row: dict[int, object] = dict.fromkeys(range(1, count + 1), value)
    row |= {int(name.removeprefix("item_")): answer for name, answer in changes.items()}
    return frame(measure, row, count=count)


def rcads_norms() -> pd.DataFrame:
    """Return invented norms of one subscale: boys and girls, grades 3 and 4."""
    rows = [("depression", sex, grade, 8.0 + grade, 4.0) for sex in ("boy", "girl") for grade in (3, 4)]
    return pd.DataFrame(rows, columns=["subscale", "sex", "grade", "mean", "sd"])


def test_t_scores_take_sex_and_grade_from_the_person() -> None:
    answers = same("rcads47", 2, 47).assign(sex="Boy", age=8)
    result = score(answers, "rcads47", norms=rcads_norms())
    assert result[names.SUBSCALE].tolist() == ["depression"]  # no norms, no T-score
    assert result[names.SCORE].tolist() == [50 + 10 * (20 - 11) / 4]
    assert result[names.BAND].tolist() == ["clinical"]
    older = score(answers.assign(age=9), "rcads47", norms=rcads_norms())
    assert older[names.SCORE].tolist() == [50 + 10 * (20 - 12) / 4]
    ucla = score(answers.assign(age=9.8), "rcads47", norms=rcads_norms(), age_to_grade="ucla")
    assert ucla[names.SCORE].tolist() == result[names.SCORE].tolist()


def test_t_scores_without_a_norm_for_the_person_are_missing() -> None:
    answers = pd.concat([same("rcads47", 2, 47)] * 2, ignore_index=True)
    answers = answers.assign(respondent_id=["p1", "p2"], sex="girl", age=[8, 17])
    result = score(answers, "rcads47", norms=rcads_norms())[names.SCORE]
    assert result.isna().tolist() == [False, True]


def test_t_scores_by_age_and_rater() -> None:
    norms = (
        rcads_norms().rename(columns={"grade": "age"}).replace({"age": {3: 8, 4: 9}}).assign(rater="parent")
    )
    answers = same("rcads25", 2, 25).assign(sex="boy", age=8)
    with pytest.raises(UsageError, match="say rater"):
        score(answers, "rcads25", norms=norms)
    assert len(score(answers, "rcads25", norms=norms, rater="parent")) == 1


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda norms: norms.drop(columns="sd"), "norm table has no column sd"),
        (lambda norms: norms.assign(sd=0.0), "must be above 0"),
        (lambda norms: pd.concat([norms, norms]), "more than once"),
        (lambda norms: norms.assign(sex="unknown", grade=[1, 2, 3, 4]), "nobody's sex and age"),
    ],
)
def test_broken_norm_tables_are_errors(change: Any, message: str) -> None:
    answers = same("rcads47", 2, 47).assign(sex="boy", age=8)
    with pytest.raises(UsageError, match=message):
        score(answers, "rcads47", norms=change(rcads_norms()))


def test_t_scores_need_norms_sex_and_age() -> None:
    with pytest.raises(UsageError, match="need a norm table"):
        score(same("rcads47", 2, 47), "rcads47", transform="t")
    with pytest.raises(UsageError, match="answers have no column sex; the answers have no column age"):
        score(same("rcads47", 2, 47), "rcads47", norms=rcads_norms())
