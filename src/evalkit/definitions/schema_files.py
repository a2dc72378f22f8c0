"""Files that describe grantee.yml and the processed tables, generated from the models themselves."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from evalkit.definitions.story_schemas import STORY_SCHEMAS
from evalkit.definitions.study import Study
from evalkit.definitions.table_schemas import SCHEMAS

if TYPE_CHECKING:
    from pathlib import Path


def study_schema() -> dict[str, Any]:
    """Return the JSON Schema of grantee.yml, for editors and validators."""
    schema = Study.model_json_schema(by_alias=True)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "grantee.yml", **schema}


def data_dictionary() -> str:
    """Return the data dictionary of the processed tables as Markdown."""
    lines = [
        "# Data dictionary",
        "",
        "Tables in `data/processed/<grantee>/`, one row of this page per column. Generated from",
        "`table_schemas.py` and `story_schemas.py` in `src/evalkit/definitions/` by `make schemas`; don't edit it by",
        "hand.",
    ]
    for name, schema in {**SCHEMAS, **STORY_SCHEMAS}.items():
        lines += ["", f"## {name}", "", str(schema.description), ""]
        lines += ["| column | type | may be blank | what it holds |", "| --- | --- | --- | --- |"]
        for column, spec in schema.columns.items():
            blank = "yes" if spec.nullable else "no"
            lines.append(f"| `{column}` | {spec.dtype} | {blank} | {spec.description} |")
        rules = [f"- {check.error}. {check.description}" for check in schema.checks]
        if rules:
            lines += ["", "Rules, and what to do when one is broken:", "", *rules]
    return "\n".join(lines) + "\n"


def write_schema_files(root: Path) -> tuple[Path, ...]:
    """Write the JSON Schema and the data dictionary below ``docs/`` and return their paths."""
    schema, dictionary = root / "docs" / "grantee.schema.json", root / "docs" / "data-dictionary.md"
    schema.write_text(json.dumps(study_schema(), indent=2) + "\n", encoding="utf-8")
    dictionary.write_text(data_dictionary(), encoding="utf-8")
    return schema, dictionary
