"""The ``stories`` key of grantee.yml: coded material, its codebook, consent, and what to make of them."""

from __future__ import annotations

from typing import Final, Literal, Self

from pydantic import Field, model_validator

from evalkit.definitions.study_parts import Identifier, Part, Text

Purpose = Literal["letter", "report", "anonymous_quote", "named_quote", "media", "research"]
Kind = Literal["story", "interview", "focus_group", "feedback"]
Format = Literal["refi-qda", "taguette", "qualcoder-report", "plain"]

_WAYS: Final = ("case", "variable", "document")


class SheetFile(Part):
    """A file of the grantee's folder, one sheet of it if it is a workbook."""

    file: Text = Field(description="File in the grantee's folder.")
    sheet: str | None = Field(default=None, description="Sheet of a workbook.")

    @property
    def missing_codes(self) -> tuple[str, ...]:
        """Words for a blank cell: none."""
        return ()


class CodebookFile(SheetFile):
    """The codes with their definitions."""

    file: Text = Field(
        description="CSV or XLSX with the headings code, name, parent, definition, include, exclude, and if "
        "wanted theme_in_words, expects (rise or fall), domain (a measure) and contrary_to (the code that it "
        "speaks against); a REFI-QDA codebook (.qdc); or a codebook that Taguette exported (.csv, .xlsx, "
        ".html, .qdc)."
    )


class FromVariable(Part):
    """A value that the coded project keeps in a variable of the case or document, or a column of the table."""

    variable: Text = Field(description="Name of the variable, or heading of the column.")
    values: dict[str, str] = Field(
        default_factory=dict, description="What was written: the id it stands for, if they differ."
    )


class RespondentLink(Part):
    """How a coded document is told to be of which person: exactly one way.

    Examples
    --------
    >>> RespondentLink(variable="respondent_id").way
    'variable'
    """

    case: Literal[True] | None = Field(
        default=None, description="The case that the document belongs to has the respondent's id as its name."
    )
    variable: Text | None = Field(
        default=None, description="Variable of the document or of its case that holds the respondent's id."
    )
    document: dict[str, str] | None = Field(
        default=None, description="Name of the document: the respondent's id."
    )

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        if sum(getattr(self, way) is not None for way in _WAYS) != 1:
            message = f"give exactly one way: {', '.join(_WAYS[:-1])} or {_WAYS[-1]}"
            raise ValueError(message)
        return self

    @property
    def way(self) -> str:
        """Which way this is: case, variable or document."""
        return next(way for way in _WAYS if getattr(self, way) is not None)


class ExcerptColumns(Part):
    """Headings of a table with one coded excerpt a row."""

    excerpt: Text = Field(description="Column with the words.")
    code: Text = Field(description="Column with the code; an excerpt with two codes has two rows.")
    respondent: Text | None = Field(default=None, description="Column with the respondent's id.")
    document: Text | None = Field(default=None, description="Column with the name of the document.")
    coder: Text | None = Field(default=None, description="Column that says who coded it.")
    start: Text | None = Field(
        default=None, description="Column with the place of its first character, from 0."
    )
    end: Text | None = Field(default=None, description="Column with the place after its last character.")
    timepoint: Text | None = Field(default=None, description="Column with the timepoint.")

    @model_validator(mode="after")
    def _start_goes_with_end(self) -> Self:
        if (self.start is None) != (self.end is None):
            message = "start goes with end: map both, or neither"
            raise ValueError(message)
        return self


class Material(SheetFile):
    """One export of coded material."""

    format: Format = Field(
        description="refi-qda: a project (.qdpx); taguette: highlights (.csv, .xlsx, .html); qualcoder-report: "
        "coded text by file or by case (.csv, .xlsx); plain: a table with one excerpt a row."
    )
    component: Identifier | FromVariable = Field(
        description="A component's id, or the variable that names it."
    )
    respondent: RespondentLink | None = Field(
        default=None, description="How documents and people go together; left out, nobody is named."
    )
    timepoint: Identifier | FromVariable | None = Field(
        default=None, description="A timepoint's id, or the variable that names it."
    )
    kind: Kind = Field(default="story", description="What the documents are.")
    columns: ExcerptColumns | None = Field(
        default=None, description="Headings of the table: format plain only."
    )

    @model_validator(mode="after")
    def _columns_go_with_plain(self) -> Self:
        if (self.format == "plain") != (self.columns is not None):
            message = "columns goes with the format plain, and plain needs it"
            raise ValueError(message)
        if self.columns is not None and self.columns.respondent and self.respondent:
            message = "columns.respondent already says whose words they are: leave respondent out"
            raise ValueError(message)
        if self.columns is not None and self.columns.timepoint and self.timepoint:
            message = "columns.timepoint already says when it was: leave timepoint out"
            raise ValueError(message)
        return self


