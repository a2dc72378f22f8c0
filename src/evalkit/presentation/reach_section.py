"""The section "Who was reached": people, targets, endings, attendance, published figures."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from evalkit import names
from evalkit.presentation.alternatives import who
from evalkit.presentation.bars import HATCHED, Bar, draw_bars
from evalkit.presentation.markdown import (
    bullets,
    lower_first,
    paragraphs,
    plain,
    sentences,
    upper_first,
    words,
)
from evalkit.presentation.missing_sentences import TO_PROTECT, say_who_finished
from evalkit.presentation.numbers import briefly
from evalkit.presentation.tables import (
    build_table_of_categories,
    build_table_of_published,
    build_table_of_reach,
    data_table,
)
from evalkit.presentation.wording import in_component, people, slug

if TYPE_CHECKING:
    from collections.abc import Sequence

    from evalkit.presentation.counts import Count, Counts
    from evalkit.presentation.facts import Component, StudyFacts
    from evalkit.presentation.material import Material

FEWEST_BARS: Final = 3
"""A bar figure of fewer numbers than this says less than the sentence above it."""


def say_who_took_part(study: StudyFacts, counts: Counts) -> str:
    """Say how many people took part, in all and by component."""
    found = {component.title: counts.started(component.id) for component in study.components}
    total = counts.reached("people", names.ALL)
    if len(found) == 1:
        total = total or next(iter(found.values()))
        return _took_part(total)
    shown = [
        f"{each.text} in {plain(lower_first(title))}"
        for title, each in found.items()
        if each and each.is_shown
    ]
    others = [plain(lower_first(title)) for title, each in found.items() if each and not each.is_shown]
    unsaid = f"How many took part in {words(others)} {TO_PROTECT}" if others else ""
    return sentences(_took_part(total, words(shown) if shown else ""), unsaid)


def _took_part(total: Count | None, parts: str = "") -> str:
    """Say how many people took part in all, and in which parts."""
    if total is None:
        return f"People took part: {parts}." if parts else ""
    if not total.is_shown:
        return f"How many people took part {TO_PROTECT}"
    return f"{total.text} {people(total.n)} took part{': ' if parts else ''}{parts}."


def write_reach(material: Material) -> str:
    """Write the section on who was reached."""
    study, counts = material.study, material.counts
    told = [line for component in study.components for line in _reach_sentences(study, component, counts)]
    published = build_table_of_published(material.released)
    return paragraphs(
        material.narrative("reach"),
        say_who_took_part(study, counts),
        bullets(told),
        _reach_figure(material),
        _groups(material),
        data_table("reach", "People by component.", build_table_of_reach(study, counts)),
        *(_endings(component, counts) for component in study.components),
        *(_attendance(material, component) for component in study.components),
        "These figures were published elsewhere; they are printed as they were published."
        if published
        else "",
        f"{published}\n\n: Published figures. {{#tbl-published}}" if published else "",
    )


def _groups(material: Material) -> str:
    """Say how many people of each subgroup there were; hidden ones are named as such."""
    told = []
    for component in material.study.components:
        counted: dict[str, list[str]] = {}
        for variable, group in material.counts.groups(component.id):
            found = material.counts.stage("started", component.id, group=(variable, group))
            if found is not None:
                counted.setdefault(variable, []).append(f"{plain(group)}: {found.text}")
        for variable, parts in counted.items():
            told.append(
                in_component(material.study, component.id, f"by {plain(variable)} – {'; '.join(parts)}.")
            )
    return bullets(upper_first(line) for line in told)


def _reach_sentences(study: StudyFacts, component: Component, counts: Counts) -> list[str]:
    """Return what there is to say about the reach of one component, a sentence each."""
    told = []
    started, completed = counts.started(component.id), counts.reached("completed", component.id)
    if started and completed:
        told.append(say_who_finished(completed, started))
    for count_of, name, reached in (
        ("start", "target_started", started),
        ("finish", "target_completed", completed),
    ):
        titles = [title for title, _ in counts.by_category(name, component.id)]
        told += _against_target(count_of, titles, counts.reached(name, component.id), reached)
    approached = counts.reached("institutions_approached", component.id)
    joined = counts.reached("institutions_took_part", component.id)
    if approached and joined and approached.is_shown and joined.is_shown:
        told.append(f"{joined.text} of the {approached.text} institutions approached took part.")
    middle = counts.reached("sessions_attended_median", component.id)
    if middle and middle.is_shown:
        offered = f" of {component.sessions}" if component.sessions else ""
        told.append(f"Half of the people came to {briefly(middle.n)}{offered} sessions or more.")
    told += _say_sums(component, counts)
    if component.note:
        told.append(f"{plain(component.note).rstrip('.')}.")
    return [in_component(study, component.id, sentences(*told))] if told else []


def _say_sums(component: Component, counts: Counts) -> list[str]:
    """Say what people's amounts add up to, and, where it is not hidden, how many people told one."""
    reach = counts.reach
    rows = reach[(reach[names.STATISTIC] == "sum") & (reach[names.COMPONENT] == component.id)]
    told = []
    for row in rows.to_dict("records"):
        title = plain(str(row["category"]))
        if row[names.SUPPRESSED]:
            told.append(f"{title}: the sum {TO_PROTECT}")
            continue
        unit = f" {plain(str(row['unit']))}" if row["unit"] else ""
        behind = who(row[names.N])
        told_by = f", as told by {behind}" if behind else ""
        told.append(f"{title}: {briefly(row[names.ESTIMATE])}{unit}{told_by}.")
    return told


