"""Several tests at once: p-values corrected for their number."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray


def holm(p_values: ArrayLike) -> NDArray[np.float64]:
    """Holm's step-down correction: the chance of any false alarm among the tests stays at the level.

    Formula: sorted upwards, the i-th of k p-values becomes (k − i + 1)·p, at most 1, and never less
    than the one before it.

    Source: Holm 1979, Scandinavian Journal of Statistics 6:65–70. R: ``p.adjust(p, "holm")``.

    Parameters
    ----------
    p_values : array_like, shape (tests,)
        0 to 1. NaN marks a test that could not be calculated: it stays NaN and does not count as one.

    Returns
    -------
    numpy.ndarray, shape (tests,)
        Corrected p-values in the order given.

    Raises
    ------
    ValueError
        If the p-values are not one row of numbers from 0 to 1.

    Examples
    --------
    >>> holm([0.01, 0.04, 0.03])
    array([0.03, 0.06, 0.06])
    """
    p = np.asarray(p_values, dtype=np.float64)
    if p.ndim != 1 or ((p < 0) | (p > 1)).any():
        raise ValueError("p_values must be one row of numbers from 0 to 1, or NaN where there is no test")
    corrected = np.full(p.shape, np.nan)
    tested = np.flatnonzero(~np.isnan(p))
    order = tested[np.argsort(p[tested], kind="stable")]
    steps = np.arange(order.size, 0, -1) * p[order]
    corrected[order] = np.minimum(np.maximum.accumulate(steps), 1.0)
    return corrected
