"""Which themes are told together."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, Final

import pandas as pd

from evalkit import names
from evalkit.scoring.story_codes import THEME, count_upwards

if TYPE_CHECKING:
    from collections.abc import Hashable

COOCCURRENCE_COLUMNS: Final = (
    names.GRANTEE,
    *("code_a", "code_b", "title_a", "title_b", "people", "excerpts"),
    names.SUPPRESSED,
    names.HIDDEN_BECAUSE,
)
"""Columns of ``cooccurrence.csv``; a pair stands once, in the order of the codebook."""


def count_cooccurrence(
    told: pd.DataFrame, codings: pd.DataFrame, codebook: pd.DataFrame, grantee: str
) -> pd.DataFrame:
    """Count, for each pair of themes, the people who told of both and the passages that carry both.

    A person counts wherever the two were told, a passage only if it is the same passage.

    Parameters
    ----------
    told : pandas.DataFrame
        Columns :data:`evalkit.scoring.story_codes.STORY_CODE_COLUMNS`.
    codings : pandas.DataFrame
        excerpt_id, code.
    codebook : pandas.DataFrame
        code, name, parent, theme.
    grantee : str
        Goes into the first column.

    Returns
    -------
    pandas.DataFrame
        Columns :data:`COOCCURRENCE_COLUMNS`; pairs that never meet are kept with 0.
    """
    themes = codebook[codebook["code"] == codebook["theme"]]
    passages = count_upwards(codings, codebook)
    by_person = _members(told[told["level"] == THEME], names.RESPONDENT_ID)
    by_passage = _members(passages[passages["code"] == passages["theme"]], "excerpt_id")
    rows = [
        {
            names.GRANTEE: grantee,
            "code_a": code_a,
            "code_b": code_b,
            "title_a": title_a,
            "title_b": title_b,
            "people": len(by_person.get(code_a, set()) & by_person.get(code_b, set())),
            "excerpts": len(by_passage.get(code_a, set()) & by_passage.get(code_b, set())),
            names.SUPPRESSED: False,
            names.HIDDEN_BECAUSE: None,
        }
        for (code_a, title_a), (code_b, title_b) in combinations(
            zip(themes["code"], themes["name"], strict=True), 2
        )
    ]
    return pd.DataFrame(rows, columns=list(COOCCURRENCE_COLUMNS))


def _members(rows: pd.DataFrame, column: str) -> dict[Hashable, set[str]]:
    return {theme: set(part[column].dropna()) for theme, part in rows.groupby("theme")}
