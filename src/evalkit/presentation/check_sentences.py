"""Sentences on whether a result holds up when it is worked out in other ways: one line each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from evalkit.presentation.alternatives import (
    agree,
    has_result,
    people_behind,
    read_as,
    tell_move,
    turned,
    who,
)
from evalkit.presentation.changes import Verdict
from evalkit.presentation.markdown import plain, sentences, upper_first
from evalkit.presentation.numbers import count, estimate, fixed, interval, is_known
from evalkit.presentation.wording import score_decimals, span_of_changes

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from evalkit.presentation.changes import Change
    from evalkit.presentation.material import Material

FEW_CLUSTERS: Final = 20
"""As ``evalkit.analysis.clusters.FEW_CLUSTERS``: below it, intervals that rest on clusters are rough."""

LABELS: Final = {
    "mean_change": "People who answered both times, t interval",
    "mean_change_bca": "The same, interval by resampling people (BCa bootstrap)",
    "mean_change_model": "Model using all answers",
    "mean_change_cluster": "Allowing for {alike}",
    "icc": "How alike {alike} changed (ICC, 1 is wholly alike)",
    "dose_slope": "Points of change for each further session attended",
    "dose_spearman": "Sessions attended and change, by rank (Spearman)",
}
"""What the table of checks calls each statistic, in its order; ``alike``: "people who share a school"."""

CHOSEN_BY_PEOPLE: Final = (
    "People choose how often they come, so this does not show that sessions do anything."
)
RANKS_DIFFER: Final = "Ranked by person, the pattern points the other way."


def list_checks(change: Change) -> tuple[str, ...]:
    """List the other estimates that were released for a comparison, in the order of the table.

    One that could not be worked out is none; one that the gate hid is.
    """
    found = {
        name: each for name, each in change.statistics.items() if each.suppressed or is_known(each.value)
    }
    return tuple(name for name in LABELS if name in found and name != "mean_change")


def name_check(material: Material, change: Change, statistic: str) -> str:
    """Name an estimate in the table; clusters by what people share, and with their number."""
    number = _number(change) if statistic == "mean_change_cluster" else ""
    alike = f"people who {_share(material, change)}"
    return LABELS[statistic].format(alike=alike) + (f" ({number})" if number else "")


def say_checks(material: Material, change: Change, checks: Sequence[str]) -> list[str]:
    """Say, one line each, what the other estimates add; what only repeats the result stays in the table.

    Parameters
    ----------
    material : Material
        Released rows.
    change : Change
        The comparison.
    checks : sequence of str
        Names of released statistics.
    """
    tellers: dict[str, Callable[[Material, Change], str]] = {
        "mean_change_bca": _say_bca,
        "mean_change_model": _say_model,
        "mean_change_cluster": _say_clusters,
        "dose_slope": _say_dose,
    }
    told = [tellers[statistic](material, change) for statistic in checks if statistic in tellers]
    return [line for line in told if line]


def _say_bca(material: Material, change: Change) -> str:
    """Say that resampling and the t interval disagree about zero; nothing where they agree."""
    other = read_as(material, change, "mean_change_bca")
    if other is None or not (has_result(change) and has_result(other)) or agree(change, other):
        return ""
    mean = other.mean_change
    limits = interval(mean.low, mean.high, score_decimals(change.about, mean)) if mean else ""
    side = (
        "includes zero, and the usual one does not"
        if _is_open(other)
        else "excludes zero, and the usual one does not"
    )
    return f"An interval by resampling people {limits} {side}: read this result with care."


def _is_open(change: Change) -> bool:
    """Whether an interval includes zero."""
    return change.verdict in {Verdict.UNCLEAR, Verdict.SAME}


def _say_model(material: Material, change: Change) -> str:
    """Say what a model of all answers gives, and whether that is the same answer."""
    other = read_as(material, change, "mean_change_model")
    if other is None or not has_result(other):
        return ""
    behind = who(other.pairs)
    lead = "A [model using all answers](#glossary-model-using-all-answers), of people who missed a time too"
    return sentences(
        f"{lead}{f' ({behind})' if behind else ''} – {tell_move(material.study, other)}.",
        _same_or_not(change, other, "for those who answered both times"),
    )


def _same_or_not(change: Change, other: Change, without: str) -> str:
    """Say whether two ways give the same answer, where both give one."""
    if not has_result(change):
        return ""
    return f"{'The' if agree(change, other) else 'Not the'} same answer as {without}."


def _say_clusters(material: Material, change: Change) -> str:
    """Say what the change is allowing for clusters, how many there are, and how alike their people changed."""
    other = read_as(material, change, "mean_change_cluster")
    if other is None or other.verdict in {Verdict.HIDDEN, Verdict.NOBODY}:
        return ""
    shared = _share(material, change)
    counted = ", ".join(part for part in (_number(change), who(other.pairs)) if part)
    lead = f"Allowing for people who [{shared}](#glossary-cluster){f' ({counted})' if counted else ''}"
    return sentences(
        f"{lead} – {tell_move(material.study, other)}.",
        _same_or_not(change, other, "without it") if has_result(other) else "",
        _alike(change, f"people who {shared}"),
        _few(change),
    )


def _share(material: Material, change: Change) -> str:
    """Say what people of one cluster have in common: "share a school"."""
    components = material.study.components
    cluster = next((each.cluster for each in components if each.id == change.component), None) or "cluster"
    article = "an" if cluster[0].lower() in "aeio" else "a"
    return f"share {article} {plain(cluster.lower())}"


def _number(change: Change) -> str:
    """Say how many clusters there are; "" where that is not known."""
    number = change.value("n_clusters")
    return f"{count(number)} in all" if is_known(number) else ""


def _alike(change: Change, alike: str) -> str:
    """Say whether people of one cluster changed more alike than others."""
    icc = change.statistics.get("icc")
    if icc is None or icc.suppressed or not is_known(icc.value):
        return ""
    if not icc.has_interval:
        return f"How alike {alike} changed: ICC {fixed(icc.value, 2)}."
    numbers = f"ICC {estimate(icc.value, icc.low, icc.high, 2)}"
    if icc.low > 0:
        return f"{upper_first(alike)} changed more alike than people who don't: {numbers}."
    return f"Whether {alike} changed alike is not clear: {numbers}."


def _few(change: Change) -> str:
    """Say that there are too few clusters to rely on an interval."""
    number = change.value("n_clusters")
    if not is_known(number) or number >= FEW_CLUSTERS:
        return ""
    return f"{count(number)} are few: take any interval that allows for them as rough."


def has_few_clusters(change: Change) -> bool:
    """Whether a comparison rests on too few clusters to rely on its interval."""
    return bool(_few(change)) and "mean_change_cluster" in change.statistics


def _say_dose(material: Material, change: Change) -> str:
    """Say whether people who came to more sessions changed more, and that this shows no cause."""
    slope = change.statistics["dose_slope"]
    if slope.suppressed or not slope.has_interval:
        return ""
    behind = who(people_behind(material, change, "dose_slope").n)
    if not slope.excludes_zero:
        span = span_of_changes(change.about, slope)
        said = f"Sessions and change show no clear pattern: with each further session, {span}"
        return sentences(f"{said}{f' ({behind})' if behind else ''}.", CHOSEN_BY_PEOPLE)
    decimals = score_decimals(change.about, slope)
    low, high = sorted((abs(slope.low), abs(slope.high)))
    size = f"{fixed(abs(slope.value), decimals)} points for each further session"
    limits = f"{fixed(low, decimals)} to {fixed(high, decimals)}{f'; {behind}' if behind else ''}"
    ranks = change.value("dose_spearman")
    return sentences(
        f"People who came to more sessions {_more_or_less(change, slope.value)}: {size} ({limits}).",
        RANKS_DIFFER if is_known(ranks) and ranks * slope.value < 0 else "",
        CHOSEN_BY_PEOPLE,
    )


def _more_or_less(change: Change, slope: float) -> str:
    """Say which way the changes of people who came more often differ."""
    way = turned(change.about, slope)
    if way == 0:
        return "rose more, or fell less" if slope > 0 else "fell more, or rose less"
    return "changed more for the better" if way > 0 else "changed less for the better, or more for the worse"
