"""The counts of activity.csv in the ledger: who came when, how often, and what aggregate returns say."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from evalkit import names
from evalkit.analysis.activity_register import SESSIONS_HELD
from evalkit.definitions.periods import lies_in, read_period
from evalkit.disclosure.ledger import stage_name
from evalkit.disclosure.system import Sum

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping

    from evalkit.disclosure.ledger import Ledger, Row

REGISTER: Final = "register"
THINGS: Final = ("contacts", "booked", "missed")
"""Statistics of a register that count contacts: few people may stand behind many of them."""
_PEOPLE: Final = ("people", "new", "returning", "people_missed", "people_returned")
_RETURNED: Final = (
    "direct",
    "engaged",
    "contacts",
    "new",
    "returning",
    "offered",
    "booked",
    "attended",
    "missed",
)
_PARTS: Final = {"people": ("new", "returning"), "direct": ("new", "returning")}
_BOOKED: Final = {REGISTER: ("contacts", "missed"), "returns": ("attended", "missed")}

Place = tuple[str, str]
"""Activity and period."""
EVERYTHING: Final[Place] = (names.ALL, names.ALL)


def activity_name(row: Mapping[Hashable, Any]) -> str | None:
    """Return the ledger's name of a row of activity.csv; None for what counts neither people nor their contacts."""
    counted = (*_PEOPLE, *THINGS) if row["basis"] == REGISTER else _RETURNED
    if row[names.STATISTIC] not in counted:
        return None
    return _name(row, row[names.STATISTIC], (row["activity"], row["period"]))


def _name(row: Mapping[Hashable, Any], statistic: str, place: Place) -> str:
    kind = "in all" if place == EVERYTHING else "in part"
    return f"{row['basis']} {statistic} {kind}|{row[names.COMPONENT]}|{place[0]}|{place[1]}"


def enter_activity(ledger: Ledger, rows: list[Row]) -> None:
    """Enter the counts of activity.csv and the sums between them, component by component."""
    kinds: dict[tuple[str, str], list[Row]] = {}
    of_groups = _offered_to_groups(rows)
    for row in rows:
        name = activity_name(row)
        if name is None or (row[names.STATISTIC] == "offered" and row[names.COMPONENT] in of_groups):
            continue
        ledger.add(name, row[names.ESTIMATE])
        kinds.setdefault((row["basis"], row[names.COMPONENT]), []).append(row)
        if row["basis"] == REGISTER and row[names.STATISTIC] in THINGS:
            ledger.people_behind[name] = int(row[names.N])
    for (basis, _), own in kinds.items():
        _tie(ledger, own, basis)
        if basis == REGISTER:
            _tie_people(ledger, own)


def tie_beginnings(ledger: Ledger, rows: list[Row], begun: Mapping[str, str]) -> None:
    """Tie those who began in a period to those new in it, where one register tells both.

    Parameters
    ----------
    rows : list of dict
        Rows of activity.csv.
    begun : mapping of str to str
        Each period of completeness.csv, with the name of the people who began in it.
    """
    new = {
        str(row["period"]): str(activity_name(row))
        for row in rows
        if row["basis"] == REGISTER and row[names.STATISTIC] == "new"
    }
    components = {str(row[names.COMPONENT]) for row in rows if row["basis"] == REGISTER}
    if len(components) != 1 or _has_episodes(ledger, *components):
        return  # elsewhere people begin on the day an episode starts, or in another component
    for period, name in begun.items():
        parts = [part for text, part in new.items() if text == period or _lies_in(text, period)]
        if parts:
            _add_up_if_it_holds(ledger, name, parts)


def _lies_in(part: str, whole: str) -> bool:
    pairs = [(one, other) for one in read_period(part) for other in read_period(whole)]
    return any(lies_in(one, other) for one, other in pairs)


def _offered_to_groups(rows: list[Row]) -> set[object]:
    """Return the components whose returns don't count what was offered person by person.

    Where it was, somebody attended or missed each of it: then it is a sum of people's sessions like these.
    """
    given: dict[tuple[object, ...], dict[str, int]] = {}
    for row in rows:
        if row["basis"] != REGISTER:
            place = (row[names.COMPONENT], row["activity"], row["period"])
            given.setdefault(place, {})[row[names.STATISTIC]] = int(row[names.ESTIMATE])
    return {
        place[0]
        for place, here in given.items()
        if "offered" in here and here["offered"] != here.get("attended", 0) + here.get("missed", 0)
    }


