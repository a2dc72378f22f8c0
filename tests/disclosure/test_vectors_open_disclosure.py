"""The open test vectors about small numbers, by their ids; and that every open vector is a test somewhere."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from evalkit.disclosure import suppress_counts, suppress_table

TESTS = Path(__file__).parents[1]
OPEN = [*range(1, 35), *range(40, 46), *range(50, 61), *range(70, 73), 80, 81, *range(90, 95)]


@pytest.mark.parametrize(
    ("counts", "shown"),
    [
        pytest.param([254, 3], [255, "*"], id="VO-90"),
        pytest.param([0, 4, 5, 7, 8, 12], ["*", "*", 5, 5, 10, 10], id="VO-91"),
    ],
)
def test_mhsds_rule_is_the_nhs_policy(counts: list[int], shown: list[object]) -> None:
    assert suppress_counts(counts, "nhs") == shown


def test_vo_92_hes_shows_zero_and_evalkit_does_not() -> None:
    # HES shows 0 and hides 1 to 7. "Nobody in this group" tells something about everybody in it, so
    # evalkit has no rule that shows 0: with HES's threshold of 8 that is the one cell that differs.
    counts, hes = [0, 1, 7, 8, 12, 13], [0, "*", "*", 10, 10, 15]

    ours = suppress_counts(counts, "nhs", threshold=8)

    assert [place for place, (a, b) in enumerate(zip(ours, hes, strict=True)) if a != b] == [0]
    assert ours[0] == "*"


def test_vo_93_a_second_cell_is_hidden_where_the_total_gives_the_first_away() -> None:
    row, total = [3, 20, 40], 63

    shown = suppress_counts(row, "counts")

    assert [place for place, cell in enumerate(shown) if cell == "*"] == [0, 1]
    in_a_table = suppress_table([[*row, total], [10, 10, 10, 30], [13, 30, 50, 93]], "counts")
    assert in_a_table[0] == ["*", "*", 40, total]


def test_vo_93_rounding_protects_without_a_second_cell() -> None:
    # With 20 and 40 rounded, the total of 63 leaves the hidden count free from 0 to 4.
    assert suppress_counts([3, 20, 40], "nhs") == ["*", 20, 40]


def test_every_open_vector_is_named_by_a_test() -> None:
    text = "\n".join(path.read_text("utf-8") for path in TESTS.rglob("test_*.py"))
    named = {int(number) for number in re.findall(r"(?i)(?:id=f?\"VO-|def test_vo_)(\d+)", text)}

    assert [number for number in OPEN if number not in named] == []
