"""The cheapest counts to hide so that one hidden count gets three possible values."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np
from scipy.sparse import block_array, coo_array, csr_array, eye_array

from evalkit.disclosure.attack import REACH, Attacker, ranges
from evalkit.disclosure.policy import DisclosureError
from evalkit.disclosure.solver import FloatArray, solve

if TYPE_CHECKING:
    from evalkit.disclosure.policy import Policy
    from evalkit.disclosure.system import BoolArray, IntArray

_STEPS: Final = 2
"""In a table with margins two steps are enough: a larger move is a sum of moves of single steps."""

_CLOSE: Final = 4
"""Sums away: nearly every cheapest repair lies this close; two are too few, and a whole report takes twice as long."""

_FINE: Final = 1 / 8
"""Coefficients this small keep a rounded yes-or-no within the solver's tolerance; else it prints to the terminal."""


def find_repair(
    attacker: Attacker, policy: Policy, leak: int, costs: FloatArray
) -> tuple[BoolArray, list[FloatArray]]:
    """Return which further counts to hide for the sake of one, and the two alternatives it then has.

    A mixed-integer programme finds two alternatives to the true counts in which `leak` has two
    further values, at the least cost of the shown counts that differ in either: first among the counts
    close by, then among all that any chain of sums links to it. Where there are none, all of those are
    hidden: then no number is left to solve from.

    Parameters
    ----------
    attacker : Attacker
        Who found the leak.
    policy : Policy
        The rule.
    leak : int
        Position of the count with fewer than three possible values.
    costs : array of float, shape (system.size,)
        What hiding each count costs.

    Returns
    -------
    more : array of bool, shape (system.size,)
        At least one published count that isn't hidden yet.
    moves : list of array
        What the alternatives add to the true counts; none where everything is hidden.

    Raises
    ------
    DisclosureError
        If everything is hidden already.
    """
    system = attacker.system
    family = np.flatnonzero(system.families == system.families[leak])
    tries = [(system.around(leak, _CLOSE), _STEPS, False)]
    tries += [(family, steps, whole) for steps, whole in ((_STEPS, False), (_STEPS, True), (REACH, True))]
    for cells, steps, whole in tries:
        programme = _Programme(attacker, policy, cells, steps)
        found = programme.run(int(np.searchsorted(cells, leak)), costs, whole=whole)
        if found is not None and found[0].any():
            return found
    everything = np.zeros(system.size, dtype=np.bool_)
    everything[family] = system.published[family] & ~attacker.hidden[family]
    if not everything.any():
        raise DisclosureError(f"nothing is left to hide that would protect {system.names[leak]}")
    return everything, []


