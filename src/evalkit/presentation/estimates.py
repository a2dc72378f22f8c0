"""One released statistic with its interval, however the table is called that it stands in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from evalkit import names
from evalkit.presentation.numbers import is_known

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, slots=True)
class Estimate:
    """One released statistic: raw sign, NaN where a cell is empty.

    Attributes
    ----------
    value, low, high : float
        Estimate and interval.
    level : float
        Confidence level of the interval, such as 0.95.
    method : str
        How it was worked out.
    suppressed : bool
        Whether the gate hid it.
    is_small : bool
        Whether it was hidden because fewer people than the threshold stand behind it.
    """

    value: float
    low: float
    high: float
    level: float
    method: str
    suppressed: bool
    is_small: bool = False

    @property
    def has_interval(self) -> bool:
        """Whether estimate and interval were both worked out and released."""
        return all(is_known(number) for number in (self.value, self.low, self.high))

    @property
    def excludes_zero(self) -> bool:
        """Whether the whole interval lies on one side of zero."""
        return self.has_interval and (self.low > 0 or self.high < 0)


def gather_statistics(rows: pd.DataFrame) -> dict[str, Estimate]:
    """Return the statistics of one group by name.

    Parameters
    ----------
    rows : pandas.DataFrame
        Rows of outcomes.csv or goals.csv, each statistic once.
    """
    return {
        str(row[names.STATISTIC]): Estimate(
            value=float(row[names.ESTIMATE]),
            low=float(row[names.CI_LOW]),
            high=float(row[names.CI_HIGH]),
            level=float(row[names.CONFIDENCE_LEVEL]),
            method=str(row[names.METHOD]),
            suppressed=bool(row[names.SUPPRESSED]),
            is_small=names.SMALL
            in {row.get(names.HIDDEN_BECAUSE), str(row[names.METHOD]).removeprefix("hidden: ")},
        )
        for row in rows.to_dict("records")
    }
