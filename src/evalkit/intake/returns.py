"""Returns: counts without names, as an organisation sends them for each month or quarter."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import pandas as pd

from evalkit import names
from evalkit.definitions.activity_parts import COUNTED_TWICE, SAY_WHICH_COUNTS
from evalkit.definitions.periods import period_of, read_as, write_period
from evalkit.errors import Fault
from evalkit.intake.cells import CellError, Source, concat, parse_date, parse_number, require
from evalkit.intake.people import read_component

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Mapping

    from evalkit.definitions.periods import Period
    from evalkit.definitions.study import Study
    from evalkit.definitions.tables import Table
    from evalkit.definitions.tables_activity import Returns

_COLUMNS: Final = (names.COMPONENT, "period", "activity", names.STATISTIC, "value")
_EXAMPLES: Final = {
    "month": "2023-04 or April 2023",
    "quarter": "2023-Q2",
    "financial year": "2023-24",
    "year": "2023",
}
_NAMED_MONTH: Final = re.compile(r"^([A-Za-z]{3,9})[ -]((?:19|20)\d\d)$")
_MONTHS: Final = (
    *("january", "february", "march", "april", "may", "june", "july"),
    *("august", "september", "october", "november", "december"),
)


def read_returns(source: Source, table: Table, returns: Returns, study: Study) -> pd.DataFrame:
    """Return counts as rows of the table ``returns``: one per row of the file and column of counts.

    A blank cell is no count: it is left out, and never taken for nought.
    """
    facts = pd.DataFrame(
        {
            names.COMPONENT: read_component(source, table, study),
            "period": source.parse(returns.period, _parse_period(study.reach.by, study.data_date)),
            "activity": source.optional_text(returns.activity),
        },
        index=source.raw.cells.index,
    )
    require(source, returns.period, "the period")
    frames = []
    for statistic, column in returns.counts.items():
        counted = facts.assign(statistic=statistic, value=source.parse(column, parse_number))
        counted = counted.join(source.place(column)).dropna(subset=[names.COMPONENT, "period", "value"])
        frames.append(counted.astype({"value": float}))
    return concat(frames, _COLUMNS).reset_index(drop=True)


def find_counted_twice(tables: Mapping[str, pd.DataFrame], study: Study) -> list[Fault]:
    """Return a structural fault for each component with a register and returns, and no word on which counts.

    Where a file's column names the component, only the rows tell.
    """
    registered = {*tables["attendance"][names.COMPONENT], *tables["contacts"][names.COMPONENT]}
    both = registered & set(tables["returns"][names.COMPONENT])
    return [
        Fault(names.STUDY_FILE, "", None, "reach.count", name, COUNTED_TWICE.format(name), SAY_WHICH_COUNTS)
        for name in study.component_ids
        if name in both and name not in study.reach.count
    ]


def _parse_period(kind: str, data_date: dt.date) -> Callable[[str], str]:
    """Return a parser of periods of one kind; a day stands for the period in which it lies."""

    def parse(text: str) -> str:
        named = _NAMED_MONTH.match(text)
        month = _month_number(named[1]) if named else None
        found = read_as(text, kind)
        if found is None and named and month is not None:
            found = read_as(f"{named[2]}-{month:02d}", kind)
        if found is None:
            found = _period_of_day(text, kind)
        if found is None:
            rule = f"this isn't a {kind}, and the report counts by {kind}"
            raise CellError(rule, f"Write it as {_EXAMPLES[kind]}, or change by under reach in grantee.yml.")
        if found.number > period_of(data_date, kind).number:
            rule = f"this {kind} is after the date of the data, {data_date}"
            raise CellError(rule, "Correct it, or data_date in grantee.yml.")
        return write_period(found)

    return parse


def _month_number(word: str) -> int | None:
    """Return the number of the month that a word names or begins, such as Sept; None if there is none."""
    return next(
        (number for number, name in enumerate(_MONTHS, 1) if name.startswith(word.casefold())),
        None,
    )


def _period_of_day(text: str, kind: str) -> Period | None:
    try:
        day = parse_date(text)
    except CellError:
        return None
    return period_of(day.date(), kind)
