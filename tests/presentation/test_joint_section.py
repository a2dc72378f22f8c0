"""Numbers and stories together: what each says, whether they agree, and person by person."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest

from evalkit.presentation.joint_section import write_joint
from evalkit.presentation.story_findings import find_divergences, list_story_findings
from story_released_made import (
    PROTECTS,
    SMALL,
    change_rows,
    joint_row,
    make_stories,
    make_told,
    quote_row,
    theme_row,
)

if TYPE_CHECKING:
    from pathlib import Path

    from evalkit.presentation.material import Material

ALL = ("all", "all", "all")
ROSE = {"mean_change": ((2.1, 0.6, 3.6), 33), "n_pairs": (33, 33)}
FELL = {"mean_change": ((-2.1, -3.6, -0.6), 33), "n_pairs": (33, 33)}
UNCLEAR = {"mean_change": ((0.1, -1.2, 1.4), 33), "n_pairs": (33, 33)}
HIDDEN = {"mean_change": (None, 3), "n_pairs": (None, 3)}
TOLD = (theme_row("trust", 12), theme_row("trust", 12, cell=("group", *ALL)))
CAUSAL = re.compile(r"because of|led to|due to|prove[sdn]?\b|significan|impact", re.IGNORECASE)


def beside(
    folder: Path,
    says: str,
    reason: str,
    statistics: dict[str, Any] | None = None,
    *,
    row: dict[str, Any] | None = None,
    **stories: Any,
) -> Material:
    """Return material with trust beside depression in one component."""
    known = {"themes": TOLD, "joint": [joint_row(says, reason, **(row or {}))], **stories}
    return make_told(folder, make_stories(**known), statistics)


@pytest.mark.parametrize(
    ("says", "reason", "statistics", "expected"),
    [
        (
            "agree",
            "change_as_expected",
            FELL,
            "**They agree:** the score fell, as this theme leads one to expect.",
        ),
        (
            "diverge",
            "change_against_expectation",
            ROSE,
            "the score rose, and this theme leads one to expect a fall. Neither is corrected by the other.",
        ),
        (
            "adds",
            "no_change_beyond_chance",
            UNCLEAR,
            "**The stories add to the score:** the score shows no clear change, and people told of this all the same.",
        ),
        (
            "adds",
            "change_without_interval",
            {},
            "too few people answered twice to say how far the score moved.",
        ),
        ("adds", "no_score", {}, "**The stories add to the score:** no score speaks to this."),
        (
            "adds",
            "theme_expects_nothing",
            ROSE,
            "the codebook does not say what this theme leads one to expect of it.",
        ),
        ("", "theme_hidden", ROSE, "how many told of this is [hidden](#glossary-hidden)."),
        ("", "change_hidden", HIDDEN, "the change of the score is [hidden](#glossary-hidden)."),
        ("", "nobody_told", ROSE, "nobody told of this here."),
    ],
)
def test_each_verdict_is_said_with_its_reason(
    says: str, reason: str, statistics: dict[str, Any], expected: str, tmp_path: Path
) -> None:
    said = write_joint(beside(tmp_path, says, reason, statistics))
    assert said.startswith("## Numbers and stories together\n\n")
    assert expected in said
    assert ("::: {.box}" in said) == bool(says)
    assert ("tbl-joint" in said) == bool(says)
    assert not CAUSAL.search(said)


def test_the_boxes_hold_the_change_with_its_interval_and_the_people_who_told(tmp_path: Path) -> None:
    said = write_joint(beside(tmp_path, "diverge", "change_against_expectation", ROSE))
    score = (
        "**What the scores say**\n\nDepression (PHQ-9) rose by 2.1 points on average (0.6 to 3.6), a change for the "
        "worse in 33 people, from before to after."
    )
    stories = "**What people said**\n\n12 of the 25 people (48%) told of having somebody to trust."
    boxes = f":::: {{.boxes}}\n::: {{.box}}\n{score}\n:::\n\n::: {{.box}}\n{stories}\n:::\n::::"
    assert boxes in said
    assert "### Having somebody to trust, and depression" in said


def test_an_expected_rise_is_said_as_such(tmp_path: Path) -> None:
    said = write_joint(
        beside(tmp_path, "diverge", "change_against_expectation", FELL, row={"expects": "rise"})
    )
    assert "the score fell, and this theme leads one to expect a rise." in said


def test_person_by_person_only_what_is_released(tmp_path: Path) -> None:
    rows = change_rows(9, 7, 6, 22)
    said = write_joint(beside(tmp_path, "diverge", "change_against_expectation", ROSE, story_change=rows))
    assert (
        "Of the 22 people who told of this and answered twice, 9 changed for the better by more than [chance alone "
        "would explain](#glossary-reliable-change), 7 changed by less or not at all and 6 changed for the worse. For 6 "
        "people story and score part ways: depression rose, and they told of having somebody to trust."
    ) in said


def test_hidden_cells_are_not_said_and_neither_is_what_rests_on_them(tmp_path: Path) -> None:
    rows = change_rows(9, PROTECTS, SMALL, 16)
    said = write_joint(beside(tmp_path, "agree", "change_as_expected", FELL, story_change=rows))
    assert "fewer than 5 changed for the worse. The other numbers are [hidden](#glossary-hidden)." in said
    assert "part ways" not in said
    every = change_rows(PROTECTS, PROTECTS, PROTECTS, 16)
    said = write_joint(beside(tmp_path, "agree", "change_as_expected", FELL, story_change=every))
    assert "What became of the scores of those who told of this is [hidden](#glossary-hidden)" in said
    assert "16" not in said


def test_nobody_measured_is_said(tmp_path: Path) -> None:
    said = write_joint(
        beside(tmp_path, "adds", "no_change_beyond_chance", UNCLEAR, story_change=change_rows(0, 0, 0, 0))
    )
    assert "Nobody who told of this has both scores." in said


def test_the_excerpt_that_shows_it_is_one_of_the_component(tmp_path: Path) -> None:
    quotes = [
        quote_row("Elsewhere", component="tree"),
        quote_row("Bears it out"),
        quote_row("Against", disconfirming=True, chosen_because="contrary_code; new_voice"),
        quote_row("Other way", disconfirming=True, chosen_because="score_went_other_way; new_voice"),
    ]
    agrees = write_joint(beside(tmp_path, "agree", "change_as_expected", FELL, quotes=quotes))
    assert "> Bears it out" in agrees
    diverges = write_joint(beside(tmp_path, "diverge", "change_against_expectation", ROSE, quotes=quotes))
    assert "> Other way" in diverges
    for said in (agrees, diverges):
        assert said.count("\n> — ") == 1
    without = write_joint(beside(tmp_path, "diverge", "change_against_expectation", ROSE, quotes=quotes[:2]))
    assert "> Bears it out" in without


def test_several_places_are_added_up(tmp_path: Path) -> None:
    rows = [
        joint_row("agree", "change_as_expected"),
        joint_row("diverge", "change_against_expectation", theme="peers"),
        joint_row("", "theme_hidden", theme="harm"),
    ]
    said = write_joint(make_told(tmp_path, make_stories(themes=TOLD, joint=rows), FELL))
    assert (
        "A score stands beside a theme in three places: stories and scores agree in one, they point different ways in "
        "one and nothing can be said in one."
    ) in said
    assert (
        "### Where nothing can be said\n\n- Questions that hurt, and depression: how many told of this is"
        in said
    )
    assert said.count("::: {.boxes}") == 2


def test_groups_only_are_told_as_groups(tmp_path: Path) -> None:
    themes = [theme_row("trust", 0, 0, cell=("group", *ALL), groups=(4, 5))]
    facts = {"material": {"focus_group": 5}}
    said = write_joint(beside(tmp_path, "agree", "change_as_expected", FELL, themes=themes, facts=facts))
    assert "**What people said**\n\nHaving somebody to trust came up in 4 of 5 focus groups." in said


def test_a_score_of_which_nothing_was_released_is_no_error(tmp_path: Path) -> None:
    said = write_joint(beside(tmp_path, "adds", "no_score", FELL, row={"measure": "gone"}))
    assert "### Having somebody to trust\n" in said
    assert "No score speaks to this here." in said


def test_no_pairs_no_chapter(tmp_path: Path) -> None:
    assert write_joint(make_told(tmp_path, make_stories(themes=TOLD), FELL)) == ""
    assert write_joint(beside(tmp_path, "agree", "change_as_expected", row={"theme": "gone"})) == ""


def test_a_divergence_is_a_finding_before_the_theme_told_most(tmp_path: Path) -> None:
    told = beside(tmp_path, "diverge", "change_against_expectation", ROSE)
    first, second = list_story_findings(told)
    assert first.finding.kind == second.finding.kind == "neutral"
    assert first.finding.sentence == (
        "Scores and stories point different ways: people told of having somebody to trust, and depression rose."
    )
    assert first.finding.evidence.startswith("Depression (PHQ-9) rose by 2.1 points on average (0.6 to 3.6)")
    assert "12 of the 25 people (48%) told of having somebody to trust." in first.finding.evidence
    assert find_divergences(beside(tmp_path, "agree", "change_as_expected", FELL)) == []
