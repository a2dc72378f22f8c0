from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from evalkit.scoring.story_codes import STORY_CODE_COLUMNS, count_upwards, score_stories
from story_frames import CODEBOOK, make_stories

LEAVES = ["trust", "peers", "first_visit", "staff", "harm", "forms"]


def _counts(told: pd.DataFrame) -> dict[str, int]:
    return dict(zip(told["code"], told["excerpts"], strict=True))


def test_a_code_counts_for_all_above_it() -> None:
    told = score_stories(*make_stories([("d1", "P1", "group", "before", "first_visit")]), CODEBOOK)

    assert tuple(told.columns) == STORY_CODE_COLUMNS
    assert _counts(told) == {"trust": 1, "peers": 1, "first_visit": 1}
    assert told.loc[told["code"] == "trust", "level"].tolist() == ["theme"]
    assert set(told.loc[told["code"] != "trust", "level"]) == {"code"}


def test_two_codes_of_one_theme_are_one_passage_of_the_theme() -> None:
    passages = [("d1", "P1", "group", None, "peers staff"), ("d1", "P1", "group", None, "staff forms")]

    told = score_stories(*make_stories(passages), CODEBOOK)

    assert _counts(told) == {"trust": 2, "peers": 1, "staff": 2, "harm": 1, "forms": 1}


def test_a_passage_that_two_coders_marked_alike_counts_once() -> None:
    excerpts, codings = make_stories([("d1", "P1", "group", None, "peers")])

    told = score_stories(excerpts, pd.concat([codings, codings]), CODEBOOK)

    assert _counts(told) == {"trust": 1, "peers": 1}


def test_documents_people_and_times_stay_apart() -> None:
    passages = [
        ("d1", "P1", "group", "before", "peers"),
        ("d1", "P1", "group", "after", "peers"),
        ("d2", None, "group", None, "peers"),
    ]

    told = score_stories(*make_stories(passages), CODEBOOK)

    peers = told[told["code"] == "peers"]
    assert peers[["document", "timepoint"]].values.tolist()[:2] == [["d1", "before"], ["d1", "after"]]
    assert peers["respondent_id"].isna().tolist() == [False, False, True]


def test_a_passage_without_a_code_tells_nothing() -> None:
    told = score_stories(*make_stories([("d1", "P1", "group", None, "")]), CODEBOOK)

    assert told.empty
    assert tuple(told.columns) == STORY_CODE_COLUMNS


def test_codes_that_the_codebook_lacks_are_refused() -> None:
    with pytest.raises(ValueError, match='the codebook lacks the code "hope"'):
        score_stories(*make_stories([("d1", "P1", "group", None, "hope")]), CODEBOOK)


@pytest.mark.parametrize(
    ("parents", "words"),
    [
        (["b", "a"], 'the code "b" stands above itself|the code "a" stands above itself'),
        (["c", None], 'lacks the code "c", which stands above "a"'),
    ],
)
def test_a_hierarchy_that_leads_nowhere_is_refused(parents: list[str | None], words: str) -> None:
    codebook = pd.DataFrame({"code": ["a", "b"], "parent": parents, "theme": ["a", "b"]})

    with pytest.raises(ValueError, match=words):
        count_upwards(pd.DataFrame({"excerpt_id": ["e1"], "code": ["a"]}), codebook)


@given(st.lists(st.sets(st.sampled_from(LEAVES)), max_size=8))
def test_a_theme_has_at_least_its_largest_and_at_most_all_its_codes(coded: list[set[str]]) -> None:
    passages = [("d1", "P1", "group", None, " ".join(sorted(codes))) for codes in coded]

    counts = _counts(score_stories(*make_stories(passages), CODEBOOK))

    for theme, below in {"trust": ["peers", "staff"], "harm": ["forms"], "peers": ["first_visit"]}.items():
        parts = [counts.get(code, 0) for code in below]
        own = sum(theme in codes for codes in coded)
        assert max(parts) <= counts.get(theme, 0) <= sum(parts) + own
        assert counts.get(theme, 0) <= len(coded)
