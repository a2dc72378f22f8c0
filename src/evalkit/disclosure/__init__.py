"""The gate's rule: which counts of people are hidden so that nobody can be worked out.

`suppress_counts` and `suppress_table` are for anybody with a table; `protect_counts`,
`check_protected` and `possible_values` work on any counts tied by sums.
"""

from __future__ import annotations

from evalkit.disclosure.attack import PossibleValues, check_protected, possible_values
from evalkit.disclosure.policy import DisclosureError, Policy, PolicyError, parse_policy
from evalkit.disclosure.protect import protect_counts
from evalkit.disclosure.system import Sum
from evalkit.disclosure.tables import suppress_counts, suppress_table

__all__ = [
    "DisclosureError",
    "Policy",
    "PolicyError",
    "PossibleValues",
    "Sum",
    "check_protected",
    "parse_policy",
    "possible_values",
    "protect_counts",
    "suppress_counts",
    "suppress_table",
]
