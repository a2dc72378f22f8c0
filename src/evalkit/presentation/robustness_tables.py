"""Tables of a result beside the other ways to work it out; tables keep the raw sign."""

from __future__ import annotations

from typing import TYPE_CHECKING

from evalkit.presentation.alternatives import people_behind
from evalkit.presentation.check_sentences import name_check
from evalkit.presentation.markdown import plain, table, upper_first
from evalkit.presentation.numbers import (
    decimals_for,
    decimals_that_show,
    estimate,
    fixed,
    is_known,
    percentage_level,
)
from evalkit.presentation.tables import NO_BREAK, NOTHING, count_cell, hidden_cell

if TYPE_CHECKING:
    from collections.abc import Sequence

    from evalkit.presentation.changes import Change
    from evalkit.presentation.estimates import Estimate
    from evalkit.presentation.material import Material

NOT_WORKED_OUT = "not worked out"
UNITLESS = frozenset(("icc", "dose_spearman"))
"""Statistics between −1 and 1, whatever the score's range."""


def build_table_of_trust(material: Material, change: Change, *, with_first: bool) -> str:
    """Build the table of the two starting points, with everybody's change for comparison.

    Parameters
    ----------
    material : Material
        Released rows.
    change : Change
        Everybody who answered both times.
    with_first : bool
        Whether the change of the same people from their first answers was released.
    """
    start = plain(material.study.timepoint_title(change.timepoint_from))
    rows = [
        [
            f"{upper_first(start)}, all who answered both times",
            *_row(material, change, "mean_change", "mean_from"),
        ]
    ]
    if with_first:
        rows.append(
            [f"{upper_first(start)}, same people", *_row(material, change, "mean_change_same_people", "")]
        )
    rows.append(
        [
            "Trusted baseline, same people",
            *_row(material, change, "mean_change_trusted", "mean_from_trusted"),
        ]
    )
    head = ["Counted from", "People", "Average there", f"Change ({_level(change)} interval)"]
    return table(head, "lrrr", rows)


def _row(material: Material, change: Change, statistic: str, mean: str) -> list[str]:
    """Return people, average at the start and change of one starting point."""
    about, threshold = change.about, material.threshold
    found = change.statistics.get(mean)
    average = NOTHING
    if found is not None and found.suppressed:
        average = hidden_cell(threshold, is_small=found.is_small)
    elif found is not None and is_known(found.value):
        average = fixed(found.value, decimals_for(about.minimum, about.maximum))
    return [people_cell(material, change, statistic), average, estimate_cell(material, change, statistic)]


def build_table_of_checks(material: Material, change: Change, checks: Sequence[str]) -> str:
    """Build the table of a comparison worked out in other ways: the main result, then each of them.

    Parameters
    ----------
    material : Material
        Released rows.
    change : Change
        The comparison.
    checks : sequence of str
        Names of released statistics.
    """
    rows = [
        [
            name_check(material, change, statistic),
            people_cell(material, change, statistic),
            estimate_cell(material, change, statistic),
        ]
        for statistic in ("mean_change", *checks)
    ]
    return table(["How", "People", f"Estimate ({_level(change)} interval)"], "lrr", rows)


def people_cell(material: Material, change: Change, statistic: str) -> str:
    """Return how many people a statistic rests on, the mark of a hidden number, or a dash.

    The number may be hidden where the estimate is not: then it is there to protect another.
    """
    if statistic not in change.statistics:
        return NOTHING
    return count_cell(people_behind(material, change, statistic))


def estimate_cell(material: Material, change: Change, statistic: str) -> str:
    """Return an estimate with its interval if it has one, the mark of a hidden one, or why there is none."""
    found = change.statistics.get(statistic)
    if found is None:
        return NOTHING
    if found.suppressed:
        return hidden_cell(material.threshold, is_small=found.is_small)
    return write_estimate(found, 2 if statistic in UNITLESS else _decimals(change))


def write_estimate(found: Estimate, decimals: int) -> str:
    """Write an estimate, with its interval if it has one, as a table's cell.

    Examples
    --------
    >>> from evalkit.presentation.estimates import Estimate
    >>> nan = float("nan")
    >>> write_estimate(Estimate(-3.14, nan, nan, nan, "", False), 1)
    '−3.1'
    """
    if not is_known(found.value):
        return NOT_WORKED_OUT
    if not found.has_interval:
        return fixed(found.value, decimals)
    enough = decimals_that_show((found.value, found.low, found.high), decimals)
    value, _, limits = estimate(found.value, found.low, found.high, enough).partition(" ")
    return f"{value} {limits.replace(' ', NO_BREAK)}"


def _decimals(change: Change) -> int:
    """Return the decimals that suit the score of a change."""
    return decimals_for(change.about.minimum, change.about.maximum)


def _level(change: Change) -> str:
    """Return the confidence level of a comparison's intervals."""
    levels = [found.level for found in change.statistics.values() if is_known(found.level)]
    return percentage_level(levels[0]) if levels else "95%"
