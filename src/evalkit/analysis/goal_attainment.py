"""Goal Attainment Scaling: one T-score from several goals of one person."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray


def goal_attainment_t(weights: ArrayLike, levels: ArrayLike, rho: float = 0.3) -> float | NDArray[np.float64]:
    """T-score of Goal Attainment Scaling; 50 when goals are met as expected.

    Formula: 50 + 10·Σ(w·x)/√((1 − rho)·Σw² + rho·(Σw)²).

    Source: Kiresuk & Sherman 1968, Community Mental Health Journal 4:443–453 (Turner-Stokes 2009
    printed a wrong formula, corrected in an erratum).
    R: ``50 + 10 * sum(w * x) / sqrt((1 - rho) * sum(w^2) + rho * sum(w)^2)``.

    Parameters
    ----------
    weights : array_like, shape (goals,) or (people, goals)
        Importance × difficulty, or 1; above 0.
    levels : array_like, shape (goals,) or (people, goals)
        −2 much less than expected … 0 as expected … +2 much more. NaN in either leaves the goal out.
    rho : float
        Expected correlation of goals, 0 to 1; 0.3 by convention.

    Returns
    -------
    float or numpy.ndarray, shape (people,)
        NaN for a person without a rated goal.

    Raises
    ------
    ValueError
        If a level is outside −2 to 2, a weight is not above 0, or ``rho`` is outside 0 to 1.

    Examples
    --------
    >>> round(goal_attainment_t([6, 9, 2], [0, 1, -1]), 4)
    55.3468
    """
    w, x = np.broadcast_arrays(np.asarray(weights, dtype=np.float64), np.asarray(levels, dtype=np.float64))
    if (np.abs(x) > 2).any():  # noqa: PLR2004 - the scale's own range
        raise ValueError("a level is outside -2 to 2")
    if (w <= 0).any():
        raise ValueError("a weight is not above 0")
    if not 0 <= rho <= 1:
        raise ValueError(f"rho must be from 0 to 1, not {rho}")
    rated = ~(np.isnan(w) | np.isnan(x))
    w, x = np.where(rated, w, 0.0), np.where(rated, x, 0.0)
    spread = np.sqrt((1 - rho) * (w**2).sum(axis=-1) + rho * w.sum(axis=-1) ** 2)
    scores = np.full(spread.shape, np.nan)
    np.divide((w * x).sum(axis=-1), spread, out=scores, where=spread > 0)
    return 50 + 10 * scores if scores.ndim else float(50 + 10 * scores)
