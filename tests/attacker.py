"""What an attacker can work out from printed tables, by an integer programme of its own.

Nothing here uses evalkit's own attack: the sums are written down from the tables as a reader sees them.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

NO_END = 10**6


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
    """

    value: dict[str, int] = field(default_factory=dict)
    hidden: dict[str, bool] = field(default_factory=dict)
    printed: set[str] = field(default_factory=set)
    sums: list[tuple[str, list[str]]] = field(default_factory=list)

    def see(self, name: str, value: float, *, shown: float | None) -> None:
        """Enter a printed count; once shown anywhere it is known, and what is shown must be true."""
        visible = shown is not None and not math.isnan(shown)
        if visible:
            assert shown == value, name
        assert self.value.setdefault(name, int(value)) == value, name
        self.hidden[name] = self.hidden.get(name, True) and not visible
        self.printed.add(name)

    def within(self, total: str, part: str) -> None:
        """Enter that one count is part of another: the rest was never printed, but anybody can subtract."""
        rest = f"{total} without {part}"
        self.value[rest], self.hidden[rest] = self.value[total] - self.value[part], True
        self.sums.append((total, [part, rest]))

    def adds_up(self, total: str, parts: list[str]) -> None:
        """Enter a sum of printed counts."""
        assert self.value[total] == sum(self.value[part] for part in parts), (total, parts)
        self.sums.append((total, parts))

    def exposed(self, *, threshold: int = 5) -> dict[str, tuple[int, int]]:
        """Return the hidden or small counts that have fewer than three possible values, with what is left."""
        names = list(self.value)
        place = {name: number for number, name in enumerate(names)}
        matrix = np.zeros((len(self.sums), len(names)))
        for row, (total, parts) in enumerate(self.sums):
            matrix[row, place[total]] = 1
            for part in parts:
                matrix[row, place[part]] -= 1
        bounds = np.array([self._limits(name, threshold) for name in names])
        found = {}
        for name in names:
            if self.hidden[name] and (name in self.printed or self.value[name] < threshold):
                low, high = (_end(matrix, bounds, place[name], sign) for sign in (1, -1))
                if high - low < 2:
                    found[name] = (low, high)
        return found

    def _limits(self, name: str, threshold: int) -> tuple[float, float]:
        value = self.value[name]
        if not self.hidden[name]:
            return value, value
        if value < threshold:
            return 0, threshold - 1
        return (threshold if name in self.printed else 0), np.inf


def _end(matrix: np.ndarray, bounds: np.ndarray, column: int, sign: int) -> int:
    objective = np.zeros(matrix.shape[1])
    objective[column] = sign
    solution = milp(
        objective,
        constraints=LinearConstraint(matrix, 0, 0),
        bounds=Bounds(bounds[:, 0], bounds[:, 1]),
        integrality=np.ones(matrix.shape[1], dtype=np.int64),
    )
    if solution.success:
        return round(sign * solution.fun)
    return 0 if sign > 0 else NO_END
