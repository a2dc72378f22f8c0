"""How many people changed reliably, and how many crossed into the usual range as well."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

import numpy as np

from evalkit import names
from evalkit.analysis.intervals import wilson_interval
from evalkit.analysis.pairs import check_confidence_level, complete_pairs

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

_DECIMALS: Final = 9
"""A change of 22.35 − 19.35 is three points, whatever the computer makes of it."""


@dataclass(frozen=True, slots=True)
class Share:
    """Some of a number of people.

    Attributes
    ----------
    count, of : int
    proportion : float
        count / of; NaN of nobody.
    ci_low, ci_high : float
        Wilson's interval.
    """

    count: int
    of: int
    proportion: float
    ci_low: float
    ci_high: float


def share_of(count: int, of: int, confidence_level: float = 0.95) -> Share:
    """Return a share of people with Wilson's interval.

    Examples
    --------
    >>> share_of(5, 10).proportion
    0.5
    """
    limits = wilson_interval(count, of, confidence_level)
    return Share(count, of, count / of if of else math.nan, limits.ci_low, limits.ci_high)


@dataclass(frozen=True, slots=True)
class ChangeCategories:
    """Everybody with both scores, in three categories; and who crossed the cut-off.

    Attributes
    ----------
    n : int
        Pairs.
    reliably_improved, no_reliable_change, reliably_worse : Share
        Of the pairs; they add up to them.
    clinically_significant : Share or None
        Reliably improved and crossed from the clinical into the usual range, of the pairs. None
        without a cut-off.
    recovered : Share or None
        The same people, of those in the clinical range before: nobody else can recover.
    """

    n: int
    reliably_improved: Share
    no_reliable_change: Share
    reliably_worse: Share
    clinically_significant: Share | None
    recovered: Share | None


def change_categories(
    pre: ArrayLike,
    post: ArrayLike,
    *,
    threshold: float,
    threshold_counts: bool,
    better_is: Literal["higher", "lower"],
    cutoff: float | None = None,
    cutoff_is_clinical: bool = True,
    confidence_level: float = 0.95,
) -> ChangeCategories:
    """Count people by reliable and clinically significant change.

    Sources: Jacobson & Truax 1991, Journal of Consulting and Clinical Psychology 59:12–19; Wilson 1927.
    R: ``table(cut(...))`` and ``prop.test(x, n, correct = FALSE)$conf.int``.

    Parameters
    ----------
    pre, post : array_like, shape (people,)
        Earlier and later scores; people with NaN in either are left out.
    threshold : float
        Points of change, above 0: published, or ``reliable_change(...).threshold``.
    threshold_counts : bool
        Whether a change of exactly the threshold is reliable: yes for published whole-number thresholds
        ("6 points or more"), no for Jacobson and Truax ("beyond 1.96").
    better_is : {"higher", "lower"}
        Direction of the measure.
    cutoff : float, optional
        Border between the clinical and the usual range.
    cutoff_is_clinical : bool
        Whether a score of exactly the cut-off lies in the clinical range (PHQ-9: 10 does).
    confidence_level : float
        Between 0 and 1.

    Raises
    ------
    ValueError
        If lengths differ, a score is infinite, the threshold is not above 0 or ``better_is`` is another word.

    Examples
    --------
    >>> result = change_categories([15, 12, 8, 20], [9, 10, 16, 13], threshold=6, threshold_counts=True,
    ...                            better_is="lower", cutoff=10)
    >>> result.reliably_improved.count, result.no_reliable_change.count, result.reliably_worse.count
    (2, 1, 1)
    >>> result.recovered.count, result.recovered.of
    (1, 3)
    """
    check_confidence_level(confidence_level)
    if not (threshold > 0 and math.isfinite(threshold)):
        raise ValueError(f"threshold must be a number of points above 0, not {threshold}")
    if better_is not in {names.HIGHER, names.LOWER}:
        raise ValueError(f'better_is must be "higher" or "lower", not "{better_is}"')
    towards_better = 1 if better_is == names.HIGHER else -1
    earlier, later = (np.round(towards_better * scores, _DECIMALS) for scores in complete_pairs(pre, post))
    improvement = np.round(later - earlier, _DECIMALS)
    limit = round(threshold, _DECIMALS)
    up = improvement >= limit if threshold_counts else improvement > limit
    down = improvement <= -limit if threshold_counts else improvement < -limit
    n = earlier.size

    def share(count: int, of: int) -> Share:
        return share_of(count, of, confidence_level)

    crossed = recovered = None
    if cutoff is not None:
        border = round(towards_better * cutoff, _DECIMALS)
        before, after = (
            scores <= border if cutoff_is_clinical else scores < border for scores in (earlier, later)
        )
        count = int((up & before & ~after).sum())
        crossed, recovered = share(count, n), share(count, int(before.sum()))
    improved, worse = int(up.sum()), int(down.sum())
    return ChangeCategories(
        n, share(improved, n), share(n - improved - worse, n), share(worse, n), crossed, recovered
    )
