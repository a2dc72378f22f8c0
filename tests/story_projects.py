"""A grantee with stories, written from Python values."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from builders import csv_text, study_keys, write_grantee
from evalkit.definitions import load_study
from evalkit.intake.stories import read_stories

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from evalkit.definitions.study import Study
    from evalkit.intake.stories import StoriesIntake

CODEBOOK = csv_text(
    ("code", "name", "parent", "definition", "theme_in_words", "domain"),
    ("trust", "Trust", None, "Safe enough to rely on", "People came to trust", "bdi"),
    ("peers", "Peers", "trust", "Others like me", None, None),
    ("access", "Access", None, "Getting in", None, None),
)
HEADINGS = ("quote", "code", "who", "text", "coder")
COLUMNS = {"excerpt": "quote", "code": "code", "respondent": "who", "document": "text", "coder": "coder"}
PLAIN = {"file": "excerpts.csv", "format": "plain", "component": "group", "columns": COLUMNS}
USUAL: tuple[tuple[object, ...], ...] = (
    ("I came back", "trust", "P1", "One", "A"),
    ("I came back", "peers", "P1", "One", "A"),
    ("I came back", "trust", "P1", "One", "B"),
    ("The door was open", "access", "P2", "Two", "A"),
)


def stories_keys(**changes: Any) -> dict[str, Any]:
    """Return the smallest complete ``stories`` key, with changes."""
    return {"codebook": {"file": "codebook.csv"}, "material": [PLAIN], **changes}


def story_study(
    root: Path, stories: Mapping[str, Any], files: Mapping[str, str | bytes], **changes: Any
) -> tuple[Study, Path]:
    """Write a grantee with stories and return its study and folder."""
    keys = study_keys(stories=dict(stories), **changes)
    project = write_grantee(root, keys, {"codebook.csv": CODEBOOK, **files})
    folder = project.raw / "example"
    return load_study(folder / "grantee.yml"), folder


def taken_stories(
    root: Path,
    rows: Sequence[Sequence[object]] = USUAL,
    *,
    files: Mapping[str, str | bytes] | None = None,
    **changes: Any,
) -> StoriesIntake:
    """Return what is read of a grantee whose excerpts are the given rows."""
    content = {"excerpts.csv": csv_text(HEADINGS, *rows), **(files or {})}
    return read_stories(*story_study(root, stories_keys(**changes), content))


def rules(taken: StoriesIntake) -> list[tuple[Any, ...]]:
    """Return file, row, column, value and rule of each fault."""
    return [(fault.file, fault.row, fault.column, fault.value, fault.rule) for fault in taken.faults]


def rows(taken: StoriesIntake, table: str, *columns: str) -> list[tuple[Any, ...]]:
    """Return some columns of a table, row by row."""
    return [tuple(row) for row in taken.tables[table][list(columns)].astype(object).to_numpy().tolist()]
