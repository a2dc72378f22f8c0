"""Everything in words that somebody agreed to have shown: passages, case studies, pictures and recordings."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from evalkit import names
from evalkit.analysis.consent import mark_consented, may
from evalkit.analysis.story_results import with_document_names

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

PASSAGE: Final = "passage"
SEPARATOR: Final = ";"
"""Between the ids of several people in one cell."""
PARTS: Final = {"case_studies": ("title", "text"), "media": ("title", "alt", "transcript")}
"""Tables of whole texts, and their columns that hold words."""
KEYS: Final = {"case_studies": "file", "media": "url"}
_COLUMNS: Final = (
    *("excerpt_id", "document", names.RESPONDENT_ID, names.COMPONENT, "start", "end", "text"),
    *("title", "what", "key", "part", "name", "kind"),
)


def list_texts(
    tables: Mapping[str, pd.DataFrame],
    excerpts: pd.DataFrame,
    on_date: pd.Timestamp,
    known_names: pd.Series[str] | None = None,
) -> pd.DataFrame:
    """Return every text whose people agreed to the purpose it would serve.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
        Processed tables of stories, with ``consents``.
    excerpts : pandas.DataFrame
        Those of them whose people agreed to the report.
    on_date : pandas.Timestamp
        Consents given later don't count yet.
    known_names : pandas.Series, optional
        Name by respondent_id, for those who agreed to be quoted by name.

    Returns
    -------
    pandas.DataFrame
        A row per passage (``what`` is ``passage``), and per part of a case study or medium (``what`` is its
        table, ``key`` its file or link, ``part`` the column the words come from). ``title`` is the name of the
        document; ``name`` stands where the person is to be named; ``kind`` is the document's.
    """
    frames = [_passages(tables, excerpts, on_date, known_names)]
    for what in PARTS:
        for row in tables[what].to_dict("records"):
            if _agreed(row, tables["consents"], on_date):
                frames.append(pd.DataFrame(list(_parts(row, what))))
    found = pd.concat([frame for frame in frames if len(frame)] or frames[:1], ignore_index=True)
    return found.reindex(columns=list(_COLUMNS))


def _passages(
    tables: Mapping[str, pd.DataFrame],
    excerpts: pd.DataFrame,
    on_date: pd.Timestamp,
    known_names: pd.Series[str] | None,
) -> pd.DataFrame:
    titled = with_document_names({**tables, "excerpts": excerpts})
    consents = tables["consents"]
    named = mark_consented(titled, consents, "named_quote", on_date)
    known: Mapping[Any, str] = {}
    if known_names is not None:
        known = known_names.dropna().groupby(level=0).first().to_dict()
    called = excerpts[names.RESPONDENT_ID].map(known).astype(object).where(named, None)
    anonymous = mark_consented(titled, consents, "anonymous_quote", on_date)
    kinds = tables["documents"].set_index("document")["kind"]
    rows = excerpts.assign(
        title=titled["document"], what=PASSAGE, name=called, kind=excerpts["document"].map(kinds)
    )
    return rows[anonymous | called.notna()]


def _agreed(row: Mapping[object, object], consents: pd.DataFrame, on_date: pd.Timestamp) -> bool:
    """Tell whether everybody in a case study or medium agreed to its purpose; of nobody nothing is asked."""
    ids = row[names.RESPONDENT_ID]
    purpose = str(row.get("purpose", "media"))
    people = ids.split(SEPARATOR) if isinstance(ids, str) else []
    return all(
        may(consents, one.strip(), str(row["title"]), purpose, on_date) for one in people if one.strip()
    )


def _parts(row: Mapping[object, object], what: str) -> Iterator[dict[str, object]]:
    key = str(row[KEYS[what]])
    for part in PARTS[what]:
        text = row[part]
        if isinstance(text, str) and text:
            told = f"{what}\0{key}\0{part}\0{text}".encode()
            yield {
                "excerpt_id": hashlib.sha256(told).hexdigest()[:12],
                "text": text,
                "title": row["title"],
                "what": what,
                "key": key,
                "part": part,
                names.RESPONDENT_ID: row[names.RESPONDENT_ID],
            }
