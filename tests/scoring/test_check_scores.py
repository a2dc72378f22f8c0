"""A score outside its scale, or a second one, stops the run: intake should have stopped it before."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import pytest

from builders import study_keys
from evalkit.definitions import Study
from evalkit.errors import BuildError
from evalkit.scoring.study_scores import check_scores

if TYPE_CHECKING:
    from collections.abc import Sequence

STUDY = Study.model_validate(study_keys())


def scores(values: Sequence[float], people: Sequence[str]) -> pd.DataFrame:
    table = pd.DataFrame({"score": values, "respondent_id": people})
    return table.assign(component="group", timepoint="before", measure="bdi", subscale="total")


def test_possible_scores_pass() -> None:
    check_scores(scores([0, 63, float("nan")], ["P1", "P2", "P3"]), STUDY)


@pytest.mark.parametrize("value", [-1, 63.5])
def test_a_score_outside_the_scale(value: float) -> None:
    with pytest.raises(BuildError, match=r"bdi \(total\) lies outside 0 to 63"):
        check_scores(scores([value], ["P1"]), STUDY)


def test_a_person_with_two_scores() -> None:
    with pytest.raises(BuildError, match="two scores"):
        check_scores(scores([1, 2], ["P1", "P1"]), STUDY)
