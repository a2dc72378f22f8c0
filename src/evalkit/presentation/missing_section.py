"""The section "Who is missing": the flow of people, who was lost, and what they could change."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from evalkit import names
from evalkit.presentation.flow_figure import draw_flow
from evalkit.presentation.lost_table import BY_CHANCE
from evalkit.presentation.main_scores import choose_main_scores
from evalkit.presentation.markdown import paragraphs, plain, sentences
from evalkit.presentation.missing_sentences import describe_flow, find_loss
from evalkit.presentation.numbers import is_known
from evalkit.presentation.same_counts import combine_alike
from evalkit.presentation.sensitivity_section import write_sensitivities
from evalkit.presentation.tables import build_table_of_flow, data_table
from evalkit.presentation.wording import slug

if TYPE_CHECKING:
    from collections.abc import Sequence

    from evalkit.presentation.changes import Change
    from evalkit.presentation.facts import Component
    from evalkit.presentation.material import Material

CLOSING: Final = "People who did not answer again may be doing better or worse than those who did."
MOST_TIMEPOINTS: Final = 3
"""A table of who answered at more timepoints than this shows everybody, and no subgroups."""

GROUPS_ELSEWHERE: Final = (
    "Who answered when is shown for everybody; tables/flow.csv beside this report has the groups too."
)


def write_who_is_missing(material: Material) -> str:
    """Write the section on who was referred, started, answered and was lost, for each component.

    Told, drawn and tabulated are the main scores of each component; the others are in tables/flow.csv.
    """
    study, counts = material.study, material.counts
    mains = choose_main_scores(study, material.headlines)
    keys = {main.change.score_key for main in mains}
    parts = []
    for component in study.components:
        own = [
            change
            for change in material.changes
            if change.component == component.id and change.is_everybody and change.score_key in keys
        ]
        told = describe_flow(study, component.id, counts, own)
        if not told:
            continue
        parts.append(
            paragraphs(
                f"### {plain(component.title)}" if material.has_components else "",
                sentences(*told),
                *draw_flow(material, component, own),
                *_flow_tables(material, component, own),
                *write_sensitivities(
                    material, [main for main in mains if main.change.component == component.id]
                ),
            )
        )
    if not parts:
        return "No flow of people was released."
    closing = "" if _nobody_is_missing(material, keys) else CLOSING
    return paragraphs(*parts, sentences(closing, *_remarks(material, keys)))


def _nobody_is_missing(material: Material, keys: set[tuple[str, str, str]]) -> bool:
    """Whether it is known of every main score that all who started answered it both times."""
    own = [change for change in material.changes if change.is_everybody and change.score_key in keys]
    losses = [find_loss(change, material.counts) for change in own]
    known = [
        loss.started is not None and loss.started.is_shown and is_known(loss.change.pairs) for loss in losses
    ]
    return bool(known) and all(known) and not any(loss.size for loss in losses)


def _remarks(material: Material, keys: set[tuple[str, str, str]]) -> tuple[str, ...]:
    """Return what holds for the whole section and is said once."""
    by_chance = "" if material.released.missing.empty else BY_CHANCE
    left_out = any(
        material.counts.groups(component) and has_many_timepoints(material, component, score)
        for component, *score in keys
    )
    return (by_chance, GROUPS_ELSEWHERE if left_out else "")


def has_many_timepoints(material: Material, component: str, score: Sequence[str]) -> bool:
    """Whether everybody's flow of a score has more timepoints than a table with groups has room for."""
    measure, subscale = score
    moments = [
        moment.id
        for moment in material.study.timepoints
        if material.counts.stage("answered", component, (measure, subscale), moment.id) is not None
    ]
    return len(moments) > MOST_TIMEPOINTS


def _flow_tables(material: Material, component: Component, changes: Sequence[Change]) -> list[str]:
    """Tabulate who answered when, once for the scores of a questionnaire with the same counts."""
    study, counts = material.study, material.counts

    def tabulate(score: tuple[str, str]) -> str:
        many = has_many_timepoints(material, component.id, score)
        groups = () if many else counts.groups(component.id)
        return build_table_of_flow(study, counts, component.id, score, ((names.ALL, names.ALL), *groups))

    scores = [(change.measure, change.subscale) for change in changes]
    return [
        data_table(
            f"flow-{slug(component.id, *alike.first)}",
            f"{plain(component.title)}: who answered {plain(alike.name)}, and when.",
            tabulate(alike.first),
        )
        for alike in combine_alike(study, scores, tabulate)
    ]
