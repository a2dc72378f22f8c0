"""How the stories were worked on: codebook, coders, saturation, and the terms that are linked."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from evalkit.presentation.canvas import NARROW, WIDE
from evalkit.presentation.glossary import TERMS
from evalkit.presentation.saturation_figure import draw_saturation
from evalkit.presentation.story_method import write_story_method
from evalkit.presentation.story_section import write_stories
from story_released_made import CODEBOOK, agreement_row, make_stories, make_told, theme_row

if TYPE_CHECKING:
    from pathlib import Path

SLACK = 1e-9
FORBIDDEN = re.compile(
    r"significan|prove[dsn]?\b|\bimpact\b|led to|substantial|almost perfect", re.IGNORECASE
)


def test_method_prints_the_codebook_and_that_nobody_coded_twice(tmp_path: Path) -> None:
    book = [{**CODEBOOK[0], "include": None}, {**CODEBOOK[1], "contrary_to": "trust"}, CODEBOOK[2]]
    said = write_story_method(make_told(tmp_path, make_stories(facts={"codebook": book})))
    assert "Passages were marked with a codebook of 2 themes with 1 code below." in said
    assert "| Code | What it means | Used for | Not used for | Speaks against |" in said
    assert "| Peers (under trust) | – | Other people who came\\. | – | Trust |" in said
    assert "No document was coded by two people" in said
    assert "fig-" not in said


def test_agreement_is_said_with_intervals_and_without_grades(tmp_path: Path) -> None:
    rows = [
        agreement_row("cohens_kappa", (0.71, 0.6, 0.8)),
        agreement_row("krippendorffs_alpha", (0.7, np.nan, np.nan)),
        agreement_row("percent", (97, 95, 98)),
        agreement_row(
            "cohens_kappa", (np.nan,) * 3, code="harm", title="Harm", method="characters; undefined: x"
        ),
        agreement_row("cohens_kappa", (0.9, 0.8, 1), code="peers", title="Peers", suppressed=True),
    ]
    said = write_story_method(make_told(tmp_path, make_stories(agreement=rows)))
    assert "6 documents were coded by more than one person" in said
    assert "Cohen’s kappa of first coder and second coder is 0.71 (0.60 to 0.80)." in said
    assert "Krippendorff’s alpha of all coders is 0.70, without an interval. 1 is full agreement" in said
    assert "| Harm | not defined |" in said
    assert "| Peers | 0.9" not in said
    assert not FORBIDDEN.search(said)


def test_undefined_agreement_says_why(tmp_path: Path) -> None:
    row = agreement_row(
        "cohens_kappa", (np.nan,) * 3, documents=1, method="characters; undefined: no coder used it"
    )
    said = write_story_method(make_told(tmp_path, make_stories(agreement=[row])))
    assert "1 document was coded by more than one person" in said
    assert "is not defined: no coder used it." in said


@pytest.mark.parametrize(
    ("codes", "expected"),
    [
        ((8, 9, 9, 10, 10, 10), "The last 2 documents added less than half a code on average."),
        ((5, 6, 7, 8, 9, 12), "added about 4 codes"),
    ],
)
def test_the_saturation_curve_says_whether_it_is_flat(
    codes: tuple[int, ...], expected: str, tmp_path: Path
) -> None:
    rows = [{"component": "all", "documents": k, "expected_codes": n} for k, n in enumerate(codes, start=5)]
    said = write_story_method(make_told(tmp_path, make_stories(saturation=rows)))
    assert f"5 documents show {codes[0]} different codes on average, all 10 show {codes[-1]}." in said
    assert expected in said
    assert (tmp_path / "saturation-narrow.svg").is_file()


@pytest.mark.parametrize("form", [WIDE, NARROW])
def test_the_curve_stays_inside_its_drawing(form: Any) -> None:
    drawing = draw_saturation(form, [(5.0, 9.0), (6.0, 10.0), (31.0, 21.0)])
    width, height = drawing.get_size_inches()
    box = drawing.get_tightbbox()
    assert box.x0 >= -SLACK
    assert box.y0 >= -SLACK
    assert box.x1 <= width + SLACK
    assert box.y1 <= height + SLACK


def test_terms_that_are_linked_are_in_the_glossary(tmp_path: Path) -> None:
    rows = [agreement_row("cohens_kappa", (0.7, 0.6, 0.8))]
    curve = [{"component": "all", "documents": k, "expected_codes": k} for k in range(5, 9)]
    told = make_told(
        tmp_path, make_stories(themes=[theme_row("trust", 12)], agreement=rows, saturation=curve)
    )
    linked = re.findall(r"\(#glossary-([a-z-]+)\)", write_stories(told) + write_story_method(told))
    assert {"coder-agreement", "saturation"} <= set(linked) <= set(TERMS)
