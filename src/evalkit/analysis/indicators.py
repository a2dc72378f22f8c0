"""Indicators over time: interval, chart, status against baseline and target, trend."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd

from evalkit import names
from evalkit.analysis.intervals import Interval, wilson_interval
from evalkit.analysis.rates import BYAR_FROM, crude_rate
from evalkit.analysis.spc import FEWEST_POINTS, Chart, xmr_chart
from evalkit.definitions.units import PERCENT, multiplier

if TYPE_CHECKING:
    from collections.abc import Mapping

MET: Final = "met"
TOWARDS: Final = "towards"
NO_CLEAR_CHANGE: Final = "no clear change"
AWAY: Final = "away"
NOT_ENOUGH: Final = "not enough data"
HIDDEN: Final = "hidden"
STATUSES: Final = (MET, TOWARDS, NO_CLEAR_CHANGE, AWAY, NOT_ENOUGH, HIDDEN)

RISING: Final = "rising"
FALLING: Final = "falling"
STEADY: Final = "steady"
TRENDS: Final = (RISING, FALLING, STEADY, NOT_ENOUGH)

_NO_INTERVAL: Final = Interval(math.nan, math.nan)


@dataclass(frozen=True, slots=True)
class Standing:
    """Where one indicator stands.

    Attributes
    ----------
    status : str
        One of :data:`STATUSES`.
    trend : str
        One of :data:`TRENDS`.
    method : str
        What the status rests on, or why there is none.
    """

    status: str
    trend: str
    method: str


def value_interval(numerator: float, denominator: float, unit: str) -> tuple[Interval, str]:
    """Return the 95 % interval of one figure that comes from counts of people, and its method.

    Wilson for a share in %, Byar or exact Poisson for a rate or a number of people.

    Parameters
    ----------
    numerator : float
        People counted; NaN gives no interval.
    denominator : float
        People they are of; NaN for a plain number of people.
    unit : str
        The indicator's unit.

    Examples
    --------
    >>> limits, method = value_interval(65, 100, "%")
    >>> round(limits.ci_low, 2), round(limits.ci_high, 2), method
    (55.25, 73.64, 'Wilson')
    """
    if math.isnan(numerator):
        return _NO_INTERVAL, ""
    share = multiplier(unit)
    if unit == PERCENT:
        low, high = wilson_interval(numerator, denominator)
        return Interval(100 * low, 100 * high), "Wilson"
    rate = crude_rate(numerator, 1, per=1) if share is None else crude_rate(numerator, denominator, per=share)
    return Interval(rate.ci_low, rate.ci_high), "Byar" if numerator >= BYAR_FROM else "exact Poisson"


def chart_points(points: pd.DataFrame, units: Mapping[str, str]) -> pd.DataFrame:
    """Add intervals, centre, limits, phase and signals to the points that the gate lets through.

    Parameters
    ----------
    points : pandas.DataFrame
        Columns id, period, position, value, numerator, denominator, people, suppressed,
        hidden_because; in order of time.
    units : mapping of str to str
        Indicator → unit.

    Returns
    -------
    pandas.DataFrame
        Columns :data:`evalkit.names.POINT_COLUMNS`. Hidden points have no number and no part in the
        chart; phases count from 1.
    """
    charted = [_chart_one(rows, units[str(name)]) for name, rows in points.groupby("id", sort=False)]
    return pd.concat(charted, ignore_index=True)[list(names.POINT_COLUMNS)]


def _chart_one(rows: pd.DataFrame, unit: str) -> pd.DataFrame:
    people = rows["people"].astype(bool)
    limits = [
        value_interval(above, below, unit)[0]
        for above, below in zip(rows["numerator"].where(people), rows["denominator"], strict=True)
    ]
    rows = rows.copy()
    rows[names.CI_LOW] = [interval.ci_low for interval in limits]
    rows[names.CI_HIGH] = [interval.ci_high for interval in limits]
    rows[["centre", "lower", "upper", "phase"]] = math.nan
    rows["signal"] = ""
    shown = rows.index[~rows[names.SUPPRESSED].astype(bool)]
    chart = xmr_chart(rows.loc[shown, "value"].to_numpy(dtype=np.float64))
    for number, phase in enumerate(chart.phases, start=1):
        here = shown[phase.start : phase.stop]
        rows.loc[here, "phase"] = number
        if phase.has_limits:
            rows.loc[here, ["centre", "lower", "upper"]] = phase.mean, phase.lower, phase.upper
    rows.loc[shown, "signal"] = list(chart.signals)
    return rows


def judge_indicators(indicators: pd.DataFrame, points: pd.DataFrame) -> pd.DataFrame:
    """Say where each indicator stands, from nothing but the points that are shown.

    Parameters
    ----------
    indicators : pandas.DataFrame
        Columns id, title, priority, owner, unit, direction, baseline, target.
    points : pandas.DataFrame
        As :func:`chart_points` returns them.

    Returns
    -------
    pandas.DataFrame
        Columns :data:`evalkit.names.INDICATOR_COLUMNS`.
    """
    by_id = dict(iter(points.groupby("id", sort=False)))
    rows = [
        _row({str(key): value for key, value in fact.items()}, by_id[fact["id"]])
        for fact in indicators.to_dict("records")
    ]
    return pd.DataFrame(rows, columns=list(names.INDICATOR_COLUMNS))


def _row(fact: Mapping[str, Any], points: pd.DataFrame) -> dict[str, object]:
    last = points.iloc[-1]
    standing = judge(
        points,
        unit=str(fact["unit"]),
        direction=str(fact["direction"]),
        baseline=float(str(fact["baseline"])),
        target=float(str(fact["target"])),
    )
    return {
        **fact,
        "first_period": points.iloc[0]["period"],
        "last_period": last["period"],
        "n_periods": len(points),
        "value": last["value"],
        "status": standing.status,
        "trend": standing.trend,
        "signals": int((points["signal"] != "").sum()),
        names.METHOD: standing.method,
        names.SUPPRESSED: bool(last[names.SUPPRESSED]),
        names.HIDDEN_BECAUSE: last[names.HIDDEN_BECAUSE],
    }


def judge(points: pd.DataFrame, *, unit: str, direction: str, baseline: float, target: float) -> Standing:
    """Judge one indicator by its last figure.

    ``met``: the last figure has reached the target. Else the last figure is compared with the baseline
    (the first shown figure where none is given), and ``towards`` or ``away`` is said only where more
    than chance lies between them. With a chart, from 12 points on, that is so when the mean of the last
    phase lies on the same side, and either the last phase's limits leave the baseline outside, or that
    mean differs from the first phase's by more than 2.66·m̄R·√(1/n₁ + 1/n₂). Without a chart, but with counts of
    people, it is so when the last figure's 95 % interval leaves the baseline outside.

    Parameters
    ----------
    points : pandas.DataFrame
        One indicator's rows of :func:`chart_points`.
    unit : str
        Its unit.
    direction : {"higher", "lower"}
        Which way is better.
    baseline, target : float
        In the indicator's unit; NaN where there is none.

    Returns
    -------
    Standing
        Status, trend and what they rest on. The trend is that of the chart's last shift.
    """
    shown = points[~points[names.SUPPRESSED].astype(bool)]
    values = shown["value"].to_numpy(dtype=np.float64)
    chart = xmr_chart(values)
    trend = _trend(chart)
    if bool(points.iloc[-1][names.SUPPRESSED]):
        return Standing(HIDDEN, trend, "not calculated: the last figure is hidden")
    last, sign = values[-1], 1 if direction == names.HIGHER else -1
    if sign * (last - target) >= 0:
        return Standing(MET, trend, "the last figure has reached the target")
    against = "baseline"
    if math.isnan(baseline) and len(values) > 1:
        baseline, against = values[0], "first figure"
    if math.isnan(baseline):
        return Standing(NOT_ENOUGH, trend, "not calculated: no baseline, and one figure only")
    if chart.has_limits:
        more_than_chance = _chart_tells(chart, last, baseline)
        method = f"XmR chart against the {against}: {len(values)} points, {_phases(chart)}"
    else:
        limits, name = value_interval(shown.iloc[-1]["numerator"], shown.iloc[-1]["denominator"], unit)
        if math.isnan(shown.iloc[-1][names.CI_LOW]):
            why = f"fewer than {FEWEST_POINTS} points, and no counts of people"
            return Standing(NOT_ENOUGH, trend, f"not calculated: {why}")
        more_than_chance = not limits.ci_low <= baseline <= limits.ci_high
        method = f"95 % interval of the last figure ({name}) against the {against}"
    if not more_than_chance or last == baseline:
        return Standing(NO_CLEAR_CHANGE, trend, method)
    return Standing(TOWARDS if sign * (last - baseline) > 0 else AWAY, trend, method)


def _chart_tells(chart: Chart, last: float, baseline: float) -> bool:
    first, now = chart.phases[0], chart.phases[-1]
    if (now.mean - baseline) * (last - baseline) <= 0:
        return False
    if now.has_limits and not now.lower <= baseline <= now.upper:
        return True
    if len(chart.phases) == 1 or (now.mean - first.mean) * (last - baseline) <= 0:
        return False
    return abs(now.mean - first.mean) > first.reach * math.sqrt(1 / first.size + 1 / now.size)


def _phases(chart: Chart) -> str:
    return "1 phase" if len(chart.phases) == 1 else f"{len(chart.phases)} phases"


def _trend(chart: Chart) -> str:
    if not chart.has_limits:
        return NOT_ENOUGH
    if len(chart.phases) == 1:
        return STEADY
    before, now = chart.phases[-2:]
    return RISING if now.mean > before.mean else FALLING
