"""The synthetic files of ``data/raw/_programme``: invented figures with two planted shifts, invented grants."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from evalkit.examples.draws import Draws
from evalkit.examples.files import Cell, Rows, csv_bytes
from evalkit.examples.programme_grants import make_register

if TYPE_CHECKING:
    from collections.abc import Iterator

SEED: Final = 20240331
SHIFTS: Final = ("2022-04", "2023-04")
"""The months from which the share of people who recover was planted higher."""

_HEADINGS: Final = (
    *("id", "title", "priority", "owner", "unit", "direction", "baseline", "target"),
    *("period", "value", "numerator", "denominator", "note"),
)
_MONTHS: Final = tuple(f"{year}-{month:02}" for year in range(2021, 2025) for month in range(1, 13))[3:39]
_QUARTERS: Final = tuple(f"{year}-Q{quarter}" for year in range(2021, 2025) for quarter in range(1, 5))[1:13]
_MONTH_WITHOUT_A_RETURN: Final = "2022-08"


@dataclass(frozen=True, slots=True)
class _Indicator:
    """What stays the same in all rows of one indicator."""

    id: str
    title: str
    priority: str
    owner: str
    unit: str
    direction: str
    baseline: str
    target: str

    def row(self, period: str, *numbers: Cell, note: str = "") -> tuple[Cell, ...]:
        """Return a row: value, numerator and denominator follow the period."""
        what = (self.id, self.title, self.priority, self.owner, self.unit, self.direction)
        return (*what, self.baseline, self.target, period, *numbers, note)


_RECOVERY: Final = _Indicator(
    *("talking-therapy-recovery", "People who recovered by the end of talking therapy"),
    *("Older people's mental health", "Talking therapies lead", "%", "higher", "44", "60"),
)
_CRISIS: Final = _Indicator(
    *("crisis-four-hours", "People in crisis who were seen within four hours"),
    *("Crisis services", "Crisis pathway lead", "%", "higher", "71", "85"),
)
_SELF_HARM: Final = _Indicator(
    *("self-harm-admissions", "Hospital admissions after self-harm"),
    *("Prevention in communities most at risk", "Public health lead", "per 100,000", "lower", "12.4", "9"),
)
_CHECKS: Final = _Indicator(
    *("physical-health-checks", "People with a serious mental illness who had a physical health check"),
    *("Physical health", "Primary care lead", "%", "higher", "45", "55"),
)
_ADMITTED: Final = _Indicator(
    *("young-people-admitted", "Young people in crisis care who were admitted to hospital"),
    *("Transitions, 14 to 25", "Young people's services lead", "%", "lower", "10", "5"),
)
_WORK: Final = _Indicator(
    *("paid-work", "People with a serious mental illness who are in paid work"),
    *("Education, training and work", "Employment lead", "%", "higher", "12", "15"),
)
_TRAINED: Final = _Indicator(
    *("trauma-informed-training", "Staff who took the trauma-informed training"),
    *("Trauma and adversity", "Workforce lead", "people", "higher", "120", "400"),
)
_EMPLOYERS: Final = _Indicator(
    *("mindful-employers", "Members of the employers' network"),
    *("Education, training and work", "Network co-ordinator", "organisations", "higher", "31", "45"),
)
_SATISFACTION: Final = _Indicator(
    *("life-satisfaction", "Average life satisfaction of adults"),
    *(
        "Prevention in communities most at risk",
        "Public health lead",
        "score, 0 to 10",
        "higher",
        "7.4",
        "7.7",
    ),
)


def make_programme(seed: int = SEED) -> dict[str, bytes]:
    """Return the synthetic files of ``data/raw/_programme``.

    Every figure in it is invented; what is measured, and in which direction it should go, follows the
    Leeds Mental Health Strategy Delivery Plan 2020–2025. The share of people who recover has two
    planted shifts, at the months of :data:`SHIFTS`, each of about three standard deviations of a
    month's figure; no other indicator has any. One month of ``crisis-four-hours`` is missing, and
    quarters of ``young-people-admitted`` count fewer than 5 people.

    Parameters
    ----------
    seed : int
        Seed of the random draws, 0 or more; the committed file comes from the default.

    Returns
    -------
    dict of str to bytes
        File name: content. Nothing is written; programme.yml, the pledge, further money and the real
        figures beside these files are written by hand.

    Examples
    --------
    >>> make_programme()["indicators.csv"].splitlines()[1].decode()[:24]
    'talking-therapy-recovery'
    """
    rows: Rows = [
        *_recovery(Draws(seed, "recovery")),
        *_shares(Draws(seed, "crisis"), _CRISIS, _MONTHS, people=(210, 260), share=0.72),
        *_self_harm(Draws(seed, "self-harm")),
        *_shares(Draws(seed, "checks"), _CHECKS, _QUARTERS, people=(2_540, 2_660), share=0.57),
        *_shares(Draws(seed, "admitted"), _ADMITTED, _QUARTERS, people=(58, 74), share=0.1),
        *_shares(Draws(seed, "work"), _WORK, _QUARTERS[-8:], people=(880, 940), share=0.088),
        *_sums(Draws(seed, "trained"), _TRAINED, _QUARTERS[-8:], first=130, step=(10, 55)),
        *_sums(Draws(seed, "employers"), _EMPLOYERS, _QUARTERS[-10:], first=30, step=(0, 4)),
        *(
            _SATISFACTION.row(year, value, None, None)
            for year, value in (
                ("2019-20", "7.4"),
                ("2020-21", "7.2"),
                ("2021-22", "7.3"),
                ("2022-23", "7.3"),
            )
        ),
    ]
    return {
        "indicators.csv": csv_bytes(_HEADINGS, rows),
        "grants.json": make_register(Draws(seed, "grants")),
    }


def _recovery(draws: Draws) -> Iterator[tuple[Cell, ...]]:
    share = 0.44
    for month in _MONTHS:
        share += 0.07 if month in SHIFTS else 0
        note = "Planted in the synthetic data: a shift begins here." if month in SHIFTS else ""
        finished = draws.whole(390, 450)
        yield _RECOVERY.row(month, None, _count(draws, finished, share), finished, note=note)


def _self_harm(draws: Draws) -> Iterator[tuple[Cell, ...]]:
    people, usual = 812_000, 98
    for month in _MONTHS:
        yield _SELF_HARM.row(month, None, round(draws.normal(usual, usual**0.5)), people)


def _shares(
    draws: Draws, indicator: _Indicator, periods: tuple[str, ...], *, people: tuple[int, int], share: float
) -> Iterator[tuple[Cell, ...]]:
    for period in periods:
        everybody = draws.whole(*people)
        some = _count(draws, everybody, share)
        if (indicator.id, period) != (_CRISIS.id, _MONTH_WITHOUT_A_RETURN):
            yield indicator.row(period, f"{100 * some / everybody:.1f}", some, everybody)


def _sums(
    draws: Draws, indicator: _Indicator, periods: tuple[str, ...], *, first: int, step: tuple[int, int]
) -> Iterator[tuple[Cell, ...]]:
    total = first
    for period in periods:
        yield indicator.row(period, total, None, None)
        total += draws.whole(*step)


def _count(draws: Draws, people: int, share: float) -> int:
    return sum(draws.chance(share) for _ in range(people))
