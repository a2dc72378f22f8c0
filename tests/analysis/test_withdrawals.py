"""When a consent that held no longer does."""

from __future__ import annotations

import pandas as pd
import pytest

from evalkit import names
from evalkit.analysis.withdrawals import has_withdrawal

DAY, LATER = pd.Timestamp(2024, 3, 1), pd.Timestamp(2024, 5, 1)
Row = tuple[str | None, str | None, str, bool, pd.Timestamp, object]
YES: list[Row] = [
    ("P1", None, "report", True, DAY, pd.NaT),
    ("P1", "Diary", "anonymous_quote", True, DAY, pd.NaT),
    ("P2", None, "report", True, DAY, pd.NaT),
    (None, "Focus group", "report", True, DAY, pd.NaT),
]


def consents(*rows: Row) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=list(names.CONSENT_COLUMNS))
    return frame.astype({"given": bool, "date": "datetime64[ns]", "withdrawn": "datetime64[ns]"})


def noticed(*now: Row, respondents: tuple[str, ...] = ("P1",), items: tuple[str, ...] = ()) -> bool:
    return has_withdrawal(
        consents(*YES), consents(*now), respondents=respondents, items=items, on_date=pd.Timestamp(2024, 4, 1)
    )


def test_nothing_changed_nothing_noticed() -> None:
    assert not noticed(*YES, respondents=("P1", "P2"), items=("Focus group",))


@pytest.mark.parametrize(
    "first",
    [
        ("P1", None, "report", False, DAY, LATER),
        ("P1", None, "report", False, LATER, pd.NaT),
        ("P1", None, "report", True, LATER, pd.NaT),
    ],
    ids=["withdrawn", "changed to no", "now dated after the report"],
)
def test_a_consent_that_ended_is_noticed(first: Row) -> None:
    assert noticed(first, *YES[1:])
    assert not noticed(first, *YES[1:], respondents=("P2",))


def test_a_row_that_was_taken_out_ends_a_consent_too() -> None:
    assert noticed(*YES[1:])


def test_a_withdrawal_from_everything_ends_what_was_given_for_one_document() -> None:
    assert noticed(*YES, ("P1", None, "anonymous_quote", False, LATER, LATER))


def test_a_further_consent_a_new_person_or_another_purpose_is_no_withdrawal() -> None:
    assert not noticed(*YES, ("P1", None, "media", True, DAY, pd.NaT))
    assert not noticed(*YES, ("P1", None, "media", False, LATER, pd.NaT))
    assert not noticed(*YES, ("P9", None, "report", False, LATER, pd.NaT), respondents=("P1", "P9"))
    assert not noticed(*YES[::-1], respondents=("P1", "P2"), items=("Focus group",))


def test_one_persons_no_for_a_group_is_everybodys_if_the_report_used_the_group() -> None:
    refusal: Row = ("P3", "focus GROUP ", "report", False, LATER, pd.NaT)
    assert noticed(*YES, refusal, items=("Focus group",))
    assert not noticed(*YES, refusal, items=("Another",))


def test_a_group_whose_own_row_changed_is_noticed() -> None:
    assert noticed(*YES[:3], (None, "Focus group", "report", False, LATER, pd.NaT), items=("Focus group",))
