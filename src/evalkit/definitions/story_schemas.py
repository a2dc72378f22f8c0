"""What each processed table of coded stories must hold; the rules are those of the readers."""

from __future__ import annotations

from typing import Final

import pandera.pandas as pa

from evalkit import names
from evalkit.definitions.table_checks import text


def _place(description: str) -> pa.Column:
    return pa.Column("Int64", nullable=True, coerce=True, description=description)


def _flag(description: str) -> pa.Column:
    return pa.Column(bool, coerce=True, description=description)


_WHERE: Final = {
    "start": _place("Place of its first character in the text, from 0; blank if the export has none."),
    "end": _place("Place after its last character."),
}
_EXCERPT: Final = text("Id of the excerpt: it stays the same as long as document, place and words do.")
_DOCUMENT: Final = text("Id of the document.")
_WHO: Final = text("The person whose words they are; blank if nobody is named.", nullable=True)
_CODER: Final = text("Name of who gave it; blank where the program keeps none.", nullable=True)
_WHEN: Final = text("Id of the timepoint; blank if it has none.", nullable=True)

STORY_SCHEMAS: Final[dict[str, pa.DataFrameSchema]] = {
    "documents": pa.DataFrameSchema(
        {
            "document": _DOCUMENT,
            "name": text("Its name in the coded project."),
            names.RESPONDENT_ID: _WHO,
            names.COMPONENT: text("Id of the component."),
            names.TIMEPOINT: _WHEN,
            "kind": text("story, interview, focus_group or feedback."),
            "text": text("All of it; blank where the export holds excerpts only.", nullable=True),
        },
        unique=["document"],
        description="Texts that were coded.",
    ),
    "excerpts": pa.DataFrameSchema(
        {
            "excerpt_id": _EXCERPT,
            "document": _DOCUMENT,
            names.RESPONDENT_ID: _WHO,
            names.COMPONENT: text("Id of the component."),
            names.TIMEPOINT: _WHEN,
            **_WHERE,
            "text": text("The words, without characters that nobody sees."),
            "n_codes": pa.Column("int64", coerce=True, description="Different codes that anybody gave it."),
        },
        unique=["excerpt_id"],
        description="Passages that were marked, each once, however many codes and coders it has.",
    ),
    "codings": pa.DataFrameSchema(
        {
            "excerpt_id": _EXCERPT,
            "document": _DOCUMENT,
            "code": text("Id of the code in the codebook."),
            "coder": _CODER,
            **_WHERE,
        },
        unique=["excerpt_id", "code", "coder"],
        description="Codes given to excerpts, by coder.",
    ),
    "marks": pa.DataFrameSchema(
        {
            "document": _DOCUMENT,
            "code": text("Id of the code that marks it: one of those under redact in grantee.yml."),
            "coder": _CODER,
            **_WHERE,
            "text": text("The words, without characters that nobody sees."),
        },
        unique=["document", "code", "coder", "start", "end", "text"],
        description="Passages that must never be shown, marked by a coder; they are no excerpts.",
    ),
    "codebook": pa.DataFrameSchema(
        {
            "code": text("Id of the code."),
            "name": text("What people call it."),
            "parent": text("Id of the code above it; blank for a topmost one.", nullable=True),
            "theme": text("Id of the topmost code above it, or its own."),
            "definition": text("What it means."),
            "include": text("When to use it."),
            "exclude": text("When not to use it."),
            "domain": text("Id of the measure that it speaks to.", nullable=True),
            "in_words": text("The theme in plain words."),
            "expects": text("What it says about change of that measure: rise or fall.", nullable=True),
            "contrary_to": text("Id of the code that it speaks against.", nullable=True),
            "is_codable": _flag("False for a category that only holds other codes."),
        },
        unique=["code"],
        description="The codebook, in its own order.",
    ),
    "media": pa.DataFrameSchema(
        {
            "title": text("Title."),
            "url": text("Link."),
            "kind": text("image, video or audio."),
            names.RESPONDENT_ID: text(
                "Everybody seen or heard, parted by ; and blank if nobody is.", nullable=True
            ),
            "transcript": text("What is said, word for word.", nullable=True),
            "alt": text("What a picture shows, in words.", nullable=True),
        },
        unique=["url"],
        description="Pictures and recordings, each by link.",
    ),
    "case_studies": pa.DataFrameSchema(
        {
            "file": text("File in the grantee's folder."),
            "title": text("Title."),
            names.RESPONDENT_ID: text(
                "Everybody it is about, parted by ; and blank if nobody is.", nullable=True
            ),
            "themes": text("Codes of its themes, parted by ; and blank if it names none.", nullable=True),
            "purpose": text("The purpose that needs consent: anonymous_quote or named_quote."),
            names.COMPONENT: text("Id of the component; blank if it has none.", nullable=True),
            "text": text("Its text, as Markdown."),
        },
        unique=["file"],
        description="Case studies.",
    ),
}
