from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from change_tables import NOBODY, count, counts, design_of, scores_of, study_of
from evalkit.analysis.disconfirming import (
    CASE_COLUMNS,
    DISCONFIRMING_COLUMNS,
    contrary_codes,
    count_disconfirming,
    find_disconfirming,
)
from evalkit.analysis.joint_pairs import JointPair, find_pairs
from evalkit.analysis.main_comparisons import main_comparisons
from evalkit.analysis.outcomes import calculate_outcomes
from evalkit.analysis.story_change import (
    PERSON_CHANGE_COLUMNS,
    STORY_CHANGE_COLUMNS,
    count_story_change,
    list_person_changes,
)
from evalkit.definitions.stories import Joint
from evalkit.scoring.story_codes import score_stories
from story_frames import CODEBOOK, Passage, make_stories

if TYPE_CHECKING:
    import pandas as pd

# changes −6, −2, +6, −7, lost: on PHQ-9 lower is better, 6 points are reliable
SCORES = scores_of("phq9", "total", before=[15, 12, 10, 20, 14], after=[9, 10, 16, 13, None])
TRUST = JointPair("trust", "Trust", "phq9", "total", expects="fall")
PASSAGES: list[Passage] = [
    ("d0", "p0", "group", None, "peers"),
    ("d1", "p1", "group", None, "staff"),
    ("d2", "p2", "group", None, "peers"),
    ("d2", "p2", "group", None, "forms"),
    ("d3", "p3", "group", None, "forms"),
    ("d4", "p4", "group", None, "peers"),
    ("d5", None, "group", None, "peers forms"),
]


def _changes(scores: pd.DataFrame = SCORES) -> pd.DataFrame:
    study = study_of()
    design = design_of(study)
    people = scores[["component", "respondent_id"]].drop_duplicates()
    main = main_comparisons(calculate_outcomes(scores, people, design), study.primary, design.timepoints)
    return list_person_changes(scores, NOBODY, people, study, design, comparisons=main)


def _with(codebook: pd.DataFrame, column: str, values: dict[str, str]) -> pd.DataFrame:
    return codebook.assign(**{column: codebook["code"].map(values)})


def _told() -> pd.DataFrame:
    return score_stories(*make_stories(PASSAGES), CODEBOOK)


def _cases(codebook: pd.DataFrame = CODEBOOK, **options: Any) -> pd.DataFrame:
    return find_disconfirming(*make_stories(PASSAGES), codebook, **options)


def test_each_person_is_judged_by_the_rule_of_the_counts() -> None:
    changes = _changes()

    assert tuple(changes.columns) == PERSON_CHANGE_COLUMNS
    assert changes[["respondent_id", "change", "category"]].values.tolist() == [
        ["p0", -6, "improved"],
        ["p1", -2, "no_reliable_change"],
        ["p2", 6, "worse"],
        ["p3", -7, "improved"],
    ]
    assert changes["category"].value_counts().to_dict() == counts(count(SCORES), "reliable_change")


def test_a_score_without_a_rule_lists_nobody() -> None:
    changes = _changes(scores_of("bdi", "total", before=[15, 12], after=[9, 10]))

    assert changes.empty
    assert tuple(changes.columns) == PERSON_CHANGE_COLUMNS


def test_those_who_told_of_a_theme_by_what_became_of_their_score() -> None:
    rows = count_story_change(_told(), _changes(), [TRUST], "example")

    assert tuple(rows.columns) == STORY_CHANGE_COLUMNS
    assert rows[["category", "people", "of"]].values.tolist() == [
        ["improved", 1, 3],
        ["no_reliable_change", 1, 3],
        ["worse", 1, 3],
    ]
    assert set(rows["timepoint_from"]) == {"before"}


@pytest.mark.parametrize(
    "pair",
    [JointPair("trust", "Trust", "gad7", "total"), JointPair("trust", "Trust", "phq9", "total", "course")],
)
def test_a_pair_without_that_score_has_no_rows(pair: JointPair) -> None:
    assert count_story_change(_told(), _changes(), [pair], "example").empty


def test_pairs_are_declared_or_come_from_the_codebook() -> None:
    codebook = _with(CODEBOOK, "domain", {"trust": "phq9", "harm": "gad7", "forms": ""})
    codebook = _with(codebook, "expects", {"trust": "fall", "harm": "Rise "})

    pairs = find_pairs(codebook, [Joint(theme="trust", measure="swemwbs", component="group")])

    assert pairs == (
        JointPair("trust", "Trust", "swemwbs", "total", "group", "fall"),
        JointPair("harm", "Harm", "gad7", "total", None, "rise"),
    )
    assert find_pairs(CODEBOOK) == ()
    with pytest.raises(ValueError, match='lacks the theme "hope", which is to stand beside phq9'):
        find_pairs(CODEBOOK, [Joint(theme="hope", measure="phq9")])


def test_a_contrary_code_speaks_against_with_all_below_it() -> None:
    codebook = _with(CODEBOOK, "contrary_to", {"harm": "trust"})

    cases = _cases(codebook)

    assert tuple(cases.columns) == CASE_COLUMNS
    assert cases["excerpt_id"].tolist() == ["e4", "e5", "e7"]
    assert set(cases["because"]) == {"contrary_code"}
    assert set(cases["code"]) == set(cases["theme"]) == {"trust"}


def test_a_story_speaks_against_when_the_score_went_the_other_way() -> None:
    against_fall = _cases(pairs=[TRUST], changes=_changes())
    against_rise = _cases(
        pairs=[JointPair("trust", "Trust", "phq9", "total", expects="rise")], changes=_changes()
    )

    assert against_fall[["excerpt_id", "because"]].values.tolist() == [["e3", "score_went_other_way"]]
    assert against_rise["excerpt_id"].tolist() == ["e1"]


def test_without_a_rule_nothing_speaks_against() -> None:
    cases = _cases(pairs=[JointPair("trust", "Trust", "phq9", "total")], changes=_changes())

    assert cases.empty
    assert tuple(cases.columns) == CASE_COLUMNS


def test_a_contrary_code_that_is_not_there_is_refused() -> None:
    with pytest.raises(ValueError, match='the code "harm" is contrary to "hope", which the codebook lacks'):
        contrary_codes(_with(CODEBOOK, "contrary_to", {"harm": "hope"}))


def test_what_speaks_against_is_counted_beside_every_theme() -> None:
    codebook = _with(CODEBOOK, "contrary_to", {"harm": "trust"})
    cases = _cases(codebook, pairs=[TRUST], changes=_changes())

    rows = count_disconfirming(cases, _told(), codebook, grantee="example", pairs=[TRUST], changes=_changes())

    assert tuple(rows.columns) == DISCONFIRMING_COLUMNS
    numbers = ["because", "people", "of", "excerpts"]
    assert rows.loc[rows["code"] == "trust", numbers].values.tolist() == [
        ["contrary_code", 2, 5, 3],
        ["score_went_other_way", 1, 3, 1],
    ]
    harm = rows[rows["code"] == "harm"]
    assert harm["because"].tolist() == ["no_rule"]
    assert harm[["people", "of", "excerpts"]].isna().all(axis=None)
