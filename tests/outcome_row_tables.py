"""Tidy tables for tests of the rows of outcomes.csv: the trial, schools, and a few people written out."""

from __future__ import annotations

import math
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from builders import study_keys
from evalkit.analysis.outcomes import Design
from evalkit.definitions.study import Study

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Mapping, Sequence

    Reference = Callable[[str], list[dict[Hashable, Any]]]

TESTS = Path(__file__).parent
TRIAL_TIMES = ("baseline", "2m", "3m", "5m", "8m")
TRIAL = Design("beat-the-blues", TRIAL_TIMES, ("treatment",), 10)


def trial() -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return scores and people of Beat the Blues."""
    table = pd.read_csv(TESTS / "data" / "beat-the-blues" / "btheb.csv")
    columns = ("bdi.pre", "bdi.2m", "bdi.3m", "bdi.5m", "bdi.8m")
    answers = {time: table[column] for time, column in zip(TRIAL_TIMES, columns, strict=True)}
    attributes = {name: table[name] for name in ("treatment", "drug", "length")}
    return tables(table["id"], answers, **attributes)


def tables(
    ids: Sequence[str] | pd.Series[Any], answers: Mapping[str, Any], **attributes: Any
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return scores and people: the answers of everybody at each timepoint, NaN where there is none."""
    people = pd.DataFrame({"respondent_id": list(ids), "component": "group"})
    for name, values in attributes.items():
        people[name] = pd.array(list(values), dtype="string")
    wide = pd.DataFrame({name: list(values) for name, values in answers.items()}, dtype=float)
    wide.insert(0, "respondent_id", list(ids))
    scores = wide.melt("respondent_id", var_name="timepoint", value_name="score")
    return scores.assign(component="group", measure="bdi", subscale="total"), people


def study(**changes: Any) -> Study:
    """Return a study of the Beck Depression Inventory (0 to 63, lower is better)."""
    return Study.model_validate(study_keys(**changes))


def primary_keys(start: str, end: str, **changes: Any) -> dict[str, Any]:
    """Return one declared primary outcome as grantee.yml has it."""
    return {"measure": "bdi", "from": start, "to": end, "declared": "2020-01-01", **changes}


def by_statistic(rows: Sequence[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """Return rows of one comparison by statistic."""
    found = {row["statistic"]: row for row in rows}
    assert len(found) == len(rows), "more than one comparison"
    return found


def expected(
    reference: Reference, case: str, file: str = "outcome_rows_expected.csv"
) -> dict[str, list[float]]:
    """Return estimate, limits and standard error of each statistic of a case of a reference file."""
    keys = ("estimate", "ci_low", "ci_high", "std_error")
    return {row["statistic"]: [row[key] for key in keys] for row in reference(file) if row["case"] == case}


def numbers(row: Mapping[str, Any]) -> list[float]:
    """Return estimate, limits and standard error of a row."""
    return [row[key] for key in ("estimate", "ci_low", "ci_high", "std_error")]


def assert_only_counted(row: Mapping[str, Any], method: str) -> None:
    """Assert that a row has no number and gives the reason."""
    assert row["method"] == method
    assert all(math.isnan(number) for number in numbers(row))
