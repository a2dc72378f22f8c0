"""Who was lost: people with a later score against people without one, by what was known at the start."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from evalkit import names

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import ArrayLike, NDArray


@dataclass(frozen=True, slots=True)
class StandardisedDifference:
    """One thing known at the start, in the people who stayed and the people who were lost.

    Attributes
    ----------
    variable : str
    category : str
        Of a variable in words (``not recorded`` for blanks); empty for a number.
    completers, lost : float
        Mean of a number, share of people in a category.
    n_completers, n_lost : int
        People the two rest on.
    estimate : float
        (completers − lost) / √((variance + variance)/2): positive when completers have more of it.
        No p-value: small groups differ by chance, and large ones differ "significantly" by trifles.
    """

    variable: str
    category: str
    completers: float
    lost: float
    n_completers: int
    n_lost: int
    estimate: float


def standardised_differences(
    baseline: pd.DataFrame, completed: ArrayLike
) -> tuple[StandardisedDifference, ...]:
    """Compare completers with the people lost, variable by variable, in units of their own spread.

    Formula: numbers (M₁ − M₀)/√((s₁² + s₀²)/2); shares (p₁ − p₀)/√((p₁(1 − p₁) + p₀(1 − p₀))/2),
    a row per category.

    Source: Austin 2009, Statistics in Medicine 28:3083–3107. R: by its formula.

    Parameters
    ----------
    baseline : pandas.DataFrame, shape (people, variables)
        What was known at the start: numbers, or words (truth values count as words).
    completed : array_like of bool, shape (people,)
        Who has the later score too.

    Returns
    -------
    tuple of StandardisedDifference
        In the order of the columns, categories sorted, blanks last. ``estimate`` is NaN where a side has
        nobody (or one person, for a number), or neither has any spread.

    Raises
    ------
    ValueError
        If lengths differ.

    Examples
    --------
    >>> baseline = pd.DataFrame({"age": [20, 30, 40, 50], "sex": ["f", "m", "f", "f"]})
    >>> [(row.variable, row.category, round(row.estimate, 3)) for row in
    ...  standardised_differences(baseline, [True, True, False, False])]
    [('age', '', -2.828), ('sex', 'f', -1.414), ('sex', 'm', 1.414)]
    """
    stayed = np.asarray(completed, dtype=bool)
    if stayed.shape != (len(baseline),):
        raise ValueError(f"completed must have one entry per person; got {stayed.size} for {len(baseline)}")
    return tuple(row for variable in baseline for row in _compare(str(variable), baseline[variable], stayed))


def _compare(variable: str, values: pd.Series, stayed: NDArray[np.bool_]) -> Iterator[StandardisedDifference]:
    if pd.api.types.is_numeric_dtype(values) and not pd.api.types.is_bool_dtype(values):
        numbers = values.to_numpy(dtype=np.float64, na_value=np.nan)
        known = ~np.isnan(numbers)
        yield _difference(variable, "", numbers[known & stayed], numbers[known & ~stayed], ddof=1)
        return
    words = values.astype("string").fillna(names.NOT_RECORDED).to_numpy(dtype=object)
    for category in sorted(set(words), key=lambda word: (word == names.NOT_RECORDED, word)):
        belongs = (words == category).astype(np.float64)
        yield _difference(variable, category, belongs[stayed], belongs[~stayed], ddof=0)


def _difference(
    variable: str, category: str, stayed: NDArray[np.float64], lost: NDArray[np.float64], *, ddof: int
) -> StandardisedDifference:
    means = [float(side.mean()) if side.size else math.nan for side in (stayed, lost)]
    variances = [float(side.var(ddof=ddof)) if side.size > ddof else math.nan for side in (stayed, lost)]
    spread = math.sqrt(sum(variances) / 2)
    estimate = (means[0] - means[1]) / spread if spread else math.nan
    return StandardisedDifference(variable, category, means[0], means[1], stayed.size, lost.size, estimate)
