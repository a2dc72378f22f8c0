"""What must hold of results before they go to the gate."""

from __future__ import annotations

from typing import TYPE_CHECKING

from evalkit import names
from evalkit.errors import BuildError

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pandas as pd


def check_results(outcomes: pd.DataFrame, flow: pd.DataFrame) -> None:
    """Stop the run if a result contradicts itself.

    Parameters
    ----------
    outcomes, flow : pandas.DataFrame
        True results, before the gate.

    Raises
    ------
    BuildError
        If a key stands twice, an interval doesn't hold its estimate, more people are paired than
        answered, or the two tables count the pairs differently. Lists every contradiction.
    """
    slips = [*_slips_in_outcomes(outcomes), *_slips_in_flow(outcomes, flow)]
    if slips:
        raise BuildError("the results contradict themselves: " + "; ".join(slips))


def _slips_in_outcomes(outcomes: pd.DataFrame) -> Iterator[str]:
    keys = list(names.OUTCOME_COLUMNS[:9])
    if outcomes.duplicated(keys).any():
        yield "a statistic of one group stands twice"
    numbers = outcomes[[names.ESTIMATE, names.CI_LOW, names.CI_HIGH]].astype(float)
    bounded = numbers.dropna()
    # An interval of a bootstrap may touch its estimate, so a rounding error is let through.
    slack = 1e-9 * (1 + bounded[names.ESTIMATE].abs())
    if (bounded[names.CI_LOW] > bounded[names.CI_HIGH] + slack).any():
        yield "an interval ends before it begins"
    if outcomes[names.N_MISSING].astype(float).lt(0).any():
        yield "more people are paired than answered first"
    p_values = numbers.loc[outcomes[names.STATISTIC].str.startswith("p_value"), names.ESTIMATE].dropna()
    if not p_values.between(0, 1).all():
        yield "a p-value lies outside 0 to 1"


def _slips_in_flow(outcomes: pd.DataFrame, flow: pd.DataFrame) -> Iterator[str]:
    pairs = outcomes[outcomes[names.STATISTIC] == "n_pairs"]
    counted = flow[flow["stage"] == "paired"]
    group = [names.COMPONENT, names.MEASURE, names.SUBSCALE, names.SUBGROUP_VARIABLE, names.SUBGROUP]
    both = pairs.rename(columns={names.TIMEPOINT_TO: names.TIMEPOINT}).merge(
        counted, on=[*group, names.TIMEPOINT], how="outer", suffixes=("", "_flow")
    )
    if not (both[names.ESTIMATE].astype(float) == both[f"{names.N}_flow"].astype(float)).all():
        yield "outcomes and flow count the pairs differently"
