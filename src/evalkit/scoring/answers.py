"""Wide answers as arrays of numbers, and everything wrong with them at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from pandas.api.types import is_bool_dtype, is_integer_dtype, is_numeric_dtype

from evalkit import names
from evalkit.errors import EvalkitError, Fault, UsageError, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from evalkit.definitions.measure import Item, Measure

_FIRST_ROW = 2  # row 1 of a spreadsheet is the header
_ROUNDING_ERROR = 1e-9
_CHECK_FORM = "Check the form that the person filled in; leave the cell blank if the answer is unknown."


class ImpossibleAnswers(EvalkitError):  # noqa: N818 - it carries faults, each already in words
    """Answers that the measure doesn't have; nothing was scored.

    Parameters
    ----------
    faults : iterable of Fault
        All of them, one per cell, in order of rows.
    """

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults: tuple[Fault, ...] = tuple(faults)
        super().__init__("\n".join(fault.sentence() for fault in self.faults))


@dataclass(frozen=True)
class Column:
    """One item's answers.

    Attributes
    ----------
    item : Item
        What was asked.
    heading : str
        The column's heading; empty if an optional column is not there.
    values : ndarray of float, shape (n_rows,)
        The answers as given; NaN for blank, unreadable and "does not apply".
    not_applicable : ndarray of bool or None
        Where the answer is "does not apply"; None if the item has no such code.
    bad : ndarray of bool or None
        Where the answer is impossible; None if all are possible.
    """

    item: Item
    heading: str
    values: NDArray[np.float64]
    not_applicable: NDArray[np.bool_] | None
    bad: NDArray[np.bool_] | None


def read_columns(answers: pd.DataFrame, measure: Measure) -> tuple[Column, ...]:
    """Return each item's answers as numbers, checked against the item's range.

    Parameters
    ----------
    answers : pandas.DataFrame
        Wide answers, see :func:`evalkit.scoring.scorer.score`.
    measure : Measure
        With its switches set.

    Raises
    ------
    UsageError
        If columns are missing, unknown or there twice.
    """
    headings = _find_headings(answers, measure)
    return tuple(_read_column(answers, item, headings.get(item.id, "")) for item in measure.items)


def find_faults_in_answers(
    answers: pd.DataFrame, measure: Measure, *, file: str = "answers", **switches: object
) -> list[Fault]:
    """Return one fault per answer that the measure doesn't have, in order of rows.

    Parameters
    ----------
    answers : pandas.DataFrame
        Wide answers: ``respondent_id``, ``timepoint`` and one column per item.
    measure : Measure
        As loaded, or with its switches set.
    file : str
        What to call the table in the faults.
    **switches
        As for :func:`evalkit.scoring.scorer.score`.

    Returns
    -------
    list of Fault
        ``row`` counts as a spreadsheet does: the first answers are in row 2.

    Examples
    --------
    >>> from evalkit.definitions.measure import load_measure
    >>> row = {"respondent_id": "p1", "timepoint": "end", **{f"bpses_0{i}": 3 for i in range(1, 6)}}
    >>> for fault in find_faults_in_answers(pd.DataFrame([row | {"bpses_04": 6}]), load_measure("bpses")):
    ...     print(fault.sentence())
    answers, row 2, column bpses_04: "6": answers go from 1 to 5. Check the form that the person filled in; ...
    """
    ready = measure if measure.settings else measure.switched(**switches)
    return [*faults_of_columns(answers, read_columns(answers, ready), file), *find_repeats(answers, file)]


def faults_of_columns(answers: pd.DataFrame, columns: Iterable[Column], file: str) -> list[Fault]:
    """Return the faults of columns that were read before, in order of rows."""
    found = []
    for order, column in enumerate(columns):
        if column.bad is None:
            continue
        cells = answers[column.heading]
        for row in np.flatnonzero(column.bad):
            fault = _fault(column, cells.iloc[int(row)], int(row), file)
            found.append((int(row), order, fault))
    return [fault for _, _, fault in sorted(found, key=lambda entry: entry[:2])]


def find_repeats(answers: pd.DataFrame, file: str) -> list[Fault]:
    """Return a fault for each row that repeats a respondent at a timepoint."""
    if answers[names.RESPONDENT_ID].is_unique:
        return []
    again = answers.duplicated([names.RESPONDENT_ID, names.TIMEPOINT]).to_numpy()
    rule = "this person's questionnaire at this timepoint stands here a second time"
    remedy = "Keep the right row and remove the other."
    return [
        Fault(
            file,
            "",
            int(row) + _FIRST_ROW,
            names.RESPONDENT_ID,
            str(answers[names.RESPONDENT_ID].iloc[int(row)]),
            rule,
            remedy,
        )
        for row in np.flatnonzero(again)
    ]


def _find_headings(answers: pd.DataFrame, measure: Measure) -> dict[str, str]:
    """Return item id: heading, for the item columns that are there."""
    items = measure.items
    if not items:
        raise UsageError(f"{measure.short_title} comes as finished totals only: it has no items to score")
    present = {str(heading) for heading in answers.columns}
    lacking = [name for name in (names.RESPONDENT_ID, names.TIMEPOINT) if name not in present]
    if lacking:
        raise UsageError(f"the answers have no column {' and no column '.join(lacking)}")
    known = {item.id: item.id for item in items}
    known |= {f"{measure.id}_{item.name}": item.id for item in items if item.name}
    problems = [
        f"unknown column '{heading}': {did_you_mean(heading, list(known))}"
        for heading in sorted(present)
        if heading.startswith(f"{measure.id}_") and heading not in known
    ]
    headings: dict[str, str] = {}
    for heading, item_id in known.items():
        if heading in present:
            if item_id in headings:
                problems.append(f"'{heading}' and '{headings[item_id]}' are the same item")
            headings.setdefault(item_id, heading)
    missing = [item.id for item in items if item.id not in headings and not item.optional]
    if missing:
        problems.append(f"missing columns: {', '.join(missing)}")
    if problems:
        raise UsageError(f"{measure.short_title}: {'; '.join(problems)}")
    return headings


def _read_column(answers: pd.DataFrame, item: Item, heading: str) -> Column:
    if not heading:
        return Column(item, "", np.full(len(answers), np.nan), None, None)
    cells = answers[heading]
    values, unreadable = _numbers(cells)
    whole = is_integer_dtype(cells.dtype) or is_bool_dtype(cells.dtype)
    possible = (values >= item.minimum) & (values <= item.maximum)
    if item.step > 0 and not (whole and item.step == 1 and item.minimum.is_integer()):
        possible &= _on_step(values, item)
    not_applicable = np.isin(values, item.not_applicable) if item.not_applicable else None
    if not_applicable is not None:
        values = np.where(not_applicable, np.nan, values)
    bad = None
    if not possible.all():
        odd = ~possible & ~np.isnan(values)
        if unreadable is not None:
            odd |= unreadable
        if odd.any():
            bad = odd
    return Column(item, heading, values, not_applicable, bad)


def _on_step(values: NDArray[np.float64], item: Item) -> NDArray[np.bool_]:
    if item.step == 1 and item.minimum.is_integer():
        return np.asarray(np.rint(values) == values)
    steps = (values - item.minimum) / item.step
    return np.asarray(np.abs(steps - np.rint(steps)) < _ROUNDING_ERROR)


def _numbers(cells: pd.Series[Any]) -> tuple[NDArray[np.float64], NDArray[np.bool_] | None]:
    """Return the cells as floats (NaN for blank) and where text is not a number."""
    if is_numeric_dtype(cells.dtype) or is_bool_dtype(cells.dtype):
        return cells.to_numpy(dtype=np.float64, na_value=np.nan), None
    text = cells.astype("string").str.strip()
    text = text.mask(text == "")
    numbers = pd.to_numeric(text, errors="coerce").to_numpy(dtype=np.float64, na_value=np.nan)
    unreadable = np.isnan(numbers) & text.notna().to_numpy()
    return numbers, unreadable if unreadable.any() else None


def _fault(column: Column, cell: object, row: int, file: str) -> Fault:
    item = column.item
    value = column.values[row]
    if np.isnan(value):
        rule = "this is not a number"
    elif value < item.minimum or value > item.maximum:
        rule = f"answers go from {item.minimum:g} to {item.maximum:g}"
    elif item.step == 1:
        rule = "answers are whole numbers"
    else:
        rule = f"answers go up from {item.minimum:g} in steps of {item.step:g}"
    if item.not_applicable:
        rule += f" ({', '.join(f'{code:g}' for code in item.not_applicable)}: does not apply)"
    shown = f"{cell:g}" if isinstance(cell, float) else str(cell)
    return Fault(file, "", row + _FIRST_ROW, column.heading, shown, rule, _CHECK_FORM)
