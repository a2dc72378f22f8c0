"""Stories: what an attacker can work out of all tables together, and whose words may be quoted."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import pytest

from evalkit import names
from evalkit.disclosure.checks import check_released
from evalkit.disclosure.gate import Results, release
from evalkit.disclosure.policy import DisclosureError, Policy
from evalkit.disclosure.story_gate import attribute_quotes, release_stories
from reach_reader_rows import Pairs, number, pairs_of
from story_reader import reader_of
from told_studies import ATTRIBUTES, Made, MadeUp, analysed, passages_of

if TYPE_CHECKING:
    import pandas as pd

COUNTS, BOTH = Policy("counts", 5), ("group", "cafe")
STUDIES = {
    "a group": Made(1, 40),
    "a large group": Made(2, 80),
    "a small group": Made(3, 24),
    "a dozen": Made(5, 12),
    "two parts": Made(4, 60, BOTH),
    "two small parts": Made(9, 30, BOTH),
    "two parts, nearly all tell": Made(7, 80, BOTH, tells=0.95),
    "two parts, many overlaps": Made(11, 80, BOTH, shares=(0.8, 0.4, 0.3)),
    "all themes common": Made(6, 60, shares=(0.9, 0.8, 0.6)),
    "everybody tells": Made(10, 70, shares=(0.5, 0.5, 0.5), tells=1.0),
    "some filled in no form": Made(8, 50, outsiders=8),
}
TABLES = ("themes", "cooccurrence", "story_change", "disconfirming")


@cache
def study(name: str) -> tuple[MadeUp, Results]:
    """Return a study's true results, and what is released of them."""
    with TemporaryDirectory() as folder:
        made_up = analysed(Path(folder), STUDIES[name])
    return made_up, release(made_up.results, COUNTS)


@cache
def words(name: str) -> dict[str, pd.DataFrame]:
    """Return the words that are released where everybody agreed to be quoted."""
    made_up, shown = study(name)
    safe = attribute_quotes(passages_of(made_up), made_up.people, ATTRIBUTES, COUNTS)
    return release_stories(made_up.stories, shown, safe, made_up.used, COUNTS)


def rows_of(name: str, table: str) -> Pairs:
    made_up, shown = study(name)
    return pairs_of(made_up.results.tables()[table], shown.tables()[table])


def with_cells(shown: Results, table: str, row: int, **cells: Any) -> Results:
    """Return a release in which somebody has put numbers back into one row."""
    changed = shown.tables()[table].astype(object).copy()
    for column, value in cells.items():
        changed.loc[changed.index[row], column] = value
    return Results(**{**shown.tables(), table: changed})


@pytest.mark.parametrize("name", STUDIES)
def test_no_hidden_count_of_any_table_can_be_worked_out(name: str) -> None:
    made_up, shown = study(name)
    check_released(shown, COUNTS, {}, {}, people=made_up.people[names.RESPONDENT_ID])
    reader = reader_of(made_up.results, shown, all_took_part=not STUDIES[name].outsiders)
    assert sum(reader.hidden.values()) > 0
    assert [count for count in reader.small_shown() if count not in reader.nobodys] == []
    assert reader.exposed() == {}


def test_enough_is_shown_to_be_worth_reading() -> None:
    shown = {
        table: sum(number(seen["people"]) is not None for name in STUDIES for _, seen in rows_of(name, table))
        for table in TABLES
    }
    assert shown["themes"] > 80
    assert shown["story_change"] > 8
    assert shown["disconfirming"] > 5


@pytest.mark.parametrize("table", ["themes", "story_change"])
def test_the_reader_finds_what_one_number_left_in_place_gives_away(table: str) -> None:
    found = []
    for name in ("a group", "a small group", "two parts"):
        made_up, shown = study(name)
        for place, (row, seen) in enumerate(rows_of(name, table)):
            if seen[names.SUPPRESSED] and number(seen["people"]) is None and row["people"] >= 5:
                left = with_cells(shown, table, place, people=row["people"], of=row["of"])
                found.append(bool(reader_of(made_up.results, left).exposed()))
    assert any(found)


