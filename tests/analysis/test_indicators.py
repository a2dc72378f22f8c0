from __future__ import annotations

import math
from typing import Any

import pandas as pd
import pytest

from evalkit import names
from evalkit.analysis.indicators import chart_points, judge, judge_indicators, value_interval
from evalkit.analysis.intervals import wilson_interval
from evalkit.analysis.programme_results import ProgrammeResults, check_programme_results
from evalkit.errors import BuildError

NOTHING = math.nan
LEVEL = [44.0, 46.0, 45.0, 47.0, 45.0, 44.0, 46.0, 45.0, 45.0, 46.0, 44.0, 46.0]


def points_of(
    values: list[float], *, counts: list[tuple[float, float]] | None = None, hidden: tuple[int, ...] = ()
) -> pd.DataFrame:
    """Return the shown points of one indicator, counting positions from 1."""
    rows: list[dict[str, Any]] = []
    for place, value in enumerate(values):
        above, below = counts[place] if counts else (NOTHING, NOTHING)
        gone = place in hidden
        rows.append(
            {
                "id": "one",
                "period": str(2000 + place),
                "position": place + 1,
                "value": NOTHING if gone else value,
                "numerator": NOTHING if gone else above,
                "denominator": NOTHING if gone else below,
                "people": counts is not None,
                "suppressed": gone,
                "hidden_because": names.SMALL if gone else "",
            }
        )
    return chart_points(pd.DataFrame(rows), {"one": "%"})


def status(
    points: pd.DataFrame, *, baseline: float, target: float = NOTHING, direction: str = "higher"
) -> str:
    """Return the status of one indicator in %."""
    return judge(points, unit="%", direction=direction, baseline=baseline, target=target).status


@pytest.mark.parametrize(
    ("last", "direction", "expected"),
    [(60.0, "higher", "met"), (59.9, "higher", "towards"), (60.0, "lower", "met"), (10.0, "lower", "met")],
)
def test_a_target_is_met_when_the_last_figure_reaches_it(last: float, direction: str, expected: str) -> None:
    points = points_of([last], counts=[(last, 100.0)])
    assert status(points, baseline=40, target=60, direction=direction) == expected


@pytest.mark.parametrize(
    ("baseline", "direction", "expected"),
    [
        (40, "higher", "towards"),
        (40, "lower", "away"),
        (50, "higher", "away"),
        (45.5, "higher", "no clear change"),
        (44, "lower", "no clear change"),
    ],
)
def test_a_chart_in_one_phase_tells_by_its_limits(baseline: float, direction: str, expected: str) -> None:
    # Limits 45.25 ± 2.66 × 15/11 = 41.62 to 48.88.
    assert status(points_of(LEVEL), baseline=baseline, direction=direction) == expected


def test_a_clear_shift_tells_although_the_baseline_lies_inside_the_last_limits() -> None:
    wide = [48.0, 46.0, 50.0, 47.0, 49.0, 46.5, 49.5, 46.0, 50.0, 47.0, 49.0, 48.0]
    points = points_of(LEVEL + wide)
    assert points["phase"].iloc[-1] == 2
    assert points["lower"].iloc[-1] < 45.25
    assert status(points, baseline=45.25) == "towards"
    assert status(points, baseline=45.25, direction="lower") == "away"


def test_a_shift_there_and_back_is_no_clear_change() -> None:
    points = points_of(LEVEL + [value + 7 for value in LEVEL] + LEVEL)
    assert points["phase"].max() == 3
    assert status(points, baseline=45) == "no clear change"


def test_without_a_chart_the_interval_of_the_last_figure_tells() -> None:
    points = points_of([9.0] * 3, counts=[(90.0, 1000.0)] * 3)
    assert status(points, baseline=12) == "away"
    assert status(points, baseline=10) == "no clear change"
    standing = judge(points, unit="%", direction="higher", baseline=12, target=NOTHING)
    assert standing.method == "95 % interval of the last figure (Wilson) against the baseline"
    assert standing.trend == "not enough data"


