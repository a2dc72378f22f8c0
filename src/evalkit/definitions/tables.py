"""Where in the grantee's files each fact lies: the ``tables`` part of grantee.yml."""

from __future__ import annotations

from typing import Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from evalkit.definitions.tables_activity import Contacts, Returns, refuse_shared_words


class Mapping(BaseModel):
    """Common ground of all mappings: frozen, and an unknown key is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class FromColumn(Mapping):
    """A value that each row states in a column, with the words that were used for it."""

    column: str = Field(description="Heading of the column.")
    values: dict[str, str] = Field(
        default_factory=dict, description="What was written: the id it stands for, if they differ."
    )


class Score(Mapping):
    """A column that holds a finished score."""

    column: str
    measure: str
    subscale: str = "total"
    timepoint: str | FromColumn
    date: str | None = Field(default=None, description="Column with the day on which it was answered.")


class Items(Mapping):
    """Columns that hold the answers to single questions."""

    measure: str
    timepoint: str | FromColumn
    columns: dict[str, str] = Field(description="Item id (such as phq9_01): heading of its column.")
    date: str | None = Field(default=None, description="Column with the day on which it was answered.")


class Goals(Mapping):
    """Ratings of people's own goals: one row per goal and date."""

    goal: str = Field(description="Column that tells a person's goals apart.")
    date: str
    rating: str = Field(description="Column with the rating from 0 (not at all) to 10 (reached).")
    text: str | None = Field(default=None, description="Column with the goal's words; never released.")
    theme: str | None = Field(default=None, description="Column with the theme somebody gave the goal.")
    status: str | None = Field(default=None, description="Column that says what became of the goal.")
    abandoned: tuple[str, ...] = Field(default=(), description="Words of it that mean: given up.")
    changed: tuple[str, ...] = Field(
        default=(), description="Words of it that mean: replaced by another goal."
    )

    @model_validator(mode="after")
    def _words_and_column(self) -> Self:
        if (self.status is None) != (not (self.abandoned or self.changed)):
            message = "status (the column) goes with the words that mean abandoned or changed"
            raise ValueError(message)
        refuse_shared_words(self.abandoned, self.changed, "abandoned", "changed")
        return self


class Attendance(Mapping):
    """A register: one row per person and session."""

    session: str = Field(description="Column with the session's number.")
    status: str
    attended: tuple[str, ...] = Field(min_length=1, description="Words that mean: was there.")
    missed: tuple[str, ...] = Field(min_length=1, description="Words that mean: was not.")
    date: str | None = None


class Episodes(Mapping):
    """Beginning and end of each person's time in the component: one row per person."""

    started: str
    referred: str | None = Field(
        default=None,
        description="Column with the day of referral; a blank first day then means: never started.",
    )
    ended: str | None = None
    reason: str | None = Field(default=None, description="Column with the reason for ending.")
    completed: tuple[str, ...] = Field(default=(), description="Reasons that mean: completed.")


class TrustMarks(Mapping):
    """What says whether a person's answers can be relied on: a mark per timepoint, or one day per person."""

    flag: str | None = Field(default=None, description="Column with the mark.")
    yes: tuple[str, ...] = Field(default=(), description="Words of it that mean: trusted.")
    no: tuple[str, ...] = Field(
        default=(), description="Words of it that mean: not yet; a blank cell does too."
    )
    timepoint: str | FromColumn | None = Field(default=None, description="The timepoint that is marked.")
    date: str | None = Field(
        default=None, description="Column with the day from which the person's answers are trusted."
    )

    @model_validator(mode="after")
    def _mark_or_day(self) -> Self:
        if (self.flag is None) == (self.date is None):
            message = "give either flag (a mark per timepoint) or date (one day per person)"
            raise ValueError(message)
        if self.flag is not None and (not self.yes or self.timepoint is None):
            message = "flag goes with timepoint and with the words that mean yes"
            raise ValueError(message)
        if self.date is not None and (self.yes or self.no or self.timepoint is not None):
            message = "yes, no and timepoint go with flag, not with date"
            raise ValueError(message)
        refuse_shared_words(self.yes, self.no, "yes", "no")
        return self


class Sum(Mapping):
    """An amount per person that the report adds up, such as courses given."""

    column: str
    title: str = Field(min_length=1, description="What is added up, in the report's words.")
    unit: str = Field(min_length=1, description="What is counted, such as courses.")


class Institutions(Mapping):
    """Organisations that were approached, such as schools: one row each."""

    id: str
    took_part: str
    yes: tuple[str, ...] = Field(min_length=1)
    no: tuple[str, ...] = Field(min_length=1)


