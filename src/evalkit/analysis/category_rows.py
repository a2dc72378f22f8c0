"""Rows of categories.csv: people of one comparison, in categories that add up to all of them."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from evalkit import names

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from evalkit.analysis.nhs_rules import Flag, Flags


def category_rows(
    grantee: str,
    label: Sequence[str],
    statistic: str,
    counts: Mapping[str, int],
    *,
    method: str,
    threshold: float = math.nan,
) -> list[dict[str, Any]]:
    """Return one row per category, as the analysis leaves them: no share yet, nothing hidden yet.

    Shares and their intervals are worked out by the gate from the counts that it releases, so that
    no share gives a hidden count away.

    Parameters
    ----------
    grantee : str
        First column.
    label : sequence of str
        Component, measure, subscale, timepoint_from, timepoint_to.
    statistic : str
        Name of the partition.
    counts : mapping of str to int
        Category: people in it. Categories that nobody is in are kept.
    method : str
        Rule with its number and source.
    threshold : float
        Points that count as reliable, the cut-off, or the lowest score of a band; NaN where there is no single one.

    Examples
    --------
    >>> label = ("group", "phq9", "total", "before", "after")
    >>> for row in category_rows("example", label, "reliable_change", {"improved": 3, "worse": 0}, method="6"):
    ...     print(row["category"], row["n"], row["of"], row["subgroup"])
    improved 3 3 all
    worse 0 3 all
    """
    component, measure, subscale, timepoint_from, timepoint_to = label
    of = sum(counts.values())
    return [
        {
            names.GRANTEE: grantee,
            names.COMPONENT: component,
            names.MEASURE: measure,
            names.SUBSCALE: subscale,
            names.SUBGROUP_VARIABLE: names.ALL,
            names.SUBGROUP: names.ALL,
            names.TIMEPOINT_FROM: timepoint_from,
            names.TIMEPOINT_TO: timepoint_to,
            names.STATISTIC: statistic,
            "category": category,
            names.N: int(count),
            "of": int(of),
            names.ESTIMATE: math.nan,
            names.CI_LOW: math.nan,
            names.CI_HIGH: math.nan,
            names.CONFIDENCE_LEVEL: math.nan,
            "threshold": threshold,
            names.METHOD: method,
            names.SUPPRESSED: False,
            names.HIDDEN_BECAUSE: None,
        }
        for category, count in counts.items()
    ]


def count_true(flags: Flag | Flags) -> int:
    """Return how many people a flag holds for; those it does not apply to are not among them.

    Examples
    --------
    >>> count_true(pd.array([True, False, None, True], dtype="boolean"))
    2
    """
    return int(pd.Series(np.asarray(flags, dtype=object), dtype="boolean").sum())
