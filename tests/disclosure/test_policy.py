from __future__ import annotations

import pytest

from evalkit.disclosure import Policy, PolicyError, parse_policy
from evalkit.errors import UsageError


def test_a_name_and_a_threshold_make_a_policy() -> None:
    assert parse_policy("nhs", 8) == Policy("nhs", 8)
    assert Policy("counts").threshold == 5


def test_a_policy_keeps_its_own_threshold() -> None:
    assert parse_policy(Policy("counts", 10), 5).threshold == 10


def test_zero_is_small_and_the_threshold_is_not() -> None:
    policy = Policy("counts", 5)
    assert [policy.is_small(value) for value in (0, 1, 4, 5, 6)] == [True, True, True, False, False]


def test_nothing_is_small_without_a_policy() -> None:
    assert not Policy("none").is_small(0)
    assert Policy("none", 0).round_count(13) == 13


@pytest.mark.parametrize(("value", "shown"), [(5, 5), (7, 5), (8, 10), (12, 10), (13, 15), (100, 100)])
def test_nhs_rounds_to_the_nearest_five(value: int, shown: int) -> None:
    assert Policy("nhs").round_count(value) == shown


@pytest.mark.parametrize("threshold", [3, 4, 5, 7, 10])
def test_a_shown_range_holds_exactly_the_counts_that_look_the_same(threshold: int) -> None:
    policy = Policy("nhs", threshold)
    for value in range(threshold, 60):
        low, high = policy.shown_range(value)
        alike = [
            other for other in range(threshold, 80) if policy.round_count(other) == policy.round_count(value)
        ]
        assert (low, high) == (min(alike), max(alike))


@pytest.mark.parametrize("threshold", [2, 1, 0, -1])
def test_a_threshold_below_three_is_refused(threshold: int) -> None:
    with pytest.raises(
        PolicyError, match=f"threshold is {threshold}: it must be 3 or more, because a hidden count"
    ):
        parse_policy("counts", threshold)


def test_a_threshold_that_is_not_whole_is_refused() -> None:
    with pytest.raises(PolicyError, match="must be a whole number"):
        Policy("counts", 4.5)  # type: ignore[arg-type]


def test_a_misspelt_policy_is_answered_with_the_right_name() -> None:
    with pytest.raises(UsageError, match=r"unknown disclosure policy 'cuonts': did you mean 'counts'\?"):
        parse_policy("cuonts")
    with pytest.raises(ValueError, match="known are: counts, nhs, none"):
        parse_policy("zzz")
