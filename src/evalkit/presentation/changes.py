"""Rows of outcomes.csv gathered into changes: one group of people, one score, two timepoints."""

from __future__ import annotations

import enum
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from evalkit import names
from evalkit.presentation.estimates import gather_statistics

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Mapping

    import pandas as pd

    from evalkit.presentation.estimates import Estimate
    from evalkit.presentation.facts import Primary, StudyFacts, Subscale
    from evalkit.presentation.released import Released

NOT_CALCULATED: Final = "not calculated"
"""Begins what the method column says where there were too few pairs."""


class Verdict(enum.Enum):
    """What can be said about a change, in order of how little is known."""

    HIDDEN = "hidden"
    NOBODY = "nobody"
    COUNTED = "counted"
    SAME = "same"
    UNCLEAR = "unclear"
    FELL = "fell"
    ROSE = "rose"


@dataclass(frozen=True, slots=True)
class Change:
    """How one score moved for one group of people between two timepoints.

    Attributes
    ----------
    component, measure, subscale, subgroup_variable, subgroup : str
        Whose change, and of what; ``all`` for everybody.
    timepoint_from, timepoint_to : str
        Ids of the timepoints.
    about : Subscale
        Range, direction and noun of the score.
    statistics : mapping of str to Estimate
        The released statistics by name.
    is_trusted : bool
        Whether the change is counted from the trusted baseline instead of the first answer.
    """

    component: str
    measure: str
    subscale: str
    subgroup_variable: str
    subgroup: str
    timepoint_from: str
    timepoint_to: str
    about: Subscale
    statistics: Mapping[str, Estimate]
    is_trusted: bool = False

    @property
    def is_everybody(self) -> bool:
        """Whether the change is of all people of the component."""
        return self.subgroup_variable == names.ALL

    @property
    def score_key(self) -> tuple[str, str, str]:
        """Component, measure and subscale."""
        return (self.component, self.measure, self.subscale)

    @property
    def mean_change(self) -> Estimate | None:
        """The mean change (later minus earlier) with its t interval; never that from another baseline."""
        return self.statistics.get("mean_change_trusted" if self.is_trusted else "mean_change")

    @property
    def effect(self) -> Estimate | None:
        """Hedges g_av with its interval; raw sign. There is none from the trusted baseline."""
        return None if self.is_trusted else self.statistics.get("hedges_g_av")

    @property
    def counted(self) -> Estimate | None:
        """How many people the change rests on."""
        return self.statistics.get("n_trusted" if self.is_trusted else "n_pairs")

    @property
    def pairs(self) -> float:
        """How many people answered at both timepoints; NaN if hidden."""
        return self.counted.value if self.counted else float("nan")

    @property
    def is_small(self) -> bool:
        """Whether the change is hidden because too few people answered twice, and not to protect others."""
        return self.counted is not None and self.counted.is_small

    def value(self, statistic: str) -> float:
        """Return the estimate of a statistic; NaN if it was not released."""
        found = self.statistics.get(statistic)
        return found.value if found else float("nan")

    @property
    def verdict(self) -> Verdict:
        """What the released numbers allow to be said."""
        pairs, mean = self.counted, self.mean_change
        if any(found.suppressed for found in (pairs, mean) if found):
            return Verdict.HIDDEN
        if self.pairs == 0:
            return Verdict.NOBODY
        if mean is None or not mean.has_interval:
            enough = mean is not None and NOT_CALCULATED not in mean.method
            return Verdict.SAME if enough and mean is not None and mean.value == 0 else Verdict.COUNTED
        if mean.excludes_zero:
            return Verdict.ROSE if mean.low > 0 else Verdict.FELL
        return Verdict.SAME if mean.low == mean.high == 0 else Verdict.UNCLEAR

    @property
    def is_better(self) -> bool | None:
        """True for a change for the better, False for the worse, None where neither can be said."""
        better = {names.HIGHER: Verdict.ROSE, names.LOWER: Verdict.FELL}.get(self.about.better_is or "")
        if better is None or self.verdict not in {Verdict.ROSE, Verdict.FELL}:
            return None
        return self.verdict is better

    @property
    def intervals_disagree(self) -> bool:
        """Whether only one of mean change and effect size keeps clear of zero."""
        mean, effect = self.mean_change, self.effect
        if mean is None or effect is None or not (mean.has_interval and effect.has_interval):
            return False
        return mean.excludes_zero != effect.excludes_zero


