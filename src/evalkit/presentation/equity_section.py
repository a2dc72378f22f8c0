"""The part "Who was reached, by group": people by group, and beside the population."""

from __future__ import annotations

import math
from functools import partial
from typing import TYPE_CHECKING

from evalkit import names
from evalkit.presentation.bars import draw_bars
from evalkit.presentation.equity_figure import (
    SHARE_OF_POPULATION,
    SIDES,
    alt_bars,
    caption_bars,
    caption_ratios,
    make_bars,
    make_ratio_rows,
)
from evalkit.presentation.equity_rows import DECILES, MOST_DEPRIVED, gather_equity, name_group
from evalkit.presentation.equity_sentences import (
    APART,
    POPULATION_IS_EXACT,
    RULE,
    say_deprivation,
    say_how_many_known,
    say_message,
    say_nobody,
    say_representation,
)
from evalkit.presentation.markdown import bullets, paragraphs, plain, sentences, table
from evalkit.presentation.numbers import fixed, is_known, percentage, percentage_level
from evalkit.presentation.ratio_figure import Scale, place_ratios
from evalkit.presentation.shares import is_enough, write_percentages, write_ratio
from evalkit.presentation.tables import NO_BREAK, NOTHING, count_cell, data_table
from evalkit.presentation.wording import slug

if TYPE_CHECKING:
    from collections.abc import Sequence

    from evalkit.presentation.equity_rows import Attribute, Group
    from evalkit.presentation.material import Material


def write_equity(material: Material) -> str:
    """Write who was reached by group, with its heading; "" where no attribute was grouped.

    Parameters
    ----------
    material : Material
        Released rows.
    """
    found = gather_equity(material.released)
    everybody = [each for each in found if each.component == names.ALL and each.variable != MOST_DEPRIVED]
    if not everybody:
        return ""
    most = next(
        (each for each in found if each.component == names.ALL and each.variable == MOST_DEPRIVED), None
    )
    return paragraphs(
        "### Who was reached, by group",
        sentences(RULE if material.has_components else "", APART),
        *(_write_attribute(material, each, found, most) for each in everybody),
        *_write_representation(material, [each for each in everybody if each.has_population]),
    )


def _write_attribute(
    material: Material, attribute: Attribute, found: Sequence[Attribute], most: Attribute | None
) -> str:
    """Write one attribute: of how many it is known, the bars, the numbers."""
    name = f"reached-{slug(attribute.variable)}"
    bars = make_bars(attribute)
    parts = [each for each in found if each.variable == attribute.variable and each.component != names.ALL]
    title = plain(attribute.title)
    deprived = say_deprivation(attribute, most) if attribute.variable == DECILES else ""
    message = deprived or say_message(attribute)
    behind = material.study.equity.deprivation if material.study.equity else None
    source = f"Deprivation of areas: {plain(behind.source).rstrip('.')}." if deprived and behind else ""
    return paragraphs(
        sentences(f"**{title}.**", say_how_many_known(attribute), say_nobody(attribute), source),
        material.place(
            name, partial(draw_bars, bars=bars), caption_bars(message, bars), alt_bars(attribute, bars)
        ),
        data_table(name, f"{title}: people reached.", _tabulate(attribute)),
        data_table(f"{name}-by-part", f"{title}: people reached, by part.", _tabulate_parts(material, parts))
        if len(parts) > 1
        else "",
    )


def _write_representation(material: Material, attributes: Sequence[Attribute]) -> list[str]:
    """Write the comparison with the population; empty where none was supplied."""
    if not attributes:
        return []
    comparable = [each for each in attributes if each.is_comparable]
    source = material.study.equity.population if material.study.equity else None
    told = f"Population: {plain(source.area)} ({plain(source.source).rstrip('.')})." if source else ""
    return [
        "### Compared with the population",
        bullets(say_representation(each) for each in attributes),
        *_draw_representation(material, comparable),
        sentences(told, POPULATION_IS_EXACT),
    ]


def _draw_representation(material: Material, attributes: Sequence[Attribute]) -> list[str]:
    """Draw the ratios of all attributes, in as many figures as fit a page each."""
    blocks = [make_ratio_rows(attribute) for attribute in attributes]
    scale = Scale(SHARE_OF_POPULATION, SIDES)
    return place_ratios(material, "representation", blocks, scale, caption_ratios)


def _tabulate(attribute: Attribute) -> str:
    """Build the table of one attribute: people, their share, and the population's where it was supplied."""
    level = next((group.share.level for group in attribute.groups if group.share.has_interval), math.nan)
    interval = f" ({percentage_level(level)} interval)" if is_known(level) else ""
    head = ["Group", "People", f"Share of those known{interval}"]
    head += ["Share of population", f"Ratio{interval}"] if attribute.has_population else []
    rows = [_cells(attribute, group)[: len(head)] for group in attribute.groups]
    return table(head, "l" + "r" * (len(head) - 1), rows)


def _cells(attribute: Attribute, group: Group) -> list[str]:
    """Return one row of the table; no share of fewer than 20 people."""
    cells = [plain(name_group(attribute, group)), count_cell(group.people)]
    told = group.people.is_shown and is_enough(attribute.known) and attribute.known is not None
    share = NOTHING
    if told and group.share.has_interval and attribute.known is not None:
        limits = write_percentages(group.share).replace(" ", NO_BREAK)
        share = f"{percentage(group.people.n, attribute.known.n)} ({limits})"
    of_population = group.population_share
    cells += [share, f"{fixed(100 * of_population, 1)}%" if is_known(of_population) else NOTHING]
    value, _, limits = (
        write_ratio(group.ratio).partition(" ") if group.ratio.has_interval else (NOTHING, "", "")
    )
    return [*cells, f"{value} {limits.replace(' ', NO_BREAK)}".strip() if told else NOTHING]


def _tabulate_parts(material: Material, parts: Sequence[Attribute]) -> str:
    """Build the table of one attribute by component: groups down, components across."""
    titles = list(dict.fromkeys(name_group(part, group) for part in parts for group in part.groups))
    columns = [{name_group(part, group): group.people for group in part.groups} for part in parts]
    rows = [[plain(title), *(count_cell(column.get(title)) for column in columns)] for title in titles]
    head = ["Group", *(plain(material.study.component_title(part.component)) for part in parts)]
    return table(head, "l" + "r" * len(parts), rows)
