"""What stands under a score: bars of people, tables, bands, rules, thresholds."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest

from evalkit import names
from evalkit.presentation.canvas import HATCH, NARROW, WIDE
from evalkit.presentation.categories import find_categories, find_rules
from evalkit.presentation.category_section import write_categories, write_component_categories
from evalkit.presentation.counts import Count
from evalkit.presentation.glossary import find_terms
from evalkit.presentation.material import Material
from evalkit.presentation.method_section import say_correction, write_thresholds
from evalkit.presentation.stacked_figure import BETTER, NEITHER, WORSE, Segment, Stack, draw_stacks

if TYPE_CHECKING:
    from pathlib import Path


from category_rows_made import BANDS, NAN, PROTECTED, RELIABLE, SMALL, material, released, rows, statistics

FORBIDDEN = re.compile(r"significan|\bprove[dsn]?\b|\bimpact\b|led to|due to|subjects\b", re.IGNORECASE)


def stack(*counts: float | str, whole: float = 101) -> Stack:
    """Return a bar of reliable change."""
    made = [
        Count(NAN if isinstance(n, str) else n, isinstance(n, str), 5, is_small=n == SMALL) for n in counts
    ]
    looks = zip(("better", "no reliable change", "worse"), made, (BETTER, NEITHER, WORSE), strict=True)
    return Stack("Distress", "CORE, 101 people", whole, tuple(Segment(*each) for each in looks))


def test_a_bar_shows_shares_and_does_not_divide_what_is_hidden() -> None:
    assert [round(length * 101, 6) for _, _, length in stack(47, 45, 9).lengths()] == [47, 45, 9]
    apart = stack(PROTECTED, 72, SMALL).lengths()
    assert [(segment.word, round(length * 101, 6)) for segment, _, length in apart] == [
        ("no reliable change", 72),
        ("better", 29),
        ("worse", 0),
    ]
    beside = stack(47, PROTECTED, SMALL).lengths()
    assert [round(start * 101, 6) for _, start, _ in beside] == [0, 47, 101]


def test_rounded_counts_that_fill_the_bar_still_leave_a_hidden_part_visible() -> None:
    lengths = stack(60, 45, SMALL, whole=100).lengths()
    assert lengths[-1][2] > 0.03
    assert sum(length for *_, length in lengths) == pytest.approx(1)


@pytest.mark.parametrize("form", [WIDE, NARROW])
def test_every_number_stands_in_the_figure_and_hidden_is_hatched(form: Any) -> None:
    drawing = draw_stacks(form, [stack(47, 45, 9), stack(PROTECTED, 72, SMALL)])
    texts = [text.get_text() for text in drawing.axes[0].texts]
    assert {"47", "45", "72", "fewer than 5 worse", "better: hidden", "worse"} <= set(texts)
    hatches = [patch.get_hatch() for patch in drawing.axes[0].patches]
    assert HATCH in hatches
    width = drawing.axes[0].get_xlim()[1]
    to_data = drawing.axes[0].transData.inverted()
    edges = [patch.get_window_extent().transformed(to_data) for patch in drawing.axes[0].patches]
    assert all(edge.x0 >= -1 and edge.x1 <= width + 1 for edge in edges)
    assert drawing.get_size_inches()[0] * 72 == pytest.approx(form.width)


def section(own: Material, place: int) -> str:
    """Return what is written under one score."""
    main = own.headlines[place]
    changes = [change for change in own.changes if change.score_key == main.change.score_key]
    return write_categories(own, changes, main)


def of_reliable(measure: str, counts: tuple[float | str, ...], of: float) -> list[dict[str, Any]]:
    """Return rows of reliable change of one score."""
    return rows("reliable_change", dict(zip(RELIABLE, counts, strict=True)), of, measure)


def test_one_score_has_its_own_figure_and_table(tmp_path: Path) -> None:
    own = material(of_reliable("core", (47, 45, 9), 101), tmp_path)
    text = section(own, 0)
    assert (
        "CORE. More people changed for the better than for the worse by more than chance alone would" in text
    )
    assert (
        'fig-alt="Bars of people. From before to 6 months (CORE, 101 people): better 47, no reliable' in text
    )
    assert "|  | changed for the worse | 9 | 9% (37%\N{NO-BREAK SPACE}to\N{NO-BREAK SPACE}56%) |" in text
    assert "| From before to 6 months | changed for the better | 47 |" in text
    assert sorted(path.name for path in (tmp_path / "figures").iterdir()) == [
        "reliable-group-core-total-narrow.svg",
        "reliable-group-core-total.svg",
    ]
    assert section(own, 1) == write_component_categories(own, "group") == ""


def test_two_scores_share_a_figure_and_a_table(tmp_path: Path) -> None:
    told = of_reliable("core", (47, PROTECTED, SMALL), 101) + of_reliable("ons", (10, 20, 32), 62)
    own = material(told, tmp_path)
    assert "![" not in section(own, 0) + section(own, 1)
    text = write_component_categories(own, "group")
    assert (
        "Of 2 comparisons, in 1 more people changed for the better than for the worse by more than chance alone "
        "would explain and in 1 it was the other way round." in text
    )
    assert "worse fewer than 5" in text
    assert "[fewer than 5]{.suppressed}" in text
    assert "| CORE, from before to 6 months | changed for the better | 47 |" in text
    assert not FORBIDDEN.search(text)


def test_bands_are_told_before_and_after(tmp_path: Path) -> None:
    before = rows("band_from", dict(zip(BANDS, (20, 18, 14, 10), strict=True)), 62, "ons")
    after = rows("band_to", dict(zip(BANDS, (SMALL, PROTECTED, 30, 22), strict=True)), 62, "ons")
    text = section(material(before + after, tmp_path), 1)
    assert text.startswith(
        "62 people answered both times. In the lowest [band](#glossary-band), low (0 to 4): 20 (32%) before and fewer "
        "than 5 at 6 months; in the highest [band](#glossary-band), very high (9 to 10): 10 (16%) before and 22 (35%) "
        "at 6 months."
    )
    assert "After" not in text
    assert "6 months (62 people): low (0 to 4) fewer than 5, medium (5 to 6) hidden, high (7 to 8) 30" in text
    assert "| At 6 months | low (0 to 4) | [fewer than 5]{.suppressed} | – |" in text
    assert find_terms([text]) == ["band", "hidden"]


def test_categories_that_are_all_hidden_are_said_to_be_and_have_no_figure(tmp_path: Path) -> None:
    own = material(of_reliable("core", (SMALL, SMALL, SMALL), 4), tmp_path)
    assert find_categories(own.categories, own.changes[0], "reliable_change") is None
    assert section(own, 0) == (
        "How many people changed by more than [chance alone would explain](#glossary-reliable-change) is hidden: "
        "it would give a small number away."
    )


def test_rules_of_a_component_are_found_and_tabled(tmp_path: Path) -> None:
    counts = {"improvement": 50, "no_change": 35, "deterioration": 16}
    own = material(rows("cyp_outcome", counts, 101, names.ALL, threshold=NAN), tmp_path)
    assert [rule.statistic for rule in find_rules(own.categories, "group")] == ["cyp_outcome"]
    text = write_component_categories(own, "group")
    assert "By NHS England's rule for children and young people" in text
    assert "| All measures together | improved | 50 | 50%" in text


def test_the_method_prints_each_threshold_once_and_what_is_provisional(tmp_path: Path) -> None:
    doubtful = "5 points or more, published: X (provisional: not checked at the source)"
    told = rows("reliable_change", {"improved": 9}, method=doubtful)
    later = [{**row, "timepoint_to": "t2"} for row in told]
    heading, bullets = write_thresholds(material(told + later, tmp_path))
    assert heading == "### Thresholds and bands"
    assert bullets == f"- CORE: [reliable change](#glossary-reliable-change) is {doubtful}."
    assert write_thresholds(material([], tmp_path)) == ()


def test_the_method_says_for_how_many_comparisons_it_was_corrected(tmp_path: Path) -> None:
    both = [row for measure in ("core", "ons") for row in statistics(measure, p_value_t_holm=0.01)]
    corrected = Material.gather(released([], both), tmp_path)
    assert say_correction(corrected) == (
        "P values of the t test are also given corrected for 2 declared comparisons after Holm."
    )
    assert say_correction(material([], tmp_path)) == ""
