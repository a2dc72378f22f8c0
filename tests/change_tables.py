"""Scores of a few people in a small study, and what the rows of categories.csv count of them."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import pandas as pd

from builders import study_keys
from evalkit.analysis.change_counts import count_categories
from evalkit.analysis.outcomes import Design
from evalkit.definitions.study import Study

if TYPE_CHECKING:
    from collections.abc import Sequence

NOBODY = pd.DataFrame(columns=["component", "respondent_id", "timepoint", "measure", "item", "response"])


def study_of(**changes: Any) -> Study:
    """Return a study with three timepoints."""
    moments = [{"id": moment, "title": moment} for moment in ("before", "middle", "after")]
    return Study.model_validate(study_keys(**{"timepoints": moments, "minimum_pairs": 5, **changes}))


def design_of(study: Study) -> Design:
    """Return what the analysis needs to know of it."""
    declared = tuple((one.measure, one.subscale, one.from_, one.to) for one in study.primary)
    return Design(study.grantee, study.timepoint_ids, study.subgroups, study.minimum_pairs, declared)


def scores_of(measure: str, subscale: str, **moments: Sequence[float | None]) -> pd.DataFrame:
    """Return scores of the people p0, p1, … at some timepoints; None where there is none."""
    return pd.DataFrame(
        [
            {
                "component": "group",
                "respondent_id": f"p{number}",
                "timepoint": moment,
                "measure": measure,
                "subscale": subscale,
                "score": math.nan if value is None else float(value),
                "band": None,
            }
            for moment, values in moments.items()
            for number, value in enumerate(values)
        ]
    )


def count(scores: pd.DataFrame, responses: pd.DataFrame = NOBODY, **changes: Any) -> pd.DataFrame:
    """Return the rows of a study."""
    study = study_of(**changes)
    return count_categories(scores, responses, study, design_of(study))


def counts(rows: pd.DataFrame, statistic: str, to: str = "after", **key: str) -> dict[str, int]:
    """Return category: n of one statistic."""
    chosen = rows[(rows["statistic"] == statistic) & (rows["timepoint_to"] == to)]
    for column, value in key.items():
        chosen = chosen[chosen[column] == value]
    assert chosen["category"].is_unique
    return dict(zip(chosen["category"], chosen["n"], strict=True))
