"""Likelihood of a random intercept as a function of one number, and its peak."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
from scipy.optimize import brentq

if TYPE_CHECKING:
    from numpy.typing import NDArray

    FloatArray = NDArray[np.float64]

_SHARES: Final = np.append(np.linspace(0, 0.99, 100), 1 - np.geomspace(0.005, 1e-10, 30))
"""Shares of the variance that lie between groups, at which the likelihood is compared."""
LARGEST_SHARE: Final = float(_SHARES[-2])
"""Beyond it nothing is left within groups."""
_ALIKE: Final = 1e-7
"""Likelihoods that differ by less are alike."""


@dataclass(frozen=True, slots=True, eq=False)
class Profile:
    """Likelihood of the design's columns and the outcome, reduced to sums, as a function of one ratio.

    The ratio is variance between over variance within. ``inside`` holds squares and products of the
    deviations from the groups' means, ``sums`` the groups' sums; the last column is the outcome.
    """

    inside: FloatArray
    sums: FloatArray
    sizes: FloatArray
    df: int
    restricted: bool

    @classmethod
    def of(
        cls, table: FloatArray, codes: NDArray[np.intp], sizes: FloatArray, *, restricted: bool
    ) -> Profile:
        """Reduce rows of columns and outcome (last); ``codes`` is the group of each row."""
        sums = np.zeros((sizes.size, table.shape[1]))
        np.add.at(sums, codes, table)
        deviations = table - (sums / sizes[:, None])[codes]
        df = len(table) - (table.shape[1] - 1 if restricted else 0)
        return cls(deviations.T @ deviations, sums, sizes, df, restricted)

    def solve(self, ratio: float) -> tuple[FloatArray, FloatArray, float]:
        """Return X'V⁻¹X, the coefficients and the weighted residual sum of squares."""
        weights = 1 / (self.sizes * (1 + ratio * self.sizes))
        products = self.inside + (self.sums.T * weights) @ self.sums
        inner, right = products[:-1, :-1], products[:-1, -1]
        beta = np.asarray(np.linalg.solve(inner, right), dtype=np.float64)
        return inner, beta, max(float(products[-1, -1] - right @ beta), float(np.finfo(float).tiny))

    def deviance(self, ratio: float) -> float:
        """Return −2 log likelihood but for what does not depend on the ratio."""
        inner, _, rss = self.solve(ratio)
        total = self.df * math.log(rss) + float(np.log1p(ratio * self.sizes).sum())
        return total + (float(np.linalg.slogdet(inner)[1]) if self.restricted else 0.0)

    def slope(self, share: float) -> float:
        """Return the deviance's derivative by the ratio, at a share of the variance between groups."""
        ratio = share / (1 - share)
        inner, beta, rss = self.solve(ratio)
        moved = -(self.sums.T / (1 + ratio * self.sizes) ** 2) @ self.sums
        towards = np.append(-beta, 1.0)
        change = self.df * (towards @ moved @ towards) / rss + (self.sizes / (1 + ratio * self.sizes)).sum()
        return float(change + (np.trace(np.linalg.solve(inner, moved[:-1, :-1])) if self.restricted else 0.0))

    def peak(self) -> float:
        """Return the share of the variance between groups under which the data are likeliest."""
        if self.sizes.max() == 1:
            return 0.0
        deviances = np.array([self.deviance(share / (1 - share)) for share in _SHARES])
        best = int(np.argmin(deviances))
        if best == _SHARES.size - 1 or (best == 0 and self.slope(0.0) >= 0):
            return float(_SHARES[best])
        low, high = _SHARES[max(best - 1, 0)], _SHARES[best + 1]
        if self.slope(low) < 0 < self.slope(high):
            return float(brentq(self.slope, low, high, xtol=1e-15, rtol=1e-14))
        # Three scores can fit every share alike; then rounding made the lowest, and the first is taken.
        return float(_SHARES[np.argmax(deviances <= deviances[best] + _ALIKE * (1 + abs(deviances[best])))])