def _against_target(
    verb: str, titles: Sequence[str], target: Count | None, reached: Count | None
) -> list[str]:
    """Set a count beside its target, under the target's own title where it has one."""
    if target is None:
        return []
    title = plain(next(iter(titles), "")) or f"People to {verb}"
    if reached is None or not reached.is_shown:
        return [f"{title}: the target was {target.text}; the number is [hidden](#glossary-hidden)."]
    met = "was reached" if reached.n >= target.n else "was not reached"
    return [f"{title}: the target of {target.text} {met}, with {reached.text}."]


def _reach_figure(material: Material) -> str:
    """Draw people by component, the finished ones inside the bar, the target as a line."""
    study, counts = material.study, material.counts
    bars = []
    for component in study.components:
        started, completed = counts.started(component.id), counts.reached("completed", component.id)
        if started is None:
            continue
        target = counts.reached("target_started", component.id)
        target = target or counts.reached("target_completed", component.id)
        said = [f"{started.text} started" if started.is_shown else started.text]
        said.append(f"{completed.text} finished" if completed and completed.is_shown else "")
        said.append(f"target {target.text}" if target else "")
        value = "\n".join(part for part in said if part)
        bars.append(Bar(component.title, started, value, inside=completed, target=target))
    if len(bars) < 2 and not any(bar.target or bar.inside for bar in bars):  # noqa: PLR2004 - one bar compares nothing
        return ""
    told = "; ".join(f"{bar.label}: {bar.value.replace(chr(10), ', ')}" for bar in bars)
    alt = f"Bars of people by component. {told}."
    key = "Dark inside the bar: people who finished." if any(bar.inside for bar in bars) else ""
    hatched = HATCHED if any(not bar.count.is_shown for bar in bars if bar.count) else ""
    caption = sentences(say_who_took_part(study, counts), key, hatched)
    return material.place("reach", lambda form: draw_bars(form, bars), caption, alt)


def _endings(component: Component, counts: Counts) -> str:
    """Tabulate why people ended."""
    reasons = counts.by_category("ended", component.id)
    if not reasons:
        return ""
    grid = build_table_of_categories(["How it ended", "People"], reasons)
    return data_table(f"ended-{slug(component.id)}", f"{plain(component.title)}: how it ended.", grid)


def _attendance(material: Material, component: Component) -> str:
    """Draw how many people came to each session, with its table."""
    sessions = sorted(
        material.counts.by_category("attended", component.id), key=lambda pair: int(float(pair[0]))
    )
    if len(sessions) < FEWEST_BARS:
        return ""
    bars = [Bar(f"Session {session}", found, found.text) for session, found in sessions]
    name = f"attendance-{slug(component.id)}"
    alt = f"Bars of people by session. {'; '.join(f'{bar.label}: {bar.value}' for bar in bars)}."
    grid = build_table_of_categories(["Session", "People who came"], sessions)
    caption = in_component(material.study, component.id, _who_came(sessions))
    figure = material.place(name, lambda form: draw_bars(form, bars), caption, alt)
    return paragraphs(figure, data_table(name, f"{plain(component.title)}: people by session.", grid))


def _who_came(sessions: Sequence[tuple[str, Count]]) -> str:
    """Say how many came to the first and to the last session that can be shown."""
    shown = [(session, found) for session, found in sessions if found.is_shown]
    if not shown:
        return "How many people came to each session is [hidden](#glossary-hidden)."
    (first, some), (last, others) = shown[0], shown[-1]
    return f"{some.text} {people(some.n)} came to session {first}, {others.text} to session {last}."
