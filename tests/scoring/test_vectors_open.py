"""The open test vectors about scoring, by their ids; values copied from the collection of facts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import pytest

from evalkit.definitions.measure import load_measure
from evalkit.scoring.formulas import round_half_up
from evalkit.scoring.scorer import score
from evalkit.scoring.t_scores import calculate_t_scores

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


def score_one(
    measure: str, answers: Sequence[float | None] | Mapping[int, float | None], **switches: Any
) -> pd.DataFrame:
    """Score one person; the result is indexed by subscale."""
    numbered = answers.items() if hasattr(answers, "items") else enumerate(answers, 1)
    row: dict[str, object] = {"respondent_id": "p1", "timepoint": "baseline"}
    row |= {f"{measure}_{number:02d}": answer for number, answer in numbered}
    return score(pd.DataFrame([row]), measure, **switches).set_index("subscale")


def turned(measure: str, scored: Sequence[float | None]) -> list[float | None]:
    """Return the answers behind item scores that were given already turned round."""
    items = load_measure(measure).items
    return [
        value if value is None or not item.reversed else item.minimum + item.maximum - value
        for item, value in zip(items, scored, strict=True)
    ]


@pytest.mark.parametrize(
    ("answers", "raw", "metric", "band"),
    [
        pytest.param([4, 3, 3, 3, 4, 3, 4], 24, 21.54, "medium", id="VO-01"),
        pytest.param([1, 1, 1, 1, 1, 1, 1], 7, 7.00, "low", id="VO-02"),
        pytest.param([5, 5, 5, 5, 5, 5, 5], 35, 35.00, "high", id="VO-03"),
    ],
)
def test_swemwbs(answers: list[float], raw: float, metric: float, band: str) -> None:
    result = score_one("swemwbs", answers).loc["total"]
    assert (result["score"], result["band"]) == (metric, band)
    assert score_one("swemwbs", answers, transform="raw").loc["total", "score"] == raw


@pytest.mark.parametrize("transform", [pytest.param(name, id=f"VO-04-{name}") for name in ("metric", "raw")])
def test_swemwbs_is_not_imputed(transform: str) -> None:
    result = score_one("swemwbs", [3, 3, None, 3, 3, 3, 3], transform=transform).loc["total"]
    assert np.isnan(result["score"])
    assert (result["n_answered"], result["n_missing"]) == (6, 1)
    assert pd.isna(result["band"])


@pytest.mark.parametrize("answers", [pytest.param([5, 5, 5, 5, 4, 4, 4], id="VO-05")])
def test_swemwbs_table(answers: list[float]) -> None:
    assert sum(answers) == 32
    assert score_one("swemwbs", answers).loc["total", "score"] == 29.31


VO_06 = {
    1: 4,
    2: 4,
    3: 4,
    4: 5,
    5: 4,
    6: 3,
    7: 4,
    8: 5,
    9: 3,
    10: 4,
    11: 5,
    12: 3,
    13: 4,
    14: 3,
    15: 4,
    16: 3,
    17: 4,
    18: 4,
    19: 5,
    20: 4,
    21: 3,
    22: 5,
    23: 4,
    24: 3,
    25: 4,
    26: 4,
}
"""As answered: items 3, 4 and 26 not yet turned round."""


@pytest.mark.parametrize(
    ("switches", "expected"),
    [
        pytest.param({}, [53.57, 70.83, 75.00, 65.63], id="VO-06-exact"),
        pytest.param({"transform": "table"}, [56, 69, 75, 69], id="VO-06-table"),
        pytest.param({"scale": "s4_20"}, [12.571429, 15.333333, 16.0, 14.5], id="VO-06-4-to-20"),
    ],
)
def test_whoqol_bref(switches: dict[str, str], expected: list[float]) -> None:
    result = score_one("whoqol_bref", VO_06, **switches)["score"]
    domains = ["physical", "psychological", "social", "environment"]
    assert result[domains].tolist() == pytest.approx(expected, abs=0.01)
    assert result[["overall_qol", "general_health"]].tolist() == [4, 4]


@pytest.mark.parametrize(
    ("scale", "expected"),
    [pytest.param("s4_20", 5, id="VO-07-t20"), pytest.param("s0_100", 6, id="VO-07-t100")],
)
def test_whoqol_bref_table_rounds_half_up(scale: str, expected: float) -> None:
    raw_nine = dict.fromkeys(range(1, 27), 1) | {8: 2}
    result = score_one("whoqol_bref", raw_nine, transform="table", scale=scale)
    assert result.loc["environment", "score"] == expected


@pytest.mark.parametrize(
    ("rule", "scored"),
    [pytest.param("text", True, id="VO-08-text"), pytest.param("spss", False, id="VO-08-spss")],
)
def test_whoqol_bref_missing(*, rule: str, scored: bool) -> None:
    result = score_one("whoqol_bref", VO_06 | {3: None, 4: None}, missing_item_rule=rule)
    assert result["score"].notna()["physical"] == scored


@pytest.mark.parametrize(
    ("subscale", "values", "bands"),
    [
        pytest.param(
            "life_satisfaction",
            [4, 5, 6, 7, 8, 9],
            ["low", "medium", "medium", "high", "high", "very_high"],
            id="VO-09",
        ),
        pytest.param(
            "anxious_yesterday",
            [1, 2, 3, 4, 5, 6],
            ["very_low", "low", "low", "medium", "medium", "high"],
            id="VO-10",
        ),
    ],
)
def test_ons4_bands(subscale: str, values: list[float], bands: list[str]) -> None:
    assert [score_one("ons4", [value] * 4).loc[subscale, "band"] for value in values] == bands


@pytest.mark.parametrize(
    ("measure", "answers", "total", "band", "caseness"),
    [
        pytest.param("phq9", [3, 0, 1, 2, 0, 0, 1, 0, 3], 10, "moderate", True, id="VO-11"),
        pytest.param("gad7", [3, 0, 1, 2, 0, 0, 1], 7, "mild", False, id="VO-12"),
    ],
)
def test_symptoms(*, measure: str, answers: list[float], total: float, band: str, caseness: bool) -> None:
    result = score_one(measure, answers).loc["total"]
    assert (result["score"], result["band"]) == (total, band)
    cutoff = load_measure(measure).subscale("total").cutoff("caseness")
    assert cutoff.met([total]).tolist() == [caseness]


@pytest.mark.parametrize("expected", [pytest.param(11, id="VO-13")])
def test_bpses(expected: float) -> None:
    assert score_one("bpses", [1, 3, 2, 4, 1]).loc["total", "score"] == expected


@pytest.mark.parametrize(
    ("transform", "expected"),
    [pytest.param("raw", 10, id="VO-14-raw"), pytest.param("percent", 40, id="VO-14-percent")],
)
def test_who5(transform: str, expected: float) -> None:
    assert score_one("who5", [4, 1, 0, 2, 3], transform=transform).loc["total", "score"] == expected
    ready = load_measure("who5").switched(transform=transform)
    assert ready.subscale("total").cutoff("poor_wellbeing").met([expected]).all()


VO_15 = {
    "emotional": [0, 2, 1, 1, 0],
    "conduct": [2, 2, 1, 2, 1],
    "hyperactivity": [0, 0, 1, 1, 2],
    "peer": [2, 1, 0, 1, 2],
    "prosocial": [1, 0, 1, 0, 2],
    "impact": [0, 1, 0, 1, 2],
}


@pytest.mark.parametrize("vector", [pytest.param(VO_15, id="VO-15")])
def test_sdq(vector: dict[str, list[float]]) -> None:
    sdq = load_measure("sdq")
    scored = {
        item.number: value
        for subscale, values in vector.items()
        for item, value in zip(sdq.items_of(subscale), values, strict=True)
    }
    answers = turned("sdq", [scored[number] for number in range(1, 31)])
    result = score_one("sdq", answers)["score"].to_dict()
    assert result == {
        "total": 22,
        "emotional": 4,
        "conduct": 8,
        "hyperactivity": 4,
        "peer": 6,
        "prosocial": 4,
        "internalising": 10,
        "externalising": 12,
        "impact": 4,
    }


@pytest.mark.parametrize("expected", [pytest.param(7, id="VO-16")])
def test_sdq_prorating_rounds_half_up(expected: float) -> None:
    answers: dict[int, float | None] = dict.fromkeys(range(1, 26), 0)
    answers |= {3: 2, 8: 1, 13: 1, 16: None, 24: None}
    assert score_one("sdq", answers).loc["emotional", "score"] == expected
    assert round_half_up([4 * 5 / 3]).tolist() == [expected]


@pytest.mark.parametrize(
    ("measure", "scored", "clinical"),
    [
        pytest.param("yp_core", [0, 1, 2, 0, 4, 3, 2, 1, 0, 2], 15.0, id="VO-18"),
        pytest.param("core10", [2, 1, 0, 3, None, 1, 2, 2, 1, 0], 13.333333, id="VO-19"),
        pytest.param("core10", [2, 1, 0, None, None, 1, 2, 2, 1, 0], np.nan, id="VO-20"),
    ],
)
def test_core(measure: str, scored: list[float | None], clinical: float) -> None:
    result = score_one(measure, turned(measure, scored)).loc["total", "score"]
    assert result == pytest.approx(clinical, abs=1e-5, nan_ok=True)


@pytest.mark.parametrize("expected", [pytest.param(61.6137, id="VO-22")])
def test_rcads_t(expected: float) -> None:
    assert calculate_t_scores([13], 8.25, 4.09) == pytest.approx([expected], abs=1e-4)


@pytest.mark.parametrize(
    ("weights", "levels", "expected"),
    [
        pytest.param([1, 1, 1], [1, 1, 1], 63.6931, id="VO-23"),
        pytest.param([1, 1, 1], [-1, -1, -1], 36.3069, id="VO-24"),
        pytest.param([6, 9, 2], [0, 1, -1], 55.3468, id="VO-25"),
    ],
)
def test_gas(weights: list[float], levels: list[float], expected: float) -> None:
    answers = dict(enumerate(levels, 1)) | {number + 10: value for number, value in enumerate(weights, 1)}
    assert score_one("gas", answers).loc["total", "score"] == pytest.approx(expected, abs=1e-4)


@pytest.mark.parametrize("answers", [pytest.param([4, 5, 3, 6, 4, 5, 6, 7, 5, 6, 4], id="VO-27")])
def test_dialog(answers: list[float]) -> None:
    assert score_one("dialog", answers)["score"].to_dict() == {
        "quality_of_life": 5.0,
        "treatment_satisfaction": 5.0,
    }


@pytest.mark.parametrize(
    ("bands", "expected"),
    [pytest.param("abs", "high", id="VO-28-abs"), pytest.param("clinical", "mild", id="VO-28-clinical")],
)
def test_k10_codings(bands: str, expected: str) -> None:
    us = [2, 2, 1, 1, 2, 1, 1, 2, 1, 1]
    as_us = score_one("k10", us, coding="us_mhsds", bands=bands).loc["total"]
    as_au = score_one("k10", [answer + 1 for answer in us], coding="au", bands=bands).loc["total"]
    assert (as_us["score"], as_au["score"]) == (14, 24)
    assert (as_us["band"], as_au["band"]) == (expected, expected)


@pytest.mark.parametrize("expected", [pytest.param(4, id="VO-29")])
def test_psychlops_legacy_problem_domain(expected: float) -> None:
    result = score_one("psychlops", [5, 3, 2, 1], version="legacy")["score"]
    assert result["problem"] == expected
    assert result["total"] == expected + 2 + 1


@pytest.mark.parametrize("expected", [pytest.param(6, id="VO-30")])
def test_ucla3(expected: float) -> None:
    assert score_one("ucla3", [3, 2, 1]).loc["total", "score"] == expected
