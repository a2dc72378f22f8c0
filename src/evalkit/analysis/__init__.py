"""Statistics: arrays or numbers in, a frozen result out; no file, no formatting, no disclosure.

The names below stay as they are: other programs call them.
"""

from __future__ import annotations

from evalkit.analysis.agreement import Agreement, cohen_kappa, cronbach_alpha, krippendorff_alpha
from evalkit.analysis.bootstrap import bca_hedges_g_av
from evalkit.analysis.comparisons import Comparison, rate_ratio, risk_difference, risk_ratio
from evalkit.analysis.deprivation import imd_decile
from evalkit.analysis.effect_sizes import d_z_interval, hedges_correction
from evalkit.analysis.goal_attainment import goal_attainment_t
from evalkit.analysis.intervals import Interval, byar_interval, exact_poisson_interval, wilson_interval
from evalkit.analysis.nhs_rules import (
    CypOutcome,
    TalkingTherapiesOutcome,
    cyp_outcome,
    sdq_added_value,
    talking_therapies_outcome,
)
from evalkit.analysis.paired import PairedChange, paired_change
from evalkit.analysis.pooling import Pooled, pool_random_effects
from evalkit.analysis.rates import Rate, StandardisedRatio, crude_rate, standardised_rate, standardised_ratio
from evalkit.analysis.reliable import Cutoffs, ReliableChange, cutoffs, reliable_change
from evalkit.analysis.wilcoxon import WilcoxonResult, wilcoxon_paired

__all__ = [
    "Agreement",
    "Comparison",
    "Cutoffs",
    "CypOutcome",
    "Interval",
    "PairedChange",
    "Pooled",
    "Rate",
    "ReliableChange",
    "StandardisedRatio",
    "TalkingTherapiesOutcome",
    "WilcoxonResult",
    "bca_hedges_g_av",
    "byar_interval",
    "cohen_kappa",
    "cronbach_alpha",
    "crude_rate",
    "cutoffs",
    "cyp_outcome",
    "d_z_interval",
    "exact_poisson_interval",
    "goal_attainment_t",
    "hedges_correction",
    "imd_decile",
    "krippendorff_alpha",
    "paired_change",
    "pool_random_effects",
    "rate_ratio",
    "reliable_change",
    "risk_difference",
    "risk_ratio",
    "sdq_added_value",
    "standardised_rate",
    "standardised_ratio",
    "talking_therapies_outcome",
    "wilcoxon_paired",
    "wilson_interval",
]
