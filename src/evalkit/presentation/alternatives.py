"""Other released estimates of one comparison, read by the same rules as its mean change."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Final

from evalkit import names
from evalkit.presentation.changes import NOT_CALCULATED, Verdict
from evalkit.presentation.counts import Count
from evalkit.presentation.estimates import Estimate
from evalkit.presentation.numbers import count, fixed, is_known, signed
from evalkit.presentation.sentences import hidden_change, judge
from evalkit.presentation.wording import people, score_decimals, size, span_of_changes

if TYPE_CHECKING:
    from evalkit.presentation.changes import Change
    from evalkit.presentation.facts import StudyFacts, Subscale
    from evalkit.presentation.material import Material

_CLEAR: Final = frozenset((Verdict.FELL, Verdict.ROSE))


def people_behind(material: Material, change: Change, statistic: str) -> Count:
    """Return how many people a statistic of a comparison rests on; hidden where the gate hid it.

    Parameters
    ----------
    material : Material
        Released rows.
    change : Change
        The comparison.
    statistic : str
        Name of a released statistic.
    """
    rows = material.released.outcomes
    for column in names.OUTCOME_GROUP:
        rows = rows[rows[column] == getattr(change, column)]
    rows = rows[rows[names.STATISTIC] == statistic]
    n = float(rows[names.N].iloc[0]) if len(rows) else float("nan")
    found = change.statistics.get(statistic)
    hidden = found is not None and found.suppressed
    return Count(n, hidden, material.threshold, hidden and found is not None and found.is_small)


def read_as(material: Material, change: Change, statistic: str) -> Change | None:
    """Return a comparison with another estimate in the place of its mean change.

    What may be said then follows from the same rules: hidden, counted, unclear, fell or rose.

    Parameters
    ----------
    material : Material
        Released rows.
    change : Change
        The comparison.
    statistic : str
        Such as ``mean_change_trusted``.

    Returns
    -------
    Change or None
        None where the statistic was not released at all.
    """
    found = change.statistics.get(statistic)
    if found is None:
        return None
    behind = people_behind(material, change, statistic)
    nothing = float("nan")
    pairs = Estimate(behind.n, nothing, nothing, nothing, "", behind.suppressed, behind.is_small)
    statistics = {"mean_change": found, "n_pairs": pairs}
    return dataclasses.replace(change, statistics=statistics, is_trusted=False)


def has_result(change: Change | None) -> bool:
    """Whether a comparison has an estimate with its interval to show."""
    return change is not None and change.verdict in {*_CLEAR, Verdict.UNCLEAR, Verdict.SAME}


def tell_move(study: StudyFacts, change: Change) -> str:
    """Say how far a score moved, as the end of a sentence: "fell by …", "no clear change: …".

    Parameters
    ----------
    study : StudyFacts
        For the threshold and the minimum of people.
    change : Change
        From :func:`read_as`.
    """
    mean = change.mean_change
    if change.verdict is Verdict.HIDDEN:
        return hidden_change(study, change)
    if mean is None or not has_result(change):
        return _say_why_not(study, change)
    if change.verdict in _CLEAR:
        return f"{change.verdict.value} by {size(change.about, mean)}{judge(change)}"
    if change.verdict is Verdict.UNCLEAR:
        return f"no clear change: the data fit {span_of_changes(change.about, mean)}"
    return "the same on average"


def _say_why_not(study: StudyFacts, change: Change) -> str:
    """Say why there is no change with an interval, as the end of a sentence."""
    mean = change.mean_change
    if change.verdict is Verdict.NOBODY or mean is None:
        return "there is nobody of whom it could be worked out"
    if is_known(mean.value):
        decimals = score_decimals(change.about, mean)
        return f"a change of {signed(mean.value, decimals)} points on average, without an interval"
    if is_known(change.pairs) and change.pairs < study.minimum_pairs:
        return f"too few to work out a change, which needs {count(study.minimum_pairs)} people"
    reason = why_not_calculated(mean)
    return f"not worked out ({reason})" if reason else "a change could not be worked out"


def why_not_calculated(found: Estimate) -> str:
    """Return why an estimate was not worked out, in a reader's words; "" where it was.

    Examples
    --------
    >>> nan = float("nan")
    >>> why_not_calculated(Estimate(nan, nan, nan, nan, "not calculated: fewer than 20 pairs", False))
    'fewer than 20 people who answered both times'
    """
    before, _, reason = found.method.partition(": ")
    return reason.replace("pairs", "people who answered both times") if before == NOT_CALCULATED else ""


def agree(first: Change, other: Change) -> bool:
    """Whether two estimates say the same: a fall, a rise, or nothing clear."""
    clear = [each.verdict if each.verdict in _CLEAR else None for each in (first, other)]
    return clear[0] is clear[1]


def who(n: float) -> str:
    """Write a number of people in a sentence: "58 people"; "" where it is not known."""
    return f"{count(n)} {people(n)}" if is_known(n) else ""


def amount(about: Subscale, value: float, decimals: int) -> str:
    """Write a change without an interval: "a fall of 3.2 points", "no change".

    Parameters
    ----------
    about : Subscale
        The score, for the way that is better.
    value : float
        Change, raw sign.
    decimals : int
        Digits after the point.
    """
    text = fixed(abs(value), decimals)
    if not text.strip("0."):
        return "no change"
    unit = "point" if text == fixed(1, decimals) else "points"
    way = turned(about, value)
    better = "" if way == 0 else f", for the {'better' if way > 0 else 'worse'}"
    return f"a {'fall' if value < 0 else 'rise'} of {text} {unit}{better}"


def turned(about: Subscale, value: float) -> float:
    """Return a change turned so that better is positive; 0 where the score has no better side."""
    return {names.HIGHER: value, names.LOWER: -value}.get(about.better_is or "", 0.0)
