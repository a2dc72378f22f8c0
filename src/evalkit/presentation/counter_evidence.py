"""What speaks against a theme: looked for by a rule, or by nobody, and then it says so."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from evalkit import names
from evalkit.analysis.disconfirming import CONTRARY_CODE, NO_RULE, OTHER_WAY
from evalkit.presentation.counts import Count
from evalkit.presentation.markdown import sentences, upper_first, verbatim
from evalkit.presentation.missing_sentences import TO_PROTECT
from evalkit.presentation.numbers import count, share
from evalkit.presentation.story_sentences import name_component
from evalkit.presentation.wording import people

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping

    from evalkit.presentation.material import Material
    from evalkit.presentation.story_rows import Theme

NOBODY_LOOKED: Final = (
    "Nobody looked for what speaks against this theme: no rule for it was set in the codebook. That none is shown "
    "here does not mean that there is none."
)
IN_SCORES: Final = (
    "What speaks against it was looked for in the scores of those who told of it, not in what others said."
)
NOTHING_FOUND: Final = "Passages that speak against it were looked for: there are none."


def say_what_speaks_against(material: Material, theme: Theme) -> str:
    """Say what was found against a theme, or that nobody looked; "" where nothing was counted at all.

    Parameters
    ----------
    material : Material
        Released rows of ``disconfirming``.
    theme : Theme
        A theme; rules for codes below it count as well, under their own names.
    """
    table = material.released.stories.tables["disconfirming"]
    rows = table[table["theme"] == theme.fact.code]
    if rows.empty or set(rows["because"]) == {NO_RULE}:
        return NOBODY_LOOKED
    contrary = rows[rows["because"] == CONTRARY_CODE].to_dict("records")
    if not contrary:
        return IN_SCORES if OTHER_WAY in set(rows["because"]) else NOBODY_LOOKED
    found = [
        row for row in contrary if bool(row[names.SUPPRESSED]) or row["people"] > 0 or row["excerpts"] > 0
    ]
    if not found:
        return NOTHING_FOUND
    return sentences(*(_say_found(material, theme, row) for row in found))


def _say_found(material: Material, theme: Theme, row: Mapping[Hashable, Any]) -> str:
    """Say how many said something against a theme in one component."""
    hidden = bool(row[names.SUPPRESSED])
    small = row[names.HIDDEN_BECAUSE] == names.SMALL
    number = Count(float(row["people"]), hidden, material.threshold, small)
    against = "this" if row["code"] == theme.fact.code else f"“{verbatim(row['title'])}”"
    said = f"said something that speaks against {against}"
    if number.is_shown and number.n > 0:
        told = theme.everybody(row[names.COMPONENT])
        is_of_known = told is not None and told.of.is_shown
        who = share(number.n, told.of.n, people(told.of.n)) if told and is_of_known else ""
        line = f"{who or f'{number.text} {people(number.n)}'} {said}."
    elif number.is_small:
        line = f"{upper_first(number.text)} people {said}."
    elif hidden:
        line = f"How many people {said} {TO_PROTECT}"
    else:
        passages = float(row["excerpts"])
        noun = "passage speaks" if passages == 1 else "passages speak"
        line = (
            f"{count(passages)} {noun} against {against}, from groups in which nobody in particular speaks."
        )
    place = name_component(material, row[names.COMPONENT])
    return f"{place}: {line}" if place else line
