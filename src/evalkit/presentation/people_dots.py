"""Rows of dots, a dot for each person: the themes of goals and stories."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from evalkit.presentation.canvas import (
    GREY,
    HATCH,
    INK,
    LINE,
    MUTED,
    TEAL,
    add_panel,
    new_drawing,
    write_lines,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure as Drawing

    from evalkit.presentation.canvas import Format
    from evalkit.presentation.counts import Count

LABEL_SHARE: Final = 0.30
LETTER: Final = 0.54
WIDEST_PITCH: Final = 6.6
DOT: Final = 0.78
"""Diameter of a dot, in distances from dot to dot."""
GAP: Final = 8.0
BETWEEN: Final = 8.0
MOST_DOTS: Final = 45
"""As many as fit on one line of a phone; a row never breaks, so that lengths compare."""
HIDDEN_WIDTH: Final = 36.0
HIDDEN_HEIGHT: Final = 10.0
_SCALES: Final = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000)


@dataclass(frozen=True, slots=True)
class DotRow:
    """One row of the figure.

    Attributes
    ----------
    label : str
        What the people have in common.
    people : Count
        How many; a hidden number is drawn hatched.
    out_of : str
        What follows the number, such as " of 25".
    """

    label: str
    people: Count
    out_of: str = ""

    @property
    def value(self) -> str:
        """What is written beside the dots."""
        return f"{self.people.text}{self.out_of}" if self.people.is_shown else self.people.text


def people_per_dot(rows: Sequence[DotRow]) -> int:
    """Return for how many people a dot stands: one, unless a row would be too long.

    Examples
    --------
    >>> from evalkit.presentation.counts import Count
    >>> people_per_dot([DotRow("Sleep", Count(44, suppressed=False, threshold=5))])
    1
    >>> people_per_dot([DotRow("Sleep", Count(444, suppressed=False, threshold=5))])
    10
    """
    most = max((row.people.n for row in rows if row.people.is_shown), default=0.0)
    return next((scale for scale in _SCALES if most / scale <= MOST_DOTS), _SCALES[-1])


def draw_people_dots(form: Format, rows: Sequence[DotRow]) -> Drawing:
    """Draw rows of dots: label at the left, number at the end; on a phone both above.

    Parameters
    ----------
    form : Format
        Wide or narrow.
    rows : sequence of DotRow
        From top to bottom.
    """
    left = 0.0 if form.narrow else LABEL_SHARE * form.width
    values = 0.0 if form.narrow else GAP + 4 + LETTER * form.font * max(len(row.value) for row in rows)
    across = form.width - left - values
    scale = people_per_dot(rows)
    pitch = min(WIDEST_PITCH, across / max(1, *(_dots(row, scale) for row in rows)))
    line = LINE * form.font
    labels = [
        form.wrap(f"{row.label}: {row.value}", form.width)
        if form.narrow
        else form.wrap(row.label, left - GAP)
        for row in rows
    ]
    heights = [(len(label) + form.narrow) * line + BETWEEN for label in labels]
    drawing = new_drawing(form, sum(heights))
    panel = add_panel(drawing, (left, 0.0, across, sum(heights)))
    panel.set(xlim=(0, across), ylim=(sum(heights), 0))
    panel.axis("off")
    top = 0.0
    for row, label, height in zip(rows, labels, heights, strict=True):
        above = len(label) * line if form.narrow else 0.0
        middle = top + above + (height - above - BETWEEN) / 2
        write_lines(panel, label, (-left, top), line)
        _draw_dots(panel, row, middle, scale, pitch)
        if not form.narrow:
            ends = _dots(row, scale) * pitch if row.people.is_shown else HIDDEN_WIDTH
            colour = {"color": INK if row.people.is_shown else MUTED}
            write_lines(panel, [row.value], (ends + GAP, middle - line / 2), line, colour)
        top += height
    return drawing


def _dots(row: DotRow, scale: int) -> int:
    """Return how many dots a row has; at least one for at least one person."""
    if not row.people.is_shown:
        return 1
    return max(1, math.floor(row.people.n / scale + 0.5)) if row.people.n else 0


def _draw_dots(panel: Axes, row: DotRow, middle: float, scale: int, pitch: float) -> None:
    """Draw the dots of one row on its middle line, or the mark of a hidden number."""
    if not row.people.is_shown:
        panel.barh(
            middle, HIDDEN_WIDTH, HIDDEN_HEIGHT, facecolor="white", edgecolor=GREY, hatch=HATCH, linewidth=0.7
        )
        return
    panel.plot(
        [(place + 0.5) * pitch for place in range(_dots(row, scale))],
        [middle] * _dots(row, scale),
        linestyle="",
        marker="o",
        markersize=DOT * pitch,
        markeredgewidth=0,
        color=TEAL,
        clip_on=False,
    )
