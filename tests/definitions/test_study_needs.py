"""Keys of grantee.yml about trust, norms and rules: what they hold, and what they need of others."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from builders import study_keys, write_grantee
from evalkit.definitions import load_study
from evalkit.definitions.study_parts import Trust, trust_for
from evalkit.errors import StructuralFaults

if TYPE_CHECKING:
    from pathlib import Path

    from evalkit.definitions import Study

DATED_SCORES = [
    {"column": "pre", "measure": "bdi", "timepoint": "before", "date": "pre day"},
    {"column": "post", "measure": "bdi", "timepoint": "after", "date": "post day"},
]
REGISTER = {"session": "no", "status": "here", "attended": ["yes"], "missed": ["no"], "date": "day"}
MARKS = {"flag": "trust", "yes": ["yes"], "no": ["no"], "timepoint": {"column": "when"}}
NORM = {"measure": "bdi", "population": "general", "mean": 5, "sd": 4.5, "source": "a survey"}


def table(**changes: Any) -> dict[str, Any]:
    return {**study_keys()["tables"][0], **changes}


def load(root: Path, **changes: Any) -> Study:
    project = write_grantee(root, study_keys(**changes), {})
    return load_study(project.raw / "example" / "grantee.yml")


def refused(root: Path, **changes: Any) -> list[tuple[str, str]]:
    with pytest.raises(StructuralFaults) as caught:
        load(root, **changes)
    assert all(fault.row is not None and fault.remedy.endswith(".") for fault in caught.value.faults)
    return [(fault.column, fault.rule) for fault in caught.value.faults]


@pytest.mark.parametrize(
    ("rule", "tables"),
    [
        ({"from_answer": 2}, [table()]),
        ({"from_contact": 3}, [table(scores=DATED_SCORES, attendance=REGISTER)]),
        ({"flagged": True}, [table(trust=MARKS)]),
        ({"dated": True}, [table(scores=DATED_SCORES, trust={"date": "trusted since"})]),
    ],
    ids=lambda value: next(iter(value)) if isinstance(value, dict) else "",
)
def test_each_rule_of_trust_loads_with_what_it_needs(
    tmp_path: Path, rule: dict[str, Any], tables: list[dict[str, Any]]
) -> None:
    study = load(tmp_path, trust=[rule], tables=tables)
    assert [entry.rule for entry in study.trust] == list(rule)


@pytest.mark.parametrize(
    ("rule", "lacking"),
    [
        ({"from_contact": 3}, ["the days on which questionnaires were answered", "a register with dates"]),
        ({"flagged": True}, ["a mark per questionnaire"]),
        ({"dated": True}, ["the days on which questionnaires were answered", "a day per person"]),
    ],
    ids=lambda value: next(iter(value)) if isinstance(value, dict) else "",
)
def test_a_rule_of_trust_says_what_it_lacks(tmp_path: Path, rule: dict[str, Any], lacking: list[str]) -> None:
    name = next(iter(rule))
    assert refused(tmp_path, trust=[{"component": "group", **rule}]) == [
        (f"trust.0.{name}", f"{name} needs {what}, and component 'group' has none") for what in lacking
    ]


@pytest.mark.parametrize(
    "rule", [{}, {"flagged": True, "dated": True}, {"from_answer": 2, "from_contact": 2}]
)
def test_a_rule_of_trust_is_exactly_one(tmp_path: Path, rule: dict[str, Any]) -> None:
    assert refused(tmp_path, trust=[{"component": "group", **rule}]) == [
        ("trust.0", "give exactly one rule: from_contact, from_answer, flagged or dated")
    ]


def test_the_first_contact_is_number_one(tmp_path: Path) -> None:
    assert [column for column, _ in refused(tmp_path, trust=[{"from_contact": 0}])] == [
        "trust.0.from_contact"
    ]


def test_a_component_has_one_rule_of_trust_and_its_own_goes_before_the_common_one(tmp_path: Path) -> None:
    twice = [{"component": "group", "from_answer": 2}, {"component": "group", "from_answer": 3}]
    assert ("trust.1", "there are two rules for component 'group'") in refused(tmp_path, trust=twice)
    common, own = Trust(from_answer=2), Trust(component="group", from_answer=3)
    assert trust_for((common, own), "group") is own
    assert trust_for((common, own), "other") is common
    assert trust_for((own,), "other") is None


def test_a_common_rule_asks_nothing_of_a_component_without_questionnaires(tmp_path: Path) -> None:
    walks = {"file": "walks.csv", "respondent_id": "id", "component": "walks", "attendance": REGISTER}
    components = [{"id": "group", "title": "Group"}, {"id": "walks", "title": "Walks"}]
    tables = [table(trust=MARKS), walks]
    study = load(tmp_path, components=components, tables=tables, trust=[{"flagged": True}])
    assert study.trust[0].component is None


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        (
            Trust(from_contact=1),
            "answers given on or after the day of the person's 1st attended session",
        ),
        (Trust(from_contact=12), "answers given on or after the day of the person's 12th attended session"),
        (Trust(from_answer=22), "answers from the person's 22nd answered questionnaire on"),
        (Trust(flagged=True), "answers that were marked as trusted"),
        (Trust(dated=True), "answers given on or after the day recorded for the person"),
    ],
    ids=lambda value: value.rule if isinstance(value, Trust) else "",
)
def test_rules_of_trust_in_words(rule: Trust, words: str) -> None:
    assert rule.in_words() == words


@pytest.mark.parametrize(
    ("marks", "rule"),
    [
        ({}, "give either flag (a mark per timepoint) or date (one day per person)"),
        (MARKS | {"date": "since"}, "give either flag (a mark per timepoint) or date (one day per person)"),
        ({"flag": "trust", "yes": ["y"]}, "flag goes with timepoint and with the words that mean yes"),
        ({"date": "since", "yes": ["y"]}, "yes, no and timepoint go with flag, not with date"),
        (MARKS | {"no": ["YES "]}, "'yes' can't mean both yes and no"),
    ],
)
def test_marks_of_trust_that_make_no_sense(tmp_path: Path, marks: dict[str, Any], rule: str) -> None:
    assert refused(tmp_path, tables=[table(trust=marks)]) == [("tables.0.trust", rule)]


def test_what_became_of_goals_needs_column_and_words(tmp_path: Path) -> None:
    goals = {"goal": "g", "date": "d", "rating": "r"}
    rule = "status (the column) goes with the words that mean abandoned or changed"
    assert refused(tmp_path, tables=[table(goals=goals | {"status": "s"})])[0][1] == rule
    assert refused(tmp_path, tables=[table(goals=goals | {"changed": ["new"]})])[0][1] == rule
    both = goals | {"status": "s", "abandoned": ["gone"], "changed": ["Gone"]}
    assert (
        refused(tmp_path, tables=[table(goals=both)])[0][1] == "'gone' can't mean both abandoned and changed"
    )


def test_new_columns_are_asked_for(tmp_path: Path) -> None:
    items = {"measure": "bdi", "timepoint": "after", "columns": {}, "date": "item day"}
    goals = {"goal": "g", "date": "d", "rating": "r", "status": "what became", "abandoned": ["gone"]}
    sums = [{"column": "given", "title": "Courses given", "unit": "courses"}]
    study = load(
        tmp_path, tables=[table(scores=DATED_SCORES, items=items, goals=goals, trust=MARKS, sums=sums)]
    )
    needed = study.tables[0].columns_needed()
    assert {"pre day", "post day", "item day", "what became", "trust", "when", "given"} <= set(needed)


@pytest.mark.parametrize(
    "content", [{"trust": {"date": "since"}}, {"sums": [{"column": "c", "title": "t", "unit": "u"}]}]
)
def test_trust_and_sums_are_about_people(tmp_path: Path, content: dict[str, Any]) -> None:
    tables = [table(), {"file": "more.csv", "respondent_id": "id", "component": "group", **content}]
    assert load(tmp_path, tables=tables).tables[1].is_person_level
    nobody = [table(), {"file": "more.csv", "component": "group", **content}]
    assert refused(tmp_path, tables=nobody)[0][1].startswith("respondent_id is missing")


def test_two_sums_of_one_table_have_two_titles(tmp_path: Path) -> None:
    sums = [{"column": name, "title": "Courses", "unit": "courses"} for name in ("a", "b")]
    assert refused(tmp_path, tables=[table(sums=sums)]) == [("tables.0", "two sums have the same title")]


def test_names_in_the_new_keys_must_point_at_something(tmp_path: Path) -> None:
    found = refused(
        tmp_path,
        components=[{"id": "group", "title": "Group", "cluster": "school"}],
        trust=[{"component": "grup", "from_answer": 2}],
        norms=[NORM | {"subscale": "totl"}, NORM | {"measure": "bdii"}],
        norm_tables=[{"measure": "rcads47", "file": "n.csv", "sex": "sex", "age": "agge"}],
        tables=[table(attributes={"age": "Age"}, trust=MARKS | {"timepoint": "aftr"})],
    )
    assert found == [
        ("tables.0.trust.timepoint", "unknown timepoint: did you mean 'after'?"),
        ("components.0.cluster", "unknown attribute: known are: age"),
        ("trust.0.component", "unknown component: did you mean 'group'?"),
        ("norms.0.subscale", "unknown subscale: did you mean 'total'?"),
        ("norms.1.measure", "unknown measure: did you mean 'bdi'?"),
        ("norm_tables.0.sex", "unknown attribute: known are: age"),
        ("norm_tables.0.age", "unknown attribute: did you mean 'age'?"),
    ]


def test_a_trusted_baseline_needs_a_rule_of_trust(tmp_path: Path) -> None:
    declared = {"measure": "bdi", "from": "before", "to": "after", "declared": "2023-01-01"}
    trusted = {**declared, "baseline": "trusted"}
    rule = "a trusted baseline needs a rule of trust, and none is declared for this outcome"
    assert refused(tmp_path, primary=[trusted]) == [("primary.0.baseline", rule)]
    assert load(tmp_path, primary=[trusted], trust=[{"from_answer": 2}]).primary[0].baseline == "trusted"
    assert load(tmp_path, primary=[declared]).primary[0].baseline == "first"


def test_the_rule_of_talking_therapies_needs_both_measures(tmp_path: Path) -> None:
    components = [{"id": "group", "title": "Group", "outcome_rule": "talking_therapies"}]
    scores = [{"column": "phq", "measure": "phq9", "timepoint": "before"}]
    assert refused(tmp_path, components=components, tables=[table(scores=scores)]) == [
        ("components.0.outcome_rule", "this rule needs phq9 and gad7, and the component has no gad7")
    ]
    items = {"measure": "gad7", "timepoint": "before", "columns": {"gad7_01": "Q1"}}
    study = load(tmp_path, components=components, tables=[table(scores=scores, items=items)])
    assert study.components[0].outcome_rule == "talking_therapies"


def test_norms_stand_once_and_have_a_spread(tmp_path: Path) -> None:
    assert refused(tmp_path, norms=[NORM, NORM]) == [
        ("norms.1", "there are two general norms for this score")
    ]
    assert [column for column, _ in refused(tmp_path, norms=[NORM | {"sd": 0}])] == ["norms.0.sd"]
    study = load(tmp_path, norms=[NORM, NORM | {"population": "clinical", "n": 90}])
    assert [(norm.subscale, norm.n) for norm in study.norms] == [("total", None), ("total", 90)]


def norm_table(measure: str) -> dict[str, Any]:
    return {"measure": measure, "file": "norms.csv", "sex": "sex", "age": "age"}


def test_a_norm_table_turns_t_scores_on_unless_switched_off(tmp_path: Path) -> None:
    tables = [table(attributes={"sex": "Sex", "age": "Age"})]
    study = load(tmp_path, tables=tables, norm_tables=[norm_table("rcads47")])
    assert study.measure("rcads47").settings["transform"] == "t"
    assert "transform" not in study.measure("bdi").settings
    raw = load(
        tmp_path,
        tables=tables,
        norm_tables=[norm_table("rcads47")],
        switches={"rcads47": {"transform": "raw"}},
    )
    assert raw.measure("rcads47").settings["transform"] == "raw"


def test_norm_tables_are_for_measures_with_t_scores_and_t_scores_need_one(tmp_path: Path) -> None:
    tables = [table(attributes={"sex": "Sex", "age": "Age"})]
    found = refused(tmp_path, tables=tables, norm_tables=[norm_table("bdi"), norm_table("bdi")])
    assert ("norm_tables.0.measure", "this measure has no T-scores, so it needs no norm table") in found
    assert ("norm_tables.1", "this measure has two norm tables") in found
    assert refused(tmp_path, switches={"rcads47": {"transform": "t"}}) == [
        ("switches.rcads47.transform", "T-scores need a norm table, which does not come with evalkit")
    ]
