"""Title, kicker, byline and banner: content and period, derived from the study's facts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from evalkit.presentation.markdown import div, lower_first, upper_first, words
from evalkit.presentation.numbers import day, in_words, months

if TYPE_CHECKING:
    from evalkit.presentation.facts import StudyFacts

LONGEST_LIST: Final = 60
"""A list of components longer than this, in letters, makes no title."""

BANNER: Final = (
    "**Synthetic example.** The people in this report do not exist: their answers were made by a computer, "
    "and nothing here is a finding about real people."
)


def make_title(study: StudyFacts) -> str:
    """Return the title: what the report is about, then the period it covers.

    Up to two or so components are named; more become "Growing Minds in four parts".  Without a
    period, the first and last timepoint stand in its place.
    """
    return f"{_content(study)}{_period(study)}"


def _content(study: StudyFacts) -> str:
    """Name the components, with what was measured where there is only one."""
    first, *others = [component.title for component in study.components]
    if not others:
        nouns = list(dict.fromkeys(part.noun for measure in study.measures for part in measure.subscales))
        both = f"{first} and {nouns[0]}" if len(nouns) == 1 else first
        return upper_first(both)
    listed = words([first, *(lower_first(title) for title in others)])
    if len(listed) <= LONGEST_LIST:
        return listed
    return f"{study.title} in {in_words(len(study.components))} parts"


def _period(study: StudyFacts) -> str:
    """Return ", February 2020 to July 2022", or the span of the timepoints."""
    if study.period is not None:
        return f", {months(study.period.from_, study.period.to)}"
    if len(study.timepoints) < 2:  # noqa: PLR2004 - a span has two ends
        return ""
    ends = (study.timepoints[0].title, study.timepoints[-1].title)
    return f", {lower_first(ends[0])} to {lower_first(ends[1])}"


def make_front_matter(study: StudyFacts) -> dict[str, Any]:
    """Return the front matter of the report's first cell."""
    byline = f"Prepared for {study.prepared_for} · version {study.version} · data to {day(study.data_date)}"
    return {
        "title": make_title(study),
        "date": study.data_date.isoformat(),
        "lang": "en-GB",
        "evalkit": {
            "kicker": f"{study.title} · evaluation report",
            "byline": byline,
            "synthetic": study.synthetic,
        },
    }


def write_banner(study: StudyFacts) -> str:
    """Write the banner of a synthetic example; "" for real data."""
    return div(".notice", BANNER) if study.synthetic else ""
