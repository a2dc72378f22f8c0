"""How many answers may be missing, what stands in for them, and a slow second opinion."""

from __future__ import annotations

import csv
import math
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evalkit import names
from evalkit.definitions.measure import Measure, load_measure
from evalkit.scoring.scorer import score

HERE = Path(__file__).parent


def frame(measure: str, *rows: dict[int, object], count: int) -> pd.DataFrame:
    """Return answers; each row names the items that differ from blank."""
    return pd.DataFrame(
        [
            {names.RESPONDENT_ID: f"p{place}", names.TIMEPOINT: "end"}
            | {f"{measure}_{number:02d}": row.get(number, np.nan) for number in range(1, count + 1)}
            for place, row in enumerate(rows, 1)
        ]
    )


def same(measure: str, value: float, count: int, **changes: object) -> Any:
    """Return one person with the same answer everywhere, but for ``changes`` (item_3=None)."""
    row: dict[int, object] = dict.fromkeys(range(1, count + 1), value)
    row |= {int(name.removeprefix("item_")): answer for name, answer in changes.items()}
    return frame(measure, row, count=count)


def one(answers: pd.DataFrame, measure: str | Measure, subscale: str = "total", **switches: Any) -> Any:
    """Return the row of one subscale of the only person."""
    return score(answers, measure, **switches).set_index(names.SUBSCALE).loc[subscale]


@pytest.mark.parametrize(
    ("rule", "domain", "missing", "scored"),
    [
        ("spss", "physical", (3,), True),
        ("spss", "physical", (3, 4), False),
        ("spss", "psychological", (5, 6), False),
        ("spss", "social", (20,), True),
        ("spss", "social", (20, 21), False),
        ("spss", "environment", (8, 9), True),
        ("spss", "environment", (8, 9, 12), False),
        ("text", "physical", (3, 4), True),
        ("text", "physical", (3, 4, 10), False),
        ("text", "psychological", (5, 6), True),
        ("text", "social", (20, 21), False),
        ("text", "environment", (8, 9), True),
    ],
)
def test_whoqol_bref_missing_item_rules(
    *, rule: str, domain: str, missing: tuple[int, ...], scored: bool
) -> None:
    answers = same("whoqol_bref", 3, 26, **{f"item_{number}": None for number in missing})
    result = one(answers, "whoqol_bref", domain, missing_item_rule=rule)
    assert pd.notna(result[names.SCORE]) == scored
    assert result[names.N_MISSING] == len(missing)
    if scored:
        assert result[names.SCORE] == 50


def test_whoqol_bref_form_with_six_missing_is_discarded() -> None:
    five = same("whoqol_bref", 4, 26, item_1=None, item_3=None, item_5=None, item_20=None, item_8=None)
    assert one(five, "whoqol_bref", "environment")[names.SCORE] == 75
    six = five.assign(whoqol_bref_02=np.nan)
    assert score(six, "whoqol_bref")[names.SCORE].isna().all()


def test_whoqol_bref_table_agrees_with_the_published_rows() -> None:
    with (HERE / "whoqol_bref_table.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    items = {
        part.id: load_measure("whoqol_bref").items_of(part.id)
        for part in load_measure("whoqol_bref").subscales
    }
    for row in rows:
        domain, left = row["domain"], int(row["raw_sum"])
        answers: dict[int, object] = dict.fromkeys(range(1, 27), 3)
        for place, item in enumerate(items[domain]):
            still = len(items[domain]) - place - 1
            value = min(5, left - still)
            left -= value
            answers[item.number] = 6 - value if item.reversed else value
        table = frame("whoqol_bref", answers, count=26)
        assert one(table, "whoqol_bref", domain, transform="table")[names.SCORE] == float(
            row["score_0_100_table"]
        )
        exact = one(table, "whoqol_bref", domain)[names.SCORE]
        assert exact == pytest.approx(float(row["score_0_100_exact"]), abs=1e-4)
        s4_20 = one(table, "whoqol_bref", domain, transform="table", scale="s4_20")[names.SCORE]
        assert s4_20 == float(row["score_4_20"])


def test_sdq_needs_three_of_five_and_a_total_needs_all_four() -> None:
    answers = same("sdq", 1, 30, item_3=None, item_8=None)
    result = score(answers, "sdq").set_index(names.SUBSCALE)
    counts = result[[names.SCORE, names.N_ANSWERED, names.N_MISSING]].T
    assert counts["emotional"].tolist() == [5, 3, 2]
    assert counts["total"].tolist() == [20, 18, 2]
    result = score(answers.assign(sdq_13=np.nan), "sdq").set_index(names.SUBSCALE)
    assert result[names.SCORE].isna().tolist() == [True, True, False, False, False, False, True, False, False]


def test_sdq_half_is_rounded_up() -> None:
    answers = same("sdq", 0, 25, item_1=2, item_4=None)  # 2 * 5 / 4 = 2.5
    assert one(answers, "sdq", "prosocial")[names.SCORE] == 3


def test_sdq_without_impact_supplement_has_no_impact_rows() -> None:
    assert "impact" not in set(score(same("sdq", 1, 25), "sdq")[names.SUBSCALE])
    blank = same("sdq", 1, 30, **{f"item_{number}": None for number in range(26, 31)})
    assert "impact" not in set(score(blank, "sdq")[names.SUBSCALE])


def test_sdq_impact_as_ticked_counts_0_0_1_2() -> None:
    answers = same("sdq", 1, 30, item_26=0, item_27=1, item_28=2, item_29=3, item_30=3)
    assert one(answers, "sdq", "impact", impact_coding="answers")[names.SCORE] == 5


