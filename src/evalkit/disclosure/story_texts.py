"""Case studies, pictures and recordings as they may be shown: every word decided, or not at all."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pandas as pd

from evalkit import names
from evalkit.analysis.story_texts import KEYS, PARTS, SEPARATOR

if TYPE_CHECKING:
    from collections.abc import Iterator

MEDIA_COLUMNS: Final = ("title", "url", "kind", "alt", "transcript", names.COMPONENT)
"""Columns of ``media.csv``; ``transcript`` is the name of a file beside it."""


def release_cases(table: pd.DataFrame, free: pd.DataFrame) -> dict[str, str]:
    """Return the case studies that may be shown, as files with front matter.

    Parameters
    ----------
    table : pandas.DataFrame
        Processed table ``case_studies``.
    free : pandas.DataFrame
        Texts without an open question, with ``safe_text``, ``what``, ``key`` and ``part``.

    Returns
    -------
    dict of str to str
        ``cases/01.md`` … in the order declared: the name of the file as sent may be that of a person.
    """
    files = {}
    for number, (row, words) in enumerate(_whole(table, free, "case_studies"), start=1):
        told = row["themes"]
        themes = told.split(SEPARATOR) if isinstance(told, str) else []
        component = str(row[names.COMPONENT]) if isinstance(row[names.COMPONENT], str) else ""
        front = [f"title: {_quoted(words['title'])}", f"themes: [{', '.join(map(_quoted, themes))}]"]
        front += [f"component: {_quoted(component)}"]
        files[f"cases/{number:02}.md"] = "\n".join(["---", *front, "---", words["text"], ""])
    return files


def release_media(table: pd.DataFrame, free: pd.DataFrame) -> tuple[pd.DataFrame, dict[str, str]]:
    """Return the pictures and recordings that may be shown, and their transcripts as files.

    Parameters
    ----------
    table : pandas.DataFrame
        Processed table ``media``.
    free : pandas.DataFrame
        As for :func:`release_cases`.
    """
    rows, files = [], {}
    for number, (row, words) in enumerate(_whole(table, free, "media"), start=1):
        if "transcript" in words:
            files[f"media/{number:02}.txt"] = words["transcript"] + "\n"
        transcript = f"{number:02}.txt" if "transcript" in words else None
        rows.append((words["title"], row["url"], row["kind"], words.get("alt"), transcript, None))
    return pd.DataFrame(rows, columns=list(MEDIA_COLUMNS), dtype=object), files


def _whole(
    table: pd.DataFrame, free: pd.DataFrame, what: str
) -> Iterator[tuple[dict[object, object], dict[str, str]]]:
    """Yield each row of which all words may be shown, with those words."""
    own = free[free["what"] == what]
    for row in table.to_dict("records"):
        parts = {part for part in PARTS[what] if isinstance(row[part], str) and row[part]}
        shown = own[own["key"] == str(row[KEYS[what]])].set_index("part")["safe_text"].to_dict()
        if parts and parts == set(shown):
            yield dict(row), {str(part): str(text) for part, text in shown.items()}


def _quoted(text: str) -> str:
    """Return a text as a YAML scalar that means nothing but itself."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ")
    return f'"{escaped}"'
