"""Impossible answers: all of them at once, each with its row, item, value and range."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from evalkit import names
from evalkit.definitions.measure import Measure, load_measure
from evalkit.scoring.answers import ImpossibleAnswers, find_faults_in_answers
from evalkit.scoring.scorer import score


def bpses(*rows: list[object]) -> pd.DataFrame:
    """Return answers to the five items of BPSES."""
    table = pd.DataFrame(list(rows), columns=[f"bpses_{number:02d}" for number in range(1, 6)])
    table.insert(0, names.RESPONDENT_ID, [f"p{row}" for row in range(1, len(rows) + 1)])
    table.insert(1, names.TIMEPOINT, "end")
    return table


def test_every_impossible_answer_is_named_in_order() -> None:
    answers = bpses([1, 2, 3, 4, 5], [0, 2.5, None, 4, 6], [1, 1, 1, np.inf, 1])
    faults = find_faults_in_answers(answers, load_measure("bpses"), file="answers.csv")
    assert [(fault.row, fault.column, fault.value, fault.rule) for fault in faults] == [
        (3, "bpses_01", "0", "answers go from 1 to 5"),
        (3, "bpses_02", "2.5", "answers are whole numbers"),
        (3, "bpses_05", "6", "answers go from 1 to 5"),
        (4, "bpses_04", "inf", "answers go from 1 to 5"),
    ]
    assert faults[0].sentence() == (
        'answers.csv, row 3, column bpses_01: "0": answers go from 1 to 5. '
        "Check the form that the person filled in; leave the cell blank if the answer is unknown."
    )


def test_scoring_raises_all_of_them_and_scores_nothing() -> None:
    answers = bpses([1, 2, 3, 4, 5], [0, 2, 3, 4, 6])
    with pytest.raises(ImpossibleAnswers) as caught:
        score(answers, "bpses")
    assert [(fault.row, fault.column) for fault in caught.value.faults] == [(3, "bpses_01"), (3, "bpses_05")]
    assert str(caught.value).count("\n") == 1
    assert caught.value.exit_code == 1


@pytest.mark.parametrize(
    "cells", [["1", " 2 ", "3.0", "", None], [1, 2, 3, np.nan, None], ["1", "2", "3", "  ", pd.NA]]
)
def test_text_that_is_a_number_counts_and_blanks_are_missing(cells: list[object]) -> None:
    scored = score(bpses(cells).astype(object), "bpses")
    assert scored[[names.N_ANSWERED, names.N_MISSING]].to_numpy().tolist() == [[3, 2]]


def test_words_are_not_numbers() -> None:
    faults = find_faults_in_answers(bpses(["often", "2", "3", "4", "5"]), load_measure("bpses"))
    assert [(fault.value, fault.rule) for fault in faults] == [("often", "this is not a number")]


@pytest.mark.parametrize("dtype", ["int64", "Int64", "float32", "float64", "object", "string", "uint8"])
def test_every_kind_of_column_is_read(dtype: str) -> None:
    answers = bpses([1, 2, 3, 4, 5])
    for number in range(1, 6):
        answers[f"bpses_{number:02d}"] = pd.Series([number], dtype=pd.api.types.pandas_dtype(dtype))
    assert score(answers, "bpses")[names.SCORE].tolist() == [15]


def test_yes_and_no_as_true_and_false() -> None:
    row = {f"five_ways_0{number}": [number % 2 == 0] for number in range(1, 6)}
    answers = pd.DataFrame({names.RESPONDENT_ID: ["p1"], names.TIMEPOINT: ["end"], **row})
    assert score(answers, "five_ways").loc[0, names.SCORE] == 2


def test_not_applicable_is_possible_and_said_beside_the_range() -> None:
    dialog = load_measure("dialog")
    row = {f"dialog_{number:02d}": [8 if number == 1 else 9] for number in range(1, 12)}
    answers = pd.DataFrame({names.RESPONDENT_ID: ["p1"], names.TIMEPOINT: ["end"], **row})
    faults = find_faults_in_answers(answers, dialog)
    assert len(faults) == 10
    assert faults[0].rule == "answers go from 1 to 7 (8: does not apply)"


def test_the_range_is_that_of_the_chosen_coding() -> None:
    row = {f"k10_{number:02d}": [0] for number in range(1, 11)}
    answers = pd.DataFrame({names.RESPONDENT_ID: ["p1"], names.TIMEPOINT: ["end"], **row})
    assert find_faults_in_answers(answers, load_measure("k10"), coding="us_mhsds") == []
    assert len(find_faults_in_answers(answers, load_measure("k10"), coding="au")) == 10


def test_marks_on_a_line_need_not_be_whole_numbers() -> None:
    row = {f"ors_0{number}": [2.35] for number in range(1, 5)}
    answers = pd.DataFrame({names.RESPONDENT_ID: ["p1"], names.TIMEPOINT: ["end"], **row})
    assert score(answers, "ors")[names.SCORE].tolist() == [pytest.approx(9.4)]


def test_half_points_where_a_measure_has_them() -> None:
    own = Measure.model_validate(
        {
            "id": "halves",
            "title": "Halves",
            "items": [{"count": 1, "minimum": 0, "maximum": 5, "step": 0.5}],
            "subscales": [
                {"id": "total", "title": "T", "noun": "t", "minimum": 0, "maximum": 5, "better_is": "higher"}
            ],
        }
    )
    answers = pd.DataFrame(
        {names.RESPONDENT_ID: ["p1", "p2"], names.TIMEPOINT: "end", "halves_01": [2.5, 2.4]}
    )
    faults = find_faults_in_answers(answers, own)
    assert [(fault.row, fault.rule) for fault in faults] == [(3, "answers go up from 0 in steps of 0.5")]


def test_the_same_person_twice_at_one_timepoint_is_a_fault() -> None:
    answers = bpses([1, 1, 1, 1, 1], [2, 2, 2, 2, 2], [3, 3, 3, 3, 3])
    answers[names.RESPONDENT_ID] = ["p1", "p1", "p1"]
    answers[names.TIMEPOINT] = ["start", "end", "start"]
    with pytest.raises(ImpossibleAnswers, match=r'row 4, column respondent_id: "p1": .* a second time'):
        score(answers, "bpses")
    assert len(score(answers.iloc[:2], "bpses")) == 2
