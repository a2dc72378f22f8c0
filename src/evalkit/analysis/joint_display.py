"""Numbers and stories side by side: worked out after the gate, from released rows only."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from evalkit import names

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from evalkit.analysis.joint_pairs import JointPair
    from evalkit.analysis.wide_scores import Comparison

AGREE: Final = "agree"
DIVERGE: Final = "diverge"
ADDS: Final = "adds"

AS_EXPECTED: Final = "change_as_expected"
AGAINST: Final = "change_against_expectation"
WITHIN_CHANCE: Final = "no_change_beyond_chance"
NO_INTERVAL: Final = "change_without_interval"
NO_SCORE: Final = "no_score"
NO_EXPECTATION: Final = "theme_expects_nothing"
CHANGE_HIDDEN: Final = "change_hidden"
THEME_HIDDEN: Final = "theme_hidden"
NOBODY_TOLD: Final = "nobody_told"
"""Reasons: the first two decide agree and diverge, those up to ``theme_expects_nothing`` mean that the stories
add; with the last three nothing can be said."""

_CATEGORIES: Final = ("improved", "no_reliable_change", "worse")
_CHANGE: Final = "mean_change"

JOINT_COLUMNS: Final = (
    names.GRANTEE,
    *(names.COMPONENT, "theme", "title", names.MEASURE, names.SUBSCALE),
    *(names.TIMEPOINT_FROM, names.TIMEPOINT_TO, "says", "reason", "expects"),
    *(names.ESTIMATE, names.CI_LOW, names.CI_HIGH, names.N, "people", "of", "excerpts"),
    *_CATEGORIES,
)
"""Columns of ``joint.csv``; what was hidden before is empty here too."""


def calculate_joint(
    outcomes: pd.DataFrame,
    categories: pd.DataFrame,
    themes: pd.DataFrame,
    pairs: Iterable[JointPair],
    comparisons: Sequence[Comparison],
) -> pd.DataFrame:
    """Set what people say beside what the scores say, theme by theme and component by component.

    ``says`` is ``agree`` where the interval of the mean change lies on the side that the theme leads one to
    expect, ``diverge`` where it lies on the other, ``adds`` where the score shows no change beyond
    chance or there is nothing to compare with; empty where the gate hid one of the two, or nobody told of
    the theme. ``reason`` is one of the words above.

    Parameters
    ----------
    outcomes, categories, themes : pandas.DataFrame
        Released rows; ``suppressed`` is boolean, hidden numbers are NaN.
    pairs : iterable of JointPair
        Which score stands beside which theme.
    comparisons : sequence of Comparison
        The one that stands for each score.

    Returns
    -------
    pandas.DataFrame
        Columns :data:`JOINT_COLUMNS`, for each pair a row in every component in which something was told. No
        number in it that is not in the released rows.
    """
    everybody = themes[
        (themes[names.SUBGROUP_VARIABLE] == names.ALL) & (themes[names.TIMEPOINT] == names.ALL)
    ]
    rows = [
        _row(theme, pair, outcomes, categories, comparisons)
        for pair in pairs
        for theme in everybody[everybody["code"] == pair.theme].to_dict("records")
        if theme[names.COMPONENT] != names.ALL and pair.is_in(str(theme[names.COMPONENT]))
    ]
    return pd.DataFrame(rows, columns=list(JOINT_COLUMNS))


def judge(
    expects: str | None, change: dict[Any, Any] | None, *, theme_hidden: bool, told: bool
) -> tuple[str | None, str]:
    """Return what theme and score say together, and why.

    Parameters
    ----------
    expects : {"rise", "fall"} or None
        Side of zero on which the theme leads one to expect the change.
    change : dict or None
        Released row of the mean change (later − earlier); None if the component has no such score.
    theme_hidden, told : bool
        Whether the gate hid how many told; whether anybody did.

    Examples
    --------
    >>> change = {"estimate": 2.0, "ci_low": 0.5, "ci_high": 3.5, "suppressed": False}
    >>> judge("fall", change, theme_hidden=False, told=True)
    ('diverge', 'change_against_expectation')
    >>> judge("fall", {**change, "ci_low": -0.5}, theme_hidden=False, told=True)
    ('adds', 'no_change_beyond_chance')
    """
    if theme_hidden or not told:
        return None, THEME_HIDDEN if theme_hidden else NOBODY_TOLD
    if change is None:
        return ADDS, NO_SCORE
    if change[names.SUPPRESSED]:
        return None, CHANGE_HIDDEN
    return _compare(expects, float(change[names.CI_LOW]), float(change[names.CI_HIGH]))


def _compare(expects: str | None, low: float, high: float) -> tuple[str, str]:
    if math.isnan(low) or math.isnan(high):
        return ADDS, NO_INTERVAL
    if low <= 0 <= high:
        return ADDS, WITHIN_CHANCE
    if expects is None:
        return ADDS, NO_EXPECTATION
    return (AGREE, AS_EXPECTED) if (expects == "rise") == (low > 0) else (DIVERGE, AGAINST)


def _row(
    theme: dict[Any, Any],
    pair: JointPair,
    outcomes: pd.DataFrame,
    categories: pd.DataFrame,
    comparisons: Sequence[Comparison],
) -> dict[str, Any]:
    score = (str(theme[names.COMPONENT]), pair.measure, pair.subscale)
    comparison = next((one for one in comparisons if one.score_key == score), None)
    changes = _rows_of(outcomes, comparison, _CHANGE)
    change = changes[0] if changes else None
    hidden = bool(theme[names.SUPPRESSED])
    told = hidden or theme["people"] > 0 or theme["documents"] > 0
    says, reason = judge(pair.expects, change, theme_hidden=hidden, told=told)
    people = {
        row["category"]: math.nan if row[names.SUPPRESSED] else row[names.N]
        for row in _rows_of(categories, comparison, "reliable_change")
    }
    return {
        names.GRANTEE: theme[names.GRANTEE],
        names.COMPONENT: theme[names.COMPONENT],
        "theme": pair.theme,
        "title": pair.title,
        names.MEASURE: pair.measure,
        names.SUBSCALE: pair.subscale,
        names.TIMEPOINT_FROM: comparison.timepoint_from if comparison else None,
        names.TIMEPOINT_TO: comparison.timepoint_to if comparison else None,
        "says": says,
        "reason": reason,
        "expects": pair.expects,
        **_numbers(change, (names.ESTIMATE, names.CI_LOW, names.CI_HIGH, names.N)),
        **_numbers(theme, ("people", "of", "excerpts")),
        **{category: people.get(category, math.nan) for category in _CATEGORIES},
    }


def _rows_of(table: pd.DataFrame, comparison: Comparison | None, statistic: str) -> list[dict[Any, Any]]:
    if comparison is None:
        return []
    wanted = [*comparison.label, statistic]
    return table[(table[[*names.OUTCOME_GROUP, names.STATISTIC]] == wanted).all(axis=1)].to_dict("records")


def _numbers(row: dict[Any, Any] | None, columns: Sequence[str]) -> dict[str, float]:
    if row is None or row[names.SUPPRESSED]:
        return dict.fromkeys(columns, math.nan)
    return {column: row[column] for column in columns}
