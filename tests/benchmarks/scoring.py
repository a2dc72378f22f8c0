"""Time evalkit's scorer against plain NumPy arithmetic for the same rule: WHOQOL-BREF.

Run ``python tests/benchmarks/scoring.py [rows]``; both sides start from the same data frame.
The plain side works out four arrays; the scorer also checks every answer, counts what is
missing and writes a long table of six scores per row.
"""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from evalkit.scoring.scorer import score

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

DOMAINS = {
    "physical": [3, 4, 10, 15, 16, 17, 18],
    "psychological": [5, 6, 7, 11, 19, 26],
    "social": [20, 21, 22],
    "environment": [8, 9, 12, 13, 14, 23, 24, 25],
}
MAY_BE_MISSING = {"physical": 1, "psychological": 1, "social": 1, "environment": 2}
ROUNDS = 5


def make_answers(n_rows: int, seed: int = 20241101) -> pd.DataFrame:
    """Return invented answers to the 26 items; about one in fifty is blank."""
    rng = np.random.default_rng(seed)
    columns: dict[str, object] = {
        "respondent_id": [f"p{row:07d}" for row in range(n_rows)],
        "timepoint": np.where(np.arange(n_rows) % 2, "baseline", "end"),
    }
    for item in range(1, 27):
        answers = rng.integers(1, 6, n_rows).astype(float)
        answers[rng.random(n_rows) < 0.02] = np.nan
        columns[f"whoqol_bref_{item:02d}"] = answers
    return pd.DataFrame(columns)


def score_plainly(answers: pd.DataFrame) -> dict[str, NDArray[np.float64]]:
    """Return the four domain scores from 0 to 100, by array arithmetic alone."""
    items = answers[[f"whoqol_bref_{item:02d}" for item in range(1, 27)]].to_numpy(dtype=float, copy=True)
    for item in (3, 4, 26):
        items[:, item - 1] = 6 - items[:, item - 1]
    form_answered = (~np.isnan(items)).sum(axis=1) >= 21
    scores = {}
    for domain, numbers in DOMAINS.items():
        part = items[:, [number - 1 for number in numbers]]
        given = ~np.isnan(part)
        n_given = given.sum(axis=1)
        mean = np.where(given, part, 0).sum(axis=1) / np.maximum(n_given, 1)
        enough = form_answered & (len(numbers) - n_given <= MAY_BE_MISSING[domain])
        scores[domain] = np.where(enough, (mean - 1) * 25, np.nan)
    return scores


def measure_ratio(n_rows: int) -> tuple[float, float]:
    """Return the median seconds of evalkit's scorer and of plain NumPy, taken in turns."""
    answers = make_answers(n_rows)
    calls: dict[str, Callable[[], object]] = {
        "evalkit": lambda: score(answers, "whoqol_bref"),
        "numpy": lambda: score_plainly(answers),
    }
    seconds: dict[str, list[float]] = {name: [] for name in calls}
    for _ in range(ROUNDS):
        for name, call in calls.items():
            start = time.perf_counter()
            call()
            seconds[name].append(time.perf_counter() - start)
    return float(np.median(seconds["evalkit"])), float(np.median(seconds["numpy"]))


def main() -> None:
    """Print both times and their ratio."""
    n_rows = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    ours, plain = measure_ratio(n_rows)
    sys.stdout.write(
        f"{n_rows:,} rows: evalkit {ours:.2f} s, NumPy {plain:.2f} s, ratio {ours / plain:.2f}\n"
    )


if __name__ == "__main__":
    main()
