from __future__ import annotations

from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evalkit.analysis.cooccurrence import COOCCURRENCE_COLUMNS, count_cooccurrence
from evalkit.analysis.outcomes import Design
from evalkit.analysis.themes import THEME_COLUMNS, count_themes
from evalkit.scoring.story_codes import score_stories
from story_frames import CODEBOOK, Passage, make_stories

DESIGN = Design("example", ("before", "after"), ("gender",), 10)
PEOPLE = pd.DataFrame(
    {
        "respondent_id": ["P1", "P2", "P3", "P1"],
        "component": ["group", "group", "course", "course"],
        "gender": ["woman", None, "man", "woman"],
    }
)
PASSAGES: list[Passage] = [
    ("d1", "P1", "group", "before", "peers staff"),
    ("d1", "P1", "group", "before", "peers"),
    ("d2", "P2", "group", "after", "forms"),
    ("d3", "P3", "course", "after", "staff"),
    ("d4", "P1", "course", "after", "staff"),
    ("d5", None, "group", "after", "peers forms"),
    ("d6", "P9", "group", "after", "peers"),
]


def _themes(passages: list[Passage] = PASSAGES, design: Design = DESIGN) -> pd.DataFrame:
    return count_themes(score_stories(*make_stories(passages), CODEBOOK), CODEBOOK, PEOPLE, design)


def _cell(
    themes: pd.DataFrame,
    component: str,
    code: str,
    subgroup: tuple[str, str] = ("all", "all"),
    timepoint: str = "all",
) -> dict[str, Any]:
    keys = ["component", "code", "subgroup_variable", "subgroup", "timepoint"]
    rows = themes[(themes[keys] == [component, code, *subgroup, timepoint]).all(axis=1)]
    assert len(rows) == 1
    numbers = ["people", "of", "excerpts", "documents", "of_documents"]
    return {str(key): int(value) for key, value in rows.iloc[0][numbers].items()}


def test_reach_counts_people_and_frequency_passages() -> None:
    themes = _themes()

    assert tuple(themes.columns) == THEME_COLUMNS
    everybody = {"people": 3, "of": 4, "excerpts": 6, "documents": 1, "of_documents": 1}
    assert _cell(themes, "all", "trust") == everybody
    assert _cell(themes, "group", "peers") | {"of": 0} == everybody | {"people": 2, "of": 0, "excerpts": 4}
    assert _cell(themes, "group", "harm")["people"] == 1
    assert themes["suppressed"].eq(other=False).all()


def test_a_person_in_two_components_is_one_person_of_all() -> None:
    themes = _themes()

    people = {part: _cell(themes, part, "staff")["people"] for part in ("all", "group", "course")}
    assert people == {"all": 2, "group": 1, "course": 2}


def test_a_code_that_nobody_used_is_kept_with_nobody() -> None:
    assert _cell(_themes(), "course", "first_visit") == {
        "people": 0,
        "of": 2,
        "excerpts": 0,
        "documents": 0,
        "of_documents": 0,
    }


def test_groups_that_speak_as_one_never_count_as_people() -> None:
    themes = _themes([("d5", None, "group", "after", "peers"), ("d6", None, "group", "after", "forms")])

    assert _cell(themes, "group", "peers") == {
        "people": 0,
        "of": 0,
        "excerpts": 1,
        "documents": 1,
        "of_documents": 2,
    }
    assert set(themes["subgroup_variable"]) == {"all"}


def test_subgroups_add_up_and_unknown_people_are_not_recorded() -> None:
    themes = _themes()
    groups = ["woman", "not recorded"]

    parts = [_cell(themes, "group", "peers", ("gender", group)) for group in groups]

    assert [part["people"] for part in parts] == [1, 1]
    assert sum(part["of"] for part in parts) == _cell(themes, "group", "peers")["of"] == 3
    assert all(part["documents"] == 0 for part in parts)


def test_timepoints_are_cells_of_everybody_only() -> None:
    themes = _themes()

    assert _cell(themes, "group", "peers", timepoint="before")["people"] == 1
    assert _cell(themes, "group", "peers", timepoint="after")["people"] == 1
    assert not ((themes["timepoint"] != "all") & (themes["subgroup"] != "all")).any()
    assert "before" not in set(themes.loc[themes["component"] == "course", "timepoint"])


def test_without_material_there_is_no_row() -> None:
    themes = _themes([])

    assert themes.empty
    assert tuple(themes.columns) == THEME_COLUMNS


@pytest.mark.parametrize("column", ["people", "excerpts"])
def test_themes_met_together(column: str) -> None:
    excerpts, codings = make_stories([*PASSAGES, ("d1", "P1", "group", "after", "forms")])
    told = score_stories(excerpts, codings, CODEBOOK)

    pairs = count_cooccurrence(told, codings, CODEBOOK, "example")

    assert tuple(pairs.columns) == COOCCURRENCE_COLUMNS
    assert pairs[["code_a", "code_b", "title_a", "title_b"]].values.tolist() == [
        ["trust", "harm", "Trust", "Harm"]
    ]
    # P1 told both, in different passages; only the group's passage carries both
    assert pairs[column].tolist() == [1]


@settings(max_examples=30)
@given(
    st.lists(st.tuples(st.sampled_from("ABC"), st.sampled_from(["peers", "staff", "forms", ""])), max_size=9)
)
def test_nobody_counts_twice(said: list[tuple[str, str]]) -> None:
    passages: list[Passage] = [(f"d{who}", who, "group", "before", code) for who, code in said]

    themes = _themes(passages)

    tellers = {who for who, code in said if code}
    assert (themes["people"] <= themes["of"]).all()
    assert (themes["people"] <= themes["excerpts"]).all()
    for code in ("peers", "forms"):
        told = {who for who, given_code in said if given_code == code}
        if tellers:
            assert _cell(themes, "all", code)["people"] == len(told)
            assert _cell(themes, "all", code)["of"] == len(tellers)
