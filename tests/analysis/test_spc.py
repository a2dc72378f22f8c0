from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from evalkit.analysis.spc import BEYOND, FEWEST_POINTS, SHIFT, xmr_chart

REFERENCE = Path(__file__).parents[1] / "reference"
SERIES = pd.read_csv(REFERENCE / "programme_series.csv")
EXPECTED = pd.read_csv(REFERENCE / "programme_expected.csv", dtype={"beyond": str}, keep_default_na=True)


@pytest.mark.parametrize("name", list(EXPECTED["series"].unique()))
def test_phases_limits_and_signals_are_those_of_r(name: str) -> None:
    values = SERIES.loc[SERIES["series"] == name, "value"].to_numpy()
    expected = EXPECTED[EXPECTED["series"] == name]
    chart = xmr_chart(values)

    assert [(p.start + 1, p.stop) for p in chart.phases] == list(
        expected[["start", "stop"]].itertuples(index=False, name=None)
    )
    got = np.array([(p.mean, p.lower, p.upper) for p in chart.phases])
    assert got == pytest.approx(expected[["mean", "lower", "upper"]].to_numpy(), rel=1e-8, nan_ok=True)
    beyond = {int(place) for cell in expected["beyond"].dropna() for place in cell.split()}
    starts = {int(start) for start in expected["start"][1:]}
    assert {k + 1 for k, signal in enumerate(chart.signals) if signal == SHIFT} == starts
    assert {k + 1 for k, signal in enumerate(chart.signals) if signal == BEYOND} == beyond - starts


def test_limits_worked_by_hand() -> None:
    # Mean 11 and eleven differences of 2: limits 11 ± 2.66 × 2.
    phase = xmr_chart([10, 12] * 6).phases[0]
    assert (phase.mean, phase.lower, phase.upper) == pytest.approx((11, 5.68, 16.32))


def test_eleven_points_have_no_limits_and_no_signal() -> None:
    chart = xmr_chart([5, 6, 5, 6, 5, 6, 5, 6, 5, 6, 900])
    assert not chart.has_limits
    assert math.isnan(chart.phases[0].lower)
    assert set(chart.signals) == {""}


def test_without_points_there_is_no_phase() -> None:
    chart = xmr_chart([])
    assert (chart.phases, chart.signals, chart.has_limits) == ((), (), False)


def test_seven_in_a_row_are_no_shift_and_eight_are() -> None:
    level = [4, 6] * 6
    assert len(xmr_chart([*level, *[6] * 7, 4, 6]).phases) == 1
    assert [p.start for p in xmr_chart([*level, *[5.5] * 8]).phases] == [0, 12]


def test_a_point_on_the_centre_ends_a_run() -> None:
    level = [4, 6] * 6
    assert len(xmr_chart([*level, *[6] * 4, 5, *[6] * 4]).phases) == 1


def test_a_run_within_the_first_twelve_is_part_of_the_first_phase() -> None:
    assert xmr_chart([4] * 6 + [6] * 10).phases[0].size == FEWEST_POINTS + 4


def test_a_phase_after_a_shift_waits_for_twelve_points() -> None:
    chart = xmr_chart([4, 6] * 6 + [9, 10] * 5)
    assert [(p.size, p.has_limits) for p in chart.phases] == [(12, True), (10, False)]


@pytest.mark.parametrize("value", [0.1, 46.3182897862, 0.0, -7.7])
def test_a_series_that_never_moves_has_no_signal(value: float) -> None:
    chart = xmr_chart([value] * 40)
    assert len(chart.phases) == 1
    assert set(chart.signals) == {""}


def test_the_sign_and_the_unit_of_the_figures_do_not_matter() -> None:
    values = SERIES.loc[SERIES["series"] == "two_shifts", "value"].to_numpy()
    signals = xmr_chart(values).signals
    assert xmr_chart(-values).signals == signals
    assert xmr_chart(values * 1e6 + 3).signals == signals


@pytest.mark.parametrize("value", [math.nan, math.inf])
def test_a_missing_figure_is_refused(value: float) -> None:
    with pytest.raises(ValueError, match="missing or infinite"):
        xmr_chart([1, 2, value])


def test_how_often_36_months_without_a_shift_are_marked() -> None:
    """The rates that the module's docstring states, within Monte-Carlo error."""
    rng, charts = np.random.default_rng(36), 4_000
    signals = [xmr_chart(rng.normal(size=36)).signals for _ in range(charts)]
    shifted = sum(SHIFT in one for one in signals) / charts
    beyond = sum(BEYOND in one for one in signals) / charts
    marked = sum(any(one) for one in signals) / charts
    points = sum(sum(map(bool, one)) for one in signals) / charts / 36
    assert shifted == pytest.approx(0.144, abs=0.02)
    assert beyond == pytest.approx(0.086, abs=0.02)
    assert marked == pytest.approx(0.21, abs=0.02)
    assert points == pytest.approx(0.0067, abs=0.001)


@pytest.mark.parametrize(("size", "found"), [(2, 0.775), (2.5, 0.93), (3, 0.985)])
def test_how_often_two_planted_shifts_are_both_found(size: float, found: float) -> None:
    rng, charts = np.random.default_rng(int(size * 10)), 2_000
    step = np.repeat([0, size, 0], 12)
    counts = [len(xmr_chart(rng.normal(size=36) + step).phases) for _ in range(charts)]
    assert counts.count(3) / charts == pytest.approx(found, abs=0.03)
