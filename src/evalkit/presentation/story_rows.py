"""Released rows of stories as themes: who told of each, where, and what hid it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from evalkit import names
from evalkit.presentation.counts import Count

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping

    from evalkit.presentation.material import Material
    from evalkit.presentation.story_released import CodeFact

FOCUS_GROUP: Final = "focus_group"
EVERYWHERE: Final = (names.ALL, names.ALL, names.ALL, names.ALL)
"""All components together, everybody, at any time."""

Cell = tuple[str, str, str, str]
"""Component, subgroup variable, subgroup, timepoint."""


@dataclass(frozen=True, slots=True)
class Told:
    """How many told of something in one cell.

    Attributes
    ----------
    people, of : Count
        People who told of it, and everybody with coded material there.
    groups, of_groups : Count
        Documents in which nobody in particular speaks, such as focus groups, with it, and all there are.
    excerpts : Count
        Passages.
    """

    people: Count
    of: Count
    groups: Count
    of_groups: Count
    excerpts: Count

    @property
    def has_people(self) -> bool:
        """Whether anybody in particular spoke at all in this cell; where only groups did, both are empty.

        Of how many may be hidden alone.
        """
        if self.of.is_shown:
            return self.of.n > 0
        return self.people.is_shown or self.people.suppressed

    @property
    def has_groups(self) -> bool:
        """Whether there were groups in this cell."""
        return self.of_groups.is_shown and self.of_groups.n > 0

    @property
    def is_told(self) -> bool:
        """Whether a number of people or groups above zero can be shown."""
        return any(each.is_shown and each.n > 0 for each in (self.people, self.groups))


@dataclass(frozen=True, slots=True)
class Theme:
    """A theme or a code with its counts.

    Attributes
    ----------
    place : int
        Its place in the codebook from 1, for identifiers that no title can spoil.
    fact : CodeFact
        What the codebook says of it.
    cells : mapping of tuple to Told
        Counts by component, subgroup variable, subgroup and timepoint.
    codes : tuple of Theme
        The codes below it, in the order of the codebook; none below a code.
    main : str
        The part of the programme of which most can be told, where nothing is told of all parts together.
    """

    place: int
    fact: CodeFact
    cells: Mapping[Cell, Told]
    codes: tuple[Theme, ...] = ()
    main: str = names.ALL

    @property
    def in_words(self) -> str:
        """Its plain words, as they follow "people told of"; not escaped."""
        return self.fact.in_words or self.fact.name

    @property
    def overall(self) -> Told | None:
        """Everybody's counts, all components together, or in the main one."""
        return self.everybody(self.main)

    def everybody(self, component: str) -> Told | None:
        """Return everybody's counts in one component."""
        return self.cells.get((component, names.ALL, names.ALL, names.ALL))

    @property
    def is_told(self) -> bool:
        """Whether any cell of everybody shows that somebody told of it."""
        return any(
            told.is_told
            for (_, variable, _, moment), told in self.cells.items()
            if variable == moment == names.ALL
        )


def gather_themes(material: Material) -> tuple[Theme, ...]:
    """Return the themes in the order of the codebook, each with its codes.

    Parameters
    ----------
    material : Material
        Released rows.
    """
    stories = material.released.stories
    cells: dict[str, dict[Cell, Told]] = {}
    for row in stories.tables["themes"].to_dict("records"):
        cell = (row[names.COMPONENT], row[names.SUBGROUP_VARIABLE], row[names.SUBGROUP], row[names.TIMEPOINT])
        cells.setdefault(row["code"], {})[cell] = read_told(row, material.threshold)
    main = _find_main(cells)
    codes = [
        Theme(place, fact, cells.get(fact.code, {}), main=main)
        for place, fact in enumerate(stories.facts.codebook, start=1)
    ]
    return tuple(
        Theme(
            each.place,
            each.fact,
            each.cells,
            tuple(code for code in codes if code.fact.theme == each.fact.code and not code.fact.is_theme),
            main,
        )
        for each in codes
        if each.fact.is_theme
    )


def _find_main(cells: Mapping[str, Mapping[Cell, Told]]) -> str:
    """Return the component whose numbers stand for the whole: all, or the one with the most of them."""
    if not cells or any(EVERYWHERE in own for own in cells.values()):
        return names.ALL
    shown: dict[str, int] = {}
    for own in cells.values():
        for (component, *rest), told in own.items():
            if tuple(rest) == EVERYWHERE[1:]:
                shown[component] = shown.get(component, 0) + told.is_told
    return max(shown, key=lambda component: shown[component])


def read_told(row: Mapping[Hashable, Any], threshold: int) -> Told:
    """Return the counts of one row; what is empty in a hidden row is hidden."""
    small = row[names.HIDDEN_BECAUSE] == names.SMALL

    def read(column: str, *, is_small: bool = False) -> Count:
        value = float(row[column])
        return Count(value, bool(row[names.SUPPRESSED]) and math.isnan(value), threshold, is_small)

    return Told(
        read("people", is_small=small), read("of"), read("documents"), read("of_documents"), read("excerpts")
    )


def order_themes(themes: tuple[Theme, ...]) -> list[Theme]:
    """Order themes by how many told of them; what is hidden comes last, as the codebook has it."""

    def rank(theme: Theme) -> tuple[float, float]:
        told = theme.overall
        if told is None:
            return (1, 1)
        return (
            -told.people.n if told.people.is_shown else 1,
            -told.groups.n if told.groups.is_shown else 1,
        )

    return sorted(themes, key=rank)


def find_theme(themes: tuple[Theme, ...], code: str) -> Theme | None:
    """Return the theme, or the code, with this id."""
    every = [each for theme in themes for each in (theme, *theme.codes)]
    return next((each for each in every if each.fact.code == code), None)
