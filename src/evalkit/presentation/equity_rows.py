"""Released people by group, gathered by attribute: who was reached, and beside whom."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from evalkit import names
from evalkit.presentation.shares import first_shown, is_enough, read_count, read_estimate

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping

    import pandas as pd

    from evalkit.presentation.counts import Count
    from evalkit.presentation.estimates import Estimate
    from evalkit.presentation.released import Released

KNOWN: Final = "known"
DECILES: Final = "imd_decile"
MOST_DEPRIVED: Final = "imd_most_deprived"
DECILE_ENDS: Final = {"1": "1, most deprived", "10": "10, least deprived"}
RATIO: Final = ("ratio", "ratio_low", "ratio_high")


@dataclass(frozen=True, slots=True)
class Group:
    """The people of one group.

    Attributes
    ----------
    title : str
        Its name.
    is_known : bool
        Whether it is a group proper; not for unknown, prefer not to say and not recorded.
    people : Count
        How many were reached.
    share : Estimate
        Of the people whose group is known, 0 to 1.
    population_share : float
        The same in the population; NaN where none was supplied.
    ratio : Estimate
        The first divided by the second; empty where there is none.
    """

    title: str
    is_known: bool
    people: Count
    share: Estimate
    population_share: float
    ratio: Estimate


@dataclass(frozen=True, slots=True)
class Attribute:
    """All groups of one attribute of the people of one component, in the order declared.

    Attributes
    ----------
    component, variable, title : str
        Whose people (``all``: everybody), and what about them.
    of, known : Count or None
        Everybody; everybody whose group is known.
    groups : tuple of Group
        Groups proper first, those set apart last.
    """

    component: str
    variable: str
    title: str
    of: Count | None
    known: Count | None
    groups: tuple[Group, ...]

    @property
    def proper(self) -> tuple[Group, ...]:
        """Groups without those set apart."""
        return tuple(group for group in self.groups if group.is_known)

    @property
    def apart(self) -> tuple[Group, ...]:
        """Unknown, prefer not to say, not recorded."""
        return tuple(group for group in self.groups if not group.is_known)

    @property
    def has_population(self) -> bool:
        """Whether a population was supplied to compare with."""
        return any(group.population_share >= 0 for group in self.groups)

    @property
    def is_comparable(self) -> bool:
        """Whether enough people are known for shares to be set beside the population."""
        return self.has_population and is_enough(self.known)


def gather_equity(released: Released) -> tuple[Attribute, ...]:
    """Gather people by group, in released order.

    Parameters
    ----------
    released : Released
        What the gate let through.
    """
    rows = released.equity
    threshold = released.study.disclosure.threshold
    key = [names.COMPONENT, "variable"]
    return tuple(_gather(own, threshold) for _, own in rows.groupby(key, sort=False))


def _gather(rows: pd.DataFrame, threshold: int) -> Attribute:
    """Build one attribute from its rows."""
    records = rows.to_dict("records")
    groups = [_group(row, threshold) for row in records]
    return Attribute(
        component=str(records[0][names.COMPONENT]),
        variable=str(records[0]["variable"]),
        title=str(records[0]["title"]),
        of=first_shown(read_count(row, "of", threshold) for row in records),
        known=first_shown(read_count(row, KNOWN, threshold) for row in records),
        groups=tuple(sorted(groups, key=lambda group: not group.is_known)),
    )


def _group(row: Mapping[Hashable, Any], threshold: int) -> Group:
    """Read one row."""
    return Group(
        title=str(row["group"]),
        is_known=row["kind"] == KNOWN,
        people=read_count(row, names.N, threshold),
        share=read_estimate(row),
        population_share=float(row["population_share"]),
        ratio=read_estimate(row, RATIO),
    )


def name_group(attribute: Attribute, group: Group) -> str:
    """Return a group's label; the first and the last decile say which end they are.

    Groups of deprivation are numbers, which say nothing by themselves.
    """
    if attribute.variable != DECILES or not group.is_known:
        return group.title
    return f"Decile {DECILE_ENDS.get(group.title, group.title)}"
