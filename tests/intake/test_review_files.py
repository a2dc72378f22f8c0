"""The review file: written safely, read back as decided, and never overwritten unread."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import pytest

from evalkit import names
from evalkit.errors import StructuralFaults
from evalkit.intake.review import read_review, write_review

if TYPE_CHECKING:
    from pathlib import Path

TEXT = '=HYPERLINK("http://example.org") said\n"Zoë" to me'


def review(**changes: object) -> pd.DataFrame:
    row = {
        "excerpt_id": "abc",
        "document": "Diary",
        "text": TEXT,
        "finding": "Zoë",
        "kind": "name",
        "start": 38,
        "end": 41,
        "decision": "",
        "replacement": "",
        "who": "",
        "when": "",
        **changes,
    }
    return pd.DataFrame([row], columns=list(names.REVIEW_COLUMNS)).astype({"start": "Int64", "end": "Int64"})


def test_a_file_that_is_not_there_yet_holds_no_decision(tmp_path: Path) -> None:
    decisions, faults = read_review(tmp_path / "excerpts.csv")

    assert decisions.empty
    assert list(decisions.columns) == [*names.REVIEW_COLUMNS, "usable"]
    assert faults == []


def test_what_is_written_comes_back(tmp_path: Path) -> None:
    path = tmp_path / "review" / "excerpts.csv"
    written = review(decision="Redact", replacement="-a friend-", who="Ann", when="31/03/2024")
    write_review(path, written)

    decisions, faults = read_review(path)

    assert faults == []
    assert decisions["usable"].tolist() == [True]
    pd.testing.assert_frame_equal(decisions[list(names.REVIEW_COLUMNS)], written, check_dtype=False)


def test_no_cell_is_a_formula_and_the_file_says_that_it_is_unicode(tmp_path: Path) -> None:
    path = tmp_path / "excerpts.csv"
    write_review(path, review(finding="@jo", replacement="+44"))

    content = path.read_text("utf-8")

    assert content.startswith("\ufeffexcerpt_id,")
    assert "\"'=HYPERLINK" in content
    assert ",'@jo," in content
    assert ",'+44," in content


@pytest.mark.parametrize(
    ("changes", "column", "rule"),
    [
        (
            {"decision": "keep", "when": "2024-03-31"},
            "who",
            "the decision doesn't say who decided, so it doesn't count",
        ),
        (
            {"decision": "keep", "who": "Ann"},
            "when",
            "the decision doesn't say on which day, so it doesn't count",
        ),
        ({"decision": "keep", "who": "Ann", "when": "soon"}, "when", "this isn't a date"),
        (
            {"decision": "kept", "who": "Ann", "when": "2024-03-31"},
            "decision",
            "unknown decision: did you mean 'keep'?",
        ),
        (
            {"decision": "redact", "replacement": "my ZOË", "who": "Ann", "when": "2024-03-31"},
            "replacement",
            "the replacement says again what it should replace",
        ),
    ],
)
def test_a_decision_that_cannot_be_followed_is_told(
    tmp_path: Path, changes: dict[str, object], column: str, rule: str
) -> None:
    path = tmp_path / "excerpts.csv"
    write_review(path, review(**changes))

    decisions, faults = read_review(path)

    assert decisions["usable"].tolist() == [False]
    assert decisions["decision"].tolist() == [changes["decision"]]
    assert [(fault.row, fault.column, fault.rule) for fault in faults] == [(2, column, rule)]


@pytest.mark.parametrize("content", [b"\xff\xfe\x00nonsense", b"excerpt_id,text\nabc,x\n"])
def test_a_file_that_cannot_be_read_stops_so_that_nobody_writes_over_it(
    tmp_path: Path, content: bytes
) -> None:
    path = tmp_path / "excerpts.csv"
    path.write_bytes(content)

    with pytest.raises(StructuralFaults):
        read_review(path)
    assert path.read_bytes() == content
