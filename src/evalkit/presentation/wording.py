"""How scores, groups, timepoints and amounts are named in sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from evalkit import names
from evalkit.presentation.markdown import lower_first, plain
from evalkit.presentation.numbers import (
    decimals_for,
    decimals_that_show,
    estimate,
    fixed,
    is_known,
)

if TYPE_CHECKING:
    from evalkit.presentation.changes import Change
    from evalkit.presentation.estimates import Estimate
    from evalkit.presentation.facts import StudyFacts, Subscale

_PREPOSITIONS: Final = frozenset(("before", "after", "at", "during", "in", "on", "between", "within", "when"))


def people(n: float) -> str:
    """Return the noun that suits a number of people."""
    return "person" if n == 1 else "people"


def score_name(study: StudyFacts, measure: str, subscale: str) -> str:
    """Name a score by its short title; a part of a measure adds the part's title."""
    facts = study.measure(measure)
    if subscale == names.TOTAL:
        return facts.short_title
    return f"{facts.short_title} ({lower_first(study.subscale(measure, subscale).title)})"


def when(study: StudyFacts, timepoint: str) -> str:
    """Name a timepoint in the middle of a sentence."""
    return plain(lower_first(study.timepoint_title(timepoint)))


def at(study: StudyFacts, timepoint: str) -> str:
    """Write when something was answered: "before", "at 8 months"."""
    return put_at(when(study, timepoint))


def put_at(moment: str) -> str:
    """Put "at" before a moment, unless it begins with a word that does the same.

    Examples
    --------
    >>> put_at("before"), put_at("8 months"), put_at("after counselling"), put_at("end of term")
    ('before', 'at 8 months', 'after counselling', 'at end of term')
    """
    return moment if moment.split(" ", maxsplit=1)[0] in _PREPOSITIONS else f"at {moment}"


def from_to(study: StudyFacts, change: Change) -> str:
    """Write "from before to 8 months"."""
    return f"from {when(study, change.timepoint_from)} to {when(study, change.timepoint_to)}"


def score_decimals(about: Subscale, found: Estimate) -> int:
    """Return the decimals for a change of a score, with its interval."""
    limits = tuple(number for number in (found.value, found.low, found.high) if is_known(number))
    return decimals_that_show(limits, decimals_for(about.minimum, about.maximum))


def size(about: Subscale, found: Estimate) -> str:
    """Write the size of a clear change, without sign: "12.3 points on average (9.8 to 14.8)".

    The interval of a fall is turned round with it, so that the smaller number comes first.
    """
    decimals = score_decimals(about, found)
    low, high = (found.low, found.high) if found.value >= 0 else (-found.high, -found.low)
    value, limits = estimate(abs(found.value), low, high, decimals).split(" ", 1)
    unit = "point" if value == fixed(1, decimals) else "points"
    return f"{value} {unit} on average {limits}"


def span_of_changes(about: Subscale, found: Estimate) -> str:
    """Write an interval across zero: "anything from a fall of 1.2 to a rise of 0.8 points"."""
    decimals = score_decimals(about, found)
    return f"anything from {_move(found.low, decimals)} to {_move(found.high, decimals)} points"


def _move(amount: float, decimals: int) -> str:
    """Write one end of an interval as a fall, a rise or no change."""
    if amount == 0:
        return "no change"
    return f"a {'fall' if amount < 0 else 'rise'} of {fixed(abs(amount), decimals)}"


def in_component(study: StudyFacts, component: str, sentence: str) -> str:
    """Put the component's title before a sentence where the study has more than one."""
    if len(study.components) < 2 and component != names.ALL:  # noqa: PLR2004 - one component needs no name
        return sentence
    return f"{plain(study.component_title(component))}: {sentence}"


def slug(*ids: str) -> str:
    """Return an id for files and anchors.

    Examples
    --------
    >>> slug("tree_of_life", "own", "total")
    'tree-of-life-own-total'
    """
    return "-".join(part.replace("_", "-") for part in ids)
