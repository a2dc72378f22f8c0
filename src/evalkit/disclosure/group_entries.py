"""The counts of groups.csv in the ledger: what became of the people of each group."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from evalkit import names
from evalkit.analysis.reach import STILL_OPEN
from evalkit.definitions.equity_words import REFUSED_GROUP, UNKNOWN_GROUP
from evalkit.disclosure.ledger import category_name, category_total, outcome_name, stage_name

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping

    from evalkit.disclosure.ledger import Ledger, Row
    from evalkit.disclosure.policy import Policy

_DROPPED_OUT, _IMPROVED = "dropped_out", "improved"
_SAME_EVENT: Final = {
    _IMPROVED: ("reliable_change", "cyp_outcome"),
    "recovered": ("clinically_significant_change", "talking_therapies_recovery"),
}
"""Outcome → the statistics of categories.csv whose first category is the very people of it."""
_NO_GROUP: Final = (UNKNOWN_GROUP, REFUSED_GROUP, names.NOT_RECORDED)
_TWO: Final = 2
_COMPARISON: Final = (names.COMPONENT, names.MEASURE, names.TIMEPOINT_FROM, names.TIMEPOINT_TO)

Keys = tuple[str, ...]


def counted_name(row: Mapping[Hashable, Any]) -> str:
    """Return the ledger's name of the people of a group for whom an outcome holds."""
    return f"{row['outcome']}|{_place(row)}"


def whole_name(row: Mapping[Hashable, Any]) -> str:
    """Return the ledger's name of the people of a group for whom it could hold."""
    if row["outcome"] == _DROPPED_OUT:
        return f"has ended|{_place(row)}"
    if row["outcome"] == _IMPROVED and row[names.MEASURE] != names.ALL:
        return f"judged|{_place(row)}"
    return f"judged for {row['outcome']}|{_place(row)}"


def _place(row: Mapping[Hashable, Any]) -> str:
    keys = (*_COMPARISON[:2], names.SUBSCALE, *_COMPARISON[2:], "variable", "group")
    return "|".join(row[key] if isinstance(row[key], str) else "" for key in keys)


def enter_groups(ledger: Ledger, rows: list[Row], categories: list[Row]) -> None:
    """Enter who dropped out, improved or recovered, group by group; the groups add up to everybody.

    That a count of everybody is the same as one of another table is taken from the numbers: a tie that
    merely happens to hold makes the attacker stronger, never weaker.
    """
    elsewhere = _index(categories)
    split: dict[tuple[str, str], list[Row]] = {}
    all_ended = {
        row[names.COMPONENT]
        for row in rows
        if row["outcome"] == _DROPPED_OUT
        and row["variable"] == names.ALL
        and row["of"] == ledger.count(stage_name("started", str(row[names.COMPONENT])))
    }
    for row in rows:
        counted, whole = counted_name(row), whole_name(row)
        ledger.add(whole, row["of"])
        ledger.add(counted, row[names.N])
        ledger.complement(whole, counted, "the others")
        _tie_to_flow(ledger, row, all_ended=row[names.COMPONENT] in all_ended)
        if row["variable"] == names.ALL:
            _tie_to_categories(ledger, row, elsewhere)
        else:
            everybody = {**row, "variable": names.ALL, "group": names.ALL}
            split.setdefault((whole_name(everybody), str(row["variable"])), []).append(row)
            split.setdefault((counted_name(everybody), str(row["variable"])), []).append(row)
    for (everybody_name, _), own in split.items():
        name_of = counted_name if everybody_name == counted_name(_of_all(own[0])) else whole_name
        ledger.add_up(everybody_name, map(name_of, own))


def list_withheld(rows: list[Row], policy: Policy) -> list[bool]:
    """Return for each row whether it belongs to a comparison that can't be shown at all.

    With fewer than two groups in which enough people had the outcome and enough had not, nothing can be
    compared. Marks at its single cells would then only cost other results: the whole comparison is left out.
    """
    enough: dict[tuple[str, str], int] = {}
    for row in rows:
        comparable = row["group"] not in _NO_GROUP and not any(
            map(policy.is_small, (int(row[names.N]), int(row["of"]) - int(row[names.N])))
        )
        key = (counted_name(_of_all(row)), str(row["variable"]))
        enough[key] = enough.get(key, 0) + comparable
    return [
        row["variable"] != names.ALL and enough[counted_name(_of_all(row)), str(row["variable"])] < _TWO
        for row in rows
    ]


