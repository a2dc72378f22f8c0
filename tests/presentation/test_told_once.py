"""What is the same for several scores of one questionnaire is told once, and long tables are kept short."""

from __future__ import annotations

import dataclasses
import re
from typing import TYPE_CHECKING, Any

import pandas as pd
import pytest

from evalkit.presentation.counts import Counts
from evalkit.presentation.material import Material
from evalkit.presentation.missing_section import GROUPS_ELSEWHERE, write_who_is_missing
from evalkit.presentation.reach_section import write_reach
from evalkit.presentation.released import COLUMNS, NUMBERS
from evalkit.presentation.robustness_section import write_trust
from evalkit.presentation.same_counts import name_together
from evalkit.presentation.trust_sentences import SEE_ABOVE, SIGN_OF_TRUST, TWO_QUESTIONS
from released_rows import NAN, Row, flow_row, make_material, missing_row

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

PARTS = [
    {"id": part, "title": title, "minimum": 0, "maximum": 27, "better_is": "lower", "noun": title.lower()}
    for part, title in (("total", "Mood"), ("sleep", "Sleep"))
]
MEASURE = {"id": "phq9", "title": "PHQ-9", "short_title": "PHQ-9", "subscales": PARTS}
PAIRED: dict[str, Row] = {"n_pairs": (60.0, 60), "mean_change": ((-3.0, -4.8, -1.2), 60)}
FLOW = [
    flow_row("started", 100),
    flow_row("answered", 90, "before"),
    flow_row("answered", 70, "after"),
    flow_row("paired", 60, "after"),
    flow_row("lost", 30, "after"),
]


def two_scores(
    figures: Path,
    statistics: dict[str, Row],
    *,
    missing: Sequence[dict[str, Any]] = (),
    lost: tuple[float, float] = (30, 30),
    parts: Sequence[dict[str, Any]] = PARTS,
) -> Material:
    """Return material of two scores of one questionnaire with the same rows, but for the number lost."""
    rows: list[dict[str, Any]] = []
    for part, number in zip(("total", "sleep"), lost, strict=True):
        for row in FLOW:
            own = {"subscale": part if row["timepoint"] else ""}
            rows.append({**row, **own, **({"n": float(number)} if row["stage"] == "lost" else {})})
    both = [{**row, "subscale": part} for part in ("total", "sleep") for row in missing]
    measure = {**MEASURE, "subscales": list(parts)}
    trust = [{"rule": "answers that were marked as trusted"}]
    made = make_material(figures, statistics, flow=rows, missing=both, measures=[measure], trust=trust)
    outcomes = made.released.outcomes
    second = outcomes.assign(subscale="sleep")
    released = dataclasses.replace(made.released, outcomes=pd.concat([outcomes, second], ignore_index=True))
    return Material.gather(released, figures)


def test_equal_counts_of_one_questionnaire_are_told_drawn_and_tabulated_once(tmp_path: Path) -> None:
    text = write_who_is_missing(two_scores(tmp_path, PAIRED))
    assert text.count("Of those who answered PHQ-9 before, 30 did not answer after.") == 1
    assert text.count("{#tbl-flow-") == 1
    assert text.count("Answered PHQ-9, before: 90") == 1
    assert "Sleep" not in text


def test_unequal_counts_are_told_apart_by_the_scores_names(tmp_path: Path) -> None:
    text = write_who_is_missing(two_scores(tmp_path, PAIRED, lost=(30, 31)))
    assert "Of those who answered PHQ-9 before, 30 did not" in text
    assert "Of those who answered PHQ-9 (sleep) before, 31 did not" in text
    assert text.count("{#tbl-flow-") == 2


def test_only_all_scores_together_carry_the_name_of_the_questionnaire(tmp_path: Path) -> None:
    more = {**PARTS[1], "id": "energy", "title": "Energy"}
    study = two_scores(tmp_path, PAIRED, parts=[*PARTS, more]).study
    assert name_together(study, "phq9", ["sleep"]) == "PHQ-9 (sleep)"
    assert name_together(study, "phq9", ["sleep", "energy"]) == "PHQ-9 (sleep and energy)"
    assert name_together(study, "phq9", ["energy", "total", "sleep"]) == "PHQ-9"


