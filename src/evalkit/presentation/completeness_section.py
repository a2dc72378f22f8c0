"""The part "How complete the records are": fields, trends, and what nobody asked."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from evalkit.presentation.bars import HATCHED
from evalkit.presentation.completeness_rows import (
    BLANK,
    COMPLETE,
    NO_DATE,
    REFUSED,
    STATUSES,
    UNKNOWN,
    gather_fields,
    list_never_asked,
)
from evalkit.presentation.completeness_sentences import (
    COUNTED,
    TREND_RULE,
    say_least_complete,
    say_never_asked,
    say_trend,
)
from evalkit.presentation.indicator_periods import kind_of, shorten_period
from evalkit.presentation.markdown import bullets, paragraphs, plain, sentences, table, upper_first
from evalkit.presentation.numbers import count
from evalkit.presentation.stacked_figure import (
    BETTER,
    NEITHER,
    OUTSIDE,
    WORSE,
    Segment,
    Stack,
    draw_stacks,
)
from evalkit.presentation.tables import NO_BREAK, NOTHING, count_cell, data_table
from evalkit.presentation.wording import people

if TYPE_CHECKING:
    from collections.abc import Sequence

    from evalkit.presentation.completeness_rows import Field, Records
    from evalkit.presentation.material import Material
    from evalkit.presentation.stacked_figure import Look

LOOKS: Final[dict[str, Look]] = {COMPLETE: BETTER, UNKNOWN: NEITHER, REFUSED: OUTSIDE, BLANK: WORSE}
WORDS: Final = {REFUSED: "prefer not to say"}
PERIODS_A_TABLE: Final = 5
"""So many columns fit a page; more periods go into a further table."""


def write_completeness(material: Material) -> str:
    """Write how complete the records are, with its heading; "" where no field was declared or expected.

    Parameters
    ----------
    material : Material
        Released rows.
    """
    fields, never = gather_fields(material.released), list_never_asked(material.released)
    if not fields and not never:
        return ""
    return paragraphs(
        "### How complete the records are",
        sentences(COUNTED if fields else "", say_never_asked(never)),
        *_write_fields(material, fields),
    )


def _write_fields(material: Material, fields: Sequence[Field]) -> list[str]:
    """Write figure, numbers and trends of the fields that were asked about."""
    if not fields:
        return []
    stacks = [_stack(field) for field in fields if _has_people(field)]
    said = say_least_complete(fields)
    hatched = HATCHED if any(stack.is_hiding for stack in stacks) else ""
    draw = partial(draw_stacks, stacks=stacks)
    figure = material.place("completeness", draw, sentences(said, hatched), _alt(stacks)) if stacks else said
    trends = [said for field in fields if (said := say_trend(field))]
    return [
        figure,
        data_table("completeness", "How complete each field is.", _tabulate(fields)),
        bullets(trends),
        TREND_RULE if trends else "",
        *(_tabulate_periods(fields) if trends else ()),
    ]


def _has_people(field: Field) -> bool:
    """Whether there is a bar to draw: the number of people is shown, and there are some."""
    whole = field.overall.of
    return whole is not None and whole.is_shown and whole.n > 0


def _stack(field: Field) -> Stack:
    """Make the bar of one field; a status that nobody has is left out."""
    whole, counts = field.overall.of, field.overall.counts
    n = whole.n if whole is not None else 0.0
    segments = tuple(
        Segment(WORDS.get(status, status), counts[status], LOOKS[status])
        for status in STATUSES
        if status in counts and counts[status].n != 0
    )
    return Stack(field.title, f"{count(n)} {people(n)}", n, segments)


def _alt(stacks: Sequence[Stack]) -> str:
    """Say every bar with its numbers."""
    told = [
        f"{stack.label} ({stack.note}): "
        + ", ".join(f"{segment.word} {segment.count.text}" for segment in stack.segments)
        for stack in stacks
    ]
    return f"Stacked bars of records by field. {'; '.join(told)}."


def _tabulate(fields: Sequence[Field]) -> str:
    """Build the table of all fields over all periods."""
    head = ["Field", *(upper_first(WORDS.get(status, status)) for status in STATUSES), "People"]
    rows = [
        [
            plain(field.title),
            *(count_cell(field.overall.counts.get(status)) for status in STATUSES),
            count_cell(field.overall.of),
        ]
        for field in fields
    ]
    return table(head, "l" + "r" * (len(head) - 1), rows)


def _tabulate_periods(fields: Sequence[Field]) -> list[str]:
    """Build tables of complete records by field and period, so many periods in each as fit a page."""
    names_of = {each.period for field in fields for each in field.periods}
    periods = sorted(names_of, key=lambda period: (period == NO_DATE, period))
    tables = []
    for place in range(0, len(periods), PERIODS_A_TABLE):
        own = periods[place : place + PERIODS_A_TABLE]
        rows = [
            [plain(field.title), *(_period_cell(_find(field, period)) for period in own)] for field in fields
        ]
        grid = table(["Field", *(_short(period) for period in own)], "l" + "r" * len(own), rows)
        part = f", part {place // PERIODS_A_TABLE + 1}" if len(periods) > PERIODS_A_TABLE else ""
        caption = f"Complete records by period{part}."
        tables.append(data_table(f"completeness-{place // PERIODS_A_TABLE + 1}", caption, grid))
    return tables


def _short(period: str) -> str:
    """Write a period at the head of a column."""
    return shorten_period(period) if kind_of(period) == "quarter" else plain(period)


def _find(field: Field, period: str) -> Records | None:
    """Return the records of a period, if there are any."""
    return next((each for each in field.periods if each.period == period), None)


def _period_cell(records: Records | None) -> str:
    """Write how many of how many are complete, or the mark of a hidden number."""
    if records is None or records.complete is None or (records.of is not None and records.of.n == 0):
        return NOTHING
    if not records.is_told or records.of is None:
        return count_cell(records.complete)
    return f"{records.complete.text} of {records.of.text}".replace(" ", NO_BREAK)
