"""Do coders agree? Kappa of each two, alpha of all, per code and pooled, per character and per paragraph."""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass, field
from itertools import combinations
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd

from evalkit import names
from evalkit.analysis.agreement_sums import (
    RESAMPLES,
    alpha,
    bootstrap_limits,
    coincidence_sums,
    kappa,
    pair_sums,
    percent,
)
from evalkit.analysis.clusters import FEW_CLUSTERS
from evalkit.analysis.coded_places import codable_codes, list_coded_documents
from evalkit.analysis.outcome_rows import CONFIDENCE_LEVEL
from evalkit.analysis.outcomes import BOOTSTRAP_SEED
from evalkit.analysis.pairs import check_confidence_level

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from evalkit.analysis.agreement_sums import Coefficient
    from evalkit.analysis.coded_places import CodedDocument

    FloatArray = NDArray[np.float64]

AGREEMENT_COLUMNS: Final = (
    names.GRANTEE,
    *("code", "title", "unit", names.STATISTIC, "coder_a", "coder_b"),
    *(names.ESTIMATE, names.CI_LOW, names.CI_HIGH, names.CONFIDENCE_LEVEL, names.N, "documents"),
    *(names.METHOD, names.SUPPRESSED, names.HIDDEN_BECAUSE),
)
"""Columns of ``agreement.csv``; those up to ``coder_b`` without ``title`` are a unique key."""

CODE_POINT: Final = "code_point"
PARAGRAPH: Final = "paragraph"
_UNITS: Final = {CODE_POINT: "characters", PARAGRAPH: "paragraphs"}
Coders = tuple[str, ...]


@dataclass(slots=True)
class _Sums:
    """What one coefficient rests on: for each document its blocks, and how many units."""

    documents: list[FloatArray] = field(default_factory=list)
    n: int = 0

    def add(self, sums: FloatArray, n: int) -> None:
        self.documents.append(sums)
        self.n += n

    @property
    def total(self) -> FloatArray:
        total: FloatArray = np.sum([document.sum(axis=0) for document in self.documents], axis=0)
        return total

    def blocks(self) -> tuple[FloatArray, str]:
        """Return what an interval draws from: documents where there are enough, else paragraphs."""
        if len(self.documents) >= FEW_CLUSTERS:
            return np.array([document.sum(axis=0) for document in self.documents]), "documents"
        return np.concatenate(self.documents), "paragraphs"


def calculate_agreement(
    documents: pd.DataFrame,
    codings: pd.DataFrame,
    codebook: pd.DataFrame,
    grantee: str,
    *,
    confidence_level: float = CONFIDENCE_LEVEL,
    resamples: int = RESAMPLES,
    seed: int = BOOTSTRAP_SEED,
) -> pd.DataFrame:
    """Compare coders on the documents that they have in common.

    A unit is a character (Unicode code point), or a paragraph (a line with more than blanks); each coder
    has marked it with a code or not, once, however many of the coder's passages overlap there. A document
    counts for two coders if both marked anything in it. ``cohens_kappa`` and ``percent`` compare each two
    coders, ``krippendorffs_alpha`` (nominal) all of them. Code ``all`` stacks the decisions of every
    code that a passage can be given, used or not.

    Neighbouring characters are marked together, so they are not independent: intervals draw whole documents
    (from 20 documents on), else whole paragraphs (from 20 on), else there is none.

    Sources: Cohen 1960; Krippendorff 2011; Efron & Tibshirani 1993 (percentile bootstrap).
    Python: ``sklearn.metrics.cohen_kappa_score`` and ``krippendorff.alpha`` of the units written out.

    Parameters
    ----------
    documents : pandas.DataFrame
        document, name, text; without text a document can't be compared.
    codings : pandas.DataFrame
        document, code, coder, start, end (code points from 0, end exclusive).
    codebook : pandas.DataFrame
        code, name, parent.
    grantee : str
        Goes into the first column.
    confidence_level, resamples, seed
        Of the bootstrap.

    Returns
    -------
    pandas.DataFrame
        Columns :data:`AGREEMENT_COLUMNS`, no rows where nobody shares a document. ``percent`` is 0 to 100;
        the estimate is NaN where undefined, and ``method`` says why; ``n`` counts units, for ``all`` units ×
        codes; ``coder_a`` and ``coder_b`` are missing for alpha.

    Raises
    ------
    ValueError
        If the level is not between 0 and 1.
    """
    check_confidence_level(confidence_level)
    codes = codable_codes(codebook, codings)
    titles = dict(zip(codebook["code"].astype(str), codebook["name"], strict=True))
    found = _collect(list_coded_documents(documents, codings), codes)
    rows: list[dict[str, Any]] = []
    for (unit, code, statistic, coders), sums in found.items():
        estimate, limits, method = _estimate(statistic, sums, confidence_level, resamples, seed)
        stacked = f", {len(codes)} codes stacked" if code == names.ALL else ""
        low, high = limits or (math.nan, math.nan)
        rows.append(
            {
                names.GRANTEE: grantee,
                "code": code,
                "title": titles.get(code, "All codes"),
                "unit": unit,
                names.STATISTIC: statistic,
                "coder_a": coders[0] if coders else None,
                "coder_b": coders[1] if coders else None,
                names.ESTIMATE: estimate,
                names.CI_LOW: low,
                names.CI_HIGH: high,
                names.CONFIDENCE_LEVEL: confidence_level if limits else math.nan,
                names.N: sums.n,
                "documents": len(sums.documents),
                names.METHOD: f"{_UNITS[unit]}{stacked}; {method}",
                names.SUPPRESSED: False,
                names.HIDDEN_BECAUSE: None,
            }
        )
    return pd.DataFrame(rows, columns=list(AGREEMENT_COLUMNS))


