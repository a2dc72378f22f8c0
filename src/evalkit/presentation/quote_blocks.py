"""People's words as block quotations: escaped, with who said them, and marked where they speak against a theme."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from evalkit import names
from evalkit.analysis.disconfirming import OTHER_WAY
from evalkit.presentation.markdown import paragraphs, verbatim
from evalkit.presentation.story_sentences import name_component

if TYPE_CHECKING:
    from evalkit.presentation.material import Material

DIFFERENTLY: Final = "**Someone saw it differently:**"
SCORE_WENT_OTHER_WAY: Final = "**Someone whose score went the other way said:**"
SAID_IN: Final = {
    "story": "from a story",
    "interview": "said in an interview",
    "focus_group": "said in a focus group",
    "feedback": "written as feedback",
}
"""Who said it, where no attribution can be shown."""
_LINES: Final = re.compile(r"\n+")


@dataclass(frozen=True, slots=True)
class Quote:
    """A passage that was chosen and may be shown.

    Attributes
    ----------
    theme, component : str
        Ids.
    text : str
        The words, as they were; not escaped.
    said_by : str
        Who said it, as far as it may be told; not escaped.
    is_contrary : bool
        Whether it speaks against the theme.
    because : str
        Why it was chosen.
    """

    theme: str
    component: str
    text: str
    said_by: str
    is_contrary: bool
    because: str

    @property
    def is_other_way(self) -> bool:
        """Whether it stands against the theme by the person's score, not by what it says."""
        return self.is_contrary and self.because.startswith(OTHER_WAY)


def gather_quotes(material: Material) -> tuple[Quote, ...]:
    """Return the chosen passages in released order."""
    return tuple(
        Quote(
            theme=row["theme"],
            component=row[names.COMPONENT],
            text=row["text"],
            said_by=row["name"] or row["attribution"] or SAID_IN.get(row["kind"], ""),
            is_contrary=bool(row["disconfirming"]),
            because=row["chosen_because"],
        )
        for row in material.released.stories.tables["quotes"].to_dict("records")
    )


def write_quote(material: Material, quote: Quote) -> str:
    """Write one passage as a block quotation, marked where it speaks against its theme.

    Nothing in the words is taken for markup; their own line breaks stay.
    """
    who = [verbatim(quote.said_by), name_component(material, quote.component)]
    signed = ", ".join(part for part in who if part)
    lines = [*(verbatim(line) for line in _LINES.split(quote.text)), f"— {signed}" if signed else ""]
    block = "\n>\n".join(f"> {line}" for line in lines if line)
    mark = SCORE_WENT_OTHER_WAY if quote.is_other_way else DIFFERENTLY
    return paragraphs(mark if quote.is_contrary else "", block)


def write_quotes(material: Material, quotes: tuple[Quote, ...], theme: str) -> str:
    """Write the passages of one theme: what bears it out first, then what speaks against it."""
    own = [quote for quote in quotes if quote.theme == theme]
    own.sort(key=lambda quote: quote.is_contrary)
    return paragraphs(*(write_quote(material, quote) for quote in own))
