"""Released outcomes by group: who dropped out, improved or recovered, beside a named group."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from evalkit import names
from evalkit.presentation.shares import is_above, is_below, is_enough, read_count, read_estimate

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping

    import pandas as pd

    from evalkit.presentation.counts import Count
    from evalkit.presentation.estimates import Estimate
    from evalkit.presentation.released import Released

DROPPED_OUT: Final = "dropped_out"
IMPROVED: Final = "improved"
RECOVERED: Final = "recovered"
RATIO: Final = ("risk_ratio", "risk_ratio_low", "risk_ratio_high")
DIFFERENCE: Final = ("risk_difference", "risk_difference_low", "risk_difference_high")
_SET: Final = [
    names.COMPONENT,
    *("outcome", names.MEASURE, names.SUBSCALE, names.TIMEPOINT_FROM, names.TIMEPOINT_TO),
]


@dataclass(frozen=True, slots=True)
class GroupResult:
    """How many people of one group had an outcome.

    Attributes
    ----------
    title : str
        The group.
    people, of : Count
        Those who had it; all whose outcome is known.
    share : Estimate
        The first of the second, 0 to 1, with Wilson's interval.
    ratio, difference : Estimate
        Against the reference group; empty for it, and where there is none.
    """

    title: str
    people: Count
    of: Count
    share: Estimate
    ratio: Estimate
    difference: Estimate

    @property
    def is_shown(self) -> bool:
        """Whether it can be shown how many of how many had the outcome."""
        return self.people.is_shown and self.of.is_shown


@dataclass(frozen=True, slots=True)
class Variable:
    """One outcome by the groups of one attribute, in the order declared.

    Attributes
    ----------
    variable, title : str
        The attribute; its title, or its name where it has none.
    reference : str
        The group that the others are compared with.
    groups : tuple of GroupResult
        All groups, the reference among them.
    """

    variable: str
    title: str
    reference: str
    groups: tuple[GroupResult, ...]

    @property
    def reference_group(self) -> GroupResult | None:
        """The group that the others are compared with."""
        return next((group for group in self.groups if group.title == self.reference), None)

    @property
    def is_reference_hidden(self) -> bool:
        """Whether there is a group to compare with, and its numbers are hidden."""
        base = self.reference_group
        return base is not None and base.of.n != 0 and not base.is_shown

    @property
    def others(self) -> tuple[GroupResult, ...]:
        """All groups but the reference."""
        return tuple(group for group in self.groups if group.title != self.reference)

    def is_told(self, group: GroupResult) -> bool:
        """Whether a ratio may stand in a sentence or figure: both groups have 20 people or more."""
        base = self.reference_group
        return group.ratio.has_interval and is_enough(group.of) and base is not None and is_enough(base.of)

    @property
    def more(self) -> tuple[GroupResult, ...]:
        """Groups with the outcome clearly more often than the reference."""
        return tuple(group for group in self.others if self.is_told(group) and is_above(group.ratio))

    @property
    def less(self) -> tuple[GroupResult, ...]:
        """Groups with the outcome clearly less often than the reference."""
        return tuple(group for group in self.others if self.is_told(group) and is_below(group.ratio))


@dataclass(frozen=True, slots=True)
class Outcome:
    """One outcome of the people of one component.

    Attributes
    ----------
    component, kind, measure, subscale, timepoint_from, timepoint_to : str
        Whose, and which: ``dropped_out``, ``improved`` or ``recovered``.
    everybody : GroupResult or None
        All people together.
    variables : tuple of Variable
        The same by group.
    """

    component: str
    kind: str
    measure: str
    subscale: str
    timepoint_from: str
    timepoint_to: str
    everybody: GroupResult | None
    variables: tuple[Variable, ...]


def gather_outcomes_by_group(released: Released) -> tuple[Outcome, ...]:
    """Gather outcomes by group, in released order; an outcome without any groups is left out.

    Parameters
    ----------
    released : Released
        What the gate let through.
    """
    titles = {
        str(row["variable"]): str(row["title"])
        for table in (released.completeness, released.equity)
        for row in table.to_dict("records")
    }
    threshold = released.study.disclosure.threshold
    found = [
        _outcome(own, titles, threshold) for _, own in released.groups.groupby(_SET, sort=False, dropna=False)
    ]
    return tuple(outcome for outcome in found if outcome.variables)


def _outcome(rows: pd.DataFrame, titles: Mapping[str, str], threshold: int) -> Outcome:
    """Build one outcome from its rows."""
    whole = rows[rows["variable"] == names.ALL]
    groups = rows[rows["variable"] != names.ALL]
    key = {name: str(rows.iloc[0][name]) for name in _SET}
    return Outcome(
        component=key[names.COMPONENT],
        kind=key["outcome"],
        measure=key[names.MEASURE],
        subscale=key[names.SUBSCALE],
        timepoint_from=key[names.TIMEPOINT_FROM],
        timepoint_to=key[names.TIMEPOINT_TO],
        everybody=None if whole.empty else _group(whole.iloc[0].to_dict(), threshold),
        variables=tuple(
            Variable(
                variable=str(name),
                title=titles.get(str(name), str(name)),
                reference=next((str(each) for each in own["reference"] if each), ""),
                groups=_groups(own, threshold),
            )
            for name, own in groups.groupby("variable", sort=False)
        ),
    )


def _groups(rows: pd.DataFrame, threshold: int) -> tuple[GroupResult, ...]:
    """Read the groups of one attribute; one in which nobody could have had the outcome is left out."""
    found = [(str(row["reference"]), _group(row, threshold)) for row in rows.to_dict("records")]
    return tuple(group for reference, group in found if group.of.n != 0 or group.title == reference)


def _group(row: Mapping[Hashable, Any], threshold: int) -> GroupResult:
    """Read one row."""
    return GroupResult(
        title=str(row["group"]),
        # Those without the outcome are people too: a hidden number may be small on either side.
        people=replace(read_count(row, names.N, threshold), is_small=False),
        of=read_count(row, "of", threshold),
        share=read_estimate(row),
        ratio=read_estimate(row, RATIO),
        difference=read_estimate(row, DIFFERENCE),
    )
