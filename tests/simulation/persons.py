"""How often one person would be said to have changed reliably although only the answers wobbled."""

from __future__ import annotations

from functools import lru_cache, partial
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from evalkit import load_measure
from evalkit.analysis import (
    change_categories,
    cyp_outcome,
    reliable_change,
    talking_therapies_outcome,
)
from simulation.cells import Cell, Tally, seeded
from simulation.made_up import SHAPES, draw_pairs

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from simulation.made_up import FloatArray

GROUPS = (10, 20, 50)
SETS = 2_000
PEOPLE = 200_000
LARGE = 1_000_000
TABLES = INDEX, PUBLISHED, TOGETHER = "persons, index", "persons, published", "persons, rules"
BETTER, WORSE = "better", "worse"
MEASURES = ("phq9", "gad7", "wemwbs", "swemwbs")
"""Those that ship with a threshold, a reliability and a spread."""

KINDS = {
    "alpha": "Cronbach's alpha",
    "retest": "answered again later",
    "implied_from_sem": "from its error of measurement",
}


class Published(NamedTuple):
    """A published threshold, and one of the reliabilities that the measure is said to have."""

    title: str
    threshold: float
    mean: float
    sd: float
    reliability: float
    kind: str
    lowest: float
    highest: float
    whole: bool

    @property
    def words(self) -> str:
        """Name of the row."""
        return f"{self.title}, {self.threshold:g} points; reliability {self.reliability:g} ({self.kind})"


@lru_cache
def true_reliability(shape: str, people: int = LARGE) -> float:
    """Return the correlation of two answers of a person who did not change."""
    first, last = draw_pairs(shape, people, seeded(f"reliability/{shape}"), moved=False)
    return float(np.corrcoef(first, last)[0, 1])


def flag_by_index(
    generator: np.random.Generator, sets: int, *, shape: str, n: int, people: int = LARGE
) -> dict[str, Tally]:
    """Count people beyond 1.96 by the index, with the group's own spread and the true reliability."""
    better = worse = told = 0
    reliability = true_reliability(shape, people)
    for _ in range(sets):
        first, last = draw_pairs(shape, n, generator, moved=False)
        if not np.ptp(first):
            continue
        threshold = reliable_change(first, last, float(first.std(ddof=1)), reliability).threshold
        counted = change_categories(
            first, last, threshold=threshold, threshold_counts=False, better_is="higher"
        )
        better += counted.reliably_improved.count
        worse += counted.reliably_worse.count
        told += n
    return {BETTER: Tally(better, told), WORSE: Tally(worse, told)}


def answer_twice(generator: np.random.Generator, measure: Published, people: int) -> FloatArray:
    """Return two scores of each person, shape (2, people): true scores stay and answers wobble."""
    level = generator.normal(measure.mean, measure.sd * measure.reliability**0.5, people)
    wobble = measure.sd * (1 - measure.reliability) ** 0.5 * generator.standard_normal((2, people))
    scores: FloatArray = np.clip(level + wobble, measure.lowest, measure.highest)
    return np.round(scores) if measure.whole else scores


def flag_by_threshold(generator: np.random.Generator, people: int, *, measure: Published) -> dict[str, Tally]:
    """Count people who pass a published threshold."""
    first, last = answer_twice(generator, measure, people)
    counted = change_categories(
        first, last, threshold=measure.threshold, threshold_counts=True, better_is="higher"
    )
    return {
        BETTER: Tally(counted.reliably_improved.count, people),
        WORSE: Tally(counted.reliably_worse.count, people),
    }


def flag_by_talking_therapies(
    generator: np.random.Generator, people: int, *, phq: Published, gad: Published
) -> dict[str, Tally]:
    """Count people by the rule of NHS Talking Therapies; the two measures wobble on their own."""
    scores = (answer_twice(generator, measure, people).T for measure in (phq, gad))
    outcome = talking_therapies_outcome(*scores)
    return _tallies(outcome.reliable_improvement, outcome.reliable_deterioration, people)


def flag_by_cyp(generator: np.random.Generator, people: int, *, measures: int) -> dict[str, Tally]:
    """Count people by NHS England's rule for children, each measure with the index's own threshold."""
    sd, reliability = 7.5, 0.8
    level = sd * reliability**0.5 * generator.standard_normal((people, measures))
    wobble = sd * (1 - reliability) ** 0.5 * generator.standard_normal((2, people, measures))
    threshold = reliable_change(0.0, 0.0, sd, reliability).threshold
    first, last = level + wobble
    outcome = cyp_outcome(first, last, [threshold] * measures, ["higher"] * measures)
    return _tallies(outcome.improvement, outcome.deterioration, people)


def _tallies(better: object, worse: object, people: int) -> dict[str, Tally]:
    flags: tuple[NDArray[np.bool_], ...] = tuple(np.asarray(flag, dtype=bool) for flag in (better, worse))
    return {BETTER: Tally(int(flags[0].sum()), people), WORSE: Tally(int(flags[1].sum()), people)}


def published_measures() -> Iterator[Published]:
    """Give each reliability of each measure, with the first group whose mean and spread are known."""
    for name in MEASURES:
        measure = load_measure(name)
        score = measure.subscale("total")
        norm = next(norm for norm in score.norms if norm.mean is not None and norm.sd is not None)
        assert norm.mean is not None
        assert norm.sd is not None
        for known in score.reliability:
            yield Published(
                title=measure.short_title,
                threshold=score.reliable_change[0].threshold,
                mean=norm.mean,
                sd=norm.sd,
                reliability=known.value,
                kind=KINDS[known.kind] + (f", {known.group}" if known.group else ""),
                lowest=score.minimum,
                highest=score.maximum,
                whole=name != "swemwbs",
            )


def person_cells(*, people: int = LARGE) -> Iterator[Cell]:
    """Give a cell for every shape and size by the index, and one for each published reliability."""
    for shape in SHAPES:
        for n in GROUPS:
            work = partial(flag_by_index, shape=shape, n=n, people=people)
            yield Cell(INDEX, shape, n, SETS, work)
    published = list(published_measures())
    for measure in published:
        yield Cell(PUBLISHED, measure.words, 1, PEOPLE, partial(flag_by_threshold, measure=measure))
    for kind in ("alpha", "retest"):
        phq, gad = (
            next(known for known in published if (known.title, known.kind) == (title, KINDS[kind]))
            for title in ("PHQ-9", "GAD-7")
        )
        words = f"rule of NHS Talking Therapies, reliabilities {phq.reliability:g} and {gad.reliability:g}"
        yield Cell(TOGETHER, words, 2, PEOPLE, partial(flag_by_talking_therapies, phq=phq, gad=gad))
    for measures in (1, 2, 3, 5):
        words = f"NHS England's rule for children and young people, {measures} measure(s), each by the index"
        yield Cell(TOGETHER, words, measures, PEOPLE, partial(flag_by_cyp, measures=measures))
