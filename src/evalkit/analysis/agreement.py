"""Do items, or coders, agree? Cronbach's alpha, Cohen's kappa, Krippendorff's alpha."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    FloatArray = NDArray[np.float64]

Level = Literal["nominal", "ordinal", "interval", "ratio"]


@dataclass(frozen=True, slots=True)
class Agreement:
    """A coefficient of agreement.

    Attributes
    ----------
    estimate : float
        1 is perfect, 0 what chance alone gives (may be negative); NaN where undefined.
    n : int
        People, or units coded at least twice, that it rests on.
    """

    estimate: float
    n: int


def cronbach_alpha(items: ArrayLike) -> Agreement:
    """Cronbach's alpha of the items of one scale.

    Formula: k/(k − 1) · (1 − Σsᵢ²/s²_total). Items must be turned the same way first.

    Source: Cronbach 1951, Psychometrika 16:297–334.
    R: ``psych::alpha(na.omit(items), check.keys = FALSE)$total$raw_alpha``.

    Parameters
    ----------
    items : array_like, shape (people, items)
        Item scores; people with a NaN are left out.

    Returns
    -------
    Agreement
        NaN with fewer than two items or two people, or when nobody's total differs.

    Raises
    ------
    ValueError
        If ``items`` has not two dimensions.

    Examples
    --------
    >>> cronbach_alpha([[3, 4, 3], [2, 2, 1], [4, 5, 4], [1, 2, 2], [5, 5, 5], [3, 3, 2]])
    Agreement(estimate=0.966796875, n=6)
    """
    scores = np.asarray(items, dtype=np.float64)
    if scores.ndim != 2:  # noqa: PLR2004 - people by items
        raise ValueError(f"items must be a table of people by items; it has the shape {scores.shape}")
    scores = scores[~np.isnan(scores).any(axis=1)]
    n, k = scores.shape
    if min(n, k) < 2 or np.ptp(scores.sum(axis=1)) == 0:  # noqa: PLR2004 - a variance needs two
        return Agreement(math.nan, n)
    shared = 1 - scores.var(axis=0, ddof=1).sum() / scores.sum(axis=1).var(ddof=1)
    return Agreement(float(k / (k - 1) * shared), n)


def cohen_kappa(table: ArrayLike, weights: Literal["linear", "quadratic"] | None = None) -> Agreement:
    """Cohen's kappa of two coders.

    Formula: (p_o − p_e)/(1 − p_e); weighted, agreement of categories i and j counts
    1 − |i − j|/(k − 1), or 1 − (i − j)²/(k − 1)².

    Source: Cohen 1960, Educational and Psychological Measurement 20:37–46; 1968, Psychological
    Bulletin 70:213–220. R: ``psych::cohen.kappa(table)`` (its weighted kappa is the quadratic one).

    Parameters
    ----------
    table : array_like, shape (categories, categories)
        Counts: rows the first coder's categories, columns the second's, in the same order.
    weights : {"linear", "quadratic"}, optional
        For ordered categories.

    Returns
    -------
    Agreement
        NaN without any unit, or when both coders used one and the same category throughout.

    Raises
    ------
    ValueError
        If the table is not square, has a negative count, or ``weights`` is another word.

    Examples
    --------
    >>> round(cohen_kappa([[20, 5], [10, 15]]).estimate, 6)
    0.4
    """
    counts = np.asarray(table, dtype=np.float64)
    if counts.ndim != 2 or counts.shape[0] != counts.shape[1]:  # noqa: PLR2004 - coder by coder
        raise ValueError(f"table must be square, coder by coder; it has the shape {counts.shape}")
    if not (counts >= 0).all():
        raise ValueError("table holds a negative or missing count")
    steps = np.abs(np.subtract.outer(np.arange(len(counts)), np.arange(len(counts))))
    furthest = max(len(counts) - 1, 1)
    disagreements = {
        None: (steps > 0).astype(np.float64),
        "linear": steps / furthest,
        "quadratic": (steps / furthest) ** 2,
    }
    if weights not in disagreements:
        raise ValueError(f'weights must be "linear", "quadratic" or None, not "{weights}"')
    n = counts.sum()
    expected = np.outer(counts.sum(axis=1), counts.sum(axis=0)) / n if n else counts
    by_chance = float((disagreements[weights] * expected).sum())
    if not by_chance > 0:
        return Agreement(math.nan, int(n))
    return Agreement(1 - float((disagreements[weights] * counts).sum()) / by_chance, int(n))


def krippendorff_alpha(units: ArrayLike, level: Level) -> Agreement:
    """Krippendorff's alpha of any number of coders, missing codes allowed.

    Formula: 1 − D_o/D_e over the coincidence matrix; squared differences: nominal 0 or 1, ordinal
    (sum of the ranks between)², interval (c − k)², ratio ((c − k)/(c + k))².

    Source: Krippendorff 2011, Computing Krippendorff's Alpha-Reliability.
    R: ``irr::kripp.alpha(units, method = level)``.

    Parameters
    ----------
    units : array_like, shape (coders, units)
        Numeric codes; NaN where a coder left a unit out. Units with fewer than two codes can't
        show agreement and do not count.
    level : {"nominal", "ordinal", "interval", "ratio"}
        What differences between codes mean.

    Returns
    -------
    Agreement
        NaN when no unit was coded twice or only one code was ever used.

    Raises
    ------
    ValueError
        If ``units`` has not two dimensions or ``level`` is another word.

    Examples
    --------
    >>> round(krippendorff_alpha([[1, 2, 3, 3], [1, 2, 3, 2]], level="nominal").estimate, 4)
    0.6667
    """
    codes = np.asarray(units, dtype=np.float64)
    if codes.ndim != 2:  # noqa: PLR2004 - coders by units
        raise ValueError(f"units must be a table of coders by units; it has the shape {codes.shape}")
    codes = codes[:, (~np.isnan(codes)).sum(axis=0) > 1]
    values = np.unique(codes[~np.isnan(codes)])
    # of each unit, how many coders gave each value
    given = (codes[:, :, None] == values).sum(axis=0).astype(np.float64)
    pairable = given.sum(axis=1, keepdims=True) - 1
    coincidences = given.T @ (given / pairable) - np.diag((given / pairable).sum(axis=0))
    totals = coincidences.sum(axis=1)
    distance = _squared_differences(values, totals, level)
    by_chance = (distance * np.outer(totals, totals)).sum()
    if not by_chance > 0:
        return Agreement(math.nan, codes.shape[1])
    observed = (distance * coincidences).sum() * (totals.sum() - 1)
    return Agreement(float(1 - observed / by_chance), codes.shape[1])


def _squared_differences(values: FloatArray, totals: FloatArray, level: Level) -> FloatArray:
    difference = np.subtract.outer(values, values)
    if level == "nominal":
        return np.asarray(difference != 0, dtype=np.float64)
    if level == "ordinal":
        middle_rank = totals.cumsum() - totals / 2
        return np.asarray(np.subtract.outer(middle_rank, middle_rank) ** 2)
    if level == "interval":
        return np.asarray(difference**2)
    if level == "ratio":
        size = np.add.outer(values, values)
        relative: FloatArray = np.divide(difference, size, out=np.zeros_like(size), where=size != 0)
        return relative**2
    raise ValueError(f'level must be "nominal", "ordinal", "interval" or "ratio", not "{level}"')