_COEFFICIENTS: Final[dict[str, Coefficient]] = {
    "cohens_kappa": kappa,
    "percent": percent,
    "krippendorffs_alpha": alpha,
}


def _collect(
    documents: Iterator[CodedDocument], codes: Sequence[str]
) -> dict[tuple[str, str, str, Coders], _Sums]:
    """Return the sums of each unit, code, statistic and two coders, in the order of the rows."""
    found: dict[tuple[str, str, str, Coders], _Sums] = defaultdict(_Sums)
    for document in documents:
        starts, ends = document.paragraphs()
        if not len(starts):
            continue
        block_of = {
            CODE_POINT: np.searchsorted(starts, np.arange(len(document.text)), side="right").clip(1) - 1,
            PARAGRAPH: np.arange(len(starts)),
        }
        piles: dict[tuple[str, str, Coders], FloatArray] = {}
        for code in codes:
            by_unit = _marks(document, code, starts, ends)
            for unit, blocks in block_of.items():
                for statistic, coders, sums in _sums(document, by_unit[unit], blocks, len(starts)):
                    found[unit, code, statistic, coders].add(sums, len(blocks))
                    key = unit, statistic, coders
                    piles[key] = piles[key] + sums if key in piles else sums
        for (unit, statistic, coders), sums in piles.items():
            found[unit, names.ALL, statistic, coders].add(sums, len(codes) * len(block_of[unit]))
    order = {code: place for place, code in enumerate((names.ALL, *codes))}
    statistics, units = list(_COEFFICIENTS), list(_UNITS)
    return {
        key: found[key]
        for key in sorted(
            found, key=lambda key: (units.index(key[0]), order[key[1]], statistics.index(key[2]), key[3])
        )
    }


def _marks(
    document: CodedDocument, code: str, starts: NDArray[np.int64], ends: NDArray[np.int64]
) -> dict[str, NDArray[np.bool_]]:
    by_character = document.marks(code)
    so_far = np.pad(by_character.cumsum(axis=1), ((0, 0), (1, 0)))
    return {CODE_POINT: by_character, PARAGRAPH: so_far[:, ends] > so_far[:, starts]}


def _sums(
    document: CodedDocument, marks: NDArray[np.bool_], blocks: NDArray[np.int64], n_blocks: int
) -> Iterator[tuple[str, Coders, FloatArray]]:
    for first, second in combinations(range(len(document.coders)), 2):
        coders = (document.coders[first], document.coders[second])
        sums = pair_sums(marks[[first, second]], blocks, n_blocks)
        yield "cohens_kappa", coders, sums
        yield "percent", coders, sums
    yield "krippendorffs_alpha", (), coincidence_sums(marks, blocks, n_blocks)


def _estimate(
    statistic: str, sums: _Sums, confidence_level: float, resamples: int, seed: int
) -> tuple[float, tuple[float, float] | None, str]:
    """Return estimate, limits and how they came about."""
    coefficient = _COEFFICIENTS[statistic]
    total = sums.total
    estimate = float(coefficient(total))
    if math.isnan(estimate):
        nobody = total[:-1].sum() == 0
        who = "no coder used the code" if nobody else "every coder marked every unit"
        return estimate, None, f"undefined: {who}"
    blocks, what = sums.blocks()
    if len(blocks) < FEW_CLUSTERS:
        return estimate, None, f"no interval: fewer than {FEW_CLUSTERS} paragraphs"
    limits = bootstrap_limits(
        blocks, coefficient, confidence_level=confidence_level, resamples=resamples, seed=seed
    )
    if limits is None:
        return estimate, None, f"no interval: too few {what} hold the code"
    if limits[0] == limits[1]:
        return estimate, None, f"no interval: every draw of {what} gives the same"
    drawn = f"{resamples} draws of {len(blocks)} {what}, percentile bootstrap, seed {seed}"
    return estimate, limits, f"interval: {drawn}"
