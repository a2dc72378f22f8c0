"""A table of answers on its own, for somebody who only wants it scored."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
from python_calamine import CalamineError

from evalkit.errors import UsageError
from evalkit.names import RESPONDENT_ID, TIMEPOINT

if TYPE_CHECKING:
    from pathlib import Path


def read_answers(path: Path) -> pd.DataFrame:
    """Read a table of answers that somebody wants scored: CSV (UTF-8) or XLSX, headings in the first row.

    Raises
    ------
    UsageError
        If there is no such file, or it can't be read as a table.
    """
    ids = dict.fromkeys((RESPONDENT_ID, TIMEPOINT), "str")
    try:
        if path.suffix.lower() == ".xlsx":
            return pd.read_excel(path, dtype=ids, engine="calamine")
        return pd.read_csv(path, dtype=ids, encoding="utf-8-sig")
    except FileNotFoundError:
        message = f"there is no file {path}"
    except (ValueError, OSError, CalamineError) as error:
        message = f"{path} can't be read as a table: {error}"
    raise UsageError(message)
