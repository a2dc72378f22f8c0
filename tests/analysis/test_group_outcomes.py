"""Who dropped out, improved and recovered, group by group: counts by hand, comparisons against R."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import pandas as pd
import pytest

from builders import study_keys
from equity_study import ETHNICITY, empty_tables, equity_study, grouped, people_frame
from evalkit.analysis.group_outcome_counts import count_group_outcomes
from evalkit.analysis.group_outcomes import COMPARED, GROUPS_COLUMNS, compare_groups
from evalkit.analysis.study_results import design_of
from evalkit.analysis.wide_scores import Comparison

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Mapping, Sequence

    from evalkit.definitions import Study

ONE = [{"id": "art", "title": "Art"}]
EPISODES = {"started": "s", "ended": "e", "reason": "r", "completed": ["done"]}
KEYS = {"component": "art", "variable": "sex", "outcome": "dropped_out"}


def frame_of(*rows: tuple[str, int | None, int | None], reference: str | None = "Men") -> pd.DataFrame:
    records = [
        {**dict.fromkeys(GROUPS_COLUMNS), **KEYS, "group": group, "n": n, "of": of, "reference": reference}
        for group, n, of in rows
    ]
    return pd.DataFrame(records, columns=list(GROUPS_COLUMNS))


def cells(frame: pd.DataFrame, group: str, *columns: str) -> tuple[float, ...]:
    return tuple(frame.set_index("group").loc[group, list(columns)])


def test_comparisons_equal_r(reference: Callable[[str], list[dict[Hashable, Any]]]) -> None:
    rows = [row for row in reference("comparisons_expected.csv") if str(row["fn"]).startswith("risk_")]
    assert len(rows) >= 16
    assert any(row["a"] == 0 and row["c"] == 0 for row in rows)
    for row in rows:
        name = str(row["fn"])
        frame = compare_groups(frame_of(("Women", row["a"], row["n1"]), ("Men", row["c"], row["n0"])))
        got = cells(frame, "Women", name, f"{name}_low", f"{name}_high")
        expected = (row["estimate"], row["ci_low"], row["ci_high"])
        assert got == pytest.approx(expected, rel=1e-8, abs=1e-14), row
        if name == "risk_difference":
            assert cells(frame, "Women", "p_value") == pytest.approx((row["p_value"],), rel=1e-8, nan_ok=True)


def test_the_reference_and_everybody_are_compared_with_nobody() -> None:
    frame = compare_groups(frame_of(("Women", 5, 50), ("Men", 10, 40)))
    assert all(math.isnan(value) for value in cells(frame, "Men", *COMPARED[4:]))
    assert cells(frame, "Men", "estimate", "confidence_level") == (0.25, 0.95)
    everybody = compare_groups(frame_of(("all", 15, 90), reference=None))
    assert cells(everybody, "all", "estimate")[0] == pytest.approx(1 / 6)
    assert all(math.isnan(value) for value in cells(everybody, "all", *COMPARED[4:]))


def test_what_the_gate_hid_stays_empty_and_so_does_what_would_rest_on_it() -> None:
    frame = compare_groups(frame_of(("Women", None, None), ("Men", 10, 40), ("Others", 6, 30)))
    assert all(math.isnan(value) for value in cells(frame, "Women", *COMPARED))
    hidden = compare_groups(frame_of(("Women", 5, 50), ("Men", None, 40)))
    assert cells(hidden, "Women", "estimate")[0] == 0.1
    assert all(math.isnan(value) for value in cells(hidden, "Women", *COMPARED[4:]))
    assert tuple(hidden.columns) == GROUPS_COLUMNS


def test_groups_of_nobody_and_an_empty_table() -> None:
    frame = compare_groups(frame_of(("Women", 0, 0), ("Men", 10, 40)))
    assert all(math.isnan(value) for value in cells(frame, "Women", *COMPARED[:3], *COMPARED[4:]))
    assert compare_groups(frame_of()).empty


def test_only_the_same_outcome_of_the_same_component_is_a_reference() -> None:
    other = frame_of(("Men", 1, 100)).assign(outcome="improved")
    frame = compare_groups(pd.concat([frame_of(("Women", 5, 50)), other], ignore_index=True))
    assert all(math.isnan(value) for value in cells(frame, "Women", *COMPARED[4:]))


def episodes(*rows: tuple[str, str | None, bool]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["respondent_id", "reason", "completed"])
    ended = frame["reason"].notna().map({True: pd.Timestamp("2024-01-01"), False: pd.NaT})
    return frame.assign(component="art", started=pd.Timestamp("2023-01-01"), ended=ended)


def study_of(*, with_reasons: bool = True, **changes: Any) -> Study:
    table = {**study_keys()["tables"][0], "component": "art", "attributes": {"ethnicity": "E", "site": "S"}}
    told = EPISODES if with_reasons else {"started": "s", "ended": "e"}
    return equity_study(components=ONE, tables=[{**table, "episodes": told}], **changes)


def scores(measure: str, pairs: Mapping[str, tuple[float, float]]) -> pd.DataFrame:
    rows = [
        ("art", person, timepoint, measure, "total", score)
        for person, pair in pairs.items()
        for timepoint, score in zip(("before", "after"), pair, strict=True)
    ]
    columns = ["component", "respondent_id", "timepoint", "measure", "subscale", "score"]
    return pd.DataFrame(rows, columns=columns)


def counted(
    study: Study, people: pd.DataFrame, tables: dict[str, pd.DataFrame], scored: pd.DataFrame | None = None
) -> pd.DataFrame:
    scored = scores("bdi", {}) if scored is None else scored
    measures = dict.fromkeys(scored["measure"])
    main = [Comparison("art", measure, "total", "before", "after") for measure in measures]
    groups = grouped(study, people)
    return count_group_outcomes(study, people, groups, tables, scored, main=main, design=design_of(study))


def told(frame: pd.DataFrame, outcome: str, variable: str = "ethnicity") -> list[tuple[str, int, int]]:
    own = frame[(frame["outcome"] == outcome) & (frame["variable"] == variable)]
    return list(own[["group", "n", "of"]].itertuples(index=False, name=None))


PEOPLE = people_frame(
    *(("p1", "art", "White"), ("p2", "art", "White"), ("p3", "art", "Black"), ("p4", "art", "Black")),
    *(("p5", "art", None), ("p6", "art", "Black")),
    site=["North", "South", "North", None, "South", "North"],
)
ENDED = episodes(
    *(("p1", "done", True), ("p2", "moved", False), ("p3", "moved", False), ("p4", "done", True)),
    *(("p5", "moved", False), ("p6", None, False)),
)


def test_dropping_out_is_counted_of_those_whose_time_is_over() -> None:
    frame = counted(study_of(), PEOPLE, empty_tables(episodes=ENDED))
    assert told(frame, "dropped_out", "all") == [("all", 3, 5)]
    groups = [("Black", 1, 2), ("White", 1, 2), ("Asian", 0, 0), ("not recorded", 1, 1)]
    assert told(frame, "dropped_out") == groups
    assert frame["group"].iloc[0] == "all"
    assert set(frame.loc[frame["variable"] == "ethnicity", "reference"]) == {"Black"}


def test_without_the_reasons_that_mean_completed_nobody_dropped_out() -> None:
    assert counted(study_of(with_reasons=False), PEOPLE, empty_tables(episodes=ENDED)).empty


def test_a_declared_reference_stands_whatever_its_size() -> None:
    equity = {"attributes": [{**ETHNICITY, "reference": "Asian"}]}
    frame = counted(study_of(equity=equity), PEOPLE, empty_tables(episodes=ENDED))
    assert set(frame.loc[frame["variable"] == "ethnicity", "reference"]) == {"Asian"}


def test_of_two_largest_groups_the_first_declared_is_the_reference() -> None:
    people = PEOPLE[PEOPLE["respondent_id"] != "p6"]
    frame = counted(study_of(), people, empty_tables(episodes=ENDED))
    assert set(frame.loc[frame["variable"] == "ethnicity", "reference"]) == {"Black"}


def test_a_subgroup_that_equity_does_not_name_is_told_by_name() -> None:
    frame = counted(study_of(subgroups=["site", "ethnicity"]), PEOPLE, empty_tables(episodes=ENDED))
    assert told(frame, "dropped_out", "site") == [("North", 1, 2), ("South", 2, 2), ("not recorded", 0, 1)]
    assert set(frame.loc[frame["variable"] == "site", "reference"]) == {"North"}
    assert len(told(frame, "dropped_out")) == 4


def test_improved_and_recovered_by_the_declared_outcome() -> None:
    # PHQ-9: 6 points are reliable, from 10 on is a case.
    pairs = {"p1": (16, 8), "p2": (16, 12), "p3": (8, 2), "p4": (14, 9), "p6": (20, 12)}
    primary = [{"measure": "phq9", "from": "before", "to": "after", "declared": "2022-01-01"}]
    study = study_of(primary=primary)
    frame = counted(study, PEOPLE, empty_tables(), scores("phq9", pairs))
    assert told(frame, "improved", "all") == [("all", 3, 5)]
    assert told(frame, "improved")[:2] == [("Black", 2, 3), ("White", 1, 2)]
    assert told(frame, "recovered", "all") == [("all", 1, 4)]
    assert told(frame, "recovered")[:2] == [("Black", 0, 2), ("White", 1, 2)]
    own = frame[frame["outcome"] == "improved"].iloc[0]
    assert (own["measure"], own["subscale"]) == ("phq9", "total")
    assert (own["timepoint_from"], own["timepoint_to"]) == ("before", "after")


def test_without_a_declared_outcome_the_first_score_with_a_rule_counts() -> None:
    pairs = {"p1": (16.0, 8.0), "p3": (9.0, 2.0)}
    both = pd.concat([scores("bdi", pairs), scores("phq9", pairs), scores("gad7", pairs)], ignore_index=True)
    frame = counted(study_of(), PEOPLE, empty_tables(), both)
    assert set(frame["measure"]) == {"phq9"}


@pytest.mark.parametrize(
    ("rule", "outcome", "expected"),
    [
        ("talking_therapies", "recovered", [("all", 2, 3)]),
        ("cyp", "improved", [("all", 3, 4)]),
    ],
)
def test_a_rule_over_several_measures(
    rule: str, outcome: str, expected: Sequence[tuple[str, int, int]]
) -> None:
    # p1 and p4 recover; p2 is a case to the end; p3 was none before, though reliably better.
    phq9 = {"p1": (16, 8), "p2": (16, 12), "p3": (8, 2), "p4": (14, 5)}
    gad7 = {"p1": (10, 5), "p2": (10, 9), "p3": (5, 5), "p4": (12, 2)}
    components = [{"id": "art", "title": "Art", "outcome_rule": rule}]
    measures = [
        {"column": f"{measure} {timepoint}", "measure": measure, "timepoint": timepoint}
        for measure in ("phq9", "gad7")
        for timepoint in ("before", "after")
    ]
    table = {
        **study_keys()["tables"][0],
        "component": "art",
        "scores": measures,
        "attributes": {"ethnicity": "E"},
    }
    study = equity_study(components=components, tables=[table])
    both = pd.concat([scores("phq9", phq9), scores("gad7", gad7)], ignore_index=True)
    frame = counted(study, PEOPLE, empty_tables(), both)
    assert told(frame[frame["measure"] == "all"], outcome, "all") == expected


def test_without_any_attribute_there_is_nothing_to_set_side_by_side() -> None:
    people = PEOPLE.assign(ethnicity=None)
    frame = counted(study_of(), people, empty_tables(episodes=ENDED))
    assert frame.empty
    assert tuple(frame.columns) == GROUPS_COLUMNS


def test_somebody_in_two_components_counts_in_each() -> None:
    table = {**study_keys()["tables"][0], "attributes": {"ethnicity": "E"}, "episodes": EPISODES}
    tables = [{**table, "component": name} for name in ("art", "walks")]
    study = equity_study(tables=tables)
    people = people_frame(("p1", "art", "White"), ("p1", "walks", "White"), ("p2", "walks", "Black"))
    ended = pd.concat(
        [
            episodes(("p1", "moved", False)),
            episodes(("p1", "done", True), ("p2", "x", False)).assign(component="walks"),
        ]
    )
    frame = counted(study, people, empty_tables(episodes=ended))
    everybody = frame[frame["variable"] == "all"]
    assert list(everybody[["component", "n", "of"]].itertuples(index=False, name=None)) == [
        ("art", 1, 1),
        ("walks", 1, 2),
    ]
