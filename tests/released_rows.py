"""Material made by hand from released rows, so that a test can say exactly what the gate let through."""

from __future__ import annotations

import datetime as dt
import math
from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from evalkit import names
from evalkit.presentation.facts import StudyFacts
from evalkit.presentation.material import Material
from evalkit.presentation.released import COLUMNS, NUMBERS, Released
from evalkit.presentation.story_released import ReleasedStories

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from evalkit.presentation.changes import Headline

NAN: Final = float("nan")

Row = tuple[float | tuple[float, float, float] | str | None, float]
"""A statistic and its people (NaN: hidden): an estimate, one with its interval, why there is none, or None: hidden."""

COMPARISON: Final = ("x", "group", "phq9", "total", "all", "all", "before", "after")


def make_material(
    figures: Path,
    statistics: Mapping[str, Row],
    *,
    better_is: str | None = "lower",
    missing: Sequence[dict[str, Any]] = (),
    flow: Sequence[dict[str, Any]] = (),
    activity: Sequence[dict[str, Any]] = (),
    **study: Any,
) -> Material:
    """Return the material of one score, before and after, with these statistics."""
    rows = {
        "outcomes": [_outcome_row(name, row) for name, row in statistics.items()],
        "missing": list(missing),
        "flow": list(flow),
        "activity": list(activity),
    }
    tables = {
        name: pd.DataFrame(rows.get(name, []), columns=list(columns)).astype(
            {column: NUMBERS.get(column, "str") for column in columns}
        )
        for name, columns in COLUMNS.items()
    }
    return Material.gather(
        Released(study=_study(better_is, study), narrative={}, stories=ReleasedStories(), **tables), figures
    )


def only_headline(material: Material) -> Headline:
    """Return the one comparison that the material holds."""
    (headline,) = material.headlines
    return headline


def missing_row(
    variable: str,
    category: str,
    found: tuple[float, float, float] | None,
    people: tuple[float, float] = (60, 30),
) -> dict[str, Any]:
    """Return a row on those lost: completers, lost and their difference; None is hidden."""
    completers, lost, difference = found or (NAN, NAN, NAN)
    shown = people if found else (NAN, NAN)
    return {
        **dict(zip(names.OUTCOME_COLUMNS, COMPARISON, strict=False)),
        "variable": variable,
        "category": category,
        "completers": completers,
        "lost": lost,
        "estimate": difference,
        "n_completers": shown[0],
        "n_lost": shown[1],
        **_hiding(names.PROTECTS, hidden=found is None),
    }


def flow_row(stage: str, n: float | None, timepoint: str = "") -> dict[str, Any]:
    """Return a row of the flow of everybody; None is hidden."""
    measure, subscale = ("phq9", "total") if timepoint else ("", "")
    return {
        "grantee": "x",
        "component": "group",
        "measure": measure,
        "subscale": subscale,
        "subgroup_variable": "all",
        "subgroup": "all",
        "timepoint": timepoint,
        "stage": stage,
        "n": NAN if n is None else n,
        **_hiding(names.PROTECTS, hidden=n is None),
    }


def _outcome_row(statistic: str, row: Row) -> dict[str, Any]:
    """Return one row of outcomes."""
    value, people = row
    estimate, low, high = value if isinstance(value, tuple) else (value, NAN, NAN)
    method = estimate if isinstance(estimate, str) else "made up"
    return {
        **dict(zip(names.OUTCOME_COLUMNS, (*COMPARISON, statistic), strict=False)),
        "estimate": NAN if estimate is None or isinstance(estimate, str) else estimate,
        "ci_low": low,
        "ci_high": high,
        "confidence_level": NAN if math.isnan(low) else 0.95,
        "n": NAN if value is None else people,
        "n_missing": NAN,
        "method": f"hidden: {names.SMALL}" if value is None else method,
        "suppressed": value is None,
        "std_error": NAN,
    }


def _hiding(reason: str, *, hidden: bool) -> dict[str, Any]:
    """Return the two columns that say whether a row is hidden, and why."""
    return {"suppressed": hidden, "hidden_because": reason if hidden else ""}


def _study(better_is: str | None, changes: Mapping[str, Any]) -> StudyFacts:
    """Return the facts of a study with one component, PHQ-9 and two timepoints."""
    score = {
        "id": "total",
        "title": "Depression",
        "minimum": 0,
        "maximum": 27,
        "better_is": better_is,
        "noun": "depression",
    }
    measure = {"id": "phq9", "title": "PHQ-9", "short_title": "PHQ-9", "subscales": [score]}
    keys = dict.fromkeys(("grantee", "title", "organisation", "prepared_for", "version", "source"), "x")
    return StudyFacts.model_validate(
        {
            **keys,
            "data_date": dt.date(2024, 3, 31),
            "synthetic": False,
            "components": [{"id": "group", "title": "Group"}],
            "timepoints": [{"id": "before", "title": "Before"}, {"id": "after", "title": "After"}],
            "measures": [measure],
            **changes,
        }
    )
