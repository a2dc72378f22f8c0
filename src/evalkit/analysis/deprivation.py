"""Deprivation decile of an area from its rank."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray


def imd_decile(rank: ArrayLike, n_areas: int) -> int | NDArray[np.int64]:
    """Decile of the English Index of Multiple Deprivation: 1 most deprived, 10 least.

    Formula: ⌈10 · rank / n_areas⌉, in whole numbers, so that no rounding shifts a border.

    Source: English Indices of Deprivation (ranks; 32,844 areas in 2019, 33,755 in 2025). R:
    ``ceiling(10 * rank / n_areas)``.

    Parameters
    ----------
    rank : array_like of int
        1 is the most deprived area.
    n_areas : int
        Areas ranked.

    Returns
    -------
    int or numpy.ndarray
        1 to 10.

    Raises
    ------
    ValueError
        If a rank is no whole number from 1 to ``n_areas``.

    Examples
    --------
    >>> imd_decile(3285, 32844)
    2
    """
    ranks = np.asarray(rank)
    whole = ranks.astype(np.int64) if np.isfinite(ranks).all() else np.zeros(1, dtype=np.int64)
    if (whole != ranks).any() or (whole < 1).any() or (whole > n_areas).any():
        raise ValueError(f"a rank is no whole number from 1 to {n_areas}")
    deciles = -(-10 * whole // n_areas)
    return deciles if deciles.ndim else int(deciles)
