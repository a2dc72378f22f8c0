"""Reach over time in words, tables and figures: noughts, hidden months, gaps, targets met and missed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from matplotlib.patches import Rectangle

from evalkit import names
from evalkit.presentation.activity_figure import Panel, draw_activity
from evalkit.presentation.activity_panels import list_panels
from evalkit.presentation.activity_rows import gather_activity
from evalkit.presentation.activity_section import write_activity
from evalkit.presentation.activity_sentences import say_activity
from evalkit.presentation.canvas import NARROW, WIDE, style
from evalkit.presentation.counts import Count
from released_rows import NAN, make_material

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from evalkit.presentation.activity_rows import Activity

HIDDEN = None
UNITS = {
    **dict.fromkeys(("contacts", "target_contacts"), "contacts"),
    **dict.fromkeys(("offered", "booked", "attended", "missed"), "sessions"),
}
JANUARY, FEBRUARY, MARCH = "2024-01", "2024-02", "2024-03"


def rows(
    statistic: str,
    numbers: Mapping[str, float | None],
    *,
    basis: str = "register",
    activity: str = "all",
    because: str = names.SMALL,
) -> list[dict[str, Any]]:
    """Return released rows of one statistic by period; None is hidden."""
    return [
        {
            "grantee": "x",
            "component": "group",
            "basis": basis,
            "activity": activity,
            "period": period,
            "statistic": statistic,
            "estimate": NAN if number is None else number,
            "unit": UNITS.get(statistic, "people"),
            "n": NAN,
            "of": NAN,
            "cumulative": NAN,
            "suppressed": number is None,
            "hidden_because": because if number is None else "",
        }
        for period, number in numbers.items()
    ]


def register(**statistics: Mapping[str, float | None]) -> list[dict[str, Any]]:
    return [row for name, numbers in statistics.items() for row in rows(name, numbers)]


def returned(**statistics: Mapping[str, float | None]) -> list[dict[str, Any]]:
    return [row for name, numbers in statistics.items() for row in rows(name, numbers, basis="returns")]


def read(folder: Path, activity: Sequence[dict[str, Any]]) -> Activity:
    material = make_material(folder, {}, activity=activity)
    (found,) = gather_activity(material.study, material.released.activity)
    return found


def told(folder: Path, activity: Sequence[dict[str, Any]]) -> str:
    return " ".join(say_activity(read(folder, activity)))


def test_without_rows_there_is_no_section(tmp_path: Path) -> None:
    assert write_activity(make_material(tmp_path, {})) == ""


def test_people_stand_against_contacts_and_new_against_returning(tmp_path: Path) -> None:
    said = told(
        tmp_path,
        register(
            people={"all": 30, JANUARY: 12, FEBRUARY: 20},
            contacts={"all": 75, JANUARY: 30, FEBRUARY: 45},
            new={JANUARY: 12, FEBRUARY: 18},
            returning={JANUARY: 0, FEBRUARY: 2},
        ),
    )
    assert "30 people came, 75 times in all." in said
    assert "In February 2024, 20 people came: 18 for the first time, 2 had come before." in said
    assert "hidden" not in said


@pytest.mark.parametrize(
    ("people", "contacts", "sentence"),
    [
        (0, 0, "Nobody came."),
        (1, 1, "1 person came, 1 time in all."),
        (9, HIDDEN, "9 people came."),
        (HIDDEN, HIDDEN, "How many people came, and how often, is [hidden](#glossary-hidden), to protect"),
    ],
)
def test_noughts_and_hidden_totals(
    tmp_path: Path, people: float | None, contacts: float | None, sentence: str
) -> None:
    assert sentence in told(tmp_path, register(people={"all": people}, contacts={"all": contacts}))


def test_a_hidden_month_is_never_told_as_nought(tmp_path: Path) -> None:
    split = {JANUARY: 10, FEBRUARY: HIDDEN}
    counts = register(
        people={"all": 12, **split}, contacts={"all": 40, **split}, new=split, returning={JANUARY: 0}
    )
    said = told(tmp_path, counts)
    assert (
        "The number of people is [hidden](#glossary-hidden) in 1 of 2 months; hidden does not mean nobody."
        in said
    )
    assert "In January 2024, the last month of which all is shown, 10 people came" in said
    text = write_activity(make_material(tmp_path, {}, activity=counts))
    assert "| February 2024 | [fewer than 5]{.suppressed} |" in text
    assert "Hatched: [hidden](#glossary-hidden)." in text


def test_contacts_of_few_people_are_hidden_and_not_called_few(tmp_path: Path) -> None:
    activity = read(tmp_path, register(people={"all": 9, JANUARY: HIDDEN}, contacts={JANUARY: HIDDEN}))
    people, contacts = (activity.count(what, JANUARY) for what in ("people", "contacts"))
    assert people is not None
    assert contacts is not None
    assert (people.text, contacts.text) == ("fewer than 5", "hidden")


def test_all_hidden_gives_words_and_no_figure(tmp_path: Path) -> None:
    months = {JANUARY: HIDDEN, FEBRUARY: HIDDEN}
    counts = register(
        people={"all": HIDDEN, **months}, contacts={"all": HIDDEN, **months}, new=months, returning=months
    )
    text = write_activity(make_material(tmp_path, {}, activity=counts))
    assert "is [hidden](#glossary-hidden) in every month; hidden does not mean nobody." in text
    assert "![" not in text
    assert not list(tmp_path.glob("*.svg"))


@pytest.mark.parametrize(
    ("missed", "again", "sentence"),
    [
        (40, 31, "Of the 40 people who missed a session, 31 came again afterwards."),
        (40, 40, "All 40 people who missed a session came again afterwards."),
        (40, 0, "None of the 40 people who missed a session came again afterwards."),
        (1, 1, "The one person who missed a session came again afterwards."),
        (1, 0, "The one person who missed a session did not come again afterwards."),
        (0, 0, "Nobody missed a session."),
        (40, HIDDEN, "40 people missed a session; how many of them came again is [hidden]"),
        (HIDDEN, HIDDEN, "How many people missed a session, and how many of them came again, is [hidden]"),
    ],
)
def test_missed_and_came_again(
    tmp_path: Path, missed: float | None, again: float | None, sentence: str
) -> None:
    counts = register(people={"all": 50}, people_missed={"all": missed}, people_returned={"all": again})
    assert sentence in told(tmp_path, counts)


def test_sessions_are_told_apart_and_drawn(tmp_path: Path) -> None:
    counts = register(
        people={"all": 50},
        contacts={"all": 150},
        offered={"all": 400},
        booked={"all": 200},
        missed={"all": HIDDEN},
    )
    assert "Sessions: 400 offered, 200 booked, 150 attended, missed [hidden](#glossary-hidden)." in told(
        tmp_path, counts
    )
    text = write_activity(make_material(tmp_path, {}, activity=counts))
    assert "Sessions: 400 offered, 200 booked, 150 attended. Hatched:" in text
    assert (tmp_path / "sessions-group-narrow.svg").is_file()


@pytest.mark.parametrize(
    ("target", "found", "sentence"),
    [
        ({"all": 50}, {"all": 60}, "The target of 50 contacts was reached, with 60."),
        ({"all": 50}, {"all": 50}, "The target of 50 contacts was reached, with 50."),
        ({"all": 50}, {"all": 49}, "The target of 50 contacts was not reached, with 49."),
        (
            {"all": 50},
            {"all": HIDDEN},
            "The target was 50 contacts; the number is [hidden](#glossary-hidden).",
        ),
        (
            {JANUARY: 5, FEBRUARY: 5, MARCH: 5},
            {JANUARY: 9, FEBRUARY: 0, MARCH: HIDDEN},
            (
                "The target for contacts (5 each) was reached in 1 of 3 months, not in February 2024; "
                "the number is [hidden](#glossary-hidden) in 1."
            ),
        ),
        (
            {JANUARY: 5, FEBRUARY: 9},
            {JANUARY: 9},
            "The target for contacts was reached in 1 of 2 months; none is known for 1.",
        ),
        (
            {JANUARY: 5},
            {JANUARY: HIDDEN},
            "The target for contacts stood for 1 month; the numbers are [hidden](#glossary-hidden).",
        ),
    ],
)
def test_targets_met_missed_hidden_and_without_a_number(
    tmp_path: Path, target: dict[str, float | None], found: dict[str, float | None], sentence: str
) -> None:
    counts = register(people={"all": 40}, contacts=found, target_contacts=target)
    assert sentence in told(tmp_path, counts)


def test_returns_are_told_apart_from_registers_and_never_added_up(tmp_path: Path) -> None:
    counts = returned(
        engaged={JANUARY: 40, MARCH: 90},
        direct={JANUARY: 6, MARCH: HIDDEN},
        contacts={"all": 150, JANUARY: 50, MARCH: 100},
    )
    said = told(tmp_path, counts)
    assert "Counted from returns, for 2 of 3 months; there is none for February 2024." in said
    assert "40 to 90 people were engaged in a month." in said
    assert "6 people took part directly in January 2024; the number is [hidden]" in said
    assert "In January 2024, 6 people took part directly and 40 were engaged." in said
    assert "Over all returns: 150 contacts." in said
    text = write_activity(make_material(tmp_path, {}, activity=counts))
    assert "people from returns are never added up over periods" in text
    assert "[register](#glossary-register) tells people apart" not in text
    assert "| February 2024 | – | – | – |" in text
    assert "Dash: no number is known." in text
    assert "130" not in text


def test_returns_without_a_gap_and_all_hidden(tmp_path: Path) -> None:
    said = told(tmp_path, returned(engaged={JANUARY: HIDDEN, FEBRUARY: HIDDEN}))
    assert "for 2 months without a gap." in said
    assert "The number of people who were engaged is [hidden](#glossary-hidden) in every month" in said


def test_activities_that_add_up_to_the_month_count_people_twice(tmp_path: Path) -> None:
    counts = returned(engaged={JANUARY: 30})
    for name, number in (("Talk", 20), ("Fair", 10)):
        counts += rows("engaged", {JANUARY: number}, basis="returns", activity=name)
    assert "whoever came to two is in it twice." in told(tmp_path, counts)
    counts[0]["estimate"] = 25.0
    assert "whoever came to two" not in told(tmp_path, counts)


def test_the_rule_for_counting_people_once_is_printed_where_activities_overlap(tmp_path: Path) -> None:
    counts = register(people={"all": 30, JANUARY: 30}, contacts={"all": 90, JANUARY: 90})
    for name, number in (("Craft", 20), ("Lunch", 25), ("Walk", HIDDEN)):
        counts += rows("people", {"all": number}, activity=name)
        counts += rows("contacts", {"all": number}, activity=name)
    text = write_activity(make_material(tmp_path, {}, activity=counts))
    assert "each person counts once in a month and once in the component" in text
    assert "The activities add up to more than the 30 people of the component" in text
    assert "| Walk | [fewer than 5]{.suppressed} | [hidden]{.suppressed} |" in text
    assert (tmp_path / "activities-group.svg").is_file()


@pytest.mark.parametrize(
    ("basis", "sentence"),
    [
        ("register", "Only the register is counted here, as declared; returns are left out."),
        ("returns", "Only returns are counted here, as declared; the register is left out."),
    ],
)
def test_which_of_two_sources_counts_is_said(tmp_path: Path, basis: str, sentence: str) -> None:
    counts = rows("contacts", {"all": 30, JANUARY: 30}, basis=basis)
    material = make_material(tmp_path, {}, activity=counts, reach={"count": {"group": basis}})
    assert sentence in write_activity(material)


def test_contacts_without_a_day_are_told_and_tabled(tmp_path: Path) -> None:
    counts = register(people={"all": 9, JANUARY: 8, "no date": 6}, contacts={JANUARY: 8, "no date": 7})
    assert "The number of contacts without a date is 7; they are in no period." in told(tmp_path, counts)
    text = write_activity(make_material(tmp_path, {}, activity=counts))
    assert "| Without a date | 6 | 7 |" in text


def panels(folder: Path) -> list[Panel]:
    counts = register(
        people={JANUARY: 10, FEBRUARY: HIDDEN, MARCH: 0},
        contacts={JANUARY: 30, FEBRUARY: HIDDEN, MARCH: 0},
        new={JANUARY: 6, FEBRUARY: HIDDEN, MARCH: 0},
        target_contacts={JANUARY: 20},
    )
    for row in counts:
        if row["statistic"] == "new" and row["period"] in {JANUARY, MARCH}:
            row["cumulative"] = 6.0
    return list_panels(read(folder, counts))


def test_the_running_total_is_a_panel_of_its_own(tmp_path: Path) -> None:
    people, contacts, total = panels(tmp_path)
    assert people.title == "People who came; dark: for the first time"
    assert contacts.title == "Contacts; line: the target"
    assert [target.n for target in contacts.targets if target] == [20]
    assert (total.counts, total.totals[0], total.title) == ((), 6.0, "People so far, each counted once")


@pytest.mark.parametrize("form", [WIDE, NARROW], ids=["wide", "narrow"])
def test_a_hidden_month_is_hatched_a_nought_is_not_and_a_gap_is_a_dash(tmp_path: Path, form: Any) -> None:
    drawn = [*panels(tmp_path), Panel("Gap", counts=(Count(8, suppressed=False, threshold=5), None, None))]
    with style(form, "salt"):
        drawing = draw_activity(form, (JANUARY, FEBRUARY, MARCH), drawn)
    people, contacts, total, gap = drawing.axes
    assert [bar.get_hatch() for bar in contacts.patches] == [None, "////", None]
    heights = [bar.get_height() for bar in contacts.patches if isinstance(bar, Rectangle)]
    assert (heights[0], heights[2]) == (30, 0)
    assert heights[1] > 0
    assert {axes.get_ylim()[0] for axes in drawing.axes} == {0.0}
    assert [text.get_text() for text in gap.texts if text.get_text() == "–"] == ["–", "–"]
    assert len(total.lines) == 2
    assert not people.get_xticks().size
    assert len({axes.get_xlim() for axes in drawing.axes}) == 1


def test_the_alternative_text_gives_the_course_in_numbers(tmp_path: Path) -> None:
    counts = register(people={"all": 9, JANUARY: 7, FEBRUARY: 9, MARCH: HIDDEN})
    text = write_activity(make_material(tmp_path, {}, activity=counts))
    course = "7 in January 2024, 9 in February 2024, most 9 in February 2024; hidden in 1 month."
    assert f'fig-alt="Bars, People who came: {course}"' in text
