"""Examples that ship: the seeded generators of the synthetic grantees."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from evalkit.examples.growing_minds import SEED, make_growing_minds
from evalkit.examples.harbour_ot import make_harbour_ot
from evalkit.examples.programme import make_programme

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["EXAMPLES", "SEED", "make_growing_minds", "make_harbour_ot", "make_programme"]

EXAMPLES: Final[dict[str, Callable[[], dict[str, bytes]]]] = {
    "growing-minds": make_growing_minds,
    "harbour-ot": make_harbour_ot,
    "_programme": make_programme,
}
"""The synthetic grantees and the city-wide programme, each with what makes its files."""
