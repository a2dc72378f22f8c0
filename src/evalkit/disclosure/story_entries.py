"""The counts of themes.csv and the other tables about stories in the ledger."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from evalkit import names
from evalkit.disclosure.ledger import category_name, category_total, stage_name
from evalkit.disclosure.system import Sum

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping

    from evalkit.disclosure.ledger import Ledger, Row

STORY_TABLES: Final = ("themes", "cooccurrence", "story_change", "disconfirming")
CONTRARY_CODE: Final = "contrary_code"
_EVERYBODY: Final = f"people|{names.ALL}|{names.ALL}"
_SAYS_LESS: Final = 0.01
"""A single code is looked at after its theme."""
_CELL: Final = (names.COMPONENT, names.SUBGROUP_VARIABLE, names.SUBGROUP, names.TIMEPOINT)
_SPAN: Final = (
    *(names.COMPONENT, "theme", names.MEASURE, names.SUBSCALE),
    *(names.TIMEPOINT_FROM, names.TIMEPOINT_TO),
)


def told_name(row: Mapping[Hashable, Any]) -> str:
    """Return the ledger's name of the people of a cell who told of a code or theme."""
    return f"told of|{row['code']}|{_join(row, _CELL)}"


def tellers_name(row: Mapping[Hashable, Any]) -> str:
    """Return the name of everybody of a cell who told anything."""
    return f"told anything|{_join(row, _CELL)}"


def both_name(row: Mapping[Hashable, Any]) -> str:
    """Return the name of the people who told of two themes."""
    return f"told of both|{row['code_a']}|{row['code_b']}"


def cell_name(row: Mapping[Hashable, Any]) -> str:
    """Return the name of those who told of a theme and whose score went one way."""
    return f"told and {row['category']}|{_join(row, _SPAN)}"


def measured_name(row: Mapping[Hashable, Any]) -> str:
    """Return the name of those who told of a theme and have both scores."""
    return f"told and measured|{_join(row, _SPAN)}"


def against_name(row: Mapping[Hashable, Any]) -> str:
    """Return the name of the people who speak against a code."""
    return f"against, {row['because']}|{row[names.COMPONENT]}|{row['code']}"


def _join(row: Mapping[Hashable, Any], keys: tuple[str, ...]) -> str:
    return "|".join(str(row[key]) for key in keys)


def everywhere(row: Mapping[Hashable, Any], **changes: object) -> dict[Hashable, Any]:
    """Return a row as that of everybody at all times, with changes."""
    whole = dict(row)
    whole.update(dict.fromkeys((names.SUBGROUP_VARIABLE, names.SUBGROUP, names.TIMEPOINT), names.ALL))
    whole.update(changes)
    return whole


def enter_stories(ledger: Ledger, tables: Mapping[str, list[Row]], categories: list[Row]) -> None:
    """Enter who told of what, and the sums between those counts.

    Parameters
    ----------
    ledger : Ledger
        With the counts of all other tables.
    tables : mapping of str to list of dict
        Rows of :data:`STORY_TABLES`.
    categories : list of dict
        Rows of categories.csv.
    """
    rows = [row for row in tables["themes"] if row["of"]]
    for row in rows:
        ledger.add(tellers_name(row), row["of"])
        told = ledger.add(told_name(row), row["people"])
        if row["code"] != row["theme"]:
            ledger.cost[told] *= _SAYS_LESS
        ledger.complement(tellers_name(row), told, "told of something else")
    _tie_cells(ledger, rows)
    _tie_codes(ledger, rows)
    for row in tables["cooccurrence"]:
        _enter_both(ledger, row)
    _enter_changes(ledger, tables["story_change"], categories)
    for row in tables["disconfirming"]:
        _enter_against(ledger, row, tables["story_change"])


