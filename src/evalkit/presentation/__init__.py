"""Released rows become tables, figures with alternative texts, and sentences."""

from __future__ import annotations

from evalkit.presentation.programme import ProgrammePage, open_programme
from evalkit.presentation.programme_released import ProgrammeReleased, read_programme
from evalkit.presentation.released import Released, read_released
from evalkit.presentation.report import Report, open_report

__all__ = [
    "ProgrammePage",
    "ProgrammeReleased",
    "Released",
    "Report",
    "open_programme",
    "open_report",
    "read_programme",
    "read_released",
]
