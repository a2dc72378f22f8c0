"""Somebody who reads the tables about stories beside those about scores, and knows what adds up between them.

Written from the tables and their documentation alone; it shares nothing with evalkit's gate.
"""

from __future__ import annotations

from collections import defaultdict
from itertools import combinations
from typing import TYPE_CHECKING

from attacker import Attacker
from reach_reader_rows import Pairs, Row, named, number, pairs_of

if TYPE_CHECKING:
    from evalkit.disclosure.gate import Results

EVERYBODY = "all all all"


def reader_of(true: Results, shown: Results, *, all_took_part: bool = True) -> Attacker:
    """Return the reader of a release; ``true`` names the counts and makes sure that what is read is so.

    ``all_took_part``: the reader knows that whoever told a story filled in a form as well.
    """
    reader = Attacker()
    rows = {
        name: pairs_of(table, shown.tables()[name])
        for name, table in true.tables().items()
        if name != "lines"
    }
    _read_people(reader, rows["reach"])
    _read_flow(reader, rows["flow"])
    _read_categories(reader, rows["categories"])
    _read_themes(reader, rows["themes"], all_took_part=all_took_part)
    _read_both(reader, rows["cooccurrence"])
    _read_changes(reader, rows["story_change"])
    _read_against(reader, rows["disconfirming"], rows["story_change"])
    return reader


def _read_people(reader: Attacker, reach: Pairs) -> None:
    parts = []
    for row, seen in reach:
        if row["statistic"] == "people":
            name = named("started", row["component"], "all all")
            reader.see(name, row["n"], shown=number(seen["n"]))
            parts += [name] if row["component"] != "all" else []
    _meet(reader, "started all all all", parts)


def _meet(reader: Attacker, everybody: str, parts: list[str]) -> None:
    """Enter that everybody is in the one component, in the other, or in both."""
    if len(parts) == 1:
        reader.adds_up(everybody, parts)
    if len(parts) == 2:
        count, (first, second) = reader.value[everybody], (reader.value[part] for part in parts)
        # That nobody is in both is how the grantee works, and no secret.
        is_secret = first + second > count
        both = reader.derive(f"both: {everybody}", first + second - count, secret=is_secret)
        for part, other in (parts, parts[::-1]):
            alone = count - reader.value[other]
            only = reader.derive(f"only {part}: {everybody}", alone, secret=is_secret)
            reader.adds_up(part, [only, both])
            reader.adds_up(everybody, [only, other])


def _read_flow(reader: Attacker, flow: Pairs) -> None:
    sums: dict[tuple[str, str], list[str]] = defaultdict(list)
    for row, seen in flow:
        reader.see(_flow(row), row["n"], shown=number(seen["n"]))
        if row["subgroup"] != "all":
            whole = _flow({**row, "subgroup_variable": "all", "subgroup": "all"})
            sums[whole, row["subgroup_variable"]].append(_flow(row))
    for (whole, _), parts in sums.items():
        reader.adds_up(whole, parts)
    for row, _ in flow:
        if row["stage"] == "answered":
            reader.within(_flow({**row, "stage": "started"}), _flow(row))
        if row["stage"] == "paired":
            first = _flow({**row, "stage": "answered", "timepoint": "t1"})
            reader.adds_up(first, [_flow(row), _flow({**row, "stage": "lost"})])
            reader.within(_flow({**row, "stage": "answered"}), _flow(row))


def _flow(row: Row) -> str:
    when = "" if row["stage"] == "started" else row["timepoint"]
    return named(row["stage"], row["component"], row["subgroup_variable"], row["subgroup"], when)


def _read_categories(reader: Attacker, categories: Pairs) -> None:
    parts: dict[str, list[str]] = defaultdict(list)
    for row, seen in categories:
        if row["statistic"] != "reliable_change":
            continue
        paired = named("paired", row["component"], "all all", row["timepoint_to"])
        reader.see(paired, row["of"], shown=number(seen["of"]))
        name = named("changed", row["component"], row["category"])
        reader.see(name, row["n"], shown=number(seen["n"]))
        parts[paired].append(name)
    for paired, own in parts.items():
        reader.adds_up(paired, own)


def _read_themes(reader: Attacker, themes: Pairs, *, all_took_part: bool) -> None:
    for row, seen in themes:
        if row["of"]:
            reader.see(_told(row), row["people"], shown=number(seen["people"]))
            reader.see(_tellers(row), row["of"], shown=number(seen["of"]), goes_along=True)
            _read_passages(reader, row, seen)
    rows = [row for row, _ in themes if row["of"]]
    for row in rows:
        reader.within(_tellers(row), _told(row))
        theme = _told({**row, "code": row["theme"]})
        if row["code"] != row["theme"] and theme in reader.value:
            reader.within(theme, _told(row))
    for name_of in (_told, _tellers):
        _tie_cells(reader, {name_of(row): (row, name_of) for row in rows})
    cells: dict[str, list[str]] = defaultdict(list)
    for row in rows:
        if row["level"] == "theme":
            cells[_tellers(row)].append(_told(row))
    for tellers, own in cells.items():
        # Whoever told anything told of a theme.
        together = reader.derive(f"mentions {tellers}", sum(map(reader.value.__getitem__, own)), secret=False)
        reader.adds_up(together, own)
        reader.at_least(together, [tellers])
        started = tellers.replace("told anything", "started").rsplit(" ", 1)[0]
        if all_took_part and tellers.endswith(" all") and started in reader.value:
            reader.within(started, tellers)


