"""Small frames of coded stories for tests: a codebook of two themes, passages and who said them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

if TYPE_CHECKING:
    from collections.abc import Iterable

CODEBOOK = pd.DataFrame(
    [
        ("trust", "Trust", None, "trust"),
        ("peers", "Peers", "trust", "trust"),
        ("first_visit", "The first visit", "peers", "trust"),
        ("staff", "Staff", "trust", "trust"),
        ("harm", "Harm", None, "harm"),
        ("forms", "Forms that hurt", "harm", "harm"),
    ],
    columns=["code", "name", "parent", "theme"],
)
"""Two themes; ``first_visit`` stands two steps below its own."""

Passage = tuple[str, str | None, str, str | None, str]


def make_stories(passages: Iterable[Passage]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return excerpts and codings of passages (document, respondent, component, timepoint, codes).

    Passages are called e1, e2 …; codes are parted by spaces; an empty string marks a passage without a code.
    """
    rows = list(passages)
    excerpts = pd.DataFrame(
        [(f"e{place}", *row[:4]) for place, row in enumerate(rows, start=1)],
        columns=["excerpt_id", "document", "respondent_id", "component", "timepoint"],
        dtype=object,
    )
    codings = pd.DataFrame(
        [(f"e{place}", code) for place, row in enumerate(rows, start=1) for code in row[4].split()],
        columns=["excerpt_id", "code"],
        dtype=object,
    )
    return excerpts, codings
