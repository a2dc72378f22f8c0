"""Shares of people by group, and those shares beside the population's: from counts that may be shown."""

from __future__ import annotations

import math
from typing import Final

from evalkit import names
from evalkit.analysis.categories import share_of
from evalkit.analysis.outcome_rows import CONFIDENCE_LEVEL

EQUITY_COLUMNS: Final = (
    names.GRANTEE,
    names.COMPONENT,
    *("variable", "title", "group", "kind", names.N, "of", "known"),
    *(names.ESTIMATE, names.CI_LOW, names.CI_HIGH, names.CONFIDENCE_LEVEL),
    *("population_share", "ratio", "ratio_low", "ratio_high"),
    names.SUPPRESSED,
    names.HIDDEN_BECAUSE,
)
"""Columns of ``equity.csv``. The ``n`` of one variable in one component add up to ``of``, except those of
``imd_most_deprived``, which lie within one another."""


def share_row(n: int, known: int) -> dict[str, float]:
    """Return a group's share of the people whose group is known, with Wilson's interval.

    Parameters
    ----------
    n : int
        People in the group, 0 to ``known``.
    known : int
        People whose group is known. Of nobody there is no share: every cell is NaN.

    Returns
    -------
    dict of str to float
        ``estimate``, ``ci_low``, ``ci_high`` from 0 to 1, and ``confidence_level``.

    Raises
    ------
    ValueError
        If ``n`` is below 0 or above ``known``.

    Examples
    --------
    >>> cells = share_row(30, 120)
    >>> cells["estimate"], round(cells["ci_low"], 4), round(cells["ci_high"], 4)
    (0.25, 0.1811, 0.3344)
    """
    share = share_of(n, known, CONFIDENCE_LEVEL)
    return {
        "estimate": share.proportion,
        "ci_low": share.ci_low,
        "ci_high": share.ci_high,
        "confidence_level": CONFIDENCE_LEVEL if known else math.nan,
    }


def representation(n: int, known: int, population_share: float | None) -> dict[str, float]:
    """Return a group's share divided by its share of the population: 1 means as many as there live.

    Formula: (n/known) / population share; the limits are Wilson's limits of n/known divided by the same.
    The population's share is taken as exact: a census counts everybody, and its own error is small beside
    that of some hundred people. Above 1 the group is over-represented among the people reached. The
    people themselves are part of the population, which the interval leaves out of account; with few
    people against a whole area that makes no difference. R: ``prop.test(n, known, correct = FALSE)``,
    its estimate and limits divided by the population's share.

    Source: Wilson 1927, Journal of the American Statistical Association 22:209–212, for the limits.

    Parameters
    ----------
    n, known : int
        As in :func:`share_row`.
    population_share : float or None
        From above 0 to 1. None, NaN or 0: there is nothing to compare with, every cell is NaN.

    Returns
    -------
    dict of str to float
        ``ratio``, ``ratio_low``, ``ratio_high``: 0 or above.

    Raises
    ------
    ValueError
        If ``n`` is below 0 or above ``known``, or the population's share is no share.

    Examples
    --------
    >>> cells = representation(30, 120, 0.20)
    >>> round(cells["ratio"], 4), round(cells["ratio_low"], 4), round(cells["ratio_high"], 4)
    (1.25, 0.9055, 1.6721)
    >>> representation(30, 120, None)["ratio"]
    nan
    """
    share = share_row(n, known)
    if population_share is None or math.isnan(population_share) or population_share == 0:
        return {"ratio": math.nan, "ratio_low": math.nan, "ratio_high": math.nan}
    if not 0 < population_share <= 1:
        raise ValueError(f"a share of the population is from 0 to 1, not {population_share}")
    return {
        "ratio": share["estimate"] / population_share,
        "ratio_low": share["ci_low"] / population_share,
        "ratio_high": share["ci_high"] / population_share,
    }
