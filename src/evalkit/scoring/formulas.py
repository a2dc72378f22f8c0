"""The arithmetic of a subscale: missing answers, formula, transform; vectorised over rows."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from evalkit.definitions.measure_facts import MissingRule

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import ArrayLike, NDArray

    from evalkit.definitions.measure import Measure, Subscale
    from evalkit.definitions.measure_scores import Step
    from evalkit.scoring.answers import Column

COMPLETE = MissingRule(max_missing=0, source="no rule published", confidence="A")
"""Where no missing-item rule applies, only complete answers are scored."""


@dataclass(frozen=True)
class Result:
    """One subscale, scored.

    Attributes
    ----------
    subscale : Subscale
        What was scored.
    score : ndarray of float, shape (n_rows,)
        NaN where the missing-item rule fails.
    n_answered : ndarray of int, shape (n_rows,)
        Answers it rests on, before anything was filled in.
    n_items : int
        Items it rests on.
    """

    subscale: Subscale
    score: NDArray[np.float64]
    n_answered: NDArray[np.integer]
    n_items: int


def round_half_up(values: ArrayLike) -> NDArray[np.float64]:
    """Return ``floor(x + 0.5)``, as printed manuals round; Python's ``round`` goes to even.

    Examples
    --------
    >>> round_half_up([2.5, 4.5, 6.67]).tolist()
    [3.0, 5.0, 7.0]
    """
    return np.floor(np.asarray(values, dtype=float) + 0.5)


def counted_values(column: Column) -> NDArray[np.float64]:
    """Return what each answer adds to a score: turned round and recoded where the key says so."""
    item, values = column.item, column.values
    if item.reversed:
        values = item.minimum + item.maximum - values
    if item.recode:
        recoded = np.full_like(values, np.nan)
        for answer, counts_as in item.recode.items():
            recoded[values == answer] = counts_as
        values = recoded
    return values


class Calculator:
    """Scores the subscales of one measure for one table of answers.

    Parameters
    ----------
    measure : Measure
        With its switches set.
    columns : sequence of Column
        One per item of the measure, without impossible answers.
    """

    def __init__(self, measure: Measure, columns: Sequence[Column]) -> None:
        self._measure = measure
        self._columns = {column.item.number: column for column in columns}
        self._values = {number: counted_values(column) for number, column in self._columns.items()}
        self._answered = {number: ~np.isnan(values) for number, values in self._values.items()}
        self._filled = {
            number: np.where(self._answered[number], values, 0.0) for number, values in self._values.items()
        }
        self._n_rows = len(next(iter(self._values.values())))
        self._done: dict[str, Result] = {}

    def calculate(self, subscale: Subscale) -> Result:
        """Return a subscale's score after its transform, worked out once."""
        if subscale.id not in self._done:
            raw = self._raw(subscale)
            self._done[subscale.id] = replace(raw, score=transform(raw.score, subscale.transform))
        return self._done[subscale.id]

    def answered_on_form(self) -> NDArray[np.integer]:
        """Return the number of answers on the whole form, optional items apart."""
        return self._count([number for number, column in self._columns.items() if not column.item.optional])

    def is_absent(self, subscale: Subscale) -> bool:
        """Return whether a subscale rests on optional items only that nobody answered."""
        items = self._measure.items_of(subscale.id)
        if not all(item.optional for item in items):
            return False
        return not any(self._answered[item.number].any() for item in items)

    def _raw(self, subscale: Subscale) -> Result:
        if subscale.parts:
            return self._from_parts(subscale)
        items = [item.number for item in self._measure.items_of(subscale.id)]
        total, n_answered = self._add_up(items)
        scorable = self._scorable(subscale, items, n_answered)
        answered = np.maximum(n_answered, 1)
        if subscale.formula == "mean":
            score = total / answered
        elif subscale.formula == "count":
            score = self._count_above_lowest(items)
        elif subscale.formula == "gas_t":
            score = self._goal_attainment(subscale, items)
        else:
            score = total * len(items) / answered
        score[~scorable] = np.nan
        return Result(subscale, score, n_answered, len(items))

    def _from_parts(self, subscale: Subscale) -> Result:
        parts = [self.calculate(self._measure.subscale(part)).score for part in subscale.parts]
        score = parts[0] - parts[1] if subscale.formula == "difference" else np.sum(parts, axis=0)
        if subscale.items != "all":
            for number in subscale.items:
                score = score + self._values[number]
        items = [item.number for item in self._measure.items_of(subscale.id)]
        return Result(subscale, score, self._count(items), len(items))

    def _add_up(self, items: Sequence[int]) -> tuple[NDArray[np.float64], NDArray[np.integer]]:
        total = np.zeros(self._n_rows)
        for number in items:
            total += self._filled[number]
        return total, self._count(items)

    def _count(self, items: Sequence[int]) -> NDArray[np.integer]:
        count = np.zeros(self._n_rows, dtype=np.int16)
        for number in items:
            count += self._answered[number]
        return count

    def _scorable(
        self, subscale: Subscale, items: Sequence[int], n_answered: NDArray[np.integer]
    ) -> NDArray[np.bool_]:
        """Return where enough was answered; "does not apply" is not a missing answer."""
        rule = subscale.missing[0] if subscale.missing else COMPLETE
        missing = len(items) - n_answered
        for number in items:
            not_applicable = self._columns[number].not_applicable
            if not_applicable is not None:
                missing = missing - not_applicable
        enough = (missing <= rule.max_missing) & (n_answered > 0)
        for number in items:
            if rule.only and number not in rule.only:
                enough &= self._answered[number]
        return np.asarray(enough)

    def _count_above_lowest(self, items: Sequence[int]) -> NDArray[np.float64]:
        score = np.zeros(self._n_rows)
        for number in items:
            score += self._values[number] > self._columns[number].item.counts_from
        return score

    def _goal_attainment(self, subscale: Subscale, items: Sequence[int]) -> NDArray[np.float64]:
        levels = np.array([self._values[number] for number in items])
        weights = np.array([self._values[number] for number in subscale.weights])
        if np.isnan(weights).all():  # nobody weighted anything: all goals count alike
            weights = np.ones_like(levels)
        return goal_attainment(levels, weights, rho=float(self._measure.settings["rho"]))


