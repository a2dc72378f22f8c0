"""People by reliable change, clinically significant change and band: the rows of categories.csv."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from evalkit import names
from evalkit.analysis.band_counts import count_bands
from evalkit.analysis.categories import change_categories
from evalkit.analysis.category_rows import category_rows
from evalkit.analysis.change_rules import find_change_rule
from evalkit.analysis.clinical_border import find_cutoff
from evalkit.analysis.cyp_counts import count_cyp_outcomes
from evalkit.analysis.talking_therapies_counts import count_talking_therapies
from evalkit.analysis.wide_scores import spread_scores

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

    from evalkit.analysis.categories import ChangeCategories
    from evalkit.analysis.change_rules import ChangeRule
    from evalkit.analysis.clinical_border import ClinicalBorder
    from evalkit.analysis.outcomes import Design
    from evalkit.analysis.wide_scores import Comparison, WideScore
    from evalkit.definitions.measure import Subscale
    from evalkit.definitions.study import Study


def count_categories(
    scores: pd.DataFrame, responses: pd.DataFrame, study: Study, design: Design
) -> pd.DataFrame:
    """Count people by what became of them, for each comparison of outcomes.csv.

    Per score and later timepoint: ``reliable_change`` where there is a rule for it
    (:func:`evalkit.analysis.change_rules.find_change_rule`), ``clinically_significant_change`` where
    there is a border too (:func:`evalkit.analysis.clinical_border.find_cutoff`), ``band_from`` and
    ``band_to`` where the score has bands. Per component, where it says so: ``cyp_outcome`` or
    ``talking_therapies_change`` and ``talking_therapies_recovery``.

    Parameters
    ----------
    scores : pandas.DataFrame
        Scored table: component, respondent_id, timepoint, measure, subscale, score.
    responses : pandas.DataFrame
        Answers: component, respondent_id, timepoint, measure, item, response; perhaps no rows.
    study : Study
        Its measures with their switches, supplied norms, components and declared comparisons.
    design : Design
        Order of the timepoints; ``minimum_pairs`` people make an SD of one's own. Fewer pairs are
        counted all the same: the gate hides small numbers.

    Returns
    -------
    pandas.DataFrame
        Columns :data:`evalkit.names.CATEGORY_COLUMNS`; the ``n`` of one statistic of one comparison
        add up to ``of``, the people with both scores. Shares and intervals are left to the gate.
    """
    people = scores[[names.COMPONENT, names.RESPONDENT_ID]].drop_duplicates()
    spread = list(spread_scores(scores, people, design))
    rows: list[dict[str, Any]] = []
    for score in spread:
        rows += _score_rows(score, responses, study, design)
    for component in study.components:
        own = [score for score in spread if score.comparisons[0].component == component.id]
        if component.outcome_rule == "cyp":
            rows += count_cyp_outcomes(own, study)
        elif component.outcome_rule == "talking_therapies":
            rows += count_talking_therapies(own, study)
    return pd.DataFrame(rows, columns=list(names.CATEGORY_COLUMNS))


def _score_rows(
    score: WideScore, responses: pd.DataFrame, study: Study, design: Design
) -> list[dict[str, Any]]:
    subscale, rule, border = rules_of(score, responses, study, design)
    rows: list[dict[str, Any]] = []
    for comparison in score.comparisons:
        label = (*comparison.score_key, comparison.timepoint_from, comparison.timepoint_to)
        pre, post = score.pair(comparison)
        if rule is not None:
            rows += _change_rows(design.grantee, label, subscale, rule, border, pre=pre, post=post)
        rows += count_bands(design.grantee, label, subscale, pre, post)
    return rows


def rules_of(
    score: WideScore, responses: pd.DataFrame, study: Study, design: Design
) -> tuple[Subscale, ChangeRule | None, ClinicalBorder | None]:
    """Return the score's subscale, its rule of reliable change and its clinical border, where there are any."""
    at_first = score.comparisons[0]
    measure = study.measure(at_first.measure)
    rule = find_change_rule(
        measure,
        at_first.subscale,
        baseline=score.table[at_first.timepoint_from].to_numpy(float),
        answers=_answers_before(responses, at_first),
        minimum_people=design.minimum_pairs,
    )
    border = find_cutoff(measure, at_first.subscale, study.norms)
    return measure.subscale(at_first.subscale), rule, border


def _answers_before(responses: pd.DataFrame, comparison: Comparison) -> pd.DataFrame:
    chosen = (
        (responses[names.COMPONENT] == comparison.component)
        & (responses[names.MEASURE] == comparison.measure)
        & (responses[names.TIMEPOINT] == comparison.timepoint_from)
    )
    return responses[chosen]


def categories_by(
    rule: ChangeRule,
    border: ClinicalBorder | None,
    subscale: Subscale,
    pre: NDArray[np.float64],
    post: NDArray[np.float64],
) -> ChangeCategories | None:
    """Count people by a rule and a border; None for a score of which neither direction is better."""
    if subscale.better_is == "neither":
        return None
    return change_categories(
        pre,
        post,
        threshold=rule.threshold,
        threshold_counts=rule.threshold_counts,
        better_is=subscale.better_is,
        cutoff=border.value if border else None,
        cutoff_is_clinical=border.value_is_clinical if border else True,
    )


def _change_rows(
    grantee: str,
    label: Sequence[str],
    subscale: Subscale,
    rule: ChangeRule,
    border: ClinicalBorder | None,
    *,
    pre: NDArray[np.float64],
    post: NDArray[np.float64],
) -> list[dict[str, Any]]:
    found = categories_by(rule, border, subscale, pre, post)
    if found is None:
        return []
    reliable = {
        "improved": found.reliably_improved.count,
        "no_reliable_change": found.no_reliable_change.count,
        "worse": found.reliably_worse.count,
    }
    rows = category_rows(
        grantee, label, "reliable_change", reliable, method=rule.method, threshold=rule.threshold
    )
    if border is None or found.recovered is None:
        return rows
    recovered, before = found.recovered.count, found.recovered.of
    clinical = {
        "recovered_reliably": recovered,
        "not_recovered_reliably": before - recovered,
        "in_usual_range_before": found.n - before,
    }
    return rows + category_rows(
        grantee,
        label,
        "clinically_significant_change",
        clinical,
        method=f"{border.method}; reliable change: {rule.method}",
        threshold=border.value,
    )
