"""Released stories made by hand, so that a test can say exactly what the gate let through."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from evalkit import names
from evalkit.presentation.story_released import (
    STORY_COLUMNS,
    CaseStudy,
    ReleasedStories,
    StoryFacts,
    make_story_tables,
)
from released_rows import NAN, make_material

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from evalkit.presentation.material import Material

CODEBOOK: Final[list[dict[str, Any]]] = [
    {
        "code": "trust",
        "name": "Trust",
        "theme": "trust",
        "in_words": "Having somebody to trust",
        "definition": "Somebody is there.",
        "expects": "fall",
    },
    {
        "code": "peers",
        "name": "Peers",
        "parent": "trust",
        "theme": "trust",
        "include": "Other people who came.",
    },
    {
        "code": "harm",
        "name": "Harm",
        "theme": "harm",
        "in_words": "Questions that hurt",
        "exclude": "Long forms.",
    },
]
"""Two themes, one with a code below it."""

SMALL: Final = "small"
PROTECTS: Final = "protects"
Number = float | str
"""A number, or why it is hidden: ``small`` or ``protects``."""


def theme_row(
    code: str,
    people: Number,
    of: float = 25,
    *,
    cell: tuple[str, str, str, str] = (names.ALL,) * 4,
    groups: tuple[float, float] = (0, 0),
    excerpts: float = 30,
) -> dict[str, Any]:
    """Return a row of themes as the gate leaves it; the cell is component, subgroup variable, subgroup, timepoint.

    Where only groups spoke (``of`` is 0) people are empty without being hidden.
    """
    theme = {"peers": "trust"}.get(code, code)
    empty = isinstance(people, str) or of == 0
    return {
        **dict(zip(("component", "subgroup_variable", "subgroup", "timepoint"), cell, strict=True)),
        "level": "theme" if theme == code else "code",
        "theme": theme,
        "code": code,
        "title": code.title(),
        "people": NAN if empty else people,
        "of": NAN if empty else of,
        "excerpts": NAN if isinstance(people, str) else excerpts,
        "documents": groups[0],
        "of_documents": groups[1],
        **hiding(people),
    }


def hiding(number: Number) -> dict[str, Any]:
    """Return the two columns that say whether a row is hidden, and why."""
    because = {SMALL: names.SMALL, PROTECTS: names.PROTECTS}.get(str(number), "")
    return {"suppressed": bool(because), "hidden_because": because}


def quote_row(text: str, theme: str = "trust", **changes: Any) -> dict[str, Any]:
    """Return a row of quotes: of a woman of 25 to 34, from a story, bearing the theme out."""
    row: dict[str, Any] = {
        "component": "group",
        "quote": "Q1",
        "theme": theme,
        "code": theme,
        "text": text,
        "name": "",
    }
    row |= {"attribution": "woman, 25–34", "chosen_because": "new_voice", "disconfirming": False}
    return {**row, "kind": "story", **changes}


def against_row(because: str, people: Number = NAN, excerpts: float = NAN, **changes: Any) -> dict[str, Any]:
    """Return a row of disconfirming for the theme of trust."""
    hidden = isinstance(people, str)
    row: dict[str, Any] = {
        "component": "group",
        "theme": "trust",
        "code": "trust",
        "title": "Trust",
        "because": because,
    }
    row |= {
        "people": NAN if hidden else people,
        "of": NAN,
        "excerpts": excerpts,
        **hiding(people),
    }
    return {**row, **changes}


def joint_row(says: str, reason: str, **changes: Any) -> dict[str, Any]:
    """Return a row of the joint display: trust beside depression from before to after."""
    row: dict[str, Any] = {
        "component": "group",
        "theme": "trust",
        "title": "Trust",
        "measure": "phq9",
        "subscale": "total",
    }
    row |= {"timepoint_from": "before", "timepoint_to": "after", "says": says, "reason": reason}
    numbers = dict.fromkeys(
        (
            "estimate",
            "ci_low",
            "ci_high",
            "n",
            "people",
            "of",
            "excerpts",
            "improved",
            "no_reliable_change",
            "worse",
        )
    )
    return {**row, "expects": "fall", **numbers, **changes}


def change_rows(improved: Number, neither: Number, worse: Number, of: float) -> list[dict[str, Any]]:
    """Return the rows of story_change for trust beside depression."""
    row: dict[str, Any] = {
        "component": "group",
        "theme": "trust",
        "title": "Trust",
        "measure": "phq9",
        "subscale": "total",
    }
    row |= {"timepoint_from": "before", "timepoint_to": "after"}
    found = (("improved", improved), ("no_reliable_change", neither), ("worse", worse))
    return [
        {
            **row,
            "category": name,
            "people": NAN if isinstance(n, str) else n,
            "of": NAN if isinstance(n, str) else of,
            **hiding(n),
        }
        for name, n in found
    ]


def agreement_row(statistic: str, estimate: tuple[float, float, float], **changes: Any) -> dict[str, Any]:
    """Return a row of agreement over all codes, by characters, of two coders."""
    row: dict[str, Any] = {"code": "all", "title": "All codes", "unit": "code_point", "statistic": statistic}
    coders = ("", "") if statistic == "krippendorffs_alpha" else ("first coder", "second coder")
    row |= dict(zip(("coder_a", "coder_b"), coders, strict=True))
    row |= dict(zip(("estimate", "ci_low", "ci_high"), estimate, strict=True))
    row |= {
        "confidence_level": 0.95,
        "n": 90000,
        "documents": 6,
        "method": "characters; interval: 2000 draws",
    }
    return {**row, **hiding(0), **changes}


def make_stories(
    *,
    cases: Sequence[CaseStudy] = (),
    transcripts: Mapping[str, str] | None = None,
    facts: Mapping[str, Any] | None = None,
    **tables: Iterable[Mapping[str, Any]],
) -> ReleasedStories:
    """Return released stories with these rows; columns that a row leaves out are empty."""
    found = {
        name: pd.DataFrame([{"grantee": "x", **row} for row in rows], columns=list(STORY_COLUMNS[name]))
        for name, rows in tables.items()
    }
    known = {"codebook": CODEBOOK, "material": {"story": 25}, "rule": "spread", **(facts or {})}
    return ReleasedStories(
        StoryFacts.model_validate(known), make_story_tables(found), tuple(cases), transcripts or {}
    )


def make_told(
    figures: Path,
    stories: ReleasedStories,
    statistics: Mapping[str, Any] | None = None,
    narrative: Mapping[str, str] | None = None,
    **study: Any,
) -> Material:
    """Return the material of one score, PHQ-9 before and after, with these stories."""
    material = make_material(figures, statistics or {}, **study)
    released = dataclasses.replace(material.released, stories=stories, narrative=narrative or {})
    return dataclasses.replace(material, released=released)
