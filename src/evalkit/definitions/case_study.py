"""The front matter of a case study."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from evalkit.definitions.study_parts import Identifier, Part, Text


def _as_list(value: object) -> object:
    """Return one id as a list of it: most case studies are about one person."""
    return [value] if isinstance(value, str | int) else value


Ids = Annotated[tuple[Annotated[Text, BeforeValidator(str)], ...], BeforeValidator(_as_list)]


class CaseStudyFront(Part):
    """What a case study says of itself between its two lines of ``---``.

    Examples
    --------
    >>> CaseStudyFront(title="A way back", respondent="R1", consent="named_quote").respondent
    ('R1',)
    """

    title: Text
    respondent: Ids = Field(
        description="Id of the person it is about, or a list of ids; an empty list if nobody."
    )
    consent: Literal["anonymous_quote", "named_quote"] = Field(
        description="The purpose to which everybody in it has to have agreed."
    )
    themes: Ids = Field(default=(), description="Codes of the codebook.")
    component: Identifier | None = Field(default=None, description="Id of the component.")
