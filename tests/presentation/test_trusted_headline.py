"""A headline is told from the baseline that was declared, whatever the result."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from evalkit.presentation.category_sentences import (
    count_in_short,
)
from evalkit.presentation.changes import Headline, Verdict, choose_headlines, gather_changes
from evalkit.presentation.findings import present_outcome
from evalkit.presentation.sentences import give_evidence, say_in_short

if TYPE_CHECKING:
    from pathlib import Path

    from evalkit.presentation.facts import StudyFacts


from category_rows_made import LINK, material, moved, released, reliable, statistics

PRIMARY = {"measure": "core", "from": "t0", "to": "t1", "declared": "2020-01-15"}


def headline(baseline: str, **values: Any) -> tuple[StudyFacts, Headline]:
    """Return the headline of a study that declared a baseline."""
    facts = {"primary": [{**PRIMARY, "baseline": baseline}]}
    door = released([], statistics("core", **values), **facts)
    return door.study, choose_headlines(door.study, gather_changes(door))[0]


BOTH: dict[str, Any] = {
    "n_pairs": 101,
    "mean_change": (3, 2, 4),
    "hedges_g_av": (0.5, 0.3, 0.7),
    "n_trusted": 80,
    "mean_change_trusted": (-5, -6, -4),
}


def test_the_declared_baseline_decides_whatever_the_result() -> None:
    facts, main = headline("trusted", **BOTH)
    assert main.told.verdict is Verdict.FELL
    assert main.change.verdict is Verdict.ROSE
    assert say_in_short(facts, main.told) == (
        "Distress fell on average since trust was there, a change for the better."
    )
    assert give_evidence(facts, main, None) == (
        "CORE fell by 5.0 points on average (4.0 to 6.0) since [trust was there](#glossary-trusted-baseline), up to "
        "6 months. A lower score is better. 80 people answered both times, and once trust was there."
    )
    facts, main = headline("first", **BOTH)
    assert main.told is main.change
    assert say_in_short(facts, main.told) == "Distress rose on average, a change for the worse."


def test_without_a_trusted_result_the_other_baseline_never_stands_in(tmp_path: Path) -> None:
    untold = {name: value for name, value in BOTH.items() if "trusted" not in name}
    facts, main = headline("trusted", **untold, n_trusted=3)
    assert main.told.mean_change is None
    own = material([], tmp_path)
    finding = present_outcome(facts, main, own.counts)
    assert finding.kind == "limit"
    assert finding.sentence == (
        "Too few people answered once trust was there and again to say whether distress changed."
    )
    assert "rose" not in finding.evidence


def test_counts_from_the_first_answer_are_marked_under_a_trusted_headline() -> None:
    said = count_in_short(reliable(9, 45, 47), moved(-5, -3, is_trusted=True))
    assert (
        said
        == f"Counted from the first answer, 9 people changed for the better by more than {LINK}, 47 for the worse."
    )
