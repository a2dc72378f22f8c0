"""Which rule decides on reliable change, and which border marks the clinical range."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from evalkit.analysis.change_rules import find_change_rule
from evalkit.analysis.clinical_border import find_cutoff
from evalkit.analysis.own_reliability import own_alpha
from evalkit.definitions.measure import Measure, load_measure
from evalkit.definitions.study_parts import SuppliedNorm

REFERENCE = Path(__file__).parents[1] / "reference"
EXPECTED = pd.read_csv(REFERENCE / "change_rules_expected.csv").set_index("what")["value"]
NORM: dict[str, Any] = {"measure": "bpses", "source": "Manual 2020"}


def own_scale(**changes: Any) -> Measure:
    """Return four items from 1 to 5, the second turned round, added up."""
    score = {"id": "total", "title": "Ease", "noun": "ease", "minimum": 4, "maximum": 20}
    keys = {
        "id": "ease",
        "title": "Ease",
        "items": [{"count": 4, "minimum": 1, "maximum": 5, "reversed": [2]}],
        "subscales": [{**score, "better_is": "higher", **changes}],
    }
    return Measure.model_validate(keys).switched()


def ticked(people: int = 36) -> pd.DataFrame:
    """Return the answers that R worked with, as intake leaves them."""
    wide = pd.read_csv(REFERENCE / "change_rules_answers.csv").head(people)
    wide = wide.rename(columns={f"i{item}": f"ease_0{item}" for item in range(1, 5)})
    long = wide.melt("person", [f"ease_0{item}" for item in range(1, 5)], "item", "response").dropna()
    return long.assign(respondent_id=long["person"].astype(str), timepoint="before").drop(columns="person")


def spread(sd: float, people: int = 20) -> list[float]:
    """Return scores with exactly this SD (n - 1)."""
    scores = np.linspace(0, 1, people)
    return [float(score) for score in scores * sd / scores.std(ddof=1)]


@pytest.mark.parametrize(
    ("measure", "switches", "threshold"),
    [
        ("swemwbs", {}, 3),
        ("wemwbs", {}, 9),
        ("core10", {}, 5),
        ("core10", {"reliable_change": "barkham_2013"}, 6),
        ("yp_core", {}, 8),
        ("ors", {}, 6.6),
        ("cors", {}, 10),
        ("phq9", {}, 6),
        ("gad7", {}, 4),
        ("score15", {}, 10),
    ],
)
def test_published_thresholds_come_first(measure: str, switches: dict[str, str], threshold: float) -> None:
    rule = find_change_rule(load_measure(measure).switched(**switches), "total", baseline=spread(5))
    assert rule is not None
    assert (rule.threshold, rule.threshold_counts, rule.is_provisional) == (threshold, True, False)
    assert rule.method.startswith(f"{threshold:g} points or more, published: ")
    assert rule.n is None


def test_a_code_c_threshold_is_off_unless_switched_on_and_then_says_so() -> None:
    assert find_change_rule(load_measure("gbo").switched(), "mean_of_goals", baseline=spread(2)) is None
    rule = find_change_rule(load_measure("gbo").switched(provisional=True), "mean_of_goals")
    assert rule is not None
    assert (rule.threshold, rule.is_provisional, rule.confidence) == (2.45, True, "C")
    assert "provisional" in rule.method


def test_a_checked_threshold_goes_before_a_provisional_one() -> None:
    facts = [
        {"threshold": 2, "source": "hearsay", "confidence": "C"},
        {"threshold": 4, "source": "Manual", "confidence": "B"},
    ]
    measure = load_measure("bpses")
    subscale = measure.subscales[0].model_validate(
        {**measure.subscales[0].model_dump(by_alias=True), "reliable_change": facts}
    )
    both = measure.model_copy(update={"subscales": (subscale,)})
    rule = find_change_rule(both, "total")
    assert rule is not None
    assert rule.threshold == 4


def test_published_reliability_with_the_grantees_own_sd() -> None:
    # 1.96 · √2 · 10 · √(1 − 0.81) = 12.0820...; the retest of .81 goes before the alpha of .83
    rule = find_change_rule(load_measure("pss_parental").switched(), "total", baseline=spread(10))
    assert rule is not None
    assert rule.threshold == pytest.approx(1.96 * math.sqrt(2) * 10 * math.sqrt(0.19), rel=1e-12)
    assert (rule.threshold_counts, rule.confidence, rule.n) == (False, "A", 20)
    assert rule.method == (
        "more than 12.08 points (1.96 · √2 · SD · √(1 − reliability), Jacobson and Truax 1991): SD 10.00, "
        "this grantee's own at the first timepoint; published reliability (retest) 0.81, Berry & Jones 1995"
    )


def test_own_sd_needs_enough_people_and_spread() -> None:
    stress = load_measure("pss_parental").switched()
    nine = [*spread(10, 9), math.nan, math.nan]
    assert find_change_rule(stress, "total", baseline=nine) is None
    assert find_change_rule(stress, "total", baseline=nine, minimum_people=9) is not None
    assert find_change_rule(stress, "total", baseline=[40] * 20) is None
    assert find_change_rule(stress, "total") is None


def test_a_provisional_reliability_is_not_used() -> None:
    # WHOQOL-BREF's alphas are of code C: without answers of one's own there is no rule
    measure = load_measure("whoqol_bref").switched(provisional=True)
    assert measure.subscale("physical").reliability
    assert find_change_rule(measure, "physical", baseline=spread(15)) is None


def test_own_alpha_and_sd_equal_r() -> None:
    wide = pd.read_csv(REFERENCE / "change_rules_answers.csv")
    baseline = wide["i1"] + 6 - wide["i2"] + wide["i3"] + wide["i4"]
    rule = find_change_rule(own_scale(), "total", baseline=baseline, answers=ticked())
    assert rule is not None
    assert rule.threshold == pytest.approx(EXPECTED["threshold"], rel=1e-10)
    assert (rule.n, rule.confidence, rule.source) == (EXPECTED["n"], None, "this grantee's own answers")
    assert "SD 3.39, this grantee's own at the first timepoint" in rule.method
    assert (
        "Cronbach's alpha 0.73, this grantee's own at the first timepoint (30 complete forms" in rule.method
    )
    alpha = own_alpha(ticked(), own_scale(), "total")
    assert alpha is not None
    assert alpha.estimate == pytest.approx(EXPECTED["alpha"], rel=1e-10)
    assert alpha.n == EXPECTED["n"]


@pytest.mark.parametrize(("people", "has_alpha"), [(32, True), (31, False)])
def test_own_alpha_needs_thirty_complete_forms(people: int, *, has_alpha: bool) -> None:
    # two of them left an answer blank
    assert (own_alpha(ticked(people), own_scale(), "total") is not None) is has_alpha


def test_own_alpha_below_zero_is_none() -> None:
    answers = ticked()
    turned = answers["response"].where(~answers["item"].isin(["ease_02", "ease_03"]), 6 - answers["response"])
    assert own_alpha(answers.assign(response=turned), own_scale(), "total") is None


@pytest.mark.parametrize(
    "changes",
    [
        {"formula": "count", "minimum": 0, "maximum": 4},
        {"transform": [{"table": {raw: raw for raw in range(4, 21)}}]},
        {"items": [1], "minimum": 1, "maximum": 5},
    ],
    ids=["count of ticks", "conversion table", "one item"],
)
def test_scores_that_alpha_says_nothing_about(changes: dict[str, Any]) -> None:
    assert own_alpha(ticked(), own_scale(**changes), "total") is None


def test_a_mean_has_the_alpha_of_its_sum() -> None:
    mean = own_scale(formula="mean", minimum=1, maximum=5)
    by_mean, by_sum = own_alpha(ticked(), mean, "total"), own_alpha(ticked(), own_scale(), "total")
    assert by_mean is not None
    assert by_mean == by_sum


@pytest.mark.parametrize("measure", ["gbo", "osa"])
def test_goals_and_differences_have_no_alpha(measure: str) -> None:
    ready = load_measure(measure).switched()
    rng = np.random.default_rng(3)
    items = [item for item in ready.items if item.number <= 42]
    answers = pd.DataFrame(
        [
            {
                "respondent_id": str(person),
                "timepoint": "before",
                "item": item.id,
                "response": float(rng.integers(int(item.minimum), int(item.maximum) + 1)),
            }
            for person in range(40)
            for item in items
        ]
    )
    subscale = "mean_of_goals" if measure == "gbo" else "gap"
    assert own_alpha(answers, ready, subscale) is None


def test_neither_direction_has_neither_rule_nor_border() -> None:
    measure = load_measure("osa").switched()
    assert find_change_rule(measure, "value", baseline=spread(9)) is None
    assert find_cutoff(measure, "value") is None


@pytest.mark.parametrize(
    ("measure", "switches", "value", "words"),
    [
        ("phq9", {}, 10, "at caseness: at or above 10, published: NHS Talking Therapies manual"),
        ("gad7", {}, 8, "at caseness: at or above 8, published: NHS Talking Therapies manual"),
        ("core10", {}, 11, "clinical range: at or above 11, published: Barkham et al. 2013"),
        (
            "reqol10",
            {"reversed_items": "none"},
            24,
            "clinical range: below 24, published: Franklin et al. 2021",
        ),
    ],
)
def test_published_borders(measure: str, switches: dict[str, str], value: float, words: str) -> None:
    border = find_cutoff(load_measure(measure).switched(**switches), "total")
    assert border is not None
    assert (border.value, border.method, border.is_provisional) == (value, words, False)
    assert border.value_is_clinical is ("below" not in words)


def test_rcads_is_clinical_from_t_70_and_has_no_border_for_raw_sums() -> None:
    measure = load_measure("rcads47")
    border = find_cutoff(measure.switched(transform="t"), "depression")
    assert border is not None
    assert (border.value, border.value_is_clinical) == (70, True)
    assert find_cutoff(measure.switched(), "depression") is None


@pytest.mark.parametrize("measure", ["wemwbs", "who5", "rses", "ors", "cors", "yp_core"])
def test_screens_and_cutoffs_of_one_group_mark_no_clinical_range(measure: str) -> None:
    ready = load_measure(measure).switched(provisional=True)
    assert ready.subscale("total").cutoffs
    assert find_cutoff(ready, "total") is None


def test_a_code_c_cutoff_is_off_unless_switched_on_and_then_says_so() -> None:
    assert find_cutoff(load_measure("core_om").switched(), "total") is None
    border = find_cutoff(load_measure("core_om").switched(provisional=True), "total")
    assert border is not None
    assert border.is_provisional
    assert "provisional" in border.method


def test_c_between_published_norms() -> None:
    # SWEMWBS: (3.73 · 19.28 + 3.92 · 24.79) / 7.65 = 22.1034...
    border = find_cutoff(load_measure("swemwbs").switched(), "total")
    assert border is not None
    assert border.value == pytest.approx((3.73 * 19.28 + 3.92 * 24.79) / 7.65)
    assert border.method.startswith(
        "cut-off c of Jacobson and Truax 1991, 22.10, between the clinical norm 19.28"
    )
    assert "adults in Germany" in border.method
    assert find_cutoff(load_measure("swemwbs").switched(transform="raw"), "total") is None


def test_c_between_supplied_norms() -> None:
    # (3 · 12 + 2 · 20) / 5 = 15.2
    clinical = SuppliedNorm(population="clinical", mean=12, sd=2, **NORM)
    general = SuppliedNorm(population="general", mean=20, sd=3, **NORM)
    measure = load_measure("bpses").switched()
    border = find_cutoff(measure, "total", [general, clinical])
    assert border is not None
    assert border.value == pytest.approx(15.2)
    assert "clinical norm 12 (SD 2; Manual 2020; supplied in grantee.yml)" in border.method
    assert find_cutoff(measure, "total", [clinical]) is None
    other = SuppliedNorm(population="general", mean=20, sd=3, **{**NORM, "measure": "phq9"})
    assert find_cutoff(measure, "total", [clinical, other]) is None
    swapped = SuppliedNorm(population="general", mean=9, sd=3, **NORM)
    assert find_cutoff(measure, "total", [clinical, swapped]) is None


def test_a_supplied_norm_goes_before_a_published_one_but_not_before_a_cutoff() -> None:
    norms = [
        SuppliedNorm(measure=measure, population="general", mean=mean, sd=sd, source="Survey 2023")
        for measure, mean, sd in [("swemwbs", 23.5, 3.9), ("phq9", 3, 4)]
    ]
    by_survey = find_cutoff(load_measure("swemwbs").switched(), "total", norms)
    assert by_survey is not None
    assert by_survey.value == pytest.approx((3.9 * 19.28 + 3.92 * 23.5) / 7.82)
    caseness = find_cutoff(load_measure("phq9").switched(), "total", norms)
    assert caseness is not None
    assert caseness.value == 10
