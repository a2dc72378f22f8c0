"""Rates of events in a population: crude, directly and indirectly standardised."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from evalkit.analysis.intervals import Interval, byar_interval, exact_poisson_interval

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

BYAR_FROM: Final = 10
"""From 10 events on Byar's limits; below, exact ones for a count and no standardised rate at all."""


@dataclass(frozen=True, slots=True)
class Rate:
    """A rate or ratio with its interval.

    Attributes
    ----------
    estimate, ci_low, ci_high : float
        NaN where it can't be calculated.
    method : str
        Which limits, or why there are none.
    """

    estimate: float
    ci_low: float
    ci_high: float
    method: str


@dataclass(frozen=True, slots=True)
class StandardisedRatio(Rate):
    """A ratio of observed to expected events.

    Attributes
    ----------
    expected : float
        Events that the reference rates would have given in this population.
    """

    expected: float


def crude_rate(x: float, n: float, per: float = 100_000, confidence_level: float = 0.95) -> Rate:
    """Events per ``per`` people.

    Source: method of the Office for Health Improvement and Disparities; R:
    ``PHEindicatormethods::phe_rate``; below 10 events ``poisson.test(x, n)$conf.int * per``.

    Parameters
    ----------
    x : float
        Events, 0 or more.
    n : float
        People (or person-years); 0 gives NaN.
    per : float
        Multiplier.
    confidence_level : float
        Between 0 and 1.

    Raises
    ------
    ValueError
        If ``x`` or ``n`` is negative.

    Examples
    --------
    >>> rate = crude_rate(20, 100, per=100)
    >>> rate.estimate, round(rate.ci_low, 2), round(rate.ci_high, 2), rate.method
    (20.0, 12.21, 30.89, 'Byar')
    """
    limits, method = _count_limits(x, confidence_level)
    if n < 0:
        raise ValueError(f"a population can't be negative: {n}")
    if not n > 0:
        return Rate(math.nan, math.nan, math.nan, "not calculated: no population")
    return Rate(x / n * per, limits.ci_low / n * per, limits.ci_high / n * per, method)


def standardised_rate(
    count: ArrayLike,
    population: ArrayLike,
    standard_population: ArrayLike,
    per: float = 100_000,
    confidence_level: float = 0.95,
) -> Rate:
    """Directly standardised rate: the rate if the population had the standard's make-up.

    Formula: Σ(wᵢxᵢ/nᵢ)/Σwᵢ; variance Σ(wᵢ²xᵢ/nᵢ²)/(Σw)²; limits by Dobson's method,
    rate + √(variance/x)·(Byar(x) − x), x all events.

    Source: Dobson et al. 1991, Statistics in Medicine 10:457–462.
    R: ``PHEindicatormethods::calculate_dsr``.

    Parameters
    ----------
    count, population, standard_population : array_like, shape (bands,)
        Events, people and the standard's weight in each band.
    per : float
        Multiplier.
    confidence_level : float
        Between 0 and 1.

    Returns
    -------
    Rate
        NaN below 10 events, where the method does not hold.

    Raises
    ------
    ValueError
        If the three differ in length, are missing or negative, or a band has no people.

    Examples
    --------
    >>> rate = standardised_rate([10, 30], [1000, 1500], [600, 400], per=1000)
    >>> rate.estimate, round(rate.ci_low, 2), round(rate.ci_high, 2)
    (14.0, 9.67, 19.48)
    """
    events, people, weights = _bands(count=count, population=population, standard=standard_population)
    total = float(events.sum())
    if total < BYAR_FROM:
        return Rate(math.nan, math.nan, math.nan, f"not calculated: fewer than {BYAR_FROM} events")
    share = weights / weights.sum()
    estimate = float((share * events / people).sum())
    stretch = math.sqrt(float((share**2 * events / people**2).sum()) / total)
    byar = byar_interval(total, confidence_level)
    low, high = (estimate + stretch * (limit - total) for limit in byar)
    return Rate(estimate * per, low * per, high * per, "Dobson with Byar")


def standardised_ratio(
    observed: ArrayLike,
    population: ArrayLike,
    reference_count: ArrayLike,
    reference_population: ArrayLike,
    confidence_level: float = 0.95,
) -> StandardisedRatio:
    """Indirectly standardised ratio: events observed over those the reference rates would give.

    R: ``PHEindicatormethods::calculate_ISRatio``.

    Parameters
    ----------
    observed : float or array_like, shape (bands,)
        Events in the population studied, in all or in each band; only their sum is used.
    population : array_like, shape (bands,)
        Its people in each band.
    reference_count, reference_population : array_like, shape (bands,)
        Events and people of the reference.
    confidence_level : float
        Between 0 and 1.

    Returns
    -------
    StandardisedRatio
        1 means as many as expected; NaN when none are expected.

    Raises
    ------
    ValueError
        If the arrays differ in length, are missing or negative, or a reference band has no people.

    Examples
    --------
    >>> ratio = standardised_ratio(12, [100, 200], [5, 8], [100, 100])
    >>> round(ratio.expected, 6), round(ratio.estimate, 4), ratio.method
    (21.0, 0.5714, 'Byar')
    """
    reference, reference_people, people = _bands(
        reference_count=reference_count, reference_population=reference_population, population=population
    )
    expected = float((reference / reference_people * people).sum())
    events = float(np.sum(np.asarray(observed, dtype=np.float64)))
    limits, method = _count_limits(events, confidence_level)
    if not expected > 0:
        return StandardisedRatio(math.nan, math.nan, math.nan, "not calculated: none expected", expected)
    low, high = limits.ci_low / expected, limits.ci_high / expected
    return StandardisedRatio(events / expected, low, high, method, expected)


def _count_limits(x: float, confidence_level: float) -> tuple[Interval, str]:
    if x < BYAR_FROM:
        return exact_poisson_interval(x, confidence_level), "exact Poisson"
    return byar_interval(x, confidence_level), "Byar"


def _bands(**columns: ArrayLike) -> list[NDArray[np.float64]]:
    """Return the columns as arrays; the second one is a divisor."""
    arrays = {name: np.asarray(column, dtype=np.float64) for name, column in columns.items()}
    shapes = {array.shape for array in arrays.values()}
    if len(shapes) > 1 or len(next(iter(shapes))) != 1:
        raise ValueError(f"{', '.join(arrays)} must have one entry per band each")
    for name, array in arrays.items():
        if not (array >= 0).all():
            raise ValueError(f"{name} holds a negative or missing entry")
    divisor = list(arrays)[1]
    if not (arrays[divisor] > 0).all():
        raise ValueError(f"{divisor} has a band without people: merge it with a neighbour")
    return list(arrays.values())
