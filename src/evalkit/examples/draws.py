"""Random draws that stay the same, number by number, under every version of numpy and Python."""

from __future__ import annotations

from statistics import NormalDist
from typing import TYPE_CHECKING, Final, TypeVar

from numpy.random import PCG64, SeedSequence

if TYPE_CHECKING:
    from collections.abc import Sequence

Option = TypeVar("Option")

_STANDARD: Final = NormalDist()


class Draws:
    """One named stream of random draws.

    numpy keeps the raw words of a bit generator the same for ever, but not the methods of
    ``Generator`` that turn them into distributions (NEP 19). Only raw words are used here, so
    that the committed files can be made again, byte for byte, after an upgrade.

    Parameters
    ----------
    seed : int
        Seed of all streams, 0 or more.
    stream : str
        Name of this stream. Another name gives other draws, so that a change in one component
        leaves the files of the others as they are.

    Examples
    --------
    >>> Draws(1, "a").sample("abcdef", 3) == Draws(1, "a").sample("abcdef", 3)
    True
    >>> Draws(1, "a").uniform() == Draws(1, "b").uniform()
    False
    """

    def __init__(self, seed: int, stream: str) -> None:
        self._words = PCG64(SeedSequence([seed, *stream.encode()]))

    def uniform(self) -> float:
        """Return a number between 0 and 1, both left out, on a grid of 2**53 steps."""
        word = int(self._words.random_raw())
        return ((word >> 11) + 0.5) * 2.0**-53

    def normal(self, mean: float, sd: float) -> float:
        """Return a normal deviate, by inversion.

        Examples
        --------
        >>> draws = Draws(1, "example")
        >>> sample = [draws.normal(10, 2) for _ in range(2000)]
        >>> abs(sum(sample) / 2000 - 10) < 0.2
        True
        """
        return mean + sd * _STANDARD.inv_cdf(self.uniform())

    def whole(self, low: int, high: int) -> int:
        """Return a whole number from ``low`` to ``high``, both included."""
        return low + int(self.uniform() * (high - low + 1))

    def chance(self, probability: float) -> bool:
        """Return True with this probability (0 to 1)."""
        return self.uniform() < probability

    def sample(self, options: Sequence[Option], size: int) -> list[Option]:
        """Return ``size`` of the options in random order, none twice."""
        rest = list(options)
        return [rest.pop(self.whole(0, len(rest) - 1)) for _ in range(size)]

    def shuffled(self, options: Sequence[Option]) -> list[Option]:
        """Return all options in random order."""
        return self.sample(options, len(options))
