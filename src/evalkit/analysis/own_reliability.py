"""Cronbach's alpha of a score in the grantee's own answers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from evalkit import names
from evalkit.analysis.agreement import cronbach_alpha
from evalkit.scoring.answers import read_columns
from evalkit.scoring.formulas import counted_values

if TYPE_CHECKING:
    import pandas as pd

    from evalkit.analysis.agreement import Agreement
    from evalkit.definitions.measure import Measure, Subscale

MINIMUM_FORMS: Final = 30
"""Complete forms below which an alpha of one's own is too uncertain to judge single people by."""


def own_alpha(answers: pd.DataFrame, measure: Measure, subscale_id: str) -> Agreement | None:
    """Return alpha of the items of a score, turned round where the measure says so.

    R: ``psych::alpha(na.omit(items), check.keys = FALSE)$total$raw_alpha``, items already turned.

    Parameters
    ----------
    answers : pandas.DataFrame
        respondent_id, timepoint, item, response of this measure at one timepoint of one component.
    measure : Measure
        With its switches set.
    subscale_id : str
        The score.

    Returns
    -------
    Agreement or None
        None with fewer than :data:`MINIMUM_FORMS` complete forms, where alpha is not above 0 and below
        1, or where alpha says nothing about the score: one item, goals that everybody sets alone
        (optional items), ticks that are counted, a difference of two scores, a score read from a
        table, a T-score.
    """
    if answers.empty or not _is_plain_sum(measure, measure.subscale(subscale_id)):
        return None
    wide = answers.pivot(
        index=[names.RESPONDENT_ID, names.TIMEPOINT], columns=names.ITEM, values=names.RESPONSE
    )
    wide = wide.reindex(columns=[item.id for item in measure.items]).reset_index()
    wanted = {item.number for item in measure.items_of(subscale_id)}
    columns = [column for column in read_columns(wide, measure) if column.item.number in wanted]
    alpha = cronbach_alpha(np.column_stack([counted_values(column) for column in columns]))
    return alpha if alpha.n >= MINIMUM_FORMS and 0 < alpha.estimate < 1 else None


def _is_plain_sum(measure: Measure, subscale: Subscale) -> bool:
    items = measure.items_of(subscale.id)
    if len(items) < 2 or any(item.optional for item in items):  # noqa: PLR2004 - one item agrees with nothing
        return False
    if any(step.table or step.t_score for step in subscale.transform):
        return False
    if subscale.formula == "sum_of_parts":
        return all(measure.subscale(part).formula == "sum" for part in subscale.parts)
    return subscale.formula in {"sum", "mean"}
