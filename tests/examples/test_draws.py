from __future__ import annotations

import statistics

import pytest

from evalkit.examples.answers import draw_answers, leave_blank, whole_within
from evalkit.examples.draws import Draws

FIRST_WORDS = (3079673751249737722, 7950393982138815305)
"""``PCG64(SeedSequence([7, 97])).random_raw()``, twice; 97 is the byte of the name "a"."""


def test_uniform_draws_come_straight_from_the_words_that_numpy_keeps_stable() -> None:
    draws = Draws(7, "a")
    for word in FIRST_WORDS:
        assert draws.uniform() == pytest.approx(word / 2**64, abs=2**-53)


def test_normal_draw_inverts_the_distribution_function() -> None:
    drawn = Draws(7, "a").normal(10, 2)
    assert statistics.NormalDist(10, 2).cdf(drawn) == pytest.approx(FIRST_WORDS[0] / 2**64, rel=1e-12)


def test_streams_of_one_seed_differ() -> None:
    assert [Draws(7, "a").whole(0, 10**9)] != [Draws(7, "b").whole(0, 10**9)]


def test_whole_reaches_both_ends_and_nothing_beyond() -> None:
    draws = Draws(3, "dice")
    assert {draws.whole(1, 6) for _ in range(500)} == {1, 2, 3, 4, 5, 6}


def test_chance_follows_its_probability() -> None:
    draws = Draws(3, "coin")
    assert not any(draws.chance(0.0) for _ in range(200))
    assert all(draws.chance(1.0) for _ in range(200))
    assert 240 < sum(draws.chance(0.3) for _ in range(1000)) < 360


def test_sample_takes_nothing_twice_and_shuffled_loses_nothing() -> None:
    draws = Draws(3, "hat")
    assert len(set(draws.sample(range(20), 12))) == 12
    shuffled = draws.shuffled(range(20))
    assert sorted(shuffled) == list(range(20))
    assert shuffled != list(range(20))


def test_sampling_more_than_there_is_fails() -> None:
    with pytest.raises(IndexError):
        Draws(3, "hat").sample("ab", 3)


@pytest.mark.parametrize(("value", "expected"), [(-3.0, 0), (0.4, 0), (2.6, 3), (4.4, 4), (99.0, 4)])
def test_answers_stay_on_the_form(value: float, expected: int) -> None:
    assert whole_within(value, 0, 4) == expected


def test_answers_follow_their_levels() -> None:
    assert draw_answers(Draws(1, "x"), [0.0, 4.0, 2.0], noise=0.01, low=0, high=4) == (0, 4, 2)


@pytest.mark.parametrize("count", [0, 1, 3])
def test_leave_blank_takes_out_as_many_answers_as_asked(count: int) -> None:
    left = leave_blank(Draws(1, "x"), (1, 2, 3), count)
    assert left.count(None) == count
    assert all(answer in (None, expected) for answer, expected in zip(left, (1, 2, 3), strict=True))
