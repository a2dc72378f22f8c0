"""The ``stories`` key of grantee.yml: what it must say, and what it must point at."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, get_args

import pytest

from evalkit import names
from evalkit.definitions.schema_files import study_schema
from evalkit.definitions.stories import Consent, Purpose
from evalkit.errors import StructuralFaults
from story_projects import COLUMNS, PLAIN, stories_keys, story_study

if TYPE_CHECKING:
    from pathlib import Path

REFI = {"file": "p.qdpx", "format": "refi-qda", "component": "group"}


def refused(root: Path, stories: dict[str, Any]) -> list[tuple[str, str]]:
    with pytest.raises(StructuralFaults) as caught:
        story_study(root, stories, {})
    return [(fault.column, fault.rule) for fault in caught.value.faults]


def test_the_defaults_are_the_cautious_ones(tmp_path: Path) -> None:
    study, _ = story_study(tmp_path, stories_keys(material=[REFI]), {})
    assert study.stories is not None
    assert study.stories.consent is None
    assert study.stories.attribution == ()
    assert study.stories.material[0].kind == "story"
    assert study.stories.material[0].respondent is None
    assert study.stories.identity.keep == ()


@pytest.mark.parametrize(
    ("changes", "column", "rule"),
    [
        ({"codebok": {}}, "stories.codebok", "unknown key 'codebok': did you mean 'codebook'?"),
        ({"material": []}, "stories.material", "Tuple should have at least 1 item after validation, not 0"),
        (
            {"material": [{**REFI, "formt": "x"}]},
            "stories.material.0.formt",
            "unknown key 'formt': did you mean 'format'?",
        ),
        (
            {"material": [{**REFI, "respondent": {"vriable": "id"}}]},
            "stories.material.0.respondent.vriable",
            "unknown key 'vriable': did you mean 'variable'?",
        ),
        (
            {"material": [{**REFI, "respondent": {"variable": "id", "case": True}}]},
            "stories.material.0.respondent",
            "give exactly one way: case, variable or document",
        ),
        (
            {"material": [{**REFI, "columns": COLUMNS}]},
            "stories.material.0",
            "columns goes with the format plain, and plain needs it",
        ),
        (
            {"material": [{key: value for key, value in PLAIN.items() if key != "columns"}]},
            "stories.material.0",
            "columns goes with the format plain, and plain needs it",
        ),
        (
            {"material": [{**PLAIN, "respondent": {"variable": "who"}}]},
            "stories.material.0",
            "columns.respondent already says whose words they are: leave respondent out",
        ),
        (
            {"material": [{**PLAIN, "columns": {**COLUMNS, "start": "from"}}]},
            "stories.material.0.columns",
            "start goes with end: map both, or neither",
        ),
        (
            {"material": [{**REFI, "component": "grup"}]},
            "stories.material.0.component",
            "unknown component: did you mean 'group'?",
        ),
        (
            {"material": [{**REFI, "component": {"variable": "c", "values": {"x": "grup"}}}]},
            "stories.material.0.component.values.x",
            "unknown component: did you mean 'group'?",
        ),
        (
            {"material": [{**REFI, "timepoint": "befor"}]},
            "stories.material.0.timepoint",
            "unknown timepoint: did you mean 'before'?",
        ),
        ({"attribution": ["gender"]}, "stories.attribution.0", "no attribute is declared"),
        (
            {"joint": [{"theme": "trust", "measure": "bdii"}]},
            "stories.joint.0.measure",
            "unknown measure: did you mean 'bdi'?",
        ),
        (
            {"joint": [{"theme": "trust", "measure": "bdi", "component": "walks"}]},
            "stories.joint.0.component",
            "unknown component: known are: group",
        ),
    ],
)
def test_a_slip_says_where_and_what_was_meant(
    tmp_path: Path, changes: dict[str, Any], column: str, rule: str
) -> None:
    assert (column, rule) in refused(tmp_path, stories_keys(**changes))


def test_a_format_nobody_knows_lists_those_there_are(tmp_path: Path) -> None:
    ((column, rule),) = refused(tmp_path, stories_keys(material=[{**REFI, "format": "nvivo"}]))
    assert column == "stories.material.0.format"
    assert "'refi-qda', 'taguette', 'qualcoder-report' or 'plain'" in rule


def test_one_word_cannot_mean_yes_and_no() -> None:
    columns = {"respondent": "id", "purpose": "p", "given": "g", "date": "d"}
    with pytest.raises(ValueError, match="'x' can't mean both yes and no"):
        Consent.model_validate({"file": "c.csv", "columns": columns, "yes": ["X"], "no": ["x "]})
    entry = Consent.model_validate({"file": "c.csv", "columns": columns})
    assert entry.columns_needed() == ("id", "p", "g", "d")


def test_purposes_are_those_of_the_released_vocabulary() -> None:
    assert get_args(Purpose) == names.PURPOSES


def test_every_key_of_stories_is_described() -> None:
    parts = study_schema()["$defs"]
    for name in (
        "Stories",
        "Material",
        "ExcerptColumns",
        "Consent",
        "ConsentColumns",
        "Identity",
        "Media",
        "Joint",
    ):
        undescribed = [key for key, spec in parts[name]["properties"].items() if "description" not in spec]
        assert undescribed == [], name
