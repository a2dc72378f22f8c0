"""Two starting points: what is said of them, whatever the numbers tempt to say."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest

from evalkit.presentation.glossary import find_terms
from evalkit.presentation.limits_section import list_what_it_cannot_tell
from evalkit.presentation.robustness_section import write_checks, write_trust
from evalkit.presentation.trust_sentences import (
    MOVED_BEFORE,
    NEITHER,
    ONLY_ONE_IS_CLEAR,
    SAME_WAY,
    SIGN_OF_TRUST,
    TWO_QUESTIONS,
)
from released_rows import Row, make_material, only_headline

if TYPE_CHECKING:
    from pathlib import Path

    from evalkit.presentation.material import Material

PAIRED: dict[str, Row] = {
    "n_pairs": (60.0, 60),
    "mean_change": ((3.0, 1.2, 4.8), 60),
    "mean_from": (14.2, 60),
}
RULE = [{"rule": "answers from the person's 2nd answered questionnaire on"}]
WORSE, BETTER, UNCLEAR = (2.8, 0.9, 4.7), (-3.1, -4.9, -1.3), (0.4, -1.1, 1.9)
FORBIDDEN = re.compile(
    r"significan|prove[dsn]?\b|\bimpact\b|led to|due to|because of|thanks to|resulted in", re.IGNORECASE
)


def with_trust(
    figures: Path, first: tuple[float, float, float], trusted: tuple[float, float, float], **study: Any
) -> Material:
    """Return material with the same 48 people's change from both starting points."""
    rows: dict[str, Row] = {
        **PAIRED,
        "n_trusted": (48.0, 48),
        "mean_from_trusted": (19.1, 48),
        "mean_change_trusted": (trusted, 48),
        "mean_change_same_people": (first, 48),
    }
    return make_material(figures, rows, trust=RULE, **study)


def told(material: Material) -> str:
    """Return what is written about trust."""
    return write_trust(material, only_headline(material))


def lines(text: str) -> list[str]:
    """Return the list items."""
    return re.findall(r"^- (.*)$", text, re.MULTILINE)


def test_nothing_is_written_where_nothing_was_worked_out(tmp_path: Path) -> None:
    material = make_material(tmp_path, PAIRED)
    assert told(material) == ""
    assert write_checks(material, only_headline(material)) == ""
    assert list(tmp_path.iterdir()) == []


def test_raw_worse_and_trusted_better_is_a_possible_sign_of_trust(tmp_path: Path) -> None:
    text = told(with_trust(tmp_path, WORSE, BETTER))
    assert text.startswith(
        "**Two starting points.** Counted as trusted: answers from the person's 2nd answered questionnaire on. "
        "Both numbers below rest on the same 48 people, who answered before, once there was trust, and again after."
    )
    assert lines(text) == [
        "Depression, from the first answers – rose by 2.8 points on average (0.9 to 4.7), a change for the worse.",
        (
            "Depression, from the [trusted baseline](#glossary-trusted-baseline) – fell by 3.1 points on average "
            "(1.3 to 4.9), a change for the better."
        ),
    ]
    assert f"{TWO_QUESTIONS} The two point opposite ways. {SIGN_OF_TRUST} Neither was" in text
    assert "can be a sign of trust" in SIGN_OF_TRUST
    assert "can't tell which" in SIGN_OF_TRUST
    assert FORBIDDEN.findall(text) == []


def test_raw_better_and_trusted_worse_is_told_in_the_same_order(tmp_path: Path) -> None:
    text = told(with_trust(tmp_path, BETTER, WORSE))
    assert [line.partition(" – ")[2][:4] for line in lines(text)] == ["fell", "rose"]
    assert f"The two point opposite ways. {MOVED_BEFORE}" in text
    assert "sign of trust" not in text


@pytest.mark.parametrize(
    ("first", "trusted", "said", "unsaid"),
    [
        (UNCLEAR, UNCLEAR, NEITHER, SIGN_OF_TRUST),
        (BETTER, BETTER, SAME_WAY, MOVED_BEFORE),
        (WORSE, WORSE, SAME_WAY, SIGN_OF_TRUST),
        (WORSE, UNCLEAR, f"{ONLY_ONE_IS_CLEAR} {SIGN_OF_TRUST}", SAME_WAY),
        (UNCLEAR, WORSE, ONLY_ONE_IS_CLEAR, SIGN_OF_TRUST),
        (BETTER, UNCLEAR, ONLY_ONE_IS_CLEAR, MOVED_BEFORE),
    ],
)
def test_no_more_is_read_into_two_numbers_than_they_hold(
    first: tuple[float, float, float],
    trusted: tuple[float, float, float],
    said: str,
    unsaid: str,
    tmp_path: Path,
) -> None:
    text = told(with_trust(tmp_path, first, trusted))
    assert said in text
    assert unsaid not in text
    assert TWO_QUESTIONS in text


