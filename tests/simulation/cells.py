"""Cells of a simulation: each draws its own numbers, so that neither order nor workers change a figure."""

from __future__ import annotations

import multiprocessing
import zlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple, Protocol

import numpy as np

SEED = 20_261_122


class Limits(Protocol):
    """Anything with two confidence limits."""

    @property
    def ci_low(self) -> float: ...  # noqa: D102
    @property
    def ci_high(self) -> float: ...  # noqa: D102


class Tally(NamedTuple):
    """How often something happened.

    Attributes
    ----------
    hits, told : int
        Times it happened; made-up data sets in which it could (an interval was given).
    """

    hits: int
    told: int


Work = Callable[[np.random.Generator, int], Mapping[str, Tally]]


@dataclass(frozen=True, slots=True)
class Cell:
    """One kind of data at one size.

    Attributes
    ----------
    table : str
        Part of the page it belongs to.
    data : str
        Kind of data, as the page calls it.
    n : int
        People, or schools.
    sets : int
        Data sets made up.
    work : callable
        Takes a generator and the number of sets, and returns a tally for each thing counted.
    """

    table: str
    data: str
    n: int
    sets: int
    work: Work

    @property
    def name(self) -> str:
        """Name from which the cell's own seed is made."""
        return f"{self.table}/{self.data}/{self.n}"


@dataclass(frozen=True, slots=True)
class Row:
    """What was counted in a cell: ``what`` happened in ``hits`` of ``told`` of ``sets`` data sets."""

    table: str
    what: str
    data: str
    n: int
    hits: int
    told: int
    sets: int

    @property
    def rate(self) -> float:
        """Share of the data sets in which it happened; NaN if it never could."""
        return self.hits / self.told if self.told else float("nan")

    @property
    def error(self) -> float:
        """Monte-Carlo standard error of the rate."""
        return (self.rate * (1 - self.rate) / self.told) ** 0.5 if self.told else float("nan")


def seeded(name: str) -> np.random.Generator:
    """Return the generator that belongs to a name: a child of the one seed, whatever else is run.

    Examples
    --------
    >>> seeded("a").random() == seeded("a").random(), seeded("a").random() == seeded("b").random()
    (True, False)
    """
    child = np.random.SeedSequence(SEED, spawn_key=(zlib.crc32(name.encode()),))
    return np.random.default_rng(child)


def count_held(limits: Iterable[Limits], truth: float) -> Tally:
    """Count the intervals that hold the truth, of those that were given.

    Examples
    --------
    >>> from evalkit.analysis import Interval
    >>> count_held([Interval(1, 3), Interval(3, 4), Interval(float("nan"), float("nan"))], 2)
    Tally(hits=1, told=2)
    """
    ends = [(found.ci_low, found.ci_high) for found in limits]
    given = [(low, high) for low, high in ends if low == low and high == high]  # noqa: PLR0124 - NaN isn't itself
    return Tally(sum(low <= truth <= high for low, high in given), len(given))


def run_cells(cells: Sequence[Cell], *, share: float = 1.0, workers: int = 1) -> list[Row]:
    """Run all cells and return what they counted, in their order.

    Parameters
    ----------
    cells : sequence of Cell
    share : float
        Part of each cell's data sets to make up; less than 1 for a quick look.
    workers : int
        Processes; with 1 everything runs in this one.
    """
    one = partial(_run, share=share)
    if workers == 1:
        parts = [one(cell) for cell in cells]
    else:
        context = multiprocessing.get_context("spawn")
        with ProcessPoolExecutor(workers, mp_context=context) as pool:
            parts = list(pool.map(one, cells))
    return [row for part in parts for row in part]


def _run(cell: Cell, share: float) -> list[Row]:
    sets = max(4, round(cell.sets * share))
    counted = cell.work(seeded(cell.name), sets)
    return [
        Row(cell.table, what, cell.data, cell.n, tally.hits, tally.told, sets)
        for what, tally in counted.items()
    ]