def _tie_cells(ledger: Ledger, rows: list[Row]) -> None:
    """Tie subgroups to everybody, timepoints and components to the whole; people may be in several of these."""
    groups: dict[tuple[str, str], dict[str, None]] = {}
    for row in rows:
        for name_of in (told_name, tellers_name):
            whole = name_of(everywhere(row))
            if row[names.SUBGROUP_VARIABLE] != names.ALL:
                groups.setdefault((whole, str(row[names.SUBGROUP_VARIABLE])), {})[name_of(row)] = None
            elif row[names.TIMEPOINT] != names.ALL:
                ledger.sums.append(Sum(whole, (name_of(row),), at_least=True))
            elif row[names.COMPONENT] != names.ALL:
                total = name_of(everywhere(row, **{names.COMPONENT: names.ALL}))
                groups.setdefault((total, ""), {})[name_of(row)] = None
        if row[names.SUBGROUP_VARIABLE] == row[names.TIMEPOINT] == names.ALL:
            _tie_to_started(ledger, row)
    for (whole, variable), parts in groups.items():
        if variable:
            ledger.add_up(whole, parts)
        elif whole in ledger.counts:
            _tie_components(ledger, whole, list(parts))


def _tie_to_started(ledger: Ledger, row: Row) -> None:
    component = str(row[names.COMPONENT])
    started = _EVERYBODY if component == names.ALL else stage_name("started", component)
    # A story may come from somebody who filled in no form; then nobody can subtract.
    if ledger.count(started) >= row["of"]:
        ledger.complement(started, tellers_name(row), "told nothing")


def _tie_components(ledger: Ledger, total: str, parts: list[str]) -> None:
    over = sum(map(ledger.count, parts)) - ledger.count(total)
    if over == 0:
        ledger.add_up(total, parts)
        return
    places = ledger.add(f"places|{total}", ledger.count(total) + over, published=False)
    again = ledger.add(f"in several|{total}", over, published=False)
    ledger.add_up(places, parts)
    ledger.add_up(places, (total, again))


def _tie_codes(ledger: Ledger, rows: list[Row]) -> None:
    """Tie each code to its theme: who told of the one told of the other."""
    for row in rows:
        theme = told_name({**row, "code": row["theme"]})
        if row["code"] != row["theme"] and theme in ledger.counts:
            ledger.complement(theme, told_name(row), "told of the theme otherwise")


def _enter_both(ledger: Ledger, row: Row) -> None:
    of_all = everywhere(row, **{names.COMPONENT: names.ALL})
    themes = [told_name({**of_all, "code": row[key]}) for key in ("code_a", "code_b")]
    if all(theme in ledger.counts for theme in themes):
        ledger.add(both_name(row), row["people"])
        for theme in themes:
            ledger.complement(theme, both_name(row), "told of one")


def _enter_changes(ledger: Ledger, rows: list[Row], categories: list[Row]) -> None:
    known = {category_name(row): row for row in categories}
    cells: dict[str, list[str]] = {}
    for row in rows:
        measured = ledger.add(measured_name(row), row["of"])
        cells.setdefault(measured, []).append(ledger.add(cell_name(row), row["people"]))
        theme = told_name(everywhere(row, code=row["theme"]))
        if len(cells[measured]) == 1 and theme in ledger.counts:
            ledger.complement(theme, measured, "told, not measured")
        of_all = {**row, names.STATISTIC: "reliable_change", names.SUBGROUP_VARIABLE: names.ALL}
        same = known.get(category_name({**of_all, names.SUBGROUP: names.ALL}))
        if same is None:
            continue
        ledger.complement(category_name(same), cell_name(row), "changed alike, told nothing of it")
        if len(cells[measured]) == 1:
            ledger.complement(category_total(ledger, same), measured, "measured, told nothing of it")
    for measured, parts in cells.items():
        ledger.add_up(measured, parts)


def _enter_against(ledger: Ledger, row: Row, changes: list[Row]) -> None:
    """Enter who speaks against a code; those whose score went the other way stand in story_change.csv as well."""
    if row["people"] is None or row["people"] != row["people"] or not row["of"]:
        return
    name = ledger.add(against_name(row), row["people"])
    if row["because"] == CONTRARY_CODE:
        tellers = tellers_name(everywhere(row))
        if tellers in ledger.counts:
            ledger.complement(tellers, name, "does not speak against it")
        return
    same = [
        cell_name(other)
        for other in changes
        if (other[names.COMPONENT], other["theme"]) == (row[names.COMPONENT], row["code"])
        and other["category"] in {"improved", "worse"}
        and other["people"] == row["people"]
    ]
    if same:
        ledger.add_up(name, same[:1])
