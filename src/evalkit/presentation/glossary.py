"""The glossary: only the terms that the report links to, in the order of the alphabet."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

TERMS: Final = {
    "average": (
        "Average",
        "The sum of all scores divided by the number of people (the mean).",
    ),
    "band": (
        "Band",
        "A range of scores to which those who publish the measure gave a name, such as low or high.",
    ),
    "case": (
        "Case",
        "Somebody whose score says that treatment may be needed; services use published cut-offs for it.",
    ),
    "change": (
        "Clear change",
        "The whole interval of the average change lies on one side of zero. It says nothing about the cause.",
    ),
    "declared-beforehand": (
        "Declared beforehand",
        "Chosen before anybody saw the data. A comparison chosen afterwards can look better than it is.",
    ),
    "effect-size": (
        "Size of change (Hedges g)",
        (
            "The average change divided by how much people's scores differ anyway, so that different measures can "
            "stand on one scale. Zero is no change."
        ),
    ),
    "first-movement": (
        "First movement of a goal",
        (
            "The first day on which a goal was rated closer than at the start. Goals that had not moved yet count "
            "for as long as they were rated (the Kaplan–Meier method). The numbers in brackets treat each goal as "
            "if it were another person's, so they may be too close together."
        ),
    ),
    "goal-step": (
        "Clear movement of one goal",
        (
            "A change of three points or more between the first and the last rating, on the scale from 0 to 10. "
            "NHS England counts this as reliable change of a goal."
        ),
    ),
    "middle-rating": (
        "Middle rating",
        (
            "Half of the people rated their goals this or lower, half this or higher (the median). Somebody with "
            "several goals counts once, with their average."
        ),
    ),
    "hidden": (
        "Hidden",
        (
            "Left out so that nobody can be recognised: a small number of people, what rests on it, and any number "
            "from which it could be worked out."
        ),
    ),
    "interval": (
        "Interval",
        (
            "The numbers in brackets. If the study were repeated many times, about 95 of 100 such intervals would "
            "contain the true value. A wide interval means that little is known."
        ),
    ),
    "median": (
        "Middle score",
        "Half of the people scored this or less, half scored this or more (the median).",
    ),
    "provisional": (
        "Provisional",
        "A number known from the literature that nobody has yet checked at its source for this report.",
    ),
    "register": (
        "Register",
        (
            "A list that notes each contact with a name or a number for the person, so that people can be told from "
            "contacts: somebody who came three times is one person and three contacts."
        ),
    ),
    "representation": (
        "Compared with the population",
        (
            "A group's share of the people reached, divided by its share of the population: 1 is the same, 0.5 half "
            "as many, 2 twice as many. People whose group is not known are outside both shares."
        ),
    ),
    "deprivation": (
        "Index of Multiple Deprivation",
        (
            "A ranking of all small areas of the country by income, work, health, education, crime, housing and "
            "surroundings. Decile 1 holds the most deprived tenth of areas. It describes areas: not everybody in a "
            "deprived area is poor."
        ),
    ),
    "risk-ratio": (
        "Times as often (risk ratio)",
        (
            "The share of one group divided by that of the group it is compared with: 1 is the same, 2 twice as "
            "often. Where nobody, or everybody, is counted in a cell, half a person is added to each."
        ),
    ),
    "reliable-change": (
        "More than chance alone would explain",
        (
            "Answers vary from day to day even if nothing changes. A person's change counts as reliable where it is "
            "larger than that: it reaches a published number of points, or one worked out from the measure's precision."
        ),
    ),
    "return": (
        "Return",
        (
            "Numbers that an organisation sends for each month or quarter, without names. Nobody can tell from them "
            "whether the people of two months are the same."
        ),
    ),
    "coder-agreement": (
        "Agreement of coders",
        (
            "How often people who read the same words mark them with the same code, beyond what chance alone would "
            "give: 1 is always, 0 no more often than by chance (Cohen’s kappa of two people, Krippendorff’s alpha of "
            "two or more)."
        ),
    ),
    "saturation": (
        "Saturation",
        (
            "How many different codes so many documents show on average, in whatever order they are read. Where the "
            "curve is flat, one document more of the same kind would bring little that is new."
        ),
    ),
    "theme": (
        "Theme",
        (
            "What passages have in common. Those who read them wrote down in a codebook what belongs to a theme and "
            "what does not, and marked each passage."
        ),
    ),
    "usual-range": (
        "Usual range",
        "Scores on the side of a cut-off on which most people are who need no treatment.",
    ),
    "answered-twice": (
        "Answered both times",
        "People with a score at the first and at the later timepoint. Change can be worked out for them only.",
    ),
    "trusted-baseline": (
        "Trusted baseline",
        (
            "The first answers that a person gave once trust was taken to be there, by a rule that the report states. "
            "Earlier answers may be too good, or too bad."
        ),
    ),
    "model-using-all-answers": (
        "Model using all answers",
        (
            "A way to work out averages from everybody's answers, those of people who missed a time included (a mixed "
            "model with a random intercept). It is right if who is missing depends on nothing but the known answers."
        ),
    ),
    "cluster": (
        "Cluster",
        (
            "People who belong together, such as the pupils of one school. They are often alike, so they tell less "
            "than as many people from different places. The intraclass correlation (ICC) says how alike."
        ),
    ),
    "imputation": (
        "Filling in (imputation)",
        (
            "Missing answers are drawn many times from what is known of people like those lost, and the results are "
            "averaged; the interval allows for not knowing. It is right if who is missing depends on nothing but the "
            "known answers."
        ),
    ),
    "standardised-difference": (
        "Standardised difference",
        (
            "The difference between two groups divided by how much people differ anyway. This report calls one from "
            "0.2 small and one from 0.5 clear, a rule of thumb."
        ),
    ),
}
"""Terms by the end of their anchor: the word and what it means."""

_LINK: Final = re.compile(r"\(#glossary-([a-z-]+)\)")


def find_terms(texts: Iterable[str], terms: Mapping[str, tuple[str, str]] = TERMS) -> list[str]:
    """Return the terms that some Markdown links to, sorted by their word.

    Parameters
    ----------
    texts : iterable of str
        Markdown of the sections.
    terms : mapping of str to tuple of str
        The terms that may be linked to.

    Raises
    ------
    KeyError
        If a text links to a term that the glossary does not have.

    Examples
    --------
    >>> find_terms(["see [the middle](#glossary-median)", "[x](#glossary-average)"])
    ['average', 'median']
    """
    linked = {term for text in texts for term in _LINK.findall(text)}
    return sorted(linked, key=lambda term: terms[term][0])


def write_glossary(texts: Iterable[str], terms: Mapping[str, tuple[str, str]] = TERMS) -> str:
    """Write the glossary of some sections as a definition list.

    Examples
    --------
    >>> print(write_glossary(["[x](#glossary-average)"]))
    [Average]{#glossary-average}
    :   The sum of all scores divided by the number of people (the mean).
    """
    entries = []
    for term in find_terms(texts, terms):
        word, meaning = terms[term]
        entries.append(f"[{word}]{{#glossary-{term}}}\n:   {meaning}")
    return "\n\n".join(entries)
