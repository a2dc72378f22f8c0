"""Answers to questionnaires, made from how strongly a person would agree."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from evalkit.examples.draws import Draws

Answer = int | None


def whole_within(value: float, low: int, high: int) -> int:
    """Return the nearest whole number, moved into the range from ``low`` to ``high``.

    Examples
    --------
    >>> whole_within(2.6, 0, 4), whole_within(-1.2, 0, 4), whole_within(9.0, 0, 4)
    (3, 0, 4)
    """
    return min(high, max(low, round(value)))


def draw_answers(
    draws: Draws, levels: Sequence[float], *, noise: float, low: int, high: int
) -> tuple[Answer, ...]:
    """Return one answer per question.

    Parameters
    ----------
    draws : Draws
        The stream to draw from.
    levels : sequence of float
        The person's expected answer to each question.
    noise : float
        Standard deviation of an answer around its level.
    low, high : int
        Lowest and highest answer on the form.
    """
    return tuple(whole_within(draws.normal(level, noise), low, high) for level in levels)


def leave_blank(draws: Draws, answers: Sequence[Answer], count: int) -> tuple[Answer, ...]:
    """Return the answers with ``count`` of them, anywhere on the form, left blank."""
    blank = set(draws.sample(range(len(answers)), count))
    return tuple(None if place in blank else answer for place, answer in enumerate(answers))
