"""Released detention rates as objects: by the way they were worked out, by group, by year."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from evalkit.presentation.numbers import is_known

if TYPE_CHECKING:
    from evalkit.presentation.programme_released import ProgrammeReleased

PUBLISHED: Final = "published"
CRUDE: Final = "crude"
STANDARDISED: Final = "standardised"

_OTHER: Final = re.compile(r"\bother\b", re.IGNORECASE)
_NO_ADJECTIVE: Final = re.compile(r"\b(other|mixed|unknown|not|any|prefer|refused)\b", re.IGNORECASE)
FEWEST_YEARS: Final = 2
"""Fewer make no line."""


@dataclass(frozen=True, slots=True)
class Rate:
    """Detentions of one group in one year, per 100,000; a number that is not there is NaN."""

    year: str
    ethnic_group: str
    basis: str
    rate: float
    ci_low: float
    ci_high: float
    ratio: float
    ratio_low: float
    ratio_high: float
    reference: str
    census_base: str
    break_before: bool
    source: str
    method: str
    suppressed: bool
    hidden_because: str

    @property
    def is_reference(self) -> bool:
        """Whether the group is the one that others are held against."""
        return self.ethnic_group == self.reference

    @property
    def is_part_of_reference(self) -> bool:
        """Whether the group is counted in the reference group too, such as White British in White."""
        return self.ethnic_group.startswith(f"{self.reference} ")

    @property
    def stands_aside(self) -> bool:
        """Whether no sentence holds the group against the reference; the table has it all the same."""
        return self.is_reference or self.is_part_of_reference or self.is_other

    @property
    def is_other(self) -> bool:
        """Whether the group is one of the "Other" groups, whose rates are over-estimates."""
        return bool(_OTHER.search(self.ethnic_group))

    @property
    def has_interval(self) -> bool:
        """Whether the ratio has an interval."""
        return is_known(self.ratio_low) and is_known(self.ratio_high)


@dataclass(frozen=True, slots=True)
class Rates:
    """All rates that were worked out in one way.

    Attributes
    ----------
    basis : {"published", "crude", "standardised"}
        The way.
    rows : tuple of Rate
        In order of time.
    """

    basis: str
    rows: tuple[Rate, ...]

    @property
    def years(self) -> tuple[str, ...]:
        """All years, in order."""
        return tuple(sorted({row.year for row in self.rows}))

    @property
    def groups(self) -> tuple[str, ...]:
        """All groups, in the order of the released table."""
        return tuple(dict.fromkeys(row.ethnic_group for row in self.rows))

    def of_group(self, group: str) -> tuple[Rate, ...]:
        """Return the rates of one group, in order of time."""
        return tuple(row for row in self.rows if row.ethnic_group == group)

    def with_a_line(self) -> tuple[str, ...]:
        """Return the groups with at least two years to draw."""
        return tuple(
            group
            for group in self.groups
            if sum(is_known(row.rate) for row in self.of_group(group)) >= FEWEST_YEARS
        )

    def reference_of(self, row: Rate) -> Rate | None:
        """Return the rate that a rate is held against: same year, the reference group."""
        found = [each for each in self.rows if each.year == row.year and each.ethnic_group == row.reference]
        return found[0] if found else None

    def headline(self) -> Rate | None:
        """Return the rate that stands for all in the findings.

        The group with most years (not the one with the most striking number); of several, the one with
        the highest ratio in its last year. Groups called "Other" are over-estimated and stand aside.
        """
        tracked = [
            self.of_group(group)
            for group in self.groups
            if not any(row.stands_aside for row in self.of_group(group))
        ]
        if not tracked:
            return None
        most = max(len(rows) for rows in tracked)
        latest = [rows[-1] for rows in tracked if len(rows) == most]
        return max(latest, key=lambda row: row.ratio if is_known(row.ratio) else float("-inf"))

    @property
    def new_bases(self) -> tuple[tuple[str, str], ...]:
        """Years from which on another census counts the population, with that census."""
        found = {row.year: row.census_base for row in self.rows if row.break_before}
        return tuple(sorted(found.items()))


def people_of(group: str) -> str:
    """Name the people of an ethnic group as in a sentence.

    Examples
    --------
    >>> people_of("White British"), people_of("Black Other")
    ('White British people', 'people recorded as Black Other')
    """
    return f"people recorded as {group}" if _NO_ADJECTIVE.search(group) else f"{group} people"


def gather_detentions(released: ProgrammeReleased) -> tuple[Rates, ...]:
    """Gather the rates by the way they were worked out: published first, then crude, then standardised."""
    table = released.detentions.sort_values("year", kind="stable")
    rows = [Rate(**_pick(row)) for row in table.to_dict("records")]
    return tuple(
        Rates(basis, tuple(row for row in rows if row.basis == basis))
        for basis in (PUBLISHED, CRUDE, STANDARDISED)
        if any(row.basis == basis for row in rows)
    )


def _pick(row: dict[Any, Any]) -> dict[str, Any]:
    """Take the cells of a row that a rate has a place for."""
    return {name: row[name] for name in Rate.__annotations__}
