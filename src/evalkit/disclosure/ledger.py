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
    from collections.abc import Mapping

    import pandas as pd

_WEIGHTS: Final[Mapping[str, float]] = {
    "people": 2_000.0,
    "started": 1_000.0,
    "completed": 100.0,
    "paired": 50_000.0,
}
"""How dear it is to hide a count, per person in it. Hiding ``paired`` hides a whole result, so
it comes last; hiding how many answered once leaves the result in place."""
_EVERYBODY: Final = 10.0
_GOAL_SUMS: Final = {
    "people_rated_twice": ("people_up", "people_same", "people_down"),
    "goals_rated_twice": ("goals_up", "goals_same", "goals_down"),
}
_GOAL_COUNTS: Final = (
    "people_with_goals",
    "goals",
    *_GOAL_SUMS,
    *(part for parts in _GOAL_SUMS.values() for part in parts),
)

Row = dict[Hashable, Any]


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
    cost : dict of str to float
        What hiding a count costs the reader.
    """

    counts: dict[str, int] = field(default_factory=dict)
    sums: list[Sum] = field(default_factory=list)
    unpublished: set[str] = field(default_factory=set)
    cost: dict[str, float] = field(default_factory=dict)

    @property
    def under_means(self) -> frozenset[str]:
        """Counts beside which unrounded means of the same people stand: rounding doesn't blur those."""
        return frozenset(name for name in self.counts if name.startswith(("paired|", "people_rated_twice|")))

    def add(self, name: str, value: float, *, published: bool = True) -> str:
        """Enter a count; the same name twice must have the same value.

        Raises
        ------
        ValueError
            If two tables disagree about a count.
        """
        count = int(value)
        if self.counts.setdefault(name, count) != count:
            message = f"two tables disagree about {name}: {self.counts[name]} and {count}"
            raise ValueError(message)
        if not published:
            self.unpublished.add(name)
        weight = _WEIGHTS.get(name.split("|", 1)[0], 1.0)
        everybody = _EVERYBODY if name.endswith(f"|{names.ALL}|{names.ALL}") else 1.0
        self.cost[name] = (count + 1) * weight * everybody
        return name

    def complement(self, total: str, part: str, what: str) -> None:
        """Enter what is left of ``total`` without ``part``, which anybody can work out."""
        rest = self.add(f"{what}|{total}|{part}", self.counts[total] - self.counts[part], published=False)
        self.sums.append(Sum(total, (part, rest)))


def flow_name(row: Mapping[Hashable, Any]) -> str:
    """Return the ledger's name of a row of flow.csv."""
    label = [names.COMPONENT, names.MEASURE, names.SUBSCALE, names.TIMEPOINT]
    parts = [str(row["stage"]), *(_part(row[key]) for key in label)]
    return "|".join([*parts, str(row[names.SUBGROUP_VARIABLE]), str(row[names.SUBGROUP])])


def outcome_name(row: Mapping[Hashable, Any], stage: str, timepoint: str) -> str:
    """Return the ledger's name of a count in outcomes.csv: ``answered`` or ``paired`` at a timepoint."""
    return flow_name({**row, "stage": stage, names.TIMEPOINT: timepoint})


def reach_name(row: Mapping[Hashable, Any]) -> str | None:
    """Return the ledger's name of a row of reach.csv; None for what doesn't count people."""
    component, statistic = str(row[names.COMPONENT]), str(row[names.STATISTIC])
    if statistic == "people":
        return f"people|{names.ALL}|{names.ALL}" if component == names.ALL else _stage("started", component)
    if statistic == "completed":
        return _stage("completed", component)
    if statistic in {"ended", "attended"}:
        return f"{statistic}|{component}|{row['category']}"
    return None


def goal_name(component: str, statistic: str) -> str:
    """Return the ledger's name of a count in goals.csv."""
    return f"{statistic}|{component}"


def build_ledger(flow: pd.DataFrame, reach: pd.DataFrame, goals: pd.DataFrame) -> Ledger:
    """Enter all counts of the three tables and the sums between them.

    Parameters
    ----------
    flow, reach, goals : pandas.DataFrame
        True values, before anything is hidden. outcomes.csv has no count that flow.csv lacks.
    """
    ledger = Ledger()
    _enter_flow(ledger, flow.to_dict("records"))
    _enter_reach(ledger, reach.to_dict("records"))
    _enter_goals(ledger, goals.to_dict("records"))
    return ledger


