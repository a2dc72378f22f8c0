"""Look-ups of released counts of people: who started, answered, was lost, and who was reached."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from evalkit import names
from evalkit.presentation.numbers import count, hidden, is_known

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping

    import pandas as pd

    from evalkit.presentation.released import Released

HIDDEN_WORD: Final = "hidden"
"""True of any hidden number, whether it is small or was hidden to protect a small one."""


@dataclass(frozen=True, slots=True)
class Count:
    """A released count; hidden where the gate hid it.

    Attributes
    ----------
    n : float
        The count; NaN where hidden.
    suppressed : bool
        Whether the gate hid it.
    threshold : int
        The count below which people are hidden.
    is_small : bool
        Whether it was hidden because it is below the threshold, and not to protect another.
    """

    n: float
    suppressed: bool
    threshold: int
    is_small: bool = False

    @property
    def is_shown(self) -> bool:
        """Whether there is a number to show."""
        return not self.suppressed and is_known(self.n)

    @property
    def text(self) -> str:
        """What a table's cell says: the count, "fewer than 5", or "hidden" if it isn't that small."""
        if self.is_shown:
            return count(self.n)
        return hidden(self.threshold) if self.is_small else HIDDEN_WORD


@dataclass(frozen=True, slots=True)
class Counts:
    """All released counts of one study."""

    flow: pd.DataFrame
    reach: pd.DataFrame
    threshold: int

    @classmethod
    def of(cls, released: Released) -> Counts:
        """Take the counts from behind the door."""
        return cls(released.flow, released.reach, released.study.disclosure.threshold)

    def stage(
        self,
        stage: str,
        component: str,
        score: tuple[str, str] = ("", ""),
        timepoint: str = "",
        group: tuple[str, str] = (names.ALL, names.ALL),
    ) -> Count | None:
        """Return how many people came to a stage of the flow; None if it was not counted.

        Parameters
        ----------
        stage : str
            started, completed, answered, paired or lost.
        component : str
            Id of a component.
        score : tuple of str
            Measure and subscale; empty for started and completed.
        timepoint : str
            Id of a timepoint; empty for started and completed.
        group : tuple of str
            Subgroup variable and subgroup.
        """
        flow = self.flow
        own = (flow[names.COMPONENT] == component) & (flow[names.MEASURE] == score[0])
        own &= (flow[names.SUBSCALE] == score[1]) & (flow[names.TIMEPOINT] == timepoint)
        own &= (flow[names.SUBGROUP_VARIABLE] == group[0]) & (flow[names.SUBGROUP] == group[1])
        rows = flow[own & (flow["stage"] == stage)]
        return self._first(rows, names.N)

    def reached(self, statistic: str, component: str, category: str | None = None) -> Count | None:
        """Return a count of the reach table; None if it was not counted."""
        reach = self.reach
        rows = reach[(reach[names.STATISTIC] == statistic) & (reach[names.COMPONENT] == component)]
        if category is not None:
            rows = rows[rows["category"] == category]
        return self._first(rows, names.ESTIMATE)

    def by_category(self, statistic: str, component: str) -> tuple[tuple[str, Count], ...]:
        """Return the counts of a statistic by category, in released order."""
        reach = self.reach
        rows = reach[(reach[names.STATISTIC] == statistic) & (reach[names.COMPONENT] == component)]
        return tuple(
            (str(row["category"]), self._count(row, names.ESTIMATE)) for row in rows.to_dict("records")
        )

    def groups(self, component: str) -> tuple[tuple[str, str], ...]:
        """Return the subgroups of a component in the flow, in released order."""
        flow = self.flow
        rows = flow[(flow[names.COMPONENT] == component) & (flow[names.SUBGROUP_VARIABLE] != names.ALL)]
        pairs = zip(rows[names.SUBGROUP_VARIABLE].astype(str), rows[names.SUBGROUP].astype(str), strict=True)
        return tuple(dict.fromkeys(pairs))

    def started(self, component: str) -> Count | None:
        """Return how many people a component had."""
        counted = self.stage("started", component)
        reached = self.reached("people", component)
        return reached if reached is not None and reached.is_shown else counted or reached

    def _first(self, rows: pd.DataFrame, column: str) -> Count | None:
        """Return the count in the first of the rows."""
        return None if rows.empty else self._count(rows.iloc[0].to_dict(), column)

    def _count(self, row: Mapping[Hashable, Any], column: str) -> Count:
        """Return the count in one row."""
        small = row[names.HIDDEN_BECAUSE] == names.SMALL
        return Count(float(row[column]), bool(row[names.SUPPRESSED]), self.threshold, small)
