"""Returns without names, added up where adding up is right."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from evalkit import names
from evalkit.definitions.periods import list_periods, read_as, write_period
from evalkit.definitions.tables_activity import RETURNED

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pandas as pd

ADDED_OVER_PERIODS: Final = ("contacts", "new", "offered", "booked", "attended", "missed")
"""What may be added up over periods; the people of two months may be the same."""
_UNITS: Final = {
    **dict.fromkeys(("direct", "engaged", "new", "returning"), "people"),
    "contacts": "contacts",
    **dict.fromkeys(("offered", "booked", "attended", "missed"), "sessions"),
}


def list_return_periods(returns: pd.DataFrame, kind: str) -> list[str]:
    """Return every period from the first return to the last, those without a return included."""
    found = [period for text in returns["period"] if (period := read_as(str(text), kind)) is not None]
    numbers = sorted(found, key=lambda period: period.number)
    return [write_period(period) for period in list_periods(numbers[0], numbers[-1])] if numbers else []


def count_returns(returns: pd.DataFrame, kind: str) -> Iterator[dict[str, Any]]:
    """Yield the counts of one component's returns: in all, by period, by activity.

    Parameters
    ----------
    returns : pandas.DataFrame
        Rows of the table ``returns`` of one component.
    kind : str
        Kind of its periods.

    Yields
    ------
    dict
        ``all`` activities of a period are the row without an activity, else the sum of its activities.
        A period without a return, and what no return gives, has no row: it is not nought.
    """
    periods = list_return_periods(returns, kind)
    given = [statistic for statistic in RETURNED if (returns[names.STATISTIC] == statistic).any()]
    totals = {(period, what): _total(returns, period, what) for period in periods for what in given}
    for what in given:
        known = [number for period in periods if (number := totals[period, what]) is not None]
        if what in ADDED_OVER_PERIODS and known:
            yield _row(names.ALL, names.ALL, what, sum(known))
    for period in periods:
        for what in given:
            total = totals[period, what]
            if total is not None:
                yield _row(names.ALL, period, what, total)
    named = returns.dropna(subset=["activity"])
    for activity in sorted(named["activity"].unique()):
        for period in periods:
            for what in given:
                own = _of(named[named["activity"] == activity], period, what)
                if len(own):
                    yield _row(str(activity), period, what, int(own.iloc[0]))


def _total(returns: pd.DataFrame, period: str, what: str) -> int | None:
    """Return the count over all activities; None where no return gives it."""
    own = _of(returns[returns["activity"].isna()], period, what)
    if own.empty:
        own = _of(returns, period, what)
    return int(own.sum()) if len(own) else None


def _of(returns: pd.DataFrame, period: str, what: str) -> pd.Series[float]:
    return returns.loc[(returns["period"] == period) & (returns[names.STATISTIC] == what), "value"]


def _row(activity: str, period: str, what: str, value: int) -> dict[str, Any]:
    return {
        "basis": "returns",
        "activity": activity,
        "period": period,
        names.STATISTIC: what,
        names.ESTIMATE: value,
        "unit": _UNITS[what],
    }
