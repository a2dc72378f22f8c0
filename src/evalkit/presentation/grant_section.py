"""The section "What the money did": grants, where and for whom, further money, cost with its caveat."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from evalkit.presentation.bars import Bar, draw_bars
from evalkit.presentation.counts import Count
from evalkit.presentation.grant_rows import (
    AREA,
    INDIVIDUAL,
    ORGANISATION,
    POPULATIONS,
    PROGRAMME,
    YEAR,
    Grants,
)
from evalkit.presentation.grant_sentences import (
    say_cost,
    say_further,
    say_granted,
    say_group,
    say_matches,
)
from evalkit.presentation.grant_words import money, say_population
from evalkit.presentation.markdown import bullets, paragraphs, plain, sentences, table, upper_first
from evalkit.presentation.numbers import count, is_known
from evalkit.presentation.tables import NOTHING, data_table
from evalkit.presentation.wording import slug

if TYPE_CHECKING:
    from collections.abc import Sequence

    from evalkit.presentation.grant_rows import Granted
    from evalkit.presentation.programme_material import ProgrammeMaterial

HEADING: Final = "## What the money did"
TWICE: Final = (
    "A grant for several areas or groups of people counts whole in each, so these amounts can add up to more than "
    "the total."
)
FEWEST_YEARS: Final = 2


def write_grants(material: ProgrammeMaterial) -> str:
    """Write the section with its heading; "" where the programme has no register of grants."""
    found = Grants.of(material.released)
    if found.is_empty:
        return ""
    parts = [part for currency in found.currencies for part in _write_currency(material, found, currency)]
    return paragraphs(
        HEADING,
        *parts,
        *_write_groups(found),
        *_write_recipients(found),
        *_write_further(found),
        *_write_costs(found),
    )


def _write_currency(material: ProgrammeMaterial, found: Grants, currency: str) -> list[str]:
    """Write the totals of one currency: sentence, figure by year, programmes, table."""
    name = f"grants-{slug(currency.lower())}"
    among = f", {plain(currency)}" if len(found.currencies) > 1 else ""
    by = {
        grouping: [*found.rows(grouping, ORGANISATION, currency), *found.rows(grouping, INDIVIDUAL, currency)]
        for grouping in (YEAR, PROGRAMME)
    }
    grid = table(
        ["Year or programme", "Amount", "Grants", "Recipients", "To"],
        "lrrrl",
        [_cells(row, upper_first(plain(row.group)), with_kind=True) for rows in by.values() for row in rows],
    )
    return [
        say_granted(found, currency),
        _draw(material, found, currency, name),
        bullets(say_group(row) for row in by[PROGRAMME]),
        data_table(name, f"Grants by year and programme{among}.", grid) if by[YEAR] else "",
    ]


def _cells(row: Granted, label: str, *, with_kind: bool) -> list[str]:
    kind = [f"{row.kind}s"] if with_kind else []
    numbers = [count(each) if is_known(each) else NOTHING for each in (row.grants, row.recipients)]
    return [label, money(row.amount, row.currency), *numbers, *kind]


def _draw(material: ProgrammeMaterial, found: Grants, currency: str, name: str) -> str:
    """Draw amounts by year as bars with their labels; a year without a grant keeps its row."""
    years = found.years(currency)
    if len(years) < FEWEST_YEARS:
        return ""
    awarded = {int(row.group): row for row in found.rows(YEAR, ORGANISATION, currency)}
    bars = [_bar(str(year), awarded.get(year), currency) for year in range(years[0], years[-1] + 1)]
    persons = [_bar(upper_first(row.group), row, currency) for row in found.rows(YEAR, INDIVIDUAL, currency)]
    if persons:
        bars = [Bar("To organisations", None), *bars, Bar("To individuals", None), *persons]
    first, last = awarded[years[0]], awarded[years[-1]]
    caption = (
        f"{money(first.amount, currency)} was granted to organisations in {years[0]}, "
        f"{money(last.amount, currency)} in {years[-1]}."
    )
    told = [
        f"{bar.label}: {bar.value.replace(chr(10), ', ')}" if bar.value else f"{bar.label} –" for bar in bars
    ]
    alt = f"Bars of the amounts granted by year of award. {'; '.join(told)}."
    return material.place(f"{name}-by-year", lambda form: draw_bars(form, bars), caption, alt)


def _bar(label: str, row: Granted | None, currency: str) -> Bar:
    amount = row.amount if row else 0.0
    value = "no grants"
    if row is not None:
        value = f"{money(amount, currency)}\n{count(row.grants)} {'grant' if row.grants == 1 else 'grants'}"
    return Bar(label, Count(amount, suppressed=False, threshold=0), value)


def _write_groups(found: Grants) -> list[str]:
    """Tabulate areas and populations, where the register gives any."""
    areas = found.rows(AREA, ORGANISATION)
    parts = [_groups_table("areas", "Area", "Grants by the area that they are for.", areas)]
    for grouping, what in POPULATIONS.items():
        rows = found.rows(grouping, ORGANISATION)
        name = f"populations-{slug(grouping)}"
        parts.append(_groups_table(name, "Population", f"Grants by {what}.", rows))
    filled = [part for part in parts if part]
    return ["### Where and for whom", TWICE, *filled] if filled else []


def _groups_table(name: str, head: str, caption: str, rows: Sequence[Granted]) -> str:
    if not rows:
        return ""
    cells = [_cells(row, upper_first(say_population(row.group)), with_kind=False) for row in rows]
    grid = table([head, "Amount", "Grants", "Organisations"], "lrrr", cells)
    return f"{grid}\n\n: {caption} {{#tbl-grants-{name}}}"


def _write_recipients(found: Grants) -> list[str]:
    """Say which recipients are grantees, and list all of them."""
    rows = [
        [
            plain(str(row["recipient"])),
            money(row["amount"], str(row["currency"])),
            count(row["grants"]),
            f"`{row['grantee']}`" if row["grantee"] else NOTHING,
            plain(str(row["matched_by"])),
        ]
        for row in found.recipients.to_dict("records")
    ]
    if not rows:
        return []
    grid = table(["Organisation", "Amount", "Grants", "Grantee", "Matched by"], "lrrll", rows)
    listed = data_table("grant-recipients", "The organisations that were granted money.", grid)
    return ["### Who had the money", say_matches(found), listed]


def _write_further(found: Grants) -> list[str]:
    """Tell each amount of further money for itself, with the caveat directly under them."""
    rows: list[dict[Any, Any]] = found.further.to_dict("records")
    caveats = dict.fromkeys(str(row["caveat"]) for row in rows if row["caveat"])
    if not rows:
        return []
    return ["### Further money", sentences(*caveats), bullets(say_further(row) for row in rows)]


def _write_costs(found: Grants) -> list[str]:
    """Tell each cost with its caveat."""
    rows: list[dict[Any, Any]] = found.costs.to_dict("records")
    if not rows:
        return []
    return ["### Cost per person and per contact", bullets(say_cost(row) for row in rows)]
