"""categories.csv before the gate: reliable and clinically significant change, and bands."""

from __future__ import annotations

import math
from pathlib import Path

import pandas as pd
import pytest

from change_tables import NOBODY, count, counts, design_of, scores_of, study_of
from evalkit import names
from evalkit.analysis.change_counts import count_categories
from evalkit.analysis.outcomes import calculate_outcomes

REFERENCE = Path(__file__).parents[1] / "reference"
PARTITION = [*names.OUTCOME_COLUMNS[:9]]


# eight people; changes 15→9 (−6), 12→10 (−2), 10→16 (+6), 20→13 (−7), 9→3 (−6), 11→5 (−6), 4→4, and one lost
PHQ9: dict[str, list[float | None]] = {
    "before": [15, 12, 10, 20, 9, 11, 4, 14],
    "after": [9, 10, 16, 13, 3, 5, 4, None],
}


def test_reliable_and_clinically_significant_change_by_hand() -> None:
    rows = count(scores_of("phq9", "total", **PHQ9))
    assert counts(rows, "reliable_change") == {"improved": 4, "no_reliable_change": 2, "worse": 1}
    # cases before: 15, 12, 10, 20, 11; below 10 after and 6 points better: 15→9 and 11→5
    assert counts(rows, "clinically_significant_change") == {
        "recovered_reliably": 2,
        "not_recovered_reliably": 3,
        "in_usual_range_before": 2,
    }
    told = {str(row["statistic"]): [row["threshold"], row["method"]] for row in rows.to_dict("records")}
    assert told["reliable_change"] == [6, "6 points or more, published: NHS England"]
    assert told["clinically_significant_change"] == [
        10,
        (
            "at caseness: at or above 10, published: NHS Talking Therapies manual; "
            "reliable change: 6 points or more, published: NHS England"
        ),
    ]


def test_rows_have_the_columns_of_the_file_and_leave_shares_to_the_gate() -> None:
    rows = count(scores_of("phq9", "total", **PHQ9))
    assert tuple(rows.columns) == names.CATEGORY_COLUMNS
    assert rows[["estimate", "ci_low", "ci_high", "confidence_level"]].isna().all(axis=None)
    assert not rows["suppressed"].any()
    assert rows["hidden_because"].isna().all()
    assert set(rows["subgroup_variable"]) == set(rows["subgroup"]) == {"all"}
    assert set(rows["grantee"]) == {"example"}


def test_every_partition_adds_up_to_the_pairs_of_outcomes() -> None:
    scores = pd.concat(
        [
            scores_of("phq9", "total", **PHQ9, middle=[14, None, 9, 20, None, 10, 4, 13]),
            scores_of("ons4", "life_satisfaction", middle=[3, 5, 8, 9, 6], after=[5, 5, None, 10, 7]),
            scores_of("bdi", "total", before=[10, 20], after=[9, 19]),
        ]
    )
    study = study_of()
    rows = count_categories(scores, NOBODY, study, design_of(study))
    people = pd.DataFrame({"respondent_id": [f"p{n}" for n in range(8)], "component": "group"})
    outcomes = calculate_outcomes(scores, people, design_of(study))
    pairs = outcomes[outcomes["statistic"] == "n_pairs"].set_index(PARTITION[1:8])["estimate"]
    parts = rows.groupby(PARTITION, sort=False).agg(total=("n", "sum"), of=("of", "first"))
    assert len(parts) == 10  # PHQ-9: four statistics, two comparisons; ONS4: two, one
    for part in parts.reset_index().to_dict("records"):
        key = tuple(part[name] for name in PARTITION[1:8])
        assert part["total"] == part["of"] == pairs[key], part


def test_a_declared_comparison_that_begins_later_is_counted_beside_the_others() -> None:
    declared = [{"measure": "phq9", "from": "middle", "to": "after", "declared": "2024-01-01"}]
    scores = scores_of("phq9", "total", before=[15, 12, 4], middle=[15, 10, None], after=[14, 3, 4])
    rows = count(scores, primary=declared)
    chosen = rows[rows["timepoint_from"] == "middle"]
    assert counts(chosen, "reliable_change") == {"improved": 1, "no_reliable_change": 1, "worse": 0}
    assert set(rows.loc[rows["timepoint_from"] == "before", "timepoint_to"]) == {"middle", "after"}


def test_a_later_timepoint_that_nobody_answered_has_rows_of_nobody() -> None:
    rows = count(scores_of("phq9", "total", before=[15, 12], middle=[9, 10]))
    assert counts(rows, "reliable_change", to="after") == {"improved": 0, "no_reliable_change": 0, "worse": 0}
    assert set(rows.loc[rows["timepoint_to"] == "after", "of"]) == {0}
    assert counts(rows, "reliable_change", to="middle")["improved"] == 1


