"""The section "How we worked this out" of the programme page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from evalkit.analysis.grant_costs import COST_RULE
from evalkit.analysis.grant_further import LEVERAGE_RULE
from evalkit.analysis.grant_recipients import MATCHING_RULE
from evalkit.presentation.detention_rows import CRUDE, PUBLISHED, STANDARDISED
from evalkit.presentation.detention_sentences import OVER_ESTIMATED, say_break
from evalkit.presentation.markdown import bullets, paragraphs, plain, sentences, table
from evalkit.presentation.method_section import say_faults
from evalkit.presentation.numbers import hidden, in_words
from evalkit.presentation.tables import data_table

if TYPE_CHECKING:
    from evalkit.presentation.programme_facts import GrantFacts, ProgrammeFacts
    from evalkit.presentation.programme_material import ProgrammeMaterial

STATUS_RULES: Final = (
    "**Target met**: the last value is at the target or beyond it, on the better side.",
    (
        "**Better, worse**: the last value lies on the better or the worse side of the "
        "[baseline](#glossary-baseline), and the chart or, where counts are given, the "
        "[interval](#glossary-interval) says that this is more than chance alone would explain."
    ),
    "**No clear change**: the last value differs from the baseline by no more than chance alone would explain.",
    "**Not enough data**: there are too few values, or nothing to hold them against.",
)
CHART_RULES: Final = (
    (
        "From 12 values on an indicator gets a centre and [limits](#glossary-limits). Eight values or more in a row on "
        "one side of the centre are a [shift](#glossary-shift); a value outside the limits is marked. Fewer values "
        "are drawn as a line without limits. By chance alone a chart shows a shift or a marked value now and then."
    ),
    "A missing period stays a gap; nothing is filled in.",
)
RATE_RULES: Final = {
    PUBLISHED: (
        "Published rates: printed as they are. The [ratio](#glossary-ratio) is one rate divided by the other; "
        "without counts it has no interval. Whether a published rate allows for age is said at its source."
    ),
    CRUDE: "Crude rates: people detained divided by people who live there; rate and ratio have intervals.",
    STANDARDISED: "[Rates that allow for age](#glossary-standardised-rate), with intervals.",
}
NO_CAUSE: Final = (
    "Indicators are followed over time, without a comparison. No sentence of this page says what a change was "
    "caused by."
)
GRANT_RULES: Final = (
    "Amounts are added up to the penny as the register (360Giving Data Standard) gives them, by the year of the award.",
    MATCHING_RULE,
    COST_RULE,
    LEVERAGE_RULE,
)
BY_RULE: Final = (
    "The sentences, captions and alternative texts of this page were written by rule from the numbers."
)


def write_programme_method(material: ProgrammeMaterial) -> str:
    """Write the section on method."""
    facts = material.facts
    return paragraphs(
        "### Indicators",
        bullets([*STATUS_RULES, *CHART_RULES]),
        _table_of_methods(material),
        "### Detentions" if material.rates else "",
        bullets(_list_rate_rules(material)),
        "### Grants" if facts.grants else "",
        bullets(_list_grant_rules(facts.grants)),
        "### What this page can't say",
        NO_CAUSE,
        "### Small numbers",
        say_what_is_hidden(facts),
        "### The data",
        bullets(
            [
                f"Source: {plain(facts.source).rstrip('.')}.",
                say_faults(facts.faults),
                *(f"{plain(note).rstrip('.')}." for note in facts.notes),
            ]
        ),
        BY_RULE,
    )


def _table_of_methods(material: ProgrammeMaterial) -> str:
    """Build the table of how each indicator's status was found, as the rows state it."""
    rows = [[plain(each.title), plain(each.method)] for each in material.indicators if each.method]
    if not rows:
        return ""
    grid = table(["Indicator", "Method"], "ll", rows)
    return data_table("methods", "How the status of each indicator was found.", grid)


def _list_rate_rules(material: ProgrammeMaterial) -> list[str]:
    """List how rates and ratios were worked out, with breaks and caveats."""
    rules = []
    for rates in material.rates:
        methods = dict.fromkeys(row.method for row in rates.rows if row.method and row.basis != PUBLISHED)
        named = f"Method: {plain('; '.join(methods))}." if methods else ""
        rules.append(sentences(RATE_RULES[rates.basis], named, say_break(rates)))
    if any(row.is_other for rates in material.rates for row in rates.rows):
        rules.append(OVER_ESTIMATED)
    return rules


def _list_grant_rules(grants: GrantFacts | None) -> list[str]:
    """List how grants were read, matched and set against people and further money."""
    if grants is None:
        return []
    fields = "one text" if grants.repaired == 1 else f"{in_words(grants.repaired)} texts"
    verb = "was" if grants.repaired == 1 else "were"
    repaired = f"In the register {fields} {verb} put right that had been encoded twice."
    return [*GRANT_RULES, *([repaired] if grants.repaired else [])]


def say_what_is_hidden(facts: ProgrammeFacts) -> str:
    """Say which numbers of the page are hidden, and why."""
    disclosure = facts.disclosure
    if disclosure.policy == "none":
        reason = plain(disclosure.reason or "no reason was given").rstrip(".")
        return f"Nothing is hidden in this page: {reason}."
    return sentences(
        f"A number of people that is {hidden(disclosure.threshold)}, none at all included, is hidden, and with it "
        "every percentage, rate and ratio that rests on it.",
        "So is any number from which a hidden one could be worked out.",
        "All other counts are rounded to the nearest 5." if disclosure.policy == "nhs" else "",
    )
