from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from evalkit.disclosure import Policy, suppress_counts, suppress_table

if TYPE_CHECKING:
    from numpy.typing import NDArray

counts_of_people = st.integers(0, 60)
grids = arrays(np.int64, array_shapes(min_dims=2, max_dims=2, max_side=4), elements=counts_of_people)


def with_margins(inner: NDArray[np.int64]) -> NDArray[np.int64]:
    wide = np.hstack([inner, inner.sum(axis=1, keepdims=True)])
    return np.vstack([wide, wide.sum(axis=0, keepdims=True)])


@settings(deadline=None, max_examples=60)
@given(grids)
def test_shown_cells_are_true_and_every_small_one_is_hidden(inner: NDArray[np.int64]) -> None:
    true = with_margins(inner)
    shown = suppress_table(true, "counts")
    for value, mark in zip(true.ravel(), shown.ravel(), strict=True):
        assert mark == "*" or (mark == value and value >= 5)


@settings(deadline=None, max_examples=40)
@given(grids)
def test_under_nhs_shown_cells_are_multiples_of_five_near_the_truth(inner: NDArray[np.int64]) -> None:
    true = with_margins(inner)
    shown = suppress_table(true, "nhs")
    for value, mark in zip(true.ravel(), shown.ravel(), strict=True):
        assert mark == "*" or (mark % 5 == 0 and abs(mark - value) <= 2)
        assert mark == "*" or value >= 5


@settings(deadline=None, max_examples=20)
@given(grids)
def test_no_policy_hides_nothing_and_a_second_run_gives_the_same(inner: NDArray[np.int64]) -> None:
    true = with_margins(inner)
    assert suppress_table(true, "none").tolist() == true.tolist()
    assert suppress_table(true, "counts").tolist() == suppress_table(true, "counts").tolist()


@settings(deadline=None, max_examples=40)
@given(st.lists(counts_of_people, max_size=7))
def test_a_list_hides_no_large_count_without_a_small_one(values: list[int]) -> None:
    shown = suppress_counts(values, "counts")
    assert len(shown) == len(values)
    if values and min(values) >= 5:
        assert shown == values
    assert all(mark == "*" for value, mark in zip(values, shown, strict=True) if value < 5)


@pytest.mark.parametrize(
    ("values", "shown"),
    [
        ([], []),
        ([0], ["*"]),
        ([7], [7]),
        ([0, 0, 0], ["*", "*", "*"]),
        ([1, 0, 2], ["*", "*", "*"]),
        ([4, 4], ["*", "*"]),
        ([0, 5], ["*", "*"]),
        ([4, 4, 30], ["*", "*", "*"]),
        ([2, 3, 30], [*"**", 30]),
        ([3, 30, 12, 50], ["*", 30, "*", 50]),
        ([30, 12, 50], [30, 12, 50]),
    ],
)
def test_lists_worked_by_hand(values: list[int], shown: list[object]) -> None:
    assert suppress_counts(values, "counts", threshold=5) == shown


def test_threshold_three_is_served() -> None:
    assert suppress_counts([2, 2, 30, 9], "counts", threshold=3) == ["*", "*", 30, "*"]
    assert suppress_table([[2, 2, 4], [2, 20, 22], [4, 22, 26]], "counts", threshold=3)[0][:2] == ["*", "*"]


def test_the_answer_comes_in_the_form_of_the_question() -> None:
    values = [4, 4, 30]
    assert suppress_counts(tuple(values), "counts") == ("*", "*", "*")
    array = suppress_counts(np.array([40.0, 50.0]), "counts")
    assert isinstance(array, np.ndarray)
    assert array.tolist() == [40, 50]
    series = suppress_counts(pd.Series(values, index=["a", "b", "c"], name="people"), Policy("counts"))
    pd.testing.assert_series_equal(
        series, pd.Series(["*", "*", "*"], index=["a", "b", "c"], name="people", dtype=object)
    )


def test_a_frame_keeps_its_labels() -> None:
    frame = pd.crosstab(
        pd.Series(["x"] * 30 + ["y"] * 40, name="row"),
        pd.Series((["p"] * 7 + ["q"] * 3) * 7, name="column"),
        margins=True,
    )
    shown = suppress_table(frame, "counts")
    assert shown.index.tolist() == ["x", "y", "All"]
    assert shown.columns.tolist() == ["p", "q", "All"]
    assert shown.loc["All", "All"] == 70
    assert shown.map(type).isin([int]).all(axis=None)


def test_margins_stay_where_inner_cells_can_protect() -> None:
    shown = suppress_table([[3, 20, 23], [15, 30, 45], [18, 50, 68]], "counts")
    assert shown == [["*", "*", 23], ["*", "*", 45], [18, 50, 68]]


def test_a_small_margin_is_hidden_too() -> None:
    shown = suppress_table([[1, 2, 3], [20, 30, 50], [21, 32, 53]], "counts")
    assert shown[0] == ["*", "*", "*"]
    assert shown[2][2] == "*" or shown[1][2] == "*"


@pytest.mark.parametrize("table", [[[0, 0], [0, 0]], [[3, 3], [3, 3]], [[0, 0, 0], [0, 0, 0], [0, 0, 0]]])
def test_a_table_of_nobody_or_hardly_anybody_is_hidden_whole(table: list[list[int]]) -> None:
    assert {mark for row in suppress_table(table, "counts") for mark in row} == {"*"}


def test_one_large_cell_is_shown() -> None:
    assert suppress_table([[30, 30], [30, 30]], "counts") == [[30, 30], [30, 30]]


def test_without_margins_only_small_counts_are_hidden() -> None:
    assert suppress_table([[3, 20], [15, 30]], "counts", margins=False) == [["*", 20], [15, 30]]
    assert suppress_table([[3, 21], [15, 30]], "nhs", margins=False) == [["*", 20], [15, 30]]


def test_margins_that_do_not_add_up_are_named() -> None:
    frame = pd.DataFrame({"p": [10, 20, 30], "q": [10, 20, 31], "all": [20, 41, 61]}, index=["x", "y", "all"])
    with pytest.raises(ValueError, match="row y adds up to 40, its total says 41; column q adds up to 30"):
        suppress_table(frame, "none")


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ([3, -1], "-1 isn't a count of people: it is negative"),
        ([3, 2.5], "2.5 isn't a count of people: a whole number"),
        ([3, float("nan")], "a count is missing: give 0"),
        (["3", "*"], "isn't a count of people"),
        ([[3, 4]], "expected counts in 1 dimension"),
    ],
)
def test_what_is_no_count_is_refused(values: list[int], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        suppress_counts(values, "counts")


def test_a_table_without_inner_cells_or_with_ragged_rows_is_refused() -> None:
    with pytest.raises(ValueError, match="at least two rows and two columns"):
        suppress_table([[30, 40]], "counts")
    with pytest.raises(ValueError, match="aren't all of the same length"):
        suppress_table([[30, 40], [30]], "counts")
