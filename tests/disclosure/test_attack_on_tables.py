"""An attack on the published tables, written without any of the gate's own code.

It sees what a reader sees (the shown table), knows the rule, and is also told which marks stand
for small counts. Two ways of solving are used: trying out every whole number where a table is
small, and an integer programme over the raw table where it isn't.
"""

from __future__ import annotations

import itertools
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, milp

from evalkit.disclosure import suppress_counts, suppress_table

Grid = NDArray[np.int64]
THRESHOLD = 5
SHAPES = [(2, 2), (2, 3), (3, 2), (3, 3), (1, 4), (4, 1), (3, 4), (4, 5)]


def with_margins(inner: Grid) -> Grid:
    wide = np.hstack([inner, inner.sum(axis=1, keepdims=True)])
    return np.vstack([wide, wide.sum(axis=0, keepdims=True)])


def random_table(seed: int) -> Grid:
    random = np.random.default_rng(seed)
    shape = SHAPES[seed % len(SHAPES)]
    inner = random.poisson(random.choice([2, 6, 12, 40]), shape)
    return with_margins(inner * (random.random(shape) >= random.choice([0.0, 0.2, 0.6])))


def equations(rows: int, columns: int) -> Grid:
    """One row per published sum of a table with margins, one column per cell, read line by line."""
    lines = []
    for i in range(rows):
        line = np.zeros((rows, columns), dtype=np.int64)
        line[i, :-1], line[i, -1] = 1, -1
        lines.append(line.ravel())
    for j in range(columns):
        line = np.zeros((rows, columns), dtype=np.int64)
        line[:-1, j], line[-1, j] = 1, -1
        lines.append(line.ravel())
    return np.array(lines)


def limits(true: Grid, shown: NDArray[Any], *, rounded: bool) -> tuple[Grid, Grid]:
    """Least and greatest value of each cell before any sum is used; 10,000 stands for no limit."""
    low, high = np.zeros(true.size, dtype=np.int64), np.full(true.size, 10_000)
    for cell, (value, mark) in enumerate(zip(true.ravel(), shown.ravel(), strict=True)):
        if mark != "*":
            low[cell] = max(THRESHOLD, mark - 2) if rounded else mark
            high[cell] = mark + 2 if rounded else mark
        elif value < THRESHOLD:
            high[cell] = THRESHOLD - 1
        else:
            low[cell] = THRESHOLD
    return low, high


def solve(matrix: Grid, low: Grid, high: Grid, cost: NDArray[np.float64]) -> Grid | None:
    result = milp(
        cost,
        integrality=np.ones(low.size, dtype=np.int64),
        bounds=Bounds(low.astype(float), high.astype(float)),
        constraints=LinearConstraint(matrix.astype(float), 0, 0),
    )
    return None if result.x is None else np.rint(result.x).astype(np.int64)


def fewer_than_three(matrix: Grid, low: Grid, high: Grid, hidden: list[int]) -> list[int]:
    """Hidden cells that the sums leave with one or two possible values."""
    found: dict[int, set[int]] = {cell: set() for cell in hidden}

    def look(cost: NDArray[np.float64], at_least: Grid, at_most: Grid) -> None:
        solution = solve(matrix, at_least, at_most, cost)
        if solution is not None:
            assert not (matrix @ solution).any()
            for cell in hidden:
                found[cell].add(int(solution[cell]))

    for cell in hidden:
        for sign in (1.0, -1.0):
            if len(found[cell]) < 3:
                cost = np.zeros(low.size)
                cost[cell] = sign
                look(cost, low, high)
        if len(found[cell]) == 2:
            inside_low, inside_high = low.copy(), high.copy()
            inside_low[cell], inside_high[cell] = min(found[cell]) + 1, max(found[cell]) - 1
            if inside_low[cell] <= inside_high[cell]:
                look(np.zeros(low.size), inside_low, inside_high)
    return [cell for cell in hidden if len(found[cell]) < 3]


def leaks(true: Grid, shown: NDArray[Any], *, rounded: bool = False) -> list[int]:
    hidden = [cell for cell, mark in enumerate(shown.ravel()) if mark == "*"]
    low, high = limits(true, shown, rounded=rounded)
    return fewer_than_three(equations(*true.shape), low, high, hidden) if hidden else []


