"""Every count of people that a report prints, or lets somebody work out, under one name each.

The same count stands in several tables: those with a baseline are ``n_from`` in outcomes.csv
and ``answered`` in flow.csv. The ledger gives such a count one name, so that what is hidden in
one table isn't printed in another, and writes down each sum that ties counts together.
"""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from evalkit import names
from evalkit.disclosure.system import Sum

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from evalkit.disclosure.policy import Policy

_WEIGHTS: Final[Mapping[str, float]] = {
    "people": 2_000.0,
    "started": 1_000.0,
    "completed": 100.0,
    "paired": 50_000.0,
    "known": 100.0,
    "in group": 1_000.0,
    "began in": 100.0,
    "has ended": 50.0,
    "told anything": 300.0,
    "told of": 500.0,
    "told and worse": 200.0,
    "told and improved": 200.0,
    "register people in all": 200.0,
    "register contacts in all": 20.0,
    "register missed in all": 20.0,
    **dict.fromkeys(
        (
            *("reliable_change: improved", "reliable_change: worse"),
            *("cyp_outcome: improvement", "cyp_outcome: deterioration"),
            *("talking_therapies_change: improvement", "talking_therapies_change: deterioration"),
            *("talking_therapies_recovery: recovered_reliably", "goals_moved", "goals_moved_back"),
            *("people_any_moved", "people_any_moved_back", "people_mean_moved", "people_mean_moved_back"),
            *("dropped_out", "improved", "recovered"),
        ),
        20.0,
    ),
}
"""How dear it is to hide a count, per person in it. Hiding ``paired`` hides a whole result, so it comes
last; hiding how many answered once leaves the result in place. Who changed, for better or worse alike,
is asked for more often than who didn't."""
_EVERYBODY: Final = 10.0
IN_SEVERAL: Final = "in several components"
"""The name of the people who are in more than one component."""
_OCCASIONS: Final[Mapping[object, str]] = {"1": "people_with_goals", "2": "people_rated_twice"}

Row = dict[Hashable, Any]
Score = tuple[str, ...]
"""Component, measure, subscale, subgroup variable, subgroup."""
_SCORE: Final = (
    names.COMPONENT,
    names.MEASURE,
    names.SUBSCALE,
    names.SUBGROUP_VARIABLE,
    names.SUBGROUP,
)


@dataclass(slots=True)
class Ledger:
    """Counts by name, the sums between them, and which of them no table prints.

    Attributes
    ----------
    counts : dict of str to int
        The true counts.
    sums : list of Sum
        Equations that hold between them.
    unpublished : set of str
        Complements: never printed, but anybody can subtract.
    exact : set of str
        Counts beside which unrounded means of the same people stand: rounding doesn't blur those.
    people_behind : dict of str to int
        Counts of things, such as goals, with the number of people whose things these are.
    cost : dict of str to float
        What hiding a count costs the reader.
    first : dict
        Score → its first timepoint.
    corrected : set of str
        Pairs of the comparisons whose p-values are corrected together.
    same : dict of str to str
        Name → the name of another score's count of the very same people. A questionnaire has many scores;
        told apart, their counts would be solved for again and again.
    """

    counts: dict[str, int] = field(default_factory=dict)
    sums: list[Sum] = field(default_factory=list)
    unpublished: set[str] = field(default_factory=set)
    exact: set[str] = field(default_factory=set)
    people_behind: dict[str, int] = field(default_factory=dict)
    cost: dict[str, float] = field(default_factory=dict)
    first: dict[Score, str] = field(default_factory=dict)
    corrected: set[str] = field(default_factory=set)
    same: dict[str, str] = field(default_factory=dict)

    def add(self, name: str, value: float, *, published: bool = True) -> str:
        """Enter a count; the same name twice must have the same value.

        Raises
        ------
        ValueError
            If two tables disagree about a count.
        """
        count, name = int(value), self.named(name)
        if self.counts.setdefault(name, count) != count:
            message = f"two tables disagree about {name}: {self.counts[name]} and {count}"
            raise ValueError(message)
        if not published:
            self.unpublished.add(name)
        weight = _WEIGHTS.get(name.split("|", 1)[0], 1.0)
        everybody = _EVERYBODY if name.endswith(f"|{names.ALL}|{names.ALL}") else 1.0
        self.cost[name] = (count + 1) * weight * everybody
        return name

    def complement(self, total: str, part: str, what: str) -> str:
        """Enter what is left of ``total`` without ``part``, which anybody can work out."""
        total, part = self.named(total), self.named(part)
        rest = self.add(f"{what}|{total}|{part}", self.counts[total] - self.counts[part], published=False)
        self.sums.append(Sum(total, (part, rest)))
        return rest

    def named(self, name: str) -> str:
        """Return the one name of a count that may stand under several."""
        return self.same.get(name, name)

    def add_up(self, total: str, parts: Iterable[str]) -> None:
        """Enter a sum between counts that have been entered."""
        self.sums.append(Sum(self.named(total), tuple(map(self.named, parts))))

    def count(self, name: str) -> int:
        """Return a true count."""
        return self.counts[self.named(name)]

    def small_behind(self, policy: Policy) -> frozenset[str]:
        """Return the counts of things behind which too few people stand."""
        return frozenset(name for name, people in self.people_behind.items() if policy.is_small(people))

    def pairs(self, row: Mapping[Hashable, Any]) -> str:
        """Return the name of the people who answered at both timepoints of a row of outcomes.csv."""
        start = row[names.TIMEPOINT_FROM]
        if self.first.get(score_of(row)) == start:
            return self.named(outcome_name(row, "paired", row[names.TIMEPOINT_TO]))
        return outcome_name(row, f"paired with {start}", row[names.TIMEPOINT_TO])

    def answered(self, row: Mapping[Hashable, Any], timepoint: str) -> str:
        """Return the name of the people with the score of a row at a timepoint."""
        return self.named(outcome_name(row, "answered", timepoint))

    def lost(self, row: Mapping[Hashable, Any]) -> str:
        """Return the name of the people who answered at the earlier timepoint of a row and not at the later."""
        if self.first.get(score_of(row)) == row[names.TIMEPOINT_FROM]:
            return self.named(outcome_name(row, "lost", row[names.TIMEPOINT_TO]))
        start = self.answered(row, row[names.TIMEPOINT_FROM])
        return f"lost later|{start}|{self.pairs(row)}"


