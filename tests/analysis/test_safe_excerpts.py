"""Decisions on findings: what blocks an excerpt, what is replaced, and which decisions outlive a rebuild."""

from __future__ import annotations

import pandas as pd
import pytest

from evalkit import names
from evalkit.analysis.identity import find_identities
from evalkit.analysis.safe_excerpts import DROPPED, PLACEHOLDERS, UNDECIDED, apply_decisions, build_review

TEXT = "Zed rang Ann, and zed came."
WHO = ("Jo", "2024-05-01")
Finding = tuple[int, int, str]
Said = tuple[str, str, int | None, int | None, str, str, bool]


def excerpts(text: str = TEXT) -> pd.DataFrame:
    return pd.DataFrame({"excerpt_id": ["e1", "e2"], "document": ["d", "d"], "text": [text, "All well."]})


def found(*places: Finding) -> pd.DataFrame:
    rows = [("e1", start, end, text, "name", "list", 0.9) for start, end, text in places]
    return pd.DataFrame(rows, columns=list(names.FINDING_COLUMNS)).astype({"start": "int64", "end": "int64"})


def decided(*said: Said) -> pd.DataFrame:
    """Return decisions: text, finding, start, end, decision, replacement, usable."""
    rows = [
        ("e1", "d", text, finding, "name", start, end, decision, replacement, *WHO, usable)
        for text, finding, start, end, decision, replacement, usable in said
    ]
    frame = pd.DataFrame(rows, columns=[*names.REVIEW_COLUMNS, "usable"])
    return frame.astype({"start": "Int64", "end": "Int64", "usable": bool})


def safe(*said: Said, places: tuple[Finding, ...] = ((0, 3, "Zed"), (9, 12, "Ann"))) -> tuple[object, object]:
    frame = apply_decisions(excerpts(), found(*places), decided(*said))
    assert frame["safe_text"].iloc[1] == "All well."
    assert frame["blocked_because"].iloc[1] is None
    return frame["safe_text"].iloc[0], frame["blocked_because"].iloc[0]


ANN_KEPT: Said = (TEXT, "Ann", 9, 12, "keep", "", True)


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ((), (None, UNDECIDED)),
        (((TEXT, "Zed", 0, 3, "keep", "", True),), (None, UNDECIDED)),
        (((TEXT, "Zed", 0, 3, "keep", "", True), ANN_KEPT), (TEXT, None)),
        (((TEXT, "Zed", 0, 3, "keep", "", False), ANN_KEPT), (None, UNDECIDED)),
        (((TEXT, "Zed", 0, 3, "drop", "", True),), (None, DROPPED)),
        (((TEXT, "Zed", 0, 3, "redact", "", True), ANN_KEPT), ("[name] rang Ann, and [name] came.", None)),
        (((TEXT, "Zed", 0, 3, " Redact", "he", True), ANN_KEPT), ("he rang Ann, and he came.", None)),
        # two rows about one finding: the more careful one counts
        (
            ((TEXT, "Zed", 0, 3, "keep", "", True), (TEXT, "Zed", 0, 3, "drop", "", True), ANN_KEPT),
            (None, DROPPED),
        ),
        # an excerpt whose words changed, or a finding that stands elsewhere, is undecided again
        ((("Zed rang Ann.", "Zed", 0, 3, "keep", "", True), ANN_KEPT), (None, UNDECIDED)),
        (((TEXT, "Zed", 1, 3, "keep", "", True), ANN_KEPT), (None, UNDECIDED)),
        # a spreadsheet program may change spaces and line ends
        (((f"{TEXT} \r\n", "Zed", 0, 3, "keep", "", True), ANN_KEPT), (TEXT, None)),
        # what the check missed, a person may add
        (
            (
                (TEXT, "Zed", 0, 3, "keep", "", True),
                ANN_KEPT,
                (TEXT, "rang", None, None, "redact", "…", True),
            ),
            ("Zed … Ann, and zed came.", None),
        ),
        (
            ((TEXT, "Zed", 0, 3, "keep", "", True), ANN_KEPT, (TEXT, "rang", None, None, "", "", False)),
            (None, UNDECIDED),
        ),
    ],
)
def test_decisions(said: tuple[Said, ...], expected: tuple[object, object]) -> None:
    assert safe(*said) == expected


def test_what_was_kept_in_one_place_stays_when_it_is_redacted_in_another() -> None:
    places = ((0, 3, "Zed"), (18, 21, "zed"))
    said: tuple[Said, ...] = (
        (TEXT, "Zed", 0, 3, "keep", "", True),
        (TEXT, "zed", 18, 21, "redact", "", True),
    )

    assert safe(*said, places=places) == ("Zed rang Ann, and [name] came.", None)


def test_the_review_has_every_finding_and_keeps_what_people_typed() -> None:
    said = decided((TEXT, "Zed", 0, 3, "kep", "", False), (TEXT, "rang", None, None, "redact", "", True))

    review = build_review(excerpts(), found((0, 3, "Zed"), (9, 12, "Ann")), said)

    assert review["finding"].tolist() == ["Zed", "Ann", "rang"]
    assert review["decision"].tolist() == ["kep", "", "redact"]
    assert review["usable"].tolist() == [False, False, True]
    assert review["text"].tolist() == [TEXT] * 3
    again = build_review(excerpts(), found((0, 3, "Zed"), (9, 12, "Ann")), review)
    pd.testing.assert_frame_equal(again, review, check_dtype=False)


def test_somebody_who_is_gone_is_gone_from_the_review() -> None:
    gone = excerpts().iloc[1:]

    review = build_review(gone, found(), decided((TEXT, "Zed", 0, 3, "redact", "", True)))

    assert review.empty


def test_every_kind_has_a_word_in_its_place() -> None:
    assert set(PLACEHOLDERS) == set(names.IDENTITY_KINDS)
    assert len(set(PLACEHOLDERS.values())) == len(names.IDENTITY_KINDS)
    assert find_identities(
        pd.DataFrame({"excerpt_id": ["x"], "text": [" ".join(PLACEHOLDERS.values())]})
    ).empty


def test_nothing_at_all() -> None:
    none = excerpts().iloc[:0]

    frame = apply_decisions(none, found(), decided())

    assert frame.empty
    assert {"safe_text", "blocked_because"} <= set(frame.columns)
