"""The figures of people by group: bars of those reached, and ratios to the population."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from evalkit.presentation.bars import HATCHED, Bar
from evalkit.presentation.counts import Count
from evalkit.presentation.equity_rows import name_group
from evalkit.presentation.markdown import lower_first, plain, sentences, upper_first
from evalkit.presentation.numbers import fixed, is_known, percentage
from evalkit.presentation.ratio_figure import KEY, RatioRow, make_ratio
from evalkit.presentation.shares import is_below, is_enough, list_titles

if TYPE_CHECKING:
    from collections.abc import Sequence

    from evalkit.presentation.equity_rows import Attribute, Group

EXPECTED: Final = "Upright line: as many as the population's share would give."
SHARE_OF_POPULATION: Final = "Times the population's share"
SIDES: Final = ("fewer than there", "more than there")
NOT_KNOWN: Final = "Group not known"


def make_bars(attribute: Attribute) -> list[Bar]:
    """Make a bar for each group, in the order declared; those without a known group stand apart.

    Parameters
    ----------
    attribute : Attribute
        Of everybody, or of one component.
    """
    bars = [_bar(attribute, group) for group in attribute.proper]
    if attribute.apart and bars:
        bars.append(Bar(NOT_KNOWN, None))
    bars += [
        Bar(upper_first(group.title), group.people, group.people.text, is_main=False)
        for group in attribute.apart
    ]
    return bars


def _bar(attribute: Attribute, group: Group) -> Bar:
    """Make the bar of a group proper, with the number that the population's share would give."""
    known, said, target = attribute.known, group.people.text, None
    if known is not None and known.is_shown and group.people.is_shown:
        in_brackets = percentage(group.people.n, known.n)
        said += f" ({in_brackets})" if in_brackets else ""
    if known is not None and is_enough(known) and is_known(group.population_share):
        expected = group.population_share * known.n
        target = Count(expected, suppressed=False, threshold=known.threshold)
        in_percent = 100 * group.population_share
        said += f"\npopulation {fixed(in_percent, 1 if 0 < in_percent < 1 else 0)}%"
    return Bar(name_group(attribute, group), group.people, said, target=target)


def caption_bars(message: str, bars: Sequence[Bar]) -> str:
    """Say the message of the bars, and what the marks mean."""
    lined = EXPECTED if any(bar.target is not None for bar in bars) else ""
    hatched = HATCHED if any(bar.count is not None and not bar.count.is_shown for bar in bars) else ""
    return sentences(message, lined, hatched)


def alt_bars(attribute: Attribute, bars: Sequence[Bar]) -> str:
    """Say every bar with its number."""
    told = [f"{bar.label}: {bar.value.replace(chr(10), ', ')}" for bar in bars if bar.count is not None]
    return f"Bars of people by {lower_first(attribute.title)}. {'; '.join(told)}."


def make_ratio_rows(attribute: Attribute) -> list[RatioRow]:
    """Make the rows of one attribute beside the population, under its title.

    Parameters
    ----------
    attribute : Attribute
        Of everybody, with shares of a population and enough people.
    """
    title = lower_first(attribute.title)
    rows = [RatioRow(attribute.title)]
    for group in attribute.proper:
        label, people = name_group(attribute, group), group.people
        about = f"{label} ({title})"
        if not people.is_shown:
            rows.append(RatioRow(label, "", people.text, is_hidden=True))
        else:
            note = f"{people.text} of {attribute.known.text}" if attribute.known else people.text
            rows.append(make_ratio(label, note, group.ratio, about=about, is_warning=is_below(group.ratio)))
    return rows


def caption_ratios(rows: Sequence[RatioRow]) -> str:
    """Say the figure's message: which groups are fewer than the population would suggest."""
    if all(row.ratio is None for row in rows):
        return "No comparison with the population can be shown."
    fewer = [plain(row.full_label) for row in rows if row.ratio is not None and is_below(row.ratio)]
    said = (
        f"Fewer people were reached than the population would suggest: {list_titles(fewer)}."
        if fewer
        else "None of these groups is clearly smaller among the people reached than in the population."
    )
    return sentences(said, KEY)