def test_too_few_to_compare_is_said_once_and_has_no_table(tmp_path: Path) -> None:
    few = [missing_row("score", "", (14.2, NAN, NAN), (60, 6))]
    text = write_who_is_missing(two_scores(tmp_path, PAIRED, missing=few))
    said = (
        "**PHQ-9, from before to after: those lost.** Too few people to compare those who answered PHQ-9 before and "
        "not after with those who answered again."
    )
    assert text.count(said) == text.count("Too few people") == 1
    assert "{#tbl-lost-" not in text


def test_scores_with_numbers_of_their_own_are_never_told_together(tmp_path: Path) -> None:
    known = [missing_row("score", "", (14.2, 17.9, -0.6))]
    text = write_who_is_missing(two_scores(tmp_path, PAIRED, missing=known))
    assert "Those lost began with higher mood" in text
    assert "Those lost began with higher sleep" in text
    assert text.count("{#tbl-lost-") == 2


@pytest.mark.parametrize(("known", "cells"), [((60, 30), "17.9 (30 people)"), ((60, NAN), "17.9")])
def test_an_average_stands_where_its_people_are_hidden(
    known: tuple[float, float], cells: str, tmp_path: Path
) -> None:
    rows = [
        missing_row("score", "", (14.2, 17.9, -0.6), known),
        missing_row("gender", "man", None),
        missing_row("gender", "woman", None),
    ]
    text = write_who_is_missing(make_material(tmp_path, PAIRED, flow=FLOW, missing=rows))
    assert f"| PHQ-9, average | 14.2 (60 people) | {cells} | −0.60 |" in text
    assert re.findall(r"^\| gender.*?\|", text, re.MULTILINE) == ["| gender |"]


@pytest.mark.parametrize(("later", "lines", "remarks"), [(2, 2, 0), (3, 0, 1)])
def test_a_long_flow_shows_everybody_only_and_says_so_once(
    later: int, lines: int, remarks: int, tmp_path: Path
) -> None:
    weeks = [f"week{place}" for place in range(1, later)]
    moments = [{"id": name, "title": name} for name in ("before", *weeks, "after")]
    asked = [flow_row("answered", 70, week) for week in weeks]
    everybody = [*FLOW, *asked]
    men = [{**row, "subgroup_variable": "gender", "subgroup": "man"} for row in everybody]
    text = write_who_is_missing(make_material(tmp_path, PAIRED, flow=[*everybody, *men], timepoints=moments))
    assert text.count("| gender: man |") == lines + lines // 2
    assert text.count(GROUPS_ELSEWHERE) == remarks


@pytest.mark.parametrize(
    ("answered", "said"),
    [(None, "Fewer than 5 people answered PHQ-9 after."), (0, "Nobody answered PHQ-9 after.")],
)
def test_a_timepoint_at_which_hardly_anybody_answered_loses_nobody(
    answered: float | None, said: str, tmp_path: Path
) -> None:
    small = flow_row("answered", answered, "after")
    if answered is None:
        small["hidden_because"] = "a small number of people"
    rows = [row for row in FLOW if (row["stage"], row["timepoint"]) != ("answered", "after")]
    text = write_who_is_missing(make_material(tmp_path, PAIRED, flow=[*rows, small]))
    assert f"90 people answered PHQ-9 before. {said}" in text
    assert "did not answer after" not in text
    assert "… and again" not in text