def test_fewer_pairs_than_the_minimum_are_counted_all_the_same() -> None:
    rows = count(scores_of("phq9", "total", before=[15, 4], after=[5, 4]), minimum_pairs=10)
    assert counts(rows, "reliable_change") == {"improved": 1, "no_reliable_change": 1, "worse": 0}


def test_phq9_bands_from_low_to_high_of_those_with_both() -> None:
    rows = count(scores_of("phq9", "total", **PHQ9))
    bands = ["none_minimal", "mild", "moderate", "moderately_severe", "severe"]
    before, after = counts(rows, "band_from"), counts(rows, "band_to")
    assert list(before) == list(after) == bands
    assert list(before.values()) == [1, 1, 3, 1, 1]
    assert list(after.values()) == [2, 2, 2, 1, 0]
    assert set(rows.loc[rows["statistic"] == "band_to", "method"]) == {
        "bands as published: Kroenke et al. 2001; NHS Talking Therapies"
    }


def test_ons4_thresholds_of_both_directions() -> None:
    values: dict[str, list[float | None]] = {"before": [4, 5, 6, 7, 8, 9], "after": [1, 2, 3, 4, 5, 6]}
    scores = pd.concat([scores_of("ons4", part, **values) for part in ("worthwhile", "anxious_yesterday")])
    rows = count(scores)
    assert set(rows["statistic"]) == {"band_from", "band_to"}
    good = counts(rows, "band_from", subscale="worthwhile")
    assert good == {"low": 1, "medium": 2, "high": 2, "very_high": 1}
    anxious = counts(rows, "band_to", subscale="anxious_yesterday")
    assert anxious == {"very_low": 1, "low": 2, "medium": 2, "high": 1}


def test_swemwbs_bands_and_change_in_metric_points() -> None:
    # 19.25 is low, 22.35 medium, 27.03 medium, 28.13 high; 22.35 → 25.03 is less than 3 points
    scores = scores_of(
        "swemwbs", "total", before=[19.25, 22.35, 27.03, 28.13], after=[22.35, 25.03, 28.13, 24.11]
    )
    rows = count(scores)
    assert counts(rows, "band_from") == {"low": 1, "medium": 2, "high": 1}
    assert counts(rows, "band_to") == {"low": 0, "medium": 3, "high": 1}
    assert counts(rows, "reliable_change") == {"improved": 1, "no_reliable_change": 2, "worse": 1}
    # below 22.10 before, above after, 3.10 points better
    assert counts(rows, "clinically_significant_change")["recovered_reliably"] == 1


def test_a_score_between_two_bands_has_no_band_before_and_after() -> None:
    # provisional bands of the Campaign to End Loneliness: 0 to 3 and 10 to 12, nothing between
    scores = scores_of("cel_tool", "total", before=[11, 7, 2], after=[3, 2, 1])
    rows = count(scores, switches={"cel_tool": {"provisional": True}})
    assert counts(rows, "band_from") == {"unlikely_lonely": 1, "most_intense": 1, "no_band": 1}
    assert counts(rows, "band_to") == {"unlikely_lonely": 3, "most_intense": 0, "no_band": 0}
    assert rows["method"].str.contains("provisional").all()
    assert count(scores).empty


@pytest.mark.parametrize(("provisional", "statistics"), [(False, set()), (True, {"reliable_change"})])
def test_provisional_thresholds_are_off_unless_switched_on(
    *, provisional: bool, statistics: set[str]
) -> None:
    scores = scores_of("who5", "total", before=[40, 52], after=[50, 60])
    rows = count(scores, switches={"who5": {"provisional": provisional}})
    assert set(rows["statistic"]) == statistics
    if provisional:
        assert counts(rows, "reliable_change") == {"improved": 1, "no_reliable_change": 1, "worse": 0}
        assert rows["method"].str.contains("provisional").all()


