"""How the stories were worked on: codebook, counting, coders, saturation, what speaks against, what is withheld."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from evalkit.presentation.coder_section import write_agreement
from evalkit.presentation.markdown import bullets, lower_first, paragraphs, table, verbatim
from evalkit.presentation.numbers import count
from evalkit.presentation.saturation_figure import place_saturation
from evalkit.presentation.story_rows import gather_themes
from evalkit.presentation.story_sentences import list_withheld
from evalkit.presentation.story_tables import list_every
from evalkit.presentation.tables import NOTHING, data_table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from evalkit.presentation.material import Material
    from evalkit.presentation.story_rows import Theme

HEADING: Final = "### Stories"
COUNTING: Final = (
    "A passage marked with a code counts for the theme above it as well.",
    "People are counted before passages: who speaks often counts once.",
    "Where nobody wrote down who spoke, as in a focus group, documents are counted, not people.",
)
AGAINST: Final = (
    "What speaks against a theme was looked for by rules set in the codebook, not by a reader’s choice: codes that are "
    "contrary to it, and scores that went the other way than it leads one to expect. Where no rule was set, nobody "
    "looked, and the theme says so."
)
CONSENT: Final = (
    "Words are shown only where consent for that use is on record, and after a check for whatever could give somebody "
    "away. Who is named under them agreed to be named; any other words on who said it fit enough people."
)
WITHHELD: Final = "How much was withheld is not said in numbers, since a small one could point at somebody."


def write_story_method(material: Material) -> str:
    """Write the part on stories with its heading; "" where the study has no coded stories.

    Parameters
    ----------
    material : Material
        Released rows and the studio.
    """
    stories = material.released.stories
    if not stories.is_there:
        return ""
    themes = gather_themes(material)
    reasons = list_withheld(material)
    return paragraphs(
        HEADING,
        _say_codebook(themes),
        bullets([*COUNTING, AGAINST, CONSENT, *reasons, *([WITHHELD] if reasons else [])]),
        data_table("codebook", "The codebook.", _tabulate_codebook(themes)),
        write_agreement(material),
        place_saturation(material),
    )


def _say_codebook(themes: Sequence[Theme]) -> str:
    """Say how large the codebook is."""
    codes = sum(len(theme.codes) for theme in themes)
    noun = "theme" if len(themes) == 1 else "themes"
    below = f" with {count(codes)} {'code' if codes == 1 else 'codes'} below" if codes else ""
    return f"Passages were marked with a codebook of {count(len(themes))} {noun}{below}."


def _tabulate_codebook(themes: Sequence[Theme]) -> str:
    """Build the table of codes: what each means, when it is used and when not, what it speaks against."""
    every = [each.fact for each in list_every(themes)]
    titles = {fact.code: fact.name for fact in every}
    is_against = any(fact.contrary_to in titles for fact in every)
    rows = []
    for fact in every:
        under = f" (under {verbatim(lower_first(titles[fact.parent]))})" if fact.parent in titles else ""
        texts = [fact.definition, fact.include, fact.exclude]
        texts += [titles.get(fact.contrary_to or "", "")] if is_against else []
        rows.append([f"{verbatim(fact.name)}{under}", *(verbatim(text) or NOTHING for text in texts)])
    head = ["Code", "What it means", "Used for", "Not used for", *(["Speaks against"] if is_against else [])]
    return table(head, "l" * len(head), rows)
