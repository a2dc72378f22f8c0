"""Scores of one component that moved alike are one finding: which they are, and its words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from evalkit import names
from evalkit.presentation.alternatives import tell_move
from evalkit.presentation.changes import Verdict
from evalkit.presentation.markdown import plain, sentences, upper_first, words
from evalkit.presentation.numbers import count, decimals_for, fixed, is_known
from evalkit.presentation.sentences import SINCE_TRUST, hidden_change
from evalkit.presentation.starting_points import FIRST_TOLD, MOVED, find_different_starts, of_people
from evalkit.presentation.wording import from_to, in_component, score_name, size

if TYPE_CHECKING:
    from collections.abc import Sequence

    from evalkit.presentation.changes import Change, Headline
    from evalkit.presentation.facts import StudyFacts

Group = tuple["Headline", ...]

MOST_IN_FULL: Final = 2
"""Of more scores that two starting points tell differently, the sizes are given as ranges."""
MOST_NAMED: Final = 4
"""More scores than this are counted in the sentence, and their sizes given as a range."""
NONE_DECLARED: Final = "These comparisons were [not declared beforehand](#glossary-declared-beforehand)."
WAYS: Final = {
    "better": "changed for the better",
    "worse": "changed for the worse",
    "unclear": "did not clearly change",
    "fell": "fell",
    "rose": "rose",
}
"""How several scores moved, in words that are true of each."""


def way_of(change: Change) -> str | None:
    """Return which way a score moved: better, worse, fell, rose, unclear, hidden; None if no word fits.

    Whether a hidden score moved is not known: only that it rests on too few people.
    """
    if change.verdict in {Verdict.FELL, Verdict.ROSE}:
        if change.is_better is None:
            return str(change.verdict.value)
        return "better" if change.is_better else "worse"
    if change.verdict is Verdict.HIDDEN:
        return "hidden" if change.is_small else None
    return "unclear" if change.verdict is Verdict.UNCLEAR else None


def ways_of(headline: Headline) -> tuple[str | None, ...]:
    """Return which way a score moved; from both starting points, where they do not say the same."""
    points = find_different_starts(headline.change)
    return (way_of(points.first), way_of(points.trusted)) if points else (way_of(headline.told),)


def group_headlines(headlines: Sequence[Headline]) -> tuple[Group, ...]:
    """Put together the scores of one component that were not declared and moved alike.

    Parameters
    ----------
    headlines : sequence of Headline
        One for each score in each component.

    Returns
    -------
    tuple of tuple of Headline
        In the order of their first members; a declared comparison stands alone.
    """
    groups: dict[tuple[object, ...], list[Headline]] = {}
    for headline in headlines:
        change, ways = headline.change, ways_of(headline)
        alone = headline.declared or None in ways
        moments = (change.timepoint_from, change.timepoint_to)
        key = change.score_key if alone else (change.component, moments, ways)
        groups.setdefault(key, []).append(headline)
    return tuple(tuple(group) for group in groups.values())


def say_alike_in_short(study: StudyFacts, group: Group) -> str:
    """Say in one sentence how several scores of one component moved."""
    ways, changes = ways_of(group[0]), [headline.told for headline in group]
    named = len(group) <= MOST_NAMED
    listed = words([plain(change.about.noun) for change in changes])
    scores = listed if named else f"{count(len(group))} scores"
    if ways == ("hidden",):
        said = f"{scores} – {hidden_change(study, changes[0])}."
    elif len(ways) > 1:
        first, since = (WAYS[str(way)] for way in ways)
        said = f"{scores} {first} on average {FIRST_TOLD}, and {since} {SINCE_TRUST}."
    elif ways == ("unclear",):
        said = f"no clear change in {listed}." if named else f"no clear change in {scores}."
    elif ways[0] in {"better", "worse"} and named:
        said = f"{_fell_and_rose(changes)} on average: for the {ways[0]} in {count(len(group))} scores."
    else:
        said = f"{scores} {WAYS[str(ways[0])]} on average."
    return upper_first(in_component(study, changes[0].component, said))


def _fell_and_rose(changes: Sequence[Change]) -> str:
    """Name what fell and what rose: "mood and sleep fell, and anxiety rose"."""
    told = []
    for verdict in dict.fromkeys(change.verdict for change in changes):
        nouns = [plain(change.about.noun) for change in changes if change.verdict is verdict]
        told.append(f"{words(nouns)} {MOVED[verdict]}")
    return ", and ".join(told)


def give_evidence_alike(study: StudyFacts, group: Group) -> str:
    """Give the size of each change with its interval and people; of more than four scores the range."""
    changes = [headline.change for headline in group]
    lead = upper_first(from_to(study, changes[0]))
    titles = [plain(score_name(study, change.measure, change.subscale)) for change in changes]
    if ways_of(group[0]) == ("hidden",):
        return f"This is about {words(titles)} {from_to(study, changes[0])}."
    ranges = _ranges(group)
    if ranges:
        return sentences(f"{lead}, {words(titles)}: {ranges}.", NONE_DECLARED)
    told = [_size(study, headline) for headline in group]
    if len(group) <= MOST_NAMED:
        return sentences(f"{lead}: {'; '.join(told)}.", *_ways_that_are_better(changes), NONE_DECLARED)
    return sentences(f"{lead}, {words(titles)}{_range(changes)}.", NONE_DECLARED)


def _ranges(group: Group) -> str:
    """Give the sizes from both starting points as ranges; "" unless three scores or more share one scale."""
    points = [found for headline in group if (found := find_different_starts(headline.change)) is not None]
    scales = {(headline.change.about.minimum, headline.change.about.maximum) for headline in group}
    moved = {Verdict.FELL, Verdict.ROSE}
    every = [change for point in points for change in (point.first, point.trusted)]
    alike = len(points) == len(group) > MOST_IN_FULL and len(scales) == 1
    if not alike or any(change.verdict not in moved for change in every):
        return ""
    first = _range_of([point.first for point in points])
    return f"{first} {FIRST_TOLD}, and {_range_of([point.trusted for point in points])} {SINCE_TRUST}"


def _range_of(changes: Sequence[Change]) -> str:
    """Give the smallest and the largest change in points, and of how many people."""
    sizes = [abs(change.mean_change.value) for change in changes if change.mean_change is not None]
    decimals = decimals_for(changes[0].about.minimum, changes[0].about.maximum)
    low, high = (fixed(end, decimals) for end in (min(sizes), max(sizes)))
    way = WAYS[str(way_of(changes[0]))]
    pairs = sorted({change.pairs for change in changes if is_known(change.pairs)})
    everyone = len(pairs) and all(is_known(change.pairs) for change in changes)
    who = f" ({count(pairs[0])} to {count(pairs[-1])} people)" if everyone and len(pairs) > 1 else ""
    return f"{way} by {low} to {high} points{who}"


def _size(study: StudyFacts, headline: Headline) -> str:
    """Give one score's change, from both starting points where they do not say the same."""
    told, points = headline.told, find_different_starts(headline.change)
    score = plain(score_name(study, told.measure, told.subscale))
    first = f"{score} {_how(study, points.first if points else told)}"
    if points is None:
        return first
    return f"{first}, and {_how(study, points.trusted)} {SINCE_TRUST}"


