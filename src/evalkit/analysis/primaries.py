"""Several outcomes declared beforehand: their p-values corrected for their number."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from evalkit import names
from evalkit.analysis.main_comparisons import is_declared, list_comparisons
from evalkit.analysis.multiplicity import holm
from evalkit.analysis.outcome_rows import outcome_row

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pandas as pd

    from evalkit.definitions.study import Primary


def adjust_primaries(outcomes: pd.DataFrame, primary: Iterable[Primary]) -> list[dict[str, Any]]:
    """Correct the p-values of the declared primary outcomes by Holm's method, all components together.

    Parameters
    ----------
    outcomes : pandas.DataFrame
        Rows of outcomes.csv, ``p_value_t_trusted`` among them where a primary outcome asks for it.
    primary : iterable of Primary
        What was declared. One without a component is an outcome of its own in each; ``baseline`` says
        whether its test is ``p_value_t`` or ``p_value_t_trusted``.

    Returns
    -------
    list of dict
        Rows of outcomes.csv, statistic ``p_value_t_holm``, for everybody; ``n`` and ``n_missing`` are those
        of the test. A test that wasn't calculated stays so, with its reason, and doesn't count.
    """
    declared = tuple(primary)
    everybody = outcomes[outcomes[names.SUBGROUP_VARIABLE] == names.ALL]
    keys = [*names.OUTCOME_GROUP, names.STATISTIC]
    tests = {tuple(map(str, (row[key] for key in keys))): row for row in everybody.to_dict("records")}
    labels, found = [], []
    for comparison in list_comparisons(outcomes):
        own = [one for one in declared if is_declared(comparison, [one])]
        if own:
            trusted = own[0].baseline == "trusted"
            test = tests.get((*comparison.label, "p_value_t_trusted" if trusted else "p_value_t"))
            labels.append(comparison.label)
            found.append(test or _absent(tests[(*comparison.label, "n_from")]))
    p_values = [float(test[names.ESTIMATE]) for test in found]
    k = sum(not math.isnan(p) for p in p_values)
    return [
        outcome_row(
            str(test[names.GRANTEE]),
            label,
            "p_value_t_holm",
            float(p),
            n=int(test[names.N]),
            n_missing=int(test[names.N_MISSING]),
            method=_method(test, k) if not math.isnan(p) else _reason(test),
        )
        for label, test, p in zip(labels, found, holm(p_values), strict=True)
    ]


def _absent(count: dict[Any, Any]) -> dict[Any, Any]:
    """Return what stands for a test of which there is no row."""
    reason = "not calculated: nobody has a trusted baseline"
    return {**count, names.ESTIMATE: math.nan, names.N: 0, names.METHOD: reason}


def _method(test: dict[Any, Any], k: int) -> str:
    which = "the paired t test"
    if test[names.STATISTIC] == "p_value_t_trusted":
        which += " from the trusted baseline"
    if k == 1:
        return f"one declared primary outcome, so nothing to correct: p of {which}"
    return f"Holm over {k} declared primary outcomes, of {which}"


def _reason(test: dict[Any, Any]) -> str:
    told = str(test[names.METHOD])
    return (
        told if told.startswith("not calculated") else "not calculated: everybody changed by the same amount"
    )
