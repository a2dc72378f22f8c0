"""The scores of a component that are told briefly: one sentence each, shared figures, one table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from evalkit.presentation.alternatives import tell_move
from evalkit.presentation.band_section import write_bands
from evalkit.presentation.changes import Verdict
from evalkit.presentation.markdown import listed, paragraphs, plain, sentences, upper_first, words
from evalkit.presentation.numbers import count
from evalkit.presentation.sentences import hidden_change
from evalkit.presentation.starting_points import find_starting_points, of_people, say_both_briefly
from evalkit.presentation.tables import build_table_of_scores, data_table
from evalkit.presentation.wording import from_to, in_component, slug

if TYPE_CHECKING:
    from collections.abc import Sequence

    from evalkit.presentation.changes import Change, Headline
    from evalkit.presentation.facts import StudyFacts
    from evalkit.presentation.material import Material

WHERE_THE_REST_IS: Final = (
    "Their other timepoints, their groups and further statistics are in the folder tables beside this report."
)


def write_other_scores(material: Material, others: Sequence[Headline], *, with_note: bool) -> str:
    """Write the scores of one component that are not told in full.

    Parameters
    ----------
    material : Material
        Released results.
    others : sequence of Headline
        The comparisons that stand for them; all of one component.
    with_note : bool
        Whether to say where the rest of their results is: once in a report.

    Returns
    -------
    str
        Markdown; "" without any.
    """
    if not others:
        return ""
    study, changes = material.study, [headline.change for headline in others]
    component = changes[0].component
    noun = "score is" if len(others) == 1 else f"{count(len(others))} scores are"
    lead = f"{'This' if len(others) == 1 else 'These'} {noun} told briefly."
    measures = dict.fromkeys(change.measure for change in changes)
    return paragraphs(
        f"### {upper_first(in_component(study, component, 'the other scores'))}",
        sentences(lead, WHERE_THE_REST_IS if with_note else ""),
        *_tell_scores(study, changes),
        *(
            write_bands(material, [change for change in changes if change.measure == measure])
            for measure in measures
        ),
        _tabulate(study, changes),
    )


def _tabulate(study: StudyFacts, changes: Sequence[Change]) -> str:
    """Write one table of the scores; "" where every one of them is hidden."""
    if all(change.verdict is Verdict.HIDDEN for change in changes):
        return ""
    component = changes[0].component
    trusted = [change.statistics.get("mean_change_trusted") for change in changes]
    return data_table(
        f"others-{slug(component)}",
        f"{plain(study.component_title(component))}: averages and change in the other scores.",
        build_table_of_scores(study, changes, trusted),
    )


def _tell_scores(study: StudyFacts, changes: Sequence[Change]) -> list[str]:
    """Tell each score in a sentence, those between the same timepoints in one list."""
    told = []
    for moments in dict.fromkeys((change.timepoint_from, change.timepoint_to) for change in changes):
        own = [change for change in changes if (change.timepoint_from, change.timepoint_to) == moments]
        shown = [change for change in own if change.verdict is not Verdict.HIDDEN]
        lines = [_tell_score(study, change) for change in shown]
        for is_small in (True, False):
            hidden = [
                change for change in own if change.verdict is Verdict.HIDDEN and change.is_small is is_small
            ]
            if hidden:
                nouns = words([plain(change.about.noun) for change in hidden])
                lines.append(f"{upper_first(nouns)} – {hidden_change(study, hidden[0])}.")
        told += [f"{upper_first(from_to(study, own[0]))}:", listed(lines)]
    return told


def _tell_score(study: StudyFacts, change: Change) -> str:
    """Tell one score, from both starting points where they do not say the same."""
    short = plain(study.measure(change.measure).short_title)
    points = find_starting_points(change)
    return sentences(
        f"{upper_first(plain(change.about.noun))} ({short}) – "
        f"{tell_move(study, change)}{of_people(change.pairs)}.",
        say_both_briefly(study, points) if points and points.differ else "",
    )
