"""One outcome per person over several measures, counted."""

from __future__ import annotations

import math
from typing import Any

import pandas as pd

from change_tables import NOBODY, design_of, study_of
from evalkit.analysis.change_counts import count_categories

CYP = [{"id": "group", "title": "Group", "outcome_rule": "cyp"}]
TALKING = [{"id": "group", "title": "Group", "outcome_rule": "talking_therapies"}]


def score_rows(measure: str, subscale: str, people: dict[str, tuple[float | None, ...]]) -> pd.DataFrame:
    """Return each person's scores at before, middle and after; None where there is none."""
    moments = ("before", "middle", "after")
    return pd.DataFrame(
        [
            {
                "component": "group",
                "respondent_id": person,
                "timepoint": moment,
                "measure": measure,
                "subscale": subscale,
                "score": math.nan if value is None else float(value),
                "band": None,
            }
            for person, values in people.items()
            for moment, value in zip(moments, values, strict=True)
        ]
    )


def count(*scores: pd.DataFrame, components: list[dict[str, str]], **changes: Any) -> pd.DataFrame:
    """Return the rows of statistics over several measures."""
    study = study_of(components=components, **changes)
    rows = count_categories(pd.concat(scores), NOBODY, study, design_of(study))
    return rows[rows["measure"] == "all"]


def partition(rows: pd.DataFrame, statistic: str) -> dict[str, int]:
    """Return category: n, after checking that the parts add up."""
    chosen = rows[rows["statistic"] == statistic]
    assert chosen["category"].is_unique
    assert set(chosen["of"]) == {chosen["n"].sum()}
    return dict(zip(chosen["category"], chosen["n"], strict=True))


YP_CORE = score_rows(
    "yp_core",
    "total",
    {"a": (20, 19, 12), "b": (20, 20, 13), "c": (20, None, 28), "d": (15, 15, None), "e": (20, 12, 12)},
)
SWEMWBS = score_rows(
    "swemwbs",
    "total",
    {"a": (20, 20, 20), "b": (20, None, 21), "c": (20, 20, 26), "d": (19, 18, 23), "f": (19, None, None)},
)


def test_cyp_rule_by_hand() -> None:
    # a: YP-CORE −8 improved; b: −7 and +1, no change; c: +8 is worse though well-being rose by 6;
    # d: only well-being twice, +4 improved; e: only YP-CORE, −8 improved; f: once only, not counted
    rows = count(YP_CORE, SWEMWBS, components=CYP)
    assert partition(rows, "cyp_outcome") == {"improvement": 3, "no_change": 1, "deterioration": 1}
    first = rows.iloc[0]
    where = first[["component", "subscale", "timepoint_from", "timepoint_to"]]
    assert tuple(where) == ("group", "total", "before", "after")
    assert math.isnan(first["threshold"])
    assert first["method"].endswith("each score's first and last: YP-CORE (8 points), SWEMWBS (3 points)")


def test_without_the_rule_in_grantee_yml_there_are_no_rows() -> None:
    assert count(YP_CORE, SWEMWBS, components=[{"id": "group", "title": "Group"}]).empty


def test_the_declared_comparison_of_a_score_is_judged() -> None:
    declared = [{"measure": "yp_core", "from": "before", "to": "middle", "declared": "2024-01-01"}]
    rows = count(YP_CORE, components=CYP, primary=declared)
    # before to middle: a −1, b 0, d 0, e −8
    assert partition(rows, "cyp_outcome") == {"improvement": 1, "no_change": 3, "deterioration": 0}
    assert set(rows["timepoint_to"]) == {"middle"}


def test_a_timepoint_that_nobody_has_reached_is_no_last_one() -> None:
    rows = count(score_rows("yp_core", "total", {"a": (20, 12, None), "b": (20, 20, None)}), components=CYP)
    assert partition(rows, "cyp_outcome") == {"improvement": 1, "no_change": 1, "deterioration": 0}
    assert set(rows["timepoint_to"]) == {"middle"}


def test_of_several_declarations_the_latest_counts() -> None:
    declared = [
        {"measure": "yp_core", "from": "before", "to": to, "declared": "2024-01-01"}
        for to in ("after", "middle")
    ]
    rows = count(YP_CORE, components=CYP, primary=declared)
    assert set(rows["timepoint_to"]) == {"after"}


def test_a_declaration_for_another_component_is_not_used() -> None:
    components = [*CYP, {"id": "other", "title": "Other"}]
    declared = [
        {
            "measure": "yp_core",
            "component": "other",
            "from": "before",
            "to": "middle",
            "declared": "2024-01-01",
        }
    ]
    rows = count(YP_CORE, components=components, primary=declared)
    assert set(rows["timepoint_to"]) == {"after"}


