"""Who spoke of what: people (reach) and passages (frequency) of each code and theme."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from evalkit import names
from evalkit.analysis.groups import groups_of
from evalkit.scoring.story_codes import CODE, THEME

if TYPE_CHECKING:
    from collections.abc import Iterator

    from evalkit.analysis.outcomes import Design

THEME_COLUMNS: Final = (
    names.GRANTEE,
    names.COMPONENT,
    *("level", "theme", "code", "title"),
    names.SUBGROUP_VARIABLE,
    names.SUBGROUP,
    names.TIMEPOINT,
    *("people", "of", "excerpts", "documents", "of_documents"),
    names.SUPPRESSED,
    names.HIDDEN_BECAUSE,
)
"""Columns of ``themes.csv``; those up to ``timepoint`` without ``title`` are a unique key."""

Cell = tuple[str, str, str, pd.DataFrame]


def count_themes(
    told: pd.DataFrame, codebook: pd.DataFrame, people: pd.DataFrame, design: Design
) -> pd.DataFrame:
    """Count people and passages of every code and theme of the codebook, those nobody spoke of included.

    Cells: each component and all together; in each, everybody at each timepoint, and each subgroup over all
    timepoints (not subgroups by timepoint: the numbers are too small to be worth their risk). A cell
    without any coded material has no rows.

    Parameters
    ----------
    told : pandas.DataFrame
        Columns :data:`evalkit.scoring.story_codes.STORY_CODE_COLUMNS`.
    codebook : pandas.DataFrame
        code, name, parent, theme; its order is the order of the rows.
    people : pandas.DataFrame
        respondent_id, component and attributes. Whoever told something and is not among them counts under
        "not recorded".
    design : Design
        Grantee, timepoints, subgroups.

    Returns
    -------
    pandas.DataFrame
        Columns :data:`THEME_COLUMNS`. ``people`` counts each person once in a cell, ``of`` everybody with
        coded material there; ``excerpts`` counts passages. Documents in which nobody in particular speaks
        (focus groups) count in ``excerpts``, ``documents`` and ``of_documents`` of everybody, never in ``people``.
    """
    rows: list[dict[str, Any]] = []
    entries = codebook[["code", "theme", "name"]].to_dict("records")
    for component in (names.ALL, *told[names.COMPONENT].drop_duplicates()):
        part = told if component == names.ALL else told[told[names.COMPONENT] == component]
        members = _attributes(part, people, component)
        for variable, subgroup, timepoint, cell in _cells(part, members, design):
            counts = _count(cell)
            label = {
                names.GRANTEE: design.grantee,
                names.COMPONENT: component,
                names.SUBGROUP_VARIABLE: variable,
                names.SUBGROUP: subgroup,
                names.TIMEPOINT: timepoint,
                "of": cell[names.RESPONDENT_ID].nunique(),
                "of_documents": cell.loc[cell[names.RESPONDENT_ID].isna(), "document"].nunique(),
                names.SUPPRESSED: False,
                names.HIDDEN_BECAUSE: None,
            }
            for entry in entries:
                code, theme = entry["code"], entry["theme"]
                level = THEME if code == theme else CODE
                own = {"level": level, "theme": theme, "code": code, "title": entry["name"]}
                rows.append({**label, **own, **{what: counts[what].get(code, 0) for what in counts}})
    return pd.DataFrame(rows, columns=list(THEME_COLUMNS))


def _attributes(told: pd.DataFrame, people: pd.DataFrame, component: str) -> pd.DataFrame:
    """Return one row per person who told something, with what is known of them."""
    known = people if component == names.ALL else people[people[names.COMPONENT] == component]
    ids = told[names.RESPONDENT_ID].dropna().drop_duplicates()
    return known.groupby(names.RESPONDENT_ID, sort=False).first().reindex(ids).reset_index()


def _cells(told: pd.DataFrame, members: pd.DataFrame, design: Design) -> Iterator[Cell]:
    if told.empty:
        return
    yield names.ALL, names.ALL, names.ALL, told
    for timepoint in design.timepoints:
        cell = told[told[names.TIMEPOINT] == timepoint]
        if len(cell):
            yield names.ALL, names.ALL, timepoint, cell
    for variable, subgroup, respondents in groups_of(members, design.subgroups):
        if variable != names.ALL:
            yield variable, subgroup, names.ALL, told[told[names.RESPONDENT_ID].isin(respondents)]


def _count(cell: pd.DataFrame) -> dict[str, dict[Any, int]]:
    nobody = cell[names.RESPONDENT_ID].isna()
    return {
        "people": cell[~nobody].groupby("code")[names.RESPONDENT_ID].nunique().to_dict(),
        "excerpts": cell.groupby("code")["excerpts"].sum().to_dict(),
        "documents": cell[nobody].groupby("code")["document"].nunique().to_dict(),
    }