def _stage(stage: str, component: str) -> str:
    return f"{stage}|{component}||||{names.ALL}|{names.ALL}"


def _part(value: object) -> str:
    return value if isinstance(value, str) else ""


def _enter_flow(ledger: Ledger, rows: list[Row]) -> None:
    split: dict[tuple[str, str], list[str]] = {}
    for row in rows:
        name = ledger.add(flow_name(row), row[names.N])
        if row[names.SUBGROUP_VARIABLE] != names.ALL:
            everybody = flow_name({**row, names.SUBGROUP_VARIABLE: names.ALL, names.SUBGROUP: names.ALL})
            split.setdefault((everybody, row[names.SUBGROUP_VARIABLE]), []).append(name)
    ledger.sums += [Sum(everybody, tuple(parts)) for (everybody, _), parts in split.items()]
    first: Row = {}
    for row in rows:
        blank: Row = {names.MEASURE: None, names.SUBSCALE: None, names.TIMEPOINT: None}
        started = flow_name({**row, **blank, "stage": "started"})
        if row["stage"] == "completed":
            ledger.complement(started, flow_name(row), "not completed")
        if row["stage"] == "answered":
            ledger.complement(started, flow_name(row), "not answered")
            group = [
                row[key]
                for key in (
                    names.COMPONENT,
                    names.MEASURE,
                    names.SUBSCALE,
                    names.SUBGROUP_VARIABLE,
                    names.SUBGROUP,
                )
            ]
            if first.get("group") != group:
                first = {"group": group, "name": flow_name(row)}
        if row["stage"] == "paired":
            paired = flow_name(row)
            ledger.sums.append(Sum(first["name"], (paired, flow_name({**row, "stage": "lost"}))))
            ledger.complement(flow_name({**row, "stage": "answered"}), paired, "later only")


def _enter_reach(ledger: Ledger, rows: list[Row]) -> None:
    endings: dict[str, list[str]] = {}
    done: dict[str, list[str]] = {}
    components: list[str] = []
    everybody = ""
    for row in rows:
        name = reach_name(row)
        if name is None:
            continue
        ledger.add(name, row[names.ESTIMATE])
        started = _stage("started", str(row[names.COMPONENT]))
        if row[names.STATISTIC] == "ended":
            endings.setdefault(started, []).append(name)
            if row["qualifier"] == "completed":
                done.setdefault(_stage("completed", str(row[names.COMPONENT])), []).append(name)
        elif row[names.STATISTIC] == "attended":
            ledger.complement(started, name, "absent")
        elif row[names.STATISTIC] == "people" and row[names.COMPONENT] == names.ALL:
            everybody = name
        elif row[names.STATISTIC] == "people":
            components.append(name)
    for started, parts in endings.items():
        total = sum(ledger.counts[part] for part in parts)
        if total < ledger.counts[started]:
            rest = ledger.counts[started] - total
            parts.append(ledger.add(f"no ending|{started}", rest, published=False))
        ledger.sums.append(Sum(started, tuple(parts)))
    ledger.sums += [Sum(completed, tuple(parts)) for completed, parts in done.items()]
    _enter_total(ledger, everybody, components)


def _enter_total(ledger: Ledger, everybody: str, components: list[str]) -> None:
    """Tie everybody to the components; somebody in two of them is counted once in all."""
    places = sum(ledger.counts[name] for name in components)
    overlap = places - ledger.counts[everybody]
    if overlap == 0:
        ledger.sums.append(Sum(everybody, tuple(components)))
        return
    total = ledger.add("places", places, published=False)
    again = ledger.add("in several components", overlap, published=False)
    ledger.sums += [Sum(total, tuple(components)), Sum(total, (everybody, again))]


def _enter_goals(ledger: Ledger, rows: list[Row]) -> None:
    entered: dict[str, set[str]] = {}
    for row in rows:
        if row[names.STATISTIC] in _GOAL_COUNTS:
            component = str(row[names.COMPONENT])
            ledger.add(goal_name(component, row[names.STATISTIC]), row[names.ESTIMATE])
            entered.setdefault(component, set()).add(row[names.STATISTIC])
    for component in entered:
        for total, parts in _GOAL_SUMS.items():
            ledger.sums.append(
                Sum(goal_name(component, total), tuple(goal_name(component, part) for part in parts))
            )
        with_goals = goal_name(component, "people_with_goals")
        ledger.complement(with_goals, goal_name(component, "people_rated_twice"), "rated once")
        ledger.complement(_stage("started", component), with_goals, "without goals")