def test_a_total_does_not_count_beside_its_parts() -> None:
    fact = [{"threshold": 2, "source": "Manual", "confidence": "B"}]
    score = {"noun": "ease", "minimum": 2, "maximum": 10, "better_is": "higher", "reliable_change": fact}
    ease = {
        "id": "ease",
        "title": "Ease",
        "items": [{"count": 4, "minimum": 1, "maximum": 5}],
        "subscales": [
            {**score, "id": "home", "title": "At home", "items": [1, 2]},
            {**score, "id": "work", "title": "At work", "items": [3, 4]},
            {**score, "id": "total", "title": "Ease", "minimum": 4, "maximum": 20},
        ],
    }
    # one point better in each part: no part improved, the total of 2 would have
    parts = [score_rows("ease", part, {"a": (4, None, 5)}) for part in ("home", "work")]
    total = score_rows("ease", "total", {"a": (8, None, 10)})
    rows = count(total, *parts, components=CYP, measures=[ease])
    assert partition(rows, "cyp_outcome") == {"improvement": 0, "no_change": 1, "deterioration": 0}
    assert rows.iloc[0]["method"].endswith(": Ease, at home (2 points), Ease, at work (2 points)")
    alone = count(total, components=CYP, measures=[ease])
    assert partition(alone, "cyp_outcome")["improvement"] == 1


def test_provisional_thresholds_have_no_part_in_the_rule() -> None:
    goals = score_rows("gbo", "mean_of_goals", {"a": (2, None, 9)})
    assert count(goals, components=CYP, switches={"gbo": {"provisional": True}}).empty


def test_each_rater_has_rows_of_their_own() -> None:
    conduct = score_rows("sdq", "conduct", {"a": (8, None, 9), "b": (8, None, 2)})
    rows = count(conduct, YP_CORE, components=CYP, switches={"sdq": {"rater": "parent"}})
    parent, young = (rows[rows["subscale"] == rater] for rater in ("parent", "self"))
    assert partition(parent, "cyp_outcome") == {"improvement": 1, "no_change": 1, "deterioration": 0}
    assert partition(young, "cyp_outcome") == {"improvement": 2, "no_change": 1, "deterioration": 1}
    assert len(parent) + len(young) == len(rows)


def test_a_score_asked_once_is_not_judged() -> None:
    assert count(score_rows("phq9", "total", {"a": (9, None, None)}), components=CYP).empty


# VO-31 to VO-34 as five people: recovered reliably, recovered, no case before, neither, and one lost
PHQ9 = score_rows(
    "phq9",
    "total",
    {
        "vo31": (15, None, 8),
        "vo32": (11, None, 9),
        "vo33": (9, None, 3),
        "vo34": (20, None, 12),
        "lost": (12, 9, None),
        "worse": (10, None, 16),
        "phq only": (15, None, 2),
    },
)
GAD7 = score_rows(
    "gad7",
    "total",
    {
        "worse": (5, None, 5),
        "vo34": (10, None, 15),
        "vo33": (7, None, 7),
        "vo32": (8, None, 7),
        "vo31": (12, None, 6),
        "lost": (9, None, 2),
    },
)


def test_talking_therapies_counts_the_people_of_vo_31_to_vo_34() -> None:
    rows = count(PHQ9, GAD7, components=TALKING)
    change = partition(rows, "talking_therapies_change")
    assert change == {"improvement": 2, "no_change": 2, "deterioration": 1}
    recovery = partition(rows, "talking_therapies_recovery")
    assert recovery == {"recovered_reliably": 1, "recovered": 1, "not_recovered": 2, "not_a_case_before": 1}
    assert set(rows["of"]) == {5}
    assert set(rows["subscale"]) == {"total"}
    assert set(rows["method"]) == {
        (
            "NHS Talking Therapies: reliable from 6 points on PHQ-9 and 4 on GAD-7, "
            "a case from 10 on PHQ-9 or 8 on GAD-7"
        )
    }


def test_talking_therapies_needs_both_measures() -> None:
    assert count(PHQ9, components=TALKING).empty
    assert count(PHQ9, score_rows("gad7", "total", {"vo31": (12, None, None)}), components=TALKING).empty


def test_talking_therapies_takes_the_declared_comparison() -> None:
    declared = [{"measure": "gad7", "from": "before", "to": "middle", "declared": "2024-01-01"}]
    middle = score_rows("gad7", "total", {"lost": (9, 3, None), "vo31": (12, None, 6)})
    rows = count(PHQ9, middle, components=TALKING, primary=declared)
    # 12 → 9 and 9 → 3: below both cut-offs, GAD-7 six points better
    assert set(rows["timepoint_to"]) == {"middle"}
    assert partition(rows, "talking_therapies_recovery")["recovered_reliably"] == 1
    assert set(rows["of"]) == {1}
