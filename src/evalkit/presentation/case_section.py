"""Case studies: the evaluator's own Markdown about people who agreed to it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from evalkit.presentation.markdown import paragraphs, sentences, verbatim, words
from evalkit.presentation.story_rows import find_theme, gather_themes
from evalkit.presentation.story_sentences import name_component, words_of
from evalkit.presentation.unusual_letters import mark_unusual

if TYPE_CHECKING:
    from evalkit.presentation.material import Material
    from evalkit.presentation.story_released import CaseStudy

AGREED: Final = "A case study. Everybody in it agreed to be in this report."
_HEADING: Final = re.compile(r"^#{1,6}[ \t]+(.+?)[ \t]*#*$", re.MULTILINE)


def write_cases(material: Material) -> str:
    """Write the case studies, each under its title; "" where there are none.

    Parameters
    ----------
    material : Material
        Released case studies.
    """
    return paragraphs(*(_write_case(material, case) for case in material.released.stories.cases))


def _write_case(material: Material, case: CaseStudy) -> str:
    """Write one case study; its own headings become bold lines, for it stands under one already."""
    themes = gather_themes(material)
    named = [words_of(found) for code in case.themes if (found := find_theme(themes, code)) is not None]
    about = f"It tells of {words(named)}." if named else ""
    place = name_component(material, case.component)
    return paragraphs(
        f"### {verbatim(case.title)}",
        sentences(AGREED, f"{place}." if place else "", about),
        mark_unusual(_HEADING.sub(r"**\1**", case.text)),
    )
