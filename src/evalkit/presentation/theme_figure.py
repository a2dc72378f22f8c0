"""The figure of themes: a dot for each person who told of one, or for each group where nobody was told apart."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from evalkit.presentation.bars import HATCHED
from evalkit.presentation.markdown import lower_first, sentences, upper_first, words
from evalkit.presentation.numbers import share
from evalkit.presentation.people_dots import DotRow, draw_people_dots, people_per_dot
from evalkit.presentation.story_rows import order_themes
from evalkit.presentation.story_sentences import ONCE, groups_noun, say_main, words_of
from evalkit.presentation.unusual_letters import name_unusual
from evalkit.presentation.wording import people

if TYPE_CHECKING:
    from collections.abc import Sequence

    from evalkit.presentation.counts import Count
    from evalkit.presentation.material import Material
    from evalkit.presentation.story_rows import Theme, Told

NAME: Final = "themes"


def place_themes(material: Material, themes: tuple[Theme, ...]) -> str:
    """Draw the themes by how many told of them; "" where there is no number to draw.

    Parameters
    ----------
    material : Material
        Released rows and the studio.
    themes : tuple of Theme
        All themes; their order in the figure is by reach.
    """
    ordered = [(theme, theme.overall) for theme in order_themes(themes)]
    of_people = any(told is not None and told.has_people for _, told in ordered)
    found = [(theme, *_choose(told, of_people=of_people)) for theme, told in ordered if told is not None]
    shown = [(theme, number, of) for theme, number, of in found if number.is_shown and number.n > 0]
    if not shown:
        return ""
    rows = [
        DotRow(name_unusual(upper_first(theme.in_words)), number, f" of {of.text}" if of.is_shown else "")
        for theme, number, of in found
    ]
    scale = people_per_dot(rows)
    one, many = ("person", "people") if of_people else (groups_noun(material, 1), groups_noun(material, 2))
    hatched = HATCHED if any(not number.is_shown for _, number, _ in found) else ""
    lead = say_main(material, shown[0][0])
    most = _say_most(shown, many, of_people=of_people, several=len(found) > 1)
    caption = sentences(
        lead + lower_first(most) if lead else most,
        f"A dot is {f'one {one}' if scale == 1 else f'about {scale} {many}'}.",
        ONCE if of_people and len(found) > 1 else "",
        hatched,
    )
    alt = f"{lead}Dots of {many} by theme. {'; '.join(f'{row.label}: {row.value}' for row in rows)}."
    return material.place(NAME, lambda form: draw_people_dots(form, rows), caption, alt)


def _choose(told: Told, *, of_people: bool) -> tuple[Count, Count]:
    """Return the number and its whole: of people, or of groups where there are groups only."""
    return (told.people, told.of) if of_people else (told.groups, told.of_groups)


def _say_most(
    shown: Sequence[tuple[Theme, Count, Count]], many: str, *, of_people: bool, several: bool
) -> str:
    """Say which theme came up most, naming all that share the first place."""
    _, first, of = shown[0]
    most = [theme for theme, number, _ in shown if number.n == first.n]
    noun = people(of.n) if of_people else many
    how_many = share(first.n, of.n, noun) if of.is_shown else f"{first.text} {noun}"
    each = " each" if len(most) > 1 else ""
    what = words([words_of(theme) for theme in most])
    if of_people:
        lead = "Most often, people" if several else "People"
        return f"{lead} told of {what}: {how_many}{each}."
    often = " most often" if several else ""
    return f"{upper_first(what)} came up{often}: in {how_many}{each}."
