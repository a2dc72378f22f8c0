"""Open the released door: what the gate let through, and nothing else."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pandas as pd

from evalkit import names, store
from evalkit.errors import BuildError
from evalkit.presentation.facts import StudyFacts
from evalkit.presentation.story_released import ReleasedStories, read_released_stories

if TYPE_CHECKING:
    from collections.abc import Mapping

COLUMNS: Final[dict[str, tuple[str, ...]]] = {
    "outcomes": names.OUTCOME_COLUMNS,
    "flow": (
        *("grantee", "component", "measure", "subscale", "subgroup_variable", "subgroup"),
        *("timepoint", "stage", "n", "suppressed", names.HIDDEN_BECAUSE),
    ),
    "reach": (
        *("grantee", "component", "statistic", "category", "estimate", "unit", "n"),
        *("suppressed", "qualifier", "source", "period", names.HIDDEN_BECAUSE),
    ),
    "goals": (
        *("grantee", "component", "statistic", "estimate", "ci_low", "ci_high"),
        *("confidence_level", "n", "method", "suppressed", names.HIDDEN_BECAUSE, "category"),
    ),
    "categories": names.CATEGORY_COLUMNS,
    "missing": names.MISSING_COLUMNS,
    "paths": (
        *("grantee", "component", "measure", "subscale", "subgroup_variable", "subgroup"),
        *("timepoint", "statistic", "estimate", "n", "suppressed", names.HIDDEN_BECAUSE),
    ),
    "equity": (
        *("grantee", "component", "variable", "title", "group", "kind", "n", "of", "known"),
        *("estimate", "ci_low", "ci_high", "confidence_level"),
        *("population_share", "ratio", "ratio_low", "ratio_high", "suppressed", names.HIDDEN_BECAUSE),
    ),
    "completeness": (
        *("grantee", "variable", "title", "period", "status", "n", "of"),
        *("estimate", "ci_low", "ci_high", "confidence_level", "suppressed", names.HIDDEN_BECAUSE),
    ),
    "groups": (
        *("grantee", "component", "variable", "group", "outcome", "measure", "subscale"),
        *("timepoint_from", "timepoint_to", "n", "of", "estimate", "ci_low", "ci_high"),
        *("confidence_level", "reference", "risk_ratio", "risk_ratio_low", "risk_ratio_high"),
        *("risk_difference", "risk_difference_low", "risk_difference_high"),
        *("suppressed", names.HIDDEN_BECAUSE),
    ),
    "activity": (
        *("grantee", "component", "basis", "activity", "period", "statistic", "estimate", "unit"),
        *("n", "of", "cumulative", "suppressed", names.HIDDEN_BECAUSE),
    ),
    "lines": (
        *("grantee", "component", "measure", "subscale", "subgroup_variable", "subgroup"),
        *("line", "timepoint", "score"),
    ),
}
"""Tables that may lie behind the door, and the columns that presentation reads."""

NUMBERS: Final = {
    **dict.fromkeys(("estimate", "ci_low", "ci_high", "confidence_level", "std_error"), "float64"),
    **dict.fromkeys(("n", "n_missing", "score", "line", "of", "threshold"), "float64"),
    **dict.fromkeys(("completers", "lost", "n_completers", "n_lost"), "float64"),
    **dict.fromkeys(("known", "population_share", "ratio", "ratio_low", "ratio_high"), "float64"),
    **dict.fromkeys(("risk_ratio", "risk_ratio_low", "risk_ratio_high"), "float64"),
    **dict.fromkeys(("risk_difference", "risk_difference_low", "risk_difference_high"), "float64"),
    "cumulative": "float64",
    "suppressed": "bool",
}
"""Columns that are not text, with their type."""


@dataclass(frozen=True, slots=True)
class Released:
    """Everything that a report may use.

    Attributes
    ----------
    study : StudyFacts
        Public facts of the study.
    outcomes, flow, reach, goals, paths, lines, categories, missing : pandas.DataFrame
    equity, completeness, groups, activity : pandas.DataFrame
        Released rows; without rows where nothing was released. ``suppressed`` is boolean, numbers
        are floats with NaN where a cell is empty, everything else is text with "" where empty.
    narrative : mapping of str to str
        The evaluator's own prose: file stem to Markdown.
    stories : ReleasedStories
        What people told, coded; empty where the study has no coded stories.
    """

    study: StudyFacts
    outcomes: pd.DataFrame
    flow: pd.DataFrame
    reach: pd.DataFrame
    goals: pd.DataFrame
    paths: pd.DataFrame
    lines: pd.DataFrame
    categories: pd.DataFrame
    missing: pd.DataFrame
    equity: pd.DataFrame
    completeness: pd.DataFrame
    groups: pd.DataFrame
    activity: pd.DataFrame
    narrative: Mapping[str, str] = field(default_factory=dict)
    stories: ReleasedStories = field(default_factory=ReleasedStories)


def read_released(folder: str | Path) -> Released:
    """Read a released folder.

    Parameters
    ----------
    folder : str or Path
        ``data/processed/<grantee>/released``.

    Returns
    -------
    Released
        Study facts, tables and the evaluator's prose.

    Raises
    ------
    BuildError
        If the folder has no study.json, or a table lacks a column.
    """
    folder = Path(folder)
    if not (folder / "study.json").is_file():
        raise BuildError(f"{folder} holds no study.json: `make report` writes it before the notebook is run")
    study = StudyFacts.model_validate(store.read_json(folder / "study.json"))
    tables = {name: _read_table(folder, name, columns) for name, columns in COLUMNS.items()}
    prose = {path.stem: path.read_text(encoding="utf-8") for path in sorted(folder.glob("narrative/*.md"))}
    stories = read_released_stories(folder)
    return Released(study=study, narrative=prose, stories=stories, **tables)


def _read_table(folder: Path, name: str, columns: tuple[str, ...]) -> pd.DataFrame:
    """Read one released table; a table that was not released has no rows."""
    if not (folder / f"{name}.csv").is_file():
        return _typed(pd.DataFrame(columns=list(columns), dtype=object))
    table = store.read_released_table(folder, name)
    missing = [column for column in columns if column not in table.columns]
    if missing:
        raise BuildError(f"{folder / name}.csv lacks the column {missing[0]}")
    return _typed(table)


def _typed(table: pd.DataFrame) -> pd.DataFrame:
    """Give each column its one type: number, text or, for ``suppressed``, yes or no."""
    types = {column: NUMBERS.get(column, "str") for column in table.columns}
    return table.astype(types)
