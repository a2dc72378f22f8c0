"""Groups of people beside a reference group: shares, ratio and difference, from counts that may be shown."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from evalkit import names
from evalkit.analysis.comparisons import risk_difference, risk_ratio
from evalkit.analysis.equity import share_row
from evalkit.analysis.outcome_rows import CONFIDENCE_LEVEL

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping

    from evalkit.analysis.comparisons import Comparison

DROPPED_OUT: Final = "dropped_out"
IMPROVED: Final = "improved"
RECOVERED: Final = "recovered"

GROUPS_COLUMNS: Final = (
    names.GRANTEE,
    names.COMPONENT,
    *("variable", "group", "outcome"),
    *(names.MEASURE, names.SUBSCALE, names.TIMEPOINT_FROM, names.TIMEPOINT_TO, names.N, "of"),
    *(names.ESTIMATE, names.CI_LOW, names.CI_HIGH, names.CONFIDENCE_LEVEL, "reference"),
    *("risk_ratio", "risk_ratio_low", "risk_ratio_high"),
    *("risk_difference", "risk_difference_low", "risk_difference_high", "p_value"),
    names.SUPPRESSED,
    names.HIDDEN_BECAUSE,
)
"""Columns of ``groups.csv``. The ``n``, and the ``of``, of one variable and outcome add up to those of all."""

COMPARED: Final = GROUPS_COLUMNS[11:15] + GROUPS_COLUMNS[16:23]
"""The columns that :func:`compare_groups` fills."""

_COMPARISON_KEY: Final = (
    *(names.COMPONENT, "variable", "outcome", names.MEASURE, names.SUBSCALE),
    *(names.TIMEPOINT_FROM, names.TIMEPOINT_TO),
)


def compare_groups(frame: pd.DataFrame) -> pd.DataFrame:
    """Fill in each group's share, and its ratio to and difference from the reference group.

    Works from the counts that a row still has, so it comes after the gate: a row without ``n`` or ``of``
    stays empty, and so does the comparison where the reference group has none. The ratio is
    :func:`~evalkit.analysis.comparisons.risk_ratio` (Katz; ½ added to each cell where one is zero), the
    difference :func:`~evalkit.analysis.comparisons.risk_difference` (Newcombe), the p value the
    difference's pooled z test, which rests on the same four counts. No p value is corrected for the number of
    groups.

    Parameters
    ----------
    frame : pandas.DataFrame
        Columns :data:`GROUPS_COLUMNS`. ``reference`` names the group that a row is compared with, None
        for everybody and the same as ``group`` for the reference itself; neither is compared.

    Returns
    -------
    pandas.DataFrame
        A new frame of the same rows and columns; those of :data:`COMPARED` are filled, NaN where there
        is nothing to say.

    Examples
    --------
    >>> row = dict.fromkeys(GROUPS_COLUMNS) | {"component": "art", "variable": "sex", "outcome": "dropped_out"}
    >>> rows = [row | {"group": "Women", "n": 10, "of": 50}, row | {"group": "Men", "n": 12, "of": 30}]
    >>> found = compare_groups(pd.DataFrame(rows).assign(reference="Women"))
    >>> found["estimate"].tolist(), [round(value, 4) for value in found["risk_ratio"]]
    ([0.2, 0.4], [nan, 2.0])
    """
    rows = frame.to_dict("records")
    shown = {(*_key(row), row["group"]): row for row in rows if _is_shown(row)}
    filled = [{**row, **_cells(row, shown.get((*_key(row), row["reference"])))} for row in rows]
    result = pd.DataFrame(filled, columns=list(frame.columns), index=frame.index)
    return result.astype(dict.fromkeys(COMPARED, float))


def _key(row: Mapping[Hashable, Any]) -> tuple[str, ...]:
    return tuple("" if pd.isna(row[name]) else str(row[name]) for name in _COMPARISON_KEY)


def _is_shown(row: Mapping[Hashable, Any]) -> bool:
    return bool(pd.notna(row[names.N]) and pd.notna(row["of"]))


def _cells(row: Mapping[Hashable, Any], reference: Mapping[Hashable, Any] | None) -> dict[str, float]:
    empty = dict.fromkeys(COMPARED, math.nan)
    if not _is_shown(row):
        return empty
    n, of = int(row[names.N]), int(row["of"])
    cells = {**empty, **share_row(n, of)}
    if reference is None or reference["group"] == row["group"]:
        return cells
    counts = (n, of, int(reference[names.N]), int(reference["of"]))
    ratio, difference = risk_ratio(*counts, CONFIDENCE_LEVEL), risk_difference(*counts, CONFIDENCE_LEVEL)
    return {
        **cells,
        **_limits("risk_ratio", ratio),
        **_limits("risk_difference", difference),
        "p_value": difference.p_value,
    }


def _limits(name: str, found: Comparison) -> dict[str, float]:
    return {name: found.estimate, f"{name}_low": found.ci_low, f"{name}_high": found.ci_high}
