"""All results of the city-wide programme, from the figures that the gate shows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from evalkit import names
from evalkit.analysis.detentions import calculate_detention_rates
from evalkit.analysis.indicators import chart_points, judge_indicators
from evalkit.errors import BuildError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import pandas as pd


@dataclass(frozen=True, slots=True)
class ProgrammeResults:
    """Result rows.

    Attributes
    ----------
    indicators, points, detentions : pandas.DataFrame
        Columns ``INDICATOR_COLUMNS``, ``POINT_COLUMNS`` and ``DETENTION_COLUMNS`` of `evalkit.names`.
    """

    indicators: pd.DataFrame
    points: pd.DataFrame
    detentions: pd.DataFrame

    def tables(self) -> dict[str, pd.DataFrame]:
        """Return the tables by name."""
        return {"indicators": self.indicators, "points": self.points, "detentions": self.detentions}


def analyse_programme(
    indicators: pd.DataFrame,
    points: pd.DataFrame,
    detentions: pd.DataFrame,
    *,
    standard: Mapping[str, float],
    reference: str,
) -> ProgrammeResults:
    """Chart the points, judge the indicators, and compare the rates of detention.

    Parameters
    ----------
    indicators : pandas.DataFrame
        Facts of each indicator.
    points, detentions : pandas.DataFrame
        As the gate leaves them.
    standard : mapping of str to float
        People per age group of the standard population; empty without one.
    reference : str
        The ethnic group that the others are compared with.
    """
    units = dict(zip(indicators["id"], indicators["unit"], strict=True))
    charted = chart_points(points, units)
    return ProgrammeResults(
        indicators=judge_indicators(indicators, charted),
        points=charted,
        detentions=calculate_detention_rates(detentions, standard, reference=reference),
    )


def check_programme_results(results: ProgrammeResults) -> None:
    """Stop the run if a result contradicts itself.

    Raises
    ------
    BuildError
        If a key stands twice, an interval leaves its estimate outside, or a limit lies on the wrong
        side of its centre. Lists every contradiction.
    """
    slips = [*_slips(results)]
    if slips:
        raise BuildError("the results contradict themselves: " + "; ".join(slips))


def _slips(results: ProgrammeResults) -> Iterator[str]:
    points, detentions = results.points, results.detentions
    if points.duplicated(["id", "position"]).any():
        yield "an indicator has one period twice"
    if detentions.duplicated(["year", "census_base", "ethnic_group"]).any():
        yield "a group has one year twice"
    between = (
        (points, names.CI_LOW, "value", names.CI_HIGH),
        (points, "lower", "centre", "upper"),
        (detentions, names.CI_LOW, "rate", names.CI_HIGH),
        (detentions, "ratio_low", "ratio", "ratio_high"),
    )
    for table, low, middle, high in between:
        rows = table[[low, middle, high]].astype(float).dropna()
        slack = 1e-9 * (1 + rows[middle].abs())
        if (rows[low] > rows[middle] + slack).any() or (rows[middle] > rows[high] + slack).any():
            yield f"{middle} lies outside {low} to {high}"
