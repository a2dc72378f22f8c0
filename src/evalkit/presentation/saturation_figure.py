"""The saturation curve: how many different codes so many documents show, and whether it has flattened."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from matplotlib.ticker import MaxNLocator

from evalkit import names
from evalkit.presentation.canvas import INK, LINE, TEAL, add_panel, new_drawing
from evalkit.presentation.markdown import sentences
from evalkit.presentation.numbers import count
from evalkit.presentation.series_figure import set_up_axes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.figure import Figure as Drawing

    from evalkit.presentation.canvas import Format
    from evalkit.presentation.material import Material

FEWEST_POINTS: Final = 3
LAST_SHARE: Final = 5
"""The last fifth of the documents says whether the curve has flattened."""
MOST_SPOKEN: Final = 6
"""The alternative text reads out about as many points of the curve."""
HEIGHT: Final = 150.0
LEFT: Final = 30.0
RIGHT: Final = 30.0
WHAT_FLAT_MEANS: Final = (
    "A flat curve says that these documents repeat themselves, not that nobody else has anything new to say."
)

Curve = list[tuple[float, float]]


def place_saturation(material: Material) -> str:
    """Draw the curve of all documents; "" where fewer than three of its points were released.

    Parameters
    ----------
    material : Material
        Released rows of ``saturation`` and the studio.
    """
    table = material.released.stories.tables["saturation"]
    rows = table[table[names.COMPONENT] == names.ALL].dropna(subset=["documents", "expected_codes"])
    curve = sorted(zip(rows["documents"], rows["expected_codes"], strict=True))
    if len(curve) < FEWEST_POINTS:
        return ""
    step = max(1, len(curve) // MOST_SPOKEN)
    spoken = [*curve[:-1:step], curve[-1]]
    told = ", ".join(f"{count(codes)} in {count(documents)}" for documents, codes in spoken)
    alt = f"Line of different codes by number of documents: {told}."
    caption = sentences(_say_ends(curve), _say_last(curve), WHAT_FLAT_MEANS)
    return material.place("saturation", lambda form: draw_saturation(form, curve), caption, alt)


def _say_ends(curve: Curve) -> str:
    """Say how many codes the fewest and all documents show."""
    (few, codes), (every, all_codes) = curve[0], curve[-1]
    noun = "code" if codes == 1 else "codes"
    return (
        f"[Saturation](#glossary-saturation): {count(few)} documents show {count(codes)} different {noun} on average, "
        f"all {count(every)} show {count(all_codes)}."
    )


def _say_last(curve: Curve) -> str:
    """Say how many codes the last fifth of the documents added."""
    every, all_codes = curve[-1]
    last = max(1, math.floor(every / LAST_SHARE))
    before = dict(curve).get(every - last)
    if before is None:
        return ""
    added = all_codes - before
    which = "The last document" if last == 1 else f"The last {count(last)} documents"
    if added == 0:
        return f"{which} added less than half a code on average."
    return f"{which} added about {count(added)} code{'' if added == 1 else 's'} on average."


def draw_saturation(form: Format, curve: Sequence[tuple[float, float]]) -> Drawing:
    """Draw the curve with its last number at the end.

    Parameters
    ----------
    form : Format
        Wide or narrow.
    curve : sequence of (float, float)
        Documents and codes, by documents.
    """
    foot, head = 3.6 * form.font, 2 * LINE * form.font
    drawing = new_drawing(form, head + HEIGHT + foot)
    panel = add_panel(drawing, (LEFT, head, form.width - LEFT - RIGHT, HEIGHT))
    documents, codes = zip(*curve, strict=True)
    set_up_axes(panel, (0, codes[-1] * 1.12 + 0.5), (0, documents[-1]))
    panel.xaxis.set_major_locator(MaxNLocator(5, integer=True, steps=[1, 2, 5, 10]))
    panel.set_xlabel("Documents read, in any order")
    panel.set_title(
        "Different codes", loc="left", fontsize=form.small, color=INK, x=-LEFT / (form.width - LEFT - RIGHT)
    )
    panel.plot(documents, codes, color=TEAL, linewidth=2.4, solid_capstyle="round")
    panel.plot(documents[-1:], codes[-1:], marker="o", color=TEAL, markersize=7, clip_on=False)
    panel.annotate(
        count(codes[-1]),
        xy=(documents[-1], codes[-1]),
        xytext=(8, 0),
        textcoords="offset points",
        va="center",
        color=INK,
        fontweight="bold",
        annotation_clip=False,
    )
    return drawing
