from __future__ import annotations

import math
from itertools import groupby
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from evalkit.analysis import holm

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable


def test_equals_r(reference: Callable[[str], list[dict[Hashable, Any]]]) -> None:
    cases = [list(rows) for _, rows in groupby(reference("holm_expected.csv"), lambda row: row["case"])]
    assert len(cases) == 5
    for rows in cases:
        expected = [row["holm"] for row in rows]
        assert holm([row["p"] for row in rows]) == pytest.approx(expected, rel=1e-12, nan_ok=True)


def test_no_tests_give_nothing() -> None:
    assert holm([]).size == 0
    assert np.isnan(holm([math.nan, math.nan])).all()


@pytest.mark.parametrize("p_values", [[0.2, 1.01], [-0.1], [[0.1, 0.2]]])
def test_what_is_no_p_value_is_refused(p_values: list[float]) -> None:
    with pytest.raises(ValueError, match="one row of numbers from 0 to 1"):
        holm(p_values)


@given(st.lists(st.floats(0, 1), min_size=1, max_size=9))
def test_correction_never_helps_and_keeps_the_order(p_values: list[float]) -> None:
    corrected = holm(p_values)
    assert (corrected >= np.array(p_values)).all()
    assert (corrected <= np.minimum(1, len(p_values) * np.array(p_values))).all()
    order = np.argsort(p_values, kind="stable")
    assert (np.diff(corrected[order]) >= 0).all()
