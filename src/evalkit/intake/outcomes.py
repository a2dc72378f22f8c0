"""Scores and answers to questions, wide or long, as long frames."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from evalkit import names
from evalkit.definitions.table_checks import ASKED, NOT_APPLICABLE
from evalkit.intake.cells import Source, parse_number
from evalkit.intake.people import join_facts, read_timepoint

if TYPE_CHECKING:
    from evalkit.definitions.study import Study
    from evalkit.definitions.tables import Items, Score


def read_score(source: Source, people: pd.DataFrame, score: Score, study: Study) -> pd.DataFrame:
    """Return one column of finished scores as rows of the table ``scores``, with their places."""
    subscale = study.measure(score.measure).subscale(score.subscale)
    timepoint = read_timepoint(source, score.timepoint, study)
    facts = {
        names.TIMEPOINT: timepoint,
        names.MEASURE: score.measure,
        names.SUBSCALE: score.subscale,
        names.SCORE: source.parse(score.column, parse_number),
        "minimum": float(subscale.minimum),
        "maximum": float(subscale.maximum),
        "step": float(subscale.step),
        ASKED: _is_asked(timepoint, score.measure, study),
    }
    return _rows(source, people, facts, names.SCORE, score.column)


def read_items(source: Source, people: pd.DataFrame, items: Items, study: Study) -> pd.DataFrame:
    """Return the answers to a questionnaire as rows of the table ``responses``, with their places."""
    measure = study.measure(items.measure)
    timepoint = read_timepoint(source, items.timepoint, study)
    asked = _is_asked(timepoint, items.measure, study)
    frames = []
    for item_id, column in items.columns.items():
        item = measure.item(item_id)
        answer = source.parse(column, parse_number)
        facts = {
            names.TIMEPOINT: timepoint,
            names.MEASURE: items.measure,
            names.ITEM: item_id,
            names.RESPONSE: answer,
            "minimum": float(item.minimum),
            "maximum": float(item.maximum),
            "step": float(item.step),
            ASKED: asked,
            NOT_APPLICABLE: answer.isin(item.not_applicable),
        }
        frames.append(_rows(source, people, facts, names.RESPONSE, column))
    return pd.concat(frames, ignore_index=True)


def _is_asked(timepoint: pd.Series[str], measure: str, study: Study) -> pd.Series[bool]:
    return timepoint.isin(study.asked.get(measure, study.timepoint_ids))


def _rows(
    source: Source, people: pd.DataFrame, facts: dict[str, object], value: str, column: str
) -> pd.DataFrame:
    frame = join_facts(source, people, facts, column).dropna(subset=[value, names.TIMEPOINT])
    return frame.astype({value: float}).reset_index(drop=True)
