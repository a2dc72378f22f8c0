"""Title, byline and banner of the programme page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from evalkit.presentation.indicator_periods import NOUNS, kind_of, say_period
from evalkit.presentation.markdown import div, plain, sentences
from evalkit.presentation.numbers import day

if TYPE_CHECKING:
    from collections.abc import Sequence

    from evalkit.presentation.indicator_rows import Indicator
    from evalkit.presentation.programme_facts import ProgrammeFacts

CONTENT = "Population indicators"
BANNER = (
    "**Synthetic example.** Some numbers on this page were made by a computer and are no findings about real "
    "people or places."
)


def make_programme_title(indicators: Sequence[Indicator]) -> str:
    """Return the title: what the page is about, then the period that its indicators cover.

    Where indicators have periods of several kinds, the shortest kind names the period.
    """
    found = [
        period
        for indicator in indicators
        for period in (indicator.first_period, indicator.last_period)
        if period
    ]
    shortest = min((list(NOUNS).index(kind_of(period)) for period in found), default=0)
    periods = sorted(period for period in found if list(NOUNS).index(kind_of(period)) == shortest)
    if not periods:
        return CONTENT
    first, last = say_period(periods[0]), say_period(periods[-1])
    return f"{CONTENT}, {first}" if first == last else f"{CONTENT}, {first} to {last}"


def make_programme_front_matter(facts: ProgrammeFacts, indicators: Sequence[Indicator]) -> dict[str, Any]:
    """Return the front matter of the page's first cell."""
    byline = f"Prepared for {facts.prepared_for} · version {facts.version} · data to {day(facts.data_date)}"
    return {
        "title": make_programme_title(indicators),
        "date": facts.data_date.isoformat(),
        "lang": "en-GB",
        "evalkit": {
            "kicker": f"{facts.title} · programme page",
            "byline": byline,
            "synthetic": facts.synthetic,
        },
    }


def write_programme_banner(facts: ProgrammeFacts) -> str:
    """Write the banner if any data is synthetic, with what the source says is real; else ""."""
    if not facts.synthetic:
        return ""
    source = plain(facts.source).rstrip(".")
    return div(".notice", sentences(BANNER, f"{source}." if source else ""))
