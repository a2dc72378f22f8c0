"""The sentences that open a report, word for word, on data that tempts to say too much."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from evalkit.presentation import open_report

if TYPE_CHECKING:
    from pathlib import Path

NOT_DECLARED = "This comparison was [not declared beforehand](#glossary-declared-beforehand)."


def findings(released: Path, tmp_path: Path, maximum: int = 5) -> list[tuple[str, str, str]]:
    """Return kind, sentence and evidence of each finding."""
    report = open_report(released, tmp_path / "figures", engine="none", maximum_findings=maximum)
    return [(finding.kind, finding.sentence, finding.evidence) for finding in report.findings]


AWKWARD = {
    "null": [
        (
            "neutral",
            "No clear change in depression.",
            (
                "BDI from before to after: the data fit anything from a fall of 0.3 to a rise of 0.3 points. "
                f"All 40 people who started answered both times. {NOT_DECLARED}"
            ),
        )
    ],
    "worse": [
        (
            "worse",
            "Depression rose on average, a change for the worse.",
            (
                "BDI rose by 6.0 points on average (5.7 to 6.2) from before to after. A lower score is better. "
                f"All 40 people who started answered both times. {NOT_DECLARED}"
            ),
        )
    ],
    "four": [
        (
            "limit",
            "Depression – fewer than 5 people: no result can be shown.",
            "This is about BDI from before to after.",
        )
    ],
    "nobody twice, open": [
        (
            "limit",
            "Nobody answered twice, so no change in depression can be worked out.",
            (
                "BDI from before to after: a change could not be worked out. Nobody answered both times. "
                f"{NOT_DECLARED}"
            ),
        ),
        (
            "limit",
            "We know least about those who did not answer twice.",
            "None of the 40 people who started answered BDI twice.",
        ),
    ],
    "seven twice": [
        (
            "limit",
            "Too few people answered twice to say whether depression changed.",
            (
                "BDI from before to after: a change needs at least 10 people who answered both times. "
                f"7 of the 12 people who started answered both times. {NOT_DECLARED}"
            ),
        ),
        (
            "limit",
            "We know least about those who did not answer twice.",
            "5 of the 12 people who answered BDI before did not answer after. No score here says how they are.",
        ),
    ],
    "few large": [
        (
            "better",
            "Depression fell on average, a change for the better.",
            (
                "BDI fell by 4.3 points on average (1.3 to 7.2) from before to after. A lower score is better. "
                "All 40 people who started answered both times. Ranked by person, the changes point the other way: "
                f"a few large changes carry the average. {NOT_DECLARED}"
            ),
        )
    ],
    "same": [
        (
            "neutral",
            "No change in depression on average.",
            (
                "BDI was the same on average from before to after. All 12 people who started answered both times. "
                f"{NOT_DECLARED}"
            ),
        )
    ],
}


@pytest.mark.parametrize("name", AWKWARD)
def test_awkward_data_is_told_as_it_is(name: str, awkward: dict[str, Path], tmp_path: Path) -> None:
    assert findings(awkward[name], tmp_path) == AWKWARD[name]


def test_the_real_trial_tells_both_arms_and_its_loss(beat_the_blues: Path, tmp_path: Path) -> None:
    assert findings(beat_the_blues, tmp_path) == [
        (
            "better",
            "Depression fell on average, a change for the better.",
            (
                "BDI fell by 11.9 points on average (9.0 to 14.8) from before to 8 months. A lower score is better. "
                f"52 of the 100 people who started (52%) answered both times. {NOT_DECLARED}"
            ),
        ),
        (
            "neutral",
            "Depression fell on average in each group by treatment: BtheB and TAU.",
            (
                "From before to 8 months, BtheB: fell by 13.1 points on average (9.2 to 17.1), a change for the "
                "better (27 people); TAU: fell by 10.5 points on average (6.0 to 15.1), a change for the better "
                "(25 people). This report sets the groups side by side and does not test whether they differ."
            ),
        ),
        (
            "limit",
            "We know least about those who did not answer twice.",
            (
                "48 of the 100 people who answered BDI before (48%) did not answer at 8 months. "
                "No score here says how they are."
            ),
        ),
    ]


def test_a_declared_comparison_is_not_marked(growing_minds: Path, tmp_path: Path) -> None:
    told = findings(growing_minds, tmp_path)
    assert told[0][1].startswith("Counselling: distress ")
    assert "declared" not in told[0][2]
    assert all(NOT_DECLARED in evidence for kind, _, evidence in told[1:] if kind in {"better", "worse"})


def test_harm_outranks_what_is_pretty_and_the_limit(awkward: dict[str, Path], tmp_path: Path) -> None:
    assert findings(awkward["small group"], tmp_path, maximum=1)[0][0] == "worse"
    assert [kind for kind, *_ in findings(awkward["small group"], tmp_path)] == ["worse", "limit"]


def test_one_finding_is_about_limits_when_nothing_got_worse(beat_the_blues: Path, tmp_path: Path) -> None:
    assert [kind for kind, *_ in findings(beat_the_blues, tmp_path, maximum=2)] == ["better", "limit"]
    assert [kind for kind, *_ in findings(beat_the_blues, tmp_path, maximum=1)] == ["limit"]


def test_a_hidden_group_has_its_one_sentence(awkward: dict[str, Path], tmp_path: Path) -> None:
    text = open_report(awkward["small group"], tmp_path / "figures", engine="none").outcomes()
    assert "- B – fewer than 5 people: no result can be shown.\n" in text
    assert "[fewer than 5]{.suppressed}" in text


def test_harm_to_forty_people_is_told_under_protection_too(awkward: dict[str, Path], tmp_path: Path) -> None:
    kind, sentence, evidence = findings(awkward["worse, protected"], tmp_path)[0]
    assert (kind, sentence) == ("worse", "Depression rose on average, a change for the worse.")
    assert evidence.startswith("BDI rose by 6.0 points on average (5.7 to 6.2) from before to after.")


def test_counts_that_were_rounded_alike_are_not_called_all(awkward: dict[str, Path], tmp_path: Path) -> None:
    report = open_report(awkward["rounded"], tmp_path / "figures", engine="none")
    assert "All " not in report.in_short()
    assert "All other counts are rounded to the nearest 5." in report.method()


def test_below_the_minimum_people_are_counted_and_nothing_is_worked_out(
    awkward: dict[str, Path], tmp_path: Path
) -> None:
    text = open_report(awkward["seven twice"], tmp_path / "figures", engine="none").outcomes()
    assert (
        "From before to after – too few to work out a change, which needs 10 people. "
        "7 people answered both times." in text
    )
    assert "| not worked out | not worked out |" in text
    assert "#fig-change" not in text