def test_a_score_without_a_better_side_gets_no_word_about_trust(tmp_path: Path) -> None:
    text = told(with_trust(tmp_path / "figures", WORSE, BETTER, better_is=None))
    assert "The two point opposite ways. Neither was" in text
    assert "better" not in text
    assert "sign of trust" not in text


@pytest.mark.parametrize(
    ("baselines", "said"),
    [
        (
            [],
            "Neither was [declared beforehand](#glossary-declared-beforehand), so neither goes before the other.",
        ),
        (["first"], "The change from the first answers was [declared beforehand]"),
        (["trusted"], "The change from the trusted baseline was [declared beforehand]"),
        (["first", "trusted"], "Both were [declared beforehand](#glossary-declared-beforehand)."),
    ],
)
def test_the_main_one_is_the_declared_one(baselines: list[str], said: str, tmp_path: Path) -> None:
    primary = [
        {"measure": "phq9", "from": "before", "to": "after", "declared": "2023-01-01", "baseline": baseline}
        for baseline in baselines
    ]
    for place, pair in enumerate([(WORSE, BETTER), (BETTER, WORSE)]):
        text = told(with_trust(tmp_path / str(place), *pair, primary=primary))
        assert said in text
        assert next(line.split(" – ")[0] for line in lines(text)) == "Depression, from the first answers"


def test_hidden_people_are_called_hidden_and_nothing_is_drawn(tmp_path: Path) -> None:
    rows = {
        **PAIRED,
        "n_trusted": (None, 0),
        "mean_change_trusted": (None, 0),
        "mean_change_same_people": (None, 0),
    }
    text = told(make_material(tmp_path, rows, trust=RULE))
    assert (
        "Depression, from the [trusted baseline](#glossary-trusted-baseline) – fewer than 5 people: no result can be "
        "shown." in text
    )
    assert "#fig-" not in text
    assert list(tmp_path.iterdir()) == []


def test_too_few_people_in_trust_are_counted(tmp_path: Path) -> None:
    why = "not calculated: fewer than 10 pairs"
    rows = {
        **PAIRED,
        "n_trusted": (7.0, 7),
        "mean_change_trusted": (why, 7),
        "mean_change_same_people": (why, 7),
    }
    text = told(make_material(tmp_path, rows, trust=RULE))
    assert "the same 7 people" in text
    assert lines(text)[1].endswith("– too few to work out a change, which needs 10 people.")
    assert "#fig-" not in text
    assert "| Trusted baseline, same people | 7 | – | not worked out |" in text


def test_nobody_in_trust_is_said(tmp_path: Path) -> None:
    rows = {
        **PAIRED,
        "n_trusted": (0.0, 0),
        "mean_change_trusted": ("not calculated: fewer than 10 pairs", 0),
    }
    text = told(make_material(tmp_path, rows, trust=RULE))
    assert "Nobody answered before, once there was trust, and again after." in text
    assert "#tbl-" not in text


def test_the_figure_says_both_numbers_in_words_and_marks_none_as_the_right_one(tmp_path: Path) -> None:
    text = told(with_trust(tmp_path, WORSE, BETTER))
    assert "![Depression shows a rise from the first answers and a fall since trust was there." in text
    assert (
        "Right is better (lower scores). From the first answers (48 people): +2.8 (0.9 to 4.7); "
        "Since trust was there (48 people): −3.1 (−4.9 to −1.3)." in text
    )
    names = sorted(path.name for path in tmp_path.iterdir())
    assert names == ["trust-group-phq9-total-narrow.svg", "trust-group-phq9-total.svg"]


def test_a_rule_of_the_component_goes_before_the_rule_for_all(tmp_path: Path) -> None:
    text = told(with_trust(tmp_path, WORSE, BETTER))
    assert "2nd answered" in text
    own = make_material(
        tmp_path,
        {**PAIRED, "n_trusted": (48.0, 48), "mean_change_trusted": (BETTER, 48)},
        trust=[*RULE, {"component": "group", "rule": "answers that were marked as trusted"}],
    )
    assert "Counted as trusted: answers that were marked as trusted." in told(own)


def test_early_answers_are_a_limit_of_the_report(tmp_path: Path) -> None:
    trusted = list_what_it_cannot_tell(with_trust(tmp_path, WORSE, BETTER))
    assert any("whether first answers were too good" in item for item in trusted)
    assert not any("too good" in item for item in list_what_it_cannot_tell(make_material(tmp_path, PAIRED)))


def test_links_lead_into_the_glossary(tmp_path: Path) -> None:
    terms = find_terms([told(with_trust(tmp_path, WORSE, BETTER))])
    assert terms == ["declared-beforehand", "trusted-baseline"]
