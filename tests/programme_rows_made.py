"""A programme's released folder made by hand, so that a test can say exactly what the gate let through."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from evalkit import names
from evalkit.presentation.programme_facts import ProgrammeFacts
from evalkit.presentation.programme_released import COLUMNS, ProgrammeReleased, type_columns

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

Row = dict[str, Any]

FIRST_YEAR: Final = 2022
FIRST_MONTH: Final = 4


def months(number: int) -> list[str]:
    """Return so many months from April 2022 on."""
    places = [FIRST_YEAR * 12 + FIRST_MONTH - 1 + place for place in range(number)]
    return [f"{place // 12}-{place % 12 + 1:02}" for place in places]


def indicator(name: str, **changes: Any) -> Row:
    """Return an indicator's row: a percentage, higher is better, target 70, last 68.2 in March 2025."""
    row = {
        "id": name,
        "title": f"Indicator {name}",
        "priority": "P1",
        "owner": "Public Health",
        "unit": "%",
        "direction": "higher",
        "baseline": 52.0,
        "target": 70.0,
        "first_period": "2022-04",
        "last_period": "2025-03",
        "n_periods": 36,
        "value": 68.2,
        "status": "towards",
        "trend": "rising",
        "signals": "",
        "method": "XmR chart",
        "suppressed": "false",
    }
    return {**row, **changes}


def points(name: str, values: Sequence[float], *, shift: int | None = None, **changes: Any) -> list[Row]:
    """Return monthly points with limits from twelve values on; from ``shift`` on they form a second phase."""
    rows: list[Row] = []
    halves = [list(values)] if shift is None else [list(values[:shift]), list(values[shift:])]
    for phase, half in enumerate(halves, start=1):
        centre = sum(half) / len(half)
        limits = {"centre": centre, "lower": centre - 6, "upper": centre + 6} if len(half) >= 12 else {}
        for value in half:
            first = phase > 1 and value is half[0] and len(rows) == shift
            signal = "shift" if first else ""
            rows.append({"value": value, "phase": phase, "signal": signal, **limits})
    return [
        {"id": name, "period": period, "position": place, "suppressed": "false", **row, **changes}
        for place, (period, row) in enumerate(zip(months(len(rows)), rows, strict=True), start=1)
    ]


def waves(number: int, level: float) -> list[float]:
    """Return values around a level that go up and down without a trend."""
    steps = (0.0, 1.4, -0.9, 0.6, -1.7, 1.1, -0.3, 0.8, -1.2, 0.2)
    return [level + steps[place % len(steps)] for place in range(number)]


def rate(year: str, group: str, value: float, white: float, **changes: Any) -> Row:
    """Return a published rate with its ratio to White people, on the census of 2011 until 2021-22."""
    is_new = year >= "2022"
    row = {
        "year": year,
        "ethnic_group": group,
        "basis": "published",
        "rate": value,
        "ratio": value / white,
        "reference": "White",
        "census_base": "2021" if is_new else "2011",
        "break_before": "true" if year == "2022-23" else "false",
        "source": f"National statistics {year}",
        "method": "",
        "suppressed": "false",
    }
    return {**row, **changes}


def national_rates() -> list[Row]:
    """Return the published rates of five years, two groups, and one over-estimated group."""
    found = {
        "2018-19": (306.8, 72.9),
        "2019-20": (321.7, 73.4),
        "2020-21": (343.5, 74.7),
        "2021-22": (341.7, 72.4),
        "2022-23": (228.0, 64.0),
    }
    rows = [
        rate(year, group, value, white)
        for year, (black, white) in found.items()
        for group, value in (("Black", black), ("White", white))
    ]
    return [*rows, rate("2022-23", "Black Other", 715.0, 64.0, break_before="false")]


def make_released(tables: Mapping[str, Sequence[Row]], **facts: Any) -> ProgrammeReleased:
    """Return what was released: the given rows, and no rows where none are given."""
    known = {
        "title": "All-age programme",
        "organisation": "City partnership",
        "prepared_for": "The health and wellbeing board",
        "version": "1.0",
        "data_date": dt.date(2025, 3, 31),
        "synthetic": False,
        "source": "Made up for a test",
    }
    frames = {
        name: type_columns(pd.DataFrame(list(tables.get(name, ())), columns=list(columns), dtype=object))
        for name, columns in COLUMNS.items()
    }
    return ProgrammeReleased(facts=ProgrammeFacts.model_validate({**known, **facts}), **frames)


def hidden_row(*, protects: bool = False) -> Row:
    """Return the cells that mark a hidden row."""
    return {"suppressed": "true", names.HIDDEN_BECAUSE: names.PROTECTS if protects else names.SMALL}


def whole_programme(**facts: Any) -> ProgrammeReleased:
    """Return a programme with each kind of indicator, national rates, commitments and published figures."""
    rising = waves(18, 52.0) + waves(18, 66.0)
    rising[29] = 76.5
    falling = waves(20, 41.0) + waves(16, 33.0)
    up = points("up", rising, shift=18)
    up[29]["signal"] = "beyond limits"
    return make_released(
        {
            "indicators": [
                indicator("up", title="Health checks done", value=rising[-1]),
                indicator(
                    "down", title="Waited under 28 days", status="away", trend="falling", value=falling[-1]
                ),
                indicator(
                    "flat", title="Follow-up within 72 hours", status="no clear change", trend="steady"
                ),
                indicator(
                    *("few",),
                    title="People in work",
                    status="not enough data",
                    trend="not enough data",
                    n_periods=5,
                    target=None,
                    value=52.2,
                ),
                indicator(
                    *("small",),
                    title="Older people seen",
                    value=None,
                    status="hidden",
                    trend="",
                    **hidden_row(),
                ),
            ],
            "points": [
                *up,
                *points("down", falling, shift=20),
                *points("flat", waves(36, 61.0)),
                *points("few", waves(5, 52.0), ci_low=48.0, ci_high=56.0),
            ],
            "detentions": national_rates(),
            "pledges": [
                pledge(1, "done", "Minutes of 25 November 2021", "2021-11-25"),
                pledge(2, "begun", "", "2022-03"),
                pledge(3, "not started", "", ""),
            ],
            "published": [
                published("direct beneficiaries", 1200, "people", qualifier="more than"),
                published("organisations funded", 15, "organisations"),
                published("further funding", 113000, "GBP"),
            ],
        },
        **facts,
    )


def pledge(number: int, status: str, evidence: str, date: str) -> Row:
    """Return a commitment."""
    return {
        "number": number,
        "commitment": f"Commitment {number}",
        "status": status,
        "evidence": evidence,
        "date": date,
        "owner": "The board",
    }


def published(measure: str, value: float, unit: str, qualifier: str = "") -> Row:
    """Return a published figure."""
    return {
        "measure": measure,
        "value": value,
        "unit": unit,
        "qualifier": qualifier,
        "period": "first two years",
        "source": "Board paper",
        "programme": "Grants",
    }
