"""Where each coder marked what: one row of yes and no per coder, one entry per character."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    BoolArray = NDArray[np.bool_]
    Places = NDArray[np.int64]

_FEWEST_CODERS = 2


@dataclass(frozen=True, slots=True)
class CodedDocument:
    """A document that two coders or more have coded.

    Attributes
    ----------
    id, name, text : str
    coders : tuple of str
        Those who marked anything in it, sorted.
    places : mapping of (coder, code) to sequence of (start, end)
        Unicode code points from 0, end exclusive.
    """

    id: str
    name: str
    text: str
    coders: tuple[str, ...]
    places: Mapping[tuple[str, str], Sequence[tuple[int, int]]] = field(repr=False)

    def marks(self, code: str) -> BoolArray:
        """Return who marked which character with a code, shape (coders, characters).

        Examples
        --------
        >>> document = CodedDocument("d1", "d1", "abcde", ("A", "B"), {("A", "peers"): [(0, 2), (1, 4)]})
        >>> document.marks("peers").astype(int).tolist()
        [[1, 1, 1, 1, 0], [0, 0, 0, 0, 0]]
        """
        spans = (self.places.get((coder, code), ()) for coder in self.coders)
        return np.array([mark_places(own, len(self.text)) for own in spans])

    def paragraphs(self) -> tuple[Places, Places]:
        """Return start and end of each line that holds more than blanks, end exclusive.

        Examples
        --------
        >>> text = chr(10).join(["one", "", "two"])
        >>> starts, ends = CodedDocument("d1", "d1", text, (), {}).paragraphs()
        >>> starts.tolist(), ends.tolist()
        ([0, 5], [3, 8])
        """
        found: list[tuple[int, int]] = []
        start = 0
        for line in self.text.split("\n"):
            if line.strip():
                found.append((start, start + len(line)))
            start += len(line) + 1
        lines = np.array(found, dtype=np.int64).reshape(-1, 2)
        return lines[:, 0], lines[:, 1]


def mark_places(spans: Iterable[tuple[int, int]], length: int) -> BoolArray:
    """Return which characters lie in any of the spans; those that overlap count once.

    Examples
    --------
    >>> mark_places([(1, 3), (2, 4)], 5).astype(int).tolist()
    [0, 1, 1, 1, 0]
    """
    steps = np.zeros(length + 1, dtype=np.int32)
    for start, end in spans:
        steps[min(start, length)] += 1
        steps[min(end, length)] -= 1
    return np.asarray(steps[:-1].cumsum() > 0)


def find_runs(marked: BoolArray) -> list[tuple[int, int]]:
    """Return start and end of each unbroken run of marked characters, end exclusive.

    Examples
    --------
    >>> find_runs(np.array([True, True, False, True]))
    [(0, 2), (3, 4)]
    """
    edges = np.flatnonzero(np.diff(marked.astype(np.int8), prepend=0, append=0))
    return [(int(start), int(end)) for start, end in edges.reshape(-1, 2)]


def list_coded_documents(documents: pd.DataFrame, codings: pd.DataFrame) -> Iterator[CodedDocument]:
    """Yield the documents in which two coders or more marked anything, in the order of ``documents``.

    Only documents whose text is known, and codings that say who and where, can be compared.

    Parameters
    ----------
    documents : pandas.DataFrame
        document, name, text.
    codings : pandas.DataFrame
        document, code, coder, start, end.

    Yields
    ------
    CodedDocument
    """
    placed = codings.dropna(subset=["document", "code", "coder", "start", "end"])
    by_document = {str(document): part for document, part in placed.groupby("document")}
    for row in documents.to_dict("records"):
        own = by_document.get(str(row["document"]))
        if own is None or pd.isna(row["text"]):
            continue
        coders = tuple(sorted(own["coder"].astype(str).unique()))
        if len(coders) < _FEWEST_CODERS:
            continue
        places: dict[tuple[str, str], list[tuple[int, int]]] = {}
        for coder, code, start, end in own[["coder", "code", "start", "end"]].itertuples(index=False):
            places.setdefault((str(coder), str(code)), []).append((int(start), int(end)))
        yield CodedDocument(str(row["document"]), str(row["name"]), str(row["text"]), coders, places)


def codable_codes(codebook: pd.DataFrame, codings: pd.DataFrame) -> list[str]:
    """Return the codes that a passage can be given, in the order of the codebook.

    An entry that only holds others, and that nobody ever gave to a passage, is a category: no coder decides
    on it. So is one that the codebook marks as such.

    Parameters
    ----------
    codebook : pandas.DataFrame
        code, parent; is_codable where it has that.
    codings : pandas.DataFrame
        code.

    Examples
    --------
    >>> codebook = pd.DataFrame({"code": ["trust", "peers", "waiting"], "parent": [None, "trust", "trust"]})
    >>> codable_codes(codebook, pd.DataFrame({"code": ["peers"]}))
    ['peers', 'waiting']
    """
    categories, used = set(codebook["parent"].dropna()), set(codings["code"].dropna())
    if "is_codable" in codebook:
        categories |= set(codebook.loc[~codebook["is_codable"].astype(bool), "code"])
    return [str(code) for code in codebook["code"] if code in used or code not in categories]
