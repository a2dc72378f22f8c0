"""Released counts over time, by component: look-ups for sentences, figures and tables."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from evalkit import names
from evalkit.definitions.periods import choose_kind, list_periods, read_as, write_period
from evalkit.presentation.counts import Count
from evalkit.presentation.numbers import is_known

if TYPE_CHECKING:
    import pandas as pd

    from evalkit.presentation.facts import StudyFacts

REGISTER: Final = "register"
RETURNS: Final = "returns"
NO_DATE: Final = "no date"
TARGETS: Final = ("people", "contacts", "engaged")
"""What a target can count."""


@dataclass(frozen=True, slots=True)
class Activity:
    """One component's released counts.

    Attributes
    ----------
    component, basis : str
        Its id; ``register`` or ``returns``.
    rows : pandas.DataFrame
        Its rows of activity.csv.
    threshold : int
        The count below which people are hidden.
    periods : tuple of str
        Every period from the first to the last, those without a return included.
    kind : str
        Kind of the periods: month, quarter, financial year or year.
    """

    component: str
    basis: str
    rows: pd.DataFrame
    threshold: int
    periods: tuple[str, ...]
    kind: str

    def count(self, statistic: str, period: str = names.ALL, activity: str = names.ALL) -> Count | None:
        """Return a released count; None if it was not counted.

        Contacts and sessions are hidden with the few people behind them: that says nothing of how many
        there were.
        """
        row = self._row(statistic, period, activity)
        if row is None:
            return None
        small = row[names.HIDDEN_BECAUSE] == names.SMALL and row["unit"] == "people"
        return Count(float(row[names.ESTIMATE]), bool(row[names.SUPPRESSED]), self.threshold, bool(small))

    def cumulative(self, statistic: str, period: str) -> float:
        """Return the running total up to a period; NaN where it can't be shown."""
        row = self._row(statistic, period, names.ALL)
        return float("nan") if row is None else float(row["cumulative"])

    def target(self, what: str, period: str = names.ALL) -> Count | None:
        """Return what was agreed beforehand for a period, or for the whole time."""
        return self.count(f"target_{what}", period)

    def against(self, what: str, period: str = names.ALL) -> Count | None:
        """Return the count that a target is set against: in returns, people are those who took part directly."""
        return self.count("direct" if what == "people" and self.basis == RETURNS else what, period)

    def has(self, statistic: str) -> bool:
        """Whether the statistic was counted in any period."""
        return any(self.count(statistic, period) is not None for period in self.periods)

    def is_reported(self, period: str) -> bool:
        """Whether anything was counted in a period; a target is no count."""
        rows = self.rows[self.rows["period"] == period]
        return not rows[names.STATISTIC].str.startswith("target_").all()

    @property
    def activities(self) -> tuple[str, ...]:
        """The activities that were counted by themselves, in released order."""
        found = dict.fromkeys(self.rows["activity"].astype(str))
        return tuple(name for name in found if name != names.ALL)

    def _row(self, statistic: str, period: str, activity: str) -> pd.Series | None:
        rows = self.rows
        own = (rows[names.STATISTIC] == statistic) & (rows["period"] == period)
        found = rows[own & (rows["activity"] == activity)]
        return None if found.empty else found.iloc[0]


def gather_activity(study: StudyFacts, activity: pd.DataFrame) -> tuple[Activity, ...]:
    """Return the counts of each component that has any, in the order of the components.

    Parameters
    ----------
    study : StudyFacts
        For the order and the threshold.
    activity : pandas.DataFrame
        Released rows of activity.csv.
    """
    found = []
    for part in study.components:
        rows = activity[activity[names.COMPONENT] == part.id]
        for basis in (REGISTER, RETURNS):
            own = rows[rows["basis"] == basis]
            if len(own):
                texts = [str(text) for text in own["period"].unique() if text not in {names.ALL, NO_DATE}]
                kind = choose_kind(texts) or ""
                threshold = study.disclosure.threshold
                found.append(Activity(part.id, basis, own, threshold, _all_periods(texts, kind), kind))
    return tuple(found)


def _all_periods(texts: list[str], kind: str) -> tuple[str, ...]:
    known = [period for text in texts if (period := read_as(text, kind)) is not None]
    if not known:
        return ()
    known.sort(key=lambda period: period.number)
    return tuple(write_period(period) for period in list_periods(known[0], known[-1]))


def shown(found: Count | None) -> float | None:
    """Return the number if there is one to show, else None."""
    return found.n if found is not None and found.is_shown and is_known(found.n) else None
