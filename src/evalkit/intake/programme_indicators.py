"""The indicator table → one row per indicator, one per indicator and period."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import pandas as pd

from evalkit.definitions.periods import choose_kind, read_period
from evalkit.definitions.programme import GUIDE
from evalkit.definitions.units import PERCENT, counts_people, multiplier
from evalkit.errors import did_you_mean
from evalkit.intake.cells import CellError, parse_number
from evalkit.names import HIGHER, LOWER

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from evalkit.intake.cells import Source

INDICATOR_COLUMNS: Final = ("id", "title", "priority", "owner", "unit", "direction", "baseline", "target")
POINT_COLUMNS: Final = ("id", "period", "position", "value", "numerator", "denominator", "people")

_SAME: Final = INDICATOR_COLUMNS[1:]
_NEEDED: Final = ("title", "unit", "direction")
_NUMBERS: Final = ("value", "numerator", "denominator")
_DIRECTIONS: Final = (HIGHER, LOWER)

Row = dict[str, str]


@dataclass(slots=True)
class _Rows:
    """The rows of one indicator that are still good, by row number, and where to note faults."""

    source: Source
    rows: dict[int, Row]
    facts: Row = field(default_factory=dict)

    def fault(self, row: int, column: str, rule: str, remedy: str) -> None:
        """Note a fault of one cell."""
        self.source.fault(row, column, self.rows[row][column], rule, remedy)


def read_indicators(source: Source) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Read the table; a row with a fault is left out, a row without a figure is a gap.

    Parameters
    ----------
    source : Source
        The raw table; faults are noted in it.

    Returns
    -------
    indicators, points : pandas.DataFrame
        Columns :data:`INDICATOR_COLUMNS` and :data:`POINT_COLUMNS`, in the order of the file and of time.
    """
    indicators: list[dict[str, object]] = []
    points: list[dict[str, object]] = []
    for name, rows in _by_id(source).items():
        one = _Rows(source, rows)
        if not _settle_facts(one):
            continue
        found = list(_points(one, name))
        if found:
            indicators.append(_indicator(one, name))
            points += sorted(found, key=lambda point: int(str(point["position"])))
    return (
        pd.DataFrame(indicators, columns=list(INDICATOR_COLUMNS)),
        pd.DataFrame(points, columns=list(POINT_COLUMNS)),
    )


def _by_id(source: Source) -> dict[str, dict[int, Row]]:
    cells = source.raw.cells.fillna("")
    groups: dict[str, dict[int, Row]] = {}
    for number, row in zip(cells.index, cells.to_dict("records"), strict=True):
        text = {str(key): str(value) for key, value in row.items()}
        if not text["id"]:
            source.fault(int(number), "id", "", "the id is missing", "Fill it in, or remove the row.")
            continue
        groups.setdefault(text["id"], {})[int(number)] = text
    return groups


def _settle_facts(one: _Rows) -> bool:
    """Find what all rows of the indicator agree on; take out the rows that say otherwise."""
    first = next(iter(one.rows))
    usable = True
    for column in _SAME:
        said = Counter(row[column] for row in one.rows.values() if row[column])
        one.facts[column] = said.most_common(1)[0][0] if said else ""
        if column in _NEEDED and not said:
            one.fault(first, column, f"the {column} is missing", "Fill it in on the indicator's first row.")
            usable = False
    usable &= _check_direction(one)
    _check_number_facts(one)
    for column in _SAME:
        for number, row in list(one.rows.items()):
            if row[column] and row[column] != one.facts[column]:
                rule = f"other rows of this indicator say otherwise: '{one.facts[column]}'"
                one.fault(number, column, rule, "Say the same on all rows, or make it another indicator.")
                del one.rows[number]
    return usable and bool(one.rows)


def _check_direction(one: _Rows) -> bool:
    direction = one.facts["direction"]
    if direction in {"", *_DIRECTIONS}:
        return bool(direction)
    number = next(number for number, row in one.rows.items() if row["direction"] == direction)
    rule = f"unknown direction: {did_you_mean(direction, _DIRECTIONS)}"
    one.fault(number, "direction", rule, "Write higher or lower: which way is better.")
    return False


def _check_number_facts(one: _Rows) -> None:
    """Note a baseline or target that is no number, once; the indicator goes on without it."""
    for column in ("baseline", "target"):
        text = one.facts[column]
        try:
            _ = parse_number(text) if text else 0
        except CellError as error:
            number = next(number for number, row in one.rows.items() if row[column] == text)
            one.fault(number, column, error.rule, error.remedy)
            for row in one.rows.values():
                row[column] = row[column].replace(text, "") if row[column] == text else row[column]
            one.facts[column] = ""


