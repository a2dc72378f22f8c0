from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evalkit.analysis import (
    Interval,
    Rate,
    byar_interval,
    crude_rate,
    exact_poisson_interval,
    wilson_interval,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable


@pytest.mark.parametrize(
    ("x", "n", "expected"),
    [
        pytest.param(65, 100, (0.5525444329688797, 0.7363575175690247), id="VO-50"),
        pytest.param(1, 100, (0.0017674320640654, 0.0544861961787053), id="VO-51"),
        pytest.param(20, 100, (0.1333669333310325, 0.28882916559315885), id="VO-52"),
    ],
)
def test_wilson_vectors(x: int, n: int, expected: tuple[float, float]) -> None:
    assert wilson_interval(x, n) == pytest.approx(expected, abs=1e-9)


def test_wilson_at_the_ends() -> None:
    z_squared = 1.959963984540054**2
    assert wilson_interval(0, 10) == pytest.approx((0, z_squared / (10 + z_squared)), abs=1e-15)
    assert wilson_interval(0, 10).ci_low == 0
    assert wilson_interval(10, 10).ci_high == 1
    assert wilson_interval(10, 10).ci_low == pytest.approx(10 / (10 + z_squared))


@pytest.mark.parametrize(("x", "n"), [(0, 0), (math.nan, 10), (3, math.nan)])
def test_wilson_of_nobody_is_unknown(x: float, n: float) -> None:
    assert all(math.isnan(limit) for limit in wilson_interval(x, n))


@pytest.mark.parametrize(("x", "n"), [(-1, 10), (11, 10)])
def test_wilson_refuses_more_than_everybody(x: int, n: int) -> None:
    with pytest.raises(ValueError, match=rf"0 <= x <= n; got x = {x}, n = {n}"):
        wilson_interval(x, n)


@given(st.integers(1, 500), st.data())
def test_wilson_mirrors_and_covers(n: int, data: st.DataObject) -> None:
    x = data.draw(st.integers(0, n))
    limits, mirrored = wilson_interval(x, n), wilson_interval(n - x, n)
    assert 0 <= limits.ci_low <= x / n <= limits.ci_high <= 1
    assert limits.ci_low == pytest.approx(1 - mirrored.ci_high, abs=1e-12)


INTERVALS: dict[str, Callable[[float, float, float], Interval | Rate]] = {
    "wilson": wilson_interval,
    "byar": lambda x, _n, level: byar_interval(x, level),
    "exact_poisson": lambda x, _n, level: exact_poisson_interval(x, level),
    "crude_rate": lambda x, n, level: crude_rate(x, n, confidence_level=level),
}


@pytest.mark.parametrize("fn", INTERVALS)
def test_equals_r(reference: Callable[[str], list[dict[Hashable, Any]]], fn: str) -> None:
    rows = [row for row in reference("intervals_expected.csv") if row["fn"] == fn]
    assert len(rows) >= 18
    for row in rows:
        limits = INTERVALS[fn](row["x"], row["n"], row["level"])
        got = (limits.ci_low, limits.ci_high)
        assert got == pytest.approx((row["ci_low"], row["ci_high"]), rel=1e-8, abs=1e-12), row


@pytest.mark.parametrize(
    ("x", "expected"),
    [
        pytest.param(65, (50.163187710459454, 82.84913854593984), id="VO-53"),
        pytest.param(1, (0.01307213290150435, 5.5637555824752605), id="VO-54"),
    ],
)
def test_byar_vectors(x: int, expected: tuple[float, float]) -> None:
    assert byar_interval(x) == pytest.approx(expected, abs=1e-8)


def test_count_of_zero() -> None:
    assert byar_interval(0).ci_low == 0
    # nothing happened: the exact upper limit is where P(0 events) falls to the tail, -ln 0.025
    assert exact_poisson_interval(0) == pytest.approx((0, -math.log(0.025)))


@pytest.mark.parametrize("interval", [byar_interval, exact_poisson_interval])
def test_counts_that_are_none(interval: Callable[[float], Interval]) -> None:
    assert all(math.isnan(limit) for limit in interval(math.nan))
    with pytest.raises(ValueError, match="x counts events, so it can't be negative: -1"):
        interval(-1)
