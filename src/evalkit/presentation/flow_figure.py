"""The figure of data loss: from those who started to those who answered both times."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from evalkit import names
from evalkit.presentation.bars import HATCHED, Bar, draw_bars
from evalkit.presentation.markdown import plain, sentences
from evalkit.presentation.numbers import count, is_known
from evalkit.presentation.wording import at, in_component, people, score_name, slug, when

if TYPE_CHECKING:
    from collections.abc import Sequence

    from evalkit.presentation.changes import Change
    from evalkit.presentation.counts import Counts
    from evalkit.presentation.facts import Component, StudyFacts
    from evalkit.presentation.material import Material

EVERYBODY: Final = (names.ALL, names.ALL)
BY_GROUP: Final = "Each group that can be shown, from those who started to those who answered again."


def draw_flow(material: Material, component: Component, changes: Sequence[Change]) -> list[str]:
    """Draw one figure for everybody and, where subgroups are shown, one by subgroup.

    Parameters
    ----------
    material : Material
        Counts, titles and the studio.
    component : Component
        Whose flow.
    changes : sequence of Change
        Everybody's changes of the component.

    Returns
    -------
    list of str
        Figures as Markdown.
    """
    study, counts = material.study, material.counts
    everybody = _bars(study, component.id, changes, counts, EVERYBODY)
    drawn = (
        [_save("flow", everybody, component, material, _message(material, component, changes))]
        if everybody
        else []
    )
    first_score = (
        [change for change in changes if change.score_key == changes[0].score_key] if changes else []
    )
    by_group = []
    for group in counts.groups(component.id):
        bars = _bars(study, component.id, first_score, counts, group)
        if any(bar.count and bar.count.is_shown for bar in bars):
            by_group += [Bar(f"{group[0]}: {group[1]}", None), *bars]
    if by_group:
        drawn.append(_save("flow-by-group", by_group, component, material, BY_GROUP))
    return drawn


def _bars(
    study: StudyFacts, component: str, changes: Sequence[Change], counts: Counts, group: tuple[str, str]
) -> list[Bar]:
    """Return the stages of one group, from started to answered both times."""
    started = counts.stage("started", component, group=group)
    completed = counts.stage("completed", component, group=group)
    stages = [("Started", started, False), ("Finished", completed, False)]
    told: set[tuple[str, str]] = set()
    for change in changes:
        score = (change.measure, change.subscale)
        name = score_name(study, *score)
        if score not in told:
            told.add(score)
            first = counts.stage("answered", component, score, change.timepoint_from, group)
            stages.append((f"Answered {name}, {_title(study, change.timepoint_from)}", first, True))
        paired = counts.stage("paired", component, score, change.timepoint_to, group)
        stages.append((f"… and again, {_title(study, change.timepoint_to)}", paired, True))
    return [
        Bar(label, found, found.text, whole=started, is_main=is_main)
        for label, found, is_main in stages
        if found is not None
    ]


def _title(study: StudyFacts, timepoint: str) -> str:
    """Name a timepoint in a label."""
    return when(study, timepoint).replace("\\", "")


def _message(material: Material, component: Component, changes: Sequence[Change]) -> str:
    """Say how many started, and how many answered the first score at its first and last timepoint."""
    study, started = material.study, material.counts.started(component.id)
    own = [change for change in changes if change.score_key == changes[0].score_key]
    if started is None or not started.is_shown or not own or not is_known(own[-1].pairs):
        return "From those who started to those who answered again."
    last = own[-1]
    both = f"both {at(study, last.timepoint_from)} and {at(study, last.timepoint_to)}"
    score = plain(score_name(study, last.measure, last.subscale))
    return f"{started.text} {people(started.n)} started; {count(last.pairs)} answered {score} {both}."


def _save(name: str, bars: Sequence[Bar], component: Component, material: Material, message: str) -> str:
    """Save a flow figure and return it as Markdown."""
    told = "; ".join(bar.label if bar.count is None else f"{bar.label}: {bar.value}" for bar in bars)
    drawn = any(bar.whole is not None and bar.whole.is_shown for bar in bars)
    outlines = "Outlines show everyone who started." if drawn else ""
    hatched = HATCHED if any(bar.count and not bar.count.is_shown for bar in bars) else ""
    caption = in_component(material.study, component.id, sentences(message, outlines, hatched))
    return material.place(
        f"{name}-{slug(component.id)}",
        lambda form: draw_bars(form, bars),
        caption,
        f"Bars of people by stage. {told}.",
    )