def _tie(ledger: Ledger, rows: list[Row], basis: str) -> None:
    """Tie what stands in one place, and each statistic's periods and activities to its total.

    A return is somebody's own adding up: a sum is entered where it holds. One that merely happens to hold
    makes the attacker stronger, never weaker.
    """
    found: dict[Place, dict[str, str]] = {}
    for row in rows:
        place = (str(row["activity"]), str(row["period"]))
        found.setdefault(place, {})[row[names.STATISTIC]] = str(activity_name(row))
    for here in found.values():
        for what, within in {**_PARTS, **dict.fromkeys(("booked", "offered"), _BOOKED[basis])}.items():
            if what in here and all(part in here for part in within):
                _add_up_if_it_holds(ledger, here[what], [here[part] for part in within])
        if basis == REGISTER and "new" in here and "returning" not in here:
            ledger.add_up(here["people"], (here["new"],))  # the first period: nobody can return
        if basis == REGISTER and {"people", "contacts"} <= set(here):
            ledger.sums.append(Sum(here["contacts"], (here["people"],), at_least=True))
    totals = {
        (place, statistic): name
        for place, here in found.items()
        for statistic, name in here.items()
        if names.ALL in place
    }
    for (place, statistic), total in totals.items():
        for side in (side for side in (0, 1) if place[side] == names.ALL):
            others = [other for other in found if other != place and other[1 - side] == place[1 - side]]
            parts = [found[other][statistic] for other in others if statistic in found[other]]
            if parts and (basis != REGISTER or statistic in {*THINGS, "new"}):
                _add_up_if_it_holds(ledger, total, parts)


def _add_up_if_it_holds(ledger: Ledger, total: str, parts: list[str]) -> None:
    if ledger.count(total) == sum(map(ledger.count, parts)):
        ledger.add_up(total, parts)


def _tie_people(ledger: Ledger, rows: list[Row]) -> None:
    """Tie the people of a register to those who started, and to one another."""
    component = str(rows[0][names.COMPONENT])
    started = stage_name("started", component)
    by_name = {str(activity_name(row)): row for row in rows}
    came = _name(rows[0], "people", EVERYTHING)
    if came not in by_name:
        return
    if _has_episodes(ledger, component):
        ledger.complement(started, came, "never came")
    else:
        # Nothing but these rows says that somebody started, so those who came are all there are, or
        # those who were expected as well.
        _add_up_if_it_holds(ledger, started, [came])
        if ledger.count(started) != ledger.count(came):
            ledger.complement(started, came, "never came")
    new = [name for name, row in by_name.items() if row[names.STATISTIC] == "new"]
    if new:
        ledger.add_up(came, new)  # each person is new once
        _tie_returning(ledger, came, [row for row in rows if row[names.STATISTIC] == "new"])
    for name, row in by_name.items():
        if row[names.STATISTIC] == "people" and name != came:
            ledger.complement(came, name, "not there")
    _tie_activities(ledger, component, came, rows)
    _tie_missed(ledger, rows[0], by_name)
    _tie_sessions(ledger, component, came, rows)


def _has_episodes(ledger: Ledger, component: str) -> bool:
    return ledger.named(stage_name("completed", component)) in ledger.counts


def _tie_returning(ledger: Ledger, came: str, rows: list[Row]) -> None:
    """Tie those who return to those who were new before: all but the new of this period and later ones."""
    for place, row in enumerate(rows):
        if place:
            later = [str(activity_name(other)) for other in rows[place:]]
            back = str(activity_name({**row, names.STATISTIC: "returning"}))
            ledger.sums.append(Sum(came, (*later, back), at_least=True))


def _tie_activities(ledger: Ledger, component: str, came: str, rows: list[Row]) -> None:
    """Tie activities together: somebody in two of them is counted once in all."""
    parts = [
        str(activity_name(row))
        for row in rows
        if row[names.STATISTIC] == "people" and row["activity"] != names.ALL and row["period"] == names.ALL
    ]
    if parts:
        places = ledger.add(
            f"places in activities|{component}", sum(map(ledger.count, parts)), published=False
        )
        ledger.add_up(places, parts)
        if ledger.count(places) >= ledger.count(came):
            ledger.sums.append(Sum(places, (came,), at_least=True))


def _tie_missed(ledger: Ledger, row: Row, by_name: Mapping[str, Row]) -> None:
    missed, back = (_name(row, what, EVERYTHING) for what in ("people_missed", "people_returned"))
    if missed not in by_name:
        return
    ledger.complement(stage_name("started", str(row[names.COMPONENT])), missed, "never missed")
    ledger.sums.append(Sum(_name(row, "missed", EVERYTHING), (missed,), at_least=True))
    if back in by_name:
        ledger.complement(missed, back, "not back")


def _tie_sessions(ledger: Ledger, component: str, came: str, rows: list[Row]) -> None:
    """Tie contacts to the numbered sessions of reach.csv, and each session to who came at all."""
    sessions = {
        name.rsplit("|", 1)[1]: name for name in ledger.counts if name.startswith(f"attended|{component}|")
    }
    for name in sessions.values():
        ledger.complement(came, name, "came, not here")
    for row in rows:
        held = row.get(SESSIONS_HELD)
        if row[names.STATISTIC] == "contacts" and row["activity"] == names.ALL and isinstance(held, tuple):
            parts = [sessions[session] for session in held if session in sessions]
            if parts:
                _add_up_if_it_holds(ledger, str(activity_name(row)), parts)
                _tie_to_people(ledger, str(activity_name({**row, names.STATISTIC: "people"})), parts)


def _tie_to_people(ledger: Ledger, people: str, sessions: list[str]) -> None:
    """Tie those of a period to each of its sessions: with one alone, they are those who came to it."""
    if len(sessions) == 1:
        _add_up_if_it_holds(ledger, people, sessions)
    else:
        for name in sessions:
            ledger.complement(people, name, "came, not here")