def test_hidden_limits_leave_what_filling_in_gives(tmp_path: Path) -> None:
    hidden: dict[str, Row] = {
        "mean_change_mi": ((-2.5, -4.4, -0.6), NAN),
        "mean_change_worst": (None, 0),
        "mean_change_best": (None, 0),
    }
    text = write_who_is_missing(make_material(tmp_path, PAIRED | hidden, flow=FLOW))
    assert "fell by 2.5 points on average (0.6 to 4.4)" in text
    assert "How far those lost could move this result is [hidden](#glossary-hidden)" in text
    assert "| Everybody lost at the worst score | [fewer than 5]{.suppressed} |" in text
    assert "#fig-sensitivity" not in text
    why: dict[str, Row] = {**hidden, "mean_change_mi": ("not calculated: fewer than 20 pairs", NAN)}
    text = write_who_is_missing(make_material(tmp_path, PAIRED | why, flow=FLOW))
    assert "(fewer than 20 people who answered both times). How far those" in text
    assert "{#tbl-sensitivity" not in text


TRUSTED: dict[str, Row] = {
    **PAIRED,
    "n_trusted": (48.0, 48),
    "mean_from_trusted": (19.1, 48),
    "mean_change_trusted": ((-3.1, -4.9, -1.3), 48),
    "mean_change_same_people": ((2.8, 0.9, 4.7), 48),
}


def test_the_second_score_points_to_what_the_first_explains(tmp_path: Path) -> None:
    material = two_scores(tmp_path, TRUSTED)
    first, second = (write_trust(material, main) for main in material.headlines)
    for said in (TWO_QUESTIONS, SIGN_OF_TRUST, "Counted as trusted: "):
        assert said in first
        assert said not in second
    assert SEE_ABOVE not in first
    assert f"{SEE_ABOVE} The two point opposite ways. Neither was" in second
    assert second.startswith("**Two starting points.** Both numbers below rest on the same 48 people")


def test_the_second_score_explains_where_the_first_is_hidden(tmp_path: Path) -> None:
    material = two_scores(tmp_path, TRUSTED)
    outcomes = material.released.outcomes.copy()
    own = outcomes["subscale"].eq("total") & outcomes["statistic"].str.contains("trusted|same_people")
    outcomes.loc[own, "suppressed"] = True
    outcomes.loc[own, ["estimate", "ci_low", "ci_high", "n"]] = NAN
    hidden = Material.gather(dataclasses.replace(material.released, outcomes=outcomes), tmp_path)
    first, second = (write_trust(hidden, main) for main in hidden.headlines)
    assert TWO_QUESTIONS not in first
    assert TWO_QUESTIONS in second


def test_people_hidden_to_protect_others_are_called_hidden(tmp_path: Path) -> None:
    rows: dict[str, Row] = {
        name: (row[0], NAN if "change_" in name else row[1]) for name, row in TRUSTED.items()
    }
    material = make_material(tmp_path, rows)
    text = write_trust(material, material.headlines[0])
    assert (
        "Both numbers below rest on the same people, who answered before, once there was trust, and again after; how "
        "many is [hidden](#glossary-hidden), to protect small numbers." in text
    )
    assert "| Trusted baseline, same people | [hidden]{.suppressed} | 19.1 | −3.1" in text


@pytest.mark.parametrize(
    ("n", "said"),
    [
        (12.0, "Courses given since the training: 27 courses, as told by 12 people."),
        (1.0, "Courses given since the training: 27 courses, as told by 1 person."),
        (NAN, "Courses given since the training: 27 courses."),
    ],
)
def test_a_sum_names_its_people_where_their_number_is_shown(n: float, said: str, tmp_path: Path) -> None:
    row = {
        **dict.fromkeys(COLUMNS["reach"], ""),
        "component": "group",
        "statistic": "sum",
        "category": "Courses given since the training",
        "estimate": 27.0,
        "unit": "courses",
        "n": n,
        "suppressed": False,
    }
    reach = pd.DataFrame([row]).astype({name: NUMBERS.get(name, "str") for name in COLUMNS["reach"]})
    material = make_material(tmp_path, PAIRED)
    text = write_reach(
        dataclasses.replace(material, counts=Counts(material.counts.flow, reach, material.threshold))
    )
    assert f"- {said}" in text.splitlines()
