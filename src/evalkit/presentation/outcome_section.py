"""The section "What changed": for each score the sentences, the figures and the table behind them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from evalkit.presentation.category_section import write_categories, write_component_categories
from evalkit.presentation.changes import Verdict
from evalkit.presentation.main_scores import choose_main_scores
from evalkit.presentation.markdown import (
    bullets,
    listed,
    paragraphs,
    plain,
    sentences,
    upper_first,
    words,
)
from evalkit.presentation.numbers import plainly
from evalkit.presentation.other_scores import write_other_scores
from evalkit.presentation.outcome_figures import (
    draw_group_paths,
    draw_overview,
    draw_score_changes,
    draw_score_paths,
)
from evalkit.presentation.robustness_section import write_checks, write_trust
from evalkit.presentation.sentences import (
    NO_TEST_OF_GROUPS,
    describe_before_and_after,
    describe_change,
    hidden_change,
    say_if_measures_disagree,
)
from evalkit.presentation.starting_points import say_what_depends, without_doubt
from evalkit.presentation.tables import build_table_of_changes, data_table
from evalkit.presentation.wording import from_to, in_component, score_name, slug, when

if TYPE_CHECKING:
    from collections.abc import Sequence

    from evalkit.presentation.changes import Change, Headline
    from evalkit.presentation.facts import StudyFacts
    from evalkit.presentation.material import Material

NO_OUTCOMES = "No score was collected at two timepoints, so nothing can be said about change."


def write_outcomes(material: Material) -> str:
    """Write the section on change: an overview, then each component, then each score."""
    if not material.changes:
        return paragraphs(material.narrative("outcomes"), NO_OUTCOMES)
    parts = [material.narrative("outcomes"), draw_overview(material)]
    chosen, noted = choose_main_scores(material.study, material.headlines), False
    for component in dict.fromkeys(change.component for change in material.changes):
        own = [change for change in material.changes if change.component == component]
        scores = [each for each in material.headlines if each.change.component == component]
        for main in (each for each in scores if each in chosen):
            rows = [change for change in own if change.score_key == main.change.score_key]
            parts.append(_write_score(material, rows, main))
        others = [each for each in scores if each not in chosen]
        parts.append(write_other_scores(material, others, with_note=not noted))
        noted = noted or bool(others)
        parts.append(write_component_categories(material, component))
        parts.append(_compare_scores(material, scores))
    return paragraphs(*parts)


def _compare_scores(material: Material, scores: Sequence[Headline]) -> str:
    """Say which scores of a component disagree, and of which the answer depends on the starting point."""
    told = sentences(
        say_if_measures_disagree(without_doubt(scores)),
        say_what_depends(each.change for each in scores) if len(scores) > 1 else "",
    )
    return in_component(material.study, scores[0].change.component, told) if told else ""


def _write_score(material: Material, changes: Sequence[Change], main: Headline) -> str:
    """Write one score: heading, sentences, figures, table."""
    study, first = material.study, changes[0]
    name = slug(first.component, first.measure, first.subscale)
    score = plain(score_name(study, first.measure, first.subscale))
    title = upper_first(in_component(study, first.component, plain(first.about.noun)))
    everybody = [change for change in changes if change.is_everybody]
    groups = subgroups_beside(changes, main.change)
    return paragraphs(
        f"### {title} ({plain(study.measure(first.measure).short_title)})",
        _describe_score(score, first),
        listed(_tell_timepoints(study, everybody)),
        describe_before_and_after(study, main.change),
        write_categories(material, changes, main),
        write_trust(material, main),
        write_checks(material, main),
        draw_score_paths(material, changes),
        _tell_groups(material, groups),
        draw_group_paths(material, changes),
        draw_score_changes(material, [*everybody, *groups]),
        data_table(
            f"change-{name}",
            f"{score}: averages and change of the people who answered both times.",
            build_table_of_changes(study, changes),
        ),
    )


def _tell_timepoints(study: StudyFacts, changes: Sequence[Change]) -> list[str]:
    """Tell each comparison of everybody; what is hidden at several timepoints stands in one sentence."""
    told: dict[tuple[object, ...], list[Change]] = {}
    for change in changes:
        alone = change.verdict is not Verdict.HIDDEN
        key = (change.timepoint_from, change.timepoint_to if alone else "", alone, change.is_small)
        told.setdefault(key, []).append(change)
    return [_tell_together(study, group) for group in told.values()]


def _tell_together(study: StudyFacts, changes: Sequence[Change]) -> str:
    """Tell one comparison, or several hidden ones that begin at the same timepoint."""
    if len(changes) == 1:
        return describe_change(study, changes[0])
    ends = words([when(study, change.timepoint_to) for change in changes])
    return f"From {when(study, changes[0].timepoint_from)} to {ends} – {hidden_change(study, changes[0])}."


def _describe_score(score: str, change: Change) -> str:
    """Say from where to where a score runs, and which way is better."""
    about = change.about
    return sentences(
        f"{score} runs from {plainly(about.minimum)} to {plainly(about.maximum)}.",
        f"A {about.better_is} score is better." if about.better_is else "",
    )


def subgroups_beside(changes: Sequence[Change], main: Change) -> list[Change]:
    """Return the subgroups' changes at the timepoints of everybody's headline."""
    moments = (main.timepoint_from, main.timepoint_to)
    return [
        change
        for change in changes
        if not change.is_everybody and (change.timepoint_from, change.timepoint_to) == moments
    ]


def _tell_groups(material: Material, groups: Sequence[Change]) -> str:
    """Tell the subgroups' changes side by side, without comparing them."""
    told = []
    for variable in dict.fromkeys(change.subgroup_variable for change in groups):
        own = [change for change in groups if change.subgroup_variable == variable]
        lead = f"By {plain(variable)}, {from_to(material.study, own[0])}:"
        told.append(paragraphs(lead, bullets(describe_change(material.study, change) for change in own)))
    return paragraphs(*told, NO_TEST_OF_GROUPS) if told else ""
