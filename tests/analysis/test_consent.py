"""Who may be quoted: every rule of precedence, and every doubt a no."""

from __future__ import annotations

import pandas as pd
import pytest

from evalkit import names
from evalkit.analysis.consent import find_consented_people, keep_consented, mark_consented, may

NOW = pd.Timestamp(2024, 12, 31)
QUOTE = "anonymous_quote"
Row = tuple[str | None, str | None, bool, str] | tuple[str | None, str | None, bool, str, str]


def consents(*rows: Row) -> pd.DataFrame:
    """Return consents to be quoted: person, item, given, day, and day of withdrawal if there is one."""
    made = [
        (
            row[0],
            row[1],
            QUOTE,
            row[2],
            pd.Timestamp(row[3]),
            pd.Timestamp(row[4]) if len(row) > 4 else pd.NaT,
        )
        for row in rows
    ]
    frame = pd.DataFrame(made, columns=list(names.CONSENT_COLUMNS))
    return frame.astype({"given": bool, "date": "datetime64[ns]", "withdrawn": "datetime64[ns]"})


@pytest.mark.parametrize(
    ("rows", "item", "expected"),
    [
        ([], "Diary", False),
        ([("R1", None, True, "2024-01-01")], "Diary", True),
        ([("R1", None, True, "2024-01-01")], None, True),
        ([("R2", None, True, "2024-01-01")], "Diary", False),
        ([("R1", "Diary", True, "2024-01-01")], None, False),
        ([("R1", "diary ", True, "2024-01-01")], "Diary", True),
        ([("R1", "Story", True, "2024-01-01")], "Diary", False),
        # later rows override earlier ones, by day and then by place in the file
        ([("R1", None, True, "2024-01-01"), ("R1", None, False, "2024-02-01")], "Diary", False),
        ([("R1", None, False, "2024-02-01"), ("R1", None, True, "2024-01-01")], "Diary", False),
        ([("R1", None, False, "2024-01-01"), ("R1", None, True, "2024-01-01")], "Diary", True),
        ([("R1", None, True, "2024-01-01"), ("R1", None, False, "2024-01-01")], "Diary", False),
        # a row for the document beats one for all, whichever is later …
        ([("R1", None, True, "2024-03-01"), ("R1", "Diary", False, "2024-01-01")], "Diary", False),
        ([("R1", None, False, "2024-01-01"), ("R1", "Diary", True, "2024-03-01")], "Diary", True),
        # … except that a later refusal of all takes back the one
        ([("R1", "Diary", True, "2024-01-01"), ("R1", None, False, "2024-03-01")], "Diary", False),
        # withdrawals
        ([("R1", None, False, "2024-01-01", "2024-05-01")], "Diary", False),
        ([("R1", None, False, "2024-01-01", "2024-05-01"), ("R1", None, True, "2024-04-01")], "Diary", False),
        ([("R1", None, False, "2024-01-01", "2024-05-01"), ("R1", None, True, "2024-05-01")], "Diary", False),
        ([("R1", None, False, "2024-01-01", "2024-05-01"), ("R1", None, True, "2024-06-01")], "Diary", True),
        (
            [("R1", None, False, "2024-01-01", "2024-05-01"), ("R1", "Diary", True, "2024-04-01")],
            "Diary",
            False,
        ),
        (
            [("R1", "Diary", False, "2024-01-01", "2024-05-01"), ("R1", None, True, "2024-01-01")],
            "Story",
            True,
        ),
        # a consent of tomorrow doesn't count yet, a withdrawal or refusal of tomorrow does
        ([("R1", None, True, "2025-01-01")], "Diary", False),
        ([("R1", None, True, "2024-01-01"), ("R1", None, False, "2024-01-01", "2025-03-01")], "Diary", False),
        ([("R1", None, True, "2024-01-01"), ("R1", None, False, "2025-03-01")], "Diary", False),
    ],
)
def test_precedence(rows: list[Row], item: str | None, *, expected: bool) -> None:
    assert may(consents(*rows), "R1", item, QUOTE, NOW) is expected


@pytest.mark.parametrize("purpose", [purpose for purpose in names.PURPOSES if purpose != QUOTE])
def test_no_purpose_includes_another(purpose: str) -> None:
    assert not may(consents(("R1", None, True, "2024-01-01")), "R1", None, purpose, NOW)


def test_an_unknown_purpose_is_no_question() -> None:
    with pytest.raises(ValueError, match="unknown purpose 'quote': one of letter, report"):
        may(consents(), "R1", None, "quote", NOW)


@pytest.mark.parametrize(
    ("rows", "item", "expected"),
    [
        ([(None, "Group 1", True, "2024-01-01")], "Group 1", True),
        ([(None, "Group 1", True, "2024-01-01")], "Group 2", False),
        ([(None, "Group 1", True, "2024-01-01")], None, False),
        ([("R1", "Group 1", True, "2024-01-01")], "Group 1", False),
        ([(None, "Group 1", True, "2024-01-01"), ("R1", "Group 1", True, "2024-01-01")], "Group 1", True),
        ([(None, "Group 1", True, "2024-01-01"), ("R1", "Group 1", False, "2023-01-01")], "Group 1", False),
        ([(None, "Group 1", True, "2024-01-01"), ("R1", None, False, "2024-01-01")], "Group 1", True),
        ([(None, "Group 1", False, "2024-01-01", "2024-02-01")], "Group 1", False),
    ],
)
def test_a_group_needs_its_own_row_and_nobody_against(
    rows: list[Row], item: str | None, *, expected: bool
) -> None:
    assert may(consents(*rows), None, item, QUOTE, NOW) is expected


def test_frames_keep_what_may_be_used() -> None:
    told = consents(
        ("R1", None, True, "2024-01-01"), ("R2", "Story", True, "2024-01-01"), (None, "G", True, "2024-01-01")
    )
    frame = pd.DataFrame(
        {"respondent_id": ["R1", "R2", "R2", None, float("nan")], "document": ["a", "Story", "b", "G", "H"]},
        index=[7, 8, 9, 10, 11],
    )

    assert mark_consented(frame, told, QUOTE, NOW).to_dict() == {
        7: True,
        8: True,
        9: False,
        10: True,
        11: False,
    }
    assert list(keep_consented(frame, told, QUOTE, NOW).index) == [7, 8, 10]
    assert find_consented_people(told, ["R1", "R2"], QUOTE, NOW) == {"R1"}
    assert mark_consented(frame.iloc[:0], told, QUOTE, NOW).empty