def test_vo_26_goals_one_by_one_and_their_mean() -> None:
    first, last = [3, 5, 0], [6, 7, 4]
    scores = pd.concat(
        [
            *(
                scores_of("gbo", f"goal_{goal}", before=[first[goal - 1]], after=[last[goal - 1]])
                for goal in (1, 2, 3)
            ),
            scores_of("gbo", "mean_of_goals", before=[8 / 3], after=[17 / 3]),
        ]
    )
    rows = count(scores)
    improved = [counts(rows, "reliable_change", subscale=f"goal_{goal}")["improved"] for goal in (1, 2, 3)]
    assert improved == [1, 0, 1]
    assert set(rows.loc[rows["measure"] == "gbo", "subscale"]) == {"goal_1", "goal_2", "goal_3"}
    study, people = study_of(), pd.DataFrame({"respondent_id": ["p0"], "component": ["group"]})
    outcomes = calculate_outcomes(scores, people, design_of(study))
    change = outcomes[(outcomes["statistic"] == "mean_change") & (outcomes["subscale"] == "mean_of_goals")]
    assert change.set_index("timepoint_to")["estimate"]["after"] == pytest.approx(3.0)
    switched = count(scores, switches={"gbo": {"provisional": True}})
    mean = switched[switched["subscale"] == "mean_of_goals"]
    assert counts(mean, "reliable_change") == {"improved": 1, "no_reliable_change": 0, "worse": 0}
    assert set(mean["threshold"]) == {2.45}
    assert mean["method"].str.contains("provisional").all()


def test_own_answers_decide_as_they_do_in_r() -> None:
    expected = pd.read_csv(REFERENCE / "change_rules_expected.csv").set_index("what")["value"]
    wide = pd.read_csv(REFERENCE / "change_rules_answers.csv")
    total = wide["i1"] + 6 - wide["i2"] + wide["i3"] + wide["i4"]
    scores = scores_of("ease", "total", before=total.tolist(), after=wide["after"].tolist())
    long = wide.melt("person", ["i1", "i2", "i3", "i4"], "item", "response").dropna()
    responses = pd.DataFrame(
        {
            "component": "group",
            "respondent_id": "p" + (long["person"] - 1).astype(str),
            "timepoint": "before",
            "measure": "ease",
            "item": "ease_0" + long["item"].str[1:],
            "response": long["response"],
        }
    )
    other = responses.assign(component="other", response=1.0)
    later = responses.assign(timepoint="after", response=5.0)
    ease = {
        "id": "ease",
        "title": "Ease",
        "items": [{"count": 4, "minimum": 1, "maximum": 5, "reversed": [2]}],
        "subscales": [
            {
                "id": "total",
                "title": "Ease",
                "noun": "ease",
                "minimum": 4,
                "maximum": 20,
                "better_is": "higher",
            }
        ],
    }
    rows = count(scores, pd.concat([other, responses, later]), measures=[ease])
    categories = ["improved", "no_reliable_change", "worse"]
    assert counts(rows, "reliable_change") == {category: expected[category] for category in categories}
    assert rows["threshold"].iloc[0] == pytest.approx(expected["threshold"], rel=1e-10)
    assert "34" not in rows["method"].iloc[0]  # the count of people is the gate's to show
    assert count(scores, measures=[ease]).empty


def test_a_change_of_exactly_a_worked_out_threshold_is_not_reliable() -> None:
    # SD of 30, 50 ten times each is 10.26; threshold 12.397; moved by just that and a little more
    before = [30.0, 50.0] * 10
    threshold = 1.96 * math.sqrt(2) * pd.Series(before).std() * math.sqrt(0.19)
    after = [30 - threshold, 50 - threshold - 0.01, *before[2:]]
    rows = count(scores_of("pss_parental", "total", before=[*before], after=[*after]))
    assert counts(rows, "reliable_change") == {"improved": 1, "no_reliable_change": 19, "worse": 0}


def test_supplied_norms_make_a_border() -> None:
    norm = {"measure": "score15", "source": "Clinic 2020"}
    norms = [
        {**norm, "population": "clinical", "mean": 45, "sd": 10},
        {**norm, "population": "general", "mean": 30, "sd": 5},
    ]
    scores = scores_of("score15", "total", before=[50, 40, 34], after=[33, 36, 20])
    assert set(count(scores)["statistic"]) == {"reliable_change"}
    rows = count(scores, norms=norms)
    # c = (5 · 45 + 10 · 30) / 15 = 35
    found = rows[rows["statistic"] == "clinically_significant_change"]
    assert set(found["threshold"]) == {35}
    assert list(counts(rows, "clinically_significant_change").values()) == [1, 1, 1]


def test_a_score_in_neither_direction_has_no_change_rows() -> None:
    scores = scores_of("osa", "value", before=[40, 50, 60, 70, 80] * 4, after=[60, 50, 40, 30, 21] * 4)
    assert count(scores).empty


def test_no_scores_make_an_empty_table_with_all_columns() -> None:
    rows = count(scores_of("phq9", "total", before=[None], after=[None]))
    assert rows.empty
    assert tuple(rows.columns) == names.CATEGORY_COLUMNS
