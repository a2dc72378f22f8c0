"""Change against the number of sessions attended."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from evalkit import names
from evalkit.analysis.dose import dose_response
from evalkit.analysis.outcome_rows import CONFIDENCE_LEVEL, outcome_row
from evalkit.analysis.wide_scores import spread_scores

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pandas as pd
    from numpy.typing import NDArray

    from evalkit.analysis.outcomes import Design
    from evalkit.analysis.wide_scores import Comparison, WideScore

_FEWEST: Final = 3
_SLOPE: Final = "points of change per session attended, straight line"


def calculate_dose(
    scores: pd.DataFrame, people: pd.DataFrame, attendance: pd.DataFrame, design: Design
) -> list[dict[str, Any]]:
    """Set change beside the number of sessions that people attended.

    See :func:`~evalkit.analysis.dose.dose_response`: people choose how often they come, so this doesn't
    show that sessions do anything.

    Parameters
    ----------
    scores, people : pandas.DataFrame
        As for :func:`~evalkit.analysis.outcomes.calculate_outcomes`.
    attendance : pandas.DataFrame
        Register: component, respondent_id, session, attended. Somebody who stands in it and attended
        nothing attended 0 sessions; somebody who doesn't stand in it is left out.
    design : Design
        Order of the timepoints, minimum.

    Returns
    -------
    list of dict
        Rows of outcomes.csv for everybody, in components that have a register: ``dose_slope`` (points per
        session, t interval) and ``dose_spearman``. ``n`` is the number of pairs in the register; nothing is
        calculated with fewer than the minimum.
    """
    rows: list[dict[str, Any]] = []
    for score in spread_scores(scores, people, design):
        for comparison in score.comparisons:
            register = attendance[attendance[names.COMPONENT] == comparison.component]
            if len(register):
                rows += _rows(score, comparison, register, design)
    return rows


def _rows(
    score: WideScore, comparison: Comparison, register: pd.DataFrame, design: Design
) -> Iterator[dict[str, Any]]:
    pre, post = score.pair(comparison)
    attended = register["attended"].astype(bool).groupby(register[names.RESPONDENT_ID]).sum()
    sessions = np.asarray(attended.reindex(score.table.index), dtype=np.float64)
    known = ~np.isnan(pre + post + sessions)
    change, times = (post - pre)[known], sessions[known]
    why = _why_not(change, times, design.minimum_pairs)
    nan = math.nan
    found: dict[str, tuple[float, str, tuple[float, float], float]] = {
        "dose_slope": (nan, why, (nan, nan), nan),
        "dose_spearman": (nan, why, (nan, nan), nan),
    }
    if not why:
        dose = dose_response(change, times, CONFIDENCE_LEVEL)
        interval = (dose.slope_ci_low, dose.slope_ci_high)
        end = (
            "interval not calculated: all people lie on the line" if math.isnan(interval[0]) else "t interval"
        )
        found["dose_slope"] = (dose.slope, f"{_SLOPE}; {end}", interval, dose.slope_std_error)
        words = "Spearman's rank correlation of change and sessions attended"
        found["dose_spearman"] = (dose.spearman, words, (nan, nan), nan)
    for statistic, (estimate, method, interval, std_error) in found.items():
        yield outcome_row(
            design.grantee,
            comparison.label,
            statistic,
            estimate,
            n=change.size,
            n_missing=score.n_missing(comparison),
            method=method,
            interval=interval,
            std_error=std_error,
        )


def _why_not(change: NDArray[np.float64], sessions: NDArray[np.float64], minimum: int) -> str:
    fewest = max(minimum, _FEWEST)
    if change.size < fewest:
        return f"not calculated: fewer than {fewest} pairs"
    if np.ptp(sessions) == 0:
        return "not calculated: everybody came equally often"
    return "not calculated: everybody changed by the same amount" if np.ptp(change) == 0 else ""
