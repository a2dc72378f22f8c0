"""Released rows by group made by hand: people reached, records complete, outcomes; hidden where a test says so."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from evalkit import names
from evalkit.analysis.equity import representation, share_row
from evalkit.analysis.group_outcomes import GROUPS_COLUMNS, compare_groups
from evalkit.presentation.facts import StudyFacts
from evalkit.presentation.material import Material
from evalkit.presentation.released import COLUMNS, NUMBERS, Released
from evalkit.presentation.story_released import ReleasedStories

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

NAN: Final = float("nan")
SMALL: Final = "small"
PROTECTS: Final = "protects"
"""Stand in the place of a number that the gate hid, and say why it did."""

Number = int | str
Rows = list[dict[str, Any]]

_REASONS: Final = {SMALL: names.SMALL, PROTECTS: names.PROTECTS}
_KINDS: Final = {"Unknown": "unknown", "Prefer not to say": "refused", names.NOT_RECORDED: "blank"}


def make_material(
    figures: Path,
    *,
    components: Sequence[str] = ("group",),
    facts: Mapping[str, Any] | None = None,
    **rows: Rows,
) -> Material:
    """Return material of these released rows, by table, and of these facts of the study."""
    tables = {
        name: pd.DataFrame(rows.get(name, []), columns=list(columns)).astype(
            {column: NUMBERS.get(column, "str") for column in columns}
        )
        for name, columns in COLUMNS.items()
    }
    keys = dict.fromkeys(("grantee", "title", "organisation", "prepared_for", "version", "source"), "x")
    score = {
        "id": "total",
        "title": "Depression",
        "minimum": 0,
        "maximum": 27,
        "better_is": "lower",
        "noun": "depression",
    }
    every = {
        **keys,
        "data_date": dt.date(2024, 3, 31),
        "synthetic": False,
        "components": [{"id": name, "title": name.capitalize()} for name in components],
        "timepoints": [{"id": "before", "title": "Before"}, {"id": "after", "title": "After"}],
        "measures": [{"id": "phq9", "title": "PHQ-9", "short_title": "PHQ-9", "subscales": [score]}],
        **(facts or {}),
    }
    study = StudyFacts.model_validate(every)
    return Material.gather(Released(study=study, narrative={}, stories=ReleasedStories(), **tables), figures)


def equity_rows(
    variable: str,
    title: str,
    groups: Mapping[str, Number],
    *,
    component: str = names.ALL,
    known: int | None = None,
    of: int | None = None,
    population: Mapping[str, float] | None = None,
) -> Rows:
    """Return the rows of one attribute; groups that say that nothing is known are told by their titles."""
    kinds = {group: _KINDS.get(group, "known") for group in groups}
    shown = {group: n for group, n in groups.items() if isinstance(n, int)}
    people = sum(n for group, n in shown.items() if kinds[group] == "known") if known is None else known
    made = []
    for group, n in groups.items():
        cells: dict[str, float] = {}
        there = (population or {}).get(group, NAN)
        if isinstance(n, int) and kinds[group] == "known":
            cells = {**share_row(n, people), **representation(n, people, there)}
        made.append(
            {
                **_empty("equity"),
                "component": component,
                "variable": variable,
                "title": title,
                "group": group,
                "kind": kinds[group],
                "of": sum(shown.values()) if of is None else of,
                "known": people,
                "population_share": there,
                **cells,
                **_hiding(n),
            }
        )
    return made


def completeness_rows(variable: str, title: str, period: str, **statuses: Number) -> Rows:
    """Return the rows of one field in one period, in the order of the statuses."""
    of = sum(n for n in statuses.values() if isinstance(n, int))
    return [
        {
            **_empty("completeness"),
            "variable": variable,
            "title": title,
            "period": period,
            "status": status,
            "of": of,
            **(share_row(n, of) if isinstance(n, int) else {}),
            **_hiding(n),
        }
        for status, n in statuses.items()
    ]


def never_asked(*titles: str) -> Rows:
    """Return the rows of fields that a commissioner expects and nobody asked about."""
    about = {"period": names.ALL, "status": "not asked", "suppressed": False, "hidden_because": ""}
    return [{**_empty("completeness"), "variable": title, "title": title, **about} for title in titles]


def outcome_rows(
    variable: str,
    groups: Mapping[str, tuple[Number, int]],
    reference: str = "",
    *,
    outcome: str = "dropped_out",
    measure: str = "",
) -> Rows:
    """Return the rows of one outcome by one attribute; of a hidden row both numbers are hidden."""
    by_score = {"subscale": "total", "timepoint_from": "before", "timepoint_to": "after"}
    scored = by_score if measure else dict.fromkeys(by_score, "")
    about = {"component": "group", "variable": variable, "outcome": outcome, "measure": measure, **scored}
    rows = [
        {
            **_empty("groups"),
            **about,
            "group": group,
            "reference": reference,
            "of": of if isinstance(n, int) else NAN,
            **_hiding(n),
        }
        for group, (n, of) in groups.items()
    ]
    return [
        {str(key): value for key, value in row.items()}
        for row in compare_groups(pd.DataFrame(rows, columns=list(GROUPS_COLUMNS))).to_dict("records")
    ]


def _empty(table: str) -> dict[str, Any]:
    """Return a row without any number."""
    return {column: NAN if column in NUMBERS else "" for column in COLUMNS[table]} | {"grantee": "x"}


def _hiding(n: Number) -> dict[str, Any]:
    """Return the number, or that and why it is hidden."""
    hidden = isinstance(n, str)
    return {"n": NAN if hidden else n, "suppressed": hidden, "hidden_because": _REASONS.get(str(n), "")}
