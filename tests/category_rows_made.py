"""Released rows made by hand: people by category and changes, as the gate leaves them."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pandas as pd

from evalkit import names
from evalkit.presentation.categories import gather_categories
from evalkit.presentation.changes import Change
from evalkit.presentation.estimates import Estimate
from evalkit.presentation.facts import StudyFacts
from evalkit.presentation.material import Material
from evalkit.presentation.released import COLUMNS, NUMBERS, Released
from evalkit.presentation.story_released import ReleasedStories

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from evalkit.presentation.categories import Categories

NAN = float("nan")
SMALL, PROTECTED = "small", "protected"
LINK = "[chance alone would explain](#glossary-reliable-change)"
NHS = "8 points or more, published: NHS England"
RELIABLE = ("improved", "no_reliable_change", "worse")
USUAL = ("recovered_reliably", "not_recovered_reliably", "in_usual_range_before")
BANDS = ("low", "medium", "high", "very_high")


def study(**changes: Any) -> StudyFacts:
    """Return the facts of a study of two scores, one of them with bands."""
    bands = [("low", 0, 4), ("medium", 5, 6), ("high", 7, 8), ("very_high", 9, 10)]
    measures = [
        {"id": "core", "title": "CORE", "short_title": "CORE", "subscales": [part("distress", "lower", 40)]},
        {
            "id": "ons",
            "title": "ONS4",
            "short_title": "ONS4",
            "subscales": [
                part("satisfaction", "higher", 10)
                | {"bands": [{"id": name, "from": low, "to": high} for name, low, high in bands]}
            ],
        },
    ]
    return StudyFacts.model_validate(
        {
            **dict.fromkeys(("grantee", "title", "organisation", "prepared_for", "version", "source"), "x"),
            "data_date": dt.date(2024, 3, 31),
            "synthetic": False,
            "components": [{"id": "group", "title": "Weekly group"}],
            "timepoints": [{"id": "t0", "title": "Before"}, {"id": "t1", "title": "6 months"}],
            "measures": measures,
            **changes,
        }
    )


def part(noun: str, better_is: str, maximum: float) -> dict[str, Any]:
    """Return the facts of one score."""
    return {
        "id": "total",
        "title": noun,
        "minimum": 0,
        "maximum": maximum,
        "better_is": better_is,
        "noun": noun,
    }


def rows(
    statistic: str,
    counts: Mapping[str, float | str],
    of: float = 101,
    measure: str = "core",
    **cells: Any,
) -> list[dict[str, Any]]:
    """Return released rows as the gate leaves them; a number may be hidden as small or to protect one."""
    reasons = {SMALL: names.SMALL, PROTECTED: names.PROTECTS}
    key = dict(
        zip(names.CATEGORY_COLUMNS, ("x", "group", measure, "total", "all", "all", "t0", "t1"), strict=False)
    )
    made = []
    for category, n in counts.items():
        shown = not isinstance(n, str)
        row = {
            **key,
            "statistic": statistic,
            "category": category,
            "n": n if shown else NAN,
            "of": of if shown else NAN,
            "estimate": n / of if isinstance(n, float | int) and of else NAN,
            "ci_low": 0.37 if shown else NAN,
            "ci_high": 0.56 if shown else NAN,
            "confidence_level": 0.95 if shown else NAN,
            "threshold": 8.0,
            "method": NHS,
            "suppressed": not shown,
            "hidden_because": "" if shown else reasons[str(n)],
        }
        made.append({**row, **cells})
    return made


def statistics(measure: str, **values: Any) -> list[dict[str, Any]]:
    """Return outcome rows of one comparison: a number, or (estimate, low, high)."""
    key = dict(
        zip(names.OUTCOME_COLUMNS, ("x", "group", measure, "total", "all", "all", "t0", "t1"), strict=False)
    )
    made = []
    for name, value in values.items():
        estimate, low, high = value if isinstance(value, tuple) else (value, NAN, NAN)
        numbers = {"estimate": estimate, "ci_low": low, "ci_high": high, "confidence_level": 0.95}
        made.append({**key, "statistic": name, **numbers, "n": 101, "method": "", "suppressed": False})
    return made


def released(categories: list[dict[str, Any]], outcomes: list[dict[str, Any]], **changes: Any) -> Released:
    """Return a released door with these rows."""
    given = {"categories": categories, "outcomes": outcomes}
    tables = {}
    for name, columns in COLUMNS.items():
        table = pd.DataFrame(given.get(name, []), columns=list(columns))
        tables[name] = table.astype({column: NUMBERS.get(column, "str") for column in columns})
    return Released(study=study(**changes), narrative={}, stories=ReleasedStories(), **tables)


def gathered(statistic: str, counts: Mapping[str, float | str], **cells: Any) -> Categories:
    """Return the categories of one statistic."""
    return gather_categories(released(rows(statistic, counts, **cells), []))[0]


def reliable(*counts: float | str, **cells: Any) -> Categories:
    """Return reliable change: improved, neither, worse."""
    return gathered("reliable_change", dict(zip(RELIABLE, counts, strict=True)), **cells)


def usual(*counts: float | str, **cells: Any) -> Categories:
    """Return clinically significant change."""
    cells = {"threshold": 10.0, **cells}
    return gathered("clinically_significant_change", dict(zip(USUAL, counts, strict=True)), **cells)


def moved(low: float, high: float, **changes: Any) -> Change:
    """Return a change of distress with its interval."""
    mean = Estimate((low + high) / 2, low, high, 0.95, "", suppressed=False)
    pairs = Estimate(101, NAN, NAN, NAN, "", suppressed=False)
    about = study().subscale("core", "total")
    found = {"mean_change": mean, "n_pairs": pairs}
    return Change("group", "core", "total", "all", "all", "t0", "t1", about, found, **changes)


def material(categories: list[dict[str, Any]], place: Path, **changes: Any) -> Material:
    """Return the material of a study of two scores that both changed for the better."""
    core = statistics("core", n_pairs=101, mean_change=(-4, -5, -3))
    ons = statistics("ons", n_pairs=62, mean_change=(1, 0.5, 1.5))
    return Material.gather(released(categories, core + ons, **changes), place / "figures")
