"""How far the fields about equity were filled in, over time, and what nobody asked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from evalkit import names
from evalkit.analysis.equity import share_row
from evalkit.analysis.people_groups import each_person_once
from evalkit.definitions.equity_groups import kind_of_group
from evalkit.definitions.equity_words import BLANK, KIND_TITLES, KNOWN, REFUSED, UNKNOWN
from evalkit.definitions.periods import FINANCIAL_YEAR, MONTH, QUARTER, YEAR, period_of, write_period

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from evalkit.definitions.equity_groups import EquityAttribute
    from evalkit.definitions.equity_parts import Equity
    from evalkit.definitions.study import Study

COMPLETENESS_COLUMNS: Final = (
    names.GRANTEE,
    *("variable", "title", "period", "status", names.N, "of"),
    *(names.ESTIMATE, names.CI_LOW, names.CI_HIGH, names.CONFIDENCE_LEVEL),
    names.SUPPRESSED,
    names.HIDDEN_BECAUSE,
)
"""Columns of ``completeness.csv``. The ``n`` of one variable and period add up to ``of``."""

COMPLETE: Final = "complete"
NOT_ASKED: Final = "not asked"
NO_DATE: Final = "no date"
"""The period of people of whom no first day is known."""

_STATUSES: Final = {KNOWN: COMPLETE, UNKNOWN: UNKNOWN, REFUSED: REFUSED, BLANK: BLANK}
_FIRST_DAYS: Final = {"episodes": "started", "contacts": "date", "attendance": "date"}
_LONG: Final = pd.DateOffset(months=24)


def completeness_share(n: int, of: int) -> dict[str, float]:
    """Return the share of people whose field has a status, with Wilson's interval.

    Parameters
    ----------
    n : int
        People with the status, 0 to ``of``.
    of : int
        All people of the period. Of nobody there is no share: every cell is NaN.

    Raises
    ------
    ValueError
        If ``n`` is below 0 or above ``of``.

    Examples
    --------
    >>> completeness_share(45, 60)["estimate"]
    0.75
    """
    return share_row(n, of)


def count_completeness(
    study: Study, groups: pd.DataFrame | None, tables: Mapping[str, pd.DataFrame]
) -> pd.DataFrame:
    """Count the people of whom each field about equity is known, unknown, refused or blank.

    Each person once, in the period of their first day: that of their first start, contact or session in any
    component. Periods are those of ``reach``, but quarters at the least, and years where the first days
    lie more than 24 months apart.

    Parameters
    ----------
    study : Study
        Its ``equity`` names the fields, and those a commissioner expects.
    groups : pandas.DataFrame or None
        From :func:`~evalkit.analysis.people_groups.group_people`; None where nothing is declared.
    tables : mapping of str to pandas.DataFrame
        Processed tables ``episodes``, ``contacts`` and ``attendance``.

    Returns
    -------
    pandas.DataFrame
        Columns :data:`COMPLETENESS_COLUMNS`; shares are left to the gate. A status that nobody has in a field
        has no rows, except ``complete``. An expected field that nobody asked has one row, ``not asked``.
    """
    rows: list[dict[str, Any]] = []
    if study.equity is not None and groups is not None:
        people = each_person_once(groups)
        periods = _periods(people, tables, study.reach.by)
        for entry in study.equity.attributes if len(people) else ():
            rows += _rows(entry, people[entry.attribute].map(kind_of_group), periods)
        rows += _not_asked(study.equity)
    frame = pd.DataFrame(rows, columns=list(COMPLETENESS_COLUMNS))
    for count in (names.N, "of"):  # whole numbers beside the empty cells of what nobody asked
        frame[count] = pd.Series([row.get(count) for row in rows], dtype=object)
    frame[names.GRANTEE], frame[names.SUPPRESSED] = study.grantee, False
    return frame


def _periods(people: pd.DataFrame, tables: Mapping[str, pd.DataFrame], by: str) -> pd.Series[str]:
    """Return the period in which each person began."""
    dated = [
        tables[name][[names.RESPONDENT_ID, day]].set_axis(["id", "day"], axis=1)
        for name, day in _FIRST_DAYS.items()
    ]
    days = pd.concat([part.dropna() for part in dated if len(part.dropna())] or dated[:1])
    first = days.astype({"day": "datetime64[ns]"}).groupby("id")["day"].min()
    kind = QUARTER if by == MONTH else by
    if len(first) and first.max() > first.min() + _LONG:
        kind = FINANCIAL_YEAR if by == FINANCIAL_YEAR else YEAR
    written = {person: write_period(period_of(day.date(), kind)) for person, day in first.items()}
    return people[names.RESPONDENT_ID].map(lambda person: written.get(person, NO_DATE))


def _rows(entry: EquityAttribute, kinds: pd.Series[str], periods: pd.Series[str]) -> Iterator[dict[str, Any]]:
    present = [kind for kind in _STATUSES if kind == KNOWN or (kinds == kind).any()]
    begun = sorted(set(periods), key=lambda period: (period == NO_DATE, period))
    for period in (names.ALL, *begun):
        own = kinds if period == names.ALL else kinds[periods == period]
        for kind in present:
            yield {
                "variable": entry.attribute,
                "title": entry.title,
                "period": period,
                "status": _STATUSES[kind],
                names.N: int((own == kind).sum()),
                "of": len(own),
            }


def _not_asked(equity: Equity) -> Iterator[dict[str, Any]]:
    asked = {entry.known_kind for entry in equity.attributes}
    for kind in equity.expected:
        if kind not in asked:
            label = {"variable": kind, "title": KIND_TITLES[kind]}
            yield {**label, "period": names.ALL, "status": NOT_ASKED}
