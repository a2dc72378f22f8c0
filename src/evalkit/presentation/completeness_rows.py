"""Released records by field and period: complete, unknown, prefer not to say, blank."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from evalkit import names
from evalkit.presentation.numbers import is_known
from evalkit.presentation.shares import first_shown, read_count, read_estimate

if TYPE_CHECKING:
    import pandas as pd

    from evalkit.presentation.counts import Count
    from evalkit.presentation.estimates import Estimate
    from evalkit.presentation.released import Released

COMPLETE: Final = "complete"
UNKNOWN: Final = "unknown"
REFUSED: Final = "refused"
BLANK: Final = "blank"
NOT_ASKED: Final = "not asked"
NO_DATE: Final = "no date"
HALF: Final = 0.5
STATUSES: Final[tuple[str, ...]] = (COMPLETE, UNKNOWN, REFUSED, BLANK)
"""Every record is one of these, in every field."""


@dataclass(frozen=True, slots=True)
class Records:
    """The records of one period, in one field.

    Attributes
    ----------
    period : str
        ``all``, a period, or ``no date``.
    of : Count or None
        People.
    counts : mapping of str to Count
        By status.
    share : Estimate
        Complete ones, 0 to 1, with interval.
    """

    period: str
    of: Count | None
    counts: dict[str, Count]
    share: Estimate

    @property
    def complete(self) -> Count | None:
        """How many records are complete."""
        return self.counts.get(COMPLETE)

    @property
    def is_told(self) -> bool:
        """Whether it can be shown how many of how many are complete, and there are any people."""
        found = self.complete is not None and self.complete.is_shown
        return found and self.of is not None and self.of.is_shown and self.of.n > 0


@dataclass(frozen=True, slots=True)
class Field:
    """One field of the records.

    Attributes
    ----------
    variable, title : str
        Which.
    overall : Records
        Of all periods together.
    periods : tuple of Records
        Each period, in time; people without a date last.
    """

    variable: str
    title: str
    overall: Records
    periods: tuple[Records, ...]

    @property
    def dated(self) -> tuple[Records, ...]:
        """Periods proper, of which the number of complete records is shown."""
        return tuple(each for each in self.periods if each.period != NO_DATE and each.is_told)

    @property
    def trend(self) -> str:
        """Whether the share of complete records ``rose``, ``fell``, is ``unclear``, or "" with one period.

        It rose where the interval of the last period lies wholly above that of the first: a rule that
        sees a change only where there clearly is one.
        """
        if len(self.dated) < 2:  # noqa: PLR2004 - a trend has two ends
            return ""
        first, last = self.dated[0].share, self.dated[-1].share
        if not (first.has_interval and last.has_interval):
            return ""
        if last.low > first.high:
            return "rose"
        return "fell" if last.high < first.low else "unclear"


def gather_fields(released: Released) -> tuple[Field, ...]:
    """Gather the fields that were asked about, in released order.

    Parameters
    ----------
    released : Released
        What the gate let through.
    """
    rows = released.completeness
    asked = rows[rows["status"] != NOT_ASKED]
    threshold = released.study.disclosure.threshold
    return tuple(_field(own, threshold) for _, own in asked.groupby("variable", sort=False))


def list_never_asked(released: Released) -> tuple[str, ...]:
    """Return the titles of the fields a commissioner expects and nobody asked about."""
    rows = released.completeness
    return tuple(rows.loc[rows["status"] == NOT_ASKED, "title"].astype(str))


def _field(rows: pd.DataFrame, threshold: int) -> Field:
    """Build one field from its rows."""
    found = [_records(str(period), own, threshold) for period, own in rows.groupby("period", sort=False)]
    overall = next((each for each in found if each.period == names.ALL), found[0])
    periods = [each for each in found if each.period != names.ALL]
    first = rows.iloc[0]
    return Field(
        variable=str(first["variable"]),
        title=str(first["title"]),
        overall=overall,
        periods=tuple(sorted(periods, key=lambda each: (each.period == NO_DATE, each.period))),
    )


def _records(period: str, rows: pd.DataFrame, threshold: int) -> Records:
    """Build the records of one period."""
    by_status = {str(row["status"]): row for row in rows.to_dict("records")}
    counts = {
        status: read_count(by_status[status], names.N, threshold)
        for status in STATUSES
        if status in by_status
    }
    whole = first_shown(read_count(row, "of", threshold) for row in by_status.values())
    share = read_estimate(by_status.get(COMPLETE) or next(iter(by_status.values())))
    return Records(period, whole, counts, share)


def is_half_missing(field: Field) -> bool:
    """Whether the field is clearly complete for fewer than half of the people."""
    return field.overall.is_told and is_known(field.overall.share.high) and field.overall.share.high < HALF
