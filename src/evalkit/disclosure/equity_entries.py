"""The counts of equity.csv and completeness.csv in the ledger."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from evalkit import names
from evalkit.disclosure.ledger import IN_SEVERAL, stage_name
from evalkit.disclosure.system import Sum

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping

    from evalkit.disclosure.ledger import Ledger, Row

DECILE, MOST_DEPRIVED = "imd_decile", "imd_most_deprived"
_DECILES: Final = {"10 %": ("1",), "20 %": ("1", "2")}
NOT_ASKED: Final = "not asked"
_SAYS_LESS: Final = 0.1
"""A reader asks for the groups first, and then for how many are in none."""
_KIND: Final = {"unknown": "unknown", "refused": "refused", "blank": "blank"}
_EVERYBODY: Final = f"people|{names.ALL}|{names.ALL}"


def equity_name(row: Mapping[Hashable, Any]) -> str:
    """Return the ledger's name of a row of equity.csv: in a component, that of the same group in flow.csv."""
    return _group(str(row[names.COMPONENT]), str(row["variable"]), str(row["group"]))


def _group(component: str, variable: str, group: str) -> str:
    if component == names.ALL:
        return f"in group|{variable}|{group}"
    return stage_name("started", component, (variable, group))


def known_name(row: Mapping[Hashable, Any]) -> str:
    """Return the name of the people whose group is known."""
    variable = DECILE if row["variable"] == MOST_DEPRIVED else row["variable"]
    return f"known|{row[names.COMPONENT]}|{variable}"


def enter_equity(ledger: Ledger, rows: list[Row]) -> None:
    """Enter the people of each group; those of an attribute add up to everybody."""
    places: dict[tuple[str, str], list[Row]] = {}
    only = _only_component(ledger)
    for row in rows:
        if only is not None and row[names.COMPONENT] == names.ALL:
            ledger.same[equity_name(row)] = _group(only, str(row["variable"]), str(row["group"]))
        name = ledger.add(equity_name(row), row[names.N])
        if row["kind"] != "known":
            ledger.cost[ledger.named(name)] *= _SAYS_LESS
        places.setdefault((str(row[names.COMPONENT]), str(row["variable"])), []).append(row)
    for (component, variable), own in places.items():
        if variable == MOST_DEPRIVED:
            _tie_most_deprived(ledger, component, own)
            continue
        total = _EVERYBODY if component == names.ALL else stage_name("started", component)
        ledger.add_up(total, map(equity_name, own))
        known = ledger.add(known_name(own[0]), own[0]["known"])
        ledger.complement(total, known, "not known")
        ledger.add_up(known, [equity_name(row) for row in own if row["kind"] == "known"])
    _tie_components(ledger, places)


def _components(ledger: Ledger) -> set[str]:
    """Return the components that somebody started."""
    return {name.split("|")[1] for name in ledger.counts if name.startswith("started|")}


def _only_component(ledger: Ledger) -> str | None:
    """Return the component that everybody is in, if there is no other: its groups are those of everybody."""
    components = _components(ledger)
    return components.pop() if len(components) == 1 else None


def _tie_most_deprived(ledger: Ledger, component: str, rows: list[Row]) -> None:
    for row in rows:
        deciles = [_group(component, DECILE, decile) for decile in _DECILES[str(row["group"])]]
        ledger.add_up(equity_name(row), [name for name in deciles if ledger.named(name) in ledger.counts])


def _tie_components(ledger: Ledger, places: Mapping[tuple[str, str], list[Row]]) -> None:
    """Tie each group of everybody to its components; somebody in two of them is counted once.

    Those of whom nothing is recorded only where every component asks: else they are in another one too.
    """
    for (component, variable), own in places.items():
        if component != names.ALL or variable == MOST_DEPRIVED:
            continue
        asked = [rows for (place, what), rows in places.items() if place != names.ALL and what == variable]
        for row in own:
            parts = [equity_name(other) for rows in asked for other in rows if other["group"] == row["group"]]
            if row["kind"] != "blank" or len(asked) == len(_components(ledger)):
                _tie_places(ledger, row, parts)


