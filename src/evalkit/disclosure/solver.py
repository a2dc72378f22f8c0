"""The one place that calls the solver: HiGHS, through SciPy, without a clock."""

from __future__ import annotations

import contextlib
import os
import sys
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, milp

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scipy.optimize import OptimizeResult
    from scipy.sparse import csr_array

FloatArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]

NODE_LIMIT: Final = 2_000
"""Branch-and-bound nodes before the best answer so far is taken: a bound in time would depend on the machine."""


def solve(
    cost: FloatArray,
    matrix: csr_array[Any],
    between: tuple[FloatArray, FloatArray],
    limits: tuple[FloatArray, FloatArray],
    *,
    whole: BoolArray | None = None,
) -> FloatArray | None:
    """Return an x of least ``cost @ x`` with ``between[0] <= matrix @ x <= between[1]``, or None.

    None means that the solver found none (there is none, or `cost` has no lower end): callers must
    read it as "not shown to exist", never as a proof.

    Parameters
    ----------
    cost : array of shape (n,)
        Cost of one unit of each variable.
    matrix : sparse array of shape (m, n)
        Left sides of the conditions.
    between : pair of arrays of shape (m,)
        Lower and upper end of each condition; equal ends for an equation.
    limits : pair of arrays of shape (n,)
        Lower and upper end of each variable.
    whole : array of bool of shape (n,), optional
        Variables that must be whole numbers; without it none must.
    """
    with contextlib.nullcontext() if whole is None else _silence():
        result = _run(cost, matrix, between, limits, whole)
    return None if result.x is None else np.asarray(result.x, dtype=np.float64)


@contextlib.contextmanager
def _silence() -> Iterator[None]:
    """Send what compiled code writes to standard output nowhere: HiGHS prints a debug line past all its options."""
    sys.stdout.flush()
    kept = os.dup(1)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, 1)
        yield
    finally:
        os.dup2(kept, 1)
        os.close(kept)
        os.close(nowhere)


def _run(
    cost: FloatArray,
    matrix: csr_array[Any],
    between: tuple[FloatArray, FloatArray],
    limits: tuple[FloatArray, FloatArray],
    whole: BoolArray | None,
) -> OptimizeResult:
    return milp(
        cost,
        integrality=None if whole is None else whole.astype(np.int64),
        bounds=Bounds(*limits),
        constraints=LinearConstraint(matrix, *between) if matrix.shape[0] else None,
        options=None if whole is None else {"node_limit": NODE_LIMIT, "presolve": False, "mip_rel_gap": 0.0},
    )
