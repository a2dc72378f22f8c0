"""Every closed-form number of the Beat the Blues report, against R."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd
import pytest

from evalkit.analysis import paired_change, wilcoxon_paired

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

BTHEB = Path(__file__).parents[1] / "data" / "beat-the-blues" / "btheb.csv"
FOLLOW_UPS = ("2m", "3m", "5m", "8m")


@pytest.mark.parametrize("timepoint", FOLLOW_UPS)
@pytest.mark.parametrize("group", ["all", "BtheB", "TAU"])
def test_equals_r(reference: Callable[[str], list[dict[Hashable, Any]]], group: str, timepoint: str) -> None:
    people = pd.read_csv(BTHEB)
    people = people if group == "all" else people[people["treatment"] == group]
    pre, post = people["bdi.pre"], people[f"bdi.{timepoint}"]
    change, ranks = paired_change(pre, post), wilcoxon_paired(pre, post)
    got: dict[str, tuple[float, ...]] = {
        "n_pairs": (change.n,),
        "mean_from": (change.mean_from,),
        "sd_from": (change.sd_from,),
        "mean_to": (change.mean_to,),
        "sd_to": (change.sd_to,),
        "mean_change": (change.mean_change, change.ci_low, change.ci_high),
        "p_value_t": (change.p_value,),
        "cohens_dz": (change.d_z, change.d_z_ci_low, change.d_z_ci_high),
        "hedges_g_av": (change.hedges_g_av,),
        "rank_biserial": (ranks.rank_biserial, ranks.rank_biserial_ci_low, ranks.rank_biserial_ci_high),
        "p_value_wilcoxon": (ranks.p_value,),
    }
    rows = {
        row["statistic"]: (row["estimate"], row["ci_low"], row["ci_high"])
        for row in reference("btheb_expected.csv")
        if (row["subgroup"], row["timepoint_to"]) == (group, timepoint)
    }
    for statistic, numbers in got.items():
        tolerance = 1e-6 if statistic == "cohens_dz" else 1e-8
        assert numbers == pytest.approx(rows[statistic][: len(numbers)], rel=tolerance), statistic


def test_reference_has_the_sizes_of_the_trial(
    reference: Callable[[str], list[dict[Hashable, Any]]],
) -> None:
    pairs = {
        row["timepoint_to"]: row["estimate"]
        for row in reference("btheb_expected.csv")
        if (row["subgroup"], row["statistic"]) == ("all", "n_pairs")
    }
    assert pairs == {"2m": 97, "3m": 73, "5m": 58, "8m": 52}
