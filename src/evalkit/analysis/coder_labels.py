"""Coders in what is shown: "first coder", "second coder" … in place of their names."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pandas as pd

if TYPE_CHECKING:
    from collections.abc import Iterable

_ORDINALS: Final = (
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
)
_GROUP: Final = ["unit", "code", "statistic"]


def label_coders(agreement: pd.DataFrame, codings: pd.DataFrame) -> pd.DataFrame:
    """Return agreement with coders numbered in the order in which they first stand in the export.

    Parameters
    ----------
    agreement : pandas.DataFrame
        As of :func:`evalkit.analysis.coder_agreement.calculate_agreement`.
    codings : pandas.DataFrame
        coder; the codings that it was calculated from.

    Returns
    -------
    pandas.DataFrame
        ``coder_a`` is the one who stands first; the coefficients of two coders are the same either way
        round. Rows of one unit, code and statistic are in the order of the labels.

    Examples
    --------
    >>> rows = [["code_point", "all", "cohens_kappa", "Ana", "Zed"]]
    >>> agreement = pd.DataFrame(rows, columns=["unit", "code", "statistic", "coder_a", "coder_b"])
    >>> label_coders(agreement, pd.DataFrame({"coder": ["Zed", "Ana", "Zed"]})).iloc[0, 3:].tolist()
    ['first coder', 'second coder']
    """
    order = {coder: place for place, coder in enumerate(codings["coder"].dropna().astype(str).unique())}
    pairs = [
        sorted(order[str(coder)] for coder in pair if not pd.isna(coder))
        for pair in agreement[["coder_a", "coder_b"]].itertuples(index=False, name=None)
    ]
    groups = agreement.groupby(_GROUP, sort=False).ngroup()
    place = sorted(range(len(agreement)), key=lambda row: (groups.iloc[row], pairs[row]))
    labelled = agreement.assign(
        coder_a=pd.Series([_label(pair[:1]) for pair in pairs], index=agreement.index, dtype=object),
        coder_b=pd.Series([_label(pair[1:]) for pair in pairs], index=agreement.index, dtype=object),
    )
    return labelled.iloc[place].reset_index(drop=True)


def _label(places: Iterable[int]) -> str | None:
    for place in places:
        return f"{_ORDINALS[place]} coder" if place < len(_ORDINALS) else f"coder {place + 1}"
    return None