def gather_changes(released: Released) -> tuple[Change, ...]:
    """Gather the released rows into changes.

    Parameters
    ----------
    released : Released
        What the gate let through.

    Returns
    -------
    tuple of Change
        Sorted by component, measure, subscale, everybody before subgroups, and time.
    """
    study = released.study
    groups = released.outcomes.groupby(list(names.OUTCOME_GROUP), sort=False)
    changes = [_change(study, key, rows) for key, rows in groups]
    return tuple(sorted(changes, key=lambda change: _order(study, change)))


def _change(study: StudyFacts, key: Iterable[Hashable], rows: pd.DataFrame) -> Change:
    """Build one change from its rows."""
    component, measure, subscale, variable, subgroup, start, end = (str(part) for part in key)
    statistics = gather_statistics(rows)
    about = study.subscale(measure, subscale)
    return Change(component, measure, subscale, variable, subgroup, start, end, about, statistics)


def _order(study: StudyFacts, change: Change) -> tuple[int, int, bool, str, str, int, int]:
    """Return the sort key of a change."""
    return (
        study.component_order(change.component),
        study.measure_order(change.measure, change.subscale),
        not change.is_everybody,
        change.subgroup_variable,
        change.subgroup,
        study.timepoint_order(change.timepoint_from),
        study.timepoint_order(change.timepoint_to),
    )


@dataclass(frozen=True, slots=True)
class Headline:
    """The comparison that a score's finding rests on.

    Attributes
    ----------
    change : Change
        From the first answer.
    declared : bool
        Whether it was declared beforehand.
    trusted : bool
        Whether it was declared to be counted from the trusted baseline.
    """

    change: Change
    declared: bool
    trusted: bool = False

    @property
    def told(self) -> Change:
        """The change on which verdict and sentence rest: from the declared baseline, whatever the result."""
        return replace(self.change, is_trusted=True) if self.trusted else self.change


def choose_headlines(study: StudyFacts, changes: Iterable[Change]) -> tuple[Headline, ...]:
    """Choose, for each score in each component, the comparison that stands for it.

    The declared primary comparison where there is one; else first to last listed timepoint, which
    is then marked as not declared beforehand.  The result never decides the choice.

    Parameters
    ----------
    study : StudyFacts
        With the primary outcomes, if any were declared.
    changes : iterable of Change
        All changes, in order.

    Returns
    -------
    tuple of Headline
        Everybody's, in the order of the changes; declared ones first.
    """
    chosen: dict[tuple[str, str, str], Headline] = {}
    for change in changes:
        if not change.is_everybody:
            continue
        declared = _find_declared(study, change)
        if declared is not None:
            trusted = declared.baseline == "trusted"
            chosen[change.score_key] = Headline(change, declared=True, trusted=trusted)
            continue
        present = chosen.get(change.score_key)
        if present is None or (not present.declared and _span(study, change) > _span(study, present.change)):
            chosen[change.score_key] = Headline(change, declared=False)
    return tuple(sorted(chosen.values(), key=lambda headline: not headline.declared))


def _find_declared(study: StudyFacts, change: Change) -> Primary | None:
    """Return the primary outcome that a change is, if it is one."""
    return next(
        (
            primary
            for primary in study.primary
            if (primary.measure, primary.subscale, primary.from_, primary.to)
            == (change.measure, change.subscale, change.timepoint_from, change.timepoint_to)
            and primary.component in {None, change.component}
        ),
        None,
    )


def _span(study: StudyFacts, change: Change) -> tuple[int, int]:
    """Return what makes one comparison wider than another: an earlier start, then a later end."""
    return -study.timepoint_order(change.timepoint_from), study.timepoint_order(change.timepoint_to)
