from __future__ import annotations

import math
from itertools import product
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evalkit.analysis import wilcoxon_paired

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

    from evalkit.analysis import WilcoxonResult

    Reference = Callable[[str], list[dict[Hashable, Any]]]

EXACT = "Wilcoxon signed-rank test, exact"
NORMAL = "Wilcoxon signed-rank test, normal approximation with continuity correction"


def _result(reference: Reference, case: str) -> WilcoxonResult:
    people = [pair for pair in reference("paired_cases.csv") if pair["case"] == case]
    return wilcoxon_paired([pair["pre"] for pair in people], [pair["post"] for pair in people])


def test_equals_r_on_awkward_pairs(reference: Reference) -> None:
    compared = {"statistic": 0, "p_value_wilcoxon": 0, "rank_biserial": 0}
    for row in reference("paired_cases_expected.csv"):
        if row["statistic"] not in compared:
            continue
        compared[row["statistic"]] += 1
        result = _result(reference, row["case"])
        if row["statistic"] == "rank_biserial":
            got = [result.rank_biserial, result.rank_biserial_ci_low, result.rank_biserial_ci_high]
            expected = [row["estimate"], row["ci_low"], row["ci_high"]]
        else:
            got = [result.statistic if row["statistic"] == "statistic" else result.p_value]
            expected = [row["estimate"]]
        assert got == pytest.approx(expected, rel=1e-8, abs=1e-15, nan_ok=True), row["case"]
    assert compared == {"statistic": 16, "p_value_wilcoxon": 16, "rank_biserial": 15}


@pytest.mark.parametrize(
    ("case", "method"),
    [
        ("exact_49", EXACT),
        ("normal_50", NORMAL),
        ("normal_49_of_50", NORMAL),
        ("tie_in_49", NORMAL),
        ("no_ties", EXACT),
        ("ties", NORMAL),
        ("zeros", NORMAL),
        ("no_change", "not calculated: every change is zero"),
    ],
)
def test_method_names_the_test_that_was_run(reference: Reference, case: str, method: str) -> None:
    assert _result(reference, case).method == method


def test_vo_44_every_change_upwards_but_one_zero() -> None:
    pre = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0]
    post = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4]
    result = wilcoxon_paired(pre, post)
    assert (result.rank_biserial, result.n, result.n_zero) == (1.0, 10, 1)
    assert math.isnan(result.rank_biserial_ci_low)


def test_exact_p_value_is_the_share_of_all_sign_patterns() -> None:
    changes = [-2, -3, 1, -4, -5]  # ranks 2, 3, 1, 4, 5: W₊ = 1, W₋ = 14
    sums = [
        sum(rank for rank, up in zip((2, 3, 1, 4, 5), signs, strict=True) if up)
        for signs in product((0, 1), repeat=5)
    ]
    share = sum(min(total, 15 - total) <= 1 for total in sums) / 32
    result = wilcoxon_paired([10] * 5, [10 + change for change in changes])
    assert result.p_value == pytest.approx(share)
    assert result.rank_biserial == pytest.approx((1 - 14) / 15)


def test_sign_says_whether_later_is_higher() -> None:
    assert wilcoxon_paired([1, 2, 3], [2, 4, 2.5]).rank_biserial > 0
    assert wilcoxon_paired([2, 4, 2.5], [1, 2, 3]).rank_biserial < 0


def test_nothing_to_rank() -> None:
    same = wilcoxon_paired([4, 5], [4, 5])
    assert (same.statistic, same.rank_biserial, same.n, same.n_zero) == (0.0, 0.0, 2, 2)
    assert math.isnan(same.p_value)
    nobody = wilcoxon_paired([math.nan, 1], [3, math.nan])
    assert (nobody.n, nobody.method) == (0, "not calculated: no pairs")
    assert math.isnan(nobody.p_value)
    assert math.isnan(nobody.rank_biserial)


@given(st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), max_size=60))
def test_reversing_time_keeps_p_and_turns_the_sign(pairs: list[tuple[int, int]]) -> None:
    pre, post = [pair[0] for pair in pairs], [pair[1] for pair in pairs]
    forwards, backwards = wilcoxon_paired(pre, post), wilcoxon_paired(post, pre)
    assert forwards.p_value == pytest.approx(backwards.p_value, nan_ok=True)
    assert forwards.rank_biserial == pytest.approx(-backwards.rank_biserial, abs=1e-15, nan_ok=True)
    if not math.isnan(forwards.p_value):
        assert 0 <= forwards.p_value <= 1
