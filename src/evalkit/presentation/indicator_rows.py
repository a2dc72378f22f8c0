"""Released indicators as objects: each with its points, shifts and phases."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from evalkit import names
from evalkit.presentation.numbers import is_known

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from evalkit.presentation.programme_released import ProgrammeReleased

MET: Final = "met"
TOWARDS: Final = "towards"
AWAY: Final = "away"
UNCLEAR: Final = "no clear change"
TOO_FEW: Final = "not enough data"
HIDDEN: Final = "hidden"


@dataclass(frozen=True, slots=True)
class Point:
    """One period of an indicator; a number that does not apply or is hidden is NaN."""

    period: str
    position: float
    value: float
    numerator: float
    denominator: float
    ci_low: float
    ci_high: float
    centre: float
    lower: float
    upper: float
    phase: float
    signal: str
    suppressed: bool

    @property
    def begins_shift(self) -> bool:
        """Whether a lasting shift begins here."""
        return "shift" in self.signal

    @property
    def is_outside(self) -> bool:
        """Whether the value lies outside its limits."""
        return "beyond" in self.signal


@dataclass(frozen=True, slots=True)
class Shift:
    """A lasting shift: when it began, which way it went, and the centres on either side (NaN if none)."""

    period: str
    rose: bool
    before: float
    since: float


@dataclass(frozen=True, slots=True)
class Indicator:
    """One indicator with its points, as released; numbers that are not there are NaN."""

    id: str
    title: str
    priority: str
    owner: str
    unit: str
    direction: str
    baseline: float
    target: float
    first_period: str
    last_period: str
    n_periods: float
    value: float
    status: str
    trend: str
    method: str
    suppressed: bool
    hidden_because: str
    points: tuple[Point, ...]

    @property
    def is_hidden(self) -> bool:
        """Whether the gate hid where it stands."""
        return self.suppressed or self.status == HIDDEN

    @property
    def has_limits(self) -> bool:
        """Whether any point has a centre and limits."""
        return any(is_known(point.centre) for point in self.points)

    @property
    def shown(self) -> tuple[Point, ...]:
        """The points with a value."""
        return tuple(point for point in self.points if is_known(point.value))

    @property
    def last(self) -> Point | None:
        """The last point that is shown."""
        return self.shown[-1] if self.shown else None

    @property
    def shifts(self) -> tuple[Shift, ...]:
        """Lasting shifts, in order of time."""
        return find_shifts(self.points)

    @property
    def outside(self) -> tuple[Point, ...]:
        """Points outside their limits."""
        return tuple(point for point in self.points if point.is_outside)

    @property
    def phases(self) -> tuple[tuple[Point, ...], ...]:
        """Points by phase, in order of time; only phases with a centre."""
        found: dict[float, list[Point]] = {}
        for point in self.points:
            if is_known(point.centre):
                found.setdefault(point.phase, []).append(point)
        return tuple(tuple(points) for points in found.values())

    def is_better(self, shift: Shift) -> bool:
        """Whether a shift went in the better direction."""
        return shift.rose == (self.direction == names.HIGHER)

    @property
    def is_getting_worse(self) -> bool:
        """Whether the latest shift went in the worse direction."""
        return bool(self.shifts) and not self.is_better(self.shifts[-1])


def find_shifts(points: Sequence[Point]) -> tuple[Shift, ...]:
    """Find lasting shifts; the way is told by the centre before, from which all points depart to one side.

    Parameters
    ----------
    points : sequence of Point
        Of one indicator, in order of time.

    Returns
    -------
    tuple of Shift
        A shift without a centre before it or without a value after it is passed over.
    """
    found = []
    for place, point in enumerate(points):
        if not point.begins_shift:
            continue
        before = [each.centre for each in points[:place] if is_known(each.centre)]
        after = [each for each in points[place:] if each.phase == point.phase]
        values = [each.value for each in after if is_known(each.value)]
        since = [each.centre for each in after if is_known(each.centre)]
        if before and values:
            moved = bool(since) and since[0] != before[-1]
            new = since[0] if moved else float("nan")
            found.append(Shift(point.period, values[0] > before[-1], before[-1], new))
    return tuple(found)


def gather_indicators(released: ProgrammeReleased) -> tuple[Indicator, ...]:
    """Gather the indicators in the order of the released table, each with its points in order of time."""
    points: dict[str, list[Point]] = {}
    for row in released.points.sort_values("position", kind="stable").to_dict("records"):
        points.setdefault(str(row["id"]), []).append(Point(**_pick(row, Point)))
    return tuple(
        Indicator(**_pick(row, Indicator), points=tuple(points.get(str(row["id"]), ())))
        for row in released.indicators.to_dict("records")
    )


def _pick(row: Mapping[Any, Any], kind: type) -> dict[str, Any]:
    """Take the cells of a row that an object has a place for."""
    return {name: row[name] for name in kind.__annotations__ if name != "points"}
