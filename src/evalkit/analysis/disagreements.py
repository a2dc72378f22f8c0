"""Passages that one coder marked and another did not: a list for the coders to talk about."""

from __future__ import annotations

from itertools import permutations
from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from evalkit.analysis.coded_places import codable_codes, find_runs, list_coded_documents

if TYPE_CHECKING:
    from collections.abc import Iterator

    from evalkit.analysis.coded_places import CodedDocument

DISAGREEMENT_COLUMNS: Final = (
    *("document", "name", "code", "title", "coder", "other_coder"),
    *("start", "end", "text", "kind"),
)
"""Columns of ``disagreements.csv``: person level, for the coders only."""

MISSED: Final = "not marked at all"
BOUNDARY: Final = "marked in part"


def list_disagreements(
    documents: pd.DataFrame, codings: pd.DataFrame, codebook: pd.DataFrame
) -> pd.DataFrame:
    """List what one coder marked with a code and another, who coded the same document, did not.

    A coder's overlapping and adjoining passages of one code are one passage first. Blanks at the ends
    of what is left are cut, and what is blank altogether is no disagreement.

    Parameters
    ----------
    documents : pandas.DataFrame
        document, name, text.
    codings : pandas.DataFrame
        document, code, coder, start, end.
    codebook : pandas.DataFrame
        code, name, parent.

    Returns
    -------
    pandas.DataFrame
        Columns :data:`DISAGREEMENT_COLUMNS`, sorted by document (in the given order), place and code.
        ``coder`` marked it, ``other_coder`` did not; ``start`` and ``end`` are code points from 0, end
        exclusive; ``kind`` tells a passage that the other left out from one whose ends differ.
    """
    titles = dict(zip(codebook["code"].astype(str), codebook["name"], strict=True))
    codes = codable_codes(codebook, codings)
    rows: list[dict[str, Any]] = []
    for document in list_coded_documents(documents, codings):
        found = [
            {**row, "code": code, "title": titles[code]} for code in codes for row in _of(document, code)
        ]
        rows += sorted(found, key=lambda row: (row["start"], row["end"], codes.index(row["code"])))
    return pd.DataFrame(rows, columns=list(DISAGREEMENT_COLUMNS))


def _of(document: CodedDocument, code: str) -> Iterator[dict[str, Any]]:
    marks = dict(zip(document.coders, document.marks(code), strict=True))
    for coder, other in permutations(document.coders, 2):
        passages = find_runs(marks[coder])
        for run_start, run_end in find_runs(marks[coder] & ~marks[other]):
            raw = document.text[run_start:run_end]
            text = raw.strip()
            if not text:
                continue
            start = run_start + len(raw) - len(raw.lstrip())
            passage = next(one for one in passages if one[0] <= run_start < one[1])
            shared = marks[other][slice(*passage)].any()
            yield {
                "document": document.id,
                "name": document.name,
                "coder": coder,
                "other_coder": other,
                "start": start,
                "end": start + len(text),
                "text": text,
                "kind": BOUNDARY if shared else MISSED,
            }
