"""The figure of people by category: one bar of people for each comparison, with its counts on it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from matplotlib.patches import Rectangle

from evalkit.presentation.canvas import (
    GREY,
    HAIRLINE,
    HATCH,
    INK,
    LINE,
    MUTED,
    ORANGE,
    TEAL,
    add_panel,
    new_drawing,
    write_lines,
)
from evalkit.presentation.counts import HIDDEN_WORD

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure as Drawing

    from evalkit.presentation.canvas import Format
    from evalkit.presentation.counts import Count

LABEL_SHARE: Final = 0.30
GAP: Final = 10.0
THICKNESS: Final = 20.0
SWATCH: Final = 7.0
BETWEEN: Final = 9.0
"""Room between two words under a bar, in points."""
PADDING: Final = 11.0
LEAST_HIDDEN: Final = 0.04
"""Share of a bar that a hidden part takes at least, so that it is seen."""
_LETTER: Final = 0.51
_LIGHTEST: Final = (0.86, 0.91, 0.96)
_DARKEST: Final = (0.08, 0.27, 0.47)
_LIGHT_ENOUGH: Final = 0.5
_BACKSLASHES: Final = "\\\\\\\\"


@dataclass(frozen=True, slots=True)
class Look:
    """How a category is drawn.

    Attributes
    ----------
    colour, ink : str or tuple of float
        Of the bar and of the number on it.
    hatch : str
        Tells it from its neighbours in grey print; "" for none.
    """

    colour: str | tuple[float, float, float]
    ink: str
    hatch: str = ""


BETTER: Final = Look(TEAL, "white")
NEITHER: Final = Look(HAIRLINE, INK)
WORSE: Final = Look(ORANGE, "white", _BACKSLASHES)
UNKNOWN: Final = Look("white", MUTED, HATCH)
OUTSIDE: Final = Look("white", INK)
"""People who are in no band."""


def shade(place: int, of: int) -> Look:
    """Return the look of one of several ordered bands: light for the lowest, dark for the highest.

    Examples
    --------
    >>> shade(0, 4).ink, shade(3, 4).ink
    ('#1B2430', 'white')
    """
    along = place / (of - 1) if of > 1 else 0.0
    red, green, blue = (
        light + along * (dark - light) for light, dark in zip(_LIGHTEST, _DARKEST, strict=True)
    )
    return Look((red, green, blue), INK if along < _LIGHT_ENOUGH else "white")


@dataclass(frozen=True, slots=True)
class Segment:
    """One category of a bar: its word, its people, its look."""

    word: str
    count: Count
    look: Look


@dataclass(frozen=True, slots=True)
class Stack:
    """One bar.

    Attributes
    ----------
    label, note : str
        Bold and muted line of the row label; the note holds the number of people.
    whole : float
        People of all segments together.
    segments : tuple of Segment
        From left to right.
    """

    label: str
    note: str
    whole: float
    segments: tuple[Segment, ...]

    @property
    def is_hiding(self) -> bool:
        """Whether a number of the bar is hidden."""
        return not all(segment.count.is_shown for segment in self.segments)

    def lengths(self) -> list[tuple[Segment, float, float]]:
        """Return segment, start and length as shares of the bar.

        Hidden segments share one length, which the first of them takes: how it is divided is not
        known to a reader, so it is not drawn. It stands in its place where they are neighbours, else
        at the end.
        """
        known = sum(segment.count.n for segment in self.segments if segment.count.is_shown)
        rest = max(self.whole - known, LEAST_HIDDEN * self.whole) if self.is_hiding else 0.0
        total, start, placed = (known + rest) or 1.0, 0.0, []
        for segment in self._in_order():
            length = segment.count.n if segment.count.is_shown else rest
            rest = rest if segment.count.is_shown else 0.0
            placed.append((segment, start, length / total))
            start += length / total
        return placed

    def _in_order(self) -> tuple[Segment, ...]:
        """Return the segments as drawn: hidden ones beside each other."""
        hidden = [place for place, segment in enumerate(self.segments) if not segment.count.is_shown]
        if not hidden or hidden[-1] - hidden[0] < len(hidden):
            return self.segments
        return tuple(sorted(self.segments, key=lambda segment: not segment.count.is_shown))


@dataclass(frozen=True, slots=True)
class _Word:
    """A word under a bar with its swatch, in points from the bar's left end."""

    text: str
    look: Look
    left: float
    line: int


