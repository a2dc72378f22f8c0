"""The figure of two starting points: the same people's change from first answers and since trust was there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from evalkit.presentation.alternatives import has_result, who
from evalkit.presentation.changes import Verdict
from evalkit.presentation.counts import HIDDEN_WORD
from evalkit.presentation.dot_rows import KEY
from evalkit.presentation.markdown import plain, sentences
from evalkit.presentation.numbers import hidden
from evalkit.presentation.points_figure import Row, alt_points, draw_points, write_value
from evalkit.presentation.trust_sentences import message
from evalkit.presentation.wording import in_component, score_decimals, score_name, slug

if TYPE_CHECKING:
    from evalkit.presentation.changes import Change
    from evalkit.presentation.material import Material

FROM_FIRST: Final = "From the first answers"
SINCE_TRUST: Final = "Since trust was there"
SAME_PEOPLE: Final = "Both rest on the same people."


def make_row(label: str, change: Change, threshold: int) -> Row:
    """Make a row of a change that was read like a mean change.

    Parameters
    ----------
    label : str
        Which estimate it is.
    change : Change
        From :func:`evalkit.presentation.alternatives.read_as`.
    threshold : int
        The count below which people are hidden.
    """
    mean = change.mean_change
    if change.verdict is Verdict.HIDDEN:
        said = f"{hidden(threshold)} people" if change.is_small else HIDDEN_WORD
        return Row(label, "", said, is_hidden=True)
    if mean is None or not has_result(change):
        return Row(label, who(change.pairs), "not worked out")
    return Row(label, who(change.pairs), write_value(mean, score_decimals(change.about, mean)), mean)


def draw_trust(material: Material, change: Change, first: Change | None, trusted: Change) -> str:
    """Draw both changes on one scale, in the fixed order; "" unless both were released.

    Parameters
    ----------
    material : Material
        Titles and the studio.
    change : Change
        The comparison.
    first, trusted : Change
        The same people from their first answers and from trust on.
    """
    if first is None:
        return ""
    pairs = ((FROM_FIRST, first), (SINCE_TRUST, trusted))
    rows = [make_row(label, each, material.threshold) for label, each in pairs]
    if not any(row.found for row in rows):
        return ""
    study, better = material.study, change.about.better_is
    caption = sentences(message(first, trusted), SAME_PEOPLE, KEY)
    return material.place(
        f"trust-{slug(*change.score_key)}",
        lambda form: draw_points(form, rows, better),
        in_component(study, change.component, caption),
        alt_points(rows, plain(score_name(study, change.measure, change.subscale)), better),
    )
