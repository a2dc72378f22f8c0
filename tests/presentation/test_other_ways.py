"""Whether a result holds up: one line for each other way to work it out, and the table behind them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest

from evalkit.analysis.clusters import FEW_CLUSTERS
from evalkit.presentation import check_sentences
from evalkit.presentation.glossary import find_terms
from evalkit.presentation.limits_section import list_what_it_cannot_tell
from evalkit.presentation.robustness_section import write_checks
from released_rows import NAN, Row, make_material, only_headline

if TYPE_CHECKING:
    from pathlib import Path

PAIRED: dict[str, Row] = {"n_pairs": (60.0, 60), "mean_change": ((3.0, 1.2, 4.8), 60)}


def checks(figures: Path, statistics: dict[str, Row], **study: Any) -> str:
    """Return what is written beside a clear rise of 3.0 points (1.2 to 4.8)."""
    material = make_material(figures, PAIRED | statistics, **study)
    return write_checks(material, only_headline(material))


def lines(text: str) -> list[str]:
    """Return the list items."""
    return re.findall(r"^- (.*)$", text, re.MULTILINE)


def test_resampling_is_told_only_where_it_disagrees(tmp_path: Path) -> None:
    agreeing = checks(tmp_path, {"mean_change_bca": ((3.0, 1.1, 4.9), 60)})
    assert lines(agreeing) == []
    assert "**Does it hold up?**" not in agreeing
    assert "(BCa bootstrap) | 60 | 3.0 (1.1" in agreeing.replace("\N{NO-BREAK SPACE}", " ")
    assert lines(checks(tmp_path, {"mean_change_bca": ((3.0, -0.1, 4.9), 60)})) == [
        (
            "An interval by resampling people (−0.1 to 4.9) includes zero, and the usual one does not: read this "
            "result with care."
        )
    ]


def test_a_model_says_its_people_and_whether_it_agrees(tmp_path: Path) -> None:
    (same,) = lines(checks(tmp_path, {"mean_change_model": ((2.1, 0.4, 3.8), 90)}))
    assert same == (
        "A [model using all answers](#glossary-model-using-all-answers), of people who missed a time too (90 people) "
        "– rose by 2.1 points on average (0.4 to 3.8), a change for the worse. The same answer as for those who "
        "answered both times."
    )
    (other,) = lines(checks(tmp_path, {"mean_change_model": ((2.1, -0.4, 4.6), 90)}))
    assert other.endswith(
        "from a fall of 0.4 to a rise of 4.6 points. Not the same answer as for those who answered both times."
    )


def test_few_clusters_are_called_few_and_the_icc_is_put_in_words(tmp_path: Path) -> None:
    schools = {"components": [{"id": "group", "title": "Group", "cluster": "school"}]}
    few: dict[str, Row] = {
        "mean_change_cluster": ((2.9, -0.5, 6.3), 58),
        "icc": ((0.12, -0.01, 0.4), 58),
        "n_clusters": (8.0, 58),
    }
    (line,) = lines(checks(tmp_path, few, **schools))
    assert line == (
        "Allowing for people who [share a school](#glossary-cluster) (8 in all, 58 people) – no clear change: the data "
        "fit anything from a fall of 0.5 to a rise of 6.3 points. Not the same answer as without it. Whether people "
        "who share a school changed alike is not clear: ICC 0.12 (−0.01 to 0.40). 8 are few: take any interval that "
        "allows for them as rough."
    )
    many: dict[str, Row] = {
        "mean_change_cluster": ((2.9, 0.5, 5.3), NAN),
        "icc": ((0.12, 0.03, 0.4), NAN),
        "n_clusters": (25.0, NAN),
    }
    text = checks(tmp_path, many, **schools)
    (line,) = lines(text)
    assert line.startswith(
        "Allowing for people who [share a school](#glossary-cluster) (25 in all) – rose by"
    )
    assert "People who share a school changed more alike than people who don't: ICC 0.12" in line
    assert "few" not in line
    assert "| Allowing for people who share a school (25 in all) | [hidden]{.suppressed} | 2.9" in text
    assert "| How alike people who share a school changed (ICC, 1 is wholly alike) |" in text


@pytest.mark.parametrize(
    ("cluster", "said"),
    [("Area", "an area"), ("Unit", "a unit"), ("class*", "a class\\*"), (None, "a cluster")],
)
def test_clusters_are_named_by_what_people_share(cluster: str | None, said: str, tmp_path: Path) -> None:
    keys = {"components": [{"id": "group", "title": "Group", "cluster": cluster}]}
    (line,) = lines(checks(tmp_path, {"mean_change_cluster": ((2.9, 0.5, 5.3), 58)}, **keys))
    assert line.startswith(f"Allowing for people who [share {said}](#glossary-cluster) (58 people) – rose by")


def test_a_table_of_checks_has_only_what_was_worked_out(tmp_path: Path) -> None:
    why: dict[str, Row] = {"mean_change_bca": ("not calculated: fewer than 10 pairs", 9)}
    assert checks(tmp_path, why) == ""
    rows = why | {"dose_slope": ((0.3, 0.1, 0.5), 55)}
    assert "BCa" not in checks(tmp_path, rows)
    assert len(check_sentences.LABELS) <= 8


def test_few_clusters_are_a_limit_of_the_report(tmp_path: Path) -> None:
    def doubts(number: float) -> bool:
        rows: dict[str, Row] = {"mean_change_cluster": ((2.9, 0.5, 5.3), 58), "n_clusters": (number, 58)}
        cannot = list_what_it_cannot_tell(make_material(tmp_path, PAIRED | rows))
        return any("fewer than 20 places" in item for item in cannot)

    assert doubts(19.0)
    assert not doubts(20.0)
    assert check_sentences.FEW_CLUSTERS == FEW_CLUSTERS


@pytest.mark.parametrize(
    ("slope", "better_is", "said"),
    [
        (
            (-0.31, -0.52, -0.1),
            "lower",
            "changed more for the better: 0.3 points for each further session (0.1 to 0.5; ",
        ),
        ((0.31, 0.1, 0.52), "lower", "changed less for the better, or more for the worse: 0.3 points"),
        ((0.31, 0.1, 0.52), None, "rose more, or fell less: 0.3 points"),
        (
            (0.1, -0.2, 0.4),
            "lower",
            "show no clear pattern: with each further session, anything from a fall of 0.2 to ",
        ),
    ],
)
def test_dose_is_a_pattern_and_never_a_cause(
    slope: tuple[float, float, float], better_is: str | None, said: str, tmp_path: Path
) -> None:
    material = make_material(
        tmp_path, PAIRED | {"dose_slope": (slope, 55), "dose_spearman": (NAN, 55)}, better_is=better_is
    )
    (line,) = lines(write_checks(material, only_headline(material)))
    assert said in line
    assert "55 people" in line
    assert line.endswith("so this does not show that sessions do anything.")


def test_ranks_against_the_slope_are_said(tmp_path: Path) -> None:
    (line,) = lines(checks(tmp_path, {"dose_slope": ((-0.3, -0.5, -0.1), 55), "dose_spearman": (0.2, 55)}))
    assert "Ranked by person, the pattern points the other way." in line


def test_a_hidden_check_is_hatched_and_a_hidden_result_has_no_checks(tmp_path: Path) -> None:
    text = checks(tmp_path, {"dose_slope": (None, 0), "mean_change_model": ((2.1, 0.4, 3.8), 90)})
    assert "attended | [fewer than 5]{.suppressed} | [fewer than 5]{.suppressed} |" in text
    assert len(lines(text)) == 1
    hidden = make_material(
        tmp_path, {"n_pairs": (None, 0), "mean_change": (None, 0), "mean_change_bca": (None, 0)}
    )
    assert write_checks(hidden, only_headline(hidden)) == ""


def test_links_lead_into_the_glossary(tmp_path: Path) -> None:
    rows: dict[str, Row] = {
        "mean_change_model": ((2.1, 0.4, 3.8), 90),
        "mean_change_cluster": ((2.9, 0.5, 5.3), 58),
    }
    assert find_terms([checks(tmp_path, rows)]) == ["cluster", "model-using-all-answers"]
