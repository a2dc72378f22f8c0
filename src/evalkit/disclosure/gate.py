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
    from collections.abc import Mapping

    from evalkit.disclosure.ledger import Ledger
    from evalkit.disclosure.policy import Policy

_COUNTS: Final = ("n_from", "n_to", "n_pairs")
_VALUES: Final = (names.ESTIMATE, names.CI_LOW, names.CI_HIGH, names.STD_ERROR, names.N, names.N_MISSING)


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
    return Results(
        outcomes=_outcomes(results.outcomes, hidden, policy),
        flow=_flow(results.flow, hidden, policy),
        reach=_reach(results.reach, hidden, policy),
        goals=_goals(results.goals, hidden, policy),
        paths=_paths(results.paths, ledger, hidden, policy),
        lines=results.lines.iloc[:0],
    )


def _outcomes(table: pd.DataFrame, hidden: frozenset[str], policy: Policy) -> pd.DataFrame:
    """Hide whole groups whose pairs are hidden, and single counts that a complement would give away."""
    rows = []
    for row in table.to_dict("records"):
        first = outcome_name(row, "answered", row[names.TIMEPOINT_FROM])
        last = outcome_name(row, "answered", row[names.TIMEPOINT_TO])
        paired = outcome_name(row, "paired", row[names.TIMEPOINT_TO])
        own = {"n_from": first, "n_to": last}.get(row[names.STATISTIC], paired)
        lost = outcome_name(row, "lost", row[names.TIMEPOINT_TO])
        if paired in hidden or own in hidden:
            rows.append(_blank(row))
            continue
        shown = _rounded(row, policy, is_count=row[names.STATISTIC] in _COUNTS)
        rows.append({**shown, names.N_MISSING: None} if {first, lost} & hidden else shown)
    return _like(table, rows)


def _flow(table: pd.DataFrame, hidden: frozenset[str], policy: Policy) -> pd.DataFrame:
    rows = table.to_dict("records")
    return _like(
        table,
        [_blank(row) if flow_name(row) in hidden else _rounded(row, policy, is_count=False) for row in rows],
    )


def _reach(table: pd.DataFrame, hidden: frozenset[str], policy: Policy) -> pd.DataFrame:
    rows = []
    for row in table.to_dict("records"):
        name = reach_name(row)
        people = reach_name({**row, names.STATISTIC: "people"})
        if name in hidden or (row[names.STATISTIC] == "sessions_attended_median" and people in hidden):
            rows.append(_blank(row))
        else:
            rows.append(_rounded(row, policy, is_count=name is not None))
    return _like(table, rows)


def _goals(table: pd.DataFrame, hidden: frozenset[str], policy: Policy) -> pd.DataFrame:
    rows = []
    for row in table.to_dict("records"):
        component, statistic = row[names.COMPONENT], row[names.STATISTIC]
        is_mean = statistic.startswith("mean_")
        counted = goal_name(component, "people_rated_twice" if is_mean else statistic)
        resting = goal_name(component, "people_with_goals" if statistic == "goals" else "people_rated_twice")
        if counted in hidden:
            rows.append(_blank(row))
            continue
        shown = _rounded(row, policy, is_count=not is_mean)
        rows.append({**shown, names.N: None} if resting in hidden else shown)
    return _like(table, rows)


def _paths(table: pd.DataFrame, ledger: Ledger, hidden: frozenset[str], policy: Policy) -> pd.DataFrame:
    """Hide bands that rest on too few people; the number of people where it is hidden elsewhere."""
    rows = []
    for row in table.to_dict("records"):
        name = flow_name({**row, "stage": "answered"})
        if policy.is_small(ledger.counts.get(name, row[names.N])):
            rows.append(_blank(row))
            continue
        shown = _rounded(row, policy, is_count=False)
        rows.append({**shown, names.N: None} if name in hidden else shown)
    return _like(table, rows)


def _blank(row: dict[Any, Any]) -> dict[Any, Any]:
    return {**row, **{key: None for key in _VALUES if key in row}, names.SUPPRESSED: True}


def _rounded(row: dict[Any, Any], policy: Policy, *, is_count: bool) -> dict[Any, Any]:
    keys = [names.N, names.N_MISSING] + ([names.ESTIMATE] if is_count else [])
    counts = {key: row[key] for key in keys if key in row and not pd.isna(row[key])}
    return {**row, **{key: policy.round_count(int(value)) for key, value in counts.items()}}


def _like(table: pd.DataFrame, rows: list[dict[Any, Any]]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=table.columns, dtype=object)
