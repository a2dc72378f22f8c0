"""The section "How we worked this out": measures, rules, statistics, protection, faults."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from evalkit import names
from evalkit.presentation.changes import NOT_CALCULATED
from evalkit.presentation.markdown import bullets, paragraphs, plain, sentences, upper_first
from evalkit.presentation.numbers import count, day, hidden, plainly
from evalkit.presentation.wording import score_name, when

if TYPE_CHECKING:
    from evalkit.presentation.facts import Faults, Measure, StudyFacts
    from evalkit.presentation.material import Material

STATISTICS: Final = {
    "mean_change": "Mean change: the later score minus the earlier, averaged over the people who answered both times",
    "hedges_g_av": (
        "Hedges g for paired data, variant g_av: the mean change divided by the average of the two standard "
        "deviations, corrected for small samples. Figures turn it so that right is better"
    ),
    "cohens_dz": "Cohen's d_z: the mean change divided by the standard deviation of the changes",
    "rank_biserial": "Rank-biserial correlation of matched pairs",
    "p_value_wilcoxon": "Wilcoxon signed-rank test",
    "p_value_t": "Paired t test",
}
"""Statistics of outcomes.csv in words; means, counts and standard deviations explain themselves."""

NO_COMPARISON: Final = (
    "People were followed over time. Differences between groups were not tested, and no sentence of this report "
    "says what a change was caused by."
)
BY_RULE: Final = (
    "The sentences, captions and alternative texts of this report were written by rule from the numbers. Only the "
    "introduction and the parts on learning, stories and recommendations are an evaluator's own words."
)

AS_PUBLISHED: Final = ("provisional", "false")
"""A switch that changes nothing: only facts that were checked at their source are used."""


def write_method(material: Material) -> str:
    """Write the section on method."""
    study = material.study
    used = {(change.measure, change.subscale) for change in material.changes}
    return paragraphs(
        "### Measures",
        bullets(_describe_measure(measure, used) for measure in study.measures) or "No measure was used.",
        "### Who counts",
        bullets(
            [
                say_minimum(study),
                "People who answered once are counted under “Who is missing” and in no average of change.",
                say_what_was_declared(study),
            ]
        ),
        "### Statistics",
        bullets(_list_statistics(material)) or "No statistic of change was worked out.",
        NO_COMPARISON,
        "### Small numbers",
        say_what_is_hidden(study),
        "### The data",
        bullets(
            [
                f"Source: {plain(study.source).rstrip('.')}.",
                say_faults(study.faults),
                *(f"{plain(note).rstrip('.')}." for note in study.notes),
            ]
        ),
        BY_RULE,
    )


def _describe_measure(measure: Measure, used: set[tuple[str, str]]) -> str:
    """Describe a measure: what it scores, from where to where, which way is better, whose it is."""
    scores = [
        f"{plain(part.noun)} from {plainly(part.minimum)} to {plainly(part.maximum)}"
        + (f", {part.better_is} is better" if part.better_is else "")
        for part in measure.subscales
        if not used or (measure.id, part.id) in used
    ]
    version = f", version {plain(measure.version)}" if measure.version else ""
    switches = [
        f"{plain(name)} = {plain(str(value))}"
        for name, value in measure.switches.items()
        if (name, str(value)) != AS_PUBLISHED
    ]
    return sentences(
        f"**{plain(measure.short_title)}** ({plain(measure.title)}{version}): {'; '.join(scores)}.",
        f"Source: {plain(measure.source).rstrip('.')}." if measure.source else "",
        f"Licence: {plain(measure.licence).rstrip('.')}." if measure.licence else "",
        f"Scoring rules in force: {', '.join(switches)}." if switches else "",
    )


def say_minimum(study: StudyFacts) -> str:
    """Say from how many people on a change is worked out."""
    return (
        f"A change is worked out only where at least {count(study.minimum_pairs)} people "
        "[answered both times](#glossary-answered-twice). Smaller groups are counted."
    )


def say_what_was_declared(study: StudyFacts) -> str:
    """Say which comparisons were declared before the data; else how the headline is chosen."""
    if not study.primary:
        return (
            "No comparison was [declared beforehand](#glossary-declared-beforehand). The findings compare the first "
            "listed timepoint with the last, whatever the result; no correction for several comparisons was applied."
        )
    told = [
        f"{plain(score_name(study, primary.measure, primary.subscale))} from {when(study, primary.from_)} "
        f"to {when(study, primary.to)}"
        + (f" in {plain(study.component_title(primary.component))}" if primary.component else "")
        + f" (on {day(primary.declared)})"
        for primary in study.primary
    ]
    return f"[Declared beforehand](#glossary-declared-beforehand): {'; '.join(told)}."


def _list_statistics(material: Material) -> list[str]:
    """List the statistics that were released, each with its method as the rows state it."""
    rows = material.released.outcomes
    listed = []
    for statistic, explained in STATISTICS.items():
        own = rows[(rows[names.STATISTIC] == statistic) & ~rows[names.SUPPRESSED]]
        methods = [
            method for method in dict.fromkeys(own[names.METHOD].astype(str)) if NOT_CALCULATED not in method
        ]
        if methods:
            listed.append(f"{explained}. Method: {plain('; '.join(methods))}.")
    if listed:
        listed.append(
            "All of them, unrounded and with their sign, are in tables/outcomes.csv beside this report."
        )
    return listed


def say_what_is_hidden(study: StudyFacts) -> str:
    """Say which numbers are hidden, and how a small one differs from one that protects it."""
    disclosure = study.disclosure
    if disclosure.policy == "none":
        reason = plain(disclosure.reason or "no reason was given").rstrip(".")
        return f"Nothing is hidden in this report: {reason}."
    few = hidden(disclosure.threshold)
    return sentences(
        f"A number of people that is {few}, none at all included, is hidden.",
        f"So is every result that rests on it; “{few}” stands there.",
        "Any number from which a hidden one could be worked out is hidden too; “hidden” stands there.",
        "All other counts are rounded to the nearest 5." if disclosure.policy == "nhs" else "",
    )


def say_faults(faults: Faults) -> str:
    """Say how many cells of the input could not be used, by rule."""
    if not faults.total:
        return "Every cell of the input could be used."
    by_rule = [f"{plain(rule)} ({count(n)})" for rule, n in faults.by_rule.items()]
    noun = "entry" if faults.total == 1 else "entries"
    verb = "was" if faults.total == 1 else "were"
    return upper_first(f"{count(faults.total)} {noun} of the input {verb} left out: {'; '.join(by_rule)}.")
