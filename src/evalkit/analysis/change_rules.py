"""Which change of one person counts as reliable, and by which rule that was decided."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeVar

import numpy as np

from evalkit.analysis.own_reliability import MINIMUM_FORMS, own_alpha
from evalkit.analysis.reliable import reliable_change

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import ArrayLike

    from evalkit.definitions.measure import Measure, Subscale
    from evalkit.definitions.measure_facts import Confidence, Fact, Reliability

CHECKED: Final = ("A", "B")
"""Confidence codes of figures that were seen at a source."""

FactT = TypeVar("FactT", bound="Fact")

_KINDS: Final = ("retest", "implied_from_sem", "alpha")
"""Kinds of reliability in the order of preference of Jacobson and Truax: alpha makes smaller thresholds."""

_INDEX: Final = "1.96 · √2 · SD · √(1 − reliability), Jacobson and Truax 1991"


@dataclass(frozen=True, slots=True)
class ChangeRule:
    """When a change of one person is reliable.

    Attributes
    ----------
    threshold : float
        Points of the score, above 0.
    threshold_counts : bool
        Whether a change of exactly the threshold is reliable: yes where it was published as "6 points
        or more", no after Jacobson and Truax ("beyond 1.96").
    method : str
        Fragment of a sentence: number, rule, source.
    source : str
        Of the threshold, or of the reliability it was worked out with.
    confidence : {"A", "B", "C", "D"} or None
        Code of the published figure; None if SD and alpha are both the grantee's own.
    is_provisional : bool
        Whether it may only be printed as provisional.
    n : int or None
        People whose scores made the SD; None where none was needed. Not in ``method``, which is
        printed beside counts that may be rounded or hidden.
    """

    threshold: float
    threshold_counts: bool
    method: str
    source: str
    confidence: Confidence | None
    is_provisional: bool = False
    n: int | None = None


def find_change_rule(
    measure: Measure,
    subscale_id: str,
    *,
    baseline: ArrayLike = (),
    answers: pd.DataFrame | None = None,
    minimum_people: int = 10,
) -> ChangeRule | None:
    """Return the rule by which a change is called reliable; None if there is none.

    The first that there is of: a published threshold (one of confidence code C where it was
    switched on); Jacobson and Truax with a published reliability of code A or B (retest before
    alpha) and the grantee's own SD; the same with the grantee's own alpha.

    Source: Jacobson & Truax 1991, Journal of Consulting and Clinical Psychology 59:12–19.
    R: ``1.96 * sqrt(2) * sd(baseline) * sqrt(1 - reliability)``.

    Parameters
    ----------
    measure : Measure
        With its switches set, so that only the facts in force are left.
    subscale_id : str
        The score.
    baseline : array_like, shape (people,)
        Scores of everybody at the first timepoint; NaN is left out.
    answers : pandas.DataFrame, optional
        Their answers: respondent_id, timepoint, item, response.
    minimum_people : int
        With fewer scores at the first timepoint there is no SD of one's own.

    Examples
    --------
    >>> from evalkit.definitions.measure import load_measure
    >>> rule = find_change_rule(load_measure("phq9").switched(), "total")
    >>> rule.threshold, rule.threshold_counts, rule.method
    (6.0, True, '6 points or more, published: NHS England')
    >>> stress = load_measure("pss_parental").switched()
    >>> rule = find_change_rule(stress, "total", baseline=range(30, 50))
    >>> round(rule.threshold, 3), rule.threshold_counts, rule.source
    (7.148, False, 'Berry & Jones 1995')
    >>> find_change_rule(load_measure("bdi").switched(), "total", baseline=range(30)) is None
    True
    """
    subscale = measure.subscale(subscale_id)
    if subscale.better_is == "neither":
        return None
    return _published(subscale) or _worked_out(measure, subscale, baseline, answers, minimum_people)


def checked_first(facts: tuple[FactT, ...]) -> FactT | None:
    """Return the first fact that is not provisional, else the first at all, else None."""
    return min(facts, key=lambda fact: fact.is_provisional, default=None)


def quote(fact: Fact) -> str:
    """Return the source of a fact, with its note and what is doubtful about it.

    Examples
    --------
    >>> from evalkit.definitions.measure import load_measure
    >>> goals = load_measure("gbo").switched(provisional=True)
    >>> quote(goals.subscale("mean_of_goals").reliable_change[0])
    'Edbrooke-Childs et al. 2015 as quoted by CORC (provisional: not checked at the source)'
    """
    words = fact.source
    if fact.note:
        words += f" ({fact.note.rstrip('.')})"
    if fact.is_provisional:
        words += " (provisional: not checked at the source)"
    if fact.confidence == "D":
        words += " (sources disagree)"
    return words


def _published(subscale: Subscale) -> ChangeRule | None:
    fact = checked_first(subscale.reliable_change)
    if fact is None:
        return None
    return ChangeRule(
        fact.threshold,
        threshold_counts=True,
        method=f"{fact.threshold:g} points or more, published: {quote(fact)}",
        source=fact.source,
        confidence=fact.confidence,
        is_provisional=fact.is_provisional,
    )


def _worked_out(
    measure: Measure,
    subscale: Subscale,
    baseline: ArrayLike,
    answers: pd.DataFrame | None,
    minimum_people: int,
) -> ChangeRule | None:
    scores = np.asarray(baseline, dtype=np.float64)
    scores = scores[~np.isnan(scores)]
    if scores.size < max(minimum_people, 2) or np.ptp(scores) == 0:
        return None
    sd = float(scores.std(ddof=1))
    fact = _checked_reliability(subscale)
    if fact is not None:
        reliability, source, confidence = fact.value, fact.source, fact.confidence
        said = f"published {fact.in_words()}, {quote(fact)}"
    else:
        alpha = None if answers is None else own_alpha(answers, measure, subscale.id)
        if alpha is None:
            return None
        reliability, source, confidence = alpha.estimate, "this grantee's own answers", None
        said = (
            f"Cronbach's alpha {reliability:.2f}, this grantee's own at the first timepoint "
            f"({MINIMUM_FORMS} complete forms or more)"
        )
    threshold = reliable_change(0.0, 0.0, sd=sd, reliability=reliability).threshold
    own = f"SD {sd:.2f}, this grantee's own at the first timepoint"
    return ChangeRule(
        threshold,
        threshold_counts=False,
        method=f"more than {threshold:.2f} points ({_INDEX}): {own}; {said}",
        source=source,
        confidence=confidence,
        n=int(scores.size),
    )


def _checked_reliability(subscale: Subscale) -> Reliability | None:
    checked = [fact for fact in subscale.reliability if fact.confidence in CHECKED]
    return min(checked, key=lambda fact: _KINDS.index(fact.kind), default=None)
