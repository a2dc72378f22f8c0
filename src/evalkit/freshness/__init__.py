"""Whether a report is up to date, and may still be shown."""

from __future__ import annotations

from evalkit.freshness.made import REVIEW, USED
from evalkit.freshness.marks import mark_withdrawn
from evalkit.freshness.state import Freshness, State

__all__ = ["REVIEW", "USED", "Freshness", "State", "mark_withdrawn"]