def test_the_reader_finds_a_small_number_left_in_place() -> None:
    made_up, shown = study("a small group")
    small = next(
        place for place, (row, _) in enumerate(rows_of("a small group", "themes")) if 0 < row["people"] < 5
    )
    left = with_cells(shown, "themes", small, people=int(made_up.results.themes["people"].iloc[small]))
    assert reader_of(made_up.results, left).small_shown() != []
    with pytest.raises(DisclosureError, match="themes has a hidden row that still shows a number"):
        check_released(left, COUNTS, {}, {}, people=())


@pytest.mark.parametrize("name", STUDIES)
def test_passages_are_hidden_with_the_people_who_said_them(name: str) -> None:
    for table in ("themes", "cooccurrence", "disconfirming"):
        for row, seen in rows_of(name, table):
            if number(seen["people"]) is None and row.get("of", 1):
                assert number(seen["excerpts"]) is None, seen
            if seen[names.SUPPRESSED]:
                cells = [seen[key] for key in ("people", "of", "excerpts") if key in seen]
                assert all(number(cell) is None for cell in cells), seen


@pytest.mark.parametrize("name", STUDIES)
def test_quotes_come_only_from_cells_that_are_shown(name: str) -> None:
    shown = {
        (row["component"], row["theme"])
        for _, row in rows_of(name, "themes")
        if row["level"] == "theme"
        and (row["subgroup"], row["timepoint"]) == ("all", "all")
        and not row[names.SUPPRESSED]
    }
    quotes = words(name)["quotes"]
    assert {(row["component"], row["theme"]) for row in quotes.to_dict("records")} <= shown
    assert (len(quotes) > 0) == (name != "a dozen")


@pytest.mark.parametrize("name", STUDIES)
def test_an_attribution_fits_enough_people(name: str) -> None:
    made_up, _ = study(name)
    people = made_up.people
    for row in words(name)["quotes"].to_dict("records"):
        if row["kind"] == "story" and row["attribution"]:
            there = people[people[names.COMPONENT] == row["component"]]
            told = there[list(ATTRIBUTES)].astype(str)
            fits = [set(row["attribution"].split(", ")) <= set(cells) for cells in told.to_numpy().tolist()]
            assert sum(fits) >= 5, row["attribution"]


@pytest.mark.parametrize("name", STUDIES)
def test_nobody_is_quoted_as_one_of_a_hidden_cell(name: str) -> None:
    cells = {
        (row["component"], row["theme"], row["category"]): row for _, row in rows_of(name, "story_change")
    }
    for row in words(name)["quotes"].to_dict("records"):
        if row["chosen_because"].startswith("score_went_other_way"):
            assert not cells[row["component"], row["theme"], "worse"][names.SUPPRESSED]


def test_the_joint_display_says_no_more_than_the_tables_do() -> None:
    compared = 0
    for name in STUDIES:
        changes = {
            (row["component"], row["theme"], row["category"]): number(row["people"])
            for _, row in rows_of(name, "story_change")
        }
        told = {
            (row["component"], row["theme"]): (number(row["people"]), number(row["excerpts"]))
            for _, row in rows_of(name, "themes")
            if row["level"] == "theme" and (row["subgroup"], row["timepoint"]) == ("all", "all")
        }
        for row in words(name)["joint"].to_dict("records"):
            place = (row["component"], row["theme"])
            assert (number(row["people"]), number(row["excerpts"])) == told[place]
            for category in ("improved", "no_reliable_change", "worse"):
                people = number(row[category])
                assert people is None or people >= 5
                compared += (*place, category) in changes
    assert compared > 20


def test_under_nhs_counts_are_rounded_and_small_ones_hidden() -> None:
    made_up, _ = study("two parts, many overlaps")
    policy = Policy("nhs", 5)
    shown = release(made_up.results, policy)
    check_released(shown, policy, {}, {}, people=made_up.people[names.RESPONDENT_ID])
    counts = [
        count
        for table in TABLES
        for column in ("people", "of")
        if column in shown.tables()[table]
        for count in shown.tables()[table][column].map(number).dropna()
    ]
    assert len(counts) > 10
    assert all(count % 5 == 0 and count > 0 for count in counts)


def test_under_none_everything_is_shown() -> None:
    made_up, _ = study("a dozen")
    shown = release(made_up.results, Policy("none"))
    for table in TABLES:
        for row, seen in pairs_of(made_up.results.tables()[table], shown.tables()[table]):
            assert not seen[names.SUPPRESSED]
            assert number(seen["people"]) == number(row["people"])