class _Programme:
    """Two alternatives of all counts of one family, and a yes or no for each one that could be hidden.

    Variables: first alternative (n), second alternative (n), hide (k), both up (1), both down (1).
    """

    def __init__(self, attacker: Attacker, policy: Policy, family: IntArray, steps: int) -> None:
        system = attacker.system
        self.size = system.size
        self.family = family
        self.steps = steps
        sums = system.matrix[:, family]
        self.matrix = sums[np.flatnonzero(np.diff(sums.indptr)), :]
        choice = np.flatnonzero(system.published[family] & ~attacker.hidden[family])
        self.choice = choice
        everything = system.published
        truth = system.values
        self.shown = _near(attacker.low[family], attacker.high[family], steps)
        widest = ranges(system, policy, everything)
        self.widest = _near((widest[0] - truth)[family], (widest[1] - truth)[family], steps)

    def run(self, leak: int, costs: FloatArray, *, whole: bool) -> tuple[BoolArray, list[FloatArray]] | None:
        """Return what to hide and the two moves; None where no choice is found."""
        n, k = self.family.size, self.choice.size
        cost = np.concatenate([np.zeros(2 * n), costs[self.family[self.choice]], np.zeros(2)])
        matrix, low, high = self._conditions(leak)
        least, greatest = (np.concatenate([side, side, fill]) for side, fill in self._limits())
        integral = np.concatenate([np.full(2 * n, whole), np.ones(k + 2, dtype=np.bool_)])
        answer = solve(cost, matrix, (low, high), (least, greatest), whole=integral)
        if answer is None:
            return None
        hide = np.zeros(self.size, dtype=np.bool_)
        hide[self.family[self.choice]] = answer[2 * n : 2 * n + k] > 1 / 2
        moves = [np.zeros(self.size), np.zeros(self.size)]
        moves[0][self.family], moves[1][self.family] = answer[:n], answer[n : 2 * n]
        return hide, moves

    def _limits(self) -> tuple[tuple[FloatArray, FloatArray], tuple[FloatArray, FloatArray]]:
        """Return the ends of the counts, widest where they could be hidden, and of the yes-or-no variables."""
        low, high = self.shown[0].copy(), self.shown[1].copy()
        low[self.choice], high[self.choice] = self.widest[0][self.choice], self.widest[1][self.choice]
        others = self.choice.size + 2
        return (low, np.zeros(others)), (high, np.ones(others))

    def _conditions(self, leak: int) -> tuple[csr_array[np.float64], FloatArray, FloatArray]:
        """Return all conditions: sums hold, what is shown stays in its range, `leak` gets two other values."""
        n, k, rows = self.family.size, self.choice.size, self.matrix.shape[0]
        pick = coo_array((np.ones(k), (np.arange(k), self.choice)), shape=(k, n))
        above = eye_array(k).multiply((self.shown[1] - self.widest[1])[self.choice][:, None])
        below = eye_array(k).multiply((self.shown[0] - self.widest[0])[self.choice][:, None])
        apart, apart_low, apart_high = self._three_values(leak)
        blocks: list[list[Any]] = [
            [self.matrix, None, None, csr_array((rows, 2))],
            [None, self.matrix, None, None],
            [pick, None, above, None],
            [None, pick, above, None],
            [pick, None, below, None],
            [None, pick, below, None],
        ]
        top = self.shown[1][self.choice]
        bottom = self.shown[0][self.choice]
        endless = np.full(k, np.inf)
        blocks.append([apart[:, :n], apart[:, n : 2 * n], csr_array((apart.shape[0], k)), apart[:, 2 * n :]])
        matrix: csr_array[np.float64] = csr_array(block_array(blocks))
        zeros = np.zeros(2 * rows)
        low = np.concatenate([zeros, -endless, -endless, bottom, bottom, apart_low])
        high = np.concatenate([zeros, top, top, endless, endless, apart_high])
        widest = np.maximum(abs(matrix).max(axis=1).toarray().ravel(), 1)
        scale = _FINE / 2.0 ** np.ceil(np.log2(widest))
        return csr_array(matrix.multiply(scale[:, None])), low * scale, high * scale

    def _three_values(self, leak: int) -> tuple[csr_array[np.float64], FloatArray, FloatArray]:
        """Return the conditions that make both alternatives differ from the truth and from each other.

        One goes up and one down, or both up, or both down.
        """
        n, far = self.family.size, self.steps
        first, second, up, down = leak, n + leak, 2 * n, 2 * n + 1
        lines: list[tuple[dict[int, float], float, float]] = [
            ({first: 1, down: far + 1}, 1, far),
            ({second: 1, up: -far - 1, down: -far - 1}, -np.inf, -1),
            ({second: 1, first: -1, up: -2 * far - 1}, -2 * far, np.inf),
            ({second: 1, first: -1, down: 2 * far + 1}, -np.inf, 2 * far),
            ({up: 1, down: 1}, 0, 1),
        ]
        entries = [
            (row, column, value) for row, line in enumerate(lines) for column, value in line[0].items()
        ]
        rows, columns, values = zip(*entries, strict=True)
        matrix = csr_array((np.array(values, float), (rows, columns)), shape=(len(lines), 2 * n + 2))
        return (
            matrix,
            np.array([line[1] for line in lines], float),
            np.array([line[2] for line in lines], float),
        )


def _near(low: FloatArray, high: FloatArray, steps: int) -> tuple[FloatArray, FloatArray]:
    return np.maximum(low, -steps), np.minimum(high, steps)
