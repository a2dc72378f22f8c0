"""Somebody who reads all tables of a release together, and knows what adds up between them.

Written from the tables and their documentation alone; it shares nothing with evalkit's gate.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from attacker import Attacker
from reach_reader_rows import Pairs, named, number, pairs_of, read_share, written
from reach_reader_time import read_activity, read_completeness
from shares_read_back import people_behind_difference

if TYPE_CHECKING:
    from evalkit.disclosure.gate import Results

BESIDE = ("estimate", "ci_low", "ci_high")
KINDS = {"unknown": "Unknown", "refused": "Prefer not to say", "blank": "not recorded"}


def reader_of(true: Results, shown: Results, *, rounded_to: int = 1) -> Attacker:
    """Return the reader of a release; ``true`` names the counts and makes sure that what is read is so."""
    reader = Attacker(rounded_to=rounded_to)
    rows = {
        name: pairs_of(table, shown.tables()[name])
        for name, table in true.tables().items()
        if name != "lines"
    }
    _read_people(reader, rows["reach"])
    _read_equity(reader, rows["equity"])
    _read_flow(reader, rows["flow"])
    _read_endings(reader, rows["reach"])
    _read_outcomes(reader, rows["outcomes"])
    _read_categories(reader, rows["categories"])
    _read_groups(reader, rows["groups"])
    read_activity(reader, rows["activity"], rows["reach"])
    read_completeness(reader, rows["completeness"], rows["activity"])
    return reader


def _read_people(reader: Attacker, reach: Pairs) -> None:
    parts = []
    for row, seen in reach:
        if row["statistic"] == "people":
            name = named("in", row["component"], "all all")
            reader.see(name, row["n"], shown=number(seen["n"]))
            reader.see(name, row["n"], shown=number(seen["estimate"]))
            parts += [name] if row["component"] != "all" else []
    _meet(reader, "in all all all", parts)


def _meet(reader: Attacker, everybody: str, parts: list[str]) -> None:
    """Enter that everybody is in the one component, in the other, or in both."""
    if len(parts) == 1:
        reader.adds_up(everybody, parts)
    if len(parts) == 2:
        count, (first, second) = reader.value[everybody], (reader.value[part] for part in parts)
        both = reader.derive(f"both: {everybody}", first + second - count)
        only = [
            reader.derive(f"only {part}: {everybody}", own - (first + second - count))
            for part, own in zip(parts, (first, second), strict=True)
        ]
        reader.adds_up(everybody, [*only, both])
        for part, alone in zip(parts, only, strict=True):
            reader.adds_up(part, [alone, both])


def _read_equity(reader: Attacker, equity: Pairs) -> None:
    places: dict[tuple[str, str], list[str]] = defaultdict(list)
    groups: dict[tuple[str, str], list[str]] = defaultdict(list)
    for row, seen in equity:
        component, variable, group = row["component"], row["variable"], row["group"]
        name, known = named("in", component, variable, group), named("known", component, _base(variable))
        reader.see(name, row["n"], shown=number(seen["n"]))
        reader.see(named("in", component, "all all"), row["of"], shown=number(seen["of"]), goes_along=True)
        reader.see(known, row["known"], shown=number(seen["known"]), goes_along=True)
        if row["kind"] == "known":
            read_share(reader, name, known, seen)
            share, keys = float(row["population_share"]), ("ratio", "ratio_low", "ratio_high")
            ratios = [number(seen[key]) for key in keys]
            cells = [None if cell is None else cell * share for cell in ratios]
            read_share(reader, name, known, dict(zip(BESIDE, cells, strict=True)))
        if variable != "imd_most_deprived":
            places[component, variable].append(name)
            groups[variable, group].append(name)
        else:
            deciles = {"10 %": ("1",), "20 %": ("1", "2")}[group]
            reader.adds_up(name, [named("in", component, "imd_decile", decile) for decile in deciles])
    for (component, variable), parts in places.items():
        reader.adds_up(named("in", component, "all all"), parts)
        known = named("known", component, variable)
        reader.adds_up(known, [part for part in parts if not part.endswith(tuple(KINDS.values()))])
        if any(part.endswith(tuple(KINDS.values())) for part in parts):
            reader.within(named("in", component, "all all"), known)
    _tie_components(reader, set(places), groups)


def _tie_components(
    reader: Attacker, places: set[tuple[str, str]], groups: dict[tuple[str, str], list[str]]
) -> None:
    components = {name.split()[1] for name in reader.value if name.endswith(" all all")} - {"all"}
    for variable in {variable for _, variable in places}:
        recorded = [component for component in components if (component, variable) in places]
        for everybody, *parts in (own for (one, _), own in groups.items() if one == variable):
            # Who is in a component that doesn't ask has no answer there, so it tells of known groups only.
            if not everybody.endswith(tuple(KINDS.values())):
                _meet(reader, everybody, parts)
            elif len(recorded) == len(components):
                parts_together = reader.derive(
                    f"places {everybody}", sum(reader.value[name] for name in parts)
                )
                reader.adds_up(parts_together, parts)
                reader.at_least(parts_together, [everybody])


def _base(variable: str) -> str:
    return "imd_decile" if variable == "imd_most_deprived" else variable


def _read_flow(reader: Attacker, flow: Pairs) -> None:
    sums: dict[tuple[str, str], list[str]] = defaultdict(list)
    single = len({row["component"] for row, _ in flow}) == 1
    for row, seen in flow:
        name = _flow(row)
        reader.see(name, row["n"], shown=number(seen["n"]))
        if row["subgroup"] != "all":
            everybody = _flow({**row, "subgroup_variable": "all", "subgroup": "all"})
            sums[everybody, row["subgroup_variable"]].append(name)
            in_all = named("in all", row["subgroup_variable"], row["subgroup"])
            if row["stage"] == "started" and single and in_all in reader.value:
                reader.adds_up(in_all, [name])
    for (everybody, _), parts in sums.items():
        reader.adds_up(everybody, parts)
    for row, _ in flow:
        started = _flow({**row, "stage": "started"})
        if row["stage"] in {"answered", "completed"}:
            reader.within(started, _flow(row))
        if row["stage"] == "paired":
            first = {**row, "stage": "answered", "timepoint": "t1"}
            reader.adds_up(_flow(first), [_flow(row), _flow({**row, "stage": "lost"})])
            reader.within(_flow({**row, "stage": "answered"}), _flow(row))


def _flow(row: dict[str, Any]) -> str:
    """Name a stage of the flow; who started is who is in the component."""
    group = (row["subgroup_variable"], row["subgroup"])
    if row["stage"] == "started":
        return named("in", row["component"], *group)
    when = "" if row["stage"] == "completed" else row["timepoint"]
    return named(row["stage"], row["component"], when, *group)


def _read_endings(reader: Attacker, reach: Pairs) -> None:
    ended: dict[str, list[tuple[str, object]]] = defaultdict(list)
    for row, seen in reach:
        component = row["component"]
        if row["statistic"] == "completed":
            reader.see(named("completed", component, "all all"), row["n"], shown=number(seen["estimate"]))
        if row["statistic"] == "ended":
            name = named("ended", component, row["category"])
            reader.see(name, row["n"], shown=number(seen["n"]))
            ended[component].append((name, row["qualifier"]))
    for component, reasons in ended.items():
        reader.adds_up(named("in", component, "all all"), [name for name, _ in reasons])
        done = [name for name, qualifier in reasons if qualifier == "completed"]
        if done:
            reader.adds_up(named("completed", component, "all all"), done)


def _read_outcomes(reader: Attacker, outcomes: Pairs) -> None:
    for row, seen in outcomes:
        group = {**row, "timepoint": row["timepoint_to"]}
        pairs, lost = (_flow({**group, "stage": stage}) for stage in ("paired", "lost"))
        if row["statistic"] in {"n_from", "n_to"} and row["timepoint_from"] == "t1":
            time = row["timepoint_from" if row["statistic"] == "n_from" else "timepoint_to"]
            name = _flow({**row, "stage": "answered", "timepoint": time})
            reader.see(name, row["estimate"], shown=number(seen["estimate"]))
        if row["statistic"] in {"n_pairs", "mean_change"} and row["timepoint_from"] == "t1":
            reader.see(pairs, row["n"], shown=number(seen["n"]))
            reader.see(lost, row["n_missing"], shown=number(seen["n_missing"]))


def _read_categories(reader: Attacker, categories: Pairs) -> None:
    parts: dict[tuple[str, str], list[str]] = defaultdict(list)
    told = {
        (row["statistic"], row["timepoint_to"]) for row, seen in categories if number(seen["n"]) is not None
    }
    for row, seen in categories:
        # Where every category is empty, they may only have gone with the people they divide up.
        goes_along = (row["statistic"], row["timepoint_to"]) not in told
        name = named(row["statistic"], row["category"], row["timepoint_to"])
        paired = named("paired", row["component"], row["timepoint_to"], "all all")
        reader.see(name, row["n"], shown=number(seen["n"]), goes_along=goes_along)
        reader.see(paired, row["of"], shown=number(seen["of"]), goes_along=True)
        read_share(reader, name, paired, seen)
        parts[row["statistic"], row["timepoint_to"]].append(name)
    for (statistic, time), own in parts.items():
        reader.adds_up(named("paired course", time, "all all"), own)
        if statistic == "clinically_significant_change":
            reader.within(parts["reliable_change", time][0], own[0])
            # The cut-off is the border between the low band and the others.
            reader.adds_up(own[2], parts["band_from", time][1:3])


def _read_groups(reader: Attacker, groups: Pairs) -> None:
    shown = [(row, seen) for row, seen in groups if "compare" not in written(seen["hidden_because"])]
    sums: dict[tuple[str, str], list[str]] = defaultdict(list)
    references: dict[tuple[str, str], tuple[int, int]] = {}
    for row, seen in shown:
        counted, whole = _outcome(row, row["variable"], row["group"])
        reader.see(counted, row["n"], shown=number(seen["n"]), goes_along=True)
        reader.see(whole, row["of"], shown=number(seen["of"]), goes_along=True)
        read_share(reader, counted, whole, seen)
        if row["variable"] != "all":
            for total, part in zip(_outcome(row, "all", "all"), (counted, whole), strict=True):
                sums[total, row["variable"]].append(part)
            if row["group"] == row["reference"] and number(seen["n"]) is not None:
                references[row["outcome"], row["variable"]] = int(seen["n"]), int(seen["of"])
    for (total, _), parts in sums.items():
        reader.adds_up(total, parts)
    for row, seen in shown:
        _read_comparison(reader, row, seen, references.get((row["outcome"], row["variable"])))
        _tie_outcome(reader, row)


def _outcome(row: dict[str, Any], variable: str, group: str) -> tuple[str, str]:
    names = {"dropped_out": "has ended", "improved": "judged", "recovered": "cases"}
    place = (row["component"], written(row["timepoint_to"]), variable, group)
    return named(row["outcome"], *place), named(names[row["outcome"]], *place)


def _read_comparison(
    reader: Attacker, row: dict[str, Any], seen: dict[str, Any], reference: tuple[int, int] | None
) -> None:
    """Read a difference and a ratio beside one known group back into the counts of the other."""
    keys = ("risk_difference", "risk_difference_low", "risk_difference_high")
    cells = [number(seen[key]) for key in keys]
    if number(seen["risk_ratio"]) is not None or any(cell is not None for cell in cells):
        found = people_behind_difference(cells, reference)
        for name, count in zip(_outcome(row, row["variable"], row["group"]), found, strict=True):
            reader.see(name, reader.value[name], shown=count)


def _tie_outcome(reader: Attacker, row: dict[str, Any]) -> None:
    component, time, group = row["component"], written(row["timepoint_to"]), (row["variable"], row["group"])
    counted, whole = _outcome(row, *group)
    reader.within(whole, counted)
    started = next(
        (
            name
            for name in (named("in", place, *group) for place in (component, "all"))
            if name in reader.value
        ),
        None,
    )
    if started is not None:
        # Where no ending says "not ended yet", everybody's time is over.
        over = row["outcome"] == "dropped_out" and f"ended {component} not ended yet" not in reader.value
        if over:
            reader.adds_up(started, [whole])
        else:
            reader.within(started, whole)
    if row["outcome"] == "dropped_out":
        completed = named("completed", component, *group)
        if completed in reader.value:
            reader.adds_up(whole, [completed, counted])
        if group == ("all", "all"):
            over = [name for name in reader.value if name.startswith(f"ended {component} ")]
            reader.adds_up(whole, [name for name in over if not name.endswith("not ended yet")])
        return
    judged, better = (named(what, component, time, *group) for what in ("judged", "improved"))
    paired = named("paired", component, time, *group)
    if row["outcome"] == "improved" and paired in reader.value:
        reader.adds_up(whole, [paired])
    if row["outcome"] == "recovered" and judged in reader.value:
        reader.within(judged, whole)
        reader.within(better, counted)
    if group == ("all", "all"):
        same = {"improved": "reliable_change", "recovered": "clinically_significant_change"}[row["outcome"]]
        first = next(name for name in reader.value if name.startswith(same) and name.endswith(time))
        reader.adds_up(counted, [first])
        if row["outcome"] == "recovered":
            reader.adds_up(whole, [named("band_from low", time)])
