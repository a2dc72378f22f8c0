"""The section "What the money did" says what was released, with each caveat beside its number."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from evalkit.analysis.grant_money import BESIDE, describe_cost_caveat
from evalkit.presentation.grant_section import HEADING
from evalkit.presentation.programme import open_programme
from programme_rows_made import make_released

if TYPE_CHECKING:
    from pathlib import Path

    from evalkit.presentation.programme import ProgrammePage

Row = dict[str, Any]


def granted(grouping: str, group: str, amount: float | None, **changes: Any) -> Row:
    """Return a row of the summary: ten grants to four organisations."""
    row = {
        "grouping": grouping,
        "group": group,
        "currency": "GBP",
        "recipient_kind": "organisation",
        "grants": 10,
        "recipients": 4,
        "amount": amount,
        "suppressed": "false",
    }
    return {**row, **changes}


def cost(**changes: Any) -> Row:
    """Return a cost per person from a released count."""
    row = {
        "grantee": "choir",
        "recipient": "Leeds Choir",
        "counted": "people",
        "n": 80,
        "grants": 1,
        "amount": 4000,
        "currency": "GBP",
        "estimate": 50,
        "first_day": "2023-04-01",
        "last_day": "2024-03-31",
        "origin": "released",
        "source": "the grantee's own report, version 1.0",
        "reason": "",
        "caveat": describe_cost_caveat("people"),
        "suppressed": "false",
    }
    return {**row, **changes}


def no_cost(reason: str, **changes: Any) -> Row:
    """Return a cost that can't be worked out."""
    return cost(n=None, grants=None, amount=None, estimate=None, reason=reason, caveat="", **changes)


def further(**changes: Any) -> Row:
    """Return further money."""
    row = {
        "recipient": "all",
        "amount": 113000,
        "currency": "GBP",
        "qualifier": "more than",
        "funder": "",
        "period": "2020",
        "source": "Board paper",
        "grants": 15,
        "granted": 87000,
        "estimate": 113000 / 87000,
        "reason": "",
        "caveat": BESIDE,
    }
    return {**row, **changes}


def recipient(name: str, grantee: str = "", matched_by: str = "nothing") -> Row:
    """Return a recipient."""
    return {
        "recipient": name,
        "currency": "GBP",
        "grants": 2,
        "amount": 900.5,
        "grantee": grantee,
        "matched_by": matched_by,
    }


SUMMARY = [
    granted("all", "all", 150000),
    granted("all", "all", 0, recipient_kind="individual", grants=0, recipients=0),
    granted("all", "all", 150000, recipient_kind="all", recipients=None),
    granted("year", "2020", 100000),
    granted("year", "2022", 50000, grants=1, recipients=1),
    granted("programme", "Roots", 150000),
]


def open_page(folder: Path, **tables: list[Row]) -> ProgrammePage:
    """Open a page on these tables; the summary is the one above unless given."""
    given = {"grants": SUMMARY, **tables}
    return open_programme(make_released(given, grants={"repaired": 1}), folder / "figures", engine="a test")


def test_without_a_register_there_is_no_section_and_no_rule(tmp_path: Path) -> None:
    page = open_programme(make_released({}), tmp_path / "figures", engine="a test")
    assert page.money() == ""
    assert "### Grants" not in page.method()
    assert not (tmp_path / "figures").exists()


def test_totals_years_and_programmes_are_said(tmp_path: Path) -> None:
    page = open_page(tmp_path)
    text = page.money()
    assert text.startswith(HEADING)
    assert "**£150,000 was granted, in 10 grants to four organisations, from 2020 to 2022.**" in text
    assert "- Roots: £150,000, 10 grants to four organisations." in text
    assert "individual" not in text
    assert "one text was put right that had been encoded twice" in page.method()


def test_the_figure_keeps_a_year_without_grants(tmp_path: Path) -> None:
    text = open_page(tmp_path).money()
    assert "2020: £100,000, 10 grants; 2021: no grants; 2022: £50,000, 1 grant." in text
    assert "![£100,000 was granted to organisations in 2020, £50,000 in 2022.]" in text
    assert {path.name for path in (tmp_path / "figures").iterdir()} == {
        "grants-gbp-by-year.svg",
        "grants-gbp-by-year-narrow.svg",
    }