def _read_passages(reader: Attacker, row: Row, seen: Row) -> None:
    """Enter passages: nobody's secret themselves, but each person has one or more, and each document."""
    name = named("passages", *_cell(row), row["code"])
    if name not in reader.value:
        reader.derive(name, row["excerpts"], secret=False)
    if number(seen["excerpts"]) is not None:
        reader.hidden[name] = False
    if (row["subgroup"], row["timepoint"]) == ("all", "all"):
        documents = f"documents {name}"
        reader.derive(documents, row["documents"], secret=False)
        reader.hidden[documents] = number(seen["documents"]) is None
        reader.at_least(name, [_told(row), documents])


def _tie_cells(reader: Attacker, rows: dict[str, tuple[Row, object]]) -> None:
    """Tie subgroups, timepoints and components to the whole."""
    groups: dict[tuple[str, str], list[str]] = defaultdict(list)
    for name, (row, _) in rows.items():
        if row["subgroup_variable"] != "all":
            groups[_replaced(name, row, subgroup_variable="all", subgroup="all"), "group"].append(name)
        elif row["timepoint"] != "all":
            groups[_replaced(name, row, timepoint="all"), "time"].append(name)
        elif row["component"] != "all":
            groups[_replaced(name, row, component="all"), "component"].append(name)
    for (whole, how), parts in groups.items():
        if whole not in reader.value:
            continue
        if how == "group":
            reader.adds_up(whole, parts)
        elif how == "component":
            _meet(reader, whole, parts)
        else:
            _tie_times(reader, whole, parts)


def _tie_times(reader: Attacker, whole: str, parts: list[str]) -> None:
    """Enter that whoever told of something did so at one time or at several, and some at other times only."""
    for part in parts:
        reader.within(whole, part)
    if len(parts) > 1:
        times = reader.derive(f"times {whole}", sum(map(reader.value.__getitem__, parts)), secret=False)
        reader.adds_up(times, parts)
        reader.at_least(times, [whole])


def _replaced(name: str, row: Row, **cell: str) -> str:
    return _told({**row, **cell}) if name == _told(row) else _tellers({**row, **cell})


def _cell(row: Row) -> tuple[str, ...]:
    return row["component"], row["subgroup_variable"], row["subgroup"], row["timepoint"]


def _told(row: Row) -> str:
    return named("told of", row["code"], *_cell(row))


def _tellers(row: Row) -> str:
    return named("told anything", *_cell(row))


def _read_both(reader: Attacker, both: Pairs) -> None:
    themes = list(dict.fromkeys(row[key] for row, _ in both for key in ("code_a", "code_b")))
    for row, seen in both:
        pair = [f"told of {row[key]} all {EVERYBODY}" for key in ("code_a", "code_b")]
        if not all(theme in reader.value for theme in pair):
            assert number(seen["people"]) is None
            return
        name = named("both", row["code_a"], row["code_b"])
        reader.see(name, row["people"], shown=number(seen["people"]))
        for theme in pair:
            reader.within(theme, name)
    if len(themes) == 3:
        _draw_circles(reader, themes)


def _draw_circles(reader: Attacker, themes: list[str]) -> None:
    """Enter the seven regions of three circles: whoever told anything stands in one, so all of them follow."""
    told = {theme: reader.value[f"told of {theme} all {EVERYBODY}"] for theme in themes}
    both = {pair: reader.value[named("both", *pair)] for pair in combinations(themes, 2)}
    tellers = f"told anything all {EVERYBODY}"
    three = reader.value[tellers] - sum(told.values()) + sum(both.values())
    region = {frozenset(themes): reader.derive("in all three", three)}
    for pair, count in both.items():
        region[frozenset(pair)] = reader.derive(f"in {pair} alone", count - three)
    for theme, count in told.items():
        more = sum(count for pair, count in both.items() if theme in pair) - three
        region[frozenset([theme])] = reader.derive(f"in {theme} alone", count - more)
    reader.adds_up(tellers, list(region.values()))
    for size in (1, 2):
        for inside in combinations(themes, size):
            name = f"told of {inside[0]} all {EVERYBODY}" if size == 1 else named("both", *inside)
            reader.adds_up(name, [part for members, part in region.items() if set(inside) <= members])


def _read_changes(reader: Attacker, changes: Pairs) -> None:
    cells: dict[str, list[str]] = defaultdict(list)
    for row, seen in changes:
        measured = named("measured", row["component"], row["theme"])
        reader.see(measured, row["of"], shown=number(seen["of"]))
        name = named("told and", row["category"], row["component"], row["theme"])
        reader.see(name, row["people"], shown=number(seen["people"]))
        cells[measured].append(name)
        reader.within(named("changed", row["component"], row["category"]), name)
        if len(cells[measured]) == 1:
            told = named("told of", row["theme"], row["component"], EVERYBODY)
            reader.within(told, measured)
            reader.within(named("paired", row["component"], "all all", row["timepoint_to"]), measured)
    for measured, parts in cells.items():
        reader.adds_up(measured, parts)


def _read_against(reader: Attacker, against: Pairs, changes: Pairs) -> None:
    """Enter that a contrary code is told of by those who told of it, and the other way is a cell of the scores."""
    spans = {(row["component"], row["theme"]) for row, _ in changes}
    for row, seen in against:
        if row["because"] == "contrary_code":
            same = named("told of harm", row["component"], EVERYBODY)
        elif row["because"] == "score_went_other_way" and (row["component"], row["code"]) in spans:
            same = named("told and worse", row["component"], row["code"])
        else:
            continue
        reader.see(same, row["people"], shown=number(seen["people"]))
        assert number(seen["of"]) is None