def _how(study: StudyFacts, change: Change) -> str:
    """Say how far a score moved and of how many people, without judging it again."""
    mean = change.mean_change
    if mean is None or change.verdict not in {Verdict.FELL, Verdict.ROSE}:
        return f"– {tell_move(study, change)}{of_people(change.pairs)}"
    return f"{change.verdict.value} by {size(change.about, mean)}{of_people(change.pairs)}"


def _ways_that_are_better(changes: Sequence[Change]) -> tuple[str, ...]:
    """Say which way is better, where it is the same for all scores that are told."""
    ways = {change.about.better_is for change in changes}
    return (f"A {ways.pop()} score is better.",) if len(ways) == 1 and None not in ways else ()


def _range(changes: Sequence[Change]) -> str:
    """Give the smallest and the largest size of change, on the scale of the figures; "" if one has none.

    The sizes are those from the first answers, as in the figures, turned so that better is positive.
    """
    found = [(change.effect, change.about.better_is) for change in changes]
    sizes = [-each.value if way == names.LOWER else each.value for each, way in found if each and way]
    if len(sizes) < len(changes):
        return ""
    ends = [fixed(end, 2) for end in (min(sizes), max(sizes))]
    unit = "[size of change](#glossary-effect-size)"
    return f": {unit} from {ends[0]} to {ends[1]}, from the first answers; above zero is better"