def test_few_figures_without_counts_say_nothing() -> None:
    points = points_of(LEVEL[:11])
    assert status(points, baseline=10) == "not enough data"
    assert status(points, baseline=10, target=46) == "not enough data"
    assert status(points, baseline=10, target=44) == "met"


def test_without_a_baseline_the_first_figure_stands_in_for_it() -> None:
    points = points_of([12.0, 9.0], counts=[(120.0, 1000.0), (90.0, 1000.0)])
    standing = judge(points, unit="%", direction="higher", baseline=NOTHING, target=NOTHING)
    assert standing.status == "away"
    assert standing.method.endswith("against the first figure")
    assert status(points.iloc[:1], baseline=NOTHING) == "not enough data"


def test_a_hidden_last_figure_hides_the_status_and_nothing_of_it_is_told() -> None:
    points = points_of(LEVEL, hidden=(11,))
    row = judge_indicators(facts(target=45.0), points).iloc[0]
    assert row["status"] == "hidden"
    assert math.isnan(row["value"])
    assert row["suppressed"]
    assert row["hidden_because"] == names.SMALL


def test_hidden_points_have_no_part_in_the_chart() -> None:
    points = points_of([*LEVEL[:6], 999.0, *LEVEL[6:]], hidden=(6,))
    shown = points[~points["suppressed"]]
    assert shown["centre"].unique() == pytest.approx([45.25])
    numbers = ["value", "numerator", "denominator", "ci_low", "ci_high", "centre", "lower", "upper", "phase"]
    assert points.loc[6, numbers].isna().all()
    assert points.loc[6, "signal"] == ""
    assert list(points["position"]) == list(range(1, 14))


@pytest.mark.parametrize(("change", "trend"), [(0.0, "steady"), (7.0, "rising"), (-7.0, "falling")])
def test_the_trend_is_that_of_the_last_shift(change: float, trend: str) -> None:
    points = points_of(LEVEL + [value + change for value in LEVEL])
    assert judge(points, unit="%", direction="higher", baseline=45, target=99).trend == trend


def test_intervals_by_unit() -> None:
    low, high = wilson_interval(30, 120)
    assert value_interval(30, 120, "%") == ((100 * low, 100 * high), "Wilson")
    # R: poisson.test(3)$conf.int; Byar's limits of 65 events as PHE gives them.
    assert value_interval(3, 1000, "per 1,000")[0] == pytest.approx((0.618672, 8.767273), abs=1e-6)
    assert value_interval(65, NOTHING, "people")[0] == pytest.approx((50.16, 82.85), abs=0.01)
    assert value_interval(3, 1000, "per 1,000")[1] == "exact Poisson"
    assert math.isnan(value_interval(NOTHING, NOTHING, "%")[0].ci_low)


def test_one_row_per_indicator_in_the_fixed_columns() -> None:
    table = judge_indicators(facts(), points_of(LEVEL + [v + 7 for v in LEVEL]))
    row = table.iloc[0]
    assert tuple(table.columns) == names.INDICATOR_COLUMNS
    assert (row["first_period"], row["last_period"], row["n_periods"], row["signals"]) == (
        "2000",
        "2023",
        24,
        1,
    )
    assert row["method"] == "XmR chart against the baseline: 24 points, 2 phases"


def test_a_result_that_contradicts_itself_stops_the_run() -> None:
    points = points_of(LEVEL)
    detentions = pd.DataFrame(columns=list(names.DETENTION_COLUMNS))
    good = ProgrammeResults(judge_indicators(facts(), points), points, detentions)
    check_programme_results(good)
    wrong = ProgrammeResults(
        good.indicators, points.assign(lower=points["upper"] + 1, position=1), detentions
    )
    with pytest.raises(BuildError, match="has one period twice; centre lies outside lower to upper"):
        check_programme_results(wrong)


def facts(**changes: Any) -> pd.DataFrame:
    """Return the facts of one indicator."""
    known = {"id": "one", "title": "One", "priority": "", "owner": "", "unit": "%", "direction": "higher"}
    return pd.DataFrame([{**known, "baseline": 40.0, "target": NOTHING, **changes}])
