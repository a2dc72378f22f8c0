"""What goes into the ledger: the counts of each released table, and the sums between them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from evalkit import names
from evalkit.disclosure.activity_entries import enter_activity, tie_beginnings
from evalkit.disclosure.equity_entries import enter_completeness, enter_equity, periods_begun
from evalkit.disclosure.goal_entries import enter_goals
from evalkit.disclosure.group_entries import enter_groups
from evalkit.disclosure.ledger import (
    IN_SEVERAL,
    Ledger,
    Row,
    flow_name,
    outcome_name,
    reach_name,
    score_of,
    stage_name,
)
from evalkit.disclosure.outcome_entries import enter_categories, enter_outcomes
from evalkit.disclosure.story_entries import STORY_TABLES, enter_stories
from evalkit.disclosure.system import Sum

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

TABLES: Final = (
    *("flow", "reach", "outcomes", "categories", "goals"),
    *("activity", "equity", "completeness", "groups"),
    *STORY_TABLES,
)
"""Tables that count people. The others repeat counts that stand in these."""


def build_ledger(tables: Mapping[str, pd.DataFrame]) -> Ledger:
    """Enter all counts of the released tables and the sums between them.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
        The tables of :data:`TABLES`, true values, before anything is hidden.
    """
    ledger = Ledger()
    rows = {name: tables[name].to_dict("records") for name in TABLES}
    _enter_flow(ledger, rows["flow"])
    _enter_reach(ledger, rows["reach"])
    enter_outcomes(ledger, rows["outcomes"])
    enter_categories(ledger, rows["categories"])
    enter_goals(ledger, rows["goals"])
    enter_activity(ledger, rows["activity"])
    enter_equity(ledger, rows["equity"])
    enter_completeness(ledger, rows["completeness"], rows["equity"])
    tie_beginnings(ledger, rows["activity"], periods_begun(rows["completeness"]))
    enter_groups(ledger, rows["groups"], rows["categories"])
    enter_stories(ledger, rows, rows["categories"])
    return ledger


def _enter_flow(ledger: Ledger, rows: list[Row]) -> None:
    seen: dict[tuple[object, ...], str] = {}
    for row in rows:
        name = flow_name(row)
        who = row.get("who")
        if isinstance(who, frozenset):
            # Only of the same stage, moment and group: nobody knows that others are the same people.
            place = [row[key] for key in ("stage", names.COMPONENT, names.TIMEPOINT, names.SUBGROUP_VARIABLE)]
            ledger.same[name] = seen.setdefault((*place, row[names.SUBGROUP], who), name)
        ledger.add(name, row[names.N])
        if row["stage"] == "paired":
            ledger.exact.add(ledger.named(name))
        if row["stage"] == "answered":
            ledger.first.setdefault(score_of(row), row[names.TIMEPOINT])
    _enter_groups(ledger, rows)
    for row in rows:
        blank: Row = {names.MEASURE: None, names.SUBSCALE: None, names.TIMEPOINT: None}
        started = flow_name({**row, **blank, "stage": "started"})
        if row["stage"] == "referred":
            ledger.complement(flow_name(row), started, "never started")
        if row["stage"] in {"completed", "answered"}:
            ledger.complement(started, flow_name(row), f"not {row['stage']}")
        if row["stage"] == "paired":
            first = outcome_name(row, "answered", ledger.first[score_of(row)])
            ledger.add_up(first, (flow_name(row), flow_name({**row, "stage": "lost"})))
            ledger.complement(flow_name({**row, "stage": "answered"}), flow_name(row), "later only")


def _enter_groups(ledger: Ledger, rows: list[Row]) -> None:
    """Tie each count of everybody to the subgroups of each attribute."""
    split: dict[tuple[str, str], list[str]] = {}
    for row in rows:
        if row[names.SUBGROUP_VARIABLE] != names.ALL:
            everybody = flow_name({**row, names.SUBGROUP_VARIABLE: names.ALL, names.SUBGROUP: names.ALL})
            split.setdefault((everybody, row[names.SUBGROUP_VARIABLE]), []).append(flow_name(row))
    for (everybody, _), parts in split.items():
        ledger.add_up(everybody, parts)


def _enter_reach(ledger: Ledger, rows: list[Row]) -> None:
    counted = [row for row in rows if reach_name(row) is not None]
    for row in counted:
        name, started = str(reach_name(row)), stage_name("started", str(row[names.COMPONENT]))
        ledger.add(name, row[names.N])
        if row[names.STATISTIC] in {"attended", "sum"}:
            ledger.complement(started, name, "not among")
        if row[names.STATISTIC] == "sum":
            ledger.exact.add(name)  # an unrounded amount stands beside it
    _enter_endings(ledger, [row for row in counted if row[names.STATISTIC] == "ended"])
    people = [row for row in counted if row[names.STATISTIC] == "people"]
    parts = [
        stage_name("started", row[names.COMPONENT]) for row in people if row[names.COMPONENT] != names.ALL
    ]
    everybody = [row for row in people if row[names.COMPONENT] == names.ALL]
    _enter_total(ledger, str(reach_name(everybody[0])), parts)


def _enter_endings(ledger: Ledger, rows: list[Row]) -> None:
    endings: dict[str, list[str]] = {}
    done: dict[str, list[str]] = {}
    for row in rows:
        name, component = str(reach_name(row)), str(row[names.COMPONENT])
        endings.setdefault(stage_name("started", component), []).append(name)
        if row["qualifier"] == "completed":
            done.setdefault(stage_name("completed", component), []).append(name)
    for started, parts in endings.items():
        total = sum(ledger.counts[part] for part in parts)
        if total < ledger.counts[started]:
            rest = ledger.counts[started] - total
            parts.append(ledger.add(f"no ending|{started}", rest, published=False))
        ledger.sums.append(Sum(started, tuple(parts)))
    ledger.sums += [Sum(completed, tuple(parts)) for completed, parts in done.items()]


def _enter_total(ledger: Ledger, everybody: str, components: list[str]) -> None:
    """Tie everybody to the components; somebody in two of them is counted once in all."""
    places = sum(ledger.counts[name] for name in components)
    overlap = places - ledger.counts[everybody]
    if overlap == 0:
        ledger.sums.append(Sum(everybody, tuple(components)))
        return
    total = ledger.add("places", places, published=False)
    again = ledger.add(IN_SEVERAL, overlap, published=False)
    for name in components:
        ledger.complement(everybody, name, "elsewhere only")
    ledger.sums += [Sum(total, tuple(components)), Sum(total, (everybody, again))]