def test_people_who_were_granted_money_are_counted_and_not_named(tmp_path: Path) -> None:
    persons: Row = {"recipient_kind": "individual", "grants": 9, "recipients": 8}
    summary = [
        *(row for row in SUMMARY if row["recipient_kind"] == "organisation"),
        granted("all", "all", 900, **persons),
        granted("all", "all", 150900, recipient_kind="all", recipients=None),
        granted("year", "the others together", 900, **persons),
    ]
    text = open_page(tmp_path, grants=summary).money()
    assert "£900 was granted, in nine grants to 8 individuals, who are never named." in text
    assert "Together that is £150,900." in text
    assert "To individuals –; The others together: £900, 9 grants." in text


def test_few_people_are_said_to_be_hidden(tmp_path: Path) -> None:
    nothing: Row = {"grants": None, "recipients": None, "suppressed": "true"}
    summary = [
        granted("all", "all", 150000),
        granted("year", "2020", 150000),
        granted("all", "all", None, recipient_kind="individual", **nothing),
        granted("all", "all", None, recipient_kind="all", **nothing),
    ]
    page = open_page(tmp_path, grants=summary)
    assert "how many and how much is [hidden](#glossary-hidden), and so is the total." in page.money()
    assert "#glossary-hidden" in page.glossary()
    assert "nan" not in page.money()


def test_areas_and_populations_are_listed_by_their_names(tmp_path: Path) -> None:
    rows = [granted("area", "East", 10), granted("dei_project", "DEI050100", 7.5, grants=1)]
    text = open_page(tmp_path, grants=[*SUMMARY, *rows]).money()
    assert "| East | £10 | 10 | 4 |" in text
    assert "| Asylum seekers | £7.50 | 1 | 4 |" in text
    assert "add up to more than the total" in text


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        (
            [recipient("Leeds Choir", "choir", "name"), recipient("Leeds Band")],
            "One of two organisations was matched to an evaluated grantee: Leeds Choir (`choir`, by its name). The",
        ),
        ([recipient("Leeds Band")], "None of one organisation was matched to an evaluated grantee."),
        (
            [recipient("Leeds Band", "", "identifier and name disagree")],
            "Identifier and name disagree for Leeds Band.",
        ),
    ],
)
def test_which_recipients_are_grantees_is_said(tmp_path: Path, rows: list[Row], told: str) -> None:
    assert told in open_page(tmp_path, grant_recipients=rows).money()


def test_more_than_stays_more_than_and_is_rounded_so_that_it_is_true(tmp_path: Path) -> None:
    rows = [further(), further(recipient="Leeds Choir", qualifier="", amount=20, estimate=0.5, granted=40)]
    text = open_page(tmp_path, grant_further=rows).money()
    assert "All organisations together: more than £113,000 (2020; Board paper)." in text
    assert "That is more than £1.29 for each £1 granted to them in that time (£87,000 in 15 grants)." in text
    assert "That is £0.50 for each £1" in text
    assert BESIDE in text
    assert "113,020" not in text


def test_further_money_without_a_grant_in_its_period_has_no_ratio(tmp_path: Path) -> None:
    row = further(estimate=None, granted=None, reason="no grant was awarded in that period", caveat="")
    text = open_page(tmp_path, grant_further=[row]).money()
    assert "For each pound granted that can't be worked out: no grant was awarded in that period." in text


@pytest.mark.parametrize(
    ("row", "told"),
    [
        (
            cost(),
            f"- **Leeds Choir: £50 per person.** {describe_cost_caveat('people')} £4,000 in one grant, 80 people, ",
        ),
        (
            cost(),
            "people, April 2023 to March 2024. The number of people is the one released by the grantee's own report",
        ),
        (
            cost(counted="contacts", origin="declared", source="A return.", estimate=12.345),
            "The number of contacts was given for this page: A return.",
        ),
        (
            no_cost("the count is hidden", suppressed="true"),
            "- **Leeds Choir**: the cost per person can't be worked out: the count is [hidden](#glossary-hidden).",
        ),
        (
            no_cost("no count was given", origin="", source="", recipient=""),
            "- **choir**: the cost per person can't be worked out: no count was given.",
        ),
        (
            no_cost("the grants and the count are not of the same period"),
            "are not of the same period (the count is of April 2023 to March 2024).",
        ),
    ],
)
def test_each_cost_has_its_caveat_and_its_count_beside_it(tmp_path: Path, row: Row, told: str) -> None:
    assert told in open_page(tmp_path, grant_costs=[row]).money()
