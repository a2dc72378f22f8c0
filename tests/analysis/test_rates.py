from __future__ import annotations

import math

import pytest

from evalkit.analysis import crude_rate, standardised_rate, standardised_ratio

POPULATION = [636, 558, 609, 543, 384, 594, 669, 843, 660, 576, 606, 522, 426, 273, 300, 288, 153, 123, 207]
COUNT = [127, 25, 18, 21, 12, 27, 48, 27, 29, 32, 32, 34, 45, 65, 38, 68, 74, 82, 91]
ESP2013 = [
    *(5000, 5500, 5500, 5500, 6000, 6000, 6500, 7000, 7000, 7000),
    *(7000, 6500, 6000, 5500, 5000, 4000, 2500, 1500, 1000),
]
REFERENCE_COUNT = [
    *(10303, 2824, 0, 3615, 3641, 3490, 3789, 3213, 3031, 2771),
    *(3089, 3490, 3595, 4745, 5514, 7125, 5694, 6210, 5757),
]
REFERENCE_POPULATION = [
    *(50520, 57173, 60213, 54659, 44345, 50128, 62163, 67423, 62899, 55463),
    *(60479, 49974, 44140, 40888, 37239, 30819, 18136, 15325, 13918),
]


@pytest.mark.parametrize(
    ("x", "expected", "method"),
    [
        pytest.param(1, (1, 0.025317807984289897, 5.571643390938898), "exact Poisson", id="VO-55"),
        pytest.param(20, (20, 12.211428834875937, 30.889880369197066), "Byar", id="VO-56"),
    ],
)
def test_crude_rate_vectors(x: int, expected: tuple[float, float, float], method: str) -> None:
    rate = crude_rate(x, 100, per=100)
    assert (rate.estimate, rate.ci_low, rate.ci_high) == pytest.approx(expected, abs=1e-8)
    assert rate.method == method


def test_byar_begins_at_ten() -> None:
    assert crude_rate(9, 1000).method == "exact Poisson"
    assert crude_rate(10, 1000).method == "Byar"


def test_no_population_no_rate() -> None:
    rate = crude_rate(0, 0)
    assert math.isnan(rate.estimate)
    assert rate.method == "not calculated: no population"
    with pytest.raises(ValueError, match="a population can't be negative: -5"):
        crude_rate(1, -5)


def test_vo_57_directly_standardised() -> None:
    rate = standardised_rate(COUNT, POPULATION, ESP2013)
    expected = (10430.247991469423, 9717.709067985681, 11178.94091547925)
    assert (rate.estimate, rate.ci_low, rate.ci_high) == pytest.approx(expected, abs=1e-5)


def test_directly_standardised_by_hand() -> None:
    # shares 0.6 and 0.4 of rates 10/1000 and 30/1500: 0.006 + 0.008
    assert standardised_rate([10, 30], [1000, 1500], [600, 400], per=1).estimate == pytest.approx(0.014)


def test_below_ten_events_no_standardised_rate() -> None:
    rate = standardised_rate([4, 5], [100, 100], [1, 1])
    assert math.isnan(rate.estimate)
    assert rate.method == "not calculated: fewer than 10 events"


def test_vo_58_indirectly_standardised() -> None:
    ratio = standardised_ratio(895, POPULATION, REFERENCE_COUNT, REFERENCE_POPULATION)
    got = (ratio.expected, ratio.estimate, ratio.ci_low, ratio.ci_high)
    expected = (835.8835612311743, 1.0707232939020275, 1.0017147712553987, 1.143233287249895)
    assert got == pytest.approx(expected, abs=1e-8)


def test_few_observed_have_exact_limits() -> None:
    ratio = standardised_ratio(3, [100, 200], [5, 8], [100, 100])
    assert ratio.method == "exact Poisson"
    assert ratio.expected == pytest.approx(21)
    assert ratio.ci_low == pytest.approx(0.6186721 / 21, rel=1e-6)


def test_nothing_expected() -> None:
    ratio = standardised_ratio(3, [100], [0], [100])
    assert (math.isnan(ratio.estimate), ratio.method) == (True, "not calculated: none expected")


def test_errors_say_what_is_wrong() -> None:
    with pytest.raises(ValueError, match="count, population, standard must have one entry per band each"):
        standardised_rate([1, 2], [1, 2, 3], [1, 2])
    with pytest.raises(ValueError, match="count holds a negative or missing entry"):
        standardised_rate([math.nan, 2], [1, 2], [1, 2])
    with pytest.raises(ValueError, match="population has a band without people: merge it"):
        standardised_rate([1, 2], [0, 2], [1, 2])
    with pytest.raises(ValueError, match="reference_population has a band without people"):
        standardised_ratio(1, [1, 2], [0, 2], [0, 2])


def test_events_observed_in_each_band_count_together() -> None:
    reference = ([100, 200], [5, 8], [100, 100])
    assert standardised_ratio([5, 7], *reference) == standardised_ratio(12, *reference)
