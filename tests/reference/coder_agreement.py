"""Agreement of two coders, asked of scikit-learn and of the package krippendorff.

Run in an environment of its own, which needs neither evalkit nor its libraries::

    pip install scikit-learn krippendorff
    python coder_agreement.py

The units are written out one by one in plain Python, so nothing of evalkit's is used.
"""

from __future__ import annotations

import csv
import importlib
import warnings
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
DATA = HERE.parent / "data" / "qda-agreement"
CODERS = ("coder_A", "coder_B")


def read_rows(name: str) -> list[dict[str, str]]:
    """Read a CSV of the test data."""
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def paragraphs(length: int, line_feeds: list[int]) -> list[tuple[int, int]]:
    """Return start and end of each line that has any character."""
    starts = [0, *(place + 1 for place in line_feeds)]
    return [(start, end) for start, end in zip(starts, [*line_feeds, length], strict=True) if end > start]


def decisions(code: str, unit: str) -> list[list[int]]:
    """Return a list of 0 and 1 for each coder: the code absent or present, unit by unit."""
    found: list[list[int]] = []
    for coder in CODERS:
        row: list[int] = []
        for document in read_rows("documents.csv"):
            own = [
                (int(segment["start"]), int(segment["end"]))
                for segment in read_rows("segments.csv")
                if (segment["document"], segment["coder"], segment["code"])
                == (document["document"], coder, code)
            ]
            length = int(document["characters"])
            if unit == "code_point":
                row += [int(any(start <= place < end for start, end in own)) for place in range(length)]
            else:
                lines = paragraphs(length, [int(place) for place in document["line_feeds"].split()])
                row += [int(any(start < last and first < end for start, end in own)) for first, last in lines]
        found.append(row)
    return found


def ask(rows: list[list[int]]) -> dict[str, tuple[Any, int]]:
    """Return kappa and alpha as the two packages give them; empty where they refuse."""
    metrics, krippendorff = (
        importlib.import_module("sklearn.metrics"),
        importlib.import_module("krippendorff"),
    )
    if len({value for row in rows for value in row}) == 1:
        return {"cohens_kappa": ("", len(rows[0])), "krippendorffs_alpha": ("", len(rows[0]))}
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        kappa = float(metrics.cohen_kappa_score(*rows, labels=[0, 1]))
        alpha = float(krippendorff.alpha(reliability_data=rows, level_of_measurement="nominal"))
    return {"cohens_kappa": (repr(kappa), len(rows[0])), "krippendorffs_alpha": (repr(alpha), len(rows[0]))}


def main() -> None:
    """Write coder_agreement_expected.csv."""
    with (HERE / "coder_agreement_expected.csv").open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(["unit", "code", "statistic", "estimate", "n"])
        for unit in ("code_point", "paragraph"):
            stacked: list[list[int]] = [[] for _ in CODERS]
            codes = [row["code"] for row in read_rows("codes.csv")]
            answers = {}
            for code in codes:
                rows = decisions(code, unit)
                answers[code] = ask(rows)
                for pile, row in zip(stacked, rows, strict=True):
                    pile.extend(row)
            answers["all"] = ask(stacked)
            for code, statistics in answers.items():
                for statistic, (estimate, n) in statistics.items():
                    table.writerow([unit, code, statistic, estimate, n])


if __name__ == "__main__":
    main()