def goal_attainment(
    levels: NDArray[np.float64], weights: NDArray[np.float64], *, rho: float
) -> NDArray[np.float64]:
    """Return Goal Attainment Scaling's T for each column; goals without a level are not set.

    ``T = 50 + 10 sum(w x) / sqrt((1 - rho) sum(w^2) + rho sum(w)^2)`` (Kiresuk & Sherman 1968).

    Parameters
    ----------
    levels, weights : ndarray of float, shape (n_goals, n_people)
        Attainment from -2 to 2, and importance x difficulty. A level without a weight makes NaN.
    rho : float
        Assumed correlation between goals.

    Examples
    --------
    >>> x = np.array([[1.0], [1.0], [1.0]])
    >>> goal_attainment(x, np.ones_like(x), rho=0.3).round(4).tolist()
    [63.6931]
    """
    is_set = ~np.isnan(levels)
    x = np.where(is_set, levels, 0.0)
    w = np.where(is_set, weights, 0.0)
    spread = np.sqrt((1.0 - rho) * (w**2).sum(axis=0) + rho * w.sum(axis=0) ** 2)
    weighted = (w * x).sum(axis=0)
    ratio = np.divide(weighted, spread, out=np.full_like(spread, np.nan), where=spread > 0)
    return np.asarray(50.0 + 10.0 * ratio)


def transform(scores: NDArray[np.float64], steps: Sequence[Step]) -> NDArray[np.float64]:
    """Return the scores after each step: a conversion table, or multiply, add and round.

    T-scores come last and need the people's sex and age: see :mod:`evalkit.scoring.t_scores`.
    """
    for step in steps:
        if step.table:
            scores = _look_up(scores, step.table)
            continue
        scores = scores * step.multiply + step.add
        if step.round:
            scores = round_half_up(scores)
    return scores


def _look_up(scores: NDArray[np.float64], table: Mapping[float, float]) -> NDArray[np.float64]:
    raw = np.array(sorted(table))
    reported = np.array([table[value] for value in raw])
    places = np.searchsorted(raw, scores).clip(max=len(raw) - 1)
    return np.where(raw[places] == scores, reported[places], np.nan)
