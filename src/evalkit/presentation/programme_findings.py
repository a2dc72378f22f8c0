"""Which findings open the programme page: harm first, then targets met, and always what is not known."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from evalkit.presentation.detention_sentences import give_rates, say_break, say_ratio_in_short
from evalkit.presentation.findings import Finding
from evalkit.presentation.indicator_rows import AWAY, MET, TOWARDS, UNCLEAR
from evalkit.presentation.indicator_sentences import (
    give_evidence,
    say_hidden,
    say_status,
    say_too_few,
    say_where,
)
from evalkit.presentation.markdown import lower_first, plain, sentences, upper_first, words
from evalkit.presentation.numbers import in_words, is_known

if TYPE_CHECKING:
    from collections.abc import Sequence

    from evalkit.presentation.detention_rows import Rate, Rates
    from evalkit.presentation.findings import Kind
    from evalkit.presentation.indicator_rows import Indicator
    from evalkit.presentation.programme_material import ProgrammeMaterial

TOLD: Final[tuple[tuple[str, Kind, tuple[str, str]], ...]] = (
    (AWAY, "worse", ("has", "moved the wrong way")),
    (MET, "better", ("has", "met the target")),
    (TOWARDS, "better", ("has", "moved the right way")),
    (UNCLEAR, "neutral", ("shows", "no clear change from the baseline")),
)
"""Each status with the kind of its finding and its words for several indicators, in the order of telling."""

NO_CAUSE: Final = "This page follows numbers over time; it can't say why one changed."
MOST_STATUS_FINDINGS: Final = 3
"""With the ratio and what is not known these make five."""


def choose_programme_findings(material: ProgrammeMaterial) -> tuple[Finding, ...]:
    """Choose at most five findings.

    One for each status that occurs, changes for the worse first, so that no harm can be crowded out; one on
    detentions; the last place is kept for what is not known.

    Parameters
    ----------
    material : ProgrammeMaterial
        Released results.

    Returns
    -------
    tuple of Finding
        In the order in which they are printed.
    """
    indicators = [each for each in material.indicators if not each.is_hidden]
    found = []
    for status, kind, told in TOLD:
        own = [each for each in indicators if each.status == status]
        if own:
            found.append(_tell_status(material, own, kind, told))
    detentions = [each for each in (_tell_detentions(material),) if each]
    return (*found[:MOST_STATUS_FINDINGS], *detentions, _tell_unknown(material))


def _tell_status(
    material: ProgrammeMaterial, own: Sequence[Indicator], kind: Kind, told: tuple[str, str]
) -> Finding:
    """Tell the indicators of one status: a single one with its evidence, several with their values.

    Where one that met its target is getting worse, the mark is not that of an improvement.
    """
    mark = "neutral" if kind == "better" and any(each.is_getting_worse for each in own) else kind
    if len(own) == 1:
        return Finding(mark, say_status(own[0], material.threshold), give_evidence(own[0]))
    verb = {"has": "have", "shows": "show"}[told[0]]
    named = words([plain(lower_first(each.title)) for each in own])
    total = in_words(len(material.indicators))
    lead = f"{upper_first(in_words(len(own)))} of {total} indicators {verb} {told[1]}: {named}."
    values = [f"{plain(each.title)} – {say_where(each)}" for each in own]
    falling = [plain(lower_first(each.title)) for each in own if each.is_getting_worse and kind != "worse"]
    last = f"The latest [shift](#glossary-shift) was for the worse in {words(falling)}." if falling else ""
    return Finding(mark, lead, sentences(*values, last))


def choose_headline(material: ProgrammeMaterial) -> tuple[Rates, Rate] | None:
    """Choose the rate that stands for all: one that allows for age goes before crude ones, those before published."""
    for rates in reversed(material.rates):
        row = rates.headline()
        if row is not None and (is_known(row.ratio) or row.suppressed):
            return rates, row
    return None


def _tell_detentions(material: ProgrammeMaterial) -> Finding | None:
    """Tell the latest ratio in one sentence, with its rates and its caveats."""
    chosen = choose_headline(material)
    if chosen is None:
        return None
    rates, row = chosen
    evidence = give_rates(rates, row)
    source = f"Source: {plain(row.source).rstrip('.')}." if row.source else ""
    return Finding(
        "limit" if row.suppressed else "neutral",
        f"{say_ratio_in_short(row, material.threshold)}.",
        sentences(f"{upper_first(evidence)}." if evidence else "", say_break(rates), source),
    )


def _tell_unknown(material: ProgrammeMaterial) -> Finding:
    """Tell which indicators nobody can judge yet, and why; without any, that no cause is known."""
    hidden = [each for each in material.indicators if each.is_hidden]
    few = [each for each in material.indicators if not each.is_hidden and each.status not in _JUDGED]
    number = len(hidden) + len(few)
    if not number:
        return Finding("limit", "Why the indicators changed is not known.", NO_CAUSE)
    of = f"{in_words(number)} of {in_words(len(material.indicators))} indicators"
    lead = f"Nobody can say yet how {of} moved."
    reasons = [f"{plain(each.title)} – {_say_why(each)}" for each in few]
    reasons += [
        f"{plain(each.title)} – {say_hidden(each.hidden_because, material.threshold)}." for each in hidden
    ]
    return Finding("limit", lead, sentences(*reasons, NO_CAUSE))


_JUDGED: Final = frozenset(status for status, _, _ in TOLD)


def _say_why(indicator: Indicator) -> str:
    """Say why an indicator can't be judged."""
    if indicator.has_limits:
        return "there is nothing to hold it against."
    return say_too_few(indicator) or "no value was given."
