"""Made-up scores: normal, skewed, and crowded at the top of the scale; and people lost for a reason."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    FloatArray = NDArray[np.float64]

NORMAL: Final = "normal"
SKEWED: Final = "skewed"
CEILINGED: Final = "ceilinged"
BUILDING_UP: Final = "normal, changes build up"
AGAINST: Final = "skewed, against the change"
SHAPES: Final = (NORMAL, SKEWED, CEILINGED)
TOP: Final = 40

TRUE_SHIFT: Final = {NORMAL: -3.0, SKEWED: -3.0, AGAINST: 3.0, CEILINGED: 1.5}
"""Points by which everybody's score moves, before it is cut at the top of the scale."""

_LOG_SD: Final = 0.75
_MEAN_OF_LOG: Final = math.exp(_LOG_SD**2 / 2)
_SD_OF_LOG: Final = _MEAN_OF_LOG * math.sqrt(math.exp(_LOG_SD**2) - 1)
SKEWNESS: Final = (math.exp(_LOG_SD**2) + 2) * math.sqrt(math.exp(_LOG_SD**2) - 1)


def noise(shape: str, size: int | tuple[int, ...], generator: np.random.Generator) -> FloatArray:
    """Return draws with mean 0 and SD 1: normal, or lognormal with the long tail downwards where skewed."""
    z = generator.standard_normal(size)
    if shape not in {SKEWED, AGAINST}:
        return z
    return (_MEAN_OF_LOG - np.exp(_LOG_SD * z)) / _SD_OF_LOG


def on_scale(shape: str, scores: FloatArray) -> FloatArray:
    """Round and cut the scores at 0 and the top of the scale where they are ceilinged.

    Examples
    --------
    >>> on_scale("ceilinged", np.array([37.6, 44.0])).tolist(), on_scale("normal", np.array([37.6])).tolist()
    ([38.0, 40.0], [37.6])
    """
    return np.clip(np.round(scores), 0, TOP) if shape == CEILINGED else scores


def centre(shape: str) -> float:
    """Return the mean before the scale is cut."""
    return 36.0 if shape == CEILINGED else 20.0


def draw_pairs(
    shape: str, n: int, generator: np.random.Generator, *, moved: bool = True
) -> tuple[FloatArray, FloatArray]:
    """Return earlier and later scores of ``n`` people; without ``moved`` nothing changed but by chance."""
    level = centre(shape) + 5 * generator.standard_normal(n)
    shift = TRUE_SHIFT[shape] if moved else 0.0
    if shape in {SKEWED, AGAINST}:
        first = level + 3.3 * generator.standard_normal(n)
        return first, first + shift + 4.5 * noise(shape, n, generator)
    first, last = level + 3.3 * generator.standard_normal((2, n))
    return on_scale(shape, first), on_scale(shape, last + shift)


def draw_waves(shape: str, n: int, generator: np.random.Generator) -> FloatArray:
    """Return the scores of ``n`` people at three waves, shape (people, 3), nobody missing."""
    if shape == BUILDING_UP:
        first = centre(shape) + 5 * generator.standard_normal(n)
        middle = first + 5 * generator.standard_normal(n)
        return np.column_stack([first, middle, middle - 2 + 3 * generator.standard_normal(n)])
    level = centre(shape) + 5 * generator.standard_normal(n)
    shift = TRUE_SHIFT[shape] * np.array([0.0, 0.5, 1.0])
    return on_scale(shape, level[:, None] + shift + 3 * noise(shape, (n, 3), generator))


def lose(shape: str, waves: FloatArray, generator: np.random.Generator) -> FloatArray:
    """Return the waves with gaps: who felt worse in the middle tends to be lost at the end.

    One in ten has no middle score, and is lost at the end in two of five cases. Nothing but known
    scores decides (missing at random).
    """
    felt_worse = (waves[:, 1] - waves[:, 0]) * (-1 if shape == CEILINGED else 1)
    kept = waves.copy()
    unseen = generator.random(len(waves)) < 0.1
    risk = np.where(unseen, 0.4, 0.8 / (1 + np.exp(-felt_worse / 2)))
    kept[unseen, 1] = math.nan
    kept[generator.random(len(waves)) < risk, 2] = math.nan
    return kept


def draw_schools(
    shape: str, schools: int, generator: np.random.Generator
) -> tuple[FloatArray, FloatArray, NDArray[np.intp]]:
    """Return earlier and later score and the school of pupils, 4 to 15 a school; ICC of the changes 0.2."""
    sizes = generator.integers(4, 16, schools)
    school = np.repeat(np.arange(schools), sizes)
    first = np.full(school.size, centre(shape))
    if shape == CEILINGED:
        first = first + 4 * generator.standard_normal(school.size)
    change = 2 * generator.standard_normal(schools)[school] + 4 * noise(shape, school.size, generator)
    return on_scale(shape, first), on_scale(shape, first + change), school
