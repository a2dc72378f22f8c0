"""Named counts of people and the sums that tie them together, checked and ready to be solved."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array, csr_array, eye_array, hstack, vstack
from scipy.sparse.csgraph import connected_components

from evalkit.disclosure.solver import solve

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from collections.abc import Set as AbstractSet

IntArray = NDArray[np.int64]
BoolArray = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Sum:
    """One sum that holds between counts: ``counts[total] == sum(counts[part] for part in parts)``.

    A complement is a part that is never printed: ``Sum("n_from", ("n_pairs", "n_missing"))``.

    Parameters
    ----------
    total : str
        Name of the count that is the sum.
    parts : tuple of str
        Names of the counts that make it up, each once.
    at_least : bool, default False
        The total is the parts or more, and what is over says nothing of anybody: a person makes one
        contact or several.
    """

    total: str
    parts: tuple[str, ...]
    at_least: bool = False

    def __str__(self) -> str:
        return f"{self.total} {'>=' if self.at_least else '='} {' + '.join(self.parts)}"


@dataclass(frozen=True)
class System:
    """Counts in the order of their names, and their sums as a matrix whose product with them is 0.

    Build one with `build_system`, which checks it. What is over in a sum of the kind "at least" is a
    count of its own here, ``over``: anything from 0 up, and nobody's secret.
    """

    names: tuple[str, ...]
    values: IntArray
    matrix: csr_array[np.float64]
    published: BoolArray
    exact: BoolArray
    over: BoolArray

    @property
    def size(self) -> int:
        """Return the number of counts."""
        return len(self.names)

    def mask(self, names: AbstractSet[str]) -> BoolArray:
        """Return which of the counts bear one of these names."""
        return np.array([name in names for name in self.names], dtype=np.bool_)

    def linked(self, cells: BoolArray) -> IntArray:
        """Return a label per count: the same where sums over `cells` alone chain two of them together."""
        rows = self.matrix.shape[0]
        used = self.matrix[:, np.flatnonzero(cells)].tocoo()
        nodes = rows + used.shape[1]
        graph = coo_array((np.abs(used.data), (used.row, used.col + rows)), shape=(nodes, nodes))
        _, labels = connected_components(graph, directed=False)
        result = np.full(self.size, -1, dtype=np.int64)
        result[cells] = labels[rows:]
        return result

    def neighbours(self, cell: int) -> IntArray:
        """Return the other counts that stand in a sum with this one."""
        rows = self.matrix[:, [cell]].nonzero()[0]
        return np.setdiff1d(self.matrix[rows, :].nonzero()[1], [cell])

    def around(self, cell: int, sums: int) -> IntArray:
        """Return the counts that a chain of at most so many sums leads to, this one included, in order."""
        cells = np.array([cell])
        for _ in range(sums):
            rows = np.unique(self.matrix[:, cells].nonzero()[0])
            cells = np.unique(np.append(self.matrix[rows, :].nonzero()[1], cell))
        return cells

    @cached_property
    def families(self) -> IntArray:
        """Label per count: the same where any chain of sums leads from one to the other."""
        return self.linked(np.ones(self.size, dtype=np.bool_))

    @cached_property
    def always_zero(self) -> BoolArray:
        """Which counts the sums alone fix at 0, whatever the others are (``a = b`` and ``a = b + c``).

        They say nothing about anybody. All counts that can be above 0 can be so at once, because
        adding two solutions gives a solution: so one linear programme finds them all.
        """
        possible = self.values > 0
        if possible.all():
            return ~possible
        n, rows = self.size, self.matrix.shape[0]
        above = vstack([hstack([self.matrix, csr_array((rows, n))]), hstack([eye_array(n), -eye_array(n)])])
        answer = solve(
            np.concatenate([np.zeros(n), -np.ones(n)]),
            csr_array(above),
            (np.zeros(rows + n), np.concatenate([np.zeros(rows), np.full(n, np.inf)])),
            (np.zeros(2 * n), np.concatenate([np.full(n, np.inf), np.ones(n)])),
        )
        positive = np.zeros(n, dtype=np.bool_) if answer is None else answer[n:] > 1 / 2
        return ~(possible | positive)


def build_system(
    counts: Mapping[str, int],
    sums: Sequence[Sum],
    *,
    unpublished: AbstractSet[str] = frozenset(),
    exact: AbstractSet[str] = frozenset(),
) -> System:
    """Check counts and sums and put them in one canonical order.

    Parameters
    ----------
    counts : mapping of str to int
        Every count of people, 0 or more.
    sums : sequence of Sum
        Sums that hold between them.
    unpublished : set of str
        Counts that are never printed but can be derived.
    exact : set of str
        Counts that can be read exactly where they are shown, even under a policy that rounds.

    Raises
    ------
    ValueError
        For an unknown name, a count that is negative or not whole, a sum that doesn't hold, has no
        parts, or names a count twice.
    """
    _check_known(unpublished, counts, "unpublished")
    _check_known(exact, counts, "exact")
    counts, sums, over = _without_inequalities(counts, sums)
    names = tuple(sorted(counts))
    values = np.array([_whole(name, counts[name]) for name in names], dtype=np.int64)
    index = {name: position for position, name in enumerate(names)}
    distinct = sorted({(one.total, tuple(sorted(one.parts))) for one in sums})
    entries: list[tuple[int, int, float]] = []
    for row, (total, parts) in enumerate(distinct):
        _check_sum(Sum(total, parts), counts)
        entries.append((row, index[total], -1.0))
        entries.extend((row, index[part], 1.0) for part in parts)
    rows, columns, coefficients = zip(*entries, strict=True) if entries else ((), (), ())
    matrix = csr_array((np.array(coefficients, float), (rows, columns)), shape=(len(distinct), len(names)))
    masks = [
        np.array([name in chosen for name in names], dtype=np.bool_)
        for chosen in (over | unpublished, exact, over)
    ]
    return System(names, values, matrix, ~masks[0], masks[1], masks[2])


def _without_inequalities(
    counts: Mapping[str, int], sums: Sequence[Sum]
) -> tuple[Mapping[str, int], list[Sum], frozenset[str]]:
    """Return counts and equations alone: what is over in an "at least" becomes a count."""
    more: dict[str, int] = {}
    equations: list[Sum] = []
    for one in sums:
        if not one.at_least:
            equations.append(one)
            continue
        _check_known((one.total, *one.parts), counts, f"the sum {one}")
        over = counts[one.total] - sum(counts[part] for part in one.parts)
        if over < 0:
            raise ValueError(f"the sum {one} doesn't hold: {counts[one.total]} is {-over} less")
        more[f"over|{one}"] = over
        equations.append(Sum(one.total, (*one.parts, f"over|{one}")))
    return {**counts, **more}, equations, frozenset(more)


def _check_known(names: Iterable[str], counts: Mapping[str, int], what: str) -> None:
    unknown = sorted(set(names) - set(counts))
    if unknown:
        raise ValueError(f"{what} names no count: {', '.join(unknown)}")


def _whole(name: str, value: int) -> int:
    if int(value) != value:
        raise ValueError(f"the count {name} is {value!r}: a count of people is a whole number")
    if value < 0:
        raise ValueError(f"the count {name} is {value}: a count of people can't be negative")
    return int(value)


def _check_sum(one: Sum, counts: Mapping[str, int]) -> None:
    _check_known((one.total, *one.parts), counts, f"the sum {one}")
    if not one.parts:
        raise ValueError(f"the sum for {one.total} has no parts")
    twice = [name for name, times in Counter((one.total, *one.parts)).items() if times > 1]
    if twice:
        raise ValueError(f"the sum {one} names a count twice: {', '.join(twice)}")
    parts = sum(counts[part] for part in one.parts)
    if counts[one.total] != parts:
        raise ValueError(f"the sum {one} doesn't hold: {counts[one.total]} is not {parts}")
