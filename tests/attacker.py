"""What an attacker can work out from printed tables, by an integer programme of its own.

Nothing here uses evalkit's own attack: the sums are written down from the tables as a reader sees them.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import coo_array, csr_array
from scipy.sparse.csgraph import connected_components

NO_END = 10**4


@dataclass
class Attacker:
    """Counts as printed, and everything that a reader knows adds up.

    Attributes
    ----------
    value : dict
        The true count of each name.
    hidden : dict
        Whether it is hidden, or was never printed.
    printed : set
        Names that stand in a table, so that a mark tells small ones from larger ones.
    sums : list
        Total, parts.
    nobodys : set
        Counts that are no secret: what is over where a sum says "at least", or nought by its very meaning.
    rounded_to : int
        Shown counts are rounded to the nearest multiple of this; 1 means that they aren't.
    """

    value: dict[str, int] = field(default_factory=dict)
    hidden: dict[str, bool] = field(default_factory=dict)
    printed: set[str] = field(default_factory=set)
    sums: list[tuple[str, list[str]]] = field(default_factory=list)
    nobodys: set[str] = field(default_factory=set)
    rounded_to: int = 1

    def see(self, name: str, value: float, *, shown: float | None, goes_along: bool = False) -> None:
        """Enter a printed count; once shown anywhere it is known, and what is shown must be true.

        An empty cell that may only go along with another of its row says nothing of its own count.
        """
        visible = shown is not None and not math.isnan(shown)
        if visible:
            assert shown == self._as_shown(int(value)), name
        assert self.value.setdefault(name, int(value)) == value, name
        self.hidden[name] = self.hidden.get(name, True) and not visible
        if visible or not goes_along:
            self.printed.add(name)

    def derive(self, name: str, value: int, *, secret: bool = True) -> str:
        """Enter a count that stands in no table, which sums may give away; return its name."""
        assert self.value.setdefault(name, value) == value >= 0, name
        self.hidden.setdefault(name, True)
        if not secret:
            self.nobodys.add(name)
        return name

    def within(self, total: str, part: str) -> None:
        """Enter that one count is part of another: the rest was never printed, but anybody can subtract."""
        rest = self.derive(f"{total} without {part}", self.value[total] - self.value[part])
        self.sums.append((total, [part, rest]))

    def at_least(self, total: str, parts: list[str]) -> None:
        """Enter that one count is the others together or more; what is over is nobody's secret."""
        over = self.value[total] - sum(self.value[part] for part in parts)
        rest = self.derive(f"{total} over {' + '.join(parts)}", over, secret=False)
        self.sums.append((total, [*parts, rest]))

    def adds_up(self, total: str, parts: list[str]) -> None:
        """Enter a sum of printed counts."""
        assert self.value[total] == sum(self.value[part] for part in parts), (total, parts)
        self.sums.append((total, list(parts)))

    def exposed(self, *, threshold: int = 5) -> dict[str, tuple[int, int]]:
        """Return the hidden or small counts that have fewer than three possible values, with what is left."""
        names = list(self.value)
        low, high = np.array([self._limits(name, threshold) for name in names], float).T
        places = {name: number for number, name in enumerate(names)}
        matrix, free = _sums_as_matrix(self.sums, places), low < high
        told = matrix @ np.where(free, 0, low)
        found = {}
        wanted = np.array([self._is_secret(name, threshold) for name in names])
        for number in np.flatnonzero(wanted & ~free):
            found[names[number]] = (int(low[number]), int(low[number]))
        for members in _families(matrix, free):
            if not wanted[members].any():
                continue
            rows = np.flatnonzero(abs(matrix[:, members]).sum(axis=1))
            sums = LinearConstraint(matrix[rows][:, members], -told[rows], -told[rows])
            family = _Family(sums, Bounds(low[members], high[members]))
            for place in np.flatnonzero(wanted[members]):
                least, most = family.span(int(place))
                if most - least < 2:
                    found[names[members[place]]] = (least, most)
        return found

    def small_shown(self, *, threshold: int = 5) -> list[str]:
        """Return the small counts that stand in a table for everybody to read."""
        return [name for name in self.value if not self.hidden[name] and self.value[name] < threshold]

    def _is_secret(self, name: str, threshold: int) -> bool:
        if not self.hidden[name] or name in self.nobodys:
            return False
        return name in self.printed or self.value[name] < threshold

    def _as_shown(self, value: int) -> int:
        half = self.rounded_to // 2
        return (value + half) // self.rounded_to * self.rounded_to

    def _limits(self, name: str, threshold: int) -> tuple[float, float]:
        value = self.value[name]
        if not self.hidden[name]:
            half = self.rounded_to // 2
            shown = self._as_shown(value)
            return (max(threshold, shown - half), shown + half) if half else (value, value)
        if name in self.nobodys:
            return 0, np.inf
        if value < threshold:
            return 0, threshold - 1
        return (threshold if name in self.printed else 0), np.inf


def _sums_as_matrix(sums: list[tuple[str, list[str]]], place: dict[str, int]) -> csr_array[Any]:
    """Return the sums as a matrix whose product with the counts is 0."""
    entries = [
        (row, place[name], sign)
        for row, (total, parts) in enumerate(sums)
        for name, sign in [(total, 1.0), *((part, -1.0) for part in parts)]
    ]
    rows, columns, signs = zip(*entries, strict=True) if entries else ((), (), ())
    return csr_array(coo_array((np.array(signs, float), (rows, columns)), shape=(len(sums), len(place))))


def _families(matrix: csr_array[Any], free: np.ndarray) -> list[np.ndarray]:
    """Return the unknown counts in groups that no sum ties to one another."""
    cells = np.flatnonzero(free)
    used = abs(matrix[:, cells])
    _, label = connected_components(used.T @ used, directed=False)
    return [cells[label == one] for one in range(label.max(initial=-1) + 1)]


class _Family:
    """Unknown counts tied together; every solution found says something of all of them."""

    def __init__(self, sums: LinearConstraint, bounds: Bounds) -> None:
        self.sums, self.bounds = sums, bounds
        self.least, self.most = np.full(bounds.lb.size, np.inf), np.full(bounds.lb.size, -np.inf)

    def span(self, place: int) -> tuple[int, int]:
        """Return the least and the greatest value found, as soon as they are two apart."""
        for sign in (1, -1):
            if self.most[place] - self.least[place] < 2:
                self._push(place, sign)
        return int(self.least[place]), int(self.most[place])

    def _push(self, place: int, sign: int) -> None:
        objective = np.zeros(self.least.size)
        objective[place] = sign
        # Far enough away for three values, and an end for what has none.
        capped = Bounds(self.bounds.lb, np.minimum(self.bounds.ub, NO_END))
        solution = milp(
            objective,
            constraints=self.sums,
            bounds=capped,
            integrality=np.ones(objective.size, dtype=np.int64),
        )
        assert solution.x is not None, "the true counts are a solution"
        found = np.rint(solution.x)
        self.least, self.most = np.minimum(self.least, found), np.maximum(self.most, found)
