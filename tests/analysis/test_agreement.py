from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
import pandas as pd
import pytest
from pingouin import cronbach_alpha as pingouin_alpha

from evalkit.analysis import cohen_kappa, cronbach_alpha, krippendorff_alpha

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

    Rows = list[dict[Hashable, Any]]
    Reference = Callable[[str], Rows]

ITEMS = [[3, 4, 3], [2, 2, 1], [4, 5, 4], [1, 2, 2], [5, 5, 5], [3, 3, 2]]
LEVELS: tuple[Literal["nominal", "ordinal", "interval", "ratio"], ...] = (
    "nominal",
    "ordinal",
    "interval",
    "ratio",
)


def _of(rows: Rows, case: str) -> Rows:
    return [row for row in rows if row["case"] == case]


def _estimates(reference: Reference, fn: str) -> dict[str, float]:
    answers = {row["case"]: row["estimate"] for row in reference("agreement_expected.csv") if row["fn"] == fn}
    assert len(answers) == 3
    return answers


def test_alpha_equals_psych(reference: Reference) -> None:
    items = reference("agreement_items.csv")
    for case, estimate in _estimates(reference, "cronbach_alpha").items():
        table = [[row["a"], row["b"], row["c"]] for row in _of(items, case)]
        assert cronbach_alpha(table).estimate == pytest.approx(estimate, rel=1e-8), case


def test_vo_72_and_pingouin() -> None:
    assert cronbach_alpha(ITEMS).estimate == pytest.approx(0.966796875, abs=1e-9)
    assert pingouin_alpha(pd.DataFrame(ITEMS))[0] == pytest.approx(0.966796875, abs=1e-9)


@pytest.mark.parametrize("items", [[[1], [2]], [[1, 2]], [[1, 2], [2, 1]], [[math.nan, 1], [2, math.nan]]])
def test_alpha_of_too_little_is_unknown(items: list[list[float]]) -> None:
    assert math.isnan(cronbach_alpha(items).estimate)


@pytest.mark.parametrize("weights", [None, "linear", "quadratic"])
def test_kappa_equals_psych(reference: Reference, weights: Literal["linear", "quadratic"] | None) -> None:
    cells = reference("agreement_tables.csv")
    for case, estimate in _estimates(reference, f"kappa_{weights or 'none'}").items():
        counts = [row["n"] for row in _of(cells, case)]
        table = np.reshape(counts, (math.isqrt(len(counts)), -1))
        assert cohen_kappa(table, weights).estimate == pytest.approx(estimate, rel=1e-8), case


def test_vo_70_kappa() -> None:
    result = cohen_kappa([[20, 5], [10, 15]])
    assert result.estimate == pytest.approx(0.4, abs=1e-9)
    assert result.n == 50


@pytest.mark.parametrize("table", [[[0, 0], [0, 0]], [[9, 0], [0, 0]], [[4]]])
def test_kappa_without_a_choice_is_unknown(table: list[list[int]]) -> None:
    assert math.isnan(cohen_kappa(table).estimate)


@pytest.mark.parametrize("level", LEVELS)
def test_krippendorff_equals_sum_over_pairs(
    reference: Reference, level: Literal["nominal", "ordinal", "interval", "ratio"]
) -> None:
    codes = reference("agreement_codes.csv")
    for case, estimate in _estimates(reference, f"krippendorff_{level}").items():
        rows = _of(codes, case)
        coders = max(row["coder"] for row in rows)
        table = np.reshape([row["code"] for row in rows], (coders, -1))
        assert krippendorff_alpha(table, level).estimate == pytest.approx(estimate, rel=1e-8), case


def test_vo_71_krippendorff_published(reference: Reference) -> None:
    rows = _of(reference("agreement_codes.csv"), "vo_71")
    table = np.reshape([row["code"] for row in rows], (4, 12))
    got = [krippendorff_alpha(table, level).estimate for level in LEVELS]
    assert got == pytest.approx([0.743421, 0.815388, 0.849107, 0.797403], abs=1e-5)
    assert krippendorff_alpha(table, "nominal").n == 11


def test_krippendorff_ignores_units_coded_once() -> None:
    codes = np.array([[1, 2, 3, 4], [1, 2, 3, math.nan]])
    assert krippendorff_alpha(codes, "nominal").estimate == 1
    assert krippendorff_alpha(codes, "nominal").n == 3


@pytest.mark.parametrize("units", [[[1, math.nan], [math.nan, 2]], [[3, 3], [3, 3]]])
def test_krippendorff_of_nothing_comparable_is_unknown(units: list[list[float]]) -> None:
    assert math.isnan(krippendorff_alpha(units, "nominal").estimate)


def test_errors_say_what_is_wrong() -> None:
    with pytest.raises(ValueError, match="table of people by items"):
        cronbach_alpha([1, 2, 3])
    with pytest.raises(ValueError, match="square, coder by coder"):
        cohen_kappa([[1, 2, 3], [4, 5, 6]])
    with pytest.raises(ValueError, match="negative or missing count"):
        cohen_kappa([[1, -2], [3, 4]])
    with pytest.raises(ValueError, match='"linear", "quadratic" or None, not "cubic"'):
        cohen_kappa([[1, 2], [3, 4]], weights="cubic")  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="coders by units"):
        krippendorff_alpha([1, 2], "nominal")
    with pytest.raises(ValueError, match='or "ratio", not "word"'):
        krippendorff_alpha([[1, 2], [2, 2]], "word")  # type: ignore[arg-type]
