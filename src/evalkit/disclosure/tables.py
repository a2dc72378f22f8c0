"""Tables of counts as they may be published: ``*`` in the place of what is hidden."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
import pandas as pd

from evalkit.disclosure.policy import DEFAULT_THRESHOLD, Policy, parse_policy
from evalkit.disclosure.protect import protect_counts
from evalkit.disclosure.system import Sum
from evalkit.names import HIDDEN

if TYPE_CHECKING:
    from collections.abc import Sequence
    from collections.abc import Set as AbstractSet

    from numpy.typing import NDArray

Values: TypeAlias = "Sequence[int] | NDArray[Any] | pd.Series[Any]"
Table: TypeAlias = "Sequence[Sequence[int]] | NDArray[Any] | pd.DataFrame"

_ALL = "all"
_LEAST_SIDE = 2


def suppress_counts(values: Values, policy: str | Policy, threshold: int = DEFAULT_THRESHOLD) -> Any:  # noqa: ANN401 - like for like
    """Return counts of separate groups of people as they may be shown, ``"*"`` where hidden.

    The sum of the counts is taken as known exactly, because a total nearly always stands somewhere:
    the safest assumption. Only where the total is itself a small count, or where no choice of parts
    can keep them apart from it (4 and 4 of 8), isn't it: then every count is hidden, and the total
    must not be published either.

    Parameters
    ----------
    values : list, tuple, array of one dimension, or Series of int
        Counts of people, 0 or more, no person in two of them.
    policy : {"none", "counts", "nhs"} or Policy
        The rule; a `Policy` brings its own threshold.
    threshold : int, default 5
        The smallest count that may be shown, 3 or more.

    Returns
    -------
    list, tuple, array or Series of objects
        Like `values`, in the same order: ``"*"`` where hidden, else an int, rounded to the nearest 5
        under ``nhs``.

    Raises
    ------
    PolicyError
        For an unknown policy or a threshold below 3.
    ValueError
        For counts that are negative, missing or not whole, or more than one dimension.

    Examples
    --------
    >>> suppress_counts([4, 4, 30], "counts")
    ['*', '*', '*']
    >>> suppress_counts([4, 4, 30, 12], "counts")
    ['*', '*', 30, '*']
    >>> suppress_counts([0, 12, 31], "nhs")
    ['*', 10, 30]
    """
    rule = parse_policy(policy, threshold)
    grid = _whole_numbers(values, 1)
    names = [f"{position:05}" for position in range(grid.size)]
    counts = dict(zip(names, map(int, grid), strict=True))
    sums = [Sum(_ALL, tuple(names))] if names else []
    total = {_ALL: sum(counts.values())} if names else {}
    dearest = {_ALL: 10.0 * (sum(counts.values()) + len(counts))} if names else {}
    hidden = protect_counts(counts | total, sums, rule, exact=set(total), cost=dearest)
    if _ALL in hidden:
        hidden = frozenset(names)
    return _like(values, _show(grid, np.array(names, dtype=object), hidden, rule))


def suppress_table(
    table: Table, policy: str | Policy, threshold: int = DEFAULT_THRESHOLD, *, margins: bool = True
) -> Any:  # noqa: ANN401 - like for like
    """Return a table of counts as it may be shown, ``"*"`` where hidden.

    Parameters
    ----------
    table : DataFrame, list of lists, or array of two dimensions, of int
        Counts of people. With margins the last row and the last column are totals, whatever they
        are called, and the last cell is the total of all.
    policy : {"none", "counts", "nhs"} or Policy
        The rule; a `Policy` brings its own threshold.
    threshold : int, default 5
        The smallest count that may be shown, 3 or more.
    margins : bool, default True
        False for a table whose totals are published nowhere: then there is no sum to solve, and
        only the small counts themselves are hidden.

    Returns
    -------
    DataFrame, list of lists or array of objects
        Like `table`: ``"*"`` where hidden, else an int, rounded to the nearest 5 under ``nhs``.
        Margins are counts too: small ones are hidden, others only where nothing cheaper helps.

    Raises
    ------
    PolicyError
        For an unknown policy or a threshold below 3.
    ValueError
        For margins that don't add up (which, and by how much), counts that are negative, missing
        or not whole, or a table without an inner cell.

    Examples
    --------
    >>> for row in suppress_table([[3, 20, 23], [15, 30, 45], [18, 50, 68]], "counts"):
    ...     print(row)
    ['*', '*', 23]
    ['*', '*', 45]
    [18, 50, 68]
    """
    rule = parse_policy(policy, threshold)
    grid = _whole_numbers(table, 2)
    rows, columns = grid.shape
    names = np.array([[f"{i:04} {j:04}" for j in range(columns)] for i in range(rows)], dtype=object)
    names = names.reshape(grid.shape)
    sums: list[Sum] = []
    if margins:
        if min(rows, columns) < _LEAST_SIDE:
            raise ValueError(
                "a table with margins has at least two rows and two columns, the last of each the totals"
            )
        _check_margins(grid, table)
        sums = [Sum(row[-1], tuple(row[:-1])) for row in names.tolist()]
        sums += [Sum(column[-1], tuple(column[:-1])) for column in names.T.tolist()]
    counts = dict(zip(names.ravel().tolist(), map(int, grid.ravel()), strict=True))
    return _like(table, _show(grid, names, protect_counts(counts, sums, rule), rule))


def _whole_numbers(values: Values | Table, dimensions: int) -> NDArray[Any]:
    """Return the counts as an array of int, or say which isn't one."""
    raw = values.to_numpy() if isinstance(values, pd.DataFrame | pd.Series) else _as_array(values)
    if raw.size == 0 and raw.ndim < dimensions:
        raw = raw.reshape((0,) * dimensions)
    if raw.ndim != dimensions:
        raise ValueError(f"expected counts in {dimensions} dimension(s), not {raw.ndim}")
    grid = np.zeros(raw.shape, dtype=np.int64)
    for place, value in np.ndenumerate(raw):
        grid[place] = _count(value)
    return grid


