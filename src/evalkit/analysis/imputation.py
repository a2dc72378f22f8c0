"""What the mean change might be if nobody were missing: multiple imputation by Bayesian regression."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd
from scipy.stats import t as student_t

from evalkit import names
from evalkit.analysis.pairs import check_confidence_level

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    FloatArray = NDArray[np.float64]

MINIMUM_PAIRS: Final = 20
"""With fewer, the regression rests on too little: give bounds only."""
IMPUTATIONS: Final = 50
_CYCLES: Final = 10
_RIDGE: Final = 1e-5
"""Of each predictor's sum of squares, added so that predictors that repeat one another do no harm."""
_FEWEST_IN_ARM: Final = 2
_MOST_PREDICTORS: Final = 8
"""With 20 answers that leaves eleven degrees of freedom for the residual variance."""


@dataclass(frozen=True, slots=True)
class PooledImputations:
    """One estimate from many imputed tables.

    Attributes
    ----------
    estimate, std_error : float
        Mean of the estimates; √(Ū + (1 + 1/m)·B).
    df : float
        Barnard and Rubin's.
    ci_low, ci_high, p_value : float
        t interval, and two-sided test against 0.
    missing_information : float
        Share of the information that was lost with the missing scores (fmi).
    """

    estimate: float
    std_error: float
    df: float
    ci_low: float
    ci_high: float
    p_value: float
    missing_information: float


@dataclass(frozen=True, slots=True)
class ImputedChange:
    """Mean change (later − earlier) of everybody with an earlier score.

    Attributes
    ----------
    pooled : PooledImputations
        NaN where nothing was calculated.
    n, n_imputed : int
        People with an earlier score; how many of their later scores were imputed.
    imputations : int
        Tables imputed; 0 where nothing was calculated.
    method : str
        What was done, with the predictors, or why not.
    """

    pooled: PooledImputations
    n: int
    n_imputed: int
    imputations: int
    method: str


def pool_imputations(
    estimates: ArrayLike, variances: ArrayLike, complete_df: float, confidence_level: float = 0.95
) -> PooledImputations:
    """Rubin's rules with Barnard and Rubin's degrees of freedom.

    Formula: Ū mean of the variances, B variance of the estimates, T = Ū + (1 + 1/m)·B,
    λ = (1 + 1/m)·B/T, 1/df = λ²/(m − 1) + 1/((c + 1)/(c + 3)·c·(1 − λ)), c those of complete data.
    fmi = (r + 2/(df + 3))/(1 + r), r = (1 + 1/m)·B/Ū.

    Sources: Rubin 1987, Multiple Imputation for Nonresponse in Surveys; Barnard & Rubin 1999,
    Biometrika 86:948–955. R: ``mice::pool.scalar(estimates, variances, n, k)``.

    Parameters
    ----------
    estimates, variances : array_like, shape (imputations,)
        Of each imputed table; at least two.
    complete_df : float
        Degrees of freedom if nothing were missing, above 0.
    confidence_level : float
        Between 0 and 1.

    Returns
    -------
    PooledImputations
        All but ``estimate`` NaN where the tables hold no variance at all.

    Raises
    ------
    ValueError
        If lengths differ, there are fewer than two, or ``complete_df`` is not above 0.

    Examples
    --------
    >>> result = pool_imputations([2.0, 2.5, 1.5], [0.5, 0.4, 0.6], complete_df=30)
    >>> round(result.std_error, 4), round(result.df, 3)
    (0.9129, 7.187)
    """
    check_confidence_level(confidence_level)
    q, u = np.asarray(estimates, dtype=np.float64), np.asarray(variances, dtype=np.float64)
    m = q.size
    if q.ndim != 1 or q.shape != u.shape or m < 2:  # noqa: PLR2004 - a variance needs two
        raise ValueError(
            f"estimates and variances must have one entry per table, two at least; got {q.size}, {u.size}"
        )
    if not complete_df > 0:
        raise ValueError(f"complete_df must be above 0, not {complete_df}")
    within, extra = float(u.mean()), (1 + 1 / m) * float(q.var(ddof=1))
    estimate, total = float(q.mean()), within + extra
    if not total > 0:
        return PooledImputations(estimate, *(math.nan,) * 6)
    share = extra / total
    observed_df = (complete_df + 1) / (complete_df + 3) * complete_df * (1 - share)
    df = 1 / (share**2 / (m - 1) + 1 / observed_df) if observed_df else 0.0
    std_error = math.sqrt(total)
    reach = float(student_t.isf((1 - confidence_level) / 2, df)) * std_error
    return PooledImputations(
        estimate=estimate,
        std_error=std_error,
        df=df,
        ci_low=estimate - reach,
        ci_high=estimate + reach,
        p_value=float(2 * student_t.sf(abs(estimate) / std_error, df)),
        # (r + 2/(df + 3))/(1 + r) with r = share/(1 − share)
        missing_information=share + (1 - share) * 2 / (df + 3),
    )


