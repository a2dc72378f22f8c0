"""Reach over time, equity, completeness and groups: what an attacker can work out of all tables together."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import pandas as pd
import pytest

from evalkit import names
from evalkit.analysis.activity import add_cumulative
from evalkit.analysis.equity import representation, share_row
from evalkit.disclosure.checks import check_released
from evalkit.disclosure.gate import Results, release
from evalkit.disclosure.policy import Policy
from reach_reader import reader_of
from reach_reader_rows import number, pairs_of
from reach_studies import Made, analysed

if TYPE_CHECKING:
    from collections.abc import Iterator

COUNTS, NHS = Policy("counts", 5), Policy("nhs", 5)
STUDIES = {
    "a course": Made(1, 40, ("course",)),
    "a large course": Made(7, 80, ("course",)),
    "a drop-in that notes who came": Made(22, 60, ("drop-in",), misses=False, months=8),
    "a small drop-in": Made(6, 12, ("drop-in",)),
    "a course and a drop-in, both ask": Made(3, 60, ("course", "drop-in")),
    "a course and a drop-in, one asks": Made(4, 90, ("course", "drop-in"), asked_twice=False),
    "quarters": Made(5, 120, ("course", "drop-in"), by="quarter", months=9),
    "a drop-in and returns": Made(8, 60, ("drop-in", "events"), misses=False, months=7),
}
COUNTED = (names.N, "of", "known")
BESIDE = (names.ESTIMATE, names.CI_LOW, names.CI_HIGH, names.CONFIDENCE_LEVEL)
COMPARED = (
    *("risk_ratio", "risk_ratio_low", "risk_ratio_high", "p_value"),
    *("risk_difference", "risk_difference_low", "risk_difference_high"),
)
NEW_TABLES = ("activity", "equity", "completeness", "groups")


@cache
def study(name: str) -> tuple[Results, Results, pd.DataFrame]:
    """Return a study's true results, what is released of them, and its people."""
    with TemporaryDirectory() as folder:
        true, people = analysed(Path(folder), STUDIES[name])
    return true, release(true, COUNTS), people


def rows_of(true: Results, shown: Results, table: str) -> list[tuple[dict[str, Any], dict[str, Any]]]:
    return pairs_of(true.tables()[table], shown.tables()[table])


def with_cell(shown: Results, table: str, row: int, **cells: Any) -> Results:
    """Return a release in which somebody has put numbers back into one row."""
    changed = shown.tables()[table].astype(object).copy()
    for column, value in cells.items():
        changed.loc[changed.index[row], column] = value
    return Results(**{**shown.tables(), table: changed})


@pytest.mark.parametrize("name", STUDIES)
def test_no_hidden_count_of_any_table_can_be_worked_out(name: str) -> None:
    true, shown, people = study(name)
    check_released(shown, COUNTS, {}, {}, people=people[names.RESPONDENT_ID])
    reader = reader_of(true, shown)
    assert sum(reader.hidden.values()) > 0
    assert reader.small_shown() == []
    assert reader.exposed() == {}


@pytest.mark.parametrize("table", ["activity", "equity", "completeness"])
def test_the_reader_finds_what_one_number_left_in_place_gives_away(table: str) -> None:
    true, shown, _ = study("a drop-in that notes who came")
    column = names.ESTIMATE if table == "activity" else names.N
    left = (
        with_cell(shown, table, place, **{column: row[column]})
        for place, (row, seen) in enumerate(rows_of(true, shown, table))
        if seen[names.SUPPRESSED] and seen[names.HIDDEN_BECAUSE] == names.PROTECTS
    )
    assert any(reader_of(true, one).exposed() for one in left)


def test_the_reader_finds_a_small_number_left_in_place() -> None:
    true, shown, _ = study("a course")
    small = next(
        place for place, (row, _) in enumerate(rows_of(true, shown, "equity")) if 0 < row[names.N] < 5
    )
    left = with_cell(shown, "equity", small, n=int(true.equity[names.N].iloc[small]))
    assert len(reader_of(true, left).small_shown()) > 0


def test_the_reader_solves_a_ratio_left_beside_a_hidden_number() -> None:
    true, shown, _ = study("a drop-in that notes who came")
    left = (
        with_cell(
            shown, "equity", place, **representation(row[names.N], row["known"], row["population_share"])
        )
        for place, (row, seen) in enumerate(rows_of(true, shown, "equity"))
        if seen[names.SUPPRESSED] and row["population_share"] > 0 and row[names.N] >= 5
    )
    assert any(reader_of(true, one).exposed() for one in left)


