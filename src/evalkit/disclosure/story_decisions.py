"""What the hidden counts mean for a row of the tables about stories."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from evalkit import names
from evalkit.disclosure.story_entries import (
    against_name,
    both_name,
    cell_name,
    measured_name,
    tellers_name,
    told_name,
)

if TYPE_CHECKING:
    from evalkit.disclosure.decisions import Decisions

Row = dict[Any, Any]
_COUNTS = ("people", "of", "excerpts")


def decide_theme(decided: Decisions, row: Row) -> Row:
    """Hide who told of a theme, with the passages they said it in; documents of groups are no people's number.

    Of how many is hidden by itself, where nearly all of them told of some theme.
    Passages are told of everybody at all times only: there nobody can subtract one group's from another's.
    """
    if not row["of"]:
        return {**row, "people": None, "of": None}
    if decided.is_hidden(told_name(row)):
        return _without(decided, row, told_name(row))
    shown = {**row, "people": decided.shown(told_name(row)), "of": decided.shown(tellers_name(row))}
    if (row[names.SUBGROUP_VARIABLE], row[names.TIMEPOINT]) != (names.ALL, names.ALL):
        shown["excerpts"] = None
    return shown


def decide_both(decided: Decisions, row: Row) -> Row:
    """Hide who told of two themes."""
    return _with_people(decided, row, both_name(row))


def decide_change(decided: Decisions, row: Row) -> Row:
    """Hide who told of a theme and changed in one way; of how many is hidden by itself."""
    if decided.is_hidden(cell_name(row)):
        return _without(decided, row, cell_name(row))
    return {**row, "people": decided.shown(cell_name(row)), "of": decided.shown(measured_name(row))}


def decide_against(decided: Decisions, row: Row) -> Row:
    """Hide who speaks against a code."""
    return _with_people(decided, row, against_name(row))


def _with_people(decided: Decisions, row: Row, name: str) -> Row:
    if decided.ledger.named(name) not in decided.ledger.counts:
        return {**row, **dict.fromkeys(key for key in _COUNTS if key in row)}
    if decided.is_hidden(name):
        return _without(decided, row, name)
    shown = {**row, "people": decided.shown(name)}
    if "of" in row:
        shown["of"] = None  # it stands in themes.csv and story_change.csv, where it may be hidden
    return shown


def _without(decided: Decisions, row: Row, name: str) -> Row:
    empty: Row = dict.fromkeys(key for key in _COUNTS if key in row)
    return {**decided.blank(row, decided.ledger.named(name)), **empty}