class Published(Mapping):
    """Aggregate figures that were published elsewhere: one row each."""

    measure: str
    value: str
    unit: str
    period: str
    source: str
    programme: str | None = None
    only: tuple[str, ...] = Field(default=(), description="Programmes to take; all if left out.")


PERSON_LEVEL = (
    *("scores", "items", "goals", "attendance", "contacts", "episodes", "trust", "sums", "attributes"),
)


class Table(Mapping):
    """One file (or one sheet of a workbook) and what its columns mean."""

    file: str = Field(description="File in the grantee's folder: .csv or .xlsx.")
    sheet: str | None = Field(default=None, description="Sheet of a workbook.")
    respondent_id: str | None = Field(default=None, description="Column that tells people apart.")
    component: str | FromColumn | None = Field(
        default=None, description="A component's id, or the column that names it."
    )
    attributes: dict[str, str] = Field(default_factory=dict, description="Attribute: heading of its column.")
    missing_codes: tuple[str, ...] = Field(
        default=(), description='Words that mean "no answer", such as n/a; a blank cell always does.'
    )
    scores: tuple[Score, ...] = ()
    items: Items | None = None
    goals: Goals | None = None
    attendance: Attendance | None = None
    contacts: Contacts | None = None
    episodes: Episodes | None = None
    trust: TrustMarks | None = None
    sums: tuple[Sum, ...] = ()
    institutions: Institutions | None = None
    returns: Returns | None = None
    published: Published | None = None

    @property
    def is_person_level(self) -> bool:
        """Whether rows of this table are about people."""
        return any(getattr(self, name) for name in PERSON_LEVEL)

    @property
    def is_register(self) -> bool:
        """Whether rows of this table say which people came."""
        return self.attendance is not None or self.contacts is not None

    @model_validator(mode="after")
    def _says_what_it_holds(self) -> Self:
        if not (self.is_person_level or self.institutions or self.returns or self.published):
            message = f"say what the table holds: {', '.join(PERSON_LEVEL[:-1])} or {PERSON_LEVEL[-1]}"
            raise ValueError(message)
        if self.is_person_level and self.returns:
            message = (
                "a table of returns counts without names; what is known of single people is another table"
            )
            raise ValueError(message)
        if self.is_person_level and self.respondent_id is None:
            message = "respondent_id is missing: name the column that tells people apart"
            raise ValueError(message)
        if (self.is_person_level or self.institutions or self.returns) and self.component is None:
            message = "component is missing: give a component's id, or the column that names it"
            raise ValueError(message)
        titles = [entry.title for entry in self.sums]
        if len(set(titles)) < len(titles):
            message = "two sums have the same title"
            raise ValueError(message)
        return self

    @property
    def has_answer_dates(self) -> bool:
        """Whether some column says on which day a questionnaire was answered."""
        dated = [score.date for score in self.scores] + [self.items.date if self.items else None]
        return any(dated)

    def columns_needed(self) -> tuple[str, ...]:
        """Return the headings that the file must have, each once, in the order declared."""
        needed = [self.respondent_id, *_from_column(self.component), *self.attributes.values()]
        for score in self.scores:
            needed += [score.column, *_from_column(score.timepoint), score.date]
        if self.items is not None:
            items = self.items
            needed += [*_from_column(items.timepoint), *items.columns.values(), items.date]
        if self.goals is not None:
            goals = self.goals
            needed += [goals.goal, goals.date, goals.rating, goals.text, goals.theme, goals.status]
        if self.attendance is not None:
            needed += [self.attendance.session, self.attendance.status, self.attendance.date]
        for activity in (self.contacts, self.returns):
            needed += activity.columns_needed() if activity is not None else ()
        if self.episodes is not None:
            episodes = self.episodes
            needed += [episodes.started, episodes.referred, episodes.ended, episodes.reason]
        if self.trust is not None:
            needed += [self.trust.flag, *_from_column(self.trust.timepoint), self.trust.date]
        needed += [entry.column for entry in self.sums]
        if self.institutions is not None:
            needed += [self.institutions.id, self.institutions.took_part]
        if self.published is not None:
            p = self.published
            needed += [p.measure, p.value, p.unit, p.period, p.source, p.programme]
        return tuple(dict.fromkeys(name for name in needed if name))


def _from_column(value: str | FromColumn | None) -> list[str]:
    return [value.column] if isinstance(value, FromColumn) else []
