"""What the gate let through of people's stories: tables, quotes, case studies, and facts about the coding."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Annotated, Any, Final

import pandas as pd
from pydantic import BaseModel, BeforeValidator, ConfigDict
from ruamel.yaml import YAML

from evalkit import names, store
from evalkit.errors import BuildError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

_HIDING: Final = (names.SUPPRESSED, names.HIDDEN_BECAUSE)
_PLACE: Final = (names.GRANTEE, names.COMPONENT)
_SCORE: Final = (names.MEASURE, names.SUBSCALE, names.TIMEPOINT_FROM, names.TIMEPOINT_TO)
_INTERVAL: Final = (names.ESTIMATE, names.CI_LOW, names.CI_HIGH)

STORY_COLUMNS: Final[dict[str, tuple[str, ...]]] = {
    "themes": (
        *(
            *_PLACE,
            "level",
            "theme",
            "code",
            "title",
            names.SUBGROUP_VARIABLE,
            names.SUBGROUP,
            names.TIMEPOINT,
        ),
        *("people", "of", "excerpts", "documents", "of_documents", *_HIDING),
    ),
    "cooccurrence": (
        names.GRANTEE,
        *("code_a", "code_b", "title_a", "title_b", "people", "excerpts", *_HIDING),
    ),
    "saturation": (*_PLACE, "documents", "expected_codes"),
    "agreement": (
        *(names.GRANTEE, "code", "title", "unit", names.STATISTIC, "coder_a", "coder_b"),
        *(*_INTERVAL, names.CONFIDENCE_LEVEL, names.N, "documents", names.METHOD, *_HIDING),
    ),
    "story_change": (*_PLACE, "theme", "title", *_SCORE, "category", "people", "of", *_HIDING),
    "joint": (
        *(*_PLACE, "theme", "title", *_SCORE, "says", "reason", "expects"),
        *(*_INTERVAL, names.N, "people", "of", "excerpts", "improved", "no_reliable_change", "worse"),
    ),
    "disconfirming": (*_PLACE, "theme", "code", "title", "because", "people", "of", "excerpts", *_HIDING),
    "quotes": (
        *(*_PLACE, "quote", "theme", "code", "text", "attribution", "name"),
        *("chosen_because", "disconfirming", "kind"),
    ),
    "media": ("title", "url", "kind", "alt", "transcript", names.COMPONENT),
}
"""Tables of stories that may lie behind the door, and the columns that presentation reads."""

_NUMBERS: Final = frozenset(
    (
        *(*_INTERVAL, names.CONFIDENCE_LEVEL, names.N, "people", "of", "excerpts"),
        *("documents", "of_documents", "expected_codes", "improved", "no_reliable_change", "worse"),
    )
)
_BOOLEANS: Final = frozenset((names.SUPPRESSED, "disconfirming"))
_FRONT: Final = "---\n"


class _Fact(BaseModel):
    """Frozen; keys that presentation has no use for are passed over."""

    model_config = ConfigDict(frozen=True, extra="ignore")


Written = Annotated[str, BeforeValidator(lambda text: text or "")]


class CodeFact(_Fact):
    """One code of the codebook, as the evaluators wrote it down."""

    code: str
    name: str
    parent: str | None = None
    theme: str
    definition: Written = ""
    include: Written = ""
    exclude: Written = ""
    in_words: Written = ""
    expects: str | None = None
    contrary_to: str | None = None

    @property
    def is_theme(self) -> bool:
        """Whether nothing stands above it."""
        return self.code == self.theme


class Withheld(_Fact):
    """What was not shown, and why: whether, never of how many people."""

    no_consent: bool | int = False
    undecided: bool | int = False


class StoryFacts(_Fact):
    """Facts about the coded material (``released/stories.json``)."""

    codebook: tuple[CodeFact, ...] = ()
    material: dict[str, int | None] = {}
    withheld: Withheld = Withheld()
    rule: str = ""


@dataclass(frozen=True, slots=True)
class CaseStudy:
    """A case study that everybody in it agreed to; its text is the evaluator's Markdown."""

    title: str
    themes: tuple[str, ...]
    component: str
    text: str


@dataclass(frozen=True, slots=True)
class ReleasedStories:
    """Everything that a report may use of people's stories.

    Attributes
    ----------
    facts : StoryFacts
        Codebook, material, rule of choice, what was withheld.
    tables : mapping of str to pandas.DataFrame
        The tables of :data:`STORY_COLUMNS`, without rows where nothing was released; ``suppressed`` is
        boolean, numbers are floats with NaN where a cell is empty, all else is text.
    cases : tuple of CaseStudy
        In the order of their files.
    transcripts : mapping of str to str
        File name to text.
    """

    facts: StoryFacts = field(default_factory=StoryFacts)
    tables: Mapping[str, pd.DataFrame] = field(default_factory=lambda: make_story_tables({}))
    cases: tuple[CaseStudy, ...] = ()
    transcripts: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_there(self) -> bool:
        """Whether the study has coded stories at all."""
        return bool(self.facts.codebook)


def make_story_tables(found: Mapping[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    """Return all tables of stories with their types; those not given have no rows.

    Raises
    ------
    BuildError
        If a table lacks a column.
    """
    tables = {}
    for name, columns in STORY_COLUMNS.items():
        table = found.get(name, pd.DataFrame(columns=list(columns), dtype=object))
        missing = [column for column in columns if column not in table.columns]
        if missing:
            raise BuildError(f"{name}.csv lacks the column {missing[0]}")
        tables[name] = pd.DataFrame({column: _typed(table[column]) for column in columns})
    return tables


def _typed(column: pd.Series[Any]) -> pd.Series[Any]:
    """Give a column its one type: number, yes or no, or text."""
    if column.name in _NUMBERS:
        return pd.to_numeric(column.replace("", None)).astype("float64")
    if column.name in _BOOLEANS:
        return column.astype("str").str.lower().eq("true")
    return column.where(column.notna(), "").astype("str")


def read_released_stories(folder: Path) -> ReleasedStories:
    """Read what a released folder holds of stories; nothing where the study has none.

    Parameters
    ----------
    folder : Path
        ``data/processed/<grantee>/released``.

    Raises
    ------
    BuildError
        If a table lacks a column.
    """
    if not (folder / "stories.json").is_file():
        return ReleasedStories()
    found = {
        name: store.read_released_table(folder, name)
        for name in STORY_COLUMNS
        if (folder / f"{name}.csv").is_file()
    }
    return ReleasedStories(
        StoryFacts.model_validate(store.read_json(folder / "stories.json")),
        make_story_tables(found),
        tuple(_read_case(path) for path in sorted(folder.glob("cases/*.md"))),
        {path.name: path.read_text(encoding="utf-8") for path in sorted(folder.glob("media/*.txt"))},
    )


def _read_case(path: Path) -> CaseStudy:
    """Read a case study that the gate wrote: front matter between two lines of ``---``, then text."""
    _, front, text = path.read_text(encoding="utf-8").split(_FRONT, 2)
    known = YAML(typ="safe").load(front)
    return CaseStudy(
        str(known["title"]), tuple(known.get("themes") or ()), str(known.get("component") or ""), text.strip()
    )
