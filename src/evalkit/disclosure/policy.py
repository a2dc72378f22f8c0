"""What a policy hides and rounds, and the errors that a broken rule leads to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from evalkit.errors import EvalkitError, UsageError, did_you_mean

NO_POLICY: Final = "none"
COUNTS: Final = "counts"
NHS: Final = "nhs"
POLICY_NAMES: Final[tuple[str, ...]] = (NO_POLICY, COUNTS, NHS)

DEFAULT_THRESHOLD: Final = 5
ENOUGH_VALUES: Final = 3
"""A hidden count stays protected while it could still be this many whole numbers."""

ROUNDING_BASE: Final = 5


class DisclosureError(EvalkitError):
    """A release would let somebody work out a hidden count; nothing is released."""


class PolicyError(UsageError, ValueError):
    """The policy isn't one that evalkit knows, or its threshold can't protect anybody."""


@dataclass(frozen=True, slots=True)
class Policy:
    """Which counts of people are hidden, and how the others are shown.

    Parameters
    ----------
    name : {"none", "counts", "nhs"}
        ``none`` hides nothing. ``counts`` hides a count of people from 0 to ``threshold`` − 1 and
        shows the others as they are. ``nhs`` hides the same and rounds the others to the nearest 5.
    threshold : int, default 5
        The smallest count that may be shown, 3 or more. With a smaller one a hidden count could
        only be 0 or 1, and two possible values protect nobody. Not used by ``none``.

    Raises
    ------
    PolicyError
        For an unknown name, or a threshold that isn't a whole number of 3 or more.

    Examples
    --------
    >>> Policy("counts").is_small(4), Policy("counts").is_small(5)
    (True, False)
    >>> Policy("nhs").round_count(38)
    40
    """

    name: str
    threshold: int = DEFAULT_THRESHOLD

    def __post_init__(self) -> None:
        if self.name not in POLICY_NAMES:
            raise PolicyError(
                f"unknown disclosure policy '{self.name}': {did_you_mean(self.name, POLICY_NAMES)}"
            )
        if self.hides_nothing:
            return
        if isinstance(self.threshold, bool) or int(self.threshold) != self.threshold:
            raise PolicyError(f"the disclosure threshold is {self.threshold!r}: it must be a whole number")
        if self.threshold < ENOUGH_VALUES:
            raise PolicyError(
                f"the disclosure threshold is {self.threshold}: it must be {ENOUGH_VALUES} or more, because a hidden "
                f"count that could only be 0 to {self.threshold - 1} isn't hidden"
            )

    @property
    def hides_nothing(self) -> bool:
        """Whether the policy is ``none``."""
        return self.name == NO_POLICY

    def is_small(self, value: int) -> bool:
        """Return whether the rule itself hides this count of people (0 included)."""
        return not self.hides_nothing and value < self.threshold

    def round_count(self, value: int) -> int:
        """Return the count as it is shown: to the nearest 5 under ``nhs``, else as it is."""
        if self.name != NHS:
            return value
        half = ROUNDING_BASE // 2
        return (value + half) // ROUNDING_BASE * ROUNDING_BASE

    def shown_range(self, value: int) -> tuple[int, int]:
        """Return the smallest and the largest count that would be shown in the same way.

        Parameters
        ----------
        value : int
            A count that is shown, so ``threshold`` or more.

        Examples
        --------
        >>> Policy("nhs").shown_range(6), Policy("nhs").shown_range(31), Policy("counts").shown_range(31)
        ((5, 7), (28, 32), (31, 31))
        """
        if self.name != NHS:
            return value, value
        half = ROUNDING_BASE // 2
        shown = self.round_count(value)
        return max(self.threshold, shown - half), shown + half


def parse_policy(policy: str | Policy, threshold: int = DEFAULT_THRESHOLD) -> Policy:
    """Return the policy of this name; a `Policy` is returned as it is, with its own threshold.

    Parameters
    ----------
    policy : str or Policy
        ``"none"``, ``"counts"``, ``"nhs"``, or a policy already made.
    threshold : int, default 5
        The smallest count that may be shown; used with a name only.

    Raises
    ------
    PolicyError
        For an unknown name or a threshold below 3.

    Examples
    --------
    >>> parse_policy("counts", 10)
    Policy(name='counts', threshold=10)
    >>> parse_policy("count")
    Traceback (most recent call last):
    ...
    evalkit.disclosure.policy.PolicyError: unknown disclosure policy 'count': did you mean 'counts'?
    """
    return policy if isinstance(policy, Policy) else Policy(policy, threshold)
