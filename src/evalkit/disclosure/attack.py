"""What somebody can work out from a release who knows the rule and solves every published sum."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from evalkit.disclosure.policy import ENOUGH_VALUES, DisclosureError, Policy
from evalkit.disclosure.solver import FloatArray, solve
from evalkit.disclosure.system import BoolArray, IntArray, Sum, System, build_system

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from scipy.sparse import csr_array

REACH: Final = 12
"""How far from the truth an alternative is looked for; two steps are enough in a table with margins."""

_WITHOUT_LABELS: Final = ENOUGH_VALUES
"""At this threshold 2 + 2 = 4 can't be protected from somebody who knows which marks stand for small counts."""

_ROUNDS: Final = 4
_MANY: Final = 8
_SLACK: Final = 1e-6


class PossibleValues(NamedTuple):
    """What an attacker knows of one hidden count: from `low` to `high` (None: no upper limit)."""

    low: int
    high: int | None
    at_least_three: bool


def ranges(system: System, policy: Policy, hidden: BoolArray) -> tuple[FloatArray, FloatArray]:
    """Return the least and the greatest value of every count that rule and marks alone leave open.

    The attacker is taken to know more than a release tells: which marks stand for a small count
    (0 to threshold − 1) and which for a larger one hidden in order to protect it.
    """
    values = system.values
    small = values < policy.threshold
    larger = 0.0 if policy.threshold == _WITHOUT_LABELS else float(policy.threshold)
    low = np.where(small, 0.0, larger)
    # A count that is never printed has no mark that would say it is a larger one.
    low[~system.published] = 0.0
    high = np.where(small & ~system.over, policy.threshold - 1.0, np.inf)
    for cell in np.flatnonzero(system.published & ~hidden):
        value = int(values[cell])
        low[cell], high[cell] = (
            (value, value) if system.exact[cell] or small[cell] else policy.shown_range(value)
        )
    return low, high


