"""What those lost could change: how they began, missing answers filled in, and the limits of the result."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from evalkit import names
from evalkit.presentation.alternatives import (
    agree,
    amount,
    has_result,
    people_behind,
    read_as,
    tell_move,
    turned,
    who,
    why_not_calculated,
)
from evalkit.presentation.changes import Verdict
from evalkit.presentation.lost_table import build_table_of_lost, gather_lost, say_lost
from evalkit.presentation.markdown import paragraphs, plain, sentences, table
from evalkit.presentation.numbers import plainly
from evalkit.presentation.robustness_tables import estimate_cell, people_cell
from evalkit.presentation.same_counts import combine_alike
from evalkit.presentation.sensitivity_figure import IMPUTED, PAIRED, draw_sensitivity, find_bounds
from evalkit.presentation.tables import data_table
from evalkit.presentation.trust_sentences import say_which_baseline
from evalkit.presentation.wording import at, from_to, in_component, score_name, slug

if TYPE_CHECKING:
    from collections.abc import Sequence

    from evalkit.presentation.changes import Change, Headline
    from evalkit.presentation.material import Material
    from evalkit.presentation.sensitivity_figure import Bounds

FILLED_IN: Final = "[filled in](#glossary-imputation)"
STATISTICS: Final = ("mean_change_mi", "mean_change_worst", "mean_change_best")
HIDDEN: Final = (
    "How far those lost could move this result is [hidden](#glossary-hidden), to protect small numbers."
)


def write_sensitivities(material: Material, mains: Sequence[Headline]) -> list[str]:
    """Write what is known of those lost from each score, once for scores of which the same is said.

    Parameters
    ----------
    material : Material
        Released results.
    mains : sequence of Headline
        The comparisons that stand for the main scores of one component.

    Returns
    -------
    list of str
        Markdown; scores on which nothing was released, or from which nobody was lost, have none.
    """
    own = {(main.change.measure, main.change.subscale): main for main in mains}

    def tell(score: tuple[str, str]) -> str:
        change = own[score].change
        # A score with a table or a figure keeps its own name, so it is never told with another.
        name = _name(material, change) if _has_numbers(material, change) else ""
        return _write(material, change, name)

    return [
        _write(material, own[alike.first].change, plain(alike.name))
        for alike in combine_alike(material.study, own, tell)
    ]


def _name(material: Material, change: Change) -> str:
    """Name the score of a comparison."""
    return plain(score_name(material.study, change.measure, change.subscale))


def _has_numbers(material: Material, change: Change) -> bool:
    """Whether there is a number that a table could hold: on how people began, or on what those lost change."""
    compared = any(each.is_known for each in gather_lost(material, change))
    return compared or _has_alternative(material, change)


def _has_alternative(material: Material, change: Change) -> bool:
    """Whether a result with missing answers filled in, or limits, can stand beside the main result."""
    return find_bounds(change) is not None or has_result(read_as(material, change, "mean_change_mi"))


def _write(material: Material, change: Change, score: str) -> str:
    """Write on those lost from one comparison, the score being called ``score``."""
    study, compared = material.study, gather_lost(material, change)
    began = say_lost(study, change, compared, score)
    could = say_what_they_could_change(material, change, find_bounds(change))
    if not (began or could):
        return ""
    lead = f"**{score}, {from_to(study, change)}{say_which_baseline(change)}: those lost.**"
    name, tables = slug(*change.score_key), []
    if any(each.is_known for each in compared):
        caption = f"{score}: those lost and those who answered again."
        tables.append((f"lost-{name}", caption, build_table_of_lost(material, change, compared)))
    if could and _has_alternative(material, change):
        caption = f"{score}: the average change with and without those lost."
        tables.append((f"sensitivity-{name}", caption, _table_of_sensitivity(material, change)))
    return paragraphs(
        sentences(lead, *(began or could)),
        sentences(*could) if began else "",
        draw_sensitivity(material, change) if could else "",
        *(data_table(key, in_component(study, change.component, said), grid) for key, said, grid in tables),
    )


def say_what_they_could_change(material: Material, change: Change, bounds: Bounds | None) -> tuple[str, ...]:
    """Say what filling in gives, what the limits are, and whether the result depends on those lost.

    Parameters
    ----------
    material : Material
        Released rows.
    change : Change
        The comparison.
    bounds : Bounds or None
        From :func:`evalkit.presentation.sensitivity_figure.find_bounds`.
    """
    found = [change.statistics[name] for name in STATISTICS if name in change.statistics]
    if not found or change.verdict is Verdict.NOBODY:
        return ()
    if all(each.suppressed for each in found):
        return (HIDDEN,)
    if bounds is None:
        sides = [change.statistics[name] for name in STATISTICS[1:] if name in change.statistics]
        if any(each.suppressed for each in sides):
            return (_say_filled_in(material, change), HIDDEN)
        return () if sides else (_say_filled_in(material, change),)
    return (_say_filled_in(material, change), _say_bounds(change, bounds), _conclude(change, bounds))


def _say_filled_in(material: Material, change: Change) -> str:
    """Say what the change is with missing answers filled in, or why none were."""
    study, found = material.study, change.statistics.get("mean_change_mi")
    imputed = read_as(material, change, "mean_change_mi")
    if imputed is None or found is None:
        return ""
    if found.suppressed:
        return f"The result with missing answers {FILLED_IN} is [hidden](#glossary-hidden)."
    if not has_result(imputed):
        reason = why_not_calculated(found)
        because = f" ({reason})" if reason else ""
        limits = ": only limits can be given" if find_bounds(change) else ""
        return f"Missing answers were not {FILLED_IN}{because}{limits}."
    behind = who(people_behind(material, change, "mean_change_mi").n)
    of_all = f"Over all {behind} who answered {at(study, change.timepoint_from)}, with" if behind else "With"
    same = "The same answer" if agree(change, imputed) else "Not the same answer"
    return sentences(
        f"{of_all} missing answers {FILLED_IN} – {tell_move(study, imputed)}.",
        f"{same} as for those who answered both times." if has_result(change) else "",
    )


def _say_bounds(change: Change, bounds: Bounds) -> str:
    """Say the average change if everybody lost had ended at the worst, or at the best score."""
    about = change.about
    lowest, highest = plainly(about.minimum), plainly(about.maximum)
    worst, best = (highest, lowest) if about.better_is == names.LOWER else (lowest, highest)
    ends = [amount(about, value, bounds.decimals) for value in (bounds.worst, bounds.best)]
    return (
        f"If everybody lost had ended at the worst score ({worst}), the average change would be {ends[0]}; "
        f"at the best score ({best}), {ends[1]}. These are limits, not what is likely."
    )


def _conclude(change: Change, bounds: Bounds) -> str:
    """Say whether the direction of the result depends on those lost."""
    ends = [turned(change.about, value) for value in (bounds.worst, bounds.best)]
    crosses = min(ends) <= 0 <= max(ends)
    if change.is_better is None:
        unclear = "The result is not clear to begin with, and those lost could move it either way."
        return unclear if crosses and has_result(change) else ""
    way = "better" if change.is_better else "worse"
    if crosses:
        return f"So whether the change is for the {way} on average depends on those lost."
    return f"So the average change is for the {way} whatever became of those lost."


def _table_of_sensitivity(material: Material, change: Change) -> str:
    """Build the table of the results side by side."""
    labels = {
        "mean_change": PAIRED,
        "mean_change_mi": IMPUTED,
        "mean_change_worst": "Everybody lost at the worst score",
        "mean_change_best": "Everybody lost at the best score",
    }
    rows = [
        [label, people_cell(material, change, statistic), estimate_cell(material, change, statistic)]
        for statistic, label in labels.items()
        if statistic in change.statistics
    ]
    return table(["Who", "People", "Average change (interval)"], "lrr", rows)