def _as_array(values: Any) -> NDArray[Any]:  # noqa: ANN401 - whatever a caller holds
    try:
        return np.asarray(values)
    except ValueError as error:
        raise ValueError("the rows of the table aren't all of the same length") from error


def _count(value: Any) -> int:  # noqa: ANN401 - whatever a caller holds
    """Return one count of people as an int."""
    if pd.isna(value):
        raise ValueError("a count is missing: give 0 where nobody was counted")
    try:
        whole = int(value)
    except (TypeError, ValueError):
        whole = -1
    if isinstance(value, str | bytes) or whole != value:
        raise ValueError(f"{value} isn't a count of people: a whole number, 0 or more")
    if whole < 0:
        raise ValueError(f"{value} isn't a count of people: it is negative")
    return whole


def _check_margins(grid: NDArray[Any], table: Table) -> None:
    """Raise where a total isn't the sum of its row or column, with all that are wrong."""
    frame = table if isinstance(table, pd.DataFrame) else pd.DataFrame(grid)
    wrong = []
    for what, labels, cells in (("row", frame.index, grid), ("column", frame.columns, grid.T)):
        for label, line in zip(labels, cells, strict=True):
            parts, total = int(line[:-1].sum()), int(line[-1])
            if parts != total:
                wrong.append(f"{what} {label} adds up to {parts}, its total says {total}")
    if wrong:
        raise ValueError(
            f"the margins don't add up (the last row and column must be totals): {'; '.join(wrong)}"
        )


def _show(grid: NDArray[Any], names: NDArray[Any], hidden: AbstractSet[str], rule: Policy) -> NDArray[Any]:
    shown = np.empty(grid.shape, dtype=object)
    for place, value in np.ndenumerate(grid):
        shown[place] = HIDDEN if names[place] in hidden else rule.round_count(int(value))
    return shown


def _like(given: Values | Table, shown: NDArray[Any]) -> Any:  # noqa: ANN401 - like for like
    """Return the shown values in the form in which they were given."""
    if isinstance(given, pd.DataFrame):
        return pd.DataFrame(shown, index=given.index, columns=given.columns, dtype=object)
    if isinstance(given, pd.Series):
        return pd.Series(shown, index=given.index, name=given.name, dtype=object)
    if isinstance(given, tuple):
        return tuple(shown.tolist())
    return shown if isinstance(given, np.ndarray) else shown.tolist()
