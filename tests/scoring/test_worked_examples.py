"""Small examples worked by hand from the rules, one or more per measure without an open vector."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from evalkit.scoring.scorer import score


def scores(measure: str, answers: list[float | None], **switches: Any) -> dict[str, float]:
    """Return the scores of one person by subscale."""
    row: dict[str, object] = {"respondent_id": "p1", "timepoint": "end"}
    row |= {f"{measure}_{number:02d}": answer for number, answer in enumerate(answers, 1)}
    scored = score(pd.DataFrame([row]), measure, **switches).set_index("subscale")["score"]
    return {str(subscale): float(value) for subscale, value in scored.items()}


def test_rosenberg_turns_half_of_its_items_round() -> None:
    # as they are: 1, 3, 4, 7, 10 = 3+2+1+3+0 = 9; turned round: 2, 5, 6, 8, 9 = 3+3+2+1+0 = 9
    answers: list[float | None] = [3, 0, 2, 1, 0, 1, 3, 2, 3, 0]
    assert scores("rses", answers) == {"total": 18}
    plus_one = [answer + 1 for answer in answers if answer is not None]
    assert scores("rses", list(plus_one), coding="one") == {"total": 28}
    two_missing = [None, None, *answers[2:]]
    assert scores("rses", two_missing) == {"total": 12 * 10 / 8}


def test_hope_leaves_its_fillers_out() -> None:
    answers: list[float | None] = [1, 2, None, 3, 8, 4, None, 5, 6, 7, 1, 8]
    # pathways 1, 4, 6, 8 = 1+3+4+5; agency 2, 9, 10, 12 = 2+6+7+8
    assert scores("ahs", answers) == {"total": 36, "agency": 23, "pathways": 13}


def test_hope_without_the_filler_columns() -> None:
    row = {"respondent_id": "p1", "timepoint": "end"} | {
        f"ahs_{n:02d}": 4 for n in (1, 2, 4, 6, 8, 9, 10, 12)
    }
    assert score(pd.DataFrame([row]), "ahs", coding="1-4")["score"].tolist() == [32, 16, 16]


def test_score15_is_higher_where_things_are_worse() -> None:
    answers: list[float | None] = [
        1,
        5,
        1,
        5,
        5,
        1,
        5,
        5,
        5,
        1,
        5,
        5,
        5,
        5,
        1,
    ]  # strengths fit, problems don't
    assert scores("score15", answers) == {
        "total": 15,
        "strengths_adaptability": 5,
        "overwhelmed": 5,
        "disrupted_communication": 5,
    }
    answers[4] = 1  # one difficulty describes the family very well
    assert scores("score15", answers)["overwhelmed"] == 9
    assert scores("score15", answers, transform="mean")["overwhelmed"] == pytest.approx(1.8)


def test_osa_gap_is_importance_less_competence() -> None:
    answers: list[float | None] = [*[2] * 21, *[4] * 20, 3]
    assert scores("osa", answers) == {"competence": 42, "value": 83, "gap": 41}


def test_the_direct_question_on_loneliness_rises_with_loneliness() -> None:
    assert scores("ons_loneliness_direct", [1]) == {"total": 5}
    row = {"respondent_id": ["p1", "p2"], "timepoint": "end", "ons_loneliness_direct_01": [1, 5]}
    assert score(pd.DataFrame(row), "ons_loneliness_direct")["band"].tolist() == ["often_always", "never"]


def test_goals_that_were_not_set_do_not_count() -> None:
    found = scores("gbo", [3, 6, None])
    assert (found["goal_1"], found["goal_2"], found["mean_of_goals"]) == (3, 6, 4.5)
    assert "goal_3" not in found


def test_five_ways_counts_the_ways_taken_up() -> None:
    assert scores("five_ways", [1, 0, 1, 1, 0])["total"] == 3
    rated = scores("five_ways", [7, 0, 3, 10, 5], coding="0-10")
    assert rated == {"connect": 7, "be_active": 0, "take_notice": 3, "keep_learning": 10, "give": 5}


@pytest.mark.parametrize(
    ("measure", "answers", "total"),
    [
        ("cel_tool", [4, 3, 0], 7),
        ("k6", [4, 3, 2, 1, 0, 4], 14),
        ("ors", [2.5, 7, 10, 0], 19.5),
        ("cors", [1, 2, 3, 4], 10),
        ("psychlops", [5, 4, 3, 2], 14),
        ("pss_parental", [5, 5, 1, 1, 5, 5, 5, 5, *[1] * 8, 5, 5], 18),
        ("wemwbs", [*[3] * 7, *[4] * 7], 49),
    ],
)
def test_sums(measure: str, answers: list[float | None], total: float) -> None:
    assert scores(measure, answers) == {"total": total}


def test_core_om_by_hand() -> None:
    answers: list[float | None] = [0] * 34
    # With 0 everywhere the eight positive items count 4 each: 32 / 34 * 10.
    found = scores("core_om", answers)
    assert found["total"] == pytest.approx(320 / 34)
    assert found["non_risk"] == pytest.approx(320 / 28)
    # Positive items: well-being 4, 31; functioning 3, 7, 12, 19, 21, 32; none of the others.
    assert found["wellbeing"] == 20
    assert found["functioning"] == 20
    assert (found["problems"], found["risk"]) == (0, 0)


def test_rcads47_totals_are_sums_of_scales() -> None:
    answers: list[float | None] = [1] * 47
    assert scores("rcads47", answers) == {
        "separation_anxiety": 7,
        "generalised_anxiety": 6,
        "panic": 9,
        "social_phobia": 9,
        "ocd": 6,
        "depression": 10,
        "anxiety": 37,
        "internalising": 47,
    }
