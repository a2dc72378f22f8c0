"""Story against score, person by person: who told of a theme, and what became of their score."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd

from evalkit import names
from evalkit.analysis.change_counts import categories_by, rules_of
from evalkit.analysis.wide_scores import spread_scores

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from evalkit.analysis.joint_pairs import JointPair
    from evalkit.analysis.outcomes import Design
    from evalkit.analysis.wide_scores import Comparison, WideScore
    from evalkit.definitions.study import Study

IMPROVED: Final = "improved"
NO_RELIABLE_CHANGE: Final = "no_reliable_change"
WORSE: Final = "worse"
_SPAN: Final = (
    *(names.COMPONENT, names.MEASURE, names.SUBSCALE),
    *(names.TIMEPOINT_FROM, names.TIMEPOINT_TO),
)

PERSON_CHANGE_COLUMNS: Final = (names.RESPONDENT_ID, *_SPAN, "change", "category")
"""Columns of the changes of single people, which never pass the gate."""

STORY_CHANGE_COLUMNS: Final = (
    names.GRANTEE,
    *(names.COMPONENT, "theme", "title", names.MEASURE, names.SUBSCALE),
    *(names.TIMEPOINT_FROM, names.TIMEPOINT_TO, "category", "people", "of"),
    names.SUPPRESSED,
    names.HIDDEN_BECAUSE,
)
"""Columns of ``story_change.csv``: the three categories of one theme and score add up to ``of``."""


def list_person_changes(
    scores: pd.DataFrame,
    responses: pd.DataFrame,
    people: pd.DataFrame,
    study: Study,
    design: Design,
    *,
    comparisons: Sequence[Comparison],
) -> pd.DataFrame:
    """List each person's change and whether it is more than chance, by the rule of categories.csv.

    Parameters
    ----------
    scores, responses, people : pandas.DataFrame
        As for :func:`evalkit.analysis.change_counts.count_categories`.
    study : Study
        Its measures and components.
    design : Design
        Order of the timepoints, minimum.
    comparisons : sequence of Comparison
        The one that stands for each score (:func:`evalkit.analysis.main_comparisons.main_comparisons`).

    Returns
    -------
    pandas.DataFrame
        Columns :data:`PERSON_CHANGE_COLUMNS`, a row per person with both scores; ``change`` is later −
        earlier. Scores for which no rule says what is reliable, or which have no better end, have no rows.
    """
    wanted = set(comparisons)
    rows = [
        row
        for score in spread_scores(scores, people, design)
        for comparison in score.comparisons
        if comparison in wanted
        for row in _changes(score, comparison, responses, study, design)
    ]
    return pd.DataFrame(rows, columns=list(PERSON_CHANGE_COLUMNS))


def _changes(
    score: WideScore, comparison: Comparison, responses: pd.DataFrame, study: Study, design: Design
) -> Iterator[dict[str, Any]]:
    subscale, rule, _ = rules_of(score, responses, study, design)
    if rule is None:
        return
    label = (*comparison.score_key, comparison.timepoint_from, comparison.timepoint_to)
    for person, pre, post in zip(score.table.index, *score.pair(comparison), strict=True):
        # one person at a time, so that the rule is the very one of the counts
        found = categories_by(rule, None, subscale, np.array([pre]), np.array([post]))
        if found is None or found.n == 0:
            continue
        category = NO_RELIABLE_CHANGE
        if found.reliably_improved.count or found.reliably_worse.count:
            category = IMPROVED if found.reliably_improved.count else WORSE
        yield {
            names.RESPONDENT_ID: person,
            **dict(zip(_SPAN, label, strict=True)),
            "change": post - pre,
            "category": category,
        }


def count_story_change(
    told: pd.DataFrame, changes: pd.DataFrame, pairs: Sequence[JointPair], grantee: str
) -> pd.DataFrame:
    """Count those who told of a theme by what became of the score beside it.

    Parameters
    ----------
    told : pandas.DataFrame
        Columns :data:`evalkit.scoring.story_codes.STORY_CODE_COLUMNS`.
    changes : pandas.DataFrame
        Columns :data:`PERSON_CHANGE_COLUMNS`.
    pairs : sequence of JointPair
        Which score stands beside which theme.
    grantee : str
        Goes into the first column.

    Returns
    -------
    pandas.DataFrame
        Columns :data:`STORY_CHANGE_COLUMNS`. ``of`` is everybody who told of the theme in the component, at
        any time, and has both scores. Categories that nobody is in are kept.
    """
    rows: list[dict[str, Any]] = []
    for pair in pairs:
        for label, part in changes_beside(changes, pair):
            tellers = tellers_of(told, pair.theme, label[0])
            own = part[part[names.RESPONDENT_ID].isin(tellers)]
            for category in (IMPROVED, NO_RELIABLE_CHANGE, WORSE):
                rows.append(
                    {
                        names.GRANTEE: grantee,
                        **dict(zip(_SPAN, label, strict=True)),
                        "theme": pair.theme,
                        "title": pair.title,
                        "category": category,
                        "people": int((own["category"] == category).sum()),
                        "of": len(own),
                        names.SUPPRESSED: False,
                        names.HIDDEN_BECAUSE: None,
                    }
                )
    return pd.DataFrame(rows, columns=list(STORY_CHANGE_COLUMNS))


def changes_beside(changes: pd.DataFrame, pair: JointPair) -> Iterator[tuple[tuple[str, ...], pd.DataFrame]]:
    """Yield the changes of the score beside a theme, for each component and its two timepoints."""
    own = changes[(changes[names.MEASURE] == pair.measure) & (changes[names.SUBSCALE] == pair.subscale)]
    for label, part in own.groupby(list(_SPAN), sort=False):
        if pair.is_in(str(label[0])):
            yield tuple(map(str, label)), part


def tellers_of(told: pd.DataFrame, code: str, component: str) -> set[str]:
    """Return the people of a component who told of a code or theme."""
    own = told[(told["code"] == code) & (told[names.COMPONENT] == component)]
    return set(own[names.RESPONDENT_ID].dropna())
