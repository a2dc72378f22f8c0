"""Statistics: arrays or numbers in, a frozen result out; no file, no formatting, no disclosure.

The names below stay as they are: other programs call them.
"""

from __future__ import annotations

from evalkit.analysis.bootstrap import bca_hedges_g_av
from evalkit.analysis.effect_sizes import d_z_interval, hedges_correction
from evalkit.analysis.intervals import Interval, wilson_interval
from evalkit.analysis.paired import PairedChange, paired_change
from evalkit.analysis.wilcoxon import WilcoxonResult, wilcoxon_paired

__all__ = [
    "Interval",
    "PairedChange",
    "WilcoxonResult",
    "bca_hedges_g_av",
    "d_z_interval",
    "hedges_correction",
    "paired_change",
    "wilcoxon_paired",
    "wilson_interval",
]
