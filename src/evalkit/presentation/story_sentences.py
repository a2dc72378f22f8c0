"""Sentences on what people told: how many of how many, in how many groups, and what is hidden."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from evalkit import names
from evalkit.presentation.markdown import lower_first, plain, sentences, upper_first, verbatim, words
from evalkit.presentation.missing_sentences import TO_PROTECT
from evalkit.presentation.numbers import count, in_words, share
from evalkit.presentation.story_rows import FOCUS_GROUP
from evalkit.presentation.wording import people

if TYPE_CHECKING:
    from collections.abc import Sequence

    from evalkit.presentation.material import Material
    from evalkit.presentation.story_rows import Theme, Told

KINDS: Final = {
    "story": ("story", "stories"),
    "interview": ("interview", "interviews"),
    FOCUS_GROUP: ("focus group", "focus groups"),
    "feedback": ("piece of feedback", "pieces of feedback"),
}
ONCE: Final = (
    "A person counts once for a [theme](#glossary-theme), however often they spoke of it, and can stand under "
    "several."
)
NO_WORDS: Final = "No words of anybody are quoted."
NO_CONSENT: Final = (
    "What people told who have not agreed to its use in a report is neither counted nor quoted."
)
UNDECIDED: Final = (
    "Words that may give somebody away are left out until somebody has decided what to do about them."
)
RULES: Final = {
    "spread": (
        "The words below were chosen by a rule, not by how well they are put: up to two passages for each theme, by "
        "people not quoted before where there are any, spread over the parts of the programme, and of about the usual "
        "length. Where somebody saw it differently, one such passage comes on top."
    )
}
"""Rules of choice by their released name."""


def groups_noun(material: Material, n: float) -> str:
    """Return what documents are called in which nobody in particular speaks."""
    if FOCUS_GROUP in material.released.stories.facts.material:
        return KINDS[FOCUS_GROUP][n != 1]
    return "document without one speaker" if n == 1 else "documents without one speaker"


def words_of(theme: Theme) -> str:
    """Write a theme in plain words as they follow "told of"; escaped."""
    return verbatim(lower_first(theme.in_words))


def title_of(theme: Theme) -> str:
    """Write a theme in plain words as a title; escaped."""
    return verbatim(upper_first(theme.in_words))


def say_told(material: Material, told: Told, of_what: str = "this") -> str:
    """Say how many people told of something, and in how many groups it came up.

    Parameters
    ----------
    material : Material
        For the words for groups.
    told : Told
        The counts.
    of_what : str
        What follows "told of"; escaped.
    """
    groups = _say_groups(material, told)
    if not told.has_people:
        return f"{upper_first(of_what)} came up {groups}." if groups else ""
    said = _say_people(told, of_what)
    return sentences(said, f"It came up {groups}." if groups else "")


def _say_people(told: Told, of_what: str) -> str:
    number, of = told.people, told.of
    if not number.is_shown:
        if number.is_small:
            return f"{upper_first(number.text)} people told of {of_what}."
        return f"How many people told of {of_what} {TO_PROTECT}"
    if not of.is_shown:
        return f"{number.text} {people(number.n)} told of {of_what}."
    if number.n == 0:
        return f"None of the {of.text} {people(of.n)} told of {of_what}."
    if number.n == of.n:
        return f"All {of.text} {people(of.n)} told of {of_what}."
    return f"{share(number.n, of.n, people(of.n))} told of {of_what}."


def _say_groups(material: Material, told: Told) -> str:
    """Say in how many groups it came up: "in 4 of 5 focus groups"; "" where there were none, or it is hidden."""
    if not (told.has_groups and told.groups.is_shown):
        return ""
    noun = groups_noun(material, told.of_groups.n)
    if told.of_groups.n == 1:
        return f"in {'the one' if told.groups.n else 'no'} {noun}"
    if told.groups.n == 0:
        return f"in none of the {told.of_groups.text} {noun}"
    return f"in {told.groups.text} of {told.of_groups.text} {noun}"


def say_briefly(material: Material, told: Told) -> str:
    """Write the counts of one part: "8 of 15 people, and in 2 of 3 focus groups"."""
    groups = _say_groups(material, told)
    if not told.has_people:
        return groups
    number = told.people
    if number.is_shown and told.of.is_shown:
        said = share(number.n, told.of.n, people(told.of.n)) if number.n else f"none of {told.of.text} people"
    elif number.is_shown or number.is_small:
        said = f"{number.text} {people(number.n)}"
    else:
        said = "a number that is [hidden](#glossary-hidden)"
    return f"{said}, and {groups}" if groups else said


def say_parts(material: Material, theme: Theme) -> list[str]:
    """Say for each component how many told of a theme; nothing where there is one component only."""
    found = [
        (component, told)
        for component in material.study.components
        if (told := theme.everybody(component.id)) is not None
    ]
    if len(found) == 1:
        return []
    return [
        f"{plain(component.title)}: {said}."
        for component, told in found
        if (said := say_briefly(material, told))
    ]


def say_what_was_read(material: Material, themes: Sequence[Theme]) -> str:
    """Say whose words were read, of what kind, and how many themes they were sorted into."""
    told = next((theme.overall for theme in themes if theme.overall), None)
    number = len(themes)
    sorted_into = f"sorted into {in_words(number)} theme{'' if number == 1 else 's'}"
    if told is None:
        return ""
    who = []
    if told.of.is_shown and told.of.n > 0:
        who.append(f"{told.of.text} {people(told.of.n)} told")
    if told.has_groups:
        noun = groups_noun(material, told.of_groups.n)
        who.append(f"was said in {told.of_groups.text} {noun}")
    lead = f"What {' and what '.join(who)}" if who else "What people told"
    return f"{lead} was read passage by passage and {sorted_into}.{_say_kinds(material)}"


def _say_kinds(material: Material) -> str:
    """Say what the material was: "The material: 31 stories and 5 focus groups."."""
    kinds = [
        f"{count(number)} {KINDS.get(kind, (kind, kind))[number != 1]}"
        for kind, number in material.released.stories.facts.material.items()
        if number
    ]
    return f" The material: {verbatim(words(kinds))}." if kinds else ""


def list_withheld(material: Material) -> list[str]:
    """List why words were withheld, without a number: a small one could point at somebody."""
    withheld = material.released.stories.facts.withheld
    return [
        text for text, is_so in ((NO_CONSENT, withheld.no_consent), (UNDECIDED, withheld.undecided)) if is_so
    ]


def say_rule(material: Material) -> str:
    """Say by which rule the quoted words were chosen, or why none are quoted."""
    if material.released.stories.tables["quotes"].empty:
        return sentences(NO_WORDS, *list_withheld(material))
    rule = material.released.stories.facts.rule
    return RULES.get(rule, f"The words below were chosen by this rule: {plain(rule)}.")


def say_main(material: Material, theme: Theme) -> str:
    """Return the words before a number that speaks of one part of the programme only: "Choir: "; else ""."""
    title = name_component(material, theme.main)
    return f"{title}: " if title else ""


def name_component(material: Material, component: str) -> str:
    """Return a component's title, escaped, where the study has more than one; else ""."""
    if not material.has_components or component in {"", names.ALL}:
        return ""
    return plain(material.study.component_title(component))
