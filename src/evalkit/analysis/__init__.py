"""Statistics: arrays or numbers in, a frozen result out; no file, no formatting, no disclosure.

The names below stay as they are: other programs call them.
"""

from __future__ import annotations

from evalkit.analysis.agreement import Agreement, cohen_kappa, cronbach_alpha, krippendorff_alpha
from evalkit.analysis.attrition import StandardisedDifference, standardised_differences
from evalkit.analysis.bands import BandProportions, band_proportions
from evalkit.analysis.bootstrap import bca_hedges_g_av, bca_mean_change
from evalkit.analysis.bounds import Bounds, best_worst_bounds
from evalkit.analysis.categories import ChangeCategories, Share, change_categories, share_of
from evalkit.analysis.clusters import ClusterChange, OneWayIcc, cluster_bootstrap_change, icc_oneway
from evalkit.analysis.comparisons import Comparison, rate_ratio, risk_difference, risk_ratio
from evalkit.analysis.deprivation import imd_decile
from evalkit.analysis.dose import DoseResponse, dose_response
from evalkit.analysis.effect_sizes import d_z_interval, hedges_correction
from evalkit.analysis.estimated_means import EstimatedMean, EstimatedMeans, estimated_means
from evalkit.analysis.goal_attainment import goal_attainment_t
from evalkit.analysis.goal_times import TimeQuantile, kaplan_meier_quantile
from evalkit.analysis.imputation import ImputedChange, PooledImputations, impute_change, pool_imputations
from evalkit.analysis.intervals import Interval, byar_interval, exact_poisson_interval, wilson_interval
from evalkit.analysis.mixed_model import (
    FixedEffect,
    RandomInterceptModel,
    build_design,
    random_intercept_model,
)
from evalkit.analysis.multiplicity import holm
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
    "BandProportions",
    "Bounds",
    "ChangeCategories",
    "ClusterChange",
    "Comparison",
    "Cutoffs",
    "CypOutcome",
    "DoseResponse",
    "EstimatedMean",
    "EstimatedMeans",
    "FixedEffect",
    "ImputedChange",
    "Interval",
    "OneWayIcc",
    "PairedChange",
    "Pooled",
    "PooledImputations",
    "RandomInterceptModel",
    "Rate",
    "ReliableChange",
    "Share",
    "StandardisedDifference",
    "StandardisedRatio",
    "TalkingTherapiesOutcome",
    "TimeQuantile",
    "WilcoxonResult",
    "band_proportions",
    "bca_hedges_g_av",
    "bca_mean_change",
    "best_worst_bounds",
    "build_design",
    "byar_interval",
    "change_categories",
    "cluster_bootstrap_change",
    "cohen_kappa",
    "cronbach_alpha",
    "crude_rate",
    "cutoffs",
    "cyp_outcome",
    "d_z_interval",
    "dose_response",
    "estimated_means",
    "exact_poisson_interval",
    "goal_attainment_t",
    "hedges_correction",
    "holm",
    "icc_oneway",
    "imd_decile",
    "impute_change",
    "kaplan_meier_quantile",
    "krippendorff_alpha",
    "paired_change",
    "pool_imputations",
    "pool_random_effects",
    "random_intercept_model",
    "rate_ratio",
    "reliable_change",
    "risk_difference",
    "risk_ratio",
    "sdq_added_value",
    "share_of",
    "standardised_differences",
    "standardised_rate",
    "standardised_ratio",
    "talking_therapies_outcome",
    "wilcoxon_paired",
    "wilson_interval",
]
