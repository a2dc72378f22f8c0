"""The counts of themes.csv and the other tables about stories in the ledger."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from evalkit import names
from evalkit.analysis.story_results import CONTRARY
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
_CIRCLES: Final = (2, 3)
"""So many themes can be drawn as circles of which all regions follow from what is printed but one."""
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
    _tie_circles(ledger, tables["cooccurrence"])
    _enter_changes(ledger, tables["story_change"], categories)
    spoken = {str(row[names.COMPONENT]) for row in rows} - {names.ALL}
    for row in tables["disconfirming"]:
        _enter_against(ledger, row, tables["story_change"])
        _tie_contrary(ledger, row, spoken)


def _tie_cells(ledger: Ledger, rows: list[Row]) -> None:
    """Tie subgroups to everybody, timepoints and components to the whole; people may be in several of these."""
    groups: dict[tuple[str, str], dict[str, None]] = {}
    for row in rows:
        for name_of in (told_name, tellers_name):
            whole = name_of(everywhere(row))
            if row[names.SUBGROUP_VARIABLE] != names.ALL:
                groups.setdefault((whole, str(row[names.SUBGROUP_VARIABLE])), {})[name_of(row)] = None
            elif row[names.TIMEPOINT] != names.ALL:
                ledger.complement(whole, name_of(row), "told at other times only")
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


def _tie_circles(ledger: Ledger, rows: list[Row]) -> None:
    """Tie two or three themes as circles: whoever told anything stands in one of their regions."""
    themes = list(dict.fromkeys(str(row[key]) for row in rows for key in ("code_a", "code_b")))
    if len(themes) not in _CIRCLES or any(both_name(row) not in ledger.counts for row in rows):
        return
    whole: Row = everywhere({}, **{names.COMPONENT: names.ALL})
    told = {frozenset([theme]): told_name({**whole, "code": theme}) for theme in themes}
    both = {frozenset([str(row["code_a"]), str(row["code_b"])]): both_name(row) for row in rows}
    tellers = tellers_name(whole)
    inside = {parts: ledger.count(name) for parts, name in (told | both).items()}
    if len(themes) == max(_CIRCLES):
        over = ledger.count(tellers) - sum(map(ledger.count, told.values()))
        inside[frozenset(themes)] = over + sum(map(ledger.count, both.values()))
    regions: dict[frozenset[str], str] = {}
    counts: dict[frozenset[str], int] = {}
    for parts in sorted(inside, key=len, reverse=True):
        counts[parts] = inside[parts] - sum(count for other, count in counts.items() if other > parts)
        regions[parts] = ledger.add(f"only|{'|'.join(sorted(parts))}", counts[parts], published=False)
    ledger.add_up(tellers, regions.values())
    for parts, name in (told | both).items():
        ledger.add_up(name, [region for other, region in regions.items() if other >= parts])


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
    for cell in same:
        ledger.add_up(name, (cell,))


def _tie_contrary(ledger: Ledger, row: Row, components: set[str]) -> None:
    """Tie who speaks against a code to those who told of the contrary ones, whom themes.csv counts as well."""
    name, contrary = ledger.named(against_name(row)), row.get(CONTRARY)
    if row["because"] != CONTRARY_CODE or not isinstance(contrary, tuple) or name not in ledger.counts:
        return
    for code in contrary:
        of_part = everywhere(row, code=code)
        for told in (told_name(of_part), told_name({**of_part, names.COMPONENT: names.ALL})):
            if told not in ledger.counts:
                continue
            same_people = names.ALL not in told.split("|")[2:3] or len(components) == 1
            if len(contrary) == 1 and same_people:
                ledger.add_up(told, (name,))
            elif same_people:
                ledger.sums.append(Sum(name, (told,), at_least=True))
            elif len(contrary) == 1:
                ledger.sums.append(Sum(told, (name,), at_least=True))
