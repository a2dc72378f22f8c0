"""The files that are generated from the code: in step with it, and true of what ships."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from ruamel.yaml import YAML

from evalkit.definitions.schema_files import data_dictionary, study_schema, write_schema_files
from evalkit.definitions.table_schemas import SCHEMAS

ROOT = Path(__file__).parents[2]
GRANTEES = sorted(ROOT.glob("data/raw/*/grantee.yml"))


def as_json(path: Path) -> Any:
    """Return a YAML file as an editor hands it to a JSON Schema: dates are text."""
    return json.loads(json.dumps(YAML(typ="safe").load(path), default=str))


def test_the_committed_files_are_in_step_with_the_code(tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    for path in write_schema_files(tmp_path):
        assert path.read_text("utf-8") == (ROOT / "docs" / path.name).read_text("utf-8"), "run: make schemas"


@pytest.mark.parametrize("path", GRANTEES, ids=lambda path: path.parent.name)
def test_what_ships_is_valid_by_the_json_schema(path: Path) -> None:
    jsonschema.Draft202012Validator(study_schema()).validate(as_json(path))


def test_the_json_schema_refuses_an_unknown_key() -> None:
    content = as_json(GRANTEES[0]) | {"titel": "x"}
    with pytest.raises(jsonschema.ValidationError, match="titel"):
        jsonschema.Draft202012Validator(study_schema()).validate(content)


def test_the_dictionary_names_every_column() -> None:
    text = data_dictionary()
    for name, schema in SCHEMAS.items():
        assert f"## {name}" in text
        assert [column for column in schema.columns if f"| `{column}` |" not in text] == []