def _of_all(row: Row) -> Row:
    return {**row, "variable": names.ALL, "group": names.ALL}


def _index(categories: list[Row]) -> dict[Keys, list[Row]]:
    index: dict[Keys, list[Row]] = {}
    for row in categories:
        index.setdefault(_key(row), []).append(row)
    return index


def _key(row: Mapping[Hashable, Any]) -> Keys:
    return tuple(str(row[name]) for name in _COMPARISON)


def _tie_to_flow(ledger: Ledger, row: Row, *, all_ended: bool) -> None:
    """Tie a group to the same group in flow.csv and equity.csv.

    Where everybody's time is over, as the endings in reach.csv tell, that of each group is too.
    """
    component, whole = str(row[names.COMPONENT]), whole_name(row)
    group = (str(row["variable"]), str(row["group"]))
    started = stage_name("started", component, group)
    if ledger.named(started) not in ledger.counts:
        started = stage_name("started", component)
    if row["outcome"] == _DROPPED_OUT:
        if all_ended and ledger.count(started) == ledger.count(whole):
            ledger.add_up(started, (whole,))
        else:
            ledger.complement(started, whole, "not ended")
        completed = stage_name("completed", component, group)
        rest = ledger.count(whole) - ledger.count(counted_name(row))
        if row["variable"] == names.ALL:
            reasons = [name for name in ledger.counts if name.startswith(f"ended|{component}|")]
            _tie_if_equal(ledger, whole, tuple(name for name in reasons if not name.endswith(STILL_OPEN)))
        if ledger.named(completed) in ledger.counts and ledger.count(completed) == rest:
            ledger.add_up(whole, (completed, counted_name(row)))
        return
    ledger.complement(started, whole, "not judged")
    _tie_to_improved(ledger, row)
    if row[names.MEASURE] == names.ALL:
        return
    same = {**row, names.SUBGROUP_VARIABLE: group[0], names.SUBGROUP: group[1]}
    found = {ledger.pairs(same), outcome_name(same, "paired", row[names.TIMEPOINT_TO])}
    for pairs in sorted(found & set(ledger.counts)):
        if row["outcome"] == _IMPROVED and ledger.count(pairs) == ledger.count(whole):
            ledger.add_up(whole, (pairs,))
        else:
            ledger.complement(pairs, whole, "not judged of the pairs")


def _tie_to_improved(ledger: Ledger, row: Row) -> None:
    """Tie those who recovered to those who improved by the same score: who recovers improves."""
    better = {**row, "outcome": _IMPROVED}
    if row["outcome"] == _IMPROVED or row[names.MEASURE] == names.ALL:
        return
    for name_of, what in ((whole_name, "not a case"), (counted_name, "improved only")):
        if ledger.count(name_of(better)) >= ledger.count(name_of(row)):
            ledger.complement(name_of(better), name_of(row), what)


def _tie_to_categories(ledger: Ledger, row: Row, elsewhere: Mapping[Keys, list[Row]]) -> None:
    """Tie everybody's counts to the categories of the same comparison."""
    own = [other for other in elsewhere.get(_key(row), []) if other[names.SUBSCALE] == row[names.SUBSCALE]]
    counted, whole = counted_name(row), whole_name(row)
    same = [other for other in own if other[names.STATISTIC] in _SAME_EVENT.get(row["outcome"], ())]
    if not same:
        return
    _tie_if_equal(ledger, counted, (category_name(same[0]),))
    if row["outcome"] == _IMPROVED or row[names.MEASURE] == names.ALL:
        _tie_if_equal(ledger, whole, (category_total(ledger, same[0]),))
        return
    # Those in the clinical range before are the bands on one side of the cut-off, where that is a border of
    # bands. One tie at most: of two that hold by chance the difference would seem to be nobody by rule.
    bands = [category_name(other) for other in own if other[names.STATISTIC] == "band_from"]
    sides = [tuple(side) for at in range(1, len(bands)) for side in (bands[:at], bands[at:])]
    next((side for side in sides if _tie_if_equal(ledger, whole, side)), None)


def _tie_if_equal(ledger: Ledger, total: str, parts: tuple[str, ...]) -> bool:
    if not all(ledger.named(part) in ledger.counts for part in parts):
        return False
    if sum(map(ledger.count, parts)) != ledger.count(total):
        return False
    ledger.add_up(total, parts)
    return True
