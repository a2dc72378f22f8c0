"""The chapter "What people said": themes in plain words, who told of them, and people's own words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from evalkit import names
from evalkit.presentation.case_section import write_cases
from evalkit.presentation.counter_evidence import say_what_speaks_against
from evalkit.presentation.markdown import bullets, paragraphs
from evalkit.presentation.media_section import write_media
from evalkit.presentation.quote_blocks import gather_quotes, write_quotes
from evalkit.presentation.story_rows import gather_themes, order_themes
from evalkit.presentation.story_sentences import (
    ONCE,
    say_main,
    say_parts,
    say_rule,
    say_told,
    say_what_was_read,
    title_of,
    words_of,
)
from evalkit.presentation.story_tables import build_table_of_themes, write_codes, write_themes_by
from evalkit.presentation.tables import data_table
from evalkit.presentation.theme_figure import place_themes

if TYPE_CHECKING:
    from evalkit.presentation.material import Material
    from evalkit.presentation.quote_blocks import Quote
    from evalkit.presentation.story_rows import Theme

HEADING: Final = "## What people said"


def write_stories(material: Material) -> str:
    """Write the chapter with its heading; "" where there are neither coded stories nor the evaluator's words.

    Parameters
    ----------
    material : Material
        Released rows, the evaluator's prose, and the studio.
    """
    own_words = material.narrative("stories")
    told = _write_themes(material) if material.released.stories.is_there else ""
    inside = paragraphs(own_words, told, write_cases(material), write_media(material))
    return paragraphs(HEADING, inside) if inside else ""


def _write_themes(material: Material) -> str:
    """Write all that is known of the themes: all of them, then each, then by part, time and group."""
    themes = gather_themes(material)
    ordered = order_themes(themes)
    quotes = gather_quotes(material)
    full = [theme for theme in ordered if theme.is_told]
    brief = [theme for theme in ordered if not theme.is_told and theme.overall is not None]
    grid = build_table_of_themes(material, "Theme", ordered)
    return paragraphs(
        say_what_was_read(material, themes),
        "" if full else ONCE,
        place_themes(material, themes),
        data_table("themes", f"{_say_where(material, full)}eople and passages by theme.", grid)
        if full
        else "",
        say_rule(material),
        *(_write_theme(material, theme, quotes) for theme in full),
        _write_brief(material, brief),
        *write_themes_by(material, themes),
    )


def _say_where(material: Material, themes: list[Theme]) -> str:
    """Return how a title begins that may speak of one part of the programme only."""
    main = say_main(material, themes[0])
    return f"{main}p" if main else "P"


def _write_theme(material: Material, theme: Theme, quotes: tuple[Quote, ...]) -> str:
    """Write one theme: how many told of it, what they said, what speaks against it, its codes."""
    told = theme.overall
    return paragraphs(
        f"### {title_of(theme)}",
        say_told(material, told) if told is not None and theme.main == names.ALL else "",
        bullets(say_parts(material, theme)),
        write_quotes(material, quotes, theme.fact.code),
        say_what_speaks_against(material, theme),
        write_codes(material, theme),
    )


def _write_brief(material: Material, themes: list[Theme]) -> str:
    """List the themes of which no number can be shown, or of which nobody told."""
    lines = [
        f"{say_main(material, theme)}{said}"
        for theme in themes
        if theme.overall and (said := say_told(material, theme.overall, words_of(theme)))
    ]
    return paragraphs("### Other themes", bullets(lines)) if lines else ""
