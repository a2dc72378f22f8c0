"""Where in the grantee's files each fact lies: the ``tables`` part of grantee.yml."""

from __future__ import annotations

from typing import Self

from pydantic import BaseModel, ConfigDict, Field, model_validator


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


class Items(Mapping):
    """Columns that hold the answers to single questions."""

    measure: str
    timepoint: str | FromColumn
    columns: dict[str, str] = Field(description="Item id (such as phq9_01): heading of its column.")


class Goals(Mapping):
    """Ratings of people's own goals: one row per goal and date."""

    goal: str = Field(description="Column that tells a person's goals apart.")
    date: str
    rating: str = Field(description="Column with the rating from 0 (not at all) to 10 (reached).")
    text: str | None = Field(default=None, description="Column with the goal's words; never released.")
    theme: str | None = Field(default=None, description="Column with the theme somebody gave the goal.")


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
    referred: str | None = None
    ended: str | None = None
    reason: str | None = Field(default=None, description="Column with the reason for ending.")
    completed: tuple[str, ...] = Field(default=(), description="Reasons that mean: completed.")


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


PERSON_LEVEL = ("scores", "items", "goals", "attendance", "episodes", "attributes")


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
    episodes: Episodes | None = None
    institutions: Institutions | None = None
    published: Published | None = None

    @property
    def is_person_level(self) -> bool:
        """Whether rows of this table are about people."""
        return any(getattr(self, name) for name in PERSON_LEVEL)

    @model_validator(mode="after")
    def _says_what_it_holds(self) -> Self:
        if not (self.is_person_level or self.institutions or self.published):
            message = "say what the table holds: scores, items, goals, attendance, episodes or attributes"
            raise ValueError(message)
        if self.is_person_level and self.respondent_id is None:
            message = "respondent_id is missing: name the column that tells people apart"
            raise ValueError(message)
        if (self.is_person_level or self.institutions) and self.component is None:
            message = "component is missing: give a component's id, or the column that names it"
            raise ValueError(message)
        return self

    def columns_needed(self) -> tuple[str, ...]:
        """Return the headings that the file must have, each once, in the order declared."""
        needed = [self.respondent_id, *_from_column(self.component), *self.attributes.values()]
        for score in self.scores:
            needed += [score.column, *_from_column(score.timepoint)]
        if self.items is not None:
            needed += [*_from_column(self.items.timepoint), *self.items.columns.values()]
        if self.goals is not None:
            needed += [self.goals.goal, self.goals.date, self.goals.rating, self.goals.text, self.goals.theme]
        if self.attendance is not None:
            needed += [self.attendance.session, self.attendance.status, self.attendance.date]
        if self.episodes is not None:
            episodes = self.episodes
            needed += [episodes.started, episodes.referred, episodes.ended, episodes.reason]
        if self.institutions is not None:
            needed += [self.institutions.id, self.institutions.took_part]
        if self.published is not None:
            p = self.published
            needed += [p.measure, p.value, p.unit, p.period, p.source, p.programme]
        return tuple(dict.fromkeys(name for name in needed if name))


def _from_column(value: str | FromColumn | None) -> list[str]:
    return [value.column] if isinstance(value, FromColumn) else []
