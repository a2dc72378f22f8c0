from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import pytest

from evalkit.analysis import rate_ratio, risk_difference, risk_ratio

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

    from evalkit.analysis import Comparison

FUNCTIONS: dict[str, Callable[[float, float, float, float], Comparison]] = {
    "risk_ratio": risk_ratio,
    "risk_difference": risk_difference,
    "rate_ratio_exact": lambda a, n1, c, n0: rate_ratio(int(a), n1, int(c), n0),
    "rate_ratio_wald": lambda a, n1, c, n0: rate_ratio(int(a), n1, int(c), n0, "wald"),
}


@pytest.mark.parametrize("fn", FUNCTIONS)
def test_equals_r(reference: Callable[[str], list[dict[Hashable, Any]]], fn: str) -> None:
    rows = [row for row in reference("comparisons_expected.csv") if row["fn"] == fn]
    assert len(rows) >= 5
    tolerance = 1e-6 if fn == "rate_ratio_exact" else 1e-8
    for row in rows:
        result = FUNCTIONS[fn](row["a"], row["n1"], row["c"], row["n0"])
        got = (result.estimate, result.ci_low, result.ci_high, result.p_value)
        expected = tuple(row[name] for name in ("estimate", "ci_low", "ci_high", "p_value"))
        assert got == pytest.approx(expected, rel=tolerance, abs=1e-14, nan_ok=True), row


def test_vo_59_risk_ratio() -> None:
    result = risk_ratio(4, 123, 11, 139)
    got = (result.estimate, result.ci_low, result.ci_high)
    assert got == pytest.approx((0.410938654841, 0.134301570833, 1.25739838332), abs=1e-8)
    assert math.log(result.estimate) == pytest.approx(-0.889311333920, abs=1e-8)


def test_vo_60_rate_ratio() -> None:
    result = rate_ratio(11, 800, 21, 3011)
    got = (result.estimate, result.ci_low, result.ci_high, result.p_value)
    assert got == pytest.approx((1.97148809524, 0.858426403392, 4.277265943654, 0.079668633), abs=1e-6)


def test_method_says_that_a_zero_cell_was_handled() -> None:
    assert risk_ratio(4, 123, 11, 139).method == "Katz log interval"
    assert risk_ratio(0, 50, 5, 50).method == "Katz log interval, 0.5 added to each cell"
    assert rate_ratio(0, 10, 4, 10, "wald").method == "Wald log interval, 0.5 added to each count"


def test_no_events_in_the_reference_group_is_infinite_when_exact() -> None:
    result = rate_ratio(4, 100, 0, 120)
    assert (result.estimate, result.ci_high) == (math.inf, math.inf)
    assert 0 < result.ci_low < 1


@pytest.mark.parametrize(
    "result", [risk_ratio(0, 0, 3, 10), risk_difference(2, 5, 0, 0), rate_ratio(0, 10, 0, 20)]
)
def test_nothing_to_compare(result: Comparison) -> None:
    numbers = (result.estimate, result.ci_low, result.ci_high, result.p_value)
    assert all(math.isnan(number) for number in numbers)
    assert result.method.startswith("not calculated: ")


def test_errors_say_what_is_wrong() -> None:
    with pytest.raises(ValueError, match="got a = 6, n1 = 5, c = 1, n0 = 2"):
        risk_ratio(6, 5, 1, 2)
    with pytest.raises(ValueError, match="0 <= a <= n1 and 0 <= c <= n0"):
        risk_difference(1, 5, -1, 2)
    with pytest.raises(ValueError, match="whole numbers from 0; got -1 and 2"):
        rate_ratio(-1, 10, 2, 10)
    with pytest.raises(ValueError, match="must be above 0; got 0 and 10"):
        rate_ratio(1, 0, 2, 10)
    with pytest.raises(ValueError, match='method must be "exact" or "wald", not "score"'):
        rate_ratio(1, 10, 2, 10, "score")  # type: ignore[arg-type]