def _indicator(one: _Rows, name: str) -> dict[str, object]:
    numbers = {column: float(one.facts[column] or "nan") for column in ("baseline", "target")}
    return {"id": name, **one.facts, **numbers}


def _points(one: _Rows, name: str) -> Iterator[dict[str, object]]:
    places = _places(one)
    first = min(places.values(), default=0)
    for number, place in places.items():
        numbers = _numbers(one, number)
        if numbers is None or not _check_numbers(one, number, numbers):
            continue
        people = _are_people(one, numbers)
        if people and math.isnan(numbers["numerator"]):
            numbers["numerator"] = numbers["value"]
        share = multiplier(one.facts["unit"])
        if share is not None and not math.isnan(numbers["denominator"]):
            numbers["value"] = share * numbers["numerator"] / numbers["denominator"]
        if not math.isnan(numbers["value"]):
            row = one.rows[number]
            point = {"id": name, "period": row["period"], "position": place - first + 1}
            yield {**point, **numbers, "people": people}


def _places(one: _Rows) -> dict[int, int]:
    """Return each row's place in time; rows without one, or with one that is taken, are faults."""
    kind = choose_kind(row["period"] for row in one.rows.values())
    places: dict[int, int] = {}
    for number, row in one.rows.items():
        meant = read_period(row["period"])
        here = next((period.number for period in meant if period.kind == kind), None)
        if not meant:
            remedy = "Write 2023-04, 2023-Q1, 2023-24 (a financial year) or 2023."
            one.fault(
                number, "period", "this is no period" if row["period"] else "the period is missing", remedy
            )
        elif here is None:
            rule = f"another kind of period than on the other rows of this indicator: a {kind}"
            one.fault(number, "period", rule, "Use one kind of period, or make it another indicator.")
        elif here in places.values():
            rule = "this indicator has this period a second time"
            one.fault(number, "period", rule, "Keep the row that is right, and remove the other.")
        else:
            places[number] = here
    return places


def _numbers(one: _Rows, number: int) -> dict[str, float] | None:
    """Return value, numerator and denominator, NaN where blank; None if one is no number."""
    found = {}
    for column in _NUMBERS:
        text = one.rows[number][column]
        try:
            found[column] = parse_number(text) if text else math.nan
        except CellError as error:
            one.fault(number, column, error.rule, error.remedy)
    return found if len(found) == len(_NUMBERS) else None


def _check_numbers(one: _Rows, number: int, numbers: Mapping[str, float]) -> bool:
    """Note everything that can't be right about the numbers of a row; return whether all can."""
    before = len(one.source.faults)
    above, below = numbers["numerator"], numbers["denominator"]
    share = multiplier(one.facts["unit"])
    if math.isnan(above) != math.isnan(below):
        blank = "numerator" if math.isnan(above) else "denominator"
        one.fault(number, blank, "numerator and denominator go together", "Give both, or neither.")
    elif not math.isnan(below):
        _check_counts(one, number, above, below)
        if share is None:
            rule = f"with this unit a numerator and denominator have no meaning: {one.facts['unit']}"
            one.fault(
                number, "numerator", rule, f"Give the value alone, or use % or 'per 1,000'; see {GUIDE}."
            )
        elif len(one.source.faults) == before:
            _check_value(one, number, share * above / below)
    elif counts_people(one.facts["unit"]) and (numbers["value"] < 0 or numbers["value"] % 1 > 0):
        one.fault(number, "value", "people are counted in whole numbers from 0", "Correct the number.")
    return len(one.source.faults) == before


def _check_counts(one: _Rows, number: int, above: float, below: float) -> None:
    if above < 0:
        one.fault(number, "numerator", "this is below 0", "Correct the number.")
    if below <= 0:
        one.fault(number, "denominator", "there must be somebody in the denominator", "Correct the number.")
    elif above > below and (one.facts["unit"] == PERCENT or above.is_integer()):
        rule = f"the numerator is greater than the denominator: {below:g}"
        one.fault(number, "numerator", rule, "Check whether the two were swapped.")


def _check_value(one: _Rows, number: int, expected: float) -> None:
    """Compare a value with its counts, as exactly as it was written."""
    text = one.rows[number]["value"]
    if not text:
        return
    decimals = len(text.partition(".")[2])
    if abs(float(text) - expected) > 0.5 * 10.0**-decimals * (1 + 1e-9):
        rule = f"numerator and denominator give another value: {expected:.{decimals + 1}f}"
        one.fault(number, "value", rule, "Correct one of the three, or leave the value blank.")


def _are_people(one: _Rows, numbers: Mapping[str, float]) -> bool:
    if math.isnan(numbers["denominator"]):
        return counts_people(one.facts["unit"]) and not math.isnan(numbers["value"])
    return numbers["numerator"].is_integer() and numbers["denominator"].is_integer()
