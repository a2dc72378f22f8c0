"""T-scores against a norm table that the user supplies (RCADS)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from evalkit.errors import UsageError

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    from evalkit.definitions.measure import Measure

_AGE_MINUS: Final = {"nhse": 5, "ucla": 6}
_NORM_COLUMNS: Final = ("subscale", "sex", "mean", "sd")


def calculate_t_scores(raw: ArrayLike, mean: ArrayLike, sd: ArrayLike) -> NDArray[np.float64]:
    """Return ``50 + 10 (raw - mean) / sd``.

    Parameters
    ----------
    raw : array_like of float
        Raw scores.
    mean, sd : array_like of float
        Mean and standard deviation of each person's norm group; NaN makes NaN.

    Examples
    --------
    >>> calculate_t_scores([13], 8.25, 4.09).round(4).tolist()
    [61.6137]
    """
    scores = np.asarray(raw, dtype=float)
    return np.asarray(50.0 + 10.0 * (scores - np.asarray(mean, dtype=float)) / np.asarray(sd, dtype=float))


def find_norms(
    norms: pd.DataFrame | None, answers: pd.DataFrame, measure: Measure, *, may_be_nobody: bool = False
) -> dict[str, tuple[NDArray[np.float64], NDArray[np.float64]]]:
    """Return, per subscale that the table knows, each person's norm mean and SD.

    Parameters
    ----------
    norms : pandas.DataFrame or None
        Columns ``subscale``, ``sex``, ``grade`` or ``age``, ``mean``, ``sd``, perhaps ``rater``.
    answers : pandas.DataFrame
        With ``sex``, in the words of the norm table, and ``age`` in years.
    measure : Measure
        With its switches set: ``age_to_grade`` (grade = age - 5 in NHS England's table, age - 6
        at UCLA) and ``rater``.
    may_be_nobody : bool
        Whether it is all right if nobody has a norm.

    Returns
    -------
    dict of str to (ndarray, ndarray)
        Each of shape (n_rows,); NaN where sex or age is unknown or has no norm.

    Raises
    ------
    UsageError
        If the table or a needed column is missing, a norm stands there twice, an SD isn't
        above 0, or nobody has a norm and that isn't all right.
    """
    if norms is None:
        raise UsageError(
            f"{measure.short_title}: T-scores need a norm table, which does not come with evalkit"
        )
    by_age = "age" in norms.columns
    _check_columns(norms, answers, by_age=by_age)
    chosen = norms
    if "rater" in norms.columns:
        if "rater" not in measure.settings:
            raise UsageError(
                f"{measure.short_title}: the norm table holds several raters: say rater = self or parent"
            )
        chosen = norms[norms["rater"].astype(str).str.lower() == measure.settings["rater"]]
    age = pd.to_numeric(answers["age"], errors="coerce").to_numpy(dtype=float, na_value=np.nan)
    years = np.floor(age) - (0 if by_age else _AGE_MINUS[measure.settings["age_to_grade"]])
    people = pd.MultiIndex.from_arrays([answers["sex"].astype("string").str.strip().str.lower(), years])
    found = {}
    for subscale, table in chosen.groupby("subscale"):
        table = _by_person(table, "age" if by_age else "grade", measure).reindex(people)  # noqa: PLW2901
        found[str(subscale)] = table["mean"].to_numpy(dtype=float), table["sd"].to_numpy(dtype=float)
    if not may_be_nobody and len(answers) and not any(np.isfinite(mean).any() for mean, _ in found.values()):
        raise UsageError(f"{measure.short_title}: nobody's sex and age are in the norm table")
    return found


def _check_columns(norms: pd.DataFrame, answers: pd.DataFrame, *, by_age: bool) -> None:
    needed = [*_NORM_COLUMNS, *([] if by_age else ["grade"])]
    lacking = [f"the norm table has no column {name}" for name in needed if name not in norms.columns]
    lacking += [
        f"the answers have no column {name}" for name in ("sex", "age") if name not in answers.columns
    ]
    if lacking:
        raise UsageError("; ".join(lacking))


def _by_person(table: pd.DataFrame, years: str, measure: Measure) -> pd.DataFrame:
    sex = table["sex"].astype("string").str.strip().str.lower()
    indexed = table.set_axis(pd.MultiIndex.from_arrays([sex, table[years].astype(float)]))[["mean", "sd"]]
    if indexed.index.has_duplicates:
        twice = indexed.index[indexed.index.duplicated()][0]
        raise UsageError(
            f"{measure.short_title}: the norm table has {twice[0]}, {years} {twice[1]:g} more than once"
        )
    if not (indexed["sd"] > 0).all():
        raise UsageError(f"{measure.short_title}: each sd of the norm table must be above 0")
    return indexed
