"""Released rows on grants in the shape in which sentences, tables and the figure use them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from evalkit.names import ALL

if TYPE_CHECKING:
    import pandas as pd

    from evalkit.presentation.programme_released import ProgrammeReleased

ORGANISATION: Final = "organisation"
INDIVIDUAL: Final = "individual"
YEAR: Final = "year"
PROGRAMME: Final = "programme"
AREA: Final = "area"
POPULATIONS: Final = {
    "dei_project": "who the work is for",
    "dei_mission": "whom the organisation is there for",
    "dei_leadership": "who leads the organisation",
}
"""Groupings by population, each with what it says, in words."""


@dataclass(frozen=True, slots=True)
class Granted:
    """Grants of one group in one currency.

    Attributes
    ----------
    group, currency, kind : str
        Year, programme, area or population; the currency; "organisation" or "individual".
    grants, recipients, amount : float
        NaN where hidden; recipients also where they weren't counted.
    suppressed : bool
        Whether the numbers are hidden.
    """

    group: str
    currency: str
    kind: str
    grants: float
    recipients: float
    amount: float
    suppressed: bool


@dataclass(frozen=True, slots=True)
class Grants:
    """All that was released on grants."""

    summary: pd.DataFrame
    recipients: pd.DataFrame
    further: pd.DataFrame
    costs: pd.DataFrame

    @classmethod
    def of(cls, released: ProgrammeReleased) -> Grants:
        """Take the tables from behind the door."""
        tables = (released.grant_recipients, released.grant_further, released.grant_costs)
        return cls(released.grants, *tables)

    @property
    def is_empty(self) -> bool:
        """Whether no register was given."""
        return self.summary.empty

    @property
    def currencies(self) -> tuple[str, ...]:
        """The register's currencies, in released order."""
        return tuple(dict.fromkeys(self.summary["currency"]))

    def rows(self, grouping: str, kind: str, currency: str = "") -> tuple[Granted, ...]:
        """Return one grouping's rows of one kind of recipient, without groups that had no grant."""
        table = self.summary
        own = table[(table["grouping"] == grouping) & (table["recipient_kind"] == kind)]
        found = (_granted(row) for row in own.to_dict("records"))
        return tuple(
            row for row in found if (row.suppressed or row.grants) and currency in {"", row.currency}
        )

    def years(self, currency: str) -> tuple[int, ...]:
        """Return the years in which grants to organisations were awarded."""
        return tuple(sorted(int(row.group) for row in self.rows(YEAR, ORGANISATION, currency)))

    def total(self, kind: str, currency: str) -> Granted | None:
        """Return what all grants of one kind of recipient come to."""
        return next(iter(self.rows(ALL, kind, currency)), None)


def _granted(row: dict[Any, Any]) -> Granted:
    return Granted(
        group=str(row["group"]),
        currency=str(row["currency"]),
        kind=str(row["recipient_kind"]),
        grants=float(row["grants"]),
        recipients=float(row["recipients"]),
        amount=float(row["amount"]),
        suppressed=bool(row["suppressed"]),
    )
