"""What may be said about detentions by ethnic group: rates side by side, their ratio, and how sure it is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from evalkit.presentation.detention_rows import PUBLISHED, people_of
from evalkit.presentation.indicator_sentences import say_hidden
from evalkit.presentation.markdown import plain, sentences, upper_first, words
from evalkit.presentation.numbers import estimate, fixed, interval, is_known

if TYPE_CHECKING:
    from evalkit.presentation.detention_rows import Rate, Rates

PER: Final = "per 100,000"
NO_INTERVAL: Final = {
    True: "the published file gives rates only, so no interval",
    False: "no interval could be worked out",
}
"""Why a ratio has no interval: by whether it rests on published rates."""

OVER_ESTIMATED: Final = (
    "Rates of groups called “Other” are over-estimates. In detention records such a group also holds people whose "
    "exact group is not known, while the census counts those people elsewhere; its rates and ratios are printed, "
    "marked, and used in no finding."
)
WIDE_FROM: Final = 20.0
"""Rates from here on are written without decimals in sentences."""


def say_rate(value: float) -> str:
    """Write a rate in a sentence.

    Examples
    --------
    >>> say_rate(228.0), say_rate(9.25)
    ('228', '9.3')
    """
    return fixed(value, 0 if value >= WIDE_FROM else 1)


def say_times(ratio: float) -> str:
    """Write a ratio in words.

    Examples
    --------
    >>> say_times(3.5625), say_times(1.02)
    ('about 3.6 times as often', 'about as often')
    """
    text = fixed(ratio)
    return "about as often" if text == fixed(1) else f"about {text} times as often"


def say_ratio(rates: Rates, row: Rate, threshold: int) -> str:
    """Say how often a group was detained beside the reference group, with the reason for a missing interval."""
    lead, evidence = say_ratio_in_short(row, threshold), give_rates(rates, row)
    return f"{lead}: {evidence}." if evidence else f"{lead}."


def say_ratio_in_short(row: Rate, threshold: int) -> str:
    """Say the ratio without its numbers and without a full stop.

    A ratio whose interval includes 1 is told as no clear difference.
    """
    who, held = people_of(plain(row.ethnic_group)), people_of(plain(row.reference))
    if row.suppressed:
        return f"In {row.year}, {who} – {say_hidden(row.hidden_because, threshold)}"
    if not is_known(row.ratio):
        return f"For {row.year} no ratio of {who} to {held} can be given"
    if row.has_interval and row.ratio_low <= 1 <= row.ratio_high:
        return f"In {row.year} no clear difference in detentions between {who} and {held}"
    return f"In {row.year} {who} were detained {say_times(row.ratio)} as {held}"


def give_rates(rates: Rates, row: Rate) -> str:
    """Give the two rates, and the interval of the ratio or why there is none; "" if nothing is shown."""
    if row.suppressed or not is_known(row.rate):
        return ""
    reference = rates.reference_of(row)
    told = f"{say_rate(row.rate)} {PER}"
    if reference is not None and is_known(reference.rate):
        told = f"{say_rate(row.rate)} against {say_rate(reference.rate)} {PER}"
    if not is_known(row.ratio):
        return told
    if not row.has_interval:
        return f"{told}; {NO_INTERVAL[row.basis == PUBLISHED]}"
    value, spread = write_ratio(row).split(" ", maxsplit=1)
    return f"{told}; {value} times {spread}"


def write_ratio(row: Rate) -> str:
    """Write a ratio with its interval where it has one; "" where there is no ratio.

    An interval that stays on one side of 1 never seems to touch it: 1.04 is written with two decimals.
    """
    if not is_known(row.ratio):
        return ""
    if not row.has_interval:
        return fixed(row.ratio)
    ends = (row.ratio_low, row.ratio_high)
    touches = any(end != 1 and fixed(end) == fixed(1) for end in ends)
    return estimate(row.ratio, *ends, 2 if touches else 1)


def say_course(rates: Rates, group: str) -> str:
    """Say a group's ratio in the first and the last year of each census base; "" where it has one year only.

    Without intervals nothing is said about whether it moved; across a change of base nothing is compared.
    """
    rows = [row for row in rates.of_group(group) if is_known(row.ratio) and not row.suppressed]
    if len(rows) < 2:  # noqa: PLR2004 - a course has two ends
        return ""
    told = []
    for base, years in _by_base(rows).items():
        ends = words([f"{fixed(row.ratio)} in {row.year}" for row in _ends(years)])
        told.append(f"{ends}{f' (census of {base})' if base else ''}")
    course = (
        f"The ratio of {people_of(plain(group))} to {people_of(plain(rows[0].reference))}: {'; '.join(told)}."
    )
    without = not any(row.has_interval for row in rows)
    doubt = "Without intervals it can't be said whether it moved by more than chance." if without else ""
    return sentences(course, doubt)


def _by_base(rows: list[Rate]) -> dict[str, list[Rate]]:
    """Group rates by the census that counted the population."""
    found: dict[str, list[Rate]] = {}
    for row in rows:
        found.setdefault(plain(row.census_base), []).append(row)
    return found


def _ends(rows: list[Rate]) -> list[Rate]:
    """Return the first and the last of some rates, or the only one."""
    return rows if len(rows) == 1 else [rows[0], rows[-1]]


def say_break(rates: Rates) -> str:
    """Say from which year on another census counts the population; "" if there is no such year."""
    told = [f"from {year} on rates rest on the census of {plain(base)}" for year, base in rates.new_bases]
    if not told:
        return ""
    return (
        f"{upper_first(words(told))}: numbers on either side of that [break](#glossary-census-base) "
        "are not compared, and no line crosses it."
    )


def caption_rates(rates: Rates, groups: tuple[str, ...]) -> str:
    """Write the caption of the figure of rates: the latest rate of each group that has a line."""
    year = rates.years[-1]
    latest = [
        f"{people_of(plain(row.ethnic_group))} {say_rate(row.rate)}"
        for group in groups
        for row in rates.of_group(group)
        if row.year == year and is_known(row.rate)
    ]
    said = f"Detentions {PER} people. {year}: {', '.join(latest)}." if latest else f"Detentions {PER} people."
    return sentences(said, _say_gaps(rates, groups), say_break(rates))


def _say_gaps(rates: Rates, groups: tuple[str, ...]) -> str:
    """Say that a gap in a line is a hidden year, where there is one."""
    has_gap = any(row.suppressed for group in groups for row in rates.of_group(group))
    return "A gap in a line: [hidden](#glossary-hidden)." if has_gap else ""


def caption_ratios(rates: Rates, headline: Rate | None, threshold: int) -> str:
    """Write the caption of the figure of ratios: the latest ratio that stands for all."""
    said = f"{say_ratio_in_short(headline, threshold)}." if headline else ""
    without = not any(row.has_interval for row in rates.rows)
    return sentences(
        said, "No intervals: the file gives rates only." if without else "Upright lines: intervals."
    )


def alt_series(rates: Rates, groups: tuple[str, ...], *, ratios: bool) -> str:
    """Say every number of a figure of rates or of ratios."""
    told = []
    for group in groups:
        values = [
            f"{row.year} {_number(row, ratios=ratios)}"
            for row in rates.of_group(group)
            if is_known(row.ratio if ratios else row.rate)
        ]
        told.append(f"{plain(group)}: {', '.join(values)}")
    reference = plain(rates.rows[0].reference)
    what = (
        f"Detention rate divided by that of {people_of(reference)}" if ratios else f"Detentions {PER} people"
    )
    breaks = "".join(f" The series breaks before {year}: new census base." for year, _ in rates.new_bases)
    return f"{what}, by year. {'; '.join(told)}.{breaks}"


def _number(row: Rate, *, ratios: bool) -> str:
    """Write a rate or a ratio with its interval, if it has one."""
    if not ratios:
        spread = f" {interval(row.ci_low, row.ci_high)}" if is_known(row.ci_low) else ""
        return f"{fixed(row.rate)}{spread}"
    return write_ratio(row)
