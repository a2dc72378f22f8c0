"""A small study with an equity part, for tests of its analysis."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from builders import study_keys
from evalkit.analysis.people_groups import group_people
from evalkit.definitions import Study
from evalkit.definitions.table_schemas import SCHEMAS

if TYPE_CHECKING:
    from collections.abc import Sequence

ETHNICITY = {
    "attribute": "ethnicity",
    "title": "Ethnic group",
    "groups": {"Black": [], "White": [], "Asian": []},
}
COMPONENTS = [{"id": "art", "title": "Art"}, {"id": "walks", "title": "Walks"}]


def equity_study(*, components: Sequence[Any] = COMPONENTS, **changes: Any) -> Study:
    """Return a study with the attribute ethnicity, asked in every component."""
    table = study_keys()["tables"][0]
    tables = [{**table, "component": part["id"], "attributes": {"ethnicity": "E"}} for part in components]
    equity = {"attributes": [ETHNICITY], "expected": ["ethnicity", "housing"], **changes.pop("equity", {})}
    keys = study_keys(components=list(components), tables=tables, equity=equity)
    return Study.model_validate({**keys, **changes})


def people_frame(*rows: tuple[str, str, str | None], **more: list[Any]) -> pd.DataFrame:
    """Return people: respondent, component, ethnicity as written; ``more`` adds columns."""
    frame = pd.DataFrame(rows, columns=["respondent_id", "component", "ethnicity"], dtype=object)
    return frame.assign(**more)


def grouped(study: Study, people: pd.DataFrame, lookup: pd.DataFrame | None = None) -> pd.DataFrame:
    """Return the people's groups."""
    assert study.equity is not None
    return group_people(people, study.equity, lookup)


def empty_tables(**filled: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Return all processed tables, those not given without a row."""
    blank = {name: pd.DataFrame(columns=list(schema.columns)) for name, schema in SCHEMAS.items()}
    return {**blank, **filled}