class ConsentColumns(Part):
    """Headings of the table of consents."""

    respondent: Text = Field(description="Column with the respondent's id.")
    item: Text | None = Field(
        default=None, description="Column with the name of the document it is about; blank means all."
    )
    purpose: Text = Field(description="Column with the purpose.")
    given: Text = Field(description="Column that says whether it was given.")
    date: Text = Field(description="Column with the day on which it was asked.")
    withdrawn: Text | None = Field(default=None, description="Column with the day on which it was withdrawn.")


class Consent(SheetFile):
    """What each person agreed to: one row per person and purpose, and per item if they differ."""

    columns: ConsentColumns = Field(description="Headings of the table.")
    purposes: dict[str, Purpose] = Field(
        default_factory=dict, description="The grantee's word for a purpose: the purpose it stands for."
    )
    yes: tuple[str, ...] = Field(default=("yes",), min_length=1, description="Words that mean: given.")
    no: tuple[str, ...] = Field(default=("no",), description="Words that mean: refused.")

    @model_validator(mode="after")
    def _yes_is_not_no(self) -> Self:
        shared = {word.strip().casefold() for word in self.yes} & {
            word.strip().casefold() for word in self.no
        }
        if shared:
            message = f"'{min(shared)}' can't mean both yes and no"
            raise ValueError(message)
        return self

    def columns_needed(self) -> tuple[str, ...]:
        """Return the headings that the file must have."""
        return _filled(self.columns)


class WordList(SheetFile):
    """A list of the grantee's own words: a column of a file."""

    column: Text = Field(description="Heading of the column.")

    def columns_needed(self) -> tuple[str, ...]:
        """Return the headings that the file must have."""
        return (self.column,)


class Identity(Part):
    """What the check of excerpts should know of the people and places around this grantee."""

    names: WordList | None = Field(
        default=None, description="Names of people: participants, staff, relatives."
    )
    places: WordList | None = Field(default=None, description="Names of places that give a person away.")
    organisations: WordList | None = Field(default=None, description="Names of organisations.")
    keep: tuple[Text, ...] = Field(default=(), description="Words that identify nobody and may stay.")


class MediaColumns(Part):
    """Headings of the list of pictures and recordings."""

    title: Text = Field(description="Column with the title.")
    url: Text = Field(description="Column with the link, https://…")
    kind: Text = Field(description="Column that says image, video or audio.")
    respondent: Text = Field(description="Column with the respondent's id; several are parted by ;")
    transcript: Text = Field(description="Column with the name of the text file that holds the transcript.")
    alt: Text = Field(description="Column that says in words what a picture shows.")


class Media(SheetFile):
    """Pictures and recordings, each by link."""

    columns: MediaColumns = Field(description="Headings of the list.")

    def columns_needed(self) -> tuple[str, ...]:
        """Return the headings that the file must have."""
        return _filled(self.columns)


class Joint(Part):
    """Which score speaks to which theme."""

    theme: Text = Field(description="Code of the theme.")
    measure: Identifier = Field(description="Id of the measure.")
    subscale: Identifier = Field(default="total", description="Id of the subscale.")
    component: Identifier | None = Field(default=None, description="Only in this component; else in each.")


class Stories(Part):
    """Coded stories of a study."""

    codebook: CodebookFile = Field(description="Where the codebook is.")
    material: tuple[Material, ...] = Field(min_length=1, description="Exports of coded material.")
    redact: tuple[Text, ...] = Field(
        default=(),
        description="Codes that mark what must never be shown, such as Personal data: no themes, and what is "
        "marked is taken out of every excerpt.",
    )
    consent: Consent | None = Field(
        default=None, description="What each person agreed to; left out, no word of anybody is shown."
    )
    attribution: tuple[Text, ...] = Field(
        default=(), description="Attributes of which a quote's attribution may be built, the first one first."
    )
    name: Text | None = Field(
        default=None, description="Attribute that holds the name by which people agreed to be quoted."
    )
    identity: Identity = Field(
        default=Identity(), description="The grantee's own lists for the identity check."
    )
    case_studies: tuple[Text, ...] = Field(default=(), description="Markdown files with front matter.")
    media: Media | None = Field(default=None, description="Pictures and recordings.")
    joint: tuple[Joint, ...] = Field(
        default=(), description="Which score speaks to which theme; left out, the codebook's domain says it."
    )


def _filled(columns: Part) -> tuple[str, ...]:
    return tuple(dict.fromkeys(str(name) for name in columns.model_dump().values() if name))
