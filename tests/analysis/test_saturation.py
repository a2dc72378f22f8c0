from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from evalkit.analysis.saturation import SATURATION_COLUMNS, calculate_saturation, expected_codes
from story_frames import make_stories

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

CASES = ["small", "one_code_everywhere", "each_its_own", "larger"]


@pytest.mark.parametrize("case", CASES)
def test_curve_equals_vegan(case: str, reference: Callable[[str], list[dict[Hashable, Any]]]) -> None:
    marks, answers = (pd.DataFrame(reference(f"saturation_{what}.csv")) for what in ("marks", "expected"))
    marks, answers = marks[marks["case"] == case], answers[answers["case"] == case]

    curve = expected_codes(marks.groupby("code")["document"].nunique(), marks["document"].nunique())

    assert curve == pytest.approx(answers["expected_codes"].to_numpy(float), rel=1e-8)


@given(st.lists(st.sets(st.sampled_from("abcd")), min_size=1, max_size=6))
def test_curve_is_the_mean_over_all_choices_of_documents(documents: list[set[str]]) -> None:
    counts = [sum(code in codes for codes in documents) for code in "abcd"]

    curve = expected_codes(counts, len(documents))

    for k in range(1, len(documents) + 1):
        seen = [len(set().union(*chosen)) for chosen in combinations(documents, k)]
        assert curve[k - 1] == pytest.approx(np.mean(seen), abs=1e-12)


@pytest.mark.parametrize("counts", [[4], [-1], [1, float("nan")]])
def test_impossible_counts_are_refused(counts: list[float]) -> None:
    with pytest.raises(ValueError, match="a code stands in 0 to 3 documents"):
        expected_codes(counts, 3)


def test_each_component_has_its_own_curve() -> None:
    excerpts, codings = make_stories(
        [
            ("d1", "P1", "group", None, "peers staff"),
            ("d1", "P1", "group", None, "peers"),
            ("d2", "P2", "group", None, "peers"),
            ("d3", None, "course", None, "forms"),
            ("d4", "P4", "course", None, ""),
        ]
    )

    curve = calculate_saturation(excerpts, codings, "example")

    assert tuple(curve.columns) == SATURATION_COLUMNS
    by_component = {name: part["expected_codes"].tolist() for name, part in curve.groupby("component")}
    assert by_component["group"] == pytest.approx([1.5, 2.0])
    assert by_component["course"] == pytest.approx([1.0])
    assert by_component["all"] == pytest.approx([4 / 3, 7 / 3, 3.0])


def test_without_codes_there_is_no_curve() -> None:
    curve = calculate_saturation(*make_stories([("d4", "P4", "course", None, "")]), "example")

    assert curve.empty
    assert tuple(curve.columns) == SATURATION_COLUMNS
