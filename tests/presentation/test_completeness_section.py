"""How complete the records are: counts, trends and what nobody asked, whatever is hidden."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest

from evalkit.presentation.completeness_section import write_completeness
from evalkit.presentation.completeness_sentences import COUNTED, TREND_RULE
from group_rows_made import PROTECTS, SMALL, completeness_rows, make_material, never_asked

if TYPE_CHECKING:
    from pathlib import Path

HIDDEN = "is [hidden](#glossary-hidden), to protect small numbers."


def written(figures: Path, rows: list[dict[str, Any]]) -> str:
    """Return what is written about these rows."""
    return write_completeness(make_material(figures, completeness=rows))


def caption(text: str) -> str:
    """Return the caption of the one figure."""
    (found,) = re.findall(r"^!\[(.*?)\]\(\w+/", text, re.MULTILINE)
    return str(found)


def ethnicity(period: str, **statuses: int | str) -> list[dict[str, Any]]:
    """Return rows about one field."""
    return completeness_rows("ethnicity", "Ethnic group", period, **statuses)


def test_nothing_is_written_where_no_field_was_declared_or_expected(tmp_path: Path) -> None:
    assert written(tmp_path / "figures", []) == ""
    assert not (tmp_path / "figures").exists()


def test_what_nobody_asked_is_a_plain_sentence(tmp_path: Path) -> None:
    text = written(tmp_path / "figures", never_asked("Religion or belief", "Housing"))
    said = "Nobody asked about religion or belief and housing: the records have no such fields."
    assert text == f"### How complete the records are\n\n{said}"
    assert not (tmp_path / "figures").exists()
    one = written(tmp_path, never_asked("Housing"))
    assert one.endswith("Nobody asked about housing: the records have no such field.")


def test_the_emptiest_field_is_the_message_and_all_counts_are_drawn(tmp_path: Path) -> None:
    rows = ethnicity("all", complete=167, unknown=7, refused=5, blank=12)
    rows += completeness_rows("sexuality", "Sexuality", "all", complete=50, unknown=21, refused=15, blank=105)
    text = written(tmp_path, rows)
    assert caption(text) == "Sexuality is complete for 50 of the 191 people (26%), the lowest of 2 fields."
    assert "Ethnic group (191 people): complete 167, unknown 7, prefer not to say 5, blank 12;" in text
    assert "| Ethnic group | 167 | 7 | 5 | 12 | 191 |" in text
    assert COUNTED in text
    assert TREND_RULE not in text
    assert "Nobody asked" not in text


@pytest.mark.parametrize(
    ("last", "words"),
    [(38, "more complete at the end"), (1, "less complete at the end"), (14, "no clear trend")],
)
def test_a_trend_compares_first_and_last_by_their_intervals(last: int, words: str, tmp_path: Path) -> None:
    rows = ethnicity("all", complete=12 + last, blank=69 - last)
    rows += ethnicity("2022-Q1", complete=12, blank=28) + ethnicity("2022-Q2", complete=last, blank=41 - last)
    share = round(100 * last / 41)
    assert (
        f"Ethnic group: {words}, complete for 12 of the 40 people (30%) in quarter 1 of 2022; then for {last} of the "
        f"41 people ({share}%) in quarter 2 of 2022."
    ) in written(tmp_path, rows)


def test_people_without_a_date_are_a_period_of_their_own_and_no_end_of_a_trend(tmp_path: Path) -> None:
    rows = ethnicity("all", complete=55, blank=31) + ethnicity("no date", complete=5, blank=0)
    rows += ethnicity("2021", complete=12, blank=28) + ethnicity("2022", complete=38, blank=3)
    text = written(tmp_path, rows)
    assert "(30%) in 2021; then for 38 of the 41 people (93%) in 2022." in text
    assert "| Field | 2021 | 2022 | no date |" in text
    assert "| Ethnic group | 12 of 40 | 38 of 41 | 5 of 5 |" in text.replace("\N{NO-BREAK SPACE}", " ")


def test_many_periods_go_into_several_tables(tmp_path: Path) -> None:
    periods = [f"{year}-Q{quarter}" for year in (2021, 2022) for quarter in (1, 2, 3, 4)]
    rows = ethnicity("all", complete=200, blank=40)
    rows += [row for period in periods for row in ethnicity(period, complete=25, blank=5)]
    text = written(tmp_path, rows)
    assert ": Complete records by period, part 1. {#tbl-completeness-1}" in text
    assert "| Field | Q2 2022 | Q3 2022 | Q4 2022 |" in text


def test_no_percentage_of_fewer_than_twenty(tmp_path: Path) -> None:
    rows = ethnicity("all", complete=9, blank=10) + ethnicity("2021", complete=2, blank=8)
    text = written(tmp_path, rows + ethnicity("2022", complete=7, blank=2))
    assert "%" not in text
    assert caption(text) == "Ethnic group is complete for 9 of the 19 people."


def test_some_hidden(tmp_path: Path) -> None:
    rows = ethnicity("all", complete=167, unknown=SMALL, refused=PROTECTS, blank=12)
    rows += ethnicity("2021", complete=PROTECTS, blank=SMALL) + ethnicity("2022", complete=38, blank=6)
    text = written(tmp_path, rows)
    assert caption(text) == (
        "Ethnic group is complete for 167 of the 179 people (93%). Hatched: [hidden](#glossary-hidden)."
    )
    assert "| 167 | [fewer than 5]{.suppressed} | [hidden]{.suppressed} | 12 |" in text
    assert f"- Ethnic group: the trend {HIDDEN}" in text


def test_the_emptiest_field_is_one_of_those_that_can_be_shown(tmp_path: Path) -> None:
    rows = ethnicity("all", complete=PROTECTS, blank=SMALL) + completeness_rows(
        "sexuality", "Sexuality", "all", complete=50, blank=141
    )
    said = "Sexuality is complete for 50 of the 191 people (26%), the one field for which this can be shown."
    assert caption(written(tmp_path, rows)).startswith(said)


def test_a_financial_year_is_no_month(tmp_path: Path) -> None:
    rows = ethnicity("all", complete=50, blank=31)
    rows += ethnicity("2010-11", complete=12, blank=28) + ethnicity("2011-12", complete=38, blank=3)
    text = written(tmp_path, rows)
    assert "(30%) in 2010-11; then for 38 of the 41 people (93%) in 2011-12." in text
    assert "| Field | 2010-11 | 2011-12 |" in text


def test_all_hidden(tmp_path: Path) -> None:
    rows = ethnicity("all", complete=PROTECTS, blank=SMALL)
    for row in rows:
        row["of"] = float("nan")
    text = written(tmp_path / "figures", rows)
    assert f"How many records are complete {HIDDEN}" in text
    assert not (tmp_path / "figures").exists()
    assert "| Ethnic group | [hidden]{.suppressed} | – | – | [fewer than 5]{.suppressed} |" in text


def test_a_field_that_is_blank_for_everybody(tmp_path: Path) -> None:
    text = written(tmp_path, ethnicity("all", complete=0, blank=40))
    assert caption(text) == "Ethnic group is complete for 0 of the 40 people (0%)."
    assert 'fig-alt="Stacked bars of records by field. Ethnic group (40 people): blank 40."' in text
