"""Choosing which further counts to hide so that no small one can be worked out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from evalkit.disclosure.attack import Attacker, possible_values
from evalkit.disclosure.repair import find_repair
from evalkit.disclosure.system import BoolArray, Sum, System, build_system

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from evalkit.disclosure.policy import Policy
    from evalkit.disclosure.solver import FloatArray

__all__ = ["possible_values", "protect_counts"]

_DEARER: Final = 5.0
_HIGHEST_LEVEL: Final = 4


def protect_counts(
    counts: Mapping[str, int],
    sums: Sequence[Sum],
    policy: Policy,
    *,
    unpublished: AbstractSet[str] = frozenset(),
    exact: AbstractSet[str] = frozenset(),
    cost: Mapping[str, float] | None = None,
    also_hide: AbstractSet[str] = frozenset(),
) -> frozenset[str]:
    """Return the names of the counts to hide: the small ones, and what else protects them.

    An attacker is taken to know the policy, the sums, every shown count (under ``nhs`` what
    rounding leaves open), and which hidden counts are small. Every hidden count, and every small
    count that isn't printed but could be derived, keeps at least three possible whole numbers. See
    ``docs/disclosure.md``; the method is that of the cell suppression problem (Fischetti and
    Salazar-González 2001, Management Science 47:1008–1027), solved count by count.

    Parameters
    ----------
    counts : mapping of str to int
        Every count of people that is published or can be derived, 0 or more.
    sums : sequence of Sum
        All sums between them.
    policy : Policy
        Which counts are small; under ``none`` only `also_hide` is hidden.
    unpublished : set of str
        Counts never printed that follow from others, such as ``n_from − n_pairs``. They can't be
        hidden; where they are small, published counts are hidden to protect them.
    exact : set of str
        Counts that can be read exactly where they are shown although the policy rounds, for
        example because unrounded means of the same people stand beside them.
    cost : mapping of str to float, optional
        What hiding a count costs, above 0. The others cost their value + 1, five times as much per
        level of sums below them, so that totals stay.
    also_hide : set of str
        Counts hidden for another reason. They are protected too.

    Returns
    -------
    frozenset of str
        Names of published counts. The same input, in any order, gives the same answer.

    Raises
    ------
    ValueError
        For an unknown name, a count that is negative or not whole, a cost that isn't above 0, or a
        sum that doesn't hold, has no parts, or names a count twice.
    DisclosureError
        If no choice is found that protects every count.

    Examples
    --------
    >>> from evalkit.disclosure.policy import Policy
    >>> counts = {"a": 4, "b": 4, "c": 30, "all": 38}
    >>> sorted(protect_counts(counts, [Sum("all", ("a", "b", "c"))], Policy("counts")))
    ['a', 'b', 'c']
    """
    system = build_system(counts, sums, unpublished=unpublished, exact=exact)
    for what, names in (("also_hide", also_hide), ("cost", cost or {})):
        if unknown := sorted(set(names) - set(counts)):
            raise ValueError(f"{what} names no count: {', '.join(unknown)}")
    forced = system.mask(also_hide) & system.published
    if not policy.hides_nothing:
        prices = _costs(system, cost or {})
        forced |= system.published & (system.values < policy.threshold)
        attacker = _hide_more(Attacker(system, policy, forced), policy, prices)
        forced = _show_again(attacker, policy, forced, prices)
    return frozenset(system.names[cell] for cell in np.flatnonzero(forced))


def _costs(system: System, given: Mapping[str, float]) -> FloatArray:
    """Return what hiding each count costs."""
    level = np.zeros(system.size)
    below = abs(system.matrix.minimum(0)).T @ system.matrix.maximum(0)
    for _ in range(_HIGHEST_LEVEL):
        for total in range(system.size):
            parts = below[[total], :].indices
            level[total] = min(_HIGHEST_LEVEL, level[parts].max() + 1) if parts.size else 0
    costs = (system.values + 1.0) * _DEARER**level
    for cell, name in enumerate(system.names):
        costs[cell] = given.get(name, costs[cell])
    if not (costs > 0).all():
        raise ValueError("the cost of hiding a count must be above 0")
    return costs


def _hide_more(attacker: Attacker, policy: Policy, costs: FloatArray) -> Attacker:
    """Hide further counts until nothing leaks; each round hides at least one, so it ends."""
    waiting = np.fromiter(attacker.leaks(), dtype=np.int64)
    while (leak := next(attacker.leaks(suspects=waiting), None)) is not None:
        more, moves = find_repair(attacker, policy, leak, costs)
        attacker = Attacker(attacker.system, policy, attacker.hidden | more, attacker.moves)
        for move in moves:
            attacker.learn(move)
        waiting = np.concatenate([waiting[waiting != leak], np.flatnonzero(more)])
    return attacker


def _show_again(attacker: Attacker, policy: Policy, forced: BoolArray, costs: FloatArray) -> BoolArray:
    """Show every count again that turns out not to be needed, the dearest first."""
    system = attacker.system
    extra = np.flatnonzero(attacker.hidden & ~forced)
    for cell in extra[np.argsort(-costs[extra], kind="stable")]:
        fewer = attacker.hidden.copy()
        fewer[cell] = False
        trial = Attacker(system, policy, fewer, attacker.moves)
        if next(trial.leaks(suspects=system.neighbours(cell)), None) is None:
            attacker = trial
    return attacker.hidden
