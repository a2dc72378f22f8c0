"""What the hidden counts mean for a row of each released table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from evalkit import names
from evalkit.disclosure.goal_entries import COUNTS as GOAL_COUNTS
from evalkit.disclosure.ledger import (
    category_name,
    category_total,
    flow_name,
    goal_name,
    reach_name,
)
from evalkit.disclosure.outcome_entries import BOUNDS, HOLM, family_name, left_out, trusted_name

if TYPE_CHECKING:
    from evalkit.disclosure.ledger import Ledger
    from evalkit.disclosure.policy import Policy

_COUNTS: Final = ("n_from", "n_to", "n_pairs", "n_trusted")
_OF_THE_FEW: Final = ("mean_from_trusted", "mean_change_same_people")
"""Beside the same mean of all pairs these would give the mean of the pairs left out."""
_VALUES: Final = (
    *(names.ESTIMATE, names.CI_LOW, names.CI_HIGH, names.STD_ERROR, names.N, names.N_MISSING),
    *("of", "known", "completers", "lost", "n_completers", "n_lost"),
)
_PEOPLE: Final = (names.N, names.N_MISSING, "of", "n_completers", "n_lost")

Row = dict[Any, Any]


@dataclass(frozen=True, slots=True)
class Decisions:
    """Which counts are hidden, and what follows for the rows that rest on them.

    Attributes
    ----------
    ledger : Ledger
        All counts, true.
    hidden : frozenset of str
        Those that are hidden.
    policy : Policy
        The rule.
    """

    ledger: Ledger
    hidden: frozenset[str]
    policy: Policy

    def outcome(self, row: Row) -> Row:
        """Hide a whole group with its pairs, and a single count that a complement would give away."""
        holding = next(filter(None, self._holding(row)), None)
        if holding is not None:
            return {**self.blank(row, holding), names.METHOD: f"hidden: {self._reason(holding)}"}
        first = self.ledger.answered(row, row[names.TIMEPOINT_FROM])
        family = family_name(row)
        shown = self.rounded(row, is_count=row[names.STATISTIC] in _COUNTS)
        if {first, self.ledger.lost(row)} & self.hidden:
            shown[names.N_MISSING] = None
        rests_on = first if row[names.STATISTIC] == "mean_change_mi" else family
        return self._without_n(shown) if rests_on in self.hidden else shown

    def _without_n(self, row: Row) -> Row:
        """Leave out the number of people, and what it could be read from.

        A t interval divided by its standard error gives the degrees of freedom; so do the three numbers of an
        intraclass correlation.
        """
        blank = {names.N: None, names.STD_ERROR: None}
        if row[names.STATISTIC] == "icc":
            blank |= {names.CI_LOW: None, names.CI_HIGH: None, names.CONFIDENCE_LEVEL: None}
        return {**row, **blank}

    def _holding(self, row: Row) -> tuple[str | None, ...]:
        """Return the counts that hold a row of outcomes.csv back; None where one of them doesn't."""
        first, last = (
            self.ledger.answered(row, row[key]) for key in (names.TIMEPOINT_FROM, names.TIMEPOINT_TO)
        )
        pairs, lost, family = self.ledger.pairs(row), self.ledger.lost(row), family_name(row)
        statistic = row[names.STATISTIC]
        own = {"n_from": first, "n_to": last, "n_trusted": family}.get(statistic, pairs)
        holding = [self.if_hidden(pairs), self.if_hidden(str(own))]
        if statistic in BOUNDS:
            holding += [self.if_hidden(first), self.if_hidden(lost)]
        if statistic == "mean_change_mi":
            holding.append(self.if_small(lost))
        if statistic == HOLM:
            holding += map(self.if_hidden, sorted(self.ledger.corrected))
        if statistic in {HOLM, "p_value_t_trusted"}:
            # With the interval beside it, the test gives its degrees of freedom.
            holding.append(self.if_hidden(trusted_name(row)))
        if family is None:
            return tuple(holding)
        holding.append(self.if_small(family))
        if family.startswith("modelled|"):
            holding += [self.if_small(first), self.if_small(last)]
        if statistic in _OF_THE_FEW:
            holding.append(self.if_small(left_out(self.ledger, row)))
        if statistic == "mean_change_cluster" and self.ledger.counts[left_out(self.ledger, row)]:
            holding.append(self.if_small(left_out(self.ledger, row)))
        return tuple(holding)

    def flow(self, row: Row) -> Row:
        """Hide a stage's count."""
        name = self.ledger.named(flow_name(row))
        return self.blank(row, name) if name in self.hidden else self.rounded(row, is_count=False)

    def reach(self, row: Row) -> Row:
        """Hide a count of people, and a median or an amount of people whose number is hidden."""
        name = reach_name(row)
        resting = reach_name({**row, names.STATISTIC: "people"}) if name is None else name
        if row[names.STATISTIC] == "sum":
            small = self.if_small(str(name))
            shown = self.rounded(row, is_count=False)
            return (
                self.blank(row, small)
                if small
                else {**shown, names.N: shown[names.N] if name not in self.hidden else None}
            )
        is_about_people = name is not None or row[names.STATISTIC] == "sessions_attended_median"
        if is_about_people and resting in self.hidden:
            return self.blank(row, str(resting))
        return self.rounded(row, is_count=name is not None)

    def goals(self, row: Row) -> Row:
        """Hide a count of goals or people, and what is said of ratings with the people it rests on."""
        component, statistic = row[names.COMPONENT], str(row[names.STATISTIC])
        if statistic in GOAL_COUNTS:
            counted = goal_name(component, statistic, row["category"])
            if counted in self.hidden:
                return self.blank(row, counted)
            shown = self.rounded(row, is_count=True)
            whole = "people_with_goals" if statistic in {"goals", "theme_goals", "theme_people"} else None
            resting = goal_name(component, whole or "people_rated_twice")
            return {**shown, names.N: None} if resting in self.hidden else shown
        if statistic.startswith("rating_"):
            resting = goal_name(component, "n_rated", row["category"])
        elif statistic.startswith("first_movement"):
            resting = goal_name(component, "people_with_goals")
        else:
            resting = goal_name(component, "people_rated_twice")
            if resting in self.hidden:
                return self.blank(row, resting)
        if self.if_small(resting):
            return self.blank(row, resting)
        shown = self.rounded(row, is_count=False)
        return {**shown, names.N: None} if resting in self.hidden else shown

    def category(self, row: Row) -> Row:
        """Hide the people of one category, and all of them with the people they divide up."""
        own, total = category_name(row), category_total(self.ledger, row)
        holding = self.if_hidden(total) or self.if_hidden(own)
        if holding is None:
            return self.rounded(row, is_count=False)
        # The rule may rest on the group's own standard deviation.
        without_rule = {"threshold": None, names.METHOD: f"hidden: {self._reason(holding)}"}
        return {**self.blank(row, holding), **without_rule}

    def missing(self, row: Row) -> Row:
        """Hide how the people lost began where they are few; a share wherever a count behind it is hidden."""
        everybody = {**row, names.SUBGROUP_VARIABLE: names.ALL, names.SUBGROUP: names.ALL}
        pairs, lost = self.ledger.pairs(everybody), self.ledger.lost(everybody)
        shown = self.rounded(row, is_count=False)
        for key, name in (("n_completers", pairs), ("n_lost", lost)):
            shown[key] = None if name in self.hidden else shown[key]
        if row["variable"] == names.SCORE:
            small = self.if_hidden(pairs) or self.if_small(lost)
            return self.blank(row, small) if small else shown
        group = {**row, names.SUBGROUP_VARIABLE: row["variable"], names.SUBGROUP: row["category"]}
        stayed, gone = self.ledger.pairs(group), self.ledger.lost(group)
        for name in (stayed, gone, pairs, lost):
            if name in self.hidden:
                return self.blank(row, name)
        if self.policy.round_count(1) != 1:
            shares = {"completers": self._share(stayed, pairs), "lost": self._share(gone, lost)}
            return {**shown, **shares, names.ESTIMATE: None}
        return shown

    def path(self, row: Row) -> Row:
        """Hide bands that rest on too few people; the number of people where it is hidden elsewhere."""
        name = self.ledger.answered(row, row[names.TIMEPOINT])
        if self.policy.is_small(self.ledger.counts[name]):
            return self.blank(row, name)
        shown = self.rounded(row, is_count=False)
        return {**shown, names.N: None} if name in self.hidden else shown

    def _share(self, part: str, whole: str) -> float:
        """Return a share as the rounded counts give it."""
        part_shown, whole_shown = (
            self.policy.round_count(self.ledger.counts[name]) for name in (part, whole)
        )
        return part_shown / whole_shown

    def if_hidden(self, name: str) -> str | None:
        """Return the name of a count if it is hidden."""
        return name if name in self.hidden else None

    def is_hidden(self, name: str) -> bool:
        """Return whether a count is hidden, under whichever name."""
        return self.ledger.named(name) in self.hidden

    def shown(self, name: str) -> int | None:
        """Return a count as it is shown; None where it is hidden."""
        return None if self.is_hidden(name) else self.policy.round_count(self.ledger.count(name))

    def if_small(self, name: str) -> str | None:
        """Return the name of a count if it is small."""
        return name if self.policy.is_small(self.ledger.counts[name]) else None

    def _reason(self, name: str) -> str:
        return names.SMALL if self.policy.is_small(int(self.ledger.counts[name])) else names.PROTECTS

    def blank(self, row: Row, name: str) -> Row:
        """Return a row without its numbers, marked with why this count is hidden."""
        empty: Row = dict.fromkeys(key for key in _VALUES if key in row)
        return {**row, **empty, names.SUPPRESSED: True, names.HIDDEN_BECAUSE: self._reason(name)}

    def rounded(self, row: Row, *, is_count: bool) -> Row:
        """Return a row whose counts of people, and its estimate if that is one, are rounded as the policy says."""
        keys = [*_PEOPLE, *([names.ESTIMATE] if is_count else [])]
        counts = {key: row[key] for key in keys if key in row and bool(pd.notna(row[key]))}
        return {**row, **{key: self.policy.round_count(int(value)) for key, value in counts.items()}}
