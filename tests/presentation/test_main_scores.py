"""Which scores are told in full, which findings open the report, and what the brief part says."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from category_rows_made import part, released, statistics
from evalkit.presentation.changes import choose_headlines, gather_changes
from evalkit.presentation.finding_groups import give_evidence_alike, group_headlines, say_alike_in_short
from evalkit.presentation.findings import choose_findings
from evalkit.presentation.main_scores import choose_main_scores, is_main
from evalkit.presentation.material import Material
from evalkit.presentation.method_section import say_correction, shorten_methods
from evalkit.presentation.outcome_section import write_outcomes

if TYPE_CHECKING:
    from pathlib import Path

    from evalkit.presentation.findings import Finding

FELL = {"n_pairs": 40, "mean_change": (-2, -3, -1), "hedges_g_av": (-0.5, -0.8, -0.2)}
ROSE = {"n_pairs": 40, "mean_change": (2, 1, 3), "hedges_g_av": (0.5, 0.2, 0.8)}
UNCLEAR = {"n_pairs": 40, "mean_change": (0.1, -1, 1.2), "hedges_g_av": (0.02, -0.2, 0.3)}
TRUST_ROSE = {"n_trusted": 30, "mean_change_trusted": (3, 2, 4), "mean_change_same_people": (-2, -3, -1)}


def write(folder: Path, scores: dict[str, Any], *, declared: dict[str, str] | None = None) -> Material:
    """Return the material of measures with one score each; ``declared`` names baselines by measure."""
    measures = [
        {"id": name, "title": name, "short_title": name.upper(), "subscales": [part(name, "higher", 20)]}
        for name in scores
    ]
    primary = [
        {"measure": name, "from": "t0", "to": "t1", "declared": "2020-01-15", "baseline": baseline}
        for name, baseline in (declared or {}).items()
    ]
    rows = [row for name, values in scores.items() for row in statistics(name, **values)]
    return Material.gather(released([], rows, measures=measures, primary=primary), folder / "figures")


def findings(material: Material, maximum: int = 5) -> tuple[Finding, ...]:
    """Return the findings of a material."""
    return choose_findings(
        material.study, material.headlines, material.changes, material.counts, (), maximum=maximum
    )


def mains(material: Material) -> list[str]:
    """Return the measures of the main scores."""
    chosen = choose_main_scores(material.study, material.headlines)
    return [headline.change.measure for headline in chosen]


def test_declared_scores_are_told_in_full_and_no_others(tmp_path: Path) -> None:
    own = write(tmp_path, {"a": FELL, "b": ROSE, "c": ROSE}, declared={"c": "first"})
    assert mains(own) == ["c"]
    assert [is_main(own, change) for change in own.changes] == [False, False, True]


def test_without_a_declared_one_three_are_told_in_full_whatever_the_results(tmp_path: Path) -> None:
    assert mains(write(tmp_path, {"a": FELL, "b": ROSE, "c": ROSE})) == ["a", "b", "c"]
    assert mains(write(tmp_path, {"a": FELL, "b": ROSE, "c": ROSE, "d": FELL})) == ["a", "b", "c"]


def test_of_many_scores_the_first_of_each_measure_is_a_main_one() -> None:
    parts = [part(name, "higher", 20) | {"id": name} for name in ("w", "x", "y", "z")]
    door = released(
        [],
        [{**row, "subscale": each["id"]} for each in parts for row in statistics("m", **ROSE)],
        measures=[{"id": "m", "title": "M", "short_title": "M", "subscales": parts}],
    )
    headlines = choose_headlines(door.study, gather_changes(door))
    assert [main.change.subscale for main in choose_main_scores(door.study, headlines)] == ["w"]


def test_a_declared_comparison_keeps_its_place_before_harm(tmp_path: Path) -> None:
    own = write(tmp_path, {"a": FELL, "b": ROSE}, declared={"b": "first"})
    assert [found.kind for found in findings(own, 2)] == ["better", "worse"]
    assert [found.kind for found in findings(own, 1)] == ["worse"]


def test_scores_that_moved_alike_are_one_finding(tmp_path: Path) -> None:
    own = write(tmp_path, {"mood": FELL, "sleep": FELL, "trust": ROSE})
    told = findings(own)
    assert [found.kind for found in told] == ["worse", "better"]
    assert told[0].sentence == "Mood and sleep fell on average: for the worse in 2 scores."
    assert told[0].evidence == (
        "From before to 6 months: MOOD fell by 2.0 points on average (1.0 to 3.0) in 40 people; "
        "SLEEP fell by 2.0 points on average (1.0 to 3.0) in 40 people. A higher score is better. "
        "These comparisons were [not declared beforehand](#glossary-declared-beforehand)."
    )


def test_more_than_four_scores_are_counted_and_their_sizes_given_as_a_range(tmp_path: Path) -> None:
    own = write(tmp_path, dict.fromkeys("abcde", FELL))
    (group,) = group_headlines(own.headlines)
    assert say_alike_in_short(own.study, group) == "5 scores changed for the worse on average."
    assert "from −0.50 to −0.50, from the first answers" in give_evidence_alike(own.study, group)


def test_a_fall_before_trust_is_no_failure_and_both_are_said(tmp_path: Path) -> None:
    (told,) = findings(write(tmp_path, {"mood": FELL | TRUST_ROSE}))
    assert told.kind == "neutral"
    assert (
        told.sentence
        == "Mood fell on average from what people first told us, and rose since trust was there."
    )
    assert "fell by 2.0 points on average (1.0 to 3.0)" in told.evidence
    assert "rose by 3.0 points on average (2.0 to 4.0)" in told.evidence
    assert "30 of them have a [trusted baseline]" in told.evidence
    assert "Neither was [declared beforehand]" in told.evidence


def test_the_declared_baseline_decides_the_kind_and_not_the_result(tmp_path: Path) -> None:
    for baseline, kind in (("first", "worse"), ("trusted", "better")):
        (told,) = findings(write(tmp_path, {"mood": FELL | TRUST_ROSE}, declared={"mood": baseline}))
        assert told.kind == kind
        assert "and rose since trust was there" in told.sentence
        assert "was [declared beforehand](#glossary-declared-beforehand) as the main one" in told.evidence


def test_other_people_are_no_other_starting_point(tmp_path: Path) -> None:
    same = TRUST_ROSE | {"mean_change_same_people": (2.5, 1, 4)}
    (told,) = findings(write(tmp_path, {"mood": UNCLEAR | same}))
    assert told.sentence == "No clear change in mood."


def test_the_other_scores_share_one_part_and_one_table(tmp_path: Path) -> None:
    scores = {"a": ROSE, "mood": FELL | TRUST_ROSE, "sleep": UNCLEAR}
    text = write_outcomes(write(tmp_path, scores, declared={"a": "first"}))
    assert text.count("### ") == 2
    assert "### The other scores" in text
    assert (
        "- Mood (MOOD) – fell by 2.0 points on average (1.0 to 3.0), a change for the worse in 40 people. "
        "Of the 30 people with a trusted baseline, from the first answers – fell by 2.0 points on average "
        "(1.0 to 3.0), a change for the worse; since trust was there – rose by 3.0 points on average "
        "(2.0 to 4.0), a change for the better."
    ) in text
    assert "{#tbl-others-group}" in text
    assert "{#tbl-change-group-mood-total}" not in text
    assert "What can be said of mood depends on where the change is counted from" in text


def test_one_declared_comparison_is_not_corrected(tmp_path: Path) -> None:
    one = write(tmp_path, {"a": ROSE | {"p_value_t_holm": 0.01}}, declared={"a": "first"})
    assert say_correction(one) == ""


def test_methods_that_differ_in_details_are_written_once() -> None:
    assert shorten_methods(["drawn from x, sex; pooled", "drawn from x; pooled"]) == (
        "drawn from x, pooled; details differ by score (column “method” of the table)"
    )
    assert shorten_methods(["t interval", "bootstrap"]) == "t interval; bootstrap"
