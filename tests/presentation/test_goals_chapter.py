"""The chapter on people's own goals: sentences word for word, figures, and what is hidden."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import pytest

from evalkit import names, store
from evalkit.analysis.goals import summarise_goals
from evalkit.presentation.canvas import NARROW, WIDE
from evalkit.presentation.counts import Count
from evalkit.presentation.glossary import TERMS
from evalkit.presentation.goal_sentences import (
    describe_far_moves,
    describe_first_movement,
    describe_goals,
    describe_people_by_both_rules,
    describe_statuses,
    goals_evidence,
)
from evalkit.presentation.goals_section import write_goals
from evalkit.presentation.material import Material
from evalkit.presentation.people_dots import DotRow, draw_people_dots
from evalkit.presentation.released import read_released

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    Build = Callable[..., Material]

THEMES = ("Sleep", "Family", "Sleep", "Speaking up")
STUDY: dict[str, Any] = {
    "grantee": "example",
    "title": "Example",
    "organisation": "A charity",
    "prepared_for": "Readers",
    "version": "1",
    "data_date": "2024-06-30",
    "synthetic": False,
    "source": "made up for a test",
    "components": [{"id": "group", "title": "Group"}],
}
FORBIDDEN = re.compile(
    r"significan|prove[dsn]?\b|\bimpact\b|led to|due to|because of|thanks to", re.IGNORECASE
)


def make_goals(people: int, changes: Iterable[int] = (4, 1, 0, -1), component: str = "group") -> pd.DataFrame:
    """Return goals of so many people: each has two, the second stays; three ratings a fortnight apart."""
    rows = []
    steps = list(changes)
    for person in range(people):
        for goal, change in (("1", steps[person % len(steps)]), ("2", 0)):
            for visit, rating in enumerate((3, 3 + change, 3 + change)):
                day = pd.Timestamp("2024-01-01") + pd.Timedelta(days=14 * visit)
                rows.append((f"p{person:03}", component, goal, day, float(rating), THEMES[person % 4]))
    columns = [names.RESPONDENT_ID, names.COMPONENT, "goal", "date", "rating", "theme"]
    return pd.DataFrame(rows, columns=columns)


@pytest.fixture
def build(tmp_path: Path) -> Build:
    """Return a maker of material from goals; a row can be hidden by its statistic or category."""

    def make(
        goals: pd.DataFrame, small: Iterable[str] = (), protects: Iterable[str] = (), **rules: Any
    ) -> Material:
        study = {**STUDY, **rules.pop("study", {})}
        table = summarise_goals(goals, "example", minimum_pairs=10, **rules).astype(object)
        for named, why in ((small, names.SMALL), (protects, names.PROTECTS)):
            hidden = table["statistic"].isin(list(named)) | table["category"].isin(list(named))
            table.loc[hidden, [names.ESTIMATE, names.CI_LOW, names.CI_HIGH, names.N]] = None
            table.loc[hidden, names.SUPPRESSED] = True
            table.loc[hidden, names.HIDDEN_BECAUSE] = why
        store.write_csv(tmp_path / "released" / "goals.csv", table)
        store.write_json(tmp_path / "released" / "study.json", study)
        return Material.gather(read_released(tmp_path / "released"), tmp_path / "figures")

    return make


def test_the_numbers_are_said_plainly(build: Build) -> None:
    goals = build(make_goals(40)).goals[0]
    assert describe_goals(goals) == (
        "40 people set 80 goals. 80 of these were rated at least twice. 20 of 80 (25%) moved closer, "
        "50 stayed the same and 10 moved further away. Ratings rose by 0.5 points on average (0.2 to 0.8)."
    )
    assert describe_far_moves(goals) == (
        "10 of the 80 goals rated at least twice (13%) moved closer by three points or more, the step that NHS England "
        "takes as [clear movement of one goal](#glossary-goal-step). None moved back as far. "
        "A smaller step is still a step: it counts among the goals that moved closer."
    )
    assert goals_evidence(goals) == (
        "40 people rated a goal at least twice, from 0 to 10. 10 goals moved by three points or more. "
        "Ratings rose by 0.5 points on average (0.2 to 0.8)."
    )


def test_both_rules_for_a_person_stand_side_by_side(build: Build) -> None:
    told = describe_people_by_both_rules(build(make_goals(40)).goals[0])
    assert told.splitlines() == [
        "Two rules say whether a person moved.",
        "",
        (
            "- By single goals – at least one goal moved closer by three points or more, and none moved back as far: "
            "10 of the 40 people (25%) moved closer, 30 did not move so far and none moved back."
        ),
        (
            "- By all goals together – the average change of the person's goals is 3 points or more: "
            "0 of the 40 people (0%) moved closer, 40 did not move so far and none moved back."
        ),
        "",
        (
            "The two differ because one goal that moved far is enough for the first, while the second sets it "
            "against the person's other goals."
        ),
    ]


def test_a_provisional_threshold_is_marked(build: Build) -> None:
    told = describe_people_by_both_rules(
        build(make_goals(40), mean_threshold=2.45, provisional=True).goals[0]
    )
    assert "is 2.45 points or more ([provisional](#glossary-provisional)):" in told


def test_a_fall_is_said_as_plainly_as_a_rise(build: Build) -> None:
    goals = build(make_goals(24, changes=(-3,))).goals[0]
    assert describe_goals(goals).endswith(
        "0 of 48 (0%) moved closer, 24 stayed the same and 24 moved further away."
    )
    assert "24 moved back as far." in describe_far_moves(goals)
    assert describe_first_movement(goals) == "Too few goals moved closer to say when half of them had."


def test_no_percentage_of_goals_of_few_people(build: Build) -> None:
    material = build(make_goals(19))
    assert "10 of 38 moved closer" in describe_goals(material.goals[0])
    assert "%" not in write_goals(material)


def test_time_to_first_movement(build: Build) -> None:
    changes = [2] * 9 + [0]
    frame = make_goals(40, changes=changes)
    told = describe_first_movement(build(frame[frame["goal"] == "1"]).goals[0])
    assert told == (
        "A quarter of the goals had [first moved closer](#glossary-first-movement) within 14 days (14 to 14) of "
        "their first rating, half of them within 14 days (14 to 14). "
        "A goal may have moved some time before it was next rated."
    )
    few = describe_first_movement(build(make_goals(9)).goals[0])
    assert (
        few == "How soon goals moved is not worked out: that needs at least 10 people who rated a goal twice."
    )


def test_an_upper_end_that_was_not_reached_is_said(build: Build) -> None:
    frame = make_goals(12, changes=(2, 2, 0))
    told = describe_first_movement(build(frame[frame["goal"] == "1"]).goals[0])
    assert "half of them within 14 days (from 14 on; the upper end was not reached)" in told


def test_goals_given_up_are_said_plainly_only_where_recorded(build: Build) -> None:
    frame = make_goals(20)
    assert describe_statuses(build(frame).goals[0]) == ""
    last = frame.groupby(["respondent_id", "goal"]).tail(1).index
    frame["status"] = None
    frame.loc[last[:7], "status"] = "abandoned"
    frame.loc[last[7:8], "status"] = "changed"
    assert describe_statuses(build(frame).goals[0]) == (
        "7 goals were given up and 1 goal was changed. "
        "Letting go of a goal can be a step too. Their ratings until then are counted here."
    )
    hidden = build(frame, small=["goals_changed"]).goals[0]
    assert "and fewer than 5 goals were changed." in describe_statuses(hidden)
    assert describe_statuses(build(frame, protects=["goals_abandoned", "goals_changed"]).goals[0]) == ""


def test_hidden_counts_are_never_said_as_numbers(build: Build) -> None:
    small = ["goals_moved_back", "people_any_moved_back", "Family"]
    protects = ["goals_down", "people_any_not_moved", "Sleep", "goals_same"]
    material = build(make_goals(40), small=small, protects=protects)
    goals = material.goals[0]
    assert "20 of 80 (25%) moved closer. The other numbers are [hidden](#glossary-hidden)." in describe_goals(
        goals
    )
    assert "Fewer than 5 moved back as far." in describe_far_moves(goals)
    told = describe_people_by_both_rules(goals)
    assert "moved closer and fewer than 5 moved back. The other numbers are [hidden]" in told
    text = write_goals(material)
    assert "nan" not in text.lower()
    assert "Speaking up: 10; Family: fewer than 5; Sleep: hidden." in text
    assert text.count("Hatched: [hidden](#glossary-hidden).") == 3


def test_what_is_left_is_said_where_the_far_moves_are_hidden(build: Build) -> None:
    material = build(
        make_goals(40), small=["goals_moved_back"], protects=["goals_moved", "people_mean_moved"]
    )
    assert describe_far_moves(material.goals[0]) == (
        "70 of the 80 goals rated at least twice (88%) moved by less than three points, the step that NHS England "
        "takes as [clear movement of one goal](#glossary-goal-step). Fewer than 5 moved back as far. "
        "The other numbers are [hidden](#glossary-hidden). "
        "A smaller step is still a step: it counts among the goals that moved closer."
    )
    text = write_goals(material)
    assert "Of 40 people, 10 by single goals moved closer. Hatched:" in text
    assert "by 3 or more" not in text


def test_where_the_people_are_hidden_nothing_else_is_said(build: Build) -> None:
    material = build(make_goals(4), small=["people_with_goals"])
    text = write_goals(material)
    assert text == "## Goals people set themselves\n\nGoals – fewer than 5 people: no result can be shown."


def test_each_figure_has_its_table_and_both_forms(build: Build, tmp_path: Path) -> None:
    text = write_goals(build(make_goals(40)))
    figures = re.findall(r"\{#fig-([\w-]+) fig-alt=", text)
    assert figures == ["goals-group", "goal-people-group", "goal-ratings-group", "goal-themes-group"]
    assert re.findall(r"\{#tbl-([\w-]+)\}", text) == figures
    saved = {path.name for path in (tmp_path / "figures").iterdir()}
    assert saved == {f"{name}{form}.svg" for name in figures for form in ("", "-narrow")}
    assert not FORBIDDEN.search(text)
    assert set(re.findall(r"#glossary-([a-z-]+)", text)) <= set(TERMS)


def test_captions_and_alternative_texts_are_worked_out(build: Build) -> None:
    text = write_goals(build(make_goals(40)))
    assert "Of 80 goals rated at least twice, 20 moved closer, 50 stayed and 10 moved further away." in text
    assert "Of 40 people, 10 by single goals and 0 by all goals together moved closer." in text
    assert "was 3 at the 1st rating (40 people) and 3.3 at the 3rd rating (40 people)." in text
    assert "3rd rating (40 people): median 3.3, middle half 2.9 to 3.9." in text
    assert "Most often, people set a goal about Sleep: 20 of the 40 people with goals (50%)." in text
    assert "Dots of people by theme of their goals. Sleep: 20; Family: 10; Speaking up: 10." in text


def test_an_occasion_of_a_handful_is_not_drawn_and_does_not_end_the_caption(build: Build) -> None:
    frame = make_goals(30)
    kept = (frame["date"] < "2024-01-20") | (frame["respondent_id"] < "p007")
    text = write_goals(build(frame[kept]))
    assert "(30 people) and 3.5 at the 2nd rating (30 people)" in text
    assert "; 3rd rating (7 people): median" in text
    very_few = (frame["date"] < "2024-01-20") | (frame["respondent_id"] < "p003")
    text = write_goals(build(frame[very_few]))
    assert "Later ratings are left out of the figure." in text
    assert "3rd rating (3 people)" not in text


def test_two_components_get_headings_of_their_own(build: Build) -> None:
    both = pd.concat([make_goals(20), make_goals(20, component="home")])
    components = [{"id": "group", "title": "Group"}, {"id": "home", "title": "At home"}]
    text = write_goals(build(both, study={"components": components}))
    assert re.findall(r"^### (.+)$", text, re.MULTILINE) == ["Group", "At home"]
    ids = re.findall(r"\{#((?:fig|tbl)-[\w-]+)", text)
    assert len(ids) == len(set(ids)) == 16


def test_a_theme_in_a_grantees_own_words_is_printed_as_it_is(build: Build) -> None:
    frame = make_goals(20).replace({"theme": {"Sleep": "Sleep | *rest*"}})
    text = write_goals(build(frame))
    assert r"| Sleep \| \*rest\* | 10 | 20 |" in text


def test_a_row_of_dots_has_a_dot_for_each_person_and_never_breaks() -> None:
    rows = [
        DotRow("Sleep", Count(44, suppressed=False, threshold=5)),
        DotRow("Family", Count(float("nan"), suppressed=True, threshold=5, is_small=True)),
    ]
    for form in (WIDE, NARROW):
        panel = draw_people_dots(form, rows).axes[0]
        (dots,) = panel.lines
        across, along = np.asarray(dots.get_xdata(), float), np.asarray(dots.get_ydata(), float)
        assert len(across) == 44
        assert np.ptp(along) == 0
        assert across.max() < panel.get_xlim()[1]
        assert [patch.get_hatch() for patch in panel.patches] == ["////"]
