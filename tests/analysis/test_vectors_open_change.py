"""The open test vectors about change that no single function's tests hold, by their ids."""

from __future__ import annotations

from evalkit.analysis import paired_change


def test_vo_21_first_and_last_core10() -> None:
    change = paired_change([8, 6, 4], [2, 3, 4])

    assert (change.n, change.mean_from, change.mean_to) == (3, 6.0, 3.0)
    # The vector's "progress" counts a fall of distress upwards; evalkit keeps the raw sign, later - earlier.
    assert change.mean_change == -3.0
