"""Codes and files that the part ``stories`` of grantee.yml names are there, or the run stops."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from story_projects import rules, taken_stories

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("theme", "rule"),
    [
        ("trst", "the codebook lacks this code: did you mean 'trust'?"),
        ("Trust", "the codebook lacks this code: did you mean 'trust'?"),
        ("hope", "the codebook lacks this code: known are: Access, Peers, Trust, access, peers, trust"),
    ],
)
def test_a_theme_beside_a_score_is_a_code_of_the_codebook(tmp_path: Path, theme: str, rule: str) -> None:
    taken = taken_stories(
        tmp_path, joint=[{"theme": "trust", "measure": "bdi"}, {"theme": theme, "measure": "bdi"}]
    )

    assert not taken.is_usable
    assert rules(taken) == [("grantee.yml", None, "stories.joint.1.theme", theme, rule)]


def test_a_code_that_is_redacted_stands_beside_no_score(tmp_path: Path) -> None:
    taken = taken_stories(tmp_path, redact=["trust"], joint=[{"theme": "trust", "measure": "bdi"}])

    assert [column for _, _, column, _, _ in rules(taken)] == ["stories.joint.0.theme"]


def test_lists_of_the_identity_check_are_there(tmp_path: Path) -> None:
    listed = {
        kind: {"file": f"{kind}.csv", "column": "name"} for kind in ("names", "places", "organisations")
    }
    files = {"names.csv": "name\nZed\n", "place.csv": "name\nGipton\n"}
    taken = taken_stories(tmp_path, files=files, identity=listed)

    assert not taken.is_usable
    assert [(file, rule.split(":")[0]) for file, _, _, _, rule in rules(taken)] == [
        ("places.csv", "this file is missing"),
        ("organisations.csv", "this file is missing"),
    ]
    assert "did you mean 'place.csv'?" in rules(taken)[0][4]


def test_a_list_without_its_column_stops_the_run(tmp_path: Path) -> None:
    taken = taken_stories(
        tmp_path,
        files={"names.csv": "nom\nZed\n"},
        identity={"names": {"file": "names.csv", "column": "name"}},
    )

    assert not taken.is_usable
    assert [(file, rule) for file, _, _, _, rule in rules(taken)] == [
        ("names.csv", "this column is missing: known are: nom")
    ]


def test_lists_that_are_there_stop_nothing(tmp_path: Path) -> None:
    listed = {"names": {"file": "names.csv", "column": "name"}}

    assert taken_stories(tmp_path, files={"names.csv": "name\nZed\n"}, identity=listed).is_usable
