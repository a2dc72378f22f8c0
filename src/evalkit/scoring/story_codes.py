"""Coded passages × codebook → what each person, or group, told of in each document and at each time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd

from evalkit import names

if TYPE_CHECKING:
    from collections.abc import Mapping

STORY_CODE_COLUMNS: Final = (
    names.RESPONDENT_ID,
    "document",
    names.COMPONENT,
    names.TIMEPOINT,
    "level",
    "theme",
    "code",
    "excerpts",
)
"""Columns of the scored stories, in order."""

THEME: Final = "theme"
CODE: Final = "code"


def score_stories(excerpts: pd.DataFrame, codings: pd.DataFrame, codebook: pd.DataFrame) -> pd.DataFrame:
    """Count passages of each code and theme in each document.

    A passage with a code counts for that code and for every one above it. It counts once for each,
    however many coders marked it and however many codes below led there: a passage with two codes of one
    theme is one passage of the theme.

    Parameters
    ----------
    excerpts : pandas.DataFrame
        One row per passage: excerpt_id, document, respondent_id (missing where a group spoke), component,
        timepoint (missing where nobody wrote it down).
    codings : pandas.DataFrame
        One row per passage, code and coder: excerpt_id, code.
    codebook : pandas.DataFrame
        code, parent (missing at the top), theme.

    Returns
    -------
    pandas.DataFrame
        Columns :data:`STORY_CODE_COLUMNS`, in the order of the passages and of the codebook; ``level``
        is ``theme`` for the entries at the top, else ``code``; ``excerpts`` is 1 or more.

    Raises
    ------
    ValueError
        If a code is not in the codebook, or stands above itself.

    Examples
    --------
    >>> excerpts = pd.DataFrame({"excerpt_id": ["e1", "e2"], "document": ["d1", "d1"],
    ...     "respondent_id": ["P1", "P1"], "component": ["group", "group"], "timepoint": [None, None]})
    >>> codings = pd.DataFrame({"excerpt_id": ["e1", "e1", "e2"], "code": ["peers", "staff", "peers"]})
    >>> codebook = pd.DataFrame({"code": ["trust", "peers", "staff"], "parent": [None, "trust", "trust"],
    ...     "theme": ["trust"] * 3})
    >>> score_stories(excerpts, codings, codebook)[["level", "code", "excerpts"]].values.tolist()
    [['theme', 'trust', 2], ['code', 'peers', 2], ['code', 'staff', 1]]
    """
    counted = count_upwards(codings, codebook)
    keys = [names.RESPONDENT_ID, "document", names.COMPONENT, names.TIMEPOINT]
    passages = excerpts[["excerpt_id", *keys]].drop_duplicates("excerpt_id")
    told = passages.merge(counted, on="excerpt_id", how="inner")
    order = {code: place for place, code in enumerate(codebook["code"])}
    rows = told.groupby([*keys, "theme", "code"], dropna=False, sort=False).size().rename("excerpts")
    frame = rows.reset_index()
    documents = {name: place for place, name in enumerate(passages["document"].drop_duplicates())}
    frame["_document"], frame["_code"] = frame["document"].map(documents), frame["code"].map(order)
    frame = frame.sort_values(["_document", "_code"], kind="stable", ignore_index=True)
    frame["level"] = np.where(frame["code"] == frame["theme"], THEME, CODE)
    return frame[list(STORY_CODE_COLUMNS)]


def count_upwards(codings: pd.DataFrame, codebook: pd.DataFrame) -> pd.DataFrame:
    """Return each passage once with each code it counts for: its own codes and all above them.

    Parameters
    ----------
    codings : pandas.DataFrame
        excerpt_id, code.
    codebook : pandas.DataFrame
        code, parent, theme.

    Returns
    -------
    pandas.DataFrame
        excerpt_id, theme, code; no row twice.

    Raises
    ------
    ValueError
        If a code is not in the codebook, or stands above itself.
    """
    lines = code_lines(codebook)
    themes: dict[Any, Any] = dict(zip(codebook["code"], codebook["theme"], strict=True))
    unknown = sorted(set(codings["code"].dropna().astype(str)) - lines.keys())
    if unknown:
        raise ValueError(f'the codebook lacks the code "{unknown[0]}"; intake reports such codings as faults')
    coded = codings.loc[codings["code"].notna(), ["excerpt_id", "code"]].drop_duplicates()
    rows = [
        (excerpt, themes[above], above)
        for excerpt, code in coded.itertuples(index=False)
        for above in lines[code]
    ]
    return pd.DataFrame(rows, columns=["excerpt_id", "theme", "code"]).drop_duplicates(ignore_index=True)


def code_lines(codebook: pd.DataFrame) -> Mapping[str, tuple[str, ...]]:
    """Return for each code itself and all codes above it, nearest first.

    Raises
    ------
    ValueError
        If a code stands above itself, or the one above it is not in the codebook.

    Examples
    --------
    >>> code_lines(pd.DataFrame({"code": ["trust", "peers"], "parent": [None, "trust"]}))
    {'trust': ('trust',), 'peers': ('peers', 'trust')}
    """
    parents = {
        str(code): None if pd.isna(parent) else str(parent)
        for code, parent in zip(codebook["code"], codebook["parent"], strict=True)
    }
    lines: dict[str, tuple[str, ...]] = {}
    for code, parent in parents.items():
        line, above = [code], parent
        while above is not None:
            if above in line:
                raise ValueError(f'in the codebook the code "{above}" stands above itself')
            if above not in parents:
                raise ValueError(f'the codebook lacks the code "{above}", which stands above "{code}"')
            line.append(above)
            above = parents[above]
        lines[code] = tuple(line)
    return lines
