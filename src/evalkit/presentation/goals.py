"""Rows of goals.csv gathered by component."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from evalkit import names
from evalkit.presentation.counts import Count
from evalkit.presentation.estimates import gather_statistics

if TYPE_CHECKING:
    from collections.abc import Mapping

    from evalkit.presentation.estimates import Estimate
    from evalkit.presentation.released import Released


@dataclass(frozen=True, slots=True)
class Goals:
    """How people rated the goals they set themselves, in one component.

    Attributes
    ----------
    component : str
        Id of a component.
    statistics : mapping of str to Estimate
        The released statistics by name; change is last minus first rating, 0 to 10.
    threshold : int
        The count below which people are hidden.
    by_category : mapping of str to mapping of str to Estimate
        The released statistics by category (a theme, or the number of an occasion), then by name.
    """

    component: str
    statistics: Mapping[str, Estimate]
    threshold: int
    by_category: Mapping[str, Mapping[str, Estimate]] = field(default_factory=dict)

    def counted(self, statistic: str, category: str = "") -> Count | None:
        """Return a count; None if it was not released."""
        statistics = self.by_category.get(category, {}) if category else self.statistics
        found = statistics.get(statistic)
        return Count(found.value, found.suppressed, self.threshold, found.is_small) if found else None

    def categories(self, statistic: str) -> tuple[str, ...]:
        """Return the categories for which a statistic was released, in released order."""
        return tuple(name for name, found in self.by_category.items() if statistic in found)

    @property
    def occasions(self) -> tuple[str, ...]:
        """The first, second, third … time that goals were rated, as numbers in text."""
        return tuple(sorted(self.categories("n_rated"), key=int))

    @property
    def mean_change(self) -> Estimate | None:
        """The mean change of the ratings, with its interval."""
        return self.statistics.get("mean_change")

    @property
    def is_told(self) -> bool:
        """Whether there is enough to say that goals moved."""
        moved = [self.counted(name) for name in ("goals_rated_twice", "goals_up", "people_rated_twice")]
        return all(found is not None and found.is_shown and found.n > 0 for found in moved)


def gather_goals(released: Released) -> tuple[Goals, ...]:
    """Gather the released rows about goals, in the order of the components."""
    study, rows = released.study, released.goals
    gathered = []
    for component in sorted(set(rows[names.COMPONENT].astype(str)), key=study.component_order):
        own = rows[rows[names.COMPONENT] == component]
        statistics = gather_statistics(own[own["category"] == ""])
        by_category = {
            str(category): gather_statistics(part)
            for category, part in own[own["category"] != ""].groupby("category", sort=False)
        }
        gathered.append(Goals(component, statistics, study.disclosure.threshold, by_category))
    return tuple(gathered)
