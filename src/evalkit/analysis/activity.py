"""Reach over time: people and contacts by period, from registers or from returns, never from both at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from evalkit import names
from evalkit.analysis.activity_register import (
    NO_DATE,
    SESSIONS_HELD,
    count_register,
    list_register_periods,
    read_registers,
)
from evalkit.analysis.activity_returns import count_returns, list_return_periods
from evalkit.definitions.activity_parts import EACH, OVER_TIME, REGISTER, RETURNS
from evalkit.definitions.periods import choose_kind, period_of, read_as

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from evalkit.definitions import Study
    from evalkit.definitions.activity_parts import Target

ACTIVITY_COLUMNS: Final = (
    names.GRANTEE,
    names.COMPONENT,
    *("basis", "activity", "period"),
    *(names.STATISTIC, names.ESTIMATE, "unit", names.N, "of", "cumulative"),
    names.SUPPRESSED,
    names.HIDDEN_BECAUSE,
)
"""Columns of ``activity.csv``; those up to ``statistic`` are a unique key."""
CUMULATED: Final = ("new", "contacts")
"""What can be added up from period to period: nobody is new twice, and each contact is one."""


def count_activity(people: pd.DataFrame, tables: Mapping[str, pd.DataFrame], study: Study) -> pd.DataFrame:
    """Count people, contacts and sessions by component, period and activity.

    Parameters
    ----------
    people : pandas.DataFrame
        One row per respondent and component.
    tables : mapping of str to pandas.DataFrame
        Processed tables ``attendance``, ``contacts`` and ``returns``.
    study : Study
        What grantee.yml declares; ``reach`` says by which periods, and which of a register and
        returns counts in a component that has both.

    Returns
    -------
    pandas.DataFrame
        Columns :data:`ACTIVITY_COLUMNS`, true values, ``n`` the people behind a number of a register, and
        ``sessions`` for the gate, which never lets it through.
        From a register: ``people`` (each once, however many contacts or activities), ``new`` (in the period
        of their first contact), ``returning``, ``contacts``; where missed ones are noted ``booked``,
        ``missed``, and over all periods ``people_missed`` and ``people_returned`` of those; ``offered``
        where the component says how many sessions there are. All periods from the first to the last are
        listed, and those with a target of their own. From returns: what they say; ``direct`` and
        ``engaged`` are never added up over periods. ``target_people``, ``target_contacts`` and
        ``target_engaged`` are numbers agreed beforehand.
    """
    registers = read_registers(people, tables, study)
    returns = tables["returns"]
    rows: list[dict[str, Any]] = []
    for component in study.component_ids:
        register, sent = registers.get(component), returns[returns[names.COMPONENT] == component]
        basis = study.reach.count.get(component, RETURNS if register is None else REGISTER)
        targets = _targets_due(study, component)
        if basis == REGISTER and register is not None:
            periods = list_register_periods(register, [str(target.period) for target in targets])
            found = list(count_register(register, periods))
        elif basis == RETURNS and len(sent):
            periods = list_return_periods(sent, study.reach.by)
            found = list(count_returns(sent, study.reach.by))
        else:
            continue
        found += _count_targets(targets, basis, periods)
        rows += [{names.COMPONENT: component, **row} for row in found]
    frame = pd.DataFrame(rows, columns=[*ACTIVITY_COLUMNS, SESSIONS_HELD], dtype=object)
    frame = frame.astype(object).where(frame.notna(), None)
    frame[names.GRANTEE], frame[names.SUPPRESSED] = study.grantee, False
    return frame


def _targets_due(study: Study, component: str) -> list[Target]:
    """Return the component's targets of what is counted over time, but those of periods still to come."""
    now = period_of(study.data_date, study.reach.by).number
    own = [target for target in study.targets if target.component == component and target.count in OVER_TIME]
    periods = [read_as(str(target.period), study.reach.by) for target in own]
    return [
        target for target, period in zip(own, periods, strict=True) if period is None or period.number <= now
    ]


def _count_targets(targets: list[Target], basis: str, periods: list[str]) -> Iterator[dict[str, Any]]:
    """Yield a component's targets; one for each period stands wherever none of its own does."""
    agreed: dict[tuple[str, str], int] = {}
    for target in targets:
        if target.period == EACH:
            agreed |= {(target.count, period): target.value for period in periods}
    for target in targets:
        if target.period != EACH:
            agreed[target.count, target.period or names.ALL] = target.value
    for (count, period), value in agreed.items():
        yield {
            "basis": basis,
            "activity": names.ALL,
            "period": period,
            names.STATISTIC: f"target_{count}",
            names.ESTIMATE: value,
            "unit": "contacts" if count == "contacts" else "people",
        }


def add_cumulative(activity: pd.DataFrame) -> pd.DataFrame:
    """Fill ``cumulative``: the running total of new people, and of contacts.

    Parameters
    ----------
    activity : pandas.DataFrame
        Columns :data:`ACTIVITY_COLUMNS`, after small numbers were hidden.

    Returns
    -------
    pandas.DataFrame
        The same rows. The total ends before the first period that is hidden or for which nothing was sent:
        it rests on shown numbers only. Contacts without a date are in no running total.

    Examples
    --------
    >>> rows = {"component": "cafe", "basis": "register", "activity": "all", "statistic": "new"}
    >>> frame = pd.DataFrame([{**rows, "period": f"2024-0{n}", "estimate": n} for n in (1, 2, 4)])
    >>> add_cumulative(frame.assign(suppressed=False, cumulative=None))["cumulative"].tolist()
    [1, 3, None]
    """
    filled = activity.copy()
    filled["cumulative"] = filled["cumulative"].astype(object)
    counted = filled[(filled["activity"] == names.ALL) & filled[names.STATISTIC].isin(CUMULATED)]
    counted = counted[~counted["period"].isin((names.ALL, NO_DATE))]
    for _, series in counted.groupby([names.COMPONENT, "basis", names.STATISTIC], sort=False):
        kind = choose_kind(series["period"]) or ""
        total, before = 0, None
        for index, row in series.iterrows():
            period = read_as(str(row["period"]), kind)
            follows = before is None or (period is not None and period.number == before + 1)
            if row[names.SUPPRESSED] or pd.isna(row[names.ESTIMATE]) or not follows or period is None:
                break
            total, before = total + int(row[names.ESTIMATE]), period.number
            filled.loc[index, "cumulative"] = total
    return filled