class Attacker:
    """Somebody who holds one release; it collects alternatives to the truth that fit what is shown.

    An alternative is kept as a move: a vector of whole numbers that can be added to the true
    counts without breaking a sum or a range. Every move is verified in whole numbers before it
    counts, so a count is never called protected on the word of the solver.

    Parameters
    ----------
    system : System
        The true counts and their sums.
    policy : Policy
        The rule.
    hidden : array of bool, shape (system.size,)
        Which published counts are hidden.
    moves : array of int, shape (k, system.size), optional
        Moves known from another release of the same counts; those that don't fit are dropped.
    """

    def __init__(
        self, system: System, policy: Policy, hidden: BoolArray, moves: IntArray | None = None
    ) -> None:
        self.system = system
        self.hidden = hidden
        low, high = ranges(system, policy, hidden)
        bare = ~np.isin(system.families, system.families[system.published & ~hidden])
        low[bare], high[bare] = 0.0, np.inf
        self.low, self.high = low - system.values, high - system.values
        self.targets = (
            hidden | (~system.published & ~system.over & (system.values < policy.threshold))
        ) & ~system.always_zero
        self._free = self.low < self.high
        self._links = system.linked(self._free)
        self._parts: dict[int, tuple[IntArray, csr_array[np.float64]]] = {}
        known = np.empty((0, system.size), dtype=np.int64) if moves is None else moves
        self._known = known[((known >= self.low) & (known <= self.high)).all(axis=1)]
        self._latest: list[IntArray] = []
        self.learn(np.where(bare, system.values, 0))

    def learn(self, move: FloatArray | IntArray) -> None:
        """Keep a move, and its opposite, where they fit."""
        whole = np.rint(move).astype(np.int64)
        self._latest += [one for one in (whole, -whole) if self._fits(one)]

    @property
    def moves(self) -> IntArray:
        """All moves known so far, one a row."""
        if self._latest:
            self._known = np.vstack([self._known, *self._latest])
            self._latest = []
        return self._known

    def leaks(self, *, suspects: IntArray | None = None) -> Iterator[int]:
        """Yield the hidden counts for which fewer than three values are found.

        Parameters
        ----------
        suspects : array of int, optional
            Counts to look at first; the others follow in the order of names.
        """
        if suspects is not None:
            for cell in suspects[np.isin(suspects, self._unsettled())]:
                if not self._settle(int(cell)):
                    yield int(cell)
        self._explore(self._unsettled())
        for cell in self._unsettled():
            if not self._settle(int(cell)):
                yield int(cell)

    def extreme(self, cell: int, direction: int) -> int | None:
        """Return the greatest (1) or least (-1) value of one count; None where it has no end."""
        cost = np.zeros(self.system.size)
        cost[cell] = -direction
        move = self._best(cost, cell, (self.low, self.high))
        return None if move is None else int(self.system.values[cell] + round(move[cell]))

    def _fits(self, move: IntArray) -> bool:
        inside = bool(((move >= self.low) & (move <= self.high)).all())
        return inside and bool(move.any()) and not (self.system.matrix @ move).any()

    def _unsettled(self) -> IntArray:
        """Return the targets for which the moves known so far don't give three values."""
        top = self.moves.max(axis=0, initial=0)
        bottom = self.moves.min(axis=0, initial=0)
        between = ((self.moves != 0) & (self.moves != top) & (self.moves != bottom)).any(axis=0)
        settled = ((top > 0) & (bottom < 0)) | between
        return np.flatnonzero(self.targets & ~settled)

    def _explore(self, cells: IntArray) -> None:
        """Move many counts at once in seeded random directions: cheap, and settles most of them."""
        random = np.random.default_rng(0)
        for link in np.unique(self._links[cells]):
            members = cells[self._links[cells] == link]
            for _ in range(_ROUNDS if members.size > _MANY else 0):
                cost = np.zeros(self.system.size)
                cost[members] = random.uniform(-1, 1, members.size)
                self._seek(cost, int(members[0]), (self.low, self.high))

    def _settle(self, cell: int) -> bool:
        """Return whether one count has three values, after pushing it up, down and in between."""
        for direction in (1.0, -1.0):
            cost = np.zeros(self.system.size)
            cost[cell] = -direction
            self._seek(cost, cell, (self.low, self.high))
        seen = sorted({0, *self.moves[:, cell].tolist()})
        if len(seen) < ENOUGH_VALUES and seen[-1] - seen[0] >= ENOUGH_VALUES - 1:
            low, high = self.low.copy(), self.high.copy()
            low[cell], high[cell] = seen[0] + 1, seen[-1] - 1
            self._seek(np.zeros(self.system.size), cell, (low, high))
            seen = sorted({0, *self.moves[:, cell].tolist()})
        return len(seen) >= ENOUGH_VALUES

    def _seek(self, cost: FloatArray, cell: int, limits: tuple[FloatArray, FloatArray]) -> None:
        """Learn the move of least cost within reach."""
        move = self._best(cost, cell, (np.maximum(limits[0], -REACH), np.minimum(limits[1], REACH)))
        if move is not None:
            self.learn(move)

    def _best(self, cost: FloatArray, cell: int, limits: tuple[FloatArray, FloatArray]) -> FloatArray | None:
        """Return the move of least cost in whole numbers; nearly always the one without that condition is."""
        move = self._solve(cost, cell, limits, whole=False)
        if move is not None and np.abs(move - np.rint(move)).max() > _SLACK:
            move = self._solve(cost, cell, limits, whole=True)
        return move

    def _solve(
        self, cost: FloatArray, cell: int, limits: tuple[FloatArray, FloatArray], *, whole: bool
    ) -> FloatArray | None:
        """Solve among the counts that a chain of unknown ones links to this one; the others stay."""
        if not self._free[cell]:
            return np.zeros(self.system.size)
        cells, part = self._around(cell)
        zeros = np.zeros(part.shape[0])
        answer = solve(
            cost[cells],
            part,
            (zeros, zeros),
            (limits[0][cells], limits[1][cells]),
            whole=np.ones(cells.size, dtype=np.bool_) if whole else None,
        )
        if answer is None:
            return None
        move = np.zeros(self.system.size)
        move[cells] = answer
        return move

    def _around(self, cell: int) -> tuple[IntArray, csr_array[np.float64]]:
        """Return the unknown counts linked to one, and the sums over them."""
        link = int(self._links[cell])
        if link not in self._parts:
            cells = np.flatnonzero(self._links == link)
            part = self.system.matrix[:, cells]
            self._parts[link] = cells, part[np.flatnonzero(np.diff(part.indptr)), :]
        return self._parts[link]


