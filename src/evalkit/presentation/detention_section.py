"""The section on detentions under the Mental Health Act: rates, ratios, breaks and caveats."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from evalkit.presentation.counts import HIDDEN_WORD
from evalkit.presentation.detention_figure import Drawn, draw_detentions
from evalkit.presentation.detention_rows import CRUDE, PUBLISHED, STANDARDISED
from evalkit.presentation.detention_sentences import (
    OVER_ESTIMATED,
    PER,
    alt_series,
    caption_rates,
    caption_ratios,
    say_course,
    say_ratio,
    write_ratio,
)
from evalkit.presentation.markdown import bullets, listed, paragraphs, plain, table
from evalkit.presentation.numbers import fixed, hidden, interval, is_known
from evalkit.presentation.tables import NOTHING, data_table

if TYPE_CHECKING:
    from collections.abc import Iterable

    from evalkit.presentation.detention_rows import Rate, Rates
    from evalkit.presentation.programme_material import ProgrammeMaterial

TITLES: Final = {
    PUBLISHED: "Published rates",
    CRUDE: "Crude rates",
    STANDARDISED: "Rates that allow for age",
}
LEADS: Final = {
    PUBLISHED: "These rates are printed as their sources give them; the sources are named under the table.",
    CRUDE: "People detained, divided by the people who live here, whatever their age.",
    STANDARDISED: (
        "What the [rate](#glossary-standardised-rate) would be if every group had the same mix of ages."
    ),
}


def write_detentions(material: ProgrammeMaterial) -> str:
    """Write the section on detentions; its heading is left to the notebook."""
    if not material.rates:
        return "No detention rates were released."
    parts = [_write_basis(material, rates) for rates in material.rates]
    has_other = any(row.is_other for rates in material.rates for row in rates.rows)
    return paragraphs(*parts, OVER_ESTIMATED if has_other else "")


def _write_basis(material: ProgrammeMaterial, rates: Rates) -> str:
    """Write the part on rates that were worked out in one way."""
    headline = rates.headline()
    latest = [row for row in rates.rows if row.year == rates.years[-1] and not row.stands_aside]
    told = [say_ratio(rates, row, material.threshold) for row in latest]
    courses = [say_course(rates, group) for group in rates.groups if not _is_aside(rates, group)]
    caption = f"{TITLES[rates.basis]}: detentions {PER} people."
    return paragraphs(
        f"### {TITLES[rates.basis]}",
        LEADS[rates.basis],
        listed(told),
        paragraphs(*courses),
        _draw_rates(material, rates),
        _draw_ratios(material, rates, headline),
        data_table(f"detentions-{rates.basis}", caption, build_table_of_rates(rates, material.threshold)),
        _name_sources(rates),
    )


def _is_aside(rates: Rates, group: str) -> bool:
    """Whether a group is in no sentence: the reference, parts of it, and over-estimated ones."""
    return any(row.stands_aside for row in rates.of_group(group))


def _draw_rates(material: ProgrammeMaterial, rates: Rates) -> str:
    """Draw the rates of groups with at least two years."""
    groups = rates.with_a_line()
    if not groups:
        return ""
    drawn = Drawn(f"detentions {PER} people", is_ratio=False, groups=groups)
    return material.place(
        f"detention-rates-{rates.basis}",
        lambda form: draw_detentions(form, rates, drawn),
        caption_rates(rates, groups),
        alt_series(rates, groups, ratios=False),
    )


def _draw_ratios(material: ProgrammeMaterial, rates: Rates, headline: Rate | None) -> str:
    """Draw the ratios of groups with at least two years."""
    groups = tuple(
        group
        for group in rates.with_a_line()
        if not _is_aside(rates, group) and any(is_known(row.ratio) for row in rates.of_group(group))
    )
    if not groups:
        return ""
    words = f"times as often as {rates.rows[0].reference} people; dashed line: 1, as often"
    drawn = Drawn(words, is_ratio=True, groups=groups)
    return material.place(
        f"detention-ratios-{rates.basis}",
        lambda form: draw_detentions(form, rates, drawn),
        caption_ratios(rates, headline, material.threshold),
        alt_series(rates, groups, ratios=True),
    )


def build_table_of_rates(rates: Rates, threshold: int) -> str:
    """Build the table of rates and ratios, a year and group a row; over-estimated groups are marked."""
    rows = [_cells(row, threshold) for row in rates.rows]
    reference = plain(rates.rows[0].reference)
    head = ["Year", "Ethnic group", f"Detentions {PER}", f"Times that of {reference}", "Census"]
    return table(head, "llrrl", rows)


def _cells(row: Rate, threshold: int) -> list[str]:
    """Return one row of the table."""
    group = f"{plain(row.ethnic_group)}{' (over-estimated)' if row.is_other else ''}"
    census = plain(row.census_base) or NOTHING
    if row.suppressed:
        few = "small" in row.hidden_because
        cell = f"[{hidden(threshold) if few else HIDDEN_WORD}]{{.suppressed}}"
        return [row.year, group, cell, cell, census]
    held = "1 (reference)" if row.is_reference else write_ratio(row) or NOTHING
    return [row.year, group, _with_interval(row.rate, row.ci_low, row.ci_high), held, census]


def _with_interval(value: float, low: float, high: float) -> str:
    """Write a number with its interval where it has one."""
    if not is_known(value):
        return NOTHING
    return f"{fixed(value)} {interval(low, high)}" if is_known(low) and is_known(high) else fixed(value)


def _name_sources(rates: Rates) -> str:
    """Name the sources, each with its years."""
    years: dict[str, list[str]] = {}
    for row in rates.rows:
        if row.source:
            years.setdefault(row.source, []).append(row.year)
    named = [f"{_span(found)}: {plain(source).rstrip('.')}." for source, found in years.items()]
    return paragraphs("Sources:", bullets(named)) if named else ""


def _span(years: Iterable[str]) -> str:
    """Write years from first to last."""
    ordered = sorted(set(years))
    return ordered[0] if len(ordered) == 1 else f"{ordered[0]} to {ordered[-1]}"
