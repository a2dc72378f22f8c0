"""Which scores of a component a report tells in full: the declared ones, else the first few."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

    from evalkit.presentation.changes import Change, Headline
    from evalkit.presentation.facts import StudyFacts
    from evalkit.presentation.material import Material

MOST_MAIN_SCORES: Final = 3
"""A component without declared comparisons has at most so many scores told in full."""


def choose_main_scores(study: StudyFacts, headlines: Sequence[Headline]) -> tuple[Headline, ...]:
    """Choose the scores that are told in full; the others of a component share one brief part.

    For each component: the scores with a comparison declared beforehand. Where there is none, all
    scores if there are at most three, else the first score of each measure, at most three. The result
    never decides the choice.

    Parameters
    ----------
    study : StudyFacts
        For the order in which measures and scores are listed.
    headlines : sequence of Headline
        One for each score in each component.

    Returns
    -------
    tuple of Headline
        In the order of ``headlines``.
    """
    main: set[tuple[str, str, str]] = set()
    for component in dict.fromkeys(headline.change.component for headline in headlines):
        own = [headline for headline in headlines if headline.change.component == component]
        main.update(headline.change.score_key for headline in _choose_in_component(study, own))
    return tuple(headline for headline in headlines if headline.change.score_key in main)


def is_main(material: Material, change: Change) -> bool:
    """Whether a change is of a score that is told in full."""
    mains = choose_main_scores(material.study, material.headlines)
    return change.score_key in {headline.change.score_key for headline in mains}


def _choose_in_component(study: StudyFacts, own: Sequence[Headline]) -> list[Headline]:
    """Choose the main scores of one component from all its scores."""
    declared = [headline for headline in own if headline.declared]
    if declared:
        return declared
    if len(own) <= MOST_MAIN_SCORES:
        return list(own)
    first: dict[str, Headline] = {}
    for headline in sorted(own, key=lambda each: study.measure_order(*each.change.score_key[1:])):
        first.setdefault(headline.change.measure, headline)
    return list(first.values())[:MOST_MAIN_SCORES]