def _tie_places(ledger: Ledger, row: Row, parts: list[str]) -> None:
    everybody = equity_name(row)
    if not parts or ledger.named(everybody) in map(ledger.named, parts):
        return  # the only component's are everybody's
    over = sum(map(ledger.count, parts)) - int(row[names.N])
    if row["kind"] == "known":
        _tie_rest(ledger, everybody, parts)
    if over == 0 and (len(parts) == 1 or IN_SEVERAL not in ledger.counts):
        ledger.add_up(everybody, parts)
    elif over >= 0:
        label = f"{row['variable']}|{row['group']}"
        total = ledger.add(f"places|{label}", over + int(row[names.N]), published=False)
        ledger.add_up(total, parts)
        if row["kind"] == "known":
            ledger.add_up(total, (everybody, ledger.add(f"in several|{label}", over, published=False)))
        else:
            ledger.sums.append(Sum(ledger.named(total), (ledger.named(everybody),), at_least=True))


def _tie_rest(ledger: Ledger, everybody: str, parts: list[str]) -> None:
    """Enter who is in other components only, which anybody can subtract where some people are in several."""
    for part in parts if len(parts) > 1 and IN_SEVERAL in ledger.counts else ():
        if ledger.count(part) <= ledger.count(everybody):
            ledger.complement(everybody, part, "elsewhere only")


def completeness_name(row: Mapping[Hashable, Any]) -> str | None:
    """Return the ledger's name of a row of completeness.csv; None for a field that nobody asked."""
    if row["status"] == NOT_ASKED:
        return None
    return f"{row['status']} in {row['period']}|{row['variable']}"


def period_name(row: Mapping[Hashable, Any]) -> str:
    """Return the name of the people who began in the period of a row."""
    return _EVERYBODY if row["period"] == names.ALL else f"began in|{row['period']}"


def periods_begun(rows: list[Row]) -> dict[str, str]:
    """Return each period of completeness.csv with the name of the people who began in it."""
    periods = {str(row["period"]) for row in rows} - {names.ALL}
    return {period: period_name({"period": period}) for period in sorted(periods)}


def enter_completeness(ledger: Ledger, rows: list[Row], equity: list[Row]) -> None:
    """Enter who is known and who isn't, field by field and period by period."""
    groups = {
        (str(row["variable"]), _KIND[row["kind"]]): equity_name(row)
        for row in equity
        if row[names.COMPONENT] == names.ALL and row["kind"] in _KIND
    }
    groups |= {
        (str(row["variable"]), "complete"): known_name(row)
        for row in equity
        if row[names.COMPONENT] == names.ALL and row["variable"] != MOST_DEPRIVED
    }
    fields: dict[str, dict[str, dict[str, str]]] = {}
    for row in rows:
        name = completeness_name(row)
        if name is None:
            continue
        variable, status = str(row["variable"]), str(row["status"])
        same = groups.get((variable, status))
        if row["period"] == names.ALL and same is not None:
            ledger.same[name] = ledger.named(same)
        ledger.add(name, row[names.N])
        ledger.add(period_name(row), row["of"])
        fields.setdefault(variable, {}).setdefault(str(row["period"]), {})[status] = name
    for periods in fields.values():
        _tie_field(ledger, periods)
    _tie_areas(ledger, {str(row["variable"]) for row in equity} | {DECILE}, fields)


def _tie_areas(ledger: Ledger, in_groups: set[str], fields: Mapping[str, Any]) -> None:
    """Tie the people of whom an area is noted to those whose area has a decile: the field without groups is it."""
    decile = f"known|{names.ALL}|{DECILE}"
    for variable in fields.keys() - in_groups:
        noted = completeness_name({"status": "complete", "period": names.ALL, "variable": variable})
        if noted is not None and decile in ledger.counts:
            over = ledger.count(noted) - ledger.count(decile)
            if over == 0:
                ledger.add_up(noted, (decile,))
            elif over > 0:
                ledger.complement(noted, decile, "area not known")


def _tie_field(ledger: Ledger, periods: Mapping[str, Mapping[str, str]]) -> None:
    for period, found in periods.items():
        began = period_name({"period": period})
        ledger.add_up(began, found.values())
        ledger.complement(began, found["complete"], "not known")
    begun = [period_name({"period": period}) for period in periods if period != names.ALL]
    if begun and names.ALL in periods:
        ledger.add_up(_EVERYBODY, begun)
        for status, total in periods[names.ALL].items():
            ledger.add_up(total, [found[status] for period, found in periods.items() if period != names.ALL])
