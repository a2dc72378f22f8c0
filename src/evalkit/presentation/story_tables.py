"""Tables of themes: people, groups and passages, the codes under a theme, parts, timepoints and subgroups."""

from __future__ import annotations

from typing import TYPE_CHECKING

from evalkit import names
from evalkit.presentation.markdown import lower_first, plain, table, upper_first, verbatim
from evalkit.presentation.story_rows import order_themes
from evalkit.presentation.story_sentences import groups_noun, say_main, title_of
from evalkit.presentation.tables import NO_BREAK, NOTHING, count_cell, data_table

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from evalkit.presentation.counts import Count
    from evalkit.presentation.material import Material
    from evalkit.presentation.story_rows import Cell, Theme, Told


def build_table_of_themes(material: Material, what: str, themes: Sequence[Theme]) -> str:
    """Build the table of everybody's counts: people, groups where there were any, passages.

    Parameters
    ----------
    material : Material
        For the words for groups.
    what : str
        Heading of the first column.
    themes : sequence of Theme
        Themes, or codes of one.
    """
    found = [(theme, told) for theme in themes if (told := theme.overall) is not None]
    has_people = any(told.has_people for _, told in found)
    has_groups = any(told.has_groups for _, told in found)
    noun = upper_first(groups_noun(material, 2))
    head = [what, *(["People"] if has_people else []), *([noun] if has_groups else []), "Passages"]
    rows = [
        [
            title_of(theme),
            *([_of(told.people, told.of)] if has_people else []),
            *([_of(told.groups, told.of_groups)] if has_groups else []),
            count_cell(told.excerpts),
        ]
        for theme, told in found
    ]
    return table(head, "l" + "r" * (len(head) - 1), rows)


def write_codes(material: Material, theme: Theme) -> str:
    """Fold away the codes of one theme; "" where it has none, or none can be shown."""
    codes = [code for code in theme.codes if code.overall is not None]
    if not any(code.is_told for code in codes):
        return ""
    grid = build_table_of_themes(material, "Code", codes)
    return data_table(
        f"codes-{theme.place}",
        f"{say_main(material, theme)}codes under “{title_of(theme)}”."
        if theme.main != names.ALL
        else f"Codes under “{title_of(theme)}”.",
        grid,
    )


def write_themes_by(material: Material, themes: tuple[Theme, ...]) -> list[str]:
    """Fold away the themes by part, by timepoint and by each subgroup variable, where numbers are shown."""
    study = material.study
    everybody = (names.ALL, names.ALL)
    parts = {(component.id, *everybody, names.ALL): component.title for component in study.components}
    moments = {(names.ALL, *everybody, moment.id): moment.title for moment in study.timepoints}
    written = [
        _write_by(themes, "part", "part of the programme", parts),
        _write_by(themes, "time", "time", moments),
    ]
    groups: dict[str, dict[Cell, str]] = {}
    for cell in dict.fromkeys(cell for theme in themes for cell in theme.cells):
        component, variable, subgroup, _ = cell
        if component == names.ALL and variable != names.ALL:
            groups.setdefault(variable, {})[cell] = subgroup
    written += [
        _write_by(themes, f"group-{place}", lower_first(variable), cells)
        for place, (variable, cells) in enumerate(groups.items(), start=1)
    ]
    return [each for each in written if each]


def _write_by(themes: tuple[Theme, ...], name: str, what: str, cells: dict[Cell, str]) -> str:
    """Write one table, themes down and cells across; "" where fewer than two columns have a number."""
    shown = [cell for cell in cells if any(_is_known(theme.cells.get(cell)) for theme in themes)]
    if len(shown) < 2:  # noqa: PLR2004 - one column compares nothing
        return ""
    rows = [
        [title_of(theme), *(_cell(theme.cells.get(cell)) for cell in shown)] for theme in order_themes(themes)
    ]
    rows = [row for row in rows if set(row[1:]) != {NOTHING}]
    head = ["Theme", *(upper_first(plain(cells[cell])) for cell in shown)]
    grid = table(head, "l" + "r" * len(shown), rows)
    return data_table(f"themes-by-{name}", f"People who told of each theme, by {verbatim(what)}.", grid)


def _is_known(told: Told | None) -> bool:
    return told is not None and told.has_people and told.people.is_shown


def _cell(told: Told | None) -> str:
    return NOTHING if told is None or not told.has_people else _of(told.people, told.of)


def _of(number: Count, whole: Count) -> str:
    """Write "12 of 25", the mark of a hidden number, or the number alone where its whole is hidden."""
    if not number.is_shown or not whole.is_shown:
        return count_cell(number)
    return f"{number.text} of {whole.text}".replace(" ", NO_BREAK)


def list_every(themes: Iterable[Theme]) -> list[Theme]:
    """Return themes and their codes in the order of the codebook."""
    return sorted((each for theme in themes for each in (theme, *theme.codes)), key=lambda each: each.place)
