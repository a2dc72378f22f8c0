"""Two scores per person: which of them make a pair."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray


def complete_pairs(pre: ArrayLike, post: ArrayLike) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the scores of the people who have both; the others can't say anything about change.

    Parameters
    ----------
    pre, post : array_like, shape (people,)
        Earlier and later score of the same people in the same order; NaN where one is missing.

    Returns
    -------
    pre, post : numpy.ndarray, shape (pairs,)

    Raises
    ------
    ValueError
        If the two differ in length, have more than one dimension or hold an infinite score.

    Examples
    --------
    >>> complete_pairs([3, float("nan"), 5], [4, 2, 9])
    (array([3., 5.]), array([4., 9.]))
    """
    earlier, later = np.asarray(pre, dtype=np.float64), np.asarray(post, dtype=np.float64)
    if earlier.ndim != 1 or earlier.shape != later.shape:
        message = (
            f"pre and post must be two rows of equal length, one entry per person; "
            f"they have the shapes {earlier.shape} and {later.shape}"
        )
        raise ValueError(message)
    if np.isinf(earlier).any() or np.isinf(later).any():
        raise ValueError("a score is infinite; mark a missing score as NaN")
    both = ~(np.isnan(earlier) | np.isnan(later))
    return earlier[both], later[both]


def check_confidence_level(confidence_level: float) -> None:
    """Raise ValueError unless ``confidence_level`` lies between 0 and 1, like 0.95.

    Examples
    --------
    >>> check_confidence_level(95)
    Traceback (most recent call last):
    ...
    ValueError: confidence_level is a share between 0 and 1, such as 0.95, not 95
    """
    if not 0 < confidence_level < 1:
        raise ValueError(f"confidence_level is a share between 0 and 1, such as 0.95, not {confidence_level}")
