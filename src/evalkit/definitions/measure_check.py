"""Does a measure hang together? Ranges against items, numbers, switches and parts that exist."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from evalkit.errors import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from evalkit.definitions.measure import Measure
    from evalkit.definitions.measure_facts import Conditional
    from evalkit.definitions.measure_items import Item
    from evalkit.definitions.measure_scores import Step, Subscale


def find_problems(measure: Measure) -> list[str]:
    """Return in words what does not fit together; empty if all does.

    The range of each subscale is worked out from its items and compared with the one stated,
    so that a slip in either shows.
    """
    problems = list(_problems_of_numbers(measure))
    problems += _problems_of_parts(measure)
    problems += _problems_of_switches(measure)
    if problems:
        return problems
    return list(_problems_of_ranges(measure))


def _problems_of_numbers(measure: Measure) -> Iterator[str]:
    numbers = {item.number for item in measure.items}
    for subscale in measure.subscales:
        named = () if subscale.items == "all" else subscale.items
        for number in (*named, *subscale.weights):
            if number not in numbers:
                yield f"subscale '{subscale.id}' names item {number}, but there are {len(numbers)} items"
    special = [number for block in measure.item_blocks for number in block.reversed]
    for number in (*special, *measure.risk_items):
        if number not in numbers:
            yield f"item {number} is to be reversed or about risk, but there are {len(numbers)} items"


def _problems_of_parts(measure: Measure) -> Iterator[str]:
    ids = [subscale.id for subscale in measure.subscales]
    for subscale in measure.subscales:
        for part in subscale.parts:
            if part not in ids:
                yield f"subscale '{subscale.id}' is made of '{part}': {did_you_mean(part, ids)}"
    for twice in sorted({name for name in ids if ids.count(name) > 1}):
        if all(not subscale.when for subscale in measure.subscales if subscale.id == twice):
            yield f"the subscale '{twice}' stands here twice"


def _conditions(measure: Measure) -> Iterator[Conditional]:
    for block in measure.item_blocks:
        yield from block.variants
    for subscale in measure.subscales:
        yield subscale
        yield from subscale.variants
        yield from subscale.facts()


def _problems_of_switches(measure: Measure) -> Iterator[str]:
    known = measure.switches
    for condition in _conditions(measure):
        for name, values in condition.when.items():
            if name not in known:
                yield f"a fact holds when '{name}' is set, but there is no such switch"
                continue
            for value in values:
                if not known[name].allows(value):
                    yield f"a fact holds when '{name}' is '{value}', which is not one of its values"


def _problems_of_ranges(measure: Measure) -> Iterator[str]:
    for subscale in measure.subscales:
        yield from _gaps_of_table(measure, subscale)
        expected = expected_range(measure, subscale)
        if expected is None:
            continue
        stated = (subscale.minimum, subscale.maximum)
        if any(not math.isclose(a, b, abs_tol=1e-9) for a, b in zip(expected, stated, strict=True)):
            yield (
                f"subscale '{subscale.id}' is said to go from {stated[0]:g} to {stated[1]:g}, "
                f"but its items make {expected[0]:g} to {expected[1]:g}"
            )


def _gaps_of_table(measure: Measure, subscale: Subscale) -> Iterator[str]:
    """Yield the raw sums that a conversion table leaves out."""
    if not subscale.transform or not subscale.transform[0].table:
        return
    low, high = _raw_range(measure, subscale)
    gaps = [
        raw for raw in range(math.ceil(low), math.floor(high) + 1) if raw not in subscale.transform[0].table
    ]
    if gaps:
        yield f"the conversion table of '{subscale.id}' has no score for {', '.join(map(str, gaps))}"


def expected_range(measure: Measure, subscale: Subscale) -> tuple[float, float] | None:
    """Return the lowest and highest score that the items of a subscale make.

    None where items don't fix it: a total that comes finished, or weighted goals.
    """
    if not measure.items or subscale.formula == "gas_t" or subscale.is_t_score:
        return None
    lowest, highest = _raw_range(measure, subscale)
    ends = sorted(_transformed((lowest, highest), subscale.transform))
    return ends[0], ends[1]


def _raw_range(measure: Measure, subscale: Subscale) -> tuple[float, float]:
    items = _own_items(measure, subscale)
    lows = [item.counts_from for item in items]
    highs = [item.counts_to for item in items]
    if subscale.formula == "mean":
        return sum(lows) / len(lows), sum(highs) / len(highs)
    if subscale.formula == "count":
        return 0.0, float(len(items))
    if subscale.parts:
        parts = [_raw_and_transformed(measure, part) for part in subscale.parts]
        if subscale.formula == "difference":
            return parts[0][0] - parts[1][1], parts[0][1] - parts[1][0]
        return sum(lows) + sum(low for low, _ in parts), sum(highs) + sum(high for _, high in parts)
    return sum(lows), sum(highs)


def _raw_and_transformed(measure: Measure, part: str) -> tuple[float, float]:
    subscale = measure.subscale(part)
    ends = sorted(_transformed(_raw_range(measure, subscale), subscale.transform))
    return ends[0], ends[1]


def _own_items(measure: Measure, subscale: Subscale) -> tuple[Item, ...]:
    if subscale.items == "all":
        return () if subscale.parts else measure.items
    return tuple(item for item in measure.items if item.number in subscale.items)


def _transformed(ends: tuple[float, float], steps: Sequence[Step]) -> tuple[float, float]:
    low, high = ends
    for step in steps:
        if step.table:
            low, high = min(step.table.values()), max(step.table.values())
            continue
        low, high = (end * step.multiply + step.add for end in (low, high))
        if step.round:
            low, high = math.floor(low + 0.5), math.floor(high + 0.5)
    return low, high
