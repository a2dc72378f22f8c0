"""One row of outcomes.csv."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Final

from evalkit import names

if TYPE_CHECKING:
    from collections.abc import Sequence

CONFIDENCE_LEVEL: Final = 0.95


def outcome_row(
    grantee: str,
    label: Sequence[str],
    statistic: str,
    estimate: float,
    *,
    n: int,
    n_missing: int,
    method: str,
    interval: tuple[float, float] | None = None,
    std_error: float = math.nan,
) -> dict[str, Any]:
    """Return a row of outcomes.csv as the analysis leaves it: nothing is hidden yet.

    Parameters
    ----------
    grantee : str
        First column.
    label : sequence of str
        Values of :data:`evalkit.names.OUTCOME_GROUP`: whose change, of what, from when to when.
    statistic : str
        Name of the statistic.
    estimate : float
        NaN where it was not calculated; ``method`` then says why.
    n, n_missing : int
        People it rests on; people with an earlier score and no later one.
    method : str
        How it was calculated.
    interval : (float, float), optional
        Ends of its 95 % interval.
    std_error : float
        Where the method gives one.

    Examples
    --------
    >>> label = ("group", "bdi", "total", "all", "all", "before", "after")
    >>> row = outcome_row("example", label, "icc", 0.1, n=40, n_missing=2, method="one-way")
    >>> row["timepoint_to"], row["estimate"], row["confidence_level"]
    ('after', 0.1, nan)
    """
    low, high = interval or (math.nan, math.nan)
    return {
        names.GRANTEE: grantee,
        **dict(zip(names.OUTCOME_GROUP, label, strict=True)),
        names.STATISTIC: statistic,
        names.ESTIMATE: estimate,
        names.CI_LOW: low,
        names.CI_HIGH: high,
        names.CONFIDENCE_LEVEL: math.nan if math.isnan(low) else CONFIDENCE_LEVEL,
        names.N: n,
        names.N_MISSING: n_missing,
        names.METHOD: method,
        names.SUPPRESSED: False,
        names.STD_ERROR: std_error,
    }
