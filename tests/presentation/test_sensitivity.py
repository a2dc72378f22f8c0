"""Who was referred and lost, how those lost began, and what they could change."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest

from evalkit.presentation.canvas import WIDE
from evalkit.presentation.estimates import Estimate
from evalkit.presentation.limits_section import name_scores
from evalkit.presentation.missing_section import write_who_is_missing
from evalkit.presentation.points_figure import Row as Drawn
from evalkit.presentation.points_figure import draw_points
from evalkit.presentation.sensitivity_section import write_sensitivities
from released_rows import NAN, Row, flow_row, make_material, missing_row, only_headline

if TYPE_CHECKING:
    from pathlib import Path

FELL = (-3.0, -4.8, -1.2)
LOST: dict[str, Row] = {
    "n_pairs": (60.0, 60),
    "mean_change": (FELL, 60),
    "mean_change_mi": ((-2.5, -4.4, -0.6), 90),
    "mean_change_worst": (3.9, 90),
    "mean_change_best": (-6.1, 90),
}


def sensitivity(figures: Path, statistics: dict[str, Row], **more: Any) -> str:
    """Return what is written on those lost."""
    material = make_material(figures, statistics, **more)
    [written] = write_sensitivities(material, [only_headline(material)])
    return written


def test_three_answers_stand_side_by_side(tmp_path: Path) -> None:
    text = sensitivity(tmp_path, LOST)
    assert (
        "Over all 90 people who answered before, with missing answers [filled in](#glossary-imputation) – fell by 2.5 "
        "points on average (0.6 to 4.4), a change for the better. The same answer as for those who answered both "
        "times. If everybody lost had ended at the worst score (27), the average change would be a rise of 3.9 "
        "points, for the worse; at the best score (0), a fall of 6.1 points, for the better. These are limits, not "
        "what is likely. So whether the change is for the better on average depends on those lost." in text
    )
    assert (
        "Answered both times (60 people): −3.0 (−4.8 to −1.2); Missing answers filled in (90 people): −2.5 "
        "(−4.4 to −0.6); All those lost at the worst, or at the best score (90 people): −6.1 to +3.9." in text
    )
    assert "with those lost, anything from a fall of 6.1 to a rise of 3.9 points." in text
    assert "| Everybody lost at the worst score | 90 | 3.9 |" in text
    names = sorted(path.name for path in tmp_path.iterdir())
    assert names == ["sensitivity-group-phq9-total-narrow.svg", "sensitivity-group-phq9-total.svg"]


@pytest.mark.parametrize(
    ("mean", "worst", "best", "said"),
    [
        (FELL, -0.4, -6.1, "So the average change is for the better whatever became of those lost."),
        ((3.0, 1.2, 4.8), 6.0, 0.4, "So the average change is for the worse whatever became of those lost."),
        (
            (3.0, 1.2, 4.8),
            6.0,
            -0.4,
            "So whether the change is for the worse on average depends on those lost.",
        ),
        ((0.1, -1.0, 1.2), 4.0, -5.0, "not clear to begin with, and those lost could move it either way."),
    ],
)
def test_the_conclusion_follows_from_the_limits(
    mean: tuple[float, float, float], worst: float, best: float, said: str, tmp_path: Path
) -> None:
    rows: dict[str, Row] = {
        **LOST,
        "mean_change": (mean, 60),
        "mean_change_worst": (worst, 90),
        "mean_change_best": (best, 90),
    }
    assert said in sensitivity(tmp_path, rows)


def test_filling_in_may_give_another_answer(tmp_path: Path) -> None:
    text = sensitivity(tmp_path, LOST | {"mean_change_mi": ((-1.0, -3.0, 1.0), 90)})
    assert "from a fall of 3.0 to a rise of 1.0 points. Not the same answer as for those" in text


def test_below_twenty_pairs_there_are_limits_only_and_it_says_why(tmp_path: Path) -> None:
    rows = LOST | {"n_pairs": (14.0, 14), "mean_change_mi": ("not calculated: fewer than 20 pairs", 30)}
    text = sensitivity(tmp_path / "figures", rows)
    assert (
        "Missing answers were not [filled in](#glossary-imputation) (fewer than 20 people who answered both times): "
        "only limits can be given." in text
    )
    assert "Missing answers filled in (30 people): not worked out" in text
    assert "pairs" not in text


def test_nobody_lost_needs_no_words(tmp_path: Path) -> None:
    rows = LOST | {"mean_change_worst": (-3.0, 60), "mean_change_best": (-3.0, 60)}
    assert sensitivity(tmp_path, rows) == ""
    assert list(tmp_path.iterdir()) == []


def test_nobody_twice_has_no_limits_worth_a_word(tmp_path: Path) -> None:
    why = "not calculated: fewer than 10 pairs"
    rows = LOST | {"n_pairs": (0.0, 0), "mean_change": (why, 0), "mean_change_mi": (why, 30)}
    assert sensitivity(tmp_path, rows) == ""


def test_limits_alone_are_told_and_not_drawn(tmp_path: Path) -> None:
    why = "not calculated: fewer than 10 pairs"
    text = sensitivity(
        tmp_path, LOST | {"n_pairs": (9.0, 9), "mean_change": (why, 9), "mean_change_mi": (why, 30)}
    )
    assert (
        "(fewer than 10 people who answered both times): only limits can be given. If everybody lost" in text
    )
    assert "#fig-" not in text
    assert "depends on those lost" not in text


def test_a_change_with_two_starting_points_says_which_one_it_is(tmp_path: Path) -> None:
    text = sensitivity(
        tmp_path, LOST | {"mean_change_trusted": ((2.0, 1.0, 3.0), 40), "n_trusted": (40.0, 40)}
    )
    assert text.startswith("**PHQ-9, from before to after, counted from the first answers: those lost.**")


def test_a_score_without_a_better_side_has_no_limits(tmp_path: Path) -> None:
    rows = {name: row for name, row in LOST.items() if name not in {"mean_change_worst", "mean_change_best"}}
    text = sensitivity(tmp_path, rows, better_is=None)
    assert "with missing answers [filled in]" in text
    assert "#fig-" not in text
    assert "limits" not in text


def test_hidden_limits_are_called_hidden(tmp_path: Path) -> None:
    hidden: dict[str, Row] = dict.fromkeys(
        ("mean_change_mi", "mean_change_worst", "mean_change_best"), (None, 0)
    )
    text = sensitivity(tmp_path, LOST | hidden)
    assert "How far those lost could move this result is [hidden](#glossary-hidden)" in text
    assert "#fig-" not in text


def test_those_lost_are_described_from_a_small_difference_on(tmp_path: Path) -> None:
    rows = [
        missing_row("score", "", (14.2, 17.9, -0.6)),
        missing_row("gender", "man", (0.30, 0.45, -0.31)),
        missing_row("gender", "woman", (0.70, 0.55, 0.31)),
        missing_row("area", "north", (0.50, 0.45, 0.1)),
        missing_row("age", "65 and over", None),
    ]
    text = sensitivity(tmp_path, LOST, missing=rows)
    assert (
        "Those lost began with higher depression than those who answered again (average 17.9 against 14.2), a clear "
        "[standardised difference](#glossary-standardised-difference). More common among those lost: man (gender: 45% "
        "of 30 people against 30% of 60). Part of this comparison is [hidden](#glossary-hidden)" in text
    )
    assert "north" not in text.split(":::")[0]
    assert (
        "| age: 65 and over | [hidden]{.suppressed} | [hidden]{.suppressed} | [hidden]{.suppressed} |" in text
    )


def test_a_lower_start_and_a_small_difference_are_said_as_they_are(tmp_path: Path) -> None:
    text = sensitivity(tmp_path, LOST, missing=[missing_row("score", "", (14.2, 12.9, 0.21))])
    assert (
        "began with lower depression than those who answered again (average 12.9 against 14.2), a small ["
        in text
    )


def test_those_lost_may_be_much_like_the_others(tmp_path: Path) -> None:
    rows = [missing_row("score", "", (14.2, 14.5, -0.05)), missing_row("gender", "man", (0.3, 0.31, -0.02))]
    text = sensitivity(tmp_path, LOST, missing=rows)
    assert (
        "In the first score and gender, those lost began much like those who answered again (no [stand"
        in text
    )


def test_no_percentage_of_fewer_than_twenty_lost(tmp_path: Path) -> None:
    rows = [missing_row("gender", "man", (0.3, 0.5, -0.4), (60, 12))]
    text = sensitivity(tmp_path, LOST, missing=rows)
    assert "More common among those lost: man (gender)." in text
    assert re.findall(r"\d+% of 12", text) == []
    assert "| gender: man | 30% of 60 | – of 12 | −0.40 |" in text


def test_too_few_to_compare_and_all_hidden_are_told_apart(tmp_path: Path) -> None:
    few = sensitivity(tmp_path, LOST, missing=[missing_row("score", "", (14.2, 17.9, NAN), (7, 6))])
    assert "Too few people to compare those who answered PHQ-9 before and not after with those" in few
    hidden = sensitivity(tmp_path, LOST, missing=[missing_row("score", "", None)])
    assert "How people began who answered PHQ-9 before and not after is [hidden](#glossary-hidden)" in hidden


def flow(referred: float | None, started: float | None) -> list[dict[str, Any]]:
    """Return a flow that begins with people referred."""
    return [
        flow_row("referred", referred),
        flow_row("started", started),
        flow_row("answered", 90, "before"),
        flow_row("paired", 60, "after"),
        flow_row("lost", 30, "after"),
    ]


def missing(figures: Path, rows: list[dict[str, Any]]) -> str:
    """Return the section "Who is missing"."""
    return write_who_is_missing(make_material(figures, LOST, flow=rows))


def test_the_flow_begins_with_people_referred_where_they_were_counted(tmp_path: Path) -> None:
    text = missing(tmp_path, flow(130, 110))
    assert text.startswith("110 of the 130 people who were referred (85%) started. 90 people answered")
    assert "![130 people were referred and 110 started; 60 answered PHQ-9 both before and after. " in text
    assert "Outlines show everyone who was referred." in text
    assert "Referred: 130; Started: 110; Answered PHQ-9, before: 90" in text
    assert "If everybody lost had ended at the worst score" in text
    assert text.endswith("may be doing better or worse than those who did.")


def test_chance_is_named_once_where_groups_are_compared(tmp_path: Path) -> None:
    rows = [missing_row("score", "", (14.2, 14.5, -0.05))]
    text = write_who_is_missing(make_material(tmp_path, LOST, flow=flow(130, 110), missing=rows))
    assert text.count("Groups also differ by chance, small ones most.") == 1


def test_without_referrals_the_flow_begins_with_people_who_started(tmp_path: Path) -> None:
    text = missing(tmp_path, flow(130, 110)[1:])
    assert text.startswith("110 people started. ")
    assert "Outlines show everyone who started." in text
    assert "eferred" not in text


def test_hidden_referrals_and_starts_are_called_hidden(tmp_path: Path) -> None:
    text = missing(tmp_path, flow(None, 110))
    assert text.startswith(
        "How many people were referred is [hidden](#glossary-hidden), to protect small numbers. 110"
    )
    assert "Outlines show everyone who started." in text
    assert missing(tmp_path, flow(130, None)).startswith(
        "130 people were referred. How many people started is [hidden](#glossary-hidden), to protect small numbers."
    )


def test_right_is_better_and_limits_are_no_interval() -> None:
    found = Estimate(-3.0, -4.8, -1.2, 0.95, "", suppressed=False)
    limits = Estimate(NAN, -6.1, 3.9, NAN, "", suppressed=False)
    rows = [
        Drawn("a", "60 people", "x", found),
        Drawn("b", "", "y", limits, is_bounds=True),
        Drawn("c", "", "hidden", is_hidden=True),
    ]
    lower, higher = (draw_points(WIDE, rows, way).axes[0] for way in ("lower", "higher"))
    assert lower.get_xlim()[0] > 0 > lower.get_xlim()[1]
    assert higher.get_xlim()[0] < 0 < higher.get_xlim()[1]
    marks = [line.get_marker() for line in lower.get_lines()]
    assert marks.count("o") == 1
    assert [line.get_marker() for line in higher.get_lines()].count("D") == 1
    assert [patch.get_hatch() for patch in lower.patches] == ["////"]


def test_many_scores_are_counted_and_a_noun_that_begins_with_how_is_not_doubled() -> None:
    nouns = ["how people say they feel", "mood", "a", "b", "c", "d", "e"]
    assert name_scores(nouns[:2]) == "scores of how people say they feel and mood"
    assert name_scores(nouns[1:3]) == "mood and a"
    assert name_scores(nouns) == "7 scores"
