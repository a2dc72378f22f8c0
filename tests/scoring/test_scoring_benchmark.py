"""The benchmark's two sides agree; its timing is looked at by running the script."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import numpy as np
import pytest

from evalkit import names
from evalkit.scoring.scorer import score

SCRIPT = Path(__file__).parents[1] / "benchmarks" / "scoring.py"
SPECIFICATION = importlib.util.spec_from_file_location("scoring_benchmark", SCRIPT)
assert SPECIFICATION is not None
assert SPECIFICATION.loader is not None
benchmark = importlib.util.module_from_spec(SPECIFICATION)
SPECIFICATION.loader.exec_module(benchmark)


@pytest.mark.parametrize("n_rows", [1, 2_000])
def test_scorer_and_plain_arithmetic_give_the_same_scores(n_rows: int) -> None:
    answers = benchmark.make_answers(n_rows)
    scored = score(answers, "whoqol_bref")
    for domain, expected in benchmark.score_plainly(answers).items():
        found = scored.loc[scored[names.SUBSCALE] == domain, names.SCORE].to_numpy()
        np.testing.assert_allclose(found, expected, rtol=1e-12)
    if n_rows > 1:
        assert scored[names.SCORE].isna().any()
