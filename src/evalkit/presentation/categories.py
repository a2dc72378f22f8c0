"""Rows of categories.csv gathered: people of one comparison in parts that add up to everybody."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from evalkit import names
from evalkit.presentation.counts import Count
from evalkit.presentation.numbers import is_known

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping, Sequence

    import pandas as pd

    from evalkit.presentation.changes import Change
    from evalkit.presentation.released import Released

RELIABLE: Final = "reliable_change"
USUAL_RANGE: Final = "clinically_significant_change"
BAND_FROM: Final = "band_from"
BAND_TO: Final = "band_to"
CYP: Final = "cyp_outcome"
TALKING_CHANGE: Final = "talking_therapies_change"
TALKING_RECOVERY: Final = "talking_therapies_recovery"
RULES: Final = (CYP, TALKING_CHANGE, TALKING_RECOVERY)
"""Statistics about people across all measures of a component."""

NO_BAND: Final = "no_band"
PROVISIONAL: Final = "provisional"
"""Stands in the method of a threshold that was not checked at its source."""

_KEY: Final = (*names.OUTCOME_COLUMNS[1:4], *names.OUTCOME_COLUMNS[6:9])


@dataclass(frozen=True, slots=True)
class Part:
    """The people of one category.

    Attributes
    ----------
    category : str
        Id of the category.
    count : Count
        How many people; hidden where the gate hid it.
    low, high : float
        Wilson's interval of the proportion, 0 to 1; NaN where hidden.
    level : float
        Confidence level of the interval.
    """

    category: str
    count: Count
    low: float
    high: float
    level: float

    @property
    def has_interval(self) -> bool:
        """Whether the interval of the proportion was released."""
        return is_known(self.low) and is_known(self.high)


@dataclass(frozen=True, slots=True)
class Categories:
    """Everybody of one comparison by category; each person is in one of them.

    Attributes
    ----------
    component, measure, subscale, timepoint_from, timepoint_to : str
        Whose change, and of what; measure ``all`` for a rule across measures.
    statistic : str
        What the categories are about, such as ``reliable_change``.
    of : Count
        People in all categories together.
    parts : tuple of Part
        In released order.
    threshold : float
        Points that count as reliable, or the cut-off; NaN where there is none.
    method : str
        Number, rule and source as a part of a sentence.
    """

    component: str
    measure: str
    subscale: str
    timepoint_from: str
    timepoint_to: str
    statistic: str
    of: Count
    parts: tuple[Part, ...]
    threshold: float
    method: str

    @property
    def is_told(self) -> bool:
        """Whether the number of people is shown, and there are any."""
        return self.of.is_shown and self.of.n > 0

    @property
    def is_provisional(self) -> bool:
        """Whether the threshold was not checked at its source."""
        return PROVISIONAL in self.method

    def part(self, category: str) -> Part:
        """Return the people of one category.

        Raises
        ------
        KeyError
            If the rows do not have the category.
        """
        for part in self.parts:
            if part.category == category:
                return part
        raise KeyError(f"{self.statistic} has no category '{category}'")

    def count(self, category: str) -> Count:
        """Return how many people are in a category."""
        return self.part(category).count


def gather_categories(released: Released) -> tuple[Categories, ...]:
    """Gather the released rows about everybody, in released order.

    Parameters
    ----------
    released : Released
        What the gate let through.
    """
    rows = released.categories
    rows = rows[rows[names.SUBGROUP_VARIABLE] == names.ALL]
    threshold = released.study.disclosure.threshold
    return tuple(_gather(own, threshold) for _, own in rows.groupby(list(_KEY), sort=False))


def _gather(rows: pd.DataFrame, threshold: int) -> Categories:
    """Build one object from the rows of one statistic of one comparison."""
    # A hidden row has no number at all, and no threshold that was worked out; the others say both.
    shown = rows[~rows[names.SUPPRESSED]]
    first: dict[Hashable, Any] = (rows if shown.empty else shown).iloc[0].to_dict()
    whole = float(first["of"])
    small = bool((rows[names.HIDDEN_BECAUSE] == names.SMALL).all())
    return Categories(
        component=str(first[names.COMPONENT]),
        measure=str(first[names.MEASURE]),
        subscale=str(first[names.SUBSCALE]),
        timepoint_from=str(first[names.TIMEPOINT_FROM]),
        timepoint_to=str(first[names.TIMEPOINT_TO]),
        statistic=str(first[names.STATISTIC]),
        of=Count(whole, not is_known(whole), threshold, small),
        parts=tuple(_part(row, threshold) for row in rows.to_dict("records")),
        threshold=float(first["threshold"]),
        method=str(first[names.METHOD]),
    )


def _part(row: Mapping[Hashable, Any], threshold: int) -> Part:
    """Build the people of one category."""
    small = row[names.HIDDEN_BECAUSE] == names.SMALL
    number = Count(float(row[names.N]), bool(row[names.SUPPRESSED]), threshold, small)
    interval = (float(row[names.CI_LOW]), float(row[names.CI_HIGH]), float(row[names.CONFIDENCE_LEVEL]))
    return Part(str(row["category"]), number, *interval)


def find_categories(known: Sequence[Categories], change: Change, statistic: str) -> Categories | None:
    """Return the categories of a change of everybody; None if there are none to tell.

    Parameters
    ----------
    known : sequence of Categories
        All of them.
    change : Change
        The comparison.
    statistic : str
        What the categories are about.
    """
    wanted = (*change.score_key, change.timepoint_from, change.timepoint_to, statistic)
    return next((each for each in known if each.is_told and _key(each) == wanted), None)


def are_hidden(known: Sequence[Categories], change: Change, statistic: str) -> bool:
    """Return whether there are categories of a change of which nothing can be told."""
    wanted = (*change.score_key, change.timepoint_from, change.timepoint_to, statistic)
    return any(
        _key(each) == wanted and not each.is_told and not all(part.count.is_shown for part in each.parts)
        for each in known
    )


def find_rules(known: Sequence[Categories], component: str) -> tuple[Categories, ...]:
    """Return what rules across all measures say of the people of a component."""
    return tuple(
        each for each in known if each.is_told and each.component == component and each.statistic in RULES
    )


def _key(categories: Categories) -> tuple[str, ...]:
    """Return what names one statistic of one comparison."""
    return tuple(str(getattr(categories, name)) for name in _KEY)
