"""Tables of people by category, one line a category: readable on a phone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from evalkit import names
from evalkit.presentation.category_sentences import band_name
from evalkit.presentation.markdown import plain, table
from evalkit.presentation.numbers import (
    SMALLEST_BASE_OF_A_PERCENTAGE,
    fixed,
    is_known,
    percentage,
    percentage_level,
)
from evalkit.presentation.tables import NO_BREAK, NOTHING, count_cell

if TYPE_CHECKING:
    from collections.abc import Sequence

    from evalkit.presentation.categories import Categories, Part
    from evalkit.presentation.facts import StudyFacts, Subscale

WORDS: Final = {
    "improved": "changed for the better",
    "no_reliable_change": "neither",
    "worse": "changed for the worse",
    "recovered_reliably": "reliably improved and now in the usual range",
    "not_recovered_reliably": "started in the clinical range and did not",
    "in_usual_range_before": "in the usual range from the start",
    "improvement": "improved",
    "no_change": "neither",
    "deterioration": "got worse",
    "recovered": "no case any more, by a smaller change",
    "not_recovered": "still a case",
    "not_a_case_before": "no case before",
}
"""Categories in words; the names of bands are not among them."""
CASE_NO_MORE: Final = "no case any more and reliably improved"


def build_table_of_parts(study: StudyFacts, sets: Sequence[tuple[str, Categories]]) -> str:
    """Build a table of people by category.

    Parameters
    ----------
    study : StudyFacts
        For the least number of people of which a share is given.
    sets : sequence of (str, Categories)
        What each set of categories is about, and the set.
    """
    return _build(study, [(lead, each, None) for lead, each in sets])


def build_table_of_bands(study: StudyFacts, sets: Sequence[tuple[str, Categories, Subscale]]) -> str:
    """Build a table of people by band.

    Parameters
    ----------
    study : StudyFacts
        For the least number of people of which a share is given.
    sets : sequence of (str, Categories, Subscale)
        What each set of bands is about, the set, and the score whose bands they are.
    """
    return _build(study, sets)


def _build(study: StudyFacts, sets: Sequence[tuple[str, Categories, Subscale | None]]) -> str:
    """Build a table, one line a category, the whole under each set."""
    known = [part.level for _, each, _ in sets for part in each.parts if is_known(part.level)]
    level = percentage_level(known[0]) if known else "95%"
    rows = []
    for lead, each, about in sets:
        for place, part in enumerate(each.parts):
            share = _share_cell(study, each, part)
            rows.append(["" if place else lead, _name(each, part, about), count_cell(part.count), share])
        rows.append(["", "together", count_cell(each.of), NOTHING])
    return table(["What", "People who", "Number", f"Share ({level} interval)"], "llrr", rows)


def _name(categories: Categories, part: Part, about: Subscale | None) -> str:
    """Name a category for the table."""
    if about is not None:
        return band_name(about, part.category)
    if part.category == "recovered_reliably" and categories.measure == names.ALL:
        return CASE_NO_MORE
    return WORDS.get(part.category, plain(part.category.replace("_", " ")))


def _share_cell(study: StudyFacts, categories: Categories, part: Part) -> str:
    """Write a share with its interval; a dash for few people and hidden numbers."""
    enough = max(SMALLEST_BASE_OF_A_PERCENTAGE, study.minimum_pairs)
    if not (part.count.is_shown and part.has_interval) or categories.of.n < enough:
        return NOTHING
    ends = f"{fixed(100 * part.low, 0)}% to {fixed(100 * part.high, 0)}%".replace(" ", NO_BREAK)
    return f"{percentage(part.count.n, categories.of.n)} ({ends})"