def test_sdq_teachers_have_three_impact_questions() -> None:
    answers = same("sdq", 2, 28)
    result = one(answers, "sdq", "impact", rater="teacher")
    assert (result[names.SCORE], result[names.BAND], result[names.N_ANSWERED]) == (6, "very_high", 3)


@pytest.mark.parametrize(
    ("rater", "bands", "expected"),
    [
        (None, 4, None),
        ("parent", 3, "borderline"),
        ("parent", 4, "slightly_raised"),
        ("self", "3", "normal"),
        ("self", "4", "slightly_raised"),
        ("teacher", 4, "slightly_raised"),
        ("teacher", 3, None),
    ],
)
def test_sdq_bands_need_a_rater(rater: str | None, bands: object, expected: str | None) -> None:
    answers = same(
        "sdq", 0, 25, item_3=2, item_8=2, item_13=1
    )  # emotional 5, conduct 2, hyperactivity 4, peer 4
    switches = {"bands": bands} | ({"rater": rater} if rater else {})
    result = one(answers, "sdq", "total", **switches)
    assert result[names.SCORE] == 15
    assert result[names.BAND] == expected or (expected is None and pd.isna(result[names.BAND]))


def test_provisional_rules_are_off_until_switched_on() -> None:
    answers = same("wemwbs", 3, 14, item_1=None, item_2=None, item_3=None)
    assert np.isnan(one(answers, "wemwbs")[names.SCORE])
    switched_on = one(answers, "wemwbs", provisional=True)
    assert (switched_on[names.SCORE], switched_on[names.BAND]) == (42, "low")
    four = answers.assign(wemwbs_04=np.nan)
    assert np.isnan(one(four, "wemwbs", provisional="true")[names.SCORE])


def test_one_problem_only_in_psychlops_is_provisional() -> None:
    answers = same("psychlops", 3, 4, item_2=None)
    assert np.isnan(one(answers, "psychlops")[names.SCORE])
    assert one(answers, "psychlops", provisional=True)[names.SCORE] == 12
    other = same("psychlops", 3, 4, item_3=None)
    assert np.isnan(one(other, "psychlops", provisional=True)[names.SCORE])
    assert one(answers, "psychlops", version="legacy")[names.SCORE] == 9


def test_does_not_apply_is_left_out_of_the_mean_and_never_a_score() -> None:
    answers = same("dialog", 4, 11, item_1=8, item_2=7)
    result = one(answers, "dialog", "quality_of_life")
    assert result[names.SCORE] == pytest.approx((7 + 6 * 4) / 7)
    assert (result[names.N_ANSWERED], result[names.N_MISSING]) == (7, 1)
    blank = answers.assign(dialog_03=np.nan)
    assert np.isnan(one(blank, "dialog", "quality_of_life")[names.SCORE])
    assert np.isfinite(one(blank, "dialog", "quality_of_life", provisional=True)[names.SCORE])
    nothing_applies = same("dialog", 8, 11)
    assert score(nothing_applies, "dialog")[names.SCORE].isna().all()


def test_core_om_scales_each_keep_their_own_rule() -> None:
    answers = same("core_om", 2, 34, item_2=None, item_1=None)
    scores = score(answers, "core_om").set_index(names.SUBSCALE)[names.SCORE]
    assert scores.to_dict() == dict.fromkeys(
        ["total", "non_risk", "wellbeing", "problems", "functioning", "risk"], 20.0
    )
    result = score(answers.assign(core_om_05=np.nan, core_om_06=np.nan), "core_om").set_index(names.SUBSCALE)
    blank = result[names.SCORE].isna()
    assert blank[blank].index.tolist() == ["total", "problems", "risk"]
    assert np.isnan(
        one(answers.assign(core_om_05=np.nan), "core_om", "non_risk", non_risk_missing=2)[names.SCORE]
    )


def test_rcads25_prorates() -> None:
    answers = same("rcads25", 2, 25, item_1=None, item_4=None)
    result = score(answers, "rcads25").set_index(names.SUBSCALE)[names.SCORE]
    assert result.to_dict() == {"total": 50, "anxiety": 30, "depression": 20}
    assert np.isnan(one(answers.assign(rcads25_08=np.nan), "rcads25", "depression")[names.SCORE])


answer = st.one_of(st.none(), st.integers(1, 5))


def whoqol_by_hand(answers: list[int | None], domain: list[int], allowed: int) -> float:
    """Return a domain score worked out person by person, in plain Python."""
    if sum(value is not None for value in answers) < 21:
        return math.nan
    given = []
    for number in domain:
        value = answers[number - 1]
        if value is not None:
            given.append(6 - value if number in {3, 4, 26} else value)
    if len(domain) - len(given) > allowed or not given:
        return math.nan
    return (sum(given) / len(given) - 1) * 25


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(answer, min_size=26, max_size=26), min_size=1, max_size=4))
def test_whoqol_bref_against_a_person_by_person_calculation(people: list[list[int | None]]) -> None:
    rows: list[dict[int, object]] = [dict(enumerate(person, 1)) for person in people]
    answers = frame("whoqol_bref", *rows, count=26).astype(
        {f"whoqol_bref_{n:02d}": float for n in range(1, 27)}
    )
    scored = score(answers, "whoqol_bref")
    for domain, items, allowed in (
        ("physical", [3, 4, 10, 15, 16, 17, 18], 1),
        ("psychological", [5, 6, 7, 11, 19, 26], 1),
        ("social", [20, 21, 22], 1),
        ("environment", [8, 9, 12, 13, 14, 23, 24, 25], 2),
    ):
        found = scored.loc[scored[names.SUBSCALE] == domain, names.SCORE].tolist()
        expected = [whoqol_by_hand(person, items, allowed) for person in people]
        assert found == pytest.approx(expected, nan_ok=True)
