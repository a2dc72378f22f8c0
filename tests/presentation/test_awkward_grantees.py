"""Four grantees that tempt a report to say too much, on a measure with thresholds, bands and a cut-off."""

from __future__ import annotations

import re
from collections.abc import Sequence  # noqa: TC003 - annotates module constants
from functools import cache
from typing import TYPE_CHECKING

import pytest

from evalkit.presentation import open_report

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

Pair = tuple[float | None, float | None]

PAIRS: dict[str, Sequence[Pair]] = {
    "four people": [(20, 10), (21, 9), (22, 14), (23, 11)],
    "nobody paired": [(18, None)] * 20 + [(None, 9)] * 20,
    "forty worse": [(8 + k % 5, 14 + k % 5 + k % 3) for k in range(40)],
    "no change": [(12 + k % 5, 12 + k % 5 + (1 if k % 2 else -1)) for k in range(40)],
}
PHQ9 = [
    {
        "file": "scores.csv",
        "respondent_id": "id",
        "component": "group",
        "scores": [
            {"column": "pre", "measure": "phq9", "timepoint": "before"},
            {"column": "post", "measure": "phq9", "timepoint": "after"},
        ],
    }
]
OPEN = {"disclosure": {"policy": "none", "reason": "made up for a test"}}
NEVER = re.compile(
    r"significan|\bprove[ds]?\b|\bimpact|\bled to|caused by|thanks to|successful|\bnan\b", re.IGNORECASE
)

SAID: dict[tuple[str, str], list[str]] = {
    ("four people", "open"): [
        "Too few people answered twice to say whether depression changed.",
        "From before to after – too few to work out a change, which needs 10 people. 4 people answered both times.",
        (
            "Of the 4 people who answered both times, 4 changed for the better by more than chance alone would "
            "explain (6 points or more), and none changed for the worse by as much."
        ),
        "Of the 4 people who started in the clinical range (cut-off 10), 1 reliably improved",
    ],
    ("four people", "protected"): [
        "Depression – fewer than 5 people: no result can be shown.",
        "How many people took part is hidden, to protect small numbers.",
        "How far those lost could move this result is hidden, to protect small numbers.",
    ],
    ("nobody paired", "open"): [
        "Nobody answered twice, so no change in depression can be worked out.",
        "None of the 40 people who started answered PHQ-9 twice.",
        "From before to after – a change could not be worked out. Nobody answered both times.",
        "Of those who answered PHQ-9 before, 20 did not answer after.",
        "- how people who did not answer twice are doing now",
    ],
    ("nobody paired", "protected"): [
        "Depression – fewer than 5 people: no result can be shown.",
        "From before to after – fewer than 5 people: no result can be shown.",
        "How far those lost could move this result is hidden, to protect small numbers.",
        "People who did not answer again may be doing better or worse than those who did.",
    ],
    ("forty worse", "open"): [
        "Depression rose on average, a change for the worse.",
        "PHQ-9 rose by 7.0 points on average (6.7 to 7.2) from before to after. A lower score is better.",
        (
            "Of the 40 people who answered both times, none changed for the better by more than chance alone would "
            "explain (6 points or more), and 40 (100%) changed for the worse by as much."
        ),
        (
            "Of the 24 people who started in the clinical range (cut-off 10), none reliably improved and are now in "
            "the usual range, and 24 (100%) did not. 16 were in the usual range from the start."
        ),
        "in the highest band, severe (20 to 27): none before and 2 (5%) after.",
        "More people changed for the worse than for the better by more than chance alone would explain.",
    ],
    ("forty worse", "protected"): [
        "Depression rose on average, a change for the worse.",
        "PHQ-9 rose by 7.0 points on average (6.7 to 7.2) from before to after. A lower score is better.",
        "How many people changed by more than chance alone would explain is hidden: it would give a small number away.",
        "fewer than 5 reliably improved and are now in the usual range (cut-off 10)",
        "How many were in the usual range from the start is hidden: it would give a small number away.",
    ],
    ("no change", "open"): [
        "No clear change in depression.",
        "Nobody changed for the better by more than chance alone would explain, none for the worse.",
        (
            "none changed for the better by more than chance alone would explain (6 points or more), "
            "none changed for the worse by as much, and 40 (100%) did neither."
        ),
    ],
    ("no change", "protected"): [
        "No clear change in depression.",
        "no clear change: the data fit anything from a fall of 0.3 to a rise of 0.3 points.",
        "in the highest band, severe (20 to 27): fewer than 5 before and fewer than 5 after.",
    ],
}
UNSAID = {
    "four people": r"on average \(|rose by|fell by|\(\d+%\)",
    "nobody paired": r"on average \(|rose by|fell by|changed for the (better|worse) by more",
    "forty worse": r"a change for the better|fell by|[1-9]\d* (\(\d+%\) )?(people )?changed for the better",
    "no change": r"a change for the (better|worse)|rose by|fell by|[1-9]\d* (\(\d+%\) )?changed for the (better|worse)",
}


@pytest.fixture(scope="module")
def tell(
    released_pairs: Callable[..., Path], tmp_path_factory: pytest.TempPathFactory
) -> Callable[[str, str], str]:
    """Return everything that a report says, links taken off, by grantee and policy."""

    @cache
    def write(name: str, policy: str) -> str:
        released = released_pairs(PAIRS[name], tables=PHQ9, **(OPEN if policy == "open" else {}))
        report = open_report(released, tmp_path_factory.mktemp("figures") / "figures", engine="none")
        sections = ("in_short", "limits", "reach", "outcomes", "goals", "who_is_missing")
        text = "\n\n".join(getattr(report, section)() for section in sections)
        return re.sub(r"\[([^\]]+)\]\(#[^)]*\)", r"\1", text)

    return write


@pytest.mark.parametrize(("name", "policy"), SAID)
def test_what_is_said_is_true_and_no_more(name: str, policy: str, tell: Callable[[str, str], str]) -> None:
    text = tell(name, policy)

    assert [sentence for sentence in SAID[name, policy] if sentence not in text] == []
    assert re.search(UNSAID[name], text) is None
    assert "what caused a change: it follows people over time" in text


@pytest.mark.parametrize(("name", "policy"), SAID)
def test_no_word_claims_a_cause_or_a_proof(name: str, policy: str, tell: Callable[[str, str], str]) -> None:
    assert NEVER.search(tell(name, policy)) is None


@pytest.mark.parametrize("name", ["four people", "nobody paired"])
def test_hidden_people_leave_no_number_of_pairs(name: str, tell: Callable[[str, str], str]) -> None:
    text = tell(name, "protected")

    assert "[fewer than 5]{.suppressed}" in text
    assert re.search(r"\d+ (people )?answered both times|\d+ changed for", text) is None
    assert "for the better by more" not in text


@pytest.mark.parametrize("name", ["forty worse", "no change"])
def test_what_became_of_all_forty_is_hidden_with_the_nobody_who_differs(
    name: str, tell: Callable[[str, str], str]
) -> None:
    # "40 of 40 changed for the worse" says that nobody improved: a count of 0.
    assert not re.search(r"40 (\(100%\) )?(changed|did neither)|none changed for", tell(name, "protected"))
