"""Scores and answers to questions, wide or long, as long frames."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from evalkit import names
from evalkit.intake.cells import Source, parse_number
from evalkit.intake.people import read_timepoint

if TYPE_CHECKING:
    from evalkit.definitions.study import Study
    from evalkit.definitions.tables import Items, Score


def read_score(source: Source, people: pd.DataFrame, score: Score, study: Study) -> pd.DataFrame:
    """Return one column of finished scores as rows of the table ``scores``, with their places."""
    subscale = study.measure(score.measure).subscale(score.subscale)
    facts = {
        names.TIMEPOINT: read_timepoint(source, score.timepoint, study),
        names.MEASURE: score.measure,
        names.SUBSCALE: score.subscale,
        names.SCORE: source.parse(score.column, parse_number),
        "minimum": float(subscale.minimum),
        "maximum": float(subscale.maximum),
        "step": float(subscale.step),
    }
    return _rows(source, people, facts, names.SCORE, score.column)


def read_items(source: Source, people: pd.DataFrame, items: Items, study: Study) -> pd.DataFrame:
    """Return the answers to a questionnaire as rows of the table ``responses``, with their places."""
    measure = study.measure(items.measure)
    timepoint = read_timepoint(source, items.timepoint, study)
    frames = []
    for item_id, column in items.columns.items():
        item = measure.item(item_id)
        facts = {
            names.TIMEPOINT: timepoint,
            names.MEASURE: items.measure,
            names.ITEM: item_id,
            names.RESPONSE: source.parse(column, parse_number),
            "minimum": float(item.minimum),
            "maximum": float(item.maximum),
            "step": float(item.step),
        }
        frames.append(_rows(source, people, facts, names.RESPONSE, column))
    return pd.concat(frames, ignore_index=True)


def _rows(
    source: Source, people: pd.DataFrame, facts: dict[str, object], value: str, column: str
) -> pd.DataFrame:
    frame = pd.DataFrame(facts, index=source.raw.cells.index).join(source.place(column))
    frame = people[[names.RESPONDENT_ID, names.COMPONENT]].join(frame, how="inner")
    frame = frame.dropna(subset=[value, names.TIMEPOINT])
    return frame.astype({value: float}).reset_index(drop=True)
