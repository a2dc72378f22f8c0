from __future__ import annotations

import pandas as pd

from evalkit.analysis.disagreements import DISAGREEMENT_COLUMNS, list_disagreements

CODEBOOK = pd.DataFrame({"code": ["peers", "staff"], "name": ["Peers", "Staff"], "parent": [None, None]})
TEXT = "We met. They stayed. I came back."


def _list(marks: list[tuple[str, str, int, int]], text: str | None = TEXT) -> pd.DataFrame:
    documents = pd.DataFrame({"document": ["d1"], "name": ["Talk"], "text": [text]})
    codings = pd.DataFrame(
        [("d1", *mark) for mark in marks], columns=["document", "coder", "code", "start", "end"]
    )
    return list_disagreements(documents, codings, CODEBOOK)


def test_what_one_coder_left_out_is_listed_with_its_words() -> None:
    found = _list([("A", "peers", 0, 7), ("B", "staff", 8, 20)])

    assert tuple(found.columns) == DISAGREEMENT_COLUMNS
    assert found[["name", "title", "coder", "other_coder", "text", "kind"]].values.tolist() == [
        ["Talk", "Peers", "A", "B", "We met.", "not marked at all"],
        ["Talk", "Staff", "B", "A", "They stayed.", "not marked at all"],
    ]
    assert found[["start", "end"]].values.tolist() == [[0, 7], [8, 20]]


def test_passages_of_one_coder_are_merged_first() -> None:
    found = _list(
        [("A", "peers", 0, 10), ("A", "peers", 6, 20), ("A", "peers", 20, 33), ("B", "staff", 0, 2)]
    )

    assert found.loc[found["code"] == "peers", "text"].tolist() == [TEXT]


def test_ends_that_differ_are_told_apart_from_passages_left_out() -> None:
    found = _list([("A", "peers", 0, 20), ("B", "peers", 3, 20)])

    assert found[["text", "kind"]].values.tolist() == [["We", "marked in part"]]
    assert found[["start", "end"]].values.tolist() == [[0, 2]]


def test_a_blank_more_or_less_is_no_disagreement() -> None:
    assert _list([("A", "peers", 0, 8), ("B", "peers", 0, 7)]).empty


def test_of_three_coders_each_two_are_compared() -> None:
    found = _list([("A", "peers", 0, 7), ("B", "peers", 0, 7), ("C", "staff", 0, 7)])

    pairs = found[["code", "coder", "other_coder"]].values.tolist()
    assert pairs == [["peers", "A", "C"], ["peers", "B", "C"], ["staff", "C", "A"], ["staff", "C", "B"]]


def test_without_the_text_nothing_is_listed() -> None:
    found = _list([("A", "peers", 0, 7), ("B", "staff", 8, 20)], text=None)

    assert found.empty
    assert tuple(found.columns) == DISAGREEMENT_COLUMNS
