"""The scorer: ranges, order of the rows, switches and columns."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pandas as pd
import pytest

from evalkit import names
from evalkit.definitions.measure import Measure, list_measures, load_measure
from evalkit.errors import UsageError
from evalkit.scoring.scorer import score

SAY = {"k10": {"coding": "au"}, "reqol10": {"reversed_items": "none"}, "reqol20": {"reversed_items": "none"}}
"""What has to be said before anything can be scored."""


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


def one(answers: pd.DataFrame, measure: str | Measure, subscale: str = "total", **switches: Any) -> Any:
    """Return the row of one subscale of the only person."""
    return score(answers, measure, **switches).set_index(names.SUBSCALE).loc[subscale]


@pytest.mark.parametrize("measure_id", [name for name in list_measures() if load_measure(name).items])
def test_lowest_and_highest_answers_make_the_stated_range(measure_id: str) -> None:
    measure = load_measure(measure_id).switched(**SAY.get(measure_id, {}))
    rows = []
    for worst in (True, False):
        row: dict[str, object] = {names.RESPONDENT_ID: f"p{worst}", names.TIMEPOINT: "end"}
        row |= {item.id: item.minimum if worst == item.reversed else item.maximum for item in measure.items}
        rows.append(row)
    unweighted = pd.DataFrame(rows).drop(
        columns=[f"gas_{number}" for number in range(11, 21)], errors="ignore"
    )
    scored = score(unweighted, measure)
    assert scored.columns.tolist() == list(names.SCORE_COLUMNS)
    assert set(scored[names.SUBSCALE]) == {part.id for part in measure.subscales}
    for part in measure.subscales:
        low, high = sorted(scored.loc[scored[names.SUBSCALE] == part.id, names.SCORE])
        if part.formula == "gas_t":
            assert part.minimum <= low < 50 < high <= part.maximum
        elif part.formula != "difference":
            assert (low, high) == pytest.approx((part.minimum, part.maximum))


def test_a_blank_form_has_no_score_anywhere() -> None:
    for measure_id in list_measures():
        measure = load_measure(measure_id).switched(**SAY.get(measure_id, {}))
        if measure.items:
            blank: dict[str, list[object]] = {names.RESPONDENT_ID: ["p1"], names.TIMEPOINT: ["end"]}
            blank |= {item.id: [np.nan] for item in measure.items}
            scored = score(pd.DataFrame(blank), measure)
            assert scored[names.SCORE].isna().all(), measure_id
            assert (scored[names.N_ANSWERED] == 0).all(), measure_id
            assert scored[names.BAND].isna().all(), measure_id


def test_no_rows_make_no_scores() -> None:
    empty = same("phq9", 1, 9).iloc[:0]
    scored = score(empty, "phq9")
    assert scored.empty
    assert scored.columns.tolist() == list(names.SCORE_COLUMNS)


def test_subscales_follow_each_other_in_the_order_of_the_answers() -> None:
    answers = frame("mhfa_confidence", {1: 3, 2: 4}, {1: 5, 2: 6}, count=2)
    scored = score(answers, "mhfa_confidence")
    assert scored[names.RESPONDENT_ID].tolist() == ["p1", "p2", "p1", "p2"]
    assert scored[names.SUBSCALE].tolist() == ["confidence", "confidence", "knowledge", "knowledge"]
    assert scored[names.SCORE].tolist() == [3, 5, 4, 6]


def test_many_rows_keep_their_ids_and_bands() -> None:
    n_rows = 70_001  # more than one of the chunks that the repeating columns are made of
    rng = np.random.default_rng(7)
    totals = rng.integers(0, 4, n_rows)
    answers = pd.DataFrame({names.RESPONDENT_ID: np.arange(n_rows), names.TIMEPOINT: "end"})
    for item in range(1, 10):
        answers[f"phq9_{item:02d}"] = totals
    scored = score(answers, "phq9")
    assert scored[names.RESPONDENT_ID].tolist() == list(range(n_rows))
    assert (scored[names.SCORE] == totals * 9).all()
    expected = np.array(["none_minimal", "mild", "moderately_severe", "severe"])[totals]
    assert (scored[names.BAND] == expected).all()
    assert set(scored[names.MEASURE]) == {"phq9"}


# --- switches ------------------------------------------------------------------------


def test_k10_coding_must_be_said() -> None:
    with pytest.raises(UsageError, match=r"K10: say which numbers the answers have: coding = au \(1 to 5"):
        score(same("k10", 1, 10), "k10")


def test_reqol_key_must_be_said_and_is_used() -> None:
    answers = same("reqol10", 4, 10)
    with pytest.raises(UsageError, match="stands in the licensed manual"):
        score(answers, "reqol10")
    assert one(answers, "reqol10", reversed_items="1, 3")[names.SCORE] == 32
    assert one(answers, "reqol10", reversed_items=[1])[names.SCORE] == 36
    assert one(answers, "reqol10", reversed_items="none")[names.SCORE] == 40


def test_another_list_of_reversed_items_can_be_said_where_sources_disagree() -> None:
    answers = same("yp_core", 4, 10)
    assert one(answers, "yp_core")[names.SCORE] == 28
    assert one(answers, "yp_core", reversed_items="3,5")[names.SCORE] == 32
    with pytest.raises(UsageError, match="11: give numbers from 1 to 10"):
        score(answers, "yp_core", reversed_items="3,11")
    with pytest.raises(UsageError, match="no switch 'reversed_items'"):
        score(same("phq9", 1, 9), "phq9", reversed_items="3")


@pytest.mark.parametrize(
    ("switches", "message"),
    [
        ({"missing_item_rules": "text"}, "no switch 'missing_item_rules': did you mean 'missing_item_rule'"),
        ({"missing_item_rule": "sas"}, "'sas' is not spss "),
        ({"transform": None}, "'None' is not exact"),
    ],
)
def test_unknown_switches_and_values_are_errors(switches: dict[str, Any], message: str) -> None:
    with pytest.raises(UsageError, match=message):
        score(same("whoqol_bref", 3, 26), "whoqol_bref", **switches)


def test_rho_is_a_number() -> None:
    answers = frame("gas", {1: 1, 2: 1}, count=2)
    assert one(answers, "gas", rho=0)[names.SCORE] == pytest.approx(50 + 10 * math.sqrt(2))
    assert one(answers, "gas", rho="1")[names.SCORE] == pytest.approx(60)
    with pytest.raises(UsageError, match="'2' is not a number from 0 to 1"):
        score(answers, "gas", rho=2)


def test_a_goal_without_its_weight_can_not_be_scored() -> None:
    answers = frame("gas", {1: 1, 2: 1, 11: 3}, count=12)
    result = one(answers, "gas")
    assert np.isnan(result[names.SCORE])


def test_switches_are_set_once() -> None:
    ready = load_measure("swemwbs").switched(transform="raw")
    assert one(same("swemwbs", 2, 7), ready)[names.SCORE] == 14
    with pytest.raises(UsageError, match="have been set before"):
        score(same("swemwbs", 2, 7), ready, transform="metric")


# --- columns -------------------------------------------------------------------------


def test_missing_columns_are_listed_together() -> None:
    answers = same("phq9", 1, 9).drop(columns=["phq9_02", "phq9_07"])
    with pytest.raises(UsageError, match="missing columns: phq9_02, phq9_07"):
        score(answers, "phq9")


def test_unknown_item_columns_are_errors_and_others_left_alone() -> None:
    answers = same("phq9", 1, 9).assign(name="x", gad7_01=9)
    assert one(answers, "phq9")[names.SCORE] == 9
    with pytest.raises(UsageError, match="unknown column 'phq9_10': did you mean 'phq9_09'"):
        score(answers.assign(phq9_10=1), "phq9")


@pytest.mark.parametrize("column", [names.RESPONDENT_ID, names.TIMEPOINT])
def test_people_and_timepoints_are_needed(column: str) -> None:
    with pytest.raises(UsageError, match=f"no column {column}"):
        score(same("phq9", 1, 9).drop(columns=column), "phq9")


def test_items_may_be_called_by_name_but_not_twice() -> None:
    answers = same("ons4", 7, 4).rename(columns={"ons4_04": "ons4_anxious_yesterday"})
    assert one(answers, "ons4", "anxious_yesterday")[names.BAND] == "high"
    with pytest.raises(UsageError, match="are the same item"):
        score(answers.assign(ons4_04=1), "ons4")


def test_a_total_that_comes_finished_can_not_be_scored() -> None:
    with pytest.raises(UsageError, match="comes as finished totals only"):
        score(same("bdi", 1, 1), "bdi")


def test_unknown_measure() -> None:
    with pytest.raises(UsageError, match="unknown measure 'phq8': did you mean 'phq9'"):
        score(same("phq9", 1, 9), "phq8")