def draw_stacks(form: Format, stacks: Sequence[Stack]) -> Drawing:
    """Draw bars of people under each other, each as long as all of its people.

    Parameters
    ----------
    form : Format
        Wide or narrow; on a phone each label stands above its bar.
    stacks : sequence of Stack
        From top to bottom.
    """
    left = 0.0 if form.narrow else LABEL_SHARE * form.width
    across = form.width - left
    line = LINE * form.font
    label_width = form.width if form.narrow else left - GAP
    labels = [form.wrap(stack.label, label_width, bold=True) for stack in stacks]
    notes = [form.wrap(stack.note, label_width) for stack in stacks]
    words = [_place_words(form, stack, across) for stack in stacks]
    heights = []
    for label, note, own in zip(labels, notes, words, strict=True):
        text = (len(label) + len(note)) * line
        bar = THICKNESS + 3 + (1 + max(word.line for word in own)) * line
        heights.append((text + 2 + bar if form.narrow else max(text, bar)) + PADDING)
    drawing = new_drawing(form, sum(heights))
    panel = add_panel(drawing, (left, 0.0, across, sum(heights)))
    panel.set(xlim=(0, across), ylim=(sum(heights), 0))
    panel.axis("off")
    top = 0.0
    for stack, label, note, own, height in zip(stacks, labels, notes, words, heights, strict=True):
        write_lines(panel, label, (-left, top), line, {"fontweight": "bold"})
        write_lines(panel, note, (-left, top + len(label) * line), line, {"color": MUTED})
        start = top + ((len(label) + len(note)) * line + 2 if form.narrow else 0.0)
        _draw_bar(form, panel, stack, start)
        _write_words(form, panel, own, start + THICKNESS + 3)
        top += height
    return drawing


def _width(form: Format, text: str) -> float:
    """Reckon the width of a text in points, a little generously."""
    return _LETTER * form.small * len(text)


def _fits(form: Format, segment: Segment, length: float) -> bool:
    """Whether a segment's number stands on it."""
    return segment.count.is_shown and _width(form, segment.count.text) + 6 <= length


def _place_words(form: Format, stack: Stack, across: float) -> list[_Word]:
    """Place the words of a bar: under their segments where there is room, else in lines from the left."""
    texts, wished = [], []
    for segment, start, length in stack.lengths():
        bare = _fits(form, segment, length * across)
        texts.append((segment.word if bare else _with_number(segment), segment))
        wished.append(start * across)
    widths = [SWATCH + 4 + _width(form, text) for text, _ in texts]
    lefts: list[float] = []
    for place, wish in enumerate(wished):
        lefts.append(max(wish, lefts[-1] + widths[place - 1] + BETWEEN) if place else wish)
    edge = across
    for place in reversed(range(len(lefts))):
        lefts[place] = min(lefts[place], edge - widths[place])
        edge = lefts[place] - BETWEEN
    if lefts[0] >= 0:
        return [_Word(text, _look(seg), at, 0) for (text, seg), at in zip(texts, lefts, strict=True)]
    placed, at, line = [], 0.0, 0
    for (text, segment), width in zip(texts, widths, strict=True):
        if at and at + width > across:
            at, line = 0.0, line + 1
        placed.append(_Word(text, _look(segment), at, line))
        at += width + BETWEEN
    return placed


def _with_number(segment: Segment) -> str:
    """Return a segment's word with its number, or with what is said of a hidden one."""
    if segment.count.text == HIDDEN_WORD:
        return f"{segment.word}: {HIDDEN_WORD}"
    return f"{segment.count.text} {segment.word}"


def _look(segment: Segment) -> Look:
    """Return how a segment is drawn: hatched where its number is hidden."""
    return segment.look if segment.count.is_shown else UNKNOWN


def _draw_bar(form: Format, panel: Axes, stack: Stack, top: float) -> None:
    """Draw one bar with the numbers that fit on it."""
    across = panel.get_xlim()[1]
    for segment, start, length in stack.lengths():
        look = _look(segment)
        if length:
            _draw_box(panel, (start * across, top), (length * across, THICKNESS), look)
        if _fits(form, segment, length * across):
            panel.annotate(
                segment.count.text,
                xy=((start + length / 2) * across, top + THICKNESS / 2),
                ha="center",
                va="center_baseline",
                color=look.ink,
                fontweight="bold",
                bbox={"facecolor": look.colour, "edgecolor": "none", "pad": 1.5} if look.hatch else None,
            )
    outline = Rectangle((0, top), across, THICKNESS, facecolor="none", edgecolor=GREY, linewidth=0.8)
    panel.add_patch(outline)


def _write_words(form: Format, panel: Axes, words: Sequence[_Word], top: float) -> None:
    """Write the words under a bar, each behind its swatch."""
    line = LINE * form.font
    for word in words:
        middle = top + (word.line + 0.5) * line
        _draw_box(panel, (word.left + 0.5, middle - SWATCH / 2 + 0.8), (SWATCH, SWATCH), word.look, edge=GREY)
        panel.annotate(
            word.text,
            xy=(word.left + SWATCH + 4, middle),
            ha="left",
            va="center_baseline",
            color=INK,
            fontsize=form.small,
        )


def _draw_box(
    panel: Axes, corner: tuple[float, float], size: tuple[float, float], look: Look, edge: str = "white"
) -> None:
    """Draw a rectangle in the look of its category; hatching is white on a colour, grey on white."""
    panel.add_patch(
        Rectangle(
            corner,
            *size,
            facecolor=look.colour,
            edgecolor=edge,
            linewidth=0.8,
            hatch=look.hatch or None,
            hatchcolor=GREY if look.colour == "white" else "white",
        )
    )
