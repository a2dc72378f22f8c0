"""In which bands people were before and after: sentence, stacked bars and the table behind them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from evalkit.presentation.bars import HATCHED
from evalkit.presentation.categories import BAND_FROM, BAND_TO, NO_BAND, find_categories
from evalkit.presentation.category_sentences import band_name, describe_bands
from evalkit.presentation.category_tables import build_table_of_bands
from evalkit.presentation.markdown import lower_first, paragraphs, plain, sentences, upper_first
from evalkit.presentation.numbers import count
from evalkit.presentation.stacked_figure import OUTSIDE, Segment, Stack, draw_stacks, shade
from evalkit.presentation.tables import data_table
from evalkit.presentation.wording import in_component, people, put_at, score_name, slug

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from evalkit.presentation.categories import Categories
    from evalkit.presentation.changes import Change
    from evalkit.presentation.material import Material

Ends = tuple["Categories", "Categories"]


def write_bands(material: Material, changes: Sequence[Change]) -> str:
    """Write in which bands people were before and after; "" where no score has bands.

    Parameters
    ----------
    material : Material
        Released results.
    changes : sequence of Change
        One comparison, told in a sentence too; or several of one measure, which share figure and table.
    """
    found = [(change, _find_ends(material, change)) for change in changes]
    known = [(change, ends) for change, ends in found if ends is not None]
    if not known:
        return ""
    study, (first, ends) = material.study, known[0]
    alone = len(changes) == 1
    stacks = [
        _make_stack(material, change, each, moment, alone=alone)
        for change, both in known
        for each, moment in zip(both, (change.timepoint_from, change.timepoint_to), strict=True)
    ]
    key = first.score_key if alone else first.score_key[:2]
    name = f"bands-{slug(*key)}"
    score = score_name(study, *first.score_key[1:]) if alone else study.measure(first.measure).short_title
    parts = [part for _, both in known for each in both for part in each.parts]
    caption = sentences(
        f"{plain(score)} in bands, {_from_light_to_dark([both[0] for _, both in known])}, "
        "of the same people at both times.",
        "" if all(part.count.is_shown for part in parts) else HATCHED,
    )
    sets = [
        (_lead(material, change, moment, alone=alone), each, change.about)
        for change, both in known
        for each, moment in zip(both, (change.timepoint_from, change.timepoint_to), strict=True)
    ]
    return paragraphs(
        describe_bands(study, first.about, *ends) if alone else "",
        material.place(
            name,
            lambda form: draw_stacks(form, stacks),
            in_component(study, first.component, caption),
            tell_stacks(stacks),
        ),
        data_table(name, f"{plain(score)}: people by band.", build_table_of_bands(study, sets)),
    )


def _find_ends(material: Material, change: Change) -> Ends | None:
    """Return the bands before and after; None where they were not released."""
    before = find_categories(material.categories, change, BAND_FROM)
    after = find_categories(material.categories, change, BAND_TO)
    return (before, after) if before is not None and after is not None else None


def _lead(material: Material, change: Change, moment: str, *, alone: bool) -> str:
    """Name a set of bands in the table: when, and of which of several scores."""
    when = put_at(plain(lower_first(material.study.timepoint_title(moment))))
    return upper_first(when if alone else f"{plain(change.about.noun)}, {when}")


def _make_stack(
    material: Material, change: Change, categories: Categories, moment: str, *, alone: bool
) -> Stack:
    """Make the bar of one timepoint: bands from light to dark, people in none at the end."""
    bands, title = _bands(categories), material.study.timepoint_title(moment)
    looks = {band: shade(place, len(bands)) for place, band in enumerate(bands)} | {NO_BAND: OUTSIDE}
    segments = tuple(
        Segment(band_name(change.about, part.category).replace("\\", ""), part.count, looks[part.category])
        for part in categories.parts
    )
    number = f"{count(categories.of.n)} {people(categories.of.n)}"
    if alone:
        return Stack(title, number, categories.of.n, segments)
    return Stack(upper_first(change.about.noun), f"{title}, {number}", categories.of.n, segments)


def _from_light_to_dark(sets: Sequence[Categories]) -> str:
    """Say how the bands are shaded; their names only where all scores have the same."""
    ends = {(_bands(each)[0], _bands(each)[-1]) for each in sets}
    low, high = ends.pop() if len(ends) == 1 else ("the lowest", "the highest")
    return f"from {plain(low.replace('_', ' '))} (light) to {plain(high.replace('_', ' '))} (dark)"


def _bands(categories: Categories) -> list[str]:
    """Return the ids of the bands, from low to high."""
    return [part.category for part in categories.parts if part.category != NO_BAND]


def tell_stacks(stacks: Iterable[Stack]) -> str:
    """Say what is drawn, bar by bar, with every number."""
    told = []
    for stack in stacks:
        parts = [f"{segment.word} {segment.count.text}" for segment in stack.segments]
        told.append(f"{stack.label} ({stack.note}): {', '.join(parts)}")
    return f"Bars of people. {'; '.join(told)}."