def small_only(true: Grid) -> NDArray[Any]:
    """Return the table as it looks when nobody thinks of the sums."""
    shown = true.astype(object)
    shown[true < THRESHOLD] = "*"
    return shown


@pytest.mark.slow
@pytest.mark.parametrize("block", range(8))
def test_no_hidden_count_of_800_tables_has_fewer_than_three_values(block: int) -> None:
    hidden = 0
    for seed in range(100 * block, 100 * block + 100):
        true = random_table(seed)
        shown = suppress_table(true, "counts", threshold=THRESHOLD)
        hidden += int((shown == "*").sum())
        assert leaks(true, shown) == [], f"seed {seed}: {true.tolist()} shown as {shown.tolist()}"
    assert hidden > 300


@pytest.mark.parametrize("seed", range(60))
def test_rounding_leaves_three_values_too(seed: int) -> None:
    true = random_table(5_000 + seed)
    shown = suppress_table(true, "nhs", threshold=THRESHOLD)
    assert leaks(true, shown, rounded=True) == []


def test_no_hidden_count_of_200_lists_has_fewer_than_three_values() -> None:
    protected = 0
    for seed in range(200):
        random = np.random.default_rng(9_000 + seed)
        values = random.poisson(random.choice([3, 8, 20]), random.integers(2, 7)).tolist()
        if seed == 0:
            values = [4, 4, 30]
        shown = suppress_counts(values, "counts", threshold=THRESHOLD)
        if set(shown) == {"*"}:
            continue  # everything is hidden: the total isn't published either where that doesn't do
        true = np.array([[*values, sum(values)]])
        total = np.array([[*shown, sum(values)]], dtype=object)
        low, high = limits(true, total, rounded=False)
        line = np.array([[1] * len(values) + [-1]])
        hidden = [cell for cell, mark in enumerate(shown) if mark == "*"]
        assert fewer_than_three(line, low, high, hidden) == [], f"{values} shown as {shown}"
        protected += len(hidden)
    assert protected > 100


def test_4_4_30_of_38_by_trying_every_whole_number() -> None:
    assert suppress_counts([4, 4, 30], "counts", threshold=5) == ["*", "*", "*"]
    possible = [
        (a, b, c) for a, b, c in itertools.product(range(5), range(5), range(5, 39)) if a + b + c == 38
    ]
    assert [len({one[place] for one in possible}) for place in range(3)] == [5, 5, 9]


@pytest.mark.parametrize("seed", range(0, 40, 8))
def test_trying_every_whole_number_agrees_with_the_integer_programme(seed: int) -> None:
    inner = np.random.default_rng(seed).poisson(4, (2, 2))
    true = with_margins(inner)
    for shown in (suppress_table(true, "counts"), small_only(true)):
        low, high = limits(true, shown, rounded=False)
        top = int(true[-1, -1]) + 8
        possible = [
            table.ravel()
            for a, b, c, d in itertools.product(*(range(low[i], min(high[i], top) + 1) for i in (0, 1, 3, 4)))
            if ((table := with_margins(np.array([[a, b], [c, d]]))).ravel() >= low).all()
            and (table.ravel() <= high).all()
        ]
        hidden = np.flatnonzero(shown.ravel() == "*")
        narrow = [int(cell) for cell in hidden if len({int(one[cell]) for one in possible}) < 3]
        assert narrow == leaks(true, shown)


def test_the_attack_finds_leaks_where_only_small_counts_are_hidden() -> None:
    found = sum(bool(leaks(random_table(seed), small_only(random_table(seed)))) for seed in range(40))
    assert found >= 15


@pytest.mark.parametrize("seed", range(3, 43, 8))
def test_showing_any_protecting_cell_again_opens_a_leak(seed: int) -> None:
    true = random_table(seed)
    shown = suppress_table(true, "counts")
    protecting = np.argwhere((shown == "*") & (true >= THRESHOLD))
    for row, column in protecting:
        again = shown.copy()
        again[row, column] = true[row, column]
        assert leaks(true, again)


def test_a_large_table_is_protected() -> None:
    random = np.random.default_rng(3)
    true = with_margins(random.poisson(12, (12, 20)) * (random.random((12, 20)) > 0.05))
    shown = suppress_table(true, "counts")
    assert (shown == "*").sum() > 10
    assert leaks(true, shown) == []