def possible_values(
    counts: Mapping[str, int],
    sums: Sequence[Sum],
    hidden: AbstractSet[str],
    policy: Policy,
    *,
    unpublished: AbstractSet[str] = frozenset(),
    exact: AbstractSet[str] = frozenset(),
) -> dict[str, PossibleValues]:
    """Return what an attacker can work out of every hidden count and every small unpublished one.

    Parameters
    ----------
    counts, sums, policy, unpublished, exact
        As for `protect_counts`.
    hidden : set of str
        The published counts that are hidden.

    Returns
    -------
    dict of str to PossibleValues
        The exact ends of what is possible, and whether there are at least three whole numbers.
        Counts that the sums alone fix at 0 aren't in it: they say nothing about anybody.

    Raises
    ------
    ValueError
        As `protect_counts`.

    Examples
    --------
    >>> counts = {"a": 4, "b": 4, "c": 30, "all": 38}
    >>> sums = [Sum("all", ("a", "b", "c"))]
    >>> possible_values(counts, sums, {"a", "b"}, Policy("counts"))["a"]
    PossibleValues(low=4, high=4, at_least_three=False)
    >>> possible_values(counts, sums, {"a", "b", "c"}, Policy("counts"))["a"]
    PossibleValues(low=0, high=4, at_least_three=True)
    """
    system = build_system(counts, sums, unpublished=unpublished, exact=exact)
    if policy.hides_nothing:
        return {}
    attacker = Attacker(system, policy, system.mask(hidden) & system.published)
    leaks = set(attacker.leaks())
    return {
        system.names[cell]: PossibleValues(
            attacker.extreme(cell, -1) or 0, attacker.extreme(cell, 1), cell not in leaks
        )
        for cell in map(int, np.flatnonzero(attacker.targets))
    }


def check_protected(
    counts: Mapping[str, int],
    sums: Sequence[Sum],
    hidden: AbstractSet[str],
    policy: Policy,
    *,
    unpublished: AbstractSet[str] = frozenset(),
    exact: AbstractSet[str] = frozenset(),
) -> None:
    """Raise unless every small count is hidden and no hidden count can be worked out.

    The same question as `possible_values`, without the exact ends: fast enough for every release.

    Raises
    ------
    DisclosureError
        With the names of the counts that are shown though small, or could be worked out.
    ValueError
        As `protect_counts`.
    """
    system = build_system(counts, sums, unpublished=unpublished, exact=exact)
    if policy.hides_nothing:
        return
    mask = system.mask(hidden) & system.published
    small = np.flatnonzero(system.published & ~mask & (system.values < policy.threshold))
    if small.size:
        names = ", ".join(system.names[cell] for cell in small)
        raise DisclosureError(f"counts below {policy.threshold} would be shown: {names}")
    leaks = [system.names[cell] for cell in Attacker(system, policy, mask).leaks()]
    if leaks:
        raise DisclosureError(
            f"hidden counts could be worked out from the published sums, to fewer than {ENOUGH_VALUES} possible "
            f"values: {', '.join(leaks)}"
        )
