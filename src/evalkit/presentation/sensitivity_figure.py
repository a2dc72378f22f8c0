"""The figure of what those lost could change: the paired result, missing answers filled in, and the limits."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from evalkit.presentation.alternatives import has_result, people_behind, read_as, who
from evalkit.presentation.changes import Verdict
from evalkit.presentation.dot_rows import KEY
from evalkit.presentation.estimates import Estimate
from evalkit.presentation.markdown import plain, sentences, upper_first
from evalkit.presentation.numbers import decimals_for, decimals_that_show, is_known, signed
from evalkit.presentation.points_figure import Row, alt_points, draw_points
from evalkit.presentation.trust_figure import make_row
from evalkit.presentation.wording import from_to, in_component, score_name, slug, span_of_changes

if TYPE_CHECKING:
    from evalkit.presentation.changes import Change
    from evalkit.presentation.material import Material

PAIRED: Final = "Answered both times"
IMPUTED: Final = "Missing answers filled in"
LIMITS: Final = "All those lost at the worst, or at the best score"
LIMITS_KEY: Final = "Thin line with upright ends: limits, not an interval."


@dataclass(frozen=True, slots=True)
class Bounds:
    """Mean change of everybody with the earlier score, at both ends of what those lost could have scored.

    Attributes
    ----------
    worst, best : float
        Raw sign.
    decimals : int
        Enough that neither is printed as zero unless it is.
    """

    worst: float
    best: float
    decimals: int

    @property
    def as_estimate(self) -> Estimate:
        """The bounds as two ends; without a value of their own."""
        low, high = sorted((self.worst, self.best))
        nothing = float("nan")
        return Estimate(nothing, low, high, nothing, "", suppressed=False)


def find_bounds(change: Change) -> Bounds | None:
    """Return the bounds of a comparison; None where they were hidden, not worked out, or nobody was lost."""
    found = [change.statistics.get(f"mean_change_{end}") for end in ("worst", "best")]
    values = [each.value for each in found if each is not None and not each.suppressed]
    known = [value for value in values if is_known(value)]
    if len(known) < len(found) or known[0] == known[1]:
        return None
    shown = decimals_for(change.about.minimum, change.about.maximum)
    return Bounds(known[0], known[1], decimals_that_show((known[0], known[1]), shown))


def draw_sensitivity(material: Material, change: Change) -> str:
    """Draw the three answers under each other; "" unless there are bounds and a result to set beside them.

    Parameters
    ----------
    material : Material
        Released rows, titles and the studio.
    change : Change
        Everybody's main comparison of a score.
    """
    bounds, imputed = find_bounds(change), read_as(material, change, "mean_change_mi")
    if bounds is None or not (has_result(change) or has_result(imputed)):
        return ""
    study, better = material.study, change.about.better_is
    rows = [make_row(PAIRED, change, material.threshold)]
    if imputed is not None:
        rows.append(make_row(IMPUTED, imputed, material.threshold))
    low, high = bounds.as_estimate.low, bounds.as_estimate.high
    value = f"{signed(low, bounds.decimals)} to {signed(high, bounds.decimals)}"
    behind = who(people_behind(material, change, "mean_change_worst").n)
    rows.append(Row(LIMITS, behind, value, bounds.as_estimate, is_bounds=True))
    dots = KEY if any(row.found and not row.is_bounds for row in rows) else ""
    score = plain(score_name(study, change.measure, change.subscale))
    message = f"{score} {from_to(study, change)}: {_message(change, bounds)}"
    return material.place(
        f"sensitivity-{slug(*change.score_key)}",
        lambda form: draw_points(form, rows, better),
        in_component(study, change.component, sentences(upper_first(message), dots, LIMITS_KEY)),
        alt_points(rows, score, better),
    )


def _message(change: Change, bounds: Bounds) -> str:
    """Say what the people who answered twice show, and how far those lost could move it."""
    shows = {
        Verdict.FELL: "a fall among those who answered both times",
        Verdict.ROSE: "a rise among those who answered both times",
        Verdict.UNCLEAR: "no clear change among those who answered both times",
        Verdict.SAME: "no change among those who answered both times",
    }.get(change.verdict, "too few answered both times to say")
    return f"{shows}; with those lost, {span_of_changes(change.about, bounds.as_estimate)}."
