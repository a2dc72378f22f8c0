"""Simulate coverage and false claims, and write docs/validation.md: ``make simulate``; it takes some minutes."""

from __future__ import annotations

import argparse
import os
import sys
import time
from pathlib import Path

from simulation import claims, exact, page, pairs, persons, schools, waves
from simulation.cells import run_cells

PAGE = Path(__file__).parents[2] / "docs" / "validation.md"
QUICK = 0.01


def simulate(*, share: float = 1.0, workers: int = 1, people: int = pairs.LARGE) -> str:
    """Return the text of the page.

    Parameters
    ----------
    share : float
        Part of the data sets to make up.
    workers : int
        Processes.
    people : int
        Made-up people behind each true value.
    """
    cells = [
        *waves.wave_cells(people=people // 2),
        *pairs.pair_cells(people=people),
        *schools.school_cells(large=people // 20),
        *claims.claim_cells(),
        *persons.person_cells(people=people // 4),
    ]
    rows = run_cells(cells, share=share, workers=workers)
    return page.build_page(rows, list(exact.exact_coverage()), people=people)


def main() -> None:
    """Write the page, or with ``--quick`` print one that rests on very few data sets."""
    parser = argparse.ArgumentParser(prog="make simulate", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="few data sets, printed and not saved")
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    given = parser.parse_args()
    if given.quick:
        sys.stdout.write(simulate(share=QUICK, workers=given.workers, people=100_000))
        return
    start = time.monotonic()
    PAGE.write_text(simulate(workers=given.workers), encoding="utf-8")
    sys.stdout.write(f"docs/validation.md written in {(time.monotonic() - start) / 60:.1f} minutes\n")


if __name__ == "__main__":
    main()
