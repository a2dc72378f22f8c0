"""Markdown tables of released numbers: rounded for people, hidden cells marked as such."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from evalkit import names
from evalkit.presentation.changes import Verdict
from evalkit.presentation.counts import HIDDEN_WORD
from evalkit.presentation.markdown import attribute, div, lower_first, plain, table, upper_first
from evalkit.presentation.numbers import (
    count,
    decimals_for,
    estimate,
    fixed,
    hidden,
    is_known,
    percentage_level,
    plainly,
)
from evalkit.presentation.wording import score_decimals, score_name, when

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from evalkit.presentation.changes import Change
    from evalkit.presentation.counts import Count, Counts
    from evalkit.presentation.estimates import Estimate
    from evalkit.presentation.facts import StudyFacts
    from evalkit.presentation.released import Released

NO_BREAK: Final = "\N{NO-BREAK SPACE}"

NOTHING: Final = "–"
"""Stands in a cell for which there is no number."""

HIDDEN_NOTE: Final = (
    "Hatched cells are [hidden](#glossary-hidden): a small number, or one that would give a small one away."
)


def data_table(name: str, caption: str, grid: str) -> str:
    """Wrap a table so that a page can fold it away under "Show the data".

    Parameters
    ----------
    name : str
        After ``tbl-``; unique in the report.
    caption, grid : str
        Markdown; where cells are hidden, a note under the table says what that means.
    """
    note = HIDDEN_NOTE if ".suppressed}" in grid else ""
    summary = attribute(f"Show the data: {lower_first(caption).rstrip('.')}")
    return div(f'.data-table summary="{summary}"', f"{grid}\n\n: {caption} {{#tbl-{name}}}", note)


def hidden_cell(threshold: int, *, is_small: bool) -> str:
    """Return what stands in a hidden cell of a table.

    Examples
    --------
    >>> hidden_cell(5, is_small=True)
    '[fewer than 5]{.suppressed}'
    """
    return f"[{hidden(threshold) if is_small else HIDDEN_WORD}]{{.suppressed}}"


def count_cell(found: Count | None) -> str:
    """Return a count, the mark of a hidden one, or a dash."""
    if found is None:
        return NOTHING
    return found.text if found.is_shown else f"[{found.text}]{{.suppressed}}"


def build_table_of_changes(study: StudyFacts, changes: Sequence[Change]) -> str:
    """Build the table behind a score: groups and timepoints down, averages and changes across.

    Parameters
    ----------
    study : StudyFacts
        For titles and the threshold.
    changes : sequence of Change
        Changes of one score in one component.
    """
    found = [change.mean_change for change in changes if change.mean_change]
    level = next((percentage_level(each.level) for each in found if is_known(each.level)), "95%")
    starts = list(dict.fromkeys(change.timepoint_from for change in changes))
    start = f"From {when(study, starts[0])} to" if len(starts) == 1 else "From – to"
    head = ["Who", start, "People", "Average first", "Average then"]
    head += [f"Change ({level} interval)", f"Hedges g ({level} interval)"]
    return table(
        head, "llrrrrr", [_change_cells(study, change, with_start=len(starts) > 1) for change in changes]
    )


def build_table_of_scores(
    study: StudyFacts, changes: Sequence[Change], since_trust: Sequence[Estimate | None]
) -> str:
    """Build the table of several scores, one line each: averages and change of everybody.

    Parameters
    ----------
    study : StudyFacts
        For titles and the threshold.
    changes : sequence of Change
        One comparison of each score, of everybody.
    since_trust : sequence of Estimate or None
        The change from the trusted baseline of each; the column is left out where there is none at all.
    """
    levels = [each.mean_change.level for each in changes if each.mean_change]
    level = next((percentage_level(each) for each in levels if is_known(each)), "95%")
    spans = {(change.timepoint_from, change.timepoint_to) for change in changes}
    columns = [f"Change ({level} interval)", f"Hedges g ({level} interval)"]
    trusted = any(each is not None for each in since_trust)
    columns[1:1] = ["Since trust was there"] if trusted else []
    head = ["Score", *(["From – to"] if len(spans) > 1 else []), "People", "Average first", "Average then"]
    rows = []
    for change, since in zip(changes, since_trust, strict=True):
        _, moments, *cells = _change_cells(study, change, with_start=True)
        cells[4:4] = [_since_cell(study, change, since)] if trusted else []
        title = plain(score_name(study, change.measure, change.subscale))
        rows.append([title, *([moments] if len(spans) > 1 else []), *cells])
    return table([*head, *columns], "l" * (len(head) - 3) + "r" * (3 + len(columns)), rows)


def _since_cell(study: StudyFacts, change: Change, found: Estimate | None) -> str:
    """Write a change from the trusted baseline with its interval, or that it is hidden."""
    if found is None:
        return NOTHING
    if found.suppressed:
        return hidden_cell(study.disclosure.threshold, is_small=found.is_small)
    return _interval_cell(found, score_decimals(change.about, found))


def _change_cells(study: StudyFacts, change: Change, *, with_start: bool) -> list[str]:
    """Return one row of the table of changes."""
    threshold, about = study.disclosure.threshold, change.about
    who = (
        "Everybody" if change.is_everybody else f"{plain(change.subgroup_variable)}: {plain(change.subgroup)}"
    )
    moments = (change.timepoint_from, change.timepoint_to) if with_start else (change.timepoint_to,)
    lead = [who, " – ".join(plain(study.timepoint_title(moment)) for moment in moments)]
    if change.verdict is Verdict.HIDDEN:
        return lead + [hidden_cell(threshold, is_small=change.is_small)] * 5
    decimals = decimals_for(about.minimum, about.maximum)
    means = [
        _mean_cell(change.value(f"mean_{side}"), change.value(f"sd_{side}"), decimals)
        for side in ("from", "to")
    ]
    mean = change.mean_change
    moved = _interval_cell(mean, score_decimals(about, mean) if mean else decimals)
    return [*lead, count(change.pairs), *means, moved, _interval_cell(change.effect, 2)]


def _mean_cell(mean: float, deviation: float, decimals: int) -> str:
    """Write a mean with its standard deviation."""
    if not is_known(mean):
        return NOTHING
    spread = f" (SD{NO_BREAK}{fixed(deviation, decimals)})" if is_known(deviation) else ""
    return f"{fixed(mean, decimals)}{spread}"


def _interval_cell(found: Estimate | None, decimals: int) -> str:
    """Write an estimate with its interval, or that it was not worked out."""
    if found is None or not found.has_interval:
        return "not worked out"
    # A line of a narrow column breaks before the interval, never inside it.
    value, _, interval = estimate(found.value, found.low, found.high, decimals).partition(" ")
    return f"{value} {interval.replace(' ', NO_BREAK)}"


def build_table_of_flow(
    study: StudyFacts,
    counts: Counts,
    component: str,
    score: tuple[str, str],
    groups: Iterable[tuple[str, str]],
) -> str:
    """Build the table of who answered when: groups and timepoints down, stages across."""
    rows = []
    for group in groups:
        who = "Everybody" if group[0] == names.ALL else f"{plain(group[0])}: {plain(group[1])}"
        for moment in study.timepoints:
            stages = [
                counts.stage(stage, component, score, moment.id, group)
                for stage in ("answered", "paired", "lost")
            ]
            if any(stages):
                rows.append([who, plain(moment.title), *(count_cell(found) for found in stages)])
    head = ["Who", "Timepoint", "Answered", "Answered first and then", "Answered first, not then"]
    return table(head, "llrrr", rows)


def build_table_of_reach(study: StudyFacts, counts: Counts) -> str:
    """Build the table of people by component: started, finished, targets."""
    rows = []
    for component in study.components:
        targets = [
            f"{found.text} to {verb}"
            for verb, found in (
                ("start", counts.reached("target_started", component.id)),
                ("finish", counts.reached("target_completed", component.id)),
            )
            if found is not None
        ]
        cells = [counts.started(component.id), counts.reached("completed", component.id)]
        row = [plain(component.title), *(count_cell(found) for found in cells), ", ".join(targets) or NOTHING]
        rows.append(row)
    head = ["Component", "Started", "Finished", "Target"]
    filled = [place for place in range(len(head)) if any(row[place] != NOTHING for row in rows)]
    return table(
        [head[place] for place in filled],
        "".join("lrrr"[place] for place in filled),
        [[row[place] for place in filled] for row in rows],
    )


def build_table_of_categories(head: Sequence[str], rows: Iterable[tuple[str, Count]]) -> str:
    """Build a table of counts by category, such as reasons for ending or sessions."""
    return table(head, "lr", [[upper_first(plain(label)), count_cell(found)] for label, found in rows])


def build_table_of_published(released: Released) -> str:
    """Build the table of figures published elsewhere, each with its source; "" if there are none."""
    rows = released.reach[released.reach[names.STATISTIC] == "published"]
    cells = [
        [
            upper_first(plain(str(row["category"]))),
            f"{row['qualifier']} {plainly(row['estimate'])} {plain(str(row['unit']))}".strip(),
            plain(str(row["period"])) or NOTHING,
            plain(str(row["source"])) or NOTHING,
        ]
        for row in rows.to_dict("records")
    ]
    return table(["What", "Published figure", "Period", "Source"], "lrll", cells) if cells else ""
