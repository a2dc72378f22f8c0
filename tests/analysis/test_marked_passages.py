"""Marks of coders become findings at the right words, decided unless a person decided otherwise."""

from __future__ import annotations

import pandas as pd
import pytest

from evalkit import names
from evalkit.analysis.marked_passages import find_marked, settle_marked
from evalkit.analysis.safe_excerpts import DROPPED, UNDECIDED, apply_decisions, build_review

TEXT = "My sister Zed lives at 4 Mill Lane, she said."
Mark = tuple[str | None, int | None, int | None, str]
NOTHING = pd.DataFrame(columns=list(names.FINDING_COLUMNS)).astype({"start": "int64", "end": "int64"})
NO_DECISIONS = pd.DataFrame(columns=[*names.REVIEW_COLUMNS, "usable"]).astype(
    {"start": "Int64", "end": "Int64", "usable": bool}
)


def excerpts(start: int | None = 100, text: str = TEXT, end: int | None = None) -> pd.DataFrame:
    stop = end if end is not None or start is None else start + len(text)
    row = ["e1", "d", start, stop, text]
    frame = pd.DataFrame([row], columns=["excerpt_id", "document", "start", "end", "text"])
    return frame.astype({"start": "Int64", "end": "Int64"})


def marks(*rows: Mark, document: str = "d") -> pd.DataFrame:
    frame = pd.DataFrame(
        [(document, *row) for row in rows], columns=["document", "coder", "start", "end", "text"]
    )
    return frame.astype({"start": "Int64", "end": "Int64", "coder": object})


def found(told: pd.DataFrame, *rows: Mark) -> list[list[object]]:
    return find_marked(told, marks(*rows))[["start", "end", "text", "detector"]].to_numpy().tolist()


@pytest.mark.parametrize(
    ("mark", "expected"),
    [
        (("A", 110, 113, "Zed"), [[10, 13, "Zed", "A"]]),
        (("A", 90, 109, "and then My sister "), [[0, 9, "My sister", "A"]]),
        (("A", 139, 160, "said. Then"), [[40, 45, "said.", "A"]]),
        (("A", 0, 400, "all of it"), [[0, 45, TEXT, "A"]]),
        (("A", 145, 160, "after it"), []),
        (("A", 0, 100, "before it"), []),
        (("A", 109, 110, " "), []),
        ((None, 110, 113, "Zed"), [[10, 13, "Zed", "a coder"]]),
    ],
)
def test_places_tell_what_is_marked(mark: Mark, expected: list[list[object]]) -> None:
    assert found(excerpts(), mark) == expected


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("4 Mill  Lane", ["4 Mill Lane"]),
        ("Zed", ["Zed"]),
        ("ed", []),
        ("So: My sister Zed lives at 4 Mill Lane, she said. True.", [TEXT]),
        ("We met. My sister Zed", ["My sister Zed"]),
        ("Lane, she said. And so on", ["Lane, she said."]),
        ("said. And", []),
        ("", []),
    ],
)
def test_without_places_the_words_do(words: str, expected: list[str]) -> None:
    assert [text for _, _, text, _ in found(excerpts(None), ("A", None, None, words))] == expected


def test_an_excerpt_that_lost_characters_is_searched_or_taken_whole() -> None:
    shorter = excerpts(100, TEXT, 100 + len(TEXT) + 1)

    assert found(shorter, ("A", 110, 114, "Zed")) == [[10, 13, "Zed", "A"]]
    assert found(shorter, ("A", 110, 114, "Z-d")) == [[0, 45, TEXT, "A"]]


def test_marks_of_two_coders_that_overlap_are_one() -> None:
    assert found(excerpts(), ("B", 110, 113, "Zed"), ("A", 103, 112, "sister Ze")) == [
        [3, 13, "sister Zed", "A and B"]
    ]


def test_marks_of_another_document_do_not_count() -> None:
    assert find_marked(excerpts(), marks(("A", 110, 113, "Zed"), document="other")).empty
    assert find_marked(excerpts(), marks()).empty


def decided(decision: str, *, start: int = 10, usable: bool = True) -> pd.DataFrame:
    words = TEXT[start:13]
    row = ["e1", "d", TEXT, words, names.MARKED, start, 13, decision, "", "Jo", "2024-02-01", usable]
    return pd.DataFrame([row], columns=NO_DECISIONS.columns).astype(NO_DECISIONS.dtypes.to_dict())


def finding(start: int, end: int, kind: str = "name") -> pd.DataFrame:
    row = ["e1", start, end, TEXT[start:end], kind, "list", 0.9]
    return pd.DataFrame([row], columns=list(names.FINDING_COLUMNS))


def safe(
    mark: Mark = ("A", 110, 113, "Zed"),
    findings: pd.DataFrame = NOTHING,
    decisions: pd.DataFrame = NO_DECISIONS,
) -> tuple[str | None, str | None]:
    told = excerpts()
    marked = find_marked(told, marks(mark))
    frame = apply_decisions(told, *settle_marked(told, findings, marked, decisions, "2024-03-31"))
    return frame["safe_text"].item(), frame["blocked_because"].item()


def test_a_mark_is_redacted_without_asking() -> None:
    assert safe() == ("My sister [left out] lives at 4 Mill Lane, she said.", None)


def test_an_excerpt_that_is_all_marked_is_dropped() -> None:
    assert safe(("A", 0, 144, "…")) == (None, DROPPED)  # only the full stop is left


def test_what_lies_within_a_mark_is_not_asked_again() -> None:
    assert safe(findings=finding(10, 13))[1] is None
    assert safe(findings=finding(10, 19)) == (None, UNDECIDED)
    assert safe(findings=finding(23, 34, "place")) == (None, UNDECIDED)


def test_a_persons_own_decision_stands() -> None:
    assert safe(decisions=decided("drop")) == (None, DROPPED)
    assert safe(decisions=decided("keep")) == (TEXT, None)
    wider: Mark = ("A", 103, 113, "sister Zed")
    assert safe(wider, finding(10, 13)) == ("My [left out] lives at 4 Mill Lane, she said.", None)
    assert safe(wider, finding(10, 13), decided("keep", start=3)) == (None, UNDECIDED)
    assert safe(decisions=decided("kep", usable=False)) == (None, UNDECIDED)
    assert safe(decisions=decided("", usable=False))[1] is None


def test_the_review_names_who_marked_it_and_asks_nothing_twice() -> None:
    told = excerpts()
    marked = find_marked(told, marks(("A", 110, 113, "Zed")))
    first = build_review(told, *settle_marked(told, finding(23, 34), marked, NO_DECISIONS, "2024-03-31"))
    again = build_review(told, *settle_marked(told, finding(23, 34), marked, first, "2024-04-30"))

    assert first[["finding", "kind", "decision", "who", "when"]].to_numpy().tolist() == [
        ["Zed", names.MARKED, "redact", "A", "2024-03-31"],
        ["4 Mill Lane", "name", "", "", ""],
    ]
    pd.testing.assert_frame_equal(again, first, check_dtype=False)


def test_without_marks_nothing_changes() -> None:
    findings, decisions = settle_marked(
        excerpts(), finding(10, 13), find_marked(excerpts(), marks()), NO_DECISIONS, "2024-03-31"
    )

    assert len(findings) == 1
    assert decisions.empty
