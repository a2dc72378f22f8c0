"""What a reader knows adds up in activity.csv and completeness.csv."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from reach_reader_rows import Pairs, Row, named, number, read_share

if TYPE_CHECKING:
    from attacker import Attacker

ADDED = ("contacts", "booked", "missed", "new")
RETURNED = ("new", "contacts", "attended", "missed", "offered")
KIND_OF_STATUS = {"unknown": "Unknown", "refused": "Prefer not to say", "blank": "not recorded"}


def read_activity(reader: Attacker, activity: Pairs, reach: Pairs) -> None:
    """Enter all counts of activity.csv, and the sessions of reach.csv, with everything between them."""
    for row, seen in reach:
        if row["statistic"] == "attended":
            name = named("session", row["component"], row["category"])
            reader.see(name, row["n"], shown=number(seen["n"]))
    kept = [pair for pair in activity if not pair[0]["statistic"].startswith("target")]
    for row, seen in kept:
        if row["statistic"] == "offered" and row["basis"] == "register":
            shown = number(seen["estimate"])
            started, each = named("in", row["component"], "all all"), row["estimate"] // row["n"]
            reader.see(started, row["n"], shown=None if shown is None else shown / each)
            reader.see(started, row["n"], shown=number(seen["n"]))
        else:
            reader.see(_name(row), row["estimate"], shown=number(seen["estimate"]))
            if row["unit"] == "people" and row["basis"] == "register":
                reader.see(_name(row), row["n"], shown=number(seen["n"]))
    for component in dict.fromkeys(row["component"] for row, _ in kept):
        own = [pair for pair in kept if pair[0]["component"] == component]
        if own[0][0]["basis"] == "register":
            _tie_periods(reader, own)
            _tie_all(reader, own)
            _tie_sessions(reader, own)
        else:
            _tie_returns(reader, own)
        _read_running_totals(reader, own)


def _name(row: Row, **changes: str) -> str:
    row = {**row, **changes}
    return named("activity", row["component"], row["statistic"], row["activity"], row["period"])


def _periods(own: Pairs) -> list[Row]:
    """Return one row per period, in their order."""
    rows = {row["period"]: row for row, _ in own if row["activity"] == "all" and row["period"] != "all"}
    return list(rows.values())


def _tie_periods(reader: Attacker, own: Pairs) -> None:
    came = _name(own[0][0], statistic="people", activity="all", period="all")
    before: list[str] = []
    for row in _periods(own):
        people, new, back, contacts, booked, missed = (
            _name(row, statistic=statistic)
            for statistic in ("people", "new", "returning", "contacts", "booked", "missed")
        )
        for other, seen in own:
            if other["period"] == row["period"] and other["statistic"] in {"new", "returning"}:
                reader.see(people, other["of"], shown=number(seen["of"]), goes_along=True)
        reader.adds_up(people, [new, *([back] if back in reader.value else [])])
        reader.at_least(contacts, [people])
        if len(_periods(own)) > 1:
            reader.within(came, people)
        else:
            reader.adds_up(came, [people])
        if before:
            # Who returns has been new before.
            seen_before = reader.derive(
                f"before {people}", sum(reader.value[name] for name in before), secret=False
            )
            reader.adds_up(seen_before, list(before))
            reader.at_least(seen_before, [back])
        before.append(new)
        if booked in reader.value:
            reader.adds_up(booked, [contacts, missed])
    for statistic in ADDED:
        parts = [_name(row, statistic=statistic) for row in _periods(own)]
        total = came if statistic == "new" else _name(own[0][0], statistic=statistic, period="all")
        if total in reader.value and parts:
            reader.adds_up(total, parts)


def _tie_all(reader: Attacker, own: Pairs) -> None:
    row = {**own[0][0], "activity": "all", "period": "all"}
    people, contacts, booked, missed, who, back = (
        _name(row, statistic=statistic)
        for statistic in ("people", "contacts", "booked", "missed", "people_missed", "people_returned")
    )
    started = named("in", row["component"], "all all")
    if (
        reader.value[started] > reader.value[people]
        or named("completed", row["component"], "all all") in reader.value
    ):
        reader.within(started, people)
    else:
        reader.adds_up(started, [people])
    reader.at_least(contacts, [people])
    if who in reader.value:
        reader.adds_up(booked, [contacts, missed])
        reader.at_least(missed, [who])
        reader.within(started, who)
        reader.within(who, back)
        for other, seen in own:
            if other["statistic"] == "people_returned":
                reader.see(who, other["of"], shown=number(seen["of"]), goes_along=True)
    activities = list(dict.fromkeys(other["activity"] for other, _ in own if other["activity"] != "all"))
    if activities:
        visits = [_name(row, statistic="contacts", activity=activity) for activity in activities]
        reader.adds_up(contacts, visits)
        places = reader.derive(f"places {people}", 0)
        reader.value[places] = sum(
            reader.value[_name(row, statistic="people", activity=activity)] for activity in activities
        )
        reader.adds_up(places, [_name(row, statistic="people", activity=activity) for activity in activities])
        reader.at_least(places, [people])
        for activity, own_visits in zip(activities, visits, strict=True):
            there = _name(row, statistic="people", activity=activity)
            reader.within(people, there)
            reader.at_least(own_visits, [there])


def _tie_sessions(reader: Attacker, own: Pairs) -> None:
    """Enter whose contacts make up whole sessions; the days of a course are known to everybody."""
    for row, _ in own:
        held = row["sessions"]
        if row["statistic"] != "contacts" or not isinstance(held, tuple):
            continue
        sessions = [named("session", row["component"], session) for session in held]
        reader.adds_up(_name(row), sessions)
        people = _name(row, statistic="people")
        for session in sessions:
            reader.within(people, session)
        if len(sessions) == 1:
            reader.adds_up(people, sessions)


def _tie_returns(reader: Attacker, own: Pairs) -> None:
    rows = [row for row, _ in own]
    for row in rows:
        name = _name(row)
        if row["statistic"] == "direct":
            reader.adds_up(name, [_name(row, statistic=part) for part in ("new", "returning")])
        if row["statistic"] == "offered":
            reader.adds_up(name, [_name(row, statistic=part) for part in ("attended", "missed")])
        if row["activity"] == "all" and row["period"] != "all":
            same = [
                one for one in rows if (one["period"], one["statistic"]) == (row["period"], row["statistic"])
            ]
            parts = [_name(one) for one in same if one["activity"] != "all"]
            if parts:
                reader.adds_up(name, parts)
        if row["period"] == "all" and row["statistic"] in RETURNED:
            reader.adds_up(name, [_name(row, period=one["period"]) for one in _periods(own)])


def _read_running_totals(reader: Attacker, own: Pairs) -> None:
    """Take a running total as what it says: all periods up to this one."""
    for statistic in ("new", "contacts"):
        so_far: list[str] = []
        for row, seen in own:
            if row["statistic"] != statistic or row["activity"] != "all" or row["period"] == "all":
                continue
            so_far.append(_name(row))
            total = number(seen["cumulative"])
            if total is not None and reader.rounded_to == 1:
                up_to = f"up to {_name(row)}"
                reader.see(up_to, sum(reader.value[name] for name in so_far), shown=total)
                reader.adds_up(up_to, list(so_far))


def read_completeness(reader: Attacker, completeness: Pairs, activity: Pairs) -> None:
    """Enter how many people's fields are known, period by period, and what other tables say of the same people."""
    fields: dict[tuple[str, str], list[str]] = defaultdict(list)
    over_time: dict[tuple[str, str], list[str]] = defaultdict(list)
    for row, seen in completeness:
        if row["status"] == "not asked":
            assert (number(seen["n"]), number(seen["of"])) == (None, None)
            continue
        name, began = named("field", row["variable"], row["status"], row["period"]), _began(row["period"])
        reader.see(name, row["n"], shown=number(seen["n"]))
        reader.see(began, row["of"], shown=number(seen["of"]), goes_along=True)
        read_share(reader, name, began, seen)
        fields[row["variable"], row["period"]].append(name)
        over_time[row["variable"], row["status"]].append(name)
    for (variable, period), parts in fields.items():
        reader.adds_up(_began(period), parts)
        if len(parts) > 1:
            reader.within(_began(period), named("field", variable, "complete", period))
    for (variable, status), (total, *parts) in over_time.items():
        reader.adds_up(total, parts)
        same = named("known all", variable) if status == "complete" else _group(variable, status)
        if same in reader.value:
            reader.adds_up(total, [same])
        if (variable, status) == ("lsoa", "complete") and "known all imd_decile" in reader.value:
            tie = reader.adds_up if reader.value[total] == reader.value["known all imd_decile"] else None
            tie(total, ["known all imd_decile"]) if tie else reader.within(total, "known all imd_decile")
    begun = list(dict.fromkeys(_began(period) for _, period in fields if period != "all"))
    if begun:
        reader.adds_up(_began("all"), begun)
    _tie_beginnings(reader, [row for row, _ in activity], begun)


def _began(period: str) -> str:
    return "in all all all" if period == "all" else f"began in {period}"


def _group(variable: str, status: str) -> str:
    return named("in all", variable, KIND_OF_STATUS[status])


def _tie_beginnings(reader: Attacker, activity: list[Row], begun: list[str]) -> None:
    """Where a drop-in that notes only who came is all there is, who began in a quarter is who was new in it."""
    rows = [row for row in activity if row["basis"] == "register"]
    alone = len({row["component"] for row in rows}) == 1 and not any(
        row["statistic"] == "missed" for row in rows
    )
    if not alone:
        return
    for name in begun:
        new = [_name(row) for row in rows if row["statistic"] == "new" and _inside(row["period"], name[9:])]
        reader.adds_up(name, new)


def _inside(month: str, quarter: str) -> bool:
    year, _, part = month.partition("-")
    if part.isdigit():
        return quarter in {f"{year}-Q{(int(part) + 2) // 3}", year}
    return quarter in {month, year}
