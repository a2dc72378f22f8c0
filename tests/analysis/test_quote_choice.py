from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evalkit.analysis.disconfirming import CASE_COLUMNS
from evalkit.analysis.quote_choice import QUOTE_COLUMNS, choose_quotes
from story_frames import CODEBOOK, Passage, make_stories

Said = tuple[str, str | None, str, int]
"""Codes, respondent, component, length of the text."""


def _themes(
    *hidden: tuple[str, str], components: tuple[str, ...] = ("all", "group", "course")
) -> pd.DataFrame:
    return pd.DataFrame(
        [
            {"level": "theme", "theme": theme, "component": part, "suppressed": (theme, part) in hidden}
            for theme in ("trust", "harm")
            for part in components
        ]
    )


def _choose(
    said: list[Said],
    *,
    themes: pd.DataFrame | None = None,
    against: dict[str, str] | None = None,
    per_theme: int = 2,
    order: slice = slice(None),
) -> pd.DataFrame:
    """Choose among passages e1, e2 …; ``against`` says which of them speak against which theme."""
    passages: list[Passage] = [(f"d{who}", who, part, None, codes) for codes, who, part, _ in said]
    excerpts, codings = make_stories(passages)
    texts = [
        f"{name}{'x' * (length - len(name))}"
        for name, (*_, length) in zip(excerpts["excerpt_id"], said, strict=True)
    ]
    safe = excerpts.assign(text=texts, attribution="woman", name=None)
    cases = pd.DataFrame(
        [
            {"excerpt_id": name, "theme": theme, "because": "contrary_code"}
            for name, theme in (against or {}).items()
        ],
        columns=list(CASE_COLUMNS),
    )
    return choose_quotes(
        safe.iloc[order],
        codings.iloc[order],
        CODEBOOK,
        _themes() if themes is None else themes,
        cases,
        grantee="example",
        per_theme=per_theme,
    )


def _ids(quotes: pd.DataFrame) -> list[str]:
    return [str(text).rstrip("x") for text in quotes["text"]]


def test_median_length_decides_not_the_longest_or_shortest() -> None:
    quotes = _choose(
        [("peers", f"P{n}", "group", length) for n, length in enumerate((10, 90, 41, 40, 12))], per_theme=1
    )

    assert tuple(quotes.columns) == QUOTE_COLUMNS
    assert _ids(quotes) == ["e4"]
    assert quotes[["quote", "theme", "code", "component", "chosen_because"]].values.tolist() == [
        ["Q1", "trust", "peers", "group", "new_voice"]
    ]


def test_nobody_is_quoted_twice_under_a_theme() -> None:
    quotes = _choose(
        [("peers", "P1", "group", 20), ("staff", "P1", "group", 20), ("peers", "P1", "group", 20)]
    )

    assert _ids(quotes) == ["e1"]


def test_people_not_quoted_yet_come_first() -> None:
    said: list[Said] = [
        ("forms", "P1", "group", 30),
        ("peers", "P1", "group", 30),
        ("peers", "P2", "group", 80),
        ("peers", "P3", "group", 10),
    ]

    quotes = _choose(said, per_theme=3)

    # the theme with one voice chooses first, so P1 speaks there and comes last under trust
    assert quotes[["theme", "chosen_because"]].values.tolist() == [
        ["trust", "new_voice"],
        ["trust", "new_voice"],
        ["trust", "voice_quoted_elsewhere"],
        ["harm", "new_voice"],
    ]
    assert _ids(quotes) == ["e4", "e3", "e2", "e1"]
    assert quotes["quote"].tolist() == ["Q1", "Q2", "Q3", "Q4"]


def test_components_take_turns() -> None:
    said: list[Said] = [("peers", f"P{n}", "group", 30) for n in range(3)]
    quotes = _choose([*said, ("peers", "P9", "course", 200)])

    assert quotes["component"].tolist() == ["group", "course"]


def test_one_that_speaks_against_is_added_where_there_is_one() -> None:
    said: list[Said] = [("peers", f"P{n}", "group", 30) for n in range(4)]
    quotes = _choose(
        [*said, ("forms", "P9", "group", 30)],
        against={"e2": "trust", "e5": "trust"},
        themes=_themes(("harm", "group")),
    )

    assert _ids(quotes) == ["e1", "e2", "e3"]
    assert quotes["disconfirming"].tolist() == [False, True, False]
    assert quotes["chosen_because"].tolist() == ["new_voice", "contrary_code; new_voice", "new_voice"]


def test_what_speaks_against_a_theme_may_have_no_code_of_it() -> None:
    quotes = _choose(
        [("forms", "P9", "group", 30)], against={"e1": "trust"}, themes=_themes(("harm", "group"))
    )

    assert quotes[["theme", "code", "disconfirming"]].values.tolist() == [["trust", "forms", True]]


def test_themes_that_are_hidden_are_not_quoted() -> None:
    said: list[Said] = [
        ("peers", "P1", "group", 30),
        ("peers", "P2", "course", 30),
        ("forms", "P3", "group", 30),
    ]

    quotes = _choose(said, themes=_themes(("trust", "group"), ("harm", "group"), ("harm", "all")))

    assert _ids(quotes) == ["e2"]


def test_a_passage_of_two_themes_is_quoted_once() -> None:
    assert len(_choose([("peers forms", "P1", "group", 30)])) == 1


def test_a_group_is_a_voice_of_its_own() -> None:
    quotes = _choose(
        [("peers", None, "group", 30), ("staff", None, "group", 30), ("peers", "P1", "group", 30)]
    )

    assert _ids(quotes) == ["e1", "e3"]


def test_nothing_to_quote_gives_no_rows() -> None:
    quotes = _choose([])

    assert quotes.empty
    assert tuple(quotes.columns) == QUOTE_COLUMNS


def test_a_number_below_one_is_refused() -> None:
    with pytest.raises(ValueError, match="per_theme is the number of passages of a theme, 1 or more, not 0"):
        _choose([], per_theme=0)


SAID = st.tuples(
    st.sampled_from(["peers", "staff", "forms", "peers forms", "first_visit"]),
    st.sampled_from(["P1", "P2", "P3", None]),
    st.sampled_from(["group", "course"]),
    st.integers(5, 60),
)


@settings(max_examples=40)
@given(st.lists(SAID, max_size=10), st.integers(1, 3))
def test_the_rule_holds_whatever_the_order(said: list[Said], per_theme: int) -> None:
    quotes = _choose(said, per_theme=per_theme)

    pd.testing.assert_frame_equal(quotes, _choose(said, per_theme=per_theme, order=slice(None, None, -1)))
    assert quotes["text"].is_unique
    assert (quotes.groupby("theme").size() <= per_theme).all()
    voices = [said[int(name[1:]) - 1][1] for name in _ids(quotes)]
    assert not pd.DataFrame({"theme": quotes["theme"], "voice": voices}).dropna().duplicated().any()
