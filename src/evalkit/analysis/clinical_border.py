"""The border between the clinical and the usual range of a score, and where it comes from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from evalkit import names
from evalkit.analysis.change_rules import CHECKED, checked_first, quote
from evalkit.analysis.reliable import cutoffs

if TYPE_CHECKING:
    from collections.abc import Iterable

    from evalkit.definitions.measure import Measure, Subscale
    from evalkit.definitions.study_parts import SuppliedNorm

CLINICAL_IDS: Final = frozenset({"clinical", "caseness"})
"""Ids of cut-offs that mark the clinical range. Others screen for one diagnosis, or say "low"."""


@dataclass(frozen=True, slots=True)
class ClinicalBorder:
    """Where the clinical range ends.

    Attributes
    ----------
    value : float
        The border, in points of the score.
    value_is_clinical : bool
        Whether a score of exactly the border lies in the clinical range.
    method : str
        Fragment of a sentence: what it is, number, source.
    is_provisional : bool
        Whether it may only be printed as provisional.
    """

    value: float
    value_is_clinical: bool
    method: str
    is_provisional: bool = False


def find_cutoff(
    measure: Measure, subscale_id: str, norms: Iterable[SuppliedNorm] = ()
) -> ClinicalBorder | None:
    """Return the border of the clinical range; None if there is none to be had.

    The first that there is of: a published cut-off called ``clinical`` or ``caseness`` that holds for
    everybody, whatever their age and sex (one of confidence code C where it was switched on); the
    cut-off c between a clinical and a general norm, each supplied, or published with mean and SD
    and of code A or B.

    Source: Jacobson & Truax 1991, Journal of Consulting and Clinical Psychology 59:12–19.
    R: ``(s0 * m1 + s1 * m0) / (s0 + s1)``, 1 clinical, 0 general.

    Parameters
    ----------
    measure : Measure
        With its switches set.
    subscale_id : str
        The score.
    norms : iterable of SuppliedNorm
        Norms that grantee.yml supplies; they go before published ones.

    Examples
    --------
    >>> from evalkit.definitions.measure import load_measure
    >>> find_cutoff(load_measure("phq9").switched(), "total").method
    'at caseness: at or above 10, published: NHS Talking Therapies manual'
    >>> find_cutoff(load_measure("bpses").switched(), "total") is None
    True
    """
    subscale = measure.subscale(subscale_id)
    if subscale.better_is == "neither":
        return None
    supplied = [norm for norm in norms if (norm.measure, norm.subscale) == (measure.id, subscale_id)]
    return _published(subscale) or _between_norms(subscale, supplied)


def _published(subscale: Subscale) -> ClinicalBorder | None:
    worse_side = {"ge", "gt"} if subscale.better_is == names.LOWER else {"le", "lt"}
    marks = tuple(
        cutoff
        for cutoff in subscale.cutoffs
        if cutoff.id in CLINICAL_IDS and cutoff.group is None and cutoff.rule in worse_side
    )
    fact = checked_first(marks)
    if fact is None:
        return None
    method = f"{fact.in_words()}, published: {quote(fact)}"
    return ClinicalBorder(fact.value, fact.rule in {"ge", "le"}, method, fact.is_provisional)


def _between_norms(subscale: Subscale, supplied: list[SuppliedNorm]) -> ClinicalBorder | None:
    clinical = _find_norm(subscale, supplied, "clinical")
    general = _find_norm(subscale, supplied, "general")
    if clinical is None or general is None or subscale.better_is == "neither":
        return None
    (mean_1, sd_1, said_1), (mean_0, sd_0, said_0) = clinical, general
    if mean_1 == mean_0 or (mean_1 < mean_0) != (subscale.better_is == names.HIGHER):
        return None
    c = cutoffs(mean_1, sd_1, mean_0, sd_0, better_is=subscale.better_is).c
    method = f"cut-off c of Jacobson and Truax 1991, {c:.2f}, between the clinical {said_1} and the general {said_0}"
    return ClinicalBorder(c, value_is_clinical=True, method=method)


def _find_norm(
    subscale: Subscale, supplied: list[SuppliedNorm], population: str
) -> tuple[float, float, str] | None:
    """Return mean, SD and words of the norm of a population."""
    for own in supplied:
        if own.population == population:
            return (
                own.mean,
                own.sd,
                f"norm {own.mean:g} (SD {own.sd:g}; {own.source}; supplied in grantee.yml)",
            )
    for fact in subscale.norms:
        checked = fact.population == population and fact.confidence in CHECKED
        if checked and fact.mean is not None and fact.sd is not None:
            return fact.mean, fact.sd, f"norm {fact.mean:g} (SD {fact.sd:g}; {fact.group}; {fact.source})"
    return None