def impute_change(
    scores: pd.DataFrame,
    timepoint_from: str,
    timepoint_to: str,
    *,
    arm: ArrayLike | None = None,
    imputations: int = IMPUTATIONS,
    seed: int,
    confidence_level: float = 0.95,
) -> ImputedChange:
    """Impute the missing later scores many times, and pool the mean change.

    Chained equations: each wave in turn is regressed on arm, baseline and the other waves among the
    people who answered it; coefficients and residual variance are drawn from their posterior under a
    flat prior, and missing scores from the regression so drawn; ten cycles for each table. Imputed
    scores are neither rounded nor cut at the ends of the scale, which would bias the mean. The answer
    is right if who is missing depends on nothing but what is in the table.

    Source: van Buuren 2018, Flexible Imputation of Missing Data, 3.2 and 4.5.
    R: ``mice::mice(data, m, method = "norm")``, then ``pool``; equal up to Monte-Carlo error.

    Parameters
    ----------
    scores : pandas.DataFrame, shape (people, waves)
        A column per timepoint; NaN where missing. People without the earlier score are left out.
    timepoint_from, timepoint_to : str
        Earlier and later column. Any other column helps to predict if at least 20 people, and two of
        each arm, answered it; where that gives more than eight predictors, those that most answered.
    arm : array_like, shape (people,), optional
        Group of each person; blanks are a group of their own.
    imputations : int
        Tables, 50 or more.
    seed : int
        Of the generator: same seed, same numbers.
    confidence_level : float
        Between 0 and 1.

    Returns
    -------
    ImputedChange
        Nothing is calculated with fewer than 20 pairs, an arm with fewer than two, or more than eight
        arms: give bounds only.

    Raises
    ------
    ValueError
        If a column is missing, a score infinite, lengths differ, or ``imputations`` is below 50.

    Examples
    --------
    >>> scores = pd.DataFrame({"t1": [20.0, 14, 17, 22] * 6, "t2": [15.0, 12, 16, float("nan")] * 6})
    >>> impute_change(scores, "t1", "t2", seed=1).method
    'not calculated: fewer than 20 pairs'
    """
    check_confidence_level(confidence_level)
    labels = _check(scores, (timepoint_from, timepoint_to), arm, imputations)
    began = scores[timepoint_from].notna().to_numpy()
    waves, labels = scores.loc[began].astype(float), labels[began]
    n, n_imputed = len(waves), int(waves[timepoint_to].isna().sum())
    arms = sorted(set(labels))

    def refused(why: str) -> ImputedChange:
        return ImputedChange(PooledImputations(*(math.nan,) * 7), n, n_imputed, 0, f"not calculated: {why}")

    if n - n_imputed < MINIMUM_PAIRS:
        return refused(f"fewer than {MINIMUM_PAIRS} pairs")
    if not _enough(waves[timepoint_to], labels):
        return refused(f"a group has fewer than {_FEWEST_IN_ARM} pairs")
    if len(arms) > _MOST_PREDICTORS:
        return refused(f"more than {_MOST_PREDICTORS} groups")
    others = waves.drop(columns=[timepoint_from, timepoint_to])
    usable = [column for column in others if _enough(others[column], labels)]
    usable.sort(key=lambda column: -others[column].count())
    helpers = [column for column in others if column in usable[: _MOST_PREDICTORS - len(arms)]]
    fixed = np.column_stack([waves[timepoint_from], *(labels == name for name in arms[1:])]).astype(float)
    answered = waves[[*helpers, timepoint_to]].to_numpy()
    later = _impute(fixed, answered, imputations, np.random.default_rng(seed))[:, :, -1]
    change = later - fixed[:, 0]
    pooled = pool_imputations(change.mean(axis=1), change.var(axis=1, ddof=1) / n, n - 1, confidence_level)
    predictors = ", ".join([*(["arm"] if len(arms) > 1 else []), timepoint_from, *map(str, helpers)])
    words = f"Bayesian regression imputation, {imputations} tables, predictors {predictors}; Rubin's rules"
    return ImputedChange(pooled, n, n_imputed, imputations, words)


