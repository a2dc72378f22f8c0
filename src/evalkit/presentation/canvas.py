"""What all figures share: colours, type, two widths, and files that come out the same each time."""

from __future__ import annotations

import textwrap
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import matplotlib as mpl
import seaborn as sns
from matplotlib.figure import Figure as Drawing

from evalkit.presentation.markdown import attribute
from evalkit.presentation.typeface import register_fonts

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    from matplotlib.axes import Axes

INK: Final = "#1B2430"
MUTED: Final = "#55606E"
TEAL: Final = "#0B6E6E"
ORANGE: Final = "#B8500F"
GREY: Final = "#7A8594"
HAIRLINE: Final = "#DDE1E6"
PAPER: Final = "#F6F4EF"
HATCH: Final = "////"

POINTS: Final = 72.0
LINE: Final = 1.3
"""Height of a line of text, in letters' heights."""
FEWEST_LETTERS: Final = 4
_LETTER: Final = 0.52
"""Average width of a letter of the typeface, in ems; a little generous, so that nothing is cut."""


@dataclass(frozen=True, slots=True)
class Format:
    """One of the two forms in which each figure is drawn; lengths in points.

    Attributes
    ----------
    narrow : bool
        Drawn for a phone.
    width : float
        Width of the drawing.
    font : float
        Size of the main type; nothing is smaller than 0.9 of it.
    """

    narrow: bool
    width: float
    font: float

    @property
    def small(self) -> float:
        """Size of notes and tick labels."""
        return 0.9 * self.font

    def wrap(self, text: str, width: float, *, bold: bool = False) -> list[str]:
        """Break text into lines that fit a width in points."""
        letters = int(width / (self.font * _LETTER * (1.08 if bold else 1.0)))
        return textwrap.wrap(text, max(FEWEST_LETTERS, letters), break_long_words=False)


WIDE: Final = Format(narrow=False, width=6.6 * POINTS, font=9.0)
NARROW: Final = Format(narrow=True, width=3.3 * POINTS, font=10.5)


@dataclass(frozen=True, slots=True)
class Figure:
    """A drawn figure, ready to be placed in a report.

    Attributes
    ----------
    name : str
        File stem; also its id after ``fig-``.
    folder : str
        Folder of the files, relative to the report.
    caption : str
        Its message in words; Markdown.
    alt : str
        The same for those who can't see it, with the numbers; plain text.
    table : str
        The numbers behind it as a Markdown table, or "".
    """

    name: str
    folder: str
    caption: str
    alt: str
    table: str = ""

    @property
    def markdown(self) -> str:
        """The figure as a paragraph of its own."""
        link = f"{self.folder}/{self.name}"
        return (
            f"![{self.caption}]({link}.svg)"
            f'{{#fig-{self.name} fig-alt="{attribute(self.alt)}" narrow="{link}-narrow.svg"}}'
        )


@dataclass(frozen=True, slots=True)
class Studio:
    """Where figures are saved, and the date that they are stamped with.

    Attributes
    ----------
    folder : Path
        Made if it does not exist.
    date : datetime.date
        Date of the data; the clock never gets into a figure.
    """

    folder: Path
    date: dt.date

    def save(self, name: str, draw: Callable[[Format], Drawing]) -> None:
        """Draw a figure in both forms and save them as ``NAME.svg`` and ``NAME-narrow.svg``.

        Parameters
        ----------
        name : str
            File stem.
        draw : callable
            Takes a Format, returns a drawing of that width.
        """
        self.folder.mkdir(parents=True, exist_ok=True)
        for form in (WIDE, NARROW):
            stem = f"{name}-narrow" if form.narrow else name
            with style(form, salt=f"{self.date.isoformat()} {stem}"):
                stamp = {"Date": self.date.isoformat(), "Title": stem}
                draw(form).savefig(self.folder / f"{stem}.svg", format="svg", metadata=stamp)

    def keep(self, name: str, picture: str) -> None:
        """Save a picture that was drawn elsewhere, the text of an SVG, as ``NAME.svg``."""
        self.folder.mkdir(parents=True, exist_ok=True)
        (self.folder / f"{name}.svg").write_text(picture, encoding="utf-8")


@contextmanager
def style(form: Format, salt: str) -> Iterator[None]:
    """Set the look of one drawing, and take it back afterwards."""
    family = register_fonts()
    look: dict[Any, Any] = {
        **sns.axes_style("white"),
        "font.family": [family, "DejaVu Sans"],
        "font.size": form.font,
        "axes.labelsize": form.small,
        "axes.labelcolor": MUTED,
        "axes.edgecolor": HAIRLINE,
        "axes.linewidth": 0.8,
        "axes.axisbelow": True,
        "xtick.labelsize": form.small,
        "ytick.labelsize": form.small,
        "xtick.color": MUTED,
        "ytick.color": MUTED,
        "text.color": INK,
        "text.parse_math": False,  # "£5 or $5" is no formula
        "grid.color": HAIRLINE,
        "grid.linewidth": 0.8,
        "hatch.color": GREY,
        "hatch.linewidth": 0.8,
        "svg.fonttype": "path",
        "svg.hashsalt": salt,
    }
    with mpl.rc_context(look):
        yield


def new_drawing(form: Format, height: float) -> Drawing:
    """Return an empty drawing of the form's width and a height in points."""
    return Drawing(figsize=(form.width / POINTS, height / POINTS))


def add_panel(drawing: Drawing, box: tuple[float, float, float, float]) -> Axes:
    """Add axes by left, top, width and height in points, measured from the upper left corner."""
    width, height = (float(side) * POINTS for side in drawing.get_size_inches())
    left, top, wide, tall = box
    return drawing.add_axes((left / width, 1 - (top + tall) / height, wide / width, tall / height))


def write_lines(
    axes: Axes,
    lines: Sequence[str],
    place: tuple[float, float],
    height: float,
    look: Mapping[str, str] | None = None,
) -> None:
    """Write lines under each other, on white, left-aligned.

    Each line is placed by itself: the typeface's own line height would not match the room that
    was reckoned for it.

    Parameters
    ----------
    axes : Axes
        With a vertical scale in points, downwards.
    lines : sequence of str
        Text.
    place : tuple of float
        Points to the right of the axes' left edge, and the top of the first line on the scale.
    height : float
        Height of a line in points.
    look : mapping of str to str, optional
        ``color`` and ``fontweight``.
    """
    chosen = {"color": INK, "fontweight": "normal", **(look or {})}
    for number, line in enumerate(lines):
        axes.annotate(
            line,
            xy=(0, place[1] + (number + 0.5) * height),
            xycoords=("axes fraction", "data"),
            xytext=(place[0], 0),
            textcoords="offset points",
            va="center_baseline",
            ha="left",
            color=chosen["color"],
            fontweight=chosen["fontweight"],
            zorder=1.5,
            bbox={"facecolor": "white", "edgecolor": "none", "pad": 0.3},
        )
