"""What people said: sentences word for word, what is hidden, and silence where there are no stories."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pandas as pd
import pytest

from evalkit import store
from evalkit.errors import BuildError
from evalkit.presentation import open_report
from evalkit.presentation.counter_evidence import NOBODY_LOOKED, NOTHING_FOUND
from evalkit.presentation.quote_blocks import DIFFERENTLY, SCORE_WENT_OTHER_WAY
from evalkit.presentation.story_findings import find_most_told, list_story_findings
from evalkit.presentation.story_method import write_story_method
from evalkit.presentation.story_released import CaseStudy, make_story_tables, read_released_stories
from evalkit.presentation.story_section import write_stories
from story_released_made import (
    CODEBOOK,
    PROTECTS,
    SMALL,
    against_row,
    make_stories,
    make_told,
    quote_row,
    theme_row,
)

if TYPE_CHECKING:
    from pathlib import Path

ALL = ("all", "all", "all")
TWO = {"components": [{"id": "group", "title": "Group"}, {"id": "tree", "title": "Tree of Life"}]}
GROUPS = {"material": {"focus_group": 5}}
FORBIDDEN = re.compile(
    r"significan|prove[dsn]?\b|\bimpact\b|led to|substantial|almost perfect", re.IGNORECASE
)


def chapter(folder: Path, study: dict[str, Any] | None = None, **stories: Any) -> str:
    """Return the chapter on these released stories."""
    return write_stories(make_told(folder / "figures", make_stories(**stories), **(study or {})))


def test_a_theme_is_told_in_plain_words_with_counts_before_percentages(tmp_path: Path) -> None:
    said = chapter(tmp_path, themes=[theme_row("trust", 12), theme_row("harm", 7), theme_row("peers", 9)])
    assert said.startswith(
        "## What people said\n\nWhat 25 people told was read passage by passage and sorted into two"
    )
    assert "### Having somebody to trust\n\n12 of the 25 people (48%) told of this." in said
    assert "Most often, people told of having somebody to trust: 12 of the 25 people (48%)." in said
    assert "| Peers | 9\N{NO-BREAK SPACE}of\N{NO-BREAK SPACE}25 | 30 |" in said
    assert said.index("### Having somebody") < said.index("### Questions that hurt")
    assert not FORBIDDEN.search(said)


def test_no_percentage_of_fewer_than_twenty(tmp_path: Path) -> None:
    said = chapter(tmp_path, themes=[theme_row("trust", 12, 19), theme_row("harm", 19, 19)])
    assert "12 of the 19 people told of this." in said
    assert "All 19 people told of this." in said
    assert "%" not in said


def test_one_theme_is_not_told_most_often(tmp_path: Path) -> None:
    said = chapter(tmp_path, facts={"codebook": CODEBOOK[:1]}, themes=[theme_row("trust", 12)])
    assert "sorted into one theme." in said
    assert "People told of having somebody to trust: 12 of the 25 people (48%)." in said
    assert "ost often" not in said


def test_themes_that_share_the_first_place_are_all_named(tmp_path: Path) -> None:
    told = make_told(tmp_path, make_stories(themes=[theme_row("trust", 12), theme_row("harm", 12)]))
    both = "having somebody to trust and questions that hurt"
    assert f"people told of {both}: 12 of the 25 people (48%) each." in write_stories(told)
    found = find_most_told(told)
    assert found is not None
    assert found.finding.sentence == f"What people told of most often was {both}."
    assert found.finding.evidence == "12 of the 25 people (48%) told of each of these."


def test_a_small_theme_and_one_hidden_to_protect_it_are_not_told_apart_by_number(tmp_path: Path) -> None:
    said = chapter(
        tmp_path, themes=[theme_row("trust", PROTECTS), theme_row("harm", SMALL), theme_row("peers", 9)]
    )
    assert "- Fewer than 5 people told of questions that hurt." in said
    assert (
        "- How many people told of having somebody to trust is [hidden](#glossary-hidden), to protect" in said
    )
    assert "fig-themes" not in said


def test_all_hidden_leaves_no_figure_no_table_and_no_finding(tmp_path: Path) -> None:
    told = make_told(tmp_path, make_stories(themes=[theme_row("trust", SMALL), theme_row("harm", SMALL)]))
    said = write_stories(told)
    assert "fig-" not in said
    assert "tbl-" not in said
    assert "No words of anybody are quoted." in said
    assert list_story_findings(told) == []


def test_nobody_told_of_a_theme_is_said(tmp_path: Path) -> None:
    said = chapter(tmp_path, themes=[theme_row("trust", 12), theme_row("harm", 0)])
    assert "### Other themes\n\n- None of the 25 people told of questions that hurt." in said
    assert "Questions that hurt: 0 of 25" in said


def test_where_only_groups_spoke_nobody_is_counted(tmp_path: Path) -> None:
    themes = [theme_row("trust", 0, 0, groups=(4, 5)), theme_row("harm", 0, 0, groups=(0, 5))]
    told = make_told(tmp_path, make_stories(facts=GROUPS, themes=themes))
    said = write_stories(told)
    assert "What was said in 5 focus groups was read passage by passage" in said
    assert "This came up in 4 of 5 focus groups." in said
    assert "- Questions that hurt came up in none of the 5 focus groups." in said
    assert (
        "Having somebody to trust came up most often: in 4 of the 5 focus groups. A dot is one focus group."
        in said
    )
    assert "people told" not in said.lower()
    found = find_most_told(told)
    assert found is not None
    assert found.finding.evidence == "It came up in 4 of 5 focus groups."


def test_one_focus_group_and_people_beside_it(tmp_path: Path) -> None:
    facts = {"material": {"story": 25, "focus_group": 1}}
    said = chapter(
        tmp_path,
        facts=facts,
        themes=[theme_row("trust", 12, groups=(1, 1)), theme_row("harm", 8, groups=(0, 1))],
    )
    assert "What 25 people told and what was said in 1 focus group was read" in said
    assert "told of this. It came up in the one focus group." in said
    assert "told of this. It came up in no focus group." in said


def test_parts_of_the_programme_are_told_apart(tmp_path: Path) -> None:
    themes = [theme_row("trust", 12, groups=(4, 5)), theme_row("trust", 12, cell=("group", *ALL))]
    themes += [theme_row("trust", 0, 0, cell=("tree", *ALL), groups=(4, 5))]
    said = chapter(tmp_path, TWO, facts={"material": {"story": 25, "focus_group": 5}}, themes=themes)
    assert "- Group: 12 of the 25 people (48%).\n- Tree of Life: in 4 of 5 focus groups." in said


def test_groups_and_times_are_tables_only_where_numbers_are_shown(tmp_path: Path) -> None:
    def by(variable: str, group: str, moment: str = "all") -> tuple[str, str, str, str]:
        return ("all", variable, group, moment)

    themes = [
        theme_row("trust", 12),
        theme_row("trust", 7, 12, cell=by("gender", "woman")),
        theme_row("trust", 5, 13, cell=by("gender", "man")),
        theme_row("trust", SMALL, cell=by("age", "young")),
        theme_row("trust", 9, 20, cell=by("age", "old")),
        theme_row("trust", 12, 25, cell=by("all", "all", "after")),
    ]
    said = chapter(tmp_path, themes=themes)
    assert "| Theme | Woman | Man |" in said
    assert "| Having somebody to trust | 7 of 12 | 5 of 13 |" in said.replace("\N{NO-BREAK SPACE}", " ")
    assert "Old" not in said
    assert "by time" not in said


def test_quotes_say_who_spoke_as_far_as_it_may_be_told(tmp_path: Path) -> None:
    quotes = [
        quote_row("One.\n\nTwo."),
        quote_row("Three.", name="Amina", attribution="woman"),
        quote_row("Four.", component="tree", kind="focus_group", attribution=""),
    ]
    said = chapter(tmp_path, TWO, themes=[theme_row("trust", 12)], quotes=quotes)
    assert "> One\\.\n>\n> Two\\.\n>\n> — woman\\, 25–34, Group" in said
    assert "> Three\\.\n>\n> — Amina, Group" in said
    assert "> Four\\.\n>\n> — said in a focus group, Tree of Life" in said
    assert "The words below were chosen by a rule, not by how well they are put" in said


def test_a_rule_that_has_no_words_yet_is_named(tmp_path: Path) -> None:
    said = chapter(
        tmp_path, facts={"rule": "longest"}, themes=[theme_row("trust", 12)], quotes=[quote_row("A.")]
    )
    assert "The words below were chosen by this rule: longest." in said


def test_what_speaks_against_a_theme_comes_last_and_is_marked(tmp_path: Path) -> None:
    quotes = [
        quote_row("Against.", disconfirming=True, chosen_because="contrary_code; new_voice"),
        quote_row("Other way.", disconfirming=True, chosen_because="score_went_other_way; new_voice"),
        quote_row("For."),
    ]
    said = chapter(tmp_path, themes=[theme_row("trust", 12)], quotes=quotes)
    assert said.index("For") < said.index(f"{DIFFERENTLY}\n\n> Against") < said.index("Other way")
    assert f"{SCORE_WENT_OTHER_WAY}\n\n> Other way" in said


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([], NOBODY_LOOKED),
        ([against_row("no_rule")], NOBODY_LOOKED),
        ([against_row("contrary_code", 0, 0)], NOTHING_FOUND),
        (
            [against_row("contrary_code", 6, 8)],
            "6 of the 25 people (24%) said something that speaks against this.",
        ),
        (
            [against_row("contrary_code", SMALL)],
            "Fewer than 5 people said something that speaks against this.",
        ),
        (
            [against_row("contrary_code", PROTECTS)],
            "How many people said something that speaks against this is [hidden]",
        ),
        (
            [against_row("contrary_code", excerpts=1)],
            "1 passage speaks against this, from groups in which nobody in particular speaks.",
        ),
        ([against_row("contrary_code", 6, 8, code="peers", title="Peers")], "that speaks against “Peers”."),
        ([against_row("score_went_other_way", 6, 8)], "was looked for in the scores of those who told of it"),
    ],
)
def test_counter_evidence_is_said_or_that_nobody_looked(
    rows: list[dict[str, Any]], expected: str, tmp_path: Path
) -> None:
    themes = [theme_row("trust", 12), theme_row("trust", 12, cell=("group", *ALL))]
    assert expected in chapter(tmp_path, themes=themes, disconfirming=rows)


def test_no_quotes_are_explained_and_so_is_what_is_withheld(tmp_path: Path) -> None:
    facts = {"withheld": {"no_consent": True, "undecided": True}}
    told = make_told(tmp_path, make_stories(facts=facts, themes=[theme_row("trust", 12)]))
    said = write_stories(told)
    assert "No words of anybody are quoted. What people told who have not agreed" in said
    assert "until somebody has decided what to do about them." in said
    assert "How much was withheld is not said in numbers" in write_story_method(told)


def test_the_evaluators_words_stay_first_and_may_stand_alone(tmp_path: Path) -> None:
    prose = {"stories": "# We listened\n\nTo *everybody*."}
    stories = make_stories(themes=[theme_row("trust", 12)])
    assert write_stories(make_told(tmp_path, stories, narrative=prose)).startswith(
        "## What people said\n\n### We listened\n\nTo *everybody*.\n\nWhat 25 people told"
    )
    alone = make_told(tmp_path, make_stories(facts={"codebook": []}), narrative=prose)
    assert write_stories(alone) == "## What people said\n\n### We listened\n\nTo *everybody*."


def test_a_study_without_stories_says_nothing(tmp_path: Path) -> None:
    told = make_told(tmp_path, make_stories(facts={"codebook": []}))
    assert write_stories(told) == ""
    assert write_story_method(told) == ""
    assert list_story_findings(told) == []


def test_the_real_example_has_no_stories(beat_the_blues: Path, tmp_path: Path) -> None:
    report = open_report(beat_the_blues, tmp_path, engine="none")
    assert report.stories() == ""
    assert report.numbers_and_stories() == ""
    assert "### Stories" not in report.method()


def test_a_case_study_stands_under_its_title(tmp_path: Path) -> None:
    case = CaseStudy("A way back", ("trust",), "tree", "# Then\n\nShe rang.")
    said = chapter(tmp_path, TWO, cases=[case], themes=[theme_row("trust", 12)])
    assert (
        "### A way back\n\nA case study. Everybody in it agreed to be in this report. Tree of Life. It tells of having "
        "somebody to trust.\n\n**Then**\n\nShe rang."
    ) in said


def test_what_the_gate_wrote_is_read_back(tmp_path: Path) -> None:
    store.write_json(tmp_path / "stories.json", {"codebook": CODEBOOK, "material": {"story": 3}, "extra": 1})
    store.write_csv(tmp_path / "themes.csv", pd.DataFrame([{"grantee": "x", **theme_row("trust", SMALL)}]))
    store.write_csv(
        tmp_path / "quotes.csv", pd.DataFrame([{"grantee": "x", **quote_row("=1+1", theme="007", name=None)}])
    )
    store.write_text(
        tmp_path / "cases/01.md", '---\ntitle: "A: b"\nthemes: ["trust"]\ncomponent: ""\n---\nText ---\n'
    )
    store.write_text(tmp_path / "media/01.txt", "Said.\n")
    found = read_released_stories(tmp_path)
    assert found.cases == (CaseStudy("A: b", ("trust",), "", "Text ---"),)
    assert found.transcripts == {"01.txt": "Said.\n"}
    assert found.tables["themes"]["suppressed"].tolist() == [True]
    assert found.tables["quotes"][["theme", "name", "disconfirming"]].to_numpy().tolist() == [
        ["007", "", False]
    ]
    assert found.tables["joint"].empty


def test_a_table_that_lacks_a_column_is_named() -> None:
    with pytest.raises(BuildError, match=r"^joint\.csv lacks the column component$"):
        make_story_tables({"joint": pd.DataFrame({"grantee": ["x"]})})


def test_the_same_stories_give_the_same_files(tmp_path: Path) -> None:
    stories = make_stories(themes=[theme_row("trust", 12), theme_row("harm", 7)])
    first, second = (make_told(tmp_path / name, stories) for name in ("a", "b"))
    assert write_stories(first).replace("(a/", "(b/").replace('"a/', '"b/') == write_stories(second)
    assert (tmp_path / "a/themes.svg").read_bytes() == (tmp_path / "b/themes.svg").read_bytes()
