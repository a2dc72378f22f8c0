"""What a test needs to run the whole pipeline in a temporary folder."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np

from builders import csv_text

ROOT = Path(__file__).resolve().parents[1]


def scores_csv(n: int, *, shift: float, lost: int, seed: int = 7) -> str:
    """Return wide BDI scores of ``n`` people who move by about ``shift``; the last ``lost`` don't come back."""
    rng = np.random.default_rng(seed)
    pre = rng.integers(18, 45, n)
    post = np.clip(pre + np.round(rng.normal(shift, 4, n)), 0, 63).astype(int)
    rows = [(f"P{k:03d}", pre[k], None if k >= n - lost else post[k]) for k in range(n)]
    return csv_text(("id", "pre", "post"), *rows)


def add_shared_files(root: Path) -> None:
    """Copy what a project has beside its data: the notebook and Quarto's configuration."""
    shutil.copytree(ROOT / "notebooks", root / "notebooks")
    shutil.copy(ROOT / "_quarto.yml", root)
