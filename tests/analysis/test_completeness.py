"""How far the fields were filled in: statuses, periods, and what nobody asked."""

from __future__ import annotations

import math
from typing import Any

import pandas as pd
import pytest

from equity_study import empty_tables, equity_study, grouped, people_frame
from evalkit.analysis.completeness import COMPLETENESS_COLUMNS, completeness_share, count_completeness

ONE = [{"id": "art", "title": "Art"}]
WORDS = ("Black", "White", "Unknown", "Prefer not to say", None, "Martian")


def days(*rows: tuple[str, str], column: str = "date") -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["respondent_id", column])
    frame[column] = pd.to_datetime(frame[column])
    return frame.assign(component="art")


def filled(frame: pd.DataFrame, period: str) -> dict[str, tuple[int, int]]:
    own = frame[(frame["period"] == period) & (frame["variable"] == "ethnicity")]
    return {row["status"]: (row["n"], row["of"]) for row in own.to_dict("records")}


def counted(*words: str | None, by: str = "month", **tables: pd.DataFrame) -> pd.DataFrame:
    study = equity_study(components=ONE, reach={"by": by})
    people = people_frame(*((f"p{number}", "art", word) for number, word in enumerate(words)))
    return count_completeness(study, grouped(study, people), empty_tables(**tables))


def test_every_status_is_counted_and_a_word_no_group_covers_is_unknown() -> None:
    frame = counted(*WORDS)
    assert tuple(frame.columns) == COMPLETENESS_COLUMNS
    everybody = {"complete": (2, 6), "unknown": (2, 6), "refused": (1, 6), "blank": (1, 6)}
    assert filled(frame, "all") == filled(frame, "no date") == everybody
    assert frame["estimate"].isna().all()


def test_a_field_expected_and_never_asked_has_one_row_without_numbers() -> None:
    frame = counted(*WORDS)
    [row] = frame[frame["status"] == "not asked"].to_dict("records")
    told = (row["variable"], row["title"], row["period"], row["n"], row["of"])
    assert told == ("housing", "Housing", "all", None, None)


def test_the_first_day_of_any_kind_says_the_period_and_a_month_is_too_short_a_one() -> None:
    frame = counted(
        *WORDS,
        episodes=days(("p0", "2023-04-30"), ("p1", "2023-05-01"), column="started"),
        contacts=days(("p0", "2023-03-31"), ("p2", "2023-12-31")),
        attendance=days(("p1", "2023-07-01"), ("p3", "2023-06-30")),
    )
    assert list(dict.fromkeys(frame["period"])) == ["all", "2023-Q1", "2023-Q2", "2023-Q4", "no date"]
    assert filled(frame, "2023-Q1")["complete"] == (1, 1)
    assert filled(frame, "2023-Q2") == {
        "complete": (1, 2),
        "unknown": (0, 2),
        "refused": (1, 2),
        "blank": (0, 2),
    }
    assert filled(frame, "no date")["blank"] == (1, 2)
    periods = [period for period in dict.fromkeys(frame["period"]) if period != "all"]
    for status, (n, of) in filled(frame, "all").items():
        assert sum(filled(frame, period)[status][0] for period in periods) == n
        assert sum(filled(frame, period)[status][1] for period in periods) == of


@pytest.mark.parametrize(
    ("last", "by", "expected"),
    [
        ("2023-01-15", "month", ["2021-Q1", "2023-Q1"]),
        ("2023-01-16", "month", ["2021", "2023"]),
        ("2023-01-16", "financial year", ["2020-21", "2022-23"]),
        ("2021-02-01", "year", ["2021"]),
    ],
)
def test_more_than_24_months_are_counted_by_year(last: str, by: str, expected: list[str]) -> None:
    frame = counted("Black", "White", by=by, attendance=days(("p0", "2021-01-15"), ("p1", last)))
    own = frame[frame["variable"] == "ethnicity"]
    assert [period for period in dict.fromkeys(own["period"]) if period not in {"all", "no date"}] == expected


def test_a_status_that_nobody_has_has_no_rows_but_complete_always_has() -> None:
    assert set(filled(counted("Black"), "all")) == {"complete"}
    assert filled(counted(None), "all") == {"complete": (0, 1), "blank": (1, 1)}


def test_somebody_in_two_components_counts_once() -> None:
    study = equity_study()
    people = people_frame(("p1", "art", None), ("p1", "walks", "White"))
    frame = count_completeness(study, grouped(study, people), empty_tables())
    assert filled(frame, "all") == {"complete": (1, 1)}


def test_nothing_declared_and_nobody_there() -> None:
    study = equity_study()
    assert count_completeness(study, None, empty_tables()).empty
    nobody = count_completeness(study, grouped(study, people_frame()), empty_tables())
    assert nobody["status"].tolist() == ["not asked"]


@pytest.mark.parametrize(("n", "of", "share"), [(45, 60, 0.75), (0, 0, math.nan)])
def test_share(n: int, of: int, share: float) -> None:
    found: dict[str, Any] = completeness_share(n, of)
    assert found["estimate"] == pytest.approx(share, nan_ok=True)
