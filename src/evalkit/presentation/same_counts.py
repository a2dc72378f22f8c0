"""Scores of one questionnaire with the same released counts, so that they are told once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from evalkit.presentation.markdown import lower_first, words
from evalkit.presentation.wording import score_name

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable

    from evalkit.presentation.facts import StudyFacts


@dataclass(frozen=True, slots=True)
class Alike:
    """Scores of one questionnaire of which the same is told.

    Attributes
    ----------
    measure : str
        Id of the questionnaire.
    subscales : tuple of str
        Ids of its scores, at least one.
    name : str
        What they are called together; not yet escaped for Markdown.
    """

    measure: str
    subscales: tuple[str, ...]
    name: str

    @property
    def first(self) -> tuple[str, str]:
        """Measure and subscale of the score whose counts stand for all."""
        return (self.measure, self.subscales[0])


def combine_alike(
    study: StudyFacts, scores: Iterable[tuple[str, str]], told: Callable[[tuple[str, str]], Hashable]
) -> tuple[Alike, ...]:
    """Put together the scores of one questionnaire of which exactly the same would be told.

    Parameters
    ----------
    study : StudyFacts
        For titles.
    scores : iterable of tuple of str
        Measure and subscale of each score.
    told : callable
        What is told of a score; scores that give equal values are put together.

    Returns
    -------
    tuple of Alike
        In the order of each one's first score.
    """
    groups: dict[tuple[str, Hashable], list[str]] = {}
    for score in dict.fromkeys(scores):
        groups.setdefault((score[0], told(score)), []).append(score[1])
    return tuple(
        Alike(measure, tuple(subscales), name_together(study, measure, subscales))
        for (measure, _), subscales in groups.items()
    )


def name_together(study: StudyFacts, measure: str, subscales: Iterable[str]) -> str:
    """Name some scores of a questionnaire: by its short title alone only where they are all of its scores."""
    own, facts = list(subscales), study.measure(measure)
    if len(own) == 1:
        return score_name(study, measure, own[0])
    if {part.id for part in facts.subscales} <= set(own):
        return facts.short_title
    return (
        f"{facts.short_title} ({words([lower_first(study.subscale(measure, part).title) for part in own])})"
    )
