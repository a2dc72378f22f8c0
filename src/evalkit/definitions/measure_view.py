"""What there is to say about a measure, as data: for ``evalkit measures`` and the documentation."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from evalkit.definitions.measure import Measure, load_measure
from evalkit.definitions.measure_files import list_measures

if TYPE_CHECKING:
    from collections.abc import Iterator

    from evalkit.definitions.measure_facts import Fact
    from evalkit.definitions.measure_scores import Subscale

TABLE_HEADINGS = ("id", "measure", "items", "answers", "scores", "better is", "licence")

_LICENCES = {
    "bring_your_own": "bring your own licence",
    "registration": "free after registration",
    "creative_commons": "Creative Commons",
    "open": "open",
    "free": "free",
    "own": "own scale",
}
_CONFIDENCE = {
    "A": "two sources",
    "B": "one source",
    "C": "provisional: not checked at the source, off unless switched on",
    "D": "sources disagree",
}


def build_measure_table() -> list[tuple[str, ...]]:
    """Return one row per shipped measure, with the columns of :data:`TABLE_HEADINGS`.

    Examples
    --------
    >>> [row for row in build_measure_table() if row[0] == "phq9"]
    [('phq9', 'PHQ-9', '9', '0 to 3', 'total 0 to 27', 'lower', 'free')]
    """
    return [_row(load_measure(measure_id)) for measure_id in list_measures()]


def build_markdown_table() -> str:
    """Return the table of shipped measures in Markdown, as kept in ``docs/measures.md``."""
    rows = [TABLE_HEADINGS, ("---",) * len(TABLE_HEADINGS), *build_measure_table()]
    return "".join(f"| {' | '.join(row)} |\n" for row in rows)


def _row(measure: Measure) -> tuple[str, ...]:
    items = measure.items
    ranges = dict.fromkeys(f"{item.minimum:g} to {item.maximum:g}" for item in items)
    scores = [f"{part.id} {part.minimum:g} to {part.maximum:g}" for part in measure.subscales]
    better = dict.fromkeys(part.better_is for part in measure.subscales)
    return (
        measure.id,
        measure.short_title,
        str(len(items)) if items else "finished total",
        ", ".join(ranges),
        ", ".join(scores),
        ", ".join(better),
        _LICENCES[measure.licence.status],
    )


def describe_measure(measure: Measure) -> list[tuple[str, str]]:
    """Return all that is known about a measure as pairs of heading and text, in reading order.

    Parameters
    ----------
    measure : Measure
        As loaded (all rules), or with its switches set (the rules in force).

    Examples
    --------
    >>> describe_measure(load_measure("bdi"))[0]
    ('measure', 'Beck Depression Inventory (bdi), version 1961')
    """
    pairs = [("measure", f"{measure.title} ({measure.id}), version {measure.version}")]
    pairs.append(("licence", f"{_LICENCES[measure.licence.status]}. {measure.licence.text}"))
    pairs.append(("source", measure.source))
    if measure.age:
        pairs.append(("age", measure.age))
    pairs += _items(measure)
    if measure.form_min_answered:
        pairs.append(("form", f"no score with fewer than {measure.form_min_answered} answers"))
    for subscale in measure.subscales:
        pairs += _subscale(measure, subscale)
    for name, switch in measure.switches.items():
        default = "must be said" if switch.required else f"default {switch.default or 'none'}"
        pairs.append((f"switch {name}", f"{switch.title}: {switch.choices()}; {default}"))
    pairs += [("in force", f"{name} = {value}") for name, value in measure.settings.items()]
    pairs += [("note", note) for note in measure.notes]
    return pairs


def _items(measure: Measure) -> Iterator[tuple[str, str]]:
    items = measure.items
    if not items:
        yield "items", "none: it comes as a finished total"
        return
    ranges = dict.fromkeys(f"{item.minimum:g} to {item.maximum:g}" for item in items)
    yield "items", f"{len(items)}, {items[0].id} to {items[-1].id}; answers {', '.join(ranges)}"
    named = [f"{item.id} or {measure.id}_{item.name}" for item in items if item.name]
    if named:
        yield "columns", ", ".join(named)
    turned = [str(item.number) for item in items if item.reversed]
    if turned:
        yield "reversed items", ", ".join(turned)
    if measure.reversed_items == "required":
        yield "reversed items", "not shipped: say reversed_items"
    if measure.risk_items:
        yield "items about harm", ", ".join(map(str, measure.risk_items))


def _subscale(measure: Measure, subscale: Subscale) -> Iterator[tuple[str, str]]:
    heading = f"score {subscale.id}"
    better = {"higher": "higher is better", "lower": "lower is better", "neither": "neither way is better"}
    words = f"{subscale.title}, {subscale.minimum:g} to {subscale.maximum:g}, {better[subscale.better_is]}"
    yield heading, words + _when(subscale.when)
    if measure.items:
        of = ", ".join(subscale.parts) or ", ".join(
            str(item.number) for item in measure.items_of(subscale.id)
        )
        formula = subscale.formula.replace("_", " ")
        yield heading, f"{formula} of {of} ({_CONFIDENCE[subscale.confidence]})"
        if not subscale.missing and not subscale.parts:
            yield heading, "all items must be answered"
    for fact in subscale.facts():
        yield heading, f"{_fact(fact)}{_when(fact.when)}. {fact.source} ({_CONFIDENCE[fact.confidence]})"


def _when(when: dict[str, tuple[str, ...]]) -> str:
    if not when:
        return ""
    return ", if " + " and ".join(f"{switch} = {' or '.join(values)}" for switch, values in when.items())


def _fact(fact: Fact) -> str:
    return fact.in_words() + (f" ({fact.note})" if fact.note else "")


def build_measure_schema() -> str:
    """Return the JSON Schema of a measure file, as kept in ``measure.schema.json``."""
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **Measure.model_json_schema(by_alias=True, mode="validation"),
    }
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"
