"""What figures over time share: one axis of periods, lines that break, labels kept apart."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from matplotlib.ticker import FuncFormatter, MaxNLocator

from evalkit.presentation.canvas import MUTED
from evalkit.presentation.numbers import is_known, plainly

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from matplotlib.axes import Axes

TICKS: Final = 5
LINE_SPACING: Final = 1.25

Label = tuple[float, str, str, str]
"""Height on the scale, words, colour and weight of a label at the right end."""


def split_where(values: Sequence[float], breaks: Sequence[bool]) -> list[list[int]]:
    """Split the places of a series into runs that a line may join.

    Parameters
    ----------
    values : sequence of float
        NaN where there is nothing to draw; a run ends before it.
    breaks : sequence of bool
        Whether no line may lead to this place from the one before.

    Returns
    -------
    list of list of int
        Places of each run, none of them empty.

    Examples
    --------
    >>> split_where([1, 2, float("nan"), 4, 5], [False, False, False, False, True])
    [[0, 1], [3], [4]]
    """
    runs: list[list[int]] = []
    is_open = False
    for place, (value, broken) in enumerate(zip(values, breaks, strict=True)):
        if not is_known(value):
            is_open = False
            continue
        if is_open and not broken:
            runs[-1].append(place)
        else:
            runs.append([place])
        is_open = True
    return runs


def set_up_axes(axes: Axes, limits: tuple[float, float], places: tuple[float, float], unit: str = "") -> None:
    """Set the scale of an axes with a light grid and no frame; ``unit`` is "%" or "£" or nothing."""
    axes.set(xlim=places, ylim=limits, xlabel="", ylabel="")
    axes.yaxis.set_major_locator(MaxNLocator(TICKS, steps=[1, 2, 2.5, 5, 10]))
    axes.yaxis.set_major_formatter(FuncFormatter(_tick(unit)))
    axes.grid(axis="y")
    axes.spines[:].set_visible(False)
    axes.tick_params(length=0, pad=4)


def _tick(unit: str) -> Callable[[float, float], str]:
    """Return a writer of the scale's numbers."""
    before, after = ("£", "") if unit == "£" else ("", unit)
    return lambda value, _: f"{before}{plainly(round(value, 6))}{after}"


def write_head(axes: Axes, lines: Sequence[str], left: float, above: float) -> None:
    """Write what the axis measures above it, where it need not be turned; lengths in points."""
    axes.annotate(
        "\n".join(lines),
        xy=(0, 1),
        xycoords="axes fraction",
        xytext=(-left, above),
        textcoords="offset points",
        va="top",
        color=MUTED,
        fontsize="small",
    )


def keep_apart(heights: Sequence[float], apart: float, bounds: tuple[float, float]) -> list[float]:
    """Move heights so that neighbours are at least so far apart, and none leaves the bounds if it can be helped.

    Parameters
    ----------
    heights : sequence of float
        In rising order.
    apart : float
        Smallest distance.
    bounds : tuple of float
        Lowest and highest height.

    Examples
    --------
    >>> keep_apart([1.0, 1.5, 9.8], 2.0, (0.0, 10.0))
    [1.0, 3.0, 9.8]
    >>> keep_apart([9.0, 9.5], 2.0, (0.0, 10.0))
    [8.0, 10.0]
    """
    moved: list[float] = []
    for height in heights:
        moved.append(max(height, bounds[0] if not moved else moved[-1] + apart))
    ceiling = bounds[1]
    for place in range(len(moved) - 1, -1, -1):
        moved[place] = min(moved[place], ceiling)
        ceiling = moved[place] - apart
    return moved


def write_labels(axes: Axes, labels: Sequence[Label], height: float, font: float) -> None:
    """Write labels at the right end of an axes, each beside what it names, kept apart.

    Parameters
    ----------
    axes : Axes
        With its scale set.
    labels : sequence of Label
        In any order.
    height, font : float
        Height of the axes and of the type in points.
    """
    bottom, top = axes.get_ylim()
    ordered = sorted(labels, key=lambda label: label[0])
    apart = LINE_SPACING * font * (top - bottom) / height
    places = keep_apart([label[0] for label in ordered], apart, (bottom, top))
    for place, (_, words, colour, weight) in zip(places, ordered, strict=True):
        axes.annotate(
            words,
            xy=(1, place),
            xycoords=("axes fraction", "data"),
            xytext=(4, 0),
            textcoords="offset points",
            va="center",
            color=colour,
            fontweight=weight,
            fontsize=font,
        )
