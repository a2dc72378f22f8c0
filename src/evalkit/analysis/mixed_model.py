"""More than two timepoints: linear mixed model with a random intercept for each person (or cluster)."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

import numpy as np
import pandas as pd
from scipy.stats import t as student_t

from evalkit.analysis.pairs import check_confidence_level
from evalkit.analysis.profile_likelihood import LARGEST_SHARE, Profile

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import ArrayLike, NDArray

    FloatArray = NDArray[np.float64]

INTERCEPT: Final = "(Intercept)"
_NO_RESIDUAL: Final = 1e-14


@dataclass(frozen=True, slots=True)
class FixedEffect:
    """One coefficient.

    Attributes
    ----------
    name : str
        Column of the design.
    estimate, std_error, ci_low, ci_high : float
        In points of the outcome for one unit of the column.
    df, t, p_value : float
        Two-sided t test.
    """

    name: str
    estimate: float
    std_error: float
    ci_low: float
    ci_high: float
    df: float
    t: float
    p_value: float


@dataclass(frozen=True, slots=True, eq=False)
class RandomInterceptModel:
    """Fit of y = Xβ + (own level of each group) + residual.

    Attributes
    ----------
    effects : tuple of FixedEffect
        In the order of the design's columns.
    covariance : numpy.ndarray, shape (columns, columns)
        Of the coefficients, (X'V⁻¹X)⁻¹.
    variance_between, variance_within : float
        Of the groups' own levels, and of the residuals.
    icc : float
        Share of the variance that lies between groups, variance_between over the sum of both.
    log_likelihood : float
        Restricted for REML.
    n, n_groups : int
        Rows used, and groups among them.
    method : str
        REML or ML, or why nothing was calculated.
    """

    effects: tuple[FixedEffect, ...]
    covariance: FloatArray
    variance_between: float
    variance_within: float
    icc: float
    log_likelihood: float
    n: int
    n_groups: int
    method: str


def build_design(
    data: pd.DataFrame, columns: Sequence[str], references: Mapping[str, str] | None = None
) -> pd.DataFrame:
    """Turn columns into a design: an intercept, numbers as they are, words as 0/1 against a reference.

    R: ``model.matrix(~ column + ...)`` after ``relevel(factor(column), reference)``.

    Parameters
    ----------
    data : pandas.DataFrame
        One row per score.
    columns : sequence of str
        Main effects.
    references : mapping of str to str, optional
        Reference of each column of words; where none is named, the first in alphabetical order.

    Returns
    -------
    pandas.DataFrame
        Columns ``(Intercept)``, then ``column`` or ``column: category``; NaN where a value is missing.

    Raises
    ------
    ValueError
        If a reference does not occur in its column.

    Examples
    --------
    >>> data = pd.DataFrame({"time": [2, 3], "arm": ["TAU", "BtheB"]})
    >>> build_design(data, ["time", "arm"], {"arm": "TAU"}).to_numpy().tolist()
    [[1.0, 2.0, 0.0], [1.0, 3.0, 1.0]]
    """
    design = pd.DataFrame({INTERCEPT: np.ones(len(data))}, index=data.index)
    for column in columns:
        values = data[column]
        if pd.api.types.is_numeric_dtype(values):
            design[column] = values.astype(float)
            continue
        words = values.astype("string")
        categories = sorted(words.dropna().unique())
        reference = (references or {}).get(column, categories[0] if categories else "")
        if categories and reference not in categories:
            raise ValueError(f'reference "{reference}" does not occur in {column}: {", ".join(categories)}')
        for category in categories:
            if category != reference:
                design[f"{column}: {category}"] = (
                    (words == category).astype("Float64").to_numpy(float, na_value=np.nan)
                )
    return design


def random_intercept_model(
    y: ArrayLike,
    groups: ArrayLike,
    design: pd.DataFrame,
    *,
    method: Literal["reml", "ml"] = "reml",
    confidence_level: float = 0.95,
) -> RandomInterceptModel:
    """Fit a linear mixed model with a random intercept, by all available data.

    The likelihood is written as a function of one number, the share of the variance that lies
    between groups; its highest peak is searched on a grid and solved to the root of the slope. So
    the search also ends well at 0, where groups differ no more than chance has it. Standard errors
    from (X'V⁻¹X)⁻¹. Degrees of freedom: columns that vary within groups, n − groups − their number;
    columns constant within groups, the intercept too, groups − their number. nlme has the same but
    for the intercept, to which it gives the larger number: with 6 schools that would be too sure.

    Sources: Laird & Ware 1982, Biometrics 38:963–974; Pinheiro & Bates 2000, Mixed-Effects Models in
    S and S-PLUS, 2.4.2 (degrees of freedom). R: ``nlme::lme(y ~ x, random = ~ 1 | group)``,
    its ``fixef`` and ``sqrt(diag(varFix))``; its summary widens ML's errors by √(n/(n − p)).

    Parameters
    ----------
    y : array_like, shape (rows,)
        Outcome; one row per score.
    groups : array_like, shape (rows,)
        Person (or school) of each row.
    design : pandas.DataFrame, shape (rows, columns)
        Numbers, an intercept included: see ``build_design``. Rows with a gap anywhere are left out.
    method : {"reml", "ml"}
        Restricted or full maximum likelihood.
    confidence_level : float
        Between 0 and 1; t intervals.

    Returns
    -------
    RandomInterceptModel
        Numbers are NaN, and ``method`` says why, with no more rows than columns, fewer than two
        groups, or scores that leave no residual (as when nobody's score ever changes).

    Raises
    ------
    ValueError
        If lengths differ, a number is infinite, columns of the design repeat one another, or a
        keyword is another word.

    Examples
    --------
    >>> design = pd.DataFrame({"(Intercept)": 1.0, "time": [0, 1, 0, 1, 0, 1]})
    >>> fit = random_intercept_model([5, 3, 8, 7, 6, 3], ["a", "a", "b", "b", "c", "c"], design)
    >>> round(fit.effects[1].estimate, 4), round(fit.effects[1].std_error, 4), fit.effects[1].df
    (-2.0, 0.5774, 2.0)
    """
    check_confidence_level(confidence_level)
    if method not in {"reml", "ml"}:
        raise ValueError(f'method must be "reml" or "ml", not "{method}"')
    outcome, codes, x = _complete_rows(y, groups, design)
    n, p = x.shape
    sizes = np.bincount(codes).astype(np.float64)
    why = _why_not(n, p, sizes.size)
    if why:
        return _nothing(design, n, sizes.size, why)
    q, r = np.linalg.qr(x)
    _check_rank(design, r)
    residual = outcome - q @ (q.T @ outcome)
    if residual @ residual <= _NO_RESIDUAL * (outcome @ outcome):
        return _nothing(design, n, sizes.size, "not calculated: the design leaves no residual")
    profile = Profile.of(np.column_stack([q, residual]), codes, sizes, restricted=method == "reml")
    share = profile.peak()
    if share > LARGEST_SHARE:
        return _nothing(design, n, sizes.size, "not calculated: no score differs from the person's others")
    ratio = share / (1 - share)
    inner, beta, rss = profile.solve(ratio)
    within = rss / profile.df
    back = np.linalg.inv(r)
    estimates = back @ (q.T @ outcome + beta)
    covariance = within * back @ np.linalg.inv(inner) @ back.T
    log_likelihood = -0.5 * (profile.deviance(ratio) + profile.df * (1 + math.log(2 * math.pi / profile.df)))
    if method == "reml":
        log_likelihood -= float(np.log(np.abs(np.diag(r))).sum())
    df = _degrees_of_freedom(x, codes, sizes)
    effects = _effects(design, estimates, covariance, df, confidence_level)
    words = "linear mixed model, random intercept, " + method.upper()
    return RandomInterceptModel(
        effects, covariance, ratio * within, within, share, log_likelihood, n, sizes.size, words
    )


def _complete_rows(
    y: ArrayLike, groups: ArrayLike, design: pd.DataFrame
) -> tuple[FloatArray, NDArray[np.intp], FloatArray]:
    outcome, x = np.asarray(y, dtype=np.float64), design.to_numpy(dtype=np.float64, na_value=np.nan)
    labels = pd.Series(np.asarray(groups, dtype=object))
    if outcome.ndim != 1 or not len(outcome) == len(labels) == len(x):
        raise ValueError(
            f"y, groups and design must have one entry per row; they have {outcome.size}, {len(labels)}, {len(x)}"
        )
    if np.isinf(outcome).any() or np.isinf(x).any():
        raise ValueError("a number is infinite; mark what is missing as NaN")
    whole = ~(np.isnan(outcome) | np.isnan(x).any(axis=1) | labels.isna().to_numpy())
    codes, _ = pd.factorize(labels[whole])
    return outcome[whole], codes, x[whole]


def _why_not(n: int, columns: int, groups: int) -> str:
    if groups < 2:  # noqa: PLR2004 - one group alone can't differ from others
        return "not calculated: fewer than two groups"
    return "not calculated: no more rows than columns" if n <= columns else ""


def _check_rank(design: pd.DataFrame, r: FloatArray) -> None:
    own = np.abs(np.diag(r))
    repeated = [
        str(name)
        for name, left, size in zip(design, own, np.linalg.norm(r, axis=0), strict=True)
        if left <= 1e-10 * size or not size
    ]
    if repeated:
        raise ValueError(f"columns of the design say nothing that the others don't: {', '.join(repeated)}")


def _degrees_of_freedom(x: FloatArray, codes: NDArray[np.intp], sizes: FloatArray) -> FloatArray:
    n, p = x.shape
    if sizes.max() == 1:
        return np.full(p, float(n - p))
    firsts = x[np.unique(codes, return_index=True)[1]]
    inside = (x != firsts[codes]).any(axis=0)
    between = sizes.size - np.count_nonzero(~inside)
    within = n - sizes.size - np.count_nonzero(inside)
    return np.where(inside, float(within), float(between))


def _nothing(design: pd.DataFrame, n: int, groups: int, why: str) -> RandomInterceptModel:
    nan = math.nan
    effects = tuple(FixedEffect(str(name), nan, nan, nan, nan, nan, nan, nan) for name in design)
    covariance = np.full((len(effects), len(effects)), nan)
    return RandomInterceptModel(effects, covariance, nan, nan, nan, nan, n, groups, why)


def _effects(
    design: pd.DataFrame,
    estimates: FloatArray,
    covariance: FloatArray,
    df: FloatArray,
    confidence_level: float,
) -> tuple[FixedEffect, ...]:
    effects = []
    for number, name in enumerate(design):
        estimate, std_error = float(estimates[number]), math.sqrt(covariance[number, number])
        t, own_df = estimate / std_error, float(df[number])
        reach = float(student_t.isf((1 - confidence_level) / 2, own_df)) * std_error
        p_value = float(2 * student_t.sf(abs(t), own_df))
        effects.append(
            FixedEffect(
                str(name), estimate, std_error, estimate - reach, estimate + reach, own_df, t, p_value
            )
        )
    return tuple(effects)