def score_of(row: Mapping[Hashable, Any]) -> Score:
    """Return whose score a row of flow.csv or outcomes.csv is about."""
    return tuple(str(row[key]) for key in _SCORE)


def flow_name(row: Mapping[Hashable, Any]) -> str:
    """Return the ledger's name of a row of flow.csv."""
    label = [names.COMPONENT, names.MEASURE, names.SUBSCALE, names.TIMEPOINT]
    parts = [str(row["stage"]), *(_part(row[key]) for key in label)]
    return "|".join([*parts, str(row[names.SUBGROUP_VARIABLE]), str(row[names.SUBGROUP])])


def outcome_name(row: Mapping[Hashable, Any], stage: str, timepoint: str) -> str:
    """Return the ledger's name of a count in outcomes.csv: ``answered`` or ``paired`` at a timepoint."""
    return flow_name({**row, "stage": stage, names.TIMEPOINT: timepoint})


def stage_name(stage: str, component: str, group: tuple[str, str] = (names.ALL, names.ALL)) -> str:
    """Return the ledger's name of a stage of the flow that no score belongs to: of everybody, or of a group."""
    return f"{stage}|{component}||||{group[0]}|{group[1]}"


def reach_name(row: Mapping[Hashable, Any]) -> str | None:
    """Return the ledger's name of a row of reach.csv; None for what doesn't count people."""
    component, statistic = str(row[names.COMPONENT]), str(row[names.STATISTIC])
    if statistic == "people":
        return (
            f"people|{names.ALL}|{names.ALL}" if component == names.ALL else stage_name("started", component)
        )
    if statistic == "completed":
        return stage_name("completed", component)
    if statistic in {"ended", "attended", "sum"}:
        return f"{statistic}|{component}|{row['category']}"
    return None


def goal_name(component: str, statistic: str, category: object = None) -> str:
    """Return the ledger's name of a count in goals.csv.

    Who rated a goal once set one, and who rated one twice was rated twice: these are one count each.
    """
    if statistic == "n_rated" and category in _OCCASIONS:
        return f"{_OCCASIONS[category]}|{component}"
    name = f"{statistic}|{component}"
    return f"{name}|{category}" if isinstance(category, str) and category else name


def category_name(row: Mapping[Hashable, Any]) -> str:
    """Return the ledger's name of a row of categories.csv."""
    what = f"{row[names.STATISTIC]}: {row['category']}"
    return f"{what}|{'|'.join(score_of(row)[:3])}|{row[names.TIMEPOINT_FROM]}|{row[names.TIMEPOINT_TO]}"


def category_total(ledger: Ledger, row: Mapping[Hashable, Any]) -> str:
    """Return the name of the people whom the categories of a row divide up."""
    if row[names.MEASURE] != names.ALL:
        return ledger.pairs(row)
    moments = f"{row[names.SUBSCALE]}|{row[names.TIMEPOINT_FROM]}|{row[names.TIMEPOINT_TO]}"
    return f"answered twice for {row[names.STATISTIC].split('_')[0]}|{row[names.COMPONENT]}|{moments}"


def _part(value: object) -> str:
    return value if isinstance(value, str) else ""
