"""The figure of data loss: from those who were referred or started to those who answered both times."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from evalkit import names
from evalkit.presentation.bars import HATCHED, Bar, draw_bars
from evalkit.presentation.markdown import plain, sentences
from evalkit.presentation.missing_sentences import is_rarely_answered, were
from evalkit.presentation.numbers import count, is_known
from evalkit.presentation.same_counts import combine_alike
from evalkit.presentation.wording import at, in_component, people, score_name, slug, when

if TYPE_CHECKING:
    from collections.abc import Sequence

    from evalkit.presentation.changes import Change
    from evalkit.presentation.counts import Count, Counts
    from evalkit.presentation.facts import Component, StudyFacts
    from evalkit.presentation.material import Material

EVERYBODY: Final = (names.ALL, names.ALL)
REFERRED: Final = "Referred"
MOST_LATER: Final = 2
"""A figure by group with more later timepoints than this shows the last one only."""

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
        Everybody's changes of the component's main scores.

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
    first_score = [change for change in changes if change.score_key == changes[0].score_key]
    if len(first_score) > MOST_LATER:
        first_score = first_score[-1:]
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
    """Return the stages of one group, from referred (where it was counted) to answered both times.

    Scores of one questionnaire with the same counts are drawn once. A timepoint at which hardly anybody
    of all people answered is left out.
    """
    referred, started, completed = (
        counts.stage(stage, component, group=group) for stage in ("referred", "started", "completed")
    )
    stages = [(REFERRED, referred, False), ("Started", started, False), ("Finished", completed, False)]
    whole = _outline(referred, started)

    def tell(score: tuple[str, str]) -> tuple[tuple[str, Count | None], ...]:
        own = [change for change in changes if (change.measure, change.subscale) == score]
        start = own[0].timepoint_from
        first = counts.stage("answered", component, score, start, group)
        again = [
            (
                f"… and again, {_title(study, change.timepoint_to)}",
                counts.stage("paired", component, score, change.timepoint_to, group),
            )
            for change in own
            if not is_rarely_answered(counts, change)
        ]
        return ((_title(study, start), first), *again)

    def look(score: tuple[str, str]) -> tuple[tuple[str, str], ...]:
        return tuple((label, found.text if found else "") for label, found in tell(score))

    scores = [(change.measure, change.subscale) for change in changes]
    for alike in combine_alike(study, scores, look):
        (moment, first), *again = tell(alike.first)
        stages += [(f"Answered {alike.name}, {moment}", first, True)]
        stages += [(label, found, True) for label, found in again]
    return [
        Bar(label, found, found.text, whole=whole, is_main=is_main)
        for label, found, is_main in stages
        if found is not None
    ]


def _outline(referred: Count | None, started: Count | None) -> Count | None:
    """Return what each bar is a part of: those referred, else those who started."""
    return referred if referred is not None and referred.is_shown else started


def _title(study: StudyFacts, timepoint: str) -> str:
    """Name a timepoint in a label."""
    return when(study, timepoint).replace("\\", "")


def _message(material: Material, component: Component, changes: Sequence[Change]) -> str:
    """Say how many began, and how many answered the first score at its first and last timepoint."""
    study, started = material.study, material.counts.started(component.id)
    referred = material.counts.stage("referred", component.id)
    own = [change for change in changes if change.score_key == changes[0].score_key]
    if started is None or not started.is_shown or not own or not is_known(own[-1].pairs):
        return "From those who started to those who answered again."
    last = own[-1]
    both = f"both {at(study, last.timepoint_from)} and {at(study, last.timepoint_to)}"
    score = plain(score_name(study, last.measure, last.subscale))
    began = f"{started.text} {people(started.n)} started"
    if referred is not None and referred.is_shown:
        who = f"{people(referred.n)} {were(referred.n)}"
        began = f"{referred.text} {who} referred and {started.text} started"
    return f"{began}; {count(last.pairs)} answered {score} {both}."


def _save(name: str, bars: Sequence[Bar], component: Component, material: Material, message: str) -> str:
    """Save a flow figure and return it as Markdown."""
    told = "; ".join(bar.label if bar.count is None else f"{bar.label}: {bar.value}" for bar in bars)
    drawn = any(bar.whole is not None and bar.whole.is_shown for bar in bars)
    referred = any(bar.label == REFERRED for bar in bars if bar.whole is bar.count)
    whole = "was referred" if referred else "started"
    outlines = f"Outlines show everyone who {whole}." if drawn else ""
    hatched = HATCHED if any(bar.count and not bar.count.is_shown for bar in bars) else ""
    caption = in_component(material.study, component.id, sentences(message, outlines, hatched))
    return material.place(
        f"{name}-{slug(component.id)}",
        lambda form: draw_bars(form, bars),
        caption,
        f"Bars of people by stage. {told}.",
    )
