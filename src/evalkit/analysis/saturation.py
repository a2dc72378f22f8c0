"""Would more documents have brought new codes? The expected number of codes in k documents."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from evalkit import names

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

SATURATION_COLUMNS: Final = (names.GRANTEE, names.COMPONENT, "documents", "expected_codes")
"""Columns of ``saturation.csv``: a row for each number of documents from 1 on."""


def expected_codes(documents_with_code: ArrayLike, documents: int) -> NDArray[np.float64]:
    """Return how many different codes 1, 2 … documents would show on average, drawn in any order.

    Formula: E(k) = Σᵢ [1 − C(N − nᵢ, k) / C(N, k)] over codes i; N documents, nᵢ of them with code i. It is
    exact: the mean over all orders in which the documents could have been read, with no chance in it.

    Sources: Hurlbert 1971, Ecology 52:577–586 (the sum of hypergeometric terms); Gotelli & Colwell 2001,
    Ecology Letters 4:379–391 (whole samples, here documents, as what is drawn).
    R: ``vegan::specaccum(documents_by_codes, method = "exact")$richness``.

    Parameters
    ----------
    documents_with_code : array_like of int, shape (codes,)
        For each code, in how many documents it stands: from 0 to ``documents``.
    documents : int
        All documents.

    Returns
    -------
    numpy.ndarray, shape (documents,)
        Never falling; the last is the number of codes in use.

    Raises
    ------
    ValueError
        If a count is below 0 or above ``documents``.

    Examples
    --------
    >>> expected_codes([1, 3], 3).round(3).tolist()
    [1.333, 1.667, 2.0]
    """
    counts = np.asarray(documents_with_code, dtype=np.float64)
    if counts.size and not (counts.min() >= 0 and counts.max() <= documents):
        raise ValueError(f"a code stands in 0 to {documents} documents, not in {counts.tolist()}")
    drawn = np.arange(documents, dtype=np.float64)[:, None]
    # the chance that the next document lacks the code too, given that all before it lacked it
    lacks = np.clip(documents - counts - drawn, 0, None) / (documents - drawn)
    return np.asarray((1 - np.cumprod(lacks, axis=0)).sum(axis=1))


def calculate_saturation(excerpts: pd.DataFrame, codings: pd.DataFrame, grantee: str) -> pd.DataFrame:
    """Return the saturation curve of each component and of all together.

    Codes count as they were marked, without the themes above them. Documents without a code are left
    out: nobody can tell whether they were read.

    Parameters
    ----------
    excerpts : pandas.DataFrame
        excerpt_id, document, component.
    codings : pandas.DataFrame
        excerpt_id, code.
    grantee : str
        Goes into the first column.

    Returns
    -------
    pandas.DataFrame
        Columns :data:`SATURATION_COLUMNS`.
    """
    passages = excerpts[["excerpt_id", "document", names.COMPONENT]].drop_duplicates("excerpt_id")
    coded = passages.merge(codings[["excerpt_id", "code"]].dropna(), on="excerpt_id")
    curves = []
    for component in (names.ALL, *coded[names.COMPONENT].drop_duplicates()):
        part = coded if component == names.ALL else coded[coded[names.COMPONENT] == component]
        documents = part["document"].nunique()
        curve = expected_codes(part.groupby("code")["document"].nunique(), documents)
        curves.append(
            pd.DataFrame(
                {
                    names.GRANTEE: grantee,
                    names.COMPONENT: component,
                    "documents": np.arange(1, documents + 1),
                    "expected_codes": curve,
                },
                columns=list(SATURATION_COLUMNS),
            )
        )
    return pd.concat(curves, ignore_index=True)
