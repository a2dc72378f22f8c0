"""The gate: results in, only what may be printed out.

Everything that leaves the person-level floors passes :func:`release`; what it returns is all
that notebooks, tables, figures and sentences ever see.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from evalkit import names
from evalkit.disclosure.attack import possible_values
from evalkit.disclosure.ledger import build_ledger, flow_name, goal_name, outcome_name, reach_name
from evalkit.disclosure.policy import DisclosureError
from evalkit.disclosure.protect import protect_counts

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from evalkit.disclosure.ledger import Ledger
    from evalkit.disclosure.policy import Policy

_COUNTS: Final = ("n_from", "n_to", "n_pairs")
_VALUES: Final = (names.ESTIMATE, names.CI_LOW, names.CI_HIGH, names.STD_ERROR, names.N, names.N_MISSING)


Row = dict[Any, Any]


@dataclass(frozen=True, slots=True)
class Results:
    """Tables of one study's results, before or after the gate.

    Attributes
    ----------
    outcomes, flow, reach, goals, paths : pandas.DataFrame
        Columns as in ``evalkit.analysis``.
    lines : pandas.DataFrame
        Single people's paths; they pass under the policy ``none`` only.
    """

    outcomes: pd.DataFrame
    flow: pd.DataFrame
    reach: pd.DataFrame
    goals: pd.DataFrame
    paths: pd.DataFrame
    lines: pd.DataFrame

    def tables(self) -> Mapping[str, pd.DataFrame]:
        """Return the tables by the name of their file."""
        return {name: getattr(self, name) for name in self.__slots__}


def release(results: Results, policy: Policy) -> Results:
    """Hide every small count, what goes with it, and what would give it away.

    Parameters
    ----------
    results : Results
        True values.
    policy : Policy
        ``none``, ``counts`` or ``nhs``, with its threshold.

    Returns
    -------
    Results
        New tables of the same shape: a hidden row stays, without its numbers, ``suppressed`` True.

    Raises
    ------
    DisclosureError
        If, against all design, a hidden count could still be narrowed to fewer than three values.
    """
    if policy.name == "none":
        return results
    ledger = build_ledger(results.flow, results.reach, results.goals)
    unpublished, exact = frozenset(ledger.unpublished), frozenset(ledger.under_means)
    hidden = protect_counts(
        ledger.counts, ledger.sums, policy, unpublished=unpublished, exact=exact, cost=ledger.cost
    )
    audit = possible_values(ledger.counts, ledger.sums, hidden, policy, unpublished=unpublished, exact=exact)
    exposed = sorted(name for name, (_, _, safe) in audit.items() if not safe)
    if exposed:
        message = f"the gate can't protect {len(exposed)} counts, so nothing is released: {exposed[0]}"
        raise DisclosureError(message)
    decided = _Decided(ledger, hidden, policy)
    return Results(
        outcomes=_each(results.outcomes, decided.outcome),
        flow=_each(results.flow, decided.flow),
        reach=_each(results.reach, decided.reach),
        goals=_each(results.goals, decided.goals),
        paths=_each(results.paths, decided.path),
        lines=results.lines.iloc[:0],
    )


@dataclass(frozen=True, slots=True)
class _Decided:
    """Which counts are hidden, and what that means for a row of each table."""

    ledger: Ledger
    hidden: frozenset[str]
    policy: Policy

    def outcome(self, row: Row) -> Row:
        """Hide a whole group with its pairs, and a single count that a complement would give away."""
        first = outcome_name(row, "answered", row[names.TIMEPOINT_FROM])
        last = outcome_name(row, "answered", row[names.TIMEPOINT_TO])
        paired = outcome_name(row, "paired", row[names.TIMEPOINT_TO])
        lost = outcome_name(row, "lost", row[names.TIMEPOINT_TO])
        own = {"n_from": first, "n_to": last}.get(row[names.STATISTIC], paired)
        for name in (paired, own):
            if name in self.hidden:
                return {**self._blank(row, name), names.METHOD: f"hidden: {self._reason(name)}"}
        shown = self._rounded(row, is_count=row[names.STATISTIC] in _COUNTS)
        return {**shown, names.N_MISSING: None} if {first, lost} & self.hidden else shown

    def flow(self, row: Row) -> Row:
        """Hide a stage's count."""
        name = flow_name(row)
        return self._blank(row, name) if name in self.hidden else self._rounded(row, is_count=False)

    def reach(self, row: Row) -> Row:
        """Hide a count of people, and the median of people whose number is hidden."""
        name = reach_name(row)
        resting = reach_name({**row, names.STATISTIC: "people"}) if name is None else name
        is_about_people = name is not None or row[names.STATISTIC] == "sessions_attended_median"
        if is_about_people and resting in self.hidden:
            return self._blank(row, str(resting))
        return self._rounded(row, is_count=name is not None)

    def goals(self, row: Row) -> Row:
        """Hide a count of goals or people, and means with the people they rest on."""
        component, statistic = row[names.COMPONENT], row[names.STATISTIC]
        is_mean = statistic.startswith("mean_")
        counted = goal_name(component, "people_rated_twice" if is_mean else statistic)
        resting = goal_name(component, "people_with_goals" if statistic == "goals" else "people_rated_twice")
        if counted in self.hidden:
            return self._blank(row, counted)
        shown = self._rounded(row, is_count=not is_mean)
        return {**shown, names.N: None} if resting in self.hidden else shown

    def path(self, row: Row) -> Row:
        """Hide bands that rest on too few people; the number of people where it is hidden elsewhere."""
        name = flow_name({**row, "stage": "answered"})
        if self.policy.is_small(self.ledger.counts[name]):
            return self._blank(row, name)
        shown = self._rounded(row, is_count=False)
        return {**shown, names.N: None} if name in self.hidden else shown

    def _reason(self, name: str) -> str:
        return names.SMALL if self.policy.is_small(int(self.ledger.counts[name])) else names.PROTECTS

    def _blank(self, row: Row, name: str) -> Row:
        empty: Row = dict.fromkeys(key for key in _VALUES if key in row)
        return {**row, **empty, names.SUPPRESSED: True, names.HIDDEN_BECAUSE: self._reason(name)}

    def _rounded(self, row: Row, *, is_count: bool) -> Row:
        keys = [names.N, names.N_MISSING, *([names.ESTIMATE] if is_count else [])]
        counts = {key: row[key] for key in keys if key in row and bool(pd.notna(row[key]))}
        return {**row, **{key: self.policy.round_count(int(value)) for key, value in counts.items()}}


def _each(table: pd.DataFrame, decide: Callable[[Row], Row]) -> pd.DataFrame:
    rows = [decide(row) for row in table.to_dict("records")]
    return pd.DataFrame(rows, columns=table.columns, dtype=object)
