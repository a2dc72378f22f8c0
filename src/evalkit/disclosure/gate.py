"""The gate: results in, only what may be printed out.

Everything that leaves the person-level floors passes :func:`release`; what it returns is all
that notebooks, tables, figures and sentences ever see.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING, Any

import pandas as pd

from evalkit import names
from evalkit.analysis.activity import add_cumulative
from evalkit.analysis.activity_register import SESSIONS_HELD
from evalkit.analysis.categories import share_of
from evalkit.analysis.completeness import completeness_share
from evalkit.analysis.cooccurrence import COOCCURRENCE_COLUMNS
from evalkit.analysis.disconfirming import DISCONFIRMING_COLUMNS
from evalkit.analysis.equity import representation, share_row
from evalkit.analysis.flow import WHO
from evalkit.analysis.group_outcomes import compare_groups
from evalkit.analysis.outcome_rows import CONFIDENCE_LEVEL
from evalkit.analysis.story_change import STORY_CHANGE_COLUMNS
from evalkit.analysis.story_results import CONTRARY
from evalkit.analysis.themes import THEME_COLUMNS
from evalkit.definitions.equity_words import KNOWN
from evalkit.disclosure.attack import check_protected
from evalkit.disclosure.decisions import Decisions
from evalkit.disclosure.entries import build_ledger
from evalkit.disclosure.group_entries import list_withheld
from evalkit.disclosure.protect import protect_counts
from evalkit.disclosure.reach_decisions import (
    decide_activity,
    decide_completeness,
    decide_equity,
    decide_group,
)
from evalkit.disclosure.story_decisions import decide_against, decide_both, decide_change, decide_theme

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from evalkit.disclosure.policy import Policy

Row = dict[Any, Any]


@dataclass(frozen=True, slots=True)
class Results:
    """Tables of one study's results, before or after the gate.

    Attributes
    ----------
    outcomes, flow, reach, goals, paths, categories, missing, activity, equity, completeness, groups : pandas.DataFrame
        Columns as in ``evalkit.analysis``.
    lines : pandas.DataFrame
        Single people's paths; they pass under the policy ``none`` only.
    themes, cooccurrence, story_change, disconfirming : pandas.DataFrame
        Without rows where no stories were coded.
    """

    outcomes: pd.DataFrame
    flow: pd.DataFrame
    reach: pd.DataFrame
    goals: pd.DataFrame
    paths: pd.DataFrame
    lines: pd.DataFrame
    categories: pd.DataFrame
    missing: pd.DataFrame
    activity: pd.DataFrame
    equity: pd.DataFrame
    completeness: pd.DataFrame
    groups: pd.DataFrame
    themes: pd.DataFrame = field(default_factory=partial(pd.DataFrame, columns=list(THEME_COLUMNS)))
    cooccurrence: pd.DataFrame = field(
        default_factory=partial(pd.DataFrame, columns=list(COOCCURRENCE_COLUMNS))
    )
    story_change: pd.DataFrame = field(
        default_factory=partial(pd.DataFrame, columns=list(STORY_CHANGE_COLUMNS))
    )
    disconfirming: pd.DataFrame = field(
        default_factory=partial(pd.DataFrame, columns=list(DISCONFIRMING_COLUMNS))
    )

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
        The shares in ``categories`` are worked out here, from the released counts alone.

    Raises
    ------
    DisclosureError
        If, against all design, a hidden count could still be narrowed to fewer than three values.
    """
    if policy.name == "none":
        return replace(
            results,
            categories=_each(results.categories, _with_share),
            flow=_without_ids(results.flow),
            activity=_over_time(results.activity),
            equity=_each(results.equity, _with_representation),
            completeness=_each(results.completeness, _with_completeness),
            groups=compare_groups(results.groups),
            disconfirming=results.disconfirming.drop(columns=CONTRARY, errors="ignore"),
        )
    withheld = list_withheld(results.groups.to_dict("records"), policy)
    ledger = build_ledger({**results.tables(), "groups": results.groups[[not one for one in withheld]]})
    unpublished, exact = frozenset(ledger.unpublished), frozenset(ledger.exact)
    hidden = protect_counts(
        ledger.counts,
        ledger.sums,
        policy,
        unpublished=unpublished,
        exact=exact,
        cost=ledger.cost,
        also_hide=ledger.small_behind(policy),
    )
    check_protected(ledger.counts, ledger.sums, hidden, policy, unpublished=unpublished, exact=exact)
    decided = Decisions(ledger, hidden, policy)
    return Results(
        outcomes=_each(results.outcomes, decided.outcome),
        flow=_each(_without_ids(results.flow), decided.flow),
        reach=_each(results.reach, decided.reach),
        goals=_each(results.goals, decided.goals),
        paths=_each(results.paths, decided.path),
        lines=results.lines.iloc[:0],
        categories=_each(_each(results.categories, decided.category), _with_share),
        missing=_each(results.missing, decided.missing),
        activity=_over_time(_each(results.activity, partial(decide_activity, decided))),
        equity=_each(_each(results.equity, partial(decide_equity, decided)), _with_representation),
        completeness=_each(
            _each(results.completeness, partial(decide_completeness, decided)), _with_completeness
        ),
        groups=compare_groups(_each(results.groups, partial(decide_group, decided))),
        themes=_each(results.themes, partial(decide_theme, decided)),
        cooccurrence=_each(results.cooccurrence, partial(decide_both, decided)),
        story_change=_each(results.story_change, partial(decide_change, decided)),
        disconfirming=_each(
            results.disconfirming.drop(columns=CONTRARY, errors="ignore"), partial(decide_against, decided)
        ),
    )


def _without_ids(flow: pd.DataFrame) -> pd.DataFrame:
    """Leave the ids behind that say which scores count the same people."""
    return flow.drop(columns=WHO, errors="ignore")


def _over_time(activity: pd.DataFrame) -> pd.DataFrame:
    """Add the running totals, from what is released, and leave behind which sessions a period had."""
    return add_cumulative(activity.drop(columns=SESSIONS_HELD, errors="ignore"))


def _with_representation(row: Row) -> Row:
    """Work out a group's share and its ratio to the population's from what is released."""
    if bool(pd.isna(row[names.N])) or bool(pd.isna(row["known"])) or row["kind"] != KNOWN:
        return row
    n, known = int(row[names.N]), int(row["known"])
    return {**row, **share_row(n, known), **representation(n, known, row["population_share"])}


def _with_completeness(row: Row) -> Row:
    """Work out the share of a field's status from what is released."""
    if bool(pd.isna(row[names.N])) or bool(pd.isna(row["of"])):
        return row
    return {**row, **completeness_share(int(row[names.N]), int(row["of"]))}


def _with_share(row: Row) -> Row:
    """Work out the share of a category, with Wilson's interval, from what is released."""
    if row[names.SUPPRESSED] or row["of"] == 0:
        return row
    share = share_of(int(row[names.N]), int(row["of"]), CONFIDENCE_LEVEL)
    return {
        **row,
        names.ESTIMATE: share.proportion,
        names.CI_LOW: share.ci_low,
        names.CI_HIGH: share.ci_high,
        names.CONFIDENCE_LEVEL: CONFIDENCE_LEVEL,
    }


def _each(table: pd.DataFrame, decide: Callable[[Row], Row]) -> pd.DataFrame:
    rows = [decide(row) for row in table.to_dict("records")]
    return pd.DataFrame(rows, columns=table.columns, dtype=object)