def test_the_reader_solves_a_running_total_left_beyond_a_hidden_month() -> None:
    true, shown, _ = study("a drop-in and returns")
    totals = add_cumulative(true.activity)["cumulative"]
    left = (
        with_cell(shown, "activity", place, cumulative=totals.iloc[place])
        for place, (row, seen) in enumerate(rows_of(true, shown, "activity"))
        if row[names.STATISTIC] == "new" and seen[names.SUPPRESSED] and pd.notna(totals.iloc[place])
    )
    assert any(reader_of(true, one).exposed() for one in left)


@pytest.mark.parametrize("name", STUDIES)
def test_contacts_never_say_how_many_people_made_them(name: str) -> None:
    true, shown, _ = study(name)
    rows = rows_of(true, shown, "activity")
    people = {
        (row["component"], row["period"]): seen
        for row, seen in rows
        if row[names.STATISTIC] == "people" and row["activity"] == names.ALL
    }
    for row, seen in rows:
        if row["basis"] == "register" and row[names.STATISTIC] not in {"people", "offered"}:
            assert number(seen[names.N]) is None
        if row[names.STATISTIC] in {"new", "returning"} and row["basis"] == "register":
            assert number(seen["of"]) in {None, number(people[row["component"], row["period"]][names.N])}
        if row[names.STATISTIC] == "contacts" and row["basis"] == "register" and row[names.N] < 5:
            assert seen[names.SUPPRESSED]


def withheld(true: Results, shown: Results) -> Iterator[dict[str, Any]]:
    for _, seen in rows_of(true, shown, "groups"):
        if seen[names.HIDDEN_BECAUSE] == names.WITHHELD:
            yield seen


def test_a_comparison_that_is_withheld_has_no_number_at_all() -> None:
    true, shown, _ = study("a course")
    found = list(withheld(true, shown))
    assert found
    for seen in found:
        assert seen[names.SUPPRESSED] is True
        assert [
            seen[key] for key in (*COUNTED[:2], *BESIDE, *COMPARED) if number(seen[key]) is not None
        ] == []


def test_nothing_is_worked_out_beside_a_hidden_number() -> None:
    shown_numbers = 0
    for name in STUDIES:
        true, shown, _ = study(name)
        for table in NEW_TABLES:
            for _, seen in rows_of(true, shown, table):
                cells = [key for key in (*COUNTED, *BESIDE, *COMPARED, "ratio") if key in seen]
                filled = [key for key in cells if number(seen[key]) is not None]
                shown_numbers += len(filled)
                assert not (seen[names.SUPPRESSED] and filled), (name, table, seen)
                whole = "known" if table == "equity" else "of"
                if table != "activity" and number(seen[whole]) is None:
                    assert number(seen[names.ESTIMATE]) is None
    assert shown_numbers > 100


def test_under_nhs_every_number_is_that_of_rounded_counts() -> None:
    true, _, people = study("quarters")
    shown = release(true, NHS)
    check_released(shown, NHS, {}, {}, people=people[names.RESPONDENT_ID])
    for table in NEW_TABLES:
        for row, seen in rows_of(true, shown, table):
            counts = [number(seen[key]) for key in COUNTED if key in seen]
            counts += [number(seen[key]) for key in ("estimate", "cumulative") if table == "activity"]
            if row.get(names.STATISTIC) != "offered":
                assert all(count % 5 == 0 for count in counts if count is not None)
    shares = 0
    for row, seen in rows_of(true, shown, "equity"):
        if number(seen[names.ESTIMATE]) is not None:
            cells = share_row(int(seen[names.N]), int(seen["known"]))
            cells |= representation(int(seen[names.N]), int(seen["known"]), row["population_share"])
            assert {key: seen[key] for key in cells} == pytest.approx(cells, nan_ok=True)
            shares += 1
    assert shares > 5
    offered = [
        (row, seen) for row, seen in rows_of(true, shown, "activity") if row[names.STATISTIC] == "offered"
    ]
    assert [seen[names.ESTIMATE] for _, seen in offered] == [6 * seen[names.N] for _, seen in offered]
    reader = reader_of(true, shown, rounded_to=5)
    assert reader.small_shown() == []
    assert reader.exposed() == {}


def test_under_none_everything_is_shown() -> None:
    true, _, _ = study("a small drop-in")
    shown = release(true, Policy("none"))
    for table in NEW_TABLES:
        for row, seen in rows_of(true, shown, table):
            assert not seen[names.SUPPRESSED]
            counts = (*COUNTED, *([names.ESTIMATE] if table == "activity" else []))
            assert [number(seen[key]) for key in counts if key in row] == [
                number(row[key]) for key in counts if key in row
            ]
    assert "sessions" not in shown.activity
    new = shown.activity[(shown.activity[names.STATISTIC] == "new")]
    assert new["cumulative"].tolist() == new[names.ESTIMATE].astype(int).cumsum().tolist()
    known = shown.equity[shown.equity["kind"] == "known"]
    assert known[names.ESTIMATE].notna().all()
