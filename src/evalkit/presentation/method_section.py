"""The section "How we worked this out": measures, rules, statistics, protection, faults."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from evalkit import names
from evalkit.presentation.categories import BAND_FROM, BAND_TO, RELIABLE, RULES, USUAL_RANGE
from evalkit.presentation.changes import NOT_CALCULATED
from evalkit.presentation.markdown import bullets, paragraphs, plain, sentences, upper_first
from evalkit.presentation.numbers import count, day, hidden, plainly
from evalkit.presentation.wording import score_name, when

if TYPE_CHECKING:
    from collections.abc import Sequence

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
    "p_value_t_holm": "Paired t test, corrected for several declared comparisons after Holm",
    "mean_change_bca": "Mean change with another interval, from a bootstrap",
    "mean_change_trusted": "Mean change from the trusted baseline",
    "mean_change_same_people": "Mean change of the same people from their first answer",
    "mean_change_model": "Mean change from a model that uses all answers",
    "mean_change_cluster": "Mean change that allows for people in one cluster being alike",
    "icc": "How alike people of one cluster are (intraclass correlation)",
    "mean_change_mi": "Mean change with the missing answers filled in many times over",
    "mean_change_worst": "Mean change if everybody lost had ended at the worst score",
    "mean_change_best": "Mean change if everybody lost had ended at the best score",
    "dose_slope": "Change for each session more",
    "dose_spearman": "Rank correlation of change and sessions",
}
"""Statistics of outcomes.csv in words; means, counts and standard deviations explain themselves."""

SORTED_BY: Final = {
    RELIABLE: "[reliable change](#glossary-reliable-change) is ",
    USUAL_RANGE: "[clinical range](#glossary-usual-range) ",
    BAND_FROM: "",
    BAND_TO: "",
    **dict.fromkeys(RULES, ""),
}
"""What sorts people into categories, before the method as the rows state it."""

NO_COMPARISON: Final = (
    "People were followed over time. Differences between groups were not tested, and no sentence of this report "
    "says what a change was caused by."
)
BY_RULE: Final = (
    "The sentences, captions and alternative texts of this report were written by rule from the numbers. Only the "
    "introduction and the parts on learning, stories and recommendations are an evaluator's own words."
)

SEVERAL: Final = 2
"""One declared comparison needs no correction."""
HIDDEN_METHOD: Final = "hidden: "
"""Begins the method of what the gate hid."""
HOLM: Final = "p_value_t_holm"

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
                sentences(say_what_was_declared(study), say_correction(material)),
            ]
        ),
        *write_thresholds(material),
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


def say_correction(material: Material) -> str:
    """Say for how many declared comparisons the p values were corrected; "" where they were not."""
    rows = material.released.outcomes
    number = int((rows[names.STATISTIC] == HOLM).sum())
    if number < SEVERAL:
        return ""
    return f"P values of the t test are also given corrected for {count(number)} declared comparisons after Holm."


def write_thresholds(material: Material) -> tuple[str, ...]:
    """Write, under a heading, which thresholds, bands and rules sorted people; nothing where none did."""
    study = material.study
    told: dict[str, None] = {}
    for each in material.categories:
        if each.method.startswith(HIDDEN_METHOD):
            continue
        label = (
            plain(study.component_title(each.component))
            if each.measure == names.ALL
            else plain(score_name(study, each.measure, each.subscale))
        )
        told[f"{label}: {SORTED_BY[each.statistic]}{plain(each.method)}."] = None
    return ("### Thresholds and bands", bullets(told)) if told else ()


def _list_statistics(material: Material) -> list[str]:
    """List the statistics that were released, each with its method as the rows state it."""
    rows = material.released.outcomes
    listed, corrected = [], say_correction(material)
    for statistic, explained in STATISTICS.items():
        if statistic == HOLM and not corrected:
            continue
        own = rows[(rows[names.STATISTIC] == statistic) & ~rows[names.SUPPRESSED]]
        methods = [
            method for method in dict.fromkeys(own[names.METHOD].astype(str)) if NOT_CALCULATED not in method
        ]
        if methods:
            listed.append(_say_method(explained, methods))
    if listed:
        listed.append(
            "All of them, unrounded and with their sign, are in tables/outcomes.csv beside this report."
        )
    return listed


def _say_method(explained: str, methods: Sequence[str]) -> str:
    """Say how a statistic was worked out: once where methods differ only in details such as predictors.

    The method is left out where it says again what the statistic is.
    """
    said = shorten_methods(methods)
    repeats = said.partition(";")[0].lower() == explained.lower() or said.lower().startswith(
        explained.lower()
    )
    return f"{explained}{said[len(explained) :] if repeats else f'. Method: {plain(said)}'}."


def shorten_methods(methods: Sequence[str]) -> str:
    """Write several methods as one: what all of them say, and that details differ by score.

    Examples
    --------
    >>> shorten_methods(["drawn from the earlier score, gender; pooled", "drawn from the earlier score; pooled"])
    'drawn from the earlier score, pooled; details differ by score (column “method” of the table)'
    >>> shorten_methods(["paired t test"])
    'paired t test'
    """
    first, *others = [re.split(r"(?<=[;,]) ", method) for method in methods]
    common = [part.rstrip(";,") for part in first]
    for other in others:
        bare = [part.rstrip(";,") for part in other]
        common = [part for part in common if part in bare]
    if not others:
        return methods[0]
    if not common:
        return "; ".join(methods)
    separators = {part.rstrip(";,"): part[-1] if part[-1] in ";," else ";" for part in first}
    told = " ".join(f"{part}{separators[part]}" for part in common).rstrip(";,")
    return f"{told}; details differ by score (column “method” of the table)"


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
