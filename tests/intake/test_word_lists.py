"""The grantee's own lists: a promised list that can't be read is told, not taken for empty."""

from __future__ import annotations

from typing import TYPE_CHECKING

from evalkit.definitions.stories import Identity
from evalkit.intake.word_lists import read_word_lists

if TYPE_CHECKING:
    from pathlib import Path


def test_lists_are_read_as_written(tmp_path: Path) -> None:
    (tmp_path / "people.csv").write_text("who,role\nZoë Day,staff\n,guest\nAbdi,\n", "utf-8")
    identity = Identity.model_validate(
        {"names": {"file": "people.csv", "column": "who"}, "keep": ["Trust Leeds"]}
    )

    words, faults = read_word_lists(tmp_path, identity)

    assert faults == []
    assert words["names"] == {"Zoë Day", "Abdi"}
    assert words["keep"] == {"Trust Leeds"}
    assert words["places"] == words["organisations"] == frozenset()


def test_a_promised_list_that_is_missing_is_told(tmp_path: Path) -> None:
    identity = Identity.model_validate({"places": {"file": "places.csv", "column": "place"}})

    words, faults = read_word_lists(tmp_path, identity)

    assert words["places"] == frozenset()
    assert [(fault.file, fault.rule) for fault in faults] == [("places.csv", "this file is missing")]


def test_without_lists_there_is_nothing_to_read(tmp_path: Path) -> None:
    words, faults = read_word_lists(tmp_path, None)

    assert (set(words), any(words.values()), faults) == (
        {"names", "places", "organisations", "keep"},
        False,
        [],
    )
