"""Released rows become tables, figures with alternative texts, and sentences."""

from __future__ import annotations

from evalkit.presentation.released import Released, read_released
from evalkit.presentation.report import Report, open_report

__all__ = ["Released", "Report", "open_report", "read_released"]
