"""People by category under a score: sentences, stacked bars and the tables behind them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from evalkit.presentation.band_section import tell_stacks, write_bands
from evalkit.presentation.bars import HATCHED
from evalkit.presentation.categories import (
    RELIABLE,
    RULES,
    USUAL_RANGE,
    are_hidden,
    find_categories,
    find_rules,
)
from evalkit.presentation.category_sentences import (
    RELIABLE_CHANGE_HIDDEN,
    describe_reliable_change,
    describe_rule,
    describe_usual_range,
)
from evalkit.presentation.category_tables import build_table_of_parts
from evalkit.presentation.changes import Verdict
from evalkit.presentation.main_scores import is_main
from evalkit.presentation.markdown import paragraphs, plain, sentences, upper_first, words
from evalkit.presentation.numbers import count
from evalkit.presentation.stacked_figure import (
    BETTER,
    NEITHER,
    WORSE,
    Segment,
    Stack,
    draw_stacks,
)
from evalkit.presentation.tables import data_table
from evalkit.presentation.wording import from_to, in_component, people, score_name, slug

if TYPE_CHECKING:
    from collections.abc import Sequence

    from evalkit.presentation.categories import Categories
    from evalkit.presentation.changes import Change, Headline
    from evalkit.presentation.material import Material

SEVERAL: Final = 2
WAYS: Final = (
    ("improved", "better", BETTER),
    ("no_reliable_change", "no reliable change", NEITHER),
    ("worse", "worse", WORSE),
)


def write_categories(material: Material, changes: Sequence[Change], main: Headline) -> str:
    """Write how many people changed reliably, and in which bands they were, for one score.

    Sentences tell the comparison that stands for the score, figure and table all of them. Where
    several scores of a component have reliable change, they share one figure and one table, which
    :func:`write_component_categories` writes.

    Parameters
    ----------
    material : Material
        Released results.
    changes : sequence of Change
        All changes of the score.
    main : Headline
        The comparison that stands for it.

    Returns
    -------
    str
        Markdown; "" where nothing was released.
    """
    own = [change for change in changes if change.is_everybody]
    alone = len(_with_reliable(material, main.change.component)) < SEVERAL
    return paragraphs(
        _tell_reliable(material, main.change),
        _reliable_figure(material, own) if alone else "",
        write_bands(material, [main.change]),
    )


def write_component_categories(material: Material, component: str) -> str:
    """Write what is about several scores of a component: their shared figure, and rules across measures."""
    study, changes = material.study, _with_reliable(material, component)
    shared = len(changes) >= SEVERAL or not all(is_main(material, change) for change in changes)
    rules = find_rules(material.categories, component)
    told = (
        in_component(study, component, sentences(*(describe_rule(rule) for rule in rules))) if rules else ""
    )
    title = plain(study.component_title(component))
    return paragraphs(
        _reliable_figure(material, changes) if shared else "",
        told,
        data_table(
            f"rules-{slug(component)}",
            f"{title}: people by rules across measures.",
            build_table_of_parts(study, [(rule_name(rule), rule) for rule in rules]),
        )
        if rules
        else "",
    )


def rule_name(rule: Categories) -> str:
    """Name a rule across measures for a table."""
    return dict(
        zip(
            RULES,
            ("All measures together", "Talking Therapies, change", "Talking Therapies, recovery"),
            strict=True,
        )
    )[rule.statistic]


def _with_reliable(material: Material, component: str) -> list[Change]:
    """Return the comparisons that stand for a component's scores and have reliable change."""
    return [
        headline.change
        for headline in material.headlines
        if headline.change.component == component
        and find_categories(material.categories, headline.change, RELIABLE)
    ]


def _tell_reliable(material: Material, change: Change) -> str:
    """Tell reliable change, and who came into the usual range, of the main comparison."""
    reliable = find_categories(material.categories, change, RELIABLE)
    usual = find_categories(material.categories, change, USUAL_RANGE)
    # Of a change that is hidden itself, this has been said.
    untold = are_hidden(material.categories, change, RELIABLE) and change.verdict is not Verdict.HIDDEN
    return sentences(
        describe_reliable_change(reliable) if reliable else "",
        RELIABLE_CHANGE_HIDDEN if untold else "",
        describe_usual_range(material.study, usual) if usual else "",
    )


def _reliable_figure(material: Material, changes: Sequence[Change]) -> str:
    """Draw reliable change, one bar a comparison, with the table behind it; "" without any."""
    study = material.study
    found = [(change, find_categories(material.categories, change, RELIABLE)) for change in changes]
    known = [(change, each) for change, each in found if each is not None]
    if not known:
        return ""
    first, several = known[0][0], len({change.score_key for change, _ in known}) > 1
    stacks, sets = [], []
    for change, each in known:
        span = upper_first(from_to(study, change))
        label = upper_first(change.about.noun) if several else span.replace("\\", "")
        score = score_name(study, change.measure, change.subscale)
        stacks.append(_reliable_stack(label, score, each))
        lead = f"{plain(score)}, {from_to(study, change)}" if several else span
        usual = find_categories(material.categories, change, USUAL_RANGE)
        sets += [(lead, one) for one in (each, usual) if one is not None]
    name = f"reliable-{slug(first.component) if several else slug(*first.score_key)}"
    title = plain(
        study.component_title(first.component) if several else score_name(study, *first.score_key[1:])
    )
    caption = in_component(
        study, first.component, _caption(title, [each for _, each in known], several=several)
    )
    return paragraphs(
        material.place(name, lambda form: draw_stacks(form, stacks), caption, tell_stacks(stacks)),
        data_table(
            name,
            f"{title}: people by change of more than chance alone would explain.",
            build_table_of_parts(study, sets),
        ),
    )


def _reliable_stack(label: str, score: str, categories: Categories) -> Stack:
    """Make the bar of one comparison: better, neither, worse."""
    number = f"{count(categories.of.n)} {people(categories.of.n)}"
    segments = tuple(Segment(word, categories.count(name), look) for name, word, look in WAYS)
    return Stack(label, f"{score}, {number}", categories.of.n, segments)


def _caption(title: str, sets: Sequence[Categories], *, several: bool) -> str:
    """Say the figure's message: which way more people changed by more than chance."""
    better = worse = 0
    for each in sets:
        up, down = each.count("improved"), each.count("worse")
        if up.is_shown or down.is_shown:
            better += up.is_shown and (down.is_small or up.n > down.n)
            worse += down.is_shown and (up.is_small or down.n > up.n)
    lead = "" if several else f"{title}. "
    hatched = HATCHED if any(not part.count.is_shown for each in sets for part in each.parts) else ""
    return sentences(
        f"{lead}{_message(better, worse, len(sets))}", "Each bar is all who answered both times.", hatched
    )


def _message(better: int, worse: int, of: int) -> str:
    """Say in how many of several comparisons more people changed for the better, and for the worse."""
    more = "more people changed for the {} than for the {} by more than chance alone would explain"
    if of == 1:
        if better or worse:
            return upper_first(
                f"{more.format('better', 'worse') if better else more.format('worse', 'better')}."
            )
        return "People who changed by more than chance alone would explain, and people who did not."
    parts = [
        f"in {count(number)} {more.format(*way)}"
        for number, way in ((better, ("better", "worse")), (worse, ("worse", "better")))
        if number
    ]
    told = (
        words([parts[0], *(f"in {count(worse)} it was the other way round" for _ in parts[1:])])
        if parts
        else ""
    )
    if not told:
        return "People who changed by more than chance alone would explain, and people who did not."
    return f"Of {count(of)} comparisons, {told}."
