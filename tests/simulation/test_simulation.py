"""The pieces of ``make simulate``, with few repetitions; the figures themselves stand in docs/validation.md."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest
from scipy.stats import norm

from evalkit.analysis import Interval, paired_change
from evalkit.presentation.changes import Verdict
from simulation import __main__ as command
from simulation import claims, exact, made_up, pairs, persons, schools, waves
from simulation.cells import Cell, Row, Tally, count_held, run_cells, seeded
from simulation.page import build_table, percent

PAGE = Path(__file__).parents[2] / "docs" / "validation.md"
FEW = 20_000


def count_heads(generator: np.random.Generator, sets: int) -> dict[str, Tally]:
    return {"heads": Tally(int(generator.integers(0, 2, sets).sum()), sets)}


def skeleton(text: str) -> list[str]:
    """Return the headings, and of each table line all words before the first figure."""
    lines = [line for line in text.splitlines() if line.startswith(("#", "|"))]
    return [re.split(r" \| (?:\**\d[\d.]* %|–)", line)[0] for line in lines]


def test_a_cell_draws_the_same_whatever_else_runs() -> None:
    cells = [Cell("table", f"data {number}", 5, 1_000, count_heads) for number in range(4)]

    assert run_cells(cells[2:], share=0.5) == run_cells(cells, share=0.5)[2:]
    assert run_cells(cells[:1])[0] == Row(
        "table", "heads", "data 0", 5, run_cells(cells)[0].hits, 1_000, 1_000
    )
    assert len({row.hits for row in run_cells(cells)}) > 1


def test_an_interval_that_was_not_given_is_not_counted() -> None:
    nothing = Interval(float("nan"), float("nan"))
    assert count_held([Interval(0, 1), Interval(2, 3), nothing], 2.5) == Tally(1, 2)
    row = Row("t", "w", "d", 5, 1, 2, 3)
    assert row.rate == 0.5
    assert row.error == pytest.approx(np.sqrt(0.125))
    assert np.isnan(Row("t", "w", "d", 5, 0, 0, 3).rate)


def test_made_up_scores_are_what_the_page_says() -> None:
    truth = {kind: pairs.true_values(kind, 200_000) for kind in pairs.KINDS}
    assert truth["normal"].mean_change == pytest.approx(-3, abs=5 * truth["normal"].error)
    d_z = -3 / (3.3 * np.sqrt(2))
    assert truth["normal"].d_z == pytest.approx(d_z, abs=0.02)
    assert truth["normal"].rank_biserial == pytest.approx(2 * norm.cdf(np.sqrt(2) * d_z) - 1, abs=0.02)
    assert 0.2 < truth["ceilinged"].at_top < 0.4
    assert truth["ceilinged"].mean_change > 0.5
    for kind in made_up.SHAPES:
        first, last = made_up.draw_pairs(kind, 200_000, seeded("still"), moved=False)
        assert paired_change(first, last).mean_change == pytest.approx(0, abs=0.05)


def test_skewed_noise_has_mean_0_sd_1_and_a_long_lower_tail() -> None:
    draws = made_up.noise(made_up.SKEWED, 1_000_000, seeded("noise"))
    assert draws.mean() == pytest.approx(0, abs=0.01)
    assert draws.std() == pytest.approx(1, abs=0.02)
    assert ((draws / draws.std()) ** 3).mean() == pytest.approx(-made_up.SKEWNESS, rel=0.15)


def test_those_who_felt_worse_are_lost() -> None:
    full = made_up.draw_waves(made_up.NORMAL, 20_000, seeded("waves"))
    kept = made_up.lose(made_up.NORMAL, full, seeded("lose"))
    gone = np.isnan(kept[:, 2])
    felt_worse = full[:, 1] - full[:, 0]
    assert felt_worse[gone].mean() > felt_worse[~gone].mean() + 1
    assert not np.isnan(kept[:, 0]).any()


def test_schools_are_alike_by_one_fifth() -> None:
    change, icc = schools.true_values(made_up.NORMAL, 4_000)
    assert change == pytest.approx(0, abs=0.2)
    assert icc == pytest.approx(0.2, abs=0.03)


def test_an_exact_coverage_by_hand() -> None:
    # 5 people, 1 in 10: Wilson's interval of 0 or 1 of 5 holds 0.1, of 2 of 5 doesn't.
    by_hand = 0.9**5 + 5 * 0.1 * 0.9**4
    found = next(exact.exact_coverage())
    assert (found.what, found.n) == ("Wilson interval", 5)
    assert found.rate == pytest.approx(by_hand)


def test_a_claim_is_the_reports_own() -> None:
    generator = seeded("verdict")
    first = generator.normal(20, 5, 20)
    up, down = (paired_change(first, first + sign * generator.normal(5, 1, 20)) for sign in (1, -1))
    assert (claims.verdict_of(up), claims.verdict_of(down)) == (Verdict.ROSE, Verdict.FELL)
    assert claims.verdict_of(paired_change([1, 2, 3], [2, 2, 2])) is Verdict.UNCLEAR


def test_published_thresholds_come_from_the_measures() -> None:
    found = {(known.title, known.reliability): known.threshold for known in persons.published_measures()}
    assert found["PHQ-9", 0.84] == 6
    assert found["SWEMWBS", 0.93] == 3


def test_the_less_reliable_a_measure_the_more_people_are_flagged() -> None:
    sure, unsure = (known for known in persons.published_measures() if known.title == "PHQ-9")
    rates = [
        persons.flag_by_threshold(seeded("flag"), 20_000, measure=known)["better"].hits
        for known in (sure, unsure)
    ]
    assert sure.reliability > unsure.reliability
    assert rates[0] < rates[1]


def test_words_of_a_table() -> None:
    assert build_table(["a"], [["1"]]) == "| a |\n| --- |\n| 1 |"
    assert (percent(0.8449), percent(1, 0), percent(float("nan"))) == ("84.5 %", "100 %", "–")


def test_the_page_holds_what_the_simulation_makes_today() -> None:
    text = command.simulate(share=0, people=FEW)

    shipped = PAGE.read_text("utf-8")
    assert skeleton(text) == skeleton(shipped)
    assert f"Seed {20_261_122}" in shipped
    assert waves.SETS == 1_000
    assert "data sets behind each figure: 1,000." in shipped
    assert "{" not in shipped
