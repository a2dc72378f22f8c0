"""Change of one person: reliable or within the measure's own noise, and across which cut-off."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

import numpy as np

from evalkit import names

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

RCI_QUANTILE: Final = 1.96
"""Jacobson and Truax define the index with 1.96, not with the exact normal quantile."""


@dataclass(frozen=True, slots=True)
class ReliableChange:
    """Reliable Change Index of each person.

    Attributes
    ----------
    se : float
        Standard error of measurement, sd · √(1 − reliability).
    s_diff : float
        Standard error of a difference of two scores, √2 · se.
    rci : numpy.ndarray, shape (people,)
        (post − pre) / s_diff, raw sign; NaN where a score is missing. Reliable beyond ±1.96.
    threshold : float
        Points of change beyond which it is reliable, 1.96 · s_diff.
    """

    se: float
    s_diff: float
    rci: NDArray[np.float64]
    threshold: float


def reliable_change(pre: ArrayLike, post: ArrayLike, sd: float, reliability: float) -> ReliableChange:
    """Reliable Change Index after Jacobson and Truax.

    Source: Jacobson & Truax 1991, Journal of Consulting and Clinical Psychology 59:12–19.
    R: ``(post - pre) / (sqrt(2) * sd * sqrt(1 - reliability))``.

    Parameters
    ----------
    pre, post : array_like, shape (people,) or one number each
        Earlier and later scores.
    sd : float
        Standard deviation before, of the group itself or of a norm group; above 0.
    reliability : float
        0 to below 1: test–retest reliability where it is known, else Cronbach's alpha, which
        gives a smaller threshold. With 1 every change would be reliable.

    Returns
    -------
    ReliableChange
        ``rci`` has no dimension when ``pre`` and ``post`` are numbers.

    Raises
    ------
    ValueError
        If ``sd`` is not positive or ``reliability`` is not from 0 to below 1.

    Examples
    --------
    >>> result = reliable_change(32.5, 47.5, sd=7.5, reliability=0.80)
    >>> round(float(result.rci), 3), round(result.threshold, 3)
    (3.162, 9.297)
    """
    if not sd > 0:
        raise ValueError(f"sd must be above 0, not {sd}: without spread no change can be judged")
    if not 0 <= reliability < 1:
        raise ValueError(f"reliability must be from 0 to below 1, not {reliability}")
    se = sd * math.sqrt(1 - reliability)
    s_diff = math.sqrt(2) * se
    change = np.asarray(post, dtype=np.float64) - np.asarray(pre, dtype=np.float64)
    return ReliableChange(se, s_diff, np.asarray(change / s_diff), RCI_QUANTILE * s_diff)


@dataclass(frozen=True, slots=True)
class Cutoffs:
    """Borders between the clinical and the usual range of a measure.

    Attributes
    ----------
    a : float
        Two SDs away from the clinical mean, on the better side.
    b : float
        Two SDs away from the functional mean, on the worse side.
    c : float
        Where a person is as likely to belong to the one group as to the other.
    """

    a: float
    b: float
    c: float


def cutoffs(
    mean_clinical: float,
    sd_clinical: float,
    mean_functional: float,
    sd_functional: float,
    better_is: Literal["higher", "lower"],
) -> Cutoffs:
    """Cut-offs a, b and c after Jacobson and Truax.

    Formula, better higher: a = M₁ + 2·s₁, b = M₀ − 2·s₀ (the signs turn when lower is better),
    c = (s₀·M₁ + s₁·M₀)/(s₀ + s₁); 1 clinical, 0 functional. R's package clinicalsignificance
    takes the clinical SD in b; the paper takes the functional one, and so does this.

    Source: Jacobson & Truax 1991, Journal of Consulting and Clinical Psychology 59:12–19.

    Parameters
    ----------
    mean_clinical, sd_clinical : float
        Norm of people in treatment.
    mean_functional, sd_functional : float
        Norm of the general population.
    better_is : {"higher", "lower"}
        Direction of the measure.

    Raises
    ------
    ValueError
        If an SD is not positive or ``better_is`` is another word.

    Examples
    --------
    >>> cutoffs(40.0, 7.5, 60.0, 10.0, better_is="higher")
    Cutoffs(a=55.0, b=40.0, c=48.57142857142857)
    """
    if not (sd_clinical > 0 and sd_functional > 0):
        raise ValueError(f"both SDs must be above 0; got {sd_clinical} and {sd_functional}")
    if better_is not in {names.HIGHER, names.LOWER}:
        raise ValueError(f'better_is must be "higher" or "lower", not "{better_is}"')
    towards_better = 1 if better_is == names.HIGHER else -1
    return Cutoffs(
        a=mean_clinical + towards_better * 2 * sd_clinical,
        b=mean_functional - towards_better * 2 * sd_functional,
        c=(sd_functional * mean_clinical + sd_clinical * mean_functional) / (sd_functional + sd_clinical),
    )
