"""A measure of one's own: valid from a plain mapping, with messages a person understands."""

from __future__ import annotations

import copy
from typing import Any

import pandas as pd
import pytest
from pydantic import ValidationError

from evalkit.definitions.measure import Measure, load_measure
from evalkit.scoring.scorer import score

OWN: dict[str, Any] = {
    "id": "kitchen_confidence",
    "title": "Confidence in the kitchen",
    "items": [{"count": 3, "minimum": 1, "maximum": 5, "reversed": [2]}],
    "subscales": [
        {
            "id": "total",
            "title": "Confidence in the kitchen",
            "noun": "confidence",
            "formula": "mean",
            "minimum": 1,
            "maximum": 5,
            "better_is": "higher",
            "missing": [
                {"max_missing": 1, "fill": "person_mean", "source": "our own rule", "confidence": "B"},
            ],
        }
    ],
}


def changed(path: list[str | int], value: object) -> dict[str, Any]:
    """Return the measure with one value replaced."""
    data = copy.deepcopy(OWN)
    node: Any = data
    for key in path[:-1]:
        node = node[key]
    node[path[-1]] = value
    return data


def problem(data: dict[str, Any]) -> str:
    """Return what is said about a measure that can't be used."""
    with pytest.raises(ValidationError) as caught:
        Measure.model_validate(data)
    return "; ".join(f"{'.'.join(map(str, error['loc']))}: {error['msg']}" for error in caught.value.errors())


def test_a_mapping_is_enough() -> None:
    own = Measure.model_validate(OWN)
    assert own.short_title == own.title
    assert own.licence.status == "own"
    assert load_measure("kitchen_confidence", {"kitchen_confidence": own}) is own
    answers = pd.DataFrame(
        {
            "respondent_id": ["p1", "p2"],
            "timepoint": "end",
            "kitchen_confidence_01": [5, 4],
            "kitchen_confidence_02": [1, 3],
            "kitchen_confidence_03": [5, None],
        }
    )
    assert score(answers, own)["score"].tolist() == [5.0, 3.5]


def test_own_measures_go_before_shipped_ones() -> None:
    own = Measure.model_validate(changed(["id"], "phq9"))
    assert load_measure("phq9", {"phq9": own}).title == "Confidence in the kitchen"
    assert load_measure("gad7", {"phq9": own}).short_title == "GAD-7"


def test_a_conversion_table_can_be_written_out() -> None:
    data = changed(["subscales", 0, "formula"], "sum")
    table = {raw: raw * 2.5 for raw in range(3, 16)}
    data["subscales"][0] |= {"transform": [{"table": table}], "minimum": 7.5, "maximum": 37.5}
    own = Measure.model_validate(data)
    answers = pd.DataFrame({"respondent_id": ["p1"], "timepoint": "end"})
    answers[[item.id for item in own.items]] = [[2, 4, 3]]
    assert score(answers, own)["score"].tolist() == [17.5]
    del table[8]
    data["subscales"][0]["transform"] = [{"table": table}]
    assert "the conversion table of 'total' has no score for 8" in problem(data)


@pytest.mark.parametrize(
    ("path", "value", "message"),
    [
        (["subscales", 0, "maximum"], 15, "is said to go from 1 to 15, but its items make 1 to 5"),
        (["subscales", 0, "items"], [1, 4], "names item 4, but there are 3 items"),
        (["subscales", 0, "better_is"], "more", "should be 'higher', 'lower' or 'neither'"),
        (["subscales", 0, "formula"], "difference", "is made of other subscales: name them as parts"),
        (
            ["subscales", 0, "when"],
            {"coding": "x"},
            "holds when 'coding' is set, but there is no such switch",
        ),
        (["subscales", 0, "missing", 0, "fill"], None, "say what stands in for a missing answer"),
        (["subscales"], [], "should have at least 1 item"),
        (["items", 0, "maximum"], 1, "the highest answer must be above the lowest"),
        (["items", 0, "reversed"], [7], "item 7 is to be reversed or about risk, but there are 3 items"),
        (["items", 0, "names"], ["one"], "3 items need 3 names, not 1"),
        (["id"], "Kitchen", "should match pattern"),
        (["subscale"], [], "Extra inputs are not permitted"),
        (["subscales", 0, "transform"], [{"table": "nowhere.csv"}], "no conversion table 'nowhere.csv'"),
        (["switches"], {"coding": {"title": "t"}}, "either values or a range of numbers"),
        (
            ["switches"],
            {"coding": {"title": "t", "values": {"a": "b"}, "default": "c"}},
            "the default 'c' is not one of the values",
        ),
    ],
)
def test_slips_are_explained(path: list[str | int], value: object, message: str) -> None:
    assert message in problem(changed(path, value))


def test_bands_must_be_in_order() -> None:
    bands = [{"id": "low", "from": 1, "to": 3}, {"id": "high", "from": 3, "to": 5}]
    data = changed(["subscales", 0, "bands"], [{"source": "us", "confidence": "B", "bands": bands}])
    assert "the bands 'low' and 'high' overlap or are not in order" in problem(data)
    bands[0]["to"] = 0
    assert "the band 'low' ends below its beginning" in problem(data)


def test_a_sum_can_not_leave_answers_out() -> None:
    data = changed(["subscales", 0, "missing", 0, "fill"], "left_out")
    assert Measure.model_validate(data).subscales[0].missing[0].fill == "left_out"
    data["subscales"][0] |= {"formula": "sum", "minimum": 3, "maximum": 15}
    assert "is a sum: an answer left out would count as 0" in problem(data)


def test_two_subscales_of_one_name() -> None:
    data = changed(["subscales"], [OWN["subscales"][0], OWN["subscales"][0]])
    assert "the subscale 'total' stands here twice" in problem(data)


@pytest.mark.parametrize(
    ("score_", "expected"),
    [
        (0, 0),
        (5, 0),
        (5.9, 0),
        (6, 1),
        (10.99, 1),
        (11, 2),
        (40, 5),
        (40.1, -1),
        (-1, -1),
        (float("nan"), -1),
    ],
)
def test_a_band_reaches_up_to_the_next(score_: float, expected: int) -> None:
    bands = load_measure("core10").switched().subscale("total").bands[0]
    assert bands.codes([score_]).tolist() == [expected]


@pytest.mark.parametrize(("score_", "expected"), [(3, 0), (4, -1), (9, -1), (10, 1)])
def test_a_wide_gap_between_bands_belongs_to_neither(score_: float, expected: int) -> None:
    bands = load_measure("cel_tool").subscale("total").bands[0]
    assert bands.codes([score_]).tolist() == [expected]


@pytest.mark.parametrize(
    ("measure", "cutoff", "below", "at"),
    [("phq9", "caseness", 9, 10), ("gad7", "caseness", 7, 8), ("core10", "clinical", 10.9, 11)],
)
def test_cutoffs(measure: str, cutoff: str, below: float, at: float) -> None:
    rule = load_measure(measure).subscale("total").cutoff(cutoff)
    assert rule.met([below, at, float("nan")]).tolist() == [False, True, False]
    with pytest.raises(KeyError):
        load_measure(measure).subscale("total").cutoff("nothing")
