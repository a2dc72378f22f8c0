"""Detentions by ethnic group, and the standard population → checked tables."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from evalkit.definitions.ethnic_groups import list_parts
from evalkit.definitions.programme import DETENTION_NUMBERS, PROGRAMME_FILE
from evalkit.errors import Fault, did_you_mean
from evalkit.intake.cells import CellError, parse_number, require

if TYPE_CHECKING:
    from collections.abc import Sequence

    from evalkit.intake.cells import Source

DETENTION_COLUMNS: Final = (
    *("year", "ethnic_group", "part_of", "age_group", "rate", "count", "population"),
    *("census_base", "source"),
)
STANDARD_COLUMNS: Final = ("age_group", "population")
PER: Final = 100_000

_YEAR: Final = re.compile(r"^(19|20)\d\d(-\d\d)?$")
_CENSUS: Final = re.compile(r"^(19|20)\d\d$")
_KEY: Final = ["year", "census_base", "ethnic_group", "age_group"]


def read_standard_population(source: Source) -> pd.DataFrame:
    """Read the people per age group of the standard population; each age group stands once."""
    people = source.parse("population", _parse_people)
    for column in STANDARD_COLUMNS:
        require(source, column, f"the {column.replace('_', ' ')}")
    table = source.raw.cells[list(STANDARD_COLUMNS)].assign(population=people).dropna()
    _drop_repeats(source, table, ["age_group"], "age_group", "this age group")
    return table.drop_duplicates("age_group").astype({"population": float}).reset_index(drop=True)


def read_detentions(source: Source, age_groups: Sequence[str]) -> pd.DataFrame:
    """Read published rates, or counts with the people they are of; a row with a fault is left out.

    Parameters
    ----------
    source : Source
        The raw table; faults are noted in it. Of the headings ``rate_per_100000``, ``count``,
        ``population``, ``age_group`` and ``part_of`` it has what it has.
    age_groups : sequence of str
        Those of the standard population; without any, any age group is taken.

    Returns
    -------
    pandas.DataFrame
        Columns :data:`DETENTION_COLUMNS`, in the order of the file; numbers are floats, NaN where blank.
    """
    cells = source.raw.cells
    given = {name: source.parse(name, parse_number) for name in DETENTION_NUMBERS if name in cells}
    blank = pd.Series(math.nan, index=cells.index, dtype=object)
    table = pd.DataFrame(
        {
            **{name: source.column(name) for name in ("year", "ethnic_group", "census_base", "source")},
            **{
                name: source.optional_text(name if name in cells else None)
                for name in ("part_of", "age_group")
            },
            **{name.removesuffix("_per_100000"): given.get(name, blank) for name in DETENTION_NUMBERS},
        }
    )[list(DETENTION_COLUMNS)]
    for column in ("year", "ethnic_group", "census_base", "source"):
        require(source, column, f"the {column.replace('_', ' ')}")
    for number in table.index:
        _check_row(_Row(source, int(number)), table.loc[number], age_groups)
    faulty = {fault.row for fault in source.faults}
    table = table.drop(index=[number for number in table.index if int(number) in faulty])
    table = table.assign(**{name: table[name].fillna("") for name in ("part_of", "age_group")})
    _drop_repeats(source, table, _KEY, "ethnic_group", "this group of this year")
    table = _without_totals_beside_ages(source, table.drop_duplicates(_KEY))
    table = table.astype(dict.fromkeys(("rate", "count", "population"), float))
    return _without_wrong_totals(source, table).reset_index(drop=True)


def find_faults_in_detentions(table: pd.DataFrame, reference: str) -> list[Fault]:
    """Return a fault if no row is of the group that the others are compared with."""
    groups = list(dict.fromkeys(table["ethnic_group"]))
    if reference in groups or not groups:
        return []
    rule = f"no row is of the group '{reference}': {did_you_mean(reference, groups)}"
    return [
        Fault(PROGRAMME_FILE, "", None, "detentions.reference", reference, rule, "Name a group of the file.")
    ]


@dataclass(frozen=True, slots=True)
class _Row:
    """One row of the file, and where to note its faults."""

    source: Source
    number: int

    def text(self, column: str) -> str:
        """Return a cell as sent; "" where blank or where there is no such column."""
        cells = self.source.raw.cells
        return str(cells[column].fillna("").loc[self.number]) if column in cells else ""

    def fault(self, column: str, rule: str, remedy: str = "Correct the number.") -> None:
        """Note one fault."""
        self.source.fault(self.number, column, self.text(column), rule, remedy)


def _check_row(row: _Row, values: pd.Series[Any], age_groups: Sequence[str]) -> None:
    year, census, age = (row.text(name) for name in ("year", "census_base", "age_group"))
    if year and not _YEAR.match(year):
        row.fault("year", "this is no year", "Write 2022-23 for a financial year, or 2022.")
    if census and not _CENSUS.match(census):
        row.fault("census_base", "this is no year of a census", "Write the year, such as 2021.")
    if age and age_groups and age not in age_groups:
        rule = f"the standard population has no such age group: {did_you_mean(age, age_groups)}"
        row.fault("age_group", rule, "Use the age groups of the standard population.")
    rate, count, people = (float(values[name]) for name in ("rate", "count", "population"))
    if row.text("count") == row.text("population") == "":
        _check_published(row, rate)
    elif not row.text("count") or not row.text("population"):
        blank = "population" if row.text("count") else "count"
        row.fault(blank, "count and population go together", "Give both, or neither.")
    elif not (math.isnan(count) or math.isnan(people)):
        _check_counts(row, count, people)
        _check_rate(row, rate, count, people)


def _check_published(row: _Row, rate: float) -> None:
    if row.text("age_group"):
        row.fault(
            "count", "an age group needs a count and a population", "Give both, or leave the age group out."
        )
    elif not row.text("rate_per_100000"):
        row.fault("rate_per_100000", "there is neither a rate nor a count", "Give one, or remove the row.")
    elif rate < 0:
        row.fault("rate_per_100000", "a rate can't be below 0")


def _check_counts(row: _Row, count: float, people: float) -> None:
    if count < 0 or not count.is_integer():
        row.fault("count", "detentions are counted in whole numbers from 0")
    if people <= 0 or not people.is_integer():
        row.fault("population", "people are counted in whole numbers from 1")
    elif count > people:
        row.fault(
            "count", f"there are more detentions than people: {people:g}", "Check whether they were swapped."
        )


def _check_rate(row: _Row, rate: float, count: float, people: float) -> None:
    """Compare a rate with its counts, as exactly as it was written."""
    if math.isnan(rate) or not people > 0:
        return
    decimals = len(row.text("rate_per_100000").partition(".")[2])
    expected = PER * count / people
    if abs(rate - expected) > 0.5 * 10.0**-decimals * (1 + 1e-9):
        rule = f"count and population give another rate: {expected:.{decimals + 1}f}"
        row.fault("rate_per_100000", rule, "Correct one of the three, or leave the rate blank.")


def _without_totals_beside_ages(source: Source, table: pd.DataFrame) -> pd.DataFrame:
    """Leave out a group's row for all ages where it has rows by age: the ages add up to it."""
    by_age = table[table["age_group"] != ""].set_index(_KEY[:3]).index
    beside = (table["age_group"] == "") & table.set_index(_KEY[:3]).index.isin(by_age)
    for number in table.index[beside]:
        rule = "this group of this year stands here by age group too"
        _Row(source, int(number)).fault("age_group", rule, "Keep the rows by age, and remove this one.")
    return table[~beside]


