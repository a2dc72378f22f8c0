"""The section "Who is missing": the flow of people, in words, figures and tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from evalkit import names
from evalkit.presentation.flow_figure import draw_flow
from evalkit.presentation.markdown import paragraphs, plain, sentences
from evalkit.presentation.missing_sentences import describe_flow
from evalkit.presentation.tables import build_table_of_flow, data_table
from evalkit.presentation.wording import score_name, slug

if TYPE_CHECKING:
    from collections.abc import Sequence

    from evalkit.presentation.changes import Change
    from evalkit.presentation.counts import Counts
    from evalkit.presentation.facts import Component, StudyFacts
    from evalkit.presentation.material import Material


def write_who_is_missing(material: Material) -> str:
    """Write the section on who started, answered and was lost, for each component."""
    study, counts = material.study, material.counts
    parts = []
    for component in study.components:
        own = [
            change for change in material.changes if change.component == component.id and change.is_everybody
        ]
        told = describe_flow(study, component.id, counts, own)
        if not told:
            continue
        heading = f"### {plain(component.title)}" if material.has_components else ""
        figures = draw_flow(material, component, own)
        parts.append(
            paragraphs(heading, sentences(*told), *figures, *_flow_tables(study, component, own, counts))
        )
    closing = "People who did not answer again may be doing better or worse than those who did."
    return paragraphs(*parts, closing) if parts else "No flow of people was released."


def _flow_tables(
    study: StudyFacts, component: Component, changes: Sequence[Change], counts: Counts
) -> list[str]:
    """Tabulate, for each score of a component, who answered when."""
    scores = dict.fromkeys((change.measure, change.subscale) for change in changes)
    groups = ((names.ALL, names.ALL), *counts.groups(component.id))
    tables = []
    for score in scores:
        grid = build_table_of_flow(study, counts, component.id, score, groups)
        caption = f"{plain(component.title)}: who answered {plain(score_name(study, *score))}, and when."
        tables.append(data_table(f"flow-{slug(component.id, *score)}", caption, grid))
    return tables
