"""Outcome rules that NHS services publish: Talking Therapies, children's services, SDQ added value."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from evalkit import names

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import ArrayLike, NDArray

PHQ9_CASE: Final = 10
GAD7_CASE: Final = 8
PHQ9_RELIABLE: Final = 6
GAD7_RELIABLE: Final = 4

_ROUNDING: Final = 1e-9
"""A change of 6.6 must reach a threshold of 6.6 though binary fractions may fall just short."""

Flag = bool | None
Flags = pd.api.extensions.ExtensionArray


@dataclass(frozen=True, slots=True)
class TalkingTherapiesOutcome:
    """Outcome flags; for one person True, False or None, for many a pandas boolean array.

    None (or NA) means not applicable: recovery of somebody who was no case, anything of somebody
    with a missing score.

    Attributes
    ----------
    caseness_start, recovery, reliable_improvement, reliable_deterioration, no_reliable_change,
    reliable_recovery : bool, None or pandas.arrays.BooleanArray
    """

    caseness_start: Flag | Flags
    recovery: Flag | Flags
    reliable_improvement: Flag | Flags
    reliable_deterioration: Flag | Flags
    no_reliable_change: Flag | Flags
    reliable_recovery: Flag | Flags


def talking_therapies_outcome(phq: ArrayLike, gad: ArrayLike) -> TalkingTherapiesOutcome:
    """Recovery and reliable change as NHS Talking Therapies count them, from PHQ-9 and GAD-7.

    A case has PHQ-9 ≥ 10 or GAD-7 ≥ 8. Recovery: a case at the start, below both at the end.
    Reliable improvement: one score falls by its threshold (6; 4), the other does not rise by its own;
    deterioration the other way round; no reliable change otherwise. Reliable recovery is both
    recovery and reliable improvement. Whether treatment was completed (two contacts) is for
    the caller.

    Source: NHS England, Talking Therapies dashboards (code, 2025) and manual.

    Parameters
    ----------
    phq, gad : array_like, shape (2,) or (people, 2)
        First and last score of each person.

    Returns
    -------
    TalkingTherapiesOutcome

    Raises
    ------
    ValueError
        If the last dimension is not first and last score, or the two differ in shape.

    Examples
    --------
    >>> outcome = talking_therapies_outcome(phq=[11, 9], gad=[8, 7])
    >>> outcome.recovery, outcome.reliable_improvement, outcome.reliable_recovery
    (True, False, False)
    """
    depression, anxiety = np.asarray(phq, dtype=np.float64), np.asarray(gad, dtype=np.float64)
    if depression.shape != anxiety.shape or depression.ndim not in {1, 2} or depression.shape[-1] != 2:  # noqa: PLR2004
        raise ValueError(
            f"phq and gad hold first and last score of the same people; "
            f"they have the shapes {depression.shape} and {anxiety.shape}"
        )
    missing = np.isnan(depression).any(axis=-1) | np.isnan(anxiety).any(axis=-1)
    cases = (depression >= PHQ9_CASE) | (anxiety >= GAD7_CASE)
    phq_change, gad_change = depression[..., 1] - depression[..., 0], anxiety[..., 1] - anxiety[..., 0]
    better = (phq_change <= -PHQ9_RELIABLE) | (gad_change <= -GAD7_RELIABLE)
    worse = (phq_change >= PHQ9_RELIABLE) | (gad_change >= GAD7_RELIABLE)
    improved, recovered = better & ~worse, cases[..., 0] & ~cases[..., 1]
    no_case = missing | ~cases[..., 0]
    return TalkingTherapiesOutcome(
        caseness_start=_flags(cases[..., 0], missing),
        recovery=_flags(recovered, no_case),
        reliable_improvement=_flags(improved, missing),
        reliable_deterioration=_flags(worse & ~better, missing),
        no_reliable_change=_flags(better == worse, missing),
        reliable_recovery=_flags(recovered & improved, missing),
    )


@dataclass(frozen=True, slots=True)
class CypOutcome:
    """Outcome of one rater's measures together; None or NA where nothing was measured twice.

    Attributes
    ----------
    improvement, deterioration, no_change : bool, None or pandas.arrays.BooleanArray
    """

    improvement: Flag | Flags
    deterioration: Flag | Flags
    no_change: Flag | Flags


def cyp_outcome(
    first: ArrayLike, last: ArrayLike, thresholds: ArrayLike, better_is: Sequence[str]
) -> CypOutcome:
    """Outcome over several measures, as NHS England counts it in children's services.

    A measure improved or deteriorated when it changed by its threshold or more. Deterioration: any
    measure deteriorated. Improvement: any improved and none deteriorated. No change: otherwise.

    Source: NHS England, Mental Health Services Monthly Statistics (code, 2025).

    Parameters
    ----------
    first, last : array_like, shape (measures,) or (people, measures)
        First and last score by the same rater; NaN where one is missing.
    thresholds : array_like, shape (measures,)
        Reliable change of each measure, in points; above 0.
    better_is : sequence of str
        "higher" or "lower" for each measure.

    Raises
    ------
    ValueError
        If lengths differ, a threshold is not above 0 or a direction is another word.

    Examples
    --------
    >>> cyp_outcome([20, 5], [12, 5], thresholds=[8, 3], better_is=["lower", "higher"])
    CypOutcome(improvement=True, deterioration=False, no_change=False)
    """
    before, after = np.asarray(first, dtype=np.float64), np.asarray(last, dtype=np.float64)
    limits = np.asarray(thresholds, dtype=np.float64)
    if before.shape != after.shape or before.shape[-1:] != limits.shape or len(better_is) != limits.size:
        raise ValueError("first, last, thresholds and better_is must have one entry per measure")
    if not (limits > 0).all():
        raise ValueError("a threshold is not above 0")
    if not set(better_is) <= {names.HIGHER, names.LOWER}:
        raise ValueError(f'better_is holds "higher" or "lower" only, not {sorted(set(better_is))}')
    towards_better = np.array([1.0 if direction == names.HIGHER else -1.0 for direction in better_is])
    improvement = (after - before) * towards_better
    better = (improvement >= limits - _ROUNDING).any(axis=-1)
    worse = (improvement <= -limits + _ROUNDING).any(axis=-1)
    missing = np.isnan(improvement).all(axis=-1)
    return CypOutcome(
        improvement=_flags(better & ~worse, missing),
        deterioration=_flags(worse, missing),
        no_change=_flags(~(better | worse), missing),
    )


def sdq_added_value(
    t1_total: ArrayLike, t1_impact: ArrayLike, t1_emotional: ArrayLike, t2_total: ArrayLike
) -> float | NDArray[np.float64]:
    """SDQ added value (parent form): points better than expected without help; above 0 is better.

    Formula: 2.3 + 0.8·T1 total + 0.2·T1 impact − 0.3·T1 emotional − T2 total. Divided by 5 it is an
    effect size. The five coefficients have not been checked against the original paper:
    show results as provisional. For means of groups only, of families who sought help, about six
    months apart: a single child's value is uncertain by ±10 points.

    Source: Ford, Hutchings, Bywater, Goodman & Goodman 2009, British Journal of Psychiatry 194:552–558.

    Parameters
    ----------
    t1_total, t1_impact, t1_emotional : array_like
        Total difficulties, impact and emotional score before.
    t2_total : array_like
        Total difficulties four to eight months later.

    Returns
    -------
    float or numpy.ndarray
        One value per child; NaN where a score is missing.

    Examples
    --------
    >>> round(sdq_added_value(20, 4, 6, 15), 6)
    2.3
    """
    total, impact, emotional, later = (
        np.asarray(score, dtype=np.float64) for score in (t1_total, t1_impact, t1_emotional, t2_total)
    )
    values = np.asarray(2.3 + 0.8 * total + 0.2 * impact - 0.3 * emotional - later)
    return values if values.ndim else float(values)


def _flags(value: NDArray[np.bool_] | np.bool_, missing: NDArray[np.bool_] | np.bool_) -> Flag | Flags:
    if np.ndim(value):
        return pd.arrays.BooleanArray(np.asarray(value), np.asarray(missing))
    return None if missing else bool(value)