def _check(
    scores: pd.DataFrame, columns: tuple[str, str], arm: ArrayLike | None, imputations: int
) -> NDArray[np.object_]:
    absent = [column for column in columns if column not in scores]
    if absent:
        raise ValueError(f"scores has no column {absent[0]}: {', '.join(map(str, scores.columns))}")
    if np.isinf(scores.to_numpy(dtype=np.float64, na_value=np.nan)).any():
        raise ValueError("a score is infinite; mark a missing score as NaN")
    if imputations < IMPUTATIONS:
        raise ValueError(f"imputations must be {IMPUTATIONS} or more, not {imputations}")
    groups = pd.Series(np.full(len(scores), names.ALL) if arm is None else np.asarray(arm, dtype=object))
    if len(groups) != len(scores):
        raise ValueError(f"arm must have one entry per person; got {len(groups)} for {len(scores)}")
    return groups.astype("string").fillna(names.NOT_RECORDED).to_numpy(dtype=object)


def _enough(wave: pd.Series[float], labels: NDArray[np.object_]) -> bool:
    """Tell whether a regression of this wave on arm and the rest has something to rest on."""
    answered = wave.notna().to_numpy()
    in_arms = [int(np.count_nonzero(answered & (labels == name))) for name in set(labels)]
    return sum(in_arms) >= MINIMUM_PAIRS and min(in_arms) >= _FEWEST_IN_ARM


def _impute(
    fixed: FloatArray, answered: FloatArray, tables: int, generator: np.random.Generator
) -> FloatArray:
    """Return waves filled ``tables`` times, shape (tables, people, waves); the chains start at random answers."""
    missing = np.isnan(answered)
    filled = np.repeat(answered[None], tables, axis=0)
    for wave in range(answered.shape[1]):
        known = answered[~missing[:, wave], wave]
        filled[:, missing[:, wave], wave] = generator.choice(known, (tables, int(missing[:, wave].sum())))
    incomplete = np.flatnonzero(missing.any(axis=0))
    shared = np.repeat(fixed[None], tables, axis=0)
    for _ in range(_CYCLES if incomplete.size else 0):
        for wave in incomplete.tolist():
            predictors = np.concatenate([shared, np.delete(filled, wave, axis=2)], axis=2)
            gone = missing[:, wave]
            filled[:, gone, wave] = _draw(
                predictors[:, ~gone], filled[:, ~gone, wave], predictors[:, gone], generator
            )
    return filled


def _draw(known: FloatArray, y: FloatArray, wanted: FloatArray, generator: np.random.Generator) -> FloatArray:
    """Draw coefficients and variance from their posterior, then scores; one regression per table."""
    tables, people, columns = known.shape
    centre, middle = known.mean(axis=1, keepdims=True), y.mean(axis=1, keepdims=True)
    x, response = known - centre, y - middle
    squares = np.swapaxes(x, 1, 2) @ x
    ridge = _RIDGE * np.einsum("tjj->tj", squares)
    squares += np.where(ridge > 0, ridge, 1.0)[:, :, None] * np.eye(columns)
    inverse = np.linalg.inv(squares)
    beta = np.einsum("tij,tnj,tn->ti", inverse, x, response, optimize=True)
    residual = response - np.einsum("tnj,tj->tn", x, beta)
    # The mean of the response is a coefficient too.
    sigma = np.sqrt((residual**2).sum(axis=1) / generator.chisquare(people - columns - 1, tables))
    spread = np.linalg.cholesky((inverse + np.swapaxes(inverse, 1, 2)) / 2)
    beta += sigma[:, None] * np.einsum("tij,tj->ti", spread, generator.standard_normal((tables, columns)))
    level = middle[:, 0] + sigma * generator.standard_normal(tables) / math.sqrt(people)
    expected = level[:, None] + np.einsum("tnj,tj->tn", wanted - centre, beta)
    drawn: FloatArray = expected + sigma[:, None] * generator.standard_normal(expected.shape)
    return drawn