def _without_wrong_totals(source: Source, table: pd.DataFrame) -> pd.DataFrame:
    """Leave out a group of which more people were detained in its parts than in the whole."""
    wrong = []
    for _, rows in table.dropna(subset=["count"]).groupby(_KEY[:2], sort=False):
        counts = rows.groupby("ethnic_group", sort=False)["count"].sum()
        for whole, parts in list_parts(rows).items():
            if counts[parts].sum() > counts[whole]:
                own = rows.index[rows["ethnic_group"] == whole]
                rule = f"its parts add up to more: {counts[parts].sum():g} ({', '.join(parts)})"
                remedy = "Correct the counts, or say in a column part_of which wider group each belongs to."
                _Row(source, int(own[0])).fault("count", rule, remedy)
                wrong += list(own)
    return table.drop(index=wrong)


def _drop_repeats(source: Source, table: pd.DataFrame, key: list[str], column: str, what: str) -> None:
    for row in table.index[table.duplicated(key)]:
        rule = f"{what} stands here a second time"
        source.fault(int(row), column, str(table.loc[row, column]), rule, "Keep the row that is right.")


def _parse_people(text: str) -> float:
    number = parse_number(text)
    if number <= 0:
        raise CellError("there must be somebody in each age group", "Correct the number.")
    return number
