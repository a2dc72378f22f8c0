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
        If a key stands twice, an interval ends before it begins, more people are paired than
        answered, or the two tables count people differently. Lists every contradiction.
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
    answered = _counts(flow[flow["stage"] == "answered"], names.TIMEPOINT, value=names.N)
    paired = _counts(flow[flow["stage"] == "paired"], names.TIMEPOINT, value=names.N)
    # Flow pairs with a score's first timepoint alone: the one at which nobody can be paired yet.
    firsts = answered.keys() - paired.keys()
    ours = {
        statistic: _counts(
            outcomes[outcomes[names.STATISTIC] == statistic], names.TIMEPOINT_FROM, names.TIMEPOINT_TO
        )
        for statistic in ("n_from", "n_to", "n_pairs")
    }
    from_first = {
        (*group, end): n for (*group, start, end), n in ours["n_pairs"].items() if (*group, start) in firsts
    }
    if from_first != paired:
        yield "outcomes and flow count the pairs differently"
    begun = ((*group, start) for *group, start, _ in ours["n_from"])
    ended = ((*group, end) for *group, _, end in ours["n_to"])
    told = [
        *zip(begun, ours["n_from"].values(), strict=True),
        *zip(ended, ours["n_to"].values(), strict=True),
    ]
    if any(answered.get(key) != n for key, n in told):
        yield "outcomes and flow count those who answered differently"


def _counts(table: pd.DataFrame, *moments: str, value: str = names.ESTIMATE) -> dict[tuple[str, ...], float]:
    """Return counts of people by component, measure, subscale, subgroup and timepoints."""
    keys = [*names.OUTCOME_GROUP[:5], *moments]
    return {tuple(str(row[key]) for key in keys): float(row[value]) for row in table.to_dict("records")}
