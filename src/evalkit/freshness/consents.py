"""Whether somebody took consent back whose words a report uses."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pandas as pd

from evalkit import names, store
from evalkit.analysis.withdrawals import has_withdrawal
from evalkit.definitions import load_study
from evalkit.errors import StructuralFaults
from evalkit.freshness.made import USED
from evalkit.intake.consents import read_consents

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

    from evalkit.store import Project

CONSENTS: Final = "consents"
WITHDRAWN: Final = "someone withdrew consent"
UNKNOWN: Final = "the consents can't be read any more, so nobody knows whether someone withdrew"


def find_withdrawal(project: Project, grantee: str, changed: Collection[str]) -> str:
    """Return why a report may no longer be shown, "" if it may.

    The people and documents whose words it uses are in ``used.json``, the consents as they were in the
    table ``consents``, both in ``data/processed/<grantee>``.

    Parameters
    ----------
    project : Project
        Where the folders are.
    grantee : str
        A grantee with a report and a ``used.json``.
    changed : collection of str
        Files sent that aren't as they were when the report was made.
    """
    processed = project.processed / grantee
    used = store.read_json(processed / USED)
    respondents, items = _texts(used.get("respondents")), _texts(used.get("items"))
    if not respondents and not items:
        return ""
    try:
        now, on_date = _read_now(project.raw / grantee)
        before = store.read_parquet(processed, CONSENTS)
    except StructuralFaults:
        # A slip in grantee.yml alone says nothing about consents; the build will tell of it.
        return UNKNOWN if set(changed) - {names.STUDY_FILE} else ""
    except OSError:
        return UNKNOWN
    if now is None:
        return UNKNOWN
    is_withdrawn = has_withdrawal(before, now, respondents=respondents, items=items, on_date=on_date)
    return WITHDRAWN if is_withdrawn else ""


def _read_now(folder: Path) -> tuple[pd.DataFrame | None, pd.Timestamp]:
    study = load_study(folder / names.STUDY_FILE)
    on_date = pd.Timestamp(study.data_date)
    if study.stories is None or study.stories.consent is None:
        return None, on_date
    return read_consents(folder, study.stories.consent, latest=on_date)[0], on_date


def _texts(value: object) -> set[str]:
    return {str(text) for text in value} if isinstance(value, list) else set()
