"""Agreement from sums over blocks of text, so that blocks can be drawn again and again.

A block is a paragraph with its place in its document. What a coefficient needs of a block is four or
three sums; those of many blocks add up. The coefficients are those of
:mod:`evalkit.analysis.agreement`, written for yes and no and for many draws at once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    BoolArray = NDArray[np.bool_]
    FloatArray = NDArray[np.float64]
    Coefficient = Callable[[FloatArray], FloatArray]

RESAMPLES: Final = 2_000
_DEFINED: Final = 0.95
"""Share of the draws that must have a coefficient for an interval to be given."""


def pair_sums(marks: BoolArray, blocks: NDArray[np.int64], n_blocks: int) -> FloatArray:
    """Return, per block, units that both marked, the first alone, the second alone, neither.

    Parameters
    ----------
    marks : numpy.ndarray of bool, shape (2, units)
        Of two coders.
    blocks : numpy.ndarray of int, shape (units,)
        Block of each unit, from 0.
    n_blocks : int
        Number of blocks.

    Returns
    -------
    numpy.ndarray, shape (blocks, 4)

    Examples
    --------
    >>> marks = np.array([[True, True, False], [True, False, False]])
    >>> pair_sums(marks, np.array([0, 0, 1]), 2).tolist()
    [[1.0, 1.0, 0.0, 0.0], [0.0, 0.0, 0.0, 1.0]]
    """
    kind = 3 - 2 * marks[0].astype(np.int64) - marks[1]
    return np.bincount(4 * blocks + kind, minlength=4 * n_blocks).reshape(n_blocks, 4).astype(np.float64)


def coincidence_sums(marks: BoolArray, blocks: NDArray[np.int64], n_blocks: int) -> FloatArray:
    """Return, per block, the coincidences of yes with yes, yes with no, no with no.

    Each unit counts once for each of its coders: m coders make m(m − 1) pairs, each of weight 1/(m − 1).

    Parameters
    ----------
    marks : numpy.ndarray of bool, shape (coders, units)
        Two coders or more.
    blocks, n_blocks
        As for :func:`pair_sums`.

    Returns
    -------
    numpy.ndarray, shape (blocks, 3)
        "Yes with no" is one of the two equal cells off the diagonal.
    """
    coders = len(marks)
    yes = marks.sum(axis=0).astype(np.float64)
    no = coders - yes
    sums = (yes * (yes - 1), yes * no, no * (no - 1))
    return np.stack(
        [np.bincount(blocks, weights=part / (coders - 1), minlength=n_blocks) for part in sums], axis=1
    )


def kappa(sums: FloatArray) -> FloatArray:
    """Return Cohen's kappa of sums of :func:`pair_sums`; NaN where both coders only ever said one thing.

    Formula: (p_o − p_e)/(1 − p_e). Source: Cohen 1960, Educational and Psychological Measurement 20:37–46.

    Examples
    --------
    >>> round(float(kappa(np.array([20.0, 5.0, 10.0, 15.0]))), 6)
    0.4
    """
    both, first, second, neither = np.moveaxis(sums, -1, 0)
    by_chance = (both + first) * (first + neither) + (both + second) * (second + neither)
    return 1 - _ratio((first + second) * (both + first + second + neither), by_chance)


def alpha(sums: FloatArray) -> FloatArray:
    """Return Krippendorff's nominal alpha of sums of :func:`coincidence_sums`; NaN where all said one thing.

    Formula: 1 − (n − 1) · o_yes,no / (n_yes · n_no). Source: Krippendorff 2011, Computing Krippendorff's
    Alpha-Reliability.

    Examples
    --------
    >>> round(float(alpha(np.array([4.0, 1.0, 2.0]))), 6)
    0.533333
    """
    yes_yes, mixed, no_no = np.moveaxis(sums, -1, 0)
    yes, no = yes_yes + mixed, no_no + mixed
    return 1 - _ratio(mixed * (yes + no - 1), yes * no)


def percent(sums: FloatArray) -> FloatArray:
    """Return the units of :func:`pair_sums` on which both said the same, 0 to 100; NaN without a unit.

    Examples
    --------
    >>> float(percent(np.array([20.0, 5.0, 10.0, 15.0])))
    70.0
    """
    both, _, _, neither = np.moveaxis(sums, -1, 0)
    return 100 * _ratio(both + neither, sums.sum(axis=-1))


def bootstrap_limits(
    sums: FloatArray, coefficient: Coefficient, *, confidence_level: float, resamples: int, seed: int
) -> tuple[float, float] | None:
    """Return the percentile interval of a coefficient, drawing whole blocks with replacement.

    Source: Efron & Tibshirani 1993, An Introduction to the Bootstrap, chapters 8 and 13.

    Parameters
    ----------
    sums : numpy.ndarray, shape (blocks, sums)
        Of independent blocks.
    coefficient : callable
        :func:`kappa`, :func:`alpha` or :func:`percent`.
    confidence_level : float
        Between 0 and 1.
    resamples, seed : int
        Draws; of the generator.

    Returns
    -------
    (float, float) or None
        None where more than one draw in twenty has no coefficient: too few blocks hold the code.
    """
    # blocks that are alike are drawn as one kind: the same chances, and a long text stays quick
    kinds, counts = np.unique(sums, axis=0, return_counts=True)
    draws = np.random.default_rng(seed).multinomial(len(sums), counts / len(sums), resamples)
    found = coefficient(draws @ kinds)
    found = found[~np.isnan(found)]
    if found.size < _DEFINED * resamples:
        return None
    tail = (1 - confidence_level) / 2
    low, high = np.quantile(found, (tail, 1 - tail))
    return float(low), float(high)


def _ratio(part: FloatArray, whole: FloatArray) -> FloatArray:
    ratio: FloatArray = np.divide(part, whole, out=np.full(np.shape(whole), np.nan), where=whole > 0)
    return ratio
