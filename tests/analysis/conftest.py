from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd
import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable


@pytest.fixture(scope="session")
def reference() -> Callable[[str], list[dict[Hashable, Any]]]:
    """Read the rows of a CSV that an R script of tests/reference wrote."""
    folder = Path(__file__).parents[1] / "reference"
    return lambda name: pd.read_csv(folder / name).to_dict("records")
