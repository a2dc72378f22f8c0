"""What the hidden counts mean for a row of the tables about reach, equity and groups."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from evalkit import names
from evalkit.disclosure.activity_entries import activity_name
from evalkit.disclosure.equity_entries import completeness_name, equity_name, known_name, period_name
from evalkit.disclosure.group_entries import counted_name, whole_name
from evalkit.disclosure.ledger import stage_name

if TYPE_CHECKING:
    from evalkit.disclosure.decisions import Decisions

Row = dict[Any, Any]
_PART_OF: Final = {"people_returned": "people_missed", "new": "people", "returning": "people"}
"""Statistic of a register: that of the people in its column ``of``."""


def decide_activity(decided: Decisions, row: Row) -> Row:
    """Hide a count of people or contacts; contacts never say how many people made them."""
    name, started = activity_name(row), stage_name("started", str(row[names.COMPONENT]))
    if name is None or decided.ledger.named(name) not in decided.ledger.counts:
        if row["basis"] == "register" and row[names.STATISTIC] == "offered":
            return _offered(decided, row, started)
        return row
    if decided.is_hidden(name):
        return decided.blank(row, decided.ledger.named(name))
    shown = decided.rounded(row, is_count=True)
    shown[names.N] = shown[names.ESTIMATE] if row[names.STATISTIC] == "people" else None
    if row["basis"] == "register" and row[names.STATISTIC] in _PART_OF:
        shown["of"] = decided.shown(
            str(activity_name({**row, names.STATISTIC: _PART_OF[row[names.STATISTIC]]}))
        )
    return shown


def _offered(decided: Decisions, row: Row, started: str) -> Row:
    """Work the sessions offered out from the released number of people: one gives the other."""
    if decided.is_hidden(started):
        return decided.blank(row, started)
    if not row[names.N]:
        return row
    people = decided.policy.round_count(int(row[names.N]))
    return {**row, names.ESTIMATE: row[names.ESTIMATE] / row[names.N] * people, names.N: people}


def decide_equity(decided: Decisions, row: Row) -> Row:
    """Hide a group's people, and how many are known where that is hidden."""
    name, known = equity_name(row), known_name(row)
    if decided.is_hidden(name):
        return decided.blank(row, decided.ledger.named(name))
    total = (
        f"people|{names.ALL}|{names.ALL}"
        if row[names.COMPONENT] == names.ALL
        else stage_name("started", str(row[names.COMPONENT]))
    )
    return {
        **decided.rounded(row, is_count=False),
        "of": decided.shown(total),
        "known": decided.shown(known),
    }


def decide_completeness(decided: Decisions, row: Row) -> Row:
    """Hide how many people's field has a status."""
    name = completeness_name(row)
    if name is None:
        return row
    if decided.is_hidden(name):
        return decided.blank(row, decided.ledger.named(name))
    return {**decided.rounded(row, is_count=False), "of": decided.shown(period_name(row))}


def decide_group(decided: Decisions, row: Row) -> Row:
    """Hide an outcome's people in a group, with the group where that is hidden."""
    counted, whole = counted_name(row), whole_name(row)
    if decided.ledger.named(counted) not in decided.ledger.counts:
        empty = dict.fromkeys((names.N, "of"))
        return {**row, **empty, names.SUPPRESSED: True, names.HIDDEN_BECAUSE: names.WITHHELD}
    holding = next(filter(decided.is_hidden, (whole, counted)), None)
    if holding is not None:
        return decided.blank(row, decided.ledger.named(holding))
    return decided.rounded(row, is_count=False)
